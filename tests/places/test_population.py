"""People by place from a file: those cut off are told as people, and sums are plain sums."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import routegraph
from routegraph.errors import DataError

ROWS = {"Hama": 850_000, "Aleppo": 2_100_000, "Khanasser": 11_000, "Ithriya": 500, "Salamiyah": 66_000}


def written(folder: Path, text: str) -> Path:
    (folder / "people.csv").write_text(text, "utf-8")
    return folder / "people.csv"


def test_the_people_of_a_file_are_those_that_answers_speak_of(tmp_path):
    file = written(tmp_path, "place,population\n" + "".join(f"{k},{v}\n" for k, v in ROWS.items()))
    study = routegraph.load("hama-aleppo", population=file)
    answer = study.isolated(["Hama"], scenario="khanasser-2015-10")
    lost = {place.name.split(" (")[0] for place in answer.cut_off.places}
    assert answer.cut_off.population == sum(ROWS.get(name, 0) for name in lost)
    assert answer.cut_off.population >= ROWS["Aleppo"]
    assert f"--population {file}" in answer.question.command


def test_points_count_for_the_nearest_place_and_rows_add_up(tmp_path):
    file = written(tmp_path, "lon,lat,people\n37.4977,35.7816,1000\n37.5,35.78,500\n36.75,35.13,2000\n")
    study = routegraph.load("hama-aleppo", population=file)
    find = study.gazetteer.find
    assert (find("Khanasser").population, find("Hama").population) == (1500, 2000)
    assert find("Aleppo").population is None


def test_who_is_not_placed_is_told(tmp_path):
    file = written(tmp_path, "place,population\nHama,5\nQwertyx,7\n")
    with pytest.warns(UserWarning, match="answers to Qwertyx; their people are not counted"):
        routegraph.load("hama-aleppo", population=file)


def test_a_place_without_a_figure_has_no_people_and_is_told(tmp_path):
    file = written(tmp_path, 'place,population\nHama,"850,000"\nAleppo,\n')
    with pytest.warns(UserWarning, match="it has no figure for Aleppo, who are not counted"):
        study = routegraph.load("hama-aleppo", population=file)
    find = study.gazetteer.find
    assert (find("Hama").population, find("Aleppo").population) == (850_000, None)


def test_a_file_that_counts_nobody_is_refused(tmp_path):
    with pytest.raises(DataError, match="no column 'population'"):
        routegraph.load("hama-aleppo", population=written(tmp_path, "place,households\nHama,5\n"))


def test_a_malformed_file_is_told_by_its_line(tmp_path):
    with pytest.raises(DataError, match="line 2"):
        routegraph.load("hama-aleppo", population=written(tmp_path, "place,population\nHama,many\n"))


def test_more_people_than_live_on_earth_are_refused(tmp_path):
    with pytest.raises(DataError, match="1e\\+300 people at Hama, more than live on Earth"):
        routegraph.load("hama-aleppo", population=written(tmp_path, "place,population\nHama,1e300\n"))
    rasterio = pytest.importorskip("rasterio")
    file = tmp_path / "people.tif"
    place = {"crs": "EPSG:4326", "transform": rasterio.transform.from_origin(36.7, 35.2, 0.1, 0.1)}
    with rasterio.open(
        file, "w", driver="GTiff", height=1, width=2, count=1, dtype="float64", **place
    ) as out:
        out.write(np.array([[5.0, np.inf]]), 1)
    with pytest.raises(DataError, match="a cell of inf people, more than live on Earth"):
        routegraph.load("hama-aleppo", population=file)
