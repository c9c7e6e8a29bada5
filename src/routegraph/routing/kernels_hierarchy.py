"""Loops of a customizable contraction hierarchy; see `hierarchy` for what it is and `kernels` for how.

Nodes go by their rank in the order of elimination. Entry `e` of ``row[v]:row[v + 1]`` joins `v` with
``head[e]``, which ranks higher; ascending. `up` and `down` are the costs from `v` and to `v`. Where
`carry` is 1, time and length of the same way come along, and of ways of equal cost the one of
least time, then least length, is kept.
"""
# ruff: noqa: PLR0912 (a compiled loop is one piece and takes arrays one by one)

from __future__ import annotations

from typing import Any

from routegraph.routing.kernels import CLOSED


def put_in_order(values: Any, begin: int, end: int) -> int:
    """Sort a part of an array by a heap, in place."""
    count = end - begin
    for last in range(count // 2 - 1 + count, -1, -1):
        # First the heap is built from `start` up, then its greatest is put last, over and over.
        size = count if last >= count else last
        start = last - count if last >= count else 0
        if last < count:
            values[begin], values[begin + size] = values[begin + size], values[begin]
        i = start
        while 2 * i + 1 < size:
            child = 2 * i + 1
            if child + 1 < size and values[begin + child] < values[begin + child + 1]:
                child += 1
            if values[begin + i] >= values[begin + child]:
                break
            values[begin + i], values[begin + child] = values[begin + child], values[begin + i]
            i = child
    return count


def eliminate(
    start: Any, end: Any, row: Any, head: Any, parent: Any, child: Any, sibling: Any, mark: Any
) -> int:
    """Lay out who is joined with whom when nodes are eliminated one after the other.

    ``end[start[v]:start[v + 1]]`` are the higher neighbours of `v` in the network. Fills `row`,
    `head` and `parent` (given as -1, like `child`, `sibling` and `mark`), the lowest of the higher
    nodes that a node is joined with. Returns the number of entries, -1 when `head` is too short.
    """
    size = 0
    for v in range(len(start) - 1):
        row[v] = size
        begin = size
        mark[v] = v
        below = -1  # first the network's own neighbours, then those of each child
        while True:
            first = start[v] if below < 0 else row[below]
            last = start[v + 1] if below < 0 else row[below + 1]
            if size + last - first > len(head):
                return -1
            for i in range(first, last):
                x = end[i] if below < 0 else head[i]
                if mark[x] != v:
                    mark[x] = v
                    head[size] = x
                    size += 1
            below = child[v] if below < 0 else sibling[below]
            if below < 0:
                break
        row[v + 1] = size
        if size > begin:
            put_in_order(head, begin, size)
            over = head[begin]
            parent[v] = over
            sibling[v] = child[over]
            child[over] = v
    return size


def customize(
    row: Any,
    head: Any,
    slot: Any,
    upward: Any,
    weight: Any,
    time: Any,
    length: Any,
    carry: int,
    up: Any,
    down: Any,
    up_time: Any,
    up_length: Any,
    down_time: Any,
    down_length: Any,
) -> int:
    """Fill in the costs of all entries; `up` and `down` are given as CLOSED.

    ``slot[a]`` is the entry of arc `a`, -1 for a loop, ``upward[a]`` whether it leads up.
    """
    for a in range(len(slot)):
        e = slot[a]
        w = weight[a]
        if e < 0 or w >= CLOSED:
            continue
        if upward[a] > 0:
            if w < up[e] or (
                carry > 0
                and w == up[e]
                and (time[a] < up_time[e] or (time[a] == up_time[e] and length[a] < up_length[e]))
            ):
                up[e] = w
                if carry > 0:
                    up_time[e] = time[a]
                    up_length[e] = length[a]
        elif w < down[e] or (
            carry > 0
            and w == down[e]
            and (time[a] < down_time[e] or (time[a] == down_time[e] and length[a] < down_length[e]))
        ):
            down[e] = w
            if carry > 0:
                down_time[e] = time[a]
                down_length[e] = length[a]
    for v in range(len(row) - 1):
        last = row[v + 1]
        for i in range(row[v], last):
            x = head[i]
            p = row[x]
            v_to_x = up[i]
            x_to_v = down[i]
            for j in range(i + 1, last):
                y = head[j]
                while head[p] != y:
                    p += 1
                total = x_to_v + up[j]
                if total < CLOSED and total <= up[p]:
                    if carry == 0:
                        up[p] = total
                    else:
                        t = down_time[i] + up_time[j]
                        m = down_length[i] + up_length[j]
                        if total < up[p] or t < up_time[p] or (t == up_time[p] and m < up_length[p]):
                            up[p] = total
                            up_time[p] = t
                            up_length[p] = m
                total = down[j] + v_to_x
                if total < CLOSED and total <= down[p]:
                    if carry == 0:
                        down[p] = total
                    else:
                        t = down_time[j] + up_time[i]
                        m = down_length[j] + up_length[i]
                        if total < down[p] or t < down_time[p] or (t == down_time[p] and m < down_length[p]):
                            down[p] = total
                            down_time[p] = t
                            down_length[p] = m
    return 0


def climb_all(
    nodes: Any,
    row: Any,
    head: Any,
    parent: Any,
    depth: Any,
    weight: Any,
    time: Any,
    length: Any,
    carry: int,
    above: Any,
    cost: Any,
    cost_time: Any,
    cost_length: Any,
) -> int:
    """Costs from each of some nodes to all above it, or to it with the weights down.

    The nodes above one are its parent, the parent's parent and so on. Node `k` has the row
    ``k * width`` of the results, by depth below the root; `cost` is given as CLOSED, `above`,
    which names the nodes, as -1.
    """
    width = len(above) // max(len(nodes), 1)
    for k in range(len(nodes)):
        base = k * width
        v = nodes[k]
        cost[base + depth[v]] = 0
        while v >= 0:
            above[base + depth[v]] = v
            i = base + depth[v]
            if cost[i] < CLOSED:
                for e in range(row[v], row[v + 1]):
                    total = cost[i] + weight[e]
                    j = base + depth[head[e]]
                    if total < CLOSED and total <= cost[j]:
                        if carry == 0:
                            cost[j] = total
                        else:
                            t = cost_time[i] + time[e]
                            m = cost_length[i] + length[e]
                            if (
                                total < cost[j]
                                or t < cost_time[j]
                                or (t == cost_time[j] and m < cost_length[j])
                            ):
                                cost[j] = total
                                cost_time[j] = t
                                cost_length[j] = m
            v = parent[v]
    return 0


def meet_all(
    from_count: int,
    to_count: int,
    width: int,
    from_above: Any,
    from_cost: Any,
    from_time: Any,
    from_length: Any,
    to_above: Any,
    to_cost: Any,
    to_time: Any,
    to_length: Any,
    carry: int,
    cost: Any,
    cost_time: Any,
    cost_length: Any,
) -> int:
    """Best sums of costs at the nodes above both, for every pair; `cost` is given as CLOSED."""
    for s in range(from_count):
        for t in range(to_count):
            i = s * width
            j = t * width
            best = cost[s * to_count + t]
            for d in range(width):
                if from_above[i + d] != to_above[j + d] or from_above[i + d] < 0:
                    break
                total = from_cost[i + d] + to_cost[j + d]
                if total < CLOSED and total <= best:
                    if carry == 0:
                        best = total
                    else:
                        a = from_time[i + d] + to_time[j + d]
                        b = from_length[i + d] + to_length[j + d]
                        k = s * to_count + t
                        if total < best or a < cost_time[k] or (a == cost_time[k] and b < cost_length[k]):
                            best = total
                            cost_time[k] = a
                            cost_length[k] = b
            cost[s * to_count + t] = best
    return 0
