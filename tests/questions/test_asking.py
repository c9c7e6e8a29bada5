"""Questions as Python callers put them: keywords, places, geometries, dates, networks."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import re
import shlex

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

import routegraph
from routegraph.cli.main import main
from routegraph.errors import NotFoundError, QuestionError
from routegraph.network.catalog import data_folder
from routegraph.scenario.supposition import Closures, date_of

KHANASSER = shapely.box(37.4, 35.6, 37.7, 35.85)
ASKING = (
    "whatif", "alternatives", "chokepoints", "reopening", "matrix", "isolated", "reach", "timeline",
    "survival", "capacity", "supply", "departure", "report",
)  # fmt: skip


@pytest.fixture(scope="module")
def study():
    return routegraph.load("hama-aleppo")


@pytest.mark.parametrize("name", ASKING)
def test_a_question_shows_every_keyword_with_its_meaning(name):
    method = getattr(routegraph.Study, name)
    shown = inspect.signature(method).parameters
    assert set(Closures.__annotations__) <= set(shown)
    assert not any(one.kind is inspect.Parameter.VAR_KEYWORD for one in shown.values())
    for key in set(Closures.__annotations__) - {"scenario"}:
        assert re.search(rf"^(\w+, )*{key}(, \w+)* : ", inspect.getdoc(method), re.MULTILINE), key


@pytest.mark.parametrize("name", ASKING)
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("scenaro", "did you mean 'scenario'?"),
        ("closed", "did you mean 'close'?"),
        ("vehicle", r"it belongs to the study: routegraph.load\(..., vehicle=...\)."),
        ("zzz", "it takes "),
    ],
)
def test_an_unknown_keyword_is_refused_with_the_nearest(study, name, wrong, told):
    with pytest.raises(TypeError, match=rf"{name}\(\) has no keyword '{wrong}'; {told}"):
        getattr(study, name)("Hama", "Aleppo", **{wrong: None})


def test_a_keyword_of_one_question_is_near_its_own_alone(study):
    with pytest.raises(TypeError, match=r"alternatives\(\) has no keyword 'kk'; did you mean 'k'\?"):
        study.alternatives("Hama", "Aleppo", kk=3)


@pytest.mark.parametrize(
    "place", [(36.75, 35.13), [36.75, 35.13], np.array([36.75, 35.13]), shapely.Point(36.75, 35.13)]
)
def test_a_pair_of_lon_and_lat_is_a_place(study, place):
    answer = study.whatif(place, "Aleppo")
    assert answer.question.command == "routegraph whatif 36.75,35.13 Aleppo"
    assert answer.to_dict() == study.whatif("36.75,35.13", "Aleppo").to_dict()


def test_an_osm_node_id_is_a_place():
    graph = nx.relabel_nodes(
        routegraph.to_networkx(routegraph.load("hama-aleppo").network), lambda node: 5_000_000_000 + node
    )
    for node in graph.nodes:
        graph.nodes[node]["osmid"] = node
    study = routegraph.load(graph)
    start, end = list(graph.nodes)[:2]
    answer = study.whatif(start, np.int64(end))
    assert answer.origin.snap_m < 0.2
    assert answer.origin.lon == pytest.approx(graph.nodes[start]["x"], abs=1e-6)
    with pytest.raises(NotFoundError, match="no OSM node 999999999 on the roads of"):
        study.whatif(999999999, end)


@pytest.mark.parametrize("place", [None, {"lon": 1}, (1, 2, 3), 3.5])
def test_what_is_no_place_is_told(study, place):
    with pytest.raises(
        TypeError, match=r"is no place; give a name, 'LON,LAT', \(lon, lat\) or an OSM node id"
    ):
        study.whatif("Hama", place)


def areas():
    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[KHANASSER], crs="EPSG:4326")
    return {
        "polygon": KHANASSER,
        "list": [KHANASSER],
        "frame": frame,
        "series": frame.geometry,
        "projected": frame.to_crs("EPSG:3857"),
        "listed frame": [frame],
    }


@pytest.mark.parametrize("kind", list(areas()))
def test_polygons_close_what_they_cross_and_their_command_asks_the_same(study, kind, tmp_path, monkeypatch):
    answer = study.whatif("Hama", "Aleppo", scenario="khanasser-standing", close=areas()[kind])
    assert answer.outcome == "severed"
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path))
    words = shlex.split(answer.question.command)[1:]
    assert "no way remains" in CliRunner().invoke(main, words).stdout


@pytest.mark.parametrize(
    ("close", "told"),
    [
        ([(37.5, 35.78)], r"a point needs a radius; write '37.5,35.78~2km'"),
        ((37.5, 35.78), r"write '37.5,35.78~2km'"),
        ([shapely.Point(37.5, 35.78)], "a Point is no area to close; give polygons"),
        ([shapely.LineString([(37, 35), (38, 36)])], "a LineString is no area to close"),
        ([shapely.Polygon()], "a Polygon is no area to close"),
        ([12345], "write 'way/12345' or 'node/12345'"),
        (["POLYGON((37 35, 38"], "target 'POLYGON"),
    ],
)
def test_what_closes_nothing_says_what_to_do(study, close, told):
    with pytest.raises(QuestionError, match=told):
        study.whatif("Hama", "Aleppo", close=close)


@pytest.mark.parametrize(
    "date",
    [
        "2015-10-24", dt.date(2015, 10, 24), dt.datetime(2015, 10, 24), pd.Timestamp("2015-10-24"),
        np.datetime64("2015-10-24"),
    ],
)  # fmt: skip
def test_a_time_of_midnight_is_its_day(study, date):
    assert date_of(date) == dt.date(2015, 10, 24)
    answer = study.whatif("Hama", "Aleppo", scenario="khanasser-2015-10", date=date)
    assert answer.question.command.endswith("--date 2015-10-24")


@pytest.mark.parametrize(
    "date",
    [
        "2015-10-24T13:05", "2015-10-24 13:05", dt.datetime(2015, 10, 24, 13, 5, 9),
        pd.Timestamp("2015-10-24 13:05"),
    ],
)  # fmt: skip
def test_an_hour_is_kept_with_its_day(study, date):
    answer = study.whatif("Hama", "Aleppo", scenario="khanasser-2015-10", date=date)
    assert answer.question.command.endswith("--date 2015-10-24T13:05")
    assert answer.question.situation.supposition.date == dt.date(2015, 10, 24)
    assert answer.question.situation.supposition.moment == dt.datetime(2015, 10, 24, 13, 5)


def test_an_hour_is_that_of_the_clocks_of_the_place(study):
    with pytest.raises(QuestionError, match="without a time zone"):
        study.whatif("Hama", "Aleppo", date="2015-10-24T13:05+02:00")
    with pytest.raises(QuestionError, match="write YYYY-MM-DD, or YYYY-MM-DDTHH:MM"):
        study.whatif("Hama", "Aleppo", date="2015-10-24T25:00")


@pytest.mark.parametrize("date", [20151024, 3.5, "24.10.2015"])
def test_what_is_no_date_is_told(study, date):
    with pytest.raises(QuestionError, match="write YYYY-MM-DD, or"):
        study.whatif("Hama", "Aleppo", date=date)


def test_one_path_of_events_is_a_list_of_it(study):
    path = data_folder() / "events" / "khanasser-road.csv"
    one = study.timeline("Hama", "Aleppo", events=path, scenario="khanasser-standing")
    assert (
        one.to_dict()
        == study.timeline("Hama", "Aleppo", events=[path], scenario="khanasser-standing").to_dict()
    )


def test_tables_of_slowings_and_effects_are_lists_of_texts(study):
    answer = study.whatif("Hama", "Aleppo", slow={"M5": 2}, effect={"threatened": 1.5})
    assert answer.question.command == "routegraph whatif Hama Aleppo --slow M5=2 --effect threatened=1.5"


def test_what_is_open_already_is_loaded_as_it_is(study):
    assert routegraph.load(study.network).network is study.network
    graph = routegraph.to_networkx(study.network)
    again = routegraph.load(graph, vehicle=study.vehicle)
    assert len(again.network.roads) == len(study.network.roads)
    assert routegraph.Study(study.network, "car").vehicle.name == "car"
    assert routegraph.Study(study.network).vehicle.name == "truck"
    with pytest.raises(TypeError, match=r"'syria' is no Network; routegraph.load\(\) opens names"):
        routegraph.Study("syria")


def test_a_report_may_be_given_as_text(study):
    found = study.extract(text="Islamic State captured Khanasser on Tuesday.", date="2015-10-28")
    assert [(event.target, event.date) for event in found.events] == [("Khanasser", dt.date(2015, 10, 27))]
    for wrong in ({}, {"report": "a.txt", "text": "Khanasser was captured."}):
        with pytest.raises(QuestionError, match=r"extract takes a report: its path, or text='...'"):
            study.extract(**wrong)


def test_rows_and_vehicle_files_are_in_the_command_that_asks_again(tmp_path):
    low = tmp_path / "low.yaml"
    low.write_text("like: truck\nheight_m: 3\n")
    study = routegraph.load("hama-aleppo", vehicle=low)
    for answer in (
        study.supply([("Hama", 300.0)], [("Aleppo", 500.0)], close=["M5"]),
        study.matrix(["Hama", "Homs"], ["Aleppo"]),
        study.with_vehicle("car").whatif("Hama", "Aleppo"),
    ):
        words = shlex.split(answer.question.command)[1:]
        again = CliRunner().invoke(main, [*words, "--json"])
        assert again.exit_code == 0, again.output
        assert json.loads(again.stdout)["vehicle"] == answer.to_dict()["vehicle"]
