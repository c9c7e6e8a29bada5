"""Who holds a place or an area decides whose traffic may use its roads."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from routegraph.errors import DataError, NotFoundError, QuestionError
from routegraph.network.model import Network
from routegraph.network.sphere import great_circle_m
from routegraph.reports.event import Source
from routegraph.scenario import road_holders
from routegraph.scenario.control import Holding, read_control
from routegraph.scenario.road_holders import NOBODY, holders_of, land_of, roads_by_holding
from routegraph.study import Study
from routegraph.vehicles import VEHICLES

TABLE = """\
place,lon,lat,side,from,until,source,sure
West,37.0,35.0,government,2013-01-01,,Agency A,high
Middle,37.2,35.0,opposition,2013-01-01,2015-06-01,Agency B,low
Middle,37.2,35.0,government,2015-06-01,,Agency C,high
East,37.4,35.0,government,2013-01-01,,Agency A,high
"""


@pytest.fixture(scope="module")
def study(draw) -> Study:
    """West - Middle - East in one line of four roads, and a longer way round by the north."""
    nodes = {
        "w": (37.0, 35.0), "wm": (37.08, 35.0), "m": (37.2, 35.0), "me": (37.32, 35.0), "e": (37.4, 35.0),
        "nw": (37.0, 35.5), "ne": (37.4, 35.5),
    }  # fmt: skip
    roads = [
        ("w", "wm", 2000), ("wm", "m", 2000), ("m", "me", 2000), ("me", "e", 2000),
        ("w", "nw", 3500), ("nw", "ne", 3500), ("ne", "e", 3500),
    ]  # fmt: skip
    places = [("West", "town", 37.0, 35.0), ("Middle", "town", 37.2, 35.0), ("East", "town", 37.4, 35.0)]
    return Study(draw(nodes, roads, places), VEHICLES["car"])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "control.csv"
    path.write_text(TABLE, "utf-8")
    return path


def held(answer) -> dict[str, list[int]]:
    return {one.closure.event.by: one.found.roads.tolist() for one in answer.question.situation.standing}


def test_a_road_with_an_end_in_the_cell_of_another_side_is_closed(study, table):
    answer = study.whatif("West", "East", control=[table], passes_with=["government"], date="2014-01-01")
    assert held(answer) == {"opposition": [1, 2]}
    assert answer.before.roads.tolist() == [4, 5, 6]
    assert answer.outcome == "unaffected"


def test_the_next_row_of_a_place_begins_on_the_day_that_the_last_one_ends(study, table):
    asked = {"control": [table], "passes_with": ["government"]}
    assert held(study.whatif("West", "East", date="2015-05-31", **asked)) == {"opposition": [1, 2]}
    assert held(study.whatif("West", "East", date="2015-06-01", **asked)) == {}
    assert held(study.whatif("West", "East", **asked)) == {}


def test_an_event_stands_on_top_of_who_holds_what(study, table):
    asked = {"control": [table], "passes_with": ["government"], "date": "2014-01-01"}
    answer = study.whatif("West", "East", close=["37.2,35.5~1km"], **asked)
    assert answer.outcome == "severed"
    assert [one.closure.target for one in answer.question.situation.closures] == ["37.2,35.5~1km"]


def test_what_is_reported_open_again_is_open_though_its_area_is_older(study, table, tmp_path):
    events = tmp_path / "events.csv"
    events.write_text("date,target,status,by\n2013-12-01,Middle,recaptured,government\n", "utf-8")
    asked = {"control": [table], "passes_with": ["government"], "events": [events]}
    answer = study.whatif("West", "East", date="2014-01-01", **asked)
    assert answer.before.roads.tolist() == [4, 5, 6]
    assert answer.after.roads.tolist() == [0, 1, 2, 3]
    assert answer.outcome == "eased"
    assert study.whatif("West", "East", date="2013-11-30", **asked).outcome == "unaffected"


def test_sides_are_known_by_any_of_their_names(study, table):
    asked = {"control": [table], "date": "2014-01-01"}
    assert held(study.whatif("West", "East", passes_with=["Syrian army"], **asked)) == {"opposition": [1, 2]}
    assert set(held(study.whatif("West", "East", passes_with=["rebels"], **asked))) == {"government"}


def test_whose_traffic_asks_must_be_told(study, table):
    with pytest.raises(
        QuestionError, match=r"whose traffic asks is not told; give --passes-with .*opposition"
    ):
        study.whatif("West", "East", control=[table])
    with pytest.raises(QuestionError, match="no area is held by goverment"):
        study.whatif("West", "East", control=[table], passes_with=["goverment"])


def test_a_day_before_the_first_map_of_others_is_said(study, tmp_path):
    area = square(37.3, 34.9, 37.35, 35.1, side="rebels", date="2015-01-01")
    file = written(tmp_path / "areas.geojson", area)
    answer = study.whatif("West", "East", control=[file], passes_with=["government"], date="2014-06-01")
    assert f"{file.name} tells nothing of 2014-06-01: no road is closed for who holds it." in answer.warnings


def test_a_day_that_nothing_is_told_of_is_said(study, table):
    answer = study.whatif("West", "East", control=[table], passes_with=["government"], date="2012-01-01")
    assert "control.csv tells nothing of 2012-01-01: no road is closed for who holds it." in answer.warnings


def square(west, south, east, north, **properties):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def written(path: Path, *features) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_an_area_holds_the_roads_that_end_in_it_and_goes_before_cells(study, table, tmp_path):
    areas = written(tmp_path / "areas.geojson", square(37.3, 34.9, 37.35, 35.1, side="Islamic State"))
    asked = {"passes_with": ["government"], "date": "2016-01-01"}
    assert held(
        study.whatif(
            "West", "East", control=[areas, table], **asked | {"passes_with": ["rebels", "government"]}
        )
    ) == {"Islamic State": [2, 3]}
    assert held(study.whatif("West", "East", control=[table, areas], **asked)) == {"Islamic State": [2, 3]}


def test_a_file_that_draws_the_areas_of_others_alone_closes_them_and_says_so(study, tmp_path):
    areas = written(tmp_path / "theirs.geojson", square(37.3, 34.9, 37.35, 35.1, side="opposition"))
    answer = study.whatif("West", "East", control=[areas], passes_with=["government"], date="2024-06-01")
    assert held(answer) == {"opposition": [2, 3]}
    assert any("no area of theirs.geojson is held by government" in one for one in answer.warnings)
    with pytest.raises(QuestionError, match="no area is held by oposition"):
        study.whatif("West", "East", control=[areas], passes_with=["oposition"])


def test_a_later_snapshot_replaces_an_earlier_one(study, tmp_path):
    areas = written(
        tmp_path / "areas.geojson",
        square(37.15, 34.9, 37.25, 35.1, side="rebels", date="2014-01-01"),
        square(37.3, 34.9, 37.35, 35.1, side="rebels", date="2015-01-01"),
        square(36.9, 34.9, 36.95, 35.1, side="government", date="2014-01-01"),
        square(36.9, 34.9, 36.95, 35.1, side="government", date="2015-01-01"),
    )
    asked = {"control": [areas], "passes_with": ["government"]}
    assert held(study.whatif("West", "East", date="2014-07-01", **asked)) == {"rebels": [1, 2]}
    assert held(study.whatif("West", "East", date="2015-07-01", **asked)) == {"rebels": [2, 3]}


@pytest.mark.parametrize("suffix", [".gpkg", ".shp"])
def test_areas_of_another_coordinate_system_are_turned(study, tmp_path, suffix):
    import geopandas as gpd
    import shapely

    frame = gpd.GeoDataFrame(
        {"side": ["rebels", "government"], "from": ["2014-01-01", None], "source": ["A", "B"]},
        geometry=[shapely.box(37.15, 34.9, 37.25, 35.1), shapely.box(36.9, 34.9, 37.1, 35.1)],
        crs="EPSG:4326",
    ).to_crs("EPSG:32637")
    frame.to_file(tmp_path / f"areas{suffix}")
    answer = study.whatif(
        "West", "East", control=[tmp_path / f"areas{suffix}"], passes_with=["government"], date="2014-02-01"
    )
    assert held(answer) == {"rebels": [1, 2]}
    assert str(answer.question.situation.standing[0].closure.event.source) == "A"


def test_a_scenario_names_its_control_beside_itself(study, table, tmp_path):
    (tmp_path / "case.yaml").write_text(
        "title: T\ncontrol: [control.csv]\npasses_with: [government]\ndate: 2014-01-01\n", "utf-8"
    )
    assert held(study.whatif("West", "East", scenario=str(tmp_path / "case.yaml"))) == {"opposition": [1, 2]}


def test_a_place_that_the_network_does_not_know_is_a_warning_and_strictly_an_error(study, tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("place,side\nWest,government\nMiddle,rebels\nQwertyx,rebels\n", "utf-8")
    asked = {"control": [path], "passes_with": ["government"]}
    answer = study.whatif("West", "East", **asked)
    assert any("Qwertyx" in warning for warning in answer.warnings)
    with pytest.raises(NotFoundError, match="Qwertyx"):
        study.whatif("West", "East", strict=True, **asked)


def test_a_standing_target_that_the_network_does_not_know_is_a_warning_and_strictly_an_error(study, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("title: T\nstanding: [{target: Qwertyx, status: captured}]\n", "utf-8")
    answer = study.whatif("West", "East", scenario=str(path))
    assert any("Qwertyx" in warning for warning in answer.warnings)
    with pytest.raises(NotFoundError, match="Qwertyx"):
        study.whatif("West", "East", scenario=str(path), strict=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("place,until\nWest,2015\n", "needs the columns side, and place or lon and lat"),
        ("place,side\nWest,\n", "line 2: no side"),
        ("place,side,from\nWest,us,yesterday\n", "line 2: from: 'yesterday' is not a date"),
        ("place,side,from,until\nWest,us,2015,2014\n", "line 2: until 2014-01-01 is not after"),
        ("lon,lat,side\n237,35,us\n", "line 2: lon 237 is not between"),
        ("lon,lat,side\nx,35,us\n", "line 2: lon 'x' is not a number of degrees"),
        ("place,side\n", "tells of no control"),
    ],
)
def test_a_malformed_table_of_control_is_told_by_its_line(study, tmp_path, text, told):
    (tmp_path / "c.csv").write_text(text, "utf-8")
    with pytest.raises(DataError, match=told):
        read_control([tmp_path / "c.csv"], study.gazetteer)


def test_a_line_holds_no_land(study, tmp_path):
    line = {"type": "LineString", "coordinates": [[37, 35], [37.1, 35]]}
    path = written(
        tmp_path / "a.geojson", {"type": "Feature", "properties": {"side": "us"}, "geometry": line}
    )
    with pytest.raises(DataError, match="feature 1: a LineString holds no land"):
        read_control([path], study.gazetteer)


def place(lon: float, lat: float, side: str = "us") -> Holding:
    return Holding(side, "", lon, lat, None, None, None, Source())


def area(shape, side: str = "us") -> Holding:
    return Holding(side, "", float("nan"), float("nan"), shape, None, None, Source())


degrees = st.floats(0, 2).map(lambda x: round(x, 3))
points = st.lists(st.tuples(degrees, degrees), min_size=1, max_size=8, unique=True)


def test_a_road_longer_than_3500_m_is_held_point_by_point(draw):
    east = {"a": (0.0, 0.0), "b": (0.072, 0.0), "c": (0.072, 0.1), "d": (0.072 + 0.0314, 0.1)}
    network = draw(east, [("a", "b", 8000), ("c", "d", 3500)])
    on_road, lon, lat = road_holders._between(network)
    assert on_road.tolist() == [0, 0, 0, 0]
    assert lon == pytest.approx([0.072 * share for share in (0.2, 0.4, 0.6, 0.8)])
    assert lat.tolist() == [0.0] * 4
    ours, theirs, far = place(0.0, 0.0), place(0.0144 * 2, 0.0, "them"), place(0.072, 0.0)
    held = roads_by_holding(network, [ours, theirs, far], np.array([False, True, False]))
    assert held.tolist() == [1, NOBODY]
    held = roads_by_holding(network, [ours, theirs, far], np.array([True, True, False]))
    assert held.tolist() == [0, NOBODY]
    held = roads_by_holding(network, [ours, theirs, far], np.array([False, False, True]))
    assert held.tolist() == [2, 2]


def test_land_is_cut_half_way_between_places_as_wide_as_degrees_are_at_its_middle():
    box = (0.0, 59.0, 4.0, 61.0)
    west, east = place(1.0, 60.0), place(2.0, 60.0, "them")
    assert land_of([west, east], "us", box).bounds == pytest.approx((0.0, 59.0, 1.5, 61.0))
    assert land_of([west, east], "them", box).bounds == pytest.approx((1.5, 59.0, 4.0, 61.0))
    assert land_of([west], "us", box).bounds == pytest.approx(box)
    assert land_of([east], "us", box).is_empty
    # Half a degree north is as far as one degree east: the line between them rises by 2 in 1.
    north = land_of([place(1.0, 60.0), place(2.0, 60.5, "them")], "us", box)
    assert shapely.intersects_xy(north, [1.49, 1.01, 1.99], [60.24, 60.49, 59.99]).all()
    assert not shapely.intersects_xy(north, [1.51, 1.01, 1.99], [60.26, 60.52, 60.02]).any()


@given(places=points, seed=st.integers(0, 2**16))
def test_the_cell_of_a_point_is_that_of_the_nearest_place_by_brute_force(places, seed):
    lon, lat = np.random.default_rng(seed).uniform(-0.5, 2.5, (2, 500))
    holder = holders_of(lon, lat, [place(*one) for one in places])
    metres = np.array([great_circle_m(x, y, lon, lat) for x, y in places])
    assert (metres[holder, np.arange(500)] <= metres.min(axis=0) + 0.2).all()


def test_the_side_of_a_hundred_thousand_points_is_that_of_brute_force():
    random = np.random.default_rng(7)
    places = random.uniform(36, 39, (60, 2)).round(4)
    shapes = [shapely.Point(37, 37).buffer(0.6), shapely.Point(37.5, 37.2).buffer(0.5, quad_segs=4)]
    holdings = [*(place(*one) for one in places), *(area(one) for one in shapes)]
    lon, lat = random.uniform(35.5, 39.5, (2, 100_000))
    holder = holders_of(lon, lat, holdings)
    metres = np.stack([great_circle_m(x, y, lon, lat) for x, y in places])
    expected = metres.argmin(axis=0)
    for i, shape in enumerate(shapes):
        expected[shapely.contains(shape, shapely.points(lon, lat))] = 60 + i
    assert (holder == expected).all()


def test_a_long_road_is_held_point_by_point(draw):
    network: Network = draw({"a": (36.5, 35.0), "b": (37.5, 35.0)}, [("a", "b", 91_000)])
    holdings = [place(36.5, 35.0), place(37.5, 35.0), place(37.0, 35.05, "them")]
    assert roads_by_holding(network, holdings, np.array([False, False, True])).tolist() == [2]
    assert roads_by_holding(network, holdings[:2], np.array([False, False])).tolist() == [NOBODY]


def test_the_land_that_maps_shade_is_where_the_roads_are_held():
    random = np.random.default_rng(3)
    places = random.uniform(36, 38, (20, 2)).round(4)
    holdings = [place(x, y, "them" if i % 3 else "us") for i, (x, y) in enumerate(places)]
    holdings += [area(shapely.box(36.5, 36.5, 37, 37), "us"), area(shapely.box(37, 37, 37.5, 37.5), "them")]
    wanted = np.array([one.side == "them" for one in holdings])
    land = land_of(holdings, "them", (35.5, 35.5, 38.5, 38.5))
    lon, lat = random.uniform(35.6, 38.4, (2, 5000))
    inside = shapely.contains_xy(land, lon, lat)
    assert (inside == wanted[holders_of(lon, lat, holdings)]).mean() > 0.995


def test_change_dates_leave_out_the_edges_of_the_period(study, table):
    control = read_control([table], study.gazetteer)
    assert control.change_dates == (dt.date(2015, 6, 1),)
    assert control.last_day == dt.date.max


def test_a_file_of_control_that_was_changed_is_read_anew(hama_aleppo, tmp_path):
    file = tmp_path / "control.csv"
    held = []
    for side in ("rebels", "government"):
        file.write_text(f"place,side\nAleppo,government\nKhanasser,{side}\n", "utf-8")
        answer = hama_aleppo.whatif("Hama", "Aleppo", control=[file], passes_with=["government"])
        held.append([one.closure.target for one in answer.question.situation.standing])
    assert held == [["areas held by rebels"], []]
