"""Where files leave: checked before the work, written whole or not at all, never over what is no file."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from routegraph.errors import OutputError

REMEDY = "give the path of a file in a folder that you may write to"


def file_to_write(path: str | Path) -> Path:
    """Return where a file of that name is written: the end of its links.

    Raises
    ------
    OutputError
        There is a folder, a device or a pipe of that name, or no folder that may be written to holds it.
    """
    try:
        end = Path(os.path.realpath(path))
        folder = end.parent
        if not stat.S_ISDIR(folder.stat().st_mode) or end == folder:
            raise NotADirectoryError(20, "no folder of that name")
        try:
            mode = end.stat().st_mode
        except FileNotFoundError:
            mode = stat.S_IFREG
    except FileNotFoundError:
        parent = Path(path).parent
        raise OutputError(f"cannot write {path}: there is no folder {parent}; make it first.") from None
    except (OSError, ValueError) as error:
        raise _refused(path, error) from error
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
        raise OutputError(f"cannot write {path}: it is {what}, not a file; {REMEDY}.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write {path}: {folder} may not be written to; {REMEDY}.")
    return end


def write_whole(path: str | Path, write: Callable[[Path], object]) -> Path:
    """Call `write` with a spare path beside `path`, then move the file into its place.

    A symbolic link stays one, and the file that it leads to is replaced; an older file keeps its mode.

    Raises
    ------
    OutputError
        The file cannot be written there; what was there before is untouched.
    """
    end = file_to_write(path)
    spare: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=end.parent, prefix=".routegraph-", suffix=end.suffix[:16])
        os.close(handle)
        spare = Path(name)
        write(spare)
        spare.chmod(stat.S_IMODE(end.stat().st_mode) if end.exists() else 0o666 & ~_umask())
        spare.replace(end)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        if spare is not None:
            for left in end.parent.glob(f"{spare.name}*"):  # SQLite keeps a journal beside its file
                left.unlink(missing_ok=True)
    return Path(path)


@contextmanager
def written_by_gdal(file: Path) -> Iterator[None]:
    """See that GDAL writes a GeoPackage or a KML file whole: on a full disk it may say so, or say nothing.

    Raises
    ------
    OSError
        The file is not whole.
    """
    import sqlite3

    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

    try:
        yield
        if not (_is_whole_kml if file.suffix == ".kml" else _is_whole_geopackage)(file):
            raise OSError("the file could not be written whole (is the disk full?)")
    except (DataLayerError, DataSourceError, FeatureError, sqlite3.Error) as error:
        said = str(error).rsplit(": ", 1)[-1].strip().rstrip(".") or type(error).__name__
        raise OSError(f"{said[:100]} (is the disk full?)") from error


def _is_whole_kml(file: Path) -> bool:
    return file.read_bytes().rstrip().endswith(b"</kml>")


def _is_whole_geopackage(file: Path) -> bool:
    """Whether every layer has its spatial index, and each feature its place in it."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(file)) as base:
        layers = base.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall()
        indexed = {name for (name,) in base.execute("SELECT table_name FROM gpkg_extensions")}
        return all(
            base.execute(f'SELECT count("{column}") FROM "{layer}"').fetchone()
            == base.execute(f'SELECT count(*) FROM "rtree_{layer}_{column}"').fetchone()
            for layer, column in layers
            if layer in indexed
        ) and indexed >= {layer for layer, _ in layers}


def _refused(path: str | Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or error
    return OutputError(f"cannot write {path}: {reason}; {REMEDY}.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
