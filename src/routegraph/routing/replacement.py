"""What each road of a best path is worth: the cost of the best path without it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.search import best_path, tree_from
from routegraph.routing.tree import Path, Tree
from routegraph.routing.workspace import Flat


def replacement_costs(
    graph: RoadGraph, path: Path, tree: Tree, outward: Tree | None = None
) -> NDArray[np.int64]:
    """Cost of the best path that avoids each road of a best path, both ways of the road; exact.

    One pass over both shortest-path trees answers for all roads at once, as on undirected graphs;
    where oneways let a better way pass through nodes that the road cuts off on both sides, a
    search among these settles the rest, and roads at junctions with turn bans have one each.

    Parameters
    ----------
    graph : RoadGraph
        What is searched, closures and all.
    path : Path
        A best path on `graph`.
    tree : Tree
        `tree_to` the path's end on `graph`.
    outward : Tree, optional
        `tree_from` the path's beginning on `graph`; grown when not given.

    Returns
    -------
    int64[K]
        By arc of the path; `CLOSED` where there is no other way.

    Raises
    ------
    ValueError
        The path is not a best path of `tree`.

    References
    ----------
    Hershberger, J., Suri, S. (2001). Vickrey prices and shortest paths: what is an edge worth? FOCS 2001,
    252-259. https://doi.org/10.1109/SFCS.2001.959899; for undirected graphs, and why directed ones are
    harder.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> from routegraph.routing.search import tree_to
    >>> tree = tree_to(study.graph, aleppo)
    >>> path = best_path(study.graph, hama, aleppo, tree=tree)
    >>> costs = replacement_costs(study.graph, path, tree)
    >>> len(costs) == len(path.arcs), bool((costs >= path.cost).all())
    (True, True)
    """
    k = len(path.arcs)
    if k == 0:
        return np.empty(0, np.int64)
    heads = np.asarray(graph.arcs.head)[path.arcs]
    source = int(graph.arcs.tail[path.arcs[0]])
    if heads[-1] != tree.root or tree.cost[source] != path.cost:
        raise ValueError("the path is not a best path of the tree")
    outward = outward or tree_from(graph, source)
    rows, compiled = graph.rows, graph.rows.compiled
    stations = [source, *heads.tolist()]
    with graph.workspaces.one() as w:
        joins = _places(graph, tree, stations, rows.head, w.stack)
        leaves = _places(graph, outward, stations, rows.tail, w.stack)
        best = rows.full(k, CLOSED)
        first = w.next_stamp(k)
        rows.kernel("replace_each")(
            path.arcs if compiled else path.arcs.tolist(),
            rows.out_row, rows.head, rows.weight, rows.in_row, rows.in_tail, rows.in_weight,
            tree.flat(compiled)[0], joins, outward.flat(compiled)[0], leaves,
            best, rows.full(k * k.bit_length(), CLOSED), w.queue, w.cost, w.seen, first, w.keys, w.items,
        )  # fmt: skip
    found = np.asarray(best, np.int64)
    for i in _at_split_junctions(graph, path):
        shut = Disruption(closed=graph.arcs.road[path.arcs[i : i + 1]])
        other = best_path(graph, source, tree.root, shut, tree)
        found[i] = CLOSED if other is None else other.cost
    return found


def _at_split_junctions(graph: RoadGraph, path: Path) -> list[int]:
    """Return which arcs of a path a turn ban lets a way around use again, in a copy or backward."""
    if graph.turns is None:
        return []
    arcs, real = graph.network.arcs, graph.real_arcs(path.arcs)
    split = graph.arrivals != np.arange(len(graph.arrivals))
    return np.flatnonzero(split[arcs.tail[real]] | split[arcs.head[real]]).tolist()


def _places(graph: RoadGraph, tree: Tree, stations: list[int], end: Flat, trail: Flat) -> Flat:
    """Return where on the path through `stations` each node's tree path meets it first."""
    rows = graph.rows
    place = rows.full(rows.node_count, -1, np.int32)
    for i, node in enumerate(stations):
        place[node] = i
    rows.kernel("join_path")(tree.flat(rows.compiled)[1], end, place, trail)
    return place
