"""What is kept: bounded, made once, the same for every thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from drawn_graphs import graph_of
from drawn_networks import BOTH, network_of
from routegraph.routing.journey import journey_on
from routegraph.routing.memory import Memory


def test_the_results_asked_for_last_are_kept():
    memory, made = Memory({"squares": 2}), []

    def square(n: int) -> int:
        return memory.get("squares", n, lambda: made.append(n) or n * n)

    assert [square(n) for n in (1, 2, 1, 3, 1, 2)] == [1, 4, 1, 9, 1, 4]
    assert made == [1, 2, 3, 2]


def test_what_failed_is_tried_again():
    memory = Memory({"some": 1})
    with pytest.raises(ZeroDivisionError):
        memory.get("some", 0, lambda: 1 // 0)
    assert memory.get("some", 0, lambda: 5) == 5


def test_threads_that_ask_at_once_wait_for_one_result():
    memory, made, together = Memory({"some": 1}), [], Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return memory.get("some", "key", lambda: made.append(1) or object())

    with ThreadPoolExecutor(8) as pool:
        assert len({id(one) for one in pool.map(ask, range(8))}) == 1
    assert made == [1]


def test_a_graph_keeps_the_journeys_asked_about_last_and_another_graph_has_its_own():
    graph = graph_of(network_of(3, [(0, 1, 1.0, BOTH), (1, 2, 1.0, BOTH)]))
    assert journey_on(graph, 0, 2) is journey_on(graph, 0, 2)
    assert journey_on(graph, 0, 2) is not journey_on(graph, 2, 0)
    assert journey_on(graph.without_turns, 0, 2) is journey_on(graph, 0, 2)
