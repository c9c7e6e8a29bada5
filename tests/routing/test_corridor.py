"""Detours on the shared extract against plain Dijkstra, where the extract is at hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from drawn_graphs import check_path
from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.routing.detour_index import DetourIndex
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.many_disruptions import many_disruptions
from routegraph.routing.matrix import cost_matrix
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.search import best_path, tree_from, tree_to
from routegraph.vehicles import VEHICLES

PAIRS, SETS_PER_PAIR = 50, 10


@pytest.fixture(scope="module")
def corridor(corridor_file: Path) -> Network:
    return read_osm(corridor_file, name="corridor")


@pytest.fixture(scope="module")
def graph(corridor: Network) -> RoadGraph:
    return RoadGraph.of(corridor, VEHICLES["car"])


class Plain:
    """SciPy's Dijkstra on the cheapest of parallel arcs; whole millionths stay exact in floats."""

    def __init__(self, graph: RoadGraph) -> None:
        arcs = graph.arcs
        self.graph, self.count = graph, len(graph.network.nodes)
        key = np.asarray(arcs.tail, np.int64) * self.count + arcs.head
        self.order = np.argsort(key, kind="stable")
        self.first = np.flatnonzero(np.diff(key[self.order], prepend=-1))
        tail, self.head = (np.asarray(e)[self.order][self.first] for e in (arcs.tail, arcs.head))
        self.row = np.searchsorted(tail, np.arange(self.count + 1))

    def cost(self, weight: NDArray[np.int64], source: int, target: int, at_most: int) -> int:
        cheapest = np.minimum.reduceat(weight[self.order], self.first).astype(float)
        cheapest[cheapest >= CLOSED] = np.inf
        matrix = csr_array((cheapest, self.head, self.row), (self.count, self.count))
        found = dijkstra(matrix, indices=source, limit=at_most + 1.0)[target]
        return int(found) if np.isfinite(found) else CLOSED


def closure_sets(
    graph: RoadGraph, route: NDArray[np.int32], rng: np.random.Generator
) -> list[NDArray[np.int32]]:
    """Roads of the route, areas on it, areas anywhere, and rings around an end."""
    network = graph.network
    nodes, arcs = network.nodes, network.arcs
    x, y = np.asarray(nodes.lon) * np.cos(np.radians(35.7)) * 111.3, np.asarray(nodes.lat) * 111.0
    u, v = np.asarray(network.roads.u), np.asarray(network.roads.v)

    def between(node: int, near_km: float, far_km: float) -> NDArray[np.int32]:
        d = np.hypot(x - x[node], y - y[node])
        inner, outer = np.minimum(d[u], d[v]), np.maximum(d[u], d[v])
        return np.flatnonzero((outer >= near_km) & (inner <= far_km)).astype(np.int32)

    sets = []
    for i in range(SETS_PER_PAIR):
        on_route = int(arcs.tail[rng.choice(route)])
        if i < 4:
            roads = rng.choice(arcs.road[route], size=min(len(route), 4**i), replace=False)
        elif i < 8:
            roads = between(on_route, 0, rng.uniform(0.2, 8))
        elif i < 9:
            roads = between(int(rng.integers(len(nodes))), 0, rng.uniform(1, 10))
        else:
            ring = rng.uniform(2, 10)
            roads = between(int(arcs.head[route[-1]]), ring, ring)
        sets.append(np.unique(roads).astype(np.int32))
    return sets


def test_detours_cost_what_plain_dijkstra_finds_and_use_no_closed_road(graph: RoadGraph) -> None:
    rng = np.random.default_rng(20151023)
    usable = np.flatnonzero(graph.usable_nodes)
    arcs, plain = graph.arcs, Plain(graph)
    outcomes = {"the same": 0, "longer": 0, "severed": 0}
    lon, lat = np.asarray(graph.network.nodes.lon)[usable], np.asarray(graph.network.nodes.lat)[usable]
    for _ in range(PAIRS):
        at = rng.integers(len(usable))
        near = np.flatnonzero(np.hypot(lon - lon[at], lat - lat[at]) < 0.35)
        source, target = int(usable[at]), int(usable[rng.choice(near)])
        tree = tree_to(graph, target)
        route = best_path(graph, source, target, None, tree)
        assert route is not None
        sets = closure_sets(graph, route.arcs, rng)
        index = DetourIndex.of(graph, tree, tree_from(graph, source))
        swept = many_disruptions(graph, source, target, [Disruption(closed=roads) for roads in sets], tree)
        for roads, path in zip(sets, swept.paths, strict=True):
            alone = best_path(graph, source, target, Disruption(closed=roads), tree)
            over = best_path(graph, source, target, Disruption(closed=roads), index=index)
            weight = graph.weight.copy()
            weight[np.isin(arcs.road, roads)] = CLOSED
            expected = plain.cost(weight, source, target, CLOSED if path is None else path.cost)
            if path is None or alone is None or over is None:
                assert path is alone is over is None
                assert expected == CLOSED
                outcomes["severed"] += 1
                continue
            assert path.cost == alone.cost == expected
            assert path.arcs.tolist() == alone.arcs.tolist() == over.arcs.tolist()
            assert not np.isin(arcs.road[path.arcs], roads).any()
            check_path(graph, source, target, path)
            outcomes["longer" if path.cost > route.cost else "the same"] += 1
    assert sum(outcomes.values()) == PAIRS * SETS_PER_PAIR
    assert outcomes["longer"] >= 200
    assert outcomes["severed"] >= 50


def test_replacement_costs_equal_a_search_for_each_road(graph: RoadGraph) -> None:
    rng = np.random.default_rng(20160222)
    usable = np.flatnonzero(graph.usable_nodes)
    for _ in range(3):
        source, target = (int(node) for node in rng.choice(usable, 2, replace=False))
        tree = tree_to(graph, target)
        path = best_path(graph, source, target, None, tree)
        assert path is not None
        each = [
            best_path(graph, source, target, Disruption(closed=np.array([road], np.int32)), tree)
            for road in graph.arcs.road[path.arcs]
        ]
        assert replacement_costs(graph, path, tree, tree_from(graph, source)).tolist() == [
            CLOSED if way is None else way.cost for way in each
        ]


def test_a_matrix_equals_the_trees_of_its_sources(graph: RoadGraph) -> None:
    rng = np.random.default_rng(20160228)
    sources, targets = rng.integers(len(graph.network.nodes), size=(2, 8)).tolist()
    shut = Disruption(closed=rng.choice(len(graph.network.roads), 20_000, replace=False).astype(np.int32))
    costs = cost_matrix(graph, sources, targets, shut)
    standing = graph.under(shut)
    assert costs.tolist() == [tree_from(standing, s).cost[targets].tolist() for s in sources]
    assert (costs < CLOSED).sum() >= 10
