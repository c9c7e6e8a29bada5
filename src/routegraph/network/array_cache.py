"""Arrays that are made from a network and kept beside it, so that no later process makes them again.

One file each, whole or not there, opened memory-mapped. Its name tells what it was made from; one that
is damaged, or was made from anything else, is taken for missing and made anew.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.store import ALIGNMENT, view


def keep(folder: Path, name: str, made_from: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays beside a network and remove those that were made from something else.

    A folder that cannot be written keeps nothing.

    Parameters
    ----------
    folder : path
        Of the stored network.
    name : str
        What the arrays are.
    made_from : str
        Digest of all that they depend on.
    arrays : mapping of str to array
    """
    directory: dict[str, list[Any]] = {}
    body = bytearray()
    for key, array in arrays.items():
        body += b"\0" * (-len(body) % ALIGNMENT)
        directory[key] = [array.dtype.str, list(array.shape), len(body)]
        body += np.ascontiguousarray(array).tobytes()
    header = json.dumps({"arrays": directory, "sha256": _digest(directory, body)}).encode() + b"\n"
    header = header.rjust(-(-len(header) // ALIGNMENT) * ALIGNMENT)
    file = folder / f"{name}-{made_from}.bin"
    scratch = ""
    try:
        descriptor, scratch = tempfile.mkstemp(prefix=f".{name}-", dir=folder)
        with os.fdopen(descriptor, "wb") as out:
            out.write(header)
            out.write(body)
        Path(scratch).chmod(0o644)
        Path(scratch).replace(file)
    except OSError:
        if scratch:
            Path(scratch).unlink(missing_ok=True)
        return
    for other in folder.glob(f"{name}-*.bin"):
        if other != file:
            with suppress(OSError):  # Windows keeps a file that some process has open
                other.unlink()


def kept(folder: Path, name: str, made_from: str) -> dict[str, NDArray[Any]] | None:
    """Open what `keep` wrote; None when it is missing or damaged. The arrays are read-only."""
    try:
        data = np.memmap(folder / f"{name}-{made_from}.bin", np.uint8, "r").view(np.ndarray)
        end = bytes(data[: 1 << 16]).index(b"\n") + 1
        header = json.loads(bytes(data[:end]))
        body = data[end:]
        if _digest(header["arrays"], body.data) != header["sha256"]:
            return None
        return {key: view(body, *told) for key, told in header["arrays"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _digest(directory: Mapping[str, list[Any]], body: bytearray | memoryview) -> str:
    import hashlib

    told = hashlib.sha256(json.dumps(directory).encode())
    told.update(body)
    return told.hexdigest()
