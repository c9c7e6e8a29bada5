import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_spellings import SPELLINGS

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.model import Nodes
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.names import normal_form, without_articles

EVERY_SPELLING = [(spelling, row[1]) for row in SPELLINGS for spelling in row[0]]
PARTS_OF_NAMES = {"Kweires"}
WHOLE_NAMES = [pair for pair in EVERY_SPELLING if pair[0] not in PARTS_OF_NAMES]
MIDDLE = (36.96, 35.67)


@pytest.fixture(scope="module")
def arabic(draw):
    """The founding case as the extract has it: Arabic names alone."""
    rows = [(kind, lon, lat, {"name": name}) for _, name, kind, lon, lat in SPELLINGS]
    return Gazetteer.of(replace(draw(rows), reader="ARABIC"))


@pytest.fixture(scope="module")
def english(draw):
    """The same with English names alone."""
    return Gazetteer.of(draw([(kind, lon, lat, {"name": s[0]}) for s, _, kind, lon, lat in SPELLINGS]))


@pytest.fixture(scope="module")
def towns(draw):
    return Gazetteer.of(
        draw(
            [
                ("city", 36.7496, 35.1343, {"name": "حماة", "population": "460000"}),
                ("town", 37.4977, 35.7816, {"name": "خناصر", "name:en": "Khanasser"}),
                ("city", 37.0546, 35.0117, {"name": "سلمية"}),
                ("village", 36.0833, 35.2333, {"name": "السلمية"}),
                ("city", 36.8701, 36.5084, {"name": "عفرين"}),
                ("village", 37.3261, 36.2251, {"name": "عفرين"}),
                ("village", 37.3365, 36.5117, {"name": "عفرين"}),
                ("town", 36.7493, 35.2906, {"name": "صوران"}),
                ("village", 37.2122, 36.5650, {"name": "صوران"}),
                ("village", 37.3749, 36.2637, {"name": "صوران"}),
                ("village", 38.0, 35.0, {"name": "الحمراء"}),
                ("village", 38.5, 36.0, {"name": "الحمراء"}),
                ("town", 37.0464, 36.5864, {"name": "أعزاز", "alt_name": "Azaz;Ezaz", "old_name": "Arpad"}),
            ]
        )
    )


# the spellings of reports


@pytest.mark.parametrize(("spelling", "name"), WHOLE_NAMES)
def test_a_spelling_met_in_reports_finds_its_arabic_name(arabic, spelling, name):
    assert arabic.find(spelling, near=MIDDLE).name == name
    assert arabic.search(spelling, near=MIDDLE)[0].place.name == name


@pytest.mark.parametrize("row", SPELLINGS, ids=lambda row: row[0][0])
def test_an_arabic_name_finds_its_english_spelling(english, row):
    assert english.search(row[1], near=MIDDLE)[0].place.name == row[0][0]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Khnaser", "خناصر"),
        ("خناصِر", "خناصر"),
        ("Halep", "حلب"),
        ("Alep", "حلب"),
        ("Alsafira", "السفيرة"),
        ("Assafira", "السفيرة"),
        ("es-Sefire", "السفيرة"),
        ("Es Safireh", "السفيرة"),
        ("السفيره", "السفيرة"),
        ("سفيرة", "السفيرة"),
        ("Az Zirbah", "الزربة"),
        ("el-Zerbe", "الزربة"),
        ("Cheikh Hilal", "الشيخ هلال"),
        ("Ash-Shaykh Hilal", "الشيخ هلال"),
        ("Dayr Hafir", "دير حافر"),
        ("Tal Aran", "تل عرن"),
        ("Tadmor", "تدمر"),
        ("Palmyre", "تدمر"),
        ("Ma'arrat al-Nu'man", "معرة النعمان"),
        ("Maarret en Numan", "معرة النعمان"),
        ("<i>Khanasser</i>", "خناصر"),
        ("\u200eKhanasser\u200f", "خناصر"),
        ("  KHANASSER\n", "خناصر"),
    ],
)
def test_articles_sun_letters_dialects_and_marks_do_not_matter(arabic, query, name):
    assert arabic.find(query).name == name


@pytest.mark.parametrize(
    ("query", "name"),
    [("khanas", "خناصر"), ("Maarrat", "معرة النعمان"), ("Numan", "معرة النعمان"), ("خان", "خان شيخون")],
)
def test_the_beginning_of_a_name_or_of_its_last_word_is_searched(arabic, query, name):
    assert name in [match.place.name for match in arabic.search(query)[:3]]


@pytest.mark.parametrize("query", ["khanas", "Kweires", "Khanasser Aleppo", "Hims-Hama"])
def test_part_of_a_name_or_more_than_a_name_is_not_found(arabic, query):
    with pytest.raises(NotFoundError, match="nearest names: "):
        arabic.find(query)


def test_a_name_with_a_word_too_many_is_searched(arabic):
    assert arabic.search("Madinat Halab")[0].place.name == "حلب"
    assert arabic.search("Kweires")[0].place.name == "كويرس الشرقي"
    best = arabic.search("Rastan al-Mahattah")[0]
    assert (best.place.name, round(best.score, 2)) == ("الرستن", 0.78)


# which of several


def test_a_village_of_nearly_the_very_name_is_listed_before_a_town_of_a_longer_one(draw):
    listed = Gazetteer.of(
        draw(
            [
                ("town", 40.4271, 35.1583, {"name": "البصيرة"}),
                ("village", 36.2327, 33.0623, {"name": "بصير"}),
            ]
        )
    )
    assert [match.place.lon for match in listed.search("Basir")] == [36.2327, 40.4271]


def test_a_city_leads_villages_of_its_name(towns):
    assert towns.find("Afrin").kind == "city"
    assert [match.place.kind for match in towns.search("Afrin")[:3]] == ["city", "village", "village"]


def test_a_town_leads_villages_of_its_name_unless_they_are_much_nearer(towns):
    assert towns.find("Suran", near=MIDDLE).kind == "town"
    with pytest.raises(AmbiguousError, match=r"'Suran' may be several places in drawn: .*صوران\), town at"):
        towns.find("Suran", near=(37.3, 36.3))


def test_an_exact_name_is_never_answered_by_another_place(towns):
    assert towns.find("سلمية").kind == "city"
    assert towns.find("Salamiyah").kind == "city"
    with pytest.raises(
        AmbiguousError, match=r"سلمية\), city at 37\.0546,35\.0117.*; السلمية, village at 36\.0833"
    ):
        towns.find("السلمية")
    with pytest.raises(AmbiguousError):
        towns.find("السلمية", near=(36.0, 35.2))


def test_two_places_of_one_name_are_a_question_that_nearness_answers(towns):
    with pytest.raises(AmbiguousError) as question:
        towns.find("al-Hamra")
    assert str(question.value) == (
        "'al-Hamra' may be several places in drawn: "
        "الحمراء, village at 38.0000,35.0000, 86 km from Salamiyah; "
        "الحمراء, village at 38.5000,36.0000, 93 km from Khanasser. Give LON,LAT of the one you mean."
    )
    assert towns.find("al-Hamra", near=(38.4, 36.1)).lat == 36.0
    assert towns.find("al-Hamra", near=(38.1, 35.0)).lat == 35.0


def test_a_place_mapped_twice_is_one(draw):
    rows = [("town", 37.0, 36.0, {"name": "حارم"}), ("town", 37.01, 36.01, {"name": "حارم"})]
    assert Gazetteer.of(draw(rows)).find("Harim").index == 0
    apart = [rows[0], ("town", 37.03, 36.01, {"name": "حارم"})]
    with pytest.raises(
        AmbiguousError, match=r"town at 37\.0000,36\.0000; Harem \(حارم\), town at 37\.0300,36\.0100"
    ):
        Gazetteer.of(draw(apart)).find("Harim")


def test_people_decide_between_two_towns_of_one_name(draw):
    few, many = {"name": "Tell", "population": "9"}, {"name": "Tell", "population": "900000000"}
    assert Gazetteer.of(draw([("town", 1, 1, few), ("town", 2, 2, many)])).find("Tell").index == 1
    alike = [("town", 1, 1, many), ("town", 2, 2, many)]
    with pytest.raises(AmbiguousError):
        Gazetteer.of(draw(alike)).find("Tell")


def test_a_village_does_not_hide_the_town_that_has_no_name_in_this_script(draw):
    rows = [
        ("town", 7.0453, 35.7392, {"name": "أبو الضهور"}),
        ("village", 8.8, 36.5, {"name": "Abu ad Duhur"}),
    ]
    with pytest.raises(AmbiguousError, match=r"أبو الضهور, town .*; Abu ad Duhur, village"):
        Gazetteer.of(draw(rows)).find("Abu al-Duhur")
    named = [("town", 7.0453, 35.7392, {"name": "أبو الضهور", "name:en": "Abu al-Duhur"}), rows[1]]
    assert Gazetteer.of(draw(named)).find("Abu al-Duhur").kind == "town"


def test_many_places_of_one_name_are_not_all_listed(draw):
    rows = [("village", float(i), 0.0, {"name": "قنطرة"}) for i in range(20)]
    with pytest.raises(AmbiguousError, match=r"village at 7\.0000,0\.0000; and 12 more\. Give"):
        Gazetteer.of(draw(rows)).find("Qantara")


def test_the_name_in_another_script_speaks_against_a_likeness_of_vowels(draw):
    rows = [("town", 36.7493, 35.2906, {"name": "صوران", "name:en": "Suran"})]
    for spelling in ("Soran", "Souran", "Sooran", "As-Suran"):
        assert Gazetteer.of(draw(rows)).find(spelling).name == "Suran"
    with pytest.raises(NotFoundError, match=r"nearest names: Suran \(صوران\)"):
        Gazetteer.of(draw(rows)).find("Sarrin")
    called = {"name": "صوران", "name:en": "Sarin Village"}
    assert Gazetteer.of(draw([(*rows[0][:3], called)])).find("Sarren Village").name == "Sarin Village"


def test_the_name_in_another_script_does_not_outweigh_the_very_name(draw):
    rows = [("town", 36.7493, 35.2906, {"name": "صوران", "name:en": "Suran", "alt_name": "Sarran"})]
    assert Gazetteer.of(draw(rows)).find("sarran").name == "Suran"


# what is found


def test_a_place_shows_its_latin_name_first(towns):
    place = towns.find("Khanaser")
    assert (place.name, place.local_name, place.label) == ("Khanasser", "خناصر", "Khanasser (خناصر)")
    assert (place.index, place.kind, place.lon, place.lat) == (1, "town", 37.4977, 35.7816)
    assert (place.population, place.node, place.osm_id) == (None, -1, 2)
    assert towns.place(1) == place


def test_a_place_without_a_latin_name_shows_what_reports_call_it(towns):
    place = towns.find("Hama")
    assert (place.name, place.local_name, place.label, place.population) == (
        "Hama",
        "حماة",
        "Hama (حماة)",
        460_000,
    )


def test_every_alternative_name_of_a_place_finds_it(towns):
    for query in ("Azaz", "Ezaz", "Arpad", "أعزاز", "اعزاز"):
        assert towns.find(query).osm_id == 13


def test_keys_that_are_no_names_are_not_searched(draw):
    gazetteer = Gazetteer.of(
        draw([("town", 1.0, 1.0, {"name": "Harim", "wikidata": "Q123", "is_in": "Idlib"})])
    )
    assert gazetteer.search("Idlib") == gazetteer.search("Q123") == []


def test_a_place_is_listed_once_though_several_of_its_names_match(draw):
    names = {
        "name": "Al-Sa'an",
        "alt_name": "al-Saan;Al Saan",
        "name:en": "al Sa'an",
        "name:etymology": "Homs",
    }
    gazetteer = Gazetteer.of(draw([("town", 37.4, 35.3, names), ("town", 37.0, 35.0, {"name": "Al Saen"})]))
    assert [m.place.index for m in gazetteer.search("al-Saan", limit=5)] == [0, 1]
    assert [m.place.index for m in gazetteer.search("al-Saan", limit=2)] == [0, 1]
    assert gazetteer.search("Homs") == []


def test_a_match_tells_which_name_matched_and_how_well(towns):
    assert [(m.score, m.matched) for m in towns.search("Ezaz", limit=1)] == [(1.0, "Ezaz")]
    best = towns.search("Aazaz", limit=1)[0]
    assert best.place.osm_id == 13
    assert 0.9 < best.score < 1


def test_the_nearest_places_come_with_their_distance(towns):
    (first, zero), (second, metres) = towns.nearest(36.7496, 35.1343, limit=2)
    assert (first.local_name, zero) == ("حماة", pytest.approx(0, abs=0.01))
    assert (second.local_name, metres) == ("صوران", pytest.approx(17_380, abs=10))
    assert len(towns.nearest(0, 0, limit=100)) == len(towns.network.places)


def test_limit_bounds_the_matches(arabic):
    assert len(arabic.search("a", limit=3)) == 3
    assert arabic.search("Hama", limit=0) == []


# what is not found


@pytest.mark.parametrize("query", ["", "   ", "\u200f", "!?", "x" * 10_000, "🙂", "<script></script>"])
def test_what_is_no_name_is_not_found(arabic, query):
    assert arabic.search(query) == []
    with pytest.raises(NotFoundError, match="no name is like it"):
        arabic.find(query)


@pytest.mark.parametrize(
    "query", ["K", "12", "0", "ح", "北京", "Paris", "name with many words that is no place " * 5]
)
def test_letters_numbers_and_other_lands_are_refused(arabic, query):
    with pytest.raises(NotFoundError, match=r"^no place called "):
        arabic.find(query)


def test_a_name_of_ten_thousand_letters_is_quoted_briefly(arabic):
    with pytest.raises(NotFoundError) as refusal:
        arabic.find("Khanasser " * 1000)
    assert len(str(refusal.value)) < 250


def test_control_characters_and_marks_are_not_repeated_in_errors(arabic):
    with pytest.raises(NotFoundError, match=r"no place called 'Kan aserx' in drawn"):
        arabic.find("Kan\x1b[31m"[:4] + "aserx\u202e\x07")


def test_an_unknown_name_is_refused_with_the_nearest_names(towns):
    with pytest.raises(
        NotFoundError,
        match=r"^no place called 'Kanaserx' in drawn; nearest names: Khanasser \(خناصر\).*\. "
        r"Give a name from 'routegraph places search', or LON,LAT\.$",
    ):
        towns.find("Kanaserx")


def test_a_network_without_places_answers_nothing(draw):
    empty = Gazetteer.of(draw([]))
    assert empty.search("Hama") == empty.nearest(36.7, 35.1) == []
    with pytest.raises(NotFoundError, match="no name is like it"):
        empty.find("Hama")


def test_places_without_names_are_passed_over(draw):
    rows = [
        ("locality", 1.0, 1.0, {}),
        ("town", 1.0, 1.5, {"name": "Harim"}),
        ("town", 2.0, 2.0, {"name": "؟؟"}),
    ]
    gazetteer = Gazetteer.of(draw(rows))
    assert gazetteer.find("Harim").index == 1
    assert gazetteer.place(0).label == ""
    assert gazetteer.search("؟") == gazetteer.search("") == []


# laws


def test_an_exact_name_needs_no_fuzzy_search(draw, monkeypatch):
    gazetteer = Gazetteer.of(draw([("town", 37.5, 35.8, {"name": "خناصر", "name:en": "Khanasser"})]))
    for module in [name for name in sys.modules if name.startswith("rapidfuzz")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    for query in ("Khanasser", "خناصر", "al-Khanasser"):
        assert gazetteer.find(query).index == 0
    assert gazetteer.search("Khanasser", limit=1)[0].score == 1
    with pytest.raises(ImportError):
        gazetteer.find("Khnaser")


def test_the_network_is_not_changed(draw):
    network = draw([("town", 37.5, 35.8, {"name": "خناصر"})])
    before = [np.copy(column) for column in vars(network.places).values()]
    Gazetteer.of(network).search("Khanasser", near=(37.0, 36.0))
    assert all(np.array_equal(a, b) for a, b in zip(before, vars(network.places).values(), strict=True))


names = st.text(st.sampled_from("abehklmnrst -ابتحخسصكلمنويةعغ"), min_size=1, max_size=8)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["city", "village", "locality"]), names), min_size=1, max_size=8))
def test_a_stored_name_is_found_first_or_a_place_of_its_name_is(draw, rows):
    gazetteer = Gazetteer.of(draw([(kind, i * 0.5, 0.0, {"name": n}) for i, (kind, n) in enumerate(rows)]))
    for _, name in rows:
        wanted = normal_form(name).replace(" ", "")
        if not wanted:
            continue
        best = gazetteer.search(name)[0]
        assert best.score == 1
        assert normal_form(best.matched).replace(" ", "") == wanted
        try:
            assert normal_form(gazetteer.find(name).name).replace(" ", "") == wanted
        except AmbiguousError as question:
            assert name.strip() in str(question) or without_articles(wanted) in str(question)


@settings(max_examples=60)
@given(names, st.lists(names, min_size=1, max_size=8), st.integers(1, 10))
def test_matches_are_distinct_scored_and_stable(draw, query, stored, limit):
    gazetteer = Gazetteer.of(draw([("village", i * 0.5, 0.0, {"name": n}) for i, n in enumerate(stored)]))
    found = gazetteer.search(query, limit=limit)
    assert len(found) <= limit
    assert len({m.place.index for m in found}) == len(found)
    assert all(0 <= m.score <= 1 for m in found)
    assert found == Gazetteer.of(gazetteer.network).search(query, limit=limit)
    assert found == gazetteer.search(query, limit=limit + 3)[:limit]


# labels, scripts and neighbours of like names


def test_a_label_as_answers_write_it_is_found_whatever_else_has_its_names(draw):
    rows = [
        ("town", 37.5, 35.8, {"name": "خناصر", "name:en": "Khanasser"}),
        ("village", 36.0, 34.9, {"name": "خناصر", "name:en": "Khanasir"}),
        ("village", 36.9, 35.9, {"name": "عين", "name:en": "Khanasser"}),
        ("hamlet", 38.0, 35.0, {"name": "قرية"}),
    ]
    gazetteer = Gazetteer.of(draw(rows))
    assert gazetteer.find("Khanasser (خناصر)").index == 0
    assert gazetteer.find("خناصر (Khanasir)").index == 1
    assert gazetteer.find(" Khanasser(خناصر) ").index == 0
    as_called = gazetteer.place(3).called("Qarya")
    assert (as_called, gazetteer.find(as_called).index) == ("Qarya (قرية)", 3)


def test_an_exact_name_is_not_doubted_for_a_larger_town_of_a_like_name(draw):
    rows = [
        ("city", 35.3213, 37.0, {"name": "Adana", "population": "1800000"}),
        ("town", 36.1574, 36.2, {"name": "Antakya", "population": "200000"}),
    ]
    assert Gazetteer.of(draw(rows)).find("Antakya").name == "Antakya"


def test_the_local_name_of_a_place_is_its_name_and_never_another_countrys(draw):
    rows = [("town", 7.42, 43.73, {"name": "Monaco", "name:ja": "モナコ公国", "name:ar": "موناكو"})]
    gazetteer = Gazetteer.of(draw(rows))
    assert gazetteer.find("Monaco").label == "Monaco"
    assert gazetteer.find("موناكو").label == "Monaco"


def test_a_place_is_called_in_the_script_of_the_asker(towns):
    place = towns.find("Khanasser")
    assert place.called("Khanaser") == "Khanasser (خناصر)"
    assert place.called("خناصر") == "خناصر (Khanasser)"
    assert towns.find("حماة").called("حماة") == "حماة (Hama)"


@pytest.mark.parametrize(
    ("tags", "label"),
    [
        ({"name": "Monaco", "name:ja": "モナコ公国", "name:ru": "Монако"}, "Monaco"),
        ({"name": "Planken", "name:zh": "普兰肯"}, "Planken"),
        ({"name": "خناصر", "name:en": "Khanasser", "name:zh": "汉纳瑟"}, "Khanasser (خناصر)"),
        ({"name": "Москва", "name:ja": "モスクワ"}, "Moskva (Москва)"),
        ({"name": "Bolzano", "alt_name": "Больцано"}, "Bolzano"),
    ],
)
def test_a_place_is_labelled_by_its_own_name_and_never_by_one_of_another_country(tags, label, draw):
    assert Gazetteer.of(draw([("town", 9.5, 47.2, tags)])).place(0).label == label


def test_of_two_villages_of_one_name_the_larger_is_listed_first_and_neither_is_taken(draw):
    rows = [("village", 5.0, 35.0, {"name": "Qarya"}), ("village", 6.0, 35.0, {"name": "Qarya"})]
    lon, lat = np.full(20, 6.001), np.linspace(34.996, 35.004, 20)
    none = np.zeros(20, np.int32)
    network = replace(draw(rows), nodes=Nodes(lon, lat, none, none))
    gazetteer = Gazetteer.of(network)
    assert gazetteer.index.junctions.tolist() == [0, 20]
    assert [match.place.index for match in gazetteer.search("Qarya")] == [1, 0]
    with pytest.raises(AmbiguousError):
        gazetteer.find("Qarya")


@pytest.mark.parametrize("name", ["Salamiyah", "As-Safira", "Khanasser", "Aleppo", "Hama"])
def test_what_a_place_is_shown_as_finds_it_when_typed(draw, name):
    rows = [("town", lon, lat, {"name": local}) for _, local, _, lon, lat in SPELLINGS]
    gazetteer = Gazetteer.of(draw(rows))
    assert gazetteer.find(name).name == name


@pytest.mark.parametrize("word", ["Iran", "mill", "River", "Kurdish", "Tuesday", "North"])
def test_a_common_word_is_no_misspelt_village_but_may_be_the_very_name_of_one(draw, word):
    like = ("village", 37.0, 36.0, {"name": f"{word[0]}{word[1:]}e"})
    with pytest.raises(NotFoundError, match="no place called"):
        Gazetteer.of(draw([like])).find(word)
    assert Gazetteer.of(draw([like, ("village", 38.0, 36.0, {"name": word})])).find(word).index == 1


def test_a_refusal_tells_that_most_places_have_no_latin_name(draw):
    rows = [("town", 100.0 + i, 14.0, {"name": name}) for i, name in enumerate(["กรุงเทพมหานคร", "เชียงใหม่"])]
    rows.append(("town", 103.0, 14.0, {"name": "ขอนแก่น", "name:en": "Khon Kaen"}))
    gazetteer = Gazetteer.of(draw(rows))
    assert gazetteer.find("Khon Kaen").index == 2
    with pytest.raises(NotFoundError, match=r"1 of its 3 places have a name in Latin letters \(name:en\)"):
        gazetteer.find("Bangkok")
    with pytest.raises(NotFoundError) as refusal:
        gazetteer.find("حلب")
    assert "name:en" not in str(refusal.value)
