"""One journey over time."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from routegraph.asking import journey_between, question_of
from routegraph.errors import QuestionError
from routegraph.network.catalog import data_folder
from routegraph.questions.timeline import ask_timeline, said_date
from routegraph.reports.event import Event, Precision
from routegraph.study import Study
from routegraph.vehicles import VEHICLES


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(scope="module")
def ladder(draw):
    """Two ways from West to East: 20 km over North, 30 km over South."""
    nodes = {"w": (37.0, 35.0), "n": (37.1, 35.1), "s": (37.1, 34.9), "e": (37.2, 35.0)}
    roads = [("w", "n", 10_000), ("n", "e", 10_000), ("w", "s", 15_000), ("s", "e", 15_000)]
    places = [
        ("West", "village", 37.0, 35.0), ("North", "village", 37.1, 35.1), ("South", "village", 37.1, 34.9),
        ("East", "village", 37.2, 35.0),
    ]  # fmt: skip
    return Study(draw(nodes, roads, places), VEHICLES["truck"])


@pytest.fixture
def asked(ladder, tmp_path):
    def ask(rows: str, **closures):
        file = tmp_path / "events.csv"
        file.write_text("date,until,target,status,by\n" + rows, "utf-8")
        context = question_of(ladder, "timeline", ("West", "East"), {"events": [file], **closures})
        return ask_timeline(context, ladder.graph, *journey_between(ladder, "West", "East"), ladder.resolver)

    return ask


def test_every_date_of_change_is_a_step_with_its_cost_and_route(asked):
    answer = asked(
        "2020-01-10,,North,captured,them\n2020-02-01,,South,blocked,them\n2020-02-05,,South,reopened,us\n"
    )
    assert [(s.date, s.until, s.outcome, s.cost) for s in answer.steps] == [
        (None, day("2020-01-10"), "unaffected", 1200.0),
        (day("2020-01-10"), day("2020-02-01"), "longer", 1800.0),
        (day("2020-02-01"), day("2020-02-05"), "severed", None),
        (day("2020-02-05"), None, "longer", 1800.0),
    ]
    assert [s.route.roads.tolist() if s.route else None for s in answer.steps] == [
        [0, 1],
        [2, 3],
        None,
        [2, 3],
    ]
    assert [[e.target for e in s.events] for s in answer.steps] == [[], ["North"], ["South"], ["South"]]
    [span] = answer.closed
    assert (span.start, span.end, span.days) == (day("2020-02-01"), day("2020-02-05"), 4)
    assert span.label == "1 February 2020 to 5 February 2020"
    assert ([e.status for e in span.closed_by], [e.status for e in span.opened_by]) == (
        ["blocked"],
        ["reopened"],
    )
    assert json.dumps(answer.to_dict(), allow_nan=False)


def test_an_until_date_is_a_change_too_and_the_last_span_may_stay_open(asked):
    answer = asked("2020-01-10,2020-01-20,East,blocked,\n2020-03-01,,West,captured,\n")
    assert [(s.date and s.date.isoformat(), s.outcome.value) for s in answer.steps] == [
        (None, "unaffected"),
        ("2020-01-10", "severed"),
        ("2020-01-20", "unaffected"),
        ("2020-03-01", "severed"),
    ]
    assert [(span.start, span.end) for span in answer.closed] == [
        (day("2020-01-10"), day("2020-01-20")),
        (day("2020-03-01"), None),
    ]
    assert answer.closed[1].label == "since 1 March 2020, still so on the last date, 1 March 2020"
    assert any("West, the origin, lies inside what is closed" in warning for warning in answer.warnings)


def test_what_is_closed_on_request_is_closed_on_every_date(asked):
    answer = asked("2020-01-10,,North,captured,\n2020-01-11,,North,recaptured,\n", close=["South"])
    assert [s.cost for s in answer.steps] == [1200.0, None, 1200.0]


def test_a_date_ends_the_timeline(asked):
    rows = "2020-01-10,,North,captured,\n2020-02-01,,South,captured,\n"
    assert [s.cost for s in asked(rows, date="2020-01-31").steps] == [1200.0, 1800.0]
    with pytest.raises(QuestionError, match="no event has a date until 2020-01-01"):
        asked(rows, date="2020-01-01")


def test_events_without_dates_make_no_timeline(asked):
    with pytest.raises(QuestionError, match="no event has a date, so nothing changes"):
        asked(",,North,captured,\n")


@pytest.mark.parametrize(
    ("date", "precision", "said"),
    [
        ("2013-10-06", Precision.DAY, "6 October 2013"),
        ("2013-08-31", Precision.MONTH, "end of August 2013"),
        ("2013-08-01", Precision.MONTH, "August 2013"),
        ("2013-08-05", Precision.MONTH, "beginning of August 2013"),
        ("2013-08-05", Precision.WEEK, "about 5 August 2013"),
        ("2013-01-01", Precision.YEAR, "2013"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(date, precision, said):
    event = Event("A", "captured", date=day(date), precision=precision)
    assert said_date(day(date), [event, Event("B", "captured", date=day(date))]) == said


def test_the_khanasser_road_was_closed_three_times(hama_aleppo):
    told = {"scenario": "khanasser-standing", "events": [data_folder() / "events" / "khanasser-road.csv"]}
    context = question_of(hama_aleppo, "timeline", ("Hama", "Aleppo"), told)
    journey = journey_between(hama_aleppo, "Hama", "Aleppo")
    answer = ask_timeline(context, hama_aleppo.graph, *journey, hama_aleppo.resolver)
    assert [(span.label, span.days) for span in answer.closed] == [
        ("end of August 2013 to 6 October 2013", 36),
        ("23 October 2015 to 4 November 2015", 12),
        ("22 February 2016 to 28 February 2016", 6),
    ]
    assert [[str(e.date) for e in span.opened_also] for span in answer.closed] == [[], ["2015-11-05"], []]
    assert len(answer.steps) == 14
    open_km = {round(s.route.length_m / 1000, 1) for s in answer.steps if s.route}
    assert open_km == {238.7, 233.7}
    assert {s.outcome.value for s in answer.steps} == {"unaffected", "severed", "unconnected"}


def test_a_time_without_a_way_that_lasts_is_told_as_lasting(asked):
    rows = "2020-01-10,,North,captured,them\n2020-02-01,,South,blocked,them\n2020-02-11,,West,threatened,us\n"
    answer = asked(rows)
    text = answer.text()
    assert text.outcome == "1 time without a way, 10 days so far: still so on the last date"
    assert text.alert
    [span] = text.sections[0].items
    assert span.heading == "since 1 February 2020, still so on the last date, 11 February 2020"
    assert span.detail == "at least 10 days"
    assert answer.to_dict()["closed_spans"][0]["still_on"] == "2020-02-11"
    until = asked(rows, date="2020-03-02")
    assert until.text().outcome == "1 time without a way, 30 days so far: still so on the last date"
    ended = asked(rows + "2020-03-01,,South,reopened,us\n").text()
    assert ended.outcome == "1 time without a way, 29 days in all"
    assert not ended.alert


def test_events_of_later_days_are_no_warning_of_the_days_before(asked):
    rows = "2020-01-10,,North,captured,them\n2020-02-01,,South,blocked,them\n2020-02-05,,South,reopened,us\n"
    assert not [warning for warning in asked(rows).warnings if "do not count" in warning]
    ended = asked(rows, date="2020-01-20").warnings
    assert [warning for warning in ended if "count" in warning] == [
        "2 events begin after 2020-01-20 and do not count."
    ]
