"""Who is supplied from where: most demand met first, and that at the least cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.capacity import CapacityGraph, network_arcs, throughput

MOST_ROUNDS = 400
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Shipment:
    """What goes from one source to one sink by one way.

    Attributes
    ----------
    source, sink : int
        Their numbers in the lists given.
    per_day : float
        Vehicles.
    cost : int
        Of one vehicle's way, in the graph's measure.
    arcs : tuple of int
        Of the network, in the order of travel.
    """

    source: int
    sink: int
    per_day: float
    cost: int
    arcs: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Allocation:
    """A least cost allocation of supply to demand.

    Attributes
    ----------
    unmet : float64[K]
        Vehicles a day that each sink asks for and does not get.
    cost : float
        Of all shipments a day, in the graph's measure.
    """

    shipments: tuple[Shipment, ...]
    unmet: NDArray[np.float64]
    cost: float


@dataclass(frozen=True)
class _Way:
    source: int
    sink: int
    cost: int
    arcs: tuple[int, ...]


def allocate(
    graph: CapacityGraph,
    sources: Sequence[tuple[int, float]],
    sinks: Sequence[tuple[int, float]],
) -> Allocation:
    """Send as much as possible, and that at the least cost.

    Ways are generated as they are needed: linear programs over the ways known so far (HiGHS), and
    shortest paths under their dual prices for new ones, until no way would make it cheaper. Only
    roads that would be overloaded enter the program.

    Parameters
    ----------
    graph : CapacityGraph
    sources : sequence of (int, float)
        Nodes and the vehicles a day that they give; inf for any number.
    sinks : sequence of (int, float)
        Nodes and the finite number of vehicles a day that they ask for.

    References
    ----------
    Ford and Fulkerson, *A suggested computation for maximal multi-commodity network flows*, 1958,
    https://doi.org/10.1287/mnsc.5.1.97
    """
    generator = _Generator(graph, sources, sinks)
    most = min(sum(amount for _, amount in sources), sum(amount for _, amount in sinks))
    bound = min(float(most), throughput(graph, sources, sinks).per_day + len(sources) + len(sinks))
    penalty = 10.0 * max(generator.dearest(), 1.0)
    while True:
        solution = generator.solve(penalty)
        met = sum(amount for _, amount in sinks) - float(solution.unmet.sum())
        if met >= bound - 1e-6 or not generator.may_meet_more(penalty):
            return solution
        penalty *= 100.0


class _Generator:
    """Ways known so far, and the shortest-path problem that finds more."""

    def __init__(
        self,
        graph: CapacityGraph,
        sources: Sequence[tuple[int, float]],
        sinks: Sequence[tuple[int, float]],
    ) -> None:
        self.graph, self.sources, self.sinks = graph, sources, sinks
        self.ways: dict[tuple[int, ...], _Way] = {}
        self.tight: list[int] = []
        self.usable = np.flatnonzero(graph.per_day > 0)
        self.arc_at = {
            (int(t), int(h)): int(a)
            for a, t, h in zip(self.usable, graph.tail[self.usable], graph.head[self.usable], strict=True)
        }
        self.add_ways(np.zeros(len(graph.tail)), None)

    def dearest(self) -> float:
        """Cost of the dearest of the best ways."""
        return float(max((way.cost for way in self.ways.values()), default=0))

    def add_ways(self, price: NDArray[np.float64], reduced: NDArray[np.float64] | None) -> int:
        """Add the best way of each pair whose cost with prices lies below `reduced`; returns how many."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra

        g = self.graph
        weight = g.cost[self.usable] + price[self.usable]
        shape = (g.nodes, g.nodes)
        matrix = csr_matrix((weight, (g.tail[self.usable], g.head[self.usable])), shape=shape)
        starts = [node for node, _ in self.sources]
        cost, before = dijkstra(matrix, indices=starts, return_predecessors=True)
        found = 0
        for i, start in enumerate(starts):
            for j, (end, amount) in enumerate(self.sinks):
                total = float(cost[i, g.arrival.get(end, end)])
                if amount <= 0 or self.sources[i][1] <= 0 or not np.isfinite(total) or end == start:
                    continue
                if reduced is not None and total >= reduced[i, j] - TOLERANCE * max(1.0, total):
                    continue
                arcs: list[int] = []
                node = int(g.arrival.get(end, end))
                while node != start:
                    earlier = int(before[i, node])
                    arcs.append(self.arc_at[earlier, node])
                    node = earlier
                way = tuple(arcs[::-1])
                if way not in self.ways:
                    self.ways[way] = _Way(i, j, int(g.cost[arcs].sum()), way)
                    found += 1
        return found

    def may_meet_more(self, penalty: float) -> bool:
        """Whether a dearer price for unmet demand could change anything."""
        return penalty < 1e7 * max(self.dearest(), 1.0)

    def solve(self, penalty: float) -> Allocation:
        """Least cost where a vehicle that is not sent costs `penalty`."""
        for _ in range(MOST_ROUNDS):
            ways = list(self.ways.values())
            amount, supply, demand, road = self._program(ways, penalty)
            overloaded = self._overloaded(ways, amount)
            if overloaded:
                self.tight += overloaded
                continue
            price = np.zeros(len(self.graph.tail))
            price[self.tight] = road
            reduced = demand[None, :] - supply[:, None]
            if not self.add_ways(price, reduced):
                break
        return self._allocation(ways, amount)

    def _overloaded(self, ways: Sequence[_Way], amount: NDArray[np.float64]) -> list[int]:
        load: dict[int, float] = {}
        for way, sent in zip(ways, amount.tolist(), strict=True):
            if sent > 0:
                for arc in way.arcs:
                    load[arc] = load.get(arc, 0.0) + sent
        known = set(self.tight)
        return [
            arc
            for arc, sent in load.items()
            if arc not in known and sent > float(self.graph.per_day[arc]) + 1e-6
        ]

    def _program(
        self, ways: Sequence[_Way], penalty: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Amounts of ways, and dual prices of sources, sinks and tight arcs, all from 0."""
        from scipy.optimize import linprog
        from scipy.sparse import csr_matrix

        m, k = len(self.sources), len(self.sinks)
        limited = [i for i, (_, amount) in enumerate(self.sources) if np.isfinite(amount)]
        row_of = {i: row for row, i in enumerate(limited)}
        tight_row = {arc: len(limited) + row for row, arc in enumerate(self.tight)}
        entries = [
            (row, column)
            for column, way in enumerate(ways)
            for row in (
                *([row_of[way.source]] if way.source in row_of else []),
                *(tight_row[arc] for arc in way.arcs if arc in tight_row),
            )
        ]
        at = np.array(entries, np.int64).reshape(-1, 2)
        upper = [self.sources[i][1] for i in limited] + [float(self.graph.per_day[a]) for a in self.tight]
        count = len(ways) + k
        sink = np.array([*(way.sink for way in ways), *range(k)], np.int64)
        scale = max(self.dearest(), 1.0)
        limits = csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(upper), count))
        asked = csr_matrix((np.ones(count), (sink, np.arange(count))), shape=(k, count))
        solve: Any = linprog
        result = solve(
            np.array([way.cost for way in ways] + [penalty] * k, float) / scale,
            A_ub=limits if upper else None,
            b_ub=upper or None,
            A_eq=asked,
            b_eq=[amount for _, amount in self.sinks],
            method="highs",
        )
        if result.status != 0:
            raise RuntimeError(f"HiGHS: {result.message}")
        supply = np.zeros(m)
        inequality = -np.asarray(result.ineqlin.marginals, float) * scale
        supply[limited] = inequality[: len(limited)]
        demand = np.asarray(result.eqlin.marginals, float) * scale
        return np.asarray(result.x[: len(ways)]), supply, demand, inequality[len(limited) :]

    def _allocation(self, ways: Sequence[_Way], amount: NDArray[np.float64]) -> Allocation:
        unmet = np.array([amount for _, amount in self.sinks], float)
        shipments = []
        for way, sent in zip(ways, amount.tolist(), strict=True):
            if sent <= 1e-6:
                continue
            unmet[way.sink] -= sent
            shipments.append(
                Shipment(way.source, way.sink, sent, way.cost, network_arcs(self.graph, way.arcs))
            )
        unmet[np.abs(unmet) < 1e-5] = 0.0
        return Allocation(
            tuple(sorted(shipments, key=lambda one: (one.source, one.sink, one.cost))),
            unmet,
            float(sum(one.per_day * one.cost for one in shipments)),
        )
