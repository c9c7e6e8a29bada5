"""Of areas of one name, which is meant."""

from types import SimpleNamespace

import numpy as np
import pytest

from routegraph.scenario.districts import _first_level


@pytest.mark.parametrize(
    ("levels", "meant"),
    [
        ([4, 6], [1]), ([6, 5], [0]), ([5, 7, 7], [0]), ([8, 7, 7], [1, 2]), ([9, 8], [1]), ([10, 9], [1]),
        ([10, 4], [0]), ([3, 4], [1]), ([3], [0]), ([3, 3, 10], [2]),
    ],
)  # fmt: skip
def test_a_district_goes_before_its_parts_and_these_before_a_governorate_and_a_region(levels, meant):
    network = SimpleNamespace(districts=SimpleNamespace(level=np.array(levels)))
    assert _first_level(network, list(range(len(levels)))) == meant
