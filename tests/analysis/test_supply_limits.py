"""Which limits hold for roads together, and which for each road."""

import numpy as np
import pytest

from routegraph.analysis.capacity import UNLIMITED
from routegraph.analysis.road_capacity import Capacities
from routegraph.analysis.supply_limits import StatedLimit, bounded, stated_limits


@pytest.mark.parametrize(
    ("target", "joint"),
    [
        ("Khanasser", True),
        ("37.4977,35.7816~2km", True),
        ("name:Khanasser road", False),
        ("Khanasser road", False),
        ("M5", False),
        ("ref:M5", False),
        ("Hama - Salamiyah", False),
    ],
)
def test_a_road_has_its_limit_all_along_and_a_place_by_all_of_its_roads(hama_aleppo, target, joint):
    (one,) = stated_limits([f"{target}=40/day"], hama_aleppo.resolver, hama_aleppo.vehicle, Capacities())
    assert (one.target, one.per_day, one.joint) == (target, 40, joint)


def test_limits_bind_roads_and_streets_of_the_ends_have_none():
    whole = StatedLimit("a place", 7, np.array([3], np.int32), True, 0.0, 0.0)
    each = StatedLimit("a road", 5, np.array([0, 1], np.int32), False, 0.0, 0.0)
    bound, gates = bounded(np.array([3.0, 9.0, 9.0, 9.0]), [whole, each], np.array([2], np.int32))
    assert bound.tolist() == [3.0, 5.0, UNLIMITED, 9.0]
    assert [(gate.name, gate.per_day, gate.roads.tolist()) for gate in gates] == [("a place", 7, [3])]
