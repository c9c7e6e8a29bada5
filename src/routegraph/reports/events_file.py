"""The events file: YAML or JSON under a JSON Schema, which a person edits and passes back."""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from routegraph.errors import DataError, OutputError
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.extraction import Claim, Extraction, SetAside, Unlocated
from routegraph.reports.record import EventTable, RowError, event_of, gather, parse_status

DEEPEST = 32
"""Levels of nesting above which a YAML file is refused."""

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


def to_record(item: Event | Unlocated | Claim | SetAside) -> dict[str, Any]:
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
    for key in ("unlocated", "claims", "set_aside"):
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
    try:
        handle, spare = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(spare).chmod(0o644)
            Path(spare).replace(path)
        except BaseException:
            Path(spare).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise OutputError(
            f"cannot write {path}: {problem.strerror or problem}; choose another place."
        ) from None


@cache
def _dumper() -> Any:
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return Dumper


def read_extraction(path: Path, *, skip_bad: bool = False) -> tuple[Extraction, tuple[str, ...]]:
    """Read an events file with everything in it; also the bad records that were skipped.

    Raises
    ------
    DataError
        File, line, key and remedy.
    """
    document, line_of = _load(path)
    if isinstance(document, list):
        document, plain = {"events": document}, line_of
        line_of = lambda keys: plain(keys[1:])  # noqa: E731
    _check_frame(path, document, line_of)
    records = [(f"line {line_of(['events', i])}", (i, item)) for i, item in enumerate(document["events"])]

    def read(record: tuple[int, Any]) -> Event:
        i, item = record
        _check(item, "event", ["events", i], line_of)
        return event_of(item)

    events, _, skipped = gather(str(path), records, read, skip_bad=skip_bad)
    return (
        Extraction(
            events=events,
            unlocated=tuple(_unlocated(item) for item in document.get("unlocated", ())),
            claims=tuple(Claim(**_spanned(item)) for item in document.get("claims", ())),
            set_aside=tuple(SetAside(**_spanned(item)) for item in document.get("set_aside", ())),
            warnings=tuple(document.get("warnings", ())),
        ),
        skipped,
    )


def read_events_file(path: Path, *, skip_bad: bool = False) -> EventTable:
    """Events of a YAML or JSON events file; raises `DataError` as `read_extraction` does."""
    extraction, skipped = read_extraction(path, skip_bad=skip_bad)
    return EventTable(extraction.events, format="events file", skipped=skipped)


def _spanned(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "span": tuple(item["span"])} if "span" in item else item


def _unlocated(item: dict[str, Any]) -> Unlocated:
    day = {"date": dt.date.fromisoformat(item["date"])} if "date" in item else {}
    return Unlocated(**{"near": "", **_spanned(item), "status": parse_status(item["status"]), **day})


# Reading YAML -------------------------------------------------------------------------------


def _load(path: Path) -> tuple[Any, Any]:
    """Content of a YAML or JSON file, and a function from a path of keys to a line."""
    import yaml

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise DataError(f"{path}: not UTF-8 text at byte {problem.start}; save it as UTF-8.") from None
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_bombs(path, text, loader)
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise DataError(f"{path}, line {line}: {problem.problem}; not readable as YAML.") from None
    except yaml.YAMLError as problem:
        raise DataError(f"{path}: not readable as YAML ({str(problem).splitlines()[0]}).") from None
    if root is None:
        raise DataError(f"{path}: empty; an events file has a key 'events' with a list.")
    return _plain(path, root), lambda keys: _line(root, keys)


def _refuse_bombs(path: Path, text: str, loader: Any) -> None:
    """Refuse aliases and great depth: a file that a person edits needs neither, a YAML bomb both."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise DataError(f"{path}, line {line}: YAML aliases (*{event.anchor}) are refused; write it out.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise DataError(f"{path}, line {line}: nested deeper than {DEEPEST} levels; not an events file.")


_NUMERIC_KEYS = {"confidence", "factor", "span"}


def _plain(path: Path, node: Any, key: str = "") -> Any:
    """Plain data of a YAML node; all but numeric keys stay text: a date that does not exist, a road 42."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        return [_plain(path, child, key) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for name, value in node.value:
            if str(name.value) in mapping:
                raise DataError(f"{path}, line {name.start_mark.line + 1}: key {name.value!r} stands twice.")
            if value.tag != "tag:yaml.org,2002:null":
                mapping[str(name.value)] = _plain(path, value, str(name.value))
        return mapping
    if key in _NUMERIC_KEYS:
        for number in (int, float):
            with suppress(ValueError):
                return number(node.value)
    return node.value


def _line(node: Any, keys: Sequence[str | int]) -> int:
    """Line of the deepest node that a path of keys leads to."""
    line: int = node.start_mark.line + 1
    for key in keys:
        if isinstance(key, int):
            if not isinstance(node.value, list) or key >= len(node.value):
                break
            node = node.value[key]
            line = node.start_mark.line + 1
            continue
        found = [(k, v) for k, v in node.value if k.value == key] if isinstance(node.value, list) else []
        if not found:
            break
        line, node = found[0][0].start_mark.line + 1, found[0][1]
    return line


# The schema's errors, told for people -------------------------------------------------------


@cache
def _validator(part: str) -> Any:
    from jsonschema import Draft202012Validator

    schema = events_schema()
    return Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]} if part else schema)


def _check_frame(path: Path, document: Any, line_of: Any) -> None:
    """Check everything but the events themselves, which may be skipped one by one."""
    frame = {**document, "events": []} if isinstance(document, dict) and "events" in document else document
    if isinstance(frame, dict) and not isinstance(document.get("events"), list) and "events" in document:
        raise DataError(f"{path}, line {line_of(['events'])}: 'events' must be a list.")
    for problem in _problems("", frame):
        raise DataError(f"{path}, line {line_of(list(problem.absolute_path))}: {_told(problem)}.")


def _check(record: Any, part: str, keys: list[str | int], line_of: Any) -> None:
    for problem in _problems(part, record):
        inner = list(problem.absolute_path)
        line = line_of([*keys, *inner])
        at = f" (line {line})" if line != line_of(keys) else ""
        raise RowError(_told(problem) + at)


def _problems(part: str, content: Any) -> Iterator[Any]:
    yield from sorted(_validator(part).iter_errors(content), key=lambda e: [str(k) for k in e.absolute_path])


_TYPES = {
    "string": "text",
    "number": "a number",
    "array": "a list",
    "object": "keys with values",
    "integer": "a whole number",
}


def _told(problem: Any) -> str:
    """Tell a schema error in words: which key, what is wrong, the remedy."""
    key = " ".join(repr(k) for k in problem.absolute_path if isinstance(k, str)) or "the record"
    say = _SAYINGS.get(problem.validator)
    return (
        say(problem, f"{key} is {repr(problem.instance)[:60]}") if say else f"{key}: {problem.message[:80]}"
    )


def _say_missing(problem: Any, _: str) -> str:
    missing = [repr(key) for key in problem.validator_value if key not in problem.instance]
    return f"missing {'key' if len(missing) == 1 else 'keys'} {', '.join(missing)}"


def _say_unknown(problem: Any, _: str) -> str:
    known = list(problem.schema["properties"])
    extra = next(key for key in problem.instance if key not in known)
    return f"unknown key {extra!r}; {_nearest(extra, known, 'known')}"


def _nearest(word: str, known: list[str], otherwise: str) -> str:
    near = get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}" if near else f"{otherwise}: {', '.join(known)}"


_TYPES = {
    "string": "text",
    "number": "a number",
    "array": "a list",
    "object": "keys with values",
    "integer": "a whole number",
}

_SAYINGS: dict[str, Callable[[Any, str], str]] = {
    "required": _say_missing,
    "additionalProperties": _say_unknown,
    "enum": lambda p, it: f"{it}; {_nearest(str(p.instance), p.validator_value, 'one of')}",
    "type": lambda p, it: f"{it}, but must be {_TYPES.get(p.validator_value, p.validator_value)}",
    "pattern": lambda p, it: f"{it}, not a date; write YYYY-MM-DD, or YYYY-MM when only the month is known",
    "minimum": lambda p, it: f"{it}, but must be at least {p.validator_value}",
    "maximum": lambda p, it: f"{it}, but must be at most {p.validator_value}",
    "minLength": lambda p, it: f"{it}, but must not be empty",
}
