"""What a journey depends on: the cost of doing without each road of its best route."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

import numpy as np

from routegraph.analysis.dependence import junctions_of_all_routes
from routegraph.analysis.streets import streets_of
from routegraph.analysis.stretches import Dependence, RoadNeed, Stretch, dependence_of, stretches_of
from routegraph.analysis.whereabouts import label_of_node
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.network.arrays import Int
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.places.shown import road_label
from routegraph.questions.answer import JourneyAnswer
from routegraph.questions.warnings import journey_warnings
from routegraph.render import words
from routegraph.render.scene import Dot, Line, Scene, line_of
from routegraph.render.text import AnswerText, Section, Table
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, RoadGraph, Totals
from routegraph.routing.replacement import replacement_costs
from routegraph.routing.route import Route, route_of
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.tree import Path, Tree
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures

MOST_STRETCHES = 12
NEED_ROLES = {
    Dependence.TOTAL: "need_total",
    Dependence.HEAVY: "need_heavy",
    Dependence.CLEAR: "need_clear",
    Dependence.LIGHT: "need_light",
    Dependence.FAINT: "need_none",
    Dependence.NONE: "need_none",
}


@dataclass(frozen=True)
class Junction:
    """A junction that every route passes.

    Attributes
    ----------
    label : str
        By the nearest place.
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
class Chokepoints(JourneyAnswer):
    """What a journey depends on.

    Attributes
    ----------
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
    """

    route: Route | None
    roads: tuple[RoadNeed, ...]
    stretches: tuple[Stretch, ...]
    detours: tuple[Route, ...]
    junctions: tuple[Junction, ...]

    @property
    def on_all_routes(self) -> tuple[RoadNeed, ...]:
        """The roads that every route uses."""
        return tuple(need for need in self.roads if need.dependence is Dependence.TOTAL)

    def extra(self, detour: int | None) -> dict[str, float] | None:
        """Return the added time, length and cost of a detour, and the ratio of times.

        Parameters
        ----------
        detour : int or None
            Cost of the best way without a road, in millionths of the measure; None where there is none.

        Returns
        -------
        dict or None
            None where there is no other way.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").chokepoints("Hama", "Aleppo")
        >>> answer.extra(None) is None
        True
        """
        if detour is None or self.route is None:
            return None
        return _extra(self.route, self.detours[detour])

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
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
        }

    def text(self) -> AnswerText:
        """What it takes to do without each stretch."""
        shown = [stretch for stretch in self.stretches if not stretch.at_end][:MOST_STRETCHES]
        rows = tuple(
            (words.capital(i), one.label, words.kilometres(one.length_m), _without(self, one))
            for i, one in enumerate(shown)
        )
        sole = [stretch for stretch in shown if stretch.ratio is None]
        sections = []
        if rows:
            table = Table(("", "stretch", "length", "without it"), rows, left=2)
            sections.append(Section("What the journey hangs on, most first", table))
        if passed := [one.label for one in self.junctions if not one.between]:
            sections.append(
                Section("Junctions that every way passes", lines=(", ".join(dict.fromkeys(passed)),))
            )
        km = words.kilometres(sum(one.length_m for one in sole))
        return self._worded(
            self._title,
            "no way remains"
            if self.route is None
            else f"{km} without another way"
            if sole
            else "every stretch has another way",
            _sentence(self, sole),
            sections,
            alert=self.route is None,
        )

    def scene(self) -> Scene:
        """The way by how much hangs on each of its stretches."""
        stretches = [stretch for stretch in self.stretches if not stretch.at_end]
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
        if self.route:
            lines.append(line_of(self.route, "need_none", "", f"without it: {_need_label(Dependence.NONE)}"))
        dots = [
            Dot("junction", "junction that every way passes", one.lon, one.lat)
            for one in self.junctions
            if not one.between
        ]
        return self._drawn(lines, self.route, dots)


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 6)


@supposing
def chokepoints(
    self: BaseStudy, origin: Asked, destination: Asked, **closures: Unpack[Closures]
) -> Chokepoints:
    """Tell what the journey hangs on: for every road of its best route, what it costs to do without.

    Parameters
    ----------
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    **closures
        See `Closures`.

    Returns
    -------
    Chokepoints
        Every road of the best route, and stretches of them, that cost most to do without first.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> answer = study.chokepoints("Hama", "Aleppo", scenario="khanasser-standing")
    >>> answer.on_all_routes != ()
    True
    """
    start, end = journey_between(self, origin, destination)
    question = question_of(self, "chokepoints", (start.query, end.query), closures)
    return ask_chokepoints(question, self.graph_at(question.moment), start, end, self.gazetteer)


def ask_chokepoints(
    question: Question, open_graph: RoadGraph, origin: Location, destination: Location, gazetteer: Gazetteer
) -> Chokepoints:
    """Answer what a journey depends on under all closures; `open_graph` has nothing closed."""
    graph = open_graph.standing(question.situation.after)
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
        question=question,
        origin=origin,
        destination=destination,
        route=route,
        roads=needs,
        stretches=stretches,
        detours=tuple(route_of(graph, detour) for detour in shown),
        junctions=_junctions(graph, path, needs, gazetteer) if path else (),
        warnings=journey_warnings(question, open_graph, origin, destination, route),
    )


def _detours(graph: RoadGraph, path: Path, tree: Tree) -> tuple[list[Path], list[int | None]]:
    """Best paths without each road, as few as show it, and which of them goes without each."""
    source = int(graph.arcs.tail[path.arcs[0]])
    detours: list[Path] = []
    used: list[set[int]] = []
    at: list[int | None] = []
    costs = replacement_costs(graph, path, tree).tolist()
    for road, cost in zip(graph.arcs.road[path.arcs].tolist(), costs, strict=True):
        which = next((i for i, d in enumerate(detours) if d.cost == cost and road not in used[i]), None)
        if which is None and cost < CLOSED:
            shut = Disruption(closed=np.array([road], np.int32))
            detour = best_path(graph, source, tree.root, shut, tree)
            if detour is not None:
                which = len(detours)
                detours.append(detour)
                used.append(set(graph.arcs.road[detour.arcs].tolist()))
        at.append(which)
    return detours, at


def _needs(
    graph: RoadGraph, path: Path, detours: Sequence[Path], at: Sequence[int | None], streets: Int
) -> tuple[RoadNeed, ...]:
    network = graph.network
    roads = graph.arcs.road[path.arcs]
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
        node = graph.real_node(int(graph.arcs.head[path.arcs[i]]))
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


def _sentence(answer: Chokepoints, sole: list[Stretch]) -> str:
    if answer.route is None:
        return "There is no way whose roads could be weighed."
    told = f"The best way takes {words.duration(answer.route.time_s)} by {words.via(answer.route)}"
    if sole:
        more = f", and {len(sole) - 3} more" if len(sole) > 3 else ""
        return f"{told}; it has no substitute for {'; '.join(one.label for one in sole[:3])}{more}."
    return f"{told}; the ends aside, each of its stretches can be gone round."


def _without(answer: Chokepoints, stretch: Stretch) -> str:
    extra = answer.extra(stretch.detour)
    if stretch.ratio is None or extra is None:
        return "no other way"
    told = (("time_s", words.duration), ("length_m", words.kilometres))
    return ", ".join(words.change(said(abs(extra[key])), extra[key]) for key, said in told)


def _need_label(dependence: Dependence) -> str:
    faint = (Dependence.FAINT, Dependence.NONE)
    return "hardly more, or no more" if dependence in faint else dependence.value
