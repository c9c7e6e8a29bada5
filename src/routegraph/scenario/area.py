"""Polygons of a GeoJSON file, as an area to close."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from routegraph.errors import DataError, NotFoundError


@lru_cache(maxsize=16)
def read_polygons(path: Path) -> Any:
    """Read the polygons of a GeoJSON file as one shapely geometry.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, is no GeoJSON, or holds no polygon.
    """
    import shapely

    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise NotFoundError(
            f"no file {path}; a target that ends in .geojson is a file of polygons."
        ) from error
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is not GeoJSON: {error}.") from error
    features = told.get("features", [told]) if isinstance(told, dict) else []
    try:
        shapes = [shapely.geometry.shape(f.get("geometry", f) or {}) for f in features]
        polygons = [shapely.make_valid(s) for s in shapes if s.geom_type in ("Polygon", "MultiPolygon")]
    except (
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        shapely.errors.ShapelyError,
    ) as error:
        raise DataError(f"{path} holds a geometry that is not GeoJSON: {error}.") from error
    if not polygons:
        raise DataError(f"{path} holds no polygon; an area target needs Polygon or MultiPolygon features.")
    return shapely.union_all(polygons)
