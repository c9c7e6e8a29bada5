"""Road-disjoint routes and the cuts that prove that there are no more."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from drawn_graphs import Case, cases, graph_of, running
from drawn_networks import BOTH, FORWARD, network_of
from routegraph.routing import kernels_flow
from routegraph.routing.disruption import Disruption
from routegraph.routing.flow import KeptRoutes, disjoint_routes, leads_along, severing_cut
from routegraph.routing.graph import CLOSED
from routegraph.routing.search import best_path


def closing(roads) -> Disruption:
    return Disruption(closed=np.array(sorted(roads), np.int32))


def severs(graph, roads, source: int, target: int) -> bool:
    return best_path(graph, source, target, closing(roads)) is None


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
def test_a_bridge_makes_one_route_of_three_ways_and_the_cut_nearest_the_origin_is_told(compiled):
    roads = [(0, 1, 1, BOTH), (1, 2, 1, BOTH), (1, 2, 2, BOTH), (1, 2, 3, FORWARD), (2, 3, 1, BOTH)]
    graph = graph_of(network_of(4, roads), compiled)
    assert (disjoint_routes(graph, 0, 3).routes, disjoint_routes(graph, 0, 3).roads.tolist()) == (1, [0])
    assert (disjoint_routes(graph, 1, 2).routes, disjoint_routes(graph, 1, 2).roads.tolist()) == (
        3,
        [1, 2, 3],
    )
    assert disjoint_routes(graph, 2, 1).routes == 2
    cut = severing_cut(graph, closing([1, 2, 3, 4]), 0, 3)
    assert cut.roads.tolist() == [4]


def test_where_there_is_no_way_or_no_journey_the_cut_is_empty():
    graph = graph_of(network_of(3, [(0, 1, 1, FORWARD)]))
    for source, target in ((1, 0), (0, 2), (1, 1)):
        cut = disjoint_routes(graph, source, target)
        assert (cut.routes, cut.roads.tolist()) == (0, [])


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
def test_a_cut_of_closures_is_refused_where_a_way_remains(compiled):
    graph = graph_of(network_of(3, [(0, 1, 1, BOTH), (0, 1, 2, BOTH), (1, 2, 1, BOTH)]), compiled)
    with pytest.raises(ValueError, match="crosses none of the roads that count"):
        severing_cut(graph, closing([0]), 0, 2)


@given(cases(max_roads=12))
@settings(max_examples=200)
def test_routes_equal_the_fewest_roads_that_sever_and_the_max_flow_of_networkx(case: Case):
    graph = graph_of(case.network).under(case.disruption)
    if case.source == case.target:
        return
    cuts = [disjoint_routes(running(graph, compiled), case.source, case.target) for compiled in (False, True)]
    assert cuts[0].roads.tolist() == cuts[1].roads.tolist()
    cut = cuts[0]
    event(f"{min(cut.routes, 3)} routes")
    assert cut.routes == len(cut.roads)
    assert severs(graph, cut.roads, case.source, case.target)
    if cut.routes:
        for fewer in combinations(range(len(case.roads)), cut.routes - 1):
            assert not severs(graph, fewer, case.source, case.target)
            if cut.routes > 3:
                break
    assert cut.routes == nx_routes(graph, case.source, case.target)


def nx_routes(graph, source: int, target: int) -> int:
    """Max flow where both arcs of a road share one unit: each road becomes one narrow link."""
    g, arcs = nx.DiGraph(), graph.arcs
    g.add_nodes_from([source, target])
    for a in np.flatnonzero(graph.weight < CLOSED).tolist():
        r = int(arcs.road[a])
        g.add_edge(int(arcs.tail[a]), ("in", r))
        g.add_edge(("in", r), ("out", r), capacity=1)
        g.add_edge(("out", r), int(arcs.head[a]))
    return int(nx.maximum_flow_value(g, source, target))


@given(cases(max_roads=12, slowing=False))
@settings(max_examples=200)
def test_a_severing_cut_is_the_fewest_of_the_closed_roads_that_suffice(case: Case):
    graph = graph_of(case.network)
    cut_off = severs(graph, case.closed, case.source, case.target)
    connected = best_path(graph, case.source, case.target) is not None
    event("severed" if cut_off and connected else "nothing to learn")
    if not (cut_off and connected):
        return
    cut = severing_cut(graph, case.disruption, case.source, case.target)
    assert set(cut.roads.tolist()) <= set(case.closed)
    assert severs(graph, cut.roads, case.source, case.target)
    for fewer in combinations(case.closed, len(cut.roads) - 1):
        assert not severs(graph, fewer, case.source, case.target)


@given(cases(max_roads=14, slowing=False), st.sets(st.integers(0, 13)), st.lists(st.sets(st.integers(0, 13))))
@settings(max_examples=300)
def test_routes_kept_and_mended_are_as_many_as_those_found_anew(case: Case, shared, closures):
    roads = np.array([r for r in sorted(shared) if r < len(case.roads)], np.int32)
    graph = graph_of(case.network).under(case.disruption)
    if case.source == case.target or leads_along(graph, case.source, case.target, roads):
        return
    for run, guided in (
        (running(graph, False), 1),
        (running(graph, False), 3000),
        (running(graph, True), 3000),
    ):
        kernels_flow.GUIDED = guided  # what is compiled has its own
        kept = KeptRoutes(run, case.source, case.target, roads)
        assert kept.count == disjoint_routes(run, case.source, case.target, roads).routes
        for some in closures:
            more = closing(r for r in some if r < len(case.roads))
            anew = disjoint_routes(run.under(more), case.source, case.target, roads).routes
            assert kept.after(more) == anew
            event(f"{min(kept.count, 3)} routes, {min(kept.count - anew, 3)} fewer")
