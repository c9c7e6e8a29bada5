"""Routes that really differ: candidates by plateaus of two trees, kept under three bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.sphere import distinct
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.search import best_path, tree_from, tree_to
from routegraph.routing.tree import Path, Tree

PENALTY = 1.5
"""The penalty method makes the roads of a route so many times dearer each time it comes up."""

PENALTY_TRIES = 4
"""It is tried at most so many times for each route that is still missing."""


@dataclass(frozen=True)
class Bounds:
    """What an alternative must keep to.

    Attributes
    ----------
    max_share : float
        Of any two routes, the roads in common are at most this share of the cheaper one.
    max_stretch : float
        Where a route leaves the best one, it costs at most so many times what the best one costs
        there.
    local_optimality : float
        Any part of a route that costs at most this share of the best route is itself a best way
        between its ends: no needless detours.
    """

    max_share: float
    max_stretch: float
    local_optimality: float


class Found(NamedTuple):
    """An alternative, by which method it was found, and its cost where it leaves the best one."""

    path: Path
    how: str
    detour_stretch: float


def dissimilar_paths(graph: RoadGraph, source: int, target: int, k: int, bounds: Bounds) -> list[Found]:
    """Return the best path, then up to `k - 1` others within bounds, each the cheapest still to be had.

    Candidates join a best path from the source to a best path to the target, at a node or by a
    road between. Where both trees run along the same roads for long, a plateau, the joint path is
    locally optimal as far as the plateau is long; so the bound is exact and needs no search. A
    road counts as divisible anywhere. When these are fewer than `k`, the penalty method looks
    for more, and each of its finds is checked.

    References
    ----------
    Abraham, Delling, Goldberg, Werneck (2013), https://doi.org/10.1145/2444016.2444019; plateaus:
    Camvit Choice Routing (2009); penalties: Chen, Bell, Bogenberger (2007),
    https://doi.org/10.1109/TITS.2006.889943.
    """
    outward, inward = tree_from(graph, source), tree_to(graph, target)
    best = best_path(graph, source, target, None, inward)
    if best is None:
        return []
    choice = _Choice(graph, best, bounds)
    part = int(bounds.local_optimality * best.cost)
    for path in _plateau_paths(graph, outward, inward, bounds):
        if len(choice.found) == k:
            break
        # With turn bans the way back along a road is not the way there, which plateaus on it rest on.
        proven = graph.turns is None or _is_locally_optimal(graph, path, part, outward, inward)
        if proven and choice.admits(path):
            choice.add(path, "plateau")
    if len(choice.found) < k:
        for path in islice(_penalised(graph, choice), PENALTY_TRIES * (k - len(choice.found))):
            if choice.admits(path) and _is_locally_optimal(graph, path, part, outward, inward):
                choice.add(path, "penalty")
                if len(choice.found) == k:
                    break
    return [choice.found[0], *sorted(choice.found[1:], key=lambda f: f.path.cost)]


class _Choice:
    """The routes chosen so far, and whether one more may join them."""

    def __init__(self, graph: RoadGraph, best: Path, bounds: Bounds) -> None:
        self.graph, self.bounds = graph, bounds
        self.found = [Found(best, "best", 1.0)]

    def admits(self, path: Path) -> bool:
        stretch = detour_stretch(self.graph, path, self.found[0].path)
        return stretch <= self.bounds.max_stretch and all(
            common_cost(self.graph, path, one.path) <= self.bounds.max_share * min(path.cost, one.path.cost)
            for one in self.found
        )

    def add(self, path: Path, how: str) -> None:
        self.found.append(Found(path, how, detour_stretch(self.graph, path, self.found[0].path)))


def common_cost(graph: RoadGraph, path: Path, other: Path) -> int:
    """Cost of the roads that two paths have in common, in either direction."""
    road = graph.arcs.road
    return int(graph.weight[path.arcs[np.isin(road[path.arcs], road[other.arcs])]].sum())


def detour_stretch(graph: RoadGraph, path: Path, best: Path) -> float:
    """Cost of a path over that of the best one, where they differ; 1 when they do not."""
    common = common_cost(graph, path, best)
    if path.cost == best.cost:
        return 1.0
    return (path.cost - common) / (best.cost - common) if best.cost > common else np.inf


class _Along(NamedTuple):
    """Where on some arcs, as twice the position, the trees begin and cease to follow them.

    On a oneway that is just behind its tail and just before its head.
    """

    graph: RoadGraph
    outward: Tree
    inward: Tree

    def enters(self, arcs: Int) -> NDArray[np.int64]:
        """Where the inward tree begins."""
        ahead, ends = self.inward.cost, self.graph.arcs
        shift = ahead[ends.head[arcs]] - ahead[ends.tail[arcs]]
        return np.where(self._both_ways(arcs), shift + self.graph.weight[arcs], 1)

    def leaves(self, arcs: Int) -> NDArray[np.int64]:
        """Where the outward tree ceases."""
        behind, ends, weight = self.outward.cost, self.graph.arcs, self.graph.weight[arcs]
        shift = behind[ends.head[arcs]] - behind[ends.tail[arcs]]
        return np.where(self._both_ways(arcs), shift + weight, 2 * weight - 1)

    def _both_ways(self, arcs: Int) -> NDArray[np.bool_]:
        return np.asarray((self.graph.arcs.of_road[self.graph.arcs.road[arcs]] >= 0).all(axis=1))


def _plateau_paths(graph: RoadGraph, outward: Tree, inward: Tree, bounds: Bounds) -> Iterator[Path]:
    """Yield simple paths by one node or road whose plateau is long enough, cheapest first."""
    arcs, weight = graph.arcs, graph.weight
    behind, ahead = outward.cost, inward.cost
    best = int(behind[inward.root])
    most, least = min(bounds.max_stretch * best, CLOSED - 1), bounds.local_optimality * best
    along = _Along(graph, outward, inward)
    first, last = _plateaus(graph, np.flatnonzero(behind + ahead <= most), outward, inward)
    plateau = 2 * (behind[last] - behind[first])
    into, out_of = outward.arc[first], inward.arc[last]
    comes, goes = into >= 0, out_of >= 0
    plateau[comes] += 2 * weight[into[comes]] - along.enters(into[comes])
    plateau[goes] += along.leaves(out_of[goes])

    # A road between is its own plateau, no longer than itself.
    by_arc = np.flatnonzero((weight >= least) & (weight < CLOSED))
    u, v = arcs.tail[by_arc], arcs.head[by_arc]
    through = behind[u] + weight[by_arc] + ahead[v]
    apart = (through <= most) & (outward.arc[v] != by_arc) & (inward.arc[u] != by_arc)
    by_arc = by_arc[apart]
    cost = np.concatenate([behind[first] + ahead[first], through[apart]])
    plateau = np.concatenate([plateau, along.leaves(by_arc) - along.enters(by_arc)])
    node = np.concatenate([first, arcs.head[by_arc]])
    arc = np.concatenate([np.full(len(first), -1), by_arc])
    kept = np.flatnonzero(
        (plateau >= 2 * least) & np.concatenate([first != outward.root, np.ones(len(by_arc), bool)])
    )
    for i in kept[np.lexsort((node[kept], cost[kept]))].tolist():
        path = _joined(graph, outward, inward, int(node[i]), int(arc[i]), int(cost[i]))
        if path is not None:
            yield path


def _plateaus(graph: RoadGraph, nodes: Int, outward: Tree, inward: Tree) -> tuple[Int, Int]:
    """First and last node of each longest chain of arcs that lie in both trees; many have one node."""
    arcs = graph.arcs
    place = np.full(graph.node_count, -1, np.int64)
    place[nodes] = step = np.arange(len(nodes))
    via = inward.arc[nodes]
    on = np.flatnonzero((via >= 0) & (outward.arc[arcs.head[via]] == via))
    step[on] = place[arcs.head[via[on]]]
    first = np.ones(len(nodes), bool)
    first[step[on]] = False
    while True:
        further = step[step]
        if np.array_equal(further, step):
            return nodes[first], nodes[step[first]]
        step = further


def _joined(graph: RoadGraph, outward: Tree, inward: Tree, node: int, arc: int, cost: int) -> Path | None:
    """Return the path by a node, and by the arc into it if told; None when it crosses itself."""
    tail, head = graph.arcs.tail, graph.arcs.head
    path: list[int] = [] if arc < 0 else [arc]
    at = node if arc < 0 else int(tail[arc])
    while at != outward.root:
        path.append(int(outward.arc[at]))
        at = int(tail[path[-1]])
    path.reverse()
    at = node
    while at != inward.root:
        path.append(int(inward.arc[at]))
        at = int(head[path[-1]])
    found = np.array(path, np.int32)
    visited = head[found]
    if len(distinct(visited)) < len(visited) or (visited == outward.root).any():
        return None
    return Path(found, cost)


def _penalised(graph: RoadGraph, choice: _Choice) -> Iterator[Path]:
    """Best paths while the roads of the routes chosen, and of each one yielded, grow dearer."""
    arcs = graph.arcs
    dearer = graph.weight.copy()
    first = choice.found[0].path
    source, target = int(arcs.tail[first.arcs[0]]), int(arcs.head[first.arcs[-1]])
    last = [found.path for found in choice.found]
    while True:
        roads = distinct(np.concatenate([arcs.road[path.arcs] for path in last]))
        of_road = graph.arcs_of(roads)
        of_road = of_road[dearer[of_road] < CLOSED]
        dearer[of_road] = np.minimum((dearer[of_road] * PENALTY).astype(np.int64) + 1, CLOSED // 2**20)
        path = best_path(replace(graph, weight=dearer.copy(), opened=graph.opened or graph), source, target)
        if path is None:
            return
        last = [Path(path.arcs, int(graph.weight[path.arcs].sum()))]
        yield last[0]


def _is_locally_optimal(graph: RoadGraph, path: Path, part: int, outward: Tree, inward: Tree) -> bool:
    """Whether overlapping windows, which hold every part that costs at most `part`, are best paths."""
    arcs = graph.arcs
    along = np.concatenate([[0], np.cumsum(graph.weight[path.arcs])])
    nodes = np.concatenate([arcs.tail[path.arcs[:1]], arcs.head[path.arcs]])
    i = 0
    while i < len(path.arcs):
        j = int(np.searchsorted(along, along[i] + 2 * part, side="right")) - 1
        if j > i:
            a, b, cost = int(nodes[i]), int(nodes[j]), int(along[j] - along[i])
            known = max(outward.cost[b] - outward.cost[a], inward.cost[a] - inward.cost[b])
            if known < cost:
                best = best_path(graph, a, b)
                if best is None or best.cost < cost:
                    return False
        i = max(i + 1, int(np.searchsorted(along, along[i] + part, side="right")) - 1)
    return True
