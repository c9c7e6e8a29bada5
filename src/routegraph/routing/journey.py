"""A journey that is asked about again and again: what does not depend on the closures is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from routegraph.network.model import Int
from routegraph.routing.flow import KeptRoutes
from routegraph.routing.graph import Disruption, RoadGraph
from routegraph.routing.memory import Memory
from routegraph.routing.route import Route, route_of
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.tree import Path, Tree


@dataclass(frozen=True, eq=False)
class Journey:
    """From one node to another on what stands; safe to share between threads.

    Attributes
    ----------
    graph : RoadGraph
        Under the standing closures.
    source, target : int
    """

    graph: RoadGraph
    source: int
    target: int
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

    def path_under(self, disruption: Disruption) -> Path | None:
        """The best path when more is closed or slowed."""
        return best_path(self.graph, self.source, self.target, disruption, self.inward)

    def route_under(self, disruption: Disruption, path: Path | None) -> Route | None:
        """The route of a path when more is closed or slowed."""
        if path is None:
            return None
        if self.path and not len(disruption.slowed) and np.array_equal(path.arcs, self.path.arcs):
            return self.route
        return route_of(self.graph, path, self.graph.times_under(disruption, path.arcs))

    def disjoint_routes(self, shared: Int, disruption: Disruption | None = None) -> int:
        """How many routes share no road but the `shared` ones; see `flow.disjoint_routes`."""
        kept = self._routes.get(
            "routes", shared.tobytes(), lambda: KeptRoutes(self.graph, self.source, self.target, shared)
        )
        return kept.count if disruption is None else kept.after(disruption)


def journey_on(graph: RoadGraph, source: int, target: int) -> Journey:
    """Return the journey between two nodes, kept by the graph while it is among the last asked about."""
    return graph.memory.get("journeys", (source, target), lambda: Journey(graph, source, target))
