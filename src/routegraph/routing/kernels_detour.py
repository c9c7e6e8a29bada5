"""Loops that find a detour from the borders of what a disruption cuts off; see `detour_index` and `kernels`.

In preorder the nodes whose tree paths pass an arc lie side by side: those that changed arcs cut
off are a few ranges of positions, ``begin[i]`` to ``end[i]``, ascending and apart.
"""
# ruff: noqa: PLR0912, PLR0915 (a compiled loop is one piece and takes arrays one by one)

from __future__ import annotations

from typing import Any

from routegraph.routing.kernels import CLOSED, drop, follow, push, settle


def nest(root: int, via: Any, end: Any, position: Any, last: Any, at: Any, children: Any) -> int:
    """Write the place of each node of a tree in preorder.

    `position` is given as -1 and stays so outside of the tree, `children` as 0. The subtree of a
    node has the positions from its own to its `last`; `at` names the node at each position.
    ``end[a]`` is the node that arc `a` of the tree hangs on. Returns the number of nodes.
    """
    n = len(via)
    for v in range(n):
        last[v] = 1  # for now the size of its subtree
        if via[v] >= 0:
            children[end[via[v]]] += 1
    count = 0
    for v in range(n):
        if children[v] == 0 and via[v] >= 0:
            at[count] = v
            count += 1
    done = 0
    while done < count:
        v = at[done]
        done += 1
        over = end[via[v]]
        last[over] += last[v]
        children[over] -= 1
        if children[over] == 0 and over != root:
            at[count] = over
            count += 1
    position[root] = 0
    children[root] = 1  # from now the next free position below a node
    for i in range(count - 1, -1, -1):
        v = at[i]
        over = end[via[v]]
        position[v] = children[over]
        children[over] += last[v]
        children[v] = position[v] + 1
    for v in range(n):
        if position[v] >= 0:
            last[v] += position[v] - 1
            at[position[v]] = v
    return count + 1


def span_arcs(row: Any, head: Any, weight: Any, position: Any, low: Any, high: Any) -> int:
    """Write the least and greatest position that open arcs from each range of positions lead to.

    `low` and `high` are heaps of ranges: entry 1 is all positions, entries ``2i`` and ``2i + 1``
    the halves of `i`; their lengths are twice a power of two. `low` is given as that power,
    `high` as -1.
    """
    leaves = len(low) // 2
    for v in range(len(row) - 1):
        if position[v] < 0:
            continue
        i = leaves + position[v]
        for a in range(row[v], row[v + 1]):
            p = position[head[a]]
            if p >= 0 and weight[a] < CLOSED:
                low[i] = min(low[i], p)
                high[i] = max(high[i], p)
    for i in range(leaves - 1, 0, -1):
        low[i] = min(low[2 * i], low[2 * i + 1])
        high[i] = max(high[2 * i], high[2 * i + 1])
    return leaves


def is_cut(position: int, begin: Any, end: Any) -> bool:
    """Whether a position lies in one of the ranges."""
    first = 0
    count = len(begin)
    while count > 0:
        half = count >> 1
        if begin[first + half] <= position:
            first += half + 1
            count -= half + 1
        else:
            count = half
    return first > 0 and position <= end[first - 1]


def regrow(
    begin: Any,
    end: Any,
    at: Any,
    row: Any,
    onward: Any,
    arc: Any,
    weight: Any,
    back_row: Any,
    back: Any,
    back_arc: Any,
    back_weight: Any,
    cost: Any,
    via: Any,
    keys: Any,
    items: Any,
) -> int:
    """Mend a tree under raised weights: Dijkstra among the nodes that these cut off, from their borders.

    `row`, `onward`, `arc` and `weight` are as `kernels.grow_tree` takes them, the others the same the
    other way; `cost` and `via` are given as they were and left as `grow_tree` leaves them. Returns how
    many nodes were settled.
    """
    for k in range(len(begin)):
        for p in range(begin[k], end[k] + 1):
            cost[at[p]] = CLOSED
            via[at[p]] = -1
    size = 0
    for k in range(len(begin)):
        for p in range(begin[k], end[k] + 1):
            node = at[p]
            for i in range(back_row[node], back_row[node + 1]):
                c = cost[back[i]] + back_weight[i]
                if c < cost[node]:
                    cost[node] = c
                    via[node] = back_arc[i]
                elif c == cost[node] and c < CLOSED and back_arc[i] < via[node]:
                    via[node] = back_arc[i]
            if via[node] >= 0:
                size = push(keys, items, size, cost[node], node)
    return settle(size, row, onward, arc, weight, cost, via, keys, items, at, 0)


def reconnect(
    begin: Any,
    end: Any,
    at: Any,
    row: Any,
    onward: Any,
    arc: Any,
    back_row: Any,
    back: Any,
    back_arc: Any,
    weight: Any,
    reached: Any,
    mark: int,
    queue: Any,
) -> int:
    """Put a `mark` on nodes of a tree that raised weights cut off, where another way reaches them.

    `reached` is given with the mark on all nodes that the tree reaches; what is cut off loses it first.
    Returns how many nodes found it again.
    """
    for k in range(len(begin)):
        for p in range(begin[k], end[k] + 1):
            reached[at[p]] = 0
    last = 0
    for k in range(len(begin)):
        for p in range(begin[k], end[k] + 1):
            node = at[p]
            for i in range(back_row[node], back_row[node + 1]):
                if reached[back[i]] == mark and weight[back_arc[i]] < CLOSED:
                    reached[node] = mark
                    queue[last] = node
                    last += 1
                    break
    first = 0
    while first < last:
        node = queue[first]
        first += 1
        for i in range(row[node], row[node + 1]):
            other = onward[i]
            if reached[other] != mark and weight[arc[i]] < CLOSED:
                reached[other] = mark
                queue[last] = other
                last += 1
    return last


def offer(
    node: int, key: int, is_far: bool, best: int, ends: int, size: int, path: Any, keys: Any, items: Any
) -> tuple[int, int, int]:
    """Let a search go on from a node if `is_far`, or else end there; returns the new best, ends and size.

    ``path[:ends]`` are the nodes where the search ends at the cost `best`; `key` is at most that.
    """
    if is_far:
        return best, ends, push(keys, items, size, key, node)
    if key < best:
        best = key
        ends = 0
    path[ends] = node
    return best, ends + 1, size


def indexed_detour(
    source: int,
    target: int,
    row: Any,
    head: Any,
    weight: Any,
    in_row: Any,
    in_tail: Any,
    in_arc: Any,
    ahead: Any,
    via: Any,
    position: Any,
    at: Any,
    low: Any,
    high: Any,
    begin: Any,
    end: Any,
    behind: Any,
    out_position: Any,
    out_begin: Any,
    out_end: Any,
    cost: Any,
    seen: Any,
    stamp: int,
    keys: Any,
    items: Any,
    stack: Any,
    path: Any,
    report: Any,
) -> int:
    """Best path from `source` to `target` under raised weights.

    Where the source is cut off from the target, such a path leaves what is cut off by an arc over
    its border; from there the tree path holds. Backward from the borders, A* under the exact costs
    from `source` looks only at nodes cut off from `source` too: at any other the search is over.

    Returns as `kernels.detour` does, and gives the same path.
    """
    report[1] = 0
    report[2] = 0
    report[0] = ahead[source]
    if ahead[source] >= CLOSED:
        return -1
    if not is_cut(position[source], begin, end):
        return follow(source, target, head, via, path, 0)
    best = CLOSED
    ends = 0  # nodes not cut off from the source that give this cost are `path[:ends]`
    size = 0
    leaves = len(low) // 2
    for k in range(len(begin)):
        left = begin[k]
        right = end[k]
        stack[0] = 1
        depth = 1
        while depth > 0:
            depth -= 1
            i = stack[depth]
            if low[i] >= left and high[i] <= right:
                continue
            span = leaves
            j = i
            while j > 1:
                span >>= 1
                j >>= 1
            first = (i * span) - leaves
            if first > right or first + span <= left:
                continue
            if i < leaves:
                stack[depth] = 2 * i
                stack[depth + 1] = 2 * i + 1
                depth += 2
                continue
            node = at[first]
            if behind[node] >= CLOSED:
                continue
            for a in range(row[node], row[node + 1]):
                w = weight[a]
                p = position[head[a]]
                if w >= CLOSED or p < 0 or left <= p <= right:
                    continue
                g = w + ahead[head[a]]
                key = behind[node] + g
                if key > best or (seen[node] == stamp and cost[node] <= g) or is_cut(p, begin, end):
                    continue
                cost[node] = g
                seen[node] = stamp
                is_far = is_cut(out_position[node], out_begin, out_end)
                best, ends, size = offer(node, key, is_far, best, ends, size, path, keys, items)
    settled = 0
    while size > 0 and keys[0] < best:
        key = keys[0]
        node = items[0]
        size = drop(keys, items, size)
        c = cost[node]
        if key > c + behind[node]:
            continue
        settled += 1
        for i in range(in_row[node], in_row[node + 1]):
            before = in_tail[i]
            w = weight[in_arc[i]]
            if w >= CLOSED or behind[before] >= CLOSED:
                continue
            g = c + w
            key = g + behind[before]
            if key > best or (seen[before] == stamp and cost[before] <= g):
                continue
            if not is_cut(position[before], begin, end):
                continue
            cost[before] = g
            seen[before] = stamp
            is_far = is_cut(out_position[before], out_begin, out_end)
            best, ends, size = offer(before, key, is_far, best, ends, size, path, keys, items)
    report[0] = best
    report[1] = settled
    report[2] = 0
    if best >= CLOSED:
        return -1
    waiting = 0
    for i in range(ends):
        stack[waiting] = path[i]
        waiting += 1
    while size > 0 and keys[0] == best:
        node = items[0]
        size = drop(keys, items, size)
        if cost[node] + behind[node] == best:
            stack[waiting] = node
            waiting += 1
    while waiting > 0:
        waiting -= 1
        node = stack[waiting]
        for i in range(in_row[node], in_row[node + 1]):
            before = in_tail[i]
            w = weight[in_arc[i]]
            if w >= CLOSED or behind[before] >= CLOSED:
                continue
            g = cost[node] + w
            if g + behind[before] != best or (seen[before] == stamp and cost[before] <= g):
                continue
            if is_cut(position[before], begin, end):
                cost[before] = g
                seen[before] = stamp
                stack[waiting] = before
                waiting += 1
    count = 0
    node = source
    rest = best
    while is_cut(position[node], begin, end):
        for a in range(row[node], row[node + 1]):
            other = head[a]
            p = position[other]
            if weight[a] >= CLOSED or p < 0:
                continue
            if is_cut(p, begin, end):
                if seen[other] != stamp or weight[a] + cost[other] != rest:
                    continue
            elif weight[a] + ahead[other] != rest:
                continue
            path[count] = a
            count += 1
            node = other
            rest -= weight[a]
            break
    return follow(node, target, head, via, path, count)
