"""Many events -> the state of every target on a date, with what is behind it and what disagrees.

The rules, all of them:

1. An event holds from its date on, until the day before its ``until`` date if it has one; an
   event without a date holds from before all others.
2. A capture or recapture by a side in `passes_with` opens; by any other side it closes. When
   no side is named, a capture closes and a recapture opens: who speaks of a recapture has
   the returning side's traffic in mind, and the supply line is its.
3. On one target a later event replaces the earlier ones that `REPLACES` lists for it. An
   opening by reopening replaces all; one by change of control leaves a blown bridge blown.
4. Events of one day on one target that disagree on open or closed are a conflict, and so are
   undated ones. All are shown; the most credible holds, at a tie the closing one, for a
   wrongly open road costs more than a wrongly closed one.
5. Whose control closes opens only to its own: when `passes_with` is told, a reopening by a
   side outside it leaves that side's capture standing.
6. An opening of a road ``A - B`` also opens A and B, which it runs through, and its ``lifts``
   also opens whatever targets it names. An opening of a place opens no road.
7. Circles of different radius around one point or place are targets of their own: whatever is
   told of a smaller one, a larger one stays as it is. An opening also opens the smaller circles
   around its point, and that of a place named without a radius opens all circles around it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from routegraph.reports.event import Event, Status
from routegraph.reports.sides import same_side
from routegraph.reports.target_keys import Circles, circle_of, circles_of, event_key, opened_by

CLOSING = frozenset({Status.CAPTURED, Status.BLOCKED, Status.DAMAGED, Status.CONTESTED})
"""Statuses whose default effect is to close."""

SEVERITY = (
    Status.REOPENED,
    Status.THREATENED,
    Status.RESTRICTED,
    Status.CONTESTED,
    Status.DAMAGED,
    Status.BLOCKED,
    Status.CAPTURED,
)
"""From the mildest to the one that decides a tie."""

_CONTROL = frozenset({Status.CAPTURED, Status.BLOCKED, Status.CONTESTED, Status.THREATENED})

_OPENINGS = frozenset({Status.RECAPTURED, Status.REOPENED})

REPLACES: dict[Status, frozenset[Status]] = {
    Status.CAPTURED: _CONTROL | _OPENINGS | {Status.RESTRICTED},
    Status.BLOCKED: _CONTROL | _OPENINGS | {Status.RESTRICTED},
    Status.CONTESTED: _CONTROL | _OPENINGS | {Status.RESTRICTED},
    Status.DAMAGED: _OPENINGS | {Status.DAMAGED, Status.RESTRICTED},
    Status.RESTRICTED: frozenset(Status),
    Status.THREATENED: frozenset({Status.THREATENED}),
    Status.RECAPTURED: _CONTROL | _OPENINGS | {Status.RESTRICTED},
    Status.REOPENED: frozenset(Status),
}
"""Status of a later event -> statuses of earlier ones that it replaces (rule 3)."""


@dataclass(frozen=True)
class State:
    """What holds of one target on a date.

    Attributes
    ----------
    key : str
        Of the target.
    target : str
        As the deciding event has it.
    status : Status
        Of the deciding event, with control judged by rule 2: never ``recaptured``.
    events : tuple of Event
        What holds, the deciding event first: a captured town may be shelled and threatened too.
    conflict : tuple of Event
        Events of one day that disagree on open or closed, the deciding one first; empty when
        none do.
    replaced : tuple of Event
        The earlier events that no longer hold, latest first.
    """

    key: str
    target: str
    status: Status
    by: str
    since: dt.date | None
    events: tuple[Event, ...]
    conflict: tuple[Event, ...] = ()
    replaced: tuple[Event, ...] = ()

    @property
    def closes(self) -> bool:
        """Whether the default effect of the status closes."""
        return self.status in CLOSING

    @property
    def event(self) -> Event:
        """The deciding event."""
        return self.events[0]


@dataclass(frozen=True)
class Ledger:
    """The state of every target on a date.

    Attributes
    ----------
    date : date or None
        None when every event counts, whatever its date.
    states : tuple of State
        One for each target of which anything is known on that date, in order of first mention.
    doubted : tuple of Event
        Events below the confidence asked for; they take no part.
    pending : int
        Events that begin after the date.
    wider : tuple of (State, Event)
        Closed circles around a point or place of which a smaller one has been opened since.
    """

    date: dt.date | None
    states: tuple[State, ...]
    passes_with: tuple[str, ...] = ()
    doubted: tuple[Event, ...] = ()
    pending: int = 0
    wider: tuple[tuple[State, Event], ...] = ()

    @property
    def closed(self) -> tuple[State, ...]:
        """States whose default effect closes."""
        return tuple(state for state in self.states if state.closes)

    @property
    def effective(self) -> tuple[State, ...]:
        """States that change anything: all but the reopened ones."""
        return tuple(state for state in self.states if state.status is not Status.REOPENED)

    @property
    def conflicts(self) -> tuple[State, ...]:
        """States whose sources disagree on the day."""
        return tuple(state for state in self.states if state.conflict)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        from routegraph.reports.events_file import to_record

        return {
            "date": self.date.isoformat() if self.date else None,
            "passes_with": list(self.passes_with),
            "states": [
                {
                    "target": state.target,
                    "status": state.status.value,
                    "by": state.by,
                    "since": state.since.isoformat() if state.since else None,
                    "events": [to_record(event) for event in state.events],
                    "conflict": [to_record(event) for event in state.conflict],
                }
                for state in self.states
            ],
            "doubted": [to_record(event) for event in self.doubted],
            "pending": self.pending,
        }


def state_on(
    events: Iterable[Event],
    date: dt.date | None,
    *,
    passes_with: Sequence[str] = (),
    min_confidence: float = 0.0,
) -> Ledger:
    """State of every target on a date.

    Parameters
    ----------
    events : iterable of Event
        In any order; among events of one date the order does not matter.
    date : date or None
        None: after the last event, whatever its date.
    passes_with : sequence of str
        Sides whose control of a place closes nothing to this traffic; see the module's rule 2.
    min_confidence : float
        Events below it take no part.

    Returns
    -------
    Ledger
    """
    credible: list[Event] = []
    doubted: list[Event] = []
    pending = 0
    for event in events:
        if event.confidence < min_confidence:
            doubted.append(event)
        elif date is not None and event.date is not None and event.date > date:
            pending += 1
        elif date is None or event.until is None or date < event.until:
            credible.append(event)
    circles = circles_of(credible)
    entries: defaultdict[str, list[_Entry]] = defaultdict(list)
    openings: list[Event] = []
    for event in credible:
        for entry in _entries(event, passes_with, circles):
            entries[entry.key].append(entry)
            if entry.opens and not entry.implied:
                openings.append(event)
    states = {key: state for key in entries if (state := _state(key, entries[key]))}
    return Ledger(
        date,
        tuple(states.values()),
        tuple(passes_with),
        tuple(doubted),
        pending,
        tuple(_wider(openings, states, circles)),
    )


def _wider(
    openings: Iterable[Event], states: Mapping[str, State], circles: Circles
) -> Iterator[tuple[State, Event]]:
    """Closed circles around what has been opened since in a smaller circle alone."""
    for event in openings:
        centre, radius_m = circle_of(event.target)
        for key, reach_m in circles.get(centre, {}).items() if not event.geometry else ():
            state = states.get(key)
            since = (state and state.since) or dt.date.min
            if state and state.closes and reach_m > radius_m and since <= (event.date or dt.date.min):
                yield state, event


def change_dates(events: Iterable[Event]) -> list[dt.date]:
    """Dates on which the state of anything may change: beginnings and ends, each once, in order."""
    dates = {date for event in events for date in (event.date, event.until) if date}
    return sorted(dates)


@dataclass(frozen=True)
class _Entry:
    """An event as one target sees it.

    `implied` when it opens the target on the way of another; `outsider` when `passes_with` is
    told and the acting side is not in it.
    """

    key: str
    event: Event
    status: Status
    opens: bool
    implied: bool = False
    outsider: bool = False

    @property
    def rank(self) -> tuple[dt.date, float, int, bool]:
        """Later wins; on one day the more credible, then the closing, then the more severe."""
        return (
            self.event.date or dt.date.min,
            self.event.confidence,
            SEVERITY.index(Status.REOPENED if self.opens else self.status),
            not self.implied,
        )

    @property
    def closes(self) -> bool:
        return not self.opens and self.status in CLOSING

    def replaces(self, earlier: _Entry) -> bool:
        own = self.opens and self.outsider and earlier.status is Status.CAPTURED
        if own and same_side(self.event.by, earlier.event.by):
            return False
        return earlier.status in REPLACES[self.status]


def _entries(event: Event, passes_with: Sequence[str], circles: Circles) -> Iterator[_Entry]:
    status, opens = _judged(event, passes_with)
    key = event_key(event)
    outsider = bool(passes_with and event.by) and not any(same_side(event.by, s) for s in passes_with)
    yield _Entry(key, event, status, opens, outsider=outsider)
    if opens:
        for other in sorted(opened_by(event, circles)):
            yield _Entry(other, event, status, opens, implied=True, outsider=outsider)


def _judged(event: Event, passes_with: Sequence[str]) -> tuple[Status, bool]:
    """Status under rule 2, and whether the event opens its target."""
    if event.status is Status.REOPENED:
        return event.status, True
    if event.status not in (Status.CAPTURED, Status.RECAPTURED):
        return event.status, False
    if passes_with:
        opens = any(same_side(event.by, side) for side in passes_with)
    else:
        opens = event.status is Status.RECAPTURED
    return (Status.RECAPTURED, True) if opens else (Status.CAPTURED, False)


def _state(key: str, entries: list[_Entry]) -> State | None:
    """State of one target; None when only openings on the way of other targets speak of it."""
    if all(entry.implied for entry in entries):
        return None
    if len(entries) == 1:
        (only,) = entries
        return State(key, only.event.target, _shown(only), only.event.by, only.event.date, (only.event,))
    holding: list[_Entry] = []
    replaced: list[_Entry] = []
    for entry in sorted(entries, key=lambda e: e.rank):
        gone = [earlier for earlier in holding if entry.replaces(earlier)]
        replaced.extend(gone)
        holding = [earlier for earlier in holding if earlier not in gone] + [entry]
    holding.sort(key=lambda e: (not e.opens, SEVERITY.index(_shown(e)), e.rank), reverse=True)
    decider = holding[0]
    day = [e for e in entries if e.event.date == decider.event.date and (e.opens or e.closes)]
    disagree = len({e.opens for e in day}) > 1
    return State(
        key=key,
        target=next(e.event.target for e in (decider, *entries) if not e.implied),
        status=_shown(decider),
        by=decider.event.by,
        since=decider.event.date,
        events=tuple(dict.fromkeys(e.event for e in holding)),
        conflict=tuple(sorted((e.event for e in day), key=lambda e: e is not decider.event))
        if disagree
        else (),
        replaced=tuple(dict.fromkeys(e.event for e in reversed(replaced))),
    )


def _shown(entry: _Entry) -> Status:
    return Status.REOPENED if entry.opens else entry.status
