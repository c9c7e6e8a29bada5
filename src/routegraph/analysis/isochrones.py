"""The roads reached within a time, piece by piece, and the land that they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.network.model import Network
from routegraph.network.sphere import ragged_index
from routegraph.routing.graph import RoadGraph

EntryTimes = NDArray[np.float64]
"""From `u` and from `v`: when one may begin to drive each road, and how long that takes; float64[2, 2, R]."""

MOST_COUNTED = 8
"""Cells are told apart by counting where the box around them has at most so many for each point."""

ROWS = 1 << 31
"""Cells are numbered ``column * ROWS + row``, both counted from the middle of this range."""


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

    def cells_of(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of the cells that points lie in, ascending, and which of them each lies in."""
        if not len(lon):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        column = np.floor((lon - self.lon) / self.width).astype(np.int64)
        row = np.floor((lat - self.lat) / self.height).astype(np.int64)
        west, south = int(column.min()), int(row.min())
        wide, tall = int(column.max()) - west + 1, int(row.max()) - south + 1
        inside = (column - west) * tall + row - south
        if wide * tall > MOST_COUNTED * len(lon):
            found, which = np.unique(inside, return_inverse=True)
        else:
            there = np.bincount(inside, minlength=wide * tall) > 0
            found, which = np.flatnonzero(there), (np.cumsum(there) - 1)[inside]
        return (found // tall + west + ROWS // 2) * ROWS + found % tall + south + ROWS // 2, which

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


@dataclass(frozen=True, eq=False)
class RoadPieces:
    """Short pieces of some roads, and the cells that they lie in.

    Attributes
    ----------
    owner : int64[K]
        The position among the roads of the one that each piece is of.
    along : float64[K]
        Where on its road the middle of a piece lies, 0 to 1.
    metres : float64[K]
        Its length.
    cells : int64[C]
        Numbers of the cells that middles lie in, ascending.
    cell : int64[K]
        Which of them each lies in.
    """

    owner: NDArray[np.int64]
    along: NDArray[np.float64]
    metres: NDArray[np.float64]
    cells: NDArray[np.int64]
    cell: NDArray[np.int64]

    @classmethod
    def of(cls, network: Network, roads: NDArray[np.int64], step_m: float, grid: Grid) -> RoadPieces:
        """Divide roads into pieces of at most `step_m`."""
        start = np.asarray(network.roads.shape_start)
        owner, point = ragged_index(start[roads], start[roads + 1] - start[roads] - 1)  # of each segment
        lon, lat = np.asarray(network.shape.lon, float), np.asarray(network.shape.lat, float)
        east, north = lon[point + 1] - lon[point], lat[point + 1] - lat[point]
        drawn_m = np.hypot(east * np.cos(np.radians(lat[point])), north) * METRES_PER_DEGREE
        drawn_m = np.maximum(drawn_m, 1e-6)
        whole_m = np.bincount(owner, drawn_m, len(roads))
        before_m = np.cumsum(drawn_m) - drawn_m - (np.cumsum(whole_m) - whole_m)[owner]

        pieces = np.ceil(drawn_m / step_m).astype(np.int64)
        segment, number = ragged_index(np.zeros(len(pieces), np.int64), pieces)
        part = (number + 0.5) / pieces[segment]
        owner = owner[segment]
        cells, cell = grid.cells_of(
            lon[point[segment]] + part * east[segment], lat[point[segment]] + part * north[segment]
        )
        return cls(
            owner=owner,
            along=(before_m[segment] + part * drawn_m[segment]) / whole_m[owner],
            metres=drawn_m[segment]
            / pieces[segment]
            / whole_m[owner]
            * np.asarray(network.roads.length_m)[roads][owner],
            cells=cells,
            cell=cell,
        )

    def times_s(self, entry: EntryTimes) -> NDArray[np.float64]:
        """When the middle of each piece is reached, from either end of its road; inf where it is not."""
        (from_u, forth), (from_v, back) = entry
        there, rest = self.along, 1 - self.along
        by_u, by_v = (
            from_u[self.owner] + there * forth[self.owner],
            from_v[self.owner] + rest * back[self.owner],
        )
        return np.asarray(np.minimum(by_u, by_v))


def roads_entered(
    graphs: Sequence[RoadGraph], node_times_s: Sequence[NDArray[np.float64]], most_s: float
) -> tuple[NDArray[np.int64], list[EntryTimes]]:
    """Return the roads that one enters within a time under some graph, and under each when from where.

    Parameters
    ----------
    graphs : sequence of RoadGraph
        Of one network.
    node_times_s : sequence of float64[N]
        Under each graph, when each node is reached.
    """
    roads = graphs[0].network.roads
    reached = np.min(node_times_s, axis=0) <= most_s
    near = np.flatnonzero(reached[roads.u] | reached[roads.v])
    entries = np.array(
        [
            [
                (np.where(np.isfinite(takes), times[end[near]], np.inf), takes)
                for way, end in enumerate((roads.u, roads.v))
                for takes in [_along_s(graph, near, way)]
            ]
            for graph, times in zip(graphs, node_times_s, strict=True)
        ]
    )
    entered = entries[:, :, 0].min(axis=(0, 1)) <= most_s
    return near[entered], list(entries[..., entered])


def _along_s(graph: RoadGraph, roads: NDArray[np.int64], way: int) -> NDArray[np.float64]:
    """Time along some roads from `u` (way 0) or from `v` (way 1); inf where barred."""
    arc = graph.arcs.of_road[roads, way]
    return np.where(arc >= 0, graph.time_s[arc], np.inf)
