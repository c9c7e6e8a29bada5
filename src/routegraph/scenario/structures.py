"""Bridges, tunnels and ferries: found by their names, by a place, or by a point."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from routegraph.network.geometry import box_around, distances_m, roads_in_box
from routegraph.network.model import Network
from routegraph.network.tags import HIGHWAYS, RoadFlag
from routegraph.scenario.matching import with_carriageways

KINDS: dict[str, RoadFlag] = {
    "bridge": RoadFlag.BRIDGE,
    "tunnel": RoadFlag.TUNNEL,
    "ferry": RoadFlag.FERRY,
}
"""What a target may name -> the flag of its roads."""

FARTHEST_M = 5000.0
"""A bridge farther off than this from a place or point is not the one that is meant."""

SAME_PLACE_M = 300.0
"""Of bridges that are about as near, within this distance of the nearest, the main road's is meant."""

_WORDS = re.compile(r"\b(?:bridge|tunnel|ferry|pont|jisr|the|of|at)\b|جسر|نفق|عبارة", re.IGNORECASE)


def structures_named(network: Network, kind: str, name: str) -> NDArray[np.int32]:
    """Roads of a kind whose own name holds all words of a name, ascending."""
    flagged = _flagged(network, kind)
    wanted = set(_plain(name).split())
    codes = np.unique(np.asarray(network.roads.name)[flagged]).tolist()
    known = [
        code for code in codes if code and wanted and wanted <= set(_plain(network.strings[code]).split())
    ]
    return flagged[np.isin(np.asarray(network.roads.name)[flagged], known)]


def structure_near(network: Network, kind: str, lon: float, lat: float) -> tuple[NDArray[np.int32], float]:
    """Return the bridge, tunnel or ferry that is meant at a point, and how far off it is in metres.

    That is the one of the most important road within `FARTHEST_M`, and of these the nearest; a point that
    lies beside one means that one. A dual carriageway's two bridges are one. Empty when there is none.
    """
    near = roads_in_box(network, *box_around(lon, lat, FARTHEST_M))
    near = near[np.isin(near, _flagged(network, kind))]
    metres = distances_m(network, near, lon, lat)
    near, metres = near[metres <= FARTHEST_M], metres[metres <= FARTHEST_M]
    if not len(near):
        return near, float("inf")
    beside = metres <= SAME_PLACE_M
    among = beside if beside.any() else np.ones(len(near), bool)
    rank = np.asarray(network.roads.highway)[near].astype(int)
    best = int(near[np.lexsort((metres, rank, ~among))[0]])
    return whole_structure(network, kind, best), float(metres[near == best][0])


def whole_structure(network: Network, kind: str, road: int) -> NDArray[np.int32]:
    """Return all pieces of one bridge, tunnel or ferry: those that join, and both carriageways."""
    flagged = set(_flagged(network, kind).tolist())
    found, waiting = {road}, [road]
    while waiting:
        here = waiting.pop()
        for node in (int(network.roads.u[here]), int(network.roads.v[here])):
            arcs = network.arcs
            out = arcs.road[arcs.start[node] : arcs.start[node + 1]]
            into = arcs.road[arcs.in_arc[arcs.in_start[node] : arcs.in_start[node + 1]]]
            for other in np.union1d(out, into).tolist():
                if other in flagged and other not in found:
                    found.add(other)
                    waiting.append(other)
    pieces = np.array(sorted(found), np.int32)
    both = with_carriageways(network, pieces)
    return np.asarray(both[np.isin(both, list(flagged))], np.int32)


def _flagged(network: Network, kind: str) -> NDArray[np.int32]:
    flags = np.asarray(network.roads.flags)
    found = (flags & int(KINDS[kind])) != 0
    if kind == "ferry":
        found |= np.asarray(network.roads.highway) == HIGHWAYS.index("ferry")
    return np.flatnonzero(found).astype(np.int32)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", _WORDS.sub(" ", name.casefold()))
    return " ".join(re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c))))
