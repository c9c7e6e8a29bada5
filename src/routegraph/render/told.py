"""What an answer says, apart from how it is shown: one telling for terminal, page, card and text.

`tell.tell` makes a telling of each kind of answer; every output then shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routegraph.analysis.answer import Context
from routegraph.render import words
from routegraph.routing.route import Route
from routegraph.scenario.resolve import AppliedClosure


@dataclass(frozen=True)
class Table:
    """Rows of text under headers; the first column is a label, the others are numbers.

    Attributes
    ----------
    columns : tuple of str
    rows : tuple of tuple of str
    left : int
        How many columns, from the first, hold words and are set to the left.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


@dataclass(frozen=True)
class Item:
    """One closure, event or place, under the mark that it has on the map.

    Attributes
    ----------
    mark : str
        Number or letter; empty when it is not on the map.
    heading, detail, quote, source, url, note : str
    """

    mark: str
    heading: str
    detail: str = ""
    quote: str = ""
    source: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A titled part of a telling: a table, items or plain lines."""

    title: str
    table: Table | None = None
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()
    short: bool = False


@dataclass(frozen=True)
class Told:
    """Everything that an answer says.

    Attributes
    ----------
    title : str
        What was asked: ``Hama to Aleppo``.
    outcome : str
        A few words: ``no way remains``.
    sentence : str
        The outcome in one sentence.
    sections : tuple of Section
    warnings : tuple of str
    """

    title: str
    outcome: str
    sentence: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()


def way_section(title: str, route: Route) -> Section:
    """Return the main roads of a route with their lengths."""
    return Section(
        title,
        Table(("", ""), tuple((label, words.kilometres(length_m)) for label, length_m in words.way(route))),
    )


def closure_sections(context: Context) -> list[Section]:
    """Return what comes on top, what stands, and what is lifted, each under its mark."""
    situation = context.situation
    parts = (
        ("Closures", situation.closures, lambda i: str(i + 1), False),
        ("Standing closures", situation.standing, words.letters, True),
    )
    sections = []
    for title, those, mark, short in parts:
        items = [closure_item(one, mark(i)) for i, one in enumerate(those)]
        if items and short:
            sections.append(_in_short(title, items))
        elif items:
            sections.append(Section(title, items=tuple(items)))
    if situation.lifted:
        lifted = ", ".join(one.closure.target for one in situation.lifted)
        sections.append(Section("Lifted by the events", lines=(lifted,)))
    return sections


def _in_short(title: str, items: Sequence[Item]) -> Section:
    """Return a section of one line for each item, and the sources once for all that share them."""
    by_source: dict[str, list[str]] = {}
    for item in items:
        by_source.setdefault(item.source, []).append(item.mark)
    sources = tuple(f"{', '.join(those)}: {source}" for source, those in by_source.items() if source)
    lines = tuple(Item(item.mark, item.heading, item.detail.partition(" (")[0]) for item in items)
    return Section(title, items=lines, lines=sources, short=True)


def closure_item(one: AppliedClosure, mark: str) -> Item:
    """One closure with its source and quote."""
    event = one.closure.event
    return Item(
        mark=mark,
        heading=words.target(one.closure.target),
        detail=words.closure_words(one),
        quote=event.quote,
        source=words.source_words(one),
        url=event.source.url,
        note=event.note,
    )


def report_sections(context: Context) -> list[Section]:
    """Return what the report says that was given: its events, and what no map has."""
    extraction = context.situation.supposition.extraction
    if extraction is None:
        return []

    def near(place: str) -> str:
        return f"near {place}" if place else ""

    sections = []
    if extraction.events:
        items = tuple(
            Item(
                "",
                event.target,
                words.joined((words.deed(event.status, event.by), str(event.date or ""))),
                event.quote,
            )
            for event in extraction.events
        )
        sections.append(Section("The report says", items=items))
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


def closure_marks(context: Context) -> dict[str, AppliedClosure]:
    """Return every closure under its mark: those on top by numbers, the standing ones by letters."""
    situation = context.situation
    return {str(i + 1): one for i, one in enumerate(situation.closures)} | {
        words.letters(i): one for i, one in enumerate(situation.standing)
    }
