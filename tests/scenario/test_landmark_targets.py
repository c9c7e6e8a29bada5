"""Districts, border crossings, bridges, tunnels and ferries as targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import routegraph
from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.places.gazetteer import Gazetteer
from routegraph.reports.event import Event, Status
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.closure import closure_of
from routegraph.scenario.resolve import Resolver, apply
from routegraph.vehicles import find_vehicle


def osm(nodes: str, ways: str, relations: str = "") -> str:
    """Draw a map: nodes ``id lon lat key=value;...``, ways ``id nodes key=value;...``, one on each line."""

    def tags(told: str) -> str:
        pairs = (pair.split("=") for pair in told.split(";") if pair)
        return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in pairs)

    parts = ['<osm version="0.6">']
    for line in filter(None, map(str.strip, nodes.splitlines())):
        number, lon, lat, *rest = line.split(None, 3)
        parts.append(f'<node id="{number}" version="1" lon="{lon}" lat="{lat}">{tags("".join(rest))}</node>')
    for kind, told in (("way", ways), ("relation", relations)):
        for line in filter(None, map(str.strip, told.splitlines())):
            number, members, rest = line.split(None, 2)
            inner = "".join(
                f'<nd ref="{m}"/>' if kind == "way" else f'<member type="way" ref="{m}" role="outer"/>'
                for m in members.split(",")
            )
            parts.append(f'<{kind} id="{number}" version="1">{inner}{tags(rest)}</{kind}>')
    return "".join([*parts, "</osm>"])


@pytest.fixture
def resolver(tmp_path: Path) -> Callable[[str], Resolver]:
    def make(text: str) -> Resolver:
        file = tmp_path / "drawn.osm"
        file.write_text(text, "utf-8")
        return resolver_of(read_osm(file))

    return make


def resolver_of(network: Network) -> Resolver:
    return Resolver(RoadGraph.of(network, find_vehicle("truck")), Gazetteer.of(network))


def ways_of(resolver: Resolver, target: str) -> set[int]:
    roads = resolver.network.roads
    return {
        int(way)
        for road in resolver.find(target).roads.tolist()
        for way in roads.way_id[roads.way_start[road] : roads.way_start[road + 1]]
    }


GRID = """
    1 36.00 35.00
    2 36.05 35.00
    3 36.10 35.00
    4 36.15 35.00
    5 36.05 35.05
    9 36.06 35.001 place=town;name=Alpha;name:ar=ألفا
    10 36.14 35.001 place=village;name=Bravo
    51 36.03 34.97
    52 36.07 34.97
    53 36.07 35.03
    54 36.03 35.03
    61 36.00 34.90
    62 36.20 34.90
    63 36.20 35.20
    64 36.00 35.20
"""
STREETS = """
    100 1,2 highway=primary
    101 2,3 highway=primary
    102 3,4 highway=primary
    103 2,5 highway=primary
    201 51,52,53 note=line
    202 53,54,51 note=line
    203 61,62,63,64,61 note=line
"""
SMALL = "7 201,202 type=boundary;boundary=administrative;admin_level={level};name={name}\n"
LARGE = "8 203 type=boundary;boundary=administrative;admin_level={level};name={name}\n"


def test_a_district_closes_the_roads_inside_its_boundary(resolver: Callable[[str], Resolver]) -> None:
    with_boundary = resolver(osm(GRID, STREETS, SMALL.format(level=6, name="Alpha District")))
    found = with_boundary.find("district:Alpha")
    assert ways_of(with_boundary, "district:Alpha") == {100, 101, 103}
    assert found.how == "roads inside the boundary of Alpha District, admin_level 6"


def test_without_a_boundary_a_district_is_a_stated_radius(resolver: Callable[[str], Resolver]) -> None:
    without = resolver(osm(GRID, STREETS))
    assert ways_of(without, "district:Bravo") == {101, 102}
    assert without.find("district:Bravo").how == (
        "within 5 km of Bravo, for its district, of which drawn has no boundary"
    )


@pytest.mark.parametrize("asked", ["countryside of Bravo", "Bravo district", "the area of Bravo"])
def test_the_area_around_a_place_may_be_asked_with_its_kind(
    resolver: Callable[[str], Resolver], asked: str
) -> None:
    without = resolver(osm(GRID, STREETS))
    assert ways_of(without, f"district:{asked}") == ways_of(without, "district:Bravo")
    with pytest.raises(NotFoundError, match="For the area of that name ask 'district:Bravo'"):
        without.find(asked)


def test_no_circle_stands_for_a_province_nor_for_a_part_of_the_countryside(
    resolver: Callable[[str], Resolver],
) -> None:
    without = resolver(osm(GRID, STREETS))
    with pytest.raises(NotFoundError, match="no circle about a town is a province; give a file"):
        without.find("district:Bravo Province")
    with pytest.raises(NotFoundError, match="no place called 'southern countryside of Bravo'"):
        without.find("district:southern countryside of Bravo")


def test_a_boundary_of_another_name_is_not_the_district_of_what_lies_in_it(
    resolver: Callable[[str], Resolver],
) -> None:
    drawn = resolver(osm(GRID, STREETS, LARGE.format(level=6, name="Charlie District")))
    assert "has no boundary" in drawn.find("district:Alpha").how
    assert ways_of(drawn, "district:Charlie") == {100, 101, 102, 103}


@pytest.mark.parametrize(
    "name", ["ناحية ألفا", "منطقة ألفا", "Alpha", "Alpha Sub-district", "Municipality of Alpha"]
)
def test_a_boundary_is_found_by_any_name_of_its_place(resolver: Callable[[str], Resolver], name: str) -> None:
    drawn = resolver(osm(GRID, STREETS, SMALL.format(level=8, name=name)))
    assert "inside the boundary" in drawn.find("district:Alpha").how


def test_of_two_areas_of_a_name_the_district_is_meant_and_the_other_is_told(
    resolver: Callable[[str], Resolver],
) -> None:
    both = SMALL.format(level=6, name="Alpha District") + LARGE.format(level=4, name="Alpha Governorate")
    drawn = resolver(osm(GRID, STREETS, both))
    assert ways_of(drawn, "district:Alpha") == {100, 101, 103}
    assert "(not Alpha Governorate, admin_level 4)" in drawn.find("district:Alpha").how
    assert ways_of(drawn, "district:Alpha Governorate") == {100, 101, 102, 103}


def test_a_province_must_be_named_in_full(resolver: Callable[[str], Resolver]) -> None:
    drawn = resolver(osm(GRID, STREETS, LARGE.format(level=4, name="Alpha Governorate")))
    assert "has no boundary" in drawn.find("district:Alpha").how
    assert "inside the boundary" in drawn.find("district:Alpha Governorate").how


def test_two_districts_of_one_name_are_a_question(resolver: Callable[[str], Resolver]) -> None:
    both = SMALL.format(level=6, name="Zulu District") + LARGE.format(level=6, name="Zulu District")
    with pytest.raises(AmbiguousError, match="may be several areas of drawn"):
        resolver(osm(GRID, STREETS, both)).find("district:Zulu")


@given(st.lists(st.tuples(st.floats(35.99, 36.16), st.floats(34.95, 35.07)), min_size=3, max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_district_closes_just_the_roads_that_meet_its_area(
    tmp_path_factory: pytest.TempPathFactory, corners: list[tuple[float, float]]
) -> None:
    hull = shapely.convex_hull(shapely.MultiPoint(corners))
    if hull.geom_type != "Polygon" or hull.area < 1e-4:
        return
    ring = list(hull.exterior.coords)[:-1]
    nodes = GRID + "".join(f"{300 + i} {x} {y}\n" for i, (x, y) in enumerate(ring))
    line = ",".join(str(300 + i) for i in [*range(len(ring)), 0])
    tags = "boundary=administrative;admin_level=7;name=Zulu"
    file = tmp_path_factory.mktemp("drawn") / "drawn.osm"
    file.write_text(osm(nodes, f"{STREETS}\n400 {line} {tags}"), "utf-8")
    found = resolver_of(read_osm(file))
    network = found.network
    lines = [
        shapely.LineString(list(zip(*network.road_shape(r), strict=True))) for r in range(len(network.roads))
    ]
    closed = {r for r, road in enumerate(lines) if road.intersects(hull)}
    unsure = {r for r, road in enumerate(lines) if road.distance(hull.exterior) < 0.0005}
    try:
        roads = set(found.find("district:Zulu").roads.tolist())
    except NotFoundError:
        roads = set()
    assert roads - unsure == closed - unsure


BORDER = """
    1 36.00 35.00
    2 36.02 35.00 barrier=border_control;name=معبر باب الهوى;name:en=Bab al-Hawa Border Crossing
    3 36.05 35.00
    4 36.00 35.0005
    5 36.02 35.0005 barrier=border_control;name=باب الهوى
    6 36.05 35.0005
    7 36.035 35.00 barrier=border_control;name=Cilvegözü Sınır Kapısı
    8 36.00 35.02
    9 36.05 35.02
    20 36.50 35.00 barrier=border_control
    21 36.49 35.00
    22 36.51 35.00
    30 36.505 35.01 place=village;name=Delta
    31 36.001 35.01 place=village;name=Echo
    40 37.50 35.00
    41 37.51 35.00
    42 37.505 35.001 place=village;name=Foxtrot
"""
LANES = """
    100 1,2 highway=primary;oneway=yes
    110 2,7,3 highway=primary;oneway=yes
    101 6,5 highway=primary;oneway=yes
    111 5,4 highway=primary;oneway=yes
    102 8,9 highway=primary
    103 1,4 highway=primary
    104 3,6 highway=primary
    105 1,8 highway=primary
    120 21,20,22 highway=primary
    121 3,21 highway=primary
    130 40,41 highway=primary
    131 22,40 highway=primary
"""


@pytest.mark.parametrize(
    "name", ["Bab al-Hawa", "Bab al-Hawa border crossing", "Bab Al Hawa", "باب الهوى", "معبر باب الهوى"]
)
def test_a_crossing_is_found_by_its_own_name_with_all_lanes(
    resolver: Callable[[str], Resolver], name: str
) -> None:
    drawn = resolver(osm(BORDER, LANES))
    assert ways_of(drawn, f"crossing:{name}") == {100, 110, 101, 111}
    assert "the crossing named معبر باب الهوى" in drawn.find(f"crossing:{name}").how


def test_a_crossing_is_found_by_the_names_of_both_sides(resolver: Callable[[str], Resolver]) -> None:
    drawn = resolver(osm(BORDER, LANES))
    both = drawn.find("crossing:Bab al-Hawa - Cilvegözü").roads
    one = drawn.find("crossing:Cilvegozu").roads
    assert set(one.tolist()) < set(both.tolist())
    assert len(drawn.find("crossing:Bab al-Hawa / Reyhanlı").roads)


def test_a_crossing_without_a_name_is_the_one_near_the_place(resolver: Callable[[str], Resolver]) -> None:
    drawn = resolver(osm(BORDER, LANES))
    assert ways_of(drawn, "crossing:Delta") == {120}
    assert "the border control without a name, 1.2 km from Delta" in drawn.find("crossing:Delta").how
    assert ways_of(drawn, "crossing:36.5,35.001") == {120}


def test_where_no_border_control_is_mapped_the_crossing_is_at_the_place(
    resolver: Callable[[str], Resolver],
) -> None:
    drawn = resolver(osm(BORDER, LANES))
    assert ways_of(drawn, "crossing:Foxtrot") == {130, 131}
    assert "as drawn has no border control near it" in drawn.find("crossing:Foxtrot").how
    with pytest.raises(NotFoundError, match="no place called 'Golf'"):
        drawn.find("crossing:Golf")


def test_two_crossings_of_one_name_are_a_question(resolver: Callable[[str], Resolver]) -> None:
    twice = BORDER.replace(
        "20 36.50 35.00 barrier=border_control", "20 36.50 35.00 barrier=border_control;name=باب الهوى"
    )
    with pytest.raises(AmbiguousError, match=r"several crossings of drawn .* give crossing:LON,LAT"):
        resolver(osm(twice, LANES)).find("crossing:باب الهوى")


WATER = """
    1 36.00 35.00
    2 36.02 35.00
    3 36.04 35.00
    4 36.06 35.00
    5 36.00 35.0004
    6 36.02 35.0004
    7 36.04 35.0004
    8 36.06 35.0004
    9 36.05 35.02 place=village;name=Ferrytown
    10 36.01 35.002 place=village;name=Holton
"""
SPANS = """
    100 1,2 highway=primary;tunnel=yes;name={tunnel};oneway=yes
    101 6,5 highway=primary;tunnel=yes;oneway=yes;name={tunnel}
    102 2,3 highway=primary
    103 3,4 route=ferry;name=North Ferry
    104 7,8 route=ferry;name=South Ferry
    105 6,7 highway=primary;name=Ferrytown Road
    106 2,6 highway=primary
    107 4,8 highway=primary
"""


def test_a_ferry_is_found_by_its_name_or_by_a_place(resolver: Callable[[str], Resolver]) -> None:
    drawn = resolver(osm(WATER, SPANS.format(tunnel="Long Tunnel")))
    assert ways_of(drawn, "ferry:North Ferry") == {103}
    assert ways_of(drawn, "ferry:South") == {104}
    assert ways_of(drawn, "ferry:Ferrytown") == {104}
    assert ways_of(drawn, "ferry:36.05,34.999") == {103}
    with pytest.raises(NotFoundError, match="no place called 'East'"):
        drawn.find("ferry:East")


def test_a_tunnel_closes_both_bores_and_no_road_beside(resolver: Callable[[str], Resolver]) -> None:
    drawn = resolver(osm(WATER, SPANS.format(tunnel="Long Tunnel")))
    assert ways_of(drawn, "tunnel:Long Tunnel") == {100, 101}
    assert ways_of(drawn, "tunnel:Long") == {100, 101}
    assert ways_of(drawn, "tunnel:Holton") == {100, 101}


def test_two_tunnels_of_one_name_far_apart_are_a_question(resolver: Callable[[str], Resolver]) -> None:
    far = "10 36.01 35.002 place=village;name=Holton\n11 36.3 35.0\n12 36.31 35.0\n"
    nodes = WATER.replace("10 36.01 35.002 place=village;name=Holton", far)
    ways = SPANS.format(tunnel="Long Tunnel") + "130 11,12 highway=primary;tunnel=yes;name=Long Tunnel\n"
    drawn = resolver(osm(nodes, ways + "131 4,11 highway=primary"))
    with pytest.raises(AmbiguousError, match=r"2 tunnels of drawn answer to 'Long'.*give tunnel:LON,LAT"):
        drawn.find("tunnel:Long")


def test_a_street_that_leads_over_a_bridge_does_not_name_it(resolver: Callable[[str], Resolver]) -> None:
    drawn = resolver(osm(WATER, SPANS.format(tunnel="Holton Street")))
    assert "0.2 km from Holton" in drawn.find("tunnel:Holton").how
    with pytest.raises(NotFoundError, match="no place called 'Street'"):
        drawn.find("tunnel:Street")


TOWNS: Mapping[str, Mapping[str, str]] = {
    "liechtenstein": {
        "district:Vaduz": "boundary of Vaduz, admin_level 8",
        "district:Oberland": "boundary of Oberland, admin_level 6",
        "crossing:Schaanwald": "the crossing named Schaanwald",
        "crossing:Schaanwald - Feldkirch": "the crossing named Feldkirch",
        "crossing:Mauren": "the border control Feldkirch, 2.1 km from Mauren",
        "tunnel:Triesenberg": "the tunnel of Stegertunnel",
    },
    "monaco": {
        "district:Monaco": "boundary of Monaco, admin_level 8",
        "tunnel:Monaco": "the tunnel named Tunnel de Monaco",
        "ferry:Bateau Bus": "the ferry named Bateau Bus",
        "ferry:Fontvieille": "the ferry of Bateau Bus, 1.0 km from Fontvieille",
    },
    "harrisburg": {"district:Steelton": "boundary of Steelton, admin_level 8"},
}


@pytest.mark.parametrize("town", TOWNS)
def test_real_towns_hold_them_all(shared_data: Path, town: str) -> None:
    found = resolver_of(read_osm(shared_data / "towns" / f"{town}.osm.pbf"))
    for target, how in TOWNS[town].items():
        assert how in found.find(target).how


def test_the_bundled_network_has_no_boundaries_and_says_so(hama_aleppo: routegraph.Study) -> None:
    answer = hama_aleppo.whatif("Hama", "Aleppo", close=["district:Khanasser"])
    (closure,) = answer.question.situation.closures
    assert "within 10 km of Khanasser" in closure.found.how
    assert "of which hama-aleppo has no boundary" in closure.found.how


def test_where_no_bridge_is_marked_the_stretch_of_the_main_road_stands_for_it(
    hama_aleppo: routegraph.Study,
) -> None:
    answer = hama_aleppo.whatif("Homs", "Hama", close=["bridge:Rastan"])
    (closure,) = answer.question.situation.closures
    length_m = hama_aleppo.network.roads.length_m[closure.found.roads].sum()
    assert length_m < 1000
    assert answer.outcome == "longer"
    assert "in place of the bridge, as hama-aleppo marks none, the stretch of M5" in closure.found.how


def test_of_several_bridges_near_a_place_the_nearest_is_taken_and_the_others_are_told(
    resolver: Callable[[str], Resolver],
) -> None:
    nodes = """
        1 36.00 35.00
        2 36.01 35.00
        3 36.02 35.00
        4 36.03 35.00
        5 36.04 35.00
        9 36.012 35.005 place=town;name=Alpha
    """
    roads = """
        100 1,2 highway=primary
        101 2,3 highway=primary;bridge=yes
        102 3,4 highway=primary
        103 4,5 highway=primary;bridge=yes
    """
    found = resolver(osm(nodes, roads))
    assert ways_of(found, "bridge:Alpha") == {101}
    assert found.find("bridge:Alpha").how.endswith("from Alpha; 1 more near it, which bridge:LON,LAT takes")


def test_a_report_that_may_mean_any_of_several_bridges_closes_none_and_names_them(
    resolver: Callable[[str], Resolver],
) -> None:
    nodes = """
        1 36.00 35.00
        2 36.01 35.00
        3 36.02 35.00
        4 36.03 35.00
        5 36.04 35.00
        9 36.012 35.005 place=town;name=Alpha
    """
    roads = """
        100 1,2 highway=primary
        101 2,3 highway=primary;bridge=yes
        102 3,4 highway=primary
        103 4,5 highway=primary;bridge=yes
    """
    found = resolver(osm(nodes, roads))
    told = Event(
        "bridge:Alpha", Status.DAMAGED, confidence=0.7, quote="It fell.", spelled="the bridge at Alpha"
    )
    unplaced: dict[str, NotFoundError | AmbiguousError] = {}
    assert apply([closure_of(told)], found, unplaced) == ()
    assert str(unplaced["bridge:Alpha"]) == (
        "'the bridge at Alpha' may be bridge:Alpha (the bridge of unnamed primary road, 0.6 km from Alpha) "
        "or bridge:36.0350,35.0000: name the right one with --close."
    )
    asked = Event("bridge:Alpha", Status.DAMAGED)
    (applied,) = apply([closure_of(asked)], found, {})
    assert applied.closure.event is asked
