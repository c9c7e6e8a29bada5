"""What all routes between two nodes have in common."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routegraph.network.sphere import distinct
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.search import best_path
from routegraph.routing.tree import Path
from routegraph.routing.workspace import flat


def junctions_of_all_routes(graph: RoadGraph, path: Path) -> NDArray[np.int64]:
    """Return where along a path its inner nodes lie that every route between its ends passes.

    A node is on every route unless something jumps over it: leaves the path before it and comes
    back after it. One pass finds for every node off the path the first node of the path that
    reaches it, and one look at every arc finds all jumps.

    Returns
    -------
    int64[...]
        Positions, ascending: ``i`` is the node that arc ``i`` of the path leads to.
    """
    arcs, k, rows = graph.arcs, len(path.arcs), graph.rows
    source = int(arcs.tail[path.arcs[0]])
    stations = np.concatenate([[source], arcs.head[path.arcs]]).astype(np.int32)
    place = np.full(graph.node_count, -1, np.int32)
    place[stations] = np.arange(k + 1)
    reached = rows.full(graph.node_count, k + 1, np.int32)
    with graph.workspaces.one() as w:
        rows.kernel("first_reaching")(
            flat(stations, rows.compiled), rows.out_row, rows.head, rows.weight,
            flat(place, rows.compiled), reached, w.stack,
        )  # fmt: skip
    first = np.asarray(reached, np.int32)
    back = np.flatnonzero((place[arcs.head] >= 0) & (graph.weight < CLOSED) & (first[arcs.tail] <= k))
    left, joined = first[arcs.tail[back]], place[arcs.head[back]]
    jumps = joined > left + 1
    over = np.zeros(k + 2, np.int64)
    np.add.at(over, left[jumps] + 1, 1)
    np.add.at(over, joined[jumps], -1)
    on_all = np.flatnonzero(np.cumsum(over)[1:k] == 0)
    if graph.turns is None:
        return on_all
    # A way may pass a split junction by another copy: then it is on all routes if closing it severs them.
    real, target = graph.network.arcs, graph.real_node(int(arcs.head[path.arcs[-1]]))
    more = []
    for i in np.delete(np.arange(k - 1), on_all).tolist():
        node = graph.real_node(int(arcs.head[path.arcs[i]]))
        if graph.arrival(node) != node:
            at_node = np.concatenate([real.leaving(node), real.entering(node)])
            if best_path(graph, source, target, Disruption(closed=distinct(real.road[at_node]))) is None:
                more.append(i)
    return distinct(np.concatenate([on_all, np.array(more, np.int64)]))
