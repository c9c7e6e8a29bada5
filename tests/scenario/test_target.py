import pytest

from routegraph.errors import QuestionError
from routegraph.scenario.target import (
    AreaTarget,
    BetweenTarget,
    DistrictTarget,
    OsmTarget,
    PlaceOrRoad,
    PlaceTarget,
    PointTarget,
    RoadTarget,
    parse_target,
)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Khanasser", PlaceOrRoad("Khanasser")),
        ("  M5 ", PlaceOrRoad("M5")),
        ("As-Safira", PlaceOrRoad("As-Safira")),
        ("Khanasser~3km", PlaceTarget("Khanasser", 3000)),
        ("Khanasser ~ 500 m", PlaceTarget("Khanasser", 500)),
        ("37.50,35.78~2km", PointTarget(37.5, 35.78, 2000)),
        ("-0.5, 51.2 ~250m", PointTarget(-0.5, 51.2, 250)),
        ("Ithriya - Khanasser", BetweenTarget("Ithriya", "Khanasser")),
        ("As-Safira – Tell Aran", BetweenTarget("As-Safira", "Tell Aran")),
        ("district:Ithriya", DistrictTarget("Ithriya")),
        ("District: Jabal Samaan", DistrictTarget("Jabal Samaan")),
        ("ref:42", RoadTarget("ref", "42")),
        ("name:road east of the M5", RoadTarget("name", "road east of the M5")),
        ("M5 @ Morek..Saraqib", RoadTarget("ref", "M5", ("Morek", "Saraqib"))),
        (
            "name:Khanasser road @ Ithriya..Khanasser",
            RoadTarget("name", "Khanasser road", ("Ithriya", "Khanasser")),
        ),
        ("held.geojson", AreaTarget("held.geojson")),
        ("way/123", OsmTarget("way", 123)),
        ("node/9", OsmTarget("node", 9)),
        ("خناصر", PlaceOrRoad("خناصر")),
    ],
)
def test_a_target_is_read(text, target):
    assert parse_target(text) == target


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "closes nothing"),
        ("Khanasser~-3km", "above 0"),
        ("37.5,35.8~0km", "above 0"),
        ("Khanasser~far", "a radius is a number"),
        ("37.5,35.8", "37.5,35.8~2km"),
        ("237.5,35.8~2km", "not a point on the globe"),
        ("M5 @ Morek..", "M5 @ Morek..Saraqib"),
        ("M5 @ ..Saraqib", "M5 @ Morek..Saraqib"),
    ],
)
def test_a_malformed_target_says_how_to_write_it(text, remedy):
    with pytest.raises(QuestionError, match=remedy.replace(".", r"\.")):
        parse_target(text)
