"""Where a journey begins and ends: a place or a point, and the node that stands for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.network.model import Network
from routegraph.network.sphere import great_circle_m
from routegraph.places.gazetteer import Gazetteer, Place

WINDOWS_DEGREES = (0.01, 0.1)
"""Nodes are looked for this near first."""

POINT = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$")
PLACE_RADIUS_M = {"city": 5000.0, "town": 2000.0, "village": 1000.0}
"""Radius of a place by its kind; `OTHER_RADIUS_M` for smaller ones and for points."""

OTHER_RADIUS_M = 500.0
FARTHEST_SNAP_M = 50_000.0
ISLAND_M = 2_000.0
ISLAND_RATIO = 4.0


@dataclass(frozen=True)
class Location:
    """An origin or destination on the network.

    Attributes
    ----------
    query : str
        As asked.
    name : str
        The place's name, or the point itself.
    lon, lat : float
        Of the place or point, in degrees.
    node : int
        Where its journeys begin and end.
    snap_m : float
        From the point to the node.
    radius_m : float
        How far the place reaches: roads inside are its streets.
    declared : bool
        The network names the node for this place; otherwise it is the nearest usable one.
    people : int or None
        Who live there, where that is known.
    """

    query: str
    name: str
    lon: float
    lat: float
    node: int
    snap_m: float
    radius_m: float = OTHER_RADIUS_M
    declared: bool = False
    people: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "query": self.query,
            "name": self.name,
            "lon": self.lon,
            "lat": self.lat,
            "snap_m": round(self.snap_m, 1),
        }


def names_of(network: Network, *ends: Location) -> frozenset[str]:
    """Every name of the places that journeys begin or end at, in lower case."""
    table = network.places
    names = {name.casefold() for end in ends for name in (end.name, end.query)}
    for end in ends:
        for row in np.flatnonzero((table.lon == end.lon) & (table.lat == end.lat)).tolist():
            codes = table.names_text[table.names_start[row] : table.names_start[row + 1]]
            names |= {network.strings[code].casefold() for code in codes.tolist()}
    return frozenset(names)


def radius_of(place: Place) -> float:
    """Radius of a place by its kind, in metres."""
    return PLACE_RADIUS_M.get(place.kind, OTHER_RADIUS_M)


def parse_point(text: str) -> tuple[float, float] | None:
    """Return lon, lat of ``LON,LAT``, or None when the text is no pair of numbers.

    Raises
    ------
    QuestionError
        The numbers are not degrees on the globe.
    """
    match = POINT.match(text)
    if match is None:
        return None
    lon, lat = float(match[1]), float(match[2])
    if abs(lon) > 180 or abs(lat) > 90:
        raise QuestionError(f"{text.strip()!r} is not a point on the globe; give LON,LAT in degrees.")
    return lon, lat


def check_order(network: Network, lon: float, lat: float) -> None:
    """Raise `QuestionError` for a point off the network that lies on it with lon and lat swapped."""
    west, south, east, north = network.provenance.bbox
    if not (west <= lon <= east and south <= lat <= north) and (
        west <= lat <= east and south <= lon <= north
    ):
        raise QuestionError(
            f"{lon:g},{lat:g} lies outside {network.name}, but {lat:g},{lon:g} inside: "
            "coordinates are LON,LAT; swap them."
        )


def nearest_node(
    network: Network, lon: float, lat: float, among: NDArray[np.bool_] | None = None
) -> tuple[int, float]:
    """Return the node nearest to a point and its distance in metres; `among` is bool[N]."""
    nodes, shrink = network.nodes, float(np.cos(np.radians(lat)))
    for reach in (*WINDOWS_DEGREES, 360.0):
        near = network.node_grid.near(lon - reach, lat - reach, lon + reach, lat + reach)
        if among is not None:
            near = near[among[near]]
        square = ((nodes.lon[near] - lon) * shrink) ** 2 + (nodes.lat[near] - lat) ** 2
        if len(near) and float(square.min()) <= (reach * shrink) ** 2:
            break
    node = int(near[np.argmin(square)]) if len(near) else 0
    return node, float(great_circle_m(lon, lat, nodes.lon[node], nodes.lat[node]))


def begin_node(
    network: Network, lon: float, lat: float, main: NDArray[np.bool_], touched: NDArray[np.bool_]
) -> tuple[int, float]:
    """Return the node where journeys of a point begin, and its distance in metres.

    That is the nearest node of the `main` network, unless an island of the network lies at the
    point and the main network far from it: then the journey has no way, and that is the answer.
    """
    node, metres = nearest_node(network, lon, lat, main)
    if metres > ISLAND_M:
        on_island, island_m = nearest_node(network, lon, lat, touched)
        if island_m * ISLAND_RATIO < metres:
            return on_island, island_m
    return node, metres


def place_node(
    network: Network, place: Place, main: NDArray[np.bool_], touched: NDArray[np.bool_]
) -> tuple[int, float, bool]:
    """Return the node of a place, its distance in metres, and whether the network declares it."""
    if place.node >= 0 and touched[place.node]:
        nodes = network.nodes
        metres = great_circle_m(place.lon, place.lat, nodes.lon[place.node], nodes.lat[place.node])
        return place.node, float(metres), True
    return (*begin_node(network, place.lon, place.lat, main, touched), False)


def locate(
    network: Network,
    gazetteer: Gazetteer,
    query: str,
    main: NDArray[np.bool_],
    touched: NDArray[np.bool_],
    near: tuple[float, float] | None = None,
) -> Location:
    """Find a place by name, or a point by ``LON,LAT``, and the node that stands for it.

    Parameters
    ----------
    main, touched : bool[N]
        Nodes of the vehicle's main network, and all that it can stand on, with nothing closed:
        nobody is moved to a road outside a closed area.
    near : tuple of float, optional
        lon, lat that breaks ties between places of one name.

    Raises
    ------
    NotFoundError, AmbiguousError
        See `Gazetteer.find`.
    QuestionError
        The point is not on the globe, swapped, or far from every usable road.
    """
    point, people = parse_point(query), None
    if point is None:
        place = gazetteer.find(query, near=near)
        people = place.population
        name, lon, lat, radius_m = place.called(query), place.lon, place.lat, radius_of(place)
        node, metres, declared = place_node(network, place, main, touched)
    else:
        lon, lat = point
        check_order(network, lon, lat)
        name, radius_m, declared = f"{lon:g},{lat:g}", OTHER_RADIUS_M, False
        node, metres = begin_node(network, lon, lat, main, touched)
    if metres > FARTHEST_SNAP_M:
        raise QuestionError(
            f"{name} lies {metres / 1000:.0f} km from the nearest usable road of {network.name}; "
            "load a network that covers it."
        )
    return Location(query, name, lon, lat, node, metres, radius_m, declared, people)
