"""OpenStreetMap files to networks: .osm.pbf, .osm, .osm.gz, .osm.bz2 through pyosmium.

Making a Python object of every node and way takes most of an import's time. So libosmium
filters the file and writes what is left as its line format OPL to a temporary file, which
is then read in bulk: one line is one object, and numbers are parsed by the million.

Source of the line format: https://osmcode.org/opl-file-format/
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import DataError, NotFoundError
from routegraph.network.assemble import Account, Points, Ways, assemble
from routegraph.network.model import Network, Provenance, StringCoder
from routegraph.network.placetags import PlaceRows
from routegraph.network.tags import highway_mask
from routegraph.network.waytags import RoadTags, WayReading, read_way, stops_cars

Progress = Callable[[str, float], None]
Box = tuple[float, float, float, float]

LICENCE = "ODbL-1.0"
ATTRIBUTION = "© OpenStreetMap contributors"

_BLOCK_BYTES = 1 << 24
_ESCAPE = re.compile(r"%([0-9a-f]+)%")
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
    with tempfile.TemporaryDirectory(prefix="routegraph-") as folder:
        lines = Path(folder) / "lines.opl"
        tell("ways", 0.05)
        date = _convert(path, file_format, lines, node_ids=None)
        ways, place_rows = _read_ways(lines, classes, keep_planned, account)
        if not len(ways.osm_id):
            raise DataError(
                f"{path.name} holds no road that a vehicle could use"
                + (f" of the classes {classes!r}" if classes else "")
                + ". Give a file with highway=* ways and their nodes."
            )
        tell("points", 0.35)
        _convert(path, file_format, lines, node_ids=np.unique(ways.ref))
        points = _read_points(lines, np.unique(ways.ref), account)
    tell("assembly", 0.6)
    if not date:
        found = _DATE_IN_NAME.search(path.name)
        if found:
            date = found[1]
            account.notes.append("The data date is the one in the file's name.")
    places = place_rows.places(coder, bbox)
    provenance = Provenance(
        source=path.name,
        data_date=date,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        bbox=bbox or _extent(points),
        sha256=digest,
    )
    network = assemble(
        name or path.name.split(".")[0], points, ways, places, coder, provenance, account, bbox=bbox
    )
    tell("assembly", 1.0)
    return network


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sniff_format(path: Path) -> str:
    """Format of an OSM file by its first bytes, in libosmium's words.

    Raises
    ------
    NotFoundError, DataError
    """
    if not path.is_file():
        raise NotFoundError(f"no file {path}; give the path of an .osm.pbf, .osm, .osm.gz or .osm.bz2 file.")
    with path.open("rb") as file:
        head = file.read(64)
    if head[4:15] == b"\x0a\x09OSMHeader":
        return "pbf"
    if head.startswith(b"\x1f\x8b"):
        return "xml.gz"
    if head.startswith(b"BZh"):
        return "xml.bz2"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<?xml", b"<osm")):
        return "xml"
    what = "is empty" if not head else "is no OpenStreetMap file"
    raise DataError(f"{path.name} {what}; give an .osm.pbf, .osm, .osm.gz or .osm.bz2 file, whole.")


def _convert(path: Path, file_format: str, out: Path, node_ids: NDArray[np.int64] | None) -> str:
    """Write what an import needs as OPL lines; returns the file's data date, empty if untold.

    Without `node_ids` that is ways, places and a line for each turn restriction; with them,
    the nodes of these ids.
    """
    import osmium
    from osmium import filter as keep
    from osmium.osm import NODE, RELATION, WAY

    out.unlink(missing_ok=True)
    filters: list[Any] = []
    if node_ids is None:
        entities = NODE | WAY | RELATION
        filters = [
            keep.KeyFilter("place").enable_for(NODE),
            keep.KeyFilter("highway", "route").enable_for(WAY),
            keep.TagFilter(("type", "restriction")).enable_for(RELATION),
        ]
    else:
        entities = NODE
        if node_ids.min(initial=0) >= 0:  # the filter knows no negative ids
            filters = [keep.IdFilter(node_ids.tolist()).enable_for(NODE)]
    try:
        reader = osmium.io.Reader(osmium.io.File(str(path), file_format), entities)
        header = reader.header()
        writer = osmium.WriteHandler(osmium.io.File(str(out), "opl,add_metadata=false"))
        try:
            osmium.apply(reader, *filters, writer)
        finally:
            writer.close()
            reader.close()
    except (RuntimeError, ValueError, OSError, OverflowError) as error:
        raise DataError(
            f"{path.name} is damaged or no OpenStreetMap file ({error}); fetch or export it again."
        ) from error
    return str(header.get("osmosis_replication_timestamp", "") or header.get("timestamp", ""))[:10]


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in blocks of whole lines, without the newline at the end of each."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            cut = block.rfind(b"\n") + 1
            if cut:
                yield (rest + block[: cut - 1]) if cut > 1 else rest
                rest = block[cut:]
            else:
                rest += block
    if rest:
        yield rest


def _tags(text: bytes) -> dict[str, str]:
    """Tags of an OPL field."""
    pairs = (item.partition("=") for item in text.decode().split(",") if item)
    return {_plain(key): _plain(value) for key, _, value in pairs}


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) if "%" in text else text


def _numbers(texts: list[bytes], letters: bytes) -> NDArray[np.int64]:
    """Integers of many texts, with letters left out."""
    if not texts:
        return np.zeros(0, np.int64)
    return np.fromstring(b",".join(texts).translate(None, letters), np.int64, sep=",")


def _read_ways(
    lines: Path, classes: str | None, keep_planned: bool, account: Account
) -> tuple[Ways, PlaceRows]:
    mask = highway_mask(classes)
    readings: dict[bytes, int] = {}
    read: list[WayReading] = []
    kept: list[bool] = []
    ids, kinds, counts, refs = [], [], [], []
    places = PlaceRows()
    for block in _blocks(lines):
        rows = [line.partition(b" N") for line in block.split(b"\n")]
        account.lose("turn restrictions", sum(head[:1] == b"r" for head, _, _ in rows))
        for head, _, _ in rows:
            if head[:1] == b"n":
                fields = head.split(b" ")
                places.add(int(fields[0][1:]), _tags(fields[1][1:]), fields[2][1:], fields[3][1:])
        heads = [(*head.partition(b" T"), nodes) for head, _, nodes in rows if head[:1] == b"w" and nodes]
        for _, _, tags, _ in heads:
            if tags not in readings:
                readings[tags] = len(read)
                read.append(read_way(_tags(tags), keep_planned=keep_planned))
                road = read[-1].road
                kept.append(road is not None and mask[road.highway])
        kind = [readings[tags] for _, _, tags, _ in heads]
        wanted = [(way, nodes, k) for (way, _, _, nodes), k in zip(heads, kind, strict=True) if kept[k]]
        _count(account, read, kind, kept)
        ids.append(_numbers([way for way, _, _ in wanted], b"w"))
        kinds.append(np.array([k for _, _, k in wanted], np.int64))
        counts.append(np.array([nodes.count(b",") + 1 for _, nodes, _ in wanted], np.int64))
        refs.append(_numbers([nodes for _, nodes, _ in wanted], b"n"))
    return _ways(read, kept, ids, kinds, counts, refs, account), places


def _count(account: Account, read: list[WayReading], kind: list[int], kept: list[bool]) -> None:
    for k, times in Counter(kind).items():
        if kept[k]:
            for what in read[k].imputed:
                account.impute(what, times)
        if kept[k] or read[k].road is None:
            for what in read[k].lost:
                account.lose(what, times)


def _ways(
    read: list[WayReading],
    kept: list[bool],
    ids: list[NDArray[np.int64]],
    kinds: list[NDArray[np.int64]],
    counts: list[NDArray[np.int64]],
    refs: list[NDArray[np.int64]],
    account: Account,
) -> Ways:
    empty = np.zeros(0, np.int64)
    osm_id, reading, count, ref = (np.concatenate([empty, *part]) for part in (ids, kinds, counts, refs))
    start = np.concatenate([[0], np.cumsum(count)])
    reverse = np.array([r.reverse for r in read], bool)
    turned = np.repeat(reverse[reading], count)
    if turned.any():
        at = np.arange(len(ref))
        row = np.repeat(np.arange(len(count)), count)
        ref = ref[np.where(turned, start[row] + start[row + 1] - 1 - at, at)]
    first = np.zeros(len(osm_id), bool)
    first[np.unique(osm_id, return_index=True)[1]] = True
    if not first.all():
        account.lose("later ways of an id that was there before", int(np.sum(~first)))
        ref = ref[np.repeat(first, count)]
        osm_id, reading, count = osm_id[first], reading[first], count[first]
        start = np.concatenate([[0], np.cumsum(count)])
    # kinds are numbered anew without the tags that are not kept
    number = np.cumsum(kept) - 1 if kept else empty
    roads: list[RoadTags] = [r.road for r, k in zip(read, kept, strict=True) if k and r.road]
    return Ways(osm_id, start, ref, number[reading] if len(reading) else empty, roads)


def _read_points(lines: Path, wanted: NDArray[np.int64], account: Account) -> Points:
    numbers: list[NDArray[np.float64]] = []
    barriers: list[int] = []
    for block in _blocks(lines):
        # a node without a location is written with empty coordinates: put it off the globe
        text = block.replace(b" x y", b" x999 y999") if b" x y" in block else block
        rows = [line for line in text.split(b"\n") if line]
        bare = [line for line in rows if b" T x" in line]
        if len(bare) < len(rows):
            for line in rows:
                if b" T x" not in line:
                    fields = line.split(b" ")
                    bare.append(b" ".join((fields[0], *fields[2:])))
                    if b"barrier=" in fields[1] and stops_cars(_tags(fields[1][1:])):
                        barriers.append(int(fields[0][1:]))
        if bare:
            numbers.append(np.fromstring(b" ".join(bare).translate(None, b"nTxy"), np.float64, sep=" "))
    table = np.concatenate([np.zeros(0), *numbers]).reshape(-1, 3)
    osm_id = table[:, 0].astype(np.int64)
    # of several versions of a node the last one counts
    last, at = np.unique(osm_id[::-1], return_index=True)
    account.lose("earlier nodes of an id that came again", len(osm_id) - len(last))
    at = len(osm_id) - 1 - at
    needed = np.isin(last, wanted, assume_unique=True)
    last, at = last[needed], at[needed]
    return Points(last, table[at, 1], table[at, 2], np.isin(last, np.array(barriers, np.int64)))


def _extent(points: Points) -> Box:
    sound = (np.abs(points.lon) <= 180) & (np.abs(points.lat) <= 90)
    if not sound.any():
        return (0.0, 0.0, 0.0, 0.0)
    lon, lat = points.lon[sound], points.lat[sound]
    return (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
