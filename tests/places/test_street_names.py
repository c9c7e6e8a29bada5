"""Names of streets and refs as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routegraph.places.street_names import numbered, plain_ref, street_name


@pytest.mark.parametrize(
    ("written", "mapped"),
    [
        ("Derry St", "Derry Street"), ("S. 29th St.", "South 29th Street"), ("Second Street", "2nd Street"),
        ("Av. Princesse Grace", "Avenue Princesse Grace"), ("bd. Albert Ier", "Boulevard Albert 1er"),
        ("Boulevard Charles 3", "Boulevard Charles III"), ("La Provencale", "La Provençale"),
        ("Zollstr.", "Zollstrasse"), ("Feldkircherstraße", "Feldkircher Strasse"),
        ("Fuerst-Franz-Josef-Str.", "Fürst-Franz-Josef-Strasse"),
        ("St. Georg-Strasse", "Sankt Georg-Strasse"),
        ("ул. Академика Королева", "улица Академика Королёва"), ("the Moyenne Corniche", "Moyenne Corniche"),
        ("شارع المحطه", "شارع المحطة"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_street_are_one(written, mapped):
    one, other = street_name(written), street_name(mapped)
    assert (one.whole, one.bare, one.kinds) == (other.whole, other.bare, other.kinds)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North 2nd Street", "South 2nd Street"), ("Progress", "Progress Avenue"),
        ("Rue Royale", "Place Royale"),
        ("Boulevard Charles II", "Boulevard Charles III"), ("1-я улица", "2-я улица"),
    ],
)  # fmt: skip
def test_streets_that_differ_by_side_kind_or_number_are_two(one, other):
    assert street_name(one).whole != street_name(other).whole


@pytest.mark.parametrize(
    ("told", "ref"),
    [
        ("Interstate 83", "i83"), ("US Route 22", "us22"), ("Route 441", "pa441"), ("autoroute A8", "a8"),
        ("Highway 22", ""), ("Route 99", ""), ("Interstate Drive", ""), ("441", ""), ("US 441", ""),
    ],
)  # fmt: skip
def test_a_number_means_the_one_ref_that_has_it(told, ref):
    assert numbered(told, ["i83", "us22", "pa22", "pa441", "a8"]) == ref


def test_a_ref_is_one_with_a_space_a_dash_or_neither():
    assert {plain_ref(ref) for ref in ("I 83", "I-83", "i83")} == {"i83"}


@given(st.text(max_size=60))
def test_any_text_is_taken_apart_and_again_the_same(text):
    name = street_name(text)
    assert street_name(f" {text} ").whole == name.whole
    assert len(name.bare) <= len(name.whole)
