"""One journey under many disruptions: each that makes a difference is searched once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.graph import Disruption, RoadGraph
from routegraph.routing.kernels import BROKEN, SETTLED
from routegraph.routing.search import Path, Tree, best_path, detour, tree_to
from routegraph.routing.threads import mapped
from routegraph.routing.workspace import Workspace

Change = tuple[int, int]
"""An arc and its changed weight."""


@dataclass(frozen=True, eq=False)
class Answers:
    """What becomes of a journey under each of many disruptions.

    Attributes
    ----------
    paths : list of Path or None
        By disruption; None when there is no way. Equal answers are one object.
    searches : int
        How many searches it took: disruptions that miss the route, or that differ from one
        already answered only in roads that played no part, need none.
    """

    paths: list[Path | None]
    searches: int


def many_disruptions(
    graph: RoadGraph, source: int, target: int, disruptions: Sequence[Disruption], tree: Tree | None = None
) -> Answers:
    """Answer a journey under each of many disruptions on top of what stands; exact.

    A search looks at few of the changed roads. Whatever else is closed or slowed, its answer
    holds wherever these roads are changed in the same way and its path is not touched: more
    closures never make a better way.

    Parameters
    ----------
    tree : Tree, optional
        `tree_to` the target on `graph`.
    """
    tree = tree or tree_to(graph, target)
    book = _Book(graph, source, tree, best_path(graph, source, target, None, tree))
    paths = mapped(book.answer, disruptions, graph.rows.compiled)
    return Answers(paths, book.searches)


class _Book:
    """Answers known so far, by what they change on the route that has nothing closed."""

    def __init__(self, graph: RoadGraph, source: int, tree: Tree, route: Path | None) -> None:
        self.graph, self.source, self.tree, self.route = graph, source, tree, route
        self.searches = 0
        self._known: dict[frozenset[Change], list[tuple[frozenset[Change], Path | None, frozenset[int]]]] = {}
        self._lock = Lock()
        self._on_route = np.zeros(len(graph.network.arcs), bool)
        if route is not None:
            self._on_route[route.arcs] = True

    def answer(self, disruption: Disruption) -> Path | None:
        arcs, weight = self.graph.changed_arcs(disruption)
        differs = self.graph.weight[arcs] != weight
        arcs, weight = arcs[differs], weight[differs]
        on_route = self._on_route[arcs]
        if self.route is None or not on_route.any():
            return self.route
        hit = frozenset(zip(arcs[on_route].tolist(), weight[on_route].tolist(), strict=True))
        changes = frozenset(zip(arcs.tolist(), weight.tolist(), strict=True))
        touched = {arc for arc, _ in changes}
        for needed, path, path_arcs in self._known.get(hit, ()):
            if needed <= changes and path_arcs.isdisjoint(touched):
                return path
        path, needed = self._search(arcs, weight)
        with self._lock:
            self.searches += 1
            passed = frozenset(path.arcs.tolist()) if path is not None else frozenset()
            self._known.setdefault(hit, []).append((needed, path, passed - {a for a, _ in needed}))
        return path

    def _search(
        self, arcs: NDArray[np.int32], weight: NDArray[np.int64]
    ) -> tuple[Path | None, frozenset[Change]]:
        with self.graph.workspaces.one() as w:
            with w.changed(arcs, weight):
                count = detour(self.graph, self.source, self.tree, w)
            met = self._met(arcs, w)
            path = Path(np.array(w.path[:count], np.int32), int(w.report[0])) if count >= 0 else None
        return path, frozenset(zip(arcs[met].tolist(), weight[met].tolist(), strict=True))

    def _met(self, arcs: NDArray[np.int32], w: Workspace) -> NDArray[np.bool_]:
        """Which changed arcs the last search of a workspace has looked at."""
        tails = np.asarray(self.graph.network.arcs.tail)[arcs]
        heads = np.asarray(self.graph.network.arcs.head)[arcs]
        state = np.asarray(w.state)[tails] - w.stamp
        queued = np.asarray(w.queued)[heads]
        cut_tree = (state >= BROKEN) & (self.tree.arc[tails] == arcs)
        return np.asarray((state >= SETTLED) | cut_tree | (queued == w.stamp))
