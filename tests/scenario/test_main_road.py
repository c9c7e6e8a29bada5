"""The road known by one place is the main road through it, and a question where it is not clear which."""

from __future__ import annotations

import numpy as np
import pytest

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.places.gazetteer import Gazetteer
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.resolve import Resolver
from routegraph.vehicles import VEHICLES

KM = 1000 / METRES_PER_DEGREE
TOWN = ("Khan", "town", 50 * KM, 0.0)


def resolver_of(draw, *more, places=(TOWN,), main="primary", nodes=None):
    """A main road of 100 km along the equator, in stretches of 10 km, through a town in its middle."""
    points = {f"m{i}": (10 * i * KM, 0.0) for i in range(11)} | (nodes or {})
    roads = [(f"m{i}", f"m{i + 1}", 10_000, {"highway": main}) for i in range(10)]
    network = draw(points, [*roads, *more], places)
    return Resolver(RoadGraph.of(network, VEHICLES["car"]), Gazetteer.of(network))


@pytest.mark.parametrize("written", ["Khan road", "the Khan highway", "khan Road", "Khan route"])
def test_the_road_known_by_a_town_is_the_main_road_through_it(draw, written):
    found = resolver_of(draw).find(written)
    assert found.roads.tolist() == list(range(10))
    assert found.how == "the main road through Khan, 100.0 km"


def test_it_ends_where_a_road_of_a_higher_class_meets_it(draw):
    trunk = ("m2", "t", 9000, {"highway": "trunk"})
    found = resolver_of(draw, trunk, nodes={"t": (20 * KM, 9 * KM)}).find("Khan road")
    assert found.roads.tolist() == list(range(2, 10))


def test_it_ends_at_a_city(draw):
    city = ("Grand", "city", 80 * KM, 0.0)
    assert resolver_of(draw, places=(TOWN, city)).find("Khan road").roads.tolist() == list(range(8))


def test_it_goes_straight_on_and_takes_no_road_beside(draw):
    beside = [("m7", "b", 9000, {"highway": "primary"}), ("m5", "c", 900, {"highway": "residential"})]
    nodes = {"b": (70 * KM, 9 * KM), "c": (50 * KM, 0.9 * KM)}
    assert resolver_of(draw, *beside, nodes=nodes).find("Khan road").roads.tolist() == list(range(10))


def test_a_road_that_turns_back_to_the_town_ends_there(draw):
    """On a circle of 15 km radius the road is 30 km off at most, and nearer again from its node 8 on."""
    turn = [i * np.pi / 6 for i in range(12)]
    nodes = {f"c{i}": (15 * np.sin(a) * KM, 15 * (1 - np.cos(a)) * KM) for i, a in enumerate(turn)}
    roads = [(f"c{i}", f"c{i + 1}", 8000, {"highway": "primary"}) for i in range(11)]
    network = draw(nodes, roads, (("Khan", "town", 0.0, 0.0),))
    found = Resolver(RoadGraph.of(network, VEHICLES["car"]), Gazetteer.of(network)).find("Khan road")
    assert found.roads.tolist() == list(range(8))


def test_a_village_beside_a_main_road_gives_it_its_name(draw):
    village = ("Khan", "village", 50 * KM, 1.5 * KM)
    assert resolver_of(draw, places=(village,)).find("Khan road").roads.tolist() == list(range(10))


@pytest.mark.parametrize(
    ("more", "nodes", "told"),
    [
        ([("m5", "n", 30000, {"highway": "primary"})], {"n": (50 * KM, 30 * KM)}, "3 main roads leave Khan"),
        (
            [(end, "m5", 9000, {"highway": "primary", "ref": ref}) for end, ref in (("n", "7"), ("s", "8"))],
            {"n": (50 * KM, 30 * KM), "s": (50 * KM, -9 * KM)},
            "roads road 7, road 8 pass Khan",
        ),
        ([("m5", "n", 900, {"highway": "motorway", "ref": "M5"})], {"n": (50 * KM, KM)}, "M5 passes Khan"),
        (
            [
                ("m5", "n", 900, {"highway": "motorway", "ref": "M5"}),
                ("n", "o", 900, {"highway": "motorway", "ref": "M4"}),
            ],
            {"n": (50 * KM, KM), "o": (51 * KM, KM)},
            "M5, M4 pass Khan; name the one that is meant",
        ),
    ],
)  # fmt: skip
def test_which_road_is_asked_where_several_leave_the_town(draw, more, nodes, told):
    with pytest.raises(AmbiguousError, match=told):
        resolver_of(draw, *more, nodes=nodes).find("Khan road")


def test_the_road_of_a_city_is_a_question_and_so_is_one_of_no_place(draw):
    resolver = resolver_of(draw, places=(("Grand", "city", 50 * KM, 0.0),))
    with pytest.raises(AmbiguousError, match="which of the roads of Grand is meant"):
        resolver.find("Grand road")
    with pytest.raises(NotFoundError, match="no place called 'Nowhere road'"):
        resolver.find("Nowhere road")


def test_a_road_of_that_very_name_goes_first(draw):
    named = ("m2", "n", 9000, {"highway": "tertiary", "name": "Khan road"})
    found = resolver_of(draw, named, nodes={"n": (20 * KM, 9 * KM)}).find("Khan road")
    assert found.roads.tolist() == [10] and found.how == "roads named Khan road"
