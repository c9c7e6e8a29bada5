"""Polygons and lines of a vector file, as an area or a road to close; what passes over an area."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import DataError
from routegraph.intake import file_stamp
from routegraph.network.model import Network
from routegraph.network.sphere import great_circle_m
from routegraph.network.tags import RoadFlag
from routegraph.reports.layers import read_features
from routegraph.scenario.applied import NO_ROADS
from routegraph.scenario.target import PointTarget


def read_shapes(path: Path) -> tuple[Any, Any, str]:
    """Read the polygons and the lines of a vector file, each as one shapely geometry.

    The third that is returned tells of the features that are neither; empty where there are none.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, is no vector file, or holds neither.
    """
    return _read_shapes(path, file_stamp(path))


@lru_cache(maxsize=16)
def _read_shapes(path: Path, stamp: tuple[int, int]) -> tuple[Any, Any, str]:
    import shapely

    features = read_features(path)
    shapes = [one.geometry for one in features if one.geometry is not None]
    polygons = [shapely.make_valid(s) for s in shapes if s.geom_type in ("Polygon", "MultiPolygon")]
    lines = [s for s in shapes if s.geom_type in ("LineString", "MultiLineString")]
    if not polygons and not lines:
        raise DataError(f"{path} holds no polygon and no line; an area target needs one or the other.")
    empty, others = len(features) - len(shapes), len(shapes) - len(polygons) - len(lines)
    left_out = [f"{empty} without a geometry"] if empty else []
    left_out += [f"{others} neither polygon nor line"] if others else []
    return (
        shapely.union_all(polygons),
        shapely.MultiLineString([part for line in lines for part in shapely.get_parts(line)]),
        f"features left out: {', '.join(left_out)}" if left_out else "",
    )


def passing_over(network: Network, roads: NDArray[np.int32], area: PointTarget | Any) -> NDArray[np.int32]:
    """Bridges and tunnels among roads that cross a circle, or a shapely polygon, with no end in it."""
    flags = network.roads.flags[roads]
    crossing = roads[(flags & (RoadFlag.BRIDGE | RoadFlag.TUNNEL)) != 0]
    if not len(crossing):
        return NO_ROADS
    ends = np.concatenate([network.roads.u[crossing], network.roads.v[crossing]])
    lon, lat = network.nodes.lon[ends], network.nodes.lat[ends]
    if isinstance(area, PointTarget):
        inside = great_circle_m(area.lon, area.lat, lon, lat) <= area.radius_m
    else:
        import shapely

        inside = shapely.contains_xy(area, lon, lat)
    return np.asarray(crossing[~np.reshape(inside, (2, -1)).any(axis=0)], np.int32)
