"""Road-disjoint routes and minimum cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.network.model import Int
from routegraph.routing.graph import CLOSED, Disruption, RoadGraph
from routegraph.routing.kernels_flow import FAR, NEAR
from routegraph.routing.workspace import flat


@dataclass(frozen=True, eq=False)
class Cut:
    """The fewest roads that separate two nodes.

    Attributes
    ----------
    routes : int
        How many routes share no road; equal to the number of roads in the cut.
    roads : int32[routes]
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
    others = np.ones(len(graph.network.roads), np.int32)
    others[roads] = 0
    rows = graph.rows
    side = rows.full(rows.node_count, 0, np.int32)
    with graph.workspaces.one() as w:
        rows.kernel("spread")(
            source, rows.out_row, rows.head, rows.arc, rows.weight, flat(graph.arcs.road, rows.compiled),
            flat(others, rows.compiled), side, NEAR, w.queue,
        )  # fmt: skip
    return bool(side[target] == NEAR)


def _min_cut(graph: RoadGraph, source: int, target: int, counted: NDArray[np.bool_]) -> Cut:
    if source == target:
        return Cut(0, np.empty(0, np.int32))
    rows, arcs = graph.rows, graph.arcs
    is_counted = flat(counted.astype(np.int32), rows.compiled)
    carrier = rows.full(len(counted), -1, np.int32)
    units = rows.full(rows.arc_count, 0, np.int32)
    came, side = (rows.full(rows.node_count, 0, np.int32) for _ in range(2))
    road = flat(arcs.road, rows.compiled)
    routes = 0
    with graph.workspaces.one() as w:
        for end, row, mark in (
            (target, (rows.in_row, rows.in_tail, rows.in_arc, rows.in_weight), FAR),
            (source, (rows.out_row, rows.head, rows.arc, rows.weight), NEAR),
        ):
            rows.kernel("spread")(end, *row, road, is_counted, side, mark, w.queue)
        if side[target] == NEAR:
            raise ValueError(f"a way from {source} to {target} crosses none of the roads that count")
        near = np.asarray(side) == NEAR
        leaving = near[arcs.tail] & counted[arcs.road]
        seeds = flat(np.unique(np.asarray(arcs.tail)[leaving]), rows.compiled)
        while rows.kernel("augment")(
            seeds, rows.out_row, rows.head, rows.tail, rows.weight, road, rows.in_row, rows.in_tail,
            rows.in_arc, is_counted, side, carrier, units, came, w.queue, w.seen, w.next_stamp(),
        ):  # fmt: skip
            routes += 1
        near |= np.asarray(w.seen) == w.stamp
    crossing = near[arcs.tail] & ~near[arcs.head] & (graph.weight < CLOSED) & counted[arcs.road]
    return Cut(routes, np.unique(np.asarray(arcs.road)[crossing]).astype(np.int32))
