"""Scenarios side by side: what every question answers for one journey, on one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

from routegraph.analysis.stretches import Dependence
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.questions.alternatives import Alternatives, alternatives
from routegraph.questions.answer import JourneyAnswer, flat
from routegraph.questions.capacity import Capacity, capacity
from routegraph.questions.chokepoints import Chokepoints, chokepoints
from routegraph.questions.departure import Departure, departure
from routegraph.questions.isolated import Isolated, isolated
from routegraph.questions.reopening import Reopening, reopening
from routegraph.questions.survival import Survival, survival
from routegraph.questions.whatif import WhatIf, whatif
from routegraph.render import words
from routegraph.render.scene import Scene, ends_of, line_of, way_role
from routegraph.render.sections import closure_sections
from routegraph.render.text import AnswerText, Item, Section, Table
from routegraph.reports.hours import parse_depart
from routegraph.scenario.scenario import Scenario, find_scenario
from routegraph.scenario.supposition import Closures, texts

NONE = "–"


@dataclass(frozen=True, eq=False)
class ComparedCase:
    """One scenario, and what each question answers under it.

    Attributes
    ----------
    name, title : str
        Of the scenario; ``nothing closed`` for none.
    isolated : Isolated
        From the origin.
    departure : Departure or None
        None where nobody leaves at a given time.
    chokepoints : Chokepoints or None
        None where no way remains.
    survival : Survival or None
        None where nothing is closed.
    """

    name: str
    title: str
    whatif: WhatIf
    capacity: Capacity
    isolated: Isolated
    departure: Departure | None = None
    alternatives: Alternatives | None = None
    chokepoints: Chokepoints | None = None
    reopening: Reopening | None = None
    survival: Survival | None = None

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """Stretches without which there is no other way."""
        if self.chokepoints is None:
            return ()
        return tuple(
            one.label
            for one in self.chokepoints.stretches
            if one.dependence is Dependence.TOTAL and not one.at_end
        )

    @property
    def to_lift(self) -> tuple[str, ...]:
        """Fewest closures that must be lifted for a way."""
        if self.reopening is None:
            return ()
        closures = self.reopening.closures
        return tuple(closures[i].closure.target for one in self.reopening.journeys for i in one.fewest)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        after, flow = self.whatif.after, self.capacity.after
        return {
            "scenario": self.name,
            "title": self.title,
            "outcome": self.whatif.outcome.value,
            "way": after.to_dict() if after else None,
            "ways_that_differ": len(self.alternatives.routes) if self.alternatives else 0,
            "hangs_on": list(self.hangs_on),
            "to_lift": list(self.to_lift),
            "probability_of_a_way": round(self.survival.probability, 4) if self.survival else None,
            "vehicles_per_day": flow.vehicles,
            "tonnes_per_day": round(flow.tonnes, 2),
            "demand_met": None if flow.met is None else round(flow.met, 4),
            "stock_days": flow.stock_days,
            "bottlenecks": [one.label for one in flow.bottlenecks],
            "arrives": self.departure.to_dict()["after"] and self.departure.to_dict()["after"]["arrive"]
            if self.departure
            else None,
            "places_cut_off": len(self.isolated.lost) + len(self.isolated.already.places),
            "people_cut_off": self.isolated.lost_population + self.isolated.already.population,
        }


@dataclass(frozen=True, eq=False)
class Comparison(JourneyAnswer):
    """Scenarios side by side.

    Attributes
    ----------
    question : Question
        Without a scenario.
    cases : tuple of ComparedCase
        As asked; the first has nothing closed but what every case has.
    """

    cases: tuple[ComparedCase, ...]

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "cases": [case.to_dict() for case in self.cases],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One record for each case."""
        return [flat(case.to_dict()) for case in self.cases]

    def text(self) -> AnswerText:
        """Every question a row, every case a column."""
        cut = [case for case in self.cases if case.whatif.after is None]
        fleet = words.fleet(self.question)
        rows = tuple(
            (label, *(said(case) for case in self.cases))
            for label, said in (*ROWS, (f"{fleet} a day", lambda case: f"{case.capacity.after.vehicles:,}"))
            if any(said(case) != NONE for case in self.cases)
        )
        rows += tuple(
            (label, *(said(case) for case in self.cases))
            for label, said in SUPPLY
            if any(said(case) != NONE for case in self.cases)
        )
        told = [
            Section(
                title,
                items=tuple(Item("", case.name, "; ".join(find(case))) for case in self.cases if find(case)),
            )
            for title, find in LISTS
        ]
        names = tuple(Item("", case.name, case.title) for case in self.cases if case.title != case.name)
        return AnswerText(
            title=self._title,
            outcome=f"{words.count(len(self.cases), 'case')} compared",
            sentence=f"No way remains in {len(cut)} of {len(self.cases)}: {', '.join(c.name for c in cut)}."
            if cut
            else "A way remains in each.",
            sections=(
                Section(
                    "Every question, side by side", Table(("", *(case.name for case in self.cases)), rows)
                ),
                *(section for section in told if section.items),
                *([Section("The cases", items=names)] if names else []),
                *(
                    replace(section, title=f"{section.title} of {case.name}")
                    for case in self.cases
                    for section in closure_sections(case.whatif.question)
                    if section.cites
                ),
            ),
            warnings=self.warnings,
        )

    def scene(self) -> Scene:
        """The way of each case."""
        ways = [(case.name, case.whatif.after) for case in self.cases]
        return Scene(
            network=self.question.network,
            lines=tuple(
                line_of(way, way_role(i), "ABCDEFGHIJ"[i % 10], name)
                for i, (name, way) in enumerate(ways)
                if way
            ),
            ends=ends_of(self.origin, self.destination),
        )


def _way(said: Callable[[Any], str]) -> Callable[[ComparedCase], str]:
    return lambda case: said(case.whatif.after) if case.whatif.after else "no way"


def _arrives(case: ComparedCase) -> str:
    if case.departure is None:
        return NONE
    after = case.departure.after
    return f"{after.arrive + dt.timedelta(seconds=30):%m-%d %H:%M}" if after else "never"


def _chance(case: ComparedCase) -> str:
    if case.survival is None:  # nothing is closed, so nothing is in doubt
        return words.chance(1.0) if case.whatif.after else NONE
    return words.chance(case.survival.probability)


def _cut_off(case: ComparedCase) -> str:
    return f"{len(case.isolated.lost) + len(case.isolated.already.places):,}"


ROWS: tuple[tuple[str, Callable[[ComparedCase], str]], ...] = (
    ("time", _way(lambda way: words.duration(way.time_s))),
    ("distance", _way(lambda way: words.kilometres(way.length_m))),
    ("cost", _way(lambda way: words.money(way.cost, way.currency))),
    ("arrives", _arrives),
    ("ways that differ", lambda case: str(len(case.alternatives.routes)) if case.alternatives else "0"),
    ("no other way on", lambda case: words.count(len(case.hangs_on), "stretch", "stretches")),
    ("chance of a way", _chance),
    ("places cut off", _cut_off),
)
SUPPLY: tuple[tuple[str, Callable[[ComparedCase], str]], ...] = (
    ("tonnes a day", lambda case: words.tonnes(case.capacity.after.tonnes)),
    ("demand met", lambda case: words.percent(case.capacity.after.met)),
    ("the stock lasts", lambda case: words.days(case.capacity.after.stock_days)),
)
LISTS: tuple[tuple[str, Callable[[ComparedCase], Sequence[str]]], ...] = (
    ("No other way on", lambda case: case.hangs_on),
    ("What holds supply back", lambda case: [one.label for one in case.capacity.after.bottlenecks]),
    ("Fewest closures to lift", lambda case: case.to_lift),
)


@supposing
def compare(
    self: BaseStudy,
    origin: Asked,
    destination: Asked,
    *,
    cases: Sequence[str | Scenario],
    demand: str | float | None = None,
    stock: str | float | None = None,
    limit: Sequence[str] = (),
    depart: str | dt.datetime = "",
    curfew: str = "",
    **closures: Unpack[Closures],
) -> Comparison:
    """Put scenarios side by side: what every question answers for one journey.

    Closures that are told hold in every case.

    Parameters
    ----------
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    cases : sequence of str or Scenario
        Names or files of scenarios; that with nothing closed comes first by itself.
    demand, stock : str or float, optional
        See `capacity`.
    limit : sequence of str
        See `capacity`.
    depart : str or datetime
        See `departure`; the day of leaving is the day that every question asks about.
    curfew : str
        See `departure`.
    **closures
        See `Closures`.

    Returns
    -------
    Comparison
        The answers of every question by case.

    Examples
    --------
    >>> import routegraph
    >>> answer = routegraph.load("hama-aleppo").compare("Hama", "Aleppo", cases=["khanasser-2015-10"])
    >>> [case.name for case in answer.cases]
    ['nothing closed', 'khanasser-2015-10']
    """
    names = cases if isinstance(cases, str) else [getattr(one, "name", one) for one in cases]
    given = texts("cases", names)
    if not given:
        raise QuestionError("nothing to compare; give at least one scenario.")
    if closures.get("scenario"):
        raise QuestionError("a comparison has its scenarios as cases; drop scenario.")
    if depart and not closures.get("date"):
        closures["date"] = parse_depart(depart).date()
    start, end = journey_between(self, origin, destination)
    told = (start.query, end.query)
    question = question_of(self,
        "compare", told, closures, case=list(given), demand=demand, stock=stock, limit=list(limit),
        depart=str(depart), curfew=curfew,
    )  # fmt: skip

    def case(scenario: str | Scenario | None) -> ComparedCase:
        named: Closures = {**closures, "scenario": scenario} if scenario else closures
        found = find_scenario(scenario) if isinstance(scenario, str) else scenario
        asked = whatif(self, *told, **named)
        remains, closed = asked.after is not None, bool(asked.question.situation.after)
        return ComparedCase(
            name=found.name if found else "nothing closed",
            title=found.title if found else "nothing closed",
            whatif=asked,
            capacity=capacity(self, *told, demand=demand, stock=stock, limit=limit, **named),
            isolated=isolated(self, [start.query], **named),
            departure=departure(self, *told, depart=depart, curfew=curfew, **named) if depart else None,
            alternatives=alternatives(self, *told, **named) if remains else None,
            chokepoints=chokepoints(self, *told, **named) if remains else None,
            reopening=reopening(self, *told, **named) if closed and not remains else None,
            survival=survival(self, *told, **named) if closed else None,
        )

    found = [case(one) for one in (None, *cases)]
    notes = [f"{one.name}: {note}" for one in found for note in one.whatif.warnings]
    return Comparison(
        question=question, origin=start, destination=end,
        cases=tuple(found), warnings=tuple(dict.fromkeys(notes)),
    )  # fmt: skip
