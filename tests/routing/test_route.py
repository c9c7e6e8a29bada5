"""What is told of a way: its figures, its legs, the towns that it passes, and one line for all of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Leg, Route, route_of, towns_along
from routegraph.routing.search import best_path
from routegraph.vehicles import VEHICLES

KM = 1000 / METRES_PER_DEGREE
NOTHING = np.empty(0)


def leg(length_m: float, name: str = "", ref: str = "", label: str = "") -> Leg:
    return Leg(name, ref, label or ref or name or "local road", length_m, 1.26)


def way(*legs: Leg, via: tuple[str, ...] = (), at: float = 0.9) -> Route:
    """A way that passes some towns at a share of its length."""
    metres, shares = sum(one.length_m for one in legs), (at,) * len(via)
    return Route(NOTHING, NOTHING, NOTHING, 3600.26, metres, 1.126, 2.226, 0.116, "USD", legs, via, shares)


def test_legs_of_three_in_a_hundred_are_told_and_shorter_ones_are_not():
    told = way(leg(30, "a"), leg(29, "b"), leg(941, ref="M5"))
    assert [one.label for one in told.main_legs()] == ["a", "M5"]
    assert [one.label for one in told.main_legs(0.5)] == ["M5"]
    assert told.by == "a, M5"


def test_a_way_of_half_named_roads_is_told_by_them_and_of_fewer_by_four_towns_that_it_passes():
    towns = ("A", "B", "C", "D", "E")
    half = way(leg(500, ref="M5"), leg(500), via=towns)
    less = way(leg(400, ref="M5"), leg(600), via=towns)
    assert half.by == "M5"
    assert less.by == "M5, roads through A, B, C, D"
    assert way(leg(1000), via=towns[:1]).by == "roads through A"
    assert way(leg(400, ref="M5"), leg(600)).by == "M5"
    assert way(leg(600), leg(400)).by == "local road"
    assert way().by == "local roads"


def test_towns_on_legs_that_are_named_are_not_those_of_the_others():
    legs = (leg(400, ref="M5"), leg(600))
    assert way(*legs, via=("A", "B"), at=0.3).towns_off(legs[:1]) == ()
    assert way(*legs, via=("A", "B"), at=0.3).by == "M5"
    assert way(*legs, via=("A", "B"), at=0.5).towns_off(legs[:1]) == ("A", "B")
    assert way(*legs, via=("A", "B"), at=0.5).towns_off(legs[1:]) == ()


def test_a_road_that_is_taken_twice_is_told_once():
    assert way(leg(400, ref="M5"), leg(200, ref="60"), leg(400, ref="M5")).by == "M5, 60"


def test_plain_data_has_a_tenth_of_a_second_and_of_a_metre_and_hundredths_of_money_and_litres():
    told = way(leg(1000.26, "a", "M5"), via=("B",)).to_dict()
    assert told == {
        "time_s": 3600.3, "length_m": 1000.3, "cost": 1.13, "fuel_l": 2.23, "cost_per_t": 0.12, "via": ["B"],
        "itinerary": [{"name": "a", "ref": "M5", "length_m": 1000.3, "time_s": 1.3}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def network(draw):
    """Twenty kilometres to the east; towns 1.4 and 1.6 km beside it, and 4.9 and 5.1 km from its ends."""
    nodes = {f"n{i}": (i * KM, 0.0) for i in range(21)}
    roads = [(f"n{i}", f"n{i + 1}", 1000, {"ref": "M5" if i < 12 else "60"}) for i in range(20)]
    places = [
        ("Late", "town", 14.9 * KM, 0.0), ("Later", "town", 15.1 * KM, 0.0),
        ("Off", "town", 10 * KM, 1.6 * KM), ("Soon", "town", 4.9 * KM, 0.0),
        ("Next", "city", 5.1 * KM, 0.0), ("Near", "town", 10 * KM, 1.4 * KM),
        ("Hamlet", "village", 8 * KM, 0.0), ("South", "town", 8 * KM, -1.4 * KM),
    ]  # fmt: skip
    return draw(nodes, roads, places)


def test_towns_within_1500_m_of_a_way_and_5_km_from_its_ends_are_passed_in_order(network):
    lon, lat = np.array(network.nodes.lon), np.array(network.nodes.lat)
    passed = towns_along(network, lon, lat)
    assert list(passed) == ["Next", "South", "Near", "Late"]
    assert list(passed.values()) == pytest.approx([0.25, 0.35, 0.45, 0.7])  # of its stretch
    assert list(towns_along(network, lon[::-1], lat[::-1])) == ["Late", "Near", "South", "Next"]
    assert towns_along(network, lon[:0], lat[:0]) == {}


def test_a_way_adds_up_and_has_a_leg_for_each_road_that_it_keeps_to(network):
    truck = replace(VEHICLES["truck"], payload_t=20.0)
    graph = RoadGraph.of(network, truck)
    path = best_path(graph, 0, 20)
    assert path is not None
    found = route_of(graph, path)
    assert [(one.ref, one.length_m) for one in found.legs] == [("M5", 12_000.0), ("60", 8_000.0)]
    assert found.time_s == pytest.approx(sum(one.time_s for one in found.legs))
    assert found.time_s == pytest.approx(20 / truck.speed_kph["primary"] * 3600, rel=1e-6)
    assert (found.length_m, found.cost_per_t) == (20_000.0, found.cost / 20)
    assert found.nodes == tuple(range(1, 22))
    assert route_of(RoadGraph.of(network, replace(truck, payload_t=0.0)), path).cost_per_t == 0.0
    slowly = route_of(graph, path, 2 * graph.time_s[path.arcs])
    assert slowly.time_s == pytest.approx(2 * found.time_s)
    assert slowly.legs[1].time_s == pytest.approx(2 * found.legs[1].time_s)
