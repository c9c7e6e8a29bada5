"""The streets of the places at both ends of a journey."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routegraph.network.geometry import box_around, roads_in_box, roads_inside
from routegraph.network.sphere import distinct, great_circle_m
from routegraph.places.locate import Location
from routegraph.routing.flow import leads_along
from routegraph.routing.graph import RoadGraph


def streets_of(graph: RoadGraph, origin: Location, destination: Location) -> NDArray[np.int32]:
    """Roads inside either end of a journey, which its routes may share; none where the ends touch.

    Ends touch when their circles do, and when their streets alone lead from one to the other.
    `graph` has nothing closed.
    """
    key = tuple((end.lon, end.lat, end.radius_m, end.node) for end in (origin, destination))
    return graph.memory.get("streets", key, lambda: _streets_of(graph, origin, destination))


def _streets_of(graph: RoadGraph, origin: Location, destination: Location) -> NDArray[np.int32]:
    network = graph.network
    apart_m = great_circle_m(origin.lon, origin.lat, destination.lon, destination.lat)
    if apart_m <= origin.radius_m + destination.radius_m:
        return np.empty(0, np.int32)
    near = [
        roads[roads_inside(network, roads, place.lon, place.lat, place.radius_m)]
        for place in (origin, destination)
        for roads in [roads_in_box(network, *box_around(place.lon, place.lat, place.radius_m))]
    ]
    streets = distinct(np.concatenate(near)).astype(np.int32)
    if leads_along(graph, origin.node, destination.node, streets):
        return np.empty(0, np.int32)
    return streets
