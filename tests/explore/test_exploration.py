"""A question changed step by step, and the widget around it."""

from __future__ import annotations

import datetime as dt
import json
import shlex

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import routegraph
from routegraph.cli.main import main
from routegraph.errors import NotFoundError
from routegraph.explore.exploration import Exploration, point_on, road_at

pytest.importorskip("ipyleaflet", reason="the extra routegraph[explore] is not installed")

ON_THE_KHANASSER_ROAD = (37.64, 35.57)
STANDING = {"scenario": "khanasser-standing"}


@pytest.fixture
def exploring(hama_aleppo: routegraph.Study) -> Exploration:
    return Exploration(hama_aleppo, "Hama", "Aleppo", **STANDING)


def body_of(exploring: Exploration) -> dict:
    return exploring.answer.to_dict()


def test_a_click_on_a_road_cuts_it_and_a_second_one_lifts_it(exploring):
    before = body_of(exploring)
    exploring.click(*ON_THE_KHANASSER_ROAD, reach_m=5000)
    assert exploring.answer.outcome.value == "severed"
    exploring.click(*ON_THE_KHANASSER_ROAD, reach_m=5000)
    assert body_of(exploring) == before


def test_a_click_far_from_every_road_is_told_and_changes_nothing(exploring):
    before = exploring.asked
    with pytest.raises(NotFoundError, match="no road within 10 m"):
        exploring.click(38.9, 34.4, reach_m=10)
    assert exploring.asked == before


def test_a_town_is_closed_by_its_name_and_lifted_again(exploring):
    place = routegraph.load("hama-aleppo").locate("Khanasser")
    exploring.toggle_place("Khanasser", place.lon, place.lat)
    assert exploring.asked.close == ("Khanasser",)
    exploring.toggle_place("Khanasser", place.lon, place.lat)
    assert exploring.asked.close == ()


def test_a_drawn_circle_and_a_drawn_polygon_close_what_lies_in_them(exploring):
    lon, lat = ON_THE_KHANASSER_ROAD
    circle = {
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"style": {"radius": 9000.4}},
    }
    exploring.draw(circle)
    assert exploring.asked.close == (f"{lon:.5f},{lat:.5f}~9000m",)
    assert exploring.answer.outcome.value == "severed"
    exploring.undo()
    ring = [[lon - 0.1, lat - 0.1], [lon + 0.1, lat - 0.1], [lon + 0.1, lat + 0.1], [lon - 0.1, lat - 0.1]]
    exploring.draw({"geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}})
    assert exploring.answer.outcome.value == "severed"


def test_undo_gives_back_each_answer_in_turn(exploring):
    answers = [body_of(exploring)]
    for change in (
        lambda: exploring.close("M5"),
        lambda: exploring.choose(vehicle="car"),
        lambda: exploring.choose(scenario="khanasser-2015-10"),
        lambda: exploring.choose(date=dt.date(2015, 10, 24)),
    ):
        change()
        answers.append(body_of(exploring))
    for expected in reversed(answers[:-1]):
        exploring.undo()
        assert body_of(exploring) == expected
    assert not exploring.can_undo


def test_a_new_scenario_brings_its_own_date_and_its_days(exploring):
    exploring.choose(scenario="khanasser-2015-10")
    assert "date" not in exploring.asked.keywords
    assert dt.date(2015, 10, 23) in exploring.dates
    exploring.choose(date=dt.date(2015, 10, 20))
    assert exploring.answer.outcome.value == "unaffected"


def test_the_command_and_the_code_give_the_same_answer_when_run(exploring):
    exploring.click(*ON_THE_KHANASSER_ROAD, reach_m=5000)
    exploring.choose(vehicle="car")
    expected = json.loads(json.dumps(body_of(exploring)))
    run = CliRunner().invoke(main, [*shlex.split(exploring.command)[1:], "--json"])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout) == expected
    scope: dict = {}
    exec(exploring.code.replace("routegraph.load", "answer = routegraph.load", 1), scope)
    assert json.loads(json.dumps(scope["answer"].to_dict())) == expected


@given(st.floats(35.7, 39.1), st.floats(34.4, 36.9))
def test_the_point_of_a_click_lies_on_the_road_and_no_point_of_it_is_nearer(lon, lat):
    network = routegraph.load("hama-aleppo").network
    road = road_at(network, lon, lat, 400_000)
    at = point_on(network, road, lon, lat)
    lons, lats = network.road_shape(road)

    def off(x: float, y: float) -> float:
        import math

        return math.hypot((x - lon) * math.cos(math.radians(lat)), y - lat)

    for i in range(len(lons) - 1):
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x, y = (a[i] + share * (a[i + 1] - a[i]) for a in (lons, lats))
            assert off(*at) <= off(x, y) + 1e-9


def test_the_widget_shows_answers_lists_closures_and_says_what_cannot_be_asked(hama_aleppo):
    box = hama_aleppo.explore("Hama", "Aleppo", **STANDING)
    shown = texts_of(box)
    assert any("routegraph whatif Hama Aleppo --scenario khanasser-standing" in text for text in shown)
    lat, lon = ON_THE_KHANASSER_ROAD[::-1]
    box.map.zoom = 6
    click = next(iter(box.map._interaction_callbacks.callbacks))
    click(type="click", coordinates=[lat, lon])
    assert any("no way remains" in text for text in texts_of(box))
    assert any("closed here:" in text for text in texts_of(box))
    box.map.zoom = 18
    click(type="click", coordinates=[34.4, 38.9])
    assert any("no road within" in text for text in texts_of(box))


def texts_of(widget) -> list[str]:
    own = [str(widget.value)] if hasattr(widget, "value") else []
    return own + [text for child in getattr(widget, "children", ()) for text in texts_of(child)]


def test_every_answer_can_be_explored_and_credits_the_data(hama_aleppo):
    shown = hama_aleppo.reach("Hama", minutes=[30]).explore()
    assert any("OpenStreetMap contributors" in getattr(c, "prefix", "") for c in shown.controls)
