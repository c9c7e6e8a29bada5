"""What a journey depends on: the cost of doing without each road of its best route."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from routegraph.analysis.answer import Answer, Context
from routegraph.analysis.dependence import junctions_of_all_routes
from routegraph.analysis.labels import label_of_node
from routegraph.analysis.stretches import Dependence, RoadNeed, Stretch, dependence_of, stretches_of
from routegraph.analysis.whatif import inside_warnings, snap_warnings, streets_of, told_location
from routegraph.network.geometry import road_label
from routegraph.network.model import Int
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.routing.graph import CLOSED, Disruption, RoadGraph, Totals
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.route import Route, route_of
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.tree import Path, Tree


@dataclass(frozen=True)
class Junction:
    """A junction that every route passes.

    Attributes
    ----------
    node : int
    label : str
        By the nearest place.
    lon, lat : float
    start_m : float
        How far from the origin it lies on the best route.
    between : bool
        It only joins two roads that every route uses, and so adds nothing to them.
    """

    node: int
    label: str
    lon: float
    lat: float
    start_m: float
    between: bool


@dataclass(frozen=True, eq=False)
class Chokepoints(Answer):
    """What a journey depends on.

    Attributes
    ----------
    context : Context
    origin, destination : Location
    route : Route or None
        The best route under all closures; None when there is no way, and then the rest is empty.
    roads : tuple of RoadNeed
        Every road of the route, in the order of travel.
    stretches : tuple of Stretch
        The same roads grouped, those that the journey depends on most first, those inside of the
        places at its ends last.
    detours : tuple of Route
        Best routes without the worst road of one stretch or another; several may share one.
    junctions : tuple of Junction
        Every junction that all routes pass, in the order of travel, ends excluded.
    warnings : tuple of str
    """

    context: Context
    origin: Location
    destination: Location
    route: Route | None
    roads: tuple[RoadNeed, ...]
    stretches: tuple[Stretch, ...]
    detours: tuple[Route, ...]
    junctions: tuple[Junction, ...]
    warnings: tuple[str, ...]

    @property
    def on_all_routes(self) -> tuple[RoadNeed, ...]:
        """The roads that every route uses."""
        return tuple(need for need in self.roads if need.dependence is Dependence.TOTAL)

    def extra(self, detour: int | None) -> dict[str, float] | None:
        """Return the added time, length and cost of a detour, and the ratio of times."""
        if detour is None or self.route is None:
            return None
        return _extra(self.route, self.detours[detour])

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "origin": told_location(self.origin),
            "destination": told_location(self.destination),
            "route": self.route.to_dict() if self.route else None,
            "stretches": [
                {
                    "label": one.label,
                    "dependence": one.dependence.value,
                    "start_m": round(one.start_m, 1),
                    "length_m": round(one.length_m, 1),
                    "roads": one.roads.tolist(),
                    "ratio": _rounded(one.ratio),
                    "detour": one.detour,
                    "extra": self.extra(one.detour),
                    "at_end": one.at_end,
                }
                for one in self.stretches
            ],
            "roads": [
                {
                    "road": need.road,
                    "label": need.label,
                    "length_m": round(need.length_m, 1),
                    "dependence": need.dependence.value,
                    "ratio": _rounded(need.ratio),
                    "extra": need.extra,
                    "at_end": need.at_end,
                }
                for need in self.roads
            ],
            "detours": [detour.to_dict() for detour in self.detours],
            "junctions": [
                {
                    "node": one.node,
                    "label": one.label,
                    "lon": one.lon,
                    "lat": one.lat,
                    "start_m": round(one.start_m, 1),
                    "between": one.between,
                }
                for one in self.junctions
            ],
            "warnings": list(self.warnings),
        }


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 6)


def ask_chokepoints(
    context: Context, open_graph: RoadGraph, origin: Location, destination: Location, gazetteer: Gazetteer
) -> Chokepoints:
    """Answer what a journey depends on under all closures; `open_graph` has nothing closed."""
    graph = open_graph.under(context.situation.after)
    tree = tree_to(graph, destination.node)
    path = best_path(graph, origin.node, destination.node, None, tree)
    route = route_of(graph, path) if path else None
    needs: tuple[RoadNeed, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    shown: list[Path] = []
    if path is not None:
        detours, at = _detours(graph, path, tree)
        streets = streets_of(open_graph, origin, destination)
        needs = _needs(graph, path, detours, at, streets)
        stretches = stretches_of(graph, path, needs, at, gazetteer)
        told = sorted({one.detour for one in stretches if one.detour is not None})
        shown = [detours[i] for i in told]
        stretches = tuple(
            one if one.detour is None else replace(one, detour=told.index(one.detour)) for one in stretches
        )
    return Chokepoints(
        context=context,
        origin=origin,
        destination=destination,
        route=route,
        roads=needs,
        stretches=stretches,
        detours=tuple(route_of(graph, detour) for detour in shown),
        junctions=_junctions(graph, path, needs, gazetteer) if path else (),
        warnings=(
            *context.situation.warnings,
            *snap_warnings((origin, destination)),
            *inside_warnings(open_graph, context.situation, origin, destination),
        ),
    )


def _detours(graph: RoadGraph, path: Path, tree: Tree) -> tuple[list[Path], list[int | None]]:
    """Best paths without each road, as few as show it, and which of them goes without each."""
    network = graph.network
    source = int(network.arcs.tail[path.arcs[0]])
    detours: list[Path] = []
    used: list[set[int]] = []
    at: list[int | None] = []
    costs = replacement_costs(graph, path, tree).tolist()
    for road, cost in zip(network.arcs.road[path.arcs].tolist(), costs, strict=True):
        which = next((i for i, d in enumerate(detours) if d.cost == cost and road not in used[i]), None)
        if which is None and cost < CLOSED:
            shut = Disruption(closed=np.array([road], np.int32))
            detour = best_path(graph, source, tree.root, shut, tree)
            if detour is not None:
                which = len(detours)
                detours.append(detour)
                used.append(set(network.arcs.road[detour.arcs].tolist()))
        at.append(which)
    return detours, at


def _needs(
    graph: RoadGraph, path: Path, detours: Sequence[Path], at: Sequence[int | None], streets: Int
) -> tuple[RoadNeed, ...]:
    network = graph.network
    roads = network.arcs.road[path.arcs]
    route = graph.totals(path.arcs)
    extras = [_extra(route, graph.totals(detour.arcs)) for detour in detours]
    told = []
    for road, which, at_end in zip(roads.tolist(), at, np.isin(roads, streets).tolist(), strict=True):
        ratio = None if which is None else detours[which].cost / path.cost
        told.append(
            RoadNeed(
                road=road,
                label=road_label(network, road),
                length_m=float(network.roads.length_m[road]),
                dependence=dependence_of(ratio),
                ratio=ratio,
                extra=None if which is None else extras[which],
                at_end=at_end,
            )
        )
    return tuple(told)


def _extra(route: Totals | Route, other: Totals | Route) -> dict[str, float]:
    return {
        "time_s": round(other.time_s - route.time_s, 1) + 0.0,
        "length_m": round(other.length_m - route.length_m, 1) + 0.0,
        "cost": round(other.cost - route.cost, 2) + 0.0,
        "time_ratio": round(other.time_s / route.time_s, 4),
    }


def _junctions(
    graph: RoadGraph, path: Path, needs: Sequence[RoadNeed], gazetteer: Gazetteer
) -> tuple[Junction, ...]:
    network, told = graph.network, []
    along = np.cumsum([need.length_m for need in needs])
    for i in junctions_of_all_routes(graph, path).tolist():
        node = int(network.arcs.head[path.arcs[i]])
        told.append(
            Junction(
                node=node,
                label=label_of_node(network, node, gazetteer),
                lon=float(network.nodes.lon[node]),
                lat=float(network.nodes.lat[node]),
                start_m=float(along[i]),
                between=needs[i].dependence is needs[i + 1].dependence is Dependence.TOTAL,
            )
        )
    return tuple(told)
