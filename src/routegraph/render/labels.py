"""Where labels go: greedily, by importance, where they cover neither one another nor what matters."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float
from routegraph.network.model import Network
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.render.frame import MapFrame
from routegraph.render.style import PLACES_MAX_SCALE

MOST_LABELS = 42
LABEL_AREA_PT = 52.0
"""One label for every square of this side, at the most."""

AROUND = ((1, 0), (-1, 0), (1, 0.75), (1, -0.75), (-1, 0.75), (-1, -0.75), (0, 1), (0, -1))
"""Directions tried for a label, from the best to the last."""


@dataclass
class Paper:
    """What is taken on a sheet: boxes in points, and points of lines better left uncovered.

    Attributes
    ----------
    lines : float64[K, 2]
    crosses : float64[K, 2]
        Points of closed roads, which no label may cover that can be spared.
    """

    width_pt: float
    height_pt: float
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    lines: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    crosses: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))

    def is_free(self, box: tuple[float, float, float, float], gap: float = 1.5) -> bool:
        """Whether a box lies on the paper and meets no other."""
        x0, y0, x1, y1 = box
        if x0 < 2 or y0 < 2 or x1 > self.width_pt - 2 or y1 > self.height_pt - 2:
            return False
        return not any(
            x0 - gap < bx1 and x1 + gap > bx0 and y0 - gap < by1 and y1 + gap > by0
            for bx0, by0, bx1, by1 in self.boxes
        )

    def covered(self, box: tuple[float, float, float, float]) -> int:
        """How many points of lines a box covers."""
        return _within(self.lines, box)

    def take(self, box: tuple[float, float, float, float]) -> None:
        self.boxes.append(box)

    def place(
        self, x: float, y: float, width: float, height: float, away: float, sparing: bool = True
    ) -> tuple[float, float] | None:
        """Lower left corner of a box beside a point, where it covers least; None when nowhere is free.

        `sparing` refuses places that cover a closed road, or more of another line than a stroke.
        """
        best: tuple[float, tuple[float, float]] | None = None
        for rank, (dx, dy) in enumerate(AROUND):
            left = x + away if dx > 0 else x - away - width if dx < 0 else x - width / 2
            low = y - height / 2 + dy * (height / 2 + away)
            box = (left, low, left + width, low + height)
            if not self.is_free(box):
                continue
            crossed = _within(self.crosses, box)
            if crossed and sparing:
                continue
            cost = 2 * self.covered(box) + 6 * crossed + rank * 0.6
            if best is None or cost < best[0]:
                best = (cost, (left, low))
        if best is None or (sparing and best[0] > 16):
            return None
        left, low = best[1]
        self.take((left, low, left + width, low + height))
        return left, low


def _within(points: NDArray[np.float64], box: tuple[float, float, float, float]) -> int:
    x, y = points[:, 0], points[:, 1]
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def sampled(x: Float, y: Float, step: float = 3.0) -> NDArray[np.float64]:
    """Points along a line of paper, about every `step` points."""
    if len(x) < 2:
        return np.stack([x, y], axis=1)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = np.arange(0.0, along[-1], step)
    return np.stack([np.interp(at, along, x), np.interp(at, along, y)], axis=1)


def places_in(network: Network, frame: MapFrame, first: list[tuple[float, float]]) -> list[Place]:
    """Places worth a label at this scale, the most important first.

    Places at the points of `first` (lon, lat: where closures are marked) lead their kind.
    """
    table = network.places
    lon, lat = np.asarray(table.lon), np.asarray(table.lat)
    borne = np.array([frame.scale <= PLACES_MAX_SCALE.get(kind, 0.0) for kind in PLACE_KINDS])
    inside = (lon > frame.west) & (lon < frame.east) & (lat > frame.south) & (lat < frame.north)
    marked = np.zeros(len(lon), bool)
    for at in first:
        marked |= (np.abs(lon - at[0]) < 1e-6) & (np.abs(lat - at[1]) < 1e-6)
    rows = np.flatnonzero(inside & (borne[np.asarray(table.kind)] | marked))
    kind = np.asarray(table.kind)[rows].astype(int) - 20 * marked[rows]
    population = np.asarray(table.population)[rows]
    order = np.lexsort((rows, -population, kind))
    room = int(frame.width_pt * frame.height_pt / LABEL_AREA_PT**2)
    gazetteer = Gazetteer.of(network)
    return [gazetteer.place(int(row)) for row in rows[order[: 3 * min(MOST_LABELS, room)]]]
