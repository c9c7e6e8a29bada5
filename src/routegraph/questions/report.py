"""The whole case on a few sheets: question, map before and after, what it hangs on, what to reopen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routegraph.asking import BaseStudy, supposing
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.questions.alternatives import alternatives
from routegraph.questions.answer import Answer
from routegraph.questions.chokepoints import chokepoints
from routegraph.questions.departure import departure
from routegraph.questions.reopening import reopening
from routegraph.questions.whatif import WhatIf, whatif
from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.sections import closure_item, data_limits, marks_of
from routegraph.render.sheets import write_sheets
from routegraph.render.text import AnswerText, Section
from routegraph.scenario.scenario import Scenario, find_scenario

if TYPE_CHECKING:
    from routegraph.questions.alternatives import Alternatives
    from routegraph.questions.chokepoints import Chokepoints
    from routegraph.questions.departure import Departure
    from routegraph.questions.reopening import Reopening


@supposing
def report(
    self: BaseStudy,
    scenario: str | Scenario | None,
    output: str | Path,
    *,
    origin: Asked = "",
    destination: Asked = "",
    dark: bool = False,
    depart: str | dt.datetime = "",
    curfew: str = "",
    hours: Sequence[str] = (),
    convoy: Sequence[str] = (),
    **closures: Any,
) -> Path:
    """Write the whole case of a scenario as a report: a PDF of several pages, or a PNG.

    Where no way remains, there are no pages for alternatives and chokepoints.

    Parameters
    ----------
    scenario : str, Scenario or None
        None where closures, events or a report in prose say all.
    output : path
        ``.pdf`` or ``.png``.
    origin, destination : str
        In place of the journey that the scenario names.
    dark : bool
        Light on dark.
    depart : str or datetime
        With a time to leave, a page tells when one arrives; see `departure`.
    curfew : str
        See `departure`.
    hours, convoy : sequence of str
        See `departure`.
    **closures
        See `Closures`.

    Returns
    -------
    Path
        Of the file written.

    Raises
    ------
    QuestionError
        No journey is given, and the scenario names none; or hours are given and no time to leave.

    Examples
    --------
    >>> import tempfile
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> study.report("khanasser-2015-10", Path(tempfile.mkdtemp()) / "report.pdf").name
    'report.pdf'
    """
    if isinstance(scenario, str) and Path(scenario).suffix.lower() in (".pdf", ".png"):
        raise QuestionError("a report takes its scenario first, None for none, and then the file to write.")
    timed = {"curfew": curfew, "hours": hours, "convoy": convoy}
    if not depart and (given := [key for key, value in timed.items() if value]):
        raise QuestionError(f"{given[0]} needs a time to leave: give depart as YYYY-MM-DDTHH:MM.")
    told = find_scenario(str(scenario)) if isinstance(scenario, str | Path) and scenario else scenario
    journey = (origin, destination) if origin and destination else told.journey if told else ()
    if len(journey) != 2:
        named = f"scenario {told.name!r} names no journey" if told else "a report needs a journey"
        raise QuestionError(
            f"{named}; give an origin and a destination, or add 'journey: [ORIGIN, DESTINATION]' to "
            "the scenario."
        )
    asked = whatif(self, *journey, scenario=scenario, **closures)
    remains = asked.after is not None
    return write_report(
        output,
        asked,
        alternatives=alternatives(self, *journey, scenario=scenario, **closures) if remains else None,
        chokepoints=chokepoints(self, *journey, scenario=scenario, **closures) if remains else None,
        reopening=reopening(self, *journey, scenario=scenario, **closures),
        departure=departure(
            self,
            *journey,
            depart=depart,
            curfew=curfew,
            hours=hours,
            convoy=convoy,
            scenario=scenario,
            **closures,
        )
        if depart
        else None,
        dark=dark,
    )


def write_report(
    path: str | Path,
    whatif: WhatIf,
    *,
    alternatives: Alternatives | None = None,
    chokepoints: Chokepoints | None = None,
    reopening: Reopening | None = None,
    departure: Departure | None = None,
    dark: bool = False,
) -> Path:
    """Write a report of one journey: a PDF of A4 sheets, or a PNG with the sheets one below the other.

    Parameters
    ----------
    path : path
        Ends in ``.pdf`` or ``.png``.
    whatif : WhatIf
    alternatives, chokepoints, reopening, departure : optional
        Each adds a sheet.
    dark : bool

    Raises
    ------
    QuestionError
        The path ends in something else.
    OutputError
        The file cannot be written there.
    """
    answers = [one for one in (whatif, departure, alternatives, chokepoints, reopening) if one is not None]
    pages = [_without_sources(answer.exhibit(), first=answer is whatif) for answer in answers]
    return write_sheets(path, pages, _sources(whatif), dark)


def _without_sources(exhibit: Exhibit, first: bool) -> Exhibit:
    """Leave quotes and sources of closures to the last sheets, and what reports say to the first page."""
    sections = tuple(
        replace(
            section,
            items=tuple(replace(item, quote="", source="", note="") for item in section.items),
            lines=(),
        )
        if section.cites
        else section
        for section in exhibit.text.sections
        if first or not section.reports
    )
    return replace(exhibit, text=replace(exhibit.text, sections=sections))


def _sources(whatif: WhatIf) -> AnswerText:
    """Return every closure with its source and quote, and the limits of the data."""
    marks = marks_of(whatif.question)
    told = AnswerText(
        title="Sources",
        outcome=words.count(len(marks), "closure"),
        sentence="Every closure with who reports it, and what is not known.",
        sections=(
            *(
                Section(
                    "",
                    items=(closure_item(one, mark, whatif.question.situation.supposition.date),),
                    cites=True,
                )
                for mark, one in marks.items()
            ),
            Section("Limits of the data and of the answer", lines=limits(whatif)),
        ),
    )
    return told.quoted_once()


def limits(answer: Answer) -> tuple[str, ...]:
    """Return what a reader must know of the data behind an answer before relying on it."""
    return (
        *data_limits(answer.question),
        f"Times, fuel and costs are those of the vehicle '{answer.question.vehicle.name}' on free roads: "
        "without checkpoints, queues, escorts or repairs.",
        "An answer is as good as the reports behind its closures; what nobody reported is taken as open.",
    )
