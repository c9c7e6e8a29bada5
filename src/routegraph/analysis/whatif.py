"""One journey before and after: is there still a way, how much longer and dearer, by which roads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.answer import Answer, Context
from routegraph.analysis.labels import label_between
from routegraph.errors import RoutegraphError
from routegraph.network.geometry import box_around, road_label, roads_in_box, roads_inside
from routegraph.network.model import Int, Network
from routegraph.network.sphere import great_circle_m
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.reports.extraction import Claim
from routegraph.routing.flow import disjoint_routes, leads_along, severing_cut
from routegraph.routing.graph import Disruption, RoadGraph
from routegraph.routing.outcome import Outcome, outcome_of
from routegraph.routing.route import Route, route_of
from routegraph.routing.search import best_path, tree_to
from routegraph.scenario.closure import Effect
from routegraph.scenario.resolve import AppliedClosure
from routegraph.scenario.situation import Situation

SNAP_WARNING_M = 2000.0
MOST_NAMED = 5


@dataclass(frozen=True)
class CutRoad:
    """A closed road of the cut that proves that there is no way.

    Attributes
    ----------
    road : int
    label : str
        Name or ref, and the places nearest to its ends.
    length_m : float
    """

    road: int
    label: str
    length_m: float


@dataclass(frozen=True)
class ClaimCheck:
    """What a report claims of the outcome, set against the computed one.

    Attributes
    ----------
    claim : Claim
    agrees : bool or None
        None when the claim is about another journey.
    """

    claim: Claim
    agrees: bool | None


@dataclass(frozen=True, eq=False)
class WhatIf(Answer):
    """The answer to a what-if question.

    Attributes
    ----------
    context : Context
    origin, destination : Location
    outcome : Outcome
    before, after : Route or None
        Under the standing closures, and under all; None when there is no way.
    without_standing : Route or None
        The way that would remain if the standing closures were lifted; None when nothing
        stands or there is no such way.
    disjoint_before, disjoint_after : int
        Routes that share no road but the streets of the two ends.
    cut : tuple of CutRoad
        When severed, the fewest closed roads that suffice to sever the journey.
    claims : tuple of ClaimCheck
        What the report says of the outcome; it closes nothing.
    warnings : tuple of str
    """

    context: Context
    origin: Location
    destination: Location
    outcome: Outcome
    before: Route | None
    after: Route | None
    without_standing: Route | None
    disjoint_before: int
    disjoint_after: int
    cut: tuple[CutRoad, ...]
    claims: tuple[ClaimCheck, ...]
    warnings: tuple[str, ...]

    @property
    def extra(self) -> dict[str, float] | None:
        """Added time, length and cost, and the ratio of times; None when either way is missing."""
        if self.before is None or self.after is None:
            return None
        return {
            "time_s": round(self.after.time_s - self.before.time_s, 1),
            "length_m": round(self.after.length_m - self.before.length_m, 1),
            "cost": round(self.after.cost - self.before.cost, 2),
            "fuel_l": round(self.after.fuel_l - self.before.fuel_l, 2),
            "time_ratio": round(self.after.time_s / self.before.time_s, 4),
        }

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "origin": told_location(self.origin),
            "destination": told_location(self.destination),
            "outcome": self.outcome.value,
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
            "without_standing": self.without_standing.to_dict() if self.without_standing else None,
            "extra": self.extra,
            "disjoint_routes": {"before": self.disjoint_before, "after": self.disjoint_after},
            "cut": [{"road": c.road, "label": c.label, "length_m": round(c.length_m, 1)} for c in self.cut],
            "report": self._report(),
            "warnings": list(self.warnings),
        }

    def _report(self) -> dict[str, Any] | None:
        extraction = self.context.situation.supposition.extraction
        if extraction is None:
            return None
        from routegraph.reports.events_file import to_document

        claims = [
            {"claim": c.claim.claim, "origin": c.claim.origin, "destination": c.claim.destination,
             "quote": c.claim.quote, "agrees": c.agrees}
            for c in self.claims
        ]  # fmt: skip
        return {**to_document(extraction), "claims": claims}


def told_location(place: Location) -> dict[str, Any]:
    """Plain data of an origin or destination."""
    return {
        "query": place.query,
        "name": place.name,
        "lon": place.lon,
        "lat": place.lat,
        "snap_m": round(place.snap_m, 1),
    }


def ask_whatif(
    context: Context, open_graph: RoadGraph, origin: Location, destination: Location, gazetteer: Gazetteer
) -> WhatIf:
    """Answer what becomes of a journey; `open_graph` has nothing closed."""
    situation = context.situation
    before, after = situation.before, situation.after
    source, target = origin.node, destination.node
    graph = open_graph.under(before)
    tree = tree_to(graph, target)
    path_before = best_path(graph, source, target, tree=tree)
    if _adds_to(after, before):
        path_after = best_path(graph, source, target, after, tree)
    else:
        path_after = best_path(open_graph, source, target, after)
    graph_after = open_graph.under(after)
    path_open = best_path(open_graph, source, target) if before else None
    cut: tuple[CutRoad, ...] = ()
    if path_before is not None and path_after is None:
        cut = _cut_roads(open_graph.network, severing_cut(graph, after, source, target).roads, gazetteer)
    streets = streets_of(open_graph, origin, destination)
    route_before = route_of(graph, path_before) if path_before else None
    route_after = route_of(graph_after, path_after) if path_after else None
    return WhatIf(
        context=context,
        origin=origin,
        destination=destination,
        outcome=outcome_of(path_before, path_after),
        before=route_before,
        after=route_after,
        without_standing=route_of(open_graph, path_open) if path_open else None,
        disjoint_before=disjoint_routes(graph, source, target, streets).routes if path_before else 0,
        disjoint_after=disjoint_routes(graph_after, source, target, streets).routes if path_after else 0,
        cut=cut,
        claims=_check_claims(situation, outcome_of(path_before, path_after), origin, destination, gazetteer),
        warnings=(
            *situation.warnings,
            *snap_warnings((origin, destination)),
            *inside_warnings(open_graph, situation, origin, destination),
            *_idle_warnings(situation.closures, route_before, route_after),
        ),
    )


def streets_of(graph: RoadGraph, origin: Location, destination: Location) -> NDArray[np.int32]:
    """Roads inside either end of a journey, which its routes may share; none where the ends touch.

    Ends touch when their circles do, and when their streets alone lead from one to the other.
    `graph` has nothing closed.
    """
    network = graph.network
    apart_m = great_circle_m(origin.lon, origin.lat, destination.lon, destination.lat)
    if apart_m <= origin.radius_m + destination.radius_m:
        return np.empty(0, np.int32)
    near = [
        roads[roads_inside(network, roads, place.lon, place.lat, place.radius_m)]
        for place in (origin, destination)
        for roads in [roads_in_box(network, *box_around(place.lon, place.lat, place.radius_m))]
    ]
    streets = np.union1d(*near).astype(np.int32)
    if leads_along(graph, origin.node, destination.node, streets):
        return np.empty(0, np.int32)
    return streets


def _adds_to(after: Disruption, before: Disruption) -> bool:
    """Whether `after` only closes and slows more on a graph that `before` has closed roads of.

    What is slowed before would be slowed twice, so then the answer is no.
    """
    return not len(before.slowed) and bool(np.isin(before.closed, after.closed).all())


def _cut_roads(network: Network, roads: Int, gazetteer: Gazetteer) -> tuple[CutRoad, ...]:
    return tuple(
        CutRoad(int(road), stretch_label(network, int(road), gazetteer), float(network.roads.length_m[road]))
        for road in roads
    )


def stretch_label(network: Network, road: int, gazetteer: Gazetteer) -> str:
    """Name a road and where it runs: by the places nearest to its ends."""
    ends = int(network.roads.u[road]), int(network.roads.v[road])
    return label_between(network, road_label(network, road), *ends, gazetteer)


def _check_claims(
    situation: Situation, outcome: Outcome, origin: Location, destination: Location, gazetteer: Gazetteer
) -> tuple[ClaimCheck, ...]:
    extraction = situation.supposition.extraction
    severed = outcome in (Outcome.SEVERED, Outcome.UNCONNECTED)

    def is_about(claim: Claim) -> bool:
        named = {name for name in (claim.origin, claim.destination) if name}
        try:
            places = {(place.lon, place.lat) for place in map(gazetteer.find, named)}
        except RoutegraphError:
            return False
        return places <= {(origin.lon, origin.lat), (destination.lon, destination.lat)}

    claims = extraction.claims if extraction else ()
    return tuple(ClaimCheck(claim, severed if is_about(claim) else None) for claim in claims)


def snap_warnings(places: Sequence[Location]) -> list[str]:
    """Tell which places lie far from where their journeys begin or end."""
    return [
        f"{place.name} lies {place.snap_m / 1000:.1f} km from the nearest usable junction, where the journey "
        "is taken to begin or end."
        for place in places
        if place.snap_m > SNAP_WARNING_M and not place.declared
    ]


def inside_warnings(
    graph: RoadGraph, situation: Situation, origin: Location, destination: Location
) -> list[str]:
    """Tell whether origin or destination lies inside what is closed; `graph` is the open one."""
    arcs, after = graph.arcs, situation.after
    applied = (*situation.standing, *situation.closures)
    told = []
    ways = (
        (origin, "origin", "leaves", arcs.leaving(origin.node)),
        (destination, "destination", "reaches", arcs.entering(destination.node)),
    )
    for place, role, verb, at_end in ways:
        usable = arcs.road[at_end[np.isfinite(graph.time_s[at_end])]]
        if len(usable) and np.isin(usable, after.closed).all():
            by = [a.closure.target for a in applied if np.isin(usable, a.found.roads).any()]
            told.append(
                f"{place.name}, the {role}, lies inside what is closed ({', '.join(dict.fromkeys(by))}): "
                f"no open road {verb} it."
            )
    return told


def _idle_warnings(
    closures: Sequence[AppliedClosure], before: Route | None, after: Route | None
) -> list[str]:
    if before is None:
        return []
    used = np.concatenate([before.roads, *([after.roads] if after else [])])
    idle = [
        one.closure.target
        for one in closures
        if one.closure.effect is not Effect.MARK and not np.isin(used, one.found.roads).any()
    ]
    if not idle:
        return []
    more = f" and {len(idle) - MOST_NAMED} more" if len(idle) > MOST_NAMED else ""
    return [f"closing {', '.join(idle[:MOST_NAMED])}{more} touches neither route."]
