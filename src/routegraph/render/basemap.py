"""Tiles below the map, through contextily: an extra for when a network connection is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routegraph.errors import UnavailableError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
"""OpenStreetMap's own tiles, under its tile usage policy; the page carries the attribution already."""


def add_basemap(ax: Axes, tiles: str = TILES) -> None:
    """Fetch the tiles of the frame and put them below everything else.

    Raises
    ------
    UnavailableError
        contextily is not installed, or the tile server does not answer.
    """
    try:
        import contextily
    except ImportError as error:
        raise UnavailableError(
            "--basemap needs contextily; run 'pip install routegraph[basemap]', or leave it out."
        ) from error
    try:
        contextily.add_basemap(
            ax, crs="EPSG:4326", source=tiles, attribution=False, zorder=0, reset_extent=True
        )
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split())[:160]
        raise UnavailableError(f"no tiles for the basemap: {told}; leave out --basemap.") from error
