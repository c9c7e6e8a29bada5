"""The package as a notebook sees it."""

import doctest
import importlib

import pytest

import routegraph


def test_the_public_names_are_few_and_all_there():
    assert len(routegraph.__all__) <= 25
    for name in routegraph.__all__:
        assert getattr(routegraph, name) is not None
    assert dir(routegraph) == routegraph.__all__
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        routegraph.nope  # noqa: B018


@pytest.mark.parametrize("module", ["routegraph", "routegraph.study", "routegraph.scenario.target"])
def test_the_examples_in_docstrings_hold(module):
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
