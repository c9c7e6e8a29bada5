"""Distances on the globe; points as vectors and in an order that keeps neighbours together; rows of rows."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.number[Any])

EARTH_RADIUS_M = 6_371_009.0
"""Mean earth radius, the one that osmnx measures by."""


def great_circle_m(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> Any:
    """Great-circle distance in metres between points or arrays of points in degrees (haversine)."""
    lon1, lat1, lon2, lat2 = (np.radians(value) for value in (lon1, lat1, lon2, lat2))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def unit_vectors(lon: NDArray[np.floating[Any]], lat: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Points on the unit sphere, float64[n, 3]; the nearest by chord is the nearest by great circle."""
    x, y = np.deg2rad(lon), np.deg2rad(lat)
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def morton_order(lon: NDArray[np.floating[Any]], lat: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """Order in which neighbours on the ground are mostly neighbours in memory.

    Reference: Morton, G. M. (1966). A computer oriented geodetic data base. IBM.
    """
    if not len(lon):
        return np.zeros(0, np.int64)
    span = max(float(np.ptp(lon)), float(np.ptp(lat)), 1e-9)
    key = np.zeros(len(lon), np.uint64)
    for shift, axis in ((0, lon), (1, lat)):
        cell = ((axis - axis.min()) / span * (2**31 - 1)).astype(np.uint64)
        for step, mask in (
            (16, 0x0000FFFF0000FFFF),
            (8, 0x00FF00FF00FF00FF),
            (4, 0x0F0F0F0F0F0F0F0F),
            (2, 0x3333333333333333),
            (1, 0x5555555555555555),
        ):
            cell = (cell | (cell << np.uint64(step))) & np.uint64(mask)
        key |= cell << np.uint64(shift)
    return np.argsort(key, kind="stable").astype(np.int64)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """Distinct values in ascending order.

    A sort takes a fifth of the time of numpy's hash table, and numpy's own imports all of `numpy.ma`.
    """
    ordered = np.sort(values, axis=None)
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def ragged_index(
    first: NDArray[np.integer[Any]], count: NDArray[np.integer[Any]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row number and position of every item of rows ``first[r] : first[r] + count[r]``, one after another."""
    row = np.repeat(np.arange(len(count), dtype=np.int64), count)
    start = np.cumsum(count, dtype=np.int64) - count
    return row, np.arange(len(row), dtype=np.int64) - start[row] + np.asarray(first, np.int64)[row]
