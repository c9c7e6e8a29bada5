"""Capacity, least cost supply, timed journeys and floods on all of Syria; flows against networkx.

python benchmarks/supply.py [EXTRACT] [GRAPHS]
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np

import routegraph
from routegraph.analysis.capacity import CapacityGraph, throughput

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from drawn_graphs import graph_of  # noqa: E402
from drawn_networks import BACKWARD, BOTH, FORWARD, network_of  # noqa: E402

DATA = Path(os.environ.get("ROUTEGRAPH_TEST_DATA", ROOT.parent / "shared" / "data"))
HUBS = [("طرطوس", 900.0), ("دمشق", 900.0), ("اللاذقية", 900.0)]
TOWNS = [(name, 120.0) for name in ("حلب", "حماة", "حمص", "إدلب", "الرقة", "دير الزور", "الحسكة", "درعا",
                                     "السويداء", "تدمر", "منبج", "الباب", "سلمية", "القامشلي")]  # fmt: skip


def cpu_s(ask: Callable[[], object]) -> float:
    """Processor time, which other work on the machine does not count into."""
    begun = time.process_time()
    ask()
    return time.process_time() - begun


def median_s(ask: Callable[[], object], times: int = 5) -> float:
    ask()
    return float(np.median([cpu_s(ask) for _ in range(times)]))


def flows_differ(count: int, seed: int = 0) -> int:
    """How many of so many drawn graphs have another maximum flow than networkx finds."""
    rng = random.Random(seed)
    wrong = 0
    for _ in range(count):
        n = rng.randint(2, 9)
        ways = [BOTH, BOTH, FORWARD, BACKWARD]
        roads = [
            (rng.randrange(n), rng.randrange(n), float(rng.randint(1, 9)), rng.choice(ways))
            for _ in range(rng.randint(1, 20))
        ]
        graph = graph_of(network_of(n, roads))
        per_day = np.array([rng.randint(0, 12) for _ in roads], float)
        found = throughput(CapacityGraph.of(graph, per_day), [(0, np.inf)], [(n - 1, np.inf)])
        plain = nx.DiGraph()
        plain.add_nodes_from(range(n))
        for tail, head, road in zip(
            *(np.asarray(x).tolist() for x in (graph.arcs.tail, graph.arcs.head, graph.arcs.road)),
            strict=True,
        ):
            known = plain.get_edge_data(tail, head, {"capacity": 0})["capacity"]
            plain.add_edge(tail, head, capacity=known + per_day[road])
        same = found.per_day == nx.maximum_flow_value(plain, 0, n - 1) == found.cut_per_day.sum()
        wrong += not same
    return wrong


def depth_raster(network: routegraph.Network, path: Path, cells: int = 4000) -> Path:
    """A raster of shallow and deep water over a whole network."""
    import rasterio
    from rasterio.transform import from_bounds

    depth = np.zeros((cells, cells), np.float32)
    depth[::7] = 0.2
    depth[:: cells // 40] = 1.5
    with rasterio.open(
        path, "w", driver="GTiff", height=cells, width=cells, count=1, dtype="float32", crs="EPSG:4326",
        transform=from_bounds(*network.provenance.bbox, cells, cells),
    ) as out:  # fmt: skip
        out.write(depth, 1)
    return path


def main() -> None:
    extract = sys.argv[1] if len(sys.argv) > 1 else str(DATA / "syria-roads-2021-08.osm.pbf")
    graphs = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    study = routegraph.load(extract)
    _ = study.graph.rows
    journey = ("حماة", "حلب")
    rows = [
        ("capacity, Hama to Aleppo", lambda: study.capacity(*journey)),
        ("the same with a limit stated for a town", lambda: study.capacity(*journey, limit=["سلمية=40/day"])),
        ("supply of 14 towns from 3 hubs", lambda: study.supply(HUBS, TOWNS)),
        (
            "a way under a curfew",
            lambda: study.departure(*journey, depart="2021-08-05T16:00", curfew="18:00-06:00"),
        ),
    ]
    print("| question | processor time, median of 5 |\n|---|---|")
    first = cpu_s(lambda: study.capacity(*journey, close=["36.75,35.6~5km"]))
    print(f"| capacity, Hama to Aleppo, under closures, asked first (once) | {first:.2f} s |", flush=True)
    for label, ask in rows:
        print(f"| {label} | {median_s(ask):.2f} s |", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        from routegraph.scenario.hazard import flooded

        raster = depth_raster(study.network, Path(folder) / "depth.tif")
        seconds = median_s(lambda: flooded(study.network, study.vehicle, raster), 3)
        print(f"| depth under every road, raster of 4,000 by 4,000 (median of 3) | {seconds:.2f} s |")
    print(
        f"\nOf {graphs:,} drawn graphs, {flows_differ(graphs)} differ from the maximum flow of networkx, "
        "or have a cut that does not add up to it."
    )


if __name__ == "__main__":
    main()
