"""Bridges, tunnels and ferries: found by their names, by a place, or by a point."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.geometry import box_around, distances_m, middle_of_roads, road_middle, roads_in_box
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.network.tags import HIGHWAYS, RoadFlag
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import check_order, parse_point
from routegraph.places.shown import road_label, road_name
from routegraph.scenario.applied import NO_ROADS, ResolvedTarget
from routegraph.scenario.map_matching import with_carriageways
from routegraph.scenario.target import StructureTarget

KINDS: dict[str, RoadFlag] = {
    "bridge": RoadFlag.BRIDGE,
    "tunnel": RoadFlag.TUNNEL,
    "ferry": RoadFlag.FERRY,
}
"""What a target may name -> the flag of its roads."""

FARTHEST_M = 5000.0
"""A bridge farther off than this from a place is not the one that is meant."""

AT_M = 1000.0
"""A bridge farther off than this from a point told by its coordinates is not the one that is meant."""

SAME_PLACE_M = 300.0
"""Of bridges that are about as near, within this distance of the nearest, the main road's is meant."""

_KIND = (
    r"\b(?:bridge|viaduct|tunnel|ferry|pont|viaduc|puente|ponte|bac|jisr|jasr|kubri|most|bron|bro)\b|"
    r"brücke|brug\b|köprü|tunnel|tünel|fähre|мост|тоннель|паром|جسر|كوبري|نفق|عبار"
)
_WORDS = re.compile(rf"{_KIND}|\b(?:the|of|at|de|du|la)\b", re.IGNORECASE)


def find_structure(
    network: Network, gazetteer: Gazetteer, target: StructureTarget, near: tuple[float, float] | None
) -> ResolvedTarget:
    """Return the roads of a bridge, tunnel or ferry by its own name, a place or a point.

    Raises
    ------
    NotFoundError, AmbiguousError
        There is none, or there are several of the name.
    """
    kind, point = target.kind, parse_point(target.name)
    named = structures_named(network, kind, target.name) if point is None else []
    if len(named) > 1 and not len(gazetteer.index.exact(target.name)):
        spots = (middle_of_roads(network, roads) for roads in named)
        told = "; ".join(f"{lon:.4f},{lat:.4f}" for lon, lat in spots)
        raise AmbiguousError(
            f"{len(named)} {kind}s of {network.name} answer to {target.name!r}, at {told}; "
            f"give {kind}:LON,LAT."
        )
    if len(named) == 1:
        label = road_name(network, int(named[0][0])) or target.name
        return _of_roads(network, named[0], f"the {kind} named {label}")
    if point is None:
        place = gazetteer.find(target.name, near=near)
        lon, lat, called = place.lon, place.lat, place.called(target.name)
    else:
        check_order(network, *point)
        (lon, lat), called = point, target.name
    reach_m = FARTHEST_M if point is None else AT_M
    meant = structure_near if point is None else structure_at
    roads, metres = meant(network, kind, lon, lat)
    what = f"the {kind} of"
    if not len(roads) and kind == "bridge":
        roads, metres = unmarked_bridge(network, lon, lat, reach_m)
        what = f"in place of the bridge, as {network.name} marks none, the stretch of"
    if not len(roads):
        raise NotFoundError(
            f"no {kind} of {network.name} lies within {reach_m / 1000:g} km of {called}; give "
            f"{kind}:LON,LAT, or the road itself, such as 'way/ID'."
        )
    how = f"{what} {road_label(network, int(roads[0]))}, {metres / 1000:.1f} km from {called}"
    others = others_near(network, kind, roads, lon, lat) if point is None else []
    if others:
        how += f"; {len(others)} more near it, which {kind}:LON,LAT takes"
    return _of_roads(network, roads, how, [f"{kind}:{x:.4f},{y:.4f}" for x, y in others])


def _of_roads(
    network: Network, roads: NDArray[np.int32], how: str, alternatives: Sequence[str] = ()
) -> ResolvedTarget:
    at = middle_of_roads(network, roads)
    return ResolvedTarget(roads, how, *at, linear=True, alternatives=tuple(alternatives))


def structures_named(network: Network, kind: str, name: str) -> list[NDArray[np.int32]]:
    """Roads of each bridge, tunnel or ferry whose own name holds all words of a name.

    The name of a road that leads over it, "Harrisburg Street", is no name of a bridge unless it is just that.
    Two bores or bridges of one name beside each other are one; so are all legs of a ferry.
    """
    flagged = _flagged(network, kind)
    wanted = set(_plain(name).split())
    codes = distinct(np.asarray(network.roads.name)[flagged]).tolist()
    known = [code for code in codes if code and wanted and _is_called(network.strings[code], wanted)]
    named = flagged[np.isin(np.asarray(network.roads.name)[flagged], known)]
    found: list[NDArray[np.int32]] = []
    for road in named.tolist():
        if any(road in one for one in found):
            continue
        whole = whole_structure(network, kind, road)
        beside = next((k for k, one in enumerate(found) if _beside(network, one, road)), None)
        if beside is None:
            found.append(whole)
        else:
            found[beside] = distinct(np.concatenate([found[beside], whole])).astype(np.int32)
    if kind == "ferry" and found:
        return [distinct(np.concatenate(found)).astype(np.int32)]
    return found


def _beside(network: Network, roads: NDArray[np.int32], road: int) -> bool:
    return float(distances_m(network, roads, *road_middle(network, road)).min()) <= SAME_PLACE_M


def structure_at(network: Network, kind: str, lon: float, lat: float) -> tuple[NDArray[np.int32], float]:
    """Return the bridge, tunnel or ferry nearest to a point, and how far off it is in metres.

    Empty when there is none within `AT_M`. A dual carriageway's two bridges are one.
    """
    near = roads_in_box(network, *box_around(lon, lat, AT_M))
    near = near[np.isin(near, _flagged(network, kind))]
    metres = distances_m(network, near, lon, lat)
    if metres.min(initial=np.inf) > AT_M:
        return NO_ROADS, np.inf
    return whole_structure(network, kind, int(near[np.argmin(metres)])), float(metres.min())


def structure_near(network: Network, kind: str, lon: float, lat: float) -> tuple[NDArray[np.int32], float]:
    """Return the bridge, tunnel or ferry that is meant near a place, and how far off it is in metres.

    That is the one of the most important road within `FARTHEST_M`, and of these the nearest; a place that
    lies beside one means that one. A dual carriageway's two bridges are one. Empty when there is none.
    """
    near, metres = _meant(network, _flagged(network, kind), lon, lat)
    return (whole_structure(network, kind, int(near[0])), float(metres[0])) if len(near) else (near, np.inf)


def others_near(
    network: Network, kind: str, roads: NDArray[np.int32], lon: float, lat: float
) -> list[tuple[float, float]]:
    """Lon, lat of the other structures that `structure_near` might have meant, for as great a road."""
    left = set(_meant(network, _flagged(network, kind), lon, lat)[0].tolist()) - set(roads.tolist())
    spots = []
    while left:
        whole = whole_structure(network, kind, left.pop())
        left -= set(whole.tolist())
        spots.append(middle_of_roads(network, whole))
    return sorted(spots)


def unmarked_bridge(
    network: Network, lon: float, lat: float, reach_m: float = FARTHEST_M
) -> tuple[NDArray[np.int32], float]:
    """Return what stands for the bridge at a point where a network marks no bridges at all.

    That is the shortest stretch of the road whose bridge it would be, and what runs beside it; empty
    where the network marks bridges, or no road is near.
    """
    if len(_flagged(network, "bridge")):
        return NO_ROADS, np.inf
    near, metres = _meant(network, np.arange(len(network.roads), dtype=np.int32), lon, lat)
    if metres.min(initial=np.inf) > reach_m:
        return NO_ROADS, np.inf
    there = near[metres <= metres[0] + SAME_PLACE_M]
    short = int(there[np.argmin(network.roads.length_m[there])])
    beside = [road for road in there.tolist() if _beside(network, np.array([short], np.int32), road)]
    return np.array(sorted(beside), np.int32), float(metres[near == short][0])


def _meant(
    network: Network, among: NDArray[np.int32], lon: float, lat: float
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Roads of the class that is meant at a point, the nearest first, and how far off they are."""
    near = roads_in_box(network, *box_around(lon, lat, FARTHEST_M))
    near = near[np.isin(near, among)]
    metres = distances_m(network, near, lon, lat)
    rank = np.asarray(network.roads.highway)[near].astype(int)
    in_reach = metres <= (SAME_PLACE_M if (metres <= SAME_PLACE_M).any() else FARTHEST_M)
    meant = in_reach & (rank == rank[in_reach].min(initial=len(HIGHWAYS)))
    order = np.argsort(metres[meant], kind="stable")
    return near[meant][order], metres[meant][order]


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
            for other in distinct(np.concatenate([out, into])).tolist():
                if other in flagged and other not in found:
                    found.add(other)
                    waiting.append(other)
    pieces = np.array(sorted(found), np.int32)
    both = with_carriageways(network, pieces)
    return np.asarray(both[np.isin(both, list(flagged))], np.int32)


def _is_called(name: str, wanted: set[str]) -> bool:
    own = set(_plain(name).split())
    return wanted <= own if re.search(_KIND, name, re.IGNORECASE) else wanted == own


def _flagged(network: Network, kind: str) -> NDArray[np.int32]:
    flags = np.asarray(network.roads.flags)
    found = (flags & int(KINDS[kind])) != 0
    if kind == "ferry":
        found |= np.asarray(network.roads.highway) == HIGHWAYS.index("ferry")
    return np.flatnonzero(found).astype(np.int32)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", _WORDS.sub(" ", name.casefold()))
    return " ".join(re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c))))
