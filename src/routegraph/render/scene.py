"""What of an answer is on the map: routes, closures and ends, apart from how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.geometry import middle_of_roads
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.places.locate import Location
from routegraph.render import words
from routegraph.render.sections import marks_of
from routegraph.routing.route import Route
from routegraph.scenario.applied import AppliedClosure
from routegraph.scenario.closure import Effect
from routegraph.scenario.question import Question
from routegraph.scenario.road_holders import land_of

MOST_WAYS = 6
"""Ways that are drawn each in its own manner; those after them look alike."""

HELD = "held by sides that this traffic does not pass with"

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, eq=False)
class Line:
    """A way on the map.

    Attributes
    ----------
    role : str
        Key of `style.LINES`; tells how it is drawn.
    letter, label : str
        On the line, and in the legend.
    lon, lat : float64[...]
    route : Route or None
        Set when the line is a whole route.
    """

    role: str
    letter: str
    label: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    route: Route | None = None


@dataclass(frozen=True, eq=False)
class Mark:
    """A numbered place on the map, with the roads that belong to it.

    Attributes
    ----------
    role : str
        Key of `style.MARKS`: ``closed``, ``standing``, ``slowed``, ``noted``, ``lifted``, ``to_lift``.
    text : str
        Number or letter in the mark.
    roads : int32[...]
        To draw as closed; none where land is shaded instead.
    closure : AppliedClosure or None
        What it marks, when that is a closure of the question.
    """

    role: str
    text: str
    label: str
    lon: float
    lat: float
    roads: Int
    closure: AppliedClosure | None = None

    @property
    def is_land(self) -> bool:
        """Whether land is shaded in place of roads."""
        return self.closure is not None and self.closure.held is not None


@dataclass(frozen=True, eq=False)
class Area:
    """A piece of land: within so many minutes, or held by a side.

    `rank` tells those of one role apart, from the nearest (0); `mark` is the text of the mark that it has.
    `polygons` are each an outer ring and then its holes, of lon, lat, float64[K, 2].
    """

    role: str
    label: str
    minutes: float | None
    polygons: tuple[tuple[NDArray[np.float64], ...], ...]
    rank: int = 0
    mark: str = ""

    @property
    def rings(self) -> list[NDArray[np.float64]]:
        return [ring for polygon in self.polygons for ring in polygon]


def land_point(area: Area, box: Box) -> tuple[float, float] | None:
    """Return lon, lat of a point inside the largest part of a piece of land that a box shows."""
    import shapely

    shapes = [shapely.Polygon(outer, holes) for outer, *holes in area.polygons]
    parts = shapely.get_parts(shapely.intersection(shapely.make_valid(shapes), shapely.box(*box)))
    if not len(parts) or parts[0].is_empty:
        return None
    largest = max(shapely.get_parts(parts), key=lambda part: float(part.area))
    lon, lat = shapely.get_coordinates(shapely.point_on_surface(largest))[0].tolist()
    return lon, lat


@dataclass(frozen=True)
class Dot:
    """A place that a map marks without a number.

    `role` is a key of `style.DOTS`, `label` what the legend says, `name` that of the place, if any.
    """

    role: str
    label: str
    lon: float
    lat: float
    name: str = ""


@dataclass(frozen=True)
class End:
    """Where a journey begins or ends."""

    label: str
    lon: float
    lat: float
    begins: bool


@dataclass(frozen=True)
class Moment:
    """The days from one change to the next.

    `label` says when, `said` how it was; `way` is the letter of the line that was taken, if any, and
    `closed` are the labels of the marks that stood.
    """

    label: str
    said: str
    way: str
    closed: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything on the map of one answer.

    `focus` is what the frame holds in place of all of it; `moments` tell what of it held when.
    """

    network: Network
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    ends: tuple[End, ...] = ()
    areas: tuple[Area, ...] = ()
    dots: tuple[Dot, ...] = ()
    focus: Box | None = None
    moments: tuple[Moment, ...] = ()

    @cached_property
    def land(self) -> tuple[Area, ...]:
        """Land that is held by sides that are not passed with, and the areas of the answer itself."""
        box = self.network.provenance.bbox
        held = [(mark.text, mark.closure.held) for mark in self.marks if mark.closure and mark.closure.held]
        drawn = [(text, polygons_of(land_of(one.among, one.side, box))) for text, one in held]
        areas = (Area("held", HELD, None, polygons, mark=text) for text, polygons in drawn if polygons)
        return (*areas, *self.areas)

    def marks_within(self, box: Box) -> tuple[Mark, ...]:
        """Return the marks, those of land within the part of it that a box shows."""
        points = {area.mark: land_point(area, box) for area in self.land if area.mark}
        marks = []
        for mark in self.marks:
            at = points.get(mark.text) if mark.is_land else None
            marks.append(replace(mark, lon=at[0], lat=at[1]) if at else mark)
        return tuple(marks)

    @cached_property
    def touching(self) -> frozenset[str]:
        """Text of the marks of closures that take roads of the ways shown."""
        ways = [line.route.roads for line in self.lines if line.route]
        if not ways:
            return frozenset()
        used = distinct(np.concatenate(ways))
        return frozenset(
            mark.text for mark in self.marks if mark.closure and np.isin(used, mark.closure.found.roads).any()
        )

    @property
    def bounds(self) -> Box:
        """Box around routes, ends, and the closures that are not far off."""
        if self.focus:
            return self.focus
        points: list[End | Dot] = [*self.ends, *self.dots]
        rings = [ring for area in self.areas for ring in area.rings]
        lon = np.concatenate(
            [[p.lon for p in points], *(line.lon for line in self.lines), *(ring[:, 0] for ring in rings)]
        )
        lat = np.concatenate(
            [[p.lat for p in points], *(line.lat for line in self.lines), *(ring[:, 1] for ring in rings)]
        )
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


def polygons_of(shape: Any) -> tuple[tuple[NDArray[np.float64], ...], ...]:
    """Rings of the polygons of a shapely geometry, the outer one of each first."""
    import shapely

    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return tuple(
        tuple(shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)) for part in parts
    )


def way_role(index: int) -> str:
    """Return the role of one way of several."""
    return f"way_{min(index, MOST_WAYS - 1)}"


def line_of(route: Route, role: str, letter: str, label: str) -> Line:
    """Return a route as a line."""
    return Line(role, letter, label, route.lon, route.lat, route)


def lines_of(before: Route | None, after: Route | None) -> list[Line]:
    """Return the ways before and after, or the one where they are the same."""
    if before and after and np.array_equal(before.roads, after.roads):
        return [line_of(before, "both", "A", "the way, before and after")]
    told = ((before, "before", "A", "the way before"), (after, "after", "B", "the way after"))
    return [line_of(route, *how) for route, *how in told if route]


def end_of(place: Location, begins: bool) -> End:
    """Return an origin or destination."""
    return End(words.end_name(place), place.lon, place.lat, begins)


def ends_of(origin: Location, destination: Location) -> tuple[End, End]:
    """Return both ends of a journey."""
    return end_of(origin, True), end_of(destination, False)


def closure_marks(question: Question, route: Route | None = None) -> tuple[Mark, ...]:
    """Return the marks of the closures on top, numbered, and of the standing ones, lettered.

    A closure that takes roads of `route` is marked there, any other at the middle of its target.
    """
    situation = question.situation
    lifted = {id(one) for one in situation.lifted}
    under = marks_of(question)
    return tuple(
        Mark(
            role="lifted" if id(one) in lifted else _role(one, standing=not text.isdigit()),
            text=text,
            label=one.closure.target,
            **dict(zip(("lon", "lat"), _mark_point(question.network, one, route), strict=True)),
            roads=one.found.roads[:0] if one.held else one.found.roads,
            closure=one,
        )
        for text, one in under.items()
    )


def _mark_point(network: Network, one: AppliedClosure, route: Route | None) -> tuple[float, float]:
    shared = route.roads[np.isin(route.roads, one.found.roads)] if route else one.found.roads
    if route and len(shared) and one.found.widespread:
        return middle_of_roads(network, shared)
    return one.found.lon, one.found.lat


def _role(one: AppliedClosure, standing: bool) -> str:
    if one.closure.effect is Effect.CLOSE:
        return "standing" if standing else "closed"
    return "slowed" if one.closure.effect is Effect.SLOW else "noted"
