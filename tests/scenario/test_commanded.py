"""A captured place cuts the main road that it commands, and no road of another place."""

from __future__ import annotations

import numpy as np
import pytest

from routegraph.network.geometry import METRES_PER_DEGREE, road_middle
from routegraph.network.osmfile import read_osm
from routegraph.network.sphere import great_circle_m
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.commanded import COMMAND_M, MAIN_CLASSES, commanded_roads
from routegraph.places.gazetteer import Gazetteer
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.resolve import Resolver
from routegraph.study import Study
from routegraph.vehicles import VEHICLES

KM = 1000 / METRES_PER_DEGREE


def resolver_of(draw, *places, main="trunk"):
    """A main road along the equator in stretches of 2 km, and a lane north from its middle."""
    nodes = {f"m{i}": (2 * i * KM, 0.0) for i in range(11)} | {"v": (10 * KM, 1.6 * KM)}
    roads = [(f"m{i}", f"m{i + 1}", 2000, {"highway": main, "ref": "42"}) for i in range(10)]
    roads += [("m5", "v", 1600, {"highway": "track"})]
    network = draw(nodes, roads, places)
    return Resolver(RoadGraph.of(network, VEHICLES["4x4"]), Gazetteer.of(network))


VILLAGE = ("Village", "village", 10 * KM, 1.6 * KM)


def test_a_village_commands_the_main_road_that_passes_within_two_kilometres(draw):
    found = resolver_of(draw, VILLAGE).find("Village")
    assert found.roads.tolist() == [4, 5, 10]
    assert found.commanded == "road 42, 1.6 km off"
    assert found.how == ("within 1 km of Village, and the main road that it commands: road 42, 1.6 km off")


def test_a_radius_that_is_told_is_all_that_closes(draw):
    resolver = resolver_of(draw, VILLAGE)
    assert resolver.find("Village~1km").roads.tolist() == [10]
    assert resolver.find("Village~2km").roads.tolist() == [4, 5, 10]
    assert not resolver.find("Village~2km").commanded


def test_a_lesser_road_and_one_farther_off_are_not_commanded(draw):
    assert resolver_of(draw, VILLAGE, main="secondary").find("Village").roads.tolist() == [10]
    far = ("Village", "village", 10 * KM, 2.1 * KM)
    assert not resolver_of(draw, far).find("Village").commanded
    hamlet = ("Village", "hamlet", 10 * KM, 1.6 * KM)
    assert not resolver_of(draw, hamlet).find("Village").commanded


@pytest.mark.parametrize(
    ("other", "roads"),
    [
        (("Nearer", "village", 10 * KM, -0.5 * KM), [10]),
        (("Nearer", "hamlet", 10 * KM, -0.5 * KM), [10]),
        (("Eastward", "village", 12 * KM, -0.5 * KM), [4, 10]),
        (("Farther", "village", 10 * KM, -3 * KM), [4, 5, 10]),
    ],
)
def test_a_road_whose_nearest_place_is_another_stays_open(draw, other, roads):
    assert resolver_of(draw, VILLAGE, other).find("Village").roads.tolist() == roads


def test_the_answer_tells_which_road_was_taken_for_that_reason(draw):
    resolver = resolver_of(draw, VILLAGE, ("West", "town", 0, 0), ("East", "town", 20 * KM, 0))
    answer = Study(resolver.network, VEHICLES["4x4"]).whatif("West", "East", close=["Village"])
    assert answer.outcome == "severed"
    assert [w for w in answer.warnings if "commands" in w] == [
        "Village also closes the main road that it commands: road 42, 1.6 km off; "
        "'Village~1km' closes what lies within 1 km alone."
    ]


def test_a_district_is_a_stated_radius_where_the_source_has_no_boundary(draw):
    found = resolver_of(draw, VILLAGE).find("district:Village")
    assert found.roads.tolist() == [2, 3, 4, 5, 6, 7, 10]
    assert found.how == "within 5 km of Village, for its district, of which drawn has no boundary"


def test_no_village_of_a_real_country_takes_the_road_of_another_place(corridor_file, capsys):
    """300 random villages, with the distance of every place by brute force."""
    network = read_osm(corridor_file, name="corridor")
    gazetteer = Gazetteer.of(network)
    places = network.places
    villages = np.flatnonzero(places.kind == PLACE_KINDS.index("village"))
    chosen = np.random.default_rng(13).choice(villages, 300, replace=False)
    changed = 0
    for index in chosen.tolist():
        roads, metres = commanded_roads(network, gazetteer.place(index))
        changed += len(roads) > 0
        for road, distance_m in zip(roads.tolist(), metres.tolist(), strict=True):
            assert network.road_class(road) in MAIN_CLASSES
            assert distance_m <= COMMAND_M["village"]
            for lon, lat in (road_middle(network, road), _nearest_point(network, road, places, index)):
                far = great_circle_m(lon, lat, places.lon, places.lat)
                nearest = np.flatnonzero(far <= far.min() + 1.0)
                assert index in nearest or places.name[index] in places.name[nearest]
    assert changed >= 20


def _nearest_point(network, road, places, index):
    """Point of a road nearest to a place, by dense sampling of its line."""
    lon, lat = network.road_shape(road)
    along = np.linspace(0, len(lon) - 1, 200 * len(lon))
    lon, lat = (np.interp(along, np.arange(len(lon)), axis) for axis in (lon, lat))
    best = int(np.argmin(great_circle_m(places.lon[index], places.lat[index], lon, lat)))
    return lon[best], lat[best]
