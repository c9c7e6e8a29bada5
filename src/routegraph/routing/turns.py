"""Banned turns: a network's arcs with the restricted junctions split, so that no search knows of turns.

An arc that begins a banned sequence enters a copy of its junction, which only the arcs that may
follow leave; a sequence over several junctions is a chain of copies. A way is legal when and only
when the split arcs have it, at the same cost, so every search, flow and hierarchy stays as it is.
Junctions without bans are not touched.

References
----------
Gutierrez, Medaglia (2008), https://doi.org/10.1007/s10732-007-9058-x, for the split; copies by what
has been driven are the states of Aho, Corasick (1975), https://doi.org/10.1145/360825.360855.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arcs import Arcs
from routegraph.network.arrays import Int
from routegraph.network.sphere import distinct

Driven = tuple[int, ...]
"""Arcs, one after the other."""


@dataclass(frozen=True, eq=False)
class Turns:
    """Split arcs, and what they stand for.

    Nodes of the network keep their numbers and are where journeys begin. After them come the
    copies, and for each restricted junction a node that only journeys ending there enter.

    Attributes
    ----------
    arcs : Arcs
        Over nodes and copies; `of_road` gives the arcs that begin at no copy.
    node : int32[N']
        The network's node that each node stands for.
    arc : int32[M']
        The network's arc that each arc stands for.
    arrival : int32[N']
        Where journeys to each node end: itself but for restricted junctions.
    plain : int32[M]
        For each of the network's arcs the one that stands for it when nothing has been driven yet.
    at_hours : int32[M']
        Which hours bar the turn onto each arc: an index into `hours`, -1 for none.
    hours : tuple of tuple of int
        Numbers of hours, as `of` was told them; a turn of several is barred in each.
    """

    arcs: Arcs
    node: NDArray[np.int32]
    arc: NDArray[np.int32]
    arrival: NDArray[np.int32]
    plain: NDArray[np.int32]
    at_hours: NDArray[np.int32]
    hours: tuple[Driven, ...] = ()

    @classmethod
    def of(
        cls, arcs: Arcs, banned: Sequence[Driven], at_hours: Mapping[Driven, Driven] | None = None
    ) -> Turns | None:
        """Split the arcs of a network; None when nothing is banned.

        Parameters
        ----------
        arcs : Arcs
            Of the network.
        banned : sequence of tuple of int
            Arcs that may not be driven one after the other; each begins where the one before ends.
        at_hours : dict of tuple to tuple of int, optional
            Arcs that may not be driven so at certain hours, with numbers that name these.
        """
        if not banned and not at_hours:
            return None
        states = _States(arcs, banned, at_hours or {})
        copies = list(dict.fromkeys(states.copy.values()))
        count = len(arcs.start) - 1
        number = {copy: count + i for i, copy in enumerate(copies)}
        node = [*range(count), *(states.node(copy) for copy in copies)]
        heads = np.array(arcs.head, np.int32)
        for first, copy in states.copy.items():
            if len(first) == 1:
                heads[first[0]] = number[copy]
        tail: list[Int] = [arcs.tail]
        head: list[Int] = [heads]
        arc: list[Int] = [np.arange(len(arcs), dtype=np.int32)]
        hours: list[Int] = [np.full(len(arcs), -1, np.int32)]
        sets: dict[Driven, int] = {}
        steps = [
            (
                number[copy],
                a,
                number[after] if (after := states.after(copy, a)) else int(arcs.head[a]),
                sets.setdefault(hours_of, len(sets)) if (hours_of := states.hours(copy, a)) else -1,
            )
            for copy in copies
            for a in arcs.leaving(states.node(copy)).tolist()
            if not states.bans(copy, a)
        ]
        if steps:
            more = np.array(steps, np.int32)
            tail, head, arc = [*tail, more[:, 0]], [*head, more[:, 2]], [*arc, more[:, 1]]
            hours.append(more[:, 3])
        split = distinct(np.array(node[count:], np.int32))
        arrival = np.arange(len(node) + len(split), dtype=np.int32)
        arrival[split] = np.arange(len(node), len(node) + len(split))
        tails, ends_at, ids, barred = (np.concatenate(columns) for columns in (tail, head, arc, hours))
        ends = np.flatnonzero(arrival[arcs.head[ids]] != arcs.head[ids])
        return cls._sorted(
            arcs,
            np.concatenate([tails, tails[ends]]),
            np.concatenate([ends_at, arrival[arcs.head[ids[ends]]]]),
            np.concatenate([ids, ids[ends]]),
            np.concatenate([np.array(node, np.int32), split]),
            arrival,
            np.concatenate([barred, barred[ends]]),
            tuple(sets),
        )

    @classmethod
    def _sorted(
        cls,
        arcs: Arcs,
        tail: Int,
        head: Int,
        arc: Int,
        node: Int,
        arrival: Int,
        at_hours: Int,
        hours: tuple[Driven, ...],
    ) -> Turns:
        order = np.lexsort((head, arc, tail))
        position = np.empty(len(order), np.int32)
        position[order] = np.arange(len(order), dtype=np.int32)
        of_road = np.where(arcs.of_road >= 0, position[arcs.of_road], -1).astype(np.int32)
        road, rule, lanes = (column[arc[order]] for column in (arcs.road, arcs.rule, arcs.half_lanes))
        split = Arcs.joining(len(node), tail[order], head[order], road, of_road, rule, lanes)
        columns = (node, arc[order], arrival, at_hours[order])
        node, arc, arrival, at_hours = (np.asarray(column, np.int32) for column in columns)
        return cls(split, node, arc, arrival, position[: len(arcs)], at_hours, hours)

    @cached_property
    def _by_road(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        order = np.argsort(self.arcs.road, kind="stable").astype(np.int32)
        return order, np.searchsorted(self.arcs.road[order], np.arange(len(self.arcs.of_road) + 1))

    def arcs_of(self, roads: Int) -> NDArray[np.int32]:
        """Arcs of some roads with all their copies."""
        order, start = self._by_road
        first, count = start[roads], start[np.asarray(roads) + 1] - start[roads]
        within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        return np.asarray(order[np.repeat(first, count) + within])


class _States:
    """What has been driven, as far as a ban may still depend on it: proper beginnings of the bans.

    Beginnings after which the same arcs may follow, with the same to come, share one copy.
    """

    def __init__(self, arcs: Arcs, banned: Sequence[Driven], at_hours: Mapping[Driven, Driven]) -> None:
        self._arcs = arcs
        self._banned = set(banned)
        self._at_hours = at_hours
        self._states = {path[:i] for path in (*banned, *at_hours) for i in range(1, len(path))}
        self.copy: dict[Driven, Driven] = {state: state for state in self._states}
        """The state that stands for each."""
        self._merge()

    def node(self, state: Driven) -> int:
        """The junction that a state is at."""
        return int(self._arcs.head[state[-1]])

    def bans(self, state: Driven, arc: int) -> bool:
        """Whether an arc may not follow."""
        path = (*state, arc)
        return any(path[i:] in self._banned for i in range(len(path)))

    def hours(self, state: Driven, arc: int) -> Driven:
        """Which hours bar an arc from following."""
        path = (*state, arc)
        return tuple(sorted({one for i in range(len(path)) for one in self._at_hours.get(path[i:], ())}))

    def after(self, state: Driven, arc: int) -> Driven:
        """The copy that an arc leads to, empty for none."""
        path = (*state, arc)
        found = next((path[i:] for i in range(len(path)) if path[i:] in self._states), ())
        return self.copy[found] if found else ()

    def _merge(self) -> None:
        before = 0
        while len(set(self.copy.values())) != before:
            before = len(set(self.copy.values()))
            alike: dict[tuple[object, ...], list[Driven]] = defaultdict(list)
            for state in sorted(self._states):
                leaving = self._arcs.leaving(self.node(state)).tolist()
                follows = tuple(
                    (a, self.after(state, a), self.hours(state, a))
                    for a in leaving
                    if not self.bans(state, a)
                )
                alike[self.node(state), follows].append(state)
            self.copy = {state: group[0] for group in alike.values() for state in group}
