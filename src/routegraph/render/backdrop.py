"""The network as a quiet backdrop: roads by class, only the classes that the scale can bear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.geometry import roads_in_box
from routegraph.network.model import Network
from routegraph.network.tags import HIGHWAYS
from routegraph.render.frame import MapFrame
from routegraph.render.schematic import schematic_roads
from routegraph.render.style import DASHED, ROADS, SOLID, VERTEX_BUDGET, Palette, RoadStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROADS_PER_PATH = 2000


def ragged(network: Network, roads: Int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of `Network.shape` that draw some roads one after the other, and where each road begins."""
    start = np.asarray(network.roads.shape_start)
    count = start[roads + 1] - start[roads]
    first = np.cumsum(count) - count
    rows = np.arange(int(count.sum())) + np.repeat(start[roads] - first, count)
    return np.asarray(rows, np.int64), np.asarray(first, np.int64)


def paths_of(network: Network, roads: Int) -> list[Any]:
    """Compound matplotlib paths of some roads."""
    from matplotlib.path import Path

    paths = []
    for i in range(0, len(roads), ROADS_PER_PATH):
        rows, first = ragged(network, roads[i : i + ROADS_PER_PATH])
        codes = np.full(len(rows), Path.LINETO, np.uint8)
        codes[first] = Path.MOVETO
        paths.append(Path(np.stack([network.shape.lon[rows], network.shape.lat[rows]], axis=1), codes))
    return paths


def chained_paths(network: Network, roads: Int) -> list[Any]:
    """Paths of roads joined end to end as far as they go on, so that dashes run on from one to the next."""
    from matplotlib.path import Path

    at: dict[int, list[int]] = {}
    for road in roads.tolist():
        for node in (int(network.roads.u[road]), int(network.roads.v[road])):
            at.setdefault(node, []).append(road)
    waiting, paths = dict.fromkeys(roads.tolist()), []

    def onward(node: int) -> Iterator[NDArray[np.float64]]:
        while found := next((road for road in at[node] if road in waiting), None):
            del waiting[found]
            line = np.stack(network.road_shape(found), axis=1, dtype=np.float64)
            ahead = int(network.roads.u[found]) == node
            node = int((network.roads.v if ahead else network.roads.u)[found])
            yield line if ahead else line[::-1]

    while waiting:
        road = next(iter(waiting))
        ahead = list(onward(int(network.roads.u[road])))
        back = [line[::-1] for line in onward(int(network.roads.u[road]))]
        paths.append(Path(np.concatenate([*reversed(back), *ahead])))
    return paths


def shown_classes(network: Network, frame: MapFrame) -> list[tuple[RoadStyle, NDArray[np.int32]]]:
    """Classes of road that the scale and the budget of points can bear, with their roads in the frame."""
    inside = roads_in_box(network, frame.west, frame.south, frame.east, frame.north)
    highway = np.asarray(network.roads.highway)[inside]
    start = np.asarray(network.roads.shape_start)
    shown: list[tuple[RoadStyle, NDArray[np.int32]]] = []
    points = 0
    for style in ROADS:
        codes = [HIGHWAYS.index(name) for name in style.classes]
        roads = inside[np.isin(highway, codes)]
        points += int((start[roads + 1] - start[roads]).sum())
        if shown and (frame.scale > style.max_scale or points > VERTEX_BUDGET):
            break
        if len(roads):
            shown.append((style, roads))
    return shown


def draw_backdrop(
    ax: Axes, network: Network, frame: MapFrame, palette: Palette, most: int | None = None, thin: float = 1.0
) -> list[RoadStyle]:
    """Draw the roads of the frame and return the classes drawn, for the legend.

    Schematic roads are dashed. `most` draws only so many classes, from the most important; `thin`
    scales their widths.
    """
    from matplotlib.collections import PathCollection

    classes, schematic = shown_classes(network, frame)[:most], schematic_roads(network)
    for style, roads in reversed(classes):
        straight = np.isin(roads, schematic)
        width = style.width_pt * thin
        for those, dashes in (
            (roads[~straight], SOLID),
            (roads[straight], (0, tuple(d / width for d in DASHED))),
        ):
            ax.add_collection(
                PathCollection(
                    paths_of(network, those),
                    facecolors="none",
                    edgecolors=palette.road,
                    linewidths=width,
                    linestyles=[dashes],
                    alpha=style.weight,
                    capstyle="round" if dashes == SOLID else "butt",
                    joinstyle="round",
                    zorder=1,
                ),
                autolim=False,
            )
    return [style for style, _ in classes]
