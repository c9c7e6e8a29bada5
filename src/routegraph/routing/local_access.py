"""Ways for those alone who have business there: where a journey may begin and end, and not pass through.

A legal journey leaves such ways once, at its beginning, and enters them once, at its end. The nodes
that they touch are copied: one copy for who began there and has not left, one for who has entered and
may not leave. So the split arcs have a way when and only when the law has it, as with banned turns.
"""

from __future__ import annotations

import numpy as np

from routegraph.network.arcs import Arcs
from routegraph.network.arrays import Bool
from routegraph.routing.turns import Turns


def keep_out_through_traffic(arcs: Arcs, turns: Turns | None, local: Bool, usable: Bool) -> Turns | None:
    """Split the arcs of a network, or those already split at banned turns, once more.

    Parameters
    ----------
    arcs : Arcs
        Of the network.
    turns : Turns or None
        Arcs split at banned turns.
    local, usable : bool[M]
        Arcs of the network for local traffic alone, and those that the vehicle may use at all.

    Returns
    -------
    Turns or None
        `turns` itself where there is nothing to keep out of.
    """
    local = local & usable
    if not local.any():
        return turns
    count = len(arcs.start) - 1
    turns = turns or _unsplit(arcs)
    split, size = turns.arcs, len(turns.node)
    order = np.concatenate([turns.plain, np.delete(np.arange(len(split)), turns.plain)])
    tail, head, arc, hours = split.tail[order], split.head[order], turns.arc[order], turns.at_hours[order]
    touches_local, touches_public = (_touched(arcs, kind, count) for kind in (local, usable & ~local))
    near = touches_local[turns.node]
    edge = near & touches_public[turns.node]
    # began: journeys that have not left the ways on which they began; entered: those that may not leave
    began, entered = np.arange(size), np.arange(size)
    began[edge] = size + np.arange(int(edge.sum()))
    entered[near] = size + int(edge.sum()) + np.arange(int(near.sum()))
    nodes = [turns.node, turns.node[edge], turns.node[near]]

    inside = local[arc]
    inner = inside & near[tail] & ~edge[tail]
    first = np.where(inside, np.where(inner, began[head], entered[head]), head)
    leaving = np.flatnonzero(usable[arc] & ~inside & edge[tail])
    staying = np.flatnonzero(inside & edge[tail])
    within = np.flatnonzero(inside)
    tails = np.concatenate([tail, began[tail[leaving]], began[tail[staying]], entered[tail[within]]])
    heads = np.concatenate([first, head[leaving], began[head[staying]], entered[head[within]]])
    ids, barred = (
        np.concatenate([column, column[leaving], column[staying], column[within]]) for column in (arc, hours)
    )

    total = size + int(edge.sum()) + int(near.sum())
    base = np.concatenate([np.arange(size), np.flatnonzero(edge), np.flatnonzero(near)])
    ends = np.flatnonzero(near)
    arrive = np.arange(size)
    arrive[ends] = total + np.arange(len(ends))
    reaching = np.flatnonzero(near[base[heads]])
    arrival = np.arange(total + len(ends))
    arrival[:size] = arrive[turns.arrival]
    return Turns._sorted(
        arcs,
        np.concatenate([tails, tails[reaching]]),
        np.concatenate([heads, arrive[base[heads[reaching]]]]),
        np.concatenate([ids, ids[reaching]]),
        np.concatenate([*nodes, turns.node[ends]]),
        arrival,
        np.concatenate([barred, barred[reaching]]),
        turns.hours,
    )


def _touched(arcs: Arcs, which: Bool, count: int) -> Bool:
    touched = np.zeros(count, bool)
    touched[arcs.tail[which]] = touched[arcs.head[which]] = True
    return touched


def _unsplit(arcs: Arcs) -> Turns:
    numbers, nodes = np.arange(len(arcs), dtype=np.int32), np.arange(len(arcs.start) - 1, dtype=np.int32)
    return Turns(arcs, nodes, numbers, nodes, numbers, np.full(len(arcs), -1, np.int32))
