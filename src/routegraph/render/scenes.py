"""One scene for each kind of answer; PNG, card, web map and exports draw it."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np

from routegraph.analysis.alternatives import Alternatives
from routegraph.analysis.answer import Answer
from routegraph.analysis.chokepoints import Chokepoints
from routegraph.analysis.isolated import Isolated
from routegraph.analysis.matrix import AccessMatrix
from routegraph.analysis.reach import Reach
from routegraph.analysis.reopening import Reopening
from routegraph.analysis.stretches import Dependence
from routegraph.analysis.timeline import Timeline
from routegraph.analysis.whatif import WhatIf
from routegraph.places.locate import Location
from routegraph.render import words
from routegraph.render.scene import Area, Dot, End, Line, Mark, Scene, closure_marks, end_of, line_of
from routegraph.render.scene_survival import scene_survival
from routegraph.render.tell_ways import MOST_STRETCHES
from routegraph.routing.outcome import Outcome
from routegraph.routing.route import Route

MOST_LINES = 6
MOST_PAIRS = 80
PAIR_ROLES = {Outcome.SEVERED: "pair_severed", Outcome.LONGER: "pair_longer", Outcome.UNAFFECTED: "pair_same"}
NEED_ROLES = {
    Dependence.TOTAL: "need_total",
    Dependence.HEAVY: "need_heavy",
    Dependence.CLEAR: "need_clear",
    Dependence.LIGHT: "need_light",
    Dependence.FAINT: "need_none",
    Dependence.NONE: "need_none",
}


@singledispatch
def scene_of(answer: Answer) -> Scene:
    """Return what of an answer is on the map.

    Raises
    ------
    NotImplementedError
        Nothing draws answers of this kind yet.
    """
    raise NotImplementedError(f"nothing draws a {type(answer).__name__}; register it with scenes.scene_of")


@scene_of.register
def _(answer: WhatIf) -> Scene:
    before, after = answer.before, answer.after
    lines: list[Line] = []
    if before and after and np.array_equal(before.roads, after.roads):
        lines.append(line_of(before, "both", "A", "the way, before and after"))
    else:
        if before:
            lines.append(line_of(before, "before", "A", "the way before"))
        if after:
            lines.append(line_of(after, "after", "B", "the way after"))
    if answer.without_standing and after is None:
        lines.append(line_of(answer.without_standing, "other", "C", "the way without standing closures"))
    return Scene(
        network=answer.context.network,
        lines=tuple(lines),
        marks=closure_marks(answer.context, before),
        ends=_journey(answer.origin, answer.destination),
    )


@scene_of.register
def _(answer: Alternatives) -> Scene:
    lines = tuple(
        line_of(
            one.route,
            f"way_{min(i, MOST_LINES - 1)}",
            words.capital(i),
            f"{words.duration(one.route.time_s)}, {words.kilometres(one.route.length_m)}",
        )
        for i, one in enumerate(answer.routes)
    )
    return Scene(
        network=answer.context.network,
        lines=lines,
        marks=closure_marks(answer.context, answer.routes[0].route if answer.routes else None),
        ends=_journey(answer.origin, answer.destination),
    )


@scene_of.register
def _(answer: Chokepoints) -> Scene:
    stretches = [stretch for stretch in answer.stretches if not stretch.at_end]
    lines = [
        Line(
            NEED_ROLES[stretch.dependence],
            words.capital(i) if i < MOST_STRETCHES else "",
            f"without it: {_need_label(stretch.dependence)}",
            stretch.lon,
            stretch.lat,
        )
        for i, stretch in enumerate(stretches)
    ]
    if answer.route:
        lines.append(line_of(answer.route, "need_none", "", f"without it: {_need_label(Dependence.NONE)}"))
    return Scene(
        network=answer.context.network,
        lines=tuple(lines),
        marks=closure_marks(answer.context, answer.route),
        ends=_journey(answer.origin, answer.destination),
        dots=tuple(
            Dot("junction", "junction that every way passes", one.lon, one.lat)
            for one in answer.junctions
            if not one.between
        ),
    )


def _need_label(dependence: Dependence) -> str:
    faint = (Dependence.FAINT, Dependence.NONE)
    return "hardly more, or no more" if dependence in faint else dependence.value


@scene_of.register
def _(answer: Reopening) -> Scene:
    lines: list[Line] = []
    if len(answer.journeys) == 1:
        one = answer.journeys[0]
        told: tuple[tuple[Route | None, str, str, str], ...] = (
            (one.open, "other", "C", "the way with nothing closed"),
            (one.after, "before", "A", "the way under all closures"),
            (one.reopened, "after", "B", f"the way with {words.count(len(one.fewest), 'closure')} lifted"),
        )
        lines = [line_of(route, role, letter, label) for route, role, letter, label in told if route]
    lifted = {id(answer.closures[i]) for step in answer.steps for i in step.closures}
    lifted |= {id(answer.closures[i]) for one in answer.journeys for i in one.fewest}
    ends = {(end.label, end.begins): end for one in answer.journeys for end in _ends(one.journey)}
    return Scene(
        network=answer.context.network,
        lines=tuple(lines),
        marks=tuple(_to_lift(mark, lifted) for mark in closure_marks(answer.context)),
        ends=tuple(ends.values()),
    )


def _ends(journey: Any) -> tuple[End, End]:
    return end_of(journey.origin, True), end_of(journey.destination, False)


def _to_lift(mark: Mark, lifted: set[int]) -> Mark:
    if id(mark.closure) not in lifted:
        return mark
    return Mark("to_lift", mark.text, mark.label, mark.lon, mark.lat, mark.roads, mark.closure)


@scene_of.register
def _(answer: Timeline) -> Scene:
    routes: dict[str, Route] = {}
    for step in answer.steps:
        if step.route:
            routes.setdefault(words.via(step.route), step.route)
    lines = tuple(
        line_of(route, f"way_{min(i, MOST_LINES - 1)}", words.capital(i), f"by {words.via(route)}")
        for i, route in enumerate(routes.values())
    )
    marks: dict[str, Mark] = {}
    for step in answer.steps:
        for one in step.situation.closures:
            name = one.closure.target
            marks.setdefault(
                name, Mark("closed", "", name, one.found.lon, one.found.lat, one.found.roads, one)
            )
    return Scene(
        network=answer.context.network,
        lines=lines,
        marks=(*(mark for mark in closure_marks(answer.context) if mark.role == "standing"), *marks.values()),
        ends=_journey(answer.origin, answer.destination),
    )


@scene_of.register
def _(answer: AccessMatrix) -> Scene:
    pairs = [
        (PAIR_ROLES[answer.outcome[i, j]], origin, destination)
        for i, origin in enumerate(answer.origins)
        for j, destination in enumerate(answer.destinations)
        if answer.outcome[i, j] in PAIR_ROLES
    ]
    lines = tuple(
        Line(role, "", PAIR_LABELS[role], np.array([a.lon, b.lon]), np.array([a.lat, b.lat]))
        for role, a, b in pairs[:MOST_PAIRS]
    )
    origins = {place.name for place in answer.origins}
    return Scene(
        network=answer.context.network,
        lines=lines,
        marks=closure_marks(answer.context),
        ends=(
            *(end_of(place, True) for place in answer.origins),
            *(end_of(place, False) for place in answer.destinations if place.name not in origins),
        ),
    )


PAIR_LABELS = {
    "pair_severed": "pair without a way after",
    "pair_longer": "pair with a longer way",
    "pair_same": "pair as before",
}


@scene_of.register
def _(answer: Isolated) -> Scene:
    groups = (
        ("already", "cut off already", answer.already),
        ("inside", "inside what is closed", answer.inside),
        ("lost", "cut off", answer.cut_off),
        ("regained", "has a way again", answer.regained),
    )
    return Scene(
        network=answer.context.network,
        marks=closure_marks(answer.context),
        ends=tuple(end_of(hub, False) for hub in answer.hubs),
        dots=tuple(
            Dot(role, label, place.lon, place.lat, place.name)
            for role, label, group in groups
            for place in group.places
        ),
    )


@scene_of.register
def _(answer: Reach) -> Scene:
    areas = []
    for limit in reversed(answer.limits):
        areas.append(Area("reached", "reached after", limit.minutes, _polygons(limit.land_after)))
        areas.append(Area("out_of_reach", "no longer reached", limit.minutes, _polygons(limit.land_lost)))
    return Scene(
        network=answer.context.network,
        areas=tuple(area for area in areas if area.polygons),
        marks=closure_marks(answer.context),
        ends=(end_of(answer.origin, True),),
        dots=tuple(
            Dot("lost", "place no longer reached", place.lon, place.lat, place.name)
            for place in answer.limits[-1].lost_places
        ),
    )


def _polygons(land: Any) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        tuple(np.asarray(ring.coords, float)[:, :2] for ring in (polygon.exterior, *polygon.interiors))
        for polygon in land.geoms
    )


def _journey(origin: Location, destination: Location) -> tuple[End, End]:
    return end_of(origin, True), end_of(destination, False)


scene_of.register(scene_survival)
