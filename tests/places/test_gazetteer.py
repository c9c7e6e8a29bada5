import pytest

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.places.gazetteer import Gazetteer


@pytest.fixture
def towns(draw):
    return Gazetteer.of(
        draw(
            [
                ("city", 36.7496, 35.1343, {"name": "حماة"}),
                ("town", 37.4977, 35.7816, {"name": "خناصر", "name:en": "Khanasser"}),
                ("town", 36.7493, 35.2906, {"name": "صوران"}),
                ("village", 37.2122, 36.5650, {"name": "صوران"}),
                ("village", 37.3749, 36.2637, {"name": "صوران"}),
            ]
        )
    )


def test_an_arabic_name_is_found_by_its_latin_spelling(towns):
    assert towns.find("Hamah").name == "حماة"
    assert towns.find("Khnaser").label == "Khanasser (خناصر)"


def test_a_name_begun_is_searched(towns):
    assert towns.search("khanas")[0].place.label == "Khanasser (خناصر)"


def test_an_unknown_name_is_refused_with_the_nearest_names(towns):
    with pytest.raises(
        NotFoundError, match=r"no place called 'Kanaserx' in drawn; nearest names: Khanasser \(خناصر\)"
    ):
        towns.find("Kanaserx")


def test_one_name_of_three_places_is_a_question_until_nearness_decides(towns):
    with pytest.raises(
        AmbiguousError, match=r"صوران, town at 36\.7493,35\.2906; صوران, village at 37\.2122,36\.5650"
    ):
        towns.find("Suran")
    assert towns.find("Suran", near=(36.96, 35.67)).kind == "town"
