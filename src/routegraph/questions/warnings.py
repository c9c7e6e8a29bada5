"""Warnings of several questions: ends far from roads or inside what is closed, closures that touch no way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.law_in_force import conditions_told, hangs_on_conditions, rules_over, uncertain_turns
from routegraph.network.laws import rules_table
from routegraph.network.model import Network
from routegraph.network.restrictions import NO_RESTRICTIONS
from routegraph.network.sphere import distinct
from routegraph.network.tags import MODES
from routegraph.places.locate import Location
from routegraph.places.shown import road_label
from routegraph.render import words
from routegraph.reports.target_keys import road_ends
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route
from routegraph.scenario.closure import Effect
from routegraph.scenario.question import Question
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


def journey_warnings(
    question: Question,
    graph: RoadGraph,
    origin: Location,
    destination: Location,
    *routes: Route | None,
    first: Sequence[str] = (),
) -> tuple[str, ...]:
    """Tell what holds for every question about a journey and its routes; `graph` is the open one."""
    return (
        *question.situation.warnings,
        *first,
        *hours_warnings(graph, *routes),
        *round_warnings(graph.network, *routes),
        *snap_warnings((origin, destination)),
        *inside_warnings(graph, question.situation, origin, destination),
    )


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


def idle_warnings(situation: Situation, before: Route | None, after: Route | None) -> list[str]:
    """Tell which closures touch neither way, and which of these stood closed already."""
    if before is None:
        return []
    used = np.concatenate([before.roads, *([after.roads] if after else [])])
    idle = [
        one
        for one in situation.closures
        if one.closure.effect is not Effect.MARK and not np.isin(used, one.found.roads).any()
    ]
    stood = [
        one.closure.target
        for one in idle
        if road_ends(one.closure.target) and np.isin(one.found.roads, situation.before.closed).any()
    ]
    told = []
    if idle:
        told.append(f"closing {_some([one.closure.target for one in idle])} touches neither route.")
    if stood:
        told.append(
            f"the quickest way of {_some(stood)} stood closed already; if a report means the way used "
            "instead, close a place on that."
        )
    return told


def _some(targets: Sequence[str]) -> str:
    more = f" and {len(targets) - MOST_NAMED} more" if len(targets) > MOST_NAMED else ""
    return f"{', '.join(targets[:MOST_NAMED])}{more}"


def round_warnings(network: Network, *routes: Route | None) -> list[str]:
    """Tell where ways turn round on the spot, which a long vehicle may not manage."""
    told: dict[str, None] = {}
    for route in filter(None, routes):
        for road in route.roads[1:][route.roads[1:] == route.roads[:-1]].tolist():
            told[road_label(network, road)] = None
    if not told:
        return []
    return [f"the way turns round at the end of {words.joined([*told][:MOST_NAMED], ', ')} and drives back."]


def hours_warnings(graph: RoadGraph, *routes: Route | None) -> list[str]:
    """Tell where ways hang on hours that were not asked about, or on what nobody at a desk knows."""
    network = graph.undecided
    if network is None:
        return []
    may_close = graph.vehicle.arc_may_close(network, graph.at)
    turns = uncertain_turns(network, graph.vehicle.mode, graph.vehicle.sizes, graph.at)
    hour_told = isinstance(graph.at, dt.datetime)
    remedy = "" if hour_told else " Ask with --date YYYY-MM-DDTHH:MM, by the clocks of the place."
    told: dict[str, None] = {}
    for route in filter(None, routes):
        arcs = arcs_along(network, route.roads)
        for arc in arcs[may_close[arcs]].tolist():
            text = conditions_told(network, int(network.arcs.rule[arc]))
            told[f"{road_label(network, int(network.arcs.road[arc]))} ({text})"] = None
        way = tuple(arcs.tolist())
        for turn, condition in turns.items():
            if any(way[i : i + len(turn)] == turn for i in range(len(way))):
                roads = [road_label(network, int(network.arcs.road[arc])) for arc in (turn[0], turn[-1])]
                told[f"the turn from {roads[0]} into {roads[1]} (banned {condition})"] = None
    if told:
        some = words.joined([*told][:MOST_NAMED], "; ")
        more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
        which = "may be barred then, which is not known" if hour_told else "is barred at some hours"
        return [f"the way takes what {which}: {some}{more}.{remedy}"]
    if not any(routes) and (may_close.any() or turns):
        count = len(distinct(np.asarray(network.arcs.road)[may_close]))
        return [
            f"{words.count(count, 'road')} and {words.count(len(turns), 'turn')} are barred at some hours, "
            f"to all or to through traffic; they are taken as open.{remedy}"
        ]
    return []


def local_hours_warnings(
    question: Question, route: Route, depart: dt.datetime, arrive: dt.datetime
) -> list[str]:
    """Tell which roads of a way get another law while it is driven that a departure does not mind."""
    network, vehicle = question.network, question.vehicle
    if not hangs_on_conditions(network):
        return []
    local: dict[str, None] = {}
    limited: dict[str, None] = {}
    for road, arc in zip(route.roads.tolist(), arcs_along(network, route.roads).tolist(), strict=True):
        row = int(network.arcs.rule[arc])
        if network.rules.conditional[row]:
            rules = rules_table([rule for _, rule in rules_over(network, row, vehicle.sizes, depart, arrive)])
            named = f"{road_label(network, road)} ({conditions_told(network, row)})"
            is_local, limit_kph = (
                vehicle.is_local(rules),
                rules.maxspeed_kph[:, list(MODES).index(vehicle.mode)],
            )
            if not is_local[0] and is_local.any():
                local[named] = None
            if np.any(limit_kph[vehicle.may_pass(rules)] != limit_kph[0]):
                limited[named] = None
    said = {
        "this opens to local traffic alone, which is not waited for": local,
        "another limit of speed holds than when one leaves, which is not reckoned with": limited,
    }
    return [
        f"while it is driven, {what}: {words.joined([*told][:MOST_NAMED], '; ')}."
        for what, told in said.items()
        if told
    ]


def arcs_along(network: Network, roads: Int) -> NDArray[np.int32]:
    """The arcs of roads in the order of travel."""
    u, v, of_road = network.roads.u, network.roads.v, network.arcs.of_road
    arcs: list[int] = []
    for i, road in enumerate(roads.tolist()):
        other = roads[i + 1] if i + 1 < len(roads) else roads[i - 1]
        ends = {int(u[other]), int(v[other])} if len(roads) > 1 else set()
        forward = int(v[road]) in ends if i + 1 < len(roads) else int(u[road]) in ends
        if arcs and u[road] != v[road]:
            forward = int(network.arcs.head[arcs[-1]]) == int(u[road])
        arc = int(of_road[road, 0 if forward else 1])
        arcs.append(arc if arc >= 0 else int(of_road[road, 1 if forward else 0]))
    return np.array(arcs, np.int32)


def turn_warnings(left_aside: int) -> list[str]:
    """Tell how many bans over several junctions a flow may break."""
    if not left_aside:
        return []
    return [
        f"the flow may drive {words.count(left_aside, 'way', 'ways')} over several junctions that "
        f"{'is' if left_aside == 1 else 'are'} banned: at most what is told here gets through, perhaps less."
    ]
