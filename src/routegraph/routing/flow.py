"""Road-disjoint routes and minimum cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.graph import CLOSED, Disruption, RoadGraph


@dataclass(frozen=True, eq=False)
class Cut:
    """The fewest roads that separate two nodes.

    Attributes
    ----------
    routes : int
        How many routes share no road; equal to the number of roads in the cut.
    roads : int32[routes]
        A minimum cut, ascending; of several, the one nearest the origin.
    """

    routes: int
    roads: NDArray[np.int32]


def disjoint_routes(graph: RoadGraph, source: int, target: int) -> Cut:
    """Return how many road-disjoint routes there are, and a minimum cut that proves it (Menger)."""
    return _min_cut(graph, source, target, np.ones(len(graph.network.roads), bool))


def severing_cut(graph: RoadGraph, disruption: Disruption, source: int, target: int) -> Cut:
    """Return the fewest of the closed roads that suffice to separate two nodes.

    `graph` is the network before `disruption`, under which there must be no way.
    """
    counted = np.zeros(len(graph.network.roads), bool)
    counted[disruption.closed] = True
    return _min_cut(graph, source, target, counted)


def _min_cut(graph: RoadGraph, source: int, target: int, counted: NDArray[np.bool_]) -> Cut:
    arcs = graph.network.arcs
    usable = (graph.weight < CLOSED).tolist()
    start, head, road, tail = arcs.start.tolist(), arcs.head.tolist(), arcs.road.tolist(), arcs.tail.tolist()
    in_start, in_arc = arcs.in_start.tolist(), arcs.in_arc.tolist()
    flow: dict[int, int] = {}  # road -> arc that carries its one unit
    many: dict[int, int] = {}  # arc of a road without limit -> units
    is_counted = counted.tolist()

    def steps(node: int):  # type: ignore[no-untyped-def]
        for a in range(start[node], start[node + 1]):
            if usable[a] and (not is_counted[road[a]] or road[a] not in flow):
                yield a, head[a], True
        for i in range(in_start[node], in_start[node + 1]):
            a = in_arc[i]
            if flow.get(road[a]) == a or many.get(a, 0) > 0:
                yield a, tail[a], False

    routes = 0
    while True:
        came: dict[int, tuple[int, int, bool]] = {source: (-1, -1, True)}
        queue = [source]
        for node in queue:
            for a, other, ahead in steps(node):
                if other not in came:
                    came[other] = (node, a, ahead)
                    queue.append(other)
            if target in came:
                break
        if target not in came or source == target:
            break
        routes += 1
        node = target
        while node != source:
            node, a, ahead = came[node]
            if is_counted[road[a]]:
                if ahead:
                    flow[road[a]] = a
                else:
                    del flow[road[a]]
            else:
                many[a] = many.get(a, 0) + (1 if ahead else -1)
    cut = {
        road[a]
        for node in came
        for a in range(start[node], start[node + 1])
        if usable[a] and head[a] not in came and is_counted[road[a]]
    }
    return Cut(routes, np.array(sorted(cut), np.int32))
