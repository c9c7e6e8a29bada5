"""OpenStreetMap files to networks: .osm.pbf, .osm, .osm.gz, .osm.bz2 through pyosmium.

Making a Python object of every node and way takes most of an import's time. So libosmium
filters the file and writes what is left as its line format OPL to a temporary file, which
is then read in bulk (`opl`).
"""

from __future__ import annotations

import ctypes
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import DataError, NotFoundError, OutputError
from routegraph.intake import clean, is_file
from routegraph.network.assemble import Account, Points, Ways, assemble
from routegraph.network.landmarks import BoundaryRows, CrossingRows
from routegraph.network.model import Network, Provenance
from routegraph.network.opl import blocks, members_of, numbers_of, tags_of
from routegraph.network.osmnotes import HISTORY, read_notes
from routegraph.network.placetags import PlaceRows
from routegraph.network.restrictions import RELATION_TYPES, RestrictionRows
from routegraph.network.rules import NODE_LAW_KEYS, NodeLaw, read_node
from routegraph.network.sphere import distinct, ragged_index
from routegraph.network.store import sha256_of
from routegraph.network.strings import StringCoder
from routegraph.network.tags import PLACE_KINDS, highway_mask
from routegraph.network.waytags import WayReading, read_way

Progress = Callable[[str, float], None]
Box = tuple[float, float, float, float]

LICENCE = "ODbL-1.0"
ATTRIBUTION = "© OpenStreetMap contributors"

_LIBOSMIUM_ERRORS = (RuntimeError, ValueError, IndexError, OverflowError, MemoryError, OSError)
"""What the standard exceptions of C++ become in Python."""

_LARGEST_ID = 1 << 53
"""Beyond it floating point numbers are too coarse for ids; those of OpenStreetMap have 34 bits."""

_ON_NODES = re.compile("|".join(rf"[T,]{key}[=:]" for key in NODE_LAW_KEYS).encode())
"""A node's tags that may have a part in the law."""

_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d-[01]\d(?:-[0-3]\d)?)(?!\d)")


def read_osm(
    path: str | Path,
    *,
    name: str | None = None,
    bbox: Box | None = None,
    classes: str | None = None,
    keep_planned: bool = False,
    progress: Progress | None = None,
) -> Network:
    """Read the roads and places of an OpenStreetMap file.

    The format is told by the content of the file, whatever its suffix says.

    Parameters
    ----------
    name : str, optional
        Of the network; by default the file's name without suffixes.
    bbox : tuple of float, optional
        west, south, east, north in degrees; segments with an end in it are kept.
    classes : str, optional
        See `tags.highway_mask`, for example ``"tertiary+"``.
    keep_planned : bool
        Keep roads under construction and proposed ones.
    progress : callable, optional
        Told the stage and the share of the whole work done.

    Raises
    ------
    NotFoundError
        No such file.
    DataError
        The file is damaged, is no OSM file, or holds no roads.
    """
    path = Path(path)
    tell = progress or (lambda stage, share: None)
    file_format = sniff_format(path)
    tell("checksum", 0.0)
    digest = sha256_of(path)
    account, coder = Account(), StringCoder()
    notes = read_notes(path, file_format)
    if notes.deleted:
        account.lose("objects that an editor has marked as deleted", len(notes.deleted))
    with _scratch_file() as lines:
        tell("ways", 0.05)
        date = _convert(path, file_format, lines) or notes.data_date
        read = _read_ways(lines, classes, keep_planned, account, notes.deleted)
        ways = read.ways.ways()
        if not len(ways.osm_id):
            raise DataError(
                f"{path.name} holds no road that a vehicle could use"
                + (f" of the classes {classes!r}" if classes else "")
                + ". Give a file with highway=* ways and their nodes."
            )
        tell("points", 0.35)
        missing = read.boundaries.missing_ways()
        if len(missing):
            _convert(path, file_format, lines, way_ids=missing)
            _read_lines(lines, missing, read.boundaries)
        wanted = distinct(ways.ref).astype(np.int64, copy=False)
        corners = read.boundaries.node_ids()
        both = distinct(np.concatenate([wanted, corners])) if len(corners) else wanted
        _convert(path, file_format, lines, node_ids=both)
        points = _read_points(lines, both, account)
        districts = read.boundaries.districts(points.osm_id, points.lon, points.lat, coder.code, bbox)
        account.lose("boundaries whose line is not whole", read.boundaries.open)
        if len(corners):
            points = points.only(np.isin(points.osm_id, wanted))
    tell("assembly", 0.6)
    if bbox:
        touching = _touching(points, ways, bbox)
        ways = ways.only(touching)
        read.ways.count(touching)
    else:
        read.ways.count(np.ones(len(ways.osm_id), bool))
    if not date:
        found = _DATE_IN_NAME.search(path.name)
        if found:
            date = found[1]
            account.notes.append("The data date is the one in the file's name.")
    if classes:
        account.notes.append(f"Only roads of the classes {classes}.")
    provenance = Provenance(
        source=clean(path.name),
        data_date=date,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        bbox=bbox or _extent(points),
        sha256=digest,
    )
    network = assemble(
        name or clean(path.name).split(".")[0],
        points,
        ways,
        read.places.places(coder, bbox),
        coder=coder,
        provenance=provenance,
        account=account,
        restrictions=read.restrictions,
        crossings=read.crossings.crossings(coder.code, bbox),
        districts=districts,
        bbox=bbox,
    )
    tell("assembly", 1.0)
    return network


@contextmanager
def _scratch_file() -> Iterator[Path]:
    """A temporary file; where the system allows it has no name, so that a killed import leaves none."""
    if Path("/proc/self/fd").is_dir():
        with tempfile.TemporaryFile(prefix="routegraph-") as file:
            yield Path(f"/proc/self/fd/{file.fileno()}")
        return
    with tempfile.TemporaryDirectory(prefix="routegraph-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "lines.opl"


def sniff_format(path: Path) -> str:
    """Format of an OSM file by its first bytes, in libosmium's words.

    Raises
    ------
    NotFoundError, DataError
    """
    if not is_file(path):
        raise NotFoundError(f"no file {path}; give the path of an .osm.pbf, .osm, .osm.gz or .osm.bz2 file.")
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    if head[4:15] == b"\x0a\x09OSMHeader":
        return "pbf"
    if head.startswith(b"\x1f\x8b"):
        return "xml.gz"
    if head.startswith(b"BZh"):
        return "xml.bz2"
    if b"<osmChange" in head:
        raise DataError(f"{path.name} holds changes, not a state; give an .osm.pbf or .osm file.")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<osm")):
        return "xml"
    what = "is empty" if not head else "is no OpenStreetMap file"
    raise DataError(f"{path.name} {what}; give an .osm.pbf, .osm, .osm.gz or .osm.bz2 file, whole.")


def _convert(
    path: Path,
    file_format: str,
    out: Path,
    *,
    node_ids: NDArray[np.int64] | None = None,
    way_ids: NDArray[np.int64] | None = None,
) -> str:
    """Write what an import needs as OPL lines; returns the file's data date, empty if untold.

    Without ids that is ways, places, border controls and a line for each turn restriction and
    administrative area; with them, the nodes or ways of these ids.
    """
    import osmium
    from osmium import filter as keep
    from osmium.osm import NODE, RELATION, WAY

    filters: dict[Any, Any] = {}
    ids = node_ids if node_ids is not None else way_ids
    if ids is None:
        entities = NODE | WAY | RELATION
        filters[NODE] = keep.TagFilter(
            ("barrier", "border_control"), *(("place", kind) for kind in PLACE_KINDS)
        )
        filters[WAY] = keep.KeyFilter("highway", "route", "boundary")
        filters[RELATION] = keep.TagFilter(
            ("boundary", "administrative"), *(("type", kind) for kind in RELATION_TYPES)
        )
    else:
        entities = NODE if node_ids is not None else WAY
        # the filter knows no negative ids, and its memory grows with the largest one
        if ids.min(initial=0) >= 0 and ids.max(initial=0) < 1 << 40:
            filters[entities] = keep.IdFilter(ids.tolist())
    for entity, only in filters.items():
        only.enable_for(entity)
    try:
        reader = osmium.io.Reader(osmium.io.File(str(path), file_format), entities)
        header = reader.header()
        if header.has_multiple_object_versions:
            reader.close()
            raise DataError(HISTORY.format(path.name))
        writer = osmium.SimpleWriter(osmium.io.File(str(out), "opl,add_metadata=false"), overwrite=True)
        try:
            osmium.apply(reader, *filters.values(), writer)
        finally:
            try:
                _close(writer)
            finally:
                reader.close()
    except (*_LIBOSMIUM_ERRORS, osmium.InvalidLocationError) as error:
        if "No space left" in str(error):
            raise OutputError(
                f"no space left for a temporary file in {tempfile.gettempdir()}; set TMPDIR elsewhere."
            ) from error
        raise DataError(
            f"{path.name} is damaged or no OpenStreetMap file ({error}); fetch or export it again."
        ) from error
    return str(header.get("osmosis_replication_timestamp", "") or header.get("timestamp", ""))[:10]


def _close(writer: Any) -> None:
    """Close a writer; one that cannot be closed is never destroyed.

    libosmium fails to write text that is no Unicode. The destructor of such a writer tries
    once more and fails where C++ allows no failure, which would end the whole process.
    """
    try:
        writer.close()
    except Exception:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(writer))
        raise


class _WayLines:
    """Gathers the ways of an import from their lines."""

    def __init__(self, classes: str | None, keep_planned: bool, account: Account) -> None:
        self._mask = highway_mask(classes)
        self._keep_planned = keep_planned
        self._account = account
        self._reading: dict[bytes, int] = {}  # tags as they stand in the line to their reading
        self._readings: list[WayReading] = []
        self._kept: list[bool] = []
        self._columns: tuple[list[NDArray[np.int64]], ...] = ([], [], [], [])

    def add(self, rows: list[tuple[bytes, bytes, bytes]]) -> None:
        """Take lines of ways, each as its head, a separator and its nodes."""
        heads = [(*head.partition(b" T"), nodes) for head, _, nodes in rows if nodes]
        for _, _, tags, _ in heads:
            if tags not in self._reading:
                self._reading[tags] = len(self._readings)
                reading = read_way(tags_of(tags), keep_planned=self._keep_planned)
                self._readings.append(reading)
                self._kept.append(reading.road is not None and self._mask[reading.road.highway])
        which = [self._reading[tags] for _, _, tags, _ in heads]
        for k, times in Counter(which).items():
            if self._readings[k].road is None:
                for what in self._readings[k].lost:
                    self._account.lose(what, times)
        kept = self._kept
        wanted = [(way, nodes, k) for (way, _, _, nodes), k in zip(heads, which, strict=True) if kept[k]]
        found = (
            numbers_of([way for way, _, _ in wanted], b"w"),
            np.array([k for _, _, k in wanted], np.int64),
            np.array([nodes.count(b",") + 1 for _, nodes, _ in wanted], np.int64),
            numbers_of([nodes for _, nodes, _ in wanted], b"n"),
        )
        for column, part in zip(self._columns, found, strict=True):
            column.append(part)

    def ways(self) -> Ways:
        """All ways so far; of several ways with one id the last."""
        osm_id, which, count, ref = (np.concatenate([np.zeros(0, np.int64), *part]) for part in self._columns)
        reverse = np.array([reading.reverse for reading in self._readings], bool)
        if reverse.any():
            row, at = ragged_index(np.cumsum(count) - count, count)
            turned = reverse[which][row]
            ends = (2 * np.cumsum(count) - count - 1)[row]
            ref = ref[np.where(turned, ends - at, at)]
        kinds = [r.road for r, kept in zip(self._readings, self._kept, strict=True) if kept and r.road]
        number = np.cumsum(self._kept, dtype=np.int64) - 1
        ways = Ways(osm_id, np.concatenate([[0], np.cumsum(count)]), ref, number[which], kinds)
        last = np.zeros(len(osm_id), bool)
        last[len(osm_id) - 1 - np.unique(osm_id[::-1], return_index=True)[1]] = True
        self._account.lose("earlier ways of an id that came again", int(np.sum(~last)))
        self._which = which[last]
        return ways.only(last)

    def count(self, kept: NDArray[np.bool_]) -> None:
        """Count what was filled in and what was left out of those of `ways` that are kept."""
        times = np.bincount(self._which[kept], minlength=len(self._readings)).tolist()
        for reading, count in zip(self._readings, times, strict=True):
            for what in reading.imputed:
                self._account.impute(what, count)
            for what in reading.lost if reading.road else ():
                self._account.lose(what, count)
            for key, value in reading.unread:
                self._account.misread(key, value, count)
            for name in reading.called if reading.road and count else ():
                self._account.called[name] += count


def _touching(points: Points, ways: Ways, bbox: Box) -> NDArray[np.bool_]:
    """Which ways have a point in the box."""
    west, south, east, north = bbox
    inside = (points.lon >= west) & (points.lon <= east) & (points.lat >= south) & (points.lat <= north)
    within = np.isin(ways.ref, points.osm_id[inside])
    return np.asarray(np.add.reduceat(within, ways.start[:-1], dtype=np.int64) > 0)


@dataclass(frozen=True)
class _Read:
    """What the first pass over a file gathers."""

    ways: _WayLines
    places: PlaceRows = field(default_factory=PlaceRows)
    crossings: CrossingRows = field(default_factory=CrossingRows)
    restrictions: RestrictionRows = field(default_factory=RestrictionRows)
    boundaries: BoundaryRows = field(default_factory=BoundaryRows)


def _read_ways(
    lines: Path, classes: str | None, keep_planned: bool, account: Account, deleted: frozenset[bytes]
) -> _Read:
    read = _Read(_WayLines(classes, keep_planned, account))
    for block in blocks(lines):
        rows = [line.partition(b" N") for line in block.split(b"\n")]
        if deleted:
            rows = [row for row in rows if row[0].partition(b" ")[0] not in deleted]
        ways = [row for row in rows if row[0][:1] == b"w"]
        if b"boundary=" in block:
            for head, _, nodes in ways:
                if _BOUNDARY.search(head):
                    _boundary_way(read.boundaries, head, nodes)
            ways = [row for row in ways if _DRIVEN.search(row[0])]
        read.ways.add(ways)
        for head, _, _ in rows:
            if head[:1] == b"n":
                fields = head.split(b" ")
                node = int(fields[0][1:]), tags_of(fields[1][1:]), fields[2][1:], fields[3][1:]
                read.places.add(*node)
                read.crossings.add(*node)
            elif head[:1] == b"r":
                fields = head.split(b" ")
                osm_id, tags, members = int(fields[0][1:]), tags_of(fields[1][1:]), members_of(fields[2][1:])
                if tags.get("type") in RELATION_TYPES:
                    read.restrictions.add(osm_id, tags, members)
                else:
                    line = (way for kind, way, role in members if kind == "w" and role in _LINE_ROLES)
                    read.boundaries.add(osm_id, tags, line)
    return read


_DRIVEN = re.compile(rb"[T,](?:highway|route)=")
_BOUNDARY = re.compile(rb"[T,]boundary=administrative(?:,|$)")
_LINE_ROLES = ("outer", "inner", "")


def _boundary_way(boundaries: BoundaryRows, head: bytes, nodes: bytes) -> None:
    osm_id, line = int(head.partition(b" ")[0][1:]), numbers_of([nodes], b"n").tolist() if nodes else []
    boundaries.add_way(osm_id, line)
    if len(line) > 3 and line[0] == line[-1]:
        boundaries.add(-osm_id, tags_of(head.partition(b" T")[2]), [osm_id])


def _read_lines(lines: Path, wanted: NDArray[np.int64], boundaries: BoundaryRows) -> None:
    """Take the lines of ways."""
    ids = set(wanted.tolist())
    for block in blocks(lines):
        for line in block.split(b"\n"):
            head, _, nodes = line.partition(b" N")
            osm_id = int(head.partition(b" ")[0][1:])
            if nodes and osm_id in ids:
                boundaries.add_way(osm_id, numbers_of([nodes], b"n").tolist())


def _read_points(lines: Path, wanted: NDArray[np.int64], account: Account) -> Points:
    numbers: list[NDArray[np.float64]] = []
    laws: dict[int, NodeLaw] = {}
    for block in blocks(lines):
        # a node without a location is written with empty coordinates: put it off the globe
        text = block.replace(b" x y", b" x999 y999") if b" x y" in block else block
        rows = [line for line in text.split(b"\n") if line]
        bare = [line for line in rows if b" T x" in line]
        if len(bare) < len(rows):
            for line in rows:
                if b" T x" not in line:
                    fields = line.split(b" ")
                    bare.append(b" ".join((fields[0], *fields[2:])))
                    law = read_node(tags_of(fields[1][1:])) if _ON_NODES.search(fields[1]) else None
                    if law is not None:
                        laws[int(fields[0][1:])] = law
        if bare:
            numbers.append(np.fromstring(b" ".join(bare).translate(None, b"nTxy"), np.float64, sep=" "))
    table = np.concatenate([np.zeros(0), *numbers]).reshape(-1, 3)
    table = table[np.abs(table[:, 0]) < _LARGEST_ID]
    osm_id = table[:, 0].astype(np.int64)
    # of several versions of a node the last one counts
    last, at = np.unique(osm_id[::-1], return_index=True)
    account.lose("earlier nodes of an id that came again", len(osm_id) - len(last))
    at = len(osm_id) - 1 - at
    needed = wanted[np.minimum(np.searchsorted(wanted, last), len(wanted) - 1)] == last
    last, at = last[needed], at[needed]
    return Points(last, table[at, 1], table[at, 2], laws)


def _extent(points: Points) -> Box:
    sound = (np.abs(points.lon) <= 180) & (np.abs(points.lat) <= 90)
    if not sound.any():
        return (0.0, 0.0, 0.0, 0.0)
    lon, lat = points.lon[sound], points.lat[sound]
    return (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
