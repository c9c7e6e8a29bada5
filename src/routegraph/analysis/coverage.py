"""The roads reached within a time, piece by piece, and the land that they cover."""

from __future__ import annotations

from collections.abc import Sequence
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
    lon, lat : float64[K]
        The middle of each piece.
    metres : float64[K]
        Its length.
    time_s : tuple of float64[K]
        When its middle is reached, from either end of the road that may be driven from, under
        one graph after the other; inf where it is not.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    metres: NDArray[np.float64]
    time_s: tuple[NDArray[np.float64], ...]

    @classmethod
    def of(
        cls,
        graphs: Sequence[RoadGraph],
        node_times_s: Sequence[NDArray[np.float64]],
        most_s: float,
        step_m: float,
    ) -> RoadPieces:
        """Divide the roads that begin within a time into pieces of at most `step_m`.

        Parameters
        ----------
        graphs : sequence of RoadGraph
            Of one network.
        node_times_s : sequence of float64[N]
            Under each graph, when each node is reached.
        """
        network, roads = graphs[0].network, graphs[0].network.roads
        begins = [
            [
                (np.where(np.isfinite(takes), times[end], np.inf), takes)
                for way, end in enumerate((roads.u, roads.v))
                for takes in [_along_s(graph, way)]
            ]
            for graph, times in zip(graphs, node_times_s, strict=True)
        ]
        near = np.flatnonzero(np.min([begin for both in begins for begin, _ in both], axis=0) <= most_s)
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
        return cls(
            lon=lon[point[segment]] + part * east[segment],
            lat=lat[point[segment]] + part * north[segment],
            metres=drawn_m[segment] / pieces[segment] / whole_m[owner] * np.asarray(roads.length_m)[road],
            time_s=tuple(
                np.minimum(from_u[road] + along * forth[road], from_v[road] + (1 - along) * back[road])
                for (from_u, forth), (from_v, back) in begins
            ),
        )


def _along_s(graph: RoadGraph, way: int) -> NDArray[np.float64]:
    """Time along each road from `u` (way 0) or from `v` (way 1), float64[R]; inf where barred."""
    arc = graph.arcs.of_road[:, way]
    return np.where(arc >= 0, graph.time_s[arc], np.inf)


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

    def cell_of(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the number of the cell that each point lies in."""
        column = np.floor((lon - self.lon) / self.width).astype(np.int64)
        row = np.floor((lat - self.lat) / self.height).astype(np.int64)
        return (column + ROWS // 2) * ROWS + row + ROWS // 2

    def area_km2(self, cells: NDArray[np.int64]) -> float:
        """Area of cells on the globe."""
        south = self.lat + (cells % ROWS - ROWS // 2) * self.height
        wide = self.width * np.cos(np.radians(south + self.height / 2))
        return float((wide * self.height).sum() * (METRES_PER_DEGREE / 1000) ** 2)

    def polygons(self, cells: NDArray[np.int64]) -> Any:
        """Outline of cells as one shapely.MultiPolygon in degrees; empty when there are none."""
        import shapely

        column, row = cells // ROWS - ROWS // 2, cells % ROWS - ROWS // 2
        west, east = (self.lon + (column + side) * self.width for side in (0, 1))
        south, north = (self.lat + (row + side) * self.height for side in (0, 1))
        merged = shapely.coverage_union_all(shapely.box(west, south, east, north))
        return shapely.MultiPolygon([part for part in shapely.get_parts(merged) if not part.is_empty])
