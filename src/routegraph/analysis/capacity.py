"""How much gets through in a day: maximum flow over the capacities of roads, and the cut that bounds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from routegraph.network.sphere import distinct
from routegraph.routing.graph import CLOSED, RoadGraph

UNLIMITED = 10**7
"""Vehicles a day that no road carries: streets whose capacity is not asked about."""


def flow_graph(graph: RoadGraph, ends: Sequence[int]) -> RoadGraph:
    """The graph that flows between some nodes of the network are laid out on: no arc is there twice.

    Turns are left to `CapacityGraph`. Ways for local traffic alone are open where they hang together
    with an end, and shut everywhere else.
    """
    plain = graph.without_turns
    arcs = plain.arcs
    local = np.flatnonzero(graph.vehicle.arc_is_local(graph.network) & (plain.weight < CLOSED))
    if not len(local):
        return plain
    tail, head = (np.asarray(end, np.int64)[local] for end in (arcs.tail, arcs.head))
    part = _meeting(tail, head)
    own = distinct(part[np.isin(tail, ends) | np.isin(head, ends)])
    weight = plain.weight.copy()
    weight[local[~np.isin(part, own)]] = CLOSED
    return replace(plain, weight=weight)


def at_junctions(graph: RoadGraph) -> list[tuple[int, int]]:
    """Banned turns at one junction, as pairs of the network's arcs."""
    return [(turn[0], turn[1]) for turn in graph.banned if len(turn) == 2]


def left_aside(graph: RoadGraph, ways: Iterable[Sequence[int]], gates: Sequence[Gate]) -> int:
    """Count the bans over several junctions that a flow may break, by the arcs of all its ways.

    A flow that is the greatest without these bans, and breaks none, is the greatest with them. Within a
    gate nobody knows which arcs follow one another, so a ban there counts.
    """
    bans = {turn for turn in graph.banned if len(turn) > 2}
    if not bans:
        return 0
    lengths = {len(ban) for ban in bans}
    driven = {way[i : i + n] for way in map(tuple, ways) for n in lengths for i in range(len(way))}
    gated = {road for gate in gates for road in gate.roads.tolist()}
    road = graph.network.arcs.road
    return sum(ban in driven or not gated.isdisjoint(road[list(ban)].tolist()) for ban in bans)


@dataclass(frozen=True, eq=False)
class Gate:
    """A place through which at most so many vehicles a day pass, by whichever of its roads.

    Its roads are taken as one crossing wherever they meet; parts that do not meet have the limit each.

    Attributes
    ----------
    roads : int32[...]
    """

    name: str
    per_day: int
    roads: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class CapacityGraph:
    """Open arcs with capacities, no two between the same nodes; gates are nodes of their own.

    Attributes
    ----------
    nodes : int
        Those of the network come first.
    tail, head : int64[E]
    per_day : int64[E]
        Vehicles a day.
    cost : int64[E]
        The graph's weight, for least cost flows.
    road, arc : int64[E]
        Of the network; -1 for the arcs of gates.
    gate : int64[E]
        The gate that an arc is the limit of, else -1.
    arrival : dict of int to int
        Where flows to a node end: itself but for junctions with banned turns.
    """

    nodes: int
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    per_day: NDArray[np.int64]
    cost: NDArray[np.int64]
    road: NDArray[np.int64]
    arc: NDArray[np.int64]
    gate: NDArray[np.int64]
    gates: tuple[Gate, ...] = ()
    arrival: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        graph: RoadGraph,
        per_day: NDArray[np.float64],
        gates: Sequence[Gate] = (),
        banned: Sequence[tuple[int, int]] = (),
    ) -> CapacityGraph:
        """Lay out the arcs that are open in `graph`, but those that end where they begin.

        Parameters
        ----------
        graph : RoadGraph
            Without turn bans, so that no arc is there twice.
        per_day : float64[R]
            Vehicles a day on each road in each direction, rounded down; a road that is slowed carries
            so many times less.
        gates : sequence of Gate
            A road of two gates belongs to the tighter one.
        banned : sequence of (int, int)
            Arcs that may not be driven one after the other; each begins where the one before ends.
        """
        arcs = graph.arcs
        use = np.flatnonzero((graph.weight < CLOSED) & (arcs.tail != arcs.head)).astype(np.int64)
        tail, head = (np.asarray(end, np.int64)[use] for end in (arcs.tail, arcs.head))
        road = np.asarray(arcs.road, np.int64)[use]
        slower = graph.time_s[use] / graph.opened.time_s[use] if graph.opened else 1.0
        capacity = np.floor(np.minimum(per_day[road] / slower, UNLIMITED) + 1e-9).astype(np.int64)
        cost = graph.weight[use]
        gates = tuple(sorted(gates, key=lambda gate: gate.per_day))
        banned = [turn for turn in banned if graph.weight[list(turn)].max() < CLOSED]
        ports = _Ports.of(graph.rows.node_count, use, tail, head, banned)
        nodes, tail, head = ports.nodes, ports.tail, ports.head
        parts = [(tail, head, capacity, cost, road, use, np.full(len(use), -1, np.int64))]
        taken = np.zeros(len(use), bool)
        for number, gate in enumerate(gates):
            at = np.flatnonzero(np.isin(road, gate.roads) & ~taken)
            taken[at] = True
            if not len(at):
                continue
            part = _meeting(tail[at], head[at])
            count = int(part.max()) + 1
            enter, leave = nodes + 2 * part, nodes + 2 * part + 1
            half = np.maximum(cost[at] // 2, 1)
            none = np.full(len(at), -1, np.int64)
            inner = nodes + 2 * np.arange(count, dtype=np.int64)
            no_road = np.full(count, -1, np.int64)
            parts += [
                (tail[at], enter, capacity[at], half, road[at], use[at], none),
                (leave, head[at], capacity[at], half, road[at], use[at], none),
                (
                    inner,
                    inner + 1,
                    np.full(count, gate.per_day, np.int64),
                    np.ones(count, np.int64),
                    no_road,
                    no_road,
                    np.full(count, number, np.int64),
                ),
            ]
            nodes += 2 * count
        parts[0] = tuple(column[~taken] for column in parts[0])  # type: ignore[assignment]
        within = np.array(ports.within, np.int64).reshape(-1, 2)
        none = np.full(len(within), -1, np.int64)
        free = np.full(len(within), UNLIMITED, np.int64)
        parts.append((within[:, 0], within[:, 1], free, np.ones(len(within), np.int64), none, none, none))
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        return replace(_apart(nodes, columns, gates), arrival=ports.arrival)

    def joined(self, sources: Sequence[tuple[int, float]], sinks: Sequence[tuple[int, float]]) -> _Joined:
        """Add a node before all sources and one behind all sinks; amounts in vehicles a day."""
        start, end = self.nodes, self.nodes + 1
        first = [(start, node, _whole(amount)) for node, amount in sources]
        last = [(self.arrival.get(node, node), end, _whole(amount)) for node, amount in sinks]
        extra = np.array([*first, *last], np.int64).reshape(-1, 3)
        return _Joined(
            np.concatenate([self.tail, extra[:, 0]]),
            np.concatenate([self.head, extra[:, 1]]),
            np.concatenate([self.per_day, extra[:, 2]]),
            start,
            end,
        )


@dataclass(frozen=True, eq=False)
class _Joined:
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    per_day: NDArray[np.int64]
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class _Ports:
    """Junctions with banned turns taken apart, with no arc there twice.

    Each arc that takes part in a ban ends, or begins, at a port of its own; within the junction ports
    are joined where the turn is allowed. So a flow turns as the law has it, and an arc keeps its capacity.
    """

    nodes: int
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    within: list[tuple[int, int]]
    arrival: dict[int, int]

    @classmethod
    def of(
        cls,
        nodes: int,
        use: NDArray[np.int64],
        tail: NDArray[np.int64],
        head: NDArray[np.int64],
        banned: Sequence[tuple[int, int]],
    ) -> _Ports:
        row = {arc: i for i, arc in enumerate(use.tolist())} if banned else {}
        turns = {(row[a], row[b]) for a, b in banned if a in row and b in row}
        tail, head = tail.copy(), head.copy()
        within: list[tuple[int, int]] = []
        arrival: dict[int, int] = {}
        for junction in sorted({int(head[a]) for a, _ in turns}):
            here = {(a, b) for a, b in turns if head[a] == junction}
            arrival[junction], leaving = nodes, nodes + 1
            nodes += 2
            into, out = (sorted({turn[side] for turn in here}) for side in (0, 1))
            begins = {b: nodes + i for i, b in enumerate(out)}
            ends = {a: nodes + len(out) + i for i, a in enumerate(into)}
            nodes += len(out) + len(into)
            for at, banned_here in (
                (junction, set()),
                *((ends[a], {b for c, b in here if c == a}) for a in into),
            ):
                within += [(at, arrival[junction]), (at, leaving)]
                within += [(at, begins[b]) for b in out if b not in banned_here]
            tail[tail == junction] = leaving
            for b, port in begins.items():
                tail[b] = port
            for a, port in ends.items():
                head[a] = port
        return cls(nodes, tail, head, within, arrival)


def _whole(amount: float) -> int:
    return int(min(np.floor(amount + 1e-9), UNLIMITED))


def _meeting(tail: NDArray[np.int64], head: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of the part that each arc belongs to; arcs of a part meet."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    nodes, ends = np.unique(np.concatenate([tail, head]), return_inverse=True)
    u, v = ends[: len(tail)], ends[len(tail) :]
    joined = coo_matrix((np.ones(len(u)), (u, v)), shape=(len(nodes), len(nodes)))
    return np.asarray(connected_components(joined, directed=False)[1][u], np.int64)


def _apart(nodes: int, columns: list[NDArray[np.int64]], gates: tuple[Gate, ...]) -> CapacityGraph:
    """Give arcs that run beside one another a node in between."""
    tail, head, capacity, cost, road, arc, gate = columns
    key = tail * nodes + head
    order = np.argsort(key, kind="stable")  # the arcs of a network are sorted already
    again = np.zeros(len(key), bool)
    again[order[1:][key[order[1:]] == key[order[:-1]]]] = True
    between = nodes + np.arange(int(again.sum()), dtype=np.int64)
    behind = head[again]
    head = head.copy()
    head[again] = between
    rest = np.maximum(cost[again] - 1, 1)
    cost = cost.copy()
    cost[again] = 1
    return CapacityGraph(
        nodes=nodes + len(between),
        tail=np.concatenate([tail, between]),
        head=np.concatenate([head, behind]),
        per_day=np.concatenate([capacity, capacity[again]]),
        cost=np.concatenate([cost, rest]),
        road=np.concatenate([road, road[again]]),
        arc=np.concatenate([arc, arc[again]]),
        gate=np.concatenate([gate, np.full(len(between), -1, np.int64)]),
        gates=gates,
    )


@dataclass(frozen=True, eq=False)
class Throughput:
    """How many vehicles a day get from the sources to the sinks, and what bounds that.

    Attributes
    ----------
    cut_roads : int32[...]
        Roads of a minimum cut, ascending; of several cuts the one nearest the sources.
    cut_per_day : int64[...]
        What each of them carries across the cut.
    cut_gates : tuple of Gate
        Gates of the cut; their limits and the roads' capacities add up to `per_day`, with what
        sources give and sinks take.
    at_source : int
        What sources give that lie in the cut.
    sent : float64[E]
        What each arc of the graph carries.
    """

    per_day: int
    cut_roads: NDArray[np.int32]
    cut_per_day: NDArray[np.int64]
    cut_gates: tuple[Gate, ...]
    at_source: int
    sent: NDArray[np.float64]


def throughput(
    graph: CapacityGraph, sources: Sequence[tuple[int, float]], sinks: Sequence[tuple[int, float]]
) -> Throughput:
    """Return the maximum flow and a minimum cut that proves it; Dinic's algorithm by SciPy, scaled.

    What wide roads carry is sent first and alone: on a country that takes a tenth of the time.

    Parameters
    ----------
    graph : CapacityGraph
    sources, sinks : sequence of (int, float)
        Nodes, and the vehicles a day that they give or take; inf for any number.

    References
    ----------
    Ford and Fulkerson, *Maximal flow through a network*, 1956, https://doi.org/10.4153/CJM-1956-045-5

    Gabow, *Scaling algorithms for network problems*, 1985, https://doi.org/10.1016/0022-0000(85)90039-X
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    if {node for node, _ in sources} & {node for node, _ in sinks}:
        raise ValueError("a node is both a source and a sink")
    joined = graph.joined(sources, sinks)
    shape = (graph.nodes + 2, graph.nodes + 2)
    per_arc, tail, head = (part.astype(np.int32) for part in (joined.per_day, joined.tail, joined.head))
    capacity = csr_array((per_arc, (tail, head)), shape=shape)
    per_day, rest = 0, capacity
    for width in _widths(graph.per_day):
        wide = rest.copy()
        wide.data[wide.data < width] = 0
        wide.eliminate_zeros()
        result = maximum_flow(wide, joined.start, joined.end)
        if result.flow_value:
            per_day += int(result.flow_value)
            rest = csr_array(rest - result.flow)
    rest.eliminate_zeros()
    near = np.zeros(shape[0], bool)
    near[breadth_first_order(rest, joined.start, return_predecessors=False)] = True
    crosses = near[joined.tail] & ~near[joined.head]
    own = crosses[: len(graph.tail)]
    cut = own & (graph.per_day > 0) & (graph.road >= 0)
    roads, at = np.unique(graph.road[cut], return_inverse=True)
    left = np.asarray(rest[graph.tail, graph.head]).ravel() if len(graph.tail) else np.zeros(0)
    sent = graph.per_day - left
    extra = np.flatnonzero(crosses[len(graph.tail) :])
    amounts = joined.per_day[len(graph.tail) :]
    return Throughput(
        per_day=per_day,
        cut_roads=roads.astype(np.int32),
        cut_per_day=np.bincount(at, weights=graph.per_day[cut], minlength=len(roads)).astype(np.int64),
        cut_gates=tuple(graph.gates[int(i)] for i in graph.gate[own & (graph.gate >= 0)]),
        at_source=int(amounts[extra[extra < len(sources)]].sum()),
        sent=np.maximum(sent, 0).astype(np.float64),
    )


def _widths(per_day: NDArray[np.int64]) -> list[int]:
    """Half the capacity of the widest road, halved until below the narrowest; then 1, for what is left."""
    bounded = per_day[(per_day > 0) & (per_day < UNLIMITED)]
    if not len(bounded):
        return [1]
    steps = int(np.log2(bounded.max() / bounded.min())) + 1
    halves = [int(bounded.max()) >> step for step in range(1, steps + 1)]
    return [*(width for width in halves if width > 1), 1]


def ways_of(
    graph: CapacityGraph, found: Throughput, source: int, sink: int, most: int | None = None
) -> list[tuple[int, tuple[int, ...]]]:
    """Return the ways that a flow takes, the quickest first: vehicles a day, and arcs of the network.

    All of them unless `most` is told.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    left = found.sent.copy()
    ways: list[tuple[int, tuple[int, ...]]] = []
    while most is None or len(ways) < most:
        used = np.flatnonzero(left > 0)
        if not len(used):
            break
        ends = np.stack([graph.tail[used], graph.head[used]])
        nodes, at = np.unique(
            np.append(ends.ravel(), [source, graph.arrival.get(sink, sink)]), return_inverse=True
        )
        tail, head = at[: len(used)], at[len(used) : 2 * len(used)]
        start, end = int(at[-2]), int(at[-1])
        matrix = csr_matrix((graph.cost[used].astype(float), (tail, head)), shape=(len(nodes), len(nodes)))
        before = dijkstra(matrix, indices=[start], return_predecessors=True)[1][0]
        by_ends = {(int(t), int(h)): int(e) for t, h, e in zip(tail, head, used, strict=True)}
        path: list[int] = []
        node = end
        while node != start and before[node] >= 0:
            path.append(by_ends[int(before[node]), node])
            node = int(before[node])
        if node != start:
            break
        amount = int(left[path].min())
        left[path] -= amount
        ways.append((amount, network_arcs(graph, path[::-1])))
    return ways


def network_arcs(graph: CapacityGraph, path: Sequence[int]) -> tuple[int, ...]:
    """Arcs of the network along a path, each once: gates and the nodes in between fall out."""
    arcs = [int(a) for a in graph.arc[list(path)] if a >= 0]
    return tuple(a for i, a in enumerate(arcs) if i == 0 or a != arcs[i - 1])


def days_of_stock(stock_t: float, demand_t: float, arriving_t: float) -> float:
    """Days until a stock is used up, inf when what arrives is enough.

    Parameters
    ----------
    stock_t : float
    demand_t, arriving_t : float
        Tonnes a day.

    Examples
    --------
    >>> days_of_stock(3000, 500, 0)
    6.0
    >>> days_of_stock(3000, 500, 500)
    inf
    """
    gap = demand_t - arriving_t
    return stock_t / gap if gap > 0 else float("inf")
