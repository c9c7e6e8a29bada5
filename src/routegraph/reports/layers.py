"""Map files in lon, lat: GeoJSON as features; GeoPackage, shapefile, FlatGeobuf, KML, GML by their layers."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import DataError, NotFoundError
from routegraph.intake import clean, clean_tree, read_json

if TYPE_CHECKING:
    from pyproj import Transformer

GEOJSON = (".geojson", ".json")
LAYERS = (".gpkg", ".shp", ".fgb", ".zip", ".kml", ".gml")
VECTORS = (*GEOJSON, *LAYERS)
"""Suffixes of the files that `read_features` reads."""

FARTHEST = 1e9
"""No system has coordinates beyond this one."""

LON_LAT = "EPSG:4326"
_LON_LAT = re.compile(r"CRS84|4326\b")


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of a map file.

    Attributes
    ----------
    rows : list of dict
        Cells by column: texts and numbers, dates as texts, None where empty.
    shapes : list of shapely geometry or None
        Of each row, in lon, lat; None where it has none.
    told : bool
        The file tells its coordinate system; where it does not, lon and lat are assumed.
    drawn : bool
        The layer has geometries at all.
    """

    name: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    shapes: list[Any]
    told: bool
    drawn: bool


@dataclass(frozen=True, eq=False)
class Feature:
    """One feature of a vector file.

    Attributes
    ----------
    number : int
        In the file, from 1.
    geometry : shapely geometry or None
        In lon, lat; None where the file has none.
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
    turn = _turning(transformer_of(path, named_system(told.get("crs"))))
    items = told["features"] if isinstance(told.get("features"), list) else [told]
    for number, item in enumerate(items, 1):
        try:
            geometry = item.get("geometry", item if "coordinates" in item else None)
            with np.errstate(invalid="ignore"):  # of NaN, which `_feature` tells
                shape = shapely.geometry.shape(geometry) if geometry is not None else None
            properties = dict(item.get("properties") or {})
        except (AttributeError, LookupError, OverflowError, TypeError, ValueError, ShapelyError) as error:
            where = f"{path}, feature {number}"
            raise DataError(f"{where}: holds a geometry that is not GeoJSON: {error}.") from error
        yield _feature(path, number, turn(_usable(shape)), properties)


def _from_layers(path: Path) -> Iterator[Feature]:
    drawn = [layer for layer in read_layers(path) if layer.drawn]
    if not drawn:
        raise DataError(f"{path} holds a table without shapes; give a layer with geometries.")
    if not all(layer.told for layer in drawn):
        raise DataError(f"{path} does not tell its coordinate system; save it with one, such as {LON_LAT}.")
    pairs = (pair for layer in drawn for pair in zip(layer.rows, layer.shapes, strict=True))
    for number, (row, shape) in enumerate(pairs, 1):
        yield _feature(path, number, shape, row)


def _feature(path: Path, number: int, shape: Any, properties: dict[str, Any]) -> Feature:
    import shapely

    if shape is not None and not (np.abs(shapely.get_coordinates(shape)) <= FARTHEST).all():
        raise DataError(f"{path}, feature {number}: holds a coordinate that is on no map; mend it.")
    return Feature(number, shape, properties)


def read_layers(path: Path) -> list[Layer]:
    """Read every layer of a map file, turned to lon, lat where it says that it uses another system.

    Raises
    ------
    DataError
        It is damaged, of another format, or of an unknown coordinate system.
    """
    import pyogrio

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's own remarks, which say nothing of the data
            names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
            read = [(name, pyogrio.raw.read(path, layer=name)) for name in names]
    except Exception as problem:  # pyogrio and GDAL raise many kinds
        raise DataError(f"{path}: not readable as a map layer ({clean(str(problem))[:160]}).") from None
    return [_layer(path, name, *parts) for name, parts in read]


def _layer(path: Path, name: str, meta: Any, _ids: Any, shapes: Any, columns: Any) -> Layer:
    import shapely

    fields = tuple(clean(str(field)) for field in meta["fields"])
    count = len(shapes) if shapes is not None else len(columns[0]) if len(columns) else 0
    turn = _turning(transformer_of(path, str(meta["crs"] or "")))
    try:
        drawn = None if shapes is None else shapely.from_wkb(shapes)
    except shapely.errors.ShapelyError as problem:
        raise DataError(f"{path}: layer {clean(name)} is damaged ({clean(str(problem))[:120]}).") from None
    return Layer(
        name=clean(name),
        columns=fields,
        rows=[
            {field: _plain(column[i]) for field, column in zip(fields, columns, strict=True)}
            for i in range(count)
        ],
        shapes=[None] * count if drawn is None else [turn(_usable(one)) for one in drawn],
        told=bool(meta["crs"]),
        drawn=drawn is not None,
    )


def _plain(value: Any) -> Any:
    """Return a cell as text or number: dates as texts, no NaN."""
    if isinstance(value, np.generic):
        value = str(value).removesuffix(".000") if isinstance(value, np.datetime64) else value.item()
    if value is None or value in ("", "NaT") or (isinstance(value, float) and math.isnan(value)):
        return None
    return clean_tree(value) if isinstance(value, str | int | float) else str(value)


def _usable(shape: Any) -> Any:
    return None if shape is None or shape.is_empty else shape


def named_system(crs: object) -> str:
    """Coordinate system that a GeoJSON file names, as those before 2016 do; empty for lon, lat."""
    if isinstance(crs, dict) and isinstance(crs.get("properties"), dict):
        return str(crs["properties"].get("name") or "")
    return ""


def transformer_of(path: Path, crs: str) -> Transformer | None:
    """What turns coordinates of a system to lon, lat; None where they are.

    Raises
    ------
    DataError
        The system is unknown.
    """
    if not crs or _LON_LAT.search(crs[:60]):
        return None
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        return Transformer.from_crs(CRS.from_user_input(crs), LON_LAT, always_xy=True)
    except CRSError:
        name = clean(crs[:60])
        raise DataError(f"{path}: unknown coordinate system {name!r}; save the file in {LON_LAT}.") from None


def _turning(transformer: Transformer | None) -> Callable[[Any], Any]:
    if transformer is None:
        return lambda shape: shape
    import shapely

    def turn(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(transformer.transform(xy[:, 0], xy[:, 1]), axis=1)

    return lambda shape: shape and shapely.transform(shape, turn)
