"""Scenarios side by side: each cell is what its own question answers."""

from __future__ import annotations

import json
import shlex

import pytest
from click.testing import CliRunner

from routegraph.cli.main import main
from routegraph.errors import QuestionError

CASES = ["khanasser-standing", "khanasser-2015-10"]
ASKED = {"demand": "500t", "stock": "3000t", "depart": "2015-10-27T16:00", "curfew": "18:00-06:00"}


@pytest.fixture(scope="module")
def answer(hama_aleppo):
    return hama_aleppo.compare("Hama", "Aleppo", cases=CASES, **ASKED)


def test_the_first_case_has_nothing_closed_and_the_others_are_as_asked(answer):
    assert [case.name for case in answer.cases] == ["nothing closed", *CASES]
    assert answer.text().sentence == "No way remains in 1 of 3: khanasser-2015-10."


@pytest.mark.parametrize("number", [1, 2])
def test_every_cell_is_what_its_question_answers(answer, hama_aleppo, number):
    told = answer.to_dict()["cases"][number]
    closures = {"scenario": CASES[number - 1], "date": "2015-10-27"}
    whatif = hama_aleppo.whatif("Hama", "Aleppo", **closures)
    assert told["outcome"] == whatif.outcome.value
    assert told["way"] == (whatif.after.to_dict() if whatif.after else None)
    capacity = hama_aleppo.capacity("Hama", "Aleppo", demand="500t", stock="3000t", **closures)
    assert told["vehicles_per_day"] == capacity.after.vehicles
    survival = hama_aleppo.survival("Hama", "Aleppo", **closures)
    assert told["probability_of_a_way"] == round(survival.probability, 4)
    leaving = {key: ASKED[key] for key in ("depart", "curfew")}
    departure = hama_aleppo.departure("Hama", "Aleppo", **leaving, **closures)
    assert told["arrives"] == (departure.to_dict()["after"] or {}).get("arrive")


def test_what_is_cut_names_the_fewest_closures_to_lift_and_what_remains_what_it_hangs_on(answer):
    opened, standing, cut = answer.cases
    assert (opened.reopening, opened.survival) == (None, None)
    assert standing.hangs_on
    assert not standing.to_lift
    assert cut.to_lift
    assert not cut.hangs_on


def test_the_command_gives_the_same_and_bad_questions_are_told_in_one_line(answer):
    words = [*shlex.split(answer.question.command)[1:], "--json"]
    assert json.loads(CliRunner().invoke(main, words).stdout) == answer.to_dict()
    for bad, message in (
        (["--case", "none"], "no scenario called 'none'"),
        (["--case", CASES[0], "--scenario", CASES[1]], "has its scenarios as cases"),
        (["--case", CASES[0], "--curfew", "18:00-06:00"], "needs a time to leave"),
        (["--case", CASES[0], "--demand", "x"], "give tonnes"),
        ([], "Missing option '--case'"),
    ):
        result = CliRunner().invoke(main, ["compare", "Hama", "Aleppo", *bad])
        assert result.exit_code != 0
        assert message in result.output + str(result.exception)


def test_no_case_is_no_comparison(hama_aleppo):
    with pytest.raises(QuestionError, match="at least one scenario"):
        hama_aleppo.compare("Hama", "Aleppo", cases=[])
