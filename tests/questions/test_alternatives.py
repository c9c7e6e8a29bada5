"""Routes that remain: really different ones, and the k shortest."""

from __future__ import annotations

import json

import networkx as nx
import numpy as np
import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from drawn_networks import (
    BOTH,
    FORWARD,
    Case,
    RoadRow,
    applied,
    cases,
    context_of,
    cost_between,
    graph_of,
    network_of,
    networkx_of,
    simple_paths,
    spot,
)
from routegraph.analysis.dissimilar import Bounds, common_cost, detour_stretch, dissimilar_paths
from routegraph.analysis.yen import shortest_simple_paths
from routegraph.asking import journey_between, question_of
from routegraph.errors import QuestionError
from routegraph.questions.alternatives import ask_alternatives
from routegraph.routing.tree import Path


def asked(graph, source, target, closures=(), **options):
    context = context_of(graph, closures)
    return ask_alternatives(context, graph, spot(graph, source), spot(graph, target), **options)


def times(answer) -> list[float]:
    return [one.route.time_s for one in answer.routes]


# Three ways from 0 to 3, by 1, by 2 and by the one long road; and a loop off the first.
THREE_WAYS = [
    (0, 1, 50, BOTH),
    (1, 3, 50, BOTH),
    (0, 2, 60, BOTH),
    (2, 3, 60, BOTH),
    (0, 3, 150, BOTH),
    (1, 4, 1, BOTH),
    (4, 1, 1, BOTH),
]


@pytest.fixture
def three_ways():
    return graph_of(network_of(5, THREE_WAYS))


def test_each_way_comes_once_best_first_and_loops_and_dead_ends_make_none(three_ways):
    answer = asked(three_ways, 0, 3)
    assert times(answer) == [100, 120, 150]
    assert [one.how for one in answer.routes] == ["best", "plateau", "plateau"]
    assert [one.stretch for one in answer.routes] == [1.0, 1.2, 1.5]
    assert answer.share.tolist() == np.eye(3).tolist()


def test_a_road_with_no_junction_on_it_is_an_alternative_by_itself(three_ways):
    assert [road.roads.tolist() for road in (one.route for one in asked(three_ways, 0, 3).routes)][2] == [4]


def test_a_way_that_is_too_long_where_it_leaves_the_best_one_is_left_out(three_ways):
    assert times(asked(three_ways, 0, 3, max_stretch=1.2)) == [100, 120]
    assert times(asked(three_ways, 0, 3, max_stretch=1.199)) == [100]


def test_the_bound_on_sharing_counts_against_the_shorter_of_two_routes():
    # 0 --80-- 1, then two ways of 20 and 22 to 2
    roads = [(0, 1, 80, BOTH), (1, 2, 20, BOTH), (1, 3, 11, BOTH), (3, 2, 11, BOTH)]
    graph = graph_of(network_of(4, roads))
    answer = asked(graph, 0, 2, max_share=0.8, local_optimality=0.05)
    assert times(answer) == [100, 102]
    assert answer.share[1, 0] == pytest.approx(80 / 102)
    assert answer.share[0, 1] == 0.8
    assert answer.routes[1].detour_stretch == 1.1
    assert times(asked(graph, 0, 2, max_share=0.79, local_optimality=0.05)) == [100]


def test_closed_roads_are_on_no_route_and_no_way_gives_no_route(three_ways):
    shut = applied(three_ways, "first", [0])
    assert times(asked(three_ways, 0, 3, [shut])) == [120, 150]
    answer = asked(three_ways, 0, 3, [shut, applied(three_ways, "rest", [2, 4])])
    assert answer.routes == ()
    assert answer.share.shape == (0, 0)
    assert json.dumps(answer.to_dict(), allow_nan=False)


def test_slowed_roads_count_with_what_they_take_then(three_ways):
    answer = asked(three_ways, 0, 3, [applied(three_ways, "first", [0, 1], 1.3)])
    assert times(answer) == [120, 130, 150]
    assert answer.routes[1].stretch == 130 / 120


def test_by_distance_a_slowed_road_is_as_good_as_before(three_ways):
    graph = graph_of(three_ways.network, "distance")
    answer = asked(graph, 0, 3, [applied(graph, "first", [0, 1], 3.0)])
    assert [one.route.length_m for one in answer.routes] == [100, 120, 150]
    assert answer.routes[0].route.time_s == 300


def test_where_a_route_joins_two_detours_the_penalty_method_finds_it():
    # 0 -- 1 -- 2: two stretches of 50, each with a way round of 60; both ways round together
    # meet no single node or road off the best route.
    roads = [(0, 1, 50, BOTH), (1, 2, 50, BOTH), (0, 1, 60, BOTH), (1, 2, 60, BOTH)]
    graph = graph_of(network_of(3, roads))
    answer = asked(graph, 0, 2, max_share=0.4)
    assert times(answer) == [100, 120]
    assert answer.routes[1].how == "penalty"


@pytest.mark.parametrize(
    "option",
    [
        {"k": 0},
        {"k": 101},
        {"method": "best"},
        {"max_share": 1.1},
        {"max_stretch": 0.9},
        {"local_optimality": -1},
    ],
    ids=str,
)
def test_an_option_that_makes_no_sense_is_refused(three_ways, option):
    with pytest.raises(QuestionError, match=next(iter(option)).split("_")[0]):
        asked(three_ways, 0, 3, **option)


def nodes_of(case: Case, path: Path) -> list[int]:
    arcs = case.graph.arcs
    return [case.source, *arcs.head[path.arcs].tolist()]


bounds = st.builds(
    Bounds,
    max_share=st.sampled_from([0.0, 0.5, 0.8]),
    max_stretch=st.sampled_from([1.0, 1.5, 3.0]),
    local_optimality=st.sampled_from([0.1, 0.25, 0.5]),
)


ROUND_ON_ONEWAYS = Case(
    6, [(0, 2, 1.0, "both"), (0, 5, 1.0, "backward"), (3, 2, 2.0, "backward"), (3, 4, 5.0, "both"),
        (3, 5, 3.0, "both")], source=5, target=4,
)  # fmt: skip


@given(cases(max_nodes=8, max_roads=18, min_roads=4, longest=9), bounds)
@example(ROUND_ON_ONEWAYS, Bounds(0.8, 1.5, 0.5))
@settings(max_examples=300)
def test_every_alternative_keeps_to_its_bounds(case: Case, bounds: Bounds):
    graph = case.graph
    found = dissimilar_paths(graph, case.source, case.target, 5, bounds)
    assert bool(found) == nx.has_path(networkx_of(graph), case.source, case.target)
    if not found:
        return
    best = found[0].path
    assert best.cost == cost_between(graph, case.source, case.target)
    every = {arcs: cost for cost, arcs in simple_paths(graph, case.source, case.target)}
    limit = bounds.local_optimality * best.cost
    event(f"{len(found)} routes, {','.join(sorted({one.how for one in found}))}")
    for i, one in enumerate(found):
        path = one.path
        assert every[tuple(path.arcs.tolist())] == path.cost
        assert detour_stretch(graph, path, best) <= bounds.max_stretch
        for other in found[:i]:
            assert other.path.cost <= path.cost
            assert common_cost(graph, path, other.path) <= bounds.max_share * min(path.cost, other.path.cost)
        nodes, along = nodes_of(case, path), np.concatenate([[0], np.cumsum(graph.weight[path.arcs])])
        for a in range(len(nodes)):
            for b in range(a + 1, len(nodes)):
                if along[b] - along[a] <= limit:
                    assert cost_between(graph, nodes[a], nodes[b]) == along[b] - along[a]


def test_drawn_networks_have_alternatives_of_both_kinds():
    kinds = set()

    @given(cases(max_nodes=8, max_roads=18, min_roads=8, longest=9))
    @settings(max_examples=150, database=None, derandomize=True)
    def look(case: Case):
        bounds = Bounds(0.5, 3.0, 0.1)
        kinds.update(one.how for one in dissimilar_paths(case.graph, case.source, case.target, 4, bounds))

    look()
    assert kinds == {"best", "plateau", "penalty"}


@given(cases(max_nodes=6, max_roads=11, longest=4), st.integers(1, 8))
@settings(max_examples=300)
def test_the_k_shortest_equal_brute_force(case: Case, k: int):
    found = shortest_simple_paths(case.graph, case.source, case.target, k)
    every = sorted(simple_paths(case.graph, case.source, case.target))
    event(f"{min(len(every), 9)} simple paths")
    assert [path.cost for path in found] == [cost for cost, _ in every[:k]]
    told = [(path.cost, tuple(path.arcs.tolist())) for path in found]
    assert len(set(told)) == len(told)
    assert set(told) <= set(every)


@given(cases(max_nodes=8, max_roads=16, min_roads=6))
@settings(max_examples=100)
def test_the_k_shortest_cost_what_networkx_says(case: Case):
    simple: dict[tuple[int, int], RoadRow] = {}
    for road in case.roads:
        u, v, _, _ = road
        if u != v and not {(u, v), (v, u)} & set(simple):
            simple[u, v] = road
    graph = graph_of(network_of(case.node_count, list(simple.values())))
    g = nx.DiGraph(networkx_of(graph))
    try:
        paths = nx.shortest_simple_paths(g, case.source, case.target, weight="weight")
        expected = [nx.path_weight(g, path, "weight") for _, path in zip(range(5), paths, strict=False)]
    except nx.NetworkXNoPath:
        expected = []
    assert [p.cost for p in shortest_simple_paths(graph, case.source, case.target, 5)] == expected


def test_yen_tells_parallel_roads_apart_and_ends_when_there_are_no_more():
    graph = graph_of(network_of(2, [(0, 1, 5, BOTH), (0, 1, 5, FORWARD), (0, 1, 7, BOTH)]))
    answer = asked(graph, 0, 1, method="yen", k=9)
    assert times(answer) == [5, 5, 7]
    assert {one.how for one in answer.routes} == {"yen"}
    assert answer.bounds is None


def test_the_ways_from_hama_to_aleppo_are_the_known_ones(hama_aleppo):
    context = question_of(hama_aleppo, "alternatives", ("Hama", "Aleppo"), {})
    answer = ask_alternatives(context, hama_aleppo.graph, *journey_between(hama_aleppo, "Hama", "Aleppo"))
    ways = [("M5", 135.6), ("east of the M5", 138.6), ("al-Ghab", 186.1), ("Khanasser", 233.7)]
    told = [(one.route.by, round(one.route.length_m / 1000, 1)) for one in answer.routes]
    assert [km for _, km in told] == [*(km for _, km in ways), 267.7]
    assert all(road in by for (road, _), (by, _) in zip(ways, told, strict=False))
    assert (answer.share - np.eye(5))[:4, :4].max() == pytest.approx(0.198, abs=0.001)
    assert answer.to_dict()["routes"][0]["how"] == "best"
