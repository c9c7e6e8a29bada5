"""The loop of a search in time: roads that are open by the hour, and convoys; see `kernels`."""

from __future__ import annotations

from typing import Any

from routegraph.routing.kernels import CLOSED, drop, push


def passed_at(at: int, work: int, first: int, last: int, begin: Any, end: Any) -> int:
    """When `work` is done that starts at `at` and goes on only within the spans ``first:last``."""
    for i in range(first, last):
        if end[i] > at:
            at = max(at, begin[i])
            if at + work <= end[i]:
                return at + work
            work -= end[i] - at
            at = end[i]
    return CLOSED


def next_leave(at: int, first: int, last: int, leave: Any) -> int:
    """The first of the ascending times ``first:last`` that is not before `at`."""
    for i in range(first, last):
        if leave[i] >= at:
            return int(leave[i])
    return CLOSED


def arrive_earliest(
    source: int,
    target: int,
    row: Any,
    head: Any,
    work: Any,
    calendar: Any,
    convoy: Any,
    span_row: Any,
    begin: Any,
    end: Any,
    leave_row: Any,
    leave: Any,
    ahead: Any,
    arrival: Any,
    via: Any,
    keys: Any,
    items: Any,
) -> int:
    """Dijkstra over arrival times from 0 at `source`, bounded by `ahead`; returns the nodes settled.

    `work` is the driving time of each arc. ``calendar[a]`` numbers the spans in which arc `a` is
    driven, ``convoy[a]`` the times at which its traffic leaves; -1 for any time. Whoever leaves
    later arrives no sooner, so the first label of a node is its best. `ahead` never exceeds the
    time that is left to `target`. Fills `arrival` (given as CLOSED) and `via` (given as -1).
    """
    arrival[source] = 0
    size = push(keys, items, 0, ahead[source], source)
    settled = 0
    while size > 0:
        key = keys[0]
        node = items[0]
        size = drop(keys, items, size)
        at = arrival[node]
        if key > at + ahead[node]:
            continue
        settled += 1
        if node == target:
            break
        for a in range(row[node], row[node + 1]):
            other = head[a]
            if work[a] >= CLOSED or ahead[other] >= CLOSED:
                continue
            there = at
            if convoy[a] >= 0:
                there = next_leave(there, leave_row[convoy[a]], leave_row[convoy[a] + 1], leave)
            if there < CLOSED:
                if calendar[a] >= 0:
                    c = calendar[a]
                    there = passed_at(there, work[a], span_row[c], span_row[c + 1], begin, end)
                else:
                    there += work[a]
            if there < arrival[other]:
                arrival[other] = there
                via[other] = a
                size = push(keys, items, size, there + ahead[other], other)
    return settled
