"""Leaving at a given time: curfews, hours, convoys, and events that tell hours."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from routegraph.cli.main import main
from routegraph.errors import DataError, QuestionError
from routegraph.reports.tables import read_events
from routegraph.study import Study
from routegraph.vehicles import VEHICLES

# a truck does 60 km/h on primary roads
NODES = {"A": (36.0, 35.0), "P": (37.0, 35.0), "B": (38.0, 35.0)}
ROADS = [("A", "P", 120_000.0, {"name": "West road"}), ("P", "B", 123_000.0, {"name": "East road"})]
PLACES = [("Alfa", "town", 36.0, 35.0), ("Papa", "village", 37.0, 35.0), ("Bravo", "town", 38.0, 35.0)]
LEAVING = {"depart": "2015-10-27T16:00"}


@pytest.fixture
def study(draw):
    return Study(draw(NODES, ROADS, PLACES), VEHICLES["truck"])


def test_a_way_of_4_h_03_under_a_curfew_from_18_to_6_left_at_16_is_over_at_8_03(study):
    answer = study.departure("Alfa", "Bravo", curfew="18:00-06:00", **LEAVING)
    assert answer.after.route.time_s == 4 * 3600 + 180
    assert answer.to_dict()["after"]["arrive"] == "2015-10-28T08:03:00"
    (wait,) = answer.to_dict()["after"]["waits"]
    assert (wait["begins"], wait["ends"]) == ("2015-10-27T18:00:00", "2015-10-28T06:00:00")
    assert answer.text().outcome == "arrives 08:03 the next day"


def test_opening_hours_and_convoys_of_targets_are_waited_for(study):
    at_gate = study.departure("Alfa", "Bravo", hours=["East road=06:00-17:00"], **LEAVING)
    assert at_gate.to_dict()["after"]["arrive"] == "2015-10-28T08:03:00"
    with_escort = study.departure("Alfa", "Bravo", convoy=["East road=09:00,21:00"], **LEAVING)
    assert with_escort.to_dict()["after"]["arrive"] == "2015-10-27T23:03:00"
    assert "convoy of East road" in with_escort.text().sentence


def test_a_closure_on_top_makes_nobody_arrive(study):
    answer = study.departure("Alfa", "Bravo", close=["East road"], **LEAVING)
    assert (answer.outcome.value, answer.after, answer.text().alert) == ("severed", None, True)


def test_an_event_that_tells_hours_opens_its_target_then_in_place_of_slowing_it(study, tmp_path):
    events = tmp_path / "events.csv"
    events.write_text(
        "target,status,date,hours\nEast road,restricted,2015-10-20,06:00-17:00\n", encoding="utf-8"
    )
    timed = study.departure("Alfa", "Bravo", events=[events], **LEAVING)
    assert timed.to_dict()["before"]["arrive"] == "2015-10-27T20:03:00"
    assert timed.to_dict()["after"]["arrive"] == "2015-10-28T08:03:00"
    assert timed.after.route.time_s == 4 * 3600 + 180
    plain = study.whatif("Alfa", "Bravo", events=[events])
    assert plain.after.time_s == pytest.approx(7200 + 2 * 7380)


def test_hours_that_cannot_be_read_are_told_with_their_line(tmp_path):
    events = tmp_path / "events.yaml"
    events.write_text("events:\n- {target: M5, status: restricted, hours: noon}\n")
    with pytest.raises(DataError, match=r"line 2.*write spans such as"):
        read_events(events)


def test_the_day_of_leaving_is_the_day_that_is_asked_about(study, tmp_path):
    events = tmp_path / "events.csv"
    events.write_text("target,status,date\nEast road,captured,2015-10-28\n")
    assert study.departure("Alfa", "Bravo", events=[events], **LEAVING).after is not None
    assert study.departure("Alfa", "Bravo", events=[events], depart="2015-10-28T04:00").after is None


def test_the_command_in_an_answer_reruns_it():
    import shlex

    words = ["whatif", "Hama", "Aleppo", "--depart", "2015-10-27T16:00", "--curfew", "18:00-06:00",
             "--hours", "Ithriya=06:00-18:00", "--convoy", "Khanasser=12:00"]  # fmt: skip
    told = json.loads(CliRunner().invoke(main, [*words, "--json"]).stdout)
    again = CliRunner().invoke(main, [*shlex.split(told["command"])[1:], "--json"])
    assert json.loads(again.stdout) == told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--curfew", "18:00-06:00"], "needs a time to leave: add --depart"),
        (["--depart", "tomorrow"], "write YYYY-MM-DDTHH:MM"),
        (["--depart", "2015-10-27T16:00", "--curfew", "late"], "write spans such as"),
        (["--depart", "2015-10-27T16:00", "--hours", "06:00-18:00"], "write TARGET=06:00-18:00"),
        (["--depart", "2015-10-27T16:00", "--convoy", "Khanasser=6"], "write HH:MM"),
        (["--depart", "2015-10-27T16:00", "--by", "cost"], "wants to arrive first"),
    ],
)
def test_bad_questions_are_told_in_one_line(words, message):
    result = CliRunner().invoke(main, ["whatif", "Hama", "Aleppo", *words])
    assert result.exit_code != 0
    assert message in result.output + str(result.exception)


def test_a_measure_other_than_time_is_refused(draw):
    with pytest.raises(QuestionError, match="arrive first"):
        Study(draw(NODES, ROADS, PLACES), VEHICLES["truck"], "cost").departure("Alfa", "Bravo", **LEAVING)
