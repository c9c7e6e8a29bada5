import pytest

from routegraph.errors import QuestionError
from routegraph.network.lawtags import LEVELS, LIMITS
from routegraph.network.quantities import parse_duration, parse_speed
from routegraph.network.rules import Rule, read_node
from routegraph.network.tags import HIGHWAYS, MODES, RoadFlag, highway_mask
from routegraph.network.waytags import RoadTags, read_way


def road(**tags: str) -> RoadTags:
    reading = read_way({"highway": "primary"} | {k.replace("__", ":"): v for k, v in tags.items()})
    assert reading.road is not None
    return reading.road


def rule(**tags: str) -> Rule:
    forward = road(**tags).forward
    assert forward is not None
    return forward


def hgv(value: tuple[object, ...]) -> object:
    return value[list(MODES).index("hgv")]


@pytest.mark.parametrize(
    ("text", "kph"),
    [
        ("50", 50.0),
        ("50 km/h", 50.0),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("10 knots", 18.52),
        ("RU:urban", 60.0),
        ("DE:rural", 100.0),
        ("DE:zone30", 30.0),
        ("DE:zone:20", 20.0),
        ("SY:rural", 90.0),
        ("walk", 7.0),
        ("none", 0.0),
        ("signals", 0.0),
        ("80;60", 60.0),
        ("fast", None),
        ("50 parsecs", None),
        ("-20", None),
        ("99999", 300.0),
        ("", None),
        ("RU:urban;30", 30.0),
        ("40 mph;60 mph", 64.37376),
        ("GB:30", 30.0),
    ],
)
def test_a_speed_is_read_in_every_unit_and_national_form(text: str, kph: float | None) -> None:
    assert parse_speed(text) == (kph if kph is None else pytest.approx(kph))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("02:15", 8100), ("1:30:30", 5430), ("45", 2700), ("PT1H30M", 5400), ("P1D", 86_400), ("long", None)],
)
def test_a_duration_is_read_in_every_form(text: str, seconds: float | None) -> None:
    assert parse_duration(text) == seconds


def test_a_speed_may_stand_in_its_type_or_per_direction_or_kind_of_traffic() -> None:
    assert hgv(rule(maxspeed__type="TR:motorway").maxspeed_kph) == 130
    two = road(maxspeed__forward="80", maxspeed__backward="60")
    assert two.forward and two.backward
    assert (hgv(two.forward.maxspeed_kph), hgv(two.backward.maxspeed_kph)) == (80, 60)
    assert hgv(rule(maxspeed="signals", source__maxspeed="DE:urban").maxspeed_kph) == 50
    assert rule(maxspeed="100", maxspeed__hgv="80").maxspeed_kph == (100, 100, 80, 100)


@pytest.mark.parametrize(
    ("tags", "key", "value"),
    [
        ({"maxweight": "7.5"}, "maxweight", 7.5),
        ({"maxweight": "7,5 t"}, "maxweight", 7.5),
        ({"maxweight": "5 tons"}, "maxweight", 5.0),
        ({"maxweight": "3500 kg"}, "maxweight", 3.5),
        ({"maxweight": "20;10"}, "maxweight", 10.0),
        ({"maxweight": "none"}, "maxweight", 0.0),
        ({"maxweight": "7.5", "maxweight:hgv": "3.5"}, "maxweight", 3.5),
        ({"maxheight": "4.2"}, "maxheight", 4.2),
        ({"maxheight": "13'6\""}, "maxheight", 4.1148),
        ({"maxheight": "13 ft 6 in"}, "maxheight", 4.1148),
        ({"maxheight": "14'"}, "maxheight", 4.2672),
        ({"maxheight": "default"}, "maxheight", 0.0),
        ({"maxheight": "4", "maxheight:physical": "3.1"}, "maxheight", 3.1),
        ({"maxheight:forward": "3"}, "maxheight", 3.0),
        ({"maxheight:backward": "3"}, "maxheight", 0.0),
        ({"maxaxleload": "2.5"}, "maxaxleload", 2.5),
        ({"maxlength": "12 m"}, "maxlength", 12.0),
        ({"maxweightrating": "26"}, "maxweightrating", 26.0),
        ({"maxwidth": "2.3"}, "maxwidth", 2.3),
    ],
)
def test_limits_are_read_with_their_units_for_a_lorry(tags: dict[str, str], key: str, value: float) -> None:
    assert hgv(rule(**tags).limits[list(LIMITS).index(key)]) == pytest.approx(value)


def test_the_width_of_a_road_is_its_own() -> None:
    assert road(width="250 cm").width_m == 2.5


def test_a_value_that_is_not_understood_is_given_back() -> None:
    told = {"maxweight": "heavy", "maxspeed": "slow", "surface": "lava", "hgv": "maybe", "oneway": "often"}
    assert dict(read_way({"highway": "primary"} | told).unread) == told


@pytest.mark.parametrize(
    ("tags", "backward", "reverse", "flag"),
    [
        ({}, True, False, 0),
        ({"oneway": "yes"}, False, False, 0),
        ({"oneway": "1"}, False, False, 0),
        ({"oneway": "-1"}, False, True, 0),
        ({"oneway": "reversible"}, True, False, RoadFlag.REVERSIBLE),
        ({"junction": "roundabout"}, False, False, RoadFlag.ROUNDABOUT),
        ({"junction": "roundabout", "oneway": "no"}, True, False, RoadFlag.ROUNDABOUT),
        ({"highway": "motorway"}, False, False, 0),
        ({"highway": "motorway", "oneway": "no"}, True, False, 0),
        ({"highway": "motorway_link"}, True, False, 0),
    ],
)
def test_a_direction_is_read_or_implied(
    tags: dict[str, str], backward: bool, reverse: bool, flag: int
) -> None:
    reading = read_way({"highway": "primary"} | tags)
    assert reading.road is not None
    assert reading.road.forward is not None
    assert (reading.road.backward is not None, reading.reverse) == (backward, reverse)
    assert reading.road.flags == flag


def test_what_was_implied_is_told() -> None:
    assert read_way({"highway": "motorway"}).imputed == (
        "oneway of motorways",
        "speed by class where maxspeed is not told",
    )
    assert read_way({"highway": "track", "tracktype": "grade3", "maxspeed": "20"}).imputed == (
        "surface from tracktype",
    )


@pytest.mark.parametrize(
    ("tags", "car", "lorry"),
    [
        ({"access": "no"}, "no", "no"),
        ({"access": "no", "motor_vehicle": "yes"}, "yes", "yes"),
        ({"motor_vehicle": "agricultural;forestry"}, "no", "no"),
        ({"vehicle": "no", "motorcar": "yes"}, "yes", "no"),
        ({"hgv": "no"}, "yes", "no"),
        ({"goods": "no"}, "yes", "yes"),
        ({"hgv": "delivery"}, "yes", "destination"),
        ({"motorcar": "no"}, "no", "yes"),
        ({"motor_vehicle": "no", "hgv": "designated"}, "no", "yes"),
        ({"access": "private"}, "private", "private"),
        ({"access": "destination"}, "destination", "destination"),
        ({"access": "no;permit"}, "private", "private"),
        ({"hgv": "no", "hgv:forward": "yes"}, "yes", "yes"),
        ({"motor_vehicle:forward": "no"}, "no", "no"),
        ({"motor_vehicle:backward": "no"}, "yes", "yes"),
        ({"oneway:hgv": "-1"}, "yes", "no"),
    ],
)
def test_the_most_specific_key_says_who_may_pass(tags: dict[str, str], car: str, lorry: str) -> None:
    access = rule(**tags).access
    assert (LEVELS[access[0]], LEVELS[access[list(MODES).index("hgv")]]) == (car, lorry)


@pytest.mark.parametrize(
    ("tags", "flags"),
    [
        ({"bridge": "viaduct", "tunnel": "no", "ford": "yes", "toll": "yes"}, 1 | 4 | 32),
        ({"smoothness": "very_bad"}, RoadFlag.ROUGH),
        ({"smoothness": "impassable"}, RoadFlag.ROUGH | RoadFlag.OFF_ROAD | RoadFlag.IMPASSABLE),
        ({"tracktype": "grade5"}, RoadFlag.ROUGH),
        ({"impassable": "yes"}, RoadFlag.IMPASSABLE),
        ({"construction": "yes"}, RoadFlag.IMPASSABLE),
        ({"construction": "minor"}, 0),
        ({"bridge": "collapsed"}, RoadFlag.BRIDGE | RoadFlag.IMPASSABLE),
    ],
)
def test_flags_say_what_lies_on_the_way(tags: dict[str, str], flags: int) -> None:
    assert road(**tags).flags == flags


def test_what_no_car_uses_or_is_not_built_is_left_out_with_a_reason() -> None:
    assert read_way({"highway": "footway"}).lost == ("ways without motor traffic (footway, path, ...)",)
    assert read_way({"highway": "escape"}).lost == ("ways of highway=escape",)
    assert read_way({"route": "ferry", "foot": "yes"}).lost == ("ferries for people on foot",)
    planned = {"highway": "construction", "construction": "motorway"}
    assert read_way(planned).lost == ("roads under construction or proposed",)
    kept = read_way(planned, keep_planned=True).road
    assert kept is not None
    assert HIGHWAYS[kept.highway] == "construction"
    assert read_way({"highway": "service", "area": "yes"}).lost == ("areas",)
    assert read_way({"route": "bus"}).road is None


def test_a_ferry_is_a_road_that_floats() -> None:
    ferry = read_way({"route": "ferry", "name": "Bosporus"}).road
    assert ferry is not None
    assert (HIGHWAYS[ferry.highway], ferry.flags, ferry.name) == ("ferry", RoadFlag.FERRY, "Bosporus")


def test_rules_that_are_not_modelled_are_told() -> None:
    reading = read_way(
        {"highway": "primary", "access:conditional": "no @ (bis abends)", "turn:lanes": "left|right"}
    )
    assert reading.lost == ("rules per lane (*:lanes); the lane that keeps the fewest out counts",)
    assert reading.unread == (("access:conditional", "no @ (bis abends)"),)


@pytest.mark.parametrize(
    ("tags", "level"),
    [
        ({"barrier": "bollard"}, "no"),
        ({"barrier": "bollard", "bollard": "rising"}, "yes"),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, "yes"),
        ({"barrier": "gate"}, "yes"),
        ({"barrier": "gate", "locked": "yes"}, "private"),
        ({"barrier": "gate", "locked": "yes", "access": "yes"}, "yes"),
        ({"barrier": "gate", "locked": "yes", "access": "private"}, "private"),
        ({"barrier": "gate", "access": "no"}, "no"),
        ({"barrier": "gate", "access": "private"}, "private"),
        ({"barrier": "toll_booth"}, "yes"),
        ({"barrier": "checkpoint", "military": "checkpoint"}, "yes"),
        ({"highway": "crossing"}, "yes"),
        ({"motor_vehicle": "no"}, "no"),
        ({"entrance": "yes", "access": "private"}, "yes"),
    ],
)
def test_what_stands_on_a_node_bars_by_its_kind_its_lock_or_its_access(
    tags: dict[str, str], level: str
) -> None:
    law = read_node(tags)
    assert (LEVELS[hgv(law.rule.access)] if law else "yes") == level


def test_a_height_restrictor_limits_and_an_unknown_barrier_is_given_back() -> None:
    law = read_node({"barrier": "height_restrictor", "maxheight": "2.2"})
    assert law and law.rule.limits[0] == (2.2,) * len(MODES)
    odd = read_node({"barrier": "dragon"})
    assert odd and odd.unread == (("barrier", "dragon"),)


def test_classes_are_selected_with_their_links() -> None:
    def chosen(classes: str) -> set[str]:
        return {name for name, kept in zip(HIGHWAYS, highway_mask(classes), strict=True) if kept}

    assert chosen("trunk+") == {"motorway", "motorway_link", "trunk", "trunk_link"}
    assert chosen("primary, track") == {"primary", "primary_link", "track"}
    assert chosen("trunk+,ferry") == chosen("trunk+") | {"ferry"}
    with pytest.raises(QuestionError, match="no road class called 'path'"):
        highway_mask("path")


@pytest.mark.parametrize(
    ("tags", "half_lanes"),
    [
        ({}, (0, 0)),
        ({"lanes": "1"}, (1, 1)),
        ({"lanes": "2"}, (2, 2)),
        ({"lanes": "3"}, (3, 3)),
        ({"lanes": "3", "lanes:both_ways": "1"}, (2, 2)),
        ({"lanes": "3", "lanes:forward": "2"}, (4, 2)),
        ({"lanes:forward": "2", "lanes:backward": "1"}, (4, 2)),
        ({"lanes": "2", "oneway": "yes"}, (4, 4)),
        ({"lanes": "2", "oneway": "-1"}, (4, 4)),
        ({"lanes": "1", "bridge": "yes"}, (1, 1)),
        ({"oneway": "alternating"}, (1, 1)),
        ({"lanes": "2;4"}, (2, 2)),
        ({"lanes": "many"}, (0, 0)),
    ],
)
def test_lanes_are_shared_out_to_the_directions(tags: dict[str, str], half_lanes: tuple[int, int]) -> None:
    reading = read_way({"highway": "primary"} | tags)
    assert reading.road is not None
    assert reading.road.half_lanes == half_lanes
    assert reading.unread == ((("lanes", "many"),) if tags.get("lanes") == "many" else ())
