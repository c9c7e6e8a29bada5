"""A way as who drives it needs it: turns, towns, bridges and limits in their order, with their kilometres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.network.geometry import on_plane, segment_distances_m
from routegraph.network.model import Network
from routegraph.network.tags import MODES, PLACE_KINDS, RoadFlag
from routegraph.places.shown import place_names, road_label
from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.scene import Line, Mark
from routegraph.routing.route import Route
from routegraph.vehicles import Vehicle

TURNS = (
    (25.0, "straight on to"),
    (50.0, "bear {side} onto"),
    (130.0, "turn {side} onto"),
    (160.0, "turn sharp {side} onto"),
    (181.0, "turn back onto"),
)
"""What is said of a change of direction up to so many degrees."""

BEARING_M = 60.0
"""Directions at a turn are those of the line so far before and behind it."""

SHORT_M = 150.0
"""A shorter stretch of a road, such as a ramp, is told with the one after it."""

BESIDE_M = {"city": 1500.0, "town": 1500.0, "village": 500.0}
"""A place so near the line is passed."""

MOST_VILLAGES = 40
"""Where a way passes more villages, towns and cities alone are told."""

SHORT_BRIDGE_M = 30.0

CROSSINGS = {
    RoadFlag.BRIDGE: "bridge",
    RoadFlag.TUNNEL: "tunnel",
    RoadFlag.FORD: "ford",
    RoadFlag.FERRY: "ferry",
}

LIMITS = {
    "maxweight_t": "{:g} t in all",
    "maxweightrating_t": "{:g} t permitted gross weight",
    "maxaxleload_t": "{:g} t on one axle",
    "maxheight_m": "{:g} m high",
    "maxwidth_m": "{:g} m wide",
    "maxlength_m": "{:g} m long",
}

ORDER = ("start", "closure", "town", "limit", "bridge", "turn", "arrival")
"""Kinds of milestones, in the order in which those of one point are told."""

PASSABLE = ("after", "both", *(f"way_{i}" for i in range(6)))
"""Roles of lines that may be driven."""


@dataclass(frozen=True)
class Milestone:
    """Something on the way.

    Attributes
    ----------
    at_m : float
        From the start.
    kind : str
        ``start``, ``turn``, ``town``, ``bridge``, ``limit``, ``closure`` or ``arrival``.
    for_m : float
        How far it then goes on one road; 0 where it is no turn.
    """

    at_m: float
    lon: float
    lat: float
    kind: str
    text: str
    for_m: float = 0.0


@dataclass(frozen=True, eq=False)
class Itinerary:
    """The milestones of a way in order, and what of it is not told one by one."""

    route: Route
    milestones: tuple[Milestone, ...]
    left_out: tuple[str, ...]


def passable(lines: Sequence[Line]) -> Line | None:
    """Return the first way that may be driven, the best of several."""
    return next((line for role in PASSABLE for line in lines if line.role == role and line.route), None)


def itinerary(
    network: Network,
    vehicle: Vehicle,
    route: Route,
    start: str,
    arrival: str,
    marks: Sequence[Mark] = (),
) -> Itinerary:
    """Return what a driver meets along a route, from one named end to the other."""
    roads = [int(road) for road in route.roads]
    lengths = np.asarray(network.roads.length_m)[roads]
    at = np.concatenate([[0.0], np.cumsum(lengths)])
    shapes = _directed(network, roads)
    milestones = [*_turns(network, roads, shapes, at, start)]
    towns, left_out = _towns(network, shapes, at)
    crossings, short = _crossings(network, roads, shapes, at)
    if short:
        told = words.count(short, "bridge")
        left_out = (*left_out, f"{told} of less than {SHORT_BRIDGE_M:g} m not listed")
    milestones += [
        *towns,
        *crossings,
        *_limits(network, vehicle, roads, shapes, at),
        *_closures(roads, shapes, at, marks),
    ]
    end = shapes[-1]
    milestones.append(
        Milestone(float(at[-1]), float(end[0][-1]), float(end[1][-1]), "arrival", f"arrive: {arrival}")
    )
    milestones.sort(key=lambda one: (round(one.at_m), ORDER.index(one.kind)))
    return Itinerary(route, tuple(milestones), left_out)


def itinerary_of(exhibit: Exhibit, what: str) -> Itinerary:
    """Return the milestones of the way that an answer shows.

    Raises
    ------
    QuestionError
        It shows none that may be driven; `what` is what was to be written.
    """
    scene, question = exhibit.scene, exhibit.question
    line = passable(scene.lines)
    if line is None or line.route is None or not len(line.route.roads):
        raise QuestionError(f"{what} is of a way that may be driven, and this answer shows none.")
    start, arrival = (next((e.label for e in scene.ends if e.begins is one), "") for one in (True, False))
    return itinerary(question.network, question.vehicle, line.route, start, arrival, scene.marks)


Shape = tuple[NDArray[np.float64], NDArray[np.float64]]


def _directed(network: Network, roads: Sequence[int]) -> list[Shape]:
    """Shapes of roads in the direction of travel."""
    u, v = np.asarray(network.roads.u), np.asarray(network.roads.v)
    node = None
    if len(roads) > 1:
        first, second = roads[0], roads[1]
        node = u[first] if v[first] in (u[second], v[second]) else v[first]
    shapes = []
    for road in roads:
        lon, lat = network.road_shape(road)
        forward = node is None or u[road] == node
        node = v[road] if forward else u[road]
        x, y = np.asarray(lon, float), np.asarray(lat, float)
        shapes.append((x, y) if forward else (x[::-1], y[::-1]))
    return shapes


def _turns(
    network: Network, roads: Sequence[int], shapes: Sequence[Shape], at: NDArray[np.float64], start: str
) -> Iterator[Milestone]:
    labels = [road_label(network, road) for road in roads]
    begins = [0, *(i for i in range(1, len(labels)) if labels[i] != labels[i - 1])]
    kept = [
        i
        for i, following in zip(begins, [*begins[1:], len(roads)], strict=True)
        if at[following] - at[i] >= SHORT_M or i == 0
    ]
    kept = [i for k, i in enumerate(kept) if k == 0 or labels[i] != labels[kept[k - 1]]]
    for i, following in zip(kept, [*kept[1:], len(roads)], strict=True):
        lon, lat = shapes[i]
        for_m = float(at[following] - at[i])
        if i == 0:
            text, kind = f"{start}: leave by {labels[i]}", "start"
        else:
            text, kind = f"{_turn(shapes[i - 1], shapes[i])} {labels[i]}", "turn"
        yield Milestone(float(at[i]), float(lon[0]), float(lat[0]), kind, text, for_m)


def _turn(coming: Shape, going: Shape) -> str:
    lon, lat = float(going[0][0]), float(going[1][0])
    before, after = on_plane(coming[0], coming[1], lon, lat)[::-1], on_plane(going[0], going[1], lon, lat)
    (x0, y0), (x1, y1) = -_ahead(before), _ahead(after)
    degrees = float(np.degrees(np.arctan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1)))
    side = "left" if degrees > 0 else "right"
    return next(told for most, told in TURNS if abs(degrees) <= most).format(side=side)


def _ahead(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vector from the first point of a line in metres to the first one `BEARING_M` off, or its last."""
    far = np.flatnonzero(np.hypot(*(line - line[0]).T) >= BEARING_M)
    return np.asarray(line[far[0] if len(far) else -1] - line[0])


def _towns(
    network: Network, shapes: Sequence[Shape], at: NDArray[np.float64]
) -> tuple[list[Milestone], tuple[str, ...]]:
    places = network.places
    lon, lat = (np.concatenate([shape[axis] for shape in shapes]) for axis in (0, 1))
    along = _along(shapes, at)
    margin = 0.02
    kinds = {list(PLACE_KINDS).index(kind): most for kind, most in BESIDE_M.items()}
    near = np.flatnonzero(
        np.isin(places.kind, list(kinds))
        & (places.lon > lon.min() - margin) & (places.lon < lon.max() + margin)
        & (places.lat > lat.min() - margin) & (places.lat < lat.max() + margin)
    )  # fmt: skip
    found: list[tuple[int, Milestone]] = []
    for place in near.tolist():
        line = on_plane(lon, lat, float(places.lon[place]), float(places.lat[place]))
        metres = segment_distances_m(line[:-1], line[1:])
        i = int(np.argmin(metres))
        kind = int(places.kind[place])
        if metres[i] <= kinds[kind] and min(hypot(*line[0]), hypot(*line[-1])) > BESIDE_M["town"]:
            a, b = line[i], line[i + 1]
            share = float(np.clip(-(a @ (b - a)) / max(float((b - a) @ (b - a)), 1e-9), 0, 1))
            at_m = float(along[i] + share * (along[i + 1] - along[i]))
            name, _ = place_names(network, place)
            told = Milestone(at_m, float(places.lon[place]), float(places.lat[place]), "town", name)
            found.append((kind, told))
    village = list(PLACE_KINDS).index("village")
    villages = sum(kind == village for kind, _ in found)
    if villages > MOST_VILLAGES:
        left_out = (f"{words.count(villages, 'village')} on the way not listed",)
        return [one for kind, one in found if kind != village], left_out
    return [one for _, one in found], ()


def _along(shapes: Sequence[Shape], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres from the start at each point of the shapes, each shared out over the length of its road."""
    parts = []
    for (lon, lat), begins, ends in zip(shapes, at, at[1:], strict=False):
        x = np.hypot(np.diff(lon) * np.cos(np.radians(lat[:-1])), np.diff(lat))
        share = np.concatenate([[0.0], np.cumsum(x)])
        parts.append(begins + (ends - begins) * share / max(float(share[-1]), 1e-12))
    return np.concatenate(parts)


def _crossings(
    network: Network, roads: Sequence[int], shapes: Sequence[Shape], at: NDArray[np.float64]
) -> tuple[list[Milestone], int]:
    """Bridges, tunnels, fords and ferries, and how many bridges are too short to tell."""
    flags = np.asarray(network.roads.flags)[list(roads)]
    milestones, short = [], 0
    for flag, what in CROSSINGS.items():
        has = (flags & flag) != 0
        begins = np.flatnonzero(has & ~np.concatenate([[False], has[:-1]]))
        ends = np.flatnonzero(has & ~np.concatenate([has[1:], [False]])) + 1
        for first, last in zip(begins.tolist(), ends.tolist(), strict=True):
            length_m = float(at[last] - at[first])
            if flag is RoadFlag.BRIDGE and length_m < SHORT_BRIDGE_M:
                short += 1
                continue
            lon, lat = shapes[first]
            milestones.append(
                Milestone(
                    float(at[first]), float(lon[0]), float(lat[0]), "bridge", f"{what}, {length_m:.0f} m"
                )
            )
    return milestones, short


def _limits(
    network: Network, vehicle: Vehicle, roads: Sequence[int], shapes: Sequence[Shape], at: NDArray[np.float64]
) -> Iterator[Milestone]:
    """Where a limit of size or weight begins to hold for the vehicle's kind of traffic."""
    mode, rules = list(MODES).index(vehicle.mode), network.rules
    told = ""
    for i, road in enumerate(roads):
        lon, lat = shapes[i]
        forward = lon[0] == network.road_shape(road)[0][0] and lat[0] == network.road_shape(road)[1][0]
        arc = int(network.arcs.of_road[road, 0 if forward else 1])
        row = int(network.arcs.rule[arc]) if arc >= 0 else 0
        values = [(say, float(getattr(rules, key)[row, mode])) for key, say in LIMITS.items()]
        now = ", ".join(say.format(value) for say, value in values if value > 0)
        if now and now != told:
            yield Milestone(float(at[i]), float(lon[0]), float(lat[0]), "limit", f"limit: {now}")
        told = now


def _closures(
    roads: Sequence[int], shapes: Sequence[Shape], at: NDArray[np.float64], marks: Sequence[Mark]
) -> Iterator[Milestone]:
    """Where the roads of a closure begin that slows the way or is only noted."""
    for mark in marks:
        if mark.closure is None or mark.closure.held or mark.role == "lifted":
            continue
        on = np.flatnonzero(np.isin(roads, mark.closure.found.roads))
        if len(on):
            i = int(on[0])
            lon, lat = shapes[i]
            told = f"{mark.text} {mark.label}: {words.brief_closure(mark.closure)}"
            yield Milestone(float(at[i]), float(lon[0]), float(lat[0]), "closure", told)
