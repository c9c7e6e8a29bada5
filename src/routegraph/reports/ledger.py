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

Two targets are one when they are written alike but for case, accents, dashes, and the order of
the two ends of a road; those of map features when their lines or areas are the same.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from routegraph.reports.event import Event, Status
from routegraph.reports.sides import same_side

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

SAME_OPENING = dt.timedelta(days=7)
"""Within it a second opening is another source's date of the first."""

_FLAT = str.maketrans(dict.fromkeys("-–—−", " ") | dict.fromkeys("'’ʿʾ`", ""))
_DASH = re.compile(r"\s+[-–—−]\s+")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)$")
_RADIUS = re.compile(r"(.+?)\s*~\s*(\d+(?:\.\d+)?)\s*(km|m)$", re.IGNORECASE)
_STRETCH = re.compile(r"(.+?)\s*@\s*(.+?)\s*\.\.\s*(.+)$")


@lru_cache(maxsize=1 << 16)
def road_ends(target: str) -> tuple[str, ...]:
    """Places that a target ``A - B`` names, in its order; empty for any other target."""
    parts = tuple(part.strip() for part in _DASH.split(target))
    return parts if len(parts) > 1 and all(parts) else ()


@lru_cache(maxsize=1 << 16)
def target_key(target: str) -> str:
    """Key under which targets that mean the same are one; see the end of the module's rules."""
    centre, radius_m = circle_of(target)
    return centre if math.isinf(radius_m) else f"{centre}~{radius_m:g}m"


@lru_cache(maxsize=1 << 16)
def circle_of(target: str) -> tuple[str, float]:
    """Key of what a target is around, and its radius in metres; infinite where none is told."""
    radius_m = math.inf
    if match := _RADIUS.match(target.strip()):
        target, radius_m = match[1], float(match[2]) * (1000 if match[3].lower() == "km" else 1)
    return _key_of(target), radius_m


def _key_of(target: str) -> str:
    if match := _POINT.match(target.strip()):
        return f"{float(match[1]):.4f},{float(match[2]):.4f}"
    if match := _STRETCH.match(target):
        return f"{_folded(match[1])} @ {' .. '.join(sorted(map(_folded, match.groups()[1:])))}"
    if ends := road_ends(target):
        keys = [_folded(end) for end in ends]
        return " - ".join(min(keys, keys[::-1]))
    return _folded(target)


def event_key(event: Event) -> str:
    """Key of the target of an event: of its own lines or areas where it has some."""
    return event.geometry or target_key(event.target)


Circles = dict[str, dict[str, float]]
"""Key of a point or place -> keys of the targets around it, with their radii in metres."""


def circles_of(events: Iterable[Event]) -> Circles:
    """Circles that some events speak of."""
    circles: Circles = {}
    for event in events:
        if not event.geometry:
            centre, radius_m = circle_of(event.target)
            circles.setdefault(centre, {})[target_key(event.target)] = radius_m
    return circles


def opened_by(event: Event, circles: Circles) -> set[str]:
    """Keys of the targets that an opening opens besides its own; see rules 6 and 7."""
    own = () if event.geometry else (event.target, *road_ends(event.target))
    keys: set[str] = set()
    for target in (*own, *event.lifts):
        centre, radius_m = circle_of(target)
        around = circles.get(centre, {})
        keys |= {target_key(target), *(key for key, reach_m in around.items() if reach_m <= radius_m)}
    return keys - {event_key(event)}


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().translate(_FLAT).split())


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
    by : str
    since : date or None
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
    passes_with : tuple of str
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


@dataclass(frozen=True)
class Span:
    """A time during which a target was closed.

    Attributes
    ----------
    target : str
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
