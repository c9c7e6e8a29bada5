"""From a name or a path to a network: bundled with the package, or stored on this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from routegraph.errors import DataError, NotFoundError, OutputError, QuestionError
from routegraph.intake import is_file
from routegraph.network.model import Network
from routegraph.network.store import MANIFEST, open_network, save, sha256_of

Progress = Callable[[str, float], None]

_NAME = re.compile(r"\w(?:[\w.-]{0,98}[\w-])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


def data_folder() -> Path:
    """Return the folder of bundled data: beside the code in a wheel, at the top of a checkout."""
    package = Path(__file__).parents[1]
    return package / "data" if (package / "data").is_dir() else package.parents[1] / "data"


def home() -> Path:
    """Return the folder of networks imported on this machine; ``ROUTEGRAPH_HOME`` overrides it."""
    if folder := os.environ.get("ROUTEGRAPH_HOME"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("routegraph")


def folders() -> dict[str, Path]:
    """Return every network at hand by name; an imported one hides a bundled one of its name."""
    bundled = {f.parents[1].name: f.parent for f in data_folder().glob(f"*/network/{MANIFEST}")}
    return dict(sorted((bundled | _imported()).items()))


def _imported() -> dict[str, Path]:
    return {f.parent.name: f.parent for f in (home() / "networks").glob(f"[!.]*/{MANIFEST}")}


def open_named(name: str, *, progress: Progress | None = None) -> Network:
    """Open a network by name, or by the path of an OSM or GraphML file or of a stored network.

    A file is imported once and kept by the hash of its content. A stored network that is
    damaged or of an older version is rebuilt with a warning while its source is at hand.

    Raises
    ------
    NotFoundError
        There is no network of that name and no such file.
    DataError
        It is damaged, and its source is not at hand.
    """
    at_hand = folders()
    if name in at_hand:
        return _open_or_rebuild(at_hand[name], progress)
    path = Path(os.path.expanduser(name))  # noqa: PTH111  # it leaves the home of nobody as it is
    if is_file(path / MANIFEST):
        return _open_or_rebuild(path, progress)
    if is_file(path):
        return _open_file(path, progress)
    raise NotFoundError(
        f"no network called {name!r}; at hand: {', '.join(at_hand)}. "
        "Give one of these, a path, or run 'routegraph network import FILE --name NAME'."
    )


def stored_folder(name: str) -> Path:
    """Folder of a stored network, by its name or its path.

    Raises
    ------
    NotFoundError
        There is none.
    """
    path = Path(name).expanduser()
    found = folders().get(name) or (path if is_file(path / MANIFEST) else None)
    if found is None:
        raise NotFoundError(f"no stored network called {name[:60]!r}; at hand: {', '.join(folders())}.")
    return found


def import_file(
    path: str | Path,
    *,
    name: str = "",
    bbox: tuple[float, float, float, float] | None = None,
    classes: str | None = None,
    keep_planned: bool = False,
    progress: Progress | None = None,
) -> Network:
    """Read an OSM, Overture or GraphML file and store it under a name; an older network of it is replaced.

    Parameters
    ----------
    name : str
        By default the file's name without suffixes.
    bbox, classes, keep_planned, progress
        See `osmfile.read_osm`; a GraphML file is taken whole and refuses the first three.

    Raises
    ------
    NotFoundError, DataError, QuestionError, OutputError
    """
    path = Path(path)
    name = name or path.name.split(".")[0]
    folder = named_folder(name)
    options = {"bbox": bbox, "classes": classes, "keep_planned": keep_planned}
    network = _read(path, name, options, progress)
    return open_network(save(network, folder, origin={"path": str(path.resolve()), "options": options}))


def store_named(network: Network, name: str) -> Network:
    """Store a network that was fetched or made under a name, and open it from there.

    Raises
    ------
    QuestionError, OutputError
    """
    return open_network(save(network, named_folder(name)))


def named_folder(name: str) -> Path:
    """Folder of the imported network of a name, there or not.

    Raises
    ------
    QuestionError
        The name would not make a folder.
    """
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise QuestionError(
            f"cannot call a network {name[:60]!r}; give letters, digits, '-', '_' and '.' only, 100 at most, "
            "no '.' at either end, and no name that Windows keeps for a device (CON, NUL, ...)."
        )
    return home() / "networks" / name


def remove(name: str) -> Path:
    """Remove an imported network; returns the folder where it was.

    Raises
    ------
    NotFoundError
        No imported network has that name.
    OutputError
        Its folder cannot be removed.
    """
    folder = _imported().get(name)
    if folder is None:
        raise NotFoundError(
            f"no imported network called {name!r} to remove; imported: {', '.join(_imported()) or 'none'}."
        )
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise OutputError(f"cannot remove {folder}: {error.strerror}.") from error
    return folder


def _read(path: Path, name: str, options: dict[str, Any], progress: Progress | None) -> Network:
    from routegraph.network.overture import is_overture, read_overture

    if is_overture(path):
        return read_overture(path, name=name, progress=progress, **options)
    if is_file(path):
        try:
            with path.open("rb") as file:
                head = file.read(512)
        except OSError as error:
            raise DataError(f"{path} cannot be read: {error.strerror}.") from error
        if b"<graphml" in head:
            from routegraph.network.interop import read_graphml

            if any(options.values()):
                raise QuestionError(f"{path.name} is a GraphML file, which is taken whole; drop the options.")
            return replace(read_graphml(path), name=name)
    from routegraph.network.osmfile import read_osm

    return read_osm(path, name=name, progress=progress, **options)


def _open_file(path: Path, progress: Progress | None) -> Network:
    folder = home() / "files" / sha256_of(path)[:32]
    if folder.is_dir():
        try:
            return open_network(folder)
        except DataError as error:
            warnings.warn(f"{error} Doing so from {path.name}.", stacklevel=3)
    network = _read(path, path.name.split(".")[0], {}, progress)
    origin = {"path": str(path.resolve()), "options": {}}
    save(network, folder, origin=origin)
    for other in folder.parent.glob(f"[!.]*/{MANIFEST}"):
        if other.parent != folder and _origin(other.parent) == origin:  # what the file held before
            shutil.rmtree(other.parent, ignore_errors=True)
    return open_network(folder)


def _open_or_rebuild(folder: Path, progress: Progress | None) -> Network:
    try:
        return open_network(folder)
    except DataError as error:
        source = _source(folder)
        if source is None:
            raise
        warnings.warn(f"{error} Doing so from {source['path']}.", stacklevel=3)
    network = _read(Path(source["path"]), folder.name, source["options"], progress)
    return open_network(save(network, folder, origin=source))


def _origin(folder: Path) -> dict[str, Any]:
    """How a stored network was made; empty when its manifest does not tell."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        return {"path": str(manifest["origin"]["path"]), "options": dict(manifest["origin"]["options"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _source(folder: Path) -> dict[str, Any] | None:
    """How a damaged or older network was made, if its source is at hand and still the same."""
    origin = _origin(folder)
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))["provenance"]["sha256"]
        return origin if sha256_of(Path(origin["path"])) == told else None
    except (OSError, ValueError, KeyError, TypeError, DataError):
        return None
