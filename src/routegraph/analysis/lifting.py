"""What lifting closures does to journeys: the fewest that reconnect, and costs without some of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.network.arcs import Arcs
from routegraph.network.sphere import distinct
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.search import best_path, tree_from, tree_to
from routegraph.routing.tree import Path, Tree
from routegraph.scenario.applied import AppliedClosure, disruption_of
from routegraph.scenario.closure import Effect

MOST_CLOSURES = 64
MOST_TREES = 8
"""Journeys are searched one by one, each with a tree that bounds it, when they are no more than this."""

MOST_SETS = 200_000
"""Sets of closures looked at before the search for the fewest is given up."""

Lifted = int
"""A set of closures: bit ``i`` stands for closure ``i``."""


def members(lifted: Lifted) -> tuple[int, ...]:
    """Return the closures of a set, ascending."""
    return tuple(i for i in range(lifted.bit_length()) if lifted >> i & 1)


class Barriers:
    """Closures in force on an open network, any of which may be lifted.

    A road opens only when every closure that closes it is lifted.

    Raises
    ------
    QuestionError
        There are more than `MOST_CLOSURES`.
    """

    def __init__(self, open_graph: RoadGraph, closures: Sequence[AppliedClosure]) -> None:
        if len(closures) > MOST_CLOSURES:
            raise QuestionError(
                f"{len(closures)} closures are too many to say which to lift first; ask about "
                f"{MOST_CLOSURES} at most: a date, a higher --min-confidence, or fewer events."
            )
        self.graph, self.closures = open_graph, tuple(closures)
        self._disruptions: dict[Lifted, Disruption] = {}
        self._trees: dict[int, Tree] = {}
        self._parts: dict[Lifted, _Parts] = {}

    @property
    def everything(self) -> Lifted:
        """The set of all closures."""
        return (1 << len(self.closures)) - 1

    def without(self, lifted: Lifted) -> Disruption:
        """Return what remains closed and slowed when some closures are lifted."""
        if lifted not in self._disruptions:
            rest = (one for i, one in enumerate(self.closures) if not lifted >> i & 1)
            self._disruptions[lifted] = disruption_of(rest)
        return self._disruptions[lifted]

    def path(self, source: int, target: int, lifted: Lifted) -> Path | None:
        """Best path between two nodes when some closures are lifted."""
        tree = self._trees.get(target)
        if tree is None:
            if len(self._trees) == MOST_TREES:
                self._trees.clear()
            tree = self._trees[target] = tree_to(self.graph, target)
        return best_path(self.graph, source, target, self.without(lifted), tree)

    def costs(self, journeys: Sequence[tuple[int, int]], lifted: Lifted) -> NDArray[np.int64]:
        """Cost of each journey when some closures are lifted, int64[J]; `CLOSED` where there is no way."""
        if len(journeys) <= MOST_TREES:
            paths = [self.path(source, target, lifted) for source, target in journeys]
            return np.array([CLOSED if path is None else path.cost for path in paths], np.int64)
        ends = np.array(journeys, np.int64).reshape(-1, 2)
        graph = self.graph.under(self.without(lifted))
        sides = [distinct(ends[:, side]) for side in (0, 1)]
        near = int(len(sides[0]) > len(sides[1]))
        cost = np.empty(len(ends), np.int64)
        for root in sides[near].tolist():
            group = ends[:, near] == root
            others = ends[group, 1 - near]
            grow = tree_to if near else tree_from
            cost[group] = grow(graph, root, distinct(others).tolist()).costs(others)
        return cost

    def fewest(self, source: int, target: int, lifted: Lifted = 0) -> list[Lifted]:
        """Return every smallest set of further closures whose lifting reconnects two nodes.

        Parameters
        ----------
        lifted : int
            Closures that are lifted already.

        Returns
        -------
        list of int
            Ascending; ``[0]`` when there is a way as it is, empty when lifting all does not help.

        Notes
        -----
        Exact: a search over parts of the network that hang together, with all sets of closures
        that it takes to reach each, the smallest first; a set is dropped when one within it has
        reached the same part. Exponential in the number of closures at the worst.
        """
        parts = self._parts_without(lifted)
        start, end = int(parts.of_node[source]), int(parts.of_node[self.graph.arrival(target)])
        reached: dict[int, list[Lifted]] = defaultdict(list)
        shut = parts.shut.get(start, 0)
        waiting: list[tuple[int, Lifted, int]] = [(shut.bit_count(), shut, start)]
        found: list[Lifted] = []
        looked = 0
        while waiting:
            size, crossed, part = heappop(waiting)
            if found and size > found[0].bit_count():
                break
            if any(crossed & other == other for other in reached[part]):
                continue
            looked += 1
            if looked > MOST_SETS:
                raise QuestionError(
                    f"these {len(self.closures)} closures block too many ways in too many combinations to "
                    "find the fewest; ask about fewer."
                )
            reached[part].append(crossed)
            if part == end:
                found.append(crossed)
                continue
            for other, more in parts.steps.get(part, ()):
                union = crossed | more
                heappush(waiting, (union.bit_count(), union, other))
        return sorted(found)

    def _parts_without(self, lifted: Lifted) -> _Parts:
        """Divide the network into parts that hang together, and find what lies between them."""
        if lifted in self._parts:
            return self._parts[lifted]
        arcs, usable = self.graph.arcs, self.graph.weight < CLOSED
        sets, code = self._closed_by(lifted)
        code_of_arc = code[arcs.road]
        inside = _one_code(self.graph.node_count, arcs, code_of_arc, usable)
        passed = usable & ((code_of_arc == 0) | ((inside[arcs.tail] > 0) & (inside[arcs.head] > 0)))
        part = _components(
            replace(
                self.graph,
                weight=np.where(passed, self.graph.weight, CLOSED),
                opened=self.graph.opened or self.graph,
            )
        )
        from_, to = part[arcs.tail], part[arcs.head]
        across = np.flatnonzero(usable & (from_ != to))
        rows = np.stack([from_[across], to[across], code_of_arc[across]], axis=1)
        between: dict[tuple[int, int], set[Lifted]] = defaultdict(set)
        for one, other, which in np.unique(rows, axis=0).tolist():
            between[one, other].add(sets[which])
        steps: dict[int, list[tuple[int, Lifted]]] = defaultdict(list)
        for (one, other), ways in between.items():
            least = (way for way in ways if not any(w != way and w & way == w for w in ways))
            steps[one] += [(other, way) for way in least]
        nodes = np.flatnonzero(inside)
        shut = dict(zip(part[nodes].tolist(), (sets[which] for which in inside[nodes].tolist()), strict=True))
        self._parts[lifted] = _Parts(part, shut, steps)
        return self._parts[lifted]

    def _closed_by(self, lifted: Lifted) -> tuple[list[Lifted], NDArray[np.int64]]:
        """Return sets of closures that close some road together, the first one empty, and each road's."""
        closed = np.zeros((len(self.graph.network.roads), 1), np.uint64)
        for i, one in enumerate(self.closures):
            if one.closure.effect is Effect.CLOSE and not lifted >> i & 1:
                closed[one.found.roads, 0] |= np.uint64(1 << i)
        sets, code = np.unique(closed, return_inverse=True)
        if sets[0] == 0:
            return sets.tolist(), code.reshape(-1)
        return [0, *sets.tolist()], code.reshape(-1) + 1


@dataclass(frozen=True, eq=False)
class _Parts:
    """Parts of a network that hang together while closures are in force.

    Attributes
    ----------
    of_node : int32[N]
        Part of each node.
    shut : dict of int to set of closures
        For parts inside of what is closed, where all roads have the same closures: these. No
        way enters, leaves or passes such a part unless they are lifted.
    steps : dict of int to list
        From each part to others with the closures crossed.
    """

    of_node: NDArray[np.int32]
    shut: dict[int, Lifted]
    steps: dict[int, list[tuple[int, Lifted]]]


def _one_code(
    count: int, arcs: Arcs, code: NDArray[np.int64], usable: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """For each node the code that all its usable arcs have, 0 when they differ, int64[N]."""
    most, least = np.zeros(count, np.int64), np.full(count, np.iinfo(np.int64).max)
    for ends in (arcs.tail[usable], arcs.head[usable]):
        np.maximum.at(most, ends, code[usable])
        np.minimum.at(least, ends, code[usable])
    return np.where(most == least, most, 0)


def _components(graph: RoadGraph) -> NDArray[np.int32]:
    """Strongly connected component of each node, int32[N]."""
    rows = graph.rows
    component = rows.full(rows.node_count, -1, np.int32)
    scratch = (rows.full(rows.node_count, 0, np.int32) for _ in range(5))
    rows.kernel("strong_components")(rows.out_row, rows.head, rows.weight, component, *scratch)
    return np.asarray(component, np.int32)
