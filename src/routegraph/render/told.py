"""What an answer says, apart from how it is shown: one telling for terminal, page, card and text.

Each kind of answer adds its telling to `tell` by single dispatch; every output then shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

from routegraph.analysis.answer import Answer, Context
from routegraph.analysis.route import Route
from routegraph.analysis.whatif import Outcome, WhatIf
from routegraph.render import words
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


@singledispatch
def tell(answer: Answer) -> Told:
    """Return what an answer says."""
    raise NotImplementedError(f"nothing tells a {type(answer).__name__}; register it with told.tell")


@tell.register
def _(answer: WhatIf) -> Told:
    sections = [
        *report_sections(answer.context),
        comparison(answer),
        *ways(answer),
        *closure_sections(answer.context),
        *_proof(answer),
    ]
    return Told(
        title=f"{words.end_name(answer.origin)} to {words.end_name(answer.destination)}",
        outcome=words.OUTCOMES[answer.outcome],
        sentence=_sentence(answer),
        sections=tuple(sections),
        warnings=answer.warnings,
    )


def _sentence(answer: WhatIf) -> str:
    before, after = answer.before, answer.after
    if before and after and answer.outcome is not Outcome.UNAFFECTED:
        time = words.change(words.duration(abs(after.time_s - before.time_s)), after.time_s - before.time_s)
        length = words.change(
            words.kilometres(abs(after.length_m - before.length_m)), after.length_m - before.length_m
        )
        ways = (
            f"{words.duration(after.time_s)} by {words.via(after)} instead of "
            f"{words.duration(before.time_s)} by {words.via(before)}"
        )
        if words.via(after) == words.via(before):
            ways = (
                f"{words.duration(after.time_s)} instead of {words.duration(before.time_s)}, "
                f"both in the main by {words.via(after)}"
            )
        return f"{ways}: {time}, {length}."
    if before and after:
        return f"The way of {words.kilometres(before.length_m)} by {words.via(before)} is not touched."
    if before:
        way = f"{words.kilometres(before.length_m)} by {words.via(before)}"
        return f"The way of {way} is closed, and no other remains."
    if after:
        return (
            f"A way of {words.kilometres(after.length_m)} by {words.via(after)} opens where there was none."
        )
    return "No way joins the two under the standing closures, nor with those that come on top."


def comparison(answer: WhatIf) -> Section:
    """Before, after and change of time, distance, fuel and cost."""
    vehicle = answer.context.vehicle
    quantities = (
        ("time", "time_s", words.duration),
        ("distance", "length_m", words.kilometres),
        ("fuel", "fuel_l", words.litres),
        ("cost", "cost", lambda amount: words.money(amount, vehicle.currency)),
        ("cost per tonne", "cost_per_t", lambda amount: words.money(amount, vehicle.currency)),
    )
    rows = []
    for label, key, said in quantities:
        before, after = (getattr(route, key) if route else None for route in (answer.before, answer.after))
        shift = (
            words.change(said(abs(after - before)), after - before)
            if before is not None and after is not None
            else "–"
        )
        rows.append(
            (label, *("no way" if value is None else said(value) for value in (before, after)), shift)
        )
    rows.append(
        (
            "disjoint routes",
            str(answer.disjoint_before),
            str(answer.disjoint_after),
            words.change(
                str(abs(answer.disjoint_after - answer.disjoint_before)),
                answer.disjoint_after - answer.disjoint_before,
            ),
        )
    )
    return Section("Before and after", Table(("", "before", "after", "change"), tuple(rows)))


def ways(answer: WhatIf) -> list[Section]:
    """Return the roads of the ways before and after, as one section when they are the same."""
    if answer.before and answer.after and list(answer.before.roads) == list(answer.after.roads):
        return [way_section("The way, before and after", answer.before)]
    return [
        way_section(title, route)
        for title, route in (("The way before", answer.before), ("The way after", answer.after))
        if route
    ]


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
    sections = [
        Section(title, items=tuple(closure_item(one, mark(i)) for i, one in enumerate(those)), short=short)
        for title, those, mark, short in parts
        if those
    ]
    if situation.lifted:
        lifted = ", ".join(one.closure.target for one in situation.lifted)
        sections.append(Section("Lifted by the events", lines=(lifted,)))
    return sections


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
    """Return what the report says that was given: what no map has, and its claims of the outcome."""
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
                words.joined((event.status.value, event.by, str(event.date or ""))),
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
                words.joined((one.status.value, one.by, near(one.near))),
                one.quote,
                note=one.why,
            )
            for one in extraction.unlocated
        )
        sections.append(Section("Reported, and on no map: closes nothing", items=items))
    if extraction.claims:
        items = tuple(Item("", one.claim, quote=one.quote) for one in extraction.claims)
        sections.append(Section("The report claims: to compare with the answer", items=items))
    return sections


def _proof(answer: WhatIf) -> list[Section]:
    sections = []
    if answer.cut:
        items = tuple(Item("", cut.label, words.kilometres(cut.length_m)) for cut in answer.cut)
        proof = f"Proof: {words.count(len(answer.cut), 'closed road')} cut every way"
        sections.append(Section(proof, items=items))
    if answer.without_standing:
        sections.append(
            Section("Without the standing closures", lines=(without_standing(answer.without_standing),))
        )
    return sections


def without_standing(route: Route) -> str:
    """Say the way that would remain if the standing closures were lifted."""
    return (
        f"If the standing closures were lifted, a way of {words.kilometres(route.length_m)} "
        f"({words.duration(route.time_s)}) would remain, by {words.via(route)}."
    )


def marks(
    closures: Sequence[AppliedClosure], standing: Sequence[AppliedClosure]
) -> dict[str, AppliedClosure]:
    """Return the marks of closures on the map: numbers on top of letters."""
    return {str(i + 1): one for i, one in enumerate(closures)} | {
        words.letters(i): one for i, one in enumerate(standing)
    }
