"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from routegraph.errors import OutputError


def write_whole(path: str | Path, write: Callable[[Path], object]) -> Path:
    """Call `write` with a spare path beside `path`, then move the file into its place.

    Raises
    ------
    OutputError
        The file cannot be written there; what was there before is untouched.
    """
    path = Path(path)
    spare: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=path.suffix)
        os.close(handle)
        spare = Path(name)
        write(spare)
        spare.chmod(0o666 & ~_umask())
        spare.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror or error}; give a path in a folder that you may write to."
        ) from error
    finally:
        if spare is not None:
            spare.unlink(missing_ok=True)
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
