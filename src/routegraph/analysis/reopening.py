"""Which closures to lift first, for one journey or many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from routegraph.analysis.answer import Answer, Context, told_closure
from routegraph.analysis.lifting import Barriers, Lifted, members
from routegraph.analysis.route import Route, route_of
from routegraph.analysis.whatif import Outcome, inside_warnings, outcome_of, snap_warnings, told_location
from routegraph.errors import QuestionError
from routegraph.places.locate import Location
from routegraph.routing.graph import MICRO, RoadGraph
from routegraph.routing.search import Path
from routegraph.scenario.closure import Effect
from routegraph.scenario.resolve import AppliedClosure

MOST_TOGETHER = 200
"""Sets of several closures that a greedy step compares at the most."""


@dataclass(frozen=True)
class Journey:
    """A journey and what it counts.

    Attributes
    ----------
    origin, destination : Location
    weight : float
        People, tonnes, or 1.
    """

    origin: Location
    destination: Location
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class Reopened:
    """One journey, and the fewest closures whose lifting reconnects it.

    Attributes
    ----------
    journey : Journey
    outcome : Outcome
        Under all closures, against the network with none.
    open, after : Route or None
        With nothing closed, and under all closures.
    fewest : tuple of int
        The smallest set of `Reopening.closures` whose lifting gives it a way again, and of these
        sets the one with the best route; empty when it has a way, or never had one.
    sets : int
        How many sets are as small.
    reopened : Route or None
        The best route when just these are lifted; None when there is nothing to lift.
    """

    journey: Journey
    outcome: Outcome
    open: Route | None
    after: Route | None
    fewest: tuple[int, ...]
    sets: int
    reopened: Route | None


@dataclass(frozen=True)
class Lift:
    """What lifting some closures together gives.

    Attributes
    ----------
    closures : tuple of int
        Of `Reopening.closures`.
    reconnected : float
        Weight of the journeys that gain a way.
    connected : float
        Weight of the journeys that have a way then.
    saved : float
        What journeys with a way before save, times their weights; in the measure of the
        question: seconds, metres or money.
    outcomes : tuple of Outcome
        Of each journey then, against the network with nothing closed.
    cost : tuple of float or None
        Of each journey then, in the measure of the question; None when it has no way.
    """

    closures: tuple[int, ...]
    reconnected: float
    connected: float
    saved: float
    outcomes: tuple[Outcome, ...]
    cost: tuple[float | None, ...]

    @property
    def gain(self) -> tuple[float, float]:
        """Reconnected and saved per closure lifted: what the order of lifting goes by."""
        return self.reconnected / len(self.closures), self.saved / len(self.closures)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "closures": list(self.closures),
            "reconnected": self.reconnected,
            "connected": self.connected,
            "saved": round(self.saved, 1),
            "outcomes": [outcome.value for outcome in self.outcomes],
            "cost": [None if cost is None else round(cost, 1) for cost in self.cost],
        }


@dataclass(frozen=True, eq=False)
class Reopening(Answer):
    """Which closures to lift first.

    Attributes
    ----------
    context : Context
    closures : tuple of AppliedClosure
        Those in force that close or slow a road, standing ones first.
    standing : int
        How many of them stand.
    journeys : tuple of Reopened
    alone : tuple of Lift
        Each closure lifted alone, the greatest gain first.
    steps : tuple of Lift
        Greedy order: each step has the greatest gain per closure after those before it. A
        step lifts several closures when it takes all of them to reconnect a journey. Ends
        when no closure alone gains anything.
    warnings : tuple of str
    """

    context: Context
    closures: tuple[AppliedClosure, ...]
    standing: int
    journeys: tuple[Reopened, ...]
    alone: tuple[Lift, ...]
    steps: tuple[Lift, ...]
    warnings: tuple[str, ...]

    @property
    def weight(self) -> float:
        """Weight of all journeys."""
        return sum(one.journey.weight for one in self.journeys)

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "barriers": [
                {"standing": i < self.standing, **told_closure(one)} for i, one in enumerate(self.closures)
            ],
            "journeys": [
                {
                    "origin": told_location(one.journey.origin),
                    "destination": told_location(one.journey.destination),
                    "weight": one.journey.weight,
                    "outcome": one.outcome.value,
                    "open": one.open.to_dict() if one.open else None,
                    "after": one.after.to_dict() if one.after else None,
                    "fewest": list(one.fewest),
                    "sets": one.sets,
                    "reopened": one.reopened.to_dict() if one.reopened else None,
                }
                for one in self.journeys
            ],
            "alone": [lift.to_dict() for lift in self.alone],
            "steps": [lift.to_dict() for lift in self.steps],
            "warnings": list(self.warnings),
        }


def ask_reopening(context: Context, open_graph: RoadGraph, journeys: Sequence[Journey]) -> Reopening:
    """Answer which closures to lift first; `open_graph` has nothing closed.

    Raises
    ------
    QuestionError
        There is no journey, a weight is no amount, or there are too many closures.
    """
    _check(journeys)
    situation = context.situation
    kept = [one for one in situation.standing if one not in situation.lifted]
    standing = [one for one in kept if _bars(one)]
    closures = [*standing, *(one for one in situation.closures if _bars(one))]
    barriers = Barriers(open_graph, closures)
    ends = [(one.origin.node, one.destination.node) for one in journeys]
    everything: Lifted = (1 << len(closures)) - 1
    singles = [1 << i for i in range(len(closures))]
    table = barriers.paths(ends, [0, everything, *singles])
    ledger = _Ledger(journeys, table[everything])
    alone = [ledger.lift(lifted, table[0], table[lifted]) for lifted in singles]
    alone.sort(key=lambda lift: (-lift.gain[0], -lift.gain[1], lift.closures))
    places = [place for one in journeys for place in (one.origin, one.destination)]
    return Reopening(
        context=context,
        closures=tuple(closures),
        standing=len(standing),
        journeys=tuple(
            _reopened(barriers, one, table[everything][j], table[0][j]) for j, one in enumerate(journeys)
        ),
        alone=tuple(alone),
        steps=tuple(_greedy(barriers, ledger, ends, table[0])),
        warnings=tuple(
            dict.fromkeys(
                [
                    *situation.warnings,
                    *snap_warnings(places),
                    *(
                        warning
                        for one in journeys
                        for warning in inside_warnings(open_graph, situation, one.origin, one.destination)
                    ),
                ]
            )
        ),
    )


def _check(journeys: Sequence[Journey]) -> None:
    if not journeys:
        raise QuestionError("no journey to reopen; give an origin and a destination.")
    for one in journeys:
        if not (math.isfinite(one.weight) and one.weight >= 0):
            raise QuestionError(
                f"{one.origin.name} - {one.destination.name} has weight {one.weight}; give an amount from 0, "
                "such as people or tonnes."
            )


def _bars(one: AppliedClosure) -> bool:
    return one.closure.effect is not Effect.MARK and len(one.found.roads) > 0


class _Ledger:
    """Tells what lifting does to all journeys."""

    def __init__(self, journeys: Sequence[Journey], open_paths: Sequence[Path | None]) -> None:
        self.weights = [one.weight for one in journeys]
        self.open_paths = open_paths

    def lift(self, lifted: Lifted, before: Sequence[Path | None], after: Sequence[Path | None]) -> Lift:
        rows = list(zip(self.weights, before, after, strict=True))
        return Lift(
            closures=members(lifted),
            reconnected=sum(w for w, b, a in rows if b is None and a is not None),
            connected=sum(w for w, _, a in rows if a is not None),
            saved=sum(w * (b.cost - a.cost) / MICRO for w, b, a in rows if a is not None and b is not None),
            outcomes=tuple(outcome_of(o, a) for o, a in zip(self.open_paths, after, strict=True)),
            cost=tuple(None if a is None else a.cost / MICRO for a in after),
        )


def _reopened(barriers: Barriers, journey: Journey, open_path: Path | None, after: Path | None) -> Reopened:
    graph = barriers.graph
    source, target = journey.origin.node, journey.destination.node
    sets: list[Lifted] = []
    lifted: Lifted = 0
    reopened: Route | None = None
    if open_path is not None and after is None:
        sets = barriers.fewest(source, target)
        found = barriers.paths([(source, target)], sets)
        best = {s: path for s, (path,) in found.items() if path is not None}
        lifted = min(best, key=lambda s: (best[s].cost, s))
        reopened = route_of(graph.under(barriers.without(lifted)), best[lifted])
    return Reopened(
        journey=journey,
        outcome=outcome_of(open_path, after),
        open=route_of(graph, open_path) if open_path else None,
        after=route_of(graph.under(barriers.without(0)), after) if after else None,
        fewest=members(lifted),
        sets=len(sets),
        reopened=reopened,
    )


def _greedy(
    barriers: Barriers, ledger: _Ledger, ends: Sequence[tuple[int, int]], paths: Sequence[Path | None]
) -> list[Lift]:
    steps: list[Lift] = []
    lifted: Lifted = 0
    while True:
        left = [1 << i for i in range(len(barriers.closures)) if not lifted >> i & 1]
        severed = [j for j, path in enumerate(paths) if path is None and ledger.open_paths[j] is not None]
        together = sorted({s for j in severed for s in barriers.fewest(*ends[j], lifted)})
        tried = list(dict.fromkeys([*left, *together[:MOST_TOGETHER]]))
        table = barriers.paths(ends, [lifted | s for s in tried])
        lifts = [ledger.lift(s, paths, table[lifted | s]) for s in tried]
        best = max(lifts, key=lambda lift: lift.gain, default=None)
        if best is None or best.gain <= (0.0, 0.0):
            return steps
        steps.append(best)
        lifted |= tried[lifts.index(best)]
        paths = table[lifted]
