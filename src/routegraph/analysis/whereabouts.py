"""Saying where on the map something is: by the places beside it."""

from __future__ import annotations

import numpy as np

from routegraph.network.model import Network
from routegraph.network.tags import INHABITED, PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.shown import road_label

NAMED_WITHIN_M = {"city": 8_000.0, "town": 6_000.0, "village": 4_000.0}
"""How far off a place may be that names a point before a smaller one that is nearer, from the first tried."""

PLACES_TRIED = 24

IN_TOWN, IN_TOWN_M = ("town", "village", "suburb", "quarter", "neighbourhood"), 1_500.0
"""Kinds of places by which two points near one city or town are told apart, and how far off they may be."""


def place_at(network: Network, node: int, gazetteer: Gazetteer) -> str:
    """Name of the place that begins at a node, else of one that readers know near it, else of the nearest.

    Empty when there are no places.
    """
    at = np.flatnonzero(np.asarray(network.places.node) == node)
    if len(at):
        return gazetteer.place(int(at[0])).name
    lon, lat = float(network.nodes.lon[node]), float(network.nodes.lat[node])
    rows, metres = gazetteer.nearest_rows(lon, lat, PLACES_TRIED)
    kinds = np.asarray(network.places.kind)[rows]
    for kind, within_m in NAMED_WITHIN_M.items():
        known = rows[(kinds == PLACE_KINDS.index(kind)) & (metres <= within_m)]
        if len(known):
            return gazetteer.place(int(known[0])).name
    return gazetteer.place(int(rows[0])).name if len(rows) else ""


def place_near(lon: float, lat: float, gazetteer: Gazetteer, told: str = "") -> str:
    """Name of the nearest inhabited place to a point that `told` does not name yet; empty without one."""
    near = (place for place, _ in gazetteer.nearest(lon, lat, limit=PLACES_TRIED))
    return next((one.name for one in near if one.kind in INHABITED and one.name not in told), "")


def _in_town(network: Network, start: int, end: int, gazetteer: Gazetteer) -> list[str]:
    """Parts of a town at two nodes of it, or places beside it that are no smaller than a village."""
    found = []
    for node in (start, end):
        at = float(network.nodes.lon[node]), float(network.nodes.lat[node])
        near = gazetteer.nearest(*at, limit=PLACES_TRIED)
        told = (place.name for place, metres in near if place.kind in IN_TOWN and metres <= IN_TOWN_M)
        found.append(next(told, ""))
    return found


def label_between(network: Network, label: str, start: int, end: int, gazetteer: Gazetteer) -> str:
    """Name of a road with the places at two of its nodes: ``M5 motorway, Morek to Saraqib``."""
    ends = [place_at(network, node, gazetteer) for node in (start, end)]
    if not any(ends):
        return label
    if ends[0] == ends[1] and start != end and all(parts := _in_town(network, start, end, gazetteer)):
        ends = parts
    return f"{label}, {ends[0]} to {ends[1]}" if ends[0] != ends[1] else f"{label}, near {ends[0]}"


def label_of_node(network: Network, node: int, gazetteer: Gazetteer) -> str:
    """Name of a junction by its nearest place, else by its coordinates."""
    name = place_at(network, node, gazetteer)
    lon, lat = float(network.nodes.lon[node]), float(network.nodes.lat[node])
    return f"junction near {name}" if name else f"junction at {lon:.4f},{lat:.4f}"


def stretch_label(network: Network, road: int, gazetteer: Gazetteer) -> str:
    """Name a road and where it runs: by the places nearest to its ends."""
    ends = int(network.roads.u[road]), int(network.roads.v[road])
    return label_between(network, road_label(network, road), *ends, gazetteer)
