"""The frame of a map: which box of the globe it shows, and where on paper a point falls."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float
from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.render.scene import Box

POINTS_PER_METRE = 72 / 0.0254
LEAST_SIDE_M = 400.0


@dataclass(frozen=True)
class MapFrame:
    """A box of the globe on a box of paper, true to scale at its middle latitude."""

    west: float
    south: float
    east: float
    north: float
    width_pt: float
    height_pt: float

    @property
    def aspect(self) -> float:
        """How many times as long a degree of latitude is drawn as one of longitude."""
        return 1 / max(math.cos(math.radians((self.south + self.north) / 2)), 0.01)

    @property
    def metres_per_pt(self) -> float:
        """Metres on the ground for a point of paper, at the middle latitude."""
        return (self.north - self.south) * METRES_PER_DEGREE / self.height_pt

    @property
    def scale(self) -> float:
        """Denominator of the scale: 400_000 for 1:400,000."""
        return self.metres_per_pt * POINTS_PER_METRE

    def on_paper(
        self, lon: Float | float, lat: Float | float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points from the lower left corner of the paper."""
        x = (np.asarray(lon, float) - self.west) / (self.east - self.west) * self.width_pt
        y = (np.asarray(lat, float) - self.south) / (self.north - self.south) * self.height_pt
        return x, y

    def on_globe(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a point of the paper."""
        lon = self.west + x / self.width_pt * (self.east - self.west)
        return lon, self.south + y / self.height_pt * (self.north - self.south)


def frame_around(bounds: Box, width_pt: float, height_pt: float, margin: float = 0.08) -> MapFrame:
    """Return the frame that holds a box with a margin and fills the paper."""
    west, south, east, north = bounds
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    stretch = 1 / max(math.cos(math.radians(middle_lat)), 0.01)
    least = LEAST_SIDE_M / METRES_PER_DEGREE
    tall = max(north - south, least) * (1 + 2 * margin)
    wide = max(east - west, least * stretch) * (1 + 2 * margin)
    half_lat = max(tall, wide / stretch * height_pt / width_pt) / 2
    half_lon = half_lat * stretch * width_pt / height_pt
    return MapFrame(
        middle_lon - half_lon,
        middle_lat - half_lat,
        middle_lon + half_lon,
        middle_lat + half_lat,
        width_pt,
        height_pt,
    )
