"""A network under one vehicle, one measure and the closures that stand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.network.model import Float, Int, Network
from routegraph.routing.kernels import CLOSED
from routegraph.routing.workspace import Rows, Workspaces, main_component
from routegraph.vehicles import Vehicle

__all__ = ["CLOSED", "HEAVIEST", "MEASURES", "MICRO", "Disruption", "RoadGraph"]

MICRO = 1_000_000
"""Weights are whole millionths of a second, metre or currency unit: sums are exact, ties are ties."""

HEAVIEST = 2**45
"""No open road weighs more (a year, or 35,000 km), so that no sum of weights comes near `CLOSED`."""

MEASURES = ("time", "distance", "cost")


@dataclass(frozen=True, eq=False)
class Disruption:
    """Roads closed, and roads slowed.

    Attributes
    ----------
    closed : int32[C]
        Roads that nobody passes; ascending.
    slowed : int32[S]
        Roads that take `factor` times as long; ascending, none of them closed.
    factor : float64[S]
        At least 1 and finite: a search that knows the standing network is exact only when
        nothing gets quicker.

    Raises
    ------
    QuestionError
        A factor is below 1 or not finite.
    """

    closed: Int = field(default_factory=lambda: np.empty(0, np.int32))
    slowed: Int = field(default_factory=lambda: np.empty(0, np.int32))
    factor: Float = field(default_factory=lambda: np.empty(0, np.float64))

    def __post_init__(self) -> None:
        if len(self.slowed) != len(self.factor):
            raise QuestionError(
                f"{len(self.slowed)} slowed roads need as many factors, not {len(self.factor)}."
            )
        if len(self.factor) and not np.all((self.factor >= 1) & np.isfinite(self.factor)):
            bad = float(self.factor[~((self.factor >= 1) & np.isfinite(self.factor))][0])
            raise QuestionError(f"a road cannot be slowed by {bad}; give a finite factor of at least 1.")

    def __bool__(self) -> bool:
        return len(self.closed) + len(self.slowed) > 0


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Weights of a network's arcs for one vehicle and one measure.

    Attributes
    ----------
    network : Network
    vehicle : Vehicle
    by : str
        One of `MEASURES`: what the best route has least of.
    weight : int64[M]
        Millionths of the measure by arc; `CLOSED` for arcs nobody may use.
    time_s : float64[R]
        Driving time by road, slowing included; inf where closed or not usable.
    opened : RoadGraph, optional
        The graph before anything was closed or slowed, when this is not it.
    """

    network: Network
    vehicle: Vehicle
    by: str
    weight: NDArray[np.int64]
    time_s: NDArray[np.float64]
    opened: RoadGraph | None = field(default=None, repr=False)

    @classmethod
    def of(cls, network: Network, vehicle: Vehicle, by: str = "time") -> RoadGraph:
        """Weights on the open network.

        Raises
        ------
        QuestionError
            `by` is not a measure.
        """
        if by not in MEASURES:
            raise QuestionError(f"cannot search by {by!r}; by is one of {', '.join(MEASURES)}.")
        time_s = vehicle.road_time_s(network)
        length_m = np.asarray(network.roads.length_m, np.float64)
        fuel_l = vehicle.road_fuel_l(network) if by == "cost" else time_s
        of_road = _weight(vehicle, by, time_s, length_m, fuel_l)
        return cls(network, vehicle, by, of_road[network.arcs.road], time_s)

    def under(self, disruption: Disruption) -> RoadGraph:
        """Return the graph with roads closed or slowed; this one stays as it is."""
        if not disruption:
            return self
        arcs, changed = self.changed_arcs(disruption)
        weight, time_s = self.weight.copy(), self.time_s.copy()
        weight[arcs] = changed
        time_s[disruption.slowed] *= disruption.factor
        time_s[disruption.closed] = np.inf
        return replace(self, weight=weight, time_s=time_s, opened=self.opened or self)

    def changed_arcs(self, disruption: Disruption) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Arcs that a disruption gives another weight, and that weight."""
        of_road = np.asarray(self.network.arcs.of_road, np.int32)
        slowed, closed = of_road[disruption.slowed].ravel(), of_road[disruption.closed].ravel()
        arcs = np.concatenate([slowed, closed])
        weight = np.full(len(arcs), CLOSED, np.int64)
        if len(slowed):
            weight[: len(slowed)] = np.repeat(self._slowed_weight(disruption.slowed, disruption.factor), 2)
        exists = arcs >= 0
        return arcs[exists], weight[exists]

    def _slowed_weight(self, roads: Int, factor: Float) -> NDArray[np.int64]:
        length_m = np.asarray(self.network.roads.length_m, np.float64)[roads]
        time_s = self.time_s[roads] * np.asarray(factor, np.float64)
        return _weight(self.vehicle, self.by, time_s, length_m, self._fuel_l[roads])

    @cached_property
    def _fuel_l(self) -> NDArray[np.float64]:
        if self.opened is not None:
            return self.opened._fuel_l
        return self.vehicle.road_fuel_l(self.network)

    @cached_property
    def usable_nodes(self) -> NDArray[np.bool_]:
        """Nodes among which this vehicle can drive from each to each, bool[N]; the largest such set."""
        return main_component(self.rows)

    @cached_property
    def touched_nodes(self) -> NDArray[np.bool_]:
        """Nodes that an arc this vehicle may use leaves or enters, islands included, bool[N]."""
        arcs, usable = self.network.arcs, self.weight < CLOSED
        touched = np.zeros(len(self.network.nodes), bool)
        touched[arcs.tail[usable]] = True
        touched[arcs.head[usable]] = True
        return touched

    @cached_property
    def rows(self) -> Rows:
        """The adjacency that searches read."""
        if self.opened is not None:
            return self.opened.rows.reweighted(self.weight)
        return Rows.of(self.network, self.weight)

    @cached_property
    def workspaces(self) -> Workspaces:
        """Scratch arrays that searches write, one set for each thread at work."""
        return Workspaces(self.rows)


def _weight(
    vehicle: Vehicle,
    by: str,
    time_s: NDArray[np.float64],
    length_m: NDArray[np.float64],
    fuel_l: NDArray[np.float64],
) -> NDArray[np.int64]:
    usable = np.isfinite(time_s)
    if by == "time":
        measure = time_s
    elif by == "distance":
        measure = length_m
    else:
        measure = time_s / 3600 * vehicle.cost_per_hour + fuel_l * vehicle.cost_per_litre
    weight = np.full(len(time_s), CLOSED, np.int64)
    weight[usable] = np.clip(np.rint(measure[usable] * MICRO), 1, HEAVIEST).astype(np.int64)
    return weight
