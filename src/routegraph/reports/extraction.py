"""What a text gave: events, things reported but on no map, claims, and what was set aside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from routegraph.reports.event import Event, Source, Status


@dataclass(frozen=True)
class Unlocated:
    """Something reported that no map has: "19 checkpoints", a barrier's name; closes nothing.

    Attributes
    ----------
    spelled, near : str
        As the text has it; `near` is the place or road that it is said to be near.
    by, quote, span, date
        As in `Event`.
    why : str
        Why it was not located: on no map, ambiguous with its alternatives, part of a place.
    targets : tuple of str
        Places and roads of the network that it is known by: ready for ``--close``.
    """

    spelled: str
    near: str
    status: Status
    by: str = ""
    quote: str = ""
    span: tuple[int, int] | None = None
    date: dt.date | None = None
    why: str = ""
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """What a text says of the outcome, to be set against the computed answer; closes nothing.

    Attributes
    ----------
    claim : str
        For example ``supply line severed``.
    origin, destination : str
        Places as targets; empty where the text does not tell.
    """

    claim: str
    origin: str = ""
    destination: str = ""
    quote: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class SetAside:
    """A sentence that uses the words of events and reports none: denied, planned, as before.

    Attributes
    ----------
    targets : tuple of str
        What is closed if the sentence tells what holds to this day: ready for ``--close``.
    """

    quote: str
    reason: str
    span: tuple[int, int] | None = None
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotUnderstood:
    """A sentence that may tell of a closure, and of which nothing was made.

    Attributes
    ----------
    why : str
        No event was found in it, or its language is not read.
    names : tuple of str
        Places and roads of the network that it names: ready for ``--close``.
    """

    quote: str
    why: str
    span: tuple[int, int] | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extraction:
    """Everything that a text gave.

    Attributes
    ----------
    text : str
        What the spans count in: the text as given, or the visible text of an HTML page. Of several
        reports, their texts after one another; each span counts in its own.
    source : Source
        What the text is cited by.
    readings : tuple of Extraction
        Of several reports, what each gave by itself; empty for one.
    to_confirm : tuple of Event
        What a second, distrusted reader alone says: for a person to confirm; closes nothing.
    """

    events: tuple[Event, ...]
    unlocated: tuple[Unlocated, ...] = ()
    claims: tuple[Claim, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    warnings: tuple[str, ...] = ()
    text: str = ""
    source: Source = field(default_factory=Source)
    readings: tuple[Extraction, ...] = ()
    to_confirm: tuple[Event, ...] = ()
