"""A journey that is asked about again and again: what does not depend on the closures is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

import numpy as np

from routegraph.network.arrays import Int
from routegraph.routing.detour_index import DetourIndex
from routegraph.routing.disruption import Disruption
from routegraph.routing.flow import Cut, KeptRoutes, severing_cut
from routegraph.routing.graph import RoadGraph
from routegraph.routing.memory import Memory
from routegraph.routing.route import Route, route_of
from routegraph.routing.search import best_path, tree_from, tree_to
from routegraph.routing.tree import Path, Tree

INDEXED_FROM = 2
"""Questions about a journey after which it is laid out for more."""


@dataclass(frozen=True, eq=False)
class Journey:
    """From one node to another on what stands; safe to share between threads.

    Attributes
    ----------
    graph : RoadGraph
        Under the standing closures.
    """

    graph: RoadGraph
    source: int
    target: int
    _asked: count[int] = field(default_factory=count, repr=False)
    _routes: Memory = field(default_factory=lambda: Memory({"routes": 2}), repr=False)

    @cached_property
    def inward(self) -> Tree:
        """Shortest paths from everywhere to the target."""
        return tree_to(self.graph, self.target)

    @cached_property
    def path(self) -> Path | None:
        """The best path with nothing more closed."""
        return best_path(self.graph, self.source, self.target, None, self.inward)

    @cached_property
    def route(self) -> Route | None:
        """The route of that path."""
        return route_of(self.graph, self.path) if self.path else None

    @cached_property
    def index(self) -> DetourIndex:
        """The journey laid out for many closures."""
        return DetourIndex.of(self.graph, self.inward, tree_from(self.graph, self.source))

    def path_under(self, disruption: Disruption) -> Path | None:
        """The best path when more is closed or slowed."""
        if not disruption:
            return self.path
        ask = (self.graph, self.source, self.target, disruption)
        if next(self._asked) < INDEXED_FROM:
            return best_path(*ask, self.inward)
        return best_path(*ask, index=self.index)

    def route_under(self, disruption: Disruption, path: Path | None) -> Route | None:
        """The route of a path when more is closed or slowed."""
        if path is None:
            return None
        if self.path and not len(disruption.slowed) and np.array_equal(path.arcs, self.path.arcs):
            return self.route
        return route_of(self.graph, path, self.graph.times_under(disruption, path.arcs))

    def severing_cut(self, disruption: Disruption) -> Cut:
        """The fewest roads closed on top that sever the journey; see `flow.severing_cut`."""
        outward = self.index.outward if "index" in vars(self) else None
        return severing_cut(self.graph, disruption, self.source, self.target, outward)

    def disjoint_routes(self, shared: Int, disruption: Disruption | None = None) -> int:
        """How many routes share no road but the `shared` ones; see `flow.disjoint_routes`."""
        kept = self._routes.get(
            "routes", shared.tobytes(), lambda: KeptRoutes(self.graph, self.source, self.target, shared)
        )
        return kept.count if disruption is None else kept.after(disruption)


def journey_on(graph: RoadGraph, source: int, target: int) -> Journey:
    """Return the journey between two nodes, kept by the graph while it is among the last asked about."""
    return graph.memory.get("journeys", (source, target), lambda: Journey(graph, source, target))
