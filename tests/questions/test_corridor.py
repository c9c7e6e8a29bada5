"""Dependence, alternatives and reopening on the shared extract, where it is at hand."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from drawn_networks import context_of
from routegraph.analysis.lift_order import WeighedJourney
from routegraph.asking import question_of
from routegraph.network.osmfile import read_osm
from routegraph.places.locate import Location
from routegraph.questions.alternatives import ask_alternatives
from routegraph.questions.chokepoints import ask_chokepoints
from routegraph.questions.reopening import ask_reopening
from routegraph.routing.disruption import Disruption
from routegraph.routing.search import best_path, tree_to
from routegraph.scenario.applied import disruption_of
from routegraph.study import Study
from routegraph.vehicles import VEHICLES


@pytest.fixture(scope="module")
def corridor(corridor_file: Path) -> Study:
    return Study(read_osm(corridor_file, name="corridor"), VEHICLES["truck"])


@pytest.fixture(scope="module")
def journey(corridor: Study) -> tuple[Location, Location]:
    return corridor.locate("36.7496,35.1343"), corridor.locate("37.1637,36.1992")


def test_doing_without_a_road_costs_what_the_network_without_it_says(corridor, journey):
    graph = corridor.graph
    answer = ask_chokepoints(context_of(graph), graph, *journey, corridor.gazetteer)
    assert len(answer.stretches) <= 10
    assert len(answer.roads) > 100
    best = best_path(graph, journey[0].node, journey[1].node).cost
    for need in answer.roads[::12]:
        shut = Disruption(closed=np.array([need.road], np.int32))
        path = best_path(graph.under(shut), journey[0].node, journey[1].node)
        assert need.ratio == (path.cost / best if path else None)
    sole = {need.road for need in answer.on_all_routes}
    ends = {int(graph.network.roads.u[r]) for r in sole} | {int(graph.network.roads.v[r]) for r in sole}
    inner = ends - {place.node for place in journey}
    assert inner <= {junction.node for junction in answer.junctions}


def test_alternatives_keep_to_their_bounds(corridor, journey):
    graph, arcs = corridor.graph, corridor.network.arcs
    context = question_of(corridor, "alternatives", ("a", "b"), {"close": ["36.8006,35.8636~10km"]})
    answer = ask_alternatives(context, graph, *journey)
    after = graph.under(context.situation.after)
    assert len(answer.routes) == 5
    cost = [int(after.weight[arcs.of_road[one.route.roads].max(axis=1)].sum()) for one in answer.routes]
    assert cost == sorted(cost)
    for i, one in enumerate(answer.routes):
        assert not np.isin(one.route.roads, context.situation.after.closed).any()
        assert one.detour_stretch <= 3.0
        for j in range(i):
            assert answer.share[i, j] * cost[i] <= 0.6 * min(cost[i], cost[j]) + 1
    for one in answer.routes[1:]:
        nodes, along = stations(after, journey[0].node, one.route.roads)
        step = cost[0] / 4
        starts = [int(np.searchsorted(along, k * step / 2)) for k in range(int(2 * along[-1] / step))]
        for a, _ in pairwise(starts):
            b = int(np.searchsorted(along, along[a] + step, side="right")) - 1
            if b > a:
                assert best_path(after, nodes[a], nodes[b]).cost == along[b] - along[a]


def stations(graph, source: int, roads) -> tuple[list[int], np.ndarray]:
    """Nodes along a route and the cost so far at each."""
    table, nodes, along = graph.network.roads, [source], [0]
    for road in roads.tolist():
        u, v = int(table.u[road]), int(table.v[road])
        nodes.append(v if nodes[-1] == u else u)
        along.append(along[-1] + int(graph.weight[graph.arcs.of_road[road].max()]))
    return nodes, np.array(along)


def test_the_fewest_closures_around_a_ringed_city_equal_brute_force(corridor, journey):
    graph, (origin, destination) = corridor.graph, journey
    close = ["37.1637,36.1992~6km", "37.1637,36.1992~9km", "M5", "Khanasser~8km", "36.7496,35.1343~2km"]
    context = question_of(corridor, "reopening", ("a", "b"), {"close": close})
    answer = ask_reopening(context, graph, [WeighedJourney(origin, destination)])
    [told] = answer.journeys
    tree = tree_to(graph, destination.node)

    def cost(lifted) -> int | None:
        rest = [one for i, one in enumerate(answer.closures) if i not in lifted]
        path = best_path(graph, origin.node, destination.node, disruption_of(rest), tree)
        return path.cost if path else None

    size = len(told.fewest)
    smaller = [s for k in range(size) for s in combinations(range(5), k)]
    assert [cost(s) for s in smaller] == [None] * len(smaller)
    as_small = {s: cost(s) for s in combinations(range(5), size) if cost(s) is not None}
    assert told.sets == len(as_small)
    assert as_small[told.fewest] == min(as_small.values())
    assert {answer.closures[i].closure.target for i in told.fewest} >= set(close[:2])
