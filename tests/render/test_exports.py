"""Cards, files for a GIS, Markdown, and the report."""

import json
from html.parser import HTMLParser

import pytest
from shapely import get_coordinates
from shapely.geometry import shape

from routegraph.errors import OutputError, QuestionError
from routegraph.questions.report import write_report
from routegraph.render import card, sheets
from routegraph.render.markdown import to_markdown
from routegraph.render.typeset import ordered

VOID = {"br", "meta", "img"}


class Seen(HTMLParser):
    """Collects the tags of a page and checks that they close."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.text, self.links = [], [], "", []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for key, value in attrs if key == "href"]
        assert not any(key.startswith("on") for key, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def seen(html):
    parser = Seen()
    parser.feed(html)
    assert parser.open == []
    return parser


def test_card_has_outcome_table_map_sources_and_credit(severed):
    found = seen(severed._repr_html_())
    assert {"svg", "table", "details"} <= set(found.tags)
    for text in ("no way remains", "238.7 km", "Syrian Observatory for Human Rights", "© OpenStreetMap"):
        assert text in found.text
    assert "https://www.syriahr.com/en/35910" in found.links


def test_card_shows_hostile_text_as_text_and_links_only_to_the_web(hostile):
    html = card.html(hostile.exhibit())
    found = seen(html)
    assert "script" not in found.tags
    assert "img" not in found.tags
    assert found.links == []
    assert "<script>document.title" in found.text


def test_card_follows_light_and_dark(longer):
    html = card.html(longer.exhibit())
    assert "@media(prefers-color-scheme:dark)" in html
    assert '[data-jp-theme-light="false"]' in html


def test_geojson_holds_routes_closed_roads_closures_and_places(severed, tmp_path):
    path = severed.save(tmp_path / "a.geojson")
    told = json.loads(path.read_text("utf-8"))
    layers = [feature["properties"]["layer"] for feature in told["features"]]
    assert {layer: layers.count(layer) for layer in layers} == {
        "areas": 3,
        "routes": 2,
        "closed_roads": sum(len(c.found.roads) for c in _all_closures(severed) if c.held is None),
        "closures": 6,
        "places": 2,
    }
    west, south, east, north = severed.question.network.provenance.bbox
    for feature in told["features"]:
        for lon, lat in get_coordinates(shape(feature["geometry"])):
            assert west <= lon <= east
            assert south <= lat <= north
    route = next(f for f in told["features"] if f["properties"]["layer"] == "routes")
    assert route["geometry"]["coordinates"][0] == [
        round(float(severed.before.lon[0]), 6),
        round(float(severed.before.lat[0]), 6),
    ]
    assert told["about"]["network"]["attribution"] == "© OpenStreetMap contributors"


def _all_closures(answer):
    return (*answer.question.situation.closures, *answer.question.situation.standing)


def test_geopackage_opens_with_a_layer_each(severed, tmp_path):
    import geopandas as gpd
    import pyogrio

    path = severed.save(tmp_path / "a.gpkg")
    assert [name for name, _ in pyogrio.list_layers(path)] == [
        "closures",
        "places",
        "closed_roads",
        "routes",
        "areas",
        "layer_styles",
    ]
    closures = gpd.read_file(path, layer="closures")
    assert closures.crs.to_epsg() == 4326
    assert closures.loc[closures["mark"] == "1", "source"].item().startswith("Syrian Observatory")
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]


def test_frame_has_the_quantities_of_each_way(longer):
    frame = longer.to_frame()
    assert list(frame["way"]) == ["before", "after"]
    assert frame.loc[1, "length_m"] == pytest.approx(138601.0)


def test_markdown_escapes_and_tells_everything(hostile, severed):
    text = to_markdown(hostile.exhibit())
    assert "<script>" not in text.replace(hostile.question.command, "")
    assert r"\<script\>" in text
    text = to_markdown(severed.exhibit())
    assert "## Hama to Aleppo: no way remains" in text
    assert "| distance | 238.7 km | no way | – |" in text
    assert "- **2 As-Safira** contested by Islamic State, 2015-10-27; closes 2 roads" in text
    assert "(السفيرة); attacked, parts seized — ARA News, 2015-10-27; confidence 80%" in text
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("name", ["a.png", "a.pdf", "a.html", "a.geojson", "a.gpkg", "a.md", "a.csv"])
def test_a_failed_write_keeps_the_old_file(name, severed, tmp_path, monkeypatch):
    path = tmp_path / name
    path.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OutputError, match="No space left"):
        severed.save(path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_what_to_lift_is_said_with_the_way_that_it_opens(study):
    answer = study.reopening("Hama", "Aleppo", scenario="khanasser-2015-10")
    [item] = answer.text().sections[0].items
    assert item.detail == (
        "severed; lifting 1 closure reconnects it: areas held by opposition (1 h 44 min, 135.6 km). "
        "If the standing closures cannot be lifted: "
        "Ithriya - Khanasser and As-Safira (3 h 43 min, 238.7 km)"
    )


def test_report_is_a_pdf_of_several_sheets_or_one_tall_picture(severed, study, tmp_path):
    chokepoints = study.chokepoints("Hama", "Aleppo", scenario="khanasser-standing")
    pdf = write_report(tmp_path / "a.pdf", severed, chokepoints=chokepoints).read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 3
    from PIL import Image

    with Image.open(write_report(tmp_path / "a.png", severed)) as image:
        assert image.size == (2338, 2 * 1653 + 24)
    with pytest.raises(QuestionError, match=r"written as \.png or \.pdf, not 'a\.docx'"):
        write_report(tmp_path / "a.docx", severed)


def test_report_of_a_severed_journey_has_no_sheets_without_anything_on_them(study, tmp_path):
    pdf = study.report("khanasser-2015-10", tmp_path / "a.pdf").read_bytes()
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 3


def test_a_line_that_begins_in_arabic_is_drawn_in_a_pdf_as_on_the_screen(tmp_path):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 1))
    plain = figure.text(0, 0.5, ordered("to Hama (حماة)"))
    marked = figure.text(0, 0, ordered("حماة to Aleppo"))
    sheets.outline_marked(figure)
    assert plain.get_path_effects() == []
    assert len(marked.get_path_effects()) == 1


def test_the_suffix_says_what_is_written(longer, tmp_path):
    assert longer.save_png(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert longer.save_png(tmp_path / "plain").read_bytes().startswith(b"\x89PNG")
    assert longer.save_gpkg(tmp_path / "packed").read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(QuestionError, match=r"cannot write 'a\.jpg'; give a name that ends in \.png"):
        longer.save_png(tmp_path / "a.jpg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "packed", "plain"]


def test_gpx_holds_the_way_its_ends_and_every_closure_with_its_source(severed, longer, tmp_path):
    import geopandas as gpd
    from pyproj import Geod

    path = longer.save(tmp_path / "a.gpx")
    tracks = gpd.read_file(path, layer="tracks")
    assert tracks["name"].tolist() == ["A: the way before", "B: the way after"]
    drawn_m = Geod(ellps="WGS84").geometry_length(tracks.geometry[1])
    line_m = Geod(ellps="WGS84").geometry_length(longer.after.geometry)
    assert drawn_m == pytest.approx(line_m, rel=0.001)
    assert "of it drawn straight, its true course is not told" in tracks["desc"][1]
    points = gpd.read_file(severed.save(tmp_path / "b.gpx"), layer="waypoints")
    assert points["name"].tolist()[:2] == ["Hama", "Aleppo"]
    told = points.set_index("name")["desc"]
    assert "Syrian Observatory for Human Rights" in told["1 Ithriya - Khanasser"]
    assert "© OpenStreetMap contributors" in path.read_text("utf-8")


def test_a_report_with_a_time_to_leave_has_a_page_of_when_one_arrives(study, tmp_path):
    from PIL import Image

    case = {"scenario": "khanasser-standing", "origin": "Hama", "destination": "Aleppo"}
    scenario = case.pop("scenario")
    plain = study.report(scenario, tmp_path / "a.png", **case)
    timed = study.report(
        scenario, tmp_path / "b.png", **case, depart="2016-03-01T16:00", curfew="18:00-06:00"
    )
    with Image.open(plain) as one, Image.open(timed) as other:
        assert other.height > one.height
    with pytest.raises(QuestionError, match="time to leave"):
        study.report(scenario, tmp_path / "c.png", **case, curfew="18:00-06:00")
