from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from routegraph.errors import DataError, NotFoundError
from routegraph.network.lawtags import LIMITS
from routegraph.network.tags import HIGHWAYS, SURFACES, RoadFlag
from routegraph.vehicles import SIZES, VEHICLES, find_vehicle


@pytest.fixture(scope="module")
def street(draw):
    nodes = {str(i): (37 + i / 10, 35.0) for i in range(8)}
    tags = [
        {"highway": "motorway"},
        {"highway": "track", "surface": SURFACES.index("gravel")},
        {"highway": "primary", "maxspeed": 30},
        {"highway": "primary", "hgv": "no"},
        {"highway": "primary", "maxheight": 3.5},
        {"highway": "primary", "surface": SURFACES.index("sand")},
        {"highway": "primary", "flags": int(RoadFlag.IMPASSABLE)},
    ]
    return draw(nodes, [(str(i), str(i + 1), 1000.0, tag) for i, tag in enumerate(tags)])


def test_speed_follows_class_surface_limit_and_access(street):
    there = street.arcs.of_road[:, 0]
    assert VEHICLES["truck"].arc_speed_kph(street)[there].tolist() == [80, 6.5, 30, 0, 0, 0, 0]
    assert VEHICLES["car"].arc_speed_kph(street)[there].tolist() == [100, 10.5, 30, 80, 80, 24, 0]


def test_the_default_lorry_adds_up():
    truck = VEHICLES["truck"]
    own_weight_t = 12
    assert truck.payload_t + own_weight_t == truck.weight_t == truck.rated_weight_t


@pytest.mark.parametrize(
    ("column", "size"),
    [(limit, size) for limit, size in zip(LIMITS, SIZES, strict=True)],
)
def test_each_size_is_held_against_its_own_limit(column, size, draw):
    truck = VEHICLES["truck"]
    limit = getattr(truck, size)
    ends = {"a": (37, 35.0), "b": (37.1, 35.0)}
    for allowed, passes in ((limit, True), (limit - 0.1, False)):
        road = draw(ends, [("a", "b", 1000.0, {"highway": "primary", column: allowed})])
        assert (truck.arc_speed_kph(road) > 0).all() == passes


@pytest.mark.parametrize(
    ("permit", "passed"),
    [("yes", 1), ("destination", 2), ("private", 3), ("no", 4)],
)
def test_a_permit_opens_roads_up_to_its_level(permit, passed, draw):
    nodes = {str(i): (37 + i / 10, 35.0) for i in range(5)}
    levels = ("yes", "destination", "private", "no")
    roads = [(str(i), str(i + 1), 1000.0, {"highway": "primary", "hgv": hgv}) for i, hgv in enumerate(levels)]
    vehicle = replace(VEHICLES["truck"], permit=permit)
    assert (vehicle.arc_speed_kph(draw(nodes, roads)) > 0).sum() == 2 * passed


def test_a_road_that_may_not_be_used_takes_for_ever(street):
    time_s = VEHICLES["truck"].arc_time_s(street)[street.arcs.of_road]
    assert time_s[0] == pytest.approx([45, 45])
    assert np.isinf(time_s[3:]).all()


def test_fuel_off_pavement_is_dearer(street):
    litres = VEHICLES["truck"].arc_fuel_l(street)[street.arcs.of_road[:2]]
    assert litres == pytest.approx(np.array([[0.35, 0.35], [0.455, 0.455]]))
    some = street.arcs.of_road[[1, 0], 0]
    assert VEHICLES["truck"].arc_fuel_l(street, some).tolist() == pytest.approx([0.455, 0.35])


def test_hours_and_litres_make_one_price():
    truck = VEHICLES["truck"]
    assert truck.cost(3600.0, 10.0) == pytest.approx(truck.cost_per_hour + 10 * truck.cost_per_litre)


def test_every_vehicle_knows_every_class_that_carries_traffic():
    for vehicle in VEHICLES.values():
        assert set(vehicle.speed_kph) == set(HIGHWAYS) - {"construction", "proposed"}
        assert set(vehicle.surface_factor) == set(SURFACES) - {""}


def test_a_file_gives_only_what_differs(tmp_path: Path):
    path = tmp_path / "mine.yaml"
    path.write_text("like: car\nfuel_l_per_100km: 9.5\nspeed_kph: {track: 4}\nrefuses: [FERRY]\n")
    mine = find_vehicle(str(path))
    assert (mine.name, mine.fuel_l_per_100km, mine.speed_kph["track"]) == ("mine", 9.5, 4)
    assert mine.speed_kph["primary"] == VEHICLES["car"].speed_kph["primary"]
    assert mine.refuses == ("FERRY",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[1]", "must be keys with values"),
        ("like: tank", "one of: car, truck, 4x4"),
        ("like: [truck]", "'like' is"),
        ("like: {a: b}", "'like' is"),
        ("colour: red", "unknown key 'colour'"),
        ("1: 2\nfoo: 3", "unknown key '1'"),
        ("payload_t: -1", "at least 0"),
        ("payload_t: nan", "not a number from 0"),
        ("payload_t: inf", "not a number from 0"),
        ("payload_t: yes", "must be a number"),
        ("payload_t: 2015-02-30", "must be a number"),
        ("payload_t: 1\npayload_t: 2", "line 2: key 'payload_t' stands twice"),
        ("payload_t: [&a x, *a]", "aliases"),
        ("payload_t: " + "[" * 5000, "nested deeper|not readable"),
        ("speed_kph: {footway: 5}", "unknown key 'footway'"),
        ("speed_kph: {track: fast}", "must be a number"),
        ("refuses: [POTHOLE]", "'POTHOLE'"),
        ("refuses: [[A]]", "'refuses' is"),
        ("mode: tank", "one of: motorcar"),
        ("[A]: b", "a key must be text"),
        ("like: [", "not readable as YAML"),
        ("", "empty"),
    ],
)
def test_a_malformed_vehicle_is_refused(tmp_path: Path, text: str, says: str):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(DataError, match=says):
        find_vehicle(str(path))


def test_an_unknown_vehicle_names_the_known_ones():
    with pytest.raises(NotFoundError, match="car, truck, 4x4"):
        find_vehicle("bicycle")
    with pytest.raises(NotFoundError, match=r"no file missing\.yaml"):
        find_vehicle("missing.yaml")


def test_a_path_of_three_hundred_letters_is_told():
    for name in ("v" * 300 + ".yaml", "v" * 300):
        with pytest.raises((DataError, NotFoundError)):
            find_vehicle(name)
