"""A town told twice, as OpenStreetMap and as Overture Maps: how long each is read, and whether lengths agree.

python benchmarks/overture.py [STREETS_ACROSS ...]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "network"))

from drawing import osm_xml
from overture_town import town, write

from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.network.overture import read_overture
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import tree_to
from routegraph.vehicles import VEHICLES

ACROSS = (20, 60, 180)
STEP = 0.001


def timed(read: Callable[[], Network]) -> tuple[Network, float]:
    """Network of a second reading, and its seconds."""
    read()
    begun = time.perf_counter()
    network = read()
    return network, time.perf_counter() - begun


def tree_m(network: Network) -> dict[int, float]:
    """Metres from every junction to that in the south-west, by the place where it lies."""
    nodes = network.nodes
    at = np.round(np.stack([nodes.lon, nodes.lat], 1) / STEP).astype(int)
    first = int(np.lexsort((at[:, 0], at.sum(axis=1)))[0])
    cost = tree_to(RoadGraph.of(network, VEHICLES["car"], by="distance"), first).cost
    keys = (at[:, 0] * 1_000_000 + at[:, 1]).tolist()
    return dict(zip(keys, (np.asarray(cost, float) / 1e6).tolist(), strict=True))


def main() -> None:
    print(
        "The second reading of each, by the clock; a grid of streets, some of them one-way.\n\n"
        "| streets across | roads | OpenStreetMap XML, s | Overture, s | length of all roads differs, m | "
        "ways from all junctions to one differ by at most, m |\n|---:|---:|---:|---:|---:|---:|"
    )
    for across in map(int, sys.argv[1:] or ACROSS):
        nodes = {
            1 + i * across + j: (36 + STEP * i, 35 + STEP * j) for i in range(across) for j in range(across)
        }
        lines = [[1 + i * across + j for j in range(across)] for i in range(across)]
        lines += [list(line) for line in zip(*lines, strict=True)]
        ways = [
            (100_000 + k, line, {"highway": "residential"} | ({"oneway": "yes"} if k % 5 == 1 else {}))
            for k, line in enumerate(lines)
        ]
        with tempfile.TemporaryDirectory() as name:
            file, folder = Path(name) / "town.osm", Path(name) / "2026-01-21.0"
            file.write_text(osm_xml(nodes, ways), "utf-8")
            write(folder, town(nodes, ways), nodes)
            osm, osm_s = timed(lambda file=file: read_osm(file))
            overture, overture_s = timed(lambda folder=folder: read_overture(folder, name="town"))
            length = abs(float(osm.roads.length_m.sum()) - float(overture.roads.length_m.sum()))
            one, other = tree_m(osm), tree_m(overture)
            apart = max(abs(one[key] - other[key]) for key in one) if one.keys() == other.keys() else np.inf
        told = (f"{across}", f"{len(osm.roads):,}", f"{osm_s:.2f}", f"{overture_s:.2f}", f"{length:.4f}")
        print(f"| {' | '.join(told)} | {apart:.4f} |", flush=True)


if __name__ == "__main__":
    main()
