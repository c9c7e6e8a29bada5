"""Directed arcs of a network, sorted by tail, and the rows that lead out of each node and into it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Bool, Int


@dataclass(frozen=True, eq=False)
class Arcs:
    """Directed arcs, sorted by tail; a oneway road has one, any other road two.

    Attributes
    ----------
    start : int32[N + 1]
        The arcs out of node `n` are ``start[n]:start[n + 1]``.
    tail, head, road : int32[M]
    in_start : int32[N + 1]
        The arcs into node `n` are ``in_arc[in_start[n]:in_start[n + 1]]``.
    in_arc : int32[M]
    of_road : int32[R, 2]
        The arc of each road from `u` to `v` and the one back; -1 for none.
    rule : int32[M]
        Row of `Rules` that holds for each arc.
    half_lanes : uint8[M]
        Lanes in the arc's direction, doubled: a single lane for both directions counts half for each.
        0 where the source does not tell; the fewest where they change on the way.
    """

    start: Int
    tail: Int
    head: Int
    road: Int
    in_start: Int
    in_arc: Int
    of_road: Int
    rule: Int
    half_lanes: Int

    def __len__(self) -> int:
        return len(self.tail)

    def leaving(self, node: int) -> NDArray[np.int32]:
        """Arcs out of a node."""
        return np.arange(self.start[node], self.start[node + 1], dtype=np.int32)

    def entering(self, node: int) -> NDArray[np.int32]:
        """Arcs into a node."""
        return np.asarray(self.in_arc[self.in_start[node] : self.in_start[node + 1]], np.int32)

    @classmethod
    def of(
        cls,
        node_count: int,
        u: Int,
        v: Int,
        forward: Bool,
        backward: Bool,
        rule: Int | None = None,
        half_lanes: Int | None = None,
    ) -> Arcs:
        """Arcs of roads from `u` to `v` that may be driven `forward` and `backward` (bool[R]).

        `rule` and `half_lanes` (int[R, 2]) hold for the two directions; by default all is open, and
        lanes are not told.
        """
        f, b = np.flatnonzero(forward), np.flatnonzero(backward)
        tail = np.concatenate([u[f], v[b]]).astype(np.int32)
        head = np.concatenate([v[f], u[b]]).astype(np.int32)
        road = np.concatenate([f, b]).astype(np.int32)
        order = np.lexsort((road, head, tail))
        position = np.empty(len(order), np.int32)
        position[order] = np.arange(len(order), dtype=np.int32)
        of_road = np.full((len(u), 2), -1, np.int32)
        of_road[f, 0] = position[: len(f)]
        of_road[b, 1] = position[len(f) :]
        table, lanes = (np.zeros((len(u), 2)) if told is None else told for told in (rule, half_lanes))
        return cls.joining(
            node_count,
            tail[order],
            head[order],
            road[order],
            of_road,
            np.concatenate([table[f, 0], table[b, 1]])[order].astype(np.int32),
            np.concatenate([lanes[f, 0], lanes[b, 1]])[order].astype(np.uint8),
        )

    @classmethod
    def joining(
        cls, node_count: int, tail: Int, head: Int, road: Int, of_road: Int, rule: Int, half_lanes: Int
    ) -> Arcs:
        """Arcs that are sorted by tail already."""
        return cls(
            start=_row_starts(tail, node_count),
            tail=tail,
            head=head,
            road=road,
            in_start=_row_starts(head, node_count),
            in_arc=np.argsort(head, kind="stable").astype(np.int32),
            of_road=of_road,
            rule=rule,
            half_lanes=half_lanes,
        )


def _row_starts(rows: Int, count: int) -> NDArray[np.int32]:
    start = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=count), out=start[1:])
    return start
