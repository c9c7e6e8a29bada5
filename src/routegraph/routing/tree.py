"""Paths and shortest-path trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.routing.graph import RoadGraph
from routegraph.routing.workspace import Flat


@dataclass(frozen=True, eq=False)
class Path:
    """A path by its arcs.

    Attributes
    ----------
    arcs : int32[K]
        From the first to the last; empty when origin and destination are one node.
    cost : int
        In millionths of the graph's measure.
    """

    arcs: NDArray[np.int32]
    cost: int


@dataclass(frozen=True, eq=False)
class Tree:
    """Shortest paths between one node and all others.

    Attributes
    ----------
    cost : int64[N]
        `CLOSED` where there is no way.
    arc : int32[N]
        The arc of the path at each node: out of it in a tree to the root, into it in a tree
        from the root; of several equally good the one with the lowest number; -1 at the root
        and where there is no way.
    graph : RoadGraph, optional
        What the tree was grown on.
    inward : bool
        Whether paths run to the root.
    whole : bool
        Whether it was grown to the end; a search cannot be bounded by one that was not.
    """

    root: int
    cost: NDArray[np.int64]
    arc: NDArray[np.int32]
    graph: RoadGraph | None = field(default=None, repr=False)
    inward: bool = True
    whole: bool = True

    def costs(self, nodes: Int) -> NDArray[np.int64]:
        """Costs between some of the network's nodes and the root, int64[...].

        Parameters
        ----------
        nodes : int[K]
            Of the network.

        Returns
        -------
        int64[K]
            In millionths of the graph's measure; `CLOSED` where there is no way.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
        >>> from routegraph.routing.search import tree_to
        >>> (tree_to(study.graph, aleppo).costs(np.array([hama, aleppo])) // 10**6).tolist()
        [6231, 0]
        """
        if self.graph is None or self.graph.turns is None:
            return np.asarray(self.cost[nodes])
        cost = self.cost[nodes if self.inward else self.graph.arrivals[nodes]]
        return np.where(np.asarray(nodes) == self.graph.real_node(self.root), 0, cost)

    def path(self, node: int) -> NDArray[np.int32]:
        """Return the arcs between a node and the root in the order of travel, int32[K].

        Empty at the root and where there is no way.

        Parameters
        ----------
        node : int
            Of the network.

        Returns
        -------
        int32[K]
            Arcs of the graph.

        Raises
        ------
        ValueError
            The tree does not know its graph.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
        >>> from routegraph.routing.search import tree_to
        >>> arcs = tree_to(study.graph, aleppo).path(hama)
        >>> int(study.graph.arcs.tail[arcs[0]]) == hama, int(study.graph.arcs.head[arcs[-1]]) == aleppo
        (True, True)
        """
        if self.graph is None:
            raise ValueError("the tree does not know its graph")
        if node == self.graph.real_node(self.root):
            return np.empty(0, np.int32)
        if not self.inward:
            node = self.graph.arrival(node)
        arcs = self.graph.arcs
        end = arcs.head if self.inward else arcs.tail
        path = []
        while (arc := int(self.arc[node])) >= 0:
            path.append(arc)
            node = int(end[arc])
        return np.array(path if self.inward else path[::-1], np.int32)

    def flat(self, compiled: bool) -> tuple[Flat, Flat]:
        """Costs and arcs in the form that searches read.

        Parameters
        ----------
        compiled : bool
            Whether the searches are compiled.

        Returns
        -------
        cost, arc : int64[N] and int32[N], or lists
            Arrays for compiled searches, lists for plain ones.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> hama, aleppo = (study.locate(name).node for name in ("Hama", "Aleppo"))
        >>> from routegraph.routing.search import tree_to
        >>> cost, arc = tree_to(study.graph, aleppo).flat(compiled=False)
        >>> cost[aleppo], arc[aleppo]
        (0, -1)
        """
        return (self.cost, self.arc) if compiled else self._lists

    @cached_property
    def _lists(self) -> tuple[list[int], list[int]]:
        return self.cost.tolist(), self.arc.tolist()
