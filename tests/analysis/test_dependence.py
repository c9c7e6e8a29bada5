"""Junctions that no route passes by, against a search without them."""

from __future__ import annotations

import numpy as np
from hypothesis import event, given
from test_turns import Driven, Restricted, banning, reference, restricted

from drawn_graphs import CLOSED, cases, graph_of
from drawn_networks import BOTH, FORWARD, WALKER, network_of, simple_paths
from routegraph.analysis.dependence import junctions_of_all_routes
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path


def found(graph: RoadGraph, source: int, target: int) -> set[int] | None:
    """Inner junctions of the best route that all routes pass."""
    path = best_path(graph, source, target)
    if path is None or not len(path.arcs):
        return None
    at = junctions_of_all_routes(graph, path)
    assert (np.diff(at) > 0).all()
    return {graph.real_node(int(graph.arcs.head[path.arcs[i]])) for i in at.tolist()}


def test_a_junction_is_on_all_routes_unless_something_jumps_over_it():
    chain = [(i, i + 1, 1.0, BOTH) for i in range(6)]
    assert found(graph_of(network_of(7, chain)), 0, 6) == {1, 2, 3, 4, 5}
    assert found(graph_of(network_of(7, [*chain, (1, 3, 9.0, BOTH)])), 0, 6) == {1, 3, 4, 5}
    assert found(graph_of(network_of(7, [*chain, (0, 6, 9.0, BOTH)])), 0, 6) == set()
    assert found(graph_of(network_of(7, [*chain, (3, 1, 9.0, FORWARD)])), 0, 6) == {1, 2, 3, 4, 5}
    two = [*chain, (0, 2, 9.0, BOTH), (3, 5, 9.0, BOTH)]
    assert found(graph_of(network_of(7, two)), 0, 6) == {2, 3, 5}


@given(cases())
def test_junctions_of_all_routes_are_those_of_every_simple_path(case):
    graph = graph_of(case.network)
    every = simple_paths(graph, case.source, case.target)
    on_all = found(graph, case.source, case.target)
    if on_all is not None:
        shared = set.intersection(*({int(graph.arcs.tail[a]) for a in path} for _, path in every))
        assert on_all == shared - {case.source}
        event(f"{len(on_all)} on all routes")


#      3
#      |
#  0 - 1 - 2    and 0 - 4 - 1, so that 1 is reached from two sides
def test_a_split_junction_is_one_junction():
    network = network_of(
        5, [(0, 1, 1.0, BOTH), (1, 2, 1.0, BOTH), (1, 3, 1.0, BOTH), (0, 4, 1.0, BOTH), (4, 1, 5.0, BOTH)]
    )
    arcs = network.arcs
    (ahead,) = (a for a in arcs.leaving(0).tolist() if arcs.head[a] == 1)
    (on,) = (a for a in arcs.leaving(1).tolist() if arcs.head[a] == 2)
    graph = RoadGraph.of(banning(network, [(ahead, on)]), WALKER)
    assert graph.turns is not None
    best = best_path(graph, 0, 2)
    assert best is not None and found(graph, 0, 2) is not None and 1 in (found(graph, 0, 2) or set())


@given(restricted(max_nodes=6, slowing=False))
def test_junctions_of_all_legal_routes_are_those_without_which_there_is_none(one: Restricted):
    graph, bans = one.graph(), list[Driven](one.bans)
    source, target = one.case.source, one.case.target
    on_all = found(graph, source, target)
    if on_all is None:
        return
    arcs = one.case.network.arcs
    for node in set(range(one.case.node_count)) - {source, target}:
        closed = {int(arcs.road[a]) for a in [*arcs.leaving(node).tolist(), *arcs.entering(node).tolist()]}
        severed = reference(graph, bans, closed, source).get(target, CLOSED) == CLOSED
        assert (node in on_all) == severed
        event(f"split: {graph.arrival(node) != node}, on all routes: {severed}")
