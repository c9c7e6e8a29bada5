"""Geometries of GeoJSON features -> points, and WKT of lines and areas in lon, lat."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from routegraph.reports.cell_values import RowError

Transform = Callable[[float, float], tuple[float, float]]

_POINT, _LINES, _POLYGONS = (
    ("Point", "MultiPoint"),
    ("LineString", "MultiLineString"),
    ("Polygon", "MultiPolygon"),
)


@dataclass(frozen=True)
class Shaped:
    """What a feature's geometry is: a point, or lines or an area.

    Attributes
    ----------
    kind : str
        ``point``, ``line`` or ``area``.
    lon, lat : float
        Of the point; of the first corner of anything else.
    wkt : str
        Every part, 6 decimals; empty for a point.
    """

    kind: str
    lon: float
    lat: float
    wkt: str = ""


def read_geometry(geometry: object, transform: Transform | None = None) -> Shaped | None:
    """Read a GeoJSON geometry; None where there is none.

    Parameters
    ----------
    geometry : object
        As the file has it.
    transform : callable, optional
        x, y of the file -> lon, lat.

    Raises
    ------
    RowError
        It is malformed, off the globe, of no extent, or of a kind that closes nothing.
    """
    if not geometry or (
        isinstance(geometry, dict) and not (geometry.get("coordinates") or geometry.get("geometries"))
    ):
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in (*_POINT, *_LINES, *_POLYGONS):
        raise RowError(f"a geometry of type {str(kind)[:40]!r}; give points, lines or polygons")
    assert isinstance(geometry, dict)
    coordinates = geometry["coordinates"]
    try:
        if kind in _POINT:
            points = [coordinates] if kind == "Point" else coordinates
            if len(points) != 1:
                raise RowError(f"{len(points)} points in one feature; give a feature for each")
            return Shaped("point", *_corner(points[0], transform))
        if kind in _LINES:
            lines = [
                _corners(part, transform) for part in ([coordinates] if kind == "LineString" else coordinates)
            ]
            lines = [line for line in lines if len(set(line)) > 1]
            if not lines:
                raise RowError("a line of no length")
            return Shaped("line", *lines[0][0], _wkt("LINESTRING", [_ring(line) for line in lines]))
        polygons = [
            [_corners(ring, transform) for ring in polygon]
            for polygon in ([coordinates] if kind == "Polygon" else coordinates)
        ]
        if any(len(set(ring)) < 3 for polygon in polygons for ring in polygon) or not all(polygons):
            raise RowError("a polygon of fewer than three corners")
        closed = [
            [[*ring, ring[0]] if ring[0] != ring[-1] else ring for ring in polygon] for polygon in polygons
        ]
        texts = [f"({', '.join(_ring(ring) for ring in polygon)})" for polygon in closed]
        return Shaped("area", *polygons[0][0][0], _wkt("POLYGON", texts))
    except (TypeError, ValueError, LookupError, OverflowError):
        raise RowError("a geometry that is not GeoJSON: coordinates must be pairs of numbers") from None


def _corners(part: Iterable[Any], transform: Transform | None) -> list[tuple[float, float]]:
    return [_corner(corner, transform) for corner in part]


def _corner(corner: Sequence[Any], transform: Transform | None) -> tuple[float, float]:
    x, y = float(corner[0]), float(corner[1])
    if transform:
        x, y = transform(x, y)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise RowError("a coordinate that is not a number")
    if not (abs(x) <= 180 and abs(y) <= 90):
        raise RowError(f"the coordinate {x:g},{y:g} is no lon, lat; save the file in EPSG:4326")
    return round(x, 6), round(y, 6)


def _ring(corners: Sequence[tuple[float, float]]) -> str:
    return f"({', '.join(f'{x:.9g} {y:.9g}' for x, y in corners)})"


def _wkt(kind: str, parts: Sequence[str]) -> str:
    return f"{kind} {parts[0]}" if len(parts) == 1 else f"MULTI{kind} ({', '.join(parts)})"


def read_wkt(text: str) -> Shaped:
    """Read well-known text, lon and lat; raises `RowError` as `read_geometry` does."""
    import shapely

    try:
        shape = shapely.from_wkt(text.partition(";")[2] if text.upper().startswith("SRID=") else text)
    except shapely.errors.ShapelyError:
        raise RowError(f"a geometry that is no well-known text: {text[:40]!r}") from None
    shaped = None if shape.is_empty else read_geometry(shape.__geo_interface__)
    if shaped is None:
        raise RowError("an empty geometry")
    return shaped
