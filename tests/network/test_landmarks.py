"""Border controls and administrative boundaries as files hold them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from routegraph.network.landmarks import BoundaryRows
from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.network.store import open_network, save
from routegraph.network.strings import StringCoder

NODES = {
    1: (36.0, 35.0),
    2: (36.1, 35.0),
    3: (36.0, 35.1),
    11: (36.02, 34.98),
    12: (36.08, 34.98),
    13: (36.08, 35.02),
    14: (36.02, 35.02),
    21: (36.05, 35.0, {"barrier": "border_control", "name": "Al-Bab", "name:fr": "La Porte"}),
    22: (36.2, 35.3, {"barrier": "border_control"}),
    23: (36.2, 35.3, {"barrier": "gate", "name": "Gate"}),
}
ROAD = (100, [1, 21, 2], {"highway": "primary"})
HALVES = [(201, [11, 12, 13], {}), (202, [11, 14, 13], {"boundary": "administrative"})]


def relation(members: str, level: str = "6", name: str = "Alpha District", number: int = 7) -> str:
    ways = "".join(f'<member type="way" ref="{way}" role="outer"/>' for way in members.split())
    return (
        f'<relation id="{number}" version="1">{ways}<tag k="type" v="boundary"/>'
        f'<tag k="boundary" v="administrative"/><tag k="admin_level" v="{level}"/>'
        f'<tag k="name" v="{name}"/></relation>'
    )


def names(network: Network) -> list[str]:
    d = network.districts
    return [network.strings[int(d.names_text[int(start)])] for start in d.names_start[:-1]]


def test_border_controls_keep_their_names_and_gates_are_none(drawn: Callable[..., Network]) -> None:
    network = drawn(NODES, [ROAD])
    crossings = network.crossings
    assert crossings.osm_id.tolist() == [21, 22]
    assert (crossings.lon[0], crossings.lat[0]) == (36.05, 35.0)
    assert [network.strings[int(code)] for code in crossings.names_text] == ["Al-Bab", "La Porte"]
    assert crossings.names_start.tolist() == [0, 2, 2]


def test_a_boundary_is_joined_of_ways_that_need_no_tags_of_their_own(drawn: Callable[..., Network]) -> None:
    network = drawn(NODES, [ROAD, *HALVES], relation("202 201"))
    assert names(network) == ["Alpha District"]
    assert network.districts.level.tolist() == [6]
    square = shapely.box(36.02, 34.98, 36.08, 35.02)
    assert network.districts.area(0).symmetric_difference(square).area < 1e-6
    assert network.provenance.bbox == pytest.approx((36.0, 35.0, 36.1, 35.0))


def test_a_boundary_that_is_cut_off_is_counted_and_not_kept(drawn: Callable[..., Network]) -> None:
    network = drawn(NODES, [ROAD, *HALVES], relation("202") + relation("201 999", number=8))
    assert not len(network.districts)
    assert network.provenance.lost["boundaries whose line is not whole"] == 2


def test_countries_nameless_areas_and_other_boundaries_are_no_districts(
    drawn: Callable[..., Network],
) -> None:
    park = relation("201 202").replace("administrative", "national_park")
    more = relation("201 202", level="2") + relation("201 202", name="", number=8) + park
    network = drawn(NODES, [ROAD, *HALVES], more)
    assert not len(network.districts)


def test_a_closed_way_is_a_district_unless_it_is_part_of_a_relation(drawn: Callable[..., Network]) -> None:
    tags = {"boundary": "administrative", "admin_level": "8", "name": "Ring"}
    ring = (203, [11, 12, 13, 14, 11], tags)
    assert names(drawn(NODES, [ROAD, ring])) == ["Ring"]
    assert names(drawn(NODES, [ROAD, ring], relation("203"))) == ["Alpha District"]


def test_a_box_keeps_the_districts_and_crossings_that_meet_it(drawn: Callable[..., Network]) -> None:
    network = drawn(NODES, [ROAD, *HALVES], relation("201 202"), bbox=(35.9, 34.9, 36.01, 35.1))
    assert not len(network.districts)
    assert not len(network.crossings)


def test_districts_and_crossings_are_stored(drawn: Callable[..., Network], tmp_path: Path) -> None:
    network = drawn(NODES, [ROAD, *HALVES], relation("201 202"))
    again = open_network(save(network, tmp_path / "stored"))
    assert names(again) == names(network)
    assert again.districts.area(0).equals(network.districts.area(0))
    assert again.crossings.lon.tolist() == network.crossings.lon.tolist()


CORNERS = st.lists(st.floats(0.05, 0.5), min_size=4, max_size=12)


@given(
    CORNERS, CORNERS, st.integers(1, 4), st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=20)
)
@settings(max_examples=60, deadline=None)
def test_what_lies_in_a_district_is_what_lies_in_an_odd_number_of_its_rings(
    outer: list[float], inner: list[float], pieces: int, points: list[tuple[float, float]]
) -> None:
    rows, at, ways = BoundaryRows(), {}, []
    rings = []
    for ring, (radii, shrink, shift) in enumerate(((outer, 1.0, 0.0), (inner, 0.2, 0.0), (inner, 0.3, 1.0))):
        turn = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
        xy = np.stack([np.cos(turn), np.sin(turn)], 1) * np.array(radii)[:, None] * shrink + shift
        ids = [1000 * ring + i for i in range(len(radii))]
        at.update(zip(ids, xy.tolist(), strict=True))
        rings.append(shapely.Polygon(xy))
        cut = sorted({0, *(len(ids) * i // pieces for i in range(pieces))})
        for a, b in zip(cut, [*cut[1:], len(ids)], strict=True):
            line = [*ids, ids[0]][a : b + 1]
            rows.add_way(len(ways) + 1, line if len(ways) % 2 else line[::-1])
            ways.append(len(ways) + 1)
    rows.add(9, {"boundary": "administrative", "admin_level": "6", "name": "X"}, ways)
    ids = np.array(sorted(at))
    lon, lat = np.array([at[i] for i in ids.tolist()]).T
    districts = rows.districts(ids, lon, lat, StringCoder().code)
    if any(one.boundary.crosses(other.boundary) for one in rings for other in rings):
        return
    area = districts.area(0)
    for x, y in points:
        point = shapely.Point(x, y)
        if all(ring.boundary.distance(point) > 0.001 for ring in rings):
            assert area.contains(point) == (sum(ring.contains(point) for ring in rings) % 2 == 1)


@pytest.mark.parametrize(("town", "whole"), [("liechtenstein", 13), ("monaco", 13), ("harrisburg", 8)])
def test_the_whole_boundaries_of_towns_are_kept(shared_data: Path, town: str, whole: int) -> None:
    network = read_osm(shared_data / "towns" / f"{town}.osm.pbf")
    assert len(network.districts) == whole
    if town == "liechtenstein":
        found = dict(zip(names(network), range(whole), strict=True))
        vaduz = network.districts.area(found["Vaduz"])
        assert vaduz.contains(shapely.Point(9.5215, 47.1410))
        assert vaduz.area * 111.2**2 * np.cos(np.radians(47.14)) == pytest.approx(17.3, rel=0.03)
