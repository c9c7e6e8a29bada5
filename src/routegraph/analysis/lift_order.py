"""What lifting closures gives many journeys, and in which order to lift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.lifting import Barriers, Lifted, members
from routegraph.places.locate import Location
from routegraph.routing.graph import CLOSED, MICRO
from routegraph.routing.outcome import Outcome, outcome_of_costs
from routegraph.routing.route import Route, route_of

MOST_TOGETHER = 200
"""Sets of several closures that a greedy step compares at the most."""


@dataclass(frozen=True)
class WeighedJourney:
    """A journey and what it counts.

    Attributes
    ----------
    weight : float
        People, tonnes, or 1.
    """

    origin: Location
    destination: Location
    weight: float = 1.0


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


class LiftLedger:
    """Costs of all journeys, whatever is lifted."""

    def __init__(self, barriers: Barriers, journeys: Sequence[WeighedJourney]) -> None:
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


def greedy_order(barriers: Barriers, ledger: LiftLedger) -> list[Lift]:
    """Return what to lift step by step, each time what gains most per closure."""
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


def fewest_lifted(barriers: Barriers, source: int, target: int) -> tuple[Lifted, int, Route | None]:
    """Return the smallest set that reconnects with the best route, how many are as small, and the route."""
    paths = {lifted: barriers.path(source, target, lifted) for lifted in barriers.fewest(source, target)}
    best = {lifted: path for lifted, path in paths.items() if path is not None}
    if not best:
        return 0, 0, None
    lifted = min(best, key=lambda one: (best[one].cost, one))
    route = route_of(barriers.graph.under(barriers.without(lifted)), best[lifted])
    return lifted, len(best), route
