"""Answers that a notebook has, side by side."""

import pytest

import routegraph
from routegraph.errors import QuestionError
from routegraph.render import page

CUT = {"scenario": "khanasser-2015-10"}


@pytest.fixture(scope="module")
def answers(hama_aleppo):
    return [
        hama_aleppo.whatif("Hama", "Aleppo"),
        hama_aleppo.whatif("Hama", "Aleppo", close=["M5"]),
        hama_aleppo.whatif("Hama", "Aleppo", **CUT),
    ]


def test_answers_are_one_table_and_one_map_and_a_lost_way_keeps_its_row(answers, tmp_path):
    both = routegraph.compare(answers)
    assert both.names == ("nothing closed", "M5", "khanasser-2015-10")
    table = both.to_frame()
    assert table["outcome"].tolist() == ["unaffected", "longer", "severed"]
    assert table["time_s"].isna().tolist() == [False, False, True]
    assert str(both).splitlines() == [
        "Hama to Aleppo: 3 answers compared",
        "No way remains in 1 of 3: khanasser-2015-10.",
    ]
    assert [line.letter for line in both.scene().lines] == ["A", "B"]
    told = [text.get_text() for text in page.draw(both.exhibit()).texts]
    assert {"1 h 44 min", "2 h 19 min", "no way", "Ithriya - Khanasser"} <= set(told)
    assert all(one.question.command in both.question.command for one in answers)


def test_several_journeys_are_told_and_equal_suppositions_numbered(hama_aleppo, answers):
    both = routegraph.compare([answers[1], hama_aleppo.whatif("Homs", "Aleppo", close=["M5"])])
    assert both.names == ("1: M5", "2: M5")
    assert both.text().title == "Side by side"
    assert both.text().sections[0].table.rows[0] == ("journey", "Hama to Aleppo", "Homs to Aleppo")


@pytest.mark.parametrize("given", [[], ["M5"], "M5", None])
def test_what_is_no_list_of_answers_is_refused(given):
    with pytest.raises(QuestionError, match="takes a list of answers"):
        routegraph.compare(given)
