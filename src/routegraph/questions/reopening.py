"""Which closures to lift first, for one journey or many."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from routegraph.analysis.lift_order import Lift, LiftLedger, WeighedJourney, fewest_lifted, greedy_order
from routegraph.analysis.lifting import Barriers, members
from routegraph.asking import BaseStudy, journey_between, question_of, rows_of, supposing
from routegraph.command import Asked, place_text
from routegraph.errors import QuestionError
from routegraph.places.place_lists import in_place, read_journeys
from routegraph.questions.answer import Answer
from routegraph.questions.warnings import hours_warnings, inside_warnings, snap_warnings
from routegraph.render import words
from routegraph.render.scene import Line, Mark, Scene, closure_marks, ends_of, line_of
from routegraph.render.sections import marks_of
from routegraph.render.text import AnswerText, Item, Section, Table
from routegraph.routing.graph import RoadGraph
from routegraph.routing.outcome import Outcome, outcome_of
from routegraph.routing.route import Route, route_of
from routegraph.scenario.applied import AppliedClosure, disruption_of
from routegraph.scenario.closure import Effect
from routegraph.scenario.question import Question, closure_record
from routegraph.scenario.supposition import Closures

MOST_LIFTS = 15


@dataclass(frozen=True, eq=False)
class Reopened:
    """One journey, and the fewest closures whose lifting reconnects it.

    Attributes
    ----------
    outcome : Outcome
        Under all closures, against the network with none.
    open, after : Route or None
        With nothing closed, and under all closures.
    fewest : tuple of int
        The smallest set of `Reopening.closures` whose lifting gives it a way again, and of these
        sets the one with the best route; empty when it has a way, or never had one.
    sets : int
        How many sets are as small.
    reopened : Route or None
        The best route when just these are lifted; None when there is nothing to lift.
    fewest_new : tuple of int
        The same among the closures that do not stand: what to lift when nothing that stands can
        be. Empty when there is none such.
    reopened_new : Route or None
        The best route when just those are lifted.
    """

    journey: WeighedJourney
    outcome: Outcome
    open: Route | None
    after: Route | None
    fewest: tuple[int, ...]
    sets: int
    reopened: Route | None
    fewest_new: tuple[int, ...] = ()
    reopened_new: Route | None = None


@dataclass(frozen=True, eq=False)
class Reopening(Answer):
    """Which closures to lift first.

    Attributes
    ----------
    closures : tuple of AppliedClosure
        Those in force that close or slow a road, standing ones first.
    standing : int
        How many of them stand.
    alone : tuple of Lift
        Each closure lifted alone, the greatest gain first.
    steps : tuple of Lift
        Greedy order: each step has the greatest gain per closure after those before it. A
        step lifts several closures when it takes all of them to reconnect a journey. Ends
        when no closure alone gains anything.
    """

    closures: tuple[AppliedClosure, ...]
    standing: int
    journeys: tuple[Reopened, ...]
    alone: tuple[Lift, ...]
    steps: tuple[Lift, ...]

    @property
    def weight(self) -> float:
        """Weight of all journeys."""
        return sum(one.journey.weight for one in self.journeys)

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "barriers": [
                {
                    "standing": i < self.standing,
                    **closure_record(one, self.question.situation.supposition.date),
                }
                for i, one in enumerate(self.closures)
            ],
            "journeys": [
                {
                    "origin": one.journey.origin.to_dict(),
                    "destination": one.journey.destination.to_dict(),
                    "weight": one.journey.weight,
                    "outcome": one.outcome.value,
                    "open": one.open.to_dict() if one.open else None,
                    "after": one.after.to_dict() if one.after else None,
                    "fewest": list(one.fewest),
                    "sets": one.sets,
                    "reopened": one.reopened.to_dict() if one.reopened else None,
                    "fewest_new": list(one.fewest_new),
                    "reopened_new": one.reopened_new.to_dict() if one.reopened_new else None,
                }
                for one in self.journeys
            ],
            "alone": [lift.to_dict() for lift in self.alone],
            "steps": [lift.to_dict() for lift in self.steps],
        }

    def text(self) -> AnswerText:
        """What to lift for each journey, and in which order."""
        sections = [
            Section("For each journey", items=tuple(_reconnection(self, one) for one in self.journeys))
        ]
        if self.steps:
            table = _lifts(self, self.steps)
            sections.append(Section("In which order, each step after those before it", table))
        if helpful := [one for one in self.alone if one.reconnected or one.saved][:MOST_LIFTS]:
            sections.append(Section("Each alone", _lifts(self, helpful)))
        first = self.steps[0] if self.steps else None
        names = _names(self, first.closures) if first else ""
        return self._worded(
            _title(self),
            f"first {names}" if first else "lifting no closure helps",
            _sentence(self, first, names),
            sections,
        )

    def scene(self) -> Scene:
        """The ways with and without the closures, and which of these to lift."""
        lines: list[Line] = []
        if len(self.journeys) == 1:
            one = self.journeys[0]
            again = one.open is not None and one.reopened is not None and _same(one.open, one.reopened)
            spared = one.open is not None and one.after is not None and _same(one.open, one.after)
            told: tuple[tuple[Route | None, str, str], ...] = (
                (
                    one.after,
                    "both" if spared else "before",
                    "the way under all closures" + (", as with nothing closed" if spared else ""),
                ),
                (
                    one.reopened,
                    "after",
                    f"the way with {words.count(len(one.fewest), 'closure')} lifted"
                    + (", as with nothing closed" if again else ""),
                ),
                (None if again or spared else one.open, "other", "the way with nothing closed"),
            )
            shown = [(route, role, label) for route, role, label in told if route]
            lines = [line_of(one, role, "ABC"[i], label) for i, (one, role, label) in enumerate(shown)]
        lifted = {id(self.closures[i]) for step in self.steps for i in step.closures}
        lifted |= {id(self.closures[i]) for one in self.journeys for i in one.fewest}
        ends = {
            (end.label, end.begins): end
            for one in self.journeys
            for end in ends_of(one.journey.origin, one.journey.destination)
        }
        return Scene(
            network=self.question.network,
            lines=tuple(lines),
            marks=tuple(_to_lift(mark, lifted) for mark in closure_marks(self.question)),
            ends=tuple(ends.values()),
        )


def _same(way: Route, other: Route) -> bool:
    return bool(np.array_equal(way.roads, other.roads))


@supposing
def reopening(
    self: BaseStudy,
    origin: Asked = "",
    destination: Asked = "",
    *,
    journeys: str | Path | Sequence[tuple[Asked, Asked, float]] = (),
    **closures: Unpack[Closures],
) -> Reopening:
    """Tell which closures to lift first, for one journey or many.

    Parameters
    ----------
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    journeys : path or sequence of (origin, destination, weight)
        In place of one journey: a CSV file with these columns, the rows themselves, or
        ``"Hama > Aleppo=3; Homs > Idlib=2"``.
    **closures
        See `Closures`.

    Returns
    -------
    Reopening
        What each closure costs, and what lifting each, and several together, gives back.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> print(study.reopening("Hama", "Aleppo", scenario="khanasser-2015-10"))
    Reopening Hama to Aleppo: ...
    """
    if isinstance(journeys, str | Path):
        rows: Sequence[tuple[Any, ...]] = read_journeys(Path(journeys))
        listed = str(journeys)
    else:
        rows = rows_of("journeys", journeys, "origin", "destination", "weight")
        listed = in_place(
            (f"{place_text(start, self.network)} > {place_text(end, self.network)}", float(weight))
            for start, end, weight in rows
        )
    told = {"journeys": listed} if listed else {}
    if bool(origin) != bool(destination):
        raise QuestionError("a journey has two ends; give an origin and a destination.")
    one = WeighedJourney(*journey_between(self, origin, destination)) if origin else None
    found = [WeighedJourney(*journey_between(self, start, end), weight) for start, end, weight in rows]
    found += [one] if one else []
    ends = (one.origin.query, one.destination.query) if one else ()
    question = question_of(self, "reopening", ends, closures, **told)
    return ask_reopening(question, self.graph_at(question.moment), found)


def ask_reopening(question: Question, open_graph: RoadGraph, journeys: Sequence[WeighedJourney]) -> Reopening:
    """Answer which closures to lift first; `open_graph` has nothing closed.

    Raises
    ------
    QuestionError
        There is no journey, a weight is no amount, or there are too many closures.
    """
    _check(journeys)
    situation = question.situation
    kept = [one for one in situation.standing if one not in situation.lifted]
    standing = [one for one in kept if _bars(one)]
    closures = [*standing, *(one for one in situation.closures if _bars(one))]
    barriers = Barriers(open_graph, closures)
    new = Barriers(open_graph.standing(disruption_of(standing)), closures[len(standing) :])
    singles = [1 << i for i in range(len(closures))]
    closed = open_graph.standing(situation.after)
    ledger = LiftLedger(barriers, journeys)
    alone = [ledger.lift(0, lifted) for lifted in singles]
    alone.sort(key=lambda lift: (-lift.gain[0], -lift.gain[1], lift.closures))
    places = [place for one in journeys for place in (one.origin, one.destination)]
    return Reopening(
        question=question,
        closures=tuple(closures),
        standing=len(standing),
        journeys=tuple(_reopened(barriers, new, closed, one) for one in journeys),
        alone=tuple(alone),
        steps=tuple(greedy_order(barriers, ledger)),
        warnings=tuple(
            dict.fromkeys(
                [
                    *situation.warnings,
                    *hours_warnings(open_graph),
                    *snap_warnings(places),
                    *(
                        warning
                        for one in journeys
                        for warning in inside_warnings(open_graph, situation, one.origin, one.destination)
                    ),
                ]
            )
        ),
    )


def _check(journeys: Sequence[WeighedJourney]) -> None:
    if not journeys:
        raise QuestionError("no journey to reopen; give an origin and a destination.")
    for one in journeys:
        if not (math.isfinite(one.weight) and one.weight >= 0):
            raise QuestionError(
                f"{one.origin.name} - {one.destination.name} has weight {one.weight}; give an amount from 0, "
                "such as people or tonnes."
            )


def _bars(one: AppliedClosure) -> bool:
    return one.closure.effect is not Effect.MARK and len(one.found.roads) > 0


def _reopened(barriers: Barriers, new: Barriers, closed: RoadGraph, journey: WeighedJourney) -> Reopened:
    source, target = journey.origin.node, journey.destination.node
    open_path, after = (barriers.path(source, target, lifted) for lifted in (barriers.everything, 0))
    told = Reopened(
        journey=journey,
        outcome=outcome_of(open_path, after),
        open=route_of(barriers.graph, open_path) if open_path else None,
        after=route_of(closed, after) if after else None,
        fewest=(),
        sets=0,
        reopened=None,
    )
    if told.outcome is not Outcome.SEVERED:
        return told
    lifted, sets, reopened = fewest_lifted(barriers, source, target)
    lifted_new, _, reopened_new = fewest_lifted(new, source, target)
    standing = len(barriers.closures) - len(new.closures)
    return replace(
        told,
        fewest=members(lifted),
        sets=sets,
        reopened=reopened,
        fewest_new=tuple(i + standing for i in members(lifted_new)),
        reopened_new=reopened_new,
    )


def _title(answer: Reopening) -> str:
    if len(answer.journeys) == 1:
        journey = answer.journeys[0].journey
        return f"Reopening {words.end_name(journey.origin)} to {words.end_name(journey.destination)}"
    return f"Reopening {words.count(len(answer.journeys), 'journey')}"


def _sentence(answer: Reopening, first: Lift | None, names: str) -> str:
    if first is None:
        return "No closure in force, lifted alone or in order, gives a way or saves anything."
    told = f"Lifting {names} "
    if first.reconnected:
        journeys = (
            "the journey" if len(answer.journeys) == 1 else f"journeys of weight {first.reconnected:,.0f}"
        )
        return f"{told}reconnects {journeys}."
    return f"{told}saves {_saving(answer, first)}{' on average' if len(answer.journeys) > 1 else ''}."


def _saving(answer: Reopening, lift: Lift) -> str:
    """What a lift saves a journey, on average by weight."""
    return words.amount(answer.question, lift.saved / (answer.weight or 1.0))


def _names(answer: Reopening, closures: tuple[int, ...]) -> str:
    return " and ".join(words.target(answer.closures[i].closure.target) for i in closures)


def _taking(route: Route | None) -> str:
    return f" ({words.duration(route.time_s)}, {words.kilometres(route.length_m)})" if route else ""


def _reconnection(answer: Reopening, one: Reopened) -> Item:
    journey = one.journey
    ends = f"{words.end_name(journey.origin)} to {words.end_name(journey.destination)}"
    if one.fewest:
        detail = f"severed; lifting {words.count(len(one.fewest), 'closure')} reconnects it: "
        detail += f"{_names(answer, one.fewest)}{_taking(one.reopened)}"
        if one.sets > 1:
            detail += f", the best of {one.sets} choices"
        if one.fewest_new and one.fewest_new != one.fewest:
            detail += ". If the standing closures cannot be lifted: "
            detail += f"{_names(answer, one.fewest_new)}{_taking(one.reopened_new)}"
    else:
        detail = words.OUTCOMES[one.outcome]
    return Item("", ends, detail)


def _lifts(answer: Reopening, lifts: tuple[Lift, ...] | list[Lift]) -> Table:
    marks = {id(one): mark for mark, one in marks_of(answer.question).items()}
    rows = []
    for lift in lifts:
        told = ", ".join(marks.get(id(answer.closures[i]), "") for i in lift.closures)
        saved = _saving(answer, lift) if lift.saved else "–"
        rows.append(
            (told, _names(answer, lift.closures), f"{lift.reconnected:,.0f}", f"{lift.connected:,.0f}", saved)
        )
    saves = "saves" if len(answer.journeys) == 1 else "saves on average"
    return Table(("", "lift", "reconnects", "connected then", saves), tuple(rows), left=2)


def _to_lift(mark: Mark, lifted: set[int]) -> Mark:
    if id(mark.closure) not in lifted:
        return mark
    return Mark("to_lift", mark.text, mark.label, mark.lon, mark.lat, mark.roads, mark.closure)
