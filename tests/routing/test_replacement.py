"""The cost of a journey without each road of its best path."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import event, given, settings

from drawn_graphs import SECOND, Case, cases, graph_of, running
from drawn_networks import BOTH, FORWARD, network_of, simple_paths
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.search import best_path, tree_from, tree_to

# Closing 1-2 leaves 0 -> 3 -> 4 -> 5; the best ways from 0 to 4 and from 4 to 5 ran over 1-2.
TWICE_CUT = [
    (0, 1, 1, FORWARD),
    (1, 2, 1, FORWARD),
    (2, 5, 1, FORWARD),
    (2, 4, 1, FORWARD),
    (3, 1, 1, FORWARD),
    (0, 3, 9, FORWARD),
    (3, 4, 9, FORWARD),
    (4, 1, 1, FORWARD),
    (4, 5, 9, FORWARD),
]


def without(graph, road: int, source: int, target: int) -> int:
    shut = graph.under(Disruption(closed=np.array([road], np.int32)))
    return min(simple_paths(shut, source, target), default=(CLOSED, ()))[0]


def replaced(graph, source: int, target: int) -> list[int]:
    tree = tree_to(graph, target)
    return replacement_costs(graph, best_path(graph, source, target, None, tree), tree).tolist()


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
def test_each_road_has_its_own_way_around_and_a_bridge_has_none(compiled):
    # 0 --1-- 1 --1-- 2 --1-- 3, a second road from 0 to 1, and a way round from 1 to 3 only
    roads = [(0, 1, 1, BOTH), (1, 2, 1, BOTH), (2, 3, 1, BOTH), (0, 1, 7, BOTH), (1, 3, 9, FORWARD)]
    graph = graph_of(network_of(5, [*roads, (3, 4, 1, BOTH)]), compiled)
    assert replaced(graph, 0, 4) == [c * SECOND for c in (10, 11, 11)] + [CLOSED]


def test_a_way_around_through_nodes_that_the_road_cuts_off_on_both_sides_is_found():
    graph = graph_of(network_of(6, TWICE_CUT))
    assert replaced(graph, 0, 5)[1] == 27 * SECOND
    assert direct(graph, tree_to(graph, 5), tree_from(graph, 0), road=1) == CLOSED


def test_a_journey_of_no_roads_has_nothing_to_replace():
    assert replaced(graph_of(network_of(2, [(0, 1, 1, BOTH)])), 1, 1) == []


def test_a_path_that_is_not_the_best_is_refused():
    graph = graph_of(network_of(2, [(0, 1, 1, BOTH), (0, 1, 2, BOTH)]))
    other = best_path(graph, 0, 1, Disruption(closed=np.array([0], np.int32)))
    with pytest.raises(ValueError, match="not a best path"):
        replacement_costs(graph, other, tree_to(graph, 1))


@given(cases(max_nodes=8, max_roads=18))
@settings(max_examples=400)
def test_replacement_costs_equal_brute_force(case: Case):
    graph = graph_of(case.network).under(case.disruption)
    tree = tree_to(graph, case.target)
    path = best_path(graph, case.source, case.target, None, tree)
    if path is None:
        return
    roads = graph.arcs.road[path.arcs].tolist()
    expected = [without(graph, road, case.source, case.target) for road in roads]
    event("longer" if any(path.cost < c < CLOSED for c in expected) else "nothing to learn")
    assert replacement_costs(graph, path, tree).tolist() == expected
    compiled = running(graph, True)
    tree, outward = tree_to(compiled, case.target), tree_from(compiled, case.source)
    assert replacement_costs(compiled, path, tree, outward).tolist() == expected


def test_drawn_oneway_networks_need_both_parts_of_the_method():
    rng = random.Random(20160222)
    longer = odd = 0
    for _ in range(600):
        n = rng.randint(6, 9)
        roads = [(u, v, length * rng.randint(1, 3), FORWARD) for u, v, length, _ in TWICE_CUT]
        roads += [(rng.randrange(n), rng.randrange(n), rng.randint(1, 30), FORWARD) for _ in range(n)]
        graph = graph_of(network_of(n, roads))
        tree, outward = tree_to(graph, 5), tree_from(graph, 0)
        path = best_path(graph, 0, 5, None, tree)
        if path is None:
            continue
        expected = [without(graph, int(r), 0, 5) for r in graph.arcs.road[path.arcs]]
        assert replacement_costs(graph, path, tree, outward).tolist() == expected
        longer += any(path.cost < c < CLOSED for c in expected)
        odd += any(
            min(direct(graph, tree, outward, int(road)), CLOSED) > c
            for road, c in zip(graph.arcs.road[path.arcs], expected, strict=True)
        )
    assert longer >= 200
    assert odd >= 100


def direct(graph, tree, outward, road: int) -> int:
    """The best way that leaves one tree's intact part straight for the other's."""
    arcs = graph.arcs

    def intact(t, end) -> list[bool]:
        verdict = []
        for node in range(len(t.arc)):
            x, roads = node, set()
            while t.arc[x] >= 0:
                roads.add(int(arcs.road[t.arc[x]]))
                x = int(end[t.arc[x]])
            verdict.append(x == t.root and road not in roads)
        return verdict

    behind, ahead = intact(outward, arcs.tail), intact(tree, arcs.head)
    return min(
        (
            int(outward.cost[u] + graph.weight[a] + tree.cost[v])
            for a, (u, v) in enumerate(zip(arcs.tail.tolist(), arcs.head.tolist(), strict=True))
            if arcs.road[a] != road and behind[u] and ahead[v]
        ),
        default=CLOSED,
    )
