"""The roads reached within a time, piece by piece, and the land that they cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.routing.graph import RoadGraph

ROWS = 1 << 31
"""Cells are numbered ``column * ROWS + row``, both counted from the middle of this range."""


@dataclass(frozen=True, eq=False)
class RoadPieces:
    """Short pieces of roads and when each is reached.

    Attributes
    ----------
    key : int64[K]
        Numbers a piece on its network: ``road``, then which piece of it.
    lon, lat : float64[K]
        The middle of each piece.
    metres : float64[K]
        Its length.
    time_s : float64[K]
        When its middle is reached, from either end of the road that may be driven from.
    """

    key: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    metres: NDArray[np.float64]
    time_s: NDArray[np.float64]

    @classmethod
    def of(
        cls, graph: RoadGraph, node_time_s: NDArray[np.float64], most_s: float, step_m: float
    ) -> RoadPieces:
        """Divide the roads that begin within a time into pieces of at most `step_m`."""
        network, roads = graph.network, graph.network.roads
        usable = np.isfinite(graph.time_s)
        from_u, from_v = (
            np.where(usable & (network.arcs.of_road[:, way] >= 0), node_time_s[end], np.inf)
            for way, end in enumerate((roads.u, roads.v))
        )
        near = np.flatnonzero(np.minimum(from_u, from_v) <= most_s)
        start = np.asarray(roads.shape_start)
        owner = np.repeat(np.arange(len(near)), start[near + 1] - start[near] - 1)  # road of each segment
        point = start[near][owner] + _count_up(owner)
        lon, lat = np.asarray(network.shape.lon, float), np.asarray(network.shape.lat, float)
        east, north = lon[point + 1] - lon[point], lat[point + 1] - lat[point]
        drawn_m = np.hypot(east * np.cos(np.radians(lat[point])), north) * METRES_PER_DEGREE
        drawn_m = np.maximum(drawn_m, 1e-6)
        whole_m = np.bincount(owner, drawn_m, len(near))
        before_m = np.cumsum(drawn_m) - drawn_m - (np.cumsum(whole_m) - whole_m)[owner]

        pieces = np.ceil(drawn_m / step_m).astype(np.int64)
        segment = np.repeat(np.arange(len(drawn_m)), pieces)
        part = (_count_up(segment) + 0.5) / pieces[segment]
        owner = owner[segment]
        along = (before_m[segment] + part * drawn_m[segment]) / whole_m[owner]
        road = near[owner]
        drive_s = graph.time_s[road]
        return cls(
            key=road.astype(np.int64) * ROWS + _count_up(owner),
            lon=lon[point[segment]] + part * east[segment],
            lat=lat[point[segment]] + part * north[segment],
            metres=drawn_m[segment] / pieces[segment] / whole_m[owner] * np.asarray(roads.length_m)[road],
            time_s=np.minimum(from_u[road] + along * drive_s, from_v[road] + (1 - along) * drive_s),
        )

    def length_m(self, limit_s: float) -> float:
        """Length of the pieces reached within a time."""
        return float(self.metres[self.time_s <= limit_s].sum())

    def lost_m(self, after: RoadPieces, limit_s: float) -> float:
        """Length of the pieces reached within a time here but not `after`."""
        here = self.time_s <= limit_s
        kept = np.isin(self.key[here], after.key[after.time_s <= limit_s])
        return float(self.metres[here][~kept].sum())


def _count_up(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count from 0 within each run of equal numbers, which ascend."""
    return np.arange(len(group)) - np.searchsorted(group, group)


@dataclass(frozen=True)
class Grid:
    """A grid of cells that are square at the latitude of its origin.

    Attributes
    ----------
    lon, lat : float
        A corner of the cell in the middle.
    width, height : float
        Of a cell, in degrees.
    """

    lon: float
    lat: float
    width: float
    height: float

    @classmethod
    def around(cls, lon: float, lat: float, cell_m: float) -> Grid:
        """Grid of cells of a size in metres at a point."""
        height = cell_m / METRES_PER_DEGREE
        return cls(lon, lat, height / max(float(np.cos(np.radians(lat))), 0.01), height)

    def cells(self, pieces: RoadPieces, limit_s: float) -> NDArray[np.int64]:
        """Cells that hold the middle of a piece reached within a time, ascending."""
        reached = pieces.time_s <= limit_s
        column = np.floor((pieces.lon[reached] - self.lon) / self.width).astype(np.int64)
        row = np.floor((pieces.lat[reached] - self.lat) / self.height).astype(np.int64)
        return np.unique((column + ROWS // 2) * ROWS + row + ROWS // 2)

    def area_km2(self, cells: NDArray[np.int64]) -> float:
        """Area of cells on the globe."""
        south = self.lat + (cells % ROWS - ROWS // 2) * self.height
        wide = self.width * np.cos(np.radians(south + self.height / 2))
        return float((wide * self.height).sum() * (METRES_PER_DEGREE / 1000) ** 2)

    def polygons(self, cells: NDArray[np.int64]) -> Any:
        """Outline of cells as one shapely.MultiPolygon in degrees; empty when there are none."""
        import shapely

        column, row = cells // ROWS - ROWS // 2, cells % ROWS - ROWS // 2
        begins = np.ones(len(cells), bool)
        begins[1:] = np.diff(cells) != 1
        ends = np.append(begins[1:], True)[: len(cells)]
        west = self.lon + column[begins] * self.width
        south = self.lat + row[begins] * self.height
        north = self.lat + (row[ends] + 1) * self.height
        merged = shapely.union_all(shapely.box(west, south, west + self.width, north))
        parts = [part for part in shapely.get_parts(merged) if part.geom_type == "Polygon"]
        return shapely.MultiPolygon(parts)
