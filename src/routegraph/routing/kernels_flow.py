"""Loops that need no queue of costs: strongly connected components, and flow; see `kernels`."""

from __future__ import annotations

from typing import Any

from routegraph.routing.kernels import CLOSED


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
    """Mark in `side` all nodes that open roads which are not `counted` join with a node."""
    side[node] = mark
    queue[0] = node
    first = 0
    last = 1
    while first < last:
        v = queue[first]
        first += 1
        for i in range(row[v], row[v + 1]):
            other = end[i]
            if side[other] != mark and weight[i] < CLOSED and counted[road[arc[i]]] == 0:
                side[other] = mark
                queue[last] = other
                last += 1
    return last


def augment(
    seeds: Any,
    row: Any,
    head: Any,
    tail: Any,
    weight: Any,
    road: Any,
    in_row: Any,
    in_tail: Any,
    in_arc: Any,
    counted: Any,
    side: Any,
    carrier: Any,
    units: Any,
    came: Any,
    queue: Any,
    seen: Any,
    stamp: int,
) -> int:
    """Send one more unit from the near side to the far side; roads that are `counted` carry one each.

    `seeds` are the nodes of the near side that a counted road leaves. ``carrier[r]`` is the arc
    that carries the unit of a counted road, or -1; ``units[a]`` what an arc of any other road
    carries. Returns 1 when there was room; else 0, and the nodes between that can still be reached
    are stamped in `seen`.
    """
    first = 0
    last = len(seeds)
    for i in range(last):
        queue[i] = seeds[i]
        seen[seeds[i]] = stamp
    node = -1
    while first < last and node < 0:
        v = queue[first]
        first += 1
        for a in range(row[v], row[v + 1]):
            other = head[a]
            r = road[a]
            if (
                seen[other] != stamp
                and side[other] != NEAR
                and weight[a] < CLOSED
                and (counted[r] == 0 or carrier[r] < 0)
            ):
                seen[other] = stamp
                came[other] = a
                queue[last] = other
                last += 1
                if side[other] == FAR:
                    node = other
                    break
        for i in range(in_row[v], in_row[v + 1]):
            other = in_tail[i]
            a = in_arc[i]
            if seen[other] != stamp and side[other] != NEAR and (carrier[road[a]] == a or units[a] > 0):
                seen[other] = stamp
                came[other] = -1 - a
                queue[last] = other
                last += 1
    if node < 0:
        return 0
    while side[node] != NEAR:
        back = came[node] < 0
        a = -1 - came[node] if back else came[node]
        if counted[road[a]] == 0:
            units[a] += -1 if back else 1
        else:
            carrier[road[a]] = -1 if back else a
        node = head[a] if back else tail[a]
    return 1
