"""The roads of a route by how much the journey depends on them, grouped as a person would say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.whereabouts import label_between
from routegraph.network.geometry import path_line
from routegraph.places.gazetteer import Gazetteer
from routegraph.routing.graph import RoadGraph
from routegraph.routing.tree import Path


class Dependence(StrEnum):
    """How much a journey depends on a road: what its best route without it costs."""

    TOTAL = "no other way"
    HEAVY = "at least double"
    CLEAR = "at least a quarter more"
    LIGHT = "at least a twentieth more"
    FAINT = "less than a twentieth more"
    NONE = "no more"


LEAST_RATIO = {
    Dependence.HEAVY: 2.0,
    Dependence.CLEAR: 1.25,
    Dependence.LIGHT: 1.05,
    Dependence.FAINT: 1.0 + 1e-12,
    Dependence.NONE: 0.0,
}
"""Ratio of costs, without the road over with it, from which on each holds; steepest first."""

SHORT_SHARE = 0.04
"""A stretch below this share of the route's length is told as part of the one beside it."""

MOST_STRETCHES = 10
"""Where there would be more, the shortest join their neighbours; roads without another way never do."""


@dataclass(frozen=True)
class RoadNeed:
    """A road of the best route and the best route without it.

    Attributes
    ----------
    label : str
        Its name or ref.
    ratio : float or None
        Cost of the best route without the road over that of the best route, in the measure of
        the question; None when there is no other way.
    extra : dict or None
        Added ``time_s``, ``length_m`` and ``cost`` of that best route, and its ``time_ratio``.
    at_end : bool
        It lies inside the place where the journey begins or ends, and says little of the way.
    """

    road: int
    label: str
    length_m: float
    dependence: Dependence
    ratio: float | None
    extra: dict[str, float] | None
    at_end: bool


@dataclass(frozen=True, eq=False)
class Stretch:
    """Roads of the best route that follow one another and are alike in name and dependence.

    Of a long route the short stretches are told with those beside them, see `MOST_STRETCHES`.

    Attributes
    ----------
    label : str
        What the road is called, and from where to where it runs.
    roads : int32[...]
        In the order of travel.
    lon, lat : float64[...]
        Its line.
    start_m, length_m : float
        How far from the origin it begins, and how long it is.
    dependence : Dependence
        Of its roads, the deepest.
    ratio : float or None
        Of its roads, the highest.
    detour : int or None
        Which of `Chokepoints.detours` goes round the road with that ratio.
    at_end : bool
        It lies inside the place where the journey begins or ends.
    """

    label: str
    roads: NDArray[np.int32]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    start_m: float
    length_m: float
    dependence: Dependence
    ratio: float | None
    detour: int | None
    at_end: bool


def dependence_of(ratio: float | None) -> Dependence:
    """Class of a ratio of costs, or of there being no other way."""
    if ratio is None:
        return Dependence.TOTAL
    return next(dependence for dependence, least in LEAST_RATIO.items() if ratio >= least)


def stretches_of(
    graph: RoadGraph,
    path: Path,
    needs: Sequence[RoadNeed],
    detours: Sequence[int | None],
    gazetteer: Gazetteer,
) -> tuple[Stretch, ...]:
    """Group the roads of a path, those that the journey depends on most first, those at its ends last.

    `detours` numbers the detour of each road; a stretch has the one of its worst road.
    """
    network, arcs = graph.network, graph.arcs
    length_m = np.array([need.length_m for need in needs])
    along = np.concatenate([[0.0], np.cumsum(length_m)])
    told = []
    for start, stop in _runs(needs, length_m):
        part = path.arcs[start:stop]
        at = max(range(start, stop), key=lambda i: needs[i].ratio or 0.0)
        lon, lat = path_line(network, graph.real_arcs(part))
        told.append(
            Stretch(
                label=label_between(
                    network,
                    _main_label(needs[start:stop]),
                    graph.real_node(int(arcs.tail[part[0]])),
                    graph.real_node(int(arcs.head[part[-1]])),
                    gazetteer,
                ),
                roads=np.asarray(arcs.road[part], np.int32),
                lon=lon,
                lat=lat,
                start_m=float(along[start]),
                length_m=float(along[stop] - along[start]),
                dependence=needs[at].dependence,
                ratio=needs[at].ratio,
                detour=detours[at],
                at_end=all(need.at_end for need in needs[start:stop]),
            )
        )
    alike = Counter(stretch.label for stretch in told)
    told = [
        replace(stretch, label=f"{stretch.label}, from km {stretch.start_m / 1000:.1f}")
        if alike[stretch.label] > 1
        else stretch
        for stretch in told
    ]
    order = list(Dependence)
    told.sort(key=lambda s: (s.at_end, order.index(s.dependence), -(s.ratio or 0.0), -s.length_m, s.start_m))
    return tuple(told)


def _runs(needs: Sequence[RoadNeed], length_m: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Slices of roads that are alike; short ones of other names join the longer one beside them."""
    short = SHORT_SHARE * float(length_m.sum())
    runs: list[tuple[int, int]] = []
    at = 0
    for _, group in groupby(needs, key=lambda need: (need.dependence, need.at_end)):
        alike: list[tuple[int, int]] = []
        for _, named in groupby(group, key=lambda need: need.label):
            alike.append((at, at + len(list(named))))
            at = alike[-1][1]
        while (low := _joinable(alike, needs, length_m, short)) is not None:
            alike[low : low + 2] = [(alike[low][0], alike[low + 1][1])]
        runs += alike
    deep = [list(Dependence).index(need.dependence) for need in needs]
    while len(runs) > MOST_STRETCHES and (low := _least_told(runs, deep, length_m)) is not None:
        runs[low : low + 2] = [(runs[low][0], runs[low + 1][1])]
    return runs


def _least_told(
    runs: Sequence[tuple[int, int]], deep: Sequence[int], length_m: NDArray[np.float64]
) -> int | None:
    """Return the first of two neighbours to join: the shortest run and the one beside it most like it."""
    depth = [min(deep[a:b]) for a, b in runs]
    sizes = [float(length_m[a:b].sum()) for a, b in runs]
    total = list(Dependence).index(Dependence.TOTAL)
    pairs = [
        (min(sizes[i], sizes[i + 1]), abs(depth[i] - depth[i + 1]), i)
        for i in range(len(runs) - 1)
        if total not in (depth[i], depth[i + 1])
    ]
    return min(pairs)[2] if pairs else None


def _joinable(
    runs: Sequence[tuple[int, int]], needs: Sequence[RoadNeed], length_m: NDArray[np.float64], short: float
) -> int | None:
    """Return the first of two neighbours to join: of one name, or a short run and the longer beside it."""
    labels = [_main_label(needs[a:b]) for a, b in runs]
    for i in range(len(runs) - 1):
        if labels[i] == labels[i + 1]:
            return i
    sizes = [float(length_m[a:b].sum()) for a, b in runs]
    least = int(np.argmin(sizes))
    if len(runs) == 1 or sizes[least] >= short:
        return None
    beside = [i for i in (least - 1, least + 1) if 0 <= i < len(runs)]
    return min(least, max(beside, key=lambda i: sizes[i]))


def _main_label(needs: Sequence[RoadNeed]) -> str:
    metres: dict[str, float] = {}
    for need in needs:
        metres[need.label] = metres.get(need.label, 0.0) + need.length_m
    return max(metres, key=lambda label: metres[label])
