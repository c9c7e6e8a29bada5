"""What users of osmnx and pandas try: it works, or one line says what to do."""

from __future__ import annotations

import datetime as dt
import re

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

import routegraph
from routegraph.cli.main import main
from routegraph.errors import ExitCode, QuestionError, RoutegraphError

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


MISTAKES = [
    ("whatif", ("Hama",), {}, "whatif() needs destination"),
    ("whatif", ("Hama", "Aleppo"), {"weight": "length"}, "routegraph.load(..., by=...)"),
    ("whatif", ("Hama", "Aleppo"), {"closed": ["M5"]}, "did you mean 'close'?"),
    ("reach", ("Hama", [60]), {}, "takes origin in order, and all else by name, such as minutes="),
    ("reach", ("Hama",), {"minutes": 60}, "write minutes=[60]"),
    ("reach", ("Hama",), {"minutes": "60"}, "write minutes=[60]"),
    ("isolated", ("Hama",), {}, "write hub=['Hama']"),
    ("alternatives", ("Hama", "Aleppo", 5), {}, "by name, such as k="),
    ("alternatives", ("Hama", "Aleppo"), {"k": "5"}, "cannot look for '5' routes; give k from 1"),
    ("survival", ("Hama", "Aleppo"), {"seed": "x"}, "seed 'x': give a whole number from 0"),
    ("compare", ("Hama", "Aleppo"), {"cases": "khanasser-2015-10"}, "write cases=['khanasser-2015-10']"),
    (
        "supply",
        ({"Hama": 300}, {"Aleppo": 500}),
        {},
        "hubs takes a CSV file, or a list of rows (place, supply)",
    ),
    ("reopening", ("Hama",), {}, "a journey has two ends"),
    ("reopening", (), {"journeys": [("Hama", "Aleppo")]}, "a list of rows (origin, destination, weight)"),
    ("report", ("out.pdf", "khanasser-2015-10"), {}, "takes its scenario first"),
    ("departure", ("Hama", "Aleppo"), {}, "departure() needs depart"),
    ("sweep", ([("Hama", "Aleppo")], "out.csv"), {}, "is no sweep; give its file"),
    ("with_vehicle", (4,), {}, "no vehicle called '4'; there are car"),
]


@pytest.mark.parametrize(("question", "given", "keywords", "told"), MISTAKES)
def test_a_mistaken_call_says_what_to_write(hama_aleppo, question, given, keywords, told):
    with pytest.raises((TypeError, RoutegraphError), match=re.escape(told)):
        getattr(hama_aleppo, question)(*given, **keywords)


def test_what_the_package_has_not_is_told_with_what_it_has(hama_aleppo):
    with pytest.raises(AttributeError, match=r"asked of a study: routegraph\.load\(\.\.\.\)\.whatif"):
        _ = routegraph.whatif
    with pytest.raises(AttributeError, match=r"it has .*from_networkx"):
        _ = routegraph.graph_from_place
    for function in (routegraph.to_networkx, routegraph.to_geodataframes):
        with pytest.raises(TypeError, match=r"is no Network; that of a study is .*\.network"):
            function(hama_aleppo)
    with pytest.raises(TypeError, match="no keyword 'figsiz'; it takes ax, figsize"):
        hama_aleppo.whatif("Hama", "Aleppo").plot(figsiz=(3, 3))
    with pytest.raises(QuestionError, match="no measure 'length'; by is one of time, distance, cost"):
        routegraph.load("hama-aleppo", by="length")


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
