"""Vector files as features in lon, lat: GeoJSON, GeoPackage, shapefile, FlatGeobuf."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import DataError, NotFoundError
from routegraph.intake import clean, clean_tree, read_json

GEOJSON = (".geojson", ".json")
LAYERS = (".gpkg", ".shp", ".fgb", ".kml")
VECTORS = (*GEOJSON, *LAYERS)
"""Suffixes of the files that `read_features` reads."""

LON_LAT = "EPSG:4326"
_CRS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


@dataclass(frozen=True, eq=False)
class Feature:
    """One feature of a vector file.

    Attributes
    ----------
    number : int
        In the file, from 1.
    geometry : shapely geometry or None
        In lon, lat; None where the file has none.
    properties : dict
    """

    number: int
    geometry: Any
    properties: dict[str, Any]


def read_features(path: Path) -> list[Feature]:
    """Read all features of a file, turned to lon, lat where it says that it uses another system.

    Raises
    ------
    NotFoundError
        There is no such file.
    DataError
        It is none of the formats, damaged, or does not tell its coordinate system where it must.
    """
    if not path.is_file():
        raise NotFoundError(f"no file {clean(str(path))}; check the path.")
    if path.suffix.lower() not in VECTORS:
        raise DataError(f"{clean(str(path))}: a file of shapes is {', '.join(VECTORS)}; save it as one.")
    read = _from_geojson if path.suffix.lower() in GEOJSON else _from_layers
    return list(read(path))


def _from_geojson(path: Path) -> Iterator[Feature]:
    import shapely
    from shapely.errors import ShapelyError

    told = read_json(path)
    if not isinstance(told, dict):
        raise DataError(f"{path} is not GeoJSON; it must hold one object.")
    turn = _turner(path, str((told.get("crs") or {}).get("properties", {}).get("name", LON_LAT)))
    items = told["features"] if isinstance(told.get("features"), list) else [told]
    for number, item in enumerate(items, 1):
        try:
            geometry = item.get("geometry", item if "coordinates" in item else None)
            shape = shapely.geometry.shape(geometry) if geometry is not None else None
            properties = dict(item.get("properties") or {})
        except (AttributeError, LookupError, OverflowError, TypeError, ValueError, ShapelyError) as error:
            where = f"{path}, feature {number}"
            raise DataError(f"{where}: holds a geometry that is not GeoJSON: {error}.") from error
        yield Feature(number, turn(_usable(shape)), properties)


def _from_layers(path: Path) -> Iterator[Feature]:
    import pyogrio
    import shapely

    try:
        meta, _, shapes, columns = pyogrio.raw.read(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {clean(str(error).splitlines()[0])}.") from None
    if shapes is None:
        raise DataError(f"{path} holds a table without shapes; give a layer with geometries.")
    if not meta["crs"]:
        raise DataError(f"{path} does not tell its coordinate system; save it with one, such as {LON_LAT}.")
    turn = _turner(path, meta["crs"])
    names = [clean(str(name)) for name in meta["fields"]]
    for i, shape in enumerate(shapely.from_wkb(shapes)):
        cells = {name: _plain(column[i]) for name, column in zip(names, columns, strict=True)}
        yield Feature(i + 1, turn(_usable(shape)), cells)


def _plain(value: Any) -> Any:
    """Return a cell as text or number: dates as texts, no NaN."""
    if isinstance(value, np.generic):
        value = str(value) if isinstance(value, np.datetime64) else value.item()
    if value is None or value in ("", "NaT") or (isinstance(value, float) and math.isnan(value)):
        return None
    return clean_tree(value) if isinstance(value, str | int | float) else str(value)


def _usable(shape: Any) -> Any:
    return None if shape is None or shape.is_empty else shape


def _turner(path: Path, crs: str) -> Callable[[Any], Any]:
    import shapely

    if crs.endswith(_CRS84):
        return lambda shape: shape
    import pyproj

    try:
        transformer = pyproj.Transformer.from_crs(crs, LON_LAT, always_xy=True)
    except pyproj.exceptions.CRSError:
        name = clean(crs[:60])
        raise DataError(f"{path}: coordinate system {name!r} is unknown; save it in {LON_LAT}.") from None

    def turn(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(transformer.transform(xy[:, 0], xy[:, 1]), axis=1)

    return lambda shape: shape and shapely.transform(shape, turn)
