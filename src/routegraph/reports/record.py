"""One record of a file -> Event, and the table of what a file gave."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from routegraph.errors import DataError
from routegraph.reports.dates import parse_date
from routegraph.reports.event import Event, Precision, Source, Status

STATUS_WORDS: dict[str, Status] = {
    **{status.value: status for status in Status},
    "open": Status.REOPENED,
    "closed": Status.BLOCKED,
    "besieged": Status.BLOCKED,
    "cut": Status.BLOCKED,
    "destroyed": Status.DAMAGED,
    "seized": Status.CAPTURED,
    "retaken": Status.RECAPTURED,
    "regained": Status.RECAPTURED,
    "attacked": Status.CONTESTED,
    "clashes": Status.CONTESTED,
    "slow": Status.RESTRICTED,
}

TEXT_KEYS = ("target", "by", "quote", "spelled", "resolution", "group", "note")


Record = TypeVar("Record")


class RowError(Exception):
    """A record that cannot be an event; the reader of the file adds the line."""


@dataclass(frozen=True)
class EventTable:
    """What a file of events gave.

    Attributes
    ----------
    events : tuple of Event
        In the order of the file.
    format : str
        What the file was taken for.
    ignored_columns : dict
        Columns that mean nothing here, with how many records fill them.
    left_out : dict
        Kinds of records that say nothing about roads, with how many there were.
    skipped : tuple of str
        Bad records, each with its line and what is wrong, when they were to be skipped.
    """

    events: tuple[Event, ...]
    format: str = ""
    ignored_columns: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()


def parse_status(word: str) -> Status:
    """Status of a word of `STATUS_WORDS`, in any case.

    Raises
    ------
    RowError
        With the nearest words.
    """
    word = word.strip().casefold()
    if word in STATUS_WORDS:
        return STATUS_WORDS[word]
    near = get_close_matches(word, STATUS_WORDS, n=1)
    hint = f"did you mean {near[0]!r}" if near else "one of " + ", ".join(Status)
    raise RowError(f"status {word!r} is unknown; {hint}")


def event_of(record: Mapping[str, object]) -> Event:
    """Event of a record with the keys of the events file; values may all be text.

    Raises
    ------
    RowError
        When a value cannot be what its key says.
    """
    text = {key: str(record.get(key) or "") for key in TEXT_KEYS}
    text["target"] = text["target"].strip()
    if not text["target"]:
        raise RowError("no target; name a place, 'A - B', a ref, LON,LAT~KM, or way/ID")
    date, precision = _date_of(record, "date")
    until, _ = _date_of(record, "until")
    if date and until and until < date:
        raise RowError(f"until {until} lies before date {date}")
    if record.get("precision"):
        try:
            precision = Precision(str(record["precision"]).strip().casefold())
        except ValueError:
            raise RowError(
                f"precision {record['precision']!r} is unknown; one of {', '.join(Precision)}"
            ) from None
    confidence = number_of(record, "confidence", 0.0, 1.0)
    return Event(
        status=parse_status(str(record.get("status") or "")),
        date=date,
        until=until,
        precision=precision,
        confidence=1.0 if confidence is None else confidence,
        source=_source_of(record.get("source")),
        span=_span_of(record.get("span")),
        lifts=_lifts_of(record.get("lifts")),
        factor=number_of(record, "factor", 1.0, 1000.0),
        **text,
    )


def number_of(record: Mapping[str, object], key: str, least: float, most: float) -> float | None:
    """Value of a key as a finite number within bounds; None when the key is empty."""
    value = record.get(key)
    if value is None or value == "":
        return None
    try:
        number = float(str(value))
    except ValueError:
        raise RowError(f"{key} {value!r} is not a number") from None
    if not (math.isfinite(number) and least <= number <= most):
        raise RowError(f"{key} {value} is not between {least:g} and {most:g}")
    return number


def point_target(record: Mapping[str, object], lon_key: str, lat_key: str, radius_km: float) -> str:
    """Target ``LON,LAT~KM`` of two columns."""
    lon, lat = number_of(record, lon_key, -180, 180), number_of(record, lat_key, -90, 90)
    if lon is None or lat is None:
        raise RowError(f"no {lon_key if lon is None else lat_key}")
    return f"{lon:.6g},{lat:.6g}~{radius_km:g}km"


def _date_of(record: Mapping[str, object], key: str) -> tuple[dt.date | None, Precision]:
    value = record.get(key)
    if value is None or not str(value).strip():
        return None, Precision.DAY
    try:
        return parse_date(str(value))
    except ValueError as problem:
        raise RowError(f"{key} {problem}") from None


def _source_of(value: object) -> Source:
    if isinstance(value, Mapping):
        return Source(**{key: str(part) for key, part in value.items()})
    return Source(title=str(value).strip()) if value else Source()


def _span_of(value: object) -> tuple[int, int] | None:
    if isinstance(value, list) and len(value) == 2:
        start, end = int(value[0]), int(value[1])
        if end < start:
            raise RowError(f"span {value} ends before it starts")
        return start, end
    return None


def _lifts_of(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value or "").split(";")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def gather(
    where: str,
    records: Iterable[tuple[str, Record]],
    read: Callable[[Record], Event | str],
    *,
    skip_bad: bool,
) -> tuple[tuple[Event, ...], dict[str, int], tuple[str, ...]]:
    """Read every record; bad ones are an error that tells their lines, or are skipped and told.

    Parameters
    ----------
    where : str
        The file, for the message.
    records : iterable of (str, record)
        What to call the record's place in the file ("line 7"), and the record.
    read : callable
        Record -> Event, or the name of its kind when it says nothing about roads; raises `RowError`.

    Returns
    -------
    events, left_out, skipped
    """
    events: list[Event] = []
    left_out: dict[str, int] = {}
    bad: list[str] = []
    for place, record in records:
        try:
            event = read(record)
        except RowError as problem:
            bad.append(f"{place}: {problem}")
            continue
        if isinstance(event, Event):
            events.append(event)
        else:
            left_out[event] = left_out.get(event, 0) + 1
    if bad and not skip_bad:
        shown = "; ".join(bad[:3]) + (f"; and {len(bad) - 3} more" if len(bad) > 3 else "")
        raise DataError(f"{where}: {shown}. Mend them, or leave them out with --skip-bad.")
    return tuple(events), left_out, tuple(bad)
