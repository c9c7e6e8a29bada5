"""Who holds each road: the cell of the nearest place that is held, or the area that it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float
from routegraph.network.model import Network
from routegraph.network.sphere import great_circle_m, unit_vectors
from routegraph.routing.memory import Memory

if TYPE_CHECKING:
    from routegraph.scenario.control import Holding

NOBODY = -1
LONG_M = 3500.0
"""Imported roads are parted every 2 km or so; one longer than this is held point by point."""

STEP_M = 2000.0
CHUNK = 1 << 10
"""Points whose distances from all places are held at a time: they fit into the cache of a core."""


def holders_of(
    lon: Float, lat: Float, holdings: Sequence[Holding], memory: Memory | None = None
) -> NDArray[np.int32]:
    """Return the holding of every point, int32[K]; `NOBODY` where none is told.

    That is the last area that the point lies in, else the place nearest to it on the globe (its
    Thiessen cell). `memory` keeps which place is nearest, and is always given the same points.
    """
    holder = np.full(len(lon), NOBODY, np.int32)
    places = [i for i, one in enumerate(holdings) if one.area is None]
    if places:
        at = np.array([(holdings[i].lon, holdings[i].lat) for i in places])
        memory = memory or Memory({"nearest": 1})
        nearest = memory.get("nearest", at.tobytes(), lambda: nearest_of(lon, lat, at))
        holder = np.array(places, np.int32)[nearest]
    for i, one in enumerate(holdings):
        if one.area is not None:
            holder[_inside(one.area, lon, lat)] = i
    return holder


def nearest_of(lon: Float, lat: Float, places: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return which of some places, lon, lat, float64[P, 2], is nearest to each point; O(points * places)."""
    of_places = unit_vectors(places[:, 0], places[:, 1])
    nearest = np.empty(len(lon), np.intp)
    for first in range(0, len(lon), CHUNK):
        part = slice(first, first + CHUNK)
        nearest[part] = (unit_vectors(lon[part], lat[part]) @ of_places.T).argmax(axis=1)
    return nearest


def _inside(area: Any, lon: Float, lat: Float) -> NDArray[np.intp]:
    """Points in an area, its edge included."""
    import shapely

    west, south, east, north = area.bounds
    near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
    shapely.prepare(area)
    return near[shapely.intersects_xy(area, lon[near], lat[near])]


def roads_by_holding(
    network: Network,
    holdings: Sequence[Holding],
    wanted: NDArray[np.bool_],
    memory: Memory | None = None,
) -> NDArray[np.int32]:
    """Return the wanted holding of every road, int32[R]; `NOBODY` for roads of other holdings alone.

    A road is held by whoever holds either of its ends, or any of the points between them that part
    a road longer than `LONG_M`; `wanted` is bool[holdings].
    """
    nodes = len(network.nodes)
    on_road, between_lon, between_lat = _between(network)
    lon = np.concatenate([network.nodes.lon, between_lon])
    lat = np.concatenate([network.nodes.lat, between_lat])
    holder = holders_of(lon, lat, holdings, memory)
    of_wanted = np.where(np.append(wanted, False)[holder], holder, NOBODY)
    at_u, at_v = of_wanted[:nodes][network.roads.u], of_wanted[:nodes][network.roads.v]
    held = np.asarray(np.where(at_u == NOBODY, at_v, at_u), np.int32)
    free = (held[on_road] == NOBODY) & (of_wanted[nodes:] != NOBODY)
    held[on_road[free]] = of_wanted[nodes:][free]
    return held


def _between(network: Network) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Points along long roads, at most `STEP_M` apart: the road of each, and its lon and lat."""
    roads: list[int] = []
    lons: list[float] = []
    lats: list[float] = []
    for road in np.flatnonzero(np.asarray(network.roads.length_m) > LONG_M).tolist():
        lon, lat = network.road_shape(road)
        along = np.concatenate([[0.0], np.cumsum(great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]))])
        at = np.linspace(0, along[-1], int(along[-1] // STEP_M) + 2)[1:-1]
        roads += [road] * len(at)
        lons += np.interp(at, along, lon).tolist()
        lats += np.interp(at, along, lat).tolist()
    return np.array(roads, np.intp), np.array(lons), np.array(lats)


def land_of(holdings: Sequence[Holding], side: str, box: tuple[float, float, float, float]) -> Any:
    """Return the land that a side holds within a box (west, south, east, north), as shapely polygons.

    For drawing: cells have straight edges on a map whose degrees of longitude are as wide as they are
    at the middle of the box.
    """
    import shapely

    frame = shapely.box(*box)
    width = float(np.cos(np.radians((box[1] + box[3]) / 2)))
    points = np.array([(one.lon * width, one.lat) for one in holdings if one.area is None])
    sides = [one.side for one in holdings if one.area is None]
    own: list[Any] = []
    if len(points):
        wide = shapely.box(box[0] * width, box[1], box[2] * width, box[3])
        at = np.unique(points, axis=0)
        cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(at), extend_to=wide))
        for cell in cells if len(at) > 1 else [wide]:
            inside = np.flatnonzero(shapely.intersects_xy(cell, points[:, 0], points[:, 1]))
            if len(inside) and sides[int(inside[0])] == side:
                own.append(cell)
    unscaled = np.array([width, 1.0])
    land = shapely.intersection(shapely.transform(shapely.union_all(own), lambda xy: xy / unscaled), frame)
    for one in holdings:
        if one.area is not None:
            shape = shapely.intersection(shapely.make_valid(one.area), frame)
            land = shapely.union(land, shape) if one.side == side else shapely.difference(land, shape)
    return land
