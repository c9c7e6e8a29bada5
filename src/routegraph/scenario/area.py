"""Polygons and lines of a vector file, as an area or a road to close."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from routegraph.errors import DataError
from routegraph.scenario.vectors import read_features


@lru_cache(maxsize=16)
def read_shapes(path: Path) -> tuple[Any, Any]:
    """Read the polygons and the lines of a vector file, each as one shapely geometry.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, is no vector file, or holds neither.
    """
    import shapely

    shapes = [one.geometry for one in read_features(path) if one.geometry is not None]
    polygons = [shapely.make_valid(s) for s in shapes if s.geom_type in ("Polygon", "MultiPolygon")]
    lines = [s for s in shapes if s.geom_type in ("LineString", "MultiLineString")]
    if not polygons and not lines:
        raise DataError(f"{path} holds no polygon and no line; an area target needs one or the other.")
    return shapely.union_all(polygons), shapely.MultiLineString(
        [part for line in lines for part in shapely.get_parts(line)]
    )
