"""Costs between many places at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.sphere import distinct
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, MICRO, RoadGraph
from routegraph.routing.hierarchy import hierarchy_of, is_known
from routegraph.routing.search import tree_from, tree_to
from routegraph.routing.threads import mapped
from routegraph.routing.tree import Tree

FROM_TREES, FROM_TREES_WHEN_KNOWN = 32, 3
"""A hierarchy takes as long to build as so many trees, and to customize as so many."""


@dataclass(frozen=True, eq=False)
class Matrix:
    """Best routes between sources and targets.

    Attributes
    ----------
    cost : int64[S, T]
        In millionths of the graph's measure; `CLOSED` where there is no way.
    time_s, length_m, money : float64[S, T]
        Of the same routes, `money` in the vehicle's currency; inf where there is no way.
    """

    cost: NDArray[np.int64]
    time_s: NDArray[np.float64]
    length_m: NDArray[np.float64]
    money: NDArray[np.float64]


def cost_matrix(
    graph: RoadGraph, sources: Sequence[int], targets: Sequence[int], disruption: Disruption | None = None
) -> NDArray[np.int64]:
    """Cost of the best route between every source and every target, int64[S, T]; exact.

    `CLOSED` where there is no way. Few searches, each ended when all others are reached, or, on
    large networks, a `hierarchy`.
    """
    graph = graph.under(disruption or Disruption())
    if _is_for_hierarchy(graph, sources, targets):
        found = hierarchy_of(graph.arcs, graph.rows.compiled)
        return found.costs(*_ends(graph, sources, targets), graph.weight)[0] * _apart(sources, targets)

    def costs(tree: Tree, others: NDArray[np.int64]) -> NDArray[np.int64]:
        return tree.costs(others)

    return _by_trees(graph, sources, targets, costs, np.dtype(np.int64))


def route_matrix(
    graph: RoadGraph, sources: Sequence[int], targets: Sequence[int], disruption: Disruption | None = None
) -> Matrix:
    """Cost, time, length and money of the best route between every source and every target.

    Of several best routes between two nodes any one is taken, always the same. Amounts are rounded
    to millionths.
    """
    graph = graph.under(disruption or Disruption())
    # One of the three is what the graph measures: two are summed beside it.
    one, two = (key for key in ("time", "distance", "cost") if key != graph.by)
    if _is_for_hierarchy(graph, sources, targets):
        found = hierarchy_of(graph.arcs, graph.rows.compiled)
        apart = _apart(sources, targets)
        entries = graph.memory.get(
            "customized",
            "",
            lambda: found.customized(graph.weight, (_amounts(graph, one), _amounts(graph, two))),
        )
        tables = found.between(*_ends(graph, sources, targets), entries)
        cost, first, second = (table * apart for table in tables)
    else:
        amounts = _amounts(graph, one), _amounts(graph, two)
        entry = np.dtype([("cost", np.int64), ("first", np.int64), ("second", np.int64)])

        def sums(tree: Tree, others: NDArray[np.int64]) -> NDArray[np.void]:
            row = np.zeros(len(others), entry)
            row["cost"] = tree.costs(others)
            for i, other in enumerate(others.tolist()):
                path = tree.path(other)
                row["first"][i], row["second"][i] = (amount[path].sum() for amount in amounts)
            return row

        table = _by_trees(graph, sources, targets, sums, entry)
        cost, first, second = table["cost"], table["first"], table["second"]
    reached = cost < CLOSED
    told = {
        key: np.where(reached, amount / MICRO, np.inf)
        for key, amount in ((graph.by, cost), (one, first), (two, second))
    }
    return Matrix(cost, told["time"], told["distance"], told["cost"])


def _amounts(graph: RoadGraph, measure: str) -> NDArray[np.int64]:
    """Time, distance or cost of every open arc, in millionths; 0 of those closed."""
    usable = np.flatnonzero(np.isfinite(graph.time_s))
    amount = np.zeros(len(graph.arcs), np.int64)
    if measure == "time":
        told = graph.time_s[usable]
    elif measure == "distance":
        told = graph.length_m(usable)
    else:
        told = graph.vehicle.cost(graph.time_s[usable], graph.fuel_l(usable))
    amount[usable] = np.rint(told * MICRO).astype(np.int64)
    return amount


def _nodes(nodes: Sequence[int]) -> NDArray[np.int64]:
    return np.asarray(nodes, np.int64)


def _ends(
    graph: RoadGraph, sources: Sequence[int], targets: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return _nodes(sources), graph.arrivals[_nodes(targets)].astype(np.int64)


def _apart(sources: Sequence[int], targets: Sequence[int]) -> NDArray[np.bool_]:
    """Whether source and target are two nodes, bool[S, T]: to where one is, there is no way to go."""
    return np.asarray(_nodes(sources)[:, None] != _nodes(targets))


def _is_for_hierarchy(graph: RoadGraph, sources: Sequence[int], targets: Sequence[int]) -> bool:
    trees = min(len(sources), len(targets))
    return graph.rows.compiled and trees >= (FROM_TREES_WHEN_KNOWN if is_known(graph.arcs) else FROM_TREES)


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
    ends = _nodes(others)
    until = distinct(ends).tolist()

    def row(root: int) -> NDArray[Any]:
        return row_of(grow(graph, root, until), ends)

    asked = list(dict.fromkeys(int(root) for root in roots))
    rows = dict(zip(asked, mapped(row, asked, graph.rows.compiled), strict=True))
    table = np.empty((len(roots), len(others)), entry)
    for i, root in enumerate(roots):
        table[i] = rows[int(root)]
    return table if outward else np.ascontiguousarray(table.T)
