"""Targets on a drawn network: a main road west to east, a road across, a bridge above."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from routegraph.errors import AmbiguousError, DataError, NotFoundError, QuestionError
from routegraph.network.tags import RoadFlag
from routegraph.places.gazetteer import Gazetteer
from routegraph.reports.event import Event, Status
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.applied import disruption_of
from routegraph.scenario.closure import (
    Effect,
    EffectRule,
    closed_on_request,
    closure_of,
    parse_effect,
    slowed_on_request,
)
from routegraph.scenario.resolve import KEPT, Resolver, apply
from routegraph.vehicles import VEHICLES


@pytest.fixture(scope="module")
def network(draw):
    nodes = {
        "a": (37.0, 35.0), "b": (37.1, 35.0), "c": (37.2, 35.0), "d": (37.3, 35.0),
        "n": (37.1, 35.2), "s": (37.1, 34.8), "w": (37.18, 35.1), "e": (37.22, 34.9),
    }  # fmt: skip
    roads = [
        ("a", "b", 9_100, {"ref": "M1", "name": "Main Road"}),
        ("b", "c", 9_100, {"ref": "M1;R7", "name": "Main Road"}),
        ("c", "d", 9_100, {"ref": "M1", "name": "Main Road"}),
        ("n", "b", 22_200, {"name": "North Road"}),
        ("b", "s", 22_200, {"name": "South Road"}),
        ("w", "e", 22_500, {"name": "Flyover", "flags": int(RoadFlag.BRIDGE)}),
        ("n", "w", 13_000),
        ("s", "e", 15_000),
    ]
    places = [
        ("Alpha", "city", 37.0, 35.0), ("Beta", "town", 37.1, 35.0), ("Gamma", "village", 37.2, 35.0),
        ("Delta", "town", 37.3, 35.0), ("Norton", "village", 37.1, 35.2), ("Twin", "town", 37.1, 34.8),
        ("Twin", "town", 37.22, 34.9), ("Dune", "hamlet", 37.25, 35.02),
    ]  # fmt: skip
    return draw(nodes, roads, places)


@pytest.fixture
def resolver(network):
    return Resolver(RoadGraph.of(network, VEHICLES["car"]), Gazetteer.of(network))


def names(network, roads):
    return sorted(f"{network.road_name(int(r)) or 'unnamed'} {int(r)}" for r in roads)


@pytest.mark.parametrize(
    ("target", "roads"),
    [
        ("M1", [0, 1, 2]),
        ("m 1", [0, 1, 2]),
        ("R7", [1]),
        ("Main Road", [0, 1, 2]),
        ("name:north road", [3]),
        ("Beta", [0, 1, 3, 4]),
        ("Gamma~500m", [1, 2, 5]),
        ("37.05,35.0~1km", [0]),
        ("Alpha - Gamma", [0, 1]),
        ("M1 @ Beta..Delta", [1, 2]),
        ("name:Main Road @ Alpha..Gamma", [0, 1]),
        ("way/103", [3]),
        ("node/2", [0, 1, 3, 4]),
    ],
)
def test_a_target_closes_these_roads(resolver, target, roads):
    assert resolver.find(target).roads.tolist() == roads


def test_a_place_off_the_road_closes_its_nearest_junction(resolver):
    found = resolver.find("Dune")
    assert found.roads.tolist() == [1, 2]
    assert "nearest junction" in found.how


def test_an_area_closes_roads_that_merely_cross_it(resolver, tmp_path: Path):
    path = tmp_path / "held.geojson"
    ring = [[37.14, 34.9], [37.16, 34.9], [37.16, 35.1], [37.14, 35.1], [37.14, 34.9]]
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    assert resolver.find(str(path)).roads.tolist() == [1]


def test_a_bridge_over_the_area_is_closed_and_listed_unless_spared(network, resolver):
    found = resolver.find("37.2,35.0~500m")
    assert found.roads.tolist() == [1, 2, 5]
    assert found.passing_over.tolist() == [5]
    sparing = Resolver(resolver.graph, resolver.gazetteer, spare_bridges=True)
    assert sparing.find("37.2,35.0~500m").roads.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("target", "error", "says"),
    [
        ("M9", NotFoundError, "Roads of like name: M1"),
        ("ref:M9", NotFoundError, "nearest: M1"),
        ("Atlantis", NotFoundError, "Atlantis"),
        ("Twin", AmbiguousError, "37.1"),
        ("38.5,36.5~1km", NotFoundError, "lies within 1 km of 38.5,36.5"),
        ("35.0,37.1~1km", QuestionError, "swap them"),
        ("way/7", NotFoundError, "no way 7"),
        ("missing.geojson", NotFoundError, "no file missing.geojson"),
        ("M1 @ Norton..Atlantis", NotFoundError, "Atlantis"),
    ],
)
def test_a_target_that_matches_nothing_says_what_is_nearest(resolver, target, error, says):
    with pytest.raises(error, match=says):
        resolver.find(target)


@pytest.mark.parametrize(
    "text", ["{", '{"type": "Point", "coordinates": [37, 35]}', "[1]", '{"features": [{"geometry": 3}]}']
)
def test_a_file_without_polygons_is_told(resolver, tmp_path: Path, text: str):
    path = tmp_path / "bad.geojson"
    path.write_text(text)
    with pytest.raises(DataError, match=r"bad\.geojson"):
        resolver.find(str(path))


def test_closed_beats_slowed_and_the_strongest_slowing_holds(resolver):
    closures = [slowed_on_request("M1=2"), slowed_on_request("R7=5"), closed_on_request("37.05,35.0~1km")]
    disruption = disruption_of(apply(closures, resolver))
    assert disruption.closed.tolist() == [0]
    assert dict(zip(disruption.slowed.tolist(), disruption.factor.tolist(), strict=True)) == {1: 5.0, 2: 2.0}


@pytest.mark.parametrize("text", ["M1", "M1=", "=2", "M1=fast", "M1=0.5", "M1=inf", "M1=nan"])
def test_a_slowing_needs_a_factor_from_one(text):
    with pytest.raises(QuestionError, match="TARGET=FACTOR"):
        slowed_on_request(text)


@pytest.mark.parametrize(
    ("text", "status", "rule"),
    [
        ("threatened=1.5", Status.THREATENED, EffectRule(Effect.SLOW, 1.5)),
        ("contested=mark", Status.CONTESTED, EffectRule(Effect.MARK)),
        ("restricted=close", Status.RESTRICTED, EffectRule(Effect.CLOSE)),
    ],
)
def test_an_effect_changes_what_a_status_does(text, status, rule):
    assert parse_effect(text) == (status, rule)


@pytest.mark.parametrize(
    "text", ["threatened", "threatened=", "lost=close", "threatened=0.5", "threatened=nan", "a=slow"]
)
def test_a_malformed_effect_says_how_to_write_it(text):
    with pytest.raises(QuestionError, match="STATUS=close"):
        parse_effect(text)


def square(path: Path, west: float, east: float) -> str:
    ring = [[west, 34.9], [east, 34.9], [east, 35.05], [west, 35.05], [west, 34.9]]
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    return str(path)


def test_an_area_file_that_has_changed_is_read_anew(resolver, tmp_path):
    held = tmp_path / "held.geojson"
    assert resolver.find(square(held, 37.02, 37.04)).roads.tolist() == [0]
    assert resolver.find(square(held, 37.11, 37.111)).roads.tolist() == [1]


def test_a_geometry_is_told_under_the_name_of_each_target_that_has_it(resolver):
    area = "POLYGON ((37.02 34.9, 37.04 34.9, 37.04 35.05, 37.02 35.05, 37.02 34.9))"
    assert [resolver.find(name, area).how for name in ("East", "West")] == [
        "roads that cross East",
        "roads that cross West",
    ]


def test_a_resolver_keeps_the_targets_asked_for_last_and_no_more(resolver):
    first = resolver.find("37.1,35~1km")
    assert resolver.find("37.1,35~1km") is first
    for i in range(KEPT["targets"]):
        resolver.find(f"37.1,35~{i + 2}km")
    again = resolver.find("37.1,35~1km")
    assert again is not first
    assert again.roads.tolist() == first.roads.tolist()


@pytest.mark.parametrize(
    ("target", "how", "at", "radius_m", "linear", "widespread"),
    [
        ("M1", "roads with ref M1", (37.15, 35.0), 0.0, True, True),
        ("name:North Road", "roads named North Road", (37.1, 35.1), 0.0, True, True),
        ("Beta", "within 2 km of Beta", (37.1, 35.0), 2000.0, False, False),
        ("Gamma~500m", "within 0.5 km of Gamma", (37.2, 35.0), 500.0, False, False),
        ("37.05,35.0~1km", "within 1 km of 37.05,35", (37.05, 35.0), 1000.0, False, False),
        (
            "Alpha - Gamma",
            "the quickest way between Alpha and Gamma, 18.2 km",
            (37.05, 35.0),
            0.0,
            True,
            False,
        ),
        ("M1 @ Beta..Delta", "M1 between Beta and Delta", (37.15, 35.0), 0.0, True, False),
        ("way/103", "OSM way 103", (37.1, 35.1), 0.0, True, False),
        ("node/2", "OSM node 2", (37.1, 35.0), 0.0, False, False),
    ],
)
def test_a_target_says_how_it_was_read_where_it_is_marked_and_what_it_is(
    resolver, target, how, at, radius_m, linear, widespread
):
    found = resolver.find(target)
    told = (found.how, (found.lon, found.lat), found.radius_m, found.linear, found.widespread)
    assert told == (how, pytest.approx(at), radius_m, linear, widespread)


def test_an_area_is_widespread_and_its_lines_are_told_with_their_share(resolver, tmp_path: Path):
    box = [[37.04, 34.99], [37.06, 34.99], [37.06, 35.01], [37.04, 35.01], [37.04, 34.99]]
    for name, shape, how in (
        ("box.geojson", {"type": "Polygon", "coordinates": [box]}, "roads that cross box.geojson"),
        (
            "line.geojson",
            {"type": "LineString", "coordinates": [[37.0, 35.0], [37.05, 35.0], [37.1, 35.0]]},
            "roads along or across the lines of line.geojson (100% on roads)",
        ),
    ):
        (tmp_path / name).write_text(json.dumps(shape), "utf-8")
        found = resolver.find(str(tmp_path / name))
        assert (found.roads.tolist(), found.how, found.widespread, found.linear) == ([0], how, True, False)
        assert (found.lon, found.lat) == pytest.approx((37.05, 35.0))


def test_the_id_of_a_place_off_the_roads_closes_around_the_place(draw):
    network = draw(
        {"a": (37.0, 35.0), "b": (37.1, 35.0)}, [("a", "b", 9_100)], [("Far", "town", 37.05, 35.01)] * 12
    )
    network = replace(network, places=replace(network.places, osm_id=np.arange(100, 112)))
    resolver = Resolver(RoadGraph.of(network, VEHICLES["car"]), Gazetteer.of(network))
    found = resolver.find("node/107")
    assert (found.roads.tolist(), found.how, found.lat) == (
        [0],
        "within 2 km of Far, and the nearest junction, 4.7 km off",
        35.01,
    )
    with pytest.raises(NotFoundError, match="no node 112 on the roads of drawn"):
        resolver.find("node/112")


def test_what_an_event_does_has_a_factor_where_it_slows_and_a_delay_where_it_says_one():
    def of(status: Status, **more):
        closure = closure_of(Event("M1", status, **more))
        return closure.effect, closure.factor, closure.delay_s, closure.on_request

    assert of(Status.BLOCKED) == (Effect.CLOSE, 1.0, 0.0, False)
    assert of(Status.BLOCKED, factor=3.0) == (Effect.CLOSE, 1.0, 0.0, False)
    assert of(Status.RESTRICTED) == (Effect.SLOW, 2.0, 0.0, False)
    assert of(Status.RESTRICTED, factor=1.5) == (Effect.SLOW, 1.5, 0.0, False)
    assert of(Status.RESTRICTED, delay="90min") == (Effect.SLOW, 1.0, 5400.0, False)
    assert of(Status.BLOCKED, delay="4h") == (Effect.SLOW, 1.0, 14_400.0, False)
    assert closure_of(Event("M1", Status.BLOCKED), status=Status.RESTRICTED).factor == 2.0
    asked = closed_on_request("M1")
    assert (asked.effect, asked.factor, asked.on_request) == (Effect.CLOSE, 1.0, True)
    assert (slowed_on_request("M1=2.5").factor, slowed_on_request("M1=2.5").on_request) == (2.5, True)


@pytest.fixture(scope="module")
def town(draw):
    nodes = {"a": (37.0, 35.0), "b": (37.1, 35.0), "c": (37.2, 35.0), "d": (37.3, 35.0), "e": (37.4, 35.0)}
    roads = [
        ("a", "b", 9_100, {"name": "Derry Street"}),
        ("b", "c", 9_100, {"name": "Derry St", "ref": "US 22"}),
        ("c", "d", 9_100, {"name": "South 29th Street"}),
        ("d", "e", 9_100, {"name": "улица Добролюбова"}),
        ("a", "e", 40_000, {"name": "North Main Street"}),
        ("a", "d", 40_000, {"name": "South Main Street"}),
        ("a", "c", 40_000, {"name": "Penbrook Avenue"}),
    ]
    network = draw(nodes, roads, [("Alpha", "city", 37.0, 35.0)])
    return Resolver(RoadGraph.of(network, VEHICLES["car"]), Gazetteer.of(network))


@pytest.mark.parametrize(
    ("target", "roads", "how"),
    [
        ("derry st.", [0, 1], "roads named Derry Street, Derry St"),
        ("name:Derry Street", [0, 1], "roads named Derry Street, Derry St"),
        ("US-22", [1], "roads with ref US-22"),
        ("Route 22", [1], "roads with ref US 22"),
        ("29th Street", [2], "roads named South 29th Street"),
        ("Dobrolyubova Street", [3], "roads named ulitsa Dobrolyubova (улица Добролюбова)"),
    ],
)
def test_a_street_is_found_as_people_write_it_and_told_as_the_map_does(town, target, roads, how):
    found = town.find(target)
    assert (found.roads.tolist(), found.how) == (roads, how)


@pytest.mark.parametrize(
    ("target", "streets"),
    [
        ("Main Street", "North Main Street, South Main Street"),
        ("Penbrook", "Penbrook Avenue"),
        ("Dobrolyubova", "улица Добролюбова"),
    ],
)
def test_a_name_of_several_streets_or_perhaps_of_a_place_is_a_question(town, target, streets):
    with pytest.raises(NotFoundError, match=f"Roads of like name: {streets}"):
        town.find(target)
