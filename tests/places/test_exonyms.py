"""Names of other languages and ages, in drawn networks."""

from dataclasses import replace

import numpy as np
import pytest

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.places.exonyms import EXONYMS, lands, other_names
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.names import normal_form, script

TOWNS = [town for land in lands(EXONYMS) for town in land.towns]

ALEPPO, HOMS = ("city", 37.1637, 36.1992), ("city", 36.7167, 34.7333)


@pytest.fixture(scope="module")
def syria(draw):
    rows = [
        (*ALEPPO, {"name": "حلب"}),
        (*HOMS, {"name": "حمص"}),
        ("city", 38.5415, 35.8324, {"name": "الطبقة"}),
        ("town", 38.35, 36.89, {"name": "عين العرب"}),
        ("village", 36.70, 32.80, {"name": "عين العرب"}),
        ("town", 41.60, 37.03, {"name": "القحطانية"}),
        ("village", 36.35, 35.65, {"name": "القاهرة"}),
        ("village", 37.7886, 35.3652, {"name": "أثريا"}),
        ("town", 40.07, 36.85, {"name": "رأس العين", "name:ku": "Serêkaniyê"}),
        ("town", 40.05, 36.86, {"name": "Ceylanpınar"}),
    ]
    return Gazetteer.of(replace(draw(rows), reader="ARABIC"))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Aleppo", "حلب"),
        ("Alep", "حلب"),
        ("Aleppe", "حلب"),
        ("Beroea", "حلب"),
        ("Алеппо", "حلب"),
        ("Emesa", "حمص"),
        ("Madinat al-Thawrah", "الطبقة"),
        ("مدينة الثورة", "الطبقة"),
        ("Tirbespi", "القحطانية"),
        ("Qubur al-Bid", "القحطانية"),
        ("إسرية", "أثريا"),
    ],
)
def test_a_name_of_another_language_or_age_finds_the_town(syria, query, name):
    assert syria.find(query).name == name
    assert syria.search(query)[0].place.name == name


@pytest.mark.parametrize(
    ("query", "name"),
    [("Allepo", "حلب"), ("Palmeera", "تدمر"), ("areppo", "حلب"), ("Alepas", "حلب"), ("Palm", "تدمر")],
)
def test_a_misspelt_or_begun_one_is_searched_and_taken_only_when_it_sounds_the_same(draw, query, name):
    rows = [(*ALEPPO, {"name": "حلب"}), ("town", 38.281, 34.556, {"name": "تدمر"})]
    gazetteer = Gazetteer.of(replace(draw(rows), reader="ARABIC"))
    assert [m.place.name for m in gazetteer.search(query)] == [name]
    if query in ("Allepo", "Palmeera"):
        assert gazetteer.find(query).name == name
    else:
        with pytest.raises(NotFoundError, match=f"nearest names: {name}"):
            gazetteer.find(query)


def test_a_match_by_another_name_tells_it_and_is_not_the_very_name(syria):
    best = syria.search("Beroea")[0]
    assert (best.matched, best.score) == ("Beroea", 0.99)


def test_the_local_name_finds_a_place_that_the_map_calls_otherwise(draw):
    assert Gazetteer.of(draw([(*ALEPPO, {"name": "Aleppo"})])).find("حلب").name == "Aleppo"


def test_a_common_local_name_has_its_other_names_only_near_the_town(syria):
    assert [m.place.kind for m in syria.search("Kobani") if m.score > 0.9] == ["town"]
    assert syria.find("Kobani").kind == "town"


def test_names_of_another_land_are_not_sought_in_this_one(syria):
    with pytest.raises(NotFoundError):
        syria.find("Cairo")


def test_a_name_that_two_towns_share_does_not_make_one_the_other(syria):
    assert {m.place.name for m in syria.search("Ceylanpinar") if m.score > 0.9} == {"Ceylanpınar"}
    assert {m.place.name for m in syria.search("Rhesaina") if m.score > 0.9} == {"رأس العين"}
    called_only_so = {"serekaniye": [0]}
    assert other_names(called_only_so, np.array([40.06]), np.array([36.85])) == []


def test_a_name_of_another_age_is_a_question_where_a_place_is_called_alike(draw):
    rows = [(*ALEPPO, {"name": "حلب"}), ("village", 36.0, 35.0, {"name": "برية"})]
    with pytest.raises(
        AmbiguousError, match=r"'Beria' may be several places in drawn: Aleppo \(حلب\), city.*; برية, village"
    ):
        Gazetteer.of(draw(rows)).find("Beria")


def test_what_is_only_like_a_name_of_another_age_is_another_place(syria):
    assert [(m.matched, round(m.score, 2)) for m in syria.search("Beirut", limit=1)] == [("Beroea", 0.87)]
    with pytest.raises(NotFoundError):
        syria.find("Beirut")


def test_every_line_of_the_tables_is_a_town_in_its_land_with_distinct_names():
    assert len(TOWNS) > 300
    for town in TOWNS:
        west, south, east, north = town.box
        assert len(set(town.bare)) == len(town.names) > 1, town.names
        assert all(town.bare), town.names
        assert all(name == name.strip() and "@" not in name and ":" not in name for name in town.names)
        assert script(normal_form(town.names[0])) in ("ARABIC", "LATIN"), town.names
        if town.point is not None:
            lon, lat = town.point
            assert west <= lon <= east, town.names
            assert south <= lat <= north, town.names


def test_no_two_towns_of_one_name_are_where_one_place_may_be_both():
    for i, town in enumerate(TOWNS):
        for other in TOWNS[:i]:
            if town.bare[0] == other.bare[0] and town.point and other.point:
                assert not other.may_be(*town.point), town.names
