"""One what-if against gravel-fragility's BlockedCHQuery, on the same contracted graph of all Syria.

Hama - Aleppo with everything within 10 km of Saraqib closed; both engines in one process, costs compared.
"""

import os
import statistics
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

import routegraph
from routegraph.network.geometry import roads_within
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED
from routegraph.routing.search import best_path, tree_to

HERE = Path(__file__).parent
DATA = Path(os.environ.get("ROUTEGRAPH_TEST_DATA", HERE.parents[1] / "shared" / "data"))
SARAQIB = (36.8006, 35.8636, 10_000.0)
RUNS = 3


def main() -> None:
    """Measure both and print a table."""
    import gravel

    study = routegraph.load(DATA / "syria-roads-2021-08.osm.pbf", vehicle="car")
    graph, arcs = study.graph, study.network.arcs
    source, target = (study.locate(place).node for place in ("36.7496,35.1343", "37.1637,36.1992"))
    roads = roads_within(study.network, *SARAQIB)
    disruption = Disruption(closed=roads)
    tree = tree_to(graph, target)
    own = [_timed(lambda: best_path(graph, source, target, disruption, tree)) for _ in range(21)]

    usable = np.flatnonzero(graph.weight < CLOSED)
    order = usable[np.lexsort((graph.weight[usable], arcs.head[usable], arcs.tail[usable]))]
    pair = arcs.tail[order].astype(np.int64) * len(study.network.nodes) + arcs.head[order]
    cheapest = order[np.concatenate([[True], pair[1:] != pair[:-1]])]
    tail, head = arcs.tail[cheapest].astype(np.uint32), arcs.head[cheapest].astype(np.uint32)
    theirs = gravel.Graph.from_coo(len(study.network.nodes), tail, head, graph.weight[cheapest] / 1e6)
    ch, built_s = _timed(lambda: gravel.build_ch(theirs))
    index, indexed_s = _timed(lambda: gravel.ShortcutIndex(ch))
    query = gravel.BlockedCHQuery(ch, index, theirs)
    closed = np.isin(arcs.road, roads)
    blocked = list(zip(arcs.tail[closed].tolist(), arcs.head[closed].tolist(), strict=True))
    peer = [_timed(lambda: query.distance_blocking(source, target, blocked)) for _ in range(RUNS)]

    seconds, other = (statistics.median(taken for _, taken in runs) for runs in (own, peer))
    path = own[0][0]
    answer = f"{path.cost / 6e7:.2f} min" if path else "no way"
    print(f"{len(roads):,} roads closed; gravel-fragility {version('gravel-fragility')}.\n")
    print("| engine | prepared once (s) | what-if (ms) | answer |")
    print("|---|---:|---:|---:|")
    grown_s = _timed(lambda: tree_to(graph, target))[1]
    print(f"| routegraph, with the tree | {grown_s:.2f} | {seconds * 1e3:.2f} | {answer} |")
    theirs_min = peer[0][0] / 60
    print(f"| BlockedCHQuery | {built_s:.1f} + {indexed_s:.1f} | {other * 1e3:,.0f} | {theirs_min:.2f} min |")
    print(f"\nroutegraph answers {other / seconds:,.0f} times faster.")


def _timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


if __name__ == "__main__":
    main()
