import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routegraph.csv_cells import neutral, restored


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "@SUM(1+1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1"]
)
def test_a_text_that_a_spreadsheet_would_run_is_marked_as_text(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    "cell", ["-5", "+12.5", "-3.7,40.4", "-3.7,40.4~2km", "-1e-5", -5, -0.25, None, "Hama", ""]
)
def test_figures_and_plain_texts_stay_as_they_are(cell):
    assert neutral(cell) == cell


@given(st.text(st.sampled_from("=+-@'1a,.")))
def test_what_is_written_is_read_back(text):
    assert restored(str(neutral(text))) == text


def test_exported_tables_hold_no_formula(tmp_path, hama_aleppo, monkeypatch):
    answer = hama_aleppo.matrix(["Hama"], ["Aleppo"])
    rows = answer.rows()
    evil = [row | {"origin": "=1+1", "detour": -5.0} for row in rows]
    monkeypatch.setattr(type(answer), "rows", lambda self: evil)
    path = answer.save_csv(tmp_path / "m.csv")
    (told,) = csv.DictReader(path.read_text("utf-8").splitlines())
    assert (told["origin"], float(told["detour"])) == ("'=1+1", -5.0)
