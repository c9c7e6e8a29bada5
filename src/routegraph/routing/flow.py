"""Road-disjoint routes and minimum cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.sphere import distinct
from routegraph.routing.augmenting_flow import AugmentingFlow, Pieces
from routegraph.routing.detour_index import SubtreeIntervals
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.kernels_flow import FAR, NEAR
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.workspace import Flat

PATIENCE_S = 5.0


class AtLeast(int):
    """A count that is reached, where nobody proved within `PATIENCE_S` that there are no more."""


@dataclass(frozen=True, eq=False)
class Cut:
    """The fewest roads that separate two nodes.

    Attributes
    ----------
    routes : int
        How many routes share no road; equal to the number of roads in the cut, but where turn bans
        let one road serve several routes: then there may be fewer; an `AtLeast` where that was not
        proven.
    roads : int32[...]
        A minimum cut, ascending; of several, the one nearest the origin.
    """

    routes: int
    roads: NDArray[np.int32]


def disjoint_routes(graph: RoadGraph, source: int, target: int, shared: Int | None = None) -> Cut:
    """Return how many road-disjoint routes there are, and a minimum cut that proves it (Menger).

    Parameters
    ----------
    graph : RoadGraph
        What is searched, closures and all.
    source, target : int
        Nodes of the network.
    shared : int[...], optional
        Roads that routes may share, such as the streets of the two towns; they must not join
        source and target by themselves.

    Returns
    -------
    Cut
        How many, and as many roads that meet each of them.

    Raises
    ------
    ValueError
        The shared roads alone join source and target.

    References
    ----------
    Ford, L. R., Fulkerson, D. R. (1956). Maximal flow through a network. Canadian Journal of Mathematics 8,
    399-404. https://doi.org/10.4153/CJM-1956-045-5

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> found = disjoint_routes(study.graph, hama, aleppo)
    >>> found.routes, len(found.roads)
    (1, 1)
    """
    counted = np.ones(len(graph.network.roads), bool)
    if shared is not None:
        counted[shared] = False
    return _min_cut(graph, source, target, counted)


def severing_cut(
    graph: RoadGraph,
    disruption: Disruption,
    source: int,
    target: int,
    outward: SubtreeIntervals | None = None,
) -> Cut:
    """Return the fewest of the closed roads that suffice to separate two nodes.

    `graph` is the network before `disruption`.

    Parameters
    ----------
    graph : RoadGraph
        The network before `disruption`.
    disruption : Disruption
        Whose closed roads sever the journey.
    source, target : int
        Nodes of the network.
    outward : SubtreeIntervals, optional
        `tree_from` the source on `graph`, which tells without a search what is still reached.

    Returns
    -------
    Cut
        Of closed roads alone.

    Raises
    ------
    ValueError
        There is a way under the disruption, which no cut of closed roads can sever.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> severing_cut(study.graph, Disruption(closed=np.arange(len(study.network.roads))), hama, aleppo).routes
    1
    """
    counted = np.zeros(len(graph.network.roads), bool)
    counted[disruption.closed] = True
    shut = Disruption(closed=disruption.closed)
    near = None if outward is None else outward.reached(graph, shut, NEAR)
    return _min_cut(graph, source, target, counted, near)


def leads_along(graph: RoadGraph, source: int, target: int, roads: Int) -> bool:
    """Whether some roads alone lead from one node to another.

    Parameters
    ----------
    graph : RoadGraph
        What is searched, closures and all.
    source, target : int
        Nodes of the network.
    roads : int[...]
        Those that may be driven.

    Returns
    -------
    bool
        Whether they make a way.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
    >>> way = study.whatif("Hama", "Aleppo").after
    >>> [leads_along(study.graph, hama, aleppo, roads) for roads in (way.roads, way.roads[1:])]
    [True, False]
    """
    counted = np.ones(len(graph.network.roads), bool)
    counted[roads] = False
    flow = AugmentingFlow(graph, counted)
    with graph.workspaces.one() as w:
        flow.spread(w, source, NEAR)
        return bool(flow.side[graph.arrival(target)] == NEAR)


class KeptRoutes:
    """The road-disjoint routes of a journey, kept to be mended when more roads are closed.

    A closure breaks some of the routes; the others stay, and a search from both ends puts new
    ones in place of the broken until there are as many as the kept cut has open roads, or no more.
    """

    def __init__(self, graph: RoadGraph, source: int, target: int, shared: Int) -> None:
        self._graph, self._ends, self._shared = graph, (source, target), shared
        self._counted = np.ones(len(graph.network.roads), bool)
        self._counted[shared] = False
        flow = AugmentingFlow(graph, self._counted)
        with graph.workspaces.one() as w:
            flow.part(w, *self._ends)
            self._cut = flow.crossing(w, flow.fill(w))
            self.count = flow.routes
            self._arcs, self._start = flow.drained(w)
        if graph.turns is not None:
            self.count = disjoint_routes(graph, source, target, shared).routes
        self._flow = flow

    def after(self, disruption: Disruption) -> int:
        """How many routes share no road when more is closed.

        Parameters
        ----------
        disruption : Disruption
            On top of what stands in the graph; only what it closes counts.

        Returns
        -------
        int
            As `disjoint_routes` counts them.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
        >>> kept = KeptRoutes(study.graph, hama, aleppo, np.empty(0, np.int32))
        >>> kept.count, kept.after(study.situation(close=["M5"]).situation.after)
        (1, 1)
        """
        graph = self._graph
        if not len(disruption.closed) or not self.count:
            return self.count
        if graph.turns is not None:
            return disjoint_routes(graph.under(disruption), *self._ends, self._shared).routes
        closed = np.zeros(len(graph.network.roads), bool)
        closed[disruption.closed] = True
        most = len(self._cut) - int(closed[self._cut].sum())
        pieces = self._pieces(closed)
        if pieces.whole == self.count and not closed[self._shared].any():
            return self.count
        arcs, weight = graph.changed_arcs(Disruption(closed=disruption.closed))
        with graph.workspaces.one() as w, w.changed(arcs, weight):
            flow = self._flow.empty()
            if closed[self._shared].any():
                flow.part(w, *self._ends)
                pieces = self._pieces(closed, np.asarray(flow.side))
            flow.put(pieces)
            flow.fill(w, most)
        return flow.routes

    def _pieces(self, closed: NDArray[np.bool_], side: NDArray[np.int32] | None = None) -> Pieces:
        """What closures leave of the routes: from the near side to the first closed road, and from the last
        one to the far side.
        """
        graph = self._graph
        first, last = self._start[:-1], self._start[1:]
        cut = np.flatnonzero(closed[graph.arcs.road[self._arcs]])
        to, since = last.copy(), first.copy()
        of_cut = np.searchsorted(last, cut, side="right")
        np.minimum.at(to, of_cut, cut)
        np.maximum.at(since, of_cut, cut + 1)
        whole = to == last
        if side is not None:
            begins = side[graph.arcs.tail[self._arcs[first]]] == NEAR
            ends = side[graph.arcs.head[self._arcs[last - 1]]] == FAR
            to, since = np.where(begins, to, first), np.where(ends, since, last)
            whole &= begins & ends
        at = np.arange(len(self._arcs)) - np.repeat(first, last - first)
        kept = (at < np.repeat(to - first, last - first)) | (at >= np.repeat(since - first, last - first))
        return Pieces(
            self._arcs[kept],
            int(whole.sum()),
            graph.arcs.head[self._arcs[to[~whole & (to > first)] - 1]],
            graph.arcs.tail[self._arcs[since[~whole & (since < last)]]],
        )


def _min_cut(
    graph: RoadGraph, source: int, target: int, counted: NDArray[np.bool_], near: Flat | None = None
) -> Cut:
    if source == target:
        return Cut(0, np.empty(0, np.int32))
    flow = AugmentingFlow(graph, counted)
    with graph.workspaces.one() as w:
        flow.part(w, source, target, near)
        flow.put(flow.direct(w))
        flow.fill(w, thorough=True)
        roads = flow.crossing(w, 0)
    routes = flow.routes
    if routes < len(roads):
        roads = _fewest_roads(graph, source, target, counted, roads)
    if routes < len(roads):
        routes = _most_routes(graph, source, target, counted, routes, len(roads))
    return Cut(routes, roads)


def _most_routes(
    graph: RoadGraph, source: int, target: int, counted: NDArray[np.bool_], least: int, most: int
) -> int:
    """Return how many routes share no counted road where turn bans let one road serve several.

    A flow of whole units over the split arcs in which all copies of a road carry one together. Where
    the program ends without a proof, as many as are known to be there.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, vstack

    arcs = np.flatnonzero(graph.weight < CLOSED)
    tail, head, road = graph.arcs.tail[arcs], graph.arcs.head[arcs], graph.arcs.road[arcs]
    column, ones = np.arange(len(arcs)), np.ones(len(arcs))
    shape = (graph.node_count, len(arcs))
    leaves = csr_array((ones, (tail, column)), shape) - csr_array((ones, (head, column)), shape)
    ends = [source, graph.arrival(target)]
    between = np.delete(np.arange(graph.node_count), ends)
    alone = np.flatnonzero(counted[road])
    own, row = np.unique(road[alone], return_inverse=True)
    once = csr_array((ones[alone], (row, alone)), (len(own), len(arcs)))
    found = milp(
        -leaves[[source]].toarray().ravel(),
        integrality=np.ones(len(arcs), np.int64),
        bounds=Bounds(0, np.where(counted[road], 1, most)),
        constraints=LinearConstraint(
            vstack([leaves[between], once]),
            np.concatenate([np.zeros(len(between)), np.full(len(own), -np.inf)]),
            np.concatenate([np.zeros(len(between)), np.ones(len(own))]),
        ),
        options={"time_limit": PATIENCE_S},
    )
    count = max(least, round(-found.fun)) if found.x is not None else least
    return count if found.status == 0 else AtLeast(count)


def _fewest_roads(
    graph: RoadGraph, source: int, target: int, counted: NDArray[np.bool_], roads: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return a minimum cut where turn bans let one road carry several units; `roads` is a cut.

    The fewest roads that meet every route seen so far, until no route is left that they miss.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    tree = tree_to(graph, target)
    rows: list[NDArray[np.int32]] = []
    hit = np.empty(0, np.int32)
    while len(hit) < len(roads):
        shut = hit
        while (path := best_path(graph, source, target, Disruption(closed=shut), tree)) is not None:
            met = distinct(graph.arcs.road[path.arcs])
            rows.append(met[counted[met]].astype(np.int32))
            shut = distinct(np.concatenate([shut, rows[-1]])).astype(np.int32)
        if len(shut) == len(hit):
            return hit
        among, column = np.unique(np.concatenate(rows), return_inverse=True)
        start = np.cumsum([0, *map(len, rows)])
        meets = csr_array((np.ones(len(column)), column, start), (len(rows), len(among)))
        one = np.ones(len(among))
        whole = np.ones(len(among), np.int64)
        found = milp(one, integrality=whole, bounds=Bounds(0, 1), constraints=LinearConstraint(meets, lb=1))
        hit = among[np.asarray(found.x) > 0.5].astype(np.int32)
    return roads
