"""The road that is known by one place: "the Khanasser road" is the main road through Khanasser."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.geometry import roads_within
from routegraph.network.model import Network
from routegraph.network.sphere import distinct, great_circle_m
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.commanded import commanded_roads
from routegraph.places.gazetteer import Place
from routegraph.places.locate import PLACE_RADIUS_M, radius_of
from routegraph.places.shown import road_label

CLASSES = ("motorway", "trunk", "primary", "secondary", "tertiary")
"""Classes of main roads, with their links; ``highway // 2`` indexes this."""

FARTHEST_M = 50_000.0
"""A road is known by a place no farther off than this."""

BACK_M = 3_000.0
"""A road leads away from the place: what comes nearer again by more than this is another road."""

STRAIGHT_DEG = 35.0
"""A road goes on where another of its class leaves a junction within this angle of straight on."""

LARGER = {"village": ("city", "town"), "town": ("city",)}
"""Where a road known by a place of one kind is known by another place instead."""


def main_road_through(network: Network, place: Place) -> NDArray[np.int32]:
    """Return the main road that passes a village or town, ascending.

    It is that of the highest class there, followed both ways to where a road of a higher class meets it, to
    a larger place, to where it does not go straight on or turns back, or for 50 km.

    Raises
    ------
    NotFoundError
        No main road passes the place.
    AmbiguousError
        The place is a city, a motorway or roads of several refs pass it, or it has more than two ways out.
    """
    if place.kind == "city":
        raise AmbiguousError(f"which of the roads of {place.label} is meant? Name both ends, as in 'A - B'.")
    rank = network.roads.highway // 2
    near = roads_within(network, place.lon, place.lat, radius_of(place))
    near = near[rank[near] < len(CLASSES)]
    if not len(near):
        near = commanded_roads(network, place)[0]
    if not len(near):
        raise NotFoundError(
            f"no main road of {network.name} passes {place.label}; name both ends, as in 'A - B'."
        )
    best = int(rank[near].min())
    seeds = near[rank[near] == best]
    labels = dict.fromkeys(road_label(network, road) for road in seeds.tolist() if network.road_ref(road))
    if best == CLASSES.index("motorway"):
        passing = "pass" if len(labels) > 1 else "passes"
        which = "the one that is meant" if len(labels) > 1 else "it"
        raise AmbiguousError(
            f"{', '.join(labels) or 'a motorway'} {passing} {place.label}; name {which}, or both ends."
        )
    if len(labels) > 1:
        raise AmbiguousError(f"roads {', '.join(labels)} pass {place.label}; name the one that is meant.")
    roads = _followed(network, place, seeds, best, rank)
    if (arms := _arms(network, place, roads)) > 2:
        raise AmbiguousError(f"{arms} main roads leave {place.label}; name both ends, as in 'A - B'.")
    return roads


def _followed(
    network: Network, place: Place, seeds: NDArray[np.int32], best: int, rank: NDArray[np.integer]
) -> NDArray[np.int32]:
    """Follow roads of one class from the seeds."""
    larger = _larger_places(network, place)
    taken = set(seeds.tolist())
    waiting = [
        (road, int(end), 0.0) for road in taken for end in (network.roads.u[road], network.roads.v[road])
    ]
    while waiting:
        road, node, farthest_m = waiting.pop()
        at = _roads_at(network, node)
        lon, lat = network.nodes.lon[node], network.nodes.lat[node]
        metres = float(great_circle_m(place.lon, place.lat, lon, lat))
        if (
            (rank[at] < best).any()
            or not farthest_m - BACK_M < metres < FARTHEST_M
            or (great_circle_m(larger[:, 0], larger[:, 1], lon, lat) < larger[:, 2]).any()
        ):
            continue
        for other in at[rank[at] == best].tolist():
            if other not in taken and _goes_on(network, road, other, node):
                taken.add(other)
                u, v = int(network.roads.u[other]), int(network.roads.v[other])
                waiting.append((other, v if u == node else u, max(metres, farthest_m)))
    return np.array(sorted(taken), np.int32)


def _arms(network: Network, place: Place, roads: NDArray[np.int32]) -> int:
    """In how many directions roads leave the circle of a place, the two carriageways of one taken as one."""
    nodes = network.nodes
    ends = np.stack([network.roads.u[roads], network.roads.v[roads]])
    metres = great_circle_m(place.lon, place.lat, nodes.lon[ends], nodes.lat[ends])
    outer = np.where(metres[0] > metres[1], ends[0], ends[1])[
        (metres.min(axis=0) <= radius_of(place)) & (metres.max(axis=0) > radius_of(place))
    ]
    east = (nodes.lon[outer] - place.lon) * np.cos(np.radians(place.lat))
    bearings = np.sort(np.degrees(np.arctan2(nodes.lat[outer] - place.lat, east)))
    gaps = np.diff(bearings, append=bearings[:1] + 360.0)
    return int((gaps > STRAIGHT_DEG).sum())


def _roads_at(network: Network, node: int) -> NDArray[np.int32]:
    arcs = network.arcs
    leaving = arcs.road[arcs.start[node] : arcs.start[node + 1]]
    entering = arcs.road[arcs.in_arc[arcs.in_start[node] : arcs.in_start[node + 1]]]
    return distinct(np.concatenate([leaving, entering]))


def _goes_on(network: Network, road: int, other: int, node: int) -> bool:
    """Whether another road leaves a node straight on."""
    turn = abs(_heading(network, road, node) - _heading(network, other, node)) % 360.0
    return abs(turn - 180.0) <= STRAIGHT_DEG


def _heading(network: Network, road: int, node: int) -> float:
    """Direction in degrees in which a road leaves a node."""
    lon, lat = network.road_shape(road)
    near, far = (0, 1) if int(network.roads.u[road]) == node else (-1, -2)
    east = (lon[far] - lon[near]) * np.cos(np.radians(lat[near]))
    return float(np.degrees(np.arctan2(lat[far] - lat[near], east)))


def _larger_places(network: Network, place: Place) -> NDArray[np.float64]:
    """Return lon, lat and radius in metres of the larger places."""
    table = network.places
    rows = [
        (table.lon[kinds], table.lat[kinds], np.full(kinds.sum(), PLACE_RADIUS_M[kind]))
        for kind in LARGER.get(place.kind, ("city", "town", "village"))
        if (kinds := np.asarray(table.kind) == PLACE_KINDS.index(kind)).any()
    ]
    return np.concatenate([np.column_stack(row) for row in rows]) if rows else np.empty((0, 3))
