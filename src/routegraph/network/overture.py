"""Overture Maps transportation files (GeoParquet) to networks: segments, connectors, divisions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import DataError, NotFoundError, UnavailableError
from routegraph.intake import clean, is_file, is_folder
from routegraph.network.assemble import Account, Points, Ways, assemble
from routegraph.network.model import Network, Provenance
from routegraph.network.osmfile import Box, Progress
from routegraph.network.overture_rules import (
    breaks,
    names_in_other_languages,
    tags_at,
    turn_tags,
    unread_rules,
)
from routegraph.network.placetags import PlaceRows
from routegraph.network.restrictions import Member, RestrictionRows
from routegraph.network.sphere import great_circle_m
from routegraph.network.store import sha256_of
from routegraph.network.strings import StringCoder
from routegraph.network.tags import highway_mask
from routegraph.network.waytags import RoadTags, WayReading, read_way

LICENCE = "ODbL-1.0"
ATTRIBUTION = "© OpenStreetMap contributors, Overture Maps Foundation"
"""Of the transportation theme; source: https://docs.overturemaps.org/attribution"""

SEGMENT_COLUMNS = (
    "id", "geometry", "subtype", "class", "subclass", "subclass_rules", "names", "connectors", "routes",
    "access_restrictions", "speed_limits", "road_surface", "road_flags", "width_rules",
    "prohibited_transitions", "sources",
)  # fmt: skip
PLACE_KINDS = {"megacity": "city", "city": "city", "town": "town", "village": "village", "hamlet": "hamlet",
               "macrohood": "suburb", "neighborhood": "neighbourhood", "microhood": "neighbourhood",
               "locality": "village", "borough": "suburb"}  # fmt: skip
"""Classes and subtypes of divisions to kinds of place."""

ON_VERTEX_M = 0.05
"""A connector within this distance of a vertex of its segment is that vertex."""

_OSM_WAY = re.compile(r"^w(\d+)(?:@\d+)?$")
_OWN_IDS = 1 << 52
_BATCH_ROWS = 8192


def is_overture(path: Path) -> bool:
    """Whether a path is a Parquet file, or a folder that holds some."""
    if is_folder(path):
        return any(path.rglob("*.parquet"))
    if not is_file(path):
        return False
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error


def read_overture(
    path: str | Path,
    *,
    name: str = "",
    bbox: Box | None = None,
    classes: str | None = None,
    keep_planned: bool = False,
    progress: Progress | None = None,
) -> Network:
    """Read segments of Overture Maps, with connectors and divisions where they are beside them.

    Access and speed rules are told in the tags of OpenStreetMap and read by the same tables, so
    that a road means the same whatever file it comes from. Segments are divided where a rule
    begins or ends.

    Parameters
    ----------
    path : path
        A GeoParquet file of segments, or a folder of such files of any type.
    name, bbox, classes, keep_planned, progress
        See `osmfile.read_osm`.

    Raises
    ------
    NotFoundError
        No such file.
    DataError
        It is damaged, or holds no segments.
    UnavailableError
        The extra ``routegraph[parquet]`` is not installed.
    """
    path = Path(path)
    tell = progress or (lambda stage, share: None)
    files = _files(path)
    tell("checksum", 0.0)
    digest = _digest(files)
    account, places = Account(), PlaceRows()
    tell("connectors", 0.1)
    junctions = dict(_connectors(files["connector"]))
    for row in _rows(files["division"], ("id", "geometry", "names", "subtype", "class", "population")):
        _add_place(places, row)
    builder = _Builder(classes, keep_planned, account, junctions)
    tell("segments", 0.2)
    for row in _rows(files["segment"], SEGMENT_COLUMNS):
        builder.add(row)
    tell("assembly", 0.7)
    points, ways = builder.points(), builder.ways()
    if not len(ways.osm_id):
        raise DataError(f"{path.name} holds no road that a vehicle could use; give segments of subtype road.")
    if not files["connector"]:
        account.notes.append("No file of connectors: segments are joined by the ids that they name.")
    if not files["division"]:
        account.notes.append("No file of divisions: the network has no places; give journeys as LON,LAT.")
    coder = StringCoder()
    network = assemble(
        name or clean(path.name).split(".")[0],
        points,
        ways,
        places.places(coder, bbox),
        coder=coder,
        provenance=Provenance(
            source=f"Overture Maps, {clean(path.name)}",
            data_date=_date(path),
            licence=LICENCE,
            attribution=ATTRIBUTION,
            bbox=bbox or (float(points.lon.min()), float(points.lat.min()),
                          float(points.lon.max()), float(points.lat.max())),
            sha256=digest,
        ),
        account=account,
        restrictions=builder.turns(),
        bbox=bbox,
    )  # fmt: skip
    tell("assembly", 1.0)
    return builder.of_ways(network)


def _files(path: Path) -> dict[str, list[Path]]:
    """Parquet files by what they hold, told by their columns."""
    parquet = _parquet()
    if not path.exists():
        raise NotFoundError(f"no file {path}; give a GeoParquet file of Overture segments, or a folder.")
    found: dict[str, list[Path]] = {"segment": [], "connector": [], "division": []}
    for file in sorted(path.rglob("*.parquet")) if is_folder(path) else [path]:
        try:
            columns = set(parquet.read_schema(file).names)
        except (OSError, ValueError) as error:
            raise DataError(f"{file.name} is damaged or no Parquet file ({_first_line(error)}).") from None
        if {"connectors", "geometry", "subtype"} <= columns:
            found["segment"].append(file)
        elif {"names", "geometry", "subtype"} <= columns:
            found["division"].append(file)
        elif {"id", "geometry"} <= columns and "subtype" not in columns:
            found["connector"].append(file)
    if not found["segment"]:
        raise DataError(
            f"{path.name} holds no Overture segments (columns id, geometry, subtype, connectors); "
            "fetch them with 'overturemaps download -t segment -f geoparquet'."
        )
    return found


def _parquet() -> Any:
    try:
        from pyarrow import parquet
    except ImportError:
        raise UnavailableError(
            "reading GeoParquet needs pyarrow; install it with pip install 'routegraph[parquet]'."
        ) from None
    return parquet


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def _digest(files: Mapping[str, Sequence[Path]]) -> str:
    sums = [sha256_of(file) for kind in files.values() for file in kind]
    return sums[0] if len(sums) == 1 else hashlib.sha256("".join(sums).encode()).hexdigest()


def _date(path: Path) -> str:
    found = re.search(r"(?<!\d)(20\d\d-[01]\d-[0-3]\d)(?!\d)", str(path.resolve()))
    return found[1] if found else ""


def _rows(files: Sequence[Path], columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows of files with their geometry as shapely objects."""
    import shapely

    parquet = _parquet()
    for file in files:
        try:
            table = parquet.ParquetFile(file)
            known = [name for name in columns if name in table.schema_arrow.names]
            for batch in table.iter_batches(_BATCH_ROWS, columns=known):
                rows = batch.to_pylist()
                shapes = shapely.from_wkb([row["geometry"] for row in rows], on_invalid="ignore")
                for row, shape in zip(rows, shapes, strict=True):
                    yield row | {"geometry": shape}
        except (OSError, ValueError, TypeError, shapely.errors.GEOSException) as error:
            raise DataError(f"{file.name} is damaged ({_first_line(error)}); fetch it again.") from None


def _connectors(files: Sequence[Path]) -> Iterator[tuple[str, tuple[float, float]]]:
    for row in _rows(files, ("id", "geometry")):
        if row["geometry"] is not None and row["geometry"].geom_type == "Point":
            yield str(row["id"]), (float(row["geometry"].x), float(row["geometry"].y))


def _add_place(places: PlaceRows, row: Mapping[str, Any]) -> None:
    names, shape = row.get("names") or {}, row["geometry"]
    kind = PLACE_KINDS.get(str(row.get("class")), PLACE_KINDS.get(str(row.get("subtype")), ""))
    if not kind or shape is None or not names.get("primary"):
        return
    at = shape if shape.geom_type == "Point" else shape.representative_point()
    tags = {"place": kind, "name": str(names["primary"]), "population": str(row.get("population") or "")}
    tags |= names_in_other_languages(names)
    places.add(_number(str(row["id"])), tags, float(at.x), float(at.y))


def _number(text: str) -> int:
    """A number of its own for an id of Overture, the same in every import."""
    return _OWN_IDS + int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big")


@dataclass
class _Builder:
    """Gathers points and ways from segments."""

    classes: str | None
    keep_planned: bool
    account: Account
    junctions: Mapping[str, tuple[float, float]]

    def __post_init__(self) -> None:
        self._mask = highway_mask(self.classes)
        self._readings: dict[tuple[tuple[str, str], ...], WayReading] = {}
        self._kinds: dict[RoadTags, int] = {}
        self._lon: list[float] = []
        self._lat: list[float] = []
        self._point_of: dict[str, int] = {}
        self._ways: list[tuple[int, int, list[int]]] = []
        self._origin: list[int] = []
        """Way of each piece of a segment, from connector to connector; pieces count as ways until the end."""
        self._pieces: dict[str, tuple[int, list[str]]] = {}
        """First piece of each segment, and the connectors before and behind its pieces."""
        self._turns: list[tuple[str, Mapping[str, Any]]] = []

    def add(self, row: Mapping[str, Any]) -> None:
        """Take one segment."""
        shape = row["geometry"]
        if row.get("subtype") not in ("road", "water"):
            self.account.lose(f"segments of subtype {row.get('subtype')}", 1)
            return
        if shape is None or shape.geom_type != "LineString" or shape.is_empty:
            self.account.lose("segments without a line", 1)
            return
        cuts = breaks(row)
        parts = [(a, b, self._read(tags_at(row, (a + b) / 2))) for a, b in pairwise(cuts)]
        if not any(reading.road and self._mask[reading.road.highway] for _, _, reading in parts):
            for what in parts[0][2].lost:
                self.account.lose(what, 1)
            return
        at, named, points = self._line(row, np.asarray(shape.coords)[:, :2], cuts)
        joints = [place for place, told in zip(at, named, strict=True) if told or place in (0.0, 1.0)]
        first, way_id = len(self._origin), _way_id(row)
        self._origin += [way_id] * (len(joints) - 1)
        self._pieces[str(row["id"])] = first, [t for p, t in zip(at, named, strict=True) if p in joints]
        for a, b, reading in parts:
            if reading.road is None or not self._mask[reading.road.highway]:
                continue
            for what in reading.imputed:
                self.account.impute(what, 1)
            for what in reading.lost:
                self.account.lose(what, 1)
            for key, value in reading.unread:
                self.account.misread(key, value, 1)
            self.account.called.update(reading.called)
            kind = self._kinds.setdefault(reading.road, len(self._kinds))
            for piece, (begin, end) in enumerate(pairwise(joints), first):
                low, high = max(a, begin), min(b, end)
                if low < high:
                    through = [point for place, point in zip(at, points, strict=True) if low <= place <= high]
                    self._ways.append((piece, kind, through[::-1] if reading.reverse else through))
        for what in unread_rules(row):
            self.account.lose(what, 1)
        self._turns += [(str(row["id"]), rule) for rule in row.get("prohibited_transitions") or ()]

    def _read(self, tags: dict[str, str]) -> WayReading:
        key = tuple(sorted(tags.items()))
        if key not in self._readings:
            self._readings[key] = read_way(tags, keep_planned=self.keep_planned)
        return self._readings[key]

    def _line(
        self, row: Mapping[str, Any], line: NDArray[np.float64], cuts: Sequence[float]
    ) -> tuple[list[float], list[str], list[int]]:
        """Positions from 0 to 1 along a segment, connectors and points there: vertices, connectors, cuts."""
        metres = great_circle_m(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])
        along = np.concatenate([[0.0], np.cumsum(metres)])
        total = max(float(along[-1]), 1e-9)
        place = along / total
        place[-1] = 1.0
        named: dict[int, str] = {}
        extra: dict[float, str] = {}
        for connector in row.get("connectors") or ():
            told = str(connector["connector_id"])
            at = min(max(float(connector.get("at") or 0.0), 0.0), 1.0)
            nearest = self._vertex(line, place * total, at * total, self.junctions.get(told))
            if nearest is not None:
                named[nearest] = told
            else:
                extra[at] = told
        found = [(float(p), named.get(i, ""), line[i]) for i, p in enumerate(place)]
        for at in {*extra, *cuts}:
            if at not in place:
                i = min(int(np.searchsorted(place, at, side="right")) - 1, len(line) - 2)
                share = (at - place[i]) / max(place[i + 1] - place[i], 1e-12)
                found.append((at, extra.get(at, ""), line[i] + share * (line[i + 1] - line[i])))
        found.sort(key=lambda one: one[0])
        points = [self._point(told, *xy) for _, told, xy in found]
        return [one[0] for one in found], [one[1] for one in found], points

    def _vertex(
        self,
        line: NDArray[np.float64],
        along: NDArray[np.float64],
        at_m: float,
        point: tuple[float, float] | None,
    ) -> int | None:
        if point is not None:
            metres = great_circle_m(line[:, 0], line[:, 1], *point)
            near = np.flatnonzero(metres <= ON_VERTEX_M)
            if len(near):
                return int(near[np.argmin(np.abs(along[near] - at_m))])
        nearest = int(np.argmin(np.abs(along - at_m)))
        return nearest if abs(along[nearest] - at_m) <= ON_VERTEX_M else None

    def _point(self, connector: str, lon: float, lat: float) -> int:
        if connector and connector in self._point_of:
            return self._point_of[connector]
        number = len(self._lon) + 1
        self._lon.append(float(lon))
        self._lat.append(float(lat))
        if connector:
            self._point_of[connector] = number
        return number

    def turns(self) -> RestrictionRows:
        """The forbidden turns, as relations between pieces of segments."""
        rows = RestrictionRows()
        for number, (start, rule) in enumerate(self._turns, 1):
            tags = turn_tags(rule)
            if tags is None:
                self.account.lose("turns that Overture forbids to some vehicles, users or purposes alone", 1)
                continue
            members = self._members(start, rule) if tags else []
            if members:
                rows.add(_OWN_IDS + number, tags, members)
            elif tags:
                self.account.lose("turns that Overture forbids onto roads that are not imported", 1)
        return rows

    def _members(self, start: str, rule: Mapping[str, Any]) -> list[Member]:
        """From, via and to of a forbidden turn; none where some of it is not imported."""
        steps = [(str(one["connector_id"]), str(one["segment_id"])) for one in rule.get("sequence") or ()]
        via = self._point_of.get(steps[0][0]) if steps else None
        heading, final = (rule.get("when") or {}).get("heading"), rule.get("final_heading")
        if via is None:
            return []
        from_ = self._beside(start, steps[0][0], before=heading != "backward", either=heading is None)
        to = self._beside(steps[-1][1], steps[-1][0], before=final == "backward", either=final is None)
        between: list[int] = []
        for (enter, segment), (leave, _) in pairwise(steps):
            first, joints = self._pieces.get(segment, (0, []))
            if enter not in joints or leave not in joints:
                return []
            ends = sorted((joints.index(enter), joints.index(leave)))
            between += [first + piece for piece in range(*ends)]
        if not from_ or not to or (len(steps) > 1 and not between):
            return []
        middle: list[Member] = [("w", piece, "via") for piece in between] or [("n", via, "via")]
        return [*(("w", piece, "from") for piece in from_), *middle, *(("w", piece, "to") for piece in to)]

    def _beside(self, segment: str, connector: str, *, before: bool, either: bool) -> list[int]:
        """Pieces of a segment that end at a connector, begin there, or do either."""
        first, joints = self._pieces.get(segment, (0, []))
        at = [i for i, told in enumerate(joints) if told == connector]
        found = [i - 1 for i in at if i > 0 and (before or either)]
        found += [i for i in at if i < len(joints) - 1 and (not before or either)]
        return [first + i for i in dict.fromkeys(found)]

    def of_ways(self, network: Network) -> Network:
        """Return the network with the ways that its roads come from, in place of the pieces."""
        origin = np.array(self._origin, np.int64)
        way_id = origin[network.roads.way_id]
        way_id.flags.writeable = False
        return replace(network, roads=replace(network.roads, way_id=way_id))

    def points(self) -> Points:
        """All points so far."""
        count = len(self._lon)
        return Points(
            np.arange(1, count + 1, dtype=np.int64),
            np.array(self._lon, np.float64),
            np.array(self._lat, np.float64),
        )

    def ways(self) -> Ways:
        """All ways so far."""
        refs = [ref for _, _, through in self._ways for ref in through]
        return Ways(
            osm_id=np.array([way for way, _, _ in self._ways], np.int64),
            start=np.cumsum([0, *(len(through) for _, _, through in self._ways)]).astype(np.int64),
            ref=np.array(refs, np.int64),
            kind=np.array([kind for _, kind, _ in self._ways], np.int64),
            kinds=list(self._kinds),
        )


def _way_id(row: Mapping[str, Any]) -> int:
    """The OSM way that a segment comes from, else a number of its own."""
    for source in row.get("sources") or ():
        match = _OSM_WAY.match(str(source.get("record_id") or ""))
        if match and int(match[1]) < _OWN_IDS:
            return int(match[1])
    return _number(str(row["id"]))
