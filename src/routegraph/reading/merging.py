"""Tellings of one text joined: one event for each target and direction, one line for each thing."""

from __future__ import annotations

from dataclasses import replace

from routegraph.reports.event import Event, Status
from routegraph.reports.extraction import Unlocated
from routegraph.reports.sides import same_side
from routegraph.reports.target_keys import target_key

OPENINGS = frozenset({Status.REOPENED, Status.RECAPTURED})
_STRENGTH = {
    Status.CAPTURED: 4,
    Status.BLOCKED: 3,
    Status.DAMAGED: 3,
    Status.CONTESTED: 2,
    Status.RESTRICTED: 1,
    Status.THREATENED: 0,
}


def joined(events: list[Event]) -> list[Event]:
    """One event for each target and direction: the strongest telling, the first among equals.

    A road that is open with delays is restricted; a place taken and said to be retaken by one
    side was retaken.
    """
    kept: dict[tuple[str, bool], Event] = {}
    for event in events:
        key = (target_key(event.target), event.status in OPENINGS)
        best = kept.get(key)
        if best is None or _STRENGTH.get(event.status, 0) > _STRENGTH.get(best.status, 0):
            kept[key] = event
    return [
        event for (target, opens), event in kept.items() if not _yields(event, kept.get((target, not opens)))
    ]


def _yields(event: Event, other: Event | None) -> bool:
    """Whether an event is the less exact telling of what the other tells of the same target."""
    if other is None:
        return False
    if event.status is Status.REOPENED:
        return other.status is Status.RESTRICTED and other.quote == event.quote
    if other.status is Status.RECAPTURED:
        earlier = bool(event.date and other.date and event.date < other.date)
        alike = bool(event.by and other.by) and same_side(event.by, other.by)
        unnamed = event.status is Status.CAPTURED and not (event.by and other.by)
        return not earlier and (unnamed or (alike and event.status in (Status.CAPTURED, Status.CONTESTED)))
    return False


def joined_unlocated(items: list[Unlocated]) -> list[Unlocated]:
    """Tellings of one thing joined: the first status, the longer place it is near."""
    kept: dict[str, Unlocated] = {}
    for item in items:
        key = item.spelled.casefold()
        if key not in kept:
            kept[key] = item
        elif len(item.near) > len(kept[key].near):
            kept[key] = replace(item, status=kept[key].status)
    return list(kept.values())
