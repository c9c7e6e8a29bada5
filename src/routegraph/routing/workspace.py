"""What searches read and write: adjacency as rows, and scratch that outlives a search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arcs import Arcs
from routegraph.network.arrays import Int
from routegraph.routing.compiled import kernel, runs_compiled
from routegraph.routing.kernels import CLOSED, STAMPS

Flat = Any
"""A contiguous array where searches run compiled, a list where they do not."""

LAST_STAMP = int(np.iinfo(np.int32).max)


@dataclass(frozen=True, eq=False)
class Rows:
    """Arcs of a graph in the order in which searches read them.

    The arcs out of node `n` are ``out_row[n]:out_row[n + 1]`` of `head`, `tail`, `weight` and `arc`,
    which go by arc number; those into it ``in_row[n]:in_row[n + 1]`` of `in_tail`, `in_arc`, `in_weight`.
    """

    compiled: bool
    out_row: Flat
    head: Flat
    tail: Flat
    arc: Flat
    weight: Flat
    in_row: Flat
    in_tail: Flat
    in_arc: Flat
    in_weight: Flat

    @classmethod
    def of(cls, arcs: Arcs, weight: NDArray[np.int64], compiled: bool | None = None) -> Rows:
        """Lay out arcs; `compiled` is a matter of size unless told."""
        compiled = runs_compiled(len(arcs)) if compiled is None else compiled
        columns = (
            arcs.start,
            arcs.head,
            arcs.tail,
            np.arange(len(arcs), dtype=np.int32),
            weight,
            arcs.in_start,
            arcs.tail[arcs.in_arc],
            arcs.in_arc,
            weight[arcs.in_arc],
        )
        return cls(compiled, *(flat(column, compiled) for column in columns))

    def reweighted(self, weight: NDArray[np.int64]) -> Rows:
        """Return the same arcs with other weights."""
        in_weight = weight[self.in_arc]
        return replace(self, weight=flat(weight, self.compiled), in_weight=flat(in_weight, self.compiled))

    @property
    def node_count(self) -> int:
        return len(self.out_row) - 1

    @property
    def arc_count(self) -> int:
        return len(self.head)

    def full(self, length: int, value: int, dtype: Any = np.int64) -> Flat:
        """Return a new array of one value."""
        return np.full(length, value, dtype) if self.compiled else [value] * length

    def kernel(self, name: str) -> Any:
        """Return a loop of `kernels` that takes what is flat here."""
        return kernel(name, self.compiled)


def flat(array: Int, compiled: bool) -> Flat:
    """Return an array in the form that searches read."""
    kind = np.int64 if array.dtype == np.int64 else np.int32
    return np.ascontiguousarray(array, kind) if compiled else array.tolist()


def join(one: Flat, other: Flat) -> Flat:
    """Return what is flat, one after the other."""
    return one + other if isinstance(one, list) else np.concatenate([one, other])


class Workspace:
    """Scratch of one search at a time: whatever is stamped with an older stamp counts as empty.

    `weight` is the graph's own, changed for the length of a search and then put back.
    """

    def __init__(self, rows: Rows) -> None:
        n, m = rows.node_count, rows.arc_count
        self.rows = rows
        self.weight = rows.weight.copy()
        self.cost = rows.full(n, 0)
        self.seen, self.state, self.queued = (rows.full(n, 0, np.int32) for _ in range(3))
        self.queue, self.stack, self.path = (rows.full(n + 1, 0, np.int32) for _ in range(3))
        self.keys = rows.full(m + 1, 0)
        self.items = rows.full(m + 1, 0, np.int32)
        self.report = rows.full(4, 0)
        self._next = 1
        self.stamp = 0

    @cached_property
    def back_heap(self) -> tuple[Flat, Flat]:
        """Keys and items of a second heap."""
        return self.rows.full(self.rows.arc_count + 1, 0), self.rows.full(
            self.rows.arc_count + 1, 0, np.int32
        )

    def next_stamp(self, count: int = STAMPS) -> int:
        """Return the first of `count` stamps that nothing carries yet."""
        if self._next + count > LAST_STAMP:
            for stamped in (self.seen, self.state, self.queued):
                stamped[:] = self.rows.full(self.rows.node_count, 0, np.int32)
            self._next = 1
        self.stamp = self._next
        self._next += count
        return self.stamp

    @contextmanager
    def changed(self, arcs: NDArray[np.int32], weight: NDArray[np.int64]) -> Iterator[None]:
        """Give arcs other weights for a while."""
        if self.rows.compiled:
            self.weight[arcs] = weight
            try:
                yield
            finally:
                self.weight[arcs] = self.rows.weight[arcs]
            return
        positions = arcs.tolist()
        for a, w in zip(positions, weight.tolist(), strict=True):
            self.weight[a] = w
        try:
            yield
        finally:
            for a in positions:
                self.weight[a] = self.rows.weight[a]


class Workspaces:
    """Workspaces of one graph that nobody is using; safe to share between threads."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._idle: list[Workspace] = []

    @contextmanager
    def one(self) -> Iterator[Workspace]:
        """Lend a workspace."""
        try:
            workspace = self._idle.pop()
        except IndexError:
            workspace = Workspace(self._rows)
        try:
            yield workspace
        finally:
            self._idle.append(workspace)


def main_component(rows: Rows) -> NDArray[np.bool_]:
    """Nodes of the largest strongly connected component of the open arcs, bool[N].

    Where no two nodes can be driven between both ways: all nodes that an open arc touches.
    """
    n = rows.node_count
    component = rows.full(n, -1, np.int32)
    scratch = (rows.full(n, 0, np.int32) for _ in range(5))
    rows.kernel("strong_components")(rows.out_row, rows.head, rows.weight, component, *scratch)
    size = np.bincount(np.asarray(component, np.int32), minlength=1)
    if size.max() > 1:
        return np.asarray(np.asarray(component) == size.argmax())
    touched = np.zeros(n, bool)
    usable = np.asarray(rows.weight, np.int64) < CLOSED
    touched[np.asarray(rows.head, np.int64)[usable]] = True
    touched[np.repeat(np.arange(n), np.diff(np.asarray(rows.out_row)))[usable]] = True
    return touched
