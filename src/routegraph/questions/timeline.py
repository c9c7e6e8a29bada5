"""One journey over time: its cost on every date on which anything changes, and when it was closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from routegraph.analysis.daily_search import DailySearch
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.places.locate import Location
from routegraph.questions.answer import JourneyAnswer
from routegraph.questions.warnings import hours_warnings, inside_warnings, snap_warnings
from routegraph.render import words
from routegraph.render.chart import Chart, ChartStep, steps_chart
from routegraph.render.scene import Mark, Moment, Scene, closure_marks, ends_of, line_of, way_role
from routegraph.render.sections import event_item
from routegraph.render.text import AnswerText, Item, Section, Table
from routegraph.render.ways import told_apart
from routegraph.reports.event import Event, Precision
from routegraph.reports.ledger import change_dates
from routegraph.reports.spans import Span, closed_spans
from routegraph.routing.graph import MICRO, RoadGraph
from routegraph.routing.outcome import Outcome, outcome_of
from routegraph.routing.route import Route
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import Situation, situation_of
from routegraph.scenario.supposition import Closures


@dataclass(frozen=True, eq=False)
class Step:
    """The journey from one date of change to the next.

    Attributes
    ----------
    date : date or None
        From this day on; None before the first change.
    until : date or None
        The day of the next change; None after the last.
    outcome : Outcome
        Under all closures of the day, against the standing ones.
    cost : float or None
        In the measure of the question: seconds, metres or money; None when there is no way.
    events : tuple of Event
        Those that begin or end on the day.
    situation : Situation
        Everything closed on the day, with conflicts between sources in its ledger.
    """

    date: dt.date | None
    until: dt.date | None
    outcome: Outcome
    cost: float | None
    route: Route | None
    events: tuple[Event, ...]
    situation: Situation

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "date": _iso(self.date),
            "until": _iso(self.until),
            "outcome": self.outcome.value,
            "cost": None if self.cost is None else round(self.cost, 1),
            "route": self.route.to_dict() if self.route else None,
            "events": [_told_event(event) for event in self.events],
            "closed": [one.closure.target for one in self.situation.closures],
            "conflicts": [state.target for state in self.situation.ledger.conflicts],
        }


@dataclass(frozen=True)
class ClosedSpan:
    """A time without any way.

    Attributes
    ----------
    start : date or None
        The first day; None when there was no way before the first change.
    end : date or None
        The day on which there was a way again; None when there still is none after the last
        change.
    closed_by, opened_by : tuple of Event
        The events of both days.
    opened_also : tuple of Event
        Later openings of the same targets: sources that disagree on the day of opening.
    last : date or None
        The last date that was looked at, where the span is open: it was still so then.
    """

    start: dt.date | None
    end: dt.date | None
    closed_by: tuple[Event, ...]
    opened_by: tuple[Event, ...]
    opened_also: tuple[Event, ...]
    last: dt.date | None = None

    @property
    def days(self) -> int | None:
        """How many days it lasted; None when an end is open."""
        return (self.end - self.start).days if self.start and self.end else None

    @property
    def days_so_far(self) -> int:
        """Days that are known: those of the span, or until the last date where its end is open."""
        end = self.end or self.last
        return (end - self.start).days if self.start and end else 0

    @property
    def label(self) -> str:
        """Both days as exactly as the sources know them: ``end of August 2013 to 6 October 2013``."""
        start = said_date(self.start, self.closed_by) if self.start else "before the first date"
        if self.end:
            return f"{start} to {said_date(self.end, self.opened_by)}"
        return f"since {start}, still so on the last date" + (
            f", {said_date(self.last)}" if self.last else ""
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "start": _iso(self.start),
            "end": _iso(self.end),
            "days": self.days,
            "still_on": _iso(self.last),
            "label": self.label,
            "closed_by": [_told_event(event) for event in self.closed_by],
            "opened_by": [_told_event(event) for event in self.opened_by],
            "opened_also": [_told_event(event) for event in self.opened_also],
        }


@dataclass(frozen=True, eq=False)
class Timeline(JourneyAnswer):
    """One journey over time.

    Attributes
    ----------
    steps : tuple of Step
        In order of time, the first one before any change.
    """

    steps: tuple[Step, ...]
    closed: tuple[ClosedSpan, ...]

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "closed_spans": [span.to_dict() for span in self.closed],
            "steps": [step.to_dict() for step in self.steps],
        }

    def text(self) -> AnswerText:
        """The journey date by date."""
        spans = tuple(Item("", one.label, _lasting(one)) for one in self.closed)
        taken = _ways_taken(self.steps)
        letters = {way: words.capital(i) for i, way in enumerate(taken)}
        rows = tuple(
            (
                step.date.isoformat() if step.date else "before",
                _step_way(self, step, letters),
                "; ".join(dict.fromkeys(_changed(event, step) for event in step.events))
                or (HOLDERS if step.date else ""),
            )
            for step in self.steps
        )
        sections = [Section("Date by date", Table(("from", "way", "what changed"), rows, left=3))]
        if letters:
            by = told_apart(self.question.network, list(taken.values()))
            ways = tuple(f"{letter}: by {way}" for letter, way in zip(letters.values(), by, strict=True))
            sections.append(Section("Ways", lines=ways))
        if spans:
            sections.insert(0, Section("Without any way", items=spans))
        sourced = tuple(
            event_item(event, str(event.date or ""), _told(event, step))
            for event, step in {event: step for step in reversed(self.steps) for event in step.events}.items()
        )
        sourced = tuple(sorted(sourced, key=lambda item: item.mark))
        known = {event for step in self.steps for event in step.events}
        if sourced:
            sections.append(Section("Events", items=sourced))
        return AnswerText(
            title=f"{self._title} over time",
            outcome=_outcome(self.closed),
            sentence=f"{words.count(len(self.steps) - 1, 'date')} on which anything changed.",
            sections=(*sections, *self._closures(known)),
            warnings=self.warnings,
            alert=bool(self.closed) and self.closed[-1].end is None,
        )

    def scene(self) -> Scene:
        """Every way that was taken, and all that was ever closed."""
        routes = _ways_taken(self.steps)
        lines = tuple(
            line_of(
                route,
                way_role(i),
                words.capital(i),
                f"{words.duration(route.time_s)}, {words.kilometres(route.length_m)}",
            )
            for i, route in enumerate(routes.values())
        )
        marks: dict[str, Mark] = {}
        for step in self.steps:
            for one in step.situation.closures:
                name = one.closure.target
                marks.setdefault(
                    name, Mark("closed", "", name, one.found.lon, one.found.lat, one.found.roads, one)
                )
        letters = {way: words.capital(i) for i, way in enumerate(routes)}
        moments = tuple(
            Moment(
                f"from {step.date}" if step.date else f"before {self.steps[0].until}",
                words.amount(self.question, step.cost),
                letters[_way(step.route)] if step.route else "",
                tuple(one.closure.target for one in step.situation.closures),
            )
            for step in self.steps
        )
        return Scene(
            network=self.question.network,
            moments=moments,
            lines=lines,
            marks=(
                *(mark for mark in closure_marks(self.question) if mark.role == "standing"),
                *marks.values(),
            ),
            ends=ends_of(self.origin, self.destination),
        )

    def chart(self) -> Chart:
        """What the journey took from date to date."""
        return steps_chart(
            self.question,
            [
                ChartStep(
                    day=step.date,
                    label="before" if i == 0 else step.date.isoformat() if step.date else "",
                    amount=step.cost,
                    what="; ".join(dict.fromkeys(_changed(event, step) for event in step.events)),
                )
                for i, step in enumerate(self.steps)
            ],
        )


@supposing
def timeline(self: BaseStudy, origin: Asked, destination: Asked, **closures: Unpack[Closures]) -> Timeline:
    """Follow a journey over every date on which anything changes; a date given ends the timeline.

    Parameters
    ----------
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    **closures
        See `Closures`.

    Returns
    -------
    Timeline
        One step for each date on which anything changed.

    Examples
    --------
    >>> import routegraph
    >>> print(routegraph.load("hama-aleppo").timeline("Hama", "Aleppo", scenario="khanasser-2015-10"))
    Hama to Aleppo over time: ...
    """
    start, end = journey_between(self, origin, destination)
    question = question_of(self, "timeline", (start.query, end.query), closures)
    return ask_timeline(question, self.graph, start, end, self.resolver)


def ask_timeline(
    question: Question, open_graph: RoadGraph, origin: Location, destination: Location, resolver: Resolver
) -> Timeline:
    """Answer what becomes of a journey on every date on which anything changes.

    `open_graph` has nothing closed. Events come from the context's supposition; a date in it
    ends the timeline, and nothing later counts. It begins with the first of the events that come on top
    of what stands, where these have dates.

    Raises
    ------
    QuestionError
        No event has a date, or none until the date asked about.
    """
    supposition = question.situation.supposition
    events = (*supposition.standing_events, *supposition.new_events)
    known = {*change_dates(events), *(supposition.control.change_dates if supposition.control else ())}
    first = min((event.date for event in supposition.new_events if event.date), default=dt.date.min)
    dates = sorted(day for day in known if first <= day <= (supposition.date or dt.date.max))
    if not dates:
        before = f" until {supposition.date}" if supposition.date else ""
        raise QuestionError(f"no event has a date{before}, so nothing changes; give --events with dates.")
    search = DailySearch(open_graph, origin.node, destination.node)
    steps = []
    of_hours: list[str] = []
    for day, until in zip([None, *dates], [*dates, None], strict=True):
        on = day or dates[0] - dt.timedelta(days=1)
        situation = situation_of(replace(supposition, date=on), resolver)
        search.turn_to(on)
        path, route = search.path(situation.after), search.route(situation.after)
        of_hours += hours_warnings(search.graph, route)
        steps.append(
            Step(
                date=day,
                until=until,
                outcome=outcome_of(search.path(situation.before), path),
                cost=path.cost / MICRO if path else None,
                route=route,
                events=tuple(event for event in events if day and day in (event.date, event.until)),
                situation=situation,
            )
        )
    steps = _telling(steps)
    spans = closed_spans(
        events, passes_with=supposition.passes_with, min_confidence=supposition.min_confidence
    )
    return Timeline(
        question=question,
        origin=origin,
        destination=destination,
        steps=tuple(steps),
        closed=tuple(_closed(steps, spans, supposition.date)),
        warnings=tuple(
            dict.fromkeys(
                [
                    *question.situation.warnings,
                    *(warning for step in steps for warning in _of_the_day(step.situation)),
                    *of_hours,
                    *([LAW_BETWEEN] if open_graph.undecided else []),
                    *snap_warnings((origin, destination)),
                    *(
                        warning
                        for step in steps
                        for warning in inside_warnings(open_graph, step.situation, origin, destination)
                    ),
                ]
            )
        ),
    )


def _telling(steps: Sequence[Step]) -> list[Step]:
    """Leave out the dates on which a hand-over somewhere else changes nothing for the journey."""
    kept: list[Step] = []
    for step in steps:
        if kept and not step.events and step.cost == kept[-1].cost:
            kept[-1] = replace(kept[-1], until=step.until)
        else:
            kept.append(step)
    return kept


def _of_the_day(situation: Situation) -> list[str]:
    """Return the warnings of one day of many: later events count on their days, and old news is told once."""
    known = replace(situation, ledger=replace(situation.ledger, pending=0))
    return [warning for warning in known.warnings if warning not in situation.old_news]


LAW_BETWEEN = (
    "some of the map's law hangs on days or hours: each date is answered by the law of its day, and what "
    "the law alone changes between these dates is not looked for."
)


def _closed(steps: Sequence[Step], of_targets: Sequence[Span], asked: dt.date | None) -> list[ClosedSpan]:
    """Return the times without a way; `asked` is the date that ends the timeline, if any."""
    last = asked or steps[-1].date
    told = []
    begun: Step | None = None
    for step in steps:
        if step.route is None:
            begun = begun or step
        elif begun is not None:
            also = [e for span in of_targets if span.end == step.date for e in span.opened_also]
            told.append(
                ClosedSpan(begun.date, step.date, begun.events, step.events, tuple(dict.fromkeys(also)))
            )
            begun = None
    if begun is not None:
        told.append(ClosedSpan(begun.date, None, begun.events, (), (), last=last))
    return told


def _outcome(spans: Sequence[ClosedSpan]) -> str:
    """Say how often and how long there was no way, and whether that lasts."""
    if not spans:
        return "never without a way"
    days, times = sum(one.days_so_far for one in spans), words.count(len(spans), "time")
    if spans[-1].end is None:
        so_far = f", {words.count(days, 'day')} so far" if days else ""
        return f"{times} without a way{so_far}: still so on the last date"
    return f"{times} without a way, {words.count(days, 'day')} in all"


def _lasting(span: ClosedSpan) -> str:
    if span.days is not None:
        return words.count(span.days, "day")
    return f"at least {words.count(span.days_so_far, 'day')}" if span.days_so_far else ""


def said_date(day: dt.date, events: Sequence[Event] = ()) -> str:
    """Return a date as exactly as the events of the day know it: ``end of August 2013``.

    The first day of a month stands for a month of which no more is known.
    """
    order = list(Precision)
    known = max((event.precision for event in events), key=order.index, default=Precision.DAY)
    month = f"{day:%B} {day.year}"
    third = ("beginning", "middle", "end")[min((day.day - 1) // 10, 2)]
    return {
        Precision.DAY: f"{day.day} {month}",
        Precision.WEEK: f"about {day.day} {month}",
        Precision.MONTH: month if day.day == 1 else f"{third} of {month}",
        Precision.YEAR: f"{day.year}",
    }[known]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _told_event(event: Event) -> dict[str, Any]:
    from routegraph.reports.events_file import to_record

    return to_record(event)


def _way(route: Route) -> bytes:
    return bytes(route.roads.tobytes())


def _ways_taken(steps: Sequence[Step]) -> dict[bytes, Route]:
    """Every way that was ever taken, in the order of time."""
    ways: dict[bytes, Route] = {}
    for step in steps:
        if step.route:
            ways.setdefault(_way(step.route), step.route)
    return ways


def _step_way(answer: Timeline, step: Step, letters: dict[bytes, str]) -> str:
    if step.route is None:
        return "no way"
    return f"{letters[_way(step.route)]}: {words.amount(answer.question, step.cost)}"


HOLDERS = "who holds what"
"""What changed on a date without an event of its own."""


def _changed(event: Event, step: Step) -> str:
    """Say what an event changes on a day: what it tells, or that it no longer holds."""
    ended = event.until and event.date and step.date and step.date >= event.until > event.date
    return f"{words.target(event.target)} {'no longer ' if ended else ''}{event.status.value}"


def _told(event: Event, step: Step) -> str:
    """Say what was done to a target, and which roads that closed on the day."""
    applied = next((one for one in step.situation.closures if one.closure.event == event), None)
    return words.joined(
        (
            words.deed(event.status, event.by),
            words.effect_words(applied) if applied else "",
            words.sure(event),
        ),
        "; ",
    )
