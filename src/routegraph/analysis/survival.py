"""How sure is a way: probability that a journey is possible, when reports may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from routegraph import defaults
from routegraph.analysis.answer import Answer, Context
from routegraph.analysis.assumptions import Assumption, assumptions_of
from routegraph.analysis.cases import Case, CaseTree
from routegraph.analysis.distribution import Distribution
from routegraph.analysis.doubts import MAY_CLOSE, Doubts
from routegraph.analysis.odds import Odds, exact_odds, sampled_odds
from routegraph.analysis.whatif import inside_warnings, snap_warnings, told_location
from routegraph.errors import QuestionError
from routegraph.network.model import Int
from routegraph.places.locate import Location
from routegraph.reports.event import Status
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route, route_of
from routegraph.routing.search import best_path
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import situation_of

Method = Literal["auto", "exact", "sampled"]
METHODS = ("auto", "exact", "sampled")

MOST_COMBINATIONS = 2**16
"""Combinations of the doubts that some best way meets up to which all are gone through."""

PATIENCE = 2**12
"""Cases that are told apart before the number of combinations is looked at."""

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


@dataclass(frozen=True, eq=False)
class Survival(Answer):
    """How likely a journey is possible, and what it then takes.

    Attributes
    ----------
    context : Context
        Its situation counts every event as if it were true.
    origin, destination : Location
    probability : float
        That the journey is possible.
    time_s, length_m, cost : Distribution or None
        Given that it is possible; None when it never is.
    routes : tuple of LikelyRoute
        The likeliest first, `MOST_ROUTES` at the most.
    roads : int32[K]
        Every road that some best way uses, ascending.
    road_probability : float64[K]
        That the best way uses it.
    if_none_true, if_all_true : Route or None
        The way when no uncertain event is true, and when all are.
    influence : tuple of Influence
        The greatest swing first.
    assumptions : tuple of Assumption
        Every event, with its part in the answer.
    method : str
        ``exact`` or ``sampled``.
    standard_error : float
        Of `probability`; 0 when exact.
    samples : int
        0 when exact.
    seed : int
    precision : float
    common_cause : float
    uncertain : int
        Doubts in all.
    combinations : int
        Of the doubts that some best way meets; the others cannot touch any route.
    solved : int
        Distinct effective closures that were searched.
    warnings : tuple of str
    """

    context: Context
    origin: Location
    destination: Location
    probability: float
    time_s: Distribution | None
    length_m: Distribution | None
    cost: Distribution | None
    routes: tuple[LikelyRoute, ...]
    roads: Int
    road_probability: NDArray[np.float64]
    if_none_true: Route | None
    if_all_true: Route | None
    influence: tuple[Influence, ...]
    assumptions: tuple[Assumption, ...]
    method: str
    standard_error: float
    samples: int
    seed: int
    precision: float
    common_cause: float
    uncertain: int
    combinations: int
    solved: int
    warnings: tuple[str, ...]

    bound = MOST_COMBINATIONS

    @property
    def independence(self) -> str:
        """What the answer takes for granted of how reports hang together."""
        told = "Events are taken to be independent of each other, but for those of one group"
        if any(a.in_group_of_several for a in self.assumptions):
            told += ", which stand or fall together with the highest confidence among them"
        told += "."
        if self.common_cause:
            told += (
                f" With probability {self.common_cause:g} they share one cause instead: a single draw "
                "decides all, and every event at least as sure as the draw is true."
            )
        return told

    @property
    def how(self) -> str:
        """How the probability was found, in one sentence."""
        if self.method == "exact":
            return (
                f"Exact over all {self.combinations:,} combinations of the uncertain events that some route "
                f"meets (at most {self.bound:,} are gone through); {self.solved:,} distinct closures solved."
            )
        return (
            f"Estimated from {self.samples:,} samples (seed {self.seed}) with a standard error of "
            f"{self.standard_error:.4f}; {self.solved:,} distinct closures solved."
        )

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "origin": told_location(self.origin),
            "destination": told_location(self.destination),
            "probability": round(self.probability, 6),
            "standard_error": round(self.standard_error, 6),
            "time_s": self.time_s.to_dict() if self.time_s else None,
            "length_m": self.length_m.to_dict() if self.length_m else None,
            "cost": self.cost.to_dict(2) if self.cost else None,
            "routes": [
                {"probability": round(one.probability, 6), "by": one.route.by, **one.route.to_dict()}
                for one in self.routes
            ],
            "if_none_true": self.if_none_true.to_dict() if self.if_none_true else None,
            "if_all_true": self.if_all_true.to_dict() if self.if_all_true else None,
            "influence": [one.to_dict() for one in self.influence],
            "assumptions": [one.to_dict() for one in self.assumptions],
            "method": self.method,
            "how": self.how,
            "independence": self.independence,
            "uncertain": self.uncertain,
            "combinations": self.combinations,
            "bound": self.bound,
            "solved": self.solved,
            "samples": self.samples,
            "seed": self.seed if self.samples else None,
            "precision": self.precision if self.samples else None,
            "common_cause": self.common_cause,
            "warnings": list(self.warnings),
        }


def ask_survival(
    context: Context,
    open_graph: RoadGraph,
    origin: Location,
    destination: Location,
    resolver: Resolver,
    *,
    precision: float = defaults.PRECISION,
    seed: int = defaults.SEED,
    method: Method = defaults.METHOD,
    status_probability: Mapping[Status, float] | None = None,
    common_cause: float = defaults.COMMON_CAUSE,
) -> Survival:
    """Answer how likely a journey is possible; `open_graph` has nothing closed.

    Parameters
    ----------
    precision : float
        Sampling stops when the standard error of the probability is below it.
    seed : int
        Of the samples.
    method : str
        ``exact``, ``sampled``, or ``auto``: exact while there are at most `MOST_COMBINATIONS`.
    status_probability : mapping of Status to float
        Probability that a target reported as threatened or contested closes, given that the report
        is true. By default a status has its usual effect.
    common_cause : float
        Probability that all doubts are decided by one draw, see `Survival.independence`.

    Raises
    ------
    QuestionError
        A number is out of bounds, or ``exact`` would take too many combinations.
    NotFoundError, AmbiguousError
        An event's target matches nothing, or several places.
    """
    _check(precision, seed, method, common_cause)
    supposition = replace(context.situation.supposition, min_confidence=0.0)
    situation = situation_of(supposition, resolver)
    doubts = Doubts(supposition, resolver, status_probability or {})
    tree = CaseTree(open_graph, origin.node, destination.node, doubts)
    odds = exact_odds(tree, common_cause, MOST_COMBINATIONS, PATIENCE) if method != "sampled" else None
    if odds is None and method == "exact":
        raise QuestionError(
            f"{tree.met.bit_count()} uncertain events change the way in more than {MOST_COMBINATIONS:,} "
            "combinations; leave out --method exact to sample them."
        )
    if odds is None:
        odds = sampled_odds(tree, common_cause, precision, seed)
    warnings = [
        *situation.warnings,
        *snap_warnings((origin, destination)),
        *(
            f"if every event is true, {warning}"
            for warning in inside_warnings(open_graph, situation, origin, destination)
        ),
    ]
    if not odds.probability and best_path(open_graph, origin.node, destination.node) is None:
        warnings.append("there is no way even with nothing closed.")
    if odds.samples and odds.standard_error > precision:
        warnings.append(
            f"sampling ended after {odds.samples:,} samples at a standard error of "
            f"{odds.standard_error:.4f}, above the {precision:g} asked for."
        )
    return _answer(
        replace(context, situation=situation), open_graph, origin, destination, tree, odds,
        precision=precision, seed=seed, common_cause=common_cause, warnings=warnings,
    )  # fmt: skip


def _check(precision: float, seed: int, method: str, common_cause: float) -> None:
    if not 0 < precision < 1:
        raise QuestionError(f"precision {precision:g} is no standard error; give one such as 0.005.")
    if seed < 0:
        raise QuestionError(f"seed {seed} is below 0; give a whole number from 0.")
    if method not in METHODS:
        raise QuestionError(f"no method {method!r}; method is one of {', '.join(METHODS)}.")
    if not 0 <= common_cause <= 1:
        raise QuestionError(f"common cause {common_cause:g} is no probability; give one from 0 to 1.")


def _answer(
    context: Context,
    graph: RoadGraph,
    origin: Location,
    destination: Location,
    tree: CaseTree,
    odds: Odds,
    *,
    precision: float,
    seed: int,
    common_cause: float,
    warnings: list[str],
) -> Survival:
    doubts = tree.doubts
    possible = [(case, w) for case, w in zip(odds.cases, odds.weight.tolist(), strict=True) if case.path]
    weights = np.array([w for _, w in possible])
    figures = np.array([_figures(graph, case) for case, _ in possible]).reshape(-1, 3)
    all_true = (1 << len(doubts.doubts)) - 1
    none, every = tree.settled([0, all_true])
    roads, used = _use(graph, possible)
    influence = [
        Influence(d.name, d.events, d.closing, d.probability, *odds.given(i))
        for i, d in enumerate(doubts.doubts)
    ]
    has_way = bool(weights.sum() > 0)
    return Survival(
        context=context,
        origin=origin,
        destination=destination,
        probability=odds.probability,
        time_s=Distribution.of(figures[:, 0], weights) if has_way else None,
        length_m=Distribution.of(figures[:, 1], weights) if has_way else None,
        cost=Distribution.of(figures[:, 2], weights) if has_way else None,
        routes=_likeliest(graph, tree, possible),
        roads=roads,
        road_probability=used,
        if_none_true=_route(graph, tree, none),
        if_all_true=_route(graph, tree, every),
        influence=tuple(sorted(influence, key=lambda one: -one.swing)),
        assumptions=assumptions_of(doubts, tree.met),
        method="sampled" if odds.samples else "exact",
        standard_error=odds.standard_error,
        samples=odds.samples,
        seed=seed,
        precision=precision,
        common_cause=common_cause,
        uncertain=len(doubts.doubts),
        combinations=1 << tree.met.bit_count(),
        solved=tree.searches,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _figures(graph: RoadGraph, case: Case) -> tuple[float, float, float]:
    """Time, length and cost of a case's way."""
    assert case.path is not None
    return graph.totals(case.path.arcs, graph.time_s[case.path.arcs] * case.level)[:3]


def _route(graph: RoadGraph, tree: CaseTree, case: Case) -> Route | None:
    return route_of(graph.under(tree.disruption(case.known)), case.path) if case.path else None


def _use(
    graph: RoadGraph, possible: list[tuple[Case, float]]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Roads of the best ways, and the probability that each is used."""
    used = np.zeros(len(graph.network.roads))
    for case, weight in possible:
        if case.path is not None:
            used[graph.arcs.road[case.path.arcs]] += weight
    roads = np.flatnonzero(used).astype(np.int32)
    return roads, used[roads]


def _likeliest(
    graph: RoadGraph, tree: CaseTree, possible: list[tuple[Case, float]]
) -> tuple[LikelyRoute, ...]:
    by_roads: dict[bytes, list[tuple[Case, float]]] = {}
    for case, weight in possible:
        if case.path is not None and weight > 0:
            by_roads.setdefault(case.path.arcs.tobytes(), []).append((case, weight))
    ways = [(sum(w for _, w in alike), max(alike, key=lambda one: one[1])[0]) for alike in by_roads.values()]
    ways.sort(key=lambda way: -way[0])
    routes = [(_route(graph, tree, case), weight) for weight, case in ways[:MOST_ROUTES]]
    return tuple(LikelyRoute(route, weight) for route, weight in routes if route)


__all__ = ["MAY_CLOSE", "Influence", "LikelyRoute", "Survival", "ask_survival"]
