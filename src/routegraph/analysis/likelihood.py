"""How likely each way, each road and each amount is, over all cases of doubtful reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.cases import Case, CaseTree
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route, route_of

MOST_ROUTES = 10


@dataclass(frozen=True, eq=False)
class LikelyRoute:
    """A way that is the best one with some probability.

    Attributes
    ----------
    route : Route
        In the likeliest of its cases: what is slowed may differ.
    probability : float
        That the journey is possible and this is its best way.
    """

    route: Route
    probability: float


@dataclass(frozen=True)
class Influence:
    """How far the probability moves when one doubt is settled.

    Attributes
    ----------
    name : str
        The target and status of the event, or the group.
    events : tuple of int
        The assumptions that it decides.
    closing : bool
        False: whether the reports are true. True: whether the threatened or contested target closes.
    probability : float
        That it is true.
    if_true, if_false : float or None
        Probability that the journey is possible when this is known; None when no sample had it so.
    """

    name: str
    events: tuple[int, ...]
    closing: bool
    probability: float
    if_true: float | None
    if_false: float | None

    @property
    def swing(self) -> float:
        """How far apart the two are."""
        if self.if_true is None or self.if_false is None:
            return 0.0
        return abs(self.if_true - self.if_false)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "name": self.name,
            "events": list(self.events),
            "closing": self.closing,
            "probability": round(self.probability, 6),
            "if_true": None if self.if_true is None else round(self.if_true, 6),
            "if_false": None if self.if_false is None else round(self.if_false, 6),
            "swing": round(self.swing, 6),
        }


def figures_of(graph: RoadGraph, case: Case) -> tuple[float, float, float]:
    """Time, length and cost of a case's way."""
    assert case.path is not None
    return graph.totals(case.path.arcs, graph.time_s[case.path.arcs] * case.level)[:3]


def route_in(graph: RoadGraph, tree: CaseTree, case: Case) -> Route | None:
    """Return the way of a case, with what is slowed in it."""
    return route_of(graph.under(tree.disruption(case.known)), case.path) if case.path else None


def road_use(
    graph: RoadGraph, possible: list[tuple[Case, float]]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Roads of the best ways, and the probability that each is used."""
    used = np.zeros(len(graph.network.roads))
    for case, weight in possible:
        if case.path is not None:
            used[graph.arcs.road[case.path.arcs]] += weight
    roads = np.flatnonzero(used).astype(np.int32)
    return roads, used[roads]


def likeliest_routes(
    graph: RoadGraph, tree: CaseTree, possible: list[tuple[Case, float]]
) -> tuple[LikelyRoute, ...]:
    """Return the ways by how likely each is the best, the likeliest first."""
    by_roads: dict[bytes, list[tuple[Case, float]]] = {}
    for case, weight in possible:
        if case.path is not None and weight > 0:
            by_roads.setdefault(case.path.arcs.tobytes(), []).append((case, weight))
    ways = [(sum(w for _, w in alike), max(alike, key=lambda one: one[1])[0]) for alike in by_roads.values()]
    ways.sort(key=lambda way: -way[0])
    routes = [(route_in(graph, tree, case), weight) for weight, case in ways[:MOST_ROUTES]]
    return tuple(LikelyRoute(route, weight) for route, weight in routes if route)
