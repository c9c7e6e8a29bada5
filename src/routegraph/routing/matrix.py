"""Costs between many places at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.graph import CLOSED, Disruption, RoadGraph
from routegraph.routing.search import Tree, tree_from, tree_to
from routegraph.routing.threads import mapped


@dataclass(frozen=True, eq=False)
class Matrix:
    """Best routes between sources and targets.

    Attributes
    ----------
    cost : int64[S, T]
        In millionths of the graph's measure; `CLOSED` where there is no way.
    time_s, length_m : float64[S, T]
        Of the same routes; inf where there is no way.
    """

    cost: NDArray[np.int64]
    time_s: NDArray[np.float64]
    length_m: NDArray[np.float64]


def cost_matrix(
    graph: RoadGraph, sources: Sequence[int], targets: Sequence[int], disruption: Disruption | None = None
) -> NDArray[np.int64]:
    """Cost of the best route between every source and every target, int64[S, T]; exact.

    `CLOSED` where there is no way. One search for each of the fewer of sources and targets,
    ended when all of the others are reached, on all cores.
    """

    def costs(tree: Tree, others: NDArray[np.int64]) -> NDArray[np.int64]:
        return tree.cost[others]

    return _by_trees(graph.under(disruption or Disruption()), sources, targets, costs, np.dtype(np.int64))


def route_matrix(
    graph: RoadGraph, sources: Sequence[int], targets: Sequence[int], disruption: Disruption | None = None
) -> Matrix:
    """Cost, time and length of the best route between every source and every target.

    Of several best routes between two nodes any one is taken, always the same.
    """
    graph = graph.under(disruption or Disruption())
    arcs = graph.network.arcs
    length_m = np.asarray(graph.network.roads.length_m, np.float64)

    def sums(tree: Tree, others: NDArray[np.int64]) -> NDArray[np.float64]:
        end = np.asarray(arcs.head if tree.inward else arcs.tail)
        result = np.full((len(others), 2), np.inf)
        for i, other in enumerate(others.tolist()):
            if tree.cost[other] >= CLOSED:
                continue
            path, node = [], other
            while node != tree.root:
                path.append(tree.arc[node])
                node = end[path[-1]]
            roads = np.asarray(arcs.road)[path] if path else np.empty(0, np.int32)
            result[i] = graph.time_s[roads].sum(), length_m[roads].sum()
        return result

    entry = np.dtype([("cost", np.int64), ("sums", np.float64, 2)])

    def both(tree: Tree, others: NDArray[np.int64]) -> NDArray[np.void]:
        row = np.empty(len(others), entry)
        row["cost"], row["sums"] = tree.cost[others], sums(tree, others)
        return row

    table = _by_trees(graph, sources, targets, both, entry)
    return Matrix(table["cost"], table["sums"][..., 0], table["sums"][..., 1])


def _by_trees(
    graph: RoadGraph,
    sources: Sequence[int],
    targets: Sequence[int],
    row_of: Callable[[Tree, NDArray[np.int64]], NDArray[Any]],
    entry: np.dtype[Any],
) -> NDArray[Any]:
    outward = len(sources) <= len(targets)
    roots, others = (sources, targets) if outward else (targets, sources)
    grow = tree_from if outward else tree_to
    ends = np.asarray(others, np.int64)
    until = np.unique(ends).tolist()

    def row(root: int) -> NDArray[Any]:
        return row_of(grow(graph, root, until), ends)

    distinct = list(dict.fromkeys(int(root) for root in roots))
    rows = dict(zip(distinct, mapped(row, distinct, graph.rows.compiled), strict=True))
    table = np.empty((len(roots), len(others)), entry)
    for i, root in enumerate(roots):
        table[i] = rows[int(root)]
    return table if outward else np.ascontiguousarray(table.T)
