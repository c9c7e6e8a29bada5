"""What several reports say together: where they agree, and where they contradict each other."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from routegraph.reading.merging import OPENINGS
from routegraph.reports.event import Event
from routegraph.reports.extraction import Extraction
from routegraph.reports.ledger import CLOSING
from routegraph.reports.target_keys import event_key

SAME_TIME = dt.timedelta(days=3)
"""Reports of one event date it within so many days of each other."""

SUREST = 0.99
"""No number of reports makes an event surer than this."""


def together(readings: Sequence[Extraction]) -> Extraction:
    """Join what several reports gave; of one report alone it is what it is.

    Events of one target and direction and about the same day confirm each other when their
    reports are of different publishers and not word for word the same: each becomes as sure as
    1 - (1 - a)(1 - b), and they stand or fall together. Those of opposite direction are told side
    by side, and both stay.
    """
    if len(readings) == 1:
        return readings[0]
    events = [(i, event) for i, reading in enumerate(readings) for event in reading.events]
    by_key: dict[str, list[tuple[int, Event]]] = defaultdict(list)
    for i, event in events:
        by_key[event_key(event)].append((i, event))
    joined = tuple(_confirmed(i, event, by_key[event_key(event)]) for i, event in events)
    contradictions = [told for those in by_key.values() for told in _contradictions(those)]
    warnings = [
        f"{reading.source.file}: {warning}" if reading.source.file else warning
        for reading in readings
        for warning in reading.warnings
    ]
    return Extraction(
        events=joined,
        unlocated=tuple(one for reading in readings for one in reading.unlocated),
        claims=tuple(dict.fromkeys(one for reading in readings for one in reading.claims)),
        set_aside=tuple(one for reading in readings for one in reading.set_aside),
        not_understood=tuple(one for reading in readings for one in reading.not_understood),
        to_confirm=tuple(one for reading in readings for one in reading.to_confirm),
        warnings=(*warnings, *contradictions),
        text="\n\n".join(reading.text for reading in readings),
        readings=tuple(readings),
    )


def _confirmed(i: int, event: Event, others: Sequence[tuple[int, Event]]) -> Event:
    """Event with what the other reports add to its confidence."""
    publishers: dict[str, Event] = {}
    for j, other in others:
        if j != i and _same(event, other) and _independent(event, other):
            key = other.source.publisher.casefold() or f"report {j}"
            publishers[key] = max(publishers.get(key, other), other, key=lambda e: e.confidence)
    if not publishers:
        return event
    doubt = 1 - event.confidence
    for other in publishers.values():
        doubt *= 1 - other.confidence
    names = ", ".join(other.source.publisher or other.source.file for other in publishers.values())
    return replace(
        event,
        confidence=max(event.confidence, round(min(1 - doubt, SUREST), 2)),
        group=event.group or f"{event_key(event)} {'opened' if event.status in OPENINGS else 'closed'}",
        note="; ".join(part for part in (event.note, f"so also {names}") if part),
    )


def _near(one: Event, other: Event) -> bool:
    return one.date is None or other.date is None or abs(one.date - other.date) <= SAME_TIME


def _same(one: Event, other: Event) -> bool:
    """Whether two events may be one: both close, both open, or both say one status."""
    alike = (one.status in OPENINGS) == (other.status in OPENINGS) and (
        (one.status in CLOSING) == (other.status in CLOSING)
    )
    return alike and _near(one, other)


def _independent(one: Event, other: Event) -> bool:
    """Whether two reports are not one: neither a copy, nor of one publisher."""
    if one.source.sha256 and one.source.sha256 == other.source.sha256:
        return False
    publishers = (one.source.publisher.casefold(), other.source.publisher.casefold())
    words = [" ".join(event.quote.casefold().split()) for event in (one, other)]
    return not (all(publishers) and publishers[0] == publishers[1]) and words[0] != words[1]


def _contradictions(events: Sequence[tuple[int, Event]]) -> list[str]:
    told = []
    for (i, one), (j, other) in combinations(events, 2):
        opposite = (one.status in OPENINGS and other.status in CLOSING) or (
            other.status in OPENINGS and one.status in CLOSING
        )
        if i != j and opposite and _near(one, other):
            told.append(f"reports disagree on {one.target}: {_side(one)} | {_side(other)}")
    return told


def _side(event: Event) -> str:
    when = f", {event.date}" if event.date else ""
    return f"{event.status}{when} ({event.source.publisher or event.source.file}: “{event.quote}”)"
