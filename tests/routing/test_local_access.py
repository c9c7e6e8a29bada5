"""Ways for local traffic alone, against every journey spelt out."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path, tree_to
from routegraph.vehicles import VEHICLES

TRUCK = VEHICLES["truck"]
SQUARE = {"a": (37.0, 35.0), "b": (37.01, 35.0), "c": (37.02, 35.0), "d": (37.03, 35.0), "e": (37.015, 35.01)}
LOCAL = {"motor_vehicle": "destination"}


def test_nobody_drives_through_but_all_may_begin_and_end_there(draw):
    roads = [
        ("a", "b", 900.0),
        ("b", "c", 900.0, LOCAL),
        ("c", "d", 900.0),
        ("b", "e", 1500.0),
        ("e", "c", 1500.0),
    ]
    nodes = dict(SQUARE, m=(37.012, 34.99))
    network = draw(nodes, [*roads, ("b", "m", 400.0, LOCAL), ("m", "c", 400.0, LOCAL)])
    graph = RoadGraph.of(network, TRUCK)
    order = list(nodes)

    def metres(start, end):
        path = best_path(graph, order.index(start), order.index(end))
        return None if path is None else graph.totals(path.arcs).length_m

    assert metres("a", "d") == 900 + 3000 + 900
    assert metres("a", "m") == 900 + 400
    assert metres("m", "d") == 400 + 900
    assert metres("m", "b") == 400
    assert metres("b", "c") == 800, "the end lies on it"
    assert graph.usable_nodes.all()


def spelt_out(network, vehicle):
    """Every node by what has been driven: nothing but local ways, a public one, local ones after it."""
    time_s, local = vehicle.arc_time_s(network), vehicle.arc_is_local(network)
    usable = np.isfinite(time_s)
    public = set(network.arcs.tail[usable & ~local].tolist()) | set(
        network.arcs.head[usable & ~local].tolist()
    )
    graph = nx.DiGraph()
    for arc in np.flatnonzero(usable).tolist():
        tail, head = int(network.arcs.tail[arc]), int(network.arcs.head[arc])
        steps = [(0, 0), (1, 2), (2, 2)] if local[arc] else [(0, 1), (1, 1)]
        for before, after in steps:
            edge = (tail, before), (head, after)
            known = graph.edges[edge]["weight"] if graph.has_edge(*edge) else np.inf
            graph.add_edge(*edge, weight=min(known, float(time_s[arc])))
    return graph, {node: (node, 1 if node in public else 0) for node in range(len(network.nodes))}


@settings(max_examples=150)
@given(data=st.data())
def test_costs_are_those_of_every_journey_spelt_out(data, draw):
    count = data.draw(st.integers(3, 7))
    nodes = {str(i): (37 + 0.01 * (i % 3), 35 + 0.01 * (i // 3)) for i in range(count)}
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda e: e[0] != e[1])
    roads = data.draw(
        st.lists(st.tuples(ends, st.integers(1, 9), st.booleans(), st.booleans()), min_size=2, max_size=12)
    )
    tags = [{"oneway": oneway} | (LOCAL if local else {}) for _, _, local, oneway in roads]
    network = draw(
        nodes, [(str(a), str(b), 100.0 * k, t) for ((a, b), k, _, _), t in zip(roads, tags, strict=True)]
    )
    graph = RoadGraph.of(network, TRUCK)
    law, begins = spelt_out(network, TRUCK)
    for target in range(count):
        cost = tree_to(graph, target).cost
        for source in range(count):
            if source == target:
                continue
            found = [
                nx.shortest_path_length(law, begins[source], (target, state), weight="weight")
                for state in (0, 1, 2)
                if begins[source] in law
                and (target, state) in law
                and nx.has_path(law, begins[source], (target, state))
            ]
            path = best_path(graph, source, target)
            assert (path is None) == (not found)
            if path is not None:
                assert graph.totals(path.arcs).time_s == pytest.approx(min(found), rel=1e-6)
                assert cost[source] == pytest.approx(min(found) * 1e6, rel=1e-6)
