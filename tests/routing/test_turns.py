"""Banned turns: drawn junctions with exact figures, and the law of a search over arcs and their history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from scipy.optimize import milp

from drawn_graphs import SECOND, Case, cases, running
from drawn_networks import BOTH, FORWARD, WALKER, network_of
from routegraph.network.laws import Restrictions
from routegraph.network.model import Network
from routegraph.network.tags import MODES, TURN_KINDS
from routegraph.routing.detour_index import DetourIndex
from routegraph.routing.disruption import Disruption
from routegraph.routing.flow import AtLeast, KeptRoutes, disjoint_routes, severing_cut
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.hierarchy import Hierarchy
from routegraph.routing.many_disruptions import many_disruptions
from routegraph.routing.matrix import cost_matrix, route_matrix
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.search import best_path, nodes_leading_to, tree_from, tree_to

NO, ONLY = TURN_KINDS.index("no_left_turn"), TURN_KINDS.index("only_straight_on")

Driven = tuple[int, ...]


def banning(network: Network, bans: list[Driven], kind: int = NO) -> Network:
    """The network with turns banned; the sequences are of its arcs."""
    return replace(
        network,
        restrictions=Restrictions(
            osm_id=np.zeros(len(bans), np.int64),
            kind=np.full(len(bans), kind, np.uint8),
            modes=np.full(len(bans), (1 << len(MODES)) - 1, np.uint8),
            condition=np.zeros(len(bans), np.int32),
            arc_start=np.cumsum([0, *map(len, bans)]).astype(np.int32),
            arc=np.array([a for ban in bans for a in ban], np.int32),
        ),
    )


def breaks(bans: list[Driven], arcs: Driven) -> bool:
    """Whether a way drives a banned sequence."""
    return any(arcs[i : i + len(ban)] == ban for ban in bans for i in range(len(arcs)))


def reference(graph: RoadGraph, bans: list[Driven], closed: set[int], source: int) -> dict[int, int]:
    """Least legal cost from a node to every other: Dijkstra over nodes and the arcs driven last."""
    arcs, weight = graph.network.arcs, graph.without_turns.weight
    memory = max((len(ban) for ban in bans), default=1) - 1
    g = nx.DiGraph()
    g.add_node((source, ()))
    waiting = [(source, ())]
    while waiting:
        state = node, driven = waiting.pop()
        for a in arcs.leaving(node).tolist():
            if weight[a] >= CLOSED or int(arcs.road[a]) in closed or breaks(bans, (*driven, a)):
                continue
            after = int(arcs.head[a]), (*driven, a)[-memory:] if memory else ()
            if after not in g:
                waiting.append(after)
            if weight[a] < g.get_edge_data(state, after, {"weight": CLOSED})["weight"]:
                g.add_edge(state, after, weight=int(weight[a]))
    found: dict[int, int] = {}
    for (node, _), cost in nx.single_source_dijkstra_path_length(g, (source, ())).items():
        found[node] = min(cost, found.get(node, CLOSED))
    return found


def legal(graph: RoadGraph, bans: list[Driven], source: int, target: int, path) -> None:
    """A path hangs together on the network, keeps the bans, and costs what it says."""
    arcs, real = graph.network.arcs, tuple(graph.real_arcs(path.arcs).tolist())
    node = source
    for a in real:
        assert arcs.tail[a] == node
        node = int(arcs.head[a])
    assert node == target
    assert not breaks(bans, real)
    assert int(graph.weight[path.arcs].sum()) == path.cost
    assert (graph.arcs.road[path.arcs] == arcs.road[list(real)]).all()


@dataclass(frozen=True)
class Restricted:
    """A journey and a disruption on a network with banned turns."""

    case: Case
    bans: list[Driven]

    def graph(self, compiled: bool | None = None) -> RoadGraph:
        return running(RoadGraph.of(banning(self.case.network, self.bans), WALKER), compiled)


@st.composite
def restricted(draw, **options) -> Restricted:
    """Random networks with random bans over two to four arcs, U-turns and chains included."""
    case = draw(cases(**options))
    arcs = case.network.arcs
    bans: list[Driven] = []
    if len(arcs):
        for _ in range(draw(st.integers(0, 6))):
            ban = [draw(st.integers(0, len(arcs) - 1))]
            for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
                leaving = arcs.leaving(int(arcs.head[ban[-1]])).tolist()
                if leaving:
                    ban.append(draw(st.sampled_from(leaving)))
            if len(ban) > 1:
                bans.append(tuple(ban))
    return Restricted(case, sorted(set(bans)))


#        3
#        |
#  0 --- 1 --- 2 --- 4      a cross at 1, a place to turn at 4
CROSS = network_of(
    5,
    [(0, 1, 10.0, BOTH), (1, 2, 10.0, BOTH), (1, 3, 10.0, BOTH), (2, 4, 10.0, BOTH)],
)


def arc(network: Network, u: int, v: int) -> int:
    arcs = network.arcs
    return next(a for a in arcs.leaving(u).tolist() if arcs.head[a] == v)


def nodes_of(graph: RoadGraph, path) -> list[int]:
    arcs = graph.network.arcs
    real = graph.real_arcs(path.arcs)
    return [int(arcs.tail[real[0]]), *arcs.head[real].tolist()]


def test_a_network_without_bans_is_not_split():
    graph = RoadGraph.of(CROSS, WALKER)
    assert graph.turns is None
    assert graph.arcs is CROSS.arcs


def test_a_banned_turn_is_made_good_by_driving_on_and_coming_back():
    bans = [(arc(CROSS, 0, 1), arc(CROSS, 1, 3))]
    graph = RoadGraph.of(banning(CROSS, bans), WALKER)
    path = best_path(graph, 0, 3)
    assert nodes_of(graph, path) == [0, 1, 2, 1, 3]
    assert path.cost == 40 * SECOND
    assert best_path(graph, 2, 3).cost == 20 * SECOND
    assert best_path(graph, 0, 1).cost == 10 * SECOND
    assert best_path(graph, 1, 3).cost == 10 * SECOND


def test_only_straight_on_leaves_one_way_out():
    only = (arc(CROSS, 0, 1), arc(CROSS, 1, 2))
    graph = RoadGraph.of(banning(CROSS, [only], ONLY), WALKER)
    assert nodes_of(graph, best_path(graph, 0, 3)) == [0, 1, 2, 1, 3]
    assert nodes_of(graph, best_path(graph, 3, 0)) == [3, 1, 0]


def test_a_ban_over_a_via_way_holds_for_those_alone_who_came_that_way():
    bans = [(arc(CROSS, 0, 1), arc(CROSS, 1, 2), arc(CROSS, 2, 4))]
    graph = RoadGraph.of(banning(CROSS, bans), WALKER)
    assert best_path(graph, 3, 4).cost == 30 * SECOND
    assert best_path(graph, 0, 4).cost == 50 * SECOND  # back and forth once


def test_where_the_ban_leaves_no_way_there_is_none():
    fork = network_of(3, [(0, 1, 10.0, FORWARD), (1, 2, 10.0, FORWARD)])
    graph = RoadGraph.of(banning(fork, [(arc(fork, 0, 1), arc(fork, 1, 2))]), WALKER)
    assert best_path(graph, 0, 2) is None
    assert best_path(graph, 0, 1).cost == best_path(graph, 1, 2).cost == 10 * SECOND
    assert disjoint_routes(graph, 0, 2).routes == 0


def test_arcs_that_enter_under_the_same_bans_share_a_copy():
    star = network_of(5, [(i, 4, 1.0, BOTH) for i in range(4)])
    bans = [(arc(star, i, 4), arc(star, 4, 3)) for i in range(3)]
    turns = RoadGraph.of(banning(star, bans), WALKER).turns
    assert turns.node.tolist() == [0, 1, 2, 3, 4, 4, 4]


def test_bans_on_roads_that_the_vehicle_may_not_use_split_nothing():
    walker = replace(WALKER, speed_kph={})
    network = banning(CROSS, [(arc(CROSS, 0, 1), arc(CROSS, 1, 3))])
    assert RoadGraph.of(network, walker).turns is None


def test_usable_nodes_are_those_of_the_network():
    bans = [(arc(CROSS, u, 1), arc(CROSS, 1, v)) for u in (0, 3) for v in (0, 3)]
    graph = RoadGraph.of(banning(CROSS, bans), WALKER)
    assert graph.usable_nodes.tolist() == graph.touched_nodes.tolist() == [True] * 5


@given(restricted())
@settings(max_examples=300)
def test_costs_are_those_of_a_search_over_arcs_and_the_ways_are_legal(one: Restricted):
    case, graph = one.case, one.graph()
    nodes = range(case.node_count)
    expected = [reference(graph, one.bans, set(), s) for s in nodes]
    plain = RoadGraph.of(case.network, WALKER)
    for s in nodes:
        for t in nodes:
            path = best_path(graph, s, t)
            assert (path.cost if path else None) == expected[s].get(t)
            if path:
                legal(graph, one.bans, s, t, path)
    if one.bans:
        longer = sum(expected[s].get(t) != tree_to(plain, t).cost[s] for s in nodes for t in nodes)
        event(f"bans change {min(longer, 3)} or more")


@given(restricted(slowing=False), st.booleans())
@settings(max_examples=300)
def test_every_way_of_searching_gives_the_same_legal_answer_under_closures(one: Restricted, compiled: bool):
    case, graph = one.case, one.graph(compiled)
    s, t = case.source, case.target
    cost = reference(graph, one.bans, set(case.closed), s).get(t)
    tree = tree_to(graph, t)
    index = DetourIndex.of(graph, tree, tree_from(graph, s))
    ways = [
        best_path(graph, s, t, case.disruption),
        best_path(graph, s, t, case.disruption, tree),
        best_path(graph, s, t, case.disruption, index=index),
        many_disruptions(graph, s, t, [case.disruption]).paths[0],
        best_path(graph.under(case.disruption), s, t),
    ]
    for path in ways:
        assert (path.cost if path else None) == cost
    if ways[0]:
        legal(graph, one.bans, s, t, ways[0])


@given(restricted(slowing=False))
@settings(max_examples=150)
def test_matrices_from_trees_and_hierarchies_are_legal(one: Restricted):
    graph = one.graph()
    nodes = list(range(one.case.node_count))
    expected = np.full((len(nodes), len(nodes)), CLOSED, np.int64)
    for s in nodes:
        for t, cost in reference(graph, one.bans, set(one.case.closed), s).items():
            expected[s, t] = cost
    assert (cost_matrix(graph, nodes, nodes, one.case.disruption) == expected).all()
    routes = route_matrix(graph, nodes, nodes, one.case.disruption)
    assert (routes.cost == expected).all()
    assert (routes.length_m[expected < CLOSED] * SECOND == expected[expected < CLOSED]).all()
    hierarchy = Hierarchy.of(graph.arcs, False)
    everyone = np.array(nodes, np.int64)
    costs = hierarchy.costs(
        everyone, graph.arrivals[everyone].astype(np.int64), graph.under(one.case.disruption).weight
    )[0]
    apart = ~np.eye(len(nodes), dtype=bool)
    assert (costs[apart] == expected[apart]).all()


@given(restricted(slowing=False), st.booleans())
@settings(max_examples=150)
def test_nodes_that_lead_to_one_are_those_with_a_legal_way(one: Restricted, compiled: bool):
    case, graph = one.case, one.graph(compiled).under(one.case.disruption)
    leads = nodes_leading_to(graph, case.target).tolist()
    closed = set(case.closed)
    assert leads == [case.target in reference(graph, one.bans, closed, s) for s in range(case.node_count)]


@given(restricted(slowing=False), st.booleans())
@settings(max_examples=300)
def test_a_road_is_replaced_by_the_best_legal_way_that_avoids_it(one: Restricted, compiled: bool):
    case, graph = one.case, one.graph(compiled).under(one.case.disruption)
    s, t = case.source, case.target
    tree = tree_to(graph, t)
    path = best_path(graph, s, t, None, tree)
    if path is None or not len(path.arcs):
        return
    costs = replacement_costs(graph, path, tree).tolist()
    for road, cost in zip(graph.arcs.road[path.arcs].tolist(), costs, strict=True):
        closed = {*case.closed, road}
        assert cost == reference(graph, one.bans, closed, s).get(t, CLOSED)


def fewest_cut(graph: RoadGraph, bans: list[Driven], case: Case, among: list[int]) -> int | None:
    """The fewest of some roads whose closure leaves no legal way, by brute force."""
    for size in range(len(among) + 1):
        for roads in combinations(among, size):
            if case.target not in reference(graph, bans, {*case.closed, *roads}, case.source):
                return size
    return None


def most_apart(graph: RoadGraph, bans: list[Driven], case: Case) -> int:
    """The most legal ways that share no road, by brute force over all ways that use no road twice."""
    arcs, weight = graph.network.arcs, graph.without_turns.weight
    ways: set[frozenset[int]] = set()

    def extend(node: int, driven: Driven, roads: frozenset[int]) -> None:
        if node == case.target:
            ways.add(roads)
            return
        for a in arcs.leaving(node).tolist():
            way, road = (*driven, a), int(arcs.road[a])
            if weight[a] < CLOSED and road not in roads and not any(way[-len(b) :] == b for b in bans):
                extend(int(arcs.head[a]), way, roads | {road})

    def packed(left: list[frozenset[int]]) -> int:
        if not left:
            return 0
        first, rest = left[0], left[1:]
        return max(packed(rest), 1 + packed([one for one in rest if not one & first]))

    extend(case.source, (), frozenset())
    shortest = [one for one in ways if not any(other < one for other in ways)]
    return packed(sorted(shortest, key=sorted))


@given(restricted(max_nodes=6, max_roads=9, slowing=False), st.booleans())
@settings(max_examples=300)
def test_cuts_count_a_road_once_whatever_its_copies(one: Restricted, compiled: bool):
    case, graph = one.case, one.graph(compiled).under(one.case.disruption)
    if case.source == case.target:
        return
    cut = disjoint_routes(graph, case.source, case.target)
    everything = [r for r in range(len(case.roads)) if r not in case.closed]
    fewest = fewest_cut(graph, one.bans, case, everything)
    assert len(cut.roads) == fewest
    assert case.target not in reference(graph, one.bans, {*case.closed, *cut.roads.tolist()}, case.source)
    # one way may have to turn round on a road that it drove already
    assert cut.routes == max(most_apart(graph, one.bans, case), fewest > 0)
    event(f"{fewest - cut.routes} routes fewer than roads in the cut")


def test_where_three_ways_share_a_road_two_by_two_one_is_counted_and_two_roads_cut(monkeypatch):
    names = ["e1", "e2", "e3", "r12", "r13", "r23", "k12", "k13", "k23", "x1", "x2", "x3"]
    s, a, b, c, d, e, f, t = range(8)
    ends = [(s, a), (s, a), (s, c), (a, b), (c, d), (e, f), (b, e), (b, c), (d, e), (d, t), (f, t), (f, t)]
    network = network_of(8, [(u, v, 1.0, FORWARD) for u, v in ends])
    bans = [
        tuple(int(network.arcs.of_road[names.index(name), 0]) for name in ban.split())
        for ban in (
            "e1 r12 k12", "e2 r12 k13", "k13 r13 k23", "e3 r13 x1", "k12 r23 x3", "k23 r23 x2",
        )
    ]  # fmt: skip
    graph = RoadGraph.of(banning(network, bans), WALKER)
    cut = disjoint_routes(graph, s, t)
    assert (cut.routes, len(cut.roads)) == (1, 2)
    assert set(cut.roads.tolist()) <= {names.index(name) for name in ("r12", "r13", "r23")}
    assert not isinstance(cut.routes, AtLeast)

    def out_of_patience(*asked, options=None, **more):
        return SimpleNamespace(x=None, fun=None, status=1) if options else milp(*asked, **more)

    monkeypatch.setattr("scipy.optimize.milp", out_of_patience)
    routes = disjoint_routes(graph, s, t).routes
    assert (routes, isinstance(routes, AtLeast)) == (1, True)


@given(restricted(slowing=False))
@settings(max_examples=100)
def test_routes_kept_are_as_many_as_those_found_anew(one: Restricted):
    case, graph = one.case, one.graph()
    if case.source == case.target:
        return
    kept = KeptRoutes(graph, case.source, case.target, np.empty(0, np.int32))
    assert kept.count == disjoint_routes(graph, case.source, case.target).routes
    anew = disjoint_routes(graph.under(case.disruption), case.source, case.target)
    assert kept.after(case.disruption) == anew.routes


@given(restricted(max_nodes=6, max_roads=9, slowing=False))
@settings(max_examples=150)
def test_closed_roads_that_sever_are_the_fewest(one: Restricted):
    case, graph = one.case, one.graph()
    s, t = case.source, case.target
    if s == t or best_path(graph, s, t) is None or best_path(graph, s, t, case.disruption) is not None:
        return
    cut = severing_cut(graph, case.disruption, s, t)
    unclosed = replace(case, closed=())
    assert len(cut.roads) == fewest_cut(graph, one.bans, unclosed, list(case.closed))
    assert set(cut.roads.tolist()) <= set(case.closed)


@pytest.mark.parametrize("by", ["time", "distance", "cost"])
def test_figures_of_a_way_are_those_of_its_roads(by):
    bans = [(arc(CROSS, 0, 1), arc(CROSS, 1, 3))]
    graph = RoadGraph.of(banning(CROSS, bans), WALKER, by)
    slow = graph.under(Disruption(slowed=np.array([1], np.int32), factor=np.array([2.0])))
    path = best_path(slow, 0, 3)
    totals = slow.totals(path.arcs)
    assert (totals.time_s, totals.length_m) == (pytest.approx(60), 40)
    assert slow.without_turns.turns is None
    assert best_path(slow.without_turns, 0, 3).cost < path.cost
