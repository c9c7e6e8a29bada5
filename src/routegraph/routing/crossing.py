"""Which closures a journey must cross when it cannot go around."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.tree import Path


@dataclass(frozen=True, eq=False)
class Crossing:
    """A path that crosses as few closed roads as any, and among these costs least.

    Attributes
    ----------
    path : Path
        Its cost is that on the open network, with the slowed roads of the disruption slowed.
    roads : int32[C]
        The closed roads on it in the order of travel; lifting exactly these reconnects.
    """

    path: Path
    roads: NDArray[np.int32]


def fewest_closed(graph: RoadGraph, disruption: Disruption, source: int, target: int) -> Crossing | None:
    """Return the path that crosses the fewest closed roads; None when there never was a way.

    A best path meets no node twice, so it crosses no road twice, and counting a road at each of
    its arcs counts it once; where turn bans lead over a closed road twice, it counts twice. Two
    searches: the first counts closed roads, the second has the least cost over the arcs that lie
    on a way of the fewest.

    Parameters
    ----------
    graph : RoadGraph
        Before `disruption`.
    """
    closed = np.zeros(len(graph.network.roads), bool)
    closed[disruption.closed] = True
    arcs = graph.arcs
    lifted = graph.under(replace(disruption, closed=np.empty(0, np.int32)))
    crosses = closed[arcs.road].astype(np.int64)
    counted = replace(
        lifted, weight=np.where(lifted.weight < CLOSED, crosses, CLOSED), opened=graph.opened or graph
    )
    count = tree_to(counted, target).cost
    tight = (count[arcs.head] < CLOSED) & (count[arcs.tail] == crosses + count[arcs.head])
    fewest = replace(lifted, weight=np.where(tight, lifted.weight, CLOSED), opened=graph.opened or graph)
    path = best_path(fewest, source, target)
    if path is None:
        return None
    roads = np.asarray(arcs.road)[path.arcs]
    return Crossing(path, roads[closed[roads]].astype(np.int32))
