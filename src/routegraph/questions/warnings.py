"""Warnings of several questions: ends far from roads or inside what is closed, closures that touch no way,
ways through what a report says without closing it.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import numpy as np

from routegraph.errors import RoutegraphError
from routegraph.network.model import Network
from routegraph.network.restrictions import NO_RESTRICTIONS
from routegraph.places.locate import Location
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route
from routegraph.scenario.applied import AppliedClosure
from routegraph.scenario.closure import Effect
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import Situation

SNAP_WARNING_M = 2000.0
MOST_NAMED = 5


def snap_warnings(places: Sequence[Location]) -> list[str]:
    """Tell which places lie far from where their journeys begin or end."""
    return [
        f"{place.name} lies {place.snap_m / 1000:.1f} km from the nearest usable junction, where the journey "
        "is taken to begin or end."
        for place in places
        if place.snap_m > SNAP_WARNING_M and not place.declared
    ]


def source_warnings(network: Network) -> list[str]:
    """Tell when the network's source could carry no turn restrictions."""
    return [note for note in network.provenance.notes if note == NO_RESTRICTIONS]


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


def idle_warnings(closures: Sequence[AppliedClosure], before: Route | None, after: Route | None) -> list[str]:
    """Tell which closures touch neither way."""
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


def unread_warnings(
    situation: Situation, after: Route | None, resolver: Resolver, *ends: Location
) -> list[str]:
    """Tell what the way runs through of which the report says something that closed nothing."""
    extraction = situation.supposition.extraction
    if extraction is None or after is None:
        return []
    unread = [(one.reason, one.targets, one.quote) for one in extraction.set_aside]
    unread += [(one.why, one.names, one.quote) for one in extraction.not_understood]
    told: dict[str, str] = {}
    for why, targets, quote in unread:
        for target in {*targets} - {*told} - {end.name for end in ends}:
            try:
                roads = resolver.find(target).roads
            except RoutegraphError:
                continue
            if np.isin(after.roads, roads).any():
                told[target] = (
                    f"the way runs through {target}, of which the report says ({why}): '{quote}' "
                    f"If it is closed, ask again with --close {shlex.quote(target)}."
                )
    return [*told.values()][:MOST_NAMED]


def turn_warnings(graph: RoadGraph) -> list[str]:
    """Tell that a question which counts traffic by road leaves banned turns aside."""
    if graph.turns is None:
        return []
    return ["turn restrictions are left aside here: what gets through is counted with every turn allowed."]
