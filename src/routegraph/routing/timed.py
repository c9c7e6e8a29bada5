"""Earliest arrival where roads are open by the hour and convoys leave at fixed times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.sphere import distinct
from routegraph.reports.hours import DAY_S, HORIZON_DAYS, Weekly, both_open
from routegraph.routing.graph import CLOSED, MICRO, RoadGraph
from routegraph.routing.kernels_hours import next_leave
from routegraph.routing.law_hours import LawHours
from routegraph.routing.search import tree_to
from routegraph.routing.tree import Path

MOST_RULES = 60


@dataclass(frozen=True, eq=False)
class OpenHours:
    """Roads that are driven in certain hours alone.

    Attributes
    ----------
    name : str
        For people: ``curfew``, or the target.
    roads : int32[...] or None
        None for every road.
    """

    name: str
    roads: Int | None
    weekly: Weekly


@dataclass(frozen=True, eq=False)
class Convoy:
    """Roads that are entered only with a convoy, which leaves at fixed times every day.

    Attributes
    ----------
    roads : int32[...]
    leaves_s : tuple of int
        Seconds since midnight, ascending.
    """

    name: str
    roads: Int
    leaves_s: tuple[int, ...]


@dataclass(frozen=True)
class Wait:
    """A wait on the way.

    Attributes
    ----------
    reason : str
        The hours or the convoy that one waits for.
    road : int
        Where: on this road, or before it.
    after_m : float
        How far from the origin that road begins.
    """

    begins: dt.datetime
    ends: dt.datetime
    reason: str
    road: int
    after_m: float

    @property
    def duration_s(self) -> float:
        return (self.ends - self.begins).total_seconds()


@dataclass(frozen=True, eq=False)
class TimedPath:
    """A journey in time.

    Attributes
    ----------
    waits : tuple of Wait
        In their order.
    """

    path: Path
    depart: dt.datetime
    arrive: dt.datetime
    waits: tuple[Wait, ...]

    @property
    def waiting_s(self) -> float:
        return sum(wait.duration_s for wait in self.waits)


def earliest_arrival(
    graph: RoadGraph,
    source: int,
    target: int,
    depart: dt.datetime,
    hours: Sequence[OpenHours] = (),
    convoys: Sequence[Convoy] = (),
    law: LawHours | None = None,
) -> TimedPath | None:
    """Return the journey that arrives first, or None when none arrives within `HORIZON_DAYS` days.

    Whoever is on a road when it closes waits there until it opens, so that leaving later never
    means arriving sooner (first in, first out) and Dijkstra's algorithm stays exact.

    Parameters
    ----------
    graph : RoadGraph
        With times as its weights.
    depart : datetime
        By the clocks of the place.
    hours : sequence of OpenHours
        A road of several is driven when all are open.
    convoys : sequence of Convoy
        A road of several belongs to the first.
    law : LawHours, optional
        What the law opens by the hour; `graph` is that of its network and its turns.

    References
    ----------
    Dreyfus, *An appraisal of some shortest-path algorithms*, 1969, https://doi.org/10.1287/opre.17.3.395
    """
    if graph.by != "time":
        raise ValueError("the earliest arrival needs a graph whose weights are times")
    root = tree_to(graph, target)
    target = graph.arrival(target)
    plan = _Plan.of(graph, depart, hours, convoys, law)
    ahead = np.full(plan.nodes, CLOSED, np.int64)
    n = graph.rows.node_count
    ahead[:n] = root.cost
    ahead[n:] = ahead[plan.stands_for]
    if ahead[source] >= CLOSED:
        return None
    arrival = np.full(plan.nodes, CLOSED, np.int64)
    via = np.full(plan.nodes, -1, np.int32)
    heap = len(plan.head) + 1
    columns = (
        plan.row, plan.head, plan.work, plan.calendar, plan.convoy, plan.span_row, plan.begin, plan.end,
        plan.leave_row, plan.leave, ahead, arrival, via, np.zeros(heap, np.int64), np.zeros(heap, np.int32),
    )  # fmt: skip
    if not graph.rows.compiled:
        columns = tuple(column.tolist() for column in columns)
    graph.rows.kernel("arrive_earliest")(source, target, *columns)
    arrival, via = np.asarray(columns[11], np.int64), np.asarray(columns[12], np.int32)
    if arrival[target] >= CLOSED:
        return None
    return plan.followed(source, target, via)


@dataclass(frozen=True, eq=False)
class _Plan:
    """Arcs in time: those of the graph, and for each convoy copies of the nodes that its roads touch."""

    graph: RoadGraph
    depart: dt.datetime
    closers: Sequence[_Closer]
    convoys: Sequence[Convoy]
    nodes: int
    stands_for: NDArray[np.int64]
    row: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    work: NDArray[np.int64]
    arc: NDArray[np.int64]
    calendar: NDArray[np.int32]
    convoy: NDArray[np.int32]
    span_row: NDArray[np.int32]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    leave_row: NDArray[np.int32]
    leave: NDArray[np.int64]
    rules: tuple[tuple[int, ...], ...]

    @classmethod
    def of(
        cls,
        graph: RoadGraph,
        depart: dt.datetime,
        hours: Sequence[OpenHours],
        convoys: Sequence[Convoy],
        law: LawHours | None,
    ) -> _Plan:
        rows = graph.rows
        n = rows.node_count
        head, arc, work = (np.asarray(part, np.int64) for part in (rows.head, rows.arc, rows.weight))
        tail = np.repeat(np.arange(n, dtype=np.int64), np.diff(np.asarray(rows.out_row)).astype(np.int64))
        road = np.asarray(graph.arcs.road, np.int64)[arc]
        closers, of_turns = _closers(depart, hours, law), graph.turns.hours if graph.turns else ()
        calendar, rules, spans = _calendars(
            _closed_by_hours(graph, road, arc, hours, law), closers, len(closers) - len(hours), of_turns
        )
        convoy = np.full(len(arc), -1, np.int64)
        copies: list[NDArray[np.int64]] = []
        extra: list[NDArray[np.int64]] = []
        taken = np.zeros(len(arc), bool)
        count = n
        for number, one in enumerate(convoys):
            at = np.flatnonzero(np.isin(road, one.roads) & ~taken)
            taken[at] = True
            touched = distinct(np.concatenate([tail[at], head[at]]))
            own = count + np.arange(len(touched), dtype=np.int64)
            tail[at] = own[np.searchsorted(touched, tail[at])]
            head[at] = own[np.searchsorted(touched, head[at])]
            none = np.full(len(touched), -1, np.int64)
            still = np.zeros(len(touched), np.int64)
            extra += [
                np.stack([touched, own, still, none, none, np.full(len(touched), number)]),
                np.stack([own, touched, still, none, none, none]),
            ]
            copies.append(touched)
            count += len(touched)
        table = np.concatenate([np.stack([tail, head, work, arc, calendar, convoy]), *extra], axis=1)
        table = table[:, np.argsort(table[0], kind="stable")]
        row = np.searchsorted(table[0], np.arange(count + 1))
        leaves = [_leaves(depart, one) for one in convoys]
        return cls(
            graph=graph, depart=depart, closers=closers, convoys=convoys, nodes=count,
            stands_for=np.concatenate([np.empty(0, np.int64), *copies]),
            row=row.astype(np.int32), tail=table[0].astype(np.int32), head=table[1].astype(np.int32),
            work=np.ascontiguousarray(table[2]), arc=table[3], calendar=table[4].astype(np.int32),
            convoy=table[5].astype(np.int32),
            span_row=_starts(spans), begin=_flat([[a for a, _ in one] for one in spans]),
            end=_flat([[b for _, b in one] for one in spans]),
            leave_row=_starts(leaves), leave=_flat(leaves), rules=rules,
        )  # fmt: skip

    def followed(self, source: int, target: int, via: NDArray[np.int32]) -> TimedPath:
        """Go along the way that was found, and note each wait."""
        taken: list[int] = []
        node = target
        while node != source:
            taken.append(int(via[node]))
            node = int(self.tail[taken[-1]])
        taken.reverse()
        length_m, road = self.graph.network.roads.length_m, self.graph.arcs.road
        first_roads = [int(road[self.arc[a]]) for a in taken if self.arc[a] >= 0]
        at, along, waits, passed = 0, 0.0, [], 0
        for a in taken:
            where = first_roads[min(passed, len(first_roads) - 1)]
            if (c := int(self.convoy[a])) >= 0:
                leave = next_leave(at, int(self.leave_row[c]), int(self.leave_row[c + 1]), self.leave)
                waits += self._wait(at, leave, f"convoy of {self.convoys[c].name}", where, along)
                at = leave
            if self.arc[a] < 0:
                continue
            work, c = int(self.work[a]), int(self.calendar[a])
            if c < 0:
                at += work
            else:
                spans = range(int(self.span_row[c]), int(self.span_row[c + 1]))
                for begin, end in ((int(self.begin[i]), int(self.end[i])) for i in spans):
                    if end <= at or not work:
                        continue
                    if begin > at:
                        waits += self._wait(at, begin, self._closed_by(c, at), where, along)
                        at = begin
                    driven = min(work, end - at)
                    work, at = work - driven, at + driven
            along += float(length_m[where])
            passed += 1
        arcs = self.arc[taken]
        path = Path(arcs[arcs >= 0].astype(np.int32), int(self.work[taken].sum()))
        return TimedPath(path, self.depart, self._clock(at), tuple(_merged(waits)))

    def _wait(self, at: int, until: int, reason: str, road: int, along: float) -> list[Wait]:
        return [Wait(self._clock(at), self._clock(until), reason, road, along)] if until > at else []

    def _closed_by(self, calendar: int, at: int) -> str:
        """Name the hours that a calendar is closed by at a time."""
        closed = [
            one.name
            for one in (self.closers[i] for i in self.rules[calendar])
            if not any(a <= at / MICRO < b for a, b in one.spans)
        ]
        return ", ".join(closed)

    def _clock(self, at: int) -> dt.datetime:
        return self.depart + dt.timedelta(microseconds=at)


def _merged(waits: Sequence[Wait]) -> list[Wait]:
    """Join waits that follow one another without driving."""
    merged: list[Wait] = []
    for wait in waits:
        if merged and merged[-1].ends == wait.begins and merged[-1].reason == wait.reason:
            merged[-1] = Wait(merged[-1].begins, wait.ends, wait.reason, wait.road, merged[-1].after_m)
        else:
            merged.append(wait)
    return merged


class _Closer(NamedTuple):
    """Hours that bar some arcs: why, and when it is open, in seconds since the departure."""

    name: str
    spans: tuple[tuple[int, int], ...]


def _closers(depart: dt.datetime, hours: Sequence[OpenHours], law: LawHours | None) -> list[_Closer]:
    """What the law says first, then what a question tells."""
    of_law = [_Closer(*one) for one in zip(law.texts, law.spans, strict=True)] if law else []
    return of_law + [
        _Closer(f"{one.name} ({one.weekly.text})", one.weekly.open_spans(depart)) for one in hours
    ]


def _closed_by_hours(
    graph: RoadGraph,
    road: NDArray[np.int64],
    arc: NDArray[np.int64],
    hours: Sequence[OpenHours],
    law: LawHours | None,
) -> NDArray[np.int64]:
    """What bars each arc, int64[3, M']: bits of the hours told; the law's on it, and of the turn, plus 1."""
    if len(hours) > MOST_RULES:
        raise ValueError(f"more than {MOST_RULES} opening hours at once")
    by_road = np.zeros(len(graph.network.roads), np.int64)
    for i, one in enumerate(hours):
        by_road[slice(None) if one.roads is None else one.roads] |= 1 << i
    of_arc, of_turn = np.zeros(len(arc), np.int64), np.zeros(len(arc), np.int64)
    if law is not None:
        of_arc += law.by_arc[graph.real_arcs(arc)] + 1
        if graph.turns is not None:
            of_turn += graph.turns.at_hours[arc] + 1
    return np.stack([by_road[road], of_arc, of_turn])


def _calendars(
    closed_by: NDArray[np.int64],
    closers: Sequence[_Closer],
    first: int,
    of_turns: Sequence[tuple[int, ...]],
) -> tuple[NDArray[np.int64], tuple[tuple[int, ...], ...], list[list[tuple[int, int]]]]:
    """Each arc's calendar (-1: always open), the closers behind each calendar, and its spans.

    `first` is the number of the closer that bit 0 stands for; `of_turns` has those of turns.
    """
    sets, by_arc = np.unique(closed_by, axis=1, return_inverse=True)
    rules: list[tuple[int, ...]] = []
    spans: list[list[tuple[int, int]]] = []
    number = np.full(sets.shape[1], -1, np.int64)
    for k, (bits, of_arc, of_turn) in enumerate(sets.T.tolist()):
        told = (first + i for i in range(MOST_RULES) if bits >> i & 1)
        of_law = ({of_arc - 1} if of_arc else set()) | set(of_turns[of_turn - 1] if of_turn else ())
        rule = (*sorted(of_law), *told)
        if not rule:
            continue
        number[k] = len(rules)
        rules.append(rule)
        open_: tuple[tuple[int, int], ...] = ((0, HORIZON_DAYS * DAY_S),)
        for i in rule:
            open_ = both_open(open_, closers[i].spans)
        spans.append([(a * MICRO, b * MICRO) for a, b in open_])
    return number[by_arc.ravel()], tuple(rules), spans


def _leaves(depart: dt.datetime, convoy: Convoy) -> list[int]:
    midnight = depart.hour * 3600 + depart.minute * 60 + depart.second
    times = (day * DAY_S + at - midnight for day in range(HORIZON_DAYS + 1) for at in convoy.leaves_s)
    return [time * MICRO for time in times if time >= 0]


def _starts(parts: Sequence[Sequence[object]]) -> NDArray[np.int32]:
    return np.cumsum([0, *(len(part) for part in parts)]).astype(np.int32)


def _flat(parts: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    return np.array([value for part in parts for value in part], np.int64)
