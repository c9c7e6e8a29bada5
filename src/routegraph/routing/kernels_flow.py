"""Loops for strongly connected components and for flow; see `kernels`."""

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
    v: int,
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
    counted: Any,
    side: Any,
    carrier: Any,
    units: Any,
    x: Any,
    y: Any,
    step: Any,
    seen: Any,
    keys: Any,
    items: Any,
    size: int,
) -> int:
    """Look from a node at those where one more unit may go on, by a free arc or back along a carried one.

    Nodes seen first are stamped with `mark`, put on the heap and given the `step` that leads there.
    Returns the new size of the heap, or ``-1 - node`` for a node that bears the `other_mark`.
    """
    for i in range(row[v], row[v + 1]):
        other: int = end[i]
        a = arc[i]
        if seen[other] == mark or side[other] == own_side or weight[a] >= CLOSED:
            continue
        if counted[road[a]] > 0 and carrier[road[a]] >= 0:
            continue
        step[other] = a
        if seen[other] == other_mark:
            return -1 - other
        seen[other] = mark
        size = push(keys, items, size, square(other, goal, x, y), other)
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
        size = push(keys, items, size, square(other, goal, x, y), other)
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
) -> int:
    """Send one more unit from the near side to the far side; roads that are `counted` carry one each.

    `near` and `far` are the nodes of the two sides that counted roads leave and enter.
    ``carrier[r]`` is the arc that carries the unit of a counted road, or -1; ``units[a]`` what an
    arc of any other road carries. Searches from both sides, the nodes first that lie nearest to the
    other end in a straight line.

    Returns 1 when there was room. Else 0 when the nodes that can still be reached are stamped in
    `seen`, or 2, unless it is to be `thorough`, when those that can still reach the far side are
    stamped with ``stamp + 1``.
    """
    size = 0
    back_size = 0
    for i in range(len(near)):
        seen[near[i]] = stamp
        size = push(keys, items, size, square(near[i], target, x, y), near[i])
    for i in range(len(far)):
        seen[far[i]] = stamp + 1
        back_size = push(back_keys, back_items, back_size, square(far[i], source, x, y), far[i])
    node = -1
    while node < 0 and size > 0 and (back_size > 0 or thorough > 0):
        v = items[0]
        size = drop(keys, items, size)
        size = widen(
            v, stamp, stamp + 1, NEAR, target, row, head, arc, in_row, in_tail, in_arc, weight, road,
            counted, side, carrier, units, x, y, came, seen, keys, items, size,
        )  # fmt: skip
        if size < 0:
            node = -1 - size
        elif back_size > 0:
            v = back_items[0]
            back_size = drop(back_keys, back_items, back_size)
            back_size = widen(
                v, stamp + 1, stamp, FAR, source, in_row, in_tail, in_arc, row, head, arc, weight, road,
                counted, side, carrier, units, x, y, onward, seen, back_keys, back_items, back_size,
            )  # fmt: skip
            if back_size < 0:
                node = -1 - back_size
    if node < 0:
        return 0 if size == 0 else 2
    v = node
    while side[v] != NEAR:
        a = came[v]
        v = tail[a] if a >= 0 else head[-1 - a]
        move(a, road, counted, carrier, units)
    v = node
    while side[v] != FAR:
        a = onward[v]
        v = head[a] if a >= 0 else tail[-1 - a]
        move(a, road, counted, carrier, units)
    return 1


def move(step: int, road: Any, counted: Any, carrier: Any, units: Any) -> int:
    """Put a unit on an arc, or take it off the arc ``-1 - step``."""
    a = step if step >= 0 else -1 - step
    r = road[a]
    if counted[r] == 0:
        units[a] += 1 if step >= 0 else -1
    elif step < 0:
        carrier[r] = -1
    else:
        carrier[r] = a if carrier[r] < 0 else TAKEN
    return a


def drain(
    first: int,
    row: Any,
    head: Any,
    road: Any,
    counted: Any,
    side: Any,
    carrier: Any,
    units: Any,
    path: Any,
) -> int:
    """Take the unit that begins with an arc off the flow, write its arcs, and return how many they are."""
    a = first
    count = 0
    while True:
        move(-1 - a, road, counted, carrier, units)
        path[count] = a
        count += 1
        node = head[a]
        if side[node] == FAR:
            return count
        for b in range(row[node], row[node + 1]):
            if carrier[road[b]] == b or units[b] > 0:
                a = b
                break
