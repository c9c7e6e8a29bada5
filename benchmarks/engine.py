"""Time the what-if engine beside other engines on one machine, in one process.

    PYTHONPATH=src PYTHON benchmarks/engine.py [--data FILE.osm.pbf] [--runs 20] [--quick]

PYTHON is one with routegraph's requirements and, for their rows, igraph, rustworkx, pyroutingkit and
pandana. Prints tables; writes benchmarks/results/engine.json.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from engine_cases import ALEPPO, HAMA, closure_sets, random_sets, snap
from engine_peers import IGraph, Pandana, Problem, RoutingKit, RustworkX, SciPy, at_hand
from engine_report import told
from routegraph.network.osmfile import read_osm
from routegraph.network.store import open_network, save
from routegraph.routing.detour_index import DetourIndex
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.hierarchy import Hierarchy, hierarchy_of
from routegraph.routing.many_disruptions import many_disruptions
from routegraph.routing.matrix import cost_matrix, route_matrix
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.search import best_path, tree_from, tree_to
from routegraph.vehicles import VEHICLES

HERE = Path(__file__).parent
DATA = Path(os.environ.get("ROUTEGRAPH_TEST_DATA", HERE.parents[1] / "shared" / "data"))


def median_ms(
    work: Callable[[], Any], runs: int, after: Callable[[], Any] | None = None
) -> tuple[float, Any]:
    """Median time in ms, and the result; once before to warm up."""
    result, times = work(), []
    if after:
        after()
    gc.disable()
    for _ in range(runs):
        begun = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begun)
        if after:
            after()
    gc.enable()
    return statistics.median(times) * 1e3, result


def whatif_rows(graph: RoadGraph, pair: tuple[int, int], sets: dict, peers: list, runs: int) -> list[dict]:
    source, target = pair
    tree = tree_to(graph, target)
    index = DetourIndex.of(graph, tree, tree_from(graph, source))
    rows = []
    for name, roads in sets.items():
        shut = Disruption(closed=roads)
        ms, path = median_ms(lambda shut=shut: best_path(graph, source, target, shut, tree), runs * 2)
        with graph.workspaces.one() as w:
            settled = int(w.report[1])
        cold, _ = median_ms(lambda shut=shut: best_path(graph, source, target, shut), runs)
        over, same = median_ms(
            lambda shut=shut: best_path(graph, source, target, shut, index=index), runs * 2
        )
        assert (path and path.arcs.tolist()) == (same and same.arcs.tolist())
        row: dict[str, Any] = {"set": name, "roads": len(roads), "settled": settled}
        row |= {"tree": ms, "index": over, "nothing prepared": cold}
        row["minutes"] = None if path is None else path.cost / 6e7
        for peer in peers:
            peer.prepare(roads)
            row[peer.name], cost = median_ms(
                lambda peer=peer: peer.query(source, target), runs, getattr(peer, "undo", None)
            )
            expected = np.inf if path is None else path.cost
            assert cost == expected or abs(cost - expected) < 1e-3 * expected, (
                peer.name,
                name,
                cost,
                expected,
            )
        rows.append(row)
        print(row, file=sys.stderr)
    return rows


def replacement_rows(graph: RoadGraph, pair: tuple[int, int], peers: list, runs: int) -> dict[str, Any]:
    source, target = pair
    tree = tree_to(graph, target)
    path = best_path(graph, source, target, None, tree)
    roads = graph.arcs.road[path.arcs]
    whole, costs = median_ms(
        lambda: replacement_costs(graph, best_path(graph, source, target, None, tree), tree), runs
    )
    outward = tree_from(graph, source)
    both, _ = median_ms(lambda: replacement_costs(graph, path, tree, outward), runs)

    def each() -> list[int]:
        ways = (best_path(graph, source, target, Disruption(closed=np.array([r])), tree) for r in roads)
        return [CLOSED if way is None else way.cost for way in ways]

    separate, expected = median_ms(each, max(3, runs // 5))
    assert costs.tolist() == expected
    result = {
        "roads": len(roads),
        "routegraph, tree from the origin grown too": whole,
        "routegraph, given both trees": both,
        "routegraph, a what-if for each road": separate,
    }
    sample = roads[:: max(1, len(roads) // 10)]
    for peer in peers:
        times = []
        for road in sample:
            peer.prepare(np.array([road]))
            times.append(
                median_ms(lambda peer=peer: peer.query(source, target), 1, getattr(peer, "undo", None))[0]
            )
        result[f"{peer.name} for each road"] = statistics.mean(times) * len(roads)
    return result


def matrix_rows(graph: RoadGraph, roads: np.ndarray, makers: list, runs: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(1)
    usable = np.flatnonzero(graph.usable_nodes)
    sources, targets = (rng.choice(usable, 200).tolist() for _ in range(2))
    shut = Disruption(closed=roads)
    hierarchy_of(graph.arcs, True)
    begun = time.perf_counter()
    Hierarchy.of(graph.arcs, True)
    built = time.perf_counter() - begun
    ms, _ = median_ms(lambda: cost_matrix(graph, sources, targets, shut), runs)
    both, _ = median_ms(lambda: route_matrix(graph, sources, targets, shut), runs)
    rows = [
        {"engine": "routegraph, costs", "setup_s": built, "per_closure_s": 0.0, "ms": ms, "runs": runs},
        {
            "engine": "routegraph, costs, times and lengths",
            "setup_s": built,
            "per_closure_s": 0.0,
            "ms": both,
            "runs": runs,
        },
    ]
    for make in makers:
        peer = make()
        peer.prepare(roads)
        once = runs if isinstance(peer, RoutingKit) else 3 if isinstance(peer, Pandana) else 1
        took, _ = median_ms(
            lambda peer=peer: peer.matrix(sources, targets), once, getattr(peer, "undo", None)
        )
        rebuilt = peer.setup_s if isinstance(peer, Pandana) else 0.0
        rows.append(
            {
                "engine": peer.name,
                "setup_s": getattr(peer, "setup_s", 0.0) - rebuilt,
                "per_closure_s": rebuilt,
                "ms": took,
                "runs": once,
            }
        )
        print(rows[-1], file=sys.stderr)
    return rows


def many_rows(graph: RoadGraph, pair: tuple[int, int], count: int, runs: int) -> dict[str, Any]:
    disruptions = random_sets(graph.network, count)
    tree = tree_to(graph, pair[1])
    ms, answers = median_ms(lambda: many_disruptions(graph, *pair, disruptions, tree), runs)
    changed = sum(path is None or path.cost > tree.cost[pair[0]] for path in answers.paths)
    return {
        "sets": count,
        "mean closed roads": statistics.mean(len(d.closed) for d in disruptions),
        "seconds": ms / 1e3,
        "journeys changed": changed,
        "severed": sum(path is None for path in answers.paths),
        "searches": answers.searches,
        "runs": runs,
    }


FRESH = """
import sys, time
from pathlib import Path
begun = time.perf_counter()
from routegraph.network.store import open_network
from routegraph.routing.graph import RoadGraph
from routegraph.routing.matrix import cost_matrix
from routegraph.routing.search import best_path, tree_to
from routegraph.vehicles import VEHICLES

def peak_mib():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

source, target = int(sys.argv[2]), int(sys.argv[3])
network = open_network(Path(sys.argv[1]))
graph = RoadGraph.of(network, VEHICLES["car"])
loaded = time.perf_counter()
graph.usable_nodes
best_path(graph, source, target, None, tree_to(graph, target))
done = time.perf_counter()
asked = peak_mib()
cost_matrix(graph, range(200), range(200, 400))
print(loaded - begun, done - loaded, asked, peak_mib())
"""


def fresh_rows(folder: Path, pair: tuple[int, int]) -> dict[str, float]:
    """Time a new process without, then with, compiled kernels on disk."""
    result = {}
    with tempfile.TemporaryDirectory() as cache:
        for name in ("nothing compiled yet", "kernels compiled before"):
            command = [sys.executable, "-c", FRESH, str(folder), *map(str, pair)]
            figures = subprocess.run(
                command,
                env=os.environ | {"NUMBA_CACHE_DIR": cache},
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()
            load, ask, asked, filled = map(float, figures)
            result |= {f"open and weigh, {name} (s)": load, f"first answer, {name} (s)": ask}
            result["peak memory after that answer (MiB)"] = asked
            result["peak memory after a matrix 200 x 200 (MiB)"] = filled
    return result


def machine(network: Any, runs: int) -> dict[str, Any]:
    import numba

    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "date": time.strftime("%Y-%m-%d"),
        "cpu": names[0].split(":")[1].strip() if names else platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "network": network.provenance.source,
        "nodes": len(network.nodes),
        "roads": len(network.roads),
        "arcs": len(network.arcs),
        "runs": runs,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA / "syria-roads-2021-08.osm.pbf")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--out", type=Path, default=HERE / "results")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", module="pandana")
    runs = options.runs
    with tempfile.TemporaryDirectory() as folder:
        stored = save(read_osm(options.data), Path(folder) / "network")
        network = open_network(stored)
        graph = RoadGraph.of(network, VEHICLES["car"])
        pair = snap(graph, *HAMA), snap(graph, *ALEPPO)
        route = best_path(graph, *pair)
        assert route is not None
        sets = closure_sets(network, np.asarray(network.arcs.road)[route.arcs])
        problem = Problem(graph)
        searching, notes = at_hand({
            "scipy": lambda: SciPy(problem), "igraph": lambda: IGraph(problem),
            "rustworkx": lambda: RustworkX(problem),
            "pyroutingkit": lambda: RoutingKit(problem, partial=False),
        })  # fmt: skip
        if any(isinstance(peer, RoutingKit) for peer in searching):
            searching.append(RoutingKit(problem, partial=True))
        result: dict[str, Any] = {"machine": machine(network, runs), "notes": notes}
        result["setup"] = {
            "tree_to (ms)": median_ms(lambda: tree_to(graph, pair[1]), runs)[0],
            "both trees and index (ms)": median_ms(
                lambda: DetourIndex.of(graph, tree_to(graph, pair[1]), tree_from(graph, pair[0])), runs
            )[0],
            "under a closure (ms)": median_ms(
                lambda: graph.under(Disruption(closed=sets["10 km around Saraqib"])).rows, runs
            )[0],
        }
        result["whatif"] = whatif_rows(graph, pair, sets, searching, runs)
        result["replacement"] = replacement_rows(graph, pair, searching, runs)
        result["many"] = many_rows(graph, pair, 10_000, 3)
        kits = [peer for peer in searching if isinstance(peer, RoutingKit)]
        makers = [lambda peer=peer: peer for peer in kits]
        for kind in (IGraph, Pandana):
            try:
                kind(problem)
                makers.append(lambda kind=kind: kind(problem))
            except ImportError as error:
                notes.append(f"{kind.__name__} is not installed here ({error}); its rows are left out.")
        result["matrix"] = matrix_rows(graph, sets["10 km around Saraqib"], makers, runs)
        result["fresh"] = fresh_rows(stored, pair)
    result["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "engine.json").write_text(json.dumps(result, indent=1, default=float), "utf-8")
    print(told(result))


if __name__ == "__main__":
    main()
