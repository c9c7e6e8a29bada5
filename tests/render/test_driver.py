"""What goes along with the driver: itinerary, strip map, KML, and the file of roads to avoid."""

import json
from html import unescape
from xml.etree import ElementTree

import geopandas as gpd
import pytest

import routegraph
from routegraph.errors import QuestionError
from routegraph.network.osmfile import read_osm
from routegraph.render.itinerary import itinerary_of, passable
from routegraph.render.strip import strip_sheets
from routegraph.render.style import LIGHT

NODES = """
<node id="1" lat="35.0" lon="36.0" version="1"><tag k="place" v="town"/><tag k="name" v="Alpha"/></node>
<node id="2" lat="35.0" lon="36.05" version="1"/>
<node id="3" lat="35.0" lon="36.051" version="1"/>
<node id="4" lat="35.0" lon="36.1" version="1"/>
<node id="5" lat="35.05" lon="36.1" version="1"/>
<node id="6" lat="35.1" lon="36.1" version="1"><tag k="place" v="town"/><tag k="name" v="Echo"/></node>
<node id="7" lat="34.9" lon="36.1" version="1"/>
<node id="8" lat="35.05" lon="36.103" version="1"><tag k="place" v="village"/><tag k="name" v="Delta"/></node>
<node id="9" lat="35.1" lon="36.0" version="1"/>
"""
WAYS = (
    (1, (1, 2), {"highway": "primary", "name": "East road"}),
    (2, (2, 3), {"highway": "primary", "name": "East road", "bridge": "yes", "maxweight": "18"}),
    (3, (3, 4), {"highway": "primary", "name": "East road"}),
    (4, (4, 5, 6), {"highway": "secondary", "name": "North road"}),
    (5, (4, 7), {"highway": "secondary", "name": "South road"}),
    (6, (1, 9, 6), {"highway": "tertiary", "name": "Round", "maxspeed": "20"}),
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    ways = "".join(
        f'<way id="{number}" version="1">'
        + "".join(f'<nd ref="{ref}"/>' for ref in refs)
        + "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
        + "</way>"
        for number, refs, tags in WAYS
    )
    path = tmp_path_factory.mktemp("drawn") / "drawn.osm"
    path.write_text(f'<osm version="0.6">{NODES}{ways}</osm>', "utf-8")
    return routegraph.load(read_osm(path), vehicle="car")


@pytest.fixture(scope="module")
def driven(drawn):
    return drawn.whatif("Alpha", "Echo", slow=["North road=2"])


def test_itinerary_tells_turns_bridge_limit_village_and_slowed_road_where_they_are(driven):
    way = itinerary_of(driven.exhibit(), "a strip map")
    told = [(round(step.at_m / 1000, 1), step.kind, step.text) for step in way.milestones]
    assert told == [
        (0.0, "start", "Alpha: leave by East road"),
        (4.6, "limit", "limit: 18 t in all"),
        (4.6, "bridge", "bridge, 91 m"),
        (9.1, "closure", "1 North road: supposed in the question; slows 2 roads 2 times"),
        (9.1, "turn", "turn left onto North road"),
        (14.7, "town", "Delta"),
        (20.2, "arrival", "arrive: Echo"),
    ]
    assert [round(step.for_m) for step in way.milestones if step.for_m] == [9109, 11120]
    assert way.milestones[-1].at_m == pytest.approx(driven.after.length_m)


def test_strip_map_has_a_sheet_for_each_stretch_and_then_sources_and_limits(study, tmp_path):
    answer = study.whatif("Hama", "Aleppo", scenario="khanasser-standing")
    figures = strip_sheets(answer.exhibit(), LIGHT)
    titles = [[text.get_text() for text in figure.texts][1:3] for figure in figures]
    assert [title[1].partition(",")[0] for title in titles[:3]] == [
        "sheet 1 of 3",
        "sheet 2 of 3",
        "sheet 3 of 3",
    ]
    told = " ".join(text.get_text() for figure in figures for text in figure.texts)
    for step in itinerary_of(answer.exhibit(), "").milestones:
        assert "".join(step.text.split())[:20] in "".join(told.split())
    assert "About the data" in told
    assert "areas held by opposition" in told
    assert answer.save_strip(tmp_path / "strip.pdf").read_bytes().startswith(b"%PDF")
    assert answer.save_strip(tmp_path / "strip.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(QuestionError, match=r"ends in \.pdf, \.png"):
        answer.save_strip(tmp_path / "strip.html")


def test_no_strip_map_of_a_way_that_is_closed(severed, tmp_path):
    assert passable(severed.exhibit().scene.lines) is None
    with pytest.raises(QuestionError, match="may be driven"):
        severed.save_strip(tmp_path / "strip.pdf")
    assert list(tmp_path.iterdir()) == []


def test_gpx_has_the_way_to_drive_as_a_route_and_none_where_there_is_none(driven, severed, tmp_path):
    space = {"g": "http://www.topografix.com/GPX/1/1"}
    root = ElementTree.parse(driven.save(tmp_path / "a.gpx")).getroot()
    points = root.findall("g:rte/g:rtept/g:name", space)
    assert [point.text for point in points] == [
        step.text for step in itinerary_of(driven.exhibit(), "").milestones
    ]
    assert "<rte>" not in severed.save(tmp_path / "b.gpx").read_text("utf-8")


def test_kml_keeps_names_styles_and_sources_in_folders_and_shows_markup_as_text(
    severed, driven, hostile, tmp_path
):
    path = severed.save(tmp_path / "a.kml")
    space = {"k": "http://www.opengis.net/kml/2.2"}
    root = ElementTree.parse(path).getroot()
    document = root.find("k:Document", space)
    assert document.findtext("k:name", namespaces=space) == "Hama to Aleppo: no way remains"
    assert "© OpenStreetMap contributors" in document.findtext("k:description", namespaces=space)
    folders = [folder.findtext("k:name", namespaces=space) for folder in document.findall("k:Folder", space)]
    assert folders == ["Land", "Closed roads", "Ways", "Places", "Closures"]
    closures = gpd.read_file(path, layer="Closures").set_index("Name")["description"]
    assert "Syrian Observatory for Human Rights" in closures["1 Ithriya - Khanasser"]
    ways = gpd.read_file(path, layer="Ways").set_index("Name")["description"]
    assert "of it drawn straight, its true course is not told" in ways["A: the way before"]
    assert "drawn straight" not in driven.save(tmp_path / "c.kml").read_text("utf-8")
    colours = {style.text for style in root.iterfind(".//k:LineStyle/k:color", space)}
    assert "ff" + "".join(LIGHT.closed[i : i + 2] for i in (5, 3, 1)) in colours
    told = hostile.save(tmp_path / "b.kml").read_text("utf-8")
    descriptions = ElementTree.fromstring(told).iterfind(".//k:description", space)
    assert all("<script" not in (one.text or "") for one in descriptions)
    assert "planted" in unescape(told)


def test_roads_to_avoid_are_a_point_on_each_closed_road_that_lets_nothing_pass(drawn, tmp_path):
    answer = drawn.whatif("Alpha", "Echo", close=["North road", "South road"])
    told = json.loads(answer.save_avoid(tmp_path / "avoid.geojson").read_text("utf-8"))
    points = [tuple(one["geometry"]["coordinates"]) for one in told["features"]]
    assert sorted(points) == [(36.1, 34.95), (36.1, 35.025), (36.1, 35.075)]
    assert {one["properties"]["access"] for one in told["features"]} == {"no"}
    assert [one["properties"]["note"] for one in told["features"]].count("North road") == 2
    assert told["attribution"].startswith("© OpenStreetMap contributors")


def test_no_file_to_avoid_without_closed_roads_or_on_roads_drawn_straight(drawn, longer, tmp_path):
    with pytest.raises(QuestionError, match="nothing is closed"):
        drawn.whatif("Alpha", "Echo").save_avoid(tmp_path / "a.geojson")
    with pytest.raises(QuestionError, match="drawn straight"):
        longer.save_avoid(tmp_path / "a.geojson")


def test_of_many_closed_roads_those_at_the_edge_are_written_and_it_is_told(drawn, tmp_path, monkeypatch):
    monkeypatch.setattr("routegraph.render.avoid.MOST_POINTS", 2)
    answer = drawn.whatif("Alpha", "Echo", close=["North road", "South road", "36.05,35.0~1km"])
    with pytest.warns(UserWarning, match="at the edge of what is closed"):
        path = answer.save_avoid(tmp_path / "a.geojson")
    told = json.loads(path.read_text("utf-8"))
    assert told["notes"]
    assert len(told["features"]) < len(answer.question.situation.after.closed)
