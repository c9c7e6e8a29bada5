"""Sections that the texts of several questions share: ways, closures, and what a report says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from routegraph.render import words
from routegraph.render.text import Item, Section, Table
from routegraph.reports.event import Event
from routegraph.routing.route import Route
from routegraph.scenario.applied import AppliedClosure
from routegraph.scenario.question import Question

if TYPE_CHECKING:
    from routegraph.analysis.settlements import Settlement

MOST_UNREAD = 12
"""Sentences of a report that closed nothing, of each kind, that an answer shows."""

MOST_ON_PAPER = 2000
"""Places that a list on paper names: a sheet as tall as two of A4 upright."""

MOST_PLACES, IN_A_PARAGRAPH = 40, 60
"""Places that a list on a screen names, and that a paragraph on paper has: a column ends after one."""


def way_section(title: str, route: Route) -> Section:
    """Return the main roads of a route with their lengths."""
    return Section(
        title,
        Table(("", ""), tuple((label, words.kilometres(length_m)) for label, length_m in words.way(route))),
    )


def closure_sections(
    question: Question, ends: Collection[str] = (), told: Collection[Event] = ()
) -> list[Section]:
    """Return what comes on top, what stands, and what is lifted, each under its mark.

    `ends` are the names, in lower case, that no closure is offered for: those of the journey's own ends.
    The events `told` elsewhere are left out.
    """
    situation, on = question.situation, question.situation.supposition.date
    parts = (
        ("Closures", situation.closures, lambda i: str(i + 1), False),
        ("Standing closures", situation.standing, words.letters, True),
    )
    sections = []
    for title, those, mark, short in parts:
        items = [
            closure_item(one, mark(i), on, brief=short)
            for i, one in enumerate(those)
            if one.closure.event not in told
        ]
        if items and short:
            sections.append(_in_short(title, items))
        elif items:
            sections.append(Section(title, items=tuple(items), cites=True))
    if situation.lifted:
        lifted = ", ".join(one.closure.target for one in situation.lifted)
        sections.append(Section("Lifted by the events", lines=(lifted,)))
    return [*sections, *_unread_sections(question, ends)]


def _unread_sections(question: Question, ends: Collection[str]) -> list[Section]:
    """Return what the report says besides: what was not understood, and what was set aside and why."""
    extraction = question.situation.supposition.extraction
    if extraction is None:
        return []

    def unread(targets: Sequence[str], quote: str, why: str) -> Item:
        return Item(
            "", quote=quote, note=_unless(why, [one for one in targets if one.casefold() not in ends])
        )

    not_understood = [unread(one.names, one.quote, one.why) for one in extraction.not_understood]
    set_aside = [unread(one.targets, one.quote, one.reason) for one in extraction.set_aside]
    to_confirm = [
        Item(
            "",
            words.told_target(one),
            words.deed(one.status, one.by),
            one.quote,
            note=_unless(one.note, (one.target,)),
        )
        for one in extraction.to_confirm
    ]
    parts = (
        ("Said by a model alone, closes nothing", to_confirm),
        ("Not understood, closes nothing", not_understood),
        ("Set aside, closes nothing", set_aside),
    )
    sections = []
    for title, items in parts:
        more = len(items) - MOST_UNREAD
        lines = (f"and {more} more: routegraph extract tells all",) if more > 0 else ()
        if items:
            sections.append(Section(title, items=tuple(items[:MOST_UNREAD]), lines=lines, reports=True))
    return sections


def _unless(why: str, targets: Sequence[str]) -> str:
    """Say why a sentence closes nothing, and by which option it would."""
    closes = f"to close it all the same: {words.closable(targets)}" if targets else ""
    return words.joined((why, closes), "; ")


def _in_short(title: str, items: Sequence[Item]) -> Section:
    """Return a section of one line for each item, and the sources once for all that share them."""
    by_source: dict[str, list[str]] = {}
    for item in items:
        by_source.setdefault(item.source, []).append(item.mark)
    sources = tuple(f"{', '.join(those)}: {source}" for source, those in by_source.items() if source)
    lines = tuple(Item(item.mark, item.heading, item.detail) for item in items)
    return Section(title, items=lines, lines=sources, short=True, cites=True)


def closure_item(one: AppliedClosure, mark: str, on: dt.date | None = None, *, brief: bool = False) -> Item:
    """One closure with its source and quote, and its age `on` the day asked about."""
    event = one.closure.event
    told = words.brief_closure if brief else words.closure_words
    return Item(
        mark=mark,
        heading=words.told_target(event),
        detail=told(one, on),
        quote=event.quote,
        source=words.source_words(one),
        url=event.source.url,
        note=event.note,
    )


def event_item(event: Event, mark: str, detail: str) -> Item:
    """One event with its source and quote."""
    source = event.source
    return Item(mark, words.target(event.target), detail, event.quote, str(source), source.url, event.note)


def report_sections(question: Question) -> list[Section]:
    """Return what the report says that was given: its events, and what no map has.

    An event that is among the closures stands here in a line under its mark, and is quoted there.
    """
    extraction = question.situation.supposition.extraction
    if extraction is None:
        return []

    def near(place: str) -> str:
        return f"near {place}" if place else ""

    quoted = {one.closure.event: mark for mark, one in marks_of(question).items()}

    sections = []
    if extraction.events:
        items = tuple(
            Item(
                quoted.get(event, ""),
                words.told_target(event),
                words.joined((words.deed(event.status, event.by), str(event.date or ""))),
                "" if event in quoted else event.quote,
            )
            for event in extraction.events
        )
        sections.append(Section("The report says", items=items, reports=True))
    if extraction.unlocated:
        items = tuple(
            Item(
                "",
                one.spelled,
                words.joined((words.deed(one.status, one.by), near(one.near))),
                one.quote,
                note=_unless(one.why, one.targets),
            )
            for one in extraction.unlocated
        )
        sections.append(Section("On no map, closes nothing", items=items, reports=True))
    return sections


def data_limits(question: Question) -> tuple[str, ...]:
    """Return what a reader must know of the roads behind an answer: source, what was filled in, what left."""
    source = question.network.provenance
    state = f", state of {source.data_date}" if source.data_date else "; it does not tell of what day"
    told = [f"Roads: {source.source}{state}; licence {source.licence}.", *source.notes]
    parts = (
        ("Filled in where the source does not tell", source.imputed),
        ("In the source and not modelled", source.lost),
    )
    for title, counts in parts:
        if counts:
            told.append(f"{title}: {'; '.join(f'{what} ({number:,})' for what, number in counts.items())}.")
    return tuple(told)


def without_standing(route: Route) -> str:
    """Say the way that would remain if the standing closures were lifted."""
    return (
        f"If the standing closures were lifted, a way of {words.kilometres(route.length_m)} "
        f"({words.duration(route.time_s)}) would remain, by {words.via(route)}."
    )


def marks_of(question: Question) -> dict[str, AppliedClosure]:
    """Return every closure under its mark: those on top by numbers, the standing ones by letters."""
    situation = question.situation
    return {str(i + 1): one for i, one in enumerate(situation.closures)} | {
        words.letters(i): one for i, one in enumerate(situation.standing)
    }


def places_section(title: str, places: Sequence[Settlement], most: int = MOST_PLACES) -> Section:
    """Name places with their people: on a screen the first `most` of them, on paper `MOST_ON_PAPER`."""
    told = [
        f"{place.name} ({place.population:,})" if place.population else words.short_name(place.name)
        for place in places
    ]
    if len(told) <= most:
        return Section(title, lines=(", ".join(told),))
    screen, paper = (_and_more(told, number) for number in (most, MOST_ON_PAPER))
    parts = [", ".join(paper[i : i + IN_A_PARAGRAPH]) for i in range(0, len(paper), IN_A_PARAGRAPH)]
    return Section(title, lines=(", ".join(screen),), whole=Section(title, lines=tuple(parts)))


def _and_more(told: list[str], most: int) -> list[str]:
    left = len(told) - most
    return [*told[:most], f"and {left:,} more: --csv names every place"] if left > 0 else told
