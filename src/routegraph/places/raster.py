"""Rasters, such as of people or of water: opened, with the window that lies over a network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, floor
from pathlib import Path
from typing import Any

from routegraph.errors import DataError, NotFoundError, QuestionError, UnavailableError
from routegraph.intake import clean
from routegraph.network.model import Network

BESIDE_CELLS = 1
"""Cells around the box of the network that are read too, so that a road at its edge lies in one."""


@contextmanager
def raster_over(path: Path, network: Network, of: str) -> Iterator[tuple[Any, Any]]:
    """Open a raster, as rasterio does, with the window of its cells about a network.

    Parameters
    ----------
    path : Path
        GeoTIFF or another raster that GDAL reads.
    network : Network
    of : str
        What the cells hold, for the message.

    Raises
    ------
    NotFoundError, DataError, QuestionError
        The raster is missing, damaged, not placed on the globe, or far from the network.
    UnavailableError
        The extra ``routegraph[hazard]`` is not installed.
    """
    try:
        import rasterio
        from rasterio.warp import transform_bounds
        from rasterio.windows import Window, WindowError
    except ImportError:
        raise UnavailableError(
            "reading a raster needs rasterio; install it with pip install 'routegraph[hazard]'."
        ) from None
    name = clean(path.name)
    if not path.is_file():
        raise NotFoundError(f"no file {clean(str(path))}; give a GeoTIFF of {of}.")
    with damage_told(name), rasterio.open(path) as source:
        if source.crs is None or source.transform.is_degenerate:
            raise QuestionError(
                f"{name} does not say where it lies; give it a coordinate reference system, "
                "such as with 'gdal_edit.py -a_srs EPSG:4326'."
            )
        box = transform_bounds("EPSG:4326", source.crs, *network.provenance.bbox, densify_pts=21)
        # by all four corners, so that a raster may be turned or stand on its head
        corners = [~source.transform * (x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        try:
            (left, right), (top, bottom) = (
                (floor(min(cells)) - BESIDE_CELLS, ceil(max(cells)) + BESIDE_CELLS)
                for cells in zip(*corners, strict=True)
            )
            near = Window(left, top, right - left, bottom - top)
            window = near.intersection(Window(0, 0, source.width, source.height))
        except (WindowError, OverflowError, ValueError):  # of corners where no cell can be
            raise QuestionError(
                f"{name} lies outside {network.name}: nothing of it to look at; check its place."
            ) from None
        yield source, window


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Tell what GDAL and PROJ raise on a raster as its damage.

    Raises
    ------
    DataError
    """
    from rasterio._err import CPLE_BaseError  # what PROJ says of odd coordinates comes as it is
    from rasterio.errors import RasterioError

    try:
        yield
    except (RasterioError, CPLE_BaseError) as error:
        reason = clean(str(error).splitlines()[0]).rstrip(".")[:120]
        raise DataError(f"{name} is damaged or no raster ({reason}).") from None
