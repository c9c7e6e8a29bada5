"""Drawn towns are driven as their files say: by brute force, the same bans and the same least lengths."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from random import Random

from drawn_towns import Town, town_of
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_law import Nodes, PlainLaw, nodes_of

from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.network.restrictions import banned_turns
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path
from routegraph.vehicles import VEHICLES

MODES = {"car": "motorcar", "truck": "hgv"}


def disagreements(town: Town, file: Path) -> tuple[list[str], int]:
    """Bans that one of the two readings alone has, and journeys of another least length.

    Returns
    -------
    list of str
        Each with ids of nodes and metres; none where the readings are one.
    int
        Bans that were compared, over both vehicles.
    """
    file.write_text(town.xml(), "utf-8")
    network = read_osm(file)
    ids = network.nodes.osm_id.tolist()
    found, bans = [], 0
    for vehicle, mode in MODES.items():
        law = PlainLaw(town, vehicle, set(ids))
        plain = {nodes_of(ban) for ban in law.bans}
        read = {points_of(network, ban) for ban in banned_turns(network, mode)}
        found += [f"{vehicle}, ban {ban}" for ban in sorted(plain ^ read) if is_clear(town, ban)]
        bans += sum(is_clear(town, ban) for ban in plain)
        graph = RoadGraph.of(network, VEHICLES[vehicle], by="distance")
        for source, start in enumerate(ids):
            least = law.least_m(start)
            for target, end in enumerate(ids):
                path = best_path(graph, source, target)
                metres = math.inf if path is None else path.cost / 1e6
                wanted = least.get(end, math.inf)
                if not math.isclose(metres, wanted, rel_tol=0, abs_tol=0.0001):
                    found.append(
                        f"{vehicle}, {start} to {end}: {metres:.4f} m, by brute force {wanted:.4f} m"
                    )
    return found, bans


def points_of(network: Network, ban: tuple[int, ...]) -> Nodes:
    """Ids of the points of a ban: the last stretch of its first arc, all between, the first of its last."""
    roads, arcs = network.roads, network.arcs
    lines = []
    for arc in ban:
        road = arcs.road[arc]
        line = network.shape.osm_id[roads.shape_start[road] : roads.shape_start[road + 1]].tolist()
        lines.append(line if arcs.of_road[road, 0] == arc else line[::-1])
    return (*lines[0][-2:], *(point for line in lines[1:-1] for point in line[1:]), lines[-1][1])


def is_clear(town: Town, ban: Nodes) -> bool:
    """Whether the ways between the first and the last stretch are driven whole and never meet themselves.

    Which way round a way that meets itself is meant, and which parts of ways, the readings may weigh
    otherwise.
    """
    between = ban[1:-1]
    driven = {frozenset(pair) for pair in pairwise(between)}
    ways = [refs for _, refs, _ in town.ways if any({*pair} in driven for pair in pairwise(refs))]
    return len({*between}) == len(between) and all({*between}.issuperset(refs) for refs in ways)


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_bans_and_least_lengths_are_those_of_a_reading_by_brute_force(tmp_path_factory, seed):
    found, _ = disagreements(town_of(Random(seed)), tmp_path_factory.getbasetemp() / "drawn.osm")
    assert found == []


def test_the_drawn_towns_hold_bans_over_a_node_and_over_whole_ways():
    towns = [town_of(Random(seed)) for seed in range(60)]
    lengths = {len(ban) for town in towns for vehicle in MODES for ban in PlainLaw(town, vehicle, set()).bans}
    assert {2, 3, 4, 5, 6} <= lengths
