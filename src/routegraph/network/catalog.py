"""From a name or a path to a network: bundled with the package, or stored on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from routegraph.errors import NotFoundError
from routegraph.network.model import Network
from routegraph.network.store import MANIFEST, open_network

DEFAULT_NETWORK = "hama-aleppo"


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
    imported = {f.parent.name: f.parent for f in (home() / "networks").glob(f"*/{MANIFEST}")}
    return dict(sorted((bundled | imported).items()))


def open_named(name: str) -> Network:
    """Open a network by name.

    Raises
    ------
    NotFoundError
        There is no network of that name.
    DataError
        Its folder is damaged.
    """
    at_hand = folders()
    if name not in at_hand:
        raise NotFoundError(
            f"no network called {name!r}; at hand: {', '.join(at_hand)}. "
            "Give one of these, a path, or run 'routegraph network import FILE --name NAME'."
        )
    return open_network(at_hand[name])
