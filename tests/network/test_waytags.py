from types import SimpleNamespace

import pytest

from routegraph.errors import QuestionError
from routegraph.network.geometry import road_label
from routegraph.network.tags import HIGHWAYS, RoadFlag, highway_mask
from routegraph.network.waytags import RoadTags, parse_speed, read_way, stops_cars


def road(**tags: str) -> RoadTags:
    reading = read_way({"highway": "primary"} | {k.replace("__", ":"): v for k, v in tags.items()})
    assert reading.road is not None
    return reading.road


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
        ("80;60", 80.0),
        ("fast", 0.0),
        ("50 parsecs", 0.0),
        ("-20", 0.0),
        ("99999", 300.0),
        ("", 0.0),
    ],
)
def test_a_speed_is_read_in_every_unit_and_national_form(text: str, kph: float) -> None:
    assert parse_speed(text) == pytest.approx(kph)


def test_a_speed_may_stand_in_its_type_or_per_direction() -> None:
    assert road(maxspeed__type="TR:motorway").maxspeed_kph == 130
    assert road(maxspeed__forward="80", maxspeed__backward="60").maxspeed_kph == 60
    assert road(maxspeed="signals", source__maxspeed="DE:urban").maxspeed_kph == 50


@pytest.mark.parametrize(
    ("tags", "column", "value"),
    [
        ({"maxweight": "7.5"}, "maxweight_t", 7.5),
        ({"maxweight": "7,5 t"}, "maxweight_t", 7.5),
        ({"maxweight": "3500 kg"}, "maxweight_t", 3.5),
        ({"maxweight": "none"}, "maxweight_t", 0.0),
        ({"maxheight": "4.2"}, "maxheight_m", 4.2),
        ({"maxheight": "13'6\""}, "maxheight_m", 4.1148),
        ({"maxheight": "14'"}, "maxheight_m", 4.2672),
        ({"maxheight": "default"}, "maxheight_m", 0.0),
        ({"width": "250 cm"}, "width_m", 2.5),
        ({"width": "6", "maxwidth": "2.3"}, "width_m", 2.3),
    ],
)
def test_quantities_are_read_with_their_units(tags: dict[str, str], column: str, value: float) -> None:
    assert getattr(road(**tags), column) == pytest.approx(value)


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
    assert (reading.road.forward, reading.road.backward, reading.reverse) == (True, backward, reverse)
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
    ("tags", "flags"),
    [
        ({"access": "no"}, RoadFlag.NO_MOTOR_VEHICLE),
        ({"access": "no", "motor_vehicle": "yes"}, 0),
        ({"motor_vehicle": "agricultural;forestry"}, RoadFlag.NO_MOTOR_VEHICLE),
        ({"vehicle": "no", "motorcar": "yes"}, RoadFlag.NO_HGV),
        ({"hgv": "no"}, RoadFlag.NO_HGV),
        ({"hgv": "delivery"}, RoadFlag.PRIVATE),
        ({"motorcar": "no"}, RoadFlag.NO_MOTOR_VEHICLE),
        ({"motor_vehicle": "no", "hgv": "designated"}, RoadFlag.NO_CAR),
        ({"access": "private"}, RoadFlag.PRIVATE),
        ({"access": "destination"}, 0),
        ({"access": "no;permit"}, RoadFlag.PRIVATE),
        ({"bridge": "viaduct", "tunnel": "no", "ford": "yes", "toll": "yes"}, 1 | 4 | 32),
        ({"smoothness": "very_bad"}, RoadFlag.ROUGH),
        ({"smoothness": "impassable"}, RoadFlag.ROUGH | RoadFlag.OFF_ROAD),
        ({"tracktype": "grade5"}, RoadFlag.ROUGH),
    ],
)
def test_flags_say_who_may_pass_and_what_lies_on_the_way(tags: dict[str, str], flags: int) -> None:
    assert road(**tags).flags == flags


def test_what_no_car_uses_or_is_not_built_is_left_out_with_a_reason() -> None:
    assert read_way({"highway": "footway"}) == (
        None,
        False,
        (),
        ("ways without motor traffic (footway, path, ...)",),
    )
    planned = {"highway": "construction", "construction": "motorway"}
    assert read_way(planned).lost == ("roads under construction or proposed",)
    kept = read_way(planned, keep_planned=True).road
    assert kept is not None
    assert HIGHWAYS[kept.highway] == "construction"
    assert read_way({"highway": "service", "area": "yes"}).lost == ("areas",)
    assert read_way({"route": "bus"}) == (None, False, (), ())


def test_a_ferry_is_a_road_that_floats() -> None:
    ferry = read_way({"route": "ferry", "name": "Bosporus"}).road
    assert ferry is not None
    assert (HIGHWAYS[ferry.highway], ferry.flags, ferry.name) == ("ferry", RoadFlag.FERRY, "Bosporus")


def test_rules_that_are_not_modelled_are_told() -> None:
    reading = read_way(
        {"highway": "primary", "access:conditional": "no @ (Mo-Fr)", "turn:lanes": "left|right"}
    )
    assert reading.lost == ("rules per lane (*:lanes)", "rules that hold at certain times (*:conditional)")


@pytest.mark.parametrize(
    ("tags", "stops"),
    [
        ({"barrier": "bollard"}, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "locked": "yes"}, True),
        ({"barrier": "gate", "access": "no"}, True),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "toll_booth"}, False),
        ({"highway": "crossing"}, False),
    ],
)
def test_a_barrier_stops_cars_by_its_kind_or_its_access(tags: dict[str, str], stops: bool) -> None:
    assert stops_cars(tags) is stops


def test_classes_are_selected_with_their_links() -> None:
    def chosen(classes: str) -> set[str]:
        return {name for name, kept in zip(HIGHWAYS, highway_mask(classes), strict=True) if kept}

    assert chosen("trunk+") == {"motorway", "motorway_link", "trunk", "trunk_link"}
    assert chosen("primary, track") == {"primary", "primary_link", "track"}
    assert chosen("trunk+,ferry") == chosen("trunk+") | {"ferry"}
    with pytest.raises(QuestionError, match="no road class called 'path'"):
        highway_mask("path")


@pytest.mark.parametrize(
    ("name", "ref", "label"),
    [
        ("Khanasser road", "", "Khanasser road"),
        ("Aleppo - Ramadi", "4", "Aleppo - Ramadi (4)"),
        ("", "M5", "M5"),
        ("", "42", "road 42"),
        ("", "", "unnamed living street road"),
    ],
)
def test_a_road_is_called_by_its_name_and_a_bare_number_is_called_a_road(name, ref, label):
    network = SimpleNamespace(
        road_name=lambda _: name, road_ref=lambda _: ref, road_class=lambda _: "living_street"
    )
    assert road_label(network, 0) == label
