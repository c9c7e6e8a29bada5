from pathlib import Path

import numpy as np
import pytest

from routegraph.errors import DataError, NotFoundError
from routegraph.network.tags import HIGHWAYS, SURFACES, RoadFlag
from routegraph.vehicles import VEHICLES, find_vehicle


@pytest.fixture(scope="module")
def street(draw):
    nodes = {str(i): (37 + i / 10, 35.0) for i in range(8)}
    tags = [
        {"highway": "motorway"},
        {"highway": "track", "surface": SURFACES.index("gravel")},
        {"highway": "primary", "maxspeed": 30},
        {"highway": "primary", "flags": int(RoadFlag.NO_HGV)},
        {"highway": "primary", "maxheight": 3.5},
        {"highway": "primary", "surface": SURFACES.index("sand")},
        {"highway": "primary", "flags": int(RoadFlag.NO_MOTOR_VEHICLE)},
    ]
    return draw(nodes, [(str(i), str(i + 1), 1000.0, tag) for i, tag in enumerate(tags)])


def test_speed_follows_class_surface_limit_and_access(street):
    assert VEHICLES["truck"].road_speed_kph(street).tolist() == [80, 6.5, 30, 0, 0, 0, 0]
    assert VEHICLES["car"].road_speed_kph(street).tolist() == [100, 10.5, 30, 80, 80, 24, 0]


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
        ("[1]", "must be a mapping"),
        ("like: tank", "none of car"),
        ("colour: red", "unknown key 'colour'"),
        ("payload_t: -1", "number from 0"),
        ("payload_t: .nan", "number from 0"),
        ("payload_t: yes", "number from 0"),
        ("speed_kph: {footway: 5}", "speed_kph maps"),
        ("speed_kph: {track: fast}", "speed_kph maps"),
        ("refuses: [POTHOLE]", "refuses lists some of"),
        ("like: [", "cannot be read"),
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
    with pytest.raises(NotFoundError, match="no vehicle file"):
        find_vehicle("missing.yaml")
