"""Trees laid out so that what a changed arc cuts off is a range, and its border is found at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.routing.tree import Tree
from routegraph.routing.workspace import Flat, Workspace, flat


@dataclass(frozen=True, eq=False)
class SubtreeIntervals:
    """A tree's nodes in preorder.

    Attributes
    ----------
    position, last : int32[N]
        The subtree of a node has the positions from its own to its last; -1 outside of the tree.
    at : int32[N]
        The node at each position.
    """

    tree: Tree
    position: NDArray[np.int32]
    last: NDArray[np.int32]
    flat_position: Flat
    at: Flat

    @classmethod
    def of(cls, graph: RoadGraph, tree: Tree) -> SubtreeIntervals:
        """Lay out a tree; O(N)."""
        rows = graph.rows
        position = rows.full(rows.node_count, -1, np.int32)
        last, at, children = (rows.full(rows.node_count, 0, np.int32) for _ in range(3))
        end = rows.head if tree.inward else rows.tail
        rows.kernel("nest")(tree.root, tree.flat(rows.compiled)[1], end, position, last, at, children)
        return cls(tree, np.asarray(position, np.int32), np.asarray(last, np.int32), position, at)

    def cut_off(self, arcs: NDArray[np.int32], ends: Int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the ranges of positions whose tree paths pass one of the arcs.

        `ends` are the nodes whose tree arc an arc may be: its tail in an inward tree, else its head.
        """
        below = ends[self.tree.arc[ends] == arcs]
        first, last = self.position[below], self.last[below]
        order = np.argsort(first)
        first, last = first[order], last[order]
        outermost = np.ones(len(first), bool)
        outermost[1:] = first[1:] > np.maximum.accumulate(last)[:-1]
        return first[outermost], last[outermost]

    def reached(self, graph: RoadGraph, disruption: Disruption, mark: int) -> Flat:
        """Put a mark on the nodes that the root still reaches when more is closed, 0 on all others.

        `graph` is the one on which the tree, which leads from its root, was grown.
        """
        rows = graph.rows
        arcs, weight = graph.changed_arcs(disruption)
        ranges = self.cut_off(arcs, np.asarray(graph.arcs.head)[arcs])
        found = flat(np.where(self.position >= 0, mark, 0).astype(np.int32), rows.compiled)
        with graph.workspaces.one() as w, w.changed(arcs, weight):
            rows.kernel("reconnect")(
                *(flat(edge, rows.compiled) for edge in ranges), self.at,
                rows.out_row, rows.head, rows.arc, rows.in_row, rows.in_tail, rows.in_arc,
                w.weight, found, mark, w.queue,
            )  # fmt: skip
        return found


def nested(graph: RoadGraph, tree: Tree) -> SubtreeIntervals:
    """Return a whole tree on a graph laid out, kept for the next who asks."""
    return graph.memory.get("nested", (tree.root, tree.inward), lambda: SubtreeIntervals.of(graph, tree))


@dataclass(frozen=True, eq=False)
class DetourIndex:
    """A journey laid out for many what-ifs: both trees nested, and where arcs leave each range."""

    graph: RoadGraph
    inward: SubtreeIntervals
    outward: SubtreeIntervals
    low: Flat
    high: Flat

    @classmethod
    def of(cls, graph: RoadGraph, tree: Tree, outward: Tree) -> DetourIndex:
        """Lay out the journey from the root of `outward` to the root of `tree`; O(N + M).

        Raises
        ------
        ValueError
            The trees run the wrong way or are not whole.
        """
        if not (tree.inward and tree.whole and outward.whole) or outward.inward:
            raise ValueError("a detour index needs a whole tree to the target and one from the source")
        rows = graph.rows
        nesting = nested(graph, tree)
        leaves = 1 << max(rows.node_count - 1, 0).bit_length()
        low = rows.full(2 * leaves, leaves, np.int32)
        high = rows.full(2 * leaves, -1, np.int32)
        rows.kernel("span_arcs")(rows.out_row, rows.head, rows.weight, nesting.flat_position, low, high)
        return cls(graph, nesting, nested(graph, outward), low, high)

    @property
    def source(self) -> int:
        return self.outward.tree.root

    @property
    def target(self) -> int:
        return self.inward.tree.root

    def detour(self, arcs: NDArray[np.int32], w: Workspace) -> int:
        """Search under the weights of a workspace, which differ at `arcs`; see `search.detour`."""
        rows, ends = self.graph.rows, self.graph.arcs
        inward, outward = self.inward, self.outward
        source, target = self.source, self.target
        ahead, via = inward.tree.flat(rows.compiled)
        begin, end = inward.cut_off(arcs, np.asarray(ends.tail)[arcs])
        out_begin, out_end = outward.cut_off(arcs, np.asarray(ends.head)[arcs])
        ranges = [flat(edge, rows.compiled) for edge in (begin, end, out_begin, out_end)]
        return int(
            rows.kernel("indexed_detour")(
                source, target, rows.out_row, rows.head, w.weight, rows.in_row, rows.in_tail, rows.in_arc,
                ahead, via, inward.flat_position, inward.at, self.low, self.high, *ranges[:2],
                outward.tree.flat(rows.compiled)[0], outward.flat_position, *ranges[2:],
                w.cost, w.seen, w.next_stamp(), w.keys, w.items, w.stack, w.path, w.report,
            )
        )  # fmt: skip
