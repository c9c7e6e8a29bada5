"""The events file: YAML or JSON under a JSON Schema, which a person edits and passes back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from routegraph.checked_yaml import Document, read_document
from routegraph.errors import DataError
from routegraph.reports.cell_values import RowError
from routegraph.reports.dates import parse_date
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.extraction import Claim, Extraction, NotUnderstood, SetAside, Unlocated
from routegraph.reports.record import EventTable, beside, event_of, gather
from routegraph.reports.statuses import parse_status
from routegraph.written import write_whole

HEADER = """\
# Events for routegraph. Edit freely and pass back with --events.
# status: captured, recaptured, blocked, damaged, contested (these close), restricted (slows),
# threatened (marks), reopened (lifts). target: a place, 'A - B', a ref, LON,LAT~KM, way/ID.
"""


@cache
def events_schema() -> dict[str, Any]:
    """JSON Schema of the events file."""
    schema: dict[str, Any] = json.loads(
        (files("routegraph.reports") / "events.schema.json").read_text("utf-8")
    )
    return schema


def to_record(item: Event | Unlocated | Claim | SetAside | NotUnderstood) -> dict[str, Any]:
    """Plain mapping of an item for YAML and JSON, without the keys that say nothing."""
    record: dict[str, Any] = {}
    for column in fields(item):
        value = getattr(item, column.name)
        if value == column.default or value in (None, "", ()):
            continue
        if isinstance(value, Source):
            value = {part.name: getattr(value, part.name) for part in fields(value)}
            value = {key: part for key, part in value.items() if part}
            if not value:
                continue
        elif isinstance(value, dt.date):
            value = _date_text(
                value, getattr(item, "precision", Precision.DAY) if column.name == "date" else None
            )
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Status | Precision):
            value = value.value
        record[column.name] = value
    return record


def _date_text(date: dt.date, precision: Precision | None) -> str:
    if precision is Precision.MONTH and date.day == 1:
        return date.isoformat()[:7]
    if precision is Precision.YEAR and (date.month, date.day) == (1, 1):
        return date.isoformat()[:4]
    return date.isoformat()


def to_document(content: Extraction | Iterable[Event]) -> dict[str, Any]:
    """Plain mapping of events, or of everything that a text gave, as the events file holds it."""
    if not isinstance(content, Extraction):
        return {"events": [to_record(event) for event in content]}
    document: dict[str, Any] = {"events": [to_record(event) for event in content.events]}
    for key in ("to_confirm", "unlocated", "claims", "set_aside", "not_understood"):
        if items := getattr(content, key):
            document[key] = [to_record(item) for item in items]
    if content.warnings:
        document["warnings"] = list(content.warnings)
    return document


def write_events(path: Path, content: Extraction | Iterable[Event]) -> None:
    """Write events as YAML, or as JSON when the name ends so; atomic; `read_events` gives the same back.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    document = to_document(content)
    if path.suffix.lower() == ".json":
        text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    else:
        import yaml

        text = HEADER + yaml.dump(
            document,
            Dumper=_dumper(),
            allow_unicode=True,
            sort_keys=False,
            width=100,
            default_flow_style=None,
        )
    write_whole(path, lambda spare: spare.write_text(text, "utf-8", newline="\n"))


@cache
def _dumper() -> Any:
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return Dumper


def read_extraction(path: Path, *, skip_bad: bool = False) -> tuple[Extraction, tuple[str, ...]]:
    """Read an events file with everything in it; also the bad records that were skipped.

    A file that is a list holds the events themselves.

    Raises
    ------
    DataError
        File, line, key and remedy.
    """
    document = read_document(path, _NUMERIC_KEYS)
    bare = isinstance(document.content, list)
    if not bare:
        document.require(_frame_schema())
    keys: list[str | int] = [] if bare else ["events"]
    items = document.content if bare else document.content["events"]
    records = [(f"line {document.line([*keys, i])}", (i, item)) for i, item in enumerate(items)]

    def read(record: tuple[int, Any]) -> Event:
        i, item = record
        for problem in document.problems(_event_schema(), [*keys, i]):
            elsewhere = problem.line != document.line([*keys, i])
            raise RowError(problem.text + (f" (line {problem.line})" if elsewhere else ""))
        return beside(event_of(item), path.parent)

    events, _, skipped = gather(str(path), records, read, skip_bad=skip_bad)
    more: dict[str, Any] = {} if bare else document.content
    extraction = Extraction(
        events=events,
        unlocated=tuple(_unlocated(item) for item in more.get("unlocated", ())),
        claims=tuple(Claim(**_spanned(item)) for item in more.get("claims", ())),
        set_aside=tuple(SetAside(**_spanned(item)) for item in more.get("set_aside", ())),
        not_understood=tuple(NotUnderstood(**_spanned(item)) for item in more.get("not_understood", ())),
        warnings=tuple(more.get("warnings", ())),
        to_confirm=tuple(_to_confirm(path, document, more)),
    )
    return extraction, skipped


def _to_confirm(path: Path, document: Document, more: dict[str, Any]) -> Iterator[Event]:
    for i, item in enumerate(more.get("to_confirm", ())):
        try:
            yield beside(event_of(item), path.parent)
        except RowError as problem:
            line = document.line(["to_confirm", i])
            raise DataError(f"{path}, line {line}: {problem}.") from None


def read_events_file(path: Path, *, skip_bad: bool = False) -> EventTable:
    """Events of a YAML or JSON events file; raises `DataError` as `read_extraction` does."""
    extraction, skipped = read_extraction(path, skip_bad=skip_bad)
    return EventTable(extraction.events, format="events file", skipped=skipped)


_NUMERIC_KEYS = ("confidence", "factor", "max_weight_t", "span")


@cache
def _frame_schema() -> dict[str, Any]:
    """Schema of everything but the events themselves, which may be bad and skipped one by one."""
    schema = events_schema()
    return {**schema, "properties": {**schema["properties"], "events": {"type": "array"}}}


@cache
def _event_schema() -> dict[str, Any]:
    return {"$ref": "#/$defs/event", "$defs": events_schema()["$defs"]}


def _spanned(item: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}


def _unlocated(item: dict[str, Any]) -> Unlocated:
    values = {"near": "", **_spanned(item), "status": parse_status(item["status"])}
    if "date" in item:
        values["date"] = parse_date(item["date"])[0]
    return Unlocated(**values)
