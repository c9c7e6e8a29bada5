"""A network on disk: a folder with a manifest and one file of arrays that opens memory-mapped."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from routegraph.errors import DataError, OutputError
from routegraph.network.model import (
    Arcs,
    Network,
    Nodes,
    Places,
    Provenance,
    Roads,
    Shape,
    Strings,
)

FORMAT_VERSION = 1
MANIFEST = "manifest.json"
ARRAYS = "arrays.bin"
ALIGNMENT = 64
TABLES = {
    "nodes": Nodes,
    "roads": Roads,
    "arcs": Arcs,
    "shape": Shape,
    "places": Places,
    "strings": Strings,
}


def save(network: Network, folder: Path) -> Path:
    """Write a network to a folder, which is complete or not there; an older one is replaced.

    Raises
    ------
    OutputError
        The folder cannot be written.
    """
    network.check()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise OutputError(f"cannot write network to {folder}: {error.strerror}.") from error
    try:
        directory = _write_arrays(network, scratch / ARRAYS)
        manifest = {
            "format": "routegraph network",
            "format_version": FORMAT_VERSION,
            "name": network.name,
            "provenance": asdict(network.provenance),
            "counts": {table: len(getattr(network, table)) for table in ("nodes", "roads", "arcs", "places")},
            "bytes": (scratch / ARRAYS).stat().st_size,
            "arrays": directory,
        }
        (scratch / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
        scratch.chmod(0o755)
        if folder.exists():
            folder.replace(scratch.with_suffix(".old"))
        scratch.replace(folder)
    except OSError as error:
        raise OutputError(f"cannot write network to {folder}: {error.strerror}.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(scratch.with_suffix(".old"), ignore_errors=True)
    return folder


def _write_arrays(network: Network, file: Path) -> dict[str, list[Any]]:
    directory: dict[str, list[Any]] = {}
    with file.open("wb") as out:
        for table in TABLES:
            record = getattr(network, table)
            for column in fields(record):
                array = np.ascontiguousarray(getattr(record, column.name))
                out.write(b"\0" * (-out.tell() % ALIGNMENT))
                directory[f"{table}.{column.name}"] = [array.dtype.str, list(array.shape), out.tell()]
                out.write(array.tobytes())
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
        version = manifest["format_version"]
        size = (folder / ARRAYS).stat().st_size
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"stored network {folder} is damaged or not a network; import it again.") from error
    if version != FORMAT_VERSION:
        raise DataError(
            f"stored network {folder} has format version {version}, this routegraph reads {FORMAT_VERSION}; "
            "import it again."
        )
    if size != manifest.get("bytes"):
        raise DataError(
            f"stored network {folder} is damaged: {ARRAYS} has {size} bytes, not {manifest.get('bytes')}; "
            "import it again."
        )
    return dict(manifest)


def open_network(folder: Path) -> Network:
    """Open a stored network; arrays are read-only views of the file, read when touched.

    Raises
    ------
    DataError
        The folder is damaged, or of another format version.
    """
    manifest = read_manifest(folder)
    data = np.memmap(folder / ARRAYS, np.uint8, "r").view(np.ndarray)
    try:
        tables = {
            table: record(
                **{c.name: _view(data, *manifest["arrays"][f"{table}.{c.name}"]) for c in fields(record)}
            )
            for table, record in TABLES.items()
        }
        provenance = manifest["provenance"] | {
            "bbox": tuple(manifest["provenance"]["bbox"]),
            "notes": tuple(manifest["provenance"]["notes"]),
        }
        return Network(name=manifest["name"], provenance=Provenance(**provenance), **tables)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"stored network {folder} is damaged ({error}); import it again.") from error


def _view(data: np.ndarray[Any, Any], dtype: str, shape: list[int], offset: int) -> np.ndarray[Any, Any]:
    kind = np.dtype(dtype)
    size = kind.itemsize * int(np.prod(shape))
    return data[offset : offset + size].view(kind).reshape(shape)
