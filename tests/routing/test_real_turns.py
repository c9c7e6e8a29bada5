"""Routes through real towns keep every turn ban, at the cost that a search over pairs of arcs finds."""

from __future__ import annotations

from dataclasses import replace
from heapq import heappop, heappush
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from routegraph.network.arcs import Arcs
from routegraph.network.osmfile import read_osm
from routegraph.network.restrictions import banned_turns
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.search import best_path, tree_to
from routegraph.vehicles import VEHICLES

TOWNS = ("harrisburg.osm.pbf", "liechtenstein.osm.pbf", "monaco.osm.pbf", "moscow.osm.gz")
DESTINATIONS, ORIGINS = 25, 20

Driven = tuple[int, ...]


@pytest.fixture(scope="module", params=TOWNS)
def town(request, shared_data: Path) -> RoadGraph:
    file = shared_data / "towns" / request.param
    if not file.is_file():
        pytest.skip(f"the shared extract {file} is not on this machine")
    # Ways for local traffic alone are shut here: `test_destination` has the law for these.
    return RoadGraph.of(read_osm(file), replace(VEHICLES["car"], permit="yes"))


class Pairs:
    """Least costs over pairs of arcs that may follow one another; bans over via ways by hand."""

    def __init__(self, arcs: Arcs, weight: np.ndarray, bans: list[Driven]) -> None:
        self.arcs, self.weight = arcs, weight
        self.short = {ban for ban in bans if len(ban) == 2}
        self.long = [ban for ban in bans if len(ban) > 2]
        into = np.repeat(arcs.in_arc, np.diff(arcs.start)[arcs.head[arcs.in_arc]])
        first, count = arcs.start[arcs.head[arcs.in_arc]], np.diff(arcs.start)[arcs.head[arcs.in_arc]]
        out = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
        code = into.astype(np.int64) * len(arcs) + out
        banned = [a * len(arcs) + b for a, b in self.short]
        kept = (weight[into] < CLOSED) & (weight[out] < CLOSED) & ~np.isin(code, banned)
        # Backward, so that one run from a destination gives the cost from behind every arc.
        self.matrix = coo_array(
            (weight[out[kept]].astype(float), (out[kept], into[kept])), (len(arcs), len(arcs))
        ).tocsr()

    def costs(self, source: int, targets: np.ndarray) -> np.ndarray:
        """Least costs from a node when bans over via ways are left aside: never too high."""
        starts = [a for a in self.arcs.leaving(source).tolist() if self.weight[a] < CLOSED]
        found = np.full(len(targets), np.inf)
        for a, row in zip(starts, dijkstra(self.matrix.T, indices=starts), strict=True):
            for i, target in enumerate(targets.tolist()):
                found[i] = min(found[i], self.weight[a] + row[self.arcs.entering(target)].min(initial=np.inf))
        return found

    def cost(self, source: int, target: int) -> float:
        """Least cost with every ban, by a search that remembers what it has driven."""
        memory = max(map(len, self.long), default=2) - 1
        best: dict[tuple[int, Driven], int] = {}
        waiting: list[tuple[int, int, Driven]] = [(0, source, ())]
        while waiting:
            cost, node, driven = heappop(waiting)
            if node == target:
                return cost
            if (node, driven) in best:
                continue
            best[node, driven] = cost
            for a in self.arcs.leaving(node).tolist():
                if self.weight[a] < CLOSED and not self.breaks((*driven, a)):
                    kept = self.depends((*driven, a)[-memory:])
                    heappush(waiting, (cost + int(self.weight[a]), int(self.arcs.head[a]), kept))
        return np.inf

    def breaks(self, driven: Driven) -> bool:
        return driven[-2:] in self.short or any(driven[-len(ban) :] == ban for ban in self.long)

    def depends(self, driven: Driven) -> Driven:
        """What a later ban may ask for: the last arc, and more only inside a via way."""
        for i in range(len(driven) - 1):
            if any(driven[i:] == ban[: len(driven) - i] for ban in self.long):
                return driven[i:]
        return driven[-1:]


def test_500_routes_break_no_ban_and_cost_what_a_search_over_arcs_finds(town: RoadGraph):
    arcs = town.network.arcs
    bans = banned_turns(town.network, "motorcar")
    weight = town.without_turns.weight
    law = Pairs(arcs, weight, bans)
    begins: dict[int, list[Driven]] = {}
    for ban in bans:
        begins.setdefault(ban[0], []).append(ban)
    rng = np.random.default_rng(2)
    usable = np.flatnonzero(town.usable_nodes)
    targets = rng.choice(usable, DESTINATIONS, replace=False)
    trees = {int(t): tree_to(town, int(t)) for t in targets}
    for source in rng.choice(usable, ORIGINS, replace=False).tolist():
        for target, least in zip(targets.tolist(), law.costs(source, targets).tolist(), strict=True):
            path = best_path(town, source, target, None, trees[target])
            if source == target:
                continue
            assert path is not None
            real = tuple(town.real_arcs(path.arcs).tolist())
            assert arcs.tail[real[0]] == source
            assert arcs.head[real[-1]] == target
            assert (arcs.head[list(real[:-1])] == arcs.tail[list(real[1:])]).all()
            assert sum(weight[list(real)].tolist()) == path.cost
            for i, a in enumerate(real):
                assert not any(real[i : i + len(ban)] == ban for ban in begins.get(a, ()))
            assert path.cost == least or path.cost == law.cost(source, target)
