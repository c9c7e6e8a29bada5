"""Maximum flow over road capacities: drawn networks, then networkx and linear programs as the law."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from drawn_graphs import cases
from drawn_networks import WALKER
from routegraph.analysis.capacity import (
    CapacityGraph,
    Gate,
    at_junctions,
    days_of_stock,
    flow_graph,
    left_aside,
    throughput,
    ways_of,
)
from routegraph.analysis.least_cost import allocate
from routegraph.analysis.road_capacity import (
    Capacities,
    parse_convoys,
    parse_limit,
    parse_tonnes,
    read_capacities,
)
from routegraph.errors import DataError, NotFoundError, QuestionError
from routegraph.network.laws import Restrictions
from routegraph.network.tags import MODES, RoadFlag
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.vehicles import VEHICLES

SQUARE = {"A": (0, 0), "B": (0.1, 0.1), "C": (0.1, -0.1), "D": (0.2, 0)}
INF = float("inf")


def capacity_graph(network, per_day, gates=(), disruption=None):
    graph = RoadGraph.of(network, VEHICLES["truck"]).under(disruption or Disruption())
    return CapacityGraph.of(graph, np.array(per_day, float), gates)


def test_two_ways_add_up_and_the_narrow_stretch_of_each_is_the_bottleneck(draw):
    roads = [("A", "B", 9000.0), ("B", "D", 9000.0), ("A", "C", 9000.0), ("C", "D", 9000.0)]
    graph = capacity_graph(draw(SQUARE, roads), [100, 40, 25, 70])
    found = throughput(graph, [(0, INF)], [(3, INF)])
    assert found.per_day == 65
    assert found.cut_roads.tolist() == [1, 2]
    assert found.cut_per_day.tolist() == [40, 25]
    carried = {int(graph.road[arc]): int(found.sent[arc]) for arc in np.flatnonzero(found.sent > 0)}
    assert [carried[road] for road in range(4)] == [40, 40, 25, 25]
    ways = ways_of(graph, found, 0, 3, 5)
    assert sorted(amount for amount, _ in ways) == [25, 40]
    assert sorted(len(arcs) for _, arcs in ways) == [2, 2]


def test_a_closed_corridor_carries_nothing(draw):
    network = draw(SQUARE, [("A", "B", 9000.0), ("B", "D", 9000.0)])
    graph = capacity_graph(network, [50, 50], disruption=Disruption(closed=np.array([1], np.int32)))
    assert throughput(graph, [(0, INF)], [(3, INF)]).per_day == 0


def test_a_road_that_is_slowed_carries_so_many_times_less(draw):
    slowed = Disruption(slowed=np.array([1], np.int32), factor=np.array([2.0]))
    graph = capacity_graph(draw(SQUARE, [("A", "B", 9000.0), ("B", "D", 9000.0)]), [50, 50], (), slowed)
    assert throughput(graph, [(0, INF)], [(3, INF)]).per_day == 25


def test_roads_beside_one_another_add_up(draw):
    roads = [("A", "B", 9000.0), ("A", "B", 9500.0), ("A", "B", 9900.0), ("B", "D", 9000.0)]
    found = throughput(capacity_graph(draw(SQUARE, roads), [10, 20, 30, 100]), [(0, INF)], [(3, INF)])
    assert found.per_day == 60
    assert found.cut_roads.tolist() == [0, 1, 2]


def test_a_gate_holds_back_all_of_its_roads_together_and_not_the_way_around_it(draw):
    nodes = {"S": (0, 0), "P": (0.1, 0), "Q": (0.2, 0.1), "R": (0.2, -0.1), "T": (0.3, 0)}
    roads = [
        ("S", "P", 9000.0), ("P", "Q", 9000.0), ("P", "R", 9000.0), ("Q", "T", 9000.0), ("R", "T", 9000.0),
        ("S", "T", 90000.0),
    ]  # fmt: skip
    gate = Gate("checkpoint", 40, np.array([1, 2], np.int32))
    found = throughput(capacity_graph(draw(nodes, roads), [500] * 5 + [7], [gate]), [(0, INF)], [(4, INF)])
    assert found.per_day == 47
    assert [one.name for one in found.cut_gates] == ["checkpoint"]
    assert found.cut_roads.tolist() == [5]
    assert found.cut_per_day.tolist() == [7]


def test_parts_of_a_gate_that_do_not_meet_are_no_way_between_them(draw):
    nodes = {"S": (0, 0), "P": (0.1, 0), "Q": (0.2, 0.1), "T": (0.3, 0)}
    network = draw(nodes, [("S", "P", 9000.0), ("Q", "T", 9000.0)])
    gate = Gate("gap", 40, np.array([0, 1], np.int32))
    assert throughput(capacity_graph(network, [50, 50], [gate]), [(0, INF)], [(3, INF)]).per_day == 0


def test_a_source_that_gives_less_than_the_roads_carry_is_told_as_the_bound(draw):
    graph = capacity_graph(draw(SQUARE, [("A", "B", 9000.0), ("B", "D", 9000.0)]), [50, 50])
    found = throughput(graph, [(0, 30)], [(3, INF)])
    assert (found.per_day, found.at_source, found.cut_roads.tolist()) == (30, 30, [])


def test_class_lanes_surface_and_one_lane_bridges_make_the_capacity(draw):
    roads = [
        ("A", "B", 9000.0, {"highway": "motorway", "oneway": True}),
        ("A", "B", 9000.0, {"highway": "primary"}),
        ("A", "B", 9000.0, {"highway": "primary", "width": 3.5, "flags": int(RoadFlag.BRIDGE)}),
        ("A", "B", 9000.0, {"highway": "track", "surface": 4}),
    ]
    trucks = Capacities().road_per_day(draw(SQUARE, roads), VEHICLES["truck"])
    assert trucks.tolist() == [27000.0, 10200.0, 4800.0, 108.0]
    cars = Capacities().road_per_day(draw(SQUARE, roads), VEHICLES["car"])
    assert cars.tolist() == [54000.0, 20400.0, 9600.0, 216.0]


graphs = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(
            st.tuples(
                st.integers(0, n - 1),
                st.integers(0, n - 1),
                st.integers(1, 30),
                st.integers(0, 9),
                st.booleans(),
            ),
            min_size=1,
            max_size=12,
        ),
    )
)


def drawn_capacities(draw, told):
    n, roads = told
    nodes = {str(i): (0.1 * i, 0.01 * i * i) for i in range(n)}
    network = draw(
        nodes, [(str(u), str(v), 1000.0 * length, {"oneway": one}) for u, v, length, _, one in roads]
    )
    return network, [capacity for *_, capacity, _ in roads]


def networkx_flow(graph: CapacityGraph, source: int, sink: int) -> int:
    g = nx.DiGraph()
    g.add_nodes_from(range(graph.nodes))
    for tail, head, capacity in zip(graph.tail, graph.head, graph.per_day, strict=True):
        g.add_edge(int(tail), int(head), capacity=int(capacity))
    return int(nx.maximum_flow_value(g, source, sink))


def law_of_flow(network, per_day) -> None:
    """The flow is that of networkx over the network's own arcs, and the cut proves it."""
    graph = capacity_graph(network, per_day)
    arcs = network.arcs
    g = nx.MultiDiGraph()
    g.add_nodes_from(range(len(network.nodes)))
    plain = nx.DiGraph()
    plain.add_nodes_from(g)
    for tail, head, road in zip(arcs.tail.tolist(), arcs.head.tolist(), arcs.road.tolist(), strict=True):
        known = plain.get_edge_data(tail, head, {"capacity": 0})["capacity"]
        plain.add_edge(tail, head, capacity=known + per_day[road])
    sink = len(network.nodes) - 1
    found = throughput(graph, [(0, INF)], [(sink, INF)])
    assert found.per_day == nx.maximum_flow_value(plain, 0, sink)
    assert found.per_day == networkx_flow(graph, 0, sink)
    assert int(found.cut_per_day.sum()) == found.per_day
    kept = np.zeros(graph.nodes)
    np.add.at(kept, graph.tail, found.sent)
    np.subtract.at(kept, graph.head, found.sent)
    kept[[0, sink]] += [-found.per_day, found.per_day]
    assert not kept.any()
    assert (found.sent <= graph.per_day).all()


@given(graphs)
@settings(max_examples=200, deadline=None)
def test_the_flow_is_that_of_networkx_and_the_cut_adds_up_to_it(draw, told):
    law_of_flow(*drawn_capacities(draw, told))


def least_cost_by_arcs(network, per_day, sources, sinks) -> tuple[float, float]:
    """Unmet demand and cost by one linear program over arcs: unmet first, then cost."""

    arcs = network.arcs
    weight = RoadGraph.of(network, VEHICLES["truck"]).weight.astype(float) / 1e6
    m, n, s, k = len(arcs), len(network.nodes), len(sources), len(sinks)
    balance = np.zeros((n, m + s + k))
    for a in range(m):
        balance[arcs.tail[a], a] += 1
        balance[arcs.head[a], a] -= 1
    for i, (node, _) in enumerate(sources):
        balance[node, m + i] -= 1
    for j, (node, _) in enumerate(sinks):
        balance[node, m + s + j] += 1
    bounds = [(0, per_day[r]) for r in arcs.road.tolist()]
    bounds += [(0, amount) for _, amount in sources] + [(0, amount) for _, amount in sinks]
    most = np.zeros(m + s + k)
    most[m + s :] = -1
    first = linprog(most, A_eq=balance, b_eq=np.zeros(n), bounds=bounds)
    met = -first.fun
    cost = np.concatenate([weight, np.zeros(s + k)])
    second = linprog(
        cost, A_eq=np.vstack([balance, -most]), b_eq=np.concatenate([np.zeros(n), [met]]), bounds=bounds
    )
    return sum(amount for _, amount in sinks) - met, second.fun


@given(graphs, st.lists(st.integers(0, 12), min_size=4, max_size=4))
@settings(max_examples=120, deadline=None)
def test_the_allocation_is_that_of_a_linear_program_over_arcs(draw, told, amounts):
    network, per_day = drawn_capacities(draw, told)
    n = len(network.nodes)
    if n < 4:
        return
    sources, sinks = [(0, amounts[0]), (1, amounts[1])], [(n - 1, amounts[2]), (n - 2, amounts[3])]
    graph = capacity_graph(network, per_day)
    found = allocate(graph, sources, sinks)
    unmet, cost = least_cost_by_arcs(network, per_day, sources, sinks)
    assert found.unmet.sum() == pytest.approx(unmet, abs=1e-4)
    assert found.cost / 1e6 == pytest.approx(cost, rel=1e-4, abs=0.1)


def test_a_town_that_gets_less_than_it_asks_is_told_by_its_own_number(draw):
    roads = [("A", "B", 9000.0), ("A", "C", 9000.0), ("B", "D", 9000.0)]
    network = draw(SQUARE, roads)
    graph = capacity_graph(network, [10, 3, 10])
    found = allocate(graph, [(0, INF)], [(2, 8.0), (3, 6.0)])
    assert found.unmet.tolist() == [5.0, 0.0]
    roads = [[int(network.arcs.road[a]) for a in one.arcs] for one in found.shipments]
    assert [(one.sink, one.per_day) for one in found.shipments] == [(0, 3.0), (1, 6.0)]
    assert roads == [[1], [0, 2]]


def test_a_stock_lasts_while_what_comes_is_less_than_what_goes():
    assert days_of_stock(3000, 500, 0) == 6
    assert days_of_stock(3000, 500, 250) == 12
    assert days_of_stock(3000, 500, 800) == INF


def test_limits_amounts_and_convoys_are_read_or_refused_in_one_line():
    assert parse_limit("Ithriya - Khanasser=5/hour", 20, 10) == ("Ithriya - Khanasser", 50)
    assert parse_tonnes("1500 t/day", "demand") == 1500
    assert parse_convoys("2x30") == (2, 30)
    for bad in ("M5", "=40/day", "M5=many", "M5=-3/day", "M5=40/week"):
        with pytest.raises(QuestionError, match="cannot limit"):
            parse_limit(bad, 20, 12)
    for bad in ("lots", "-5t", "5kg", "nan", "inf"):
        with pytest.raises(QuestionError, match="give tonnes"):
            parse_tonnes(bad, "demand")
    for bad in ("30", "0x30", "30x0", "-1x30", "1.5x30"):
        with pytest.raises(QuestionError, match="COUNTxSIZE"):
            parse_convoys(bad)


def test_a_capacities_file_changes_what_it_names_and_is_refused_where_it_is_wrong(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("cars_per_truck: 3\ncars_per_hour: {primary: 900}\n")
    read = read_capacities(path)
    assert (read.cars_per_truck, read.cars_per_hour["primary"], read.cars_per_hour["track"]) == (3, 900, 60)
    for text, message in {
        "cars: 3": "unknown key 'cars'",
        "share: 2": "share must lie above 0",
        "cars_per_hour: {path: 3}": "cars_per_hour maps motorway",
        "cars_per_hour: 3": "cars_per_hour maps motorway",
        "share: much": "must be a number from 0",
        "[1, 2]": "must be a mapping",
        "a: [": "line 2: .*not readable as YAML",
        "share: 9e999": "must be a number from 0",
        "share: &a [*a]": "aliases",
        "share: 1\nshare: 2": "stands twice",
    }.items():
        path.write_text(text)
        with pytest.raises((DataError, QuestionError), match=message):
            read_capacities(path)
    with pytest.raises(NotFoundError, match="no capacities file"):
        read_capacities(tmp_path / "none.yaml")


def with_bans(network, bans):
    table = Restrictions(
        osm_id=np.arange(len(bans), dtype=np.int64),
        kind=np.zeros(len(bans), np.uint8),
        modes=np.full(len(bans), (1 << len(MODES)) - 1, np.uint8),
        condition=np.zeros(len(bans), np.int32),
        arc_start=np.cumsum([0, *map(len, bans)]).astype(np.int32),
        arc=np.array([arc for ban in bans for arc in ban], np.int32),
    )
    return replace(network, restrictions=table)


@given(cases(max_nodes=5, max_roads=9, slowing=False), st.data())
@settings(max_examples=100, deadline=None)
def test_flows_turn_as_the_law_has_it_and_arcs_keep_their_capacity(case, data):
    assume(case.source != case.target)
    network = case.network
    turns = [
        (a, b)
        for a in range(len(network.arcs))
        for b in network.arcs.leaving(int(network.arcs.head[a])).tolist()
    ]
    bans = sorted(set(data.draw(st.lists(st.sampled_from(turns), max_size=6)) if turns else []))
    per_day = data.draw(st.lists(st.integers(0, 9), min_size=len(case.roads), max_size=len(case.roads)))
    whole = RoadGraph.of(with_bans(network, bans), WALKER)
    graph = flow_graph(whole, (case.source, case.target))
    laid = CapacityGraph.of(graph, np.array(per_day, float), (), at_junctions(whole))
    found = throughput(laid, [(case.source, INF)], [(case.target, INF)])
    # networkx over arcs: each is an edge of its capacity, joined to those that may follow
    law = nx.DiGraph()
    law.add_nodes_from(["from", "to"])
    arcs = network.arcs
    for a in np.flatnonzero(arcs.tail != arcs.head).tolist():
        law.add_edge((a, "in"), (a, "out"), capacity=per_day[arcs.road[a]])
        if arcs.tail[a] == case.source:
            law.add_edge("from", (a, "in"))
        if arcs.head[a] == case.target:
            law.add_edge((a, "out"), "to")
    for a, b in set(turns) - set(bans):
        if law.has_node((a, "in")) and law.has_node((b, "in")):
            law.add_edge((a, "out"), (b, "in"))
    most = nx.maximum_flow_value(law, "from", "to")
    assert found.per_day == most
    assert sum(found.cut_per_day) == most
    told = ways_of(laid, found, case.source, case.target, 99)
    assert sum(amount for amount, _ in told) == most
    for _, way in told:
        assert not {*pairwise(way)} & set(bans)


@given(cases(max_nodes=5, max_roads=9, slowing=False), st.data())
@settings(max_examples=100, deadline=None)
def test_a_flow_bounds_what_longer_bans_leave_and_is_exact_where_it_breaks_none(case, data):
    assume(case.source != case.target)
    network = case.network
    arcs = network.arcs
    follow = [arcs.leaving(int(arcs.head[a])).tolist() for a in range(len(arcs))]
    chains = [(a, b, c) for a in range(len(arcs)) for b in follow[a] for c in follow[b]]
    bans = sorted(set(data.draw(st.lists(st.sampled_from(chains), max_size=6)) if chains else []))
    per_day = np.array(
        data.draw(st.lists(st.integers(0, 9), min_size=len(case.roads), max_size=len(case.roads))), float
    )
    whole = RoadGraph.of(with_bans(network, bans), WALKER)
    graph = flow_graph(whole, (case.source, case.target))
    laid = CapacityGraph.of(graph, per_day, (), at_junctions(whole))
    found = throughput(laid, [(case.source, INF)], [(case.target, INF)])
    ways = ways_of(laid, found, case.source, case.target)
    assert sum(amount for amount, _ in ways) == found.per_day
    aside = left_aside(whole, [way for _, way in ways], ())
    # a linear program over the split arcs: copies of an arc share its capacity
    split, start, end = whole.arcs, case.source, whole.arrival(case.target)
    real = whole.real_arcs(np.arange(len(split)))
    plain = np.flatnonzero(arcs.tail[real] != arcs.head[real])
    balance = np.zeros(
        (max(split.tail.max(initial=0), split.head.max(initial=0), start, end) + 1, len(plain))
    )
    shared = np.zeros((len(arcs), len(plain)))
    for column, a in enumerate(plain.tolist()):
        balance[split.tail[a], column] += 1
        balance[split.head[a], column] -= 1
        shared[real[a], column] = 1
    kept = [node for node in range(len(balance)) if node not in (start, end)]
    limits = per_day[arcs.road]
    most = 0.0
    if len(plain):
        most = linprog(
            -balance[start], A_ub=shared, b_ub=limits, A_eq=balance[kept], b_eq=np.zeros(len(kept))
        ).fun
    event("a ban is left aside" if aside else "exact under bans" if bans else "no bans")
    assert found.per_day >= -most - 1e-6
    if not aside:
        assert found.per_day == pytest.approx(-most)
