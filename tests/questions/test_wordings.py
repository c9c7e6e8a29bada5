"""What answers say: in a notebook, in headlines, and of changes."""

from __future__ import annotations

import re

import osmnx
import pytest
import shapely
from matplotlib import pyplot
from matplotlib.figure import Figure

import routegraph
from routegraph.analysis.whereabouts import place_at
from routegraph.places.gazetteer import Gazetteer
from routegraph.render import words
from routegraph.study import Study


@pytest.fixture(scope="module")
def study():
    return routegraph.load("hama-aleppo")


def test_an_answer_prints_as_its_title_outcome_and_sentence(study):
    answer = study.whatif("Hama", "Aleppo", close=["M5"])
    first, second = str(answer).splitlines()
    assert first == "Hama to Aleppo: longer"
    assert second == answer.text().sentence
    assert repr(answer) == "<WhatIf Hama to Aleppo: longer>"
    assert len(repr(study.isolated(["Hama"]))) < 200


def test_under_standing_closures_alone_the_headline_is_the_way_that_remains(study):
    answer = study.whatif("Hama", "Aleppo", scenario="khanasser-standing")
    text = answer.text()
    assert text.outcome == "a way remains"
    assert not text.alert
    assert text.sentence.endswith("longer than with nothing closed.")
    assert study.whatif("Hama", "Aleppo", close=["Khanasser"]).text().outcome == "unaffected"
    assert study.whatif("Hama", "Aleppo").text().outcome == "unaffected"


@pytest.mark.parametrize(
    ("quantity", "before", "after", "told"),
    [
        (words.DISTANCE, 135_640, 138_560, "+3.0 km"),
        (words.DISTANCE, 100_040, 99_960, "0"),
        (words.TIME, 6_240, 8_370, "+36 min"),
        (words.TIME, 630, 1_170, "+10 min"),
        (words.TIME, 100, 160, "+1 min"),
        (words.FUEL, 47.46, 54.64, "+7.1 l"),
        (words.money_in("USD"), 78.615, 90.085, "+11.47 USD"),
        (words.DISTANCE, 135_640, 130_000, "−5.6 km"),
    ],
)
def test_a_change_is_that_of_the_figures_as_they_are_shown(quantity, before, after, told):
    assert words.shift(quantity, before, after) == told


def test_alternatives_are_a_sequence(study):
    answer = study.alternatives("Hama", "Aleppo")
    assert len(answer) == len(answer.routes) > 1
    assert answer[0].how == "best"
    assert [one.stretch for one in answer] == [one.stretch for one in answer.routes]
    assert "times as long" in answer.text().sentence
    by_cost = routegraph.load("hama-aleppo", by="cost").alternatives("Hama", "Aleppo")
    assert "times as much" in by_cost.text().sentence


@pytest.mark.parametrize("by", ["time", "distance", "cost"])
def test_how_many_times_as_much_a_way_takes_is_that_of_the_figures_beside_it(by):
    """A delay and a slowed road make ways dearer than their length; none is told as less than the best."""
    answer = routegraph.load("hama-aleppo", by=by).alternatives(
        "Hama", "Aleppo", slow=["M5=3", "M4=1.5"], delay=["Khanasser=2h"]
    )
    taken = [{"time": o.route.time_s, "distance": o.route.length_m, "cost": o.route.cost}[by] for o in answer]
    assert [one.stretch for one in answer] == pytest.approx([each / taken[0] for each in taken], rel=1e-3)
    assert min(one.stretch for one in answer) == 1


def test_a_reopening_that_shortens_a_way_is_not_told_to_reconnect_it(study):
    text = study.reopening("Hama", "Aleppo", close=["M5"]).text()
    assert text.sentence == "Lifting M5 saves 35 min."
    assert "reconnects it" not in repr(text)


def test_a_way_that_is_shorter_and_slower_has_one_sign_before_each_change(draw):
    towns = [("Alpha", "town", 0.0, 0.0), ("Bravo", "town", 0.2, 0.0)]
    corners = {"a": (0.0, 0.0), "b": (0.2, 0.0), "c": (0.1, 0.1)}
    fast = {"highway": "motorway", "name": "Ring"}
    roads = [("a", "c", 12_000, fast), ("c", "b", 12_000, fast), ("a", "b", 22_300, {"highway": "tertiary"})]
    answer = Study(draw(corners, roads, towns)).whatif("Alpha", "Bravo", close=["Ring"])
    assert answer.after.length_m < answer.before.length_m and answer.after.time_s > answer.before.time_s
    said = repr(answer.text())
    assert "−1.7 km" in said
    assert not re.search(r"[+±−-]\s?[+±−-]\d", said)


def test_a_lost_way_keeps_its_row(study):
    frame = study.whatif("Hama", "Aleppo", scenario="khanasser-2015-10").to_frame()
    assert frame["way"].tolist() == ["before", "after", "without_standing"]
    assert frame["exists"].tolist() == [True, False, True]
    assert frame["length_m"].isna().tolist() == [False, True, False]


def test_a_route_is_drawn_by_osmnx(study):
    route = study.whatif("Hama", "Aleppo").after
    graph = routegraph.to_networkx(study.network)
    assert all(graph.has_edge(u, v) for u, v in zip(route.nodes, route.nodes[1:], strict=False))
    ax = Figure().add_subplot()
    osmnx.plot_graph_route(graph, list(route.nodes), ax=ax, show=False, close=False)
    pyplot.close("all")
    assert ax.has_data()
    assert isinstance(route.geometry, shapely.LineString)
    assert route.geometry.coords[0] == (route.lon[0], route.lat[0])


def test_stretches_that_would_be_called_alike_tell_where_they_begin():
    import routegraph

    answer = routegraph.load("hama-aleppo").chokepoints("Hama", "Aleppo", scenario="khanasser-standing")
    labels = [stretch.label for stretch in answer.stretches]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(("town_km", "name"), [(3.0, "Great"), (9.0, "Little")])
def test_a_point_is_named_by_a_town_near_it_before_a_nearer_hamlet(draw, town_km, name):
    km = 1 / 111.195
    places = [("Little", "hamlet", 0.01 * km, 0.0), ("Great", "town", town_km * km, 0.0)]
    network = draw({"a": (0.0, 0.0), "b": (-50 * km, 0.0)}, [("a", "b", 50_000)], places)
    assert place_at(network, 0, Gazetteer.of(network)) == name
