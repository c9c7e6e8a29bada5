"""What is told of a journey over time, and of how sure it is."""

from __future__ import annotations

from collections.abc import Callable

from routegraph.analysis.assumptions import Assumption, Standing
from routegraph.analysis.distribution import Distribution
from routegraph.analysis.survival import Influence, Survival
from routegraph.analysis.timeline import Step, Timeline
from routegraph.render import words
from routegraph.render.tell import tell
from routegraph.render.told import Item, Section, Table, Told, closure_sections, report_sections

MOST_INFLUENCES = 10


@tell.register
def tell_timeline(answer: Timeline) -> Told:
    """Tell a journey over time."""
    spans = tuple(
        Item("", one.label, "" if one.days is None else words.count(one.days, "day")) for one in answer.closed
    )
    ways_taken = dict.fromkeys(words.via(step.route) for step in answer.steps if step.route)
    letters = {way: words.capital(i) for i, way in enumerate(ways_taken)}
    rows = tuple(
        (
            step.date.isoformat() if step.date else "before",
            _step_way(answer, step, letters),
            "; ".join(dict.fromkeys(f"{event.target} {event.status}" for event in step.events)),
        )
        for step in answer.steps
    )
    days = sum(one.days or 0 for one in answer.closed)
    sections = [Section("Date by date", Table(("from", "way", "what changed"), rows, left=3))]
    if letters:
        ways = tuple(f"{letter}: by {way}" for way, letter in letters.items())
        sections.append(Section("Ways", lines=ways))
    if spans:
        sections.insert(0, Section("Without any way", items=spans))
    sourced = tuple(
        Item(
            event.date.isoformat() if event.date else "",
            words.target(event.target),
            words.deed(event.status, event.by),
            event.quote,
            str(event.source),
            event.source.url,
            event.note,
        )
        for step in answer.steps
        for event in step.events
    )
    if sourced:
        sections.append(Section("Events", items=sourced))
    return Told(
        title=f"{words.end_name(answer.origin)} to {words.end_name(answer.destination)} over time",
        outcome=f"{words.count(len(answer.closed), 'time')} without a way, {words.count(days, 'day')} in all"
        if answer.closed
        else "never without a way",
        sentence=f"{words.count(len(answer.steps) - 1, 'date')} on which anything changed.",
        sections=(*sections, *closure_sections(answer.context)),
        warnings=answer.warnings,
    )


def _step_way(answer: Timeline, step: Step, letters: dict[str, str]) -> str:
    if step.route is None:
        return "no way"
    return f"{letters[words.via(step.route)]}: {words.amount(answer.context, step.cost)}"


@tell.register
def tell_survival(answer: Survival) -> Told:
    """Tell how likely a journey is possible, and what it then takes."""
    chance = _chance(answer.probability)
    sections = [*report_sections(answer.context)]
    if answer.time_s and answer.length_m and answer.cost:
        currency = answer.context.vehicle.currency
        rows = (
            ("time", *_spread(answer.time_s, words.duration)),
            ("distance", *_spread(answer.length_m, words.kilometres)),
            ("cost", *_spread(answer.cost, lambda amount: words.money(amount, currency))),
        )
        table = Table(("", "median", "mean", "9 in 10 within"), rows)
        sections.append(Section("When it is possible, it takes", table))
    if answer.routes:
        ways = tuple(
            (
                words.capital(i),
                words.via(one.route),
                words.duration(one.route.time_s),
                _chance(one.probability),
            )
            for i, one in enumerate(answer.routes)
        )
        sections.append(Section("The best way is", Table(("", "by", "time", "chance"), ways, left=2)))
    if answer.influence:
        doubts = tuple(_influence(one) for one in answer.influence[:MOST_INFLUENCES])
        table = Table(("if settled", "sure", "if true", "if not"), doubts)
        sections.append(Section("Which doubt matters most: chance of a way", table))
    assumed = tuple(
        Item(
            "",
            words.target(one.event.target),
            _assumed(one),
            one.event.quote,
            str(one.event.source),
            one.event.source.url,
            one.event.note,
        )
        for one in sorted(answer.assumptions, key=lambda one: one.standing is not Standing.UNCERTAIN)
    )
    if assumed:
        sections.append(Section("What it rests on", items=assumed))
    sections.append(Section("How this was found", lines=(answer.how, answer.independence)))
    error = f" (standard error {answer.standard_error:.3f})" if answer.standard_error else ""
    return Told(
        title=f"{words.end_name(answer.origin)} to {words.end_name(answer.destination)}",
        outcome=f"{chance} chance of a way",
        sentence=f"A way remains with probability {answer.probability:.3f}{error}, "
        f"over {words.count(answer.uncertain, 'uncertain event')}.",
        sections=tuple(sections),
        warnings=answer.warnings,
    )


def _assumed(one: Assumption) -> str:
    """Say an event, how sure it is, and what part it has."""
    event = one.event
    told = words.joined((words.deed(event.status, event.by), str(event.date or "")))
    sure = "" if one.standing is Standing.CERTAIN else f"{one.probability:.0%} sure"
    part = "" if one.standing is Standing.UNCERTAIN else one.standing.value
    return f"{told}; {words.joined((sure, part))}"


def _chance(probability: float | None) -> str:
    """Say a probability in percent; never certain, nor impossible, by rounding alone."""
    if probability is None:
        return "–"
    if 0 < probability < 0.01 or 0.99 < probability < 1:
        return f"{probability:.2%}"
    return f"{probability:.0%}"


def _spread(figure: Distribution, said: Callable[[float], str]) -> tuple[str, str, str]:
    return said(figure.median), said(figure.mean), said(figure.quantile(0.9))


def _influence(one: Influence) -> tuple[str, ...]:
    question = f"{one.name} closes" if one.closing else one.name
    return question, _chance(one.probability), _chance(one.if_true), _chance(one.if_false)
