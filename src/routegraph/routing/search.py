"""Exact search: shortest-path trees, and the best path under a disruption."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.graph import CLOSED, Disruption, RoadGraph


@dataclass(frozen=True, eq=False)
class Path:
    """A path by its arcs.

    Attributes
    ----------
    arcs : int32[K]
        From the first to the last; empty when origin and destination are one node.
    cost : int
        In millionths of the graph's measure.
    """

    arcs: NDArray[np.int32]
    cost: int


@dataclass(frozen=True, eq=False)
class Tree:
    """Shortest paths between one node and all others.

    Attributes
    ----------
    root : int
    cost : int64[N]
        `CLOSED` where there is no way.
    arc : int32[N]
        The arc of the path at each node: out of it in a tree to the root, into it in a tree
        from the root; -1 at the root and where there is no way.
    """

    root: int
    cost: NDArray[np.int64]
    arc: NDArray[np.int32]


def tree_to(graph: RoadGraph, target: int) -> Tree:
    """Shortest paths from every node to `target`; O(M log N)."""
    arcs = graph.network.arcs
    return _tree(graph, target, arcs.in_start, arcs.tail, arcs.in_arc)


def tree_from(graph: RoadGraph, source: int) -> Tree:
    """Shortest paths from `source` to every node; O(M log N)."""
    arcs = graph.network.arcs
    return _tree(graph, source, arcs.start, arcs.head, np.arange(len(arcs), dtype=np.int32))


def _tree(graph, root, start, other_end, order):  # type: ignore[no-untyped-def]
    n = len(graph.network.nodes)
    start, order = start.tolist(), order.tolist()
    end, weight = other_end.tolist(), graph.weight.tolist()
    cost, via = [CLOSED] * n, [-1] * n
    cost[root] = 0
    heap = [(0, root)]
    while heap:
        c, node = heappop(heap)
        if c > cost[node]:
            continue
        for arc in order[start[node] : start[node + 1]]:
            reached = c + weight[arc]
            if reached < cost[end[arc]]:
                cost[end[arc]] = reached
                via[end[arc]] = arc
                heappush(heap, (reached, end[arc]))
    return Tree(root, np.array(cost, np.int64), np.array(via, np.int32))


def best_path(
    graph: RoadGraph,
    source: int,
    target: int,
    disruption: Disruption | None = None,
    tree: Tree | None = None,
) -> Path | None:
    """Return the best path under a disruption, or None when there is no way.

    Parameters
    ----------
    tree : Tree, optional
        `tree_to` the target on `graph`, which bounds the search exactly.
    """
    if disruption:
        graph, tree = graph.under(disruption), None
    tree = tree or tree_to(graph, target)
    if tree.cost[source] >= CLOSED:
        return None
    arcs, node = [], source
    while node != target:
        arcs.append(int(tree.arc[node]))
        node = int(graph.network.arcs.head[arcs[-1]])
    return Path(np.array(arcs, np.int32), int(tree.cost[source]))
