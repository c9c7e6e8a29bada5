"""Figures over cases of known probability, reckoned by hand."""

import numpy as np
import pytest

from routegraph.analysis.distribution import Distribution


def test_equal_values_are_one_and_those_of_no_weight_are_left_out():
    found = Distribution.of(np.array([3.0, 1.0, 3.0, 9.0]), np.array([1.0, 2.0, 1.0, 0.0]))
    assert found.values.tolist() == [1.0, 3.0]
    assert found.probability.tolist() == [0.5, 0.5]


def test_a_quantile_is_the_least_value_that_is_not_exceeded_with_its_probability():
    found = Distribution.of(np.array([10.0, 20.0, 30.0, 40.0]), np.array([0.2, 0.3, 0.3, 0.2]))
    assert [found.quantile(share) for share in (0, 0.2, 0.21, 0.5, 0.51, 0.8, 0.9, 1)] == [
        10, 10, 20, 20, 30, 30, 40, 40,
    ]  # fmt: skip
    assert (found.mean, found.median) == (25.0, 20.0)
    assert found.to_dict() == {
        "mean": 25.0,
        "median": 20.0,
        "p10": 10.0,
        "p50": 20.0,
        "p90": 40.0,
        "p95": 40.0,
    }


def test_figures_are_told_with_as_many_digits_as_are_asked_for():
    told = Distribution.of(np.array([1.0 / 3]), np.array([7.0])).to_dict(3)
    assert told == {"mean": 0.333, "median": 0.333, "p10": 0.333, "p50": 0.333, "p90": 0.333, "p95": 0.333}
    assert Distribution.of(np.array([1.26]), np.array([1.0])).to_dict()["mean"] == pytest.approx(1.3)
