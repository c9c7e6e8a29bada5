"""What is told of one journey before and after its closures."""

from __future__ import annotations

from routegraph.analysis.whatif import WhatIf
from routegraph.render import words
from routegraph.render.tell import tell
from routegraph.render.told import (
    Item,
    Section,
    Table,
    Told,
    closure_sections,
    report_sections,
    way_section,
    without_standing,
)
from routegraph.routing.outcome import Outcome


@tell.register
def tell_whatif(answer: WhatIf) -> Told:
    """Tell one journey before and after."""
    sections = [
        *report_sections(answer.context),
        *_claims(answer),
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


def _claims(answer: WhatIf) -> list[Section]:
    """Set what the report claims of the outcome against the computed one."""
    verdicts = {True: "the answer agrees", False: "the answer differs", None: "about another journey"}
    items = tuple(
        Item("", one.claim.claim, verdicts[one.agrees], quote=one.claim.quote) for one in answer.claims
    )
    return [Section("The report claims", items=items)] if items else []


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
