"""Time that is lost once where one passes: at a checkpoint, in a town, along a road under repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from routegraph.network.sphere import great_circle_m
from routegraph.routing.graph import RoadGraph

if TYPE_CHECKING:
    from routegraph.scenario.applied import ResolvedTarget


def delays_of(
    found: ResolvedTarget, graph: RoadGraph, delay_s: float
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the roads that take longer for a delay, ascending, and how many times as long they take.

    A place or area costs half of the delay on each road that leads into it or out of it, so that who
    passes through loses all of it once, and who begins or ends there half. A road costs its share by
    length, so that who drives all of it loses all. A road that only passes through an area has both its
    ends outside: it costs the whole.
    """
    network, roads = graph.network, np.asarray(found.roads, np.int32)
    base_s = _road_time_s(graph)[roads]
    roads, base_s = roads[np.isfinite(base_s)], base_s[np.isfinite(base_s)]
    if found.linear:
        length_m = np.asarray(network.roads.length_m, np.float64)[roads]
        one_way = (np.asarray(network.arcs.of_road)[roads] < 0).any(axis=1)
        whole_m = float(np.where(one_way, length_m / 2, length_m).sum()) or 1.0
        share = length_m / whole_m
    else:
        inside = _inside(found, graph, roads)
        ends = np.stack([inside[network.roads.u[roads]], inside[network.roads.v[roads]]]).sum(axis=0)
        share = np.choose(ends, [1.0, 0.5, 0.0])
    kept = share > 0
    return roads[kept], 1.0 + share[kept] * delay_s / np.maximum(base_s[kept], 1e-6)


def _road_time_s(graph: RoadGraph) -> NDArray[np.float64]:
    """Driving time of each road on the open graph, the mean of both ways; inf where none is open."""
    plain = graph.without_turns
    usable = np.isfinite(plain.time_s)
    road, count = plain.network.arcs.road, len(plain.network.roads)
    total = np.bincount(road[usable], plain.time_s[usable], count)
    ways = np.bincount(road[usable], minlength=count)
    return np.where(ways > 0, total / np.maximum(ways, 1), np.inf)


def _inside(found: ResolvedTarget, graph: RoadGraph, roads: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which nodes lie in a place or area: within its radius, or with none but its roads."""
    network, count = graph.network, len(graph.network.nodes)
    usable = np.flatnonzero(np.isfinite(_road_time_s(graph)))
    degree, own = (
        np.bincount(np.concatenate([network.roads.u[some], network.roads.v[some]]), minlength=count)
        for some in (usable, roads)
    )
    surrounded = (own == degree) & (own >= 2)
    if not found.radius_m:
        return np.asarray(surrounded)
    metres = great_circle_m(found.lon, found.lat, network.nodes.lon, network.nodes.lat)
    inside = np.asarray(metres) <= found.radius_m
    return np.asarray(inside | surrounded if found.commanded or not inside.any() else inside)
