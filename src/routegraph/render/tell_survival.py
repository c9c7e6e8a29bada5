"""What is told of how sure an answer is."""

from __future__ import annotations

from routegraph.analysis.distribution import Distribution
from routegraph.analysis.survival import Survival
from routegraph.render import words
from routegraph.render.told import Section, Table, Told, closure_sections, report_sections

MOST_INFLUENCES = 12
SHARES = (0.10, 0.50, 0.90, 0.95)


def tell_survival(answer: Survival) -> Told:
    """Tell how likely a way is, what it then takes, and whose truth matters most."""
    start, end = (words.end_name(place) for place in (answer.origin, answer.destination))
    error = f" (standard error {answer.standard_error:.1%})" if answer.standard_error else ""
    by = answer.routes[0].route.by if answer.routes else ""
    most = f"Most likely by {by}: {answer.routes[0].probability:.1%}." if by else "No case leaves a way."
    return Told(
        title=f"{start} to {end}",
        outcome=f"a way remains with {answer.probability:.1%}{error}",
        sentence=most,
        sections=(
            *report_sections(answer.context),
            *_distributions(answer),
            *_routes(answer),
            *_influences(answer),
            _assumptions(answer),
            Section("How this was found", lines=(answer.how, answer.independence)),
            *closure_sections(answer.context),
        ),
        warnings=answer.warnings,
    )


def _distributions(answer: Survival) -> list[Section]:
    if not (answer.time_s and answer.length_m and answer.cost):
        return []
    currency = answer.context.vehicle.currency

    def row(label: str, figures: Distribution, shown: object) -> tuple[str, ...]:
        values = (figures.mean, *(figures.quantile(share) for share in SHARES))
        return (label, *(shown(value) for value in values))  # type: ignore[operator]

    columns = ("", "mean", *("median" if share == 0.5 else f"{share:.0%} at most" for share in SHARES))
    table = Table(
        columns,
        (
            row("time", answer.time_s, words.duration),
            row("distance", answer.length_m, words.kilometres),
            row("cost", answer.cost, lambda amount: words.money(amount, currency)),
        ),
    )
    return [Section("What it takes, if there is a way", table)]


def _routes(answer: Survival) -> list[Section]:
    rows = tuple(
        (
            words.capital(i),
            one.route.by,
            f"{one.probability:.1%}",
            words.duration(one.route.time_s),
            words.kilometres(one.route.length_m),
        )
        for i, one in enumerate(answer.routes)
    )
    table = Table(("", "by", "probability", "time", "distance"), rows, left=2)
    return [Section("Ways, the likeliest first", table)] if rows else []


def _influences(answer: Survival) -> list[Section]:
    def share(value: float | None) -> str:
        return "–" if value is None else f"{value:.1%}"

    rows = tuple(
        (one.name, share(one.if_true), share(one.if_false), share(one.swing))
        for one in answer.influence[:MOST_INFLUENCES]
    )
    table = Table(("what matters most", "a way, if it is true", "if it is false", "difference"), rows)
    return [Section("Whose truth matters most", table)] if rows else []


def _assumptions(answer: Survival) -> Section:
    rows = tuple(
        (
            one.event.target,
            one.event.status.value,
            one.event.by,
            f"{one.event.confidence:.0%}",
            one.event.group or "",
            one.standing,
        )
        for one in answer.assumptions
        if one.standing != "certain"
    )
    table = Table(("uncertain event", "status", "by", "sure", "group", "part in the answer"), rows, left=3)
    certain = () if rows else ("Every event is certain.",)
    return Section("What is assumed", table if rows else None, lines=certain)
