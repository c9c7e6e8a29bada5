"""A route: how long, how far, how dear, and by which roads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float, Int
from routegraph.network.geometry import (
    METRES_PER_DEGREE,
    on_plane,
    path_line,
    segment_distances_m,
)
from routegraph.network.model import Network
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.shown import place_names, road_label, road_name
from routegraph.routing.graph import RoadGraph
from routegraph.routing.tree import Path

if TYPE_CHECKING:
    from shapely import LineString

TOWN_KINDS = PLACE_KINDS[:2]
VIA_M = 1_500.0
END_M = 5_000.0
"""A route passes the towns within `VIA_M` of its line and farther than `END_M` from its ends."""


@dataclass(frozen=True)
class Leg:
    """A stretch of a route on one road.

    Attributes
    ----------
    name, ref : str
        Empty where the source has none.
    label : str
        What to call it.
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
    via : tuple of str
        Towns and cities that it passes between its ends, in order.
    via_share : tuple of float
        Where on its line each of them lies, 0 to 1.
    nodes : tuple of int
        Its junctions as `to_networkx` numbers them: OSM ids where the source has them. What
        ``osmnx.plot_graph_route`` takes.
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
    via: tuple[str, ...] = ()
    via_share: tuple[float, ...] = ()
    nodes: tuple[int, ...] = ()

    @property
    def geometry(self) -> LineString:
        """Its line as a shapely geometry, in lon, lat."""
        from shapely import LineString

        return LineString(np.stack([self.lon, self.lat], axis=1))

    def main_legs(self, share: float = 0.03) -> tuple[Leg, ...]:
        """Legs that make up at least a share of the length: what a person would say of the way.

        Parameters
        ----------
        share : float
            Of the route's length, 0 to 1.

        Returns
        -------
        tuple of Leg
            In the order of travel.

        Examples
        --------
        >>> import routegraph
        >>> way = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo").after
        >>> [leg.ref for leg in way.main_legs()]
        ['', 'M5']
        """
        return tuple(leg for leg in self.legs if leg.length_m >= share * self.length_m)

    @property
    def by(self) -> str:
        """The way in one line: its main roads, or where they have no names the towns that it passes."""
        legs = self.main_legs()
        named = [leg for leg in legs if leg.name or leg.ref]
        via = self.towns_off(named)
        if sum(leg.length_m for leg in named) >= self.length_m / 2 or not via:
            return ", ".join(dict.fromkeys(leg.label for leg in named or legs)) or "local roads"
        through = f"roads through {', '.join(via[:4])}"
        return ", ".join([*dict.fromkeys(leg.label for leg in named), through])

    def towns_off(self, legs: Collection[Leg]) -> tuple[str, ...]:
        """Towns and cities that it passes on other legs than these.

        Parameters
        ----------
        legs : collection of Leg
            Of its own.

        Returns
        -------
        tuple of str
            In the order of travel.

        Examples
        --------
        >>> import routegraph
        >>> way = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo").after
        >>> "Morek" in way.via, way.towns_off(way.legs)
        (True, ())
        """
        ends, spans = 0.0, []
        for leg in self.legs:
            begins, ends = ends, ends + leg.length_m
            if any(leg is one for one in legs):
                spans.append((begins / self.length_m, ends / self.length_m))
        return tuple(
            town
            for town, at in zip(self.via, self.via_share, strict=True)
            if not any(begins <= at <= ends for begins, ends in spans)
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the geometry.

        Returns
        -------
        dict
            Seconds, metres, litres and money, the towns on the way, and the itinerary.

        Examples
        --------
        >>> import routegraph
        >>> way = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo").after
        >>> sorted(way.to_dict())[:3]
        ['cost', 'cost_per_t', 'fuel_l']
        """
        return {
            "time_s": round(self.time_s, 1),
            "length_m": round(self.length_m, 1),
            "cost": round(self.cost, 2),
            "fuel_l": round(self.fuel_l, 2),
            "cost_per_t": round(self.cost_per_t, 2),
            "via": list(self.via),
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


def route_of(graph: RoadGraph, path: Path, time_s: NDArray[np.float64] | None = None) -> Route:
    """Return the route that a path takes under a graph's closures and slowings.

    `time_s` gives the times of the path's arcs where they are not the graph's own.
    """
    network, vehicle = graph.network, graph.vehicle
    roads = np.asarray(graph.arcs.road[path.arcs])
    time_s = graph.time_s[path.arcs] if time_s is None else time_s
    length_m, totals = graph.length_m(path.arcs), graph.totals(path.arcs, time_s)
    lon, lat = path_line(network, graph.real_arcs(path.arcs))
    passed = towns_along(network, lon, lat)
    return Route(
        roads=roads,
        lon=lon,
        lat=lat,
        time_s=totals.time_s,
        length_m=totals.length_m,
        cost=totals.cost,
        fuel_l=totals.fuel_l,
        cost_per_t=totals.cost / vehicle.payload_t if vehicle.payload_t else 0.0,
        currency=vehicle.currency,
        legs=_legs(graph, roads, length_m, time_s),
        via=tuple(passed),
        via_share=tuple(passed.values()),
        nodes=tuple(_node_keys(network, graph.real_arcs(path.arcs))),
    )


def _node_keys(network: Network, arcs: Int) -> list[int]:
    """Nodes along arcs of the network, by the keys that `network.interop.to_networkx` gives them."""
    if not len(arcs):
        return []
    nodes = np.concatenate([network.arcs.tail[arcs[:1]], network.arcs.head[arcs]])
    return [int(key) for key in network.node_keys[nodes]]


def towns_along(network: Network, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> dict[str, float]:
    """Names of the towns and cities that a line passes between its ends, in order, and where, 0 to 1."""
    if not len(lon):
        return {}
    places = network.places
    margin = VIA_M / METRES_PER_DEGREE * 1.5
    near = np.flatnonzero(
        (places.kind < len(TOWN_KINDS))
        & (places.lon > lon.min() - margin) & (places.lon < lon.max() + margin)
        & (places.lat > lat.min() - margin) & (places.lat < lat.max() + margin)
    )  # fmt: skip
    passed = []
    for place in near[_beside(places.lon[near], places.lat[near], lon, lat)].tolist():
        line = on_plane(lon, lat, float(places.lon[place]), float(places.lat[place]))
        metres = segment_distances_m(line[:-1], line[1:])
        at = int(np.argmin(metres))
        ends = min(float(np.hypot(*line[0])), float(np.hypot(*line[-1])))
        if metres[at] <= VIA_M and ends > END_M:
            passed.append((at, place_names(network, place)[0]))
    along = np.concatenate(
        [[0.0], np.cumsum(np.hypot(*np.diff(on_plane(lon, lat, lon[0], lat[0]), axis=0).T))]
    )
    named: dict[str, float] = {}
    for at, name in sorted(passed):
        named.setdefault(name, float(along[at] / along[-1]) if along[-1] else 0.0)
    return named


def _beside(
    place_lon: Float, place_lat: Float, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which places may lie within `VIA_M` of a line, by its points and its longest step."""
    shrink = np.cos(np.radians(lat.mean()))
    x, y = lon * shrink, lat
    step = float(np.hypot(np.diff(x), np.diff(y)).max(initial=0.0))
    apart = np.hypot(place_lon[:, None] * shrink - x, place_lat[:, None] - y).min(axis=1, initial=np.inf)
    return np.asarray(apart <= 1.5 * VIA_M / METRES_PER_DEGREE + step)


def _legs(graph: RoadGraph, roads: Int, length_m: NDArray[Any], time_s: NDArray[Any]) -> tuple[Leg, ...]:
    network = graph.network
    if not len(roads):
        return ()
    table = network.roads
    kind = np.stack([table.name[roads], table.ref[roads], table.highway[roads]])
    _, example, which = np.unique(kind, axis=1, return_index=True, return_inverse=True)
    distinct = [road_label(network, int(roads[i])) for i in example]
    labels = [distinct[i] for i in which.ravel().tolist()]
    starts = [0, *(i for i in range(1, len(labels)) if labels[i] != labels[i - 1])]
    return tuple(
        Leg(
            road_name(network, int(roads[a])),
            network.road_ref(int(roads[a])),
            labels[a],
            float(length_m[a:b].sum()),
            float(time_s[a:b].sum()),
        )
        for a, b in zip(starts, [*starts[1:], len(labels)], strict=True)
    )
