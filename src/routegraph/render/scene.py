"""What of an answer is on the map: routes, closures and ends, apart from how they are drawn.

Each kind of answer adds its scene to `scene_of` by single dispatch; PNG, card and web map draw it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatch

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.answer import Answer, Context
from routegraph.analysis.route import Route
from routegraph.analysis.whatif import WhatIf
from routegraph.network.geometry import middle_of_roads
from routegraph.network.model import Int, Network
from routegraph.places.locate import Location
from routegraph.render import words
from routegraph.render.told import marks
from routegraph.scenario.closure import Effect
from routegraph.scenario.resolve import AppliedClosure

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, eq=False)
class Line:
    """A way on the map.

    Attributes
    ----------
    role : str
        ``before``, ``after``, ``both`` or ``other``; tells how it is drawn.
    letter, label : str
    lon, lat : float64[...]
    """

    role: str
    letter: str
    label: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Mark:
    """A numbered place on the map, with the roads that belong to it.

    Attributes
    ----------
    role : str
        ``closed``, ``standing``, ``slowed``, ``noted``, ``lifted``.
    text : str
        Number or letter in the mark.
    label : str
    lon, lat : float
    roads : int32[...]
    """

    role: str
    text: str
    label: str
    lon: float
    lat: float
    roads: Int


@dataclass(frozen=True)
class End:
    """Where a journey begins or ends."""

    label: str
    lon: float
    lat: float
    begins: bool


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything on the map of one answer."""

    network: Network
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    ends: tuple[End, ...] = ()
    proof: Int = field(default_factory=lambda: np.empty(0, np.int32))

    @property
    def bounds(self) -> Box:
        """Box around routes, ends, and the closures that are not far off."""
        lon = np.concatenate([*(line.lon for line in self.lines), [end.lon for end in self.ends]])
        lat = np.concatenate([*(line.lat for line in self.lines), [end.lat for end in self.ends]])
        if not len(lon):
            near = [(mark.lon, mark.lat) for mark in self.marks] or [
                self.network.provenance.bbox[:2],
                self.network.provenance.bbox[2:],
            ]
            lon, lat = (np.array(column) for column in zip(*near, strict=True))
        west, south, east, north = lon.min(), lat.min(), lon.max(), lat.max()
        reach = 0.35 * max(east - west, north - south, 0.02)
        for mark in self.marks:
            if west - reach <= mark.lon <= east + reach and south - reach <= mark.lat <= north + reach:
                lon, lat = np.append(lon, mark.lon), np.append(lat, mark.lat)
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


@singledispatch
def scene_of(answer: Answer) -> Scene:
    """Return what of an answer is on the map."""
    raise NotImplementedError(f"nothing draws a {type(answer).__name__}; register it with scene.scene_of")


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
        ends=(end_of(answer.origin, True), end_of(answer.destination, False)),
        proof=np.array([cut.road for cut in answer.cut], np.int32),
    )


def line_of(route: Route, role: str, letter: str, label: str) -> Line:
    """Return a route as a line."""
    return Line(role, letter, label, route.lon, route.lat)


def end_of(place: Location, begins: bool) -> End:
    """Return an origin or destination."""
    return End(words.end_name(place), place.lon, place.lat, begins)


def closure_marks(context: Context, route: Route | None = None) -> tuple[Mark, ...]:
    """Return the marks of the closures on top, numbered, and of the standing ones, lettered.

    A closure that takes roads of `route` is marked there, any other at the middle of its target.
    """
    situation = context.situation
    lifted = {id(one) for one in situation.lifted}
    told = marks(situation.closures, situation.standing)
    return tuple(
        Mark(
            role="lifted" if id(one) in lifted else _role(one, standing=not text.isdigit()),
            text=text,
            label=one.closure.target,
            **dict(zip(("lon", "lat"), _mark_point(context.network, one, route), strict=True)),
            roads=one.found.roads,
        )
        for text, one in told.items()
    )


def _mark_point(network: Network, one: AppliedClosure, route: Route | None) -> tuple[float, float]:
    shared = route.roads[np.isin(route.roads, one.found.roads)] if route else one.found.roads
    if route and len(shared) and one.found.how.startswith("roads "):
        return middle_of_roads(network, shared)
    return one.found.lon, one.found.lat


def _role(one: AppliedClosure, standing: bool) -> str:
    if one.closure.effect is Effect.CLOSE:
        return "standing" if standing else "closed"
    return "slowed" if one.closure.effect is Effect.SLOW else "noted"
