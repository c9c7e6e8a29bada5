"""A flow of whole units between two sides of a graph, filled by augmenting paths; see `flow`."""

from __future__ import annotations

from copy import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.sphere import distinct, ragged_index
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.kernels_flow import FAR, NEAR
from routegraph.routing.workspace import Flat, Workspace, flat, join


class Pieces(NamedTuple):
    """Routes and parts of them: their arcs, how many are whole, where parts from the near side end, and
    where those to the far side begin.
    """

    arcs: NDArray[np.int32]
    whole: int
    ends: NDArray[np.int32]
    begins: NDArray[np.int32]


NO_ARCS = NO_NODES = np.empty(0, np.int32)


class AugmentingFlow:
    """Units on their way over counted roads, which carry one each, and any others."""

    def __init__(self, graph: RoadGraph, counted: NDArray[np.bool_]) -> None:
        rows = graph.rows
        self._graph, self._is_counted = graph, counted
        self._road = flat(graph.arcs.road, rows.compiled)
        self._counted = flat(counted.astype(np.int32), rows.compiled)
        self._carrier = rows.full(len(counted), -1, np.int32)
        self._units = rows.full(rows.arc_count, 0, np.int32)
        self._busy = rows.full(rows.node_count, 0, np.int32)
        self._loose: tuple[list[int], list[int]] = [], []
        self.side = rows.full(rows.node_count, 0, np.int32)
        self._plane = [flat(side, rows.compiled) for side in graph.plane]
        self.routes = 0

    def empty(self) -> AugmentingFlow:
        """The same sides with nothing on the way."""
        rows, same = self._graph.rows, copy(self)
        same._carrier = rows.full(len(self._is_counted), -1, np.int32)
        same._units = rows.full(rows.arc_count, 0, np.int32)
        same._busy = rows.full(rows.node_count, 0, np.int32)
        same.routes = 0
        return same

    def spread(self, w: Workspace, node: int, mark: int) -> NDArray[np.int32]:
        """Mark the nodes that roads which do not count lead to, or from when `FAR`; return them."""
        rows = self._graph.rows
        row = (rows.in_row, rows.in_tail, rows.in_arc) if mark == FAR else (rows.out_row, rows.head, rows.arc)
        count = rows.kernel("spread")(
            node, *row, w.weight, self._road, self._counted, self.side, mark, w.queue
        )
        return np.array(w.queue[:count], np.int32)

    def part(self, w: Workspace, source: int, target: int, near: Flat | None = None) -> None:
        """Find the two sides that no cut of counted roads can part; `near` has the marks of the first.

        Raises
        ------
        ValueError
            They are one.
        """
        graph, end = self._graph, self._graph.arrival(target)
        self.side = graph.rows.full(graph.rows.node_count, 0, np.int32) if near is None else near
        far = self.spread(w, end, FAR) if self.side[end] != NEAR else NO_NODES
        about = self.spread(w, source, NEAR) if near is None else _marked(near)
        if self.side[end] == NEAR:
            raise ValueError(f"a way from {source} to {target} crosses none of the roads that count")
        arcs, compiled = graph.arcs, graph.rows.compiled
        if len(counted := np.flatnonzero(self._is_counted)) < len(about) + len(far):
            some, side = graph.arcs_of(counted), np.asarray(self.side)
            leave, enter = arcs.tail[some], arcs.head[some]
            leave, enter = leave[side[leave] == NEAR], enter[side[enter] == FAR]
        else:
            out, into = _rows(arcs.start, about), arcs.in_arc[_rows(arcs.in_start, far)]
            leave = arcs.tail[out[self._is_counted[arcs.road[out]]]]
            enter = arcs.head[into[self._is_counted[arcs.road[into]]]]
        self._seeds = flat(distinct(leave), compiled), flat(distinct(enter), compiled)
        self._towards = source, end

    def fill(self, w: Workspace, most: int | None = None, thorough: bool = False) -> int:
        """Send units until there are `most`, or no room; returns how the last search ended."""
        rows, proof = self._graph.rows, 1
        while proof == 1 and (most is None or self.routes < most):
            near, far = self._seeds
            if any(self._loose):
                more = (flat(np.array(nodes, np.int32), rows.compiled) for nodes in self._loose)
                near, far = (join(one, other) for one, other in zip(self._seeds, more, strict=True))
            proof = rows.kernel("augment")(
                near, far, rows.out_row, rows.head, rows.tail, rows.arc, w.weight, self._road, rows.in_row,
                rows.in_tail, rows.in_arc, self._counted, self.side, self._carrier, self._units, self._busy,
                *self._plane, *self._towards, w.stack, w.path, w.seen, w.next_stamp(), w.keys, w.items,
                *w.back_heap, int(thorough), w.report,
            )  # fmt: skip
            if proof == 1:
                self.routes += 1
                for nodes, node in zip(self._loose, w.report, strict=False):
                    if node in nodes:
                        nodes.remove(node)
        return int(proof)

    def direct(self, w: Workspace) -> Pieces:
        """The routes of one road that leads from side to side."""
        arcs, side = self._graph.arcs, np.asarray(self.side)
        some = self._graph.arcs_of(np.flatnonzero(self._is_counted))
        some = some[(side[arcs.tail[some]] == NEAR) & (side[arcs.head[some]] == FAR)]
        some = some[np.asarray(w.weight)[some] < CLOSED]
        some = some[np.unique(arcs.road[some], return_index=True)[1]]
        return Pieces(some, len(some), NO_NODES, NO_NODES)

    def crossing(self, w: Workspace, proof: int) -> NDArray[np.int32]:
        """Counted roads that lead out of what the last search reached; into it, where its end was 2."""
        arcs, seen, side = self._graph.arcs, np.asarray(w.seen), np.asarray(self.side)
        some = self._graph.arcs_of(np.flatnonzero(self._is_counted))
        some = some[self._graph.weight[some] < CLOSED]
        tail, head = arcs.tail[some], arcs.head[some]
        if proof == 2:
            far = (side == FAR) | (seen == w.stamp + 1)
            crossing = ~far[tail] & far[head]
        else:
            near = (side == NEAR) | (seen == w.stamp)
            crossing = near[tail] & ~near[head]
        return distinct(arcs.road[some[crossing]]).astype(np.int32)

    def drained(self, w: Workspace) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Take all units off; return their arcs one after the other, and where each begins."""
        rows, arcs = self._graph.rows, self._graph.arcs
        near = np.asarray(self.side) == NEAR
        carriers = np.asarray(self._carrier, np.int32)
        first = carriers[carriers >= 0] if self._graph.turns is None else NO_ARCS
        parts = [NO_ARCS]
        for arc in first[near[arcs.tail[first]]].tolist():
            count = rows.kernel("drain")(
                arc, rows.out_row, rows.tail, rows.head, self._road, self._counted, self.side, self._carrier,
                self._units, self._busy, w.queue,
            )  # fmt: skip
            parts.append(np.array(w.queue[:count], np.int32))
        return np.concatenate(parts), np.cumsum([0, *map(len, parts[1:])])

    def put(self, pieces: Pieces) -> None:
        """Put units on their way, where nothing is yet."""
        ends, compiled = self._graph.arcs, self._graph.rows.compiled
        arcs, roads = pieces.arcs, ends.road[pieces.arcs]
        alone = self._is_counted[roads]
        columns = (self._carrier, self._units, self._busy)
        carrier, units, busy = (np.asarray(column, np.int32) for column in columns)
        carrier[roads[alone]] = arcs[alone]
        np.add.at(units, arcs[~alone], 1)
        np.add.at(busy, ends.tail[arcs], 1)
        np.add.at(busy, ends.head[arcs], 1)
        self._carrier, self._units, self._busy = (flat(column, compiled) for column in (carrier, units, busy))
        self.routes, self._loose = pieces.whole, (pieces.ends.tolist(), pieces.begins.tolist())


def _marked(near: Flat) -> NDArray[np.int32]:
    return np.flatnonzero(np.asarray(near) == NEAR).astype(np.int32)


def _rows(start: Int, nodes: NDArray[np.int32]) -> NDArray[np.int64]:
    """Positions of the rows of some nodes."""
    return ragged_index(start[nodes], start[nodes + 1] - start[nodes])[1]
