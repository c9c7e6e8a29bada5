"""When one arrives who leaves at a given time: curfews, opening hours, convoys, and the waits they cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from routegraph.analysis.whereabouts import stretch_label
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.network.geometry import road_middle
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.questions.answer import JourneyAnswer, flat
from routegraph.questions.warnings import (
    inside_warnings,
    local_hours_warnings,
    round_warnings,
    snap_warnings,
)
from routegraph.render import words
from routegraph.render.scene import Dot, Scene, lines_of
from routegraph.render.sections import way_section
from routegraph.render.text import AnswerText, Item, Section, Table
from routegraph.reports.hours import HORIZON_DAYS, parse_clock, parse_depart, parse_hours, split_target
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.law_hours import LawHours
from routegraph.routing.outcome import Outcome, outcome_of_costs
from routegraph.routing.route import Route, route_of
from routegraph.routing.timed import Convoy, OpenHours, TimedPath, Wait, earliest_arrival
from routegraph.scenario.applied import AppliedClosure, disruption_of
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.supposition import Closures, texts


@dataclass(frozen=True, eq=False)
class Timetable:
    """Hours and convoys that a question states."""

    hours: tuple[OpenHours, ...] = ()
    convoys: tuple[Convoy, ...] = ()


def timetable_of(curfew: str, hours: Sequence[str], convoys: Sequence[str], resolver: Resolver) -> Timetable:
    """Read a curfew, opening hours and convoys, and find their roads.

    Raises
    ------
    RoutegraphError
        One cannot be read, or its target not be found.
    """
    told = [OpenHours("curfew", None, parse_hours(curfew).closed())] if curfew else []
    for text in hours:
        target, when = split_target(text, "hours", "06:00-18:00")
        told.append(OpenHours(target, resolver.find(target).roads, parse_hours(when)))
    leaving = []
    for text in convoys:
        target, when = split_target(text, "convoy", "06:00,14:00")
        clocks = sorted({parse_clock(part) for part in when.split(",")})
        leaving.append(Convoy(target, resolver.find(target).roads, tuple(clocks)))
    return Timetable(tuple(told), tuple(leaving))


@dataclass(frozen=True)
class Stop:
    """A wait, and where it is spent."""

    wait: Wait
    near: str
    lon: float
    lat: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "begins": _clock(self.wait.begins),
            "ends": _clock(self.wait.ends),
            "wait_s": round(self.wait.duration_s, 1),
            "for": self.wait.reason,
            "on": self.near,
            "after_m": round(self.wait.after_m, 1),
        }


@dataclass(frozen=True, eq=False)
class TimedRoute:
    """A way with its times.

    Attributes
    ----------
    depart, arrive : datetime
        By the clocks of the place.
    """

    route: Route
    depart: dt.datetime
    arrive: dt.datetime
    stops: tuple[Stop, ...]

    @property
    def total_s(self) -> float:
        """From leaving to arriving, waits included."""
        return (self.arrive - self.depart).total_seconds()

    @property
    def waiting_s(self) -> float:
        return sum(stop.wait.duration_s for stop in self.stops)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "depart": _clock(self.depart),
            "arrive": _clock(self.arrive),
            "total_s": round(self.total_s, 1),
            "waiting_s": round(self.waiting_s, 1),
            "waits": [stop.to_dict() for stop in self.stops],
            **self.route.to_dict(),
        }


@dataclass(frozen=True, eq=False)
class Departure(JourneyAnswer):
    """When one arrives.

    Attributes
    ----------
    outcome : Outcome
        By the time of arrival.
    before, after : TimedRoute or None
        Under the standing closures, and under all; None when nobody arrives.
    timetable : Timetable
        Stated in the question, and by events that tell hours.
    """

    depart: dt.datetime
    outcome: Outcome
    before: TimedRoute | None
    after: TimedRoute | None
    timetable: Timetable

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        before, after = self.before, self.after
        return {
            "depart": _clock(self.depart),
            "outcome": self.outcome.value,
            "before": before.to_dict() if before else None,
            "after": after.to_dict() if after else None,
            "later_s": round(after.total_s - before.total_s, 1) if before and after else None,
            "hours": [{"target": one.name, "open": one.weekly.text} for one in self.timetable.hours],
            "convoys": [
                {"target": one.name, "leaves": [_of_day(at) for at in one.leaves_s]}
                for one in self.timetable.convoys
            ],
            "horizon_days": HORIZON_DAYS,
        }

    def rows(self) -> list[dict[str, Any]]:
        """One record before and one after."""
        ways = {"before": self.before, "after": self.after}
        return [{"way": name} | flat(way.to_dict()) for name, way in ways.items() if way]

    def text(self) -> AnswerText:
        """When one arrives before and after, and each wait."""
        ways = (self.before, self.after)
        rows = (
            ("arrives", *(_said(way.arrive, self.depart) if way else "never" for way in ways)),
            ("under way", *(words.duration(way.total_s) if way else "–" for way in ways)),
            ("of that waiting", *(_span(way.waiting_s) if way else "–" for way in ways)),
            ("driving", *(words.duration(way.route.time_s) if way else "–" for way in ways)),
            ("distance", *(words.kilometres(way.route.length_m) if way else "–" for way in ways)),
        )
        sections = [
            Section("Before and after", Table(("", "before", "after"), rows)),
            *self._itineraries(),
            *self._stated(),
        ]
        after = self.after
        return self._worded(
            f"{self._title}, leaving {self.depart:%H:%M}",
            f"arrives {_said(after.arrive, self.depart)}" if after else "nobody arrives",
            self._sentence(),
            sections,
            alert=after is None,
        )

    def scene(self) -> Scene:
        """The ways, and where one waits."""
        before, after = (way.route if way else None for way in (self.before, self.after))
        shown = self.after or self.before
        dots = [
            Dot("wait", "a wait", stop.lon, stop.lat, _span(stop.wait.duration_s))
            for stop in (shown.stops if shown else ())
        ]
        return self._drawn(lines_of(before, after), before, dots)

    def _sentence(self) -> str:
        before, after = self.before, self.after
        if after is None:
            return f"Who leaves {self.depart:%Y-%m-%d %H:%M} does not arrive within {HORIZON_DAYS} days" + (
                f"; before, {_said(before.arrive, self.depart)}." if before else ", nor before."
            )
        waits = (
            f", {_span(after.waiting_s)} of it waiting for "
            f"{', '.join(dict.fromkeys(stop.wait.reason for stop in after.stops))}"
            if after.stops
            else ", without a wait"
        )
        later = ""
        if before and before.arrive != after.arrive:
            later = f" Before, one arrived {_said(before.arrive, self.depart)}."
        return (
            f"Who leaves {self.depart:%Y-%m-%d %H:%M} arrives {_said(after.arrive, self.depart)}: "
            f"{words.duration(after.total_s)} by {words.via(after.route)}{waits}.{later}"
        )

    def _itineraries(self) -> list[Section]:
        same = bool(self.before and self.after and self.before.to_dict() == self.after.to_dict())
        told = []
        for title, way in (("The way after", self.after), ("The way before", None if same else self.before)):
            if way is None:
                continue
            told.append(way_section("The way, before and after" if same else title, way.route))
            items = tuple(
                Item(
                    "",
                    f"{_said(stop.wait.begins, self.depart)} to {_said(stop.wait.ends, self.depart)}",
                    f"{_span(stop.wait.duration_s)} on {stop.near}, "
                    f"{words.kilometres(stop.wait.after_m)} from the start: {stop.wait.reason}",
                )
                for stop in way.stops
            )
            if items:
                told.append(Section("Waits" if way is self.after else "Waits before", items=items))
        return told

    def _stated(self) -> list[Section]:
        lines = [
            f"{words.target(one.name)}: {'none drives ' if one.roads is None else 'open '}{one.weekly.text}"
            for one in self.timetable.hours
        ]
        lines += [
            f"{words.target(one.name)}: with a convoy at {', '.join(map(_of_day, one.leaves_s))}"
            for one in self.timetable.convoys
        ]
        return [Section("Hours that count", lines=tuple(lines))] if lines else []


@supposing
def departure(
    self: BaseStudy,
    origin: Asked,
    destination: Asked,
    *,
    depart: str | dt.datetime,
    curfew: str = "",
    hours: Sequence[str] = (),
    convoy: Sequence[str] = (),
    **closures: Unpack[Closures],
) -> Departure:
    """Tell when one arrives who leaves at a given time, and where one waits on the way.

    Events that tell hours are open then, in place of what their status does. Roads and turns that the
    law opens at certain hours are waited for, or gone round.

    Parameters
    ----------
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    depart : str or datetime
        ``"2015-10-27T16:00"``, by the clocks of the place; its day is the day to ask about unless
        `date` is told.
    curfew : str
        ``"18:00-06:00"``: nobody drives in these hours.
    hours : sequence of str
        ``"Ithriya=06:00-18:00"``: when a target's roads are open.
    convoy : sequence of str
        ``"Ithriya - Khanasser=06:00,14:00"``: a target's roads are entered only at these times.
    **closures
        See `Closures`.

    Returns
    -------
    Departure
        The way that arrives first, its waits, and when it arrives.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> print(study.departure("Hama", "Aleppo", depart="2015-10-27T16:00", curfew="18:00-06:00"))
    Hama to Aleppo, leaving 16:00: ...
    """
    leaves = parse_depart(depart)
    timetable = timetable_of(curfew, texts("hours", hours), texts("convoy", convoy), self.resolver)
    start, end = journey_between(self, origin, destination)
    question = question_of(
        self,
        "whatif",
        (start.query, end.query),
        {"date": leaves.date(), **closures} if not closures.get("date") else closures,
        depart=leaves.isoformat(timespec="minutes"),
        curfew=curfew,
        hours=list(hours),
        convoy=list(convoy),
    )
    law = LawHours.of(self.network, self.vehicle, leaves)
    graph = RoadGraph.of(law.network, self.vehicle, self.by, turns_at_hours=law.turns) if law else self.graph
    return ask_departure(question, graph, start, end, self.gazetteer, leaves, timetable, law)


def ask_departure(
    question: Question,
    open_graph: RoadGraph,
    origin: Location,
    destination: Location,
    gazetteer: Gazetteer,
    depart: dt.datetime,
    timetable: Timetable,
    law: LawHours | None = None,
) -> Departure:
    """Answer when one arrives; `open_graph` has nothing closed, and is that of `law` where there is one.

    Raises
    ------
    QuestionError
        The question asks for least distance or cost.
    """
    if question.by != "time":
        raise QuestionError("who leaves at a given time wants to arrive first; drop --by, or --depart.")
    situation = question.situation
    lifted = {id(one) for one in situation.lifted}
    standing = situation.standing
    after = [*(one for one in standing if id(one) not in lifted), *situation.closures]
    whole = Timetable((*timetable.hours, *_hours_of((*standing, *situation.closures))), timetable.convoys)

    def timed(closures: Sequence[AppliedClosure]) -> TimedRoute | None:
        graph = open_graph.under(disruption_of(one for one in closures if not one.closure.event.hours))
        hours = (*timetable.hours, *_hours_of(closures))
        found = earliest_arrival(graph, origin.node, destination.node, depart, hours, timetable.convoys, law)
        return _timed_route(graph, found, gazetteer) if found else None

    before_way, after_way = timed(standing), timed(after)
    return Departure(
        question=question,
        origin=origin,
        destination=destination,
        depart=depart,
        outcome=outcome_of_costs(_cost(before_way), _cost(after_way)),
        before=before_way,
        after=after_way,
        timetable=whole,
        warnings=(
            *situation.warnings,
            *snap_warnings((origin, destination)),
            *round_warnings(question.network, after_way.route if after_way else None),
            *(
                local_hours_warnings(question, after_way.route, depart, after_way.arrive)
                if after_way is not None
                else ()
            ),
            *inside_warnings(open_graph, situation, origin, destination),
        ),
    )


def _hours_of(closures: Iterable[AppliedClosure]) -> list[OpenHours]:
    """Opening hours that events tell, by target."""
    return [
        OpenHours(one.closure.target, one.found.roads, parse_hours(one.closure.event.hours))
        for one in closures
        if one.closure.event.hours
    ]


def _timed_route(graph: RoadGraph, found: TimedPath, gazetteer: Gazetteer) -> TimedRoute:
    network = graph.network
    stops = tuple(
        Stop(wait, stretch_label(network, wait.road, gazetteer), *road_middle(network, wait.road))
        for wait in found.waits
    )
    return TimedRoute(route_of(graph, found.path), found.depart, found.arrive, stops)


def _cost(way: TimedRoute | None) -> int:
    return CLOSED if way is None else round(way.total_s * 1_000_000)


def _clock(when: dt.datetime) -> str:
    return when.replace(microsecond=0).isoformat()


def _said(when: dt.datetime, since: dt.datetime) -> str:
    """Clock time, with the day where it is another one; rounded to the minute."""
    near = when + dt.timedelta(seconds=30)
    if near.date() == since.date():
        return f"{near:%H:%M}"
    if (near.date() - since.date()).days == 1:
        return f"{near:%H:%M} the next day"
    return f"{near:%Y-%m-%d %H:%M}"


def _span(seconds: float) -> str:
    return words.duration(seconds) if seconds else "none"


def _of_day(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
