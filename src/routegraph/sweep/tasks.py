"""One task of a sweep: journeys to one destination under some closures, from one tree."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from routegraph.analysis.whereabouts import stretch_label
from routegraph.network.arrays import Int
from routegraph.network.geometry import middle_of_roads
from routegraph.places.gazetteer import Gazetteer
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.routing.many_disruptions import many_disruptions
from routegraph.routing.outcome import Outcome, outcome_of
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.tree import Path, Tree
from routegraph.sweep.families import BASELINE, ClosureCase, closure_id, way_target
from routegraph.sweep.plan import NOWHERE, Pair, Plan, Task
from routegraph.sweep.table import ERROR, Figures, Row

MOST_TREES = 4
"""Trees kept at a time: tasks of one destination follow each other."""


@dataclass(eq=False)
class Work:
    """A plan on its network, ready to do tasks; safe to share between threads.

    Parameters
    ----------
    plan : Plan
    open_graph : RoadGraph
        With nothing closed.
    """

    plan: Plan
    open_graph: RoadGraph
    graph: RoadGraph = field(init=False)
    _gazetteer: Gazetteer = field(init=False)
    _trees: OrderedDict[int, Tree] = field(default_factory=OrderedDict)
    _growing: dict[int, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.graph = self.open_graph.under(self.plan.standing)
        self._gazetteer = Gazetteer.of(self.graph.network)

    def rows(self, task: Task) -> list[Row]:
        """Rows of a task, by journey and closure."""
        closures = self.plan.closures[task.first : task.last]
        rows: list[Row] = []
        for pair in (self.plan.pairs[i] for i in task.pairs):
            tried = closures if task.baseline < 0 else self._of_route(pair, task.baseline)
            rows += self._rows(pair, tried)
        return rows

    def _tree(self, target: int) -> Tree:
        with self._lock:
            growing = self._growing.setdefault(target, Lock())
        with growing:
            tree = self._trees.get(target) or tree_to(self.graph, target)
            with self._lock:
                self._trees[target] = tree
                self._trees.move_to_end(target)
                if len(self._trees) > MOST_TREES:
                    gone, _ = self._trees.popitem(last=False)
                    self._growing.pop(gone, None)
        return tree

    def _route(self, pair: Pair) -> Path | None:
        return best_path(self.graph, pair.source, pair.target, None, self._tree(pair.target))

    def _of_route(self, pair: Pair, family: int) -> list[ClosureCase]:
        """Each road of a journey's own route, closed alone."""
        if pair.target == NOWHERE or (path := self._route(pair)) is None:
            reason = pair.reason or "the journey has no route to begin with"
            return [ClosureCase(closure_id(family, 0), BASELINE, "", "", np.nan, np.nan, None, reason)]
        network = self.graph.network
        roads = list(dict.fromkeys(self.graph.arcs.road[path.arcs].tolist()))
        return [
            ClosureCase(
                closure_id(family, i), BASELINE, way_target(network, road),
                stretch_label(network, road, self._gazetteer),
                *middle_of_roads(network, np.array([road], np.int32)), Disruption(np.array([road], np.int32)),
            )
            for i, road in enumerate(roads)
        ]  # fmt: skip

    def _rows(self, pair: Pair, tried: Sequence[ClosureCase]) -> Iterator[Row]:
        known = [one for one in tried if one.disruption is not None] if pair.target != NOWHERE else []
        before: Path | None = None
        after: dict[str, Path | None] = {}
        if known:
            tree = self._tree(pair.target)
            before = best_path(self.graph, pair.source, pair.target, None, tree)
            disruptions = [one.disruption or Disruption() for one in known]
            answers = many_disruptions(self.graph, pair.source, pair.target, disruptions, tree)
            after = {one.id: path for one, path in zip(known, answers.paths, strict=True)}
        figures_before = self._figures(before, Disruption())
        seen: dict[int, Figures] = {id(before): figures_before}
        for one in tried:
            if one.id not in after or one.disruption is None:
                yield Row.of(pair, one, ERROR, figures_before, (None,) * 3, pair.reason or one.reason)
                continue
            path, slowed = after[one.id], len(one.disruption.slowed) > 0
            figures = seen.get(id(path)) if not slowed else None
            if figures is None:
                figures = self._figures(path, one.disruption)
                if not slowed:
                    seen[id(path)] = figures
            outcome = outcome_of(before, path)
            reason = self._inside(pair, one.disruption) if outcome is Outcome.SEVERED else ""
            yield Row.of(pair, one, outcome.value, figures_before, figures, reason)

    def _figures(self, path: Path | None, disruption: Disruption) -> Figures:
        """Time, length and cost of a way; None for no way."""
        if path is None:
            return None, None, None
        return self.graph.totals(path.arcs, self.graph.times_under(disruption, path.arcs))[:3]

    def _inside(self, pair: Pair, disruption: Disruption) -> str:
        """Tell whether an end of a severed journey lies inside what is closed."""
        arcs = self.graph.arcs
        ends = (("origin", arcs.leaving(pair.source)), ("destination", arcs.entering(pair.target)))
        return "; ".join(f"{role} inside" for role, some in ends if self._shut(some, disruption.closed))

    def _shut(self, arcs: Int, closed: Int) -> bool:
        usable = self.graph.arcs.road[arcs[np.isfinite(self.graph.time_s[arcs])]]
        at = np.searchsorted(closed, usable)
        return bool(len(usable)) and bool((np.append(closed, -1)[at] == usable).all())
