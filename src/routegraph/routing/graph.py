"""A network under one vehicle, one measure and the closures that stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.network.model import Float, Int, Network
from routegraph.vehicles import Vehicle

MICRO = 1_000_000
"""Weights are whole millionths of a second, metre or currency unit: sums are exact, ties are ties."""

CLOSED = np.iinfo(np.int64).max // 4
"""Weight of an arc that is closed or that the vehicle may not use; also the cost of no way."""

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
        At least 1.
    """

    closed: Int = field(default_factory=lambda: np.empty(0, np.int32))
    slowed: Int = field(default_factory=lambda: np.empty(0, np.int32))
    factor: Float = field(default_factory=lambda: np.empty(0, np.float64))

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
    """

    network: Network
    vehicle: Vehicle
    by: str
    weight: NDArray[np.int64]
    time_s: NDArray[np.float64]

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
        return cls._weighted(network, vehicle, by, vehicle.road_time_s(network))

    @classmethod
    def _weighted(cls, network: Network, vehicle: Vehicle, by: str, time_s: NDArray[np.float64]) -> RoadGraph:
        usable = np.isfinite(time_s)
        measure = {
            "time": lambda: time_s,
            "distance": lambda: network.roads.length_m,
            "cost": lambda: (
                time_s / 3600 * vehicle.cost_per_hour + vehicle.road_fuel_l(network) * vehicle.cost_per_litre
            ),
        }[by]()
        of_road = np.full(len(network.roads), CLOSED, np.int64)
        of_road[usable] = np.maximum(np.rint(measure[usable] * MICRO), 1).astype(np.int64)
        return cls(network, vehicle, by, of_road[network.arcs.road], time_s)

    def under(self, disruption: Disruption) -> RoadGraph:
        """Return the graph with roads closed or slowed; this one stays as it is."""
        if not disruption:
            return self
        time_s = self.time_s.copy()
        time_s[disruption.slowed] *= disruption.factor
        time_s[disruption.closed] = np.inf
        return self._weighted(self.network, self.vehicle, self.by, time_s)

    @cached_property
    def usable_nodes(self) -> NDArray[np.bool_]:
        """Nodes of the main network that an arc leaves or enters, bool[N]."""
        arcs, open_arc = self.network.arcs, self.weight < CLOSED
        touched = np.zeros(len(self.network.nodes), bool)
        touched[arcs.tail[open_arc]] = True
        touched[arcs.head[open_arc]] = True
        main = touched & (np.asarray(self.network.nodes.component) == 0)
        return main if main.any() else touched
