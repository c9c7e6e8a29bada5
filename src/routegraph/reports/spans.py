"""The times during which targets were closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from routegraph.reports.event import Event, Status
from routegraph.reports.ledger import State, change_dates, state_on
from routegraph.reports.target_keys import event_key, target_key

SAME_OPENING = dt.timedelta(days=7)
"""Within it a second opening is another source's date of the first."""


@dataclass(frozen=True)
class Span:
    """A time during which a target was closed.

    Attributes
    ----------
    start : date or None
        None when it was closed before the first dated event.
    end : date or None
        The day on which it was open again; None when it still is closed after the last event.
    closed_by, opened_by : tuple of Event
        The events behind both days.
    opened_also : tuple of Event
        Later openings with no closure in between: sources that disagree on the day of opening.
    """

    target: str
    start: dt.date | None
    end: dt.date | None
    closed_by: tuple[Event, ...]
    opened_by: tuple[Event, ...] = ()
    opened_also: tuple[Event, ...] = ()


def closed_spans(
    events: Iterable[Event],
    *,
    targets: Sequence[str] = (),
    passes_with: Sequence[str] = (),
    min_confidence: float = 0.0,
) -> list[Span]:
    """Tell the times during which each target was closed, by target and then by date.

    Parameters
    ----------
    targets : sequence of str
        Those to tell of; all when empty.
    passes_with, min_confidence
        As in `state_on`.

    Notes
    -----
    Asks `state_on` for every date of change: O(dates * events).
    """
    events = list(events)
    wanted = {target_key(target) for target in targets}
    open_spans: dict[str, Span] = {}
    done: dict[str, list[Span]] = {}
    days = [dt.date.min, *change_dates(events)]
    for day in days:
        ledger = state_on(events, day, passes_with=passes_with, min_confidence=min_confidence)
        states = {state.key: state for state in ledger.states}
        for key, state in states.items():
            if wanted and key not in wanted:
                continue
            spans = done.setdefault(key, [])
            if state.closes and key not in open_spans:
                start = None if day == dt.date.min else day
                open_spans[key] = Span(state.target, start, None, state.events)
            elif not state.closes and key in open_spans:
                spans.append(replace(open_spans.pop(key), end=day, opened_by=state.events))
            elif spans and key not in open_spans and (again := _opened_again(spans[-1], state, day)):
                spans[-1] = replace(spans[-1], opened_also=(*spans[-1].opened_also, *again))
        for key in [key for key in open_spans if key not in states]:
            done[key].append(replace(open_spans.pop(key), end=day))
    for key, span in open_spans.items():
        done[key].append(span)
    return [span for spans in done.values() for span in spans]


def _opened_again(span: Span, state: State, day: dt.date) -> tuple[Event, ...]:
    """Events of a day that open a target once more, soon after it was opened."""
    if span.end is None or day - span.end > SAME_OPENING:
        return ()
    return tuple(
        event
        for event in state.events
        if event.date == day and state.status is Status.REOPENED and event_key(event) == state.key
    )
