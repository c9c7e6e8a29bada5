"""Figures that answers are made of, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from routegraph.analysis.lift_order import Lift
from routegraph.analysis.likelihood import Influence
from routegraph.analysis.odds import Odds, standard_error
from routegraph.routing.outcome import Outcome


def test_a_lift_tells_costs_to_a_tenth_and_is_ordered_by_what_each_closure_gives():
    lift = Lift((0, 2), 30.0, 70.0, 100.26, (Outcome.LONGER, Outcome.SEVERED), (12.34, None))
    assert lift.gain == (15.0, 50.13)
    assert lift.to_dict() == {
        "closures": [0, 2], "reconnected": 30.0, "connected": 70.0, "saved": 100.3,
        "outcomes": ["longer", "severed"], "cost": [12.3, None],
    }  # fmt: skip


def test_an_influence_tells_probabilities_to_a_millionth_and_how_far_they_lie_apart():
    told = Influence("Khanasser blocked", (0, 3), False, 1 / 3, 0.123456789, 2 / 3)
    assert told.to_dict() == {
        "name": "Khanasser blocked", "events": [0, 3], "closing": False, "probability": 0.333333,
        "if_true": 0.123457, "if_false": 0.666667, "swing": 0.54321,
    }  # fmt: skip
    for one, other in ((None, 0.5), (0.5, None)):
        untold = Influence("x", (), True, 0.5, one, other)
        assert (untold.swing, untold.to_dict()["if_true"], untold.to_dict()["if_false"]) == (0.0, one, other)


def test_odds_given_a_doubt_are_those_of_bayes():
    odds = Odds([], np.empty(0), 0.6, np.array([0.25, 1.0, 0.0, 0.5]), np.array([0.05, 0.6, 0.0, 0.5]))
    assert odds.given(0) == pytest.approx((0.2, 0.55 / 0.75))
    assert odds.given(1) == (0.6, None)
    assert odds.given(2) == (None, 0.6)
    assert odds.given(3) == pytest.approx((1.0, 0.2))


def test_the_standard_error_is_that_of_two_more_hits_and_misses():
    assert standard_error(0, 0) == 0.25
    assert standard_error(46, 96) == pytest.approx((0.48 * 0.52 / 100) ** 0.5)
    for hits in (0, 10):
        assert standard_error(hits, 10) == pytest.approx((12 / 14 * 2 / 14 / 14) ** 0.5)
