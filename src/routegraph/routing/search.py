"""Exact search: shortest-path trees, and the best path under a disruption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.graph import CLOSED, Disruption, RoadGraph
from routegraph.routing.workspace import Flat, Workspace

if TYPE_CHECKING:
    from routegraph.routing.borders import Borders

PATIENCE = 1000
"""Nodes settled before a search also asks whether the destination lies in a pocket."""


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
        from the root; of several equally good the one with the lowest number; -1 at the root
        and where there is no way.
    graph : RoadGraph, optional
        What the tree was grown on.
    inward : bool
        Whether paths run to the root.
    whole : bool
        Whether it was grown to the end; a search cannot be bounded by one that was not.
    """

    root: int
    cost: NDArray[np.int64]
    arc: NDArray[np.int32]
    graph: RoadGraph | None = field(default=None, repr=False)
    inward: bool = True
    whole: bool = True

    def path(self, node: int) -> NDArray[np.int32]:
        """Return the arcs between a node and the root in the order of travel, int32[K].

        Empty at the root and where there is no way.
        """
        if self.graph is None:
            raise ValueError("the tree does not know its graph")
        arcs = self.graph.network.arcs
        end = arcs.head if self.inward else arcs.tail
        path = []
        while (arc := int(self.arc[node])) >= 0:
            path.append(arc)
            node = int(end[arc])
        return np.array(path if self.inward else path[::-1], np.int32)

    def flat(self, compiled: bool) -> tuple[Flat, Flat]:
        """Costs and arcs in the form that searches read."""
        return (self.cost, self.arc) if compiled else self._lists

    @cached_property
    def _lists(self) -> tuple[list[int], list[int]]:
        return self.cost.tolist(), self.arc.tolist()


def tree_to(graph: RoadGraph, target: int, until: Sequence[int] = ()) -> Tree:
    """Shortest paths from every node to `target`; O(M log N).

    Parameters
    ----------
    until : sequence of int, optional
        Stop when these nodes are settled; the tree is right at these and at their paths alone.
    """
    rows = graph.rows
    return _tree(graph, target, True, (rows.in_row, rows.in_tail, rows.in_arc, rows.in_weight), until)


def tree_from(graph: RoadGraph, source: int, until: Sequence[int] = ()) -> Tree:
    """Shortest paths from `source` to every node; see `tree_to`."""
    rows = graph.rows
    return _tree(graph, source, False, (rows.out_row, rows.head, rows.arc, rows.weight), until)


def _tree(
    graph: RoadGraph, root: int, inward: bool, row: tuple[Flat, Flat, Flat, Flat], until: Sequence[int]
) -> Tree:
    rows = graph.rows
    cost = rows.full(rows.node_count, CLOSED)
    via = rows.full(rows.node_count, -1, np.int32)
    wanted = rows.full(rows.node_count if len(until) else 0, 0, np.int32)
    for node in until:
        wanted[node] = 1
    with graph.workspaces.one() as w:
        rows.kernel("grow_tree")(root, *row, cost, via, w.keys, w.items, wanted, len(set(until)))
    whole = len(until) == 0
    return Tree(root, np.asarray(cost, np.int64), np.asarray(via, np.int32), graph, inward, whole)


def best_path(
    graph: RoadGraph,
    source: int,
    target: int,
    disruption: Disruption | None = None,
    tree: Tree | None = None,
    borders: Borders | None = None,
) -> Path | None:
    """Return the best path under a disruption, or None when there is no way.

    Of several best paths it is the one whose arcs come first, compared one after the other, with
    or without a tree.

    Parameters
    ----------
    disruption : Disruption, optional
        On top of what stands in `graph`.
    tree : Tree, optional
        `tree_to` the target on `graph`, which bounds the search exactly: only nodes whose way to
        the target is cut and that lie closer than the answer are looked at.
    borders : Borders, optional
        The journey laid out on `graph` with both its trees, for many what-ifs: then only the
        borders of what is cut off are looked at.

    Raises
    ------
    ValueError
        `tree` or `borders` is another graph's, leads elsewhere, or is not whole.
    """
    if borders is not None:
        if (borders.graph, borders.source, borders.target) != (graph, source, target):
            raise ValueError(f"the borders are not those of {source} to {target} on this graph")
        tree = borders.inward.tree
    if tree is None:
        tree = tree_to(graph.under(disruption or Disruption()), target, until=[source])
        cost = int(tree.cost[source])
        return None if cost >= CLOSED else Path(tree.path(source), cost)
    if tree.root != target or not (tree.inward and tree.whole) or tree.graph not in (None, graph):
        raise ValueError(f"the tree does not lead from everywhere to node {target} of this graph")
    with graph.workspaces.one() as w:
        arcs, weight = graph.changed_arcs(disruption or Disruption())
        with w.changed(arcs, weight):
            count = borders.detour(arcs, w) if borders else detour(graph, source, tree, w)
        if count < 0:
            return None
        return Path(np.array(w.path[:count], np.int32), int(w.report[0]))


def detour(graph: RoadGraph, source: int, tree: Tree, w: Workspace) -> int:
    """Search under the weights of a workspace; see `kernels.detour`."""
    rows = graph.rows
    potential, via = tree.flat(rows.compiled)
    return int(
        rows.kernel("detour")(
            source, tree.root, rows.out_row, rows.head, w.weight, rows.weight,
            rows.in_row, rows.in_tail, rows.in_arc, potential, via, w.cost, w.seen, w.state,
            w.next_stamp(), w.queue, w.queued, w.keys, w.items, w.stack, w.path, PATIENCE, w.report,
        )
    )  # fmt: skip
