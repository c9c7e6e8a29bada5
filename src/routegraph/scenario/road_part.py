"""The part of a road between two of its places: along its line, with the carriageway beside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float
from routegraph.network.geometry import (
    box_around,
    on_plane,
    path_line,
    road_middle,
    roads_in_box,
    segment_distances_m,
)
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path
from routegraph.scenario.applied import NO_ROADS

BESIDE_M = 1500.0
"""A carriageway within this distance of the line between two places belongs to that part of the road."""

OFF_ROAD_FACTOR = 20.0
"""The line of a part of a road leaves the road only for gaps in its ref or name."""


def part_of_road(graph: RoadGraph, roads: NDArray[np.int32], start: int, end: int) -> NDArray[np.int32]:
    """Roads of one ref or name that run along or beside its line between two nodes."""
    network = graph.network
    off = np.ones(len(network.roads), bool)
    off[roads] = False
    others = np.flatnonzero(off).astype(np.int32)
    by_time = graph if graph.by == "time" else RoadGraph.of(network, graph.vehicle)
    follow = by_time.under(Disruption(slowed=others, factor=np.full(len(others), OFF_ROAD_FACTOR)))
    kept = [NO_ROADS]
    for a, b in ((start, end), (end, start)):
        path = best_path(follow, a, b)
        if path is not None and len(path.arcs):
            line = path_line(network, follow.real_arcs(path.arcs))
            near = np.intersect1d(roads, _roads_about(network, *line))
            beside = [r for r in near.tolist() if _beside(road_middle(network, r), *line)]
            kept += [np.intersect1d(follow.arcs.road[path.arcs], roads), np.array(beside, np.int32)]
    return distinct(np.concatenate(kept)).astype(np.int32)


def _roads_about(network: Network, line_lon: Float, line_lat: Float) -> NDArray[np.int32]:
    """Roads in the box of a line and no farther off than any that may lie beside it."""
    west, south, _, _ = box_around(float(line_lon.min()), float(line_lat.min()), 2 * BESIDE_M)
    _, _, east, north = box_around(float(line_lon.max()), float(line_lat.max()), 2 * BESIDE_M)
    return roads_in_box(network, west, south, east, north)


def _beside(point: tuple[float, float], line_lon: Float, line_lat: Float) -> bool:
    """Whether a point lies beside a line, not beyond its ends."""
    line = on_plane(line_lon, line_lat, *point)
    nearest = float(segment_distances_m(line[:-1], line[1:]).min())
    ends = (float(np.hypot(*line[0])), float(np.hypot(*line[-1])))
    return nearest <= BESIDE_M and nearest < min(ends) - 1e-6
