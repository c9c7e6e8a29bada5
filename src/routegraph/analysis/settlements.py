"""The inhabited places of a network and where their journeys begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.network.arrays import Float, Int
from routegraph.network.model import Network
from routegraph.network.sphere import EARTH_RADIUS_M, unit_vectors
from routegraph.network.tags import INHABITED, PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import ISLAND_M, ISLAND_RATIO
from routegraph.routing.graph import RoadGraph

FARTHEST_M = 10_000.0
"""A place farther from every usable junction is left out: the network does not tell of its roads."""


@dataclass(frozen=True, eq=False)
class Settlements:
    """Inhabited places that the network reaches.

    Attributes
    ----------
    place : int64[K]
        Rows of ``Network.places``, ascending.
    node : int64[K]
        Where their journeys begin and end.
    snap_m : float64[K]
        From the place to the node.
    population : int64[K]
        -1 where unknown.
    kind : int64[K]
        Index into `tags.PLACE_KINDS`, from the most important.
    too_far : int64[F]
        Rows of ``Network.places`` of these kinds farther than `FARTHEST_M` from every usable junction.
    """

    place: NDArray[np.int64]
    node: NDArray[np.int64]
    snap_m: NDArray[np.float64]
    population: NDArray[np.int64]
    kind: NDArray[np.int64]
    too_far: NDArray[np.int64]

    def people(self, which: NDArray[np.bool_]) -> int:
        """Sum of the known populations of some of them."""
        return int(np.maximum(self.population[which], 0).sum())

    def ranked(self, which: NDArray[np.bool_]) -> list[int]:
        """Which they are, the most populous first, and cities before towns where that is not known."""
        rows = np.flatnonzero(which)
        order = np.lexsort((self.kind[rows], -self.population[rows]))
        return rows[order].tolist()  # type: ignore[no-any-return]

    def uncounted(self, which: NDArray[np.bool_]) -> int:
        """How many of some of them have no known population."""
        return int((self.population[which] < 0).sum())


@dataclass(frozen=True)
class Settlement:
    """An inhabited place, for lists.

    Attributes
    ----------
    inside : tuple of str
        Targets of the closures that it lies inside of: no usable road at its junction is open.
        Empty for a place that is merely cut off.
    """

    name: str
    kind: str
    lon: float
    lat: float
    population: int | None
    inside: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "name": self.name,
            "kind": self.kind,
            "lon": self.lon,
            "lat": self.lat,
            "population": self.population,
            "inside": list(self.inside),
        }


def settlements_of(open_graph: RoadGraph, kinds: Sequence[str] = INHABITED) -> Settlements:
    """Return the places of some kinds, each at the junction where `places.locate` begins its journeys.

    Raises
    ------
    QuestionError
        A kind is none of `PLACE_KINDS`.
    """
    if unknown := [kind for kind in kinds if kind not in PLACE_KINDS]:
        raise QuestionError(
            f"no kind of place is called {unknown[0]!r}; give some of {', '.join(PLACE_KINDS)}."
        )
    return open_graph.memory.get("settlements", tuple(kinds), lambda: _settlements_of(open_graph, kinds))


def _settlements_of(open_graph: RoadGraph, kinds: Sequence[str]) -> Settlements:
    network, places = open_graph.network, open_graph.network.places
    place = np.flatnonzero(np.isin(places.kind, [PLACE_KINDS.index(kind) for kind in kinds]))
    main, touched = open_graph.usable_nodes, open_graph.touched_nodes
    declared = np.asarray(places.node)[place].astype(np.int64)
    told = (declared >= 0) & touched[declared]
    lon, lat = np.asarray(places.lon)[place], np.asarray(places.lat)[place]
    node, snap_m = _nearest(network, lon, lat, main)
    far = np.flatnonzero(snap_m > ISLAND_M)
    if len(far):
        on_island, island_m = _nearest(network, lon[far], lat[far], touched)
        nearer = island_m * ISLAND_RATIO < snap_m[far]
        node[far[nearer]], snap_m[far[nearer]] = on_island[nearer], island_m[nearer]
    node = np.where(told, declared, node)
    snap_m = np.where(told, 0.0, snap_m)
    near = snap_m <= FARTHEST_M
    return Settlements(
        place=place[near],
        node=node[near],
        snap_m=snap_m[near],
        population=np.asarray(places.population)[place[near]].astype(np.int64),
        kind=np.asarray(places.kind)[place[near]].astype(np.int64),
        too_far=place[~near],
    )


def _nearest(
    network: Network, lon: Float, lat: Float, among: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Nearest of some nodes to each point, and its distance in metres; inf where there is none."""
    nodes = np.flatnonzero(among)
    if not len(nodes) or not len(lon):
        return np.zeros(len(lon), np.int64), np.full(len(lon), np.inf)
    from scipy.spatial import KDTree

    at = unit_vectors(network.nodes.lon[nodes], network.nodes.lat[nodes])
    tree = KDTree(at, compact_nodes=False, balanced_tree=False)  # asked once: built in a third of the time
    chord, nearest = tree.query(unit_vectors(lon, lat))
    return nodes[nearest], 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(np.asarray(chord) / 2, 1.0))


def roads_at(network: Network, node: int) -> Int:
    """Roads that meet at a node."""
    arcs = network.arcs
    return np.asarray(arcs.road[np.concatenate([arcs.leaving(node), arcs.entering(node)])])


def is_inside(open_graph: RoadGraph, node: int, closed: Int) -> bool:
    """Whether every usable road at a node is closed."""
    roads = roads_at(open_graph.network, node)
    usable = roads[open_graph.usable_roads[roads]]
    return len(usable) > 0 and bool(np.isin(usable, closed).all())


def settlement(gazetteer: Gazetteer, place: int, inside: tuple[str, ...] = ()) -> Settlement:
    """Return one row of ``Network.places`` for a list."""
    told = gazetteer.place(place)
    return Settlement(told.label, told.kind, told.lon, told.lat, told.population, inside)
