"""The best path under a disruption: drawn examples, then laws against networkx and brute force."""

from __future__ import annotations

import random
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from drawn_graphs import SECOND, Case, cases, check_path, graph_of, running
from drawn_networks import BOTH, FORWARD, network_of, networkx_of, simple_paths
from routegraph.errors import QuestionError
from routegraph.routing import kernels, search
from routegraph.routing.detour_index import DetourIndex
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED
from routegraph.routing.search import best_path, tree_from, tree_to

# 0 --5-- 1 --5-- 2      the straight way
#  \--4-- 3 --8--/       one way round, dearer by 2
#   \-9-- 4 >-9-/        another, oneway from 4 to 2
WAYS = [
    (0, 1, 5, BOTH),
    (1, 2, 5, BOTH),
    (0, 3, 4, BOTH),
    (3, 2, 8, BOTH),
    (0, 4, 9, BOTH),
    (4, 2, 9, FORWARD),
]


def closing(*roads: int) -> Disruption:
    return Disruption(closed=np.array(roads, np.int32))


def slowing(road: int, factor: float) -> Disruption:
    return Disruption(slowed=np.array([road], np.int32), factor=np.array([factor]))


def roads_of(graph, path) -> list[int]:
    return graph.arcs.road[path.arcs].tolist()


@pytest.fixture(params=[False, True], ids=["plain", "compiled"])
def ways(request):
    return graph_of(network_of(5, WAYS), request.param)


@pytest.mark.parametrize(
    ("disruption", "seconds", "roads"),
    [
        (Disruption(), 10, [0, 1]),
        (closing(5), 10, [0, 1]),
        (closing(1), 12, [2, 3]),
        (closing(0, 2), 18, [4, 5]),
        (slowing(1, 1.25), 11.25, [0, 1]),
        (slowing(1, 2), 12, [2, 3]),
        (closing(1, 3, 5), None, None),
    ],
)
def test_the_best_of_the_ways_that_remain_is_found_with_and_without_a_tree(ways, disruption, seconds, roads):
    for tree in (None, tree_to(ways, 2)):
        path = best_path(ways, 0, 2, disruption, tree)
        if seconds is None:
            assert path is None
        else:
            assert (path.cost, roads_of(ways, path)) == (seconds * SECOND, roads)


def test_a_oneway_is_not_driven_backwards(ways):
    assert best_path(ways, 2, 4).cost == 19 * SECOND


def test_of_equal_ways_the_one_with_the_first_arcs_is_taken_however_it_is_searched(ways):
    tie = slowing(1, 1.4)  # 0-1-2 and 0-3-2 both take 12 seconds
    assert {tuple(best_path(ways, 0, 2, tie, t).arcs) for t in (None, tree_to(ways, 2))} == {(0, 4)}


def test_a_journey_to_where_it_begins_is_empty_whatever_is_closed(ways):
    path = best_path(ways, 1, 1, closing(*range(6)), tree_to(ways, 1))
    assert (path.cost, path.arcs.tolist()) == (0, [])


def test_a_search_changes_neither_the_graph_nor_its_network_nor_the_next_search(ways):
    before = ways.weight.copy()
    tree = tree_to(ways, 2)
    best_path(ways, 0, 2, closing(0, 1, 2, 3), tree)
    assert (ways.weight == before).all()
    assert best_path(ways, 0, 2, None, tree).cost == 10 * SECOND
    with pytest.raises(ValueError, match="read-only"):
        ways.network.arcs.head[0] = 0


def test_the_shorter_of_parallel_roads_is_taken_and_the_other_remains():
    graph = graph_of(network_of(2, [(0, 1, 3, BOTH), (0, 1, 2, BOTH), (1, 1, 1, BOTH)]))
    assert roads_of(graph, best_path(graph, 0, 1)) == [1]
    assert roads_of(graph, best_path(graph, 0, 1, closing(1), tree_to(graph, 1))) == [0]


@pytest.mark.parametrize("factor", [0.5, float("nan"), float("inf")])
def test_a_factor_that_is_not_a_slowing_is_refused(factor):
    with pytest.raises(QuestionError, match="finite factor of at least 1"):
        slowing(0, factor)


def test_a_tree_that_does_not_fit_is_refused(ways):
    elsewhere, outward, part = tree_to(ways, 1), tree_from(ways, 2), tree_to(ways, 2, until=[1])
    for tree in (elsewhere, outward, part, tree_to(ways.under(closing(1)), 2)):
        with pytest.raises(ValueError, match="does not lead from everywhere to node 2"):
            best_path(ways, 0, 2, None, tree)
    with pytest.raises(ValueError, match="needs a whole tree"):
        DetourIndex.of(ways, part, tree_from(ways, 0))


def test_an_index_of_another_journey_or_graph_are_refused(ways):
    index = DetourIndex.of(ways, tree_to(ways, 2), tree_from(ways, 0))
    assert best_path(ways, 0, 2, closing(1), index=index).cost == 12 * SECOND
    for graph, source in ((ways, 1), (ways.under(closing(1)), 0)):
        with pytest.raises(ValueError, match="index is not that"):
            best_path(graph, source, 2, closing(0), index=index)


@given(cases())
@settings(max_examples=300)
def test_costs_equal_those_of_networkx_and_paths_are_the_first_of_all_simple_paths(case: Case):
    graph = graph_of(case.network)
    standing = graph.under(case.disruption)
    expected = min(simple_paths(standing, case.source, case.target), default=None)
    event(share_of(graph, case, expected))
    try:
        length = nx.dijkstra_path_length(networkx_of(standing), case.source, case.target)
    except nx.NetworkXNoPath:
        length = None
    assert length == (expected[0] if expected else None)
    for compiled in (False, True):
        run = running(graph, compiled)
        for tree, patience in ((None, 0), (tree_to(run, case.target), 0), (tree_to(run, case.target), 99)):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(search, "PATIENCE", patience)
                path = best_path(run, case.source, case.target, case.disruption, tree)
            assert (path and (path.cost, tuple(path.arcs.tolist()))) == expected
            if path:
                check_path(standing, case.source, case.target, path)
        index = DetourIndex.of(run, tree_to(run, case.target), tree_from(run, case.source))
        path = best_path(run, case.source, case.target, case.disruption, index=index)
        assert (path and (path.cost, tuple(path.arcs.tolist()))) == expected


def share_of(graph, case, expected) -> str:
    open_best = min(simple_paths(graph, case.source, case.target), default=None)
    if open_best is None:
        return "unconnected"
    if expected is None:
        return "severed"
    return "unaffected" if expected == open_best else "another way"


def test_drawn_cases_say_something_often_enough():
    rng = random.Random(20151023)
    tally = dict.fromkeys(["unconnected", "severed", "unaffected", "another way"], 0)
    for _ in range(400):
        n = rng.randint(2, 7)
        roads = [
            (rng.randrange(n), rng.randrange(n), float(rng.randint(1, 4)), rng.choice([BOTH, BOTH, FORWARD]))
            for _ in range(rng.randint(4, 14))
        ]
        closed = tuple(r for r in range(len(roads)) if rng.random() < 0.25)
        case = Case(n, roads, 0, n - 1, closed, ())
        graph = graph_of(case.network)
        expected = min(simple_paths(graph.under(case.disruption), 0, n - 1), default=None)
        path = best_path(graph, 0, n - 1, case.disruption, tree_to(graph, n - 1))
        assert (path and (path.cost, tuple(path.arcs.tolist()))) == expected
        tally[share_of(graph, case, expected)] += 1
    assert tally["another way"] >= 60
    assert tally["severed"] >= 50


@given(cases())
@settings(max_examples=150)
def test_trees_hold_the_distances_of_networkx_and_are_the_same_compiled(case: Case):
    graph = graph_of(case.network)
    g = networkx_of(graph)
    for grow, other in ((tree_from, g), (tree_to, g.reverse())):
        tree = grow(graph, case.source)
        expected = nx.single_source_dijkstra_path_length(other, case.source)
        assert tree.cost.tolist() == [expected.get(v, CLOSED) for v in range(case.node_count)]
        compiled = grow(running(graph, True), case.source)
        assert (tree.cost == compiled.cost).all()
        assert (tree.arc == compiled.arc).all()
        assert (tree.arc.dtype, tree.cost.dtype) == (np.int32, np.int64)


@given(cases(), st.data())
@settings(max_examples=150)
def test_closing_more_never_helps_and_reopening_gives_the_way_back(case: Case, data):
    graph = graph_of(case.network)
    tree = tree_to(graph, case.target)
    rest = sorted(set(range(len(case.roads))) - {r for r, _ in case.slowed})
    more = data.draw(st.sets(st.sampled_from(rest)) if rest else st.just(set()))
    wider = Disruption(
        np.array(sorted(more | set(case.closed)), np.int32), case.disruption.slowed, case.disruption.factor
    )
    costs = [
        CLOSED if path is None else path.cost
        for path in (
            best_path(graph, case.source, case.target, d, tree) for d in (None, case.disruption, wider, None)
        )
    ]
    assert costs[0] <= costs[1] <= costs[2]
    assert costs[3] == costs[0]


@given(cases(slowing=False))
@settings(max_examples=150)
def test_closing_roads_equals_deleting_them(case: Case):
    graph = graph_of(case.network)
    path = best_path(graph, case.source, case.target, case.disruption, tree_to(graph, case.target))
    left = [road for r, road in enumerate(case.roads) if r not in case.closed]
    other = best_path(graph_of(network_of(case.node_count, left)), case.source, case.target)
    assert (path and path.cost) == (other and other.cost)


@given(cases(slowing=False))
@settings(max_examples=150)
def test_slowing_by_one_changes_nothing_and_slowing_without_end_is_closing(case: Case):
    graph = graph_of(case.network)
    tree = tree_to(graph, case.target)
    roads = np.array(case.closed, np.int32)

    def slowed(factor: float):
        d = Disruption(slowed=roads, factor=np.full(len(roads), factor))
        return best_path(graph, case.source, case.target, d, tree)

    once, plain = slowed(1.0), best_path(graph, case.source, case.target, None, tree)
    assert (once and once.arcs.tolist()) == (plain and plain.arcs.tolist())
    closed = best_path(graph, case.source, case.target, case.disruption, tree)
    endless = slowed(1e6)
    if closed is not None:
        assert closed.arcs.tolist() == endless.arcs.tolist()
    else:
        assert endless is None or endless.cost >= 1e6 * SECOND


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
@given(case=cases())
@settings(max_examples=150)
def test_a_tree_mended_under_closures_is_the_tree_grown_anew(compiled: bool, case: Case):
    graph = graph_of(case.network, compiled)
    under = graph.under(case.disruption)
    for grow, root in ((tree_to, case.target), (tree_from, case.source)):
        fresh = grow(replace(under, opened=None), root)
        for _ in range(search.MENDED_FROM + 1):
            mended = grow(under, root)
            assert mended.cost.tolist() == fresh.cost.tolist()
            assert mended.arc.tolist() == fresh.arc.tolist()
            assert mended.whole
        opened = grow(graph_of(case.network, compiled), root)
        assert grow(graph, root).cost.tolist() == opened.cost.tolist()
        assert grow(graph, root).arc.tolist() == opened.arc.tolist()
    event(f"{int((fresh.cost > tree_from(graph, case.source).cost).any())} dearer")


def test_a_graph_that_is_cheaper_than_its_open_one_has_a_tree_of_its_own(ways):
    cheaper = replace(ways, weight=np.maximum(ways.weight // 2, 1), opened=ways)
    costs = [tree_to(cheaper, 2).cost.tolist() for _ in range(3)]
    assert costs[0] == costs[1] == costs[2]
    assert costs[0][0] == tree_to(ways, 2).cost[0] // 2


def test_a_tree_counts_the_nodes_that_it_settles_and_ends_with_those_that_are_sought():
    graph = graph_of(network_of(5, [(0, 1, 1, BOTH), (1, 2, 1, BOTH), (2, 3, 1, FORWARD)]), compiled=False)
    rows = graph.rows

    def grown(wanted: list[int], sought: int) -> tuple[int, list[int]]:
        cost = [CLOSED] * 5
        out = (rows.out_row, rows.head, rows.arc, rows.weight)
        return kernels.grow_tree(0, *out, cost, [-1] * 5, [0] * 9, [0] * 9, wanted, sought), cost

    assert grown([0] * 5, 0) == (4, [0, SECOND, 2 * SECOND, 3 * SECOND, CLOSED])
    assert grown([0, 1, 1, 0, 0], 1)[0] == 2
    assert grown([0, 1, 1, 0, 0], 2) == (3, [0, SECOND, 2 * SECOND, CLOSED, CLOSED])


@pytest.mark.parametrize(
    ("stands", "after", "more"),
    [
        (([], {}), ([3], {}), ([3], {})),
        (([3], {}), ([3, 5], {4: 2.0}), ([5], {4: 2.0})),
        (([3], {4: 2.0}), ([3], {4: 2.0, 6: 3.0}), ([], {6: 3.0})),
        (([], {4: 2.0}), ([4, 5], {}), ([4, 5], {})),
        (([3], {}), ([5], {}), None),
        (([], {4: 2.0}), ([], {4: 3.0}), None),
        (([], {4: 2.0}), ([5], {6: 2.0}), None),
    ],
)
def test_what_comes_on_top_is_told_where_all_that_stands_stays(stands, after, more):
    def disruption(roads, factors):
        return Disruption(
            np.array(roads, np.int32), np.array([*factors], np.int32), np.array([*factors.values()], float)
        )

    found = disruption(*after).beyond(disruption(*stands))
    assert (found and found.key) == (more and disruption(*more).key)
