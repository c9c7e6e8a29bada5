"""The founding case and its sequel of 2024: the same on the bundled network and on real roads."""

from __future__ import annotations

from pathlib import Path

import pytest

import routegraph
from routegraph.network.catalog import data_folder
from routegraph.network.osmfile import read_osm
from routegraph.scenario.control import read_control
from routegraph.scenario.scenario import find_scenario

EVENTS = [data_folder() / "events" / "khanasser-road.csv"]


@pytest.fixture(scope="module")
def corridor(corridor_file: Path) -> routegraph.Study:
    return routegraph.Study(read_osm(corridor_file, name="corridor"), routegraph.find_vehicle("truck"))


@pytest.fixture(params=["bundled", "corridor"])
def study(request, hama_aleppo) -> routegraph.Study:
    return hama_aleppo if request.param == "bundled" else request.getfixturevalue("corridor")


def test_the_khanasser_road_is_the_only_way_and_its_capture_severs(study):
    answer = study.whatif("Hama", "Aleppo", scenario="khanasser-2015-10")
    assert answer.outcome == "severed"
    assert 230 <= answer.before.length_m / 1000 <= 250
    points = list(zip(answer.before.lon.tolist(), answer.before.lat.tolist(), strict=True))
    for lon, lat in ((37.776, 35.369), (37.498, 35.782)):
        assert any(abs(x - lon) < 0.03 and abs(y - lat) < 0.03 for x, y in points)


@pytest.mark.parametrize("target", ["Ithriya", "Ithriya - Khanasser"])
def test_each_place_on_the_road_severs_it(study, target):
    asked = {"scenario": "khanasser-standing", "date": "2015-10-20"}
    assert study.whatif("Hama", "Aleppo", close=[target], **asked).outcome == "severed"
    assert study.whatif("Hama", "Aleppo", **asked).outcome == "unaffected"


@pytest.mark.parametrize(
    ("date", "outcome"),
    [
        ("2013-02-20", "unconnected"),
        ("2013-03-15", "unaffected"),
        ("2013-09-10", "unconnected"),
        ("2013-10-20", "unaffected"),
        ("2014-06-01", "unaffected"),
        ("2015-02-01", "unaffected"),
        ("2016-02-24", "unconnected"),
        ("2016-10-01", "unaffected"),
        ("2016-12-31", "unaffected"),
    ],
)
def test_who_holds_what_decides_whether_there_is_a_way(study, date, outcome):
    answer = study.whatif("Hama", "Aleppo", scenario="khanasser-standing", date=date)
    assert answer.outcome == outcome


def test_the_road_was_closed_over_the_same_days(study):
    answer = study.timeline("Hama", "Aleppo", scenario="khanasser-standing", events=EVENTS)
    assert [(str(span.start), str(span.end)) for span in answer.closed] == [
        ("2013-08-31", "2013-10-06"),
        ("2015-10-23", "2015-11-04"),
        ("2016-02-22", "2016-02-28"),
    ]


def test_every_row_of_the_control_has_its_source_and_how_sure_it_is(hama_aleppo):
    scenario = find_scenario("khanasser-standing")
    control = read_control(scenario.control, hama_aleppo.gazetteer)
    assert len(control.holdings) > 140
    for one in control.holdings:
        assert str(one.source), one.name
        assert one.sure in ("high", "low"), one.name
    assert not control.unplaced


DAYS_2024 = {
    "2024-11-26": "unaffected",
    "2024-11-28": "longer",
    "2024-11-29": "severed",
    "2024-11-30": "severed",
    "2024-12-01": "severed",
    "2024-12-05": "severed",
    "2024-12-08": "severed",
}


@pytest.mark.parametrize(("date", "outcome"), DAYS_2024.items())
def test_homs_to_aleppo_in_2024_day_by_day(study, date, outcome):
    assert study.whatif("Homs", "Aleppo", scenario="hts-2024", date=date).outcome == outcome


def test_hama_is_taken_on_5_december_2024(study):
    day_before, day = (
        study.whatif("Homs", "Hama", scenario="hts-2024", date=date).outcome
        for date in ("2024-12-04", "2024-12-05")
    )
    assert (day_before, day) == ("unaffected", "severed")
