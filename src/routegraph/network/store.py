"""A network on disk: a folder with a manifest and one file of arrays that opens memory-mapped."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from routegraph.errors import DataError, OutputError
from routegraph.intake import is_file
from routegraph.network.arcs import Arcs
from routegraph.network.landmarks import Crossings, Districts
from routegraph.network.laws import Restrictions, Rules
from routegraph.network.model import Network, Nodes, Places, Provenance, Roads, Shape
from routegraph.network.othernames import OtherNames
from routegraph.network.strings import Strings

FORMAT_VERSION = 8
"""Raised when the arrays change, and when a source is read otherwise: `catalog` then reads it again."""

MANIFEST = "manifest.json"
ARRAYS = "arrays.bin"
CHECKED, CHECKED_EACH_TIME = ".checked", 4 * 1024 * 1024
"""File that remembers which arrays were found whole; smaller ones are read each time."""

ALIGNMENT = 64
TABLES = {
    "nodes": Nodes,
    "roads": Roads,
    "arcs": Arcs,
    "shape": Shape,
    "places": Places,
    "strings": Strings,
    "rules": Rules,
    "restrictions": Restrictions,
    "crossings": Crossings,
    "districts": Districts,
    "other_names": OtherNames,
}


def save(network: Network, folder: Path, *, origin: Mapping[str, Any] | None = None) -> Path:
    """Write a network to a folder, which is complete or not there; an older one is replaced.

    A new folder is written under another name and moved into place. In one that is there the
    arrays come first, under a name made of their checksum, and then the manifest that names
    them, so that a process that opens it meanwhile finds the older network or the new one.

    Parameters
    ----------
    origin : mapping, optional
        How to read the network again: the file's path and the options of the import.

    Raises
    ------
    OutputError
        The folder cannot be written.
    """
    import tempfile

    network.check()
    scratch: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder.parent)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        directory = _write_arrays(network, scratch / ARRAYS)
        digest = sha256_of(scratch / ARRAYS)
        file = f"arrays-{digest[:16]}.bin"
        manifest = {
            "format": "routegraph network",
            "format_version": FORMAT_VERSION,
            "name": network.name,
            "provenance": asdict(network.provenance),
            "counts": {table: len(getattr(network, table)) for table in ("nodes", "roads", "arcs", "places")},
            "origin": dict(origin or {}),
            "file": file,
            "bytes": (scratch / ARRAYS).stat().st_size,
            "sha256": digest,
            "arrays": directory,
        }
        manifest["manifest_sha256"] = _digest(manifest)
        (scratch / ARRAYS).rename(scratch / file)
        (scratch / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
        scratch.chmod(0o755)
        _move_into_place(scratch, folder, file)
    except OSError as error:
        raise OutputError(f"cannot write network to {folder}: {error.strerror}.") from error
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _move_into_place(scratch: Path, folder: Path, file: str) -> None:
    try:
        scratch.rename(folder)
        return
    except OSError:
        if not folder.is_dir():
            raise
    older = _arrays_named_by(folder)
    (scratch / file).replace(folder / file)
    (scratch / MANIFEST).replace(folder / MANIFEST)
    if older not in (file, _arrays_named_by(folder)):
        with suppress(OSError):  # Windows keeps a file that some process has open
            (folder / older).unlink()


def _arrays_named_by(folder: Path) -> str:
    try:
        return str(json.loads((folder / MANIFEST).read_text("utf-8")).get("file", ARRAYS))
    except (OSError, ValueError, AttributeError):
        return ARRAYS


def sha256_of(file: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal.

    Raises
    ------
    DataError
        The file cannot be read.
    """
    import hashlib

    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{file} cannot be read: {error.strerror}.") from error


def _sweep(parent: Path) -> None:
    """Remove what a process that was killed while writing left behind over a day ago."""
    for scratch in parent.glob(".*-*"):
        with suppress(FileNotFoundError):  # another process was faster
            if scratch.is_dir() and scratch.stat().st_mtime < time.time() - 86_400:
                shutil.rmtree(scratch, ignore_errors=True)


def _write_arrays(network: Network, file: Path) -> dict[str, list[Any]]:
    directory: dict[str, list[Any]] = {}
    with file.open("wb") as out:
        for table in TABLES:
            record = getattr(network, table)
            for column in fields(record):
                array = np.ascontiguousarray(getattr(record, column.name))
                out.write(b"\0" * (-out.tell() % ALIGNMENT))
                directory[f"{table}.{column.name}"] = [array.dtype.str, list(array.shape), out.tell()]
                array.tofile(out)
        out.write(b"\0" * (-out.tell() % ALIGNMENT or ALIGNMENT))
    return directory


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a stored network.

    Raises
    ------
    DataError
        The folder is damaged, or of another format version.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        version, file, size = (manifest.get(key) for key in ("format_version", "file", "bytes"))
    except (OSError, ValueError, AttributeError) as error:
        raise DataError(f"stored network {folder} is damaged or not a network; import it again.") from error
    if version != FORMAT_VERSION:
        raise DataError(
            f"stored network {folder} has format version {version}, this routegraph reads {FORMAT_VERSION}; "
            "import it again."
        )
    if manifest.get("manifest_sha256") != _digest(manifest):
        raise DataError(f"stored network {folder} is damaged: {MANIFEST} has changed; import it again.")
    return dict(manifest) | {"file": file or ARRAYS, "bytes": size}


def _digest(manifest: Mapping[str, Any]) -> str:
    import hashlib

    told = {key: value for key, value in manifest.items() if key != "manifest_sha256"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _check_arrays(folder: Path, manifest: Mapping[str, Any], network: Network) -> None:
    """Check the checksum of the arrays and their contract, once for each size and time of the file."""
    file, note = folder / manifest["file"], folder / CHECKED
    stat = file.stat()
    stamp = f"{stat.st_size} {stat.st_mtime_ns} {manifest['sha256']}"
    if is_file(note) and note.read_text("utf-8", "replace") == stamp:
        return
    if sha256_of(file) != manifest["sha256"]:
        raise DataError(
            f"stored network {folder} is damaged: {file.name} has changed since it was written; "
            "import it again."
        )
    network.check()
    if stat.st_size > CHECKED_EACH_TIME:
        with suppress(OSError):
            note.write_text(stamp, "utf-8")


def open_network(folder: Path) -> Network:
    """Open a stored network; arrays are read-only views of the file, read when touched.

    The checksum and the contract of the arrays are checked when the file is new or was touched, so
    that no search is handed an index out of range; `verify` checks them whatever the file's time says.

    Raises
    ------
    DataError
        The folder is damaged, or of another format version.
    """
    manifest = read_manifest(folder)
    while True:
        try:
            data = np.memmap(folder / manifest["file"], np.uint8, "r").view(np.ndarray)
            break
        except (OSError, ValueError, TypeError) as error:
            again = read_manifest(folder)
            if again == manifest:
                raise DataError(f"stored network {folder} is damaged ({error}); import it again.") from error
            manifest = again  # another process has put a new network in place meanwhile
    if len(data) != manifest["bytes"]:
        raise DataError(
            f"stored network {folder} is damaged: {manifest['file']} has {len(data)} bytes, "
            f"not {manifest['bytes']}; import it again."
        )
    try:
        network = _network_of(folder, manifest, data)
        _check_arrays(folder, manifest, network)
        return network
    except (AttributeError, KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise DataError(f"stored network {folder} is damaged ({error}); import it again.") from error


def verify(folder: Path) -> None:
    """Read the whole of a stored network: compare its checksum and check its contract.

    Raises
    ------
    DataError
        A byte has changed since it was written, or the arrays contradict each other.
    """
    manifest = read_manifest(folder)
    network = open_network(folder)
    if sha256_of(folder / manifest["file"]) != manifest.get("sha256"):
        raise DataError(
            f"stored network {folder} is damaged: {manifest['file']} has changed since it was written; "
            "import it again."
        )
    network.check()


def _network_of(folder: Path, manifest: Mapping[str, Any], data: np.ndarray[Any, Any]) -> Network:
    arrays = manifest["arrays"]
    tables = {
        table: record(**{c.name: view(data, *arrays[f"{table}.{c.name}"]) for c in fields(record)})
        for table, record in TABLES.items()
    }
    told = manifest["provenance"]
    provenance = Provenance(**told | {"bbox": tuple(told["bbox"]), "notes": tuple(told["notes"])})
    return Network(name=str(manifest["name"]), provenance=provenance, folder=folder, **tables)


def view(data: np.ndarray[Any, Any], dtype: str, shape: list[int], offset: int) -> np.ndarray[Any, Any]:
    """Return the array at an offset of a file's bytes; ValueError when it lies outside of them."""
    kind = np.dtype(dtype)
    size = kind.itemsize * int(np.prod(shape))
    if kind.hasobject or offset < 0 or min(shape) < 0 or offset + size > len(data):
        raise ValueError("an array lies outside of the file")
    return data[offset : offset + size].view(kind).reshape(shape)
