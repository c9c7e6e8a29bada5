"""Map files of several layers, packed, in other systems: one reader for events, areas and control."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import routegraph
from routegraph.errors import DataError
from routegraph.reports.layers import read_features, read_layers
from routegraph.reports.tables import read_events
from routegraph.scenario.control import read_control

SQUARE = shapely.box(37.4, 35.7, 37.6, 35.9)
LINE = shapely.LineString([(37.4977, 35.7816), (37.6, 35.6)])


def frame(shape: shapely.Geometry, crs: int | None = 4326, **columns: object) -> gpd.GeoDataFrame:
    made = gpd.GeoDataFrame({key: [value] for key, value in columns.items()}, geometry=[shape], crs=4326)
    return made.to_crs(crs) if crs else made.set_crs(None, allow_override=True)


def two_layers(folder: Path) -> Path:
    file = folder / "areas.gpkg"
    frame(SQUARE, 32637, side="opposition").to_file(file, layer="east")
    frame(shapely.box(36.6, 34.8, 36.8, 35.0), 3857, side="opposition").to_file(file, layer="west")
    return file


def zipped(folder: Path, made: gpd.GeoDataFrame) -> Path:
    made.to_file(folder / "area.shp")
    with zipfile.ZipFile(folder / "area.zip", "w") as archive:
        for part in ("shp", "shx", "dbf", "prj"):
            if (folder / f"area.{part}").is_file():
                archive.write(folder / f"area.{part}", f"area.{part}")
    return folder / "area.zip"


def test_features_of_all_layers_are_read_each_in_lon_lat(tmp_path: Path) -> None:
    found = read_features(two_layers(tmp_path))
    assert [one.number for one in found] == [1, 2]
    assert found[0].geometry.symmetric_difference(SQUARE).area < 1e-4
    assert found[1].geometry.bounds == pytest.approx((36.6, 34.8, 36.8, 35.0), abs=1e-6)
    assert [one.properties["side"] for one in found] == ["opposition", "opposition"]


def test_an_area_of_several_layers_closes_what_all_of_them_cover(tmp_path: Path) -> None:
    study = routegraph.load("hama-aleppo")
    (closure,) = study.whatif("Hama", "Aleppo", close=[str(two_layers(tmp_path))]).question.situation.closures
    roads = closure.found.roads
    assert roads.tolist() == sorted(
        set(study.resolver.find(SQUARE.wkt).roads.tolist())
        | set(study.resolver.find(shapely.box(36.6, 34.8, 36.8, 35.0).wkt).roads.tolist())
    )


def test_a_zipped_shapefile_is_an_area_and_a_control_file(tmp_path: Path) -> None:
    file = zipped(tmp_path, frame(SQUARE, 32637, side="opposition"))
    study = routegraph.load("hama-aleppo")
    (closure,) = study.whatif("Hama", "Aleppo", close=[str(file)]).question.situation.closures
    assert len(closure.found.roads)
    (holding,) = read_control([file], study.gazetteer).holdings
    assert holding.side == "opposition"
    assert holding.area.symmetric_difference(SQUARE).area < 1e-4


@pytest.mark.parametrize("far", ["1e999", "1e300", "NaN"])
def test_an_area_with_a_coordinate_that_is_on_no_map_is_refused(tmp_path: Path, far: str) -> None:
    file = tmp_path / "far.geojson"
    file.write_text(f'{{"type": "LineString", "coordinates": [[37, 35], [{far}, 36]]}}')
    with pytest.raises(DataError, match="feature 1: holds a coordinate that is on no map"):
        read_features(file)


def test_a_layer_of_damaged_shapes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "area.gpkg"
    frame(SQUARE).to_file(file)
    whole, shape = file.read_bytes(), SQUARE.wkb
    assert shape in whole
    file.write_bytes(whole.replace(shape, shape[:13] + b"\x40" * 16 + shape[29:]))
    with pytest.raises(DataError, match="layer area is damaged"):
        read_layers(file)


def test_a_layer_without_a_coordinate_system_is_refused_as_an_area_and_told_as_events(tmp_path: Path) -> None:
    file = tmp_path / "lines.gpkg"
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        frame(LINE, None, OpStatus=3).to_file(file)
    with pytest.raises(DataError, match="does not tell its coordinate system"):
        read_features(file)
    assert "no coordinate system is told: taken as lon, lat" in read_events(file).notes


def test_dates_numbers_and_empty_cells_keep_their_sense(tmp_path: Path) -> None:
    made = frame(LINE, OpStatus=3, note=None, share=float("nan"), when=pd.Timestamp("2015-10-23"))
    made.to_file(tmp_path / "lines.gpkg")
    (layer,) = read_layers(tmp_path / "lines.gpkg")
    assert layer.rows == [{"OpStatus": 3, "note": None, "share": None, "when": "2015-10-23T00:00:00"}]


def test_a_damaged_file_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "bad.gpkg").write_bytes(b"SQLite format 3\0" + bytes(100))
    for read in (read_features, read_events):
        with pytest.raises(DataError, match="not readable as a map layer") as told:
            read(tmp_path / "bad.gpkg")
        assert "\n" not in str(told.value)
