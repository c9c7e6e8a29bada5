"""Hold every way of asking what a closure does against searches that share no line with it.

``python benchmarks/crosscheck.py --sets 20000`` draws small road networks (oneways, parallel roads,
loops, ties, banned turns), closes and slows random roads, and compares

- the best path by a tree, by a detour index, by `many_disruptions`, by the graph under closures and by
  the kept journey, and trees mended under closures, with a plain Dijkstra over what was driven last,
  written here;
- road-disjoint routes, found anew and mended, with SciPy's maximum flow;
- costs without each road of a best path with the same Dijkstra.

It ends at the first difference, with the drawing that shows it. ``--sets 1000000`` is the long run;
``--seed`` begins another.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from pathlib import Path
from random import Random

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from drawn_graphs import running
from drawn_networks import BACKWARD, BOTH, FORWARD, WALKER, network_of
from routegraph.network.laws import Restrictions
from routegraph.network.model import Network
from routegraph.network.tags import MODES, TURN_KINDS
from routegraph.routing import kernels_flow
from routegraph.routing.detour_index import DetourIndex
from routegraph.routing.disruption import Disruption
from routegraph.routing.flow import disjoint_routes
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.journey import Journey
from routegraph.routing.many_disruptions import many_disruptions
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.search import best_path, tree_from, tree_to

SETS_EACH = 40
NONE = np.empty(0, np.int32)

Driven = tuple[int, ...]


@dataclass
class Drawing:
    """A network as it was drawn, for the message and for the plain searches."""

    count: int
    roads: list[tuple[int, int, float, str]]
    bans: list[Driven]
    source: int
    target: int

    @classmethod
    def of(cls, random: Random) -> Drawing:
        count = random.randint(2, 9)
        roads = [
            (random.randrange(count), random.randrange(count), float(random.randint(1, 4)),
             random.choice([BOTH, BOTH, FORWARD, BACKWARD]))
            for _ in range(random.randint(1, 16))
        ]  # fmt: skip
        drawing = cls(count, roads, [], random.randrange(count), random.randrange(count))
        if random.random() < 0.3:
            drawing.bans = drawing._some_bans(random)
        return drawing

    def _some_bans(self, random: Random) -> list[Driven]:
        arcs, bans = self.plain().arcs, set()
        for _ in range(random.randint(1, 5)):
            ban = [random.randrange(len(arcs))]
            for _ in range(random.choice([1, 1, 2, 3])):
                leaving = arcs.leaving(int(arcs.head[ban[-1]])).tolist()
                if leaving:
                    ban.append(random.choice(leaving))
            if len(ban) > 1:
                bans.add(tuple(ban))
        return sorted(bans)

    def plain(self) -> Network:
        return network_of(self.count, self.roads)

    def network(self) -> Network:
        table = Restrictions(
            osm_id=np.zeros(len(self.bans), np.int64),
            kind=np.full(len(self.bans), TURN_KINDS.index("no_left_turn"), np.uint8),
            modes=np.full(len(self.bans), (1 << len(MODES)) - 1, np.uint8),
            condition=np.zeros(len(self.bans), np.int32),
            arc_start=np.cumsum([0, *map(len, self.bans)]).astype(np.int32),
            arc=np.array([a for ban in self.bans for a in ban], np.int32),
        )
        return replace(self.plain(), restrictions=table)


class Law:
    """A plain Dijkstra over nodes and the arcs driven last, on dicts."""

    def __init__(self, graph: RoadGraph, bans: list[Driven]) -> None:
        arcs = graph.network.arcs
        weight = graph.without_turns.weight.tolist()
        self.out: list[list[tuple[int, int, int, int]]] = [[] for _ in range(len(arcs.start) - 1)]
        for a, (u, v, road) in enumerate(
            zip(arcs.tail.tolist(), arcs.head.tolist(), arcs.road.tolist(), strict=True)
        ):
            if weight[a] < CLOSED:
                self.out[u].append((a, v, road, weight[a]))
        self.bans = bans
        self.memory = max(map(len, bans), default=1) - 1

    def cost(self, source: int, target: int, closed: set[int], factor: dict[int, float]) -> int | None:
        best: set[tuple[int, Driven]] = set()
        waiting: list[tuple[int, int, Driven]] = [(0, source, ())]
        while waiting:
            cost, node, driven = heappop(waiting)
            if node == target:
                return cost
            if (node, driven) in best:
                continue
            best.add((node, driven))
            for a, other, road, weight in self.out[node]:
                if road in closed:
                    continue
                way = (*driven, a)
                if self.bans and any(way[-len(ban) :] == ban for ban in self.bans):
                    continue
                heappush(
                    waiting,
                    (
                        cost + int(weight * factor.get(road, 1)),
                        other,
                        way[-self.memory :] if self.memory else (),
                    ),
                )
        return None


def routes_by_scipy(graph: RoadGraph, source: int, target: int, closed: set[int]) -> int:
    """Most routes without a common road: each road is one narrow link between its ends."""
    arcs, n = graph.network.arcs, len(graph.network.nodes)
    if source == target:
        return 0
    rows, columns = [], []
    for a in np.flatnonzero(graph.weight < CLOSED).tolist():
        r = int(arcs.road[a])
        if r not in closed:
            rows += [int(arcs.tail[a]), n + 2 * r, n + 2 * r + 1]
            columns += [n + 2 * r, n + 2 * r + 1, int(arcs.head[a])]
    size = n + 2 * len(graph.network.roads)
    capacity = csr_array((np.ones(len(rows), np.int32), (rows, columns)), (size, size))
    capacity.data[:] = 1
    return int(maximum_flow(capacity.astype(np.int32), source, target).flow_value)


def check(drawing: Drawing, random: Random, compiled: bool) -> int:
    """Compare closure sets on one drawing; returns how many."""
    graph = running(RoadGraph.of(drawing.network(), WALKER), compiled)
    s, t, law = drawing.source, drawing.target, Law(graph, drawing.bans)
    tree = tree_to(graph, t)
    index = DetourIndex.of(graph, tree, tree_from(graph, s))
    journey = Journey(graph, s, t)
    sets = [closures(len(drawing.roads), random) for _ in range(SETS_EACH)]
    many = many_disruptions(graph, s, t, sets, tree).paths
    for some, answer in zip(sets, many, strict=True):
        closed = set(some.closed.tolist())
        expected = law.cost(s, t, closed, dict(zip(some.slowed.tolist(), some.factor.tolist(), strict=True)))
        paths = (
            best_path(graph, s, t, some, tree), best_path(graph, s, t, some, index=index), answer,
            best_path(graph.under(some), s, t), journey.path_under(some),
        )  # fmt: skip
        mended = int(tree_to(graph.under(some), t).costs(np.array([s]))[0])
        assert mended == (CLOSED if expected is None else expected), (drawing, some, expected, mended)
        for path in paths:
            assert (None if path is None else path.cost) == expected, (drawing, some, expected, paths)
        if s != t and not drawing.bans:
            routes = routes_by_scipy(graph, s, t, closed)
            kept = journey.disjoint_routes(NONE, some)
            anew = disjoint_routes(graph.under(some), s, t)
            assert routes == kept == anew.routes == len(anew.roads), (drawing, some, routes, kept, anew)
    path = best_path(graph, s, t, None, tree)
    if path is not None:
        costs = replacement_costs(graph, path, tree).tolist()
        for road, cost in zip(graph.arcs.road[path.arcs].tolist(), costs, strict=True):
            without = law.cost(s, t, {road}, {})
            assert cost == (CLOSED if without is None else without), (drawing, road, cost, without)
    return len(sets)


def closures(count: int, random: Random) -> Disruption:
    """Nothing to everything closed, and some of the rest slowed."""
    share = random.choice([0.0, 0.1, 0.25, 0.5, 1.0])
    closed = [r for r in range(count) if random.random() < share]
    slowed = [r for r in range(count) if r not in closed and random.random() < random.choice([0.0, 0.2])]
    return Disruption(
        np.array(closed, np.int32),
        np.array(slowed, np.int32),
        np.array([random.choice([1.0, 2.0, 3.0]) for _ in slowed]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=20_000, help="closure sets to compare")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9, help="end after so long")
    options = parser.parse_args()
    begun, done, networks = time.monotonic(), 0, 0
    while done < options.sets and time.monotonic() - begun < 60 * options.minutes:
        random = Random(f"{options.seed}-{networks}")
        # As on large networks, where the source runs as it stands.
        kernels_flow.GUIDED, kernels_flow.TURNS = random.choice([1, 2, 3000]), random.choice([1, 2, 8])
        done += check(Drawing.of(random), random, compiled=networks % 4 == 0)
        networks += 1
    print(f"{done:,} closure sets on {networks:,} drawn networks, seed {options.seed}: no difference.")


if __name__ == "__main__":
    main()
