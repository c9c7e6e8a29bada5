"""Which main roads a place commands without lying on them: who holds the place cuts the road."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routegraph.network.geometry import box_around, distances_m, road_middle, roads_in_box
from routegraph.network.model import Network
from routegraph.network.sphere import great_circle_m
from routegraph.network.tags import HIGHWAYS
from routegraph.places.gazetteer import Place
from routegraph.places.shown import road_label

COMMAND_M = {"city": 7000.0, "town": 3000.0, "village": 2000.0}
"""How far a place commands a main road, by its kind; smaller places command what they lie on."""

MAIN_CLASSES = ("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link")
"""Classes of roads that a place commands from a distance; lesser ones go through the place or past it."""

_MAIN = np.isin(HIGHWAYS, MAIN_CLASSES)


def commanded_roads(network: Network, place: Place) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the main roads that pass within a place's command, ascending, and their distances in metres.

    A road is taken when no other place, of whatever kind, lies nearer to its line or to its middle.
    """
    reach_m = COMMAND_M.get(place.kind, 0.0)
    near = roads_in_box(network, *box_around(place.lon, place.lat, reach_m))
    near = near[_MAIN[network.roads.highway[near]]]
    metres = distances_m(network, near, place.lon, place.lat)
    near, metres = near[metres <= reach_m], metres[metres <= reach_m]
    if not len(near):
        return near, metres
    middle = np.array([road_middle(network, int(road)) for road in near])
    from_middle = great_circle_m(place.lon, place.lat, middle[:, 0], middle[:, 1])
    own = np.ones(len(near), bool)
    places = network.places
    farthest_m = reach_m + max(float(from_middle.max()), reach_m)
    west, south, east, north = box_around(place.lon, place.lat, farthest_m)
    others = (places.lon >= west) & (places.lon <= east) & (places.lat >= south) & (places.lat <= north)
    for other in np.flatnonzero(others).tolist():
        if other == place.index or places.name[other] == places.name[place.index]:
            continue
        lon, lat = float(places.lon[other]), float(places.lat[other])
        own &= distances_m(network, near, lon, lat) >= metres
        own &= great_circle_m(lon, lat, middle[:, 0], middle[:, 1]) >= from_middle
    return near[own], metres[own]


def told_commanded(network: Network, roads: NDArray[np.int32], metres: NDArray[np.float64]) -> str:
    """Name the roads that a place commands, and how far off they pass.

    ``trunk 42, primary road, 1.0 km off``.
    """
    labels = dict.fromkeys(road_label(network, int(road)) for road in roads)
    return f"{', '.join(labels)}, {metres.min() / 1000:.1f} km off"
