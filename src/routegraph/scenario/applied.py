"""What a target is on a network, and what closures on it disrupt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from routegraph.network.arrays import Float, Int
from routegraph.routing.disruption import Disruption
from routegraph.scenario.closure import Closure, Effect

if TYPE_CHECKING:
    from routegraph.scenario.control import Held

NO_ROADS = np.empty(0, np.int32)

WELL_MATCHED = 0.9
"""Lines of which a smaller share lies on roads are told with it."""


@dataclass(frozen=True, eq=False)
class ResolvedTarget:
    """The roads of one target.

    Attributes
    ----------
    roads : int32[...]
        Ascending.
    how : str
        How the target was read, for people.
    lon, lat : float
        Where to mark it on a map.
    passing_over : int32[...]
        Bridges and tunnels among `roads` that cross the area with no end in it.
    radius_m : float
        Of the circle that it is; 0 for anything else.
    linear : bool
        It is a road from end to end, not a place that one passes.
    share : float
        How much of the lines that it is lies on roads, 0 to 1.
    commanded : str
        The main roads among `roads` that pass outside the radius of a place, which commands them.
    widespread : bool
        It is all roads of a ref, name or area: what of them a route meets tells more than their middle.
    alternatives : tuple of str
        Targets that may be meant as well: what a report tells of it closes nothing until a person has chosen.
    factor : float64[...] or None
        How many times as long each of `roads` takes, where they are not slowed alike.
    """

    roads: Int
    how: str
    lon: float
    lat: float
    passing_over: Int = field(default_factory=lambda: NO_ROADS)
    commanded: str = ""
    share: float = 1.0
    radius_m: float = 0.0
    linear: bool = False
    widespread: bool = False
    factor: Float | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class AppliedClosure:
    """A closure, and the roads that it closes or slows.

    Attributes
    ----------
    held : Held or None
        What a side holds, when that is what closes: it is drawn as land, not road by road.
    """

    closure: Closure
    found: ResolvedTarget
    held: Held | None = None


def disruption_of(applied: Iterable[AppliedClosure]) -> Disruption:
    """Join closures: closed beats slowed, of several slowings the strongest holds, delays add up."""
    applied = list(applied)
    last = max((int(one.found.roads[-1]) for one in applied if len(one.found.roads)), default=-1)
    closed = np.zeros(last + 1, bool)
    slow: dict[int, float] = {}
    later: dict[int, float] = {}
    for one in applied:
        if one.closure.effect is Effect.CLOSE:
            closed[one.found.roads] = True
        elif one.closure.effect is Effect.SLOW:
            found = one.found
            factors = (
                [one.closure.factor] * len(found.roads) if found.factor is None else found.factor.tolist()
            )
            for road, factor in zip(found.roads.tolist(), factors, strict=True):
                if one.closure.delay_s:
                    later[road] = later.get(road, 0.0) + factor - 1.0
                else:
                    slow[road] = max(slow.get(road, 1.0), factor)
    for road, factor in later.items():
        slow[road] = slow.get(road, 1.0) + factor
    shut = np.flatnonzero(closed).astype(np.int32)
    slowed = np.array(sorted(road for road in slow if road > last or not closed[road]), np.int32)
    return Disruption(shut, slowed, np.array([slow[int(r)] for r in slowed], np.float64))
