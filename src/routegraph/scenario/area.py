"""Polygons of a vector file, as an area to close."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from routegraph.errors import DataError
from routegraph.scenario.vectors import read_features


@lru_cache(maxsize=16)
def read_polygons(path: Path) -> Any:
    """Read the polygons of a vector file as one shapely geometry.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, is no vector file, or holds no polygon.
    """
    import shapely

    shapes = [one.geometry for one in read_features(path) if one.geometry is not None]
    polygons = [shapely.make_valid(s) for s in shapes if s.geom_type in ("Polygon", "MultiPolygon")]
    if not polygons:
        raise DataError(f"{path} holds no polygon; an area target needs Polygon or MultiPolygon features.")
    return shapely.union_all(polygons)
