"""Villages along one long straight road, which has no point near them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import routegraph
from routegraph.network.divide import NEAREST_END_M, feet_of_places
from routegraph.network.model import Network, Places
from routegraph.network.tags import PLACE_KINDS

ENDS = {1: (30.0, 10.0), 2: (30.274, 10.0)}
DESERT = (50, [1, 2], {"highway": "primary", "name": "Desert"})


def village(lon: float, lat: float, name: str) -> tuple[float, float, dict[str, str]]:
    return (lon, lat, {"place": "village", "name": name})


def drawn_places(points: list[tuple[float, float]]) -> Places:
    count, none = len(points), np.zeros(len(points), np.int32)
    kind, start = np.full(count, PLACE_KINDS.index("village"), np.uint8), np.zeros(count + 1, np.int32)
    lon, lat = np.array(points, float).reshape(-1, 2).T
    return Places(none, kind, lon, lat, none, none, none, start, none, none)


def test_two_villages_on_one_straight_road_are_two_ends(drawn: Callable[..., Network]) -> None:
    nodes = ENDS | {91: village(30.0731, 10.0009, "Bravo"), 92: village(30.1096, 10.0009, "Charlie")}
    network = drawn(nodes, [DESERT])
    study = routegraph.load(network)
    assert study.whatif("Bravo", "Charlie").before.length_m == pytest.approx(3997, abs=5)
    assert study.whatif("Bravo", "Charlie", close=["30.09,10~300m"]).outcome == "severed"
    assert network.roads.length_m.sum() == pytest.approx(30_004, abs=10)
    assert sorted(network.nodes.osm_id.tolist()) == [-2, -1, 1, 2]
    assert len(set(network.node_keys.tolist())) == 4


def test_a_straight_road_far_from_every_village_stays_whole(drawn: Callable[..., Network]) -> None:
    nodes = ENDS | {91: village(30.07, 10.02, "Bravo"), 92: village(30.001, 10.0, "Charlie")}
    assert len(drawn(nodes, [DESERT]).roads) == 1


@given(
    st.tuples(st.floats(30, 30.3), st.floats(10, 10.3), st.floats(30, 30.3), st.floats(10, 10.3)),
    st.lists(st.tuples(st.floats(29.9, 30.4), st.floats(9.9, 10.4)), max_size=12),
)
@settings(max_examples=150)
def test_feet_lie_on_the_line_in_order_apart_and_beside_a_village(
    line: tuple[float, float, float, float], villages: list[tuple[float, float]]
) -> None:
    ends = [np.array([value]) for value in line]
    feet = feet_of_places(*ends, drawn_places(villages))
    if not feet:
        return
    shrink = np.cos(np.radians(line[1]))
    flat = np.array([[lon * shrink, lat] for _, lon, lat in feet]) * 111_195
    a, b = (np.array([x * shrink, y]) * 111_195 for x, y in (line[:2], line[2:]))
    along = [float((p - a) @ (b - a) / np.hypot(*(b - a))) for p in flat.reshape(-1, 2)]
    stops = [0.0, *along, float(np.hypot(*(b - a)))]
    assert all(later - earlier >= NEAREST_END_M - 5 for earlier, later in pairwise(stops))
    step = (b - a) / np.hypot(*(b - a))
    for (_, lon, lat), at in zip(feet, along, strict=True):
        assert np.allclose(a + step * at, [lon * shrink * 111_195, lat * 111_195], atol=5)
        assert min(np.hypot((lon - x) * shrink, lat - y) * 111_195 for x, y in villages) <= 1010
