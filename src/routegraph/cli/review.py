"""Going through what a report gave, event by event, with a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import click

from routegraph.errors import RoutegraphError
from routegraph.reports.cell_values import RowError
from routegraph.reports.event import Event, Status
from routegraph.reports.extraction import Extraction
from routegraph.reports.record import event_of
from routegraph.reports.statuses import parse_status

CHOICES = {
    "k": "keep",
    "d": "drop",
    "s": "change the status",
    "t": "change the target",
    "c": "keep this and the rest",
}


def review(extraction: Extraction, check: Callable[[str], object]) -> Extraction:
    """Ask of each event whether to keep it, and of each unread sentence whether to make an event of it.

    What a model alone says is asked too, and left out unless it is kept.

    Parameters
    ----------
    extraction : Extraction
    check : callable
        Finds the roads of a target; raises `RoutegraphError` where there are none.
    """
    kept: list[Event] = []
    events = list(extraction.events)
    for i, event in enumerate(events):
        answer = _ask(event, f"{i + 1} of {len(events)}", check)
        if answer == "rest":
            kept += events[i:]
            break
        if isinstance(answer, Event):
            kept.append(answer)
    for event in extraction.to_confirm:
        answer = _ask(event, "a model alone says", check, default="d")
        if isinstance(answer, Event):
            kept.append(replace(answer, note="; ".join(filter(None, (answer.note, "confirmed in review")))))
    for one in extraction.not_understood:
        if added := _ask_unread(one.quote, one.names, one.span, extraction, check):
            kept.append(added)
    return replace(extraction, events=tuple(kept))


def _ask(event: Event, place: str, check: Callable[[str], object], default: str = "k") -> Event | str:
    """The event as the person leaves it; ``drop`` or ``rest``."""
    while True:
        told = [
            event.status.value,
            event.by and f"by {event.by}",
            str(event.date or ""),
            f"{event.confidence:.0%} sure",
        ]
        click.echo()
        click.secho(f"{place}: {event.target}", bold=True, nl=False)
        click.echo(f"  {', '.join(part for part in told if part)}")
        click.echo(f"  “{' '.join(event.quote.split())}”")
        keys = ", ".join(f"{key} {told}" for key, told in CHOICES.items())
        chosen = click.prompt(
            f"  {keys}", type=click.Choice(list(CHOICES)), default=default, show_choices=False
        )
        if chosen in ("k", "c", "d"):
            return event if chosen == "k" else {"c": "rest", "d": "drop"}[chosen]
        event = _with_status(event) if chosen == "s" else _with_target(event, check)


def _with_status(event: Event) -> Event:
    word = click.prompt(f"  status ({', '.join(Status)})", default=event.status.value)
    try:
        return replace(event, status=parse_status(word), confidence=1.0, note="status set in review")
    except ValueError as problem:
        click.echo(f"  {problem}")
        return event


def _with_target(event: Event, check: Callable[[str], object]) -> Event:
    target = click.prompt("  target (a place, 'A - B', a ref, LON,LAT~KM, way/ID)", default=event.target)
    try:
        check(target)
    except RoutegraphError as problem:
        click.echo(f"  {problem}")
        return event
    return replace(event, target=target, geometry="", resolution="set in review")


def _ask_unread(
    quote: str,
    names: tuple[str, ...],
    span: tuple[int, int] | None,
    extraction: Extraction,
    check: Callable[[str], object],
) -> Event | None:
    """Event that the person makes of a sentence of which the reader made none."""
    click.echo()
    click.secho("not understood", bold=True, nl=False)
    click.echo(f": “{' '.join(quote.split())}”")
    status = click.prompt("  status, or nothing to leave it", default="", show_default=False)
    if not status.strip():
        return None
    target = click.prompt("  target", default=names[0] if names else None)
    try:
        check(target)
        event = event_of({"target": target, "status": status, "quote": quote, "note": "added in review"})
    except (RoutegraphError, RowError) as problem:
        click.echo(f"  {problem}; left as it is")
        return None
    return replace(event, span=span, source=extraction.source)
