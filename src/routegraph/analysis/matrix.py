"""Many origins to many destinations, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.answer import Answer, Context
from routegraph.analysis.whatif import snap_warnings, told_location
from routegraph.errors import QuestionError
from routegraph.places.locate import Location
from routegraph.routing.graph import CLOSED, MICRO, RoadGraph
from routegraph.routing.matrix import cost_matrix
from routegraph.routing.outcome import Outcome, outcome_of_costs


@dataclass(frozen=True, eq=False)
class AccessMatrix(Answer):
    """What the best route between each origin and destination costs, before and after.

    Attributes
    ----------
    context : Context
    origins, destinations : tuple of Location
    before, after : float64[O, D]
        In the measure of the question: seconds, metres or money; inf where there is no way.
    outcome : object[O, D]
        `Outcome` of each pair: a lost one is ``severed``, one without a way before and after
        ``unconnected``.
    warnings : tuple of str
    """

    context: Context
    origins: tuple[Location, ...]
    destinations: tuple[Location, ...]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    outcome: NDArray[np.object_]
    warnings: tuple[str, ...]

    def pairs(self, outcome: Outcome) -> list[tuple[Location, Location]]:
        """Return the pairs of one outcome, by origin and then by destination."""
        return [
            (self.origins[i], self.destinations[j]) for i, j in np.argwhere(self.outcome == outcome).tolist()
        ]

    @property
    def counts(self) -> dict[str, int]:
        """How many pairs have each outcome."""
        told = self.outcome.ravel().tolist()
        return {outcome.value: told.count(outcome) for outcome in Outcome}

    def rows(self) -> list[dict[str, Any]]:
        """One record for each pair, by origin and then by destination: the rows of a CSV file."""
        return [
            {
                "origin": origin.name,
                "destination": destination.name,
                "before": _amount(self.before[i, j]),
                "after": _amount(self.after[i, j]),
                "extra": _amount(self.after[i, j] - self.before[i, j])
                if np.isfinite(self.before[i, j]) and np.isfinite(self.after[i, j])
                else None,
                "outcome": self.outcome[i, j].value,
            }
            for i, origin in enumerate(self.origins)
            for j, destination in enumerate(self.destinations)
        ]

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "origins": [told_location(place) for place in self.origins],
            "destinations": [told_location(place) for place in self.destinations],
            "counts": self.counts,
            "pairs": self.rows(),
            "warnings": list(self.warnings),
        }


def _amount(value: float) -> float | None:
    return round(float(value), 1) if np.isfinite(value) else None


def ask_matrix(
    context: Context, open_graph: RoadGraph, origins: Sequence[Location], destinations: Sequence[Location]
) -> AccessMatrix:
    """Answer what every pair costs under the standing closures and under all.

    `open_graph` has nothing closed.

    Raises
    ------
    QuestionError
        There is no origin or no destination.
    """
    if not origins or not destinations:
        raise QuestionError("a matrix needs origins and destinations; give at least one of each.")
    situation = context.situation
    ends = [place.node for place in origins], [place.node for place in destinations]
    before = cost_matrix(open_graph, *ends, situation.before)
    after = cost_matrix(open_graph, *ends, situation.after)
    outcome = np.empty(before.shape, object)
    outcome.ravel()[:] = list(map(outcome_of_costs, before.ravel().tolist(), after.ravel().tolist()))
    return AccessMatrix(
        context=context,
        origins=tuple(origins),
        destinations=tuple(destinations),
        before=_measured(before),
        after=_measured(after),
        outcome=outcome,
        warnings=tuple(dict.fromkeys([*situation.warnings, *snap_warnings([*origins, *destinations])])),
    )


def _measured(cost: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.where(cost < CLOSED, cost / MICRO, np.inf)
