"""Scenarios side by side: what every question answers for one journey, on one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from routegraph.analysis.stretches import Dependence
from routegraph.places.locate import Location
from routegraph.questions.alternatives import Alternatives
from routegraph.questions.answer import Answer
from routegraph.questions.capacity import Capacity, days, fleet_word, percent, tonnes
from routegraph.questions.chokepoints import Chokepoints
from routegraph.questions.departure import Departure
from routegraph.questions.isolated import Isolated
from routegraph.questions.reopening import Reopening
from routegraph.questions.survival import Survival
from routegraph.questions.whatif import WhatIf
from routegraph.render import words
from routegraph.render.scene import Scene, ends_of, line_of, way_role
from routegraph.render.text import AnswerText, Item, Section, Table
from routegraph.scenario.question import Question

NONE = "–"


@dataclass(frozen=True, eq=False)
class Case:
    """One scenario, and what each question answers under it.

    Attributes
    ----------
    name, title : str
        Of the scenario; ``nothing closed`` for none.
    whatif : WhatIf
    capacity : Capacity
    isolated : Isolated
        From the origin.
    departure : Departure or None
        None where nobody leaves at a given time.
    alternatives : Alternatives or None
    chokepoints : Chokepoints or None
        None where no way remains.
    reopening : Reopening or None
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
class Comparison(Answer):
    """Scenarios side by side.

    Attributes
    ----------
    question : Question
        Without a scenario.
    origin, destination : Location
    cases : tuple of Case
        As asked; the first has nothing closed but what every case has.
    warnings : tuple of str
    """

    question: Question
    origin: Location
    destination: Location
    cases: tuple[Case, ...]
    warnings: tuple[str, ...]

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "origin": self.origin.to_dict(),
            "destination": self.destination.to_dict(),
            "cases": [case.to_dict() for case in self.cases],
            "warnings": list(self.warnings),
        }

    def rows(self) -> list[dict[str, Any]]:
        """One record for each case."""
        return [
            {key: told for key, told in case.to_dict().items() if not isinstance(told, list | dict)}
            for case in self.cases
        ]

    def text(self) -> AnswerText:
        """Every question a row, every case a column."""
        cut = [case for case in self.cases if case.whatif.after is None]
        fleet = fleet_word(self.question)
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
            title=f"{words.end_name(self.origin)} to {words.end_name(self.destination)}",
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


def _way(said: Callable[[Any], str]) -> Callable[[Case], str]:
    return lambda case: said(case.whatif.after) if case.whatif.after else "no way"


def _arrives(case: Case) -> str:
    if case.departure is None:
        return NONE
    after = case.departure.after
    return f"{after.arrive:%m-%d %H:%M}" if after else "never"


def _cut_off(case: Case) -> str:
    return f"{len(case.isolated.lost) + len(case.isolated.already.places):,}"


ROWS: tuple[tuple[str, Callable[[Case], str]], ...] = (
    ("time", _way(lambda way: words.duration(way.time_s))),
    ("distance", _way(lambda way: words.kilometres(way.length_m))),
    ("cost", _way(lambda way: words.money(way.cost, way.currency))),
    ("arrives", _arrives),
    ("ways that differ", lambda case: str(len(case.alternatives.routes)) if case.alternatives else "0"),
    ("no other way on", lambda case: words.count(len(case.hangs_on), "stretch", "stretches")),
    ("a way is likely", lambda case: percent(case.survival.probability) if case.survival else NONE),
    ("places cut off", _cut_off),
)
SUPPLY: tuple[tuple[str, Callable[[Case], str]], ...] = (
    ("tonnes a day", lambda case: tonnes(case.capacity.after.tonnes)),
    ("demand met", lambda case: percent(case.capacity.after.met)),
    ("the stock lasts", lambda case: days(case.capacity.after.stock_days)),
)
LISTS: tuple[tuple[str, Callable[[Case], Sequence[str]]], ...] = (
    ("No other way on", lambda case: case.hangs_on),
    ("What holds supply back", lambda case: [one.label for one in case.capacity.after.bottlenecks]),
    ("Fewest closures to lift", lambda case: case.to_lift),
)
