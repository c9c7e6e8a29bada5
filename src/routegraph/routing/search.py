"""Exact search: shortest-path trees, and the best path under a disruption."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.detour_index import DetourIndex, nested
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.tree import Path, Tree
from routegraph.routing.workspace import Flat, Rows, Workspace, flat

PATIENCE = 1000
"""Nodes settled before a search also asks whether the destination lies in a pocket."""


MENDED_FROM = 1
"""Trees to one end under closures after which that of the open graph is kept, and mended for more."""


def tree_to(graph: RoadGraph, target: int, until: Sequence[int] = ()) -> Tree:
    """Shortest paths from every node to `target`; O(M log N).

    Parameters
    ----------
    graph : RoadGraph
        What is searched, closures and all.
    target : int
        Node of the network.
    until : sequence of int, optional
        Stop when these nodes are settled; the tree is right at these and at their paths alone.

    Returns
    -------
    Tree
        Costs in millionths of the graph's measure, int64[N].

    References
    ----------
    Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. Numerische Mathematik 1,
    269-271.
    https://doi.org/10.1007/BF01386390

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> tree = tree_to(study.graph, aleppo)
    >>> round(tree.cost[hama] / 1e6)
    6231
    """
    return _tree(graph, graph.arrival(target), True, until)


def tree_from(graph: RoadGraph, source: int, until: Sequence[int] = ()) -> Tree:
    """Shortest paths from `source` to every node; see `tree_to`.

    Parameters
    ----------
    graph : RoadGraph
        What is searched, closures and all.
    source : int
        Node of the network.
    until : sequence of int, optional
        Stop when these nodes are settled.

    Returns
    -------
    Tree
        Costs in millionths of the graph's measure, int64[N].

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> round(tree_from(study.graph, hama).cost[aleppo] / 1e6)
    6231
    """
    return _tree(graph, source, False, [graph.arrival(node) for node in until])


def nodes_leading_to(graph: RoadGraph, target: int) -> NDArray[np.bool_]:
    """Which of the network's nodes have a way to `target`, bool[N]; O(M), a fraction of a tree.

    Parameters
    ----------
    graph : RoadGraph
        What is searched, closures and all.
    target : int
        Node of the network.

    Returns
    -------
    bool[N]
        True at the target itself.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> bool(nodes_leading_to(study.graph, aleppo)[hama])
    True
    """
    rows = graph.rows
    reached, counted = (rows.full(size, 0, np.int32) for size in (rows.node_count, len(graph.network.roads)))
    road = flat(graph.arcs.road, rows.compiled)
    with graph.workspaces.one() as w:
        rows.kernel("spread")(
            graph.arrival(target), rows.in_row, rows.in_tail, rows.in_arc, rows.weight, road, counted,
            reached, 1, w.queue,
        )  # fmt: skip
    leads = np.asarray(np.asarray(reached, np.int32)[: len(graph.network.nodes)] == 1)
    leads[target] = True
    return leads


def _tree(graph: RoadGraph, root: int, inward: bool, until: Sequence[int] = ()) -> Tree:
    if len(until):
        return _grown(graph, root, inward, until)
    if graph.opened is None:
        return graph.memory.get("trees", (root, inward), lambda: _grown(graph, root, inward))
    asked = graph.opened.memory.get("asked", (root, inward), count)
    mended = _mended(graph, root, inward) if next(asked) >= MENDED_FROM else None
    return mended or _grown(graph, root, inward)


def _adjacency(rows: Rows, inward: bool) -> tuple[Flat, Flat, Flat, Flat]:
    """Where each node's arcs begin, where they lead, their numbers and weights."""
    if inward:
        return rows.in_row, rows.in_tail, rows.in_arc, rows.in_weight
    return rows.out_row, rows.head, rows.arc, rows.weight


def _mended(graph: RoadGraph, root: int, inward: bool) -> Tree | None:
    """Return the tree of the open graph where closures left it, and grown anew where they cut it off."""
    opened, rows = graph.opened or graph, graph.rows
    changed = np.flatnonzero(graph.weight != opened.weight).astype(np.int32)
    if (graph.weight[changed] < opened.weight[changed]).any():
        return None
    back_row, back, back_arc, back_weight = _adjacency(rows, not inward)
    kept = nested(opened, _tree(opened, root, inward))
    ends = np.asarray(graph.arcs.tail if inward else graph.arcs.head)
    begin, end = kept.cut_off(changed, ends[changed])
    given = (begin, end, np.asarray(kept.at, np.int32), kept.tree.cost.copy(), kept.tree.arc.copy())
    begin, end, at, cost, via = (flat(one, rows.compiled) for one in given)
    with graph.workspaces.one() as w:
        rows.kernel("regrow")(
            begin,
            end,
            at,
            *_adjacency(rows, inward),
            back_row,
            back,
            back_arc,
            back_weight,
            cost,
            via,
            w.keys,
            w.items,
        )
    return Tree(root, np.asarray(cost, np.int64), np.asarray(via, np.int32), graph, inward)


def _grown(graph: RoadGraph, root: int, inward: bool, until: Sequence[int] = ()) -> Tree:
    rows = graph.rows
    cost = rows.full(rows.node_count, CLOSED)
    via = rows.full(rows.node_count, -1, np.int32)
    wanted = rows.full(rows.node_count if len(until) else 0, 0, np.int32)
    for node in until:
        wanted[node] = 1
    with graph.workspaces.one() as w:
        rows.kernel("grow_tree")(
            root, *_adjacency(rows, inward), cost, via, w.keys, w.items, wanted, len(set(until))
        )
    whole = len(until) == 0
    return Tree(root, np.asarray(cost, np.int64), np.asarray(via, np.int32), graph, inward, whole)


def best_path(
    graph: RoadGraph,
    source: int,
    target: int,
    disruption: Disruption | None = None,
    tree: Tree | None = None,
    index: DetourIndex | None = None,
) -> Path | None:
    """Return the best path under a disruption, or None when there is no way.

    Of several best paths it is the one whose arcs come first, compared one after the other, with
    or without a tree.

    Parameters
    ----------
    graph : RoadGraph
        What is searched, closures and all.
    source, target : int
        Nodes of the network.
    disruption : Disruption, optional
        On top of what stands in `graph`.
    tree : Tree, optional
        `tree_to` the target on `graph`, which bounds the search exactly: only nodes whose way to
        the target is cut and that lie closer than the answer are looked at.
    index : DetourIndex, optional
        The journey laid out on `graph` with both its trees, for many what-ifs: then only the
        borders of what is cut off are looked at.

    Returns
    -------
    Path or None
        Its arcs, and its cost in millionths of the graph's measure.

    Raises
    ------
    ValueError
        `tree` or `index` is another graph's, leads elsewhere, or is not whole.

    References
    ----------
    Hart, P. E., Nilsson, N. J., Raphael, B. (1968). A formal basis for the heuristic determination of minimum
    cost paths. IEEE Transactions on Systems Science and Cybernetics 4(2), 100-107.
    https://doi.org/10.1109/TSSC.1968.300136

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> path = best_path(study.graph, hama, aleppo)
    >>> detour = best_path(study.graph, hama, aleppo, study.situation(close=["M5"]).situation.after)
    >>> round(path.cost / 1e6), round(detour.cost / 1e6)
    (6231, 8316)
    """
    if source == target:
        return Path(np.empty(0, np.int32), 0)
    target = graph.arrival(target)
    if index is not None:
        if (index.graph, index.source, index.target) != (graph, source, target):
            raise ValueError(f"the index is not that of {source} to {target} on this graph")
        tree = index.inward.tree
    if tree is None:
        tree = tree_to(graph.under(disruption or Disruption()), target, until=[source])
        cost = int(tree.cost[source])
        return None if cost >= CLOSED else Path(tree.path(source), cost)
    if tree.root != target or not (tree.inward and tree.whole) or tree.graph not in (None, graph):
        raise ValueError(f"the tree does not lead from everywhere to node {target} of this graph")
    with graph.workspaces.one() as w:
        arcs, weight = graph.changed_arcs(disruption or Disruption())
        with w.changed(arcs, weight):
            length = index.detour(arcs, w) if index else detour(graph, source, tree, w)
        if length < 0:
            return None
        return Path(np.array(w.path[:length], np.int32), int(w.report[0]))


def detour(graph: RoadGraph, source: int, tree: Tree, w: Workspace) -> int:
    """Search under the weights of a workspace; see `kernels.detour`.

    Parameters
    ----------
    graph : RoadGraph
        What `tree` was grown on.
    source : int
        Node of the network.
    tree : Tree
        To the end of the journey.
    w : Workspace
        Holds the weights of the disruption, and takes the path and its cost.

    Returns
    -------
    int
        How many arcs the path in the workspace has; negative when there is no way.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> tree = tree_to(study.graph, aleppo)
    >>> with study.graph.workspaces.one() as w, w.changed(*study.graph.changed_arcs(Disruption())):
    ...     count = detour(study.graph, hama, tree, w)
    >>> count == len(tree.path(hama))
    True
    """
    rows = graph.rows
    potential, via = tree.flat(rows.compiled)
    return int(
        rows.kernel("detour")(
            source, tree.root, rows.out_row, rows.head, w.weight, rows.weight,
            rows.in_row, rows.in_tail, rows.in_arc, potential, via, w.cost, w.seen, w.state,
            w.next_stamp(), w.queue, w.queued, w.keys, w.items, w.stack, w.path, PATIENCE, w.report,
        )
    )  # fmt: skip
