"""Styles in a GeoPackage; what QGIS makes of them was looked at with QGIS itself."""

import sqlite3
from contextlib import closing
from xml.etree import ElementTree

import pytest
from matplotlib.colors import to_rgb

from routegraph.render import qgis
from routegraph.render.features import layers
from routegraph.render.style import AREAS, DOTS, LIGHT, LINES, MARKS


def rows(path, query):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def rgb(colour):
    return ",".join(str(round(255 * part)) for part in to_rgb(getattr(LIGHT, colour)))


def parts(root, role):
    name = root.find(f".//category[@value='{role}']").get("symbol")
    return root.findall(f"renderer-v2/symbols/symbol[@name='{name}']/layer")


def colours(root, role, option):
    """Colours without opacity, in the order of the parts of a role's symbol."""
    found = [one for part in parts(root, role) for one in part.findall(f"Option/Option[@name='{option}']")]
    return [one.get("value").rpartition(",")[0] for one in found]


@pytest.fixture(scope="module")
def packed(severed, tmp_path_factory):
    return severed.save(tmp_path_factory.mktemp("gpkg") / "a.gpkg")


def test_every_layer_has_one_default_style_where_qgis_looks_for_it(packed):
    told = rows(
        packed,
        "select f_table_name, f_geometry_column, styleName, f_table_schema, useAsDefault from layer_styles",
    )
    assert told == [
        (layer, "geom", "routegraph", "", 1)
        for layer in ("closures", "places", "closed_roads", "routes", "areas")
    ]
    assert [name for _, name, *_ in rows(packed, "pragma table_info(layer_styles)")] == [
        *("id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName"),
        *("styleQML", "styleSLD", "useAsDefault", "description", "owner", "ui", "update_time"),
    ]
    kind = rows(packed, "select data_type from gpkg_contents where table_name = 'layer_styles'")
    assert kind == [("attributes",)]


def test_every_layer_says_whose_data_it_is_and_how_it_was_asked_for(packed, severed):
    told = rows(packed, "select description from gpkg_contents where data_type = 'features'")
    assert len(told) == 5
    for (text,) in told:
        assert text.startswith("© OpenStreetMap contributors")
        assert text.endswith(severed.question.command)


def test_styles_name_every_role_that_occurs_in_the_colours_of_the_maps(packed):
    palettes = {
        "routes": ("line_color", {role: [s[0] for s in line.strokes] for role, line in LINES.items()}),
        "closed_roads": ("line_color", {role: [colour] for role, (_, colour) in MARKS.items()}),
        "closures": ("color", {role: [colour] for role, (_, colour) in MARKS.items()}),
        "places": ("color", {"origin": ["ink"], "destination": ["ink"]}),
        "areas": ("color", {role: [style.colour] for role, style in AREAS.items()}),
    }
    for layer, style in rows(packed, "select f_table_name, styleQML from layer_styles"):
        root = ElementTree.fromstring(style)
        roles = {role for (role,) in rows(packed, f"select distinct role from {layer}")}
        assert {one.get("value") for one in root.iter("category")} == roles
        option, palette = palettes[layer]
        for role in roles:
            assert {rgb(colour) for colour in palette[role]} <= set(colours(root, role, option)), role


def test_routes_are_drawn_in_the_order_of_the_maps_and_named_as_in_the_legend(severed):
    root = ElementTree.fromstring(qgis.qml("routes", layers(severed.scene())["routes"]))
    legend = {one.get("value"): one.get("label") for one in root.iter("category")}
    assert legend == {"before": "A  the way before", "other": "B  the way without standing closures"}
    levels = {role: [int(part.get("pass")) for part in parts(root, role)] for role in legend}
    assert max(levels["other"]) < min(levels["before"])
    assert colours(root, "before", "line_color") == [rgb("before_edge"), rgb("before")]


def test_closures_of_different_meaning_differ_in_more_than_colour():
    assert len(set(qgis.MARK_SHAPES.values())) == len(qgis.MARK_SHAPES) == 6


@pytest.mark.parametrize("layer", list(qgis.STYLES))
def test_every_role_of_every_layer_can_be_drawn(layer):
    features = [
        {"properties": {"role": role, "label": f"{role} <&>", "letter": "A"}}
        for role in qgis.STYLES[layer].roles
    ]
    root = ElementTree.fromstring(qgis.qml(layer, features))
    assert len(root.findall("renderer-v2/symbols/symbol")) == len(features)
    for symbol in root.findall("renderer-v2/symbols/symbol"):
        assert 1 <= len(symbol.findall("layer")) <= qgis.MOST_PARTS
    assert {*LINES, *DOTS, *AREAS} <= {role for style in qgis.STYLES.values() for role in style.roles}


def test_the_same_answer_makes_the_same_bytes(severed, packed, tmp_path):
    assert severed.save(tmp_path / "b.gpkg").read_bytes() == packed.read_bytes()


def test_places_that_are_cut_off_are_written_with_their_names(study):
    answer = study.isolated(["Hama"], scenario="khanasser-2015-10")
    told = [one["properties"] for one in layers(answer.scene())["places"]]
    lost = {one["name"] for one in told if one["label"] == "cut off"}
    assert "Tell Aran (تل عرن)" in lost
    assert {place.name for place in answer.cut_off.places} == lost


def test_land_within_reach_is_written_with_its_minutes(study):
    answer = study.reach("Hama", minutes=[60, 180], scenario="khanasser-2015-10")
    told = [
        (one["properties"]["role"], one["properties"]["minutes"]) for one in layers(answer.scene())["areas"]
    ]
    assert told == [*[("held", None)] * 3, ("reached", 180.0), ("out_of_reach", 180.0), ("reached", 60.0)]


def test_closures_carry_what_their_events_say(severed):
    told = next(
        one["properties"] for one in layers(severed.scene())["closures"] if one["properties"]["mark"] == "1"
    )
    assert (told["status"], told["by"], told["date"]) == ("captured", "Islamic State", "2015-10-23")
    route = layers(severed.scene())["routes"][0]["properties"]
    assert (route["length_m"], route["time_s"]) == (
        round(severed.before.length_m, 1),
        round(severed.before.time_s, 1),
    )
