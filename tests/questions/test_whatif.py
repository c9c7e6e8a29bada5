"""One journey before and after, on a drawn ladder and on the bundled network."""

import json

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import routegraph
from routegraph.errors import QuestionError
from routegraph.routing.flow import AtLeast
from routegraph.routing.journey import Journey
from routegraph.routing.outcome import Outcome
from routegraph.study import Study
from routegraph.vehicles import VEHICLES


@pytest.fixture(scope="module")
def ladder(draw):
    """Two ways from West to East: 20 km over North, 30 km over South; a spur to Lone."""
    nodes = {"w": (37.0, 35.0), "n": (37.1, 35.1), "s": (37.1, 34.9), "e": (37.2, 35.0), "l": (37.4, 35.3)}
    roads = [
        ("w", "n", 10_000, {"name": "North Road"}),
        ("n", "e", 10_000, {"name": "North Road"}),
        ("w", "s", 15_000, {"name": "South Road"}),
        ("s", "e", 15_000, {"name": "South Road"}),
    ]
    places = [
        ("West", "village", 37.0, 35.0), ("North", "village", 37.1, 35.1), ("South", "village", 37.1, 34.9),
        ("East", "village", 37.2, 35.0),
    ]  # fmt: skip
    return Study(draw(nodes, roads, places), VEHICLES["truck"])


def test_a_way_that_is_not_touched_is_unaffected(ladder):
    answer = ladder.whatif("West", "East", close=["South"])
    assert answer.outcome == "unaffected"
    assert answer.before.length_m == answer.after.length_m == 20_000
    assert answer.warnings == ("closing South touches neither route.",)
    assert (answer.disjoint_before, answer.disjoint_after) == (2, 1)


def test_a_detour_costs_time_length_fuel_and_money(ladder):
    answer = ladder.whatif("West", "East", close=["North"])
    assert answer.outcome == "longer"
    assert [leg.label for leg in answer.after.legs] == ["South Road"]
    assert answer.before.time_s == pytest.approx(1200)
    assert answer.extra == {
        "time_s": 600.0,
        "length_m": 10_000.0,
        "cost": 6.5,
        "fuel_l": 3.5,
        "time_ratio": 1.5,
    }
    assert answer.before.cost == pytest.approx(1200 / 3600 * 18 + 7.0)
    assert answer.before.cost_per_t == pytest.approx(answer.before.cost / 20)


def test_a_severed_journey_has_no_after_and_names_the_cut(ladder):
    answer = ladder.whatif("West", "East", close=["North", "South"])
    assert answer.outcome == "severed"
    assert answer.after is None
    assert answer.extra is None
    assert [c.label for c in answer.cut] == ["North Road, West to North", "South Road, West to South"]


def test_a_destination_inside_the_closure_is_severed_and_never_moved(ladder):
    answer = ladder.whatif("West", "East", close=["East"])
    assert answer.outcome == "severed"
    assert answer.destination.node == 3
    assert any("East, the destination, lies inside what is closed (East)" in w for w in answer.warnings)


def test_an_origin_inside_the_closure_is_told_as_well(ladder):
    answer = ladder.whatif("West", "East", close=["37.0,35.0~1km"])
    assert any("West, the origin, lies inside" in w for w in answer.warnings)


def test_slowing_the_quick_way_turns_to_the_other(ladder):
    assert ladder.whatif("West", "East", slow=["name:North Road=1.4"]).after.time_s == pytest.approx(1680)
    assert ladder.whatif("West", "East", slow=["name:North Road=1.6"]).after.legs[0].label == "South Road"
    assert ladder.whatif("West", "East", slow=["name:North Road=1"]).outcome == "unaffected"


def test_what_is_slowed_before_is_not_slowed_again(ladder, tmp_path):
    (tmp_path / "case.yaml").write_text(
        "title: T\nstanding: [{target: 'name:North Road', status: restricted, factor: 1.2}]\n"
        "events: [{target: South, status: blocked}]\n"
    )
    answer = ladder.whatif("West", "East", scenario=str(tmp_path / "case.yaml"))
    assert answer.before.time_s == answer.after.time_s == pytest.approx(1440)
    assert answer.outcome == "unaffected"


def test_a_place_on_an_island_of_the_network_was_never_connected(draw):
    nodes = {"a": (37.0, 35.0), "b": (37.1, 35.0), "c": (37.2, 35.0), "d": (37.9, 35.0), "e": (38.0, 35.0)}
    roads = [("a", "b", 9_000), ("b", "c", 9_000), ("d", "e", 9_000)]
    study = Study(draw(nodes, roads, [("A", "town", 37.0, 35.0), ("E", "town", 38.0, 35.0)]), VEHICLES["car"])
    answer = study.whatif("A", "E")
    assert answer.destination.node == 4
    assert answer.outcome == "unconnected"
    assert (answer.before, answer.after) == (None, None)


@pytest.mark.parametrize(
    ("origin", "destination", "says"),
    [
        ("West", "West", "one junction: West"),
        ("37.0,35.0", "West", "one junction"),
        ("35.0,37.0", "East", "swap them"),
        ("10.0,35.0", "East", "km from the nearest usable road"),
        ("190,35", "East", "not a point on the globe"),
    ],
)
def test_a_malformed_journey_is_refused(ladder, origin, destination, says):
    with pytest.raises(QuestionError, match=says):
        ladder.whatif(origin, destination)


def test_one_text_in_place_of_a_list_is_refused(ladder):
    with pytest.raises(QuestionError, match="close takes a list"):
        ladder.whatif("West", "East", close="North")


def test_the_answer_is_one_json_document_that_reruns_itself(hama_aleppo):
    answer = hama_aleppo.whatif("Hama", "Aleppo", close=["M5", "Ithriya - Khanasser"])
    told = json.loads(json.dumps(answer.to_dict(), allow_nan=False))
    assert told["command"] == "routegraph whatif Hama Aleppo --close M5 --close 'Ithriya - Khanasser'"
    assert set(told) >= {
        "command", "version", "network", "vehicle", "origin", "destination", "closures", "outcome", "before",
        "after", "extra", "disjoint_routes", "warnings",
    }  # fmt: skip
    assert set(told["before"]) >= {"time_s", "length_m", "cost", "fuel_l", "itinerary"}
    assert set(told["closures"][0]) >= {"target", "effect", "status", "roads", "source", "quote"}
    assert told["network"]["attribution"] == "© OpenStreetMap contributors"


def test_the_founding_case_is_severed_by_one_road_and_the_m5_would_remain(hama_aleppo):
    answer = hama_aleppo.whatif("Hama", "Aleppo", scenario="khanasser-2015-10")
    assert answer.outcome == "severed"
    assert "Khanasser road" in answer.before.by
    assert answer.before.length_m / 1000 == pytest.approx(238.7, abs=1)
    assert [c.label for c in answer.cut] == ["Khanasser road, Ithriya to Khanasser"]
    assert answer.without_standing.length_m / 1000 == pytest.approx(135.5, abs=1)
    assert "M5" in answer.without_standing.by
    assert len(answer.question.situation.standing) == 3


def test_who_would_rather_go_round_a_threatened_place_does(hama_aleppo):
    shy = hama_aleppo.whatif(
        "Hama", "Aleppo", scenario="khanasser-2015-10", effect=["captured=3", "contested=3"]
    )
    assert shy.outcome == "longer"
    assert "--effect captured=3 --effect contested=3" in shy.question.command


def test_before_the_events_the_desert_road_is_the_only_one_left(hama_aleppo):
    answer = hama_aleppo.whatif("Hama", "Aleppo", scenario="khanasser-standing")
    assert answer.outcome == "unaffected"
    assert "Khanasser road" in answer.before.by
    cut = hama_aleppo.whatif("Hama", "Aleppo", scenario="khanasser-standing", close=["name:Khanasser road"])
    assert cut.outcome == "severed"


def test_a_question_leaves_the_network_as_it_was(hama_aleppo):
    before = hama_aleppo.graph.weight.copy()
    hama_aleppo.whatif("Hama", "Aleppo", close=["M5"], slow=["ref:42=3"])
    assert np.array_equal(hama_aleppo.graph.weight, before)


TARGETS = [
    "M5",
    "M4",
    "Saraqib",
    "Khanasser",
    "name:road east of the M5",
    "Shaizar",
    "Ithriya",
    "al-Bab",
    "Homs",
    "Idlib",
]


@settings(max_examples=40)
@given(few=st.sets(st.sampled_from(TARGETS), max_size=5), more=st.sets(st.sampled_from(TARGETS), max_size=5))
def test_closing_more_never_helps(few, more):
    study = routegraph.load("hama-aleppo")
    one = study.whatif("Hama", "Aleppo", close=sorted(few)).after
    two = study.whatif("Hama", "Aleppo", close=sorted(few | more)).after
    assert two is None or (one is not None and two.time_s >= one.time_s - 1e-6)


@pytest.mark.parametrize("journey", [("36.66082,35.14852", "Hama"), ("Hama", "36.66082,35.14852")])
def test_a_point_just_outside_a_town_that_snaps_into_it_has_an_answer(hama_aleppo, journey):
    answer = hama_aleppo.whatif(*journey)
    assert answer.outcome == "unaffected"
    assert answer.disjoint_before == answer.disjoint_after > 0


@given(
    st.sampled_from(["Hama", "Aleppo", "Salamiyah", "As-Safira", "Saraqib"]),
    st.floats(0, 360),
    st.floats(0, 12_000),
)
@settings(max_examples=60)
def test_ends_that_lie_close_together_or_in_one_another_have_an_answer(hama_aleppo, town, degrees, metres):
    middle = hama_aleppo.locate(town)
    east, north = (side(np.radians(degrees)) * metres / 111_195 for side in (np.cos, np.sin))
    point = f"{middle.lon + east:.5f},{middle.lat + north:.5f}"
    assume(hama_aleppo.locate(point).node != middle.node)
    there, back = (hama_aleppo.whatif(*ends) for ends in ((point, town), (town, point)))
    event(f"{there.outcome}, {there.disjoint_before}")
    assert (there.before is None) == (there.disjoint_before == 0)
    assert (back.before is None) == (back.disjoint_before == 0)


def events_file(folder, *rows):
    file = folder / "events.csv"
    file.write_text("\n".join(["date,target,status,by", *rows, ""]), "utf-8")
    return file


def test_what_only_marks_is_never_told_as_idle(ladder, tmp_path):
    file = events_file(tmp_path, "2020-01-01,South,threatened,them")
    answer = ladder.whatif("West", "East", events=[file])
    assert [one.closure.effect for one in answer.question.situation.closures] == ["mark"]
    assert answer.warnings == ()


def test_old_news_is_told_with_its_age(ladder, tmp_path):
    file = events_file(tmp_path, "2020-01-01,North,captured,them", "2020-01-10,South,threatened,them")
    answer = ladder.whatif("West", "East", events=[file], date="2020-02-01")
    [told] = [warning for warning in answer.warnings if "newest report" in warning]
    assert told.startswith("the newest report is of 2020-01-10, 22 days before 2020-02-01: what happened")
    details = [item.detail for section in answer.text().sections for item in section.items]
    assert any(
        detail.startswith("captured by them, 2020-01-01, 31 days old; closes 2 roads") for detail in details
    )
    assert [one["age_days"] for one in answer.to_dict()["closures"]] == [31, 22]


@pytest.mark.parametrize("date", ["2020-01-01", "2020-01-15", None])
def test_fresh_news_and_news_without_a_day_asked_are_not_told_as_old(ladder, tmp_path, date):
    file = events_file(tmp_path, "2020-01-01,North,captured,them")
    answer = ladder.whatif("West", "East", events=[file], date=date)
    assert not [warning for warning in answer.warnings if "newest report" in warning]


def test_a_claim_that_the_answer_does_not_bear_out_is_told_with_what_may_be_missing(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(
        "Islamic State captured Khanasser on Tuesday, severing the only supply line from Hama to Aleppo.",
        "utf-8",
    )
    study = routegraph.load("hama-aleppo")
    answer = study.whatif("Hama", "Aleppo", report=report)
    [check] = answer.claims
    assert check.agrees is False
    assert check.why.startswith("Nothing stands in this question")
    assert "--scenario khanasser-standing" in check.why
    [section] = [one for one in answer.text().sections if one.title == "The report claims"]
    assert section.items[0].note == check.why
    standing = study.whatif("Hama", "Aleppo", report=report, scenario="khanasser-standing")
    assert [(one.agrees, one.why) for one in standing.claims] == [(True, "")]
    assert answer.text().outcome == "unaffected, against what the report claims"


@pytest.mark.parametrize(("scenario", "agrees"), [("khanasser-standing", True), ("khanasser-2015-10", False)])
def test_a_claim_that_a_supply_line_was_reopened_is_borne_out_where_there_is_a_way(
    tmp_path, scenario, agrees
):
    report = tmp_path / "report.txt"
    report.write_text("The supply line to Aleppo was reopened on Monday.", "utf-8")
    study = routegraph.load("hama-aleppo")
    answer = study.whatif("Hama", "Aleppo", report=report, date="2015-10-28", scenario=scenario)
    assert [(one.claim.claim, one.agrees) for one in answer.claims] == [("supply line reopened", agrees)]


def test_a_closure_of_what_stood_closed_is_told_as_such(tmp_path):
    """The M5, the quickest way between the two, stands closed in the scenario; trucks drive by Ithriya."""
    study = routegraph.load("hama-aleppo")
    answer = study.whatif("Hama", "Aleppo", close=["Hama - Aleppo"], scenario="khanasser-standing")
    assert answer.outcome is Outcome.UNAFFECTED
    assert (
        "the quickest way of Hama - Aleppo stood closed already; if a report means the way used instead, "
        "close a place on that."
    ) in answer.warnings
    open_before = study.whatif("Hama", "Aleppo", close=["Saraqib - Idlib"])
    assert not [one for one in open_before.warnings if "stood closed already" in one]


def test_the_nodes_of_a_route_are_a_path_in_the_graph_that_osmnx_users_get(hama_aleppo):
    route = hama_aleppo.whatif("Hama", "Aleppo", close=["M5"]).after
    graph = routegraph.to_networkx(hama_aleppo.network)
    steps = list(zip(route.nodes[:-1], route.nodes[1:], strict=True))
    assert all(graph.has_edge(u, v) for u, v in steps)
    shortest = (min(edge["length"] for edge in graph[u][v].values()) for u, v in steps)
    assert sum(shortest) == pytest.approx(route.length_m, rel=0.01)


def test_a_count_of_routes_that_was_not_proven_is_told_as_at_least(hama_aleppo, monkeypatch):
    monkeypatch.setattr(Journey, "disjoint_routes", lambda *asked: AtLeast(1))
    told = hama_aleppo.whatif("Hama", "Aleppo", close=["M5"]).warnings
    assert any(text.startswith("disjoint routes are at least 1 before and 1 after: ") for text in told)


def test_an_outcome_tells_on_which_reports_it_rests_and_how_sure_they_are(hama_aleppo):
    told = hama_aleppo.whatif("Hama", "Aleppo", scenario="khanasser-2015-10")
    assert told.rests_on == ((1, 0.9), (2, 0.8))  # the third is a threat, which closes nothing
    assert told.to_dict()["rests_on"][0] == {"closure": 1, "confidence": 0.9}
    [section] = [one for one in told.text().sections if one.title == "How sure"]
    assert "closure 1 (90% sure), closure 2 (80% sure)" in section.lines[0]
    asked = hama_aleppo.whatif("Hama", "Aleppo", close=["M5"])
    assert asked.rests_on == ()
    assert not [one for one in asked.text().sections if one.title == "How sure"]


def test_what_was_not_placed_on_the_way_tells_what_would_become_if_it_were_closed(hama_aleppo, tmp_path):
    """A motorway passes Saraqib, so "the Saraqib road" closes nothing; the way runs through the town."""
    report = tmp_path / "report.txt"
    report.write_text("Rebels cut the Saraqib road on Monday.", "utf-8")
    told = hama_aleppo.whatif("Hama", "Aleppo", report=report, date="2015-10-27")
    assert (told.outcome, told.outcome_if_closed) == (Outcome.UNAFFECTED, Outcome.LONGER)
    assert told.text().outcome == "unaffected, as far as the report was understood"
    [section] = [one for one in told.text().sections if one.title == "How sure"]
    assert "If that is closed too: longer. Ask with --close Saraqib." in section.lines[0]
    assert ".;" not in (said := repr(told.text())) and ".)" not in said
    [one] = told.to_dict()["left_open"]
    assert (one["target"], one["doubtful"], one["quote"]) == (
        "Saraqib",
        True,
        "Rebels cut the Saraqib road on Monday.",
    )
    closed = hama_aleppo.whatif("Hama", "Aleppo", report=report, date="2015-10-27", close=["Saraqib"])
    assert closed.outcome is told.outcome_if_closed and closed.left_open == ()


def test_what_is_set_aside_is_told_but_puts_no_doubt_on_the_outcome(hama_aleppo, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("Rebels captured Saraqib in February 2013.", "utf-8")
    told = hama_aleppo.whatif("Hama", "Aleppo", report=report, date="2015-10-27")
    assert told.outcome_if_closed is None and told.text().outcome == "unaffected"
    assert [(one.target, one.doubtful) for one in told.left_open] == [("Saraqib", False)]


def test_events_below_the_least_confidence_are_told_where_the_way_runs_through_them(hama_aleppo, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("ISIS captured Saraqib on Monday.", "utf-8")
    asked = {"report": report, "date": "2015-10-27", "min_confidence": 0.95}
    told = hama_aleppo.whatif("Hama", "Aleppo", **asked)
    assert told.outcome_if_closed is Outcome.LONGER
    assert told.left_open[0].why == "captured by ISIS, only 80% sure"
