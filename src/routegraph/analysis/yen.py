"""The k shortest simple paths, exactly, however little they differ."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arcs import Arcs
from routegraph.network.sphere import distinct
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.tree import Path


def shortest_simple_paths(graph: RoadGraph, source: int, target: int, k: int) -> list[Path]:
    """Return the k best paths that visit no node twice, best first; fewer when there are fewer.

    Where turn bans make the best path itself visit a node twice, it is the only one that does.

    Paths that take different ones of two parallel roads are two. O(k L) searches for paths of L
    arcs, each bounded by the tree to the target.

    References
    ----------
    Yen (1971), https://doi.org/10.1287/mnsc.17.11.712, with Lawler's (1972) rule to deviate only
    behind the point where a path itself deviates, https://doi.org/10.1287/mnsc.18.7.401.
    """
    arcs = graph.arcs
    tree = tree_to(graph, target)
    best = best_path(graph, source, target, None, tree)
    if best is None or source == target:
        return []
    found: list[tuple[int, ...]] = []
    costs: list[int] = []
    waiting: list[tuple[int, tuple[int, ...], int]] = [(best.cost, tuple(best.arcs.tolist()), 0)]
    while waiting:
        cost, path, deviates = heappop(waiting)
        found.append(path)
        costs.append(cost)
        if len(found) == k:
            break
        nodes = [source, *arcs.head[np.array(path)].tolist()]
        spent = np.concatenate([[0], np.cumsum(graph.weight[np.array(path)])]).tolist()
        alike = [(other, _common_beginning(path, other)) for other in found]
        for i in range(deviates, len(path)):
            taken = [other[i] for other, common in alike if common >= i and len(other) > i]
            shut = np.concatenate(
                [
                    arcs.road[taken],
                    *(_roads_at(graph.network.arcs, graph.real_node(node)) for node in nodes[:i]),
                ]
            )
            closed = Disruption(closed=distinct(shut).astype(np.int32))
            rest = best_path(graph, nodes[i], target, closed, tree)
            if rest is not None:
                heappush(waiting, (spent[i] + rest.cost, path[:i] + tuple(rest.arcs.tolist()), i))
    return [Path(np.array(path, np.int32), cost) for path, cost in zip(found, costs, strict=True)]


def _common_beginning(path: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How many arcs two paths have in common before they part."""
    return next((i for i, (a, b) in enumerate(zip(path, other, strict=False)) if a != b), len(path))


def _roads_at(arcs: Arcs, node: int) -> NDArray[np.int32]:
    return np.asarray(arcs.road[np.concatenate([arcs.leaving(node), arcs.entering(node)])])
