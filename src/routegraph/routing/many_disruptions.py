"""One journey under many disruptions: each that makes a difference is searched once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.routing.kernels import BROKEN, SETTLED
from routegraph.routing.search import best_path, detour, tree_to
from routegraph.routing.threads import mapped
from routegraph.routing.tree import Path, Tree
from routegraph.routing.workspace import Flat, Workspace


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


class _Known(NamedTuple):
    """An answer, and the arcs with the weights that it rests on: those looked at, and its own."""

    path: Path | None
    arcs: Flat
    weight: Flat


class _Book:
    """Answers known so far, by what they change on the route that has nothing closed."""

    def __init__(self, graph: RoadGraph, source: int, tree: Tree, route: Path | None) -> None:
        self.graph, self.source, self.tree, self.route = graph, source, tree, route
        self.searches = 0
        self._known: dict[tuple[bytes, bytes], list[_Known]] = {}
        self._lock = Lock()
        self._on_route = np.zeros(len(graph.arcs), bool)
        if route is not None:
            self._on_route[route.arcs] = True

    def answer(self, disruption: Disruption) -> Path | None:
        arcs, weight = self.graph.changed_arcs(disruption)
        differs = self.graph.weight[arcs] != weight
        arcs, weight = arcs[differs], weight[differs]
        on_route = self._on_route[arcs]
        if self.route is None or not on_route.any():
            return self.route
        hit = (arcs[on_route].tobytes(), weight[on_route].tobytes())
        with self.graph.workspaces.one() as w, w.changed(arcs, weight):
            for known in self._known.get(hit, ()):
                if _holds(known, w):
                    return known.path
            known = self._search(arcs, w)
        with self._lock:
            self.searches += 1
            self._known.setdefault(hit, []).append(known)
        return known.path

    def _search(self, arcs: NDArray[np.int32], w: Workspace) -> _Known:
        count = detour(self.graph, self.source, self.tree, w)
        path = Path(np.array(w.path[:count], np.int32), int(w.report[0])) if count >= 0 else None
        rests_on = arcs[self._met(arcs, w)]
        if path is not None:
            rests_on = np.concatenate([rests_on, path.arcs])
        if w.rows.compiled:
            return _Known(path, rests_on, w.weight[rests_on])
        positions = rests_on.tolist()
        return _Known(path, positions, [w.weight[a] for a in positions])

    def _met(self, arcs: NDArray[np.int32], w: Workspace) -> NDArray[np.bool_]:
        """Which changed arcs the last search of a workspace has looked at."""
        tails = np.asarray(self.graph.arcs.tail)[arcs]
        heads = np.asarray(self.graph.arcs.head)[arcs]
        state = np.asarray(w.state)[tails] - w.stamp
        queued = np.asarray(w.queued)[heads]
        cut_tree = (state >= BROKEN) & (self.tree.arc[tails] == arcs)
        return np.asarray((state >= SETTLED) | cut_tree | (queued == w.stamp))


def _holds(known: _Known, w: Workspace) -> bool:
    """Whether all that an answer rests on weighs the same under the weights of a workspace."""
    if w.rows.compiled:
        return bool(np.array_equal(w.weight[known.arcs], known.weight))
    return all(w.weight[a] == weight for a, weight in zip(known.arcs, known.weight, strict=True))
