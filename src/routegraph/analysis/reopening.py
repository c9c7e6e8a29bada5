"""Which closures to lift first, for one journey or many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.answer import Answer, Context, told_closure
from routegraph.analysis.lifting import Barriers, Lifted, members
from routegraph.analysis.whatif import inside_warnings, snap_warnings, told_location
from routegraph.errors import QuestionError
from routegraph.places.locate import Location
from routegraph.routing.graph import CLOSED, MICRO, RoadGraph
from routegraph.routing.outcome import Outcome, outcome_of, outcome_of_costs
from routegraph.routing.route import Route, route_of
from routegraph.scenario.closure import Effect
from routegraph.scenario.resolve import AppliedClosure, disruption_of

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
    fewest_new : tuple of int
        The same among the closures that do not stand: what to lift when nothing that stands can
        be. Empty when there is none such.
    reopened_new : Route or None
        The best route when just those are lifted.
    """

    journey: Journey
    outcome: Outcome
    open: Route | None
    after: Route | None
    fewest: tuple[int, ...]
    sets: int
    reopened: Route | None
    fewest_new: tuple[int, ...] = ()
    reopened_new: Route | None = None


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
                    "fewest_new": list(one.fewest_new),
                    "reopened_new": one.reopened_new.to_dict() if one.reopened_new else None,
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
    new = Barriers(open_graph.under(disruption_of(standing)), closures[len(standing) :])
    singles = [1 << i for i in range(len(closures))]
    closed = open_graph.under(situation.after)
    ledger = _Ledger(barriers, journeys)
    alone = [ledger.lift(0, lifted) for lifted in singles]
    alone.sort(key=lambda lift: (-lift.gain[0], -lift.gain[1], lift.closures))
    places = [place for one in journeys for place in (one.origin, one.destination)]
    return Reopening(
        context=context,
        closures=tuple(closures),
        standing=len(standing),
        journeys=tuple(_reopened(barriers, new, closed, one) for one in journeys),
        alone=tuple(alone),
        steps=tuple(_greedy(barriers, ledger)),
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
    """Costs of all journeys, whatever is lifted."""

    def __init__(self, barriers: Barriers, journeys: Sequence[Journey]) -> None:
        self.barriers = barriers
        self.ends = [(one.origin.node, one.destination.node) for one in journeys]
        self.weight = np.array([one.weight for one in journeys])
        self.open = barriers.costs(self.ends, barriers.everything)
        after = barriers.costs(self.ends, 0)
        self._known = {0: after, barriers.everything: self.open}
        self._affected = np.flatnonzero(after != self.open)

    def costs(self, lifted: Lifted) -> NDArray[np.int64]:
        """Cost of each journey; one that no closure affects costs the same whatever is lifted."""
        if lifted not in self._known:
            cost = self.open.copy()
            cost[self._affected] = self.barriers.costs([self.ends[j] for j in self._affected], lifted)
            self._known[lifted] = cost
        return self._known[lifted]

    def severed(self, lifted: Lifted) -> list[int]:
        """Journeys that have a way on the open network and none now."""
        return np.flatnonzero((self.costs(lifted) == CLOSED) & (self.open < CLOSED)).tolist()

    def lift(self, lifted: Lifted, more: Lifted) -> Lift:
        """Return what it gives to lift more closures after some."""
        before, after = self.costs(lifted), self.costs(lifted | more)
        had, has = before < CLOSED, after < CLOSED
        saved = np.where(had, before - after, 0) / MICRO
        return Lift(
            closures=members(more),
            reconnected=float(self.weight[has & ~had].sum()),
            connected=float(self.weight[has].sum()),
            saved=float((self.weight * saved).sum()),
            outcomes=tuple(
                outcome_of_costs(o, a) for o, a in zip(self.open.tolist(), after.tolist(), strict=True)
            ),
            cost=tuple(None if a == CLOSED else a / MICRO for a in after.tolist()),
        )


def _reopened(barriers: Barriers, new: Barriers, closed: RoadGraph, journey: Journey) -> Reopened:
    source, target = journey.origin.node, journey.destination.node
    open_path, after = (barriers.path(source, target, lifted) for lifted in (barriers.everything, 0))
    told = Reopened(
        journey=journey,
        outcome=outcome_of(open_path, after),
        open=route_of(barriers.graph, open_path) if open_path else None,
        after=route_of(closed, after) if after else None,
        fewest=(),
        sets=0,
        reopened=None,
    )
    if told.outcome is not Outcome.SEVERED:
        return told
    lifted, sets, reopened = _fewest(barriers, source, target)
    lifted_new, _, reopened_new = _fewest(new, source, target)
    standing = len(barriers.closures) - len(new.closures)
    return replace(
        told,
        fewest=members(lifted),
        sets=sets,
        reopened=reopened,
        fewest_new=tuple(i + standing for i in members(lifted_new)),
        reopened_new=reopened_new,
    )


def _fewest(barriers: Barriers, source: int, target: int) -> tuple[Lifted, int, Route | None]:
    """Return the smallest set that reconnects with the best route, how many are as small, and the route."""
    paths = {lifted: barriers.path(source, target, lifted) for lifted in barriers.fewest(source, target)}
    best = {lifted: path for lifted, path in paths.items() if path is not None}
    if not best:
        return 0, 0, None
    lifted = min(best, key=lambda one: (best[one].cost, one))
    route = route_of(barriers.graph.under(barriers.without(lifted)), best[lifted])
    return lifted, len(best), route


def _greedy(barriers: Barriers, ledger: _Ledger) -> list[Lift]:
    steps: list[Lift] = []
    lifted: Lifted = 0
    while True:
        alone = [1 << i for i in range(len(barriers.closures)) if not lifted >> i & 1]
        severed = {ledger.ends[j] for j in ledger.severed(lifted)}
        together = sorted({s for ends in severed for s in barriers.fewest(*ends, lifted)})
        tried = list(dict.fromkeys([*alone, *together[:MOST_TOGETHER]]))
        lifts = [ledger.lift(lifted, more) for more in tried]
        best = max(lifts, key=lambda lift: lift.gain, default=None)
        if best is None or best.gain <= (0.0, 0.0):
            return steps
        steps.append(best)
        lifted |= tried[lifts.index(best)]
