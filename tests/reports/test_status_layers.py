"""Status layers of UNSDI-T and their likes: roads, bridges and border crossings; rows without a geometry."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import routegraph
from routegraph.reports.event import Status
from routegraph.reports.tables import read_events


def feature(geometry: dict[str, Any] | None, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def layer(folder: Path, name: str, *features: dict[str, Any]) -> Path:
    file = folder / name
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), "utf-8")
    return file


def test_points_of_a_bridge_layer_are_bridges(tmp_path: Path) -> None:
    file = layer(
        tmp_path,
        "syr_trs_bridges.geojson",
        feature(point(36.739, 34.933), BrdgName="Rastan", OpStatus=3, CurntPrac=4, UpdDate="2015-10-23"),
        feature(point(36.75, 35.13), BrdgName="Hama", OpStatus=1),
        feature(point(36.76, 35.14), BrdgName="Old", OpStatus=2),
    )
    closed, opened, slowed = read_events(file).events
    assert (closed.target, closed.status, closed.spelled) == (
        "bridge:36.739,34.933",
        Status.BLOCKED,
        "Rastan",
    )
    assert (closed.date, closed.max_weight_t) == (dt.date(2015, 10, 23), 10.0)
    assert (opened.status, slowed.status) == (Status.REOPENED, Status.RESTRICTED)


@pytest.mark.parametrize("column", ["BCPName", "bcp_name", "Border_Crossing"])
def test_points_of_a_border_crossing_layer_are_crossings(tmp_path: Path, column: str) -> None:
    file = layer(
        tmp_path, "points.geojson", feature(point(36.7, 36.2), OpStatus=4, **{column: "Bab al-Hawa"})
    )
    (event,) = read_events(file).events
    assert (event.target, event.status) == ("crossing:36.7,36.2", Status.BLOCKED)


def test_a_bridge_that_is_drawn_as_a_line_closes_its_line(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[36.739, 34.930], [36.739, 34.935]]}
    file = layer(tmp_path, "bridges.geojson", feature(line, bridgename="Rastan", OpStatus=3))
    answer = routegraph.load("hama-aleppo").whatif("Homs", "Hama", events=str(file), date="2015-11-01")
    (closure,) = answer.question.situation.closures
    assert closure.found.how.startswith("roads along Rastan")
    assert answer.outcome == "longer"


def test_a_bridge_of_a_layer_closes_that_bridge_alone(tmp_path: Path) -> None:
    file = layer(tmp_path, "trs_bridges.geojson", feature(point(36.739, 34.933), OpStatus=3))
    answer = routegraph.load("hama-aleppo").whatif("Homs", "Hama", events=str(file), date="2015-11-01")
    (closure,) = answer.question.situation.closures
    assert len(closure.found.roads) == 1


def test_a_bridge_far_from_every_road_closes_nothing_and_is_told(tmp_path: Path) -> None:
    file = layer(tmp_path, "trs_bridges.geojson", feature(point(36.90, 34.98), OpStatus=3))
    answer = routegraph.load("hama-aleppo").whatif("Homs", "Hama", events=str(file), date="2015-11-01")
    assert not answer.question.situation.closures
    assert any("no bridge of hama-aleppo lies within 1 km of 36.9,34.98" in one for one in answer.warnings)


def test_a_road_layer_has_no_bridges(tmp_path: Path) -> None:
    file = layer(tmp_path, "trs_roads.geojson", feature(point(36.739, 34.933), OpStatus=3))
    (event,) = read_events(file).events
    assert event.target == "36.739,34.933~2km"


HXL = "Date,Lieu,Statut\n#date,#loc+name,#status\n2015-10-23,Khanasser,Fermé\n"
POINTS = (
    "Date,Access Status,Lat,Lon\n#date +start,#access +status,#geo +lat,#geo +lon\n"
    "2015-10-23,Closed,35.7816,37.4977\n"
)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (HXL, "Khanasser"),
        (POINTS, "37.4977,35.7816~2km"),
        ("Location,Access Status,Last updated\nKhanasser,Closed,23-Oct-15\n", "Khanasser"),
        ("Road,Status,Last updated\nM5,Impassable,23-Oct-15\n", "M5"),
    ],
)
def test_a_status_row_without_a_geometry_names_a_place_or_a_point(
    tmp_path: Path, text: str, target: str
) -> None:
    (tmp_path / "rows.csv").write_text(text, "utf-8")
    (event,) = read_events(tmp_path / "rows.csv").events
    assert (event.target, event.status, event.date) == (target, Status.BLOCKED, dt.date(2015, 10, 23))
