"""Boxes sorted into the cells of a grid, so that those near a point are found without a look at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float

SIDE = 256
"""Columns and rows: a cell has a number of 16 bits, by which numpy sorts in linear time."""

ROUNDING_DEG = 1e-4
"""Boxes may be stored as float32."""


@dataclass(frozen=True, eq=False)
class BoxGrid:
    """Boxes by the cell of their south-western corner.

    Attributes
    ----------
    corner, cell : float64[2]
        South-western corner of the grid, and the width and height of a cell.
    order : int32[K]
        Boxes no larger than a cell, cell by cell, ascending within each.
    start : int64[SIDE * SIDE + 1]
        Where each cell begins in `order`.
    large : int32[...]
        Boxes larger than a cell: looked at always.
    """

    corner: Float
    cell: Float
    order: NDArray[np.int32]
    start: NDArray[np.int64]
    large: NDArray[np.int32]

    @classmethod
    def of(cls, west: Float, south: Float, east: Float, north: Float) -> BoxGrid:
        """Sort boxes into a grid; O(K)."""
        low = np.array([west.min(initial=180), south.min(initial=90)], float)
        high = np.array([west.max(initial=-180), south.max(initial=-90)], float)
        cell = np.maximum(high - low, ROUNDING_DEG) * (1 + 1e-9) / SIDE
        small = (east - west <= cell[0]) & (north - south <= cell[1])
        number = (np.clip((south - low[1]) / cell[1], 0, SIDE - 1).astype(np.uint16) * SIDE) + np.clip(
            (west - low[0]) / cell[0], 0, SIDE - 1
        ).astype(np.uint16)
        boxes = np.flatnonzero(small)
        number = number[boxes]
        order = boxes[np.argsort(number, kind="stable")].astype(np.int32)
        start = np.zeros(SIDE * SIDE + 1, np.int64)
        np.cumsum(np.bincount(number, minlength=SIDE * SIDE), out=start[1:])
        return cls(low, cell, order, start, np.flatnonzero(~small).astype(np.int32))

    def near(self, west: float, south: float, east: float, north: float) -> NDArray[np.int32]:
        """Return all boxes that meet a box, ascending, and some others around it."""
        (left, bottom), (width, height) = self.corner.tolist(), self.cell.tolist()
        first, last = (
            (_cell((lon - left) / width), _cell((lat - bottom) / height))
            for lon, lat in (
                (west - ROUNDING_DEG - width, south - ROUNDING_DEG - height),
                (east + ROUNDING_DEG, north + ROUNDING_DEG),
            )
        )
        rows = np.arange(first[1], last[1] + 1) * SIDE
        begin, end = self.start[rows + first[0]], self.start[rows + last[0] + 1]
        if 4 * int((end - begin).sum()) > len(self.order):
            return np.arange(len(self.order) + len(self.large), dtype=np.int32)
        parts = [self.order[i:j] for i, j in zip(begin.tolist(), end.tolist(), strict=True) if i < j]
        return np.sort(np.concatenate([self.large, *parts]))


def _cell(position: float) -> int:
    """Return the number of a row or column, the nearest one for what lies outside."""
    return int(min(max(position, 0.0), SIDE - 1.0))
