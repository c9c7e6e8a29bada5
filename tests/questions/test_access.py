"""Matrices, isolated places and reach, before and after."""

from __future__ import annotations

import json

import networkx as nx
import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import routegraph
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
    networkx_of,
    spot,
)
from routegraph.analysis.settlements import Settlement, Settlements, settlements_of
from routegraph.asking import question_of
from routegraph.errors import NotFoundError, QuestionError
from routegraph.places.gazetteer import Gazetteer
from routegraph.questions.isolated import ask_isolated
from routegraph.questions.matrix import ask_matrix
from routegraph.questions.reach import ask_reach
from routegraph.routing.graph import CLOSED, MICRO

# 0 -10- 1 -10- 2 -10- 3 in a row, and 4 -5- 5 apart from them
ROW = [(0, 1, 600, BOTH), (1, 2, 600, BOTH), (2, 3, 600, BOTH), (4, 5, 300, BOTH)]
PLACES = [
    ("Hub", 0, 5000),
    ("Near", 1, 100),
    ("Mid", 2, -1),
    ("Far", 3, 700),
    ("Isle", 4, 40),
    ("Cove", 5, 2),
]


@pytest.fixture
def row():
    return graph_of(network_of(6, ROW, places=PLACES))


def matrix(graph, origins, destinations, closures=(), standing=()):
    context = context_of(graph, closures, standing)
    return ask_matrix(
        context, graph, [spot(graph, n) for n in origins], [spot(graph, n) for n in destinations]
    )


def isolated(graph, hubs, closures=(), standing=(), **options):
    context = context_of(graph, closures, standing)
    return ask_isolated(
        context, graph, [spot(graph, n) for n in hubs], Gazetteer.of(graph.network), **options
    )


def reach(graph, origin, minutes, closures=(), **options):
    context = context_of(graph, closures)
    return ask_reach(context, graph, spot(graph, origin), minutes, Gazetteer.of(graph.network), **options)


def test_a_matrix_tells_lost_pairs_from_those_that_never_had_a_way(row):
    answer = matrix(row, [0, 4], [1, 3, 5], [applied(row, "bridge", [2])])
    assert answer.before.tolist() == [[600, 1800, np.inf], [np.inf, np.inf, 300]]
    assert answer.after.tolist() == [[600, np.inf, np.inf], [np.inf, np.inf, 300]]
    assert answer.outcome.tolist() == [
        ["unaffected", "severed", "unconnected"],
        ["unconnected", "unconnected", "unaffected"],
    ]
    assert [(a.node, b.node) for a, b in answer.pairs("severed")] == [(0, 3)]
    assert answer.counts == {"unaffected": 2, "longer": 0, "severed": 1, "unconnected": 3, "eased": 0}
    row_of = answer.rows()[1]
    assert (row_of["origin"], row_of["destination"], row_of["outcome"]) == ("0", "3", "severed")
    assert [row_of[f"time_{when}_s"] for when in ("before", "after", "extra")] == [1800, None, None]
    assert [row_of[f"length_{when}_m"] for when in ("before", "after", "extra")] == [1800, None, None]
    assert row_of["cost_before"] > 0
    assert row_of["currency"] == "USD"
    assert json.dumps(answer.to_dict(), allow_nan=False)


def test_a_matrix_counts_what_stands_as_before_and_a_place_to_itself_as_nothing(row):
    slow = applied(row, "slow", [0], 2.0)
    answer = matrix(row, [0, 1], [0, 1], standing=[slow])
    assert answer.before.tolist() == answer.after.tolist() == [[0, 1200], [1200, 0]]


@pytest.mark.parametrize("by", ["time", "distance", "cost"])
def test_rows_of_a_matrix_tell_time_length_and_cost_of_the_way_that_whatif_takes(by):
    study = routegraph.load("hama-aleppo", by=by)
    asked = {"close": ["M5"], "delay": ["Ithriya=2h"], "slow": ["Salamiyah=2"]}
    names = ["Hama", "Homs"], ["Aleppo", "Idlib", "Ithriya"]
    rows = iter(study.matrix(*names, **asked).rows())
    for origin in names[0]:
        for destination in names[1]:
            row, single = next(rows), study.whatif(origin, destination, **asked)
            assert row["outcome"] == single.outcome
            for when, route in (("before", single.before), ("after", single.after)):
                amounts = [row[f"time_{when}_s"], row[f"length_{when}_m"], row[f"cost_{when}"]]
                expected = [route.time_s, route.length_m, route.cost] if route else [None] * 3
                assert amounts == (pytest.approx(expected, abs=0.02) if route else expected)


def test_a_place_that_no_network_knows_is_a_row_with_its_reason_and_columns_are_kept(hama_aleppo, tmp_path):
    hubs, towns = tmp_path / "hubs.csv", tmp_path / "towns.csv"
    hubs.write_text("id,place\nH1,Hama\n", "utf-8")
    towns.write_text("pcode,place,weight\nT1,Aleppo,120\nT2,Atlantis,7\nT3,Idlib,30\n", "utf-8")
    answer = hama_aleppo.matrix(hubs, towns, close=["M5"])
    rows = answer.rows()
    assert [row["destination_pcode"] for row in rows] == ["T1", "T3", "T2"]
    assert [row["destination_weight"] for row in rows] == ["120", "30", "7"]
    assert [row["origin_id"] for row in rows] == ["H1", "H1", None]
    assert [row["reason"] for row in rows[:2]] == [None, None]
    assert rows[2]["destination"] == "Atlantis"
    assert rows[2]["outcome"] is None
    assert "no place called 'Atlantis'" in rows[2]["reason"]
    assert any("Atlantis" in warning for warning in answer.warnings)
    assert {tuple(row) for row in rows} == {tuple(rows[0])}
    assert answer.to_dict()["pairs"] == rows
    with pytest.raises(NotFoundError, match="Atlantis"):
        hama_aleppo.matrix(["Hama"], ["Atlantis"])


def test_a_matrix_of_nothing_is_refused(row):
    with pytest.raises(QuestionError, match="at least one of each"):
        matrix(row, [], [1])


def test_places_cut_off_are_told_from_those_inside_the_closure_and_those_never_connected(row):
    answer = isolated(row, [0], [applied(row, "Mid", [1, 2])])
    assert [(p.name, p.population, p.inside) for p in answer.cut_off.places] == []
    assert [(p.name, p.inside) for p in answer.inside.places] == [("Far", ("Mid",)), ("Mid", ("Mid",))]
    assert [p.name for p in answer.never.places] == ["Isle", "Cove"]
    assert (answer.connected, answer.connected_population) == (2, 5100)
    answer = isolated(row, [0], [applied(row, "bridge", [1])])
    assert [p.name for p in answer.cut_off.places] == ["Far", "Mid"]
    assert (answer.cut_off.population, answer.cut_off.uncounted, answer.lost_population) == (700, 1, 700)
    assert json.dumps(answer.to_dict(), allow_nan=False)


def test_places_are_ranked_by_people_and_where_nobody_counted_them_by_kind():
    none = np.zeros(5, np.int64)
    settled = Settlements(
        place=none,
        node=none,
        snap_m=none,
        population=np.array([-1, 20, -1, 300, -1]),
        kind=np.array([2, 2, 0, 1, 1]),
        too_far=none[:0],
    )
    assert settled.ranked(np.array([True, True, True, True, False])) == [3, 1, 2, 0]


def test_a_place_that_what_stands_has_cut_off_is_not_lost_again(row):
    bridge, end = applied(row, "bridge", [1]), applied(row, "end", [2])
    answer = isolated(row, [0], [end], standing=[bridge])
    assert answer.lost == ()
    assert [p.name for p in answer.already.places] == ["Far", "Mid"]


def test_one_hub_that_is_left_is_enough(row):
    answer = isolated(row, [0, 3], [applied(row, "bridge", [1])])
    assert answer.lost == ()
    assert isolated(row, [0, 3], [applied(row, "both", [1, 2])]).lost[0].name == "Mid"


def test_a_way_must_lead_to_the_hub_not_from_it():
    roads = [(0, 1, 10, BOTH), (0, 1, 10, FORWARD)]
    graph = graph_of(network_of(2, roads, places=[("A", 0, 1), ("B", 1, 1)]))
    answer = isolated(graph, [0], [applied(graph, "bridge", [0])])
    assert [p.name for p in answer.cut_off.places] == ["B"]
    assert isolated(graph, [1], [applied(graph, "bridge", [0])]).lost == ()


def test_kinds_of_place_may_be_chosen_and_must_exist(row):
    assert isolated(row, [0], kinds=["city"]).connected == 0
    with pytest.raises(QuestionError, match="'shop'"):
        isolated(row, [0], kinds=["shop"])
    with pytest.raises(QuestionError, match="no hub"):
        isolated(row, [])


def test_settlements_begin_where_journeys_do(hama_aleppo):
    settled = settlements_of(hama_aleppo.graph)
    for i in range(0, len(settled.place), 5):
        place = hama_aleppo.gazetteer.place(int(settled.place[i]))
        location = hama_aleppo.locate(f"{place.lon},{place.lat}")
        assert settled.node[i] == (place.node if place.node >= 0 else location.node)


def test_reach_counts_junctions_roads_places_and_land(row):
    # 20 minutes reach 1200 m: nodes 0, 1 and 2; the closure ends it at 1, 600 m off.
    answer = reach(row, 0, [20], [applied(row, "bridge", [1])], resolution_m=100)
    [limit] = answer.limits
    assert (limit.before.nodes, limit.after.nodes, limit.lost.nodes) == (3, 2, 1)
    assert (limit.before.road_km, limit.after.road_km) == (pytest.approx(1.2), pytest.approx(0.6))
    assert limit.lost.road_km == pytest.approx(0.6)
    assert [p.name for p in limit.lost_places] == ["Mid"]
    assert (limit.before.places, limit.before.population, limit.lost_uncounted) == (3, 5100, 1)
    # the row runs along the equator, a node every 0.01 degrees: 2.2 km of cells 100 m wide
    assert limit.before.area_km2 == pytest.approx(0.223, abs=0.011)
    assert limit.lost.area_km2 == pytest.approx(limit.before.area_km2 - limit.after.area_km2, abs=0.0101)
    assert limit.land_before.bounds == pytest.approx((0, 0, 0.02, 0.0009), abs=0.001)
    assert limit.land_lost.intersection(limit.land_after).area == pytest.approx(0, abs=1e-12)
    assert json.dumps(answer.to_dict(), allow_nan=False)


def test_a_road_is_reached_in_part_from_either_end():
    # a ring of 0-1 (600 m) and 0-2-1 (600 m + 1200 m): 15 minutes reach 300 m into 2-1 from both ends
    graph = graph_of(network_of(3, [(0, 1, 600, BOTH), (0, 2, 600, BOTH), (2, 1, 1200, BOTH)]))
    [limit] = reach(graph, 0, [15], resolution_m=50).limits
    assert limit.before.road_km == pytest.approx(1.8, abs=0.05)
    oneway = graph_of(network_of(3, [(0, 1, 600, BOTH), (0, 2, 600, BOTH), (2, 1, 1200, FORWARD)]))
    [limit] = reach(oneway, 0, [15], resolution_m=50).limits
    assert limit.before.road_km == pytest.approx(1.5, abs=0.05)


def test_limits_come_in_order_and_a_journey_by_cost_still_goes_by_the_clock(row):
    graph = graph_of(row.network, "cost")
    answer = reach(graph, 0, [30, 5, 30], resolution_m=100)
    assert [limit.minutes for limit in answer.limits] == [5, 30]
    assert [limit.before.nodes for limit in answer.limits] == [1, 4]
    assert answer.before_s.tolist() == [0, 600, 1200, 1800, np.inf, np.inf]
    assert answer.limits[0].lost.area_km2 == 0
    assert answer.limits[0].land_lost.is_empty


@pytest.mark.parametrize("minutes", [[], [0], [-5], [float("nan")], [float("inf")], range(1, 14)], ids=str)
def test_limits_that_make_no_sense_are_refused(row, minutes):
    with pytest.raises(QuestionError, match="minutes"):
        reach(row, 0, minutes)


def test_a_resolution_out_of_range_is_refused(row):
    with pytest.raises(QuestionError, match="resolution"):
        reach(row, 0, [10], resolution_m=1)


@st.composite
def closed_cases(draw) -> tuple[Case, list[int]]:
    case = draw(cases(max_nodes=8, max_roads=14, min_roads=3))
    roads = st.lists(st.integers(0, len(case.roads) - 1), min_size=1, max_size=5, unique=True)
    return case, draw(roads)


@given(closed_cases())
@settings(max_examples=150)
def test_a_matrix_equals_single_questions(drawn):
    case, closed = drawn
    graph, nodes = case.graph, list(range(case.node_count))
    answer = matrix(graph, nodes, nodes[:3], [applied(graph, "all", closed)])
    after = graph.under(answer.question.situation.after)
    for i in nodes:
        for j in nodes[:3]:
            costs = [cost_between(g, i, j) for g in (graph, after)]
            told = [answer.before[i, j], answer.after[i, j]]
            assert told == [np.inf if cost == CLOSED else cost / MICRO for cost in costs]
            gone = costs[0] < CLOSED <= costs[1]
            assert (answer.outcome[i, j] == "severed") == gone
    event(f"{min(answer.counts['severed'], 5)} severed")


@given(closed_cases(), st.integers(1, 2))
@settings(max_examples=150)
def test_isolated_places_equal_what_networkx_cannot_reach(drawn, hub_count):
    case, closed = drawn
    places = [(f"p{n}", n, 10**n) for n in range(case.node_count)]
    graph = graph_of(network_of(case.node_count, case.roads, places=places))
    hubs = list(range(hub_count))
    answer = isolated(graph, hubs, [applied(graph, "all", closed)])
    after = graph.under(answer.question.situation.after)

    def reaching(g) -> set[int]:
        drawn_graph = networkx_of(g)
        return set(hubs).union(*(nx.ancestors(drawn_graph, hub) for hub in hubs))

    before, now = reaching(graph), reaching(after)
    told = settlements_of(graph)
    names = {f"p{p}": n for p, n in zip(told.place.tolist(), told.node.tolist(), strict=True)}
    lost = {p.name for p in answer.lost}
    assert lost == {name for name, n in names.items() if n in before - now}
    assert answer.lost_population == sum(10 ** int(name[1:]) for name in lost)
    assert {p.name for p in answer.never.places} == {name for name, n in names.items() if n not in before}
    for place in answer.inside.places:
        incident = {r for r, road in enumerate(case.roads) if names[place.name] in road[:2]}
        assert incident <= set(closed)
    event(f"{min(len(lost), 4)} lost")


@given(closed_cases(), st.integers(1, 12))
@settings(max_examples=100)
def test_reach_is_what_lies_within_the_time(drawn, seconds):
    case, closed = drawn
    graph = case.graph
    answer = reach(graph, case.source, [seconds / 60], [applied(graph, "all", closed)], resolution_m=500)
    [limit] = answer.limits
    after = graph.under(answer.question.situation.after)
    costs = [
        nx.single_source_dijkstra_path_length(networkx_of(g), case.source, seconds * MICRO)
        for g in (graph, after)
    ]
    assert (limit.before.nodes, limit.after.nodes) == tuple(map(len, costs))
    assert limit.lost.nodes == len(set(costs[0]) - set(costs[1]))
    assert limit.after.road_km <= limit.before.road_km + 1e-9
    assert limit.lost.road_km == pytest.approx(limit.before.road_km - limit.after.road_km)
    assert limit.after.area_km2 + limit.lost.area_km2 == pytest.approx(limit.before.area_km2)
    event(f"{limit.lost.nodes} nodes lost")


def test_from_hama_the_closures_leave_the_east_and_the_north_out_of_reach(hama_aleppo):
    context = question_of(hama_aleppo, "reach", ("Hama",), {"close": ["M5"]})
    answer = ask_reach(
        context, hama_aleppo.graph, hama_aleppo.locate("Hama"), [60, 120], hama_aleppo.gazetteer
    )
    names = [[p.name.split(" (")[0] for p in limit.lost_places] for limit in answer.limits]
    assert "Maarrat al-Numan" in names[0]
    assert "Aleppo" in names[1]
    assert answer.limits[1].lost.area_km2 > answer.limits[0].lost.area_km2 > 0


@pytest.mark.parametrize(("minutes", "cell_m"), [([2], 200.0), ([240], 1000.0)])
def test_the_cells_of_a_reach_follow_what_is_reached(hama_aleppo, minutes, cell_m):
    assert hama_aleppo.reach("Hama", minutes=minutes).resolution_m <= cell_m
    assert hama_aleppo.reach("Hama", minutes=[240]).resolution_m == 1000.0


def test_a_list_of_places_is_short_on_a_screen_and_whole_on_paper():
    from routegraph.render.sections import places_section

    places = [Settlement(f"P{i}", "village", 0.0, 0.0, None) for i in range(100)]
    section = places_section("Places", places, 40)
    assert section.lines[0].endswith("P39, and 60 more: --csv names every place")
    assert ", ".join(section.whole.lines) == ", ".join(place.name for place in places)


def test_every_place_without_a_way_is_a_row_of_a_table_with_the_reason(tmp_path):
    import csv

    import routegraph

    answer = routegraph.load("hama-aleppo").isolated(["Hama"], scenario="khanasser-2015-10")
    text = answer.save(tmp_path / "a.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    groups = (
        answer.cut_off, answer.inside, answer.already, answer.never, answer.regained, answer.too_far,
    )  # fmt: skip
    assert len(rows) == sum(len(group.places) for group in groups)
    told = {row["name"].partition(" (")[0]: row["why"] for row in rows}
    assert told["As-Safira"] == "inside what is closed"
    assert told["Nubl"] == "left out, 10 km or more from every road"
    lines = " ".join(line for section in answer.text().sections for line in section.lines)
    assert all(place.name.partition(" (")[0] in lines for place in answer.too_far.places)
    assert told["Aleppo"] == "cut off, though roads there are open"
    assert "As-Safira" in [row["inside"] for row in rows if row["why"] == "inside what is closed"]
