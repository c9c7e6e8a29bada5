"""Where roads run: which lie near a point or cross an area, and the line of a path."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float, Int
from routegraph.network.model import Network
from routegraph.network.sphere import EARTH_RADIUS_M, distinct, great_circle_m, ragged_index

METRES_PER_DEGREE = float(np.radians(EARTH_RADIUS_M))
TURNS_DEG = (-360.0, 0.0, 360.0)
"""Turns of the globe under which a box that reaches over the 180th meridian meets roads."""


def road_middle(network: Network, road: int) -> tuple[float, float]:
    """Return lon, lat of a point on the road, at the middle of its points."""
    lon, lat = network.road_shape(road)
    half = (len(lon) - 1) // 2
    if len(lon) % 2:
        return float(lon[half]), float(lat[half])
    return float(lon[half] + lon[half + 1]) / 2, float(lat[half] + lat[half + 1]) / 2


def middle_of_roads(network: Network, roads: Int) -> tuple[float, float]:
    """Return the middle point of the middle one of some roads, by length: a mark that lies on them."""
    along = np.cumsum(network.roads.length_m[roads])
    return road_middle(network, int(roads[np.searchsorted(along, along[-1] / 2)]))


def path_line(network: Network, arcs: Int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes of a path, drawn through the shapes of its roads."""
    roads, start = network.arcs.road[arcs], network.roads.shape_start
    first, last = start[roads], start[roads + 1] - 1
    ahead = network.arcs.of_road[roads, 0] == arcs
    step, along = ragged_index(np.zeros(len(roads), np.int64), last - first + 1)
    kept = (along > 0) | (step == 0)
    step, along = step[kept], along[kept]
    point = np.where(ahead[step], first[step] + along, last[step] - along)
    return np.asarray(network.shape.lon[point]), np.asarray(network.shape.lat[point])


def box_around(lon: float, lat: float, radius_m: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a circle."""
    dlat = radius_m / METRES_PER_DEGREE
    dlon = dlat / max(float(np.cos(np.radians(lat))), 0.01)
    return lon - dlon, lat - dlat, lon + dlon, lat + dlat


def roads_in_box(network: Network, west: float, south: float, east: float, north: float) -> NDArray[np.int32]:
    """Roads whose bounding box meets a box, ascending; the box may reach over the 180th meridian."""
    found = [np.empty(0, np.int32)]
    for turn in TURNS_DEG:
        if west + turn <= 180 and east + turn >= -180:
            near = network.road_grid.near(west + turn, south, east + turn, north)
            left, bottom, right, top = network.roads.bbox[near].T
            meets = (left <= east + turn) & (right >= west + turn) & (bottom <= north) & (top >= south)
            found.append(near[meets])
    return found[1] if len(found) == 2 else distinct(np.concatenate(found))


def roads_within(network: Network, lon: float, lat: float, radius_m: float) -> NDArray[np.int32]:
    """Roads whose line comes within a radius of a point, ascending."""
    near = roads_in_box(network, *box_around(lon, lat, radius_m))
    return near[distances_m(network, near, lon, lat) <= radius_m]


def roads_inside(network: Network, roads: Int, lon: float, lat: float, radius_m: float) -> NDArray[np.bool_]:
    """Which of some roads have both ends within a radius of a point."""
    ends = np.stack([network.roads.u[roads], network.roads.v[roads]])
    metres = great_circle_m(lon, lat, network.nodes.lon[ends], network.nodes.lat[ends])
    return np.asarray((metres <= radius_m).all(axis=0))


def nearest_road(network: Network, lon: float, lat: float) -> tuple[int, float] | None:
    """Return the road nearest to a point and its distance in metres; None when over 1000 km off."""
    for radius_m in (5e3, 5e4, 1e6):
        near = roads_in_box(network, *box_around(lon, lat, radius_m))
        metres = distances_m(network, near, lon, lat)
        if len(near) and metres.min() <= radius_m:
            return int(near[np.argmin(metres)]), float(metres.min())
    return None


def distances_m(network: Network, roads: Int, lon: float, lat: float) -> NDArray[np.float64]:
    """Distance of each road's line from a point, on the plane that touches the globe there."""
    if not len(roads):
        return np.empty(0)
    start = np.asarray(network.roads.shape_start)
    segments = start[roads + 1] - start[roads] - 1
    first = np.cumsum(segments) - segments
    point = np.arange(int(segments.sum())) + np.repeat(start[roads] - first, segments)
    x, y = network.shape.lon, network.shape.lat
    a = on_plane(x[point], y[point], lon, lat)
    step = np.stack(
        [_turned(x[point + 1] - x[point]) * np.cos(np.radians(lat)), y[point + 1] - y[point]], axis=1
    )
    b = a + step * METRES_PER_DEGREE
    return np.asarray(np.minimum.reduceat(segment_distances_m(a, b), first))


def on_plane(lon: Float, lat: Float, origin_lon: float, origin_lat: float) -> NDArray[np.float64]:
    """Metres east and north of an origin, float64[K, 2]."""
    east = _turned(lon - origin_lon) * (METRES_PER_DEGREE * np.cos(np.radians(origin_lat)))
    return np.stack([east, (lat - origin_lat) * METRES_PER_DEGREE], axis=1)


def _turned(degrees: Float) -> NDArray[np.float64]:
    """Differences of longitude the short way round the globe."""
    return np.asarray((degrees + 180.0) % 360.0 - 180.0)


def segment_distances_m(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance of the plane's origin from each segment between `a` and `b`, float64[K, 2]."""
    along = b - a
    square = np.einsum("ij,ij->i", along, along)
    t = np.clip(-np.einsum("ij,ij->i", a, along) / np.where(square > 0, square, 1.0), 0.0, 1.0)
    foot = a + along * t[:, None]
    return np.asarray(np.hypot(foot[:, 0], foot[:, 1]))


def roads_crossing(network: Network, polygons: Any) -> NDArray[np.int32]:
    """Roads whose line meets a shapely geometry, ascending: crossing counts, not only ends inside."""
    import shapely

    near = roads_in_box(network, *(float(x) for x in polygons.bounds))
    if not len(near):
        return near
    start = np.asarray(network.roads.shape_start, np.int64)
    shapely.prepare(polygons)
    ends = np.stack([start[near], start[near + 1] - 1])
    within = np.asarray(shapely.contains_xy(polygons, network.shape.lon[ends], network.shape.lat[ends]))
    inside = np.asarray(within.any(axis=0))
    unsure = near[~inside]
    owner, along = ragged_index(start[unsure], start[unsure + 1] - start[unsure])
    points = np.stack([network.shape.lon[along], network.shape.lat[along]], axis=1)
    inside[~inside] = shapely.intersects(polygons, shapely.linestrings(points, indices=owner))
    return near[inside]
