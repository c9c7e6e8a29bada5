"""Matrices, and one journey under many disruptions."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_graphs import SECOND, Case, cases, graph_of, running
from drawn_networks import BOTH, network_of, simple_paths
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED
from routegraph.routing.many_disruptions import many_disruptions
from routegraph.routing.matrix import cost_matrix, route_matrix
from routegraph.routing.search import best_path

# 0 --1-- 1 --1-- 2 --1-- 3 and a long road 0 --9-- 3
ROW = [(0, 1, 1, BOTH), (1, 2, 1, BOTH), (2, 3, 1, BOTH), (0, 3, 9, BOTH)]


def closing(*roads: int) -> Disruption:
    return Disruption(closed=np.array(roads, np.int32))


@given(cases(), st.data())
@settings(max_examples=150)
def test_matrices_hold_the_cost_time_and_length_of_best_paths(case: Case, data):
    node = st.lists(st.integers(0, case.node_count - 1), max_size=4)
    sources, targets = data.draw(node), data.draw(node)
    graph = graph_of(case.network)
    standing = graph.under(case.disruption)
    expected = [
        [min(simple_paths(standing, s, t), default=(CLOSED, ()))[0] for t in targets] for s in sources
    ]
    for compiled in (False, True):
        run = running(graph, compiled)
        costs = cost_matrix(run, sources, targets, case.disruption)
        assert (costs.shape, costs.dtype) == ((len(sources), len(targets)), np.int64)
        assert costs.tolist() == expected
        matrix = route_matrix(run, sources, targets, case.disruption)
        assert matrix.cost.tolist() == expected
        reached = costs < CLOSED
        assert np.allclose(matrix.time_s[reached] * SECOND, costs[reached])
        assert (np.isinf(matrix.length_m) == ~reached).all()
        assert (matrix.length_m[reached] <= matrix.time_s[reached] + 1e-9).all()


def test_a_matrix_by_distance_has_the_length_that_it_minimises():
    graph = graph_of(network_of(4, ROW), by="distance")
    slower = Disruption(slowed=np.array([1], np.int32), factor=np.array([4.0]))
    matrix = route_matrix(graph, [0, 3], [3, 1], slower)
    assert matrix.length_m.tolist() == [[3, 1], [0, 2]]
    assert matrix.time_s.tolist() == [[6, 1], [0, 5]]
    assert (matrix.cost == matrix.length_m * SECOND).all()


@given(cases(max_nodes=8, max_roads=20), st.data())
@settings(max_examples=150)
def test_many_disruptions_have_the_answers_that_each_has_alone(case: Case, data):
    roads = range(len(case.roads))
    fates = data.draw(
        st.lists(
            st.dictionaries(st.sampled_from(roads), st.sampled_from([0, 2, 2.5]), max_size=6)
            if case.roads
            else st.just({}),
            max_size=12,
        )
    )
    disruptions = [
        Disruption(
            np.array(sorted(r for r, f in fate.items() if not f), np.int32),
            np.array(sorted(r for r, f in fate.items() if f), np.int32),
            np.array([fate[r] for r in sorted(fate) if fate[r]], np.float64),
        )
        for fate in fates
    ]
    graph = graph_of(case.network)
    expected = [best_path(graph, case.source, case.target, d) for d in disruptions]
    for compiled in (False, True):
        answers = many_disruptions(running(graph, compiled), case.source, case.target, disruptions)
        assert [p and (p.cost, p.arcs.tolist()) for p in answers.paths] == [
            p and (p.cost, p.arcs.tolist()) for p in expected
        ]
        assert answers.searches <= len(disruptions)


def test_disruptions_that_miss_the_route_or_differ_in_what_plays_no_part_need_no_search():
    # The row as before, and roads hanging on node 3 beyond the destination 2.
    graph = graph_of(network_of(7, [*ROW, (3, 4, 1, BOTH), (4, 5, 1, BOTH), (5, 6, 1, BOTH)]))
    far = [closing(5), closing(6), closing(5, 6)]
    assert many_disruptions(graph, 0, 2, far).searches == 0
    cut = [closing(1), closing(1, 5), closing(1, 6), closing(1, 5, 6)]
    answers = many_disruptions(graph, 0, 2, cut)
    assert [p.cost for p in answers.paths] == [10 * SECOND] * 4
    assert answers.searches == 1


def test_answers_are_shared_in_a_drawn_sweep_and_stay_right():
    rng = random.Random(5)
    n = 40
    roads = [(i, i + 1, 1.0, BOTH) for i in range(n - 1)]
    roads += [(i, i + 2, 3.0, BOTH) for i in range(n - 2)]
    graph = graph_of(network_of(n, roads))
    disruptions = [closing(*sorted(rng.sample(range(len(roads)), 3))) for _ in range(300)]
    answers = many_disruptions(graph, 0, n // 2, disruptions)
    for d, path in zip(disruptions, answers.paths, strict=True):
        assert path.cost == best_path(graph, 0, n // 2, d).cost
    assert len({path.cost for path in answers.paths}) == 4
    assert answers.searches < 250
