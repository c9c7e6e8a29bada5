"""What a journey depends on."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import event, given, settings

from drawn_networks import (
    BOTH,
    FORWARD,
    Case,
    applied,
    cases,
    context_of,
    cost_between,
    graph_of,
    network_of,
    simple_paths,
    spot,
    without,
)
from routegraph.analysis.stretches import Dependence, dependence_of
from routegraph.asking import journey_between, question_of
from routegraph.places.gazetteer import Gazetteer
from routegraph.questions.chokepoints import ask_chokepoints
from routegraph.routing.graph import CLOSED


def asked(graph, source, target, closures=()):
    context = context_of(graph, closures)
    return ask_chokepoints(
        context, graph, spot(graph, source), spot(graph, target), Gazetteer.of(graph.network)
    )


# 0 -10- 1 =10,12,40= 2 -10- 3, and a way round from 1 to 3 by 4 that takes 50
LADDER = [
    (0, 1, 10, BOTH),
    (1, 2, 10, BOTH),
    (2, 3, 10, BOTH),
    (1, 2, 12, BOTH),
    (1, 4, 25, BOTH),
    (4, 3, 25, BOTH),
]


@pytest.fixture
def ladder():
    names = {0: "bridge road", 1: "main road", 2: "main road"}
    return graph_of(
        network_of(5, LADDER, names=names, places=[("A", 0, 9), ("B", 1, 9), ("C", 2, 9), ("D", 3, 9)])
    )


def test_every_road_has_the_cost_of_doing_without_it(ladder):
    answer = asked(ladder, 0, 3)
    assert [need.road for need in answer.roads] == [0, 1, 2]
    assert [need.ratio for need in answer.roads] == [None, 32 / 30, 60 / 30]
    assert [need.dependence for need in answer.roads] == [
        Dependence.TOTAL,
        Dependence.LIGHT,
        Dependence.HEAVY,
    ]
    assert [need.extra for need in answer.roads] == [
        None,
        {"time_s": 2.0, "length_m": 2.0, "cost": pytest.approx(0.01), "time_ratio": 1.0667},
        {"time_s": 30.0, "length_m": 30.0, "cost": pytest.approx(0.16), "time_ratio": 2.0},
    ]
    assert [answer.extra(s.detour) for s in answer.stretches] == [
        None,
        answer.roads[2].extra,
        answer.roads[1].extra,
    ]
    assert [answer.detours[s.detour].roads.tolist() for s in answer.stretches[1:]] == [[0, 4, 5], [0, 3, 2]]


def test_stretches_are_named_by_road_and_places_the_deepest_dependence_first(ladder):
    answer = asked(ladder, 0, 3)
    assert [(s.label, s.dependence, s.start_m, s.length_m) for s in answer.stretches] == [
        ("bridge road, A to B", Dependence.TOTAL, 0.0, 10.0),
        ("main road, C to D", Dependence.HEAVY, 20.0, 10.0),
        ("main road, B to C", Dependence.LIGHT, 10.0, 10.0),
    ]
    assert answer.stretches[0].lon.tolist() == [0.0, 0.01]


def test_the_road_and_the_junctions_that_all_routes_use_are_told(ladder):
    answer = asked(ladder, 0, 3)
    assert [need.road for need in answer.on_all_routes] == [0]
    assert [(j.node, j.label, j.start_m, j.between) for j in answer.junctions] == [
        (1, "junction near B", 10.0, False)
    ]
    assert [j.between for j in asked(ladder, 3, 0, [applied(ladder, "both", [3, 4])]).junctions] == [
        True,
        True,
    ]


def test_under_closures_the_dependence_is_that_of_what_remains(ladder):
    answer = asked(ladder, 0, 3, [applied(ladder, "second way", [3])])
    assert [need.ratio for need in answer.roads] == [None, 2.0, 2.0]
    assert [s.roads.tolist() for s in answer.stretches] == [[0], [1, 2]]


def test_slowed_roads_count_with_what_they_take_then(ladder):
    answer = asked(ladder, 0, 3, [applied(ladder, "second way", [3], 2.0)])
    assert [need.ratio for need in answer.roads] == [None, 44 / 30, 2.0]


def test_no_way_has_no_chokepoints_and_is_plain_data(ladder):
    answer = asked(ladder, 0, 3, [applied(ladder, "bridge", [0])])
    assert (answer.route, answer.roads, answer.stretches, answer.junctions) == (None, (), (), ())
    assert json.dumps(answer.to_dict(), allow_nan=False)


def test_a_short_link_of_another_name_does_not_break_a_stretch():
    roads = [(0, 1, 500, BOTH), (1, 2, 10, BOTH), (2, 3, 500, BOTH)]
    graph = graph_of(network_of(4, roads, names={0: "M5", 2: "M5"}))
    assert [(s.label, s.length_m) for s in asked(graph, 0, 3).stretches] == [("M5", 1010.0)]


def test_a_long_route_is_told_in_ten_stretches_and_none_hides_a_road_without_another_way():
    roads = [(i, i + 1, 100.0 + i, BOTH) for i in range(40)]
    ways_round = [(i, i + 1, 101.0 + 400 * (i % 3), BOTH) for i in range(40) if i != 20]
    graph = graph_of(network_of(41, roads + ways_round))
    answer = asked(graph, 0, 40)
    assert len({need.dependence for need in answer.roads}) == 3
    assert len(answer.stretches) == 10
    assert [s.roads.tolist() for s in answer.stretches if s.dependence is Dependence.TOTAL] == [[20]]
    along = sorted(answer.stretches, key=lambda s: s.start_m)
    assert np.concatenate([s.roads for s in along]).tolist() == [need.road for need in answer.roads]
    for s in answer.stretches[1:]:
        assert s.ratio == max(need.ratio for need in answer.roads if need.road in s.roads)


def test_a_way_round_over_a_junction_alone_leaves_the_junction_on_all_routes():
    # two roads to 1 and two on to 2: no road is needed, the junction is
    roads = [(0, 1, 1, BOTH), (0, 1, 1, FORWARD), (1, 2, 1, BOTH), (1, 2, 2, BOTH)]
    answer = asked(graph_of(network_of(3, roads)), 0, 2)
    assert [need.dependence for need in answer.roads] == [Dependence.NONE, Dependence.CLEAR]
    assert [(j.node, j.label, j.between) for j in answer.junctions] == [
        (1, "junction at 0.0100,0.0000", False)
    ]


@pytest.mark.parametrize(
    ("ratio", "dependence"),
    [
        (None, "TOTAL"),
        (2.0, "HEAVY"),
        (1.99, "CLEAR"),
        (1.25, "CLEAR"),
        (1.05, "LIGHT"),
        (1.0001, "FAINT"),
        (1.0, "NONE"),
    ],
)
def test_dependence_has_fixed_limits(ratio, dependence):
    assert dependence_of(ratio) is Dependence[dependence]


@given(cases(max_nodes=8, max_roads=16, min_roads=3))
@settings(max_examples=300)
def test_needs_junctions_and_detours_equal_brute_force(case: Case):
    graph = case.graph
    answer = asked(graph, case.source, case.target)
    every = simple_paths(graph, case.source, case.target)
    if not every:
        assert answer.route is None
        return
    arcs = graph.arcs
    best = min(every)[0]
    for need in answer.roads:
        cost = cost_between(without(graph, [need.road]), case.source, case.target)
        assert need.ratio == (None if cost == CLOSED else cost / best)
        assert (need.extra is None) == (cost == CLOSED)
        if need.extra:
            assert need.extra["time_s"] == pytest.approx((cost - best) / 1e6)
    for stretch in answer.stretches:
        if stretch.detour is not None:
            detour = answer.detours[stretch.detour]
            assert stretch.ratio == pytest.approx(detour.time_s * 1e6 / best)
            assert not set(stretch.roads.tolist()) <= set(detour.roads.tolist())
    shared_roads = set.intersection(*({int(arcs.road[a]) for a in path} for _, path in every))
    shared_nodes = set.intersection(*({int(arcs.head[a]) for a in path} for _, path in every))
    assert {need.road for need in answer.on_all_routes} == shared_roads
    assert {junction.node for junction in answer.junctions} == shared_nodes - {case.target}
    assert sorted(np.concatenate([s.roads for s in answer.stretches]).tolist()) == sorted(
        need.road for need in answer.roads
    )
    event(f"{len(shared_roads)} roads and {len(shared_nodes) - 1} junctions on all routes")


def test_hama_to_aleppo_hangs_on_the_m5_and_is_told_in_ten_lines(hama_aleppo):
    context = question_of(hama_aleppo, "chokepoints", ("Hama", "Aleppo"), {})
    journey = journey_between(hama_aleppo, "Hama", "Aleppo")
    answer = ask_chokepoints(context, hama_aleppo.graph, *journey, hama_aleppo.gazetteer)
    assert len(answer.roads) == 32
    assert len(answer.stretches) <= 10
    m5 = next(s for s in answer.stretches if s.label == "M5 motorway, Tayyibat al-Imam to Saraqib")
    assert m5.dependence is Dependence.CLEAR
    assert answer.extra(m5.detour) == {
        "time_s": 2084.7,
        "length_m": 2982.3,
        "cost": 11.47,
        "time_ratio": 1.3345,
    }
    assert answer.detours[m5.detour].by == "road east of the M5"
    assert [s.label for s in answer.stretches if s.dependence is Dependence.TOTAL] == [
        "unnamed primary road, near Aleppo, from km 134.7"
    ]
