"""Event: what happened to which target, when, by whom, who says so, and how sure that is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """What an event says of its target.

    ``recaptured`` is what a source says when a side takes back what it had lost. The ledger
    reads it as reopened, unless it is told whose control closes nothing and the side that took
    it back is not among them; so the state of a target is never ``recaptured``.
    """

    CAPTURED = "captured"
    RECAPTURED = "recaptured"
    BLOCKED = "blocked"
    DAMAGED = "damaged"
    CONTESTED = "contested"
    RESTRICTED = "restricted"
    THREATENED = "threatened"
    REOPENED = "reopened"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Source:
    """Who says so: enough for a citation.

    Attributes
    ----------
    date : str
        Of the report itself, ISO.
    file, sha256 : str
        Name of the report's file, and the hash of its bytes.
    """

    title: str = ""
    publisher: str = ""
    url: str = ""
    date: str = ""
    file: str = ""
    sha256: str = ""

    def __str__(self) -> str:
        named = self.publisher or self.title or self.url
        told = (self.publisher, self.title, "" if named else self.file, self.date, self.url)
        return ", ".join(part for part in told if part)


@dataclass(frozen=True)
class Event:
    """One dated statement about one target.

    Attributes
    ----------
    target : str
        In the target grammar: a place, ``A - B``, a ref, ``LON,LAT~KM`` and so on.
    by : str
        Who acts: the side that captured, blocks, or reopened.
    date, until : date or None
        When it begins to hold, and when it ceases if the source says so.
    precision : Precision
        Of `date`.
    confidence : float
        0 to 1.
    quote : str
        The sentence or row behind the event.
    span : tuple of int or None
        Character offsets of the quote in the text it was read from.
    spelled : str
        The target as the source spells it.
    resolution : str
        How the spelling became the target.
    group : str
        Events of one group stand or fall together.
    lifts : tuple of str
        Further targets that a reopening or recapture opens again, when the source says more
        than its own target tells: a road through a town that was taken.
    factor : float or None
        How many times slower a restricted road is; None for the default of the status.
    max_weight_t : float or None
        Heavier vehicles do not pass, whatever the status says; None where it is not told.
    delay : str
        Time that is lost once where one passes, such as ``4h``, in place of the effect of the status.
    hours : str
        When the target is open, such as ``06:00-18:00``; it holds for journeys that tell when they
        leave, in place of the effect of the status.
    geometry : str
        Well-known text, lon and lat: the lines or areas themselves, where `target` merely names
        them; empty when `target` tells where.
    """

    target: str
    status: Status
    by: str = ""
    date: dt.date | None = None
    until: dt.date | None = None
    precision: Precision = Precision.DAY
    confidence: float = 1.0
    source: Source = field(default_factory=Source)
    quote: str = ""
    span: tuple[int, int] | None = None
    spelled: str = ""
    resolution: str = ""
    group: str = ""
    lifts: tuple[str, ...] = ()
    factor: float | None = None
    note: str = ""
    delay: str = ""
    max_weight_t: float | None = None
    hours: str = ""
    geometry: str = ""
