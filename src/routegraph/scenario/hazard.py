"""Water on the road: which roads a raster of flood depth closes to a vehicle, and which it slows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.intake import clean
from routegraph.network.geometry import middle_of_roads
from routegraph.network.model import Network
from routegraph.network.tags import RoadFlag
from routegraph.places.raster import damage_told, raster_over
from routegraph.reports.event import Event, Source, Status
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.applied import AppliedClosure, ResolvedTarget
from routegraph.scenario.closure import Closure, Effect
from routegraph.vehicles import Vehicle

CURVE_END_MM = 300.0
"""Depth at which the curve stops a car."""

MOST_CELLS = 400_000_000
LONGEST_M = 500.0
"""Straight stretches are projected in steps no longer than this."""


@dataclass(frozen=True, eq=False)
class Flooded:
    """What a raster of depth does to the roads of a network.

    Attributes
    ----------
    closed : int32[C]
        Roads with water as deep as the vehicle's wading depth; ascending.
    slowed : int32[S]
        Roads with water below it; ascending.
    factor : float64[S]
        How many times as long each of them takes.
    deepest_m : float64[R]
        Deepest water on each road, 0 where it is dry, NaN where the raster tells nothing.
    spared : int32[...]
        Bridges that are left open on wish; ascending.
    uncovered : int
        Roads that lie outside the raster, in whole or in part.
    """

    closed: NDArray[np.int32]
    slowed: NDArray[np.int32]
    factor: NDArray[np.float64]
    deepest_m: NDArray[np.float64]
    spared: NDArray[np.int32]
    uncovered: int


def speed_in_water_kph(depth_m: NDArray[np.float64], wading_m: float) -> NDArray[np.float64]:
    """Highest safe speed in water; inf on a dry road, 0 from the wading depth on.

    The curve of Pregnolato and others is that of a car, which floats or stalls in 0.3 m; for other
    vehicles the depth is scaled by what they wade.

    Parameters
    ----------
    depth_m : float64[K]
    wading_m : float

    Examples
    --------
    >>> speed_in_water_kph(np.array([0.0, 0.1, 0.2, 0.3]), 0.3).round(1).tolist()
    [inf, 40.7, 12.4, 0.0]

    References
    ----------
    Pregnolato, Ford, Wilkinson and Dawson, *The impact of flooding on road transport: a
    depth-disruption function*, 2017, https://doi.org/10.1016/j.trd.2017.06.020
    """
    mm = depth_m * (CURVE_END_MM / wading_m)
    kph = 0.0009 * mm**2 - 0.5529 * mm + 86.9448
    return np.where(depth_m <= 0, np.inf, np.where(depth_m >= wading_m, 0.0, np.maximum(kph, 1.0)))


def flooded(network: Network, vehicle: Vehicle, path: str | Path, *, spare_bridges: bool = False) -> Flooded:
    """Read the depth under every stretch of road, cell by cell of the raster, none left out.

    Parameters
    ----------
    network : Network
    vehicle : Vehicle
        Its `wading_m` decides what it passes, its speeds how much it is slowed.
    path : path
        GeoTIFF or another raster that GDAL reads; its first band is depth in metres.
    spare_bridges : bool
        Take bridges to stand above the water.

    Raises
    ------
    NotFoundError, DataError, QuestionError
        The raster is missing, damaged, not placed on the globe, or far from the network.
    UnavailableError
        The extra ``routegraph[hazard]`` is not installed.
    """
    raster = _Raster.read(network, Path(path))
    speed = np.zeros(len(network.roads))  # of the quicker direction
    np.maximum.at(speed, network.arcs.road, vehicle.arc_speed_kph(network))
    with damage_told(clean(Path(path).name)):
        road, length_m, depth = raster.pieces(network)
    known = ~np.isnan(depth)
    count = len(network.roads)
    deepest = np.zeros(count)
    np.maximum.at(deepest, road[known], depth[known])
    covered_m = np.bincount(road[known], weights=length_m[known], minlength=count)
    whole_m = np.maximum(np.bincount(road, weights=length_m, minlength=count), 1e-9)
    deepest[covered_m <= 0] = np.nan
    bridge = (np.asarray(network.roads.flags) & RoadFlag.BRIDGE) != 0
    wet = np.nan_to_num(deepest) > 0
    spared = wet & bridge if spare_bridges else np.zeros(count, bool)
    shut = (np.nan_to_num(deepest) >= vehicle.wading_m) & ~spared
    usable = speed > 0
    dry_kph = np.where(usable, speed, 1.0)[road]
    wet_kph = np.minimum(dry_kph, speed_in_water_kph(np.where(known, depth, 0.0), vehicle.wading_m))
    time = np.bincount(road, weights=length_m / np.maximum(wet_kph, 1e-9), minlength=count)
    base = np.bincount(road, weights=length_m / dry_kph, minlength=count)
    factor = np.maximum(time / np.maximum(base, 1e-12), 1.0)
    slow = wet & ~shut & ~spared & usable & (factor > 1.0 + 1e-9)
    slowed = np.flatnonzero(slow).astype(np.int32)
    return Flooded(
        closed=np.flatnonzero(shut).astype(np.int32),
        slowed=slowed,
        factor=factor[slowed],
        deepest_m=deepest,
        spared=np.flatnonzero(spared).astype(np.int32),
        uncovered=int(np.sum(covered_m < whole_m * (1 - 1e-6))),
    )


def flood_closures(path: Path, graph: RoadGraph, *, spare_bridges: bool) -> tuple[AppliedClosure, ...]:
    """Return what a raster closes and what it slows, as closures of its own.

    Raises
    ------
    RoutegraphError
        See `flooded`.
    """
    network, vehicle = graph.network, graph.vehicle
    found = flooded(network, vehicle, path, spare_bridges=spare_bridges)
    notes = []
    if found.uncovered:
        notes.append(f"tells nothing of {found.uncovered:,} roads, in whole or in part: taken as dry")
    if len(found.spared):
        notes.append(f"{len(found.spared):,} bridges in the water are left open")
    depths = (
        (Status.BLOCKED, Effect.CLOSE, found.closed, None, f"from {vehicle.wading_m:g} m on"),
        (Status.RESTRICTED, Effect.SLOW, found.slowed, found.factor, f"below {vehicle.wading_m:g} m"),
    )
    name = clean(path.name)
    source = Source(title=f"flood depth, {name}")
    return tuple(
        AppliedClosure(
            Closure(
                Event(f"water in {name} {words}", status, source=source, note="; ".join(notes)),
                effect,
                float(factor.max()) if factor is not None else 1.0,
            ),
            ResolvedTarget(
                roads,
                f"roads with water {words}, which a {vehicle.name} {does}",
                *middle_of_roads(network, roads),
                widespread=True,
                factor=factor,
            ),
        )
        for (status, effect, roads, factor, words), does in zip(
            depths, ("does not wade", "wades slowly"), strict=True
        )
        if len(roads)
    )


@dataclass(frozen=True, eq=False)
class _Raster:
    """A window of depths in metres; NaN where the raster tells nothing."""

    depth: NDArray[np.float32]
    inverse: tuple[float, ...]
    crs: Any

    @classmethod
    def read(cls, network: Network, path: Path) -> _Raster:
        with raster_over(path, network, "flood depth in metres") as (source, window):
            if window.width * window.height > MOST_CELLS:
                raise QuestionError(
                    f"{clean(path.name)} has {window.width * window.height:,.0f} cells over {network.name}, "
                    f"more than {MOST_CELLS:,}; cut it to the roads in question."
                )
            band = source.read(1, window=window, masked=True).astype(np.float32)
            inverse, crs = ~source.window_transform(window), source.crs
        depth = np.asarray(band.filled(np.nan), np.float32)
        return cls(np.where(depth < 0, 0, depth), tuple(inverse)[:6], crs)

    def pieces(self, network: Network) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """Road, length and depth of every piece of road that lies in one cell, or off the window."""
        a, b, road, length = _segments(network)
        start, end = self._cells(*a), self._cells(*b)
        times = [np.zeros(len(road)), np.ones(len(road))]
        which = [np.arange(len(road)), np.arange(len(road))]
        height, width = self.depth.shape
        for p, q, size in zip(start, end, (width, height), strict=True):
            first, beyond = (
                np.ceil(np.clip(side(p, q), -0.5, size + 0.5)).astype(np.int64)
                for side in (np.minimum, np.maximum)
            )
            count = beyond - first
            segment = np.repeat(np.arange(len(road)), count)
            step = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
            at = (first[segment] + step - p[segment]) / (q[segment] - p[segment])
            times.append(np.clip(at, 0.0, 1.0))
            which.append(segment)
        t, segment = np.concatenate(times), np.concatenate(which)
        order = np.lexsort((t, segment))
        t, segment = t[order], segment[order]
        same = segment[1:] == segment[:-1]
        share = (t[1:] - t[:-1])[same]
        middle = ((t[1:] + t[:-1]) / 2)[same]
        segment = segment[1:][same]
        kept = share > 1e-12
        share, middle, segment = share[kept], middle[kept], segment[kept]
        column, row = (
            np.floor(p[segment] + middle * (q[segment] - p[segment])).astype(np.int64)
            for p, q in zip(start, end, strict=True)
        )
        inside = (column >= 0) & (row >= 0) & (row < height) & (column < width)
        depth = np.full(len(segment), np.nan)
        depth[inside] = self.depth[row[inside], column[inside]]
        return road[segment], share * length[segment], depth

    def _cells(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Columns and rows of points, with their fractions; far off where the projection does not reach."""
        from rasterio.warp import transform

        x, y = (np.nan_to_num(part, posinf=1e30) for part in transform("EPSG:4326", self.crs, lon, lat))
        a, b, c, d, e, f = self.inverse
        return a * x + b * y + c, d * x + e * y + f


def _segments(
    network: Network,
) -> tuple[Any, Any, NDArray[np.int64], NDArray[np.float64]]:
    """Straight stretches of all roads, at most `LONGEST_M` long: their ends, roads and lengths."""
    from routegraph.network.sphere import great_circle_m

    start = np.asarray(network.roads.shape_start, np.int64)
    points = np.arange(len(network.shape.lon), dtype=np.int64)
    first = np.delete(points, start[1:] - 1)
    road = np.repeat(np.arange(len(network.roads), dtype=np.int64), np.diff(start) - 1)
    lon, lat = np.asarray(network.shape.lon), np.asarray(network.shape.lat)
    length = np.asarray(great_circle_m(lon[first], lat[first], lon[first + 1], lat[first + 1]), np.float64)
    steps = np.maximum(np.ceil(length / LONGEST_M), 1).astype(np.int64)
    segment = np.repeat(np.arange(len(first)), steps)
    step = np.arange(int(steps.sum())) - np.repeat(np.cumsum(steps) - steps, steps)
    low, high = step / steps[segment], (step + 1) / steps[segment]
    begin = first[segment]

    def along(values: Any, share: Any) -> Any:
        return values[begin] + share * (values[begin + 1] - values[begin])

    start_at, end_at = ((along(lon, share), along(lat, share)) for share in (low, high))
    return start_at, end_at, road[segment], (length / steps)[segment]
