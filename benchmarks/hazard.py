"""Floods: depth under every road of an extract, and cell by cell against looking every metre.

python benchmarks/hazard.py EXTRACT [DRAWN]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "scenario"))

from test_hazard import metre_by_metre, write_depth

from drawn_networks import BOTH, network_of
from routegraph.network.catalog import open_named
from routegraph.network.model import Network
from routegraph.scenario.hazard import flooded
from routegraph.vehicles import VEHICLES
from supply import depth_raster

TRUCK = VEHICLES["truck"]
CELLS = (500, 1000, 2000, 4000)
REPEATS = 3


def cpu_s(network: Network, raster: Path) -> float:
    """Median processor time of some runs."""
    taken = []
    for _ in range(REPEATS):
        begun = time.process_time()
        flooded(network, TRUCK, raster)
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def drawn(count: int, folder: Path) -> str:
    """Hold drawn roads in drawn water against the law of every metre."""
    rng = np.random.default_rng(18)
    deepest = factor = 0.0
    roads = 0
    for _ in range(count):
        at = {i: (0.03 * x, 0.02 * y) for i, (x, y) in enumerate(rng.random((8, 2)).tolist())}
        network = network_of(8, [(i, i + 1, 1000.0, BOTH) for i in range(7)], at=at)
        depth = np.where(rng.random((60, 90)) < 0.4, rng.random((60, 90)) * 0.5, 0.0)
        path = write_depth(folder / "drawn.tif", depth, west=-0.005, north=0.025)
        found, law = flooded(network, TRUCK, path), metre_by_metre(network, path, TRUCK)
        factors = np.ones(len(network.roads))
        factors[found.slowed] = found.factor
        deepest = max(deepest, float(np.abs(found.deepest_m - law[:, 0]).max()))
        factor = max(factor, float(np.abs(factors / law[:, 1] - 1).max()))
        roads += len(network.roads)
    return (
        f"Of {roads:,} drawn roads, none differs by more than {deepest * 100:.1f} cm of depth and "
        f"{factor:.2%} of time from looking every metre."
    )


def main() -> None:
    network = open_named(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(
            f"| cells of the raster over {len(network.roads):,} roads | median of {REPEATS}, s |\n|---|---:|"
        )
        for cells in CELLS:
            raster = depth_raster(network, folder / "depth.tif", cells)
            print(f"| {cells:,} by {cells:,} | {cpu_s(network, raster):.2f} |", flush=True)
        print(f"\nProcessor time. {drawn(count, folder)}")


if __name__ == "__main__":
    main()
