"""What a study keeps from one question for the next changes no answer, in whatever order they come."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest

import routegraph
from routegraph.network.model import Network
from routegraph.routing.disruption import Disruption
from routegraph.routing.flow import severing_cut
from routegraph.routing.journey import Journey
from routegraph.scenario.scenario import bundled_scenarios

PLACES = ("Hama", "Aleppo", "Khanasser", "Idlib", "Homs", "As-Safira")
CLOSED = ("Khanasser", "M5", "M4", "Saraqib~8km", "Ithriya", "Hama~12km", "Ithriya - Khanasser")
SLOWED = ("M5=2", "Khanasser=3", "Saraqib~8km=1.5")
STANDING = ("", "", *sorted(bundled_scenarios()))

Asked = tuple[str, str, tuple[Any, ...], dict[str, Any]]


@cache
def network() -> Network:
    return routegraph.load("hama-aleppo").network


def drawn(random: Random) -> Asked:
    """A question with what it supposes."""
    name = random.choice(
        ["whatif"] * 6 + ["alternatives", "chokepoints", "reopening", "isolated", "reach", "matrix"]
    )
    start, end = random.sample(PLACES, 2)
    arguments: dict[str, tuple[Any, ...]] = {
        "isolated": ([start],),
        "reach": (start,),
        "matrix": ([start], [end, "Homs" if end != "Homs" else "Idlib"]),
    }
    supposed: dict[str, Any] = {
        "close": random.sample(CLOSED, random.choice([0, 1, 1, 2, 3])),
        "slow": random.sample(SLOWED, random.choice([0, 0, 1])),
        "scenario": random.choice(STANDING),
    }
    if name == "reach":
        supposed["minutes"] = [60]
    return name, random.choice(["truck", "car"]), arguments.get(name, (start, end)), supposed


def told(study: Any, asked: Asked) -> Any:
    """An answer as plain data, or the error in its place."""
    name, vehicle, arguments, supposed = asked
    study = study[vehicle]
    try:
        return getattr(study, name)(*arguments, **supposed).to_dict()
    except routegraph.RoutegraphError as error:
        return str(error)


def studies() -> dict[str, Any]:
    return {vehicle: routegraph.load(network(), vehicle=vehicle) for vehicle in ("truck", "car")}


@pytest.mark.parametrize("seed", range(4))
def test_a_study_asked_much_in_any_order_answers_as_a_new_one(seed: int):
    random = Random(seed)
    pool = [drawn(random) for _ in range(8)]
    asked = [random.choice(pool) if random.random() < 0.5 else drawn(random) for _ in range(16)]
    kept = studies()
    for one in asked:
        assert told(kept, one) == told(studies(), one), one


def test_eight_threads_that_ask_one_study_are_answered_as_by_new_ones():
    random = Random(7)
    asked = [drawn(random) for _ in range(12)]
    alone = [told(studies(), one) for one in asked]
    kept = studies()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda one: told(kept, one), asked * 2)) == alone * 2


def test_a_cut_by_the_kept_tree_is_the_cut_without_it():
    graph = routegraph.load(network()).graph
    random, severed = np.random.default_rng(3), 0
    for _ in range(60):
        source, target = random.choice(np.flatnonzero(graph.usable_nodes), 2, replace=False).tolist()
        journey = Journey(graph, source, target)
        assert journey.index
        shut = np.flatnonzero(random.random(len(network().roads)) < 0.3).astype(np.int32)
        if journey.path_under(Disruption(closed=shut)) is None:
            severed += 1
            cut = journey.severing_cut(Disruption(closed=shut))
            plain = severing_cut(graph, Disruption(closed=shut), source, target)
            assert (cut.routes, cut.roads.tolist()) == (plain.routes, plain.roads.tolist())
    assert severed > 20
