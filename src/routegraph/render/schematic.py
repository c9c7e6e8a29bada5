"""Roads whose course the source does not tell: drawn as one straight line from end to end."""

from __future__ import annotations

from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float, Int
from routegraph.network.model import Network
from routegraph.network.sphere import great_circle_m
from routegraph.render import words

LEAST_M = 5_000.0
"""Shorter roads may be straight; a longer one that is drawn by its ends alone is told as schematic."""

OFF_SHARE = 0.01
"""A road of an OpenStreetMap way is schematic where its length differs by so much from its line."""

WORDS = "drawn straight, its true course is not told"


_FOUND: WeakKeyDictionary[Network, Int] = WeakKeyDictionary()


def schematic_roads(network: Network) -> Int:
    """Return the roads that are drawn straight though nobody says that they are.

    Long, drawn by their two ends alone, and either of no OpenStreetMap way, or of a length that the
    line does not have. Found once for each network.
    """
    if network not in _FOUND:
        _FOUND[network] = _find(network)
    return _FOUND[network]


def _find(network: Network) -> Int:
    roads = network.roads
    long = np.flatnonzero(
        (np.diff(np.asarray(roads.shape_start)) == 2) & (np.asarray(roads.length_m) > LEAST_M)
    )
    first = np.asarray(roads.shape_start)[long]
    lon, lat = network.shape.lon, network.shape.lat
    drawn_m = great_circle_m(lon[first], lat[first], lon[first + 1], lat[first + 1])
    length_m = np.asarray(roads.length_m)[long]
    untold = np.asarray(roads.way_start)[long + 1] == np.asarray(roads.way_start)[long]
    return np.asarray(long[untold | (np.abs(drawn_m - length_m) > OFF_SHARE * length_m)])


def straight_parts(
    network: Network, schematic: Int, lon: Float, lat: Float
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the parts of a line that run along schematic roads, each as two longitudes and two latitudes."""
    first = np.asarray(network.roads.shape_start)[schematic]
    at = np.stack([network.shape.lon, network.shape.lat], axis=1) if len(first) else np.empty((0, 2))
    ends = {frozenset((tuple(at[i].tolist()), tuple(at[i + 1].tolist()))) for i in first}
    points = list(zip(np.asarray(lon).tolist(), np.asarray(lat).tolist(), strict=True))
    return [
        (np.array([a[0], b[0]]), np.array([a[1], b[1]]))
        for a, b in pairwise(points)
        if frozenset((a, b)) in ends
    ]


def told_straight(network: Network, lon: Float, lat: Float) -> str:
    """Say how much of a line is drawn straight for want of its course; empty for none."""
    parts = straight_parts(network, schematic_roads(network), lon, lat)
    drawn_m = sum(float(great_circle_m(x[:1], y[:1], x[1:], y[1:])[0]) for x, y in parts)
    return f"{words.kilometres(drawn_m)} of it {WORDS}" if parts else ""
