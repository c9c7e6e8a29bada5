"""Files of events, whatever their format: `read_events` tells which one it is and reads it.

Own columns (CSV, properties of GeoJSON): those of the events file, with ``publisher``,
``title``, ``url``, ``source_date`` for the source, ``lifts`` parted by ``;``, and ``lon``,
``lat``, ``radius_km`` where no target is named.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from routegraph.errors import DataError, NotFoundError
from routegraph.reports import acled, ged, road_status
from routegraph.reports.decode import decode
from routegraph.reports.event import Event
from routegraph.reports.events_file import read_events_file
from routegraph.reports.record import (
    EventTable,
    RowError,
    event_of,
    gather,
    number_of,
    point_target,
)

SOURCE_COLUMNS = {"publisher": "publisher", "title": "title", "url": "url", "source_date": "date"}

OWN_COLUMNS = (
    *("target", "status", "by", "date", "until", "precision", "confidence", *SOURCE_COLUMNS, "source"),
    *("quote", "spelled", "resolution", "group", "lifts", "factor", "note", "lon", "lat", "radius_km"),
)

CELLS = "\0cells"
"""Key of what is wrong with a row that has more or fewer cells than the header."""

RADIUS_KM = 2.0
"""Of a point whose record names no radius."""


def read_own_row(row: Mapping[str, object]) -> Event:
    """Event of a row with the project's own columns; raises `RowError`."""
    record = {key: value for key, value in row.items() if key in OWN_COLUMNS}
    source = {key: row.get(column) for column, key in SOURCE_COLUMNS.items() if row.get(column)}
    if row.get("source") and "title" not in source:
        source["title"] = row["source"]
    record["source"] = source
    if not record.get("target") and record.get("lon") not in (None, ""):
        record["target"] = point_target(record, "lon", "lat", _radius_km(record))
    return event_of(record)


def _radius_km(row: Mapping[str, object]) -> float:
    radius_km = number_of(row, "radius_km", 0, 500)
    return RADIUS_KM if radius_km is None else radius_km


LINE_RADIUS_KM = 0.2
"""Around the middle of a line of road status, whose course other maps draw a little aside.

A line that is closed at its middle cannot be driven along, and no crossing road is touched."""


KM_PER_DEGREE = 111.7
"""Of latitude, at the most: at the poles; so that a circle over a polygon is not too small."""


@dataclass(frozen=True)
class Convention:
    """A table's column convention: its name, the columns that tell it, those it uses, its reader."""

    name: str
    required: Sequence[str]
    used: Sequence[str]
    read: Callable[[Mapping[str, object]], Event | str]


CONVENTIONS = (
    Convention("ACLED export", acled.REQUIRED, acled.USED, acled.read_row),
    Convention("UCDP GED", ged.REQUIRED, ged.USED, ged.read_row),
    Convention("road status (UNSDI-T)", road_status.REQUIRED, road_status.USED, road_status.read_row),
    Convention("events table", ("target", "status"), OWN_COLUMNS, read_own_row),
    Convention("events table", ("lon", "lat", "status"), OWN_COLUMNS, read_own_row),
)


def read_events(path: Path, *, skip_bad: bool = False, confidence: float | None = None) -> EventTable:
    """Read events from a file: YAML, JSON, CSV, GeoJSON, ACLED, UCDP GED, UNSDI-T road status.

    Parameters
    ----------
    path : Path
    skip_bad : bool
        Leave out records that cannot be read, and tell them in `EventTable.skipped`.
    confidence : float or None
        For every event of the file, in place of what the file or its convention says.

    Raises
    ------
    NotFoundError
        No such file.
    DataError
        Not a known format, columns missing, or bad records, with file, line and remedy.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"no file {path}; give a CSV, YAML, JSON or GeoJSON file of events.") from None
    except OSError as problem:
        raise DataError(f"cannot read {path}: {problem.strerror or problem}.") from None
    if not data.strip():
        raise DataError(f"{path}: empty; expected a table or list of events.")
    table = _read(path, data, skip_bad)
    if confidence is not None:
        table = replace(table, events=tuple(replace(event, confidence=confidence) for event in table.events))
    return table


def _read(path: Path, data: bytes, skip_bad: bool) -> EventTable:
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return read_events_file(path, skip_bad=skip_bad)
    if suffix in (".json", ".geojson"):
        document = _json(path, data)
        if isinstance(document, dict) and document.get("type") in ("FeatureCollection", "Feature"):
            return _read_geojson(path, document, skip_bad)
        return read_events_file(path, skip_bad=skip_bad)
    text, _ = decode(data, str(path))
    return _read_csv(path, text, skip_bad)


def _json(path: Path, data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise DataError(f"{path}: not UTF-8 text at byte {problem.start}; save it as UTF-8.") from None
    except json.JSONDecodeError as problem:
        raise DataError(f"{path}, line {problem.lineno}: not readable as JSON ({problem.msg}).") from None
    except RecursionError:
        raise DataError(f"{path}: nested too deeply; not an events file.") from None


def _convention(path: Path, columns: Iterable[str]) -> Convention:
    """Convention of a table by its columns; the error names what is missing from the nearest one."""
    found = set(columns)
    for convention in CONVENTIONS:
        if found.issuperset(convention.required):
            return convention
    nearest = max(CONVENTIONS, key=lambda c: len(found.intersection(c.required)) / len(c.required))
    missing = [column for column in nearest.required if column not in found]
    shown = ", ".join(sorted(found)[:12]) or "none"
    raise DataError(
        f"{path}: missing {'column' if len(missing) == 1 else 'columns'} {', '.join(missing)} of the"
        f" {nearest.name}; found: {shown}."
    )


def _read_csv(path: Path, text: str, skip_bad: bool) -> EventTable:
    lines = text.splitlines(keepends=True)
    delimiter = max(",;\t", key=lines[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip().strip("\ufeff").casefold() for name in next(reader)]
        return _table(path, _convention(path, header), _csv_rows(reader, header), skip_bad)
    except csv.Error as problem:
        raise DataError(f"{path}, line {reader.line_num}: not readable as CSV ({problem}).") from None


def _csv_rows(reader: Any, header: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Rows with the line that each begins on; one of another length than the header tells so."""
    line = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row: dict[str, object] = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            if len(cells) != len(header):
                row[CELLS] = f"{len(cells)} cells where the header has {len(header)}"
            yield f"line {line}", row
        line = reader.line_num + 1


def _read_geojson(path: Path, document: dict[str, object], skip_bad: bool) -> EventTable:
    features = document.get("features") if document["type"] == "FeatureCollection" else [document]
    if not isinstance(features, list) or not features:
        raise DataError(f"{path}: no features; expected a FeatureCollection with properties per event.")
    rows: list[tuple[str, dict[str, object]]] = []
    for i, item in enumerate(features):
        feature = item if isinstance(item, dict) else {}
        properties = feature.get("properties")
        row = {str(k).casefold(): v for k, v in properties.items()} if isinstance(properties, dict) else {}
        if not row.get("target"):
            row["target"] = _geometry_target(path, len(features) == 1, feature.get("geometry"), row)
        rows.append((f"feature {i}", row))
    convention = _convention(path, {key for _, row in rows for key in row})
    return _table(path, convention, rows, skip_bad)


def _geometry_target(path: Path, alone: bool, geometry: object, row: dict[str, object]) -> str:
    """Target of a feature: its point, the middle of its line, a circle over its polygon.

    A polygon that is the only one of its file is that file; `row` is told of a circle.
    """
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), list):
        return ""
    kind, coordinates = geometry.get("type"), geometry["coordinates"]
    with suppress(RowError, TypeError, ValueError, IndexError):
        if kind == "Point":
            point = {"lon": coordinates[0], "lat": coordinates[1]}
            return point_target(point, "lon", "lat", _radius_km(row))
        if kind in ("LineString", "MultiLineString"):
            line = coordinates if kind == "LineString" else max(coordinates, key=_length)
            lon, lat = _middle(line)
            return point_target({"lon": lon, "lat": lat}, "lon", "lat", LINE_RADIUS_KM)
        if kind in ("Polygon", "MultiPolygon"):
            if alone:
                return str(path)
            lon, lat, radius_km = _cover(coordinates if kind == "MultiPolygon" else [coordinates])
            row.setdefault("resolution", f"a circle of {radius_km:g} km that covers the polygon")
            return point_target({"lon": lon, "lat": lat}, "lon", "lat", radius_km)
    return ""


def _cover(polygons: Sequence[Sequence[Sequence[Sequence[float]]]]) -> tuple[float, float, float]:
    """Lon, lat of the middle of some polygons' box, and km from there to their farthest corner."""
    corners = [(float(x), float(y)) for rings in polygons for x, y, *_ in rings[0]]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    lon, lat = round((west + east) / 2, 6), round((south + north) / 2, 6)
    shrink = math.cos(math.radians(min(abs(south), abs(north)) if south * north > 0 else 0))
    reach = max(math.hypot((x - lon) * shrink, y - lat) for x, y in corners)
    return lon, lat, max(LINE_RADIUS_KM, math.ceil(reach * KM_PER_DEGREE * 10) / 10)


def _steps(line: Sequence[Sequence[float]]) -> list[float]:
    """Lengths of the pieces of a line, in degrees of latitude."""
    shrink = math.cos(math.radians(line[0][1]))
    return [math.hypot((b[0] - a[0]) * shrink, b[1] - a[1]) for a, b in pairwise(line)]


def _length(line: Sequence[Sequence[float]]) -> float:
    return sum(_steps(line))


def _middle(line: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Lon, lat half way along a line."""
    steps = _steps(line)
    left = sum(steps) / 2
    for (a, b), step in zip(pairwise(line), steps, strict=True):
        if left <= step > 0:
            share = left / step
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        left -= step
    return line[0][0], line[0][1]


def _table(
    path: Path,
    convention: Convention,
    rows: Iterable[tuple[str, dict[str, object]]],
    skip_bad: bool,
) -> EventTable:
    """Read rows one by one, counting how many fill the columns that mean nothing here."""
    known = {*convention.used, CELLS}
    ignored: dict[str, int] = {}

    def read(row: dict[str, object]) -> Event | str:
        for column, value in row.items():
            if column not in known:
                ignored[column] = ignored.get(column, 0) + (value not in (None, ""))
        if CELLS in row:
            raise RowError(str(row[CELLS]))
        return convention.read(row)

    events, left_out, skipped = gather(str(path), rows, read, skip_bad=skip_bad)
    return EventTable(events, convention.name, ignored, left_out, skipped)
