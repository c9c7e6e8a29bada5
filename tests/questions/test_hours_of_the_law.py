"""What the law opens by the hour, in questions: decided where an hour is told, else said of the way."""

from __future__ import annotations

import datetime as dt

import pytest

import routegraph
from routegraph.network.osmfile import read_osm
from routegraph.sweep.table import read_rows

MAP = """<osm version="0.6">
{nodes}
<way id="1" version="1">{short}<tag k="highway" v="primary"/><tag k="name" v="short"/>{law}</way>
<way id="2" version="1">{long}<tag k="highway" v="primary"/><tag k="name" v="round"/></way>
<way id="3" version="1">{tail}<tag k="highway" v="primary"/><tag k="name" v="tail"/></way>
{more}
</osm>"""
SPOTS = {1: (36.0, 35.0), 2: (36.1, 35.0), 3: (36.2, 35.0), 4: (36.1, 35.1)}


@pytest.fixture
def study(tmp_path):
    def make(law: str = "", more: str = "", vehicle: str = "truck"):
        nodes = "".join(
            f'<node id="{i}" version="1" lon="{x}" lat="{y}"><tag k="place" v="town"/>'
            f'<tag k="name" v="Town{i}"/></node>'
            for i, (x, y) in SPOTS.items()
        )

        def line(*refs):
            return "".join(f'<nd ref="{i}"/>' for i in refs)

        file = tmp_path / "drawn.osm"
        tags = "".join(f'<tag k="{k}" v="{v}"/>' for k, v in (p.split("=", 1) for p in law.split(" & ") if p))
        file.write_text(
            MAP.format(
                nodes=nodes, short=line(1, 2), long=line(1, 4, 2), tail=line(2, 3), law=tags, more=more
            )
        )
        return routegraph.Study(read_osm(file), vehicle)

    return make


def test_an_hour_decides_and_a_day_alone_is_told_of_the_way(study) -> None:
    asked = study("hgv:conditional=no @ (Mo-Fr 07:00-19:00)")
    at_noon = asked.whatif("Town1", "Town3", date="2026-03-04T12:00")
    assert at_noon.before.by == "round, tail"
    assert not any("hours" in note for note in at_noon.warnings)
    for date, remedy in (("2026-03-04", "Ask with --date"), (None, "Ask with --date")):
        (note,) = asked.whatif("Town1", "Town3", date=date).warnings
        assert note.startswith(
            "the way takes what is barred at some hours: short (hgv:conditional=no @ (Mo-Fr 07"
        )
        assert remedy in note
    assert asked.whatif("Town1", "Town3", date="2026-03-07").warnings == ()
    assert asked.with_vehicle("car").whatif("Town1", "Town3").warnings == ()


def test_what_nobody_at_a_desk_knows_is_told_with_an_hour_too(study) -> None:
    (note,) = (
        study("access:conditional=no @ (flood)").whatif("Town1", "Town3", date="2026-03-04T12:00").warnings
    )
    assert note.endswith("may be barred then, which is not known: short (access:conditional=no @ (flood)).")


def test_a_turn_that_is_banned_by_the_hour_is_decided_or_told(study) -> None:
    ban = (
        '<relation id="9" version="1"><member type="way" ref="1" role="from"/>'
        '<member type="node" ref="2" role="via"/><member type="way" ref="3" role="to"/>'
        '<tag k="type" v="restriction"/>'
        '<tag k="restriction:conditional" v="no_straight_on @ (07:00-09:00)"/></relation>'
    )
    asked = study(more=ban)
    assert asked.whatif("Town1", "Town3", date="2026-03-04T08:30").before.by == "round, tail"
    assert asked.whatif("Town1", "Town3", date="2026-03-04T12:00").before.by == "short, tail"
    (note,) = asked.whatif("Town1", "Town3").warnings
    assert "the turn from short into tail (banned 07:00-09:00)" in note


def test_who_leaves_waits_for_the_hours_of_the_law_or_goes_round(study) -> None:
    asked = study("hgv:conditional=no @ (Mo-Fr 07:00-19:00)")
    going_round = asked.departure("Town1", "Town3", depart="2026-03-04T12:00").after
    assert (going_round.route.by, going_round.stops) == ("round, tail", ())
    waiting = asked.departure("Town1", "Town3", depart="2026-03-04T18:55").after
    assert (waiting.route.by, waiting.arrive > dt.datetime(2026, 3, 4, 19)) == ("short, tail", True)
    assert waiting.stops[0].wait.reason == "hgv:conditional=no @ (Mo-Fr 07:00-19:00)"


def test_questions_of_many_ways_count_what_hangs_on_hours(study) -> None:
    asked = study("hgv:conditional=no @ (Mo-Fr 07:00-19:00)")
    assert any(
        "1 road and 0 turns are barred at some hours, to all or" in note
        for note in asked.isolated(["Town1"]).warnings
    )
    assert asked.isolated(["Town1"], date="2026-03-04T12:00").warnings == ()


def test_a_road_that_turns_to_local_traffic_on_the_way_is_told(study) -> None:
    asked = study("access:conditional=destination @ (06:30-08:30)")
    (note,) = asked.departure("Town1", "Town3", depart="2026-03-04T06:28").warnings
    assert "which is not waited for: short (access:conditional=destination @ (06:30-08:30))" in note
    assert asked.departure("Town1", "Town3", depart="2026-03-04T12:00").warnings == ()
    assert asked.departure("Town1", "Town3", depart="2026-03-04T07:00").after.route.by == "round, tail"


def test_each_date_of_a_timeline_has_the_law_of_its_day(study, tmp_path) -> None:
    events = tmp_path / "events.yaml"
    events.write_text(
        "events:\n"
        "  - {target: Town2~1km, status: threatened, date: 2015-10-01}\n"
        "  - {target: Town2~1km, status: threatened, date: 2015-12-01}\n"
        "  - {target: Town2~1km, status: threatened, date: 2016-05-01}\n"
    )
    winter = study("motor_vehicle:conditional=no @ (Nov 15-Apr 15)")
    answer = winter.timeline("Town1", "Town3", events=[events])
    assert [step.route.by for step in answer.steps[1:]] == ["short, tail", "round, tail", "short, tail"]
    assert any("what the law alone changes between these dates" in note for note in answer.warnings)


def test_a_sweep_goes_by_the_law_of_its_hour(study, tmp_path) -> None:
    at_night = study("hgv:conditional=no @ (22:00-06:00)")
    spec = tmp_path / "spec.yaml"
    seconds = []
    for date in ("2015-12-01T23:00", "2015-12-01T12:00", "2015-12-01"):
        spec.write_text(
            f"date: {date}\npairs: [{{origin: Town1, destination: Town3}}]\n"
            "closures: [{family: targets, targets: [Town4]}]\n"
        )
        swept = at_night.sweep(spec, tmp_path / f"{date.replace(':', '')}.csv")
        (row,) = read_rows(swept.path)
        seconds.append(row["time_s_before"])
        assert bool(swept.warnings) == ("T" not in date)
    assert seconds[0] > seconds[1] == seconds[2]


def test_a_limit_of_speed_that_changes_on_the_way_is_told(study) -> None:
    asked = study("maxspeed:conditional=30 @ (08:00-17:00)")
    (note,) = asked.departure("Town1", "Town3", depart="2026-03-04T07:55").warnings
    assert (
        "than when one leaves, which is not reckoned with: short (maxspeed:conditional=30 @ (08:00-17:00))"
        in note
    )
    assert asked.departure("Town1", "Town3", depart="2026-03-04T18:00").warnings == ()


def test_a_way_that_turns_round_on_the_spot_says_where(study) -> None:
    ban = (
        '<relation id="9" version="1"><member type="way" ref="1" role="from"/>'
        '<member type="node" ref="2" role="via"/><member type="way" ref="3" role="to"/>'
        '<tag k="type" v="restriction"/><tag k="restriction" v="no_straight_on"/></relation>'
    )
    answer = study(law="oneway=yes", more=ban).whatif("Town1", "Town3", close=["Town1 - Town4"])
    assert answer.after is not None
    assert answer.after.by == "short, round, tail"
    assert any("the way turns round at the end of round and drives back." in w for w in answer.warnings)
