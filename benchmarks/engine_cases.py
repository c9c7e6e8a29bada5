"""The closures that the engine's benchmark asks about."""

from __future__ import annotations

from typing import Any

import numpy as np

from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph

HAMA, ALEPPO = (36.7496, 35.1343), (37.1637, 36.1992)
SARAQIB, KHANASSER = (36.8006, 35.8636), (37.4977, 35.7816)


class Extents:
    """Least and greatest distance of every road from a point."""

    def __init__(self, network: Any) -> None:
        self.shape, self.start = network.shape, np.asarray(network.roads.shape_start)

    def __call__(self, lon: float, lat: float) -> tuple[np.ndarray, np.ndarray]:
        x = (np.asarray(self.shape.lon) - lon) * np.cos(np.radians(lat)) * 111.32
        y = (np.asarray(self.shape.lat) - lat) * 111.32
        at_point = np.hypot(x, y)
        dx, dy = np.diff(x), np.diff(y)
        along = np.clip(-(x[:-1] * dx + y[:-1] * dy) / np.maximum(dx**2 + dy**2, 1e-18), 0, 1)
        on_segment = np.hypot(x[:-1] + along * dx, y[:-1] + along * dy)
        on_segment = np.append(on_segment, np.inf)
        on_segment[self.start[1:] - 1] = np.inf
        nearest = np.minimum(
            np.minimum.reduceat(at_point, self.start[:-1]), np.minimum.reduceat(on_segment, self.start[:-1])
        )
        return nearest, np.maximum.reduceat(at_point, self.start[:-1])


def closure_sets(network: Any, route: np.ndarray) -> dict[str, np.ndarray]:
    extents = Extents(network)
    saraqib, khanasser = extents(*SARAQIB)[0] <= 10, extents(*KHANASSER)[0] <= 8
    nearest, farthest = extents(*ALEPPO)
    sets = {"nothing": [], "one road of the route": [route[len(route) // 2]]}
    for count in (5, 20, 100):
        sets[f"{count} roads along it"] = route[(np.linspace(0.05, 0.95, count) * len(route)).astype(int)]
    sets["10 km around Saraqib"] = np.flatnonzero(saraqib)
    sets["that and 8 km around Khanasser"] = np.flatnonzero(saraqib | khanasser)
    sets["Aleppo ringed at 18-20 km"] = np.flatnonzero((nearest <= 20) & (farthest >= 18))
    return {name: np.unique(np.asarray(roads, np.int32)) for name, roads in sets.items()}


def snap(graph: RoadGraph, lon: float, lat: float) -> int:
    nodes = graph.network.nodes
    far = np.hypot((np.asarray(nodes.lon) - lon) * np.cos(np.radians(lat)), np.asarray(nodes.lat) - lat)
    return int(np.where(graph.usable_nodes, far, np.inf).argmin())


def random_sets(network: Any, count: int) -> list[Disruption]:
    """Draw sets of 1 to 20 events, each all roads within 0.5 to 3 km of a random place."""
    from scipy.spatial import cKDTree

    rng = np.random.default_rng(20151023)
    bbox = np.asarray(network.roads.bbox, float)
    middle = np.stack([(bbox[:, 0] + bbox[:, 2]) / 2 * 0.82, (bbox[:, 1] + bbox[:, 3]) / 2], 1)
    places = np.stack([np.asarray(network.places.lon) * 0.82, np.asarray(network.places.lat)], 1)
    at = rng.choice(len(places), 3000)
    near = cKDTree(middle).query_ball_point(places[at], rng.uniform(0.5, 3, len(at)) / 111.0)
    events = [np.array(roads, np.int32) for roads in near]
    return [
        Disruption(closed=np.unique(np.concatenate([events[i] for i in rng.choice(len(events), k)])))
        for k in rng.integers(1, 21, count)
    ]
