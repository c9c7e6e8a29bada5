"""What an OpenStreetMap XML file says beside its objects: its date, that it is cut short, what is deleted."""

from __future__ import annotations

import bz2
import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from routegraph.errors import DataError
from routegraph.intake import clean

HISTORY = (
    "{} holds the history of its objects, deleted ones too; give their state on one date, "
    "for example by 'osmium time-filter'."
)

_BLOCK_BYTES = 1 << 22
_OVERLAP_BYTES = 1 << 12
"""More than one opening tag is long."""

_REMARK = re.compile(rb"<remark>([^<]{0,500})")
_OSM_BASE = re.compile(rb"osm_base=[\"'](\d{4}-\d\d-\d\d)")
_ACTION = re.compile(rb"<(node|way|relation)\b([^>]*\baction=[\"']delete[\"'][^>]*)>")
_INVISIBLE = re.compile(rb"<(?:node|way|relation)\b[^>]*\bvisible=[\"']false[\"']")
_ID = re.compile(rb"\bid=[\"'](-?\d+)")


@dataclass(frozen=True)
class Notes:
    """What a file says of itself.

    Attributes
    ----------
    data_date : str
        ISO date of the data; empty when the file does not tell.
    deleted : frozenset of bytes
        Objects that an editor (JOSM) has marked as deleted, as ``w12``.
    """

    data_date: str = ""
    deleted: frozenset[bytes] = frozenset()


def read_notes(path: Path, file_format: str) -> Notes:
    """Look through an XML file, packed or not; a file of another format says nothing.

    Raises
    ------
    DataError
        The server that wrote the file gave up half-way, or it holds deleted objects of a history.
    """
    if not file_format.startswith("xml"):
        return Notes()
    date = b""
    deleted: set[bytes] = set()
    try:
        for block in _blocks(path, file_format):
            if b"<remark" in block and (remark := _REMARK.search(block)):
                told = clean(remark[1].decode(errors="replace")).strip()
                raise DataError(
                    f"{path.name} is not whole: the server that wrote it says {told[:200]!r}; ask it for a "
                    "smaller area or allow more time, and fetch again."
                )
            if not date and (base := _OSM_BASE.search(block)):
                date = base[1]
            if b"action=" in block:
                for kind, inner in _ACTION.findall(block):
                    if number := _ID.search(inner):
                        deleted.add(kind[:1] + number[1])
            if b"visible=" in block and _INVISIBLE.search(block):
                raise DataError(HISTORY.format(path.name))
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path.name} is damaged ({error}); fetch or export it again.") from error
    return Notes(date.decode(), frozenset(deleted))


def _blocks(path: Path, file_format: str) -> Iterator[bytes]:
    """Blocks of the text, each with the end of the one before it."""
    openers: dict[str, Any] = {"xml.gz": gzip.open, "xml.bz2": bz2.open}
    file: IO[bytes]
    with openers.get(file_format, open)(path, "rb") as file:
        rest = b""
        while block := file.read(_BLOCK_BYTES):
            yield rest + block
            rest = (rest + block)[-_OVERLAP_BYTES:]
