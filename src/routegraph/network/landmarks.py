"""Border controls and administrative boundaries: what a report names that is neither road nor place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float, Int
from routegraph.network.tags import NAME_KEYS

Box = tuple[float, float, float, float]

LEVELS = range(3, 11)
"""Of `admin_level`, those whose boundaries are kept: below the country, down to parts of a town."""

COARSENESS_DEG = 0.0002
"""A boundary is drawn by few points, none of which lies farther off it than this, about 20 m."""


def _start() -> NDArray[np.int32]:
    return np.zeros(1, np.int32)


@dataclass(frozen=True, eq=False)
class Crossings:
    """Border controls, ``barrier=border_control``: a large crossing has one on each lane.

    Attributes
    ----------
    osm_id : int64[C]
    lon, lat : float64[C]
    names_start : int32[C + 1]
        Names of crossing `c`, of which there may be none, are ``names_start[c]:names_start[c + 1]``.
    names_text : int32[...]
        String codes.
    """

    osm_id: Int = field(default_factory=lambda: np.zeros(0, np.int64))
    lon: Float = field(default_factory=lambda: np.zeros(0))
    lat: Float = field(default_factory=lambda: np.zeros(0))
    names_start: Int = field(default_factory=_start)
    names_text: Int = field(default_factory=lambda: np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.osm_id)


@dataclass(frozen=True, eq=False)
class Districts:
    """Administrative areas with a name, each by the rings of its boundary.

    Attributes
    ----------
    osm_id : int64[D]
        Of the relation; of a closed way, its negative.
    level : uint8[D]
        ``admin_level``, one of `LEVELS`.
    names_start : int32[D + 1]
    names_text : int32[...]
        String codes; the first name of each is the one to show.
    ring_start : int32[D + 1]
        Rings of district `d` are ``ring_start[d]:ring_start[d + 1]``: what lies in an odd number of them.
    corner_start : int32[...]
    lon, lat : float32[...]
        Corners of ring `r` are ``corner_start[r]:corner_start[r + 1]``, the first one again as the last.
    """

    osm_id: Int = field(default_factory=lambda: np.zeros(0, np.int64))
    level: Int = field(default_factory=lambda: np.zeros(0, np.uint8))
    names_start: Int = field(default_factory=_start)
    names_text: Int = field(default_factory=lambda: np.zeros(0, np.int32))
    ring_start: Int = field(default_factory=_start)
    corner_start: Int = field(default_factory=_start)
    lon: Float = field(default_factory=lambda: np.zeros(0, np.float32))
    lat: Float = field(default_factory=lambda: np.zeros(0, np.float32))

    def __len__(self) -> int:
        return len(self.osm_id)

    def area(self, district: int) -> Any:
        """Shapely polygon, or several, of a district."""
        import shapely

        rings = range(int(self.ring_start[district]), int(self.ring_start[district + 1]))
        parts = (slice(int(self.corner_start[r]), int(self.corner_start[r + 1])) for r in rings)
        lines = [shapely.LineString(np.stack([self.lon[part], self.lat[part]], axis=1)) for part in parts]
        return shapely.build_area(shapely.union_all(lines))


def names_of(tags: Mapping[str, str]) -> list[str]:
    """Every name among some tags once, the plain one first."""
    told = [tags.get("name", ""), *(v for k, v in tags.items() if k.partition(":")[0] in NAME_KEYS)]
    return [*dict.fromkeys(name.strip() for value in told for name in value.split(";") if name.strip())]


class CrossingRows:
    """Border controls on their way to `Crossings`."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, float, float, list[str]]] = []

    def add(self, osm_id: int, tags: Mapping[str, str], lon: float | bytes, lat: float | bytes) -> None:
        """Take a node that is a border control and lies on the globe; ignore any other."""
        if tags.get("barrier") != "border_control" or lon == b"":
            return
        x, y = float(lon), float(lat)
        if abs(x) <= 180 and abs(y) <= 90:
            self._rows.append((osm_id, x, y, names_of(tags)))

    def crossings(self, code: Any, bbox: Box | None = None) -> Crossings:
        """Make arrays of the rows; `code` turns a text into its string code."""
        rows = [row for row in self._rows if bbox is None or _meets(bbox, (*row[1:3], *row[1:3]))]
        start, texts = _names((row[3] for row in rows), code)
        return Crossings(
            np.array([row[0] for row in rows], np.int64),
            np.array([row[1] for row in rows], np.float64),
            np.array([row[2] for row in rows], np.float64),
            start,
            texts,
        )


class BoundaryRows:
    """Administrative boundaries on their way to `Districts`.

    Attributes
    ----------
    open : int
        Those left out, as the source does not hold all of their line.
    """

    def __init__(self) -> None:
        self.open = 0
        self._rows: list[tuple[int, int, list[str], tuple[int, ...]]] = []
        self._ways: dict[int, tuple[int, ...]] = {}

    def add(self, osm_id: int, tags: Mapping[str, str], way_ids: Iterable[int]) -> None:
        """Take an area of one of `LEVELS` that has a name, by its ways; ignore any other."""
        level = tags.get("admin_level", "")
        if tags.get("boundary") != "administrative" or not (level.isdecimal() and int(level) in LEVELS):
            return
        if names := names_of(tags):
            self._rows.append((osm_id, int(level), names, tuple(way_ids)))

    def add_way(self, osm_id: int, nodes: Sequence[int]) -> None:
        """Take the line of a way; a closed one that is no part of an area may be one by `add`."""
        self._ways[osm_id] = tuple(nodes)

    def missing_ways(self) -> NDArray[np.int64]:
        """Ids of ways that areas are made of and that have not been taken yet, ascending."""
        return np.array(sorted({way for row in self._rows for way in row[3]} - set(self._ways)), np.int64)

    def node_ids(self) -> NDArray[np.int64]:
        """Ids of the nodes that the lines of all areas run through, ascending."""
        wanted = {way for row in self._rows for way in row[3]}
        nodes = {node for way in wanted for node in self._ways.get(way, ())}
        return np.array(sorted(nodes), np.int64)

    def districts(
        self, node_id: Int, lon: Float, lat: Float, code: Any, bbox: Box | None = None
    ) -> Districts:
        """Make arrays of the areas; the nodes (ascending ids) tell where their lines run."""
        corner = np.isin(node_id, self.node_ids())
        places = np.stack([lon[corner], lat[corner]], axis=1)
        at = dict(zip(np.asarray(node_id)[corner].tolist(), places, strict=True))
        part_of = {way for osm_id, _, _, ways in self._rows if osm_id > 0 for way in ways}
        kept, rings, counts = [], [], []
        for row in self._rows:
            if row[0] < 0 and -row[0] in part_of:
                continue
            found = list(self._rings(row[3], at))
            self.open += not found
            if found and (bbox is None or any(_meets(bbox, _box_of(ring)) for ring in found)):
                kept.append(row)
                counts.append(len(found))
                rings += found
        start, texts = _names((row[2] for row in kept), code)
        corners = np.concatenate([np.zeros((0, 2)), *rings])
        return Districts(
            np.array([row[0] for row in kept], np.int64),
            np.array([row[1] for row in kept], np.uint8),
            start,
            texts,
            _starts(counts),
            _starts([len(ring) for ring in rings]),
            corners[:, 0].astype(np.float32),
            corners[:, 1].astype(np.float32),
        )

    def _rings(
        self, ways: Sequence[int], at: Mapping[int, NDArray[np.float64]]
    ) -> Iterator[NDArray[np.float64]]:
        """Closed lines that ways join to; none when a part is missing."""
        import shapely

        lines = [self._ways.get(way, ()) for way in ways]
        if not lines or any(len(line) < 2 or any(node not in at for node in line) for line in lines):
            return
        ends: dict[int, int] = {}
        for line in lines:
            for node in (line[0], line[-1]):
                ends[node] = ends.get(node, 0) + 1
        if any(count % 2 for count in ends.values()):
            return
        drawn = [shapely.LineString([at[node] for node in line]) for line in lines]
        area = shapely.build_area(shapely.union_all(drawn))
        coarse = shapely.simplify(area, COARSENESS_DEG)
        for ring in shapely.get_rings(shapely.get_parts(area if coarse.is_empty else coarse)):
            yield shapely.get_coordinates(ring)


def _box_of(ring: NDArray[np.float64]) -> Box:
    (west, south), (east, north) = ring.min(axis=0).tolist(), ring.max(axis=0).tolist()
    return west, south, east, north


def _meets(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _starts(counts: Sequence[int]) -> NDArray[np.int32]:
    return np.concatenate([_start(), np.cumsum(np.array(counts, np.int32), dtype=np.int32)])


def _names(names: Iterable[Sequence[str]], code: Any) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    each = [*names]
    texts = np.array([code(text) for row in each for text in row], np.int32)
    return _starts([len(row) for row in each]), texts
