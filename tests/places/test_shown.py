"""Names as the asker writes: Latin for Latin, Arabic for Arabic, the local name beside it."""

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest

from routegraph.network.othernames import OtherNames, called
from routegraph.network.strings import StringCoder
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.shown import asked_in, place_names, road_label, spelled_out

HERE = ("town", 37.05, 35.01)


def shown(draw, tags, reader="LATIN", at=HERE):
    return place_names(replace(draw([(*at, tags)]), reader=reader), 0)


@pytest.mark.parametrize(
    ("tags", "latin", "arabic"),
    [
        ({"name": "خناصر", "name:en": "Khanasser"}, ("Khanasser", "خناصر"), ("خناصر", "Khanasser")),
        ({"name": "خان", "int_name": "Khan"}, ("Khan", "خان"), ("خان", "")),
        ({"name": "قرية", "name:fr": "Karia", "name:en": "Qarya"}, ("Qarya", "قرية"), ("قرية", "Qarya")),
        ({"name": "قرية", "name:fr": "Karia"}, ("Karia", "قرية"), ("قرية", "")),
        ({"name": "سلمية"}, ("Salamiyah", "سلمية"), ("سلمية", "")),
        ({"name": "حماة"}, ("Hama", "حماة"), ("حماة", "")),
        ({"name": "الحمرات"}, ("الحمرات", ""), ("الحمرات", "")),
        ({"name": "Nusaybin", "name:ar": "نصيبين"}, ("Nusaybin", ""), ("نصيبين", "Nusaybin")),
        ({"name": "Nusaybin"}, ("Nusaybin", ""), ("Nusaybin", "")),
        ({"name": "Москва"}, ("Moskva", "Москва"), ("Moskva", "Москва")),
        ({"name": "Москва", "name:en": "Moscow"}, ("Moscow", "Москва"), ("Moscow", "Москва")),
        ({"name": "თბილისი"}, ("Tbilisi", "თბილისი"), ("Tbilisi", "თბილისი")),
        ({"name": "Monaco", "name:ja": "モナコ公国"}, ("Monaco", ""), ("Monaco", "")),
    ],
)
def test_a_place_is_called_as_the_asker_writes(draw, tags, latin, arabic):
    assert shown(draw, tags) == latin
    assert shown(draw, tags, "ARABIC") == arabic


def test_another_place_of_the_name_of_a_town_called_otherwise_keeps_its_name(draw):
    assert shown(draw, {"name": "عين العرب"}, at=("town", 38.35, 36.89)) == ("Kobani", "عين العرب")
    assert shown(draw, {"name": "عين العرب"}, at=("village", 36.8, 32.8)) == ("عين العرب", "")


def test_english_names_hold_in_their_land_alone(draw):
    assert shown(draw, {"name": "سلمية"}, at=("village", 3.0, 36.0)) == ("سلمية", "")


@pytest.mark.parametrize(
    ("texts", "script"),
    [
        (["Hama", "حلب"], "LATIN"),
        (["حماة", "Aleppo"], "ARABIC"),
        (["36.7,35.1", "حلب"], "ARABIC"),
        (["36.7,35.1", "37.1,36.2"], "LATIN"),
        (["Москва"], "CYRILLIC"),
        ([], "LATIN"),
    ],
)
def test_the_first_name_with_letters_tells_what_is_written(texts, script):
    assert asked_in(texts) == script


def test_a_label_typed_as_it_is_shown_finds_its_place(draw):
    gazetteer = Gazetteer.of(draw([(*HERE, {"name": "سلمية"}), ("village", 36.1, 35.2, {"name": "السلمية"})]))
    label = gazetteer.place(0).label
    assert (label, gazetteer.find(label).index) == ("Salamiyah (سلمية)", 0)


def test_only_letters_that_tell_their_sound_are_spelled_out():
    assert spelled_out("Кутузовский проспект") == "Kutuzovskiy prospekt"
    assert spelled_out("Αθήνα") == "Athina"
    assert spelled_out("ירושלים") == spelled_out("حلب") == spelled_out("東京") == ""


def test_a_way_is_called_by_its_names_in_other_languages():
    tags = {"name": "شارع", "name:en": "Street", "int_name": "Str.", "name:ar": "شارع", "old_name": "Rue"}
    assert called(tags) == (("شارع", "name:en", "Street"), ("شارع", "int_name", "Str."))
    assert called({"name:en": "Street"}) == ()


def test_of_several_spellings_the_most_frequent_is_kept():
    coder = StringCoder()
    table = OtherNames.of(
        Counter(
            {("طريق", "name:en", "Road"): 3, ("طريق", "name:en", "Way"): 1, ("درب", "name:en", "Path"): 1}
        ),
        coder,
    )
    strings = coder.strings()
    rows = {(strings[int(p)], strings[int(t)]) for p, t in zip(table.plain, table.text, strict=True)}
    assert rows == {("طريق", "Road"), ("درب", "Path")}
    assert table.plain.tolist() == sorted(table.plain.tolist())


@pytest.mark.parametrize(
    ("name", "ref", "label"),
    [
        ("Khanasser road", "", "Khanasser road"),
        ("Aleppo - Ramadi", "4", "Aleppo - Ramadi (4)"),
        ("", "M5", "M5"),
        ("", "42", "road 42"),
        ("", "", "unnamed living street"),
    ],
)
def test_a_road_is_called_by_its_name_and_a_bare_number_is_called_a_road(name, ref, label):
    network = SimpleNamespace(
        road_name=lambda _: name, road_ref=lambda _: ref, road_class=lambda _: "living_street", reader="LATIN"
    )
    assert road_label(network, 0) == label
