"""What lifting closures does to journeys: the fewest that reconnect, and costs without some of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.routing.graph import CLOSED, Disruption, RoadGraph
from routegraph.routing.many import many_disruptions
from routegraph.routing.search import Path, tree_to
from routegraph.scenario.closure import Effect
from routegraph.scenario.resolve import AppliedClosure, disruption_of

MOST_CLOSURES = 64
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
        self._crossings: dict[Lifted, tuple[NDArray[np.int32], dict[int, list[tuple[int, Lifted]]]]] = {}

    def without(self, lifted: Lifted) -> Disruption:
        """Return what remains closed and slowed when some closures are lifted."""
        if lifted not in self._disruptions:
            rest = (one for i, one in enumerate(self.closures) if not lifted >> i & 1)
            self._disruptions[lifted] = disruption_of(rest)
        return self._disruptions[lifted]

    def paths(
        self, journeys: Sequence[tuple[int, int]], sets: Sequence[Lifted]
    ) -> dict[Lifted, list[Path | None]]:
        """Best path of every journey without each set of closures."""
        table: dict[Lifted, list[Path | None]] = {lifted: [None] * len(journeys) for lifted in sets}
        disruptions = [self.without(lifted) for lifted in table]
        ends = defaultdict(list)
        for j, (_, target) in enumerate(journeys):
            ends[target].append(j)
        for target, group in ends.items():
            tree = tree_to(self.graph, target)
            for j in group:
                answers = many_disruptions(self.graph, journeys[j][0], target, disruptions, tree)
                for paths, path in zip(table.values(), answers.paths, strict=True):
                    paths[j] = path
        return table

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
        component, steps = self._crossed(lifted)
        start, end = int(component[source]), int(component[target])
        reached: dict[int, list[Lifted]] = defaultdict(list)
        waiting: list[tuple[int, Lifted, int]] = [(0, 0, start)]
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
            for other, more in steps.get(part, ()):
                union = crossed | more
                heappush(waiting, (union.bit_count(), union, other))
        return sorted(found)

    def _crossed(self, lifted: Lifted) -> tuple[NDArray[np.int32], dict[int, list[tuple[int, Lifted]]]]:
        """Parts of the network that hang together, and steps between them with the closures crossed."""
        if lifted not in self._crossings:
            arcs = self.graph.network.arcs
            component = _components(self.graph.under(self.without(lifted)))
            from_, to = component[arcs.tail], component[arcs.head]
            across = np.flatnonzero((self.graph.weight < CLOSED) & (from_ != to))
            code = np.zeros(len(self.graph.network.roads), np.int64)
            sets = [0]
            for road, closures in self._closed_by(lifted):
                code[road] = len(sets)
                sets.append(closures)
            rows = np.stack([from_[across], to[across], code[arcs.road[across]]], axis=1)
            between: dict[tuple[int, int], set[Lifted]] = defaultdict(set)
            for part, other, which in np.unique(rows, axis=0).tolist():
                between[part, other].add(sets[which])
            steps: dict[int, list[tuple[int, Lifted]]] = defaultdict(list)
            for (part, other), ways in between.items():
                steps[part] += [
                    (other, way) for way in ways if not any(w != way and w & way == w for w in ways)
                ]
            self._crossings[lifted] = (component, steps)
        return self._crossings[lifted]

    def _closed_by(self, lifted: Lifted) -> Iterator[tuple[int, Lifted]]:
        """Yield every closed road and the closures that close it."""
        closed_by: dict[int, Lifted] = defaultdict(int)
        for i, one in enumerate(self.closures):
            if one.closure.effect is Effect.CLOSE and not lifted >> i & 1:
                for road in one.found.roads.tolist():
                    closed_by[road] |= 1 << i
        yield from closed_by.items()


def _components(graph: RoadGraph) -> NDArray[np.int32]:
    """Strongly connected component of each node, int32[N]."""
    rows = graph.rows
    component = rows.full(rows.node_count, -1, np.int32)
    scratch = (rows.full(rows.node_count, 0, np.int32) for _ in range(5))
    rows.kernel("strong_components")(rows.out_row, rows.head, rows.weight, component, *scratch)
    return np.asarray(component, np.int32)
