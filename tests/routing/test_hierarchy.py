"""The hierarchy behind large matrices, on small networks where all ways can be listed."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings

from drawn_graphs import SECOND, Case, cases, graph_of, running
from drawn_networks import BOTH, FORWARD, network_of, simple_paths
from routegraph.routing import matrix
from routegraph.routing.graph import CLOSED
from routegraph.routing.hierarchy import Hierarchy, hierarchy_of, is_known
from routegraph.routing.matrix import cost_matrix, route_matrix


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
def test_ways_up_and_down_meet_at_the_cheapest_node(compiled):
    network = network_of(
        4, [(0, 1, 1, BOTH), (1, 2, 1, FORWARD), (2, 3, 1, BOTH), (0, 3, 9, BOTH), (2, 2, 1, BOTH)]
    )
    graph = graph_of(network)
    everyone = np.arange(4)
    cost = Hierarchy.of(network.arcs, compiled).costs(everyone, everyone, graph.weight)[0]
    assert (cost // SECOND).tolist() == [[0, 1, 2, 3], [1, 0, 1, 2], [10, 11, 0, 1], [9, 10, 1, 0]]


@given(cases(max_nodes=9, max_roads=20))
@settings(max_examples=200)
def test_costs_and_sums_equal_brute_force_under_any_closure(case: Case):
    graph = graph_of(case.network).under(case.disruption)
    arcs = graph.arcs
    rng = random.Random(len(case.roads))
    first, second = (np.array([rng.randint(1, 3) for _ in range(len(arcs))], np.int64) for _ in range(2))
    nodes = np.arange(case.node_count)

    def best(s: int, t: int) -> tuple[int, int, int]:
        ways = (
            (cost, int(first[list(path)].sum()), int(second[list(path)].sum()))
            for cost, path in simple_paths(graph, s, t)
        )
        return min(ways, default=(CLOSED, 0, 0))

    some = nodes[:: max(1, case.node_count // 4)]
    expected = [[best(int(s), int(t)) for t in some] for s in some]
    for compiled in (False, True):
        hierarchy = Hierarchy.of(case.network.arcs, compiled)
        assert sorted(hierarchy.rank.tolist()) == nodes.tolist()
        cost, one, two = hierarchy.costs(some, some, graph.weight, (first, second))
        found = np.stack([cost, one, two], axis=-1).tolist()
        assert [[tuple(entry) for entry in row] for row in found] == expected
        assert (hierarchy.costs(some, some, graph.weight)[0] == cost).all()


def test_a_large_matrix_is_the_same_from_the_hierarchy_as_from_trees():
    rng = random.Random(1)
    side = 12
    roads = [
        (side * i + j, side * i + j + 1, rng.randint(1, 60), BOTH)
        for i in range(side)
        for j in range(side - 1)
    ]
    roads += [
        (side * i + j, side * i + j + side, rng.randint(1, 60), FORWARD)
        for i in range(side - 1)
        for j in range(side)
    ]
    network = network_of(side * side + 1, roads)
    graph = running(graph_of(network), True)
    nodes = list(range(0, side * side + 1, 4))
    assert len(nodes) >= matrix.FROM_TREES
    assert not is_known(network.arcs)
    costs, routes = cost_matrix(graph, nodes, nodes), route_matrix(graph, nodes, nodes)
    assert is_known(network.arcs)
    assert hierarchy_of(network.arcs, True) is hierarchy_of(network.arcs, True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matrix, "FROM_TREES_WHEN_KNOWN", 10**9)
        assert (cost_matrix(graph, nodes, nodes) == costs).all()
        searched = route_matrix(graph, nodes, nodes)
    assert (searched.cost == costs).all()
    assert (searched.time_s == routes.time_s).all()
    assert (searched.length_m == routes.length_m).all()
    assert np.isinf(routes.length_m[-1, :-1]).all()
    assert (costs < CLOSED).sum() > len(nodes) ** 2 / 3
