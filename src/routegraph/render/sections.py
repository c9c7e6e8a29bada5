"""Sections that the texts of several questions share: ways, closures, and what a report says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from routegraph.analysis.settlements import Settlement
from routegraph.render import words
from routegraph.render.text import Item, Section, Table
from routegraph.reports.event import Event
from routegraph.routing.route import Route
from routegraph.scenario.applied import AppliedClosure
from routegraph.scenario.question import Question

MOST_UNREAD = 12
"""Sentences of a report that closed nothing, of each kind, that an answer shows."""

MOST_PLACES = 40


def way_section(title: str, route: Route) -> Section:
    """Return the main roads of a route with their lengths."""
    return Section(
        title,
        Table(("", ""), tuple((label, words.kilometres(length_m)) for label, length_m in words.way(route))),
    )


def closure_sections(question: Question, ends: Collection[str] = ()) -> list[Section]:
    """Return what comes on top, what stands, and what is lifted, each under its mark.

    `ends` are the names, in lower case, that no closure is offered for: those of the journey's own ends.
    """
    situation, on = question.situation, question.situation.supposition.date
    parts = (
        ("Closures", situation.closures, lambda i: str(i + 1), False),
        ("Standing closures", situation.standing, words.letters, True),
    )
    sections = []
    for title, those, mark, short in parts:
        items = [closure_item(one, mark(i), on) for i, one in enumerate(those)]
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
        offered = words.closable([target for target in targets if target.casefold() not in ends])
        return Item("", offered or why, quote=quote, note=why if offered else "")

    not_understood = [unread(one.names, one.quote, one.why) for one in extraction.not_understood]
    set_aside = [unread(one.targets, one.quote, one.reason) for one in extraction.set_aside]
    to_confirm = [
        Item("", words.closable((one.target,)), words.deed(one.status, one.by), one.quote, note=one.note)
        for one in extraction.to_confirm
    ]
    parts = (
        ("Said by a model alone, to confirm: closes nothing", to_confirm),
        ("In the report, and not understood: closes nothing", not_understood),
        ("In the report, and set aside: closes nothing", set_aside),
    )
    sections = []
    for title, items in parts:
        more = len(items) - MOST_UNREAD
        lines = (f"and {more} more: routegraph extract tells all",) if more > 0 else ()
        if items:
            sections.append(Section(title, items=tuple(items[:MOST_UNREAD]), lines=lines))
    return sections


def _in_short(title: str, items: Sequence[Item]) -> Section:
    """Return a section of one line for each item, and the sources once for all that share them."""
    by_source: dict[str, list[str]] = {}
    for item in items:
        by_source.setdefault(item.source, []).append(item.mark)
    sources = tuple(f"{', '.join(those)}: {source}" for source, those in by_source.items() if source)
    lines = tuple(Item(item.mark, item.heading, item.detail.partition(" (")[0]) for item in items)
    return Section(title, items=lines, lines=sources, short=True, cites=True)


def closure_item(one: AppliedClosure, mark: str, on: dt.date | None = None) -> Item:
    """One closure with its source and quote, and its age `on` the day asked about."""
    event = one.closure.event
    return Item(
        mark=mark,
        heading=words.told_target(event),
        detail=words.closure_words(one, on),
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
    """Return what the report says that was given: its events, and what no map has."""
    extraction = question.situation.supposition.extraction
    if extraction is None:
        return []

    def near(place: str) -> str:
        return f"near {place}" if place else ""

    quoted = {one.closure.event: mark for mark, one in marks_of(question).items()}

    def told(event: Event) -> Item:
        """An event, with its quote where no closure gives it."""
        closure = f"closure {quoted[event]}" if event in quoted else ""
        detail = words.joined((words.deed(event.status, event.by), str(event.date or ""), closure))
        return Item("", words.told_target(event), detail, "" if closure else event.quote)

    sections = []
    if extraction.events:
        sections.append(Section("The report says", items=tuple(map(told, extraction.events))))
    if extraction.unlocated:
        items = tuple(
            Item(
                "",
                one.spelled,
                words.joined((words.deed(one.status, one.by), near(one.near))),
                one.quote,
                note=one.why,
            )
            for one in extraction.unlocated
        )
        sections.append(Section("Reported, and on no map: closes nothing", items=items))
    return sections


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


def named(places: Sequence[Settlement]) -> str:
    """Name places with their people, the first `MOST_PLACES` of them."""
    told = [
        f"{place.name} ({place.population:,})" if place.population else words.short_name(place.name)
        for place in places[:MOST_PLACES]
    ]
    left = len(places) - len(told)
    return ", ".join(told) + (f", and {left:,} more: --json names every place" if left else "")
