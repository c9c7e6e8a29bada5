"""A route: how long, how far, how dear, and by which roads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.geometry import path_line, road_label
from routegraph.network.model import Int
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import Path


@dataclass(frozen=True)
class Leg:
    """A stretch of a route on one road.

    Attributes
    ----------
    name, ref : str
        Empty where the source has none.
    label : str
        What to call it.
    length_m, time_s : float
    """

    name: str
    ref: str
    label: str
    length_m: float
    time_s: float


@dataclass(frozen=True, eq=False)
class Route:
    """The way of one journey.

    Attributes
    ----------
    roads : int32[K]
        In the order of travel.
    lon, lat : float64[...]
        Its line.
    time_s, length_m, cost, fuel_l, cost_per_t : float
        `cost` in `currency`, fuel included; `cost_per_t` for a full load.
    currency : str
    legs : tuple of Leg
    """

    roads: Int
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    time_s: float
    length_m: float
    cost: float
    fuel_l: float
    cost_per_t: float
    currency: str
    legs: tuple[Leg, ...]

    def main_legs(self, share: float = 0.03) -> tuple[Leg, ...]:
        """Legs that make up at least a share of the length: what a person would say of the way."""
        return tuple(leg for leg in self.legs if leg.length_m >= share * self.length_m)

    @property
    def by(self) -> str:
        """The way in one line, by its main roads."""
        legs = self.main_legs()
        named = [leg.label for leg in legs if leg.name or leg.ref]
        return ", ".join(dict.fromkeys(named or [leg.label for leg in legs])) or "local roads"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the geometry."""
        return {
            "time_s": round(self.time_s, 1),
            "length_m": round(self.length_m, 1),
            "cost": round(self.cost, 2),
            "fuel_l": round(self.fuel_l, 2),
            "cost_per_t": round(self.cost_per_t, 2),
            "itinerary": [
                {
                    "name": leg.name,
                    "ref": leg.ref,
                    "length_m": round(leg.length_m, 1),
                    "time_s": round(leg.time_s, 1),
                }
                for leg in self.legs
            ],
        }


def route_of(graph: RoadGraph, path: Path) -> Route:
    """Return the route that a path takes under a graph's closures and slowings."""
    network, vehicle = graph.network, graph.vehicle
    roads = np.asarray(network.arcs.road[path.arcs])
    time_s, length_m = graph.time_s[roads], np.asarray(network.roads.length_m)[roads]
    fuel_l = vehicle.road_fuel_l(network, roads)
    cost = float(time_s.sum()) / 3600 * vehicle.cost_per_hour + float(fuel_l.sum()) * vehicle.cost_per_litre
    lon, lat = path_line(network, path.arcs)
    return Route(
        roads=roads,
        lon=lon,
        lat=lat,
        time_s=float(time_s.sum()),
        length_m=float(length_m.sum()),
        cost=cost,
        fuel_l=float(fuel_l.sum()),
        cost_per_t=cost / vehicle.payload_t if vehicle.payload_t else 0.0,
        currency=vehicle.currency,
        legs=_legs(graph, roads, length_m, time_s),
    )


def _legs(graph: RoadGraph, roads: Int, length_m: NDArray[Any], time_s: NDArray[Any]) -> tuple[Leg, ...]:
    network = graph.network
    if not len(roads):
        return ()
    labels = [road_label(network, int(road)) for road in roads]
    starts = [0, *(i for i in range(1, len(labels)) if labels[i] != labels[i - 1])]
    return tuple(
        Leg(
            network.road_name(int(roads[a])),
            network.road_ref(int(roads[a])),
            labels[a],
            float(length_m[a:b].sum()),
            float(time_s[a:b].sum()),
        )
        for a, b in zip(starts, [*starts[1:], len(labels)], strict=True)
    )
