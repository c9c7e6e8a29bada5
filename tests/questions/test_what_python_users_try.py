"""What users of osmnx and pandas try: it works, or one line says what to do."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

import routegraph
from routegraph.cli.main import main
from routegraph.errors import ExitCode, QuestionError

TABLE = pd.DataFrame({"target": ["M5"], "status": ["blocked"]})
BOX = gpd.GeoDataFrame(geometry=[shapely.box(36.7, 35.3, 36.9, 35.5)], crs=4326)


@pytest.mark.parametrize(
    ("keyword", "values"),
    [
        *((key, (TABLE, BOX, {"M5": 1}, 3, b"x", [3])) for key in ("events", "control", "report", "hazard")),
        ("scenario", (TABLE, {"title": "x"}, 3, ["khanasser-2015-10"])),
        ("date", (3, 20151027, 1.5, [], "tomorrow", pd.NaT)),
        ("slow", ([("M5", 2)], 3, "M5=2")),
        ("delay", (dt.timedelta(hours=2), b"M5=2h")),
        ("passes_with", ("government", 3)),
        ("effect", ("threatened=1.5", [1.5])),
        ("min_confidence", (2, -0.1, float("nan"), "high", [])),
        ("close", ((37.5, 35.78), [7])),
    ],
)
def test_what_is_no_such_thing_is_told_in_one_line(hama_aleppo, keyword, values):
    for value in values:
        with pytest.raises(QuestionError) as caught:
            hama_aleppo.whatif("Hama", "Aleppo", **{keyword: value})
        assert "object has no" not in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("close", [3.5, {"M5": 1}, b"M5", TABLE, [None], [3.5]])
def test_what_is_no_target_is_told(hama_aleppo, close):
    with pytest.raises(TypeError, match="target"):
        hama_aleppo.whatif("Hama", "Aleppo", close=close)


@pytest.mark.parametrize("network", [None, 3, [], {}, TABLE])
def test_what_is_no_network_is_told(network):
    with pytest.raises(TypeError, match="is no network; give a name, a file, a Network or a graph"):
        routegraph.load(network)


def test_tables_of_targets_say_the_same_as_texts(hama_aleppo):
    def asked(**closures):
        return hama_aleppo.whatif("Hama", "Aleppo", **closures).to_dict()

    assert asked(slow={"M5": 2}) == asked(slow=["M5=2"])
    assert asked(delay={"M5": "2h"}) == asked(delay=["M5=2h"])


def test_a_journey_at_an_hour_is_another_question(hama_aleppo):
    with pytest.raises(TypeError, match=r"whatif\(\) has no keyword 'depart'; ask departure\(\)"):
        hama_aleppo.whatif("Hama", "Aleppo", depart="2015-10-27T05:00")
    with pytest.raises(TypeError, match=r"routegraph\.load\(\.\.\., population=\.\.\.\)"):
        hama_aleppo.isolated(["Hama"], population="people.csv")


@pytest.mark.parametrize("people", ["5j00", "nan", "inf", "-inf"])
def test_people_that_are_no_number_are_told_beside_a_weight_that_is_one(tmp_path, people):
    file = tmp_path / "towns.csv"
    file.write_text(f"place,weight,population\nAleppo,1,{people}\nHama,1,5\n")
    done = CliRunner().invoke(main, ["matrix", "--from", str(file), "--to", str(file)])
    assert (done.exit_code, done.stderr) == (
        ExitCode.BAD_DATA,
        f"Error: Aleppo (حلب): '{people}' is no number of people; mend it in the file.\n",
    )
