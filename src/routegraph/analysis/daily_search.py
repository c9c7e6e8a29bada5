"""One journey day by day: its best way by the law of each day, equal days searched once."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import fields

import numpy as np

from routegraph.network.law_in_force import decided_turns
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route, route_of
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.tree import Path, Tree


class DailySearch:
    """Best paths of one journey by the law of a day; equal disruptions are searched once."""

    def __init__(self, open_graph: RoadGraph, source: int, target: int) -> None:
        self.graph, self.tree = open_graph, tree_to(open_graph, target)
        self.source, self.target = source, target
        self._laws: dict[bytes, tuple[RoadGraph, Tree]] = {}
        self._paths: dict[tuple[bytes, ...], Path | None] = {}
        self._routes: dict[tuple[bytes, ...], Route | None] = {}
        self._law = b""

    def turn_to(self, day: dt.date) -> None:
        """Search by the law of a day from now on."""
        network, vehicle = self.graph.undecided, self.graph.vehicle
        if network is None:
            return
        rules = vehicle.law_at(network, day).rules
        holding, _ = decided_turns(network, vehicle.sizes, day)
        columns = [np.asarray(getattr(rules, column.name)).tobytes() for column in fields(rules)]
        self._law = hashlib.blake2b(b"".join([*columns, holding.tobytes()])).digest()
        if self._law not in self._laws:
            graph = self.graph.by_law_of(day)
            self._laws[self._law] = graph, tree_to(graph, self.target)
        self.graph, self.tree = self._laws[self._law]

    def path(self, disruption: Disruption) -> Path | None:
        key = (self._law, *_key(disruption))
        if key not in self._paths:
            self._paths[key] = best_path(self.graph, self.source, self.target, disruption, self.tree)
        return self._paths[key]

    def route(self, disruption: Disruption) -> Route | None:
        key, path = (self._law, *_key(disruption)), self.path(disruption)
        if key not in self._routes:
            self._routes[key] = route_of(self.graph.under(disruption), path) if path else None
        return self._routes[key]


def _key(disruption: Disruption) -> tuple[bytes, ...]:
    return tuple(array.tobytes() for array in (disruption.closed, disruption.slowed, disruption.factor))
