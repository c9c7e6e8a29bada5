"""Loops for strongly connected components and for flow; see `kernels`."""
# ruff: noqa: PLR0912 (a compiled loop is one piece and takes arrays one by one)

from __future__ import annotations

from typing import Any

from routegraph.routing.kernels import CLOSED, drop, push


def strong_components(
    row: Any,
    head: Any,
    weight: Any,
    component: Any,
    order: Any,
    low: Any,
    position: Any,
    stack: Any,
    trail: Any,
) -> int:
    """Write the number of each node's strongly connected component to `component` (given as -1).

    Arcs count when open. Tarjan (1972), https://doi.org/10.1137/0201010, with the recursion kept
    in `trail`; `order` is given as 0. Returns how many components there are.
    """
    count = 0
    visited = 0
    on_stack = 0
    for start in range(len(row) - 1):
        if order[start] > 0:
            continue
        trail[0] = start
        depth = 1
        visited += 1
        order[start] = visited
        low[start] = visited
        position[start] = row[start]
        stack[on_stack] = start
        on_stack += 1
        while depth > 0:
            node = trail[depth - 1]
            i = position[node]
            if i < row[node + 1]:
                position[node] = i + 1
                other = head[i]
                if weight[i] >= CLOSED:
                    continue
                if order[other] == 0:
                    visited += 1
                    order[other] = visited
                    low[other] = visited
                    position[other] = row[other]
                    stack[on_stack] = other
                    on_stack += 1
                    trail[depth] = other
                    depth += 1
                elif component[other] < 0:
                    low[node] = min(low[node], order[other])
                continue
            depth -= 1
            if depth > 0:
                above = trail[depth - 1]
                low[above] = min(low[above], low[node])
            if low[node] == order[node]:
                while component[node] < 0:
                    on_stack -= 1
                    component[stack[on_stack]] = count
                count += 1
    return count


NEAR, FAR = 1, 2
"""Sides of a cut that nothing can part: with the source, with the target."""

TAKEN = 2**31 - 1
"""Carrier of a road that one unit uses twice, by copies of an arc: nothing may be moved off it."""

ROOT = -(2**31)
"""The step to a node where a search begins."""

GUIDED = 3000
"""Nodes that a search looks at on one side, nearest to the other end first, before it only goes on."""

TURNS = 8
"""Nodes that a search from both sides looks at on one side before it turns to the other."""


def spread(
    node: int,
    row: Any,
    end: Any,
    arc: Any,
    weight: Any,
    road: Any,
    counted: Any,
    side: Any,
    mark: int,
    queue: Any,
) -> int:
    """Mark in `side` all nodes that open roads which are not `counted` join with a node.

    Writes these nodes to `queue` and returns how many there are.
    """
    side[node] = mark
    queue[0] = node
    first = 0
    last = 1
    while first < last:
        v = queue[first]
        first += 1
        for i in range(row[v], row[v + 1]):
            other = end[i]
            a = arc[i]
            if side[other] != mark and weight[a] < CLOSED and counted[road[a]] == 0:
                side[other] = mark
                queue[last] = other
                last += 1
    return last


def first_reaching(
    stations: Any, row: Any, head: Any, weight: Any, place: Any, first: Any, stack: Any
) -> int:
    """Write which of some nodes reaches each node first, in their order and by ways that pass none of them.

    `place` is the position of each station among `stations`, -1 for other nodes; `first` is given as
    the number of stations, which nodes that none reaches keep, and for a station is its own position.
    Returns how many nodes were reached.
    """
    count = 0
    for i in range(len(stations)):
        stack[0] = stations[i]
        first[stations[i]] = i
        waiting = 1
        while waiting > 0:
            waiting -= 1
            node = stack[waiting]
            count += 1
            for a in range(row[node], row[node + 1]):
                other = head[a]
                if place[other] < 0 and weight[a] < CLOSED and first[other] == len(stations):
                    first[other] = i
                    stack[waiting] = other
                    waiting += 1
    return count


def square(v: int, w: int, x: Any, y: Any) -> int:
    """Square of the distance of two nodes in a straight line."""
    metres: int = (x[v] - x[w]) ** 2 + (y[v] - y[w]) ** 2
    return metres


def widen(
    turns: int,
    mark: int,
    other_mark: int,
    own_side: int,
    goal: int,
    row: Any,
    end: Any,
    arc: Any,
    back_row: Any,
    back: Any,
    back_arc: Any,
    weight: Any,
    road: Any,
    side: Any,
    carrier: Any,
    units: Any,
    busy: Any,
    x: Any,
    y: Any,
    step: Any,
    seen: Any,
    keys: Any,
    items: Any,
    size: int,
    line: Any,
    at: int,
) -> int:
    """Take so many nodes in turn, and look from each where one more unit may go on.

    It goes by a free arc, or back along a carried one. Nodes seen first are stamped with `mark`, put at
    the end of the `items` and given the `step` that leads there. The first `GUIDED` are taken off a heap, the
    nearest to the goal in a straight line first; then what is left of it is a line, of which those before
    ``line[at] - 1`` are taken. Returns how many `items` there are, or ``-1 - node`` for a node that bears
    the `other_mark`.
    """
    while turns > 0 and size >= max(line[at], 1):
        turns -= 1
        first = line[at]
        v: int = items[max(first, 1) - 1]
        if first > 0:
            line[at] = first + 1
        else:
            size = drop(keys, items, size)
            line[at + 2] += 1
            line[at] = 1 if line[at + 2] >= GUIDED and size > 0 else 0
        for i in range(row[v], row[v + 1]):
            other: int = end[i]
            if seen[other] == mark:
                continue
            a = arc[i]
            if weight[a] >= CLOSED or carrier[road[a]] >= 0 or side[other] == own_side:
                continue
            step[other] = a
            if seen[other] == other_mark:
                return -1 - other
            seen[other] = mark
            if line[at] == 0:
                size = push(keys, items, size, square(other, goal, x, y), other)
            else:
                items[size] = other
                size += 1
        if busy[v] == 0:
            continue
        for i in range(back_row[v], back_row[v + 1]):
            other = back[i]
            a = back_arc[i]
            if seen[other] == mark or side[other] == own_side:
                continue
            if carrier[road[a]] != a and units[a] == 0:
                continue
            step[other] = -1 - a
            if seen[other] == other_mark:
                return -1 - other
            seen[other] = mark
            if line[at] == 0:
                size = push(keys, items, size, square(other, goal, x, y), other)
            else:
                items[size] = other
                size += 1
    return size


def augment(
    near: Any,
    far: Any,
    row: Any,
    head: Any,
    tail: Any,
    arc: Any,
    weight: Any,
    road: Any,
    in_row: Any,
    in_tail: Any,
    in_arc: Any,
    counted: Any,
    side: Any,
    carrier: Any,
    units: Any,
    busy: Any,
    x: Any,
    y: Any,
    source: int,
    target: int,
    came: Any,
    onward: Any,
    seen: Any,
    stamp: int,
    keys: Any,
    items: Any,
    back_keys: Any,
    back_items: Any,
    thorough: int,
    report: Any,
) -> int:
    """Send one more unit from the near nodes to the far ones; roads that are `counted` carry one each.

    `near` are the nodes of the near side that counted roads leave, and those where units have come
    that do not go on; `far` likewise those that counted roads enter, and where units set out that
    have not come from the near side. ``carrier[r]`` is the arc that carries the unit of a counted road, or
    -1; ``units[a]`` what an arc of any other road carries; ``busy[v]`` how many units come to a node and
    leave it. Searches from both sides in turn.

    Returns 1 when there was room, and writes the near and the far node that it joined to `report`. Else 0
    when the nodes that can still be reached are stamped in `seen`, or 2, unless it is to be `thorough`,
    when those that can still reach the far side are stamped with ``stamp + 1``.
    """
    size = 0
    back_size = 0
    for k in range(4):
        report[k] = 0
    for i in range(len(near)):
        v = near[i]
        seen[v] = stamp
        came[v] = ROOT
        size = push(keys, items, size, square(v, target, x, y), v)
    for i in range(len(far)):
        v = far[i]
        if seen[v] == stamp:
            report[0] = v
            report[1] = v
            return 1
        seen[v] = stamp + 1
        onward[v] = ROOT
        back_size = push(back_keys, back_items, back_size, square(v, source, x, y), v)
    node = -1
    while node < 0 and size >= max(report[0], 1) and (back_size >= max(report[1], 1) or thorough > 0):
        size = widen(
            TURNS, stamp, stamp + 1, NEAR, target, row, head, arc, in_row, in_tail, in_arc, weight, road,
            side, carrier, units, busy, x, y, came, seen, keys, items, size, report, 0,
        )  # fmt: skip
        if size < 0:
            node = -1 - size
        elif back_size >= max(report[1], 1):
            back_size = widen(
                TURNS, stamp + 1, stamp, FAR, source, in_row, in_tail, in_arc, row, head, arc, weight, road,
                side, carrier, units, busy, x, y, onward, seen, back_keys, back_items, back_size, report, 1,
            )  # fmt: skip
            if back_size < 0:
                node = -1 - back_size
    if node < 0:
        return 0 if size < max(report[0], 1) else 2
    v = node
    while came[v] != ROOT:
        a = came[v]
        v = tail[a] if a >= 0 else head[-1 - a]
        move(a, tail, head, road, counted, carrier, units, busy)
    report[0] = v
    v = node
    while onward[v] != ROOT:
        a = onward[v]
        v = head[a] if a >= 0 else tail[-1 - a]
        move(a, tail, head, road, counted, carrier, units, busy)
    report[1] = v
    return 1


def move(
    step: int, tail: Any, head: Any, road: Any, counted: Any, carrier: Any, units: Any, busy: Any
) -> int:
    """Put a unit on an arc, or take it off the arc ``-1 - step``."""
    a = step if step >= 0 else -1 - step
    more = 1 if step >= 0 else -1
    busy[tail[a]] += more
    busy[head[a]] += more
    r = road[a]
    if counted[r] == 0:
        units[a] += more
    elif step < 0:
        carrier[r] = -1
    else:
        carrier[r] = a if carrier[r] < 0 else TAKEN
    return a


def drain(
    first: int,
    row: Any,
    tail: Any,
    head: Any,
    road: Any,
    counted: Any,
    side: Any,
    carrier: Any,
    units: Any,
    busy: Any,
    path: Any,
) -> int:
    """Take the unit that begins with an arc off the flow, write its arcs, and return how many they are."""
    a = first
    count = 0
    while True:
        move(-1 - a, tail, head, road, counted, carrier, units, busy)
        path[count] = a
        count += 1
        node = head[a]
        if side[node] == FAR:
            return count
        for b in range(row[node], row[node + 1]):
            if carrier[road[b]] == b or units[b] > 0:
                a = b
                break
