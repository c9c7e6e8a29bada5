"""Where long roads are divided, so that journeys and closures have a node near by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.network.model import Places
from routegraph.network.numbering import Stretches
from routegraph.network.sphere import EARTH_RADIUS_M, distinct, ragged_index, unit_vectors
from routegraph.network.tags import PLACE_KINDS

PLACE_REACH_M = 1000.0
LONG_M = 2000.0
NEAREST_END_M = 500.0
"""No straight segment is divided nearer to its ends, or to where it is divided already, than this."""

DIVIDING_KINDS = ("city", "town", "village", "hamlet", "suburb")

_CELL_DEG = 0.02


def divide_at_places(
    stretches: Stretches,
    lon: NDArray[np.floating[Any]],
    lat: NDArray[np.floating[Any]],
    places: Places,
    reach_m: float = PLACE_REACH_M,
) -> Stretches:
    """Begin a new road at the shape point nearest to each place, where no node is nearer."""
    from scipy.spatial import cKDTree

    kinds = np.array([kind in DIVIDING_KINDS for kind in PLACE_KINDS])
    wanted = kinds[places.kind] if len(places) else np.zeros(0, bool)
    if not wanted.any():
        return stretches
    place_lon, place_lat = places.lon[wanted], places.lat[wanted]
    # every segment answers for its first point, and where a road ends for its last one
    ends = np.append(stretches.begins[1:], True)
    point = np.concatenate([stretches.a, stretches.b[ends]])
    near = _near_cells(lon[point], lat[point], place_lon, place_lat)
    if not len(near):
        return stretches
    tree = cKDTree(unit_vectors(lon[point[near]], lat[point[near]]), compact_nodes=False, balanced_tree=False)
    distance, hit = (
        np.asarray(found)
        for found in tree.query(
            unit_vectors(place_lon, place_lat), distance_upper_bound=reach_m / EARTH_RADIUS_M
        )
    )
    segment = near[hit[np.isfinite(distance)]]
    begins = stretches.begins.copy()
    begins[segment[segment < len(begins)]] = True
    return replace(stretches, begins=begins)


def feet_of_places(
    a_lon: NDArray[np.floating[Any]],
    a_lat: NDArray[np.floating[Any]],
    b_lon: NDArray[np.floating[Any]],
    b_lat: NDArray[np.floating[Any]],
    places: Places,
) -> list[tuple[int, float, float]]:
    """Points where places stand beside long straight segments, which have no shape point near them.

    Returns
    -------
    list of (int, float, float)
        Segment, lon and lat; by segment, and along it from its first point.
    """
    shrink = np.maximum(np.cos(np.radians(a_lat)), 0.01)
    long = np.hypot((b_lon - a_lon) * shrink, b_lat - a_lat) * METRES_PER_DEGREE > LONG_M
    kinds = np.array([kind in DIVIDING_KINDS for kind in PLACE_KINDS])
    lon, lat = (np.asarray(column)[kinds[places.kind]] for column in (places.lon, places.lat))
    found: list[tuple[int, float, float]] = []
    if not len(lon):
        return found
    for segment in np.flatnonzero(long & (np.abs(b_lon - a_lon) < 180)).tolist():
        at, scale = np.array([a_lon[segment], a_lat[segment]]), np.array([shrink[segment], 1.0])
        line = (np.array([b_lon[segment], b_lat[segment]]) - at) * scale
        length = float(np.hypot(*line))
        offset = (np.stack([lon, lat], axis=1) - at) * scale
        along = offset @ line / length
        beside = np.abs(offset @ np.array([-line[1], line[0]])) / length * METRES_PER_DEGREE <= PLACE_REACH_M
        apart = NEAREST_END_M / METRES_PER_DEGREE
        last = 0.0
        for d in np.sort(along[beside & (along > apart) & (along < length - apart)]).tolist():
            if d - last >= apart:
                found.append((segment, *(at + line / scale * (d / length)).tolist()))
                last = d
    return found


def _near_cells(
    lon: NDArray[np.floating[Any]],
    lat: NDArray[np.floating[Any]],
    place_lon: NDArray[np.floating[Any]],
    place_lat: NDArray[np.floating[Any]],
) -> NDArray[np.int64]:
    """Points in the grid cells of the places and the cells around them.

    A degree of longitude shrinks towards the poles, so beyond 60 degrees every point counts.
    """
    if max(np.abs(place_lat).max(initial=0), np.abs(lat).max(initial=0)) > 60:
        return np.arange(len(lon), dtype=np.int64)
    width = int(360 / _CELL_DEG)

    def cell(x: NDArray[np.floating[Any]], y: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
        return np.asarray(np.floor(y / _CELL_DEG) * width + np.floor(x / _CELL_DEG), np.int64)

    around = [
        cell(place_lon + dx * _CELL_DEG, place_lat + dy * _CELL_DEG) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
    ]
    return np.flatnonzero(np.isin(cell(lon, lat), distinct(np.concatenate(around))))


def divide_long(
    stretches: Stretches, length_m: NDArray[np.floating[Any]], limit_m: float = LONG_M
) -> Stretches:
    """Begin new roads so that none over the limit has a shape point inside it.

    A long road is divided into equal parts as nearly as its shape points allow; a straight
    line between two shape points stays whole however long it is.
    """
    begins = stretches.begins.copy()
    before = np.concatenate([[0.0], np.cumsum(length_m)])
    while True:
        first = np.flatnonzero(begins)
        last = np.append(first[1:], len(begins)) - 1
        length = before[last + 1] - before[first]
        long = np.flatnonzero((length > limit_m) & (last > first))
        if not len(long):
            return replace(stretches, begins=begins)
        parts = np.ceil(length[long] / limit_m).astype(np.int64)
        row, k = ragged_index(np.ones(len(long), np.int64), parts - 1)
        road = long[row]
        target = before[first[road]] + length[road] * k / parts[row]
        right = np.searchsorted(before, target)
        nearer_left = target - before[right - 1] < before[np.minimum(right, len(before) - 1)] - target
        begins[np.clip(right - nearer_left, first[road] + 1, last[road])] = True
