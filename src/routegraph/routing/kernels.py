"""Search loops over flat arrays: one source that runs as it stands on lists, or compiled on arrays.

Every function here is plain Python without objects; `compiled.kernel` decides how it runs. Weights
are positive, sums exact, and each result is defined without regard to the order in which equal
nodes leave the heap, so that both ways of running give the same bytes.

Adjacency is given as rows: node `n` has the entries ``row[n]:row[n + 1]`` of `end` (the node at the
other end), `arc` and `weight`. Rows of arcs out of a node search forward, rows of arcs into a node
search backward.
"""
# ruff: noqa: PLR0912, PLR0915 (a compiled loop is one piece and takes arrays one by one)

from __future__ import annotations

from typing import Any

CLOSED = (2**63 - 1) // 4
"""The same as `graph.CLOSED`, as a constant that compiles into the loops."""


def push(keys: Any, items: Any, size: int, key: int, item: int) -> int:
    """Put an item on a 4-ary heap of `size` entries; returns the new size."""
    i = size
    while i > 0:
        parent = (i - 1) >> 2
        if keys[parent] <= key:
            break
        keys[i] = keys[parent]
        items[i] = items[parent]
        i = parent
    keys[i] = key
    items[i] = item
    return size + 1


def drop(keys: Any, items: Any, size: int) -> int:
    """Take the least entry, which is the first, off a 4-ary heap; returns the new size."""
    size -= 1
    key = keys[size]
    item = items[size]
    i = 0
    child = 1
    while child < size:
        least = child
        least_key = keys[child]
        for c in range(child + 1, min(child + 4, size)):
            if keys[c] < least_key:
                least = c
                least_key = keys[c]
        if least_key >= key:
            break
        keys[i] = least_key
        items[i] = items[least]
        i = least
        child = 4 * i + 1
    keys[i] = key
    items[i] = item
    return size


def grow_tree(
    root: int,
    row: Any,
    end: Any,
    arc: Any,
    weight: Any,
    cost: Any,
    via: Any,
    keys: Any,
    items: Any,
    wanted: Any,
    sought: int,
) -> int:
    """Dijkstra from `root`; fills `cost` (given as CLOSED) and `via` (given as -1).

    Of equally good arcs the one with the lowest number is kept. Ends when `sought` nodes with a
    mark in `wanted` are settled, if `sought` is above 0: what was not settled by then has a cost
    that is too high. Returns how many nodes were settled.
    """
    cost[root] = 0
    size = push(keys, items, 0, 0, root)
    return settle(size, row, end, arc, weight, cost, via, keys, items, wanted, sought)


def settle(
    size: int,
    row: Any,
    end: Any,
    arc: Any,
    weight: Any,
    cost: Any,
    via: Any,
    keys: Any,
    items: Any,
    wanted: Any,
    sought: int,
) -> int:
    """Go on with Dijkstra from the `size` nodes on the heap; as `grow_tree` tells."""
    reached = 0
    while size > 0:
        c = keys[0]
        node = items[0]
        size = drop(keys, items, size)
        if c > cost[node]:
            continue
        reached += 1
        if sought > 0 and wanted[node] > 0:
            sought -= 1
            if sought == 0:
                break
        for i in range(row[node], row[node + 1]):
            at = c + weight[i]
            other = end[i]
            if at < cost[other]:
                cost[other] = at
                via[other] = arc[i]
                size = push(keys, items, size, at, other)
            elif at == cost[other] and arc[i] < via[other]:
                via[other] = arc[i]
    return reached


def follow(source: int, target: int, head: Any, via: Any, path: Any, count: int) -> int:
    """Append the arcs of a tree's path from `source` to its root `target`; returns the new count."""
    node = source
    while node != target:
        a = via[node]
        path[count] = a
        count += 1
        node = head[a]
    return count


INTACT, BROKEN, SETTLED, ON_BEST, END_OF_SEARCH = 0, 1, 2, 3, 4
"""What `detour` knows of a node, as an offset to the stamp of the search."""

STAMPS = 8
"""Stamps of consecutive searches lie this far apart."""


def is_intact(
    node: int, target: int, head: Any, via: Any, weight: Any, standing: Any, state: Any, stamp: int
) -> bool:
    """Whether a node's tree path avoids every changed arc; remembers the verdict along the path."""
    x = node
    verdict = -1
    while verdict < 0:
        if state[x] >= stamp:
            verdict = INTACT if state[x] == stamp else BROKEN
        elif x == target:
            state[x] = stamp
            verdict = INTACT
        else:
            a = via[x]
            if weight[a] != standing[a]:
                state[x] = stamp + BROKEN
                verdict = BROKEN
            else:
                x = head[a]
    last = x
    x = node
    while x != last:
        state[x] = stamp + verdict
        x = head[via[x]]
    return verdict == INTACT


def detour(
    source: int,
    target: int,
    row: Any,
    head: Any,
    weight: Any,
    standing: Any,
    in_row: Any,
    in_tail: Any,
    in_arc: Any,
    potential: Any,
    via: Any,
    cost: Any,
    seen: Any,
    state: Any,
    stamp: int,
    queue: Any,
    queued: Any,
    keys: Any,
    items: Any,
    stack: Any,
    path: Any,
    patience: int,
    report: Any,
) -> int:
    """Best path from `source` to `target` where some weights are above the `standing` ones.

    A* under the exact costs of the standing network. A node whose tree path is intact ends the
    search there, for its remaining cost is known. After `patience` nodes a plain search from the
    target runs alongside and ends it all when the target lies in a pocket.

    Writes the path's arcs to `path`, its cost to ``report[0]``, the nodes settled to ``report[1]``
    and the nodes that the search from the target met to ``report[2]``; returns how many arcs the
    path has, -1 when there is no way.
    """
    report[0] = CLOSED
    report[1] = 0
    report[2] = 0
    if potential[source] >= CLOSED:
        return -1
    if is_intact(source, target, head, via, weight, standing, state, stamp):
        report[0] = potential[source]
        return follow(source, target, head, via, path, 0)

    best = CLOSED  # cost of the best path known: a label and the intact tree path that follows
    ends = 0  # the intact nodes that give this cost are `path[:ends]`
    settled = 0
    cost[source] = 0
    seen[source] = stamp
    size = push(keys, items, 0, potential[source], source)
    waiting = 0
    level = potential[source]
    first = 0  # the search from the target: `queue[first:last]` waits
    last = 0
    while True:
        if waiting > 0:
            waiting -= 1
            node = stack[waiting]
        else:
            if size == 0 or keys[0] > best:
                break
            level = keys[0]
            node = items[0]
            size = drop(keys, items, size)
        c = cost[node]
        if c + potential[node] < level or state[node] == stamp + SETTLED:
            continue
        state[node] = stamp + SETTLED
        settled += 1
        for a in range(row[node], row[node + 1]):
            w = weight[a]
            if w >= CLOSED:
                continue
            other = head[a]
            ahead = potential[other]
            if ahead >= CLOSED:
                continue
            g = c + w
            key = g + ahead
            if key > best or (seen[other] == stamp and cost[other] <= g):
                continue
            cost[other] = g
            seen[other] = stamp
            if state[other] < stamp:
                is_intact(other, target, head, via, weight, standing, state, stamp)
            if state[other] == stamp:
                if key < best:
                    best = key
                    ends = 0
                path[ends] = other
                ends += 1
            elif key == level:
                stack[waiting] = other
                waiting += 1
            else:
                size = push(keys, items, size, key, other)
        if best == CLOSED and settled > patience:
            if last == 0:
                queue[0] = target
                queued[target] = stamp
                last = 1
            node = queue[first]
            first += 1
            met = False
            for i in range(in_row[node], in_row[node + 1]):
                tail = in_tail[i]
                if queued[tail] != stamp and weight[in_arc[i]] < CLOSED:
                    queued[tail] = stamp
                    queue[last] = tail
                    last += 1
                    met = met or (seen[tail] == stamp)
            if met:
                patience = CLOSED
            elif first == last:
                report[1] = settled
                report[2] = last
                return -1
    report[1] = settled
    report[2] = last
    if best == CLOSED:
        return -1
    report[0] = best
    for i in range(ends):
        state[path[i]] = stamp + END_OF_SEARCH
        stack[i] = path[i]
    waiting = ends
    while waiting > 0:
        waiting -= 1
        node = stack[waiting]
        for i in range(in_row[node], in_row[node + 1]):
            tail = in_tail[i]
            w = weight[in_arc[i]]
            if state[tail] == stamp + SETTLED and w < CLOSED and cost[tail] + w == cost[node]:
                state[tail] = stamp + ON_BEST
                stack[waiting] = tail
                waiting += 1
    count = 0
    node = source
    while state[node] != stamp + END_OF_SEARCH:
        for a in range(row[node], row[node + 1]):
            other = head[a]
            if state[other] >= stamp + ON_BEST and cost[node] + weight[a] == cost[other]:
                path[count] = a
                count += 1
                node = other
                break
    return follow(node, target, head, via, path, count)


def join_path(via: Any, end: Any, place: Any, trail: Any) -> int:
    """Write to `place` where on a path each node's tree path meets it first.

    `place` is given with the position of each node that is on the path and -1 elsewhere; nodes
    that the tree does not reach stay at -1. `end` is the node at the far end of each arc.
    """
    for start in range(len(via)):
        node = start
        depth = 0
        while place[node] < 0 and via[node] >= 0:
            trail[depth] = node
            depth += 1
            node = end[via[node]]
        for i in range(depth):
            place[trail[i]] = place[node]
    return 0


def replace_each(
    path: Any,
    row: Any,
    head: Any,
    weight: Any,
    in_row: Any,
    tail: Any,
    in_weight: Any,
    ahead: Any,
    joins: Any,
    behind: Any,
    leaves: Any,
    best: Any,
    levels: Any,
    odd: Any,
    cost: Any,
    seen: Any,
    stamp: int,
    keys: Any,
    items: Any,
) -> int:
    """Cost of the best path without each arc of a best path, into `best`.

    `ahead` and `joins` are the costs to the end of the path and the place where each node's best
    way there joins it; `behind` and `leaves` the same from its beginning. Arc `i` of the path
    bars the way ahead of nodes that join at or before `i` and the way from behind to nodes that
    leave after `i`. So a way around it steps from a node that leaves at or before `i` to one that
    joins after: directly, which one pass over all arcs settles for all `i`, or through odd nodes
    that leave after `i` and join at or before it, which oneways make and a small search settles.

    `levels` holds ``len(path)`` entries per power of two up to that length. Uses the stamps from
    `stamp` to ``stamp + len(path)``. Returns how many nodes the small searches settled.
    """
    k = len(path)
    for i in range(len(levels)):
        levels[i] = CLOSED
    odd_count = 0
    for node in range(len(row) - 1):
        if behind[node] >= CLOSED:
            continue
        left = leaves[node]
        if left > joins[node] >= 0:
            odd[odd_count] = node
            odd_count += 1
        for a in range(row[node], row[node + 1]):
            other = head[a]
            joined = joins[other]
            if joined <= left or weight[a] >= CLOSED or path[left] == a:
                continue
            total = behind[node] + weight[a] + ahead[other]
            level = 0
            while 2 << level <= joined - left:
                level += 1
            i = level * k + left
            levels[i] = min(levels[i], total)
            i = level * k + joined - (1 << level)
            levels[i] = min(levels[i], total)
    for level in range(len(levels) // k - 1, 0, -1):
        half = 1 << (level - 1)
        for i in range(k - half):
            total = levels[level * k + i]
            j = (level - 1) * k + i
            levels[j] = min(levels[j], total)
            levels[j + half] = min(levels[j + half], total)
    settled = 0
    for i in range(k):
        bound = levels[i]
        size = 0
        for z in range(odd_count):
            node = odd[z]
            if not (joins[node] <= i < leaves[node]) or behind[node] + ahead[node] >= bound:
                continue
            for e in range(in_row[node], in_row[node + 1]):
                before = tail[e]
                if in_weight[e] >= CLOSED or behind[before] >= CLOSED or leaves[before] > i:
                    continue
                g = behind[before] + in_weight[e]
                if g + ahead[node] < bound and (seen[node] != stamp + i or g < cost[node]):
                    seen[node] = stamp + i
                    cost[node] = g
                    size = push(keys, items, size, g + ahead[node], node)
        while size > 0 and keys[0] < bound:
            key = keys[0]
            node = items[0]
            size = drop(keys, items, size)
            c = cost[node]
            if key > c + ahead[node]:
                continue
            settled += 1
            for a in range(row[node], row[node + 1]):
                other = head[a]
                if weight[a] >= CLOSED or ahead[other] >= CLOSED:
                    continue
                g = c + weight[a]
                if joins[other] > i:
                    bound = min(bound, g + ahead[other])
                elif (
                    leaves[other] > i
                    and g + ahead[other] < bound
                    and (seen[other] != stamp + i or g < cost[other])
                ):
                    seen[other] = stamp + i
                    cost[other] = g
                    size = push(keys, items, size, g + ahead[other], other)
        best[i] = bound
    return settled
