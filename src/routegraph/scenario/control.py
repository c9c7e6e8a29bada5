"""Areas of control: which side held which place or area, from when until when, and who says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from routegraph.errors import AmbiguousError, DataError, NotFoundError
from routegraph.intake import clean, file_stamp, read_table
from routegraph.places.gazetteer import Gazetteer
from routegraph.reports.cell_values import RowError, plain_name, point_of
from routegraph.reports.dates import parse_date
from routegraph.reports.event import Source
from routegraph.reports.layers import VECTORS, read_features

Unplaced = NotFoundError | AmbiguousError

COLUMNS: dict[str, tuple[str, ...]] = {
    "place": ("place", "name", "town", "location", "admin_name"),
    "lon": ("lon", "longitude", "lng", "x"),
    "lat": ("lat", "latitude", "y"),
    "side": ("side", "held_by", "control", "controlled_by", "controller", "actor", "party"),
    "date": ("date", "snapshot", "as_of"),
    "from": ("from", "start", "since", "valid_from"),
    "until": ("until", "to", "end", "valid_to"),
    "source": ("source", "source_title", "title"),
    "publisher": ("source_publisher", "publisher"),
    "source_date": ("source_date",),
    "url": ("source_url", "url", "link"),
    "sure": ("sure", "certainty"),
    "note": ("note", "notes", "comment"),
}
"""What a column or property tells -> the names that it is known by, as `plain_name` writes them."""


@dataclass(frozen=True, eq=False)
class Holding:
    """One side's hold of a place or an area over some time.

    Attributes
    ----------
    side : str
        As the file writes it.
    name : str
        Of the place; empty for an area without one.
    lon, lat : float
        Of the place; NaN for an area.
    area : shapely geometry or None
        Polygons in lon, lat; None for a place, which stands for what lies nearest to it.
    start, end : date or None
        From the first day on, until the day before `end`; None where it is not told.
    snapshot : str
        The set that a later snapshot replaces, where there is a date alone: the areas of a file, or one
        place of a table.
    sure : str
        How sure the file calls it: high, low; empty where it does not say.
    """

    side: str
    name: str
    lon: float
    lat: float
    area: Any
    start: dt.date | None
    end: dt.date | None
    source: Source
    snapshot: str = ""
    sure: str = ""
    note: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether it holds on a day, later snapshots apart."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "name": self.name,
            "side": self.side,
            "from": self.start.isoformat() if self.start else None,
            "until": self.end.isoformat() if self.end else None,
            "source": str(self.source),
            "url": self.source.url,
            "sure": self.sure,
            "note": self.note,
        }


@dataclass(frozen=True, eq=False)
class Held:
    """What one side holds, among all that is held on a day.

    Attributes
    ----------
    own : tuple of Holding
        Those of the side that hold any road.
    among : tuple of Holding
        Of all sides: they say where the land of this one ends.
    """

    side: str
    own: tuple[Holding, ...]
    among: tuple[Holding, ...]


@dataclass(frozen=True, eq=False)
class Control:
    """Who held what, as files tell it.

    Attributes
    ----------
    files : tuple of str
        Their names.
    holdings : tuple of Holding
        In the order of the files; of areas that overlap the later one counts.
    unplaced : dict of str to error
        Places that this network does not know, with the reason.
    """

    files: tuple[str, ...]
    holdings: tuple[Holding, ...]
    unplaced: Mapping[str, Unplaced] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.side for one in self.holdings))

    @property
    def last_day(self) -> dt.date:
        """The last day of which the files tell anything; `date.max` when something holds for good."""
        ends = [one.end - dt.timedelta(days=1) if one.end else dt.date.max for one in self.holdings]
        return max(ends)

    @property
    def change_dates(self) -> tuple[dt.date, ...]:
        """Days on which a side or an area changes, the edges of the whole period left out."""
        days = sorted({day for one in self.holdings for day in (one.start, one.end) if day})
        first = min((one.start or dt.date.min for one in self.holdings), default=dt.date.min)
        return tuple(day for day in days if first < day <= self.last_day)

    def on(self, day: dt.date | None) -> tuple[Holding, ...]:
        """Return what holds on a day; on the last day that is told of when none is asked."""
        asked = self.last_day if day is None else day
        held = [one for one in self.holdings if one.holds_on(asked)]
        latest: dict[str, dt.date] = {}
        for one in held:
            if one.snapshot and one.start:
                latest[one.snapshot] = max(one.start, latest.get(one.snapshot, one.start))
        return tuple(one for one in held if not one.snapshot or one.start == latest[one.snapshot])


def read_control(paths: Iterable[str | Path], gazetteer: Gazetteer) -> Control:
    """Read files of control: tables of places, and polygons.

    A table (CSV) has the columns place or lon and lat, side, from, until, source; a vector file the
    properties side, and date or from and until. `COLUMNS` has what else they may be called.

    Raises
    ------
    NotFoundError, DataError
        A file is missing, or a row or feature has no side, no place or no readable date: file, line, remedy.
    """
    files = [Path(path) for path in paths]
    read = [_read_file(path, file_stamp(path), gazetteer) for path in files]
    holdings = tuple(one for held, _ in read for one in held)
    return Control(
        tuple(clean(path.name) for path in files),
        holdings,
        {k: v for _, left in read for k, v in left.items()},
    )


@lru_cache(maxsize=8)
def _read_file(
    path: Path, stamp: tuple[int, int], gazetteer: Gazetteer
) -> tuple[tuple[Holding, ...], Mapping[str, Unplaced]]:
    """Read a file as it is at `stamp`: what is held, and the places that were not found."""
    unplaced: dict[str, Unplaced] = {}
    if path.suffix.lower() in VECTORS:
        rows = [
            (f"{path}, feature {one.number}", _known(one.properties), one.geometry)
            for one in read_features(path)
        ]
    else:
        rows = [(where, row, None) for where, row in _table(path)]
    if not rows:
        raise DataError(f"{path} tells of no control; it needs a row or feature for each place or area.")
    held = tuple(one for row in rows if (one := _holding(path, *row, gazetteer, unplaced)))
    return held, unplaced


def _table(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    rows = read_table(path, "control file")
    _, header = next(rows, (1, []))
    known = _known(dict.fromkeys(header, ""))
    if "side" not in known or not ("place" in known or {"lon", "lat"} <= known.keys()):
        raise DataError(
            f"{path}: a file of control needs the columns side, and place or lon and lat; "
            f"found: {', '.join(header) or 'nothing'}."
        )
    for line, cells in rows:
        yield f"{path}, line {line}", _known(dict(zip(header, cells, strict=False)))


def _known(row: Mapping[str, Any]) -> dict[str, str]:
    """Cells by the key of `COLUMNS` that they tell."""
    folded = {plain_name(key): str(value).strip() for key, value in row.items() if value is not None}
    return {
        key: next(folded[name] for name in names if name in folded)
        for key, names in COLUMNS.items()
        if any(name in folded for name in names)
    }


def _holding(
    path: Path,
    where: str,
    row: dict[str, str],
    area: Any,
    gazetteer: Gazetteer,
    unplaced: dict[str, Unplaced],
) -> Holding | None:
    if not row.get("side"):
        raise DataError(f"{where}: no side; tell who holds it in a column or property 'side'.")
    days = {key: _day(where, key, row.get(key, "")) for key in ("date", "from", "until")}
    if days["from"] and days["until"] and days["until"] <= days["from"]:
        raise DataError(f"{where}: until {days['until']} is not after from {days['from']}.")
    dated = days["date"] if not (days["from"] or days["until"]) else None
    source = Source(
        row.get("source", ""), row.get("publisher", ""), row.get("url", ""), row.get("source_date", "")
    )
    held = Holding(
        side=row["side"],
        name=row.get("place", ""),
        lon=float("nan"),
        lat=float("nan"),
        area=area,
        start=days["from"] or dated,
        end=days["until"],
        source=source if str(source) else Source(title=clean(path.name)),
        snapshot=str(path) if dated and area is not None else f"{path}: {row.get('place')}" if dated else "",
        sure=row.get("sure", ""),
        note=row.get("note", ""),
    )
    if area is None:
        return _placed(where, row, held, gazetteer, unplaced)
    if area.geom_type == "Point":
        return replace(held, area=None, lon=float(area.x), lat=float(area.y))
    if area.geom_type not in ("Polygon", "MultiPolygon"):
        raise DataError(f"{where}: a {area.geom_type} holds no land; give polygons, or places as points.")
    return held


def _placed(
    where: str,
    row: dict[str, str],
    held: Holding,
    gazetteer: Gazetteer,
    unplaced: dict[str, Unplaced],
) -> Holding | None:
    """Give a holding its point: that of the row, else of its place."""
    if row.get("lon") and row.get("lat"):
        try:
            lon, lat = point_of(row, "lon", "lat")
        except RowError as error:
            raise DataError(f"{where}: {error}.") from None
        return replace(held, lon=lon, lat=lat)
    if not held.name:
        raise DataError(f"{where}: no place; name it, or give its lon and lat.")
    try:
        place = gazetteer.find(held.name)
    except (NotFoundError, AmbiguousError) as error:
        unplaced[held.name] = error
        return None
    return replace(held, lon=place.lon, lat=place.lat)


def _day(where: str, key: str, text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return parse_date(text)[0]
    except ValueError as error:
        raise DataError(f"{where}: {key}: {error}.") from None
