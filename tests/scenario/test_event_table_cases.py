"""Event tables after public bug reports: each does, or is told, what is right."""

from pathlib import Path

import pytest

from routegraph.errors import DataError

CASES = Path(__file__).with_name("event_tables")


def asked(hama_aleppo, name, **more):
    return hama_aleppo.situation(
        events=[CASES / name], date="2015-10-23", min_confidence=0.3, **more
    ).situation


@pytest.mark.parametrize(
    "name",
    [
        "E09-acled-sepline.csv",
        "E12-acled-trailing-commas.csv",
        "E17-acled-dbf-10-char-names.csv",
        "E26-acled-precision-as-float.csv",
    ],
)
def test_a_captured_town_closes_whatever_shape_its_row_has(hama_aleppo, name):
    (one,) = asked(hama_aleppo, name).closures
    (town,) = hama_aleppo.situation(close=["Khanasser"]).situation.closures
    assert one.closure.target == "Khanasser"
    assert one.found.roads.tolist() == town.found.roads.tolist()


def test_precision_codes_of_ged_may_be_saved_as_floats(hama_aleppo):
    (one,) = asked(hama_aleppo, "E27-ged-where-prec-float.csv").closures
    assert (one.closure.event.status.value, one.closure.event.confidence) == ("contested", 0.4)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("E08-acled-date-0025.csv", "line 2: event_date '0025-09-26' lies in the year 25"),
        ("E28-ged-no-header.csv", "the first line is no header"),
        ("E24-hdx-acled-monthly.csv", "counts per area and month, which close nothing"),
    ],
)
def test_what_cannot_be_read_is_told_as_what_it_is(hama_aleppo, name, told):
    with pytest.raises(DataError) as caught:
        asked(hama_aleppo, name)
    assert told in str(caught.value)


def test_a_battle_of_an_export_before_2019_is_read_by_its_outcome(hama_aleppo):
    (one,) = asked(hama_aleppo, "E30-acled-old-schema-before-2019.csv").closures
    assert (one.closure.target, one.closure.event.status.value) == ("Khanasser", "captured")


def test_a_row_without_geometry_is_left_out_and_told(hama_aleppo):
    situation = asked(hama_aleppo, "R02-road-null-geometry.geojson")
    assert len(situation.closures) == 1
    told = "1 of 2 rows used; 1 left out: no geometry (lost)."
    assert any(warning.endswith(told) for warning in situation.warnings)


@pytest.mark.parametrize(
    ("name", "status", "date"),
    [
        ("R04-road-french.geojson", "blocked", "None"),
        ("R05-road-text-status-access.geojson", "blocked", "None"),
        ("R06-road-opstatus-text-mixed.geojson", "blocked", "None"),
        ("R08-road-epoch-ms-date.geojson", "blocked", "2015-10-23"),
        ("R14-status-in-words-logcluster.geojson", "restricted", "2015-10-23"),
    ],
)
def test_status_layers_in_words_of_any_language_are_read(hama_aleppo, name, status, date):
    situation = asked(hama_aleppo, name)
    (event,) = situation.supposition.events
    assert (event.status.value, str(event.date)) == (status, date)
    assert event.geometry == "LINESTRING (37.49 35.77, 37.5 35.78, 37.51 35.79)"


@pytest.mark.parametrize("name", ["R09-road-multiline-parts.geojson", "R23-multiline.geojson"])
def test_every_part_of_a_line_is_kept(hama_aleppo, name):
    import shapely

    from routegraph.reports.tables import read_events

    (event,) = read_events(CASES / name).events
    assert len(shapely.get_parts(shapely.from_wkt(event.geometry))) == 2
