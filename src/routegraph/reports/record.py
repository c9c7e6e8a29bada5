"""One record of a file -> Event, and the table of what a file gave."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from routegraph.durations import parse_duration
from routegraph.errors import DataError, QuestionError
from routegraph.reports.cell_values import Row, RowError, date_in, number_of, text_of
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.geometries import read_wkt
from routegraph.reports.hours import parse_hours
from routegraph.reports.layers import VECTORS
from routegraph.reports.statuses import parse_status

TEXT_KEYS = ("target", "by", "quote", "spelled", "resolution", "group", "note", "delay", "hours", "geometry")

Record = TypeVar("Record")

MOST_TOLD = 3
"""Kinds of left out rows, and bad rows, that are told one by one."""


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
    file : str
        Name of the file.
    notes : tuple of str
        What of the file was guessed or not read.
    """

    events: tuple[Event, ...]
    format: str = ""
    ignored_columns: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    file: str = ""
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Records of the file: used, left out and skipped."""
        return len(self.events) + sum(self.left_out.values()) + len(self.skipped)

    @property
    def incomplete(self) -> bool:
        """Whether a reader of answers must know how the file was read."""
        return bool(self.left_out or self.skipped or self.notes or not self.events)

    @property
    def told(self) -> str:
        """How many rows were used, and how many were left out and why; in one sentence."""
        name = Path(self.file).name
        used = f"{name} ({self.format}): {len(self.events):,} of {self.rows:,} rows used"
        kinds = sorted(self.left_out.items(), key=lambda item: -item[1])
        parts = [f"{count:,} left out: {kind}" for kind, count in kinds[:MOST_TOLD]]
        if rest := kinds[MOST_TOLD:]:
            parts.append(f"{sum(count for _, count in rest):,} left out of {len(rest)} more kinds")
        if self.skipped:
            shown = "; ".join(self.skipped[:MOST_TOLD])
            more = f"; and {len(self.skipped) - MOST_TOLD:,} more" if len(self.skipped) > MOST_TOLD else ""
            parts.append(f"{len(self.skipped):,} skipped as bad ({shown}{more})")
        notes = (note.removeprefix(f"{self.file}: ").removesuffix(".") for note in self.notes)
        return "; ".join([used, *parts, *notes]) + "."

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "file": self.file,
            "format": self.format,
            "rows": self.rows,
            "used": len(self.events),
            "left_out": self.left_out,
            "skipped": list(self.skipped),
            "ignored_columns": self.ignored_columns,
            "notes": list(self.notes),
        }


def event_of(record: Row) -> Event:
    """Event of a record with the keys of the events file; values may all be text.

    Raises
    ------
    RowError
        When a value cannot be what its key says.
    """
    text = {key: str(record.get(key) or "") for key in TEXT_KEYS}
    text["target"] = text["target"].strip()
    if text["geometry"]:
        text["geometry"] = read_wkt(text["geometry"]).wkt
    if not text["target"]:
        raise RowError("no target; name a place, 'A - B', a ref, LON,LAT~KM, or way/ID")
    date, precision = date_in(record, "date")
    until, _ = date_in(record, "until")
    if date and until and until < date:
        raise RowError(f"until {until} lies before date {date}")
    if record.get("precision"):
        try:
            precision = Precision(str(record["precision"]).strip().casefold())
        except ValueError:
            raise RowError(
                f"precision {record['precision']!r} is unknown; one of {', '.join(Precision)}"
            ) from None
    if text["delay"]:
        try:
            parse_duration(text["delay"])
        except QuestionError as error:
            raise RowError(str(error).rstrip(".")) from None
    if text["hours"]:
        try:
            parse_hours(text["hours"])
        except QuestionError as error:
            raise RowError(str(error).rstrip(".")) from None
    confidence = number_of(record, "confidence", 0.0, 1.0)
    return Event(
        status=_status_of(record),
        date=date,
        until=until,
        precision=precision,
        confidence=1.0 if confidence is None else confidence,
        source=_source_of(record.get("source")),
        span=_span_of(record.get("span")),
        lifts=_lifts_of(record.get("lifts")),
        factor=number_of(record, "factor", 1.0, 1000.0),
        max_weight_t=number_of(record, "max_weight_t", 0.0, 1000.0),
        **text,
    )


def _status_of(record: Row) -> Status:
    try:
        return parse_status(text_of(record, "status"))
    except ValueError as problem:
        raise RowError(str(problem)) from None


def _source_of(value: object) -> Source:
    if isinstance(value, Mapping):
        parts = {key: str(part) for key, part in value.items()}
        return Source(**{**parts, "url": web_address(parts["url"])} if parts.get("url") else parts)
    return Source(title=str(value).strip()) if value else Source()


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_WEB = re.compile(r"https?://[^\s<>\"'`\\]+$", re.I)
_BARE_WEB = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:][^\s<>\"'`\\]*)?$")


def web_address(text: str) -> str:
    """A link that may be followed: http or https; raises `RowError` for any other.

    Examples
    --------
    >>> web_address("example.org/a")
    'http://example.org/a'
    """
    text = text.strip()
    if _WEB.match(text):
        return text
    if _BARE_WEB.match(text) and not _SCHEME.match(text.split("/")[0] + "/"):
        return f"http://{text}"
    raise RowError(f"url {text[:60]!r} is no web address; give one that begins with http:// or https://")


def beside(event: Event, folder: Path) -> Event:
    """Event whose area files lie beside the file that names them, not in the working folder."""
    targets = (event.target, *event.lifts)
    if event.geometry or not any(target.lower().endswith(VECTORS) for target in targets):
        return event
    target, *lifts = (
        str(folder / target) if target.lower().endswith(VECTORS) else target for target in targets
    )
    return replace(event, target=target, lifts=tuple(lifts))


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
