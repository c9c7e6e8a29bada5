"""Files of events, whatever their format: `read_events` tells which one it is and reads it.

Own columns (CSV, spreadsheet, properties of map features): those of the events file, with
``publisher``, ``title``, ``url``, ``source_date`` for the source, ``lifts`` parted by ``;``, and
``lon``, ``lat``, ``radius_km`` where no target is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from routegraph.errors import DataError, NotFoundError
from routegraph.intake import clean, read_json, read_whole
from routegraph.places.gazetteer import Gazetteer
from routegraph.reports import acled, ged, road_status
from routegraph.reports.cell_values import Row, RowError, circle, number_of, plain_name, point_of, text_of
from routegraph.reports.dates import parse_date
from routegraph.reports.event import Event, Status
from routegraph.reports.events_file import read_events_file
from routegraph.reports.geometries import Shaped, read_geometry, read_wkt
from routegraph.reports.layers import LAYERS
from routegraph.reports.located import PlaceNames
from routegraph.reports.record import EventTable, beside, event_of, gather
from routegraph.reports.sheets import (
    CELLS,
    GEOMETRY,
    SPREADSHEETS,
    Sheet,
    of_features,
    of_records,
    read_csv,
    read_layer,
    read_spreadsheet,
)
from routegraph.reports.statuses import says_nothing

SOURCE_COLUMNS = {"publisher": "publisher", "title": "title", "url": "url", "source_date": "date"}

OWN_COLUMNS = (
    *("target", "status", "by", "date", "until", "precision", "confidence", *SOURCE_COLUMNS, "source"),
    *(
        "quote",
        "spelled",
        "resolution",
        "group",
        "lifts",
        "factor",
        "delay",
        "max_weight_t",
        "note",
        "hours",
        "lon",
        "lat",
        "radius_km",
    ),
    "geometry",
    "road_from",
    "road_to",
)

ENDS = ("road_from", "road_to")
"""Columns that name a road by the places at its ends."""

RIVALS = ("place", "location", "road", "where")
"""Columns that may name the target, none before the others."""

OWN_ALIASES = {
    **dict.fromkeys((*RIVALS, *road_status.PLACES), "target"),
    **dict.fromkeys(("place_name", "road_name", "name", "nom", "المكان", "الموقع", "الطريق"), "target"),
    **dict.fromkeys(road_status.LON, "lon"),
    **dict.fromkeys(road_status.LAT, "lat"),
    **dict.fromkeys(("event_date", "start_date", "day", "month", "التاريخ", *road_status.UPDATED), "date"),
    **dict.fromkeys(("access", "condition", "road_condition", "الحالة"), "status"),
    **dict.fromkeys(("المصدر",), "source"),
    **dict.fromkeys(("end_date", "end"), "until"),
    **dict.fromkeys(("wkt", "geom", "the_geom"), "geometry"),
    **dict.fromkeys(("actor", "side", "side_by"), "by"),
    **dict.fromkeys(("from", "from_place", "origin", "start_point", "start_place"), "road_from"),
    **dict.fromkeys(("to", "to_place", "destination", "end_point", "end_place"), "road_to"),
}

"""Other names of columns; of several for one, the first here counts."""

SHAPEFILE_LETTERS = 10
"""Of a column's name that a shapefile keeps."""


def read_own_row(row: Row) -> Event | str:
    """Event of a row with the project's own columns; raises `RowError`."""
    if says_nothing(text_of(row, "status")) and text_of(row, "status"):
        return "no status told"
    record = {key: value for key, value in row.items() if key in OWN_COLUMNS}
    if largest := road_status.only_for(text_of(row, "status")):
        record |= {"status": Status.REOPENED.value, "max_weight_t": road_status.HEAVIEST_T.get(largest)}
        record.setdefault("quote", text_of(row, "status"))
    start, end = (text_of(row, key) for key in ENDS)
    if start and end and not text_of(record, "target"):
        record["target"] = f"{start} - {end}"
    elif start or end:
        untold = not text_of(record, "date") and not text_of(record, "until")
        record |= {"date": start, "until": end} if untold else {"note": _from_to(record, start, end)}
    source = {key: row.get(column) for column, key in SOURCE_COLUMNS.items() if row.get(column)}
    if row.get("source") and "title" not in source:
        source["title"] = row["source"]
    record["source"] = source
    if not record.get("target") and text_of(record, "lon"):
        record["target"] = circle(*point_of(record, "lon", "lat"), _radius_km(record))
    return event_of(record)


def _from_to(record: Row, start: str, end: str) -> str:
    return "; ".join(filter(None, (text_of(record, "note"), f"from {start or '?'} to {end or '?'}")))


def _radius_km(row: Row) -> float:
    radius_km = number_of(row, "radius_km", 0, 500)
    return road_status.RADIUS_KM if radius_km is None else radius_km


@dataclass(frozen=True)
class Convention:
    """A table's column convention.

    Attributes
    ----------
    needed : sequence of sequences
        Sets of columns, any of which tells the convention.
    names_its_place : callable or None
        Whether a row means the place that ``Event.spelled`` names, rather than its coordinates.
    aliases : dict
        Other names of columns.
    """

    name: str
    needed: Sequence[Sequence[str]]
    used: Sequence[str]
    read: Callable[[Row], Event | str]
    names_its_place: Callable[[Row], bool] | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    def renaming(self, columns: Iterable[str], tagged: Mapping[str, str] | None = None) -> dict[str, str]:
        """Name under this convention of every column: its own where it means nothing here.

        HXL tags count for columns whose own name means nothing.
        """
        cuts = Counter(known[:SHAPEFILE_LETTERS].strip("_") for known in self.used)
        cut = {
            short: known for known in self.used if cuts[short := known[:SHAPEFILE_LETTERS].strip("_")] == 1
        }
        named: dict[str, str] = {}
        for column in columns:
            plain = plain_name(column)
            known = plain if plain in self.used else cut.get(plain, plain)
            named[column] = known
        for called in (named, {c: tag for c, tag in (tagged or {}).items() if named.get(c) not in self.used}):
            for plain, known in (*self.aliases.items(), *((name, name) for name in self.used)):
                column = next((column for column, name in called.items() if name == plain), "")
                if column and known not in named.values():
                    named[column] = known
        return named

    def missing(self, columns: Iterable[str], tagged: Mapping[str, str] | None = None) -> list[str]:
        """Columns that the nearest of the needed sets lacks; empty when the convention fits."""
        found = set(self.renaming(columns, tagged).values())
        return min(([c for c in needed if c not in found] for needed in self.needed), key=len)


_GED = Convention("UCDP GED", [ged.REQUIRED], ged.USED, ged.read_row, ged.names_its_place)
_OWN = Convention(
    "events table",
    [("target", "status"), ("lon", "lat", "status"), ("geometry", "status"), (*ENDS, "status")],
    OWN_COLUMNS,
    read_own_row,
    aliases=OWN_ALIASES,
)
CONVENTIONS = (
    Convention(
        "ACLED export",
        [(*acled.REQUIRED, *where) for where in acled.WHERE],
        acled.USED,
        acled.read_row,
        acled.names_its_place,
        acled.ALIASES,
    ),
    _GED,
    Convention(
        "road status",
        [(key,) for key in (*road_status.STATUS_KEYS, *road_status.PRACTICABLE_KEYS)],
        road_status.USED,
        road_status.read_row,
        aliases={
            **dict.fromkeys(road_status.PLACES, "target"),
            **dict.fromkeys(road_status.LON, "lon"),
            **dict.fromkeys(road_status.LAT, "lat"),
        },
    ),
    _OWN,
)


def read_events(
    path: Path,
    *,
    skip_bad: bool = False,
    confidence: float | None = None,
    gazetteer: Gazetteer | None = None,
) -> EventTable:
    """Read events from a file.

    YAML and JSON events files; CSV, Excel, OpenDocument and API JSON of own columns, ACLED, UCDP
    GED or road status; the same as features of GeoJSON, GeoPackage, shapefile.

    Parameters
    ----------
    path : Path
    skip_bad : bool
        Leave out records that cannot be read, and tell them in `EventTable.skipped`.
    confidence : float or None
        For every event of the file, in place of what the file or its convention says.
    gazetteer : Gazetteer or None
        Finds the places that rows of ACLED and GED name beside their coordinates; without it
        such a row closes a circle around them.

    Raises
    ------
    NotFoundError
        No such file.
    DataError
        Not a known format, columns missing, or bad records, with file, line and remedy.
    """
    try:
        data = read_whole(path, "events file")
    except NotFoundError:
        raise NotFoundError(
            f"no file {clean(str(path))}; give a CSV, Excel, YAML, JSON or GeoJSON file of events."
        ) from None
    if not data.strip():
        raise DataError(f"{path}: empty; expected a table or list of events.")
    table = _read(path, data, skip_bad, gazetteer)
    if confidence is not None:
        table = replace(table, events=tuple(replace(event, confidence=confidence) for event in table.events))
    return replace(table, file=clean(str(path)))


def _read(path: Path, data: bytes, skip_bad: bool, gazetteer: Gazetteer | None) -> EventTable:
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return read_events_file(path, skip_bad=skip_bad)
    if suffix in (".json", ".geojson"):
        document = read_json(path, data)
        if isinstance(document, dict) and document.get("type") in ("FeatureCollection", "Feature"):
            sheets: Iterable[Sheet] = [of_features(path, document)]
        elif (records := _records(path, document)) is not None:
            sheets = [of_records(records)]
        else:
            return read_events_file(path, skip_bad=skip_bad)
    elif suffix in SPREADSHEETS:
        sheets = read_spreadsheet(path, data)
    elif suffix in LAYERS:
        sheets = read_layer(path)
    else:
        sheets = read_csv(path, data)
    return _table(path, *_fitting(path, sheets), skip_bad, gazetteer)


def _records(path: Path, document: object) -> list[object] | None:
    """Rows of an API's answer, or of a list that follows another convention than the events file."""
    if isinstance(document, dict):
        if document.get("success") is False:
            raise DataError(f"{path}: the server's answer is an error: {str(document.get('error'))[:160]}.")
        for key in ("data", "Result", "results", "records"):
            if isinstance(found := document.get(key), list) and "events" not in document:
                return found
        return None
    if isinstance(document, list) and document and isinstance(document[0], dict):
        others = (one for one in CONVENTIONS if one is not _OWN or "target" not in document[0])
        if any(not convention.missing(document[0]) for convention in others):
            return document
    return None


def _fitting(path: Path, sheets: Iterable[Sheet]) -> tuple[Sheet, Convention]:
    """The first sheet that a convention fits, under the header of which it knows the most columns.

    The error tells what the first one lacks.
    """
    first: Sheet | None = None
    for _, headers in groupby(sheets, key=lambda sheet: sheet.name):
        fits = []
        for sheet in headers:
            first = first or sheet
            columns = _with_geometry(sheet)
            tries = ((one, tagged) for tagged in ({}, sheet.tagged) for one in CONVENTIONS)
            fit = next((one for one, tagged in tries if not one.missing(columns, tagged)), None)
            if fit:
                known = set(fit.renaming(columns, sheet.tagged).values()) & set(fit.used)
                fits.append((len(known), sum(map(bool, sheet.columns)), sheet, fit))
        if fits:
            *_, sheet, fit = max(fits, key=itemgetter(0, 1))
            return sheet, _checked(path, fit, sheet.columns)
    if first is None:
        raise DataError(f"{path}: no rows; expected a table of events.")
    raise DataError(f"{path}: {_unfit(first)}")


def _with_geometry(sheet: Sheet) -> list[str]:
    """Columns of a sheet; features with a geometry have a target and a point."""
    own = ("target", "lon", "lat", "longitude", "latitude") if GEOMETRY in sheet.columns else ()
    return [*(column for column in sheet.columns if column not in (GEOMETRY, CELLS)), *own]


def _checked(path: Path, convention: Convention, columns: Sequence[str]) -> Convention:
    plain = Counter(map(plain_name, columns))
    known = {*convention.used, *convention.aliases}
    for name, count in plain.items():
        if count > 1 and name in known:
            raise DataError(f"{path}: column {name!r} stands {count} times; keep one.")
    several = [name for name in RIVALS if name in plain]
    if convention is _OWN and len(several) > 1 and "target" not in plain:
        raise DataError(
            f"{path}: columns {' and '.join(several)} may both name the target; call one of them target."
        )
    return convention


def _unfit(sheet: Sheet) -> str:
    """Why no convention fits the columns of a sheet, and what to do."""
    columns = [clean(c) for c in sheet.columns if c not in (GEOMETRY, CELLS)]
    if sum(map(_is_value, columns)) >= 2:
        return (
            "the first line is no header: it holds dates or numbers; put the names of the columns above it."
        )
    plain = {column.casefold() for column in columns}
    if {"events", "fatalities"} <= plain and not plain & {"latitude", "location"}:
        return "counts per area and month, which close nothing; give the export with one row for each event."
    nearest = min(
        (_OWN, *CONVENTIONS), key=lambda c: len(c.missing(columns)) / min(map(len, c.needed))
    )  # where all lack the same, the plainest
    missing = nearest.missing(columns)
    shown = ", ".join(sorted(c.casefold() for c in columns)[:12]) or "none"
    return (
        f"missing {'column' if len(missing) == 1 else 'columns'} {', '.join(missing)} of the"
        f" {nearest.name}; found: {shown}."
    )


def _is_value(text: str) -> bool:
    """Whether a cell of a first line is a date or a number, as no column is called."""
    try:
        float(text)
    except ValueError:
        try:
            parse_date(text)
        except ValueError:
            return False
    return True


def _table(
    path: Path, sheet: Sheet, convention: Convention, skip_bad: bool, gazetteer: Gazetteer | None
) -> EventTable:
    """Read rows one by one, counting how many fill the columns that mean nothing here."""
    renaming = convention.renaming(_with_geometry(sheet), sheet.tagged)
    ignored: Counter[str] = Counter()
    places = PlaceNames(gazetteer) if gazetteer else None
    kind = road_status.layer_kind([path.stem, sheet.name, *sheet.columns])

    def read(place_and_row: tuple[str, Mapping[str, Any]]) -> Event | str:
        place, raw = place_and_row
        row: dict[str, Any] = {renaming[key]: value for key, value in raw.items() if key in renaming}
        for column, value in row.items():
            if column and column not in convention.used:
                ignored[column] += value not in (None, "")
        if CELLS in raw:
            raise RowError(str(raw[CELLS]))
        if GEOMETRY in raw and not text_of(row, "target"):
            shaped = read_geometry(raw[GEOMETRY], sheet.transform)
            if shaped is None and not _says_where(row):
                name = _name_of(row)
                return f"no geometry ({name})" if name else "no geometry"
            if shaped:
                row.update(_where(path, place, shaped, row, kind))
        elif text_of(row, "geometry"):
            row.update(_where(path, place, read_wkt(text_of(row, "geometry")), row, kind))
        event = convention.read(row)
        if (
            places
            and isinstance(event, Event)
            and convention.names_its_place
            and convention.names_its_place(row)
        ):
            event = places.located(event)
        elif places and isinstance(event, Event) and not event.geometry and text_of(row, "lon"):
            event = places.nearest(event, *point_of(row, "lon", "lat"))
        return beside(event, path.parent) if isinstance(event, Event) else event

    rows = ((place, (place, row)) for place, row in sheet.rows())
    events, left_out, skipped = gather(clean(str(path)), rows, read, skip_bad=skip_bad)
    notes = (*sheet.notes, *_undated(events, ignored))
    return EventTable(events, convention.name, dict(ignored), left_out, skipped, notes=notes)


def _undated(events: Sequence[Event], ignored: Iterable[str]) -> Iterator[str]:
    """Tell that rows have no date where others have one, or where a column was not read that may be it."""
    undated = sum(event.date is None for event in events)
    if undated and (undated < len(events) or (unread := ", ".join(ignored))):
        columns = f"; columns not read: {unread}" if undated == len(events) else ""
        yield f"rows without a date, which hold on every day: {undated:,}{columns}"


def _says_where(row: Row) -> bool:
    return any(text_of(row, key) for key in ("longitude", "lon", *road_status.WAY_KEYS))


def _name_of(row: Row) -> str:
    return next((text for key in road_status.NAME_KEYS if (text := text_of(row, key))), "")[:60]


def _where(path: Path, place: str, shaped: Shaped, row: Row, kind: str) -> dict[str, object]:
    """Cells that a feature's geometry fills: a point's coordinates, or what to call a line or area.

    Points of a layer of one `kind` are bridges or border crossings.
    """
    if shaped.kind == "point":
        told: dict[str, object] = {
            key: value
            for names, value in ((("lon", "longitude"), shaped.lon), (("lat", "latitude"), shaped.lat))
            for key in names
            if not text_of(row, key)
        }
        if kind:
            return {"target": f"{kind}:{shaped.lon:.7g},{shaped.lat:.7g}", "spelled": _name_of(row)}
        return {**told, "target": circle(shaped.lon, shaped.lat, _radius_km(row))}
    called = _name_of(row) or f"{shaped.kind} {place.rpartition(' ')[2]} of {clean(path.name)}"
    return {"target": called, "geometry": shaped.wkt, "resolution": f"{shaped.kind} of the feature"}
