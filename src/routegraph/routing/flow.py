"""Road-disjoint routes and minimum cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.network.model import Int
from routegraph.routing.graph import CLOSED, Disruption, RoadGraph
from routegraph.routing.kernels_flow import FAR, NEAR
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.workspace import Flat, flat


@dataclass(frozen=True, eq=False)
class Cut:
    """The fewest roads that separate two nodes.

    Attributes
    ----------
    routes : int
        How many routes share no road; equal to the number of roads in the cut, but where turn bans
        let one road serve several routes: then so many were found, and there may be more, up to it.
    roads : int32[...]
        A minimum cut, ascending; of several, the one nearest the origin.
    """

    routes: int
    roads: NDArray[np.int32]


def disjoint_routes(graph: RoadGraph, source: int, target: int, shared: Int | None = None) -> Cut:
    """Return how many road-disjoint routes there are, and a minimum cut that proves it (Menger).

    Parameters
    ----------
    shared : int[...], optional
        Roads that routes may share, such as the streets of the two towns; they must not join
        source and target by themselves.
    """
    counted = np.ones(len(graph.network.roads), bool)
    if shared is not None:
        counted[shared] = False
    return _min_cut(graph, source, target, counted)


def severing_cut(graph: RoadGraph, disruption: Disruption, source: int, target: int) -> Cut:
    """Return the fewest of the closed roads that suffice to separate two nodes.

    `graph` is the network before `disruption`.

    Raises
    ------
    ValueError
        There is a way under the disruption, which no cut of closed roads can sever.
    """
    counted = np.zeros(len(graph.network.roads), bool)
    counted[disruption.closed] = True
    return _min_cut(graph, source, target, counted)


def leads_along(graph: RoadGraph, source: int, target: int, roads: Int) -> bool:
    """Whether some roads alone lead from one node to another."""
    others = np.ones(len(graph.network.roads), bool)
    others[roads] = False
    return bool(_spread(graph, source, others, NEAR)[graph.arrival(target)] == NEAR)


def _spread(
    graph: RoadGraph, node: int, counted: NDArray[np.bool_], mark: int, side: Flat | None = None
) -> Flat:
    """Mark the nodes that roads which do not count lead to: from a node, or to it when `FAR`."""
    rows = graph.rows
    side = rows.full(rows.node_count, 0, np.int32) if side is None else side
    row = (
        (rows.in_row, rows.in_tail, rows.in_arc, rows.in_weight)
        if mark == FAR
        else (rows.out_row, rows.head, rows.arc, rows.weight)
    )
    road, is_counted = flat(graph.arcs.road, rows.compiled), flat(counted.astype(np.int32), rows.compiled)
    with graph.workspaces.one() as w:
        rows.kernel("spread")(node, *row, road, is_counted, side, mark, w.queue)
    return side


def _min_cut(graph: RoadGraph, source: int, target: int, counted: NDArray[np.bool_]) -> Cut:
    if source == target:
        return Cut(0, np.empty(0, np.int32))
    end, rows, arcs = graph.arrival(target), graph.rows, graph.arcs
    carrier = rows.full(len(counted), -1, np.int32)
    units = rows.full(rows.arc_count, 0, np.int32)
    came = rows.full(rows.node_count, 0, np.int32)
    road, is_counted = flat(arcs.road, rows.compiled), flat(counted.astype(np.int32), rows.compiled)
    side = _spread(graph, source, counted, NEAR, _spread(graph, end, counted, FAR))
    if side[end] == NEAR:
        raise ValueError(f"a way from {source} to {target} crosses none of the roads that count")
    near = np.asarray(side) == NEAR
    leaving = near[arcs.tail] & counted[arcs.road]
    seeds = flat(np.unique(np.asarray(arcs.tail)[leaving]), rows.compiled)
    routes = 0
    with graph.workspaces.one() as w:
        while rows.kernel("augment")(
            seeds, rows.out_row, rows.head, rows.tail, rows.weight, road, rows.in_row, rows.in_tail,
            rows.in_arc, is_counted, side, carrier, units, came, w.queue, w.seen, w.next_stamp(),
        ):  # fmt: skip
            routes += 1
        near |= np.asarray(w.seen) == w.stamp
    crossing = near[arcs.tail] & ~near[arcs.head] & (graph.weight < CLOSED) & counted[arcs.road]
    roads = np.unique(np.asarray(arcs.road)[crossing]).astype(np.int32)
    if routes < len(roads):
        roads = _fewest_roads(graph, source, target, counted, roads)
    return Cut(routes, roads)


def _fewest_roads(
    graph: RoadGraph, source: int, target: int, counted: NDArray[np.bool_], roads: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return a minimum cut where turn bans let one road carry several units; `roads` is a cut.

    The fewest roads that meet every route seen so far, until no route is left that they miss.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    tree = tree_to(graph, target)
    rows: list[NDArray[np.int32]] = []
    hit = np.empty(0, np.int32)
    while len(hit) < len(roads):
        shut = hit
        while (path := best_path(graph, source, target, Disruption(closed=shut), tree)) is not None:
            met = np.unique(graph.arcs.road[path.arcs])
            rows.append(met[counted[met]].astype(np.int32))
            shut = np.union1d(shut, rows[-1]).astype(np.int32)
        if len(shut) == len(hit):
            return hit
        among, column = np.unique(np.concatenate(rows), return_inverse=True)
        start = np.cumsum([0, *map(len, rows)])
        meets = csr_array((np.ones(len(column)), column, start), (len(rows), len(among)))
        one = np.ones(len(among))
        whole = np.ones(len(among), np.int64)
        found = milp(one, integrality=whole, bounds=Bounds(0, 1), constraints=LinearConstraint(meets, lb=1))
        hit = among[np.asarray(found.x) > 0.5].astype(np.int32)
    return roads
