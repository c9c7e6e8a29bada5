"""Streets of the network close as reports tell: whole, between two others, at a place, or as a question."""

from __future__ import annotations

import datetime as dt

import pytest

from routegraph.places.gazetteer import Gazetteer
from routegraph.reading.prose import extract
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.resolve import Resolver
from routegraph.vehicles import VEHICLES

DAY = dt.date(2026, 11, 24)
STEP = 0.005  # degrees, about half a kilometre


@pytest.fixture(scope="module")
def city(draw):
    """Front Street over five corners, four streets that cross it; Elm Street is there twice, far apart."""
    nodes = {f"f{i}": (i * STEP, 0.0) for i in range(5)} | {f"n{i}": (i * STEP, STEP) for i in range(5)}
    nodes |= {"far": (1.0, 0.0), "farther": (1.0, STEP), "s3": (3 * STEP, -STEP)}
    roads = [(f"f{i}", f"f{i + 1}", 500, {"name": "North Front Street"}) for i in range(4)]
    crossing = {0: "Elm Street", 1: "1st Avenue", 2: "Rue de la Gare", 3: "Feldkircher Straße"}
    roads += [(f"f{i}", f"n{i}", 500, {"name": name}) for i, name in crossing.items()]
    roads += [("far", "farther", 500, {"name": "Elm Street"}), ("f4", "far", 90_000, {"ref": "7"})]
    roads += [("f3", "s3", 500, {"name": "Feldkircher Straße", "bridge": "yes"})]
    places = [("Northam", "village", 0.0, STEP), ("Eastend", "village", 4 * STEP, 0.0)]
    return draw(nodes, roads, places)


def told(city, text):
    return extract(text, Gazetteer.of(city), date=DAY)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Front Street is closed because of flooding.", "North Front Street"),
        ("North Front St is closed to traffic.", "North Front Street"),
        ("Police closed First Avenue on Monday.", "1st Avenue"),
        ("The Rue de la Gare was blocked by protesters.", "Rue de la Gare"),
        ("Feldkircher Strasse is flooded and closed.", "Feldkircher Straße"),
        ("Rue de la Gare in Northam is closed.", "Rue de la Gare @ Northam"),
        (
            "Front Street is closed between First Avenue and Rue de la Gare.",
            "North Front Street @ 0.00500,0.00000..0.01000,0.00000",
        ),
    ],
)
def test_a_street_is_found_by_the_name_that_the_network_has(city, text, target):
    (event,) = told(city, text).events
    assert (event.target, event.status.value) == (target, "blocked")


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Elm Street is closed.", ("name:Elm Street",)),
        ("Front Street is closed between Elm Street and Nowhere Street.", ("name:North Front Street",)),
        ("Nowhere Street is closed.", ()),
    ],
)
def test_what_part_of_a_street_is_meant_is_asked_where_it_is_not_clear(city, text, targets):
    found = told(city, text)
    assert found.events == ()
    assert [one.targets for one in found.unlocated] == [targets]


def test_the_part_between_two_corners_closes_what_lies_between_them(city):
    resolver = Resolver(RoadGraph.of(city, VEHICLES["car"]), Gazetteer.of(city))
    assert resolver.find("North Front Street @ 0.005,0..0.01,0").roads.tolist() == [1]
    assert resolver.find("Rue de la Gare @ Northam").roads.tolist() == [6]


def test_a_common_word_is_no_street(city):
    found = told(city, "The front was closed and the avenue of talks is blocked.")
    assert (found.events, found.unlocated) == ((), ())
