"""Whole answers beside those of other libraries, in one process, on all of Syria.

``python benchmarks/peers.py PBF`` asks how long the way from Hama to Aleppo is and takes under closures,
by which roads, or that there is no way: *the same answer*, of everybody. What does not depend on the
closures is prepared before the clock starts, for everyone, and which roads are closed is told as an array.
All of `study.whatif` besides reads the closures and finds their roads, proves a cut, counts disjoint
routes, names the roads and the towns of the way and words its warnings, which no peer does. Each answer is
asked `RUNS` times in turn, with closures that were never asked before; milliseconds of processor time.
"""

from __future__ import annotations

import importlib
import os
import sys
import time
from functools import partial
from itertools import pairwise
from math import cos, sin, tau
from statistics import geometric_mean, median
from typing import Any

import numpy as np

from engine_peers import IGraph, Problem, RoutingKit, RustworkX, SciPy, at_hand
from felt import HOME, import_once
from routegraph.routing.journey import journey_on

RUNS = 5
RING = [(37.13 + 0.35 * cos(i / 24 * tau), 36.2 + 0.3 * sin(i / 24 * tau)) for i in range(24)]

CLOSURES = {
    "nothing": lambda i: [],
    "Khanasser": lambda i: [f"Khanasser~{1 + i / 100}km"],
    "M5": lambda i: ["M5", f"Khanasser~{1 + i / 100}km"],
    "10 km of Saraqib": lambda i: [f"Saraqib~{10 + i / 100}km"],
    "ringed": lambda i: [f"{lon:.4f},{lat:.4f}~{6 + i / 100}km" for lon, lat in RING],
}


class Whole:
    """A peer that tells the way, its length and its time."""

    def __init__(self, peer: Any, problem: Problem, length_m: np.ndarray) -> None:
        self.peer, self.name, self.p = peer, peer.name, problem
        self.length_m = length_m
        self.at = {
            pair: i for i, pair in enumerate(zip(problem.tail.tolist(), problem.head.tolist(), strict=True))
        }

    def answer(self, closed: np.ndarray, source: int, target: int) -> tuple[float, float, list[int]] | None:
        self.peer.prepare(closed)
        nodes = self.nodes(source, target)
        if nodes is None:
            return None
        arcs = [self.at[pair] for pair in pairwise(nodes)]
        weight = self.p.open_us[arcs]
        return float(weight.sum()) / 1e6, float(self.length_m[arcs].sum()), arcs

    def nodes(self, source: int, target: int) -> list[int] | None:
        peer = self.peer
        if isinstance(peer, SciPy):
            cost, before = peer.dijkstra(peer.matrix, indices=source, return_predecessors=True)
            if not np.isfinite(cost[target]):
                return None
            nodes = [target]
            while nodes[-1] != source:
                nodes.append(int(before[nodes[-1]]))
            return nodes[::-1]
        if isinstance(peer, IGraph):
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                nodes = peer.graph.get_shortest_paths(source, target, weights="us")[0]
            weight = peer.graph.es[peer.graph.get_eids(list(pairwise(nodes)))]["us"]
            return nodes if nodes and np.isfinite(sum(weight)) else None
        if isinstance(peer, RustworkX):
            found = peer.x.digraph_dijkstra_shortest_paths(peer.graph, source, target, float)
            nodes = list(found[target]) if target in found else []
            weight = [peer.graph.get_edge_data(u, v) for u, v in pairwise(nodes)]
            return nodes if nodes and np.isfinite(sum(weight)) else None
        peer.apply()
        cost, nodes = peer.cch.query(source, target)[:2]
        peer.undo()
        return None if cost >= peer.kit.INF_WEIGHT else [int(node) for node in nodes]


def main() -> None:
    import_once(sys.argv[1:])
    os.environ["ROUTEGRAPH_HOME"] = str(HOME)
    routegraph = importlib.import_module("routegraph")
    study = routegraph.load("syria")
    graph = study.graph
    source, target = (study.locate(name).node for name in ("Hama", "Aleppo"))
    problem = Problem(graph)
    length_m = np.asarray(graph.network.roads.length_m)[problem.road[problem.order[problem.first]]]
    makers = {
        "scipy": lambda: SciPy(problem),
        "igraph": lambda: IGraph(problem),
        "rustworkx": lambda: RustworkX(problem),
        "pyroutingkit, anew": lambda: RoutingKit(problem, False),
        "pyroutingkit, changed arcs": lambda: RoutingKit(problem, True),
    }
    found, notes = at_hand(makers)
    peers = [Whole(peer, problem, length_m) for peer in found]
    for i in range(3):
        study.whatif("Hama", "Aleppo", close=[f"Saraqib~{3 + i}km"])
    heads = [
        "closed",
        "all of `study.whatif`",
        "the same answer",
        *(peer.name for peer in peers),
        "best peer / same answer",
    ]
    print(f"| {' | '.join([*heads, 'best peer / whatif'])} |")
    print("|---|" + "---:|" * len(heads))
    ratios, whole = [], []
    for name, closures in CLOSURES.items():
        spent: dict[str, list[float]] = {}
        for i in range(RUNS):
            answer = timed(spent, "routegraph", partial(study.whatif, "Hama", "Aleppo", close=closures(i)))
            after = answer.question.situation.after
            part = timed(spent, "same", partial(same_answer, graph, source, target, after))
            assert (part and round(part[0], 6)) == (answer.after and round(answer.after.time_s, 6)), part
            closed = after.closed
            for peer in peers:
                told = timed(spent, peer.name, partial(peer.answer, closed, source, target))
                same(peer, answer, told)
        ms = [median(spent[one]) for one in ("routegraph", "same", *(peer.name for peer in peers))]
        ratios.append(min(ms[2:]) / ms[1])
        whole.append(min(ms[2:]) / ms[0])
        told = " | ".join(f"{one:.2f}" for one in ms)
        print(f"| {name} | {told} | {ratios[-1]:.1f} | {whole[-1]:.1f} |", flush=True)
    print(
        f"\nThe best peer takes {geometric_mean(ratios):.1f} times as long for the same answer "
        "(geometric mean; "
        f"least {min(ratios):.1f}), and {geometric_mean(whole):.1f} times as long as all of `study.whatif` "
        f"(least {min(whole):.1f})."
    )
    for note in [*notes, *not_at_hand()]:
        print(f"\n{note}")


def same_answer(graph: Any, source: int, target: int, after: Any) -> tuple[float, float, np.ndarray] | None:
    """The way's time, length and arcs by the kept journey."""
    journey = journey_on(graph, source, target)
    path = journey.path_under(after)
    if path is None:
        return None
    if path is journey.path:
        return journey.route.time_s, journey.route.length_m, path.arcs
    return (*graph.totals(path.arcs)[:2], path.arcs)


def timed(spent: dict[str, list[float]], name: str, ask: Any) -> Any:
    begun = time.process_time()
    answer = ask()
    spent.setdefault(name, []).append((time.process_time() - begun) * 1000)
    return answer


def same(peer: Whole, answer: Any, told: tuple[float, float, list[int]] | None) -> None:
    """Stop when a peer finds another time; pyroutingkit counts whole milliseconds on every arc."""
    assert (told is None) == (answer.after is None), (peer.name, answer, told)
    slack_s = 0.001 * len(told[2]) + 1e-3 if told and isinstance(peer.peer, RoutingKit) else 1e-3
    assert told is None or abs(told[0] - answer.after.time_s) <= slack_s, (
        peer.name,
        answer.after.time_s,
        told[0],
    )


def not_at_hand() -> list[str]:
    """Engines of which a wheel is looked for and not used where there is none."""
    told = []
    for package, module in (("osrm-bindings", "osrm"), ("pyvalhalla", "valhalla")):
        try:
            importlib.import_module(module)
        except ImportError:
            told.append(f"{package} has no wheel that installs here; it is left out.")
        else:
            told.append(
                f"{package} answers from extracts that are built again for each closure; it is left out."
            )
    return told


if __name__ == "__main__":
    main()
