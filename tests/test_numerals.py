"""Numbers as people write them: read where they are clear, refused where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routegraph.numerals import parse_number


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("1500", 1500), (" 3,5 ", 3.5), ("-0,25", -0.25), (",5", 0.5), ("0,500", 0.5), ("1 500", 1500),
        ("1\u202f500,5", 1500.5), ("1'500.25", 1500.25), ("1.500,5", 1500.5), ("1,500.5", 1500.5),
        ("1,234,567", 1234567), ("1.234.567,8", 1234567.8), ("90%", 0.9), ("12,5 %", 0.125),
        ("٣٫٥", 3.5), ("2e3", 2000), ("1.500", 1.5),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(told, number):
    assert parse_number(told) == pytest.approx(number)


@pytest.mark.parametrize(("told", "people"), [("1,500", 1500), ("12.500", 12500), ("12.5", 12.5)])
def test_what_is_counted_comes_in_thousands(told, people):
    assert parse_number(told, counted=True) == people


@pytest.mark.parametrize("told", ["", "many", "1_000", "1,50,0", "1 50", "12 345 6", "%", "--1", "1" * 100])
def test_what_is_no_number_is_refused(told):
    with pytest.raises(ValueError, match="is not a number"):
        parse_number(told)


def test_what_may_be_two_numbers_is_refused():
    with pytest.raises(ValueError, match="'1,500' may be two numbers"):
        parse_number("1,500")


@given(st.integers(-(10**15), 10**15), st.sampled_from([",", " ", "\u00a0", "'"]))
def test_groups_of_thousands_change_nothing(number, between):
    assert parse_number(f"{number:,}".replace(",", between), counted=True) == number


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_refused_in_words(told):
    try:
        assert isinstance(parse_number(told), float)
    except ValueError as refusal:
        assert "is not a number" in str(refusal) or "may be two numbers" in str(refusal)
