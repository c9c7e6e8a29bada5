"""How much gets through: one journey, and many hubs to many towns."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from routegraph.cli.main import main
from routegraph.errors import DataError, QuestionError
from routegraph.study import Study
from routegraph.vehicles import VEHICLES

CORRIDOR = {"A": (36.0, 35.0), "P": (36.2, 35.0), "Q": (36.2, 35.2), "R": (36.4, 35.0), "B": (36.6, 35.0)}
ROADS = [
    ("A", "P", 18_000.0, {"name": "West road"}), ("P", "R", 18_000.0, {"name": "Main road", "ref": "7"}),
    ("P", "Q", 22_000.0, {"name": "Hill road", "highway": "tertiary"}),
    ("Q", "R", 28_000.0, {"highway": "track"}), ("R", "B", 18_000.0, {"name": "East road"}),
]  # fmt: skip
PLACES = [("Alfa", "town", 36.0, 35.0), ("Papa", "village", 36.2, 35.0), ("Bravo", "town", 36.6, 35.0),
          ("Quebec", "village", 36.2, 35.2)]  # fmt: skip


@pytest.fixture
def study(draw):
    return Study(draw(CORRIDOR, ROADS, PLACES), VEHICLES["truck"])


def test_what_gets_through_is_what_the_tightest_stretch_lets_pass(study):
    answer = study.capacity("Alfa", "Bravo", close=["Main road"], demand="5000t", stock="9000t")
    assert (answer.before.vehicles, answer.after.vehicles) == (10_200, 360)
    assert [(one.why, one.per_day) for one in answer.after.bottlenecks] == [("road", 360)]
    assert answer.after.tonnes == 7200
    assert (answer.after.met, answer.after.stock_days) == (1.0, float("inf"))
    told = answer.to_dict()["after"]
    assert (told["stock_days"], told["stock_lasts"]) == (None, True)


def test_a_closed_corridor_lets_nothing_pass_and_the_stock_lasts_so_many_days(study):
    answer = study.capacity("Alfa", "Bravo", close=["East road"], demand="500t", stock="3000t")
    assert (answer.after.vehicles, answer.after.met, answer.after.stock_days) == (0, 0.0, 6.0)
    assert [(one.why, one.label) for one in answer.after.bottlenecks] == [
        ("closed", "East road, Papa to Bravo")
    ]
    assert "Nothing gets through, where 10,200 trucks a day could before." in answer.text().sentence


@pytest.mark.parametrize(
    ("closed", "told"),
    [([], ["What holds it back"]), (["Main road"], ["What holds it back", "What held it back before"])],
)
def test_what_holds_it_back_is_told_once_where_nothing_changes(study, closed, told):
    sections = study.capacity("Alfa", "Bravo", close=closed).text().sections
    assert [one.title for one in sections if one.title.startswith("What h")] == told


@pytest.mark.parametrize(
    ("limit", "through", "why"),
    [("Papa=40/day", 40, "limit"), ("Papa=200t/day", 10, "limit"), ("Papa=5/hour", 60, "limit"),
     ("ref:7=100/day", 460, "road"), ("Papa=0/day", 0, "limit")],
)  # fmt: skip
def test_a_stated_limit_holds_for_a_place_together_and_for_a_road_all_along(study, limit, through, why):
    answer = study.capacity("Alfa", "Bravo", limit=[limit])
    assert answer.after.vehicles == through
    assert why in [one.why for one in answer.after.bottlenecks]


def test_convoys_hours_and_shares_bound_what_leaves(study):
    assert study.capacity("Alfa", "Bravo", convoys="2x30").after.vehicles == 60
    assert study.capacity("Alfa", "Bravo", hours_a_day=6).after.vehicles == 5100
    assert study.capacity("Alfa", "Bravo", share=0.01).after.vehicles == 102
    (only,) = study.capacity("Alfa", "Bravo", convoys="2x30").after.bottlenecks
    assert (only.why, only.label, only.per_day) == ("convoys", "2 convoys of 30", 60)


def test_what_still_gets_through_is_told_in_vehicles_and_tonnes_beside_what_did(study):
    sentence = study.capacity("Alfa", "Bravo", limit=["Papa=40/day"]).text().sentence
    assert sentence.startswith("At most 40 trucks a day (800 t) get through; what holds them back is ")
    slower = study.capacity("Alfa", "Bravo", close=["Main road"]).text().sentence
    assert re.match(r"At most [\d,]+ trucks a day \([\d,]+ t\) get through( instead of [\d,]+)?; ", slower)


def test_prices_of_a_report_stand_beside_the_answer_as_it_says_them(study, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("Alfa was quiet. Prices of fuel and food have dramatically increased in Bravo.")
    answer = study.capacity("Alfa", "Bravo", report=report)
    assert answer.prices == ("Prices of fuel and food have dramatically increased in Bravo.",)
    assert answer.after.vehicles == 10_200


def test_towns_are_supplied_at_the_least_cost_and_unmet_demand_is_told_by_town(study):
    answer = study.supply(
        [("Alfa", 900.0)], [("Bravo", 800.0), ("Quebec", 300.0)], limit=["ref:7=10/day", "East road=30/day"]
    )
    assert answer.before.unmet_t == answer.after.unmet_t
    assert sum(answer.after.unmet_t) == pytest.approx(200 + 0, abs=1e-3)
    assert answer.after.unmet_t[1] == pytest.approx(0, abs=1e-3)
    sent = {(one.town, round(one.tonnes)) for one in answer.after.deliveries}
    assert sent == {(0, 200), (0, 400), (1, 300)}


def test_a_hub_that_is_also_a_town_first_gives_to_itself(study):
    answer = study.supply([("Alfa", 100.0)], [("Alfa", 60.0), ("Bravo", 60.0)])
    assert answer.after.unmet_t == pytest.approx((0.0, 20.0))
    assert [one.route is None for one in answer.after.deliveries] == [True, False]


def test_a_town_behind_what_is_closed_goes_short(study):
    answer = study.supply([("Alfa", float("inf"))], [("Bravo", 50.0), ("Quebec", 20.0)], close=["East road"])
    assert answer.after.unmet_t == pytest.approx((50.0, 0.0))
    assert "Of 70 t a day 28 % gets through, instead of 100 %; 1 town goes short." in answer.text().sentence


def test_files_and_commands_give_what_the_methods_return(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hubs.csv").write_text("place,supply\nHama,300\nHoms,\n")
    (tmp_path / "towns.csv").write_text("place,demand\nAleppo,500\nIdlib,80\n")
    many = ["capacity", "--from", "hubs.csv", "--to", "towns.csv", "--close", "M5", "--json"]
    one = [
        "capacity",
        "Hama",
        "Aleppo",
        "--close",
        "M5",
        "--limit",
        "Khanasser=40/day",
        "--demand",
        "9t",
        "--json",
    ]
    for words in (many, one):
        told = json.loads(CliRunner().invoke(main, words).stdout)
        again = CliRunner().invoke(main, [*_words(told["command"]), "--json"])
        assert json.loads(again.stdout) == told


def _words(command: str) -> list[str]:
    import shlex

    return shlex.split(command)[1:]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--from", "hubs.csv"], "give an origin and a destination, or --from and --to"),
        (["Hama", "Aleppo", "--demand", "much"], "give tonnes"),
        (["Hama", "Aleppo", "--limit", "M5"], "write TARGET=NUMBER/day"),
        (["Hama", "Aleppo", "--limit", "Nowhere=4/day"], "no place called 'Nowhere'"),
        (["Hama", "Aleppo", "--convoys", "many"], "write COUNTxSIZE"),
        (["Hama", "Aleppo", "--capacities", "none.yaml"], "no capacities file"),
        (["--from", "hubs.csv", "--to", "towns.csv", "--stock", "4t"], "--stock is for one journey"),
        (["--from", "hubs.csv", "--to", "bad.csv"], "demand 'lots' is not a number of tonnes"),
        (["--from", "hubs.csv", "--to", "hubs.csv"], "no column 'demand'"),
    ],
)
def test_bad_questions_are_told_in_one_line(tmp_path, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hubs.csv").write_text("place,supply\nHama,300\n")
    (tmp_path / "towns.csv").write_text("place,demand\nAleppo,500\n")
    (tmp_path / "bad.csv").write_text("place,demand\nAleppo,lots\n")
    result = CliRunner().invoke(main, ["capacity", *words])
    assert result.exit_code != 0
    assert message in str(result.exception or result.output) + result.output


def test_errors_are_ours(study):
    with pytest.raises(QuestionError, match="a demand above 0"):
        study.supply([("Alfa", 1.0)], [("Bravo", 0.0)])
    with pytest.raises(DataError):
        study.supply(__file__, __file__)
