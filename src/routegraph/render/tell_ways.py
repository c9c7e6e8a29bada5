"""What is told of the ways of a journey: which remain, what they hang on, what to reopen."""

from __future__ import annotations

from routegraph.analysis.alternatives import Alternatives
from routegraph.analysis.chokepoints import Chokepoints
from routegraph.analysis.reopening import Lift, Reopened, Reopening
from routegraph.analysis.stretches import Stretch
from routegraph.render import words
from routegraph.render.tell import tell
from routegraph.render.told import (
    Item,
    Section,
    Table,
    Told,
    closure_marks,
    closure_sections,
    report_sections,
)
from routegraph.routing.route import Route

MOST_STRETCHES = 12
MOST_LIFTS = 15


@tell.register
def tell_alternatives(answer: Alternatives) -> Told:
    """Tell the ways that remain."""
    count = len(answer.routes)
    rows = []
    for i, one in enumerate(answer.routes):
        route = one.route
        rows.append(
            (
                words.capital(i),
                words.via(route),
                words.duration(route.time_s),
                words.kilometres(route.length_m),
                words.money(route.cost, route.currency),
                f"{one.stretch:.2f}",
                "" if i == 0 else f"{answer.share[i, 0]:.0%}",
            )
        )
    table = Table(("", "by", "time", "distance", "cost", "× best", "shared"), tuple(rows), left=2)
    return Told(
        title=f"{words.end_name(answer.origin)} to {words.end_name(answer.destination)}",
        outcome=words.count(count, "way remains", "ways remain") if count else "no way remains",
        sentence=_alternatives_sentence(answer),
        sections=(
            *report_sections(answer.context),
            *([Section("Ways that remain", table)] if rows else []),
            *closure_sections(answer.context),
        ),
        warnings=answer.warnings,
    )


def _alternatives_sentence(answer: Alternatives) -> str:
    if not answer.routes:
        return "Under these closures no way is left."
    best = answer.routes[0].route
    told = f"The best takes {words.duration(best.time_s)} by {words.via(best)}"
    if len(answer.routes) == 1:
        return f"{told}; no other way keeps to the bounds."
    return f"{told}; the others cost up to {max(one.stretch for one in answer.routes):.2f} times as much."


@tell.register
def tell_chokepoints(answer: Chokepoints) -> Told:
    """Tell what a journey hangs on."""
    shown = [stretch for stretch in answer.stretches if not stretch.at_end][:MOST_STRETCHES]
    rows = tuple(
        (words.capital(i), one.label, words.kilometres(one.length_m), _without(answer, one))
        for i, one in enumerate(shown)
    )
    sole = [stretch for stretch in shown if stretch.ratio is None]
    sections = [*report_sections(answer.context)]
    if rows:
        table = Table(("", "stretch", "length", "without it"), rows, left=2)
        sections.append(Section("What the journey hangs on, most first", table))
    if passed := [one.label for one in answer.junctions if not one.between]:
        sections.append(Section("Junctions that every way passes", lines=(", ".join(dict.fromkeys(passed)),)))
    km = words.kilometres(sum(one.length_m for one in sole))
    return Told(
        title=f"{words.end_name(answer.origin)} to {words.end_name(answer.destination)}",
        outcome="no way remains"
        if answer.route is None
        else f"{km} without another way"
        if sole
        else "every stretch has another way",
        sentence=_chokepoints_sentence(answer, sole),
        sections=(*sections, *closure_sections(answer.context)),
        warnings=answer.warnings,
    )


def _chokepoints_sentence(answer: Chokepoints, sole: list[Stretch]) -> str:
    if answer.route is None:
        return "There is no way whose roads could be weighed."
    told = f"The best way takes {words.duration(answer.route.time_s)} by {words.via(answer.route)}"
    if sole:
        return f"{told}; it has no substitute for {', '.join(one.label for one in sole[:3])}."
    return f"{told}; the ends aside, each of its stretches can be gone round."


def _without(answer: Chokepoints, stretch: Stretch) -> str:
    extra = answer.extra(stretch.detour)
    if stretch.ratio is None or extra is None:
        return "no other way"
    return f"+{words.duration(extra['time_s'])}, +{words.kilometres(extra['length_m'])}"


@tell.register
def tell_reopening(answer: Reopening) -> Told:
    """Tell which closures to lift first."""
    sections = [Section("For each journey", items=tuple(_fewest(answer, one) for one in answer.journeys))]
    if answer.steps:
        table = _lifts(answer, answer.steps)
        sections.append(Section("In which order, each step after those before it", table))
    if helpful := [one for one in answer.alone if one.reconnected or one.saved][:MOST_LIFTS]:
        sections.append(Section("Each alone", _lifts(answer, helpful)))
    first = answer.steps[0] if answer.steps else None
    names = _names(answer, first.closures) if first else ""
    return Told(
        title=_journeys_title(answer),
        outcome=f"first {names}" if first else "lifting no closure helps",
        sentence=_reopening_sentence(answer, first, names),
        sections=(*report_sections(answer.context), *sections, *closure_sections(answer.context)),
        warnings=answer.warnings,
    )


def _journeys_title(answer: Reopening) -> str:
    if len(answer.journeys) == 1:
        journey = answer.journeys[0].journey
        return f"Reopening {words.end_name(journey.origin)} to {words.end_name(journey.destination)}"
    return f"Reopening {words.count(len(answer.journeys), 'journey')}"


def _reopening_sentence(answer: Reopening, first: Lift | None, names: str) -> str:
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
    return words.amount(answer.context, lift.saved / (answer.weight or 1.0))


def _names(answer: Reopening, closures: tuple[int, ...]) -> str:
    return " and ".join(words.target(answer.closures[i].closure.target) for i in closures)


def _taking(route: Route | None) -> str:
    return f" ({words.duration(route.time_s)}, {words.kilometres(route.length_m)})" if route else ""


def _fewest(answer: Reopening, one: Reopened) -> Item:
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
    marks = {id(one): mark for mark, one in closure_marks(answer.context).items()}
    rows = []
    for lift in lifts:
        told = ", ".join(marks.get(id(answer.closures[i]), "") for i in lift.closures)
        saved = _saving(answer, lift) if lift.saved else "–"
        rows.append(
            (told, _names(answer, lift.closures), f"{lift.reconnected:,.0f}", f"{lift.connected:,.0f}", saved)
        )
    saves = "saves" if len(answer.journeys) == 1 else "saves on average"
    return Table(("", "lift", "reconnects", "connected then", saves), tuple(rows), left=2)
