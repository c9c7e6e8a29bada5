"""Which roads a drawn line follows: map matching by a hidden Markov model.

Points of the line are observations, positions on nearby roads their states; a state is likely when
it lies near its point, and a step when the way by road is about as long as the way as the crow flies.

References
----------
Newson, P. and Krumm, J. (2009). Hidden Markov map matching through noise and sparseness. ACM SIGSPATIAL
GIS '09, 336-343. https://doi.org/10.1145/1653771.1653818
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Float
from routegraph.network.geometry import METRES_PER_DEGREE, on_plane, roads_in_box
from routegraph.network.model import Network
from routegraph.network.sphere import distinct, great_circle_m
from routegraph.scenario.applied import WELL_MATCHED

CORNER_SIGMA_M = 20.0
"""Standard deviation of a corner of a line from the road that it follows."""

BETWEEN_SIGMA_M = 60.0
"""The same between corners: lines are drawn with fewer corners than the road has."""

BETA_M = 40.0
"""Scale of the difference between the way by road and as the crow flies, from point to point."""

REACH_M = 200.0
"""A road farther off than this is not what a point of the line stands for."""

SPACING_M = 500.0
"""Points are at most so far apart."""

NEAREST_M = 40.0
"""Points nearer to the last one than twice the deviation of a corner say nothing new."""

MOST_STATES = 8
WRONG_WAY = 3.0
"""Times as long that a way against a oneway road counts: of two carriageways the line's own is taken."""

LEAST_SHARE = 0.5
LEAST_M = 150.0
"""A road belongs to a line that covers this share of it, or so much of its length."""

ON_ROAD_M = 120.0
"""A point of the line within this distance of the roads found for it is matched."""

CARRIAGEWAYS_M = 60.0
"""The two carriageways of one road lie within this distance of each other."""

SPARSE_LOOSENESS = 15.0
"""Where a network has few roads and draws them plainly, a line may lie so many times as far off."""


@dataclass(frozen=True, eq=False)
class Matched:
    """The roads of a line.

    Attributes
    ----------
    roads : int32[...]
        Ascending.
    share : float
        How much of the line's length lies along them, 0 to 1.
    near : float
        How many of its points have any road within reach, 0 to 1.
    """

    roads: NDArray[np.int32]
    share: float
    near: float = 0.0


@dataclass(eq=False)
class _State:
    """A place on a road where a point of the line may be: index of the road, and how far along, 0 to 1."""

    road: int
    along: float
    cost: float
    best: float = np.inf
    before: _State | None = None


def match_line(network: Network, lon: Float, lat: Float, looseness: float = 1.0) -> Matched:
    """Return the roads that a line follows.

    Parameters
    ----------
    network : Network
    lon, lat : float64[K]
        Corners of the line, in degrees.
    looseness : float
        So many times as far may the line lie from the road.

    Notes
    -----
    Direction counts for oneway roads only: of two carriageways the one that runs the line's way is
    taken. Where the line leaves the roads, matching begins anew behind the gap.
    """
    none = np.empty(0, np.int32)
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    at_lon, at_lat, sigma_m = _observations(lon, lat)
    corridor = _Corridor.along(network, at_lon, at_lat, looseness)
    if corridor is None or len(at_lon) < 2:
        return Matched(none, 0.0)
    states = corridor.states(at_lon, at_lat, sigma_m * looseness)
    apart_m = great_circle_m(at_lon[:-1], at_lat[:-1], at_lon[1:], at_lat[1:])
    covered: dict[int, list[tuple[float, float]]] = defaultdict(list)
    last: tuple[Sequence[_State], float] | None = None
    ends: list[_State] = []
    travelled_m = 0.0
    for i, here in enumerate(states):
        travelled_m += float(apart_m[i - 1]) if i else 0.0
        if not here:
            continue
        if last is None or not corridor.step(last[0], here, travelled_m - last[1]):
            if last is not None:
                ends.append(min(last[0], key=lambda state: state.best))
            for state in here:
                state.best, state.before = state.cost, None
        last = here, travelled_m
    if last is not None:
        ends.append(min(last[0], key=lambda state: state.best))
    for end in ends:
        state = end
        while state.before is not None:
            corridor.cover(state.before, state, covered)
            state = state.before
    kept = corridor.kept(covered)
    near = sum(map(bool, states)) / len(states)
    return Matched(corridor.roads[kept], corridor.share(kept, lon, lat), near)


def roads_along(network: Network, lines: Any, loosely: bool = True) -> tuple[NDArray[np.int32], float]:
    """Roads that lines follow, both carriageways, and the share of their length that lies on them."""
    import shapely

    parts = [part for part in shapely.get_parts(lines) if part.geom_type == "LineString"]
    found = [_match(network, part, loosely) for part in parts]
    length = np.array([part.length for part in parts])
    roads = distinct(np.concatenate([np.empty(0, np.int32), *(one.roads for one in found)])).astype(np.int32)
    share = float(length @ [one.share for one in found] / (length.sum() or 1.0))
    return with_carriageways(network, roads), share


def _match(network: Network, line: Any, loosely: bool) -> Matched:
    """Match a line; where the network has hardly a road in reach, its main roads are drawn plainly."""
    import shapely

    lon, lat = shapely.get_coordinates(line).T
    matched = match_line(network, lon, lat)
    if not loosely or matched.near >= WELL_MATCHED / 2:
        return matched
    loose = match_line(network, lon, lat, SPARSE_LOOSENESS)
    return replace(loose, share=matched.share)


def _observations(
    lon: Float, lat: Float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Corners and points between them, each with its standard deviation in metres."""
    lons, lats, sigma = [float(lon[0])], [float(lat[0])], [CORNER_SIGMA_M]
    for k in range(1, len(lon)):
        metres = float(great_circle_m(lons[-1], lats[-1], lon[k], lat[k]))
        if metres < NEAREST_M and k < len(lon) - 1:
            continue
        pieces = max(1, int(np.ceil(metres / SPACING_M)))
        start = lons[-1], lats[-1]
        for piece in range(1, pieces + 1):
            share = piece / pieces
            lons.append(start[0] + share * (float(lon[k]) - start[0]))
            lats.append(start[1] + share * (float(lat[k]) - start[1]))
            sigma.append(CORNER_SIGMA_M if piece == pieces else BETWEEN_SIGMA_M)
    return np.array(lons), np.array(lats), np.array(sigma)


@dataclass(eq=False)
class _Corridor:
    """The roads beside a line, on a plane of metres, with the graph that they make."""

    roads: NDArray[np.int32]
    origin: tuple[float, float]
    lines: NDArray[Any]
    length_m: NDArray[np.float64]
    u: NDArray[np.intp]
    v: NDArray[np.intp]
    ahead: NDArray[np.float64]
    back: NDArray[np.float64]
    tree: Any
    graph: Any
    road_of: dict[tuple[int, int], int]
    looseness: float

    @classmethod
    def along(
        cls, network: Network, lon: NDArray[np.float64], lat: NDArray[np.float64], looseness: float
    ) -> _Corridor | None:
        import shapely
        from scipy.sparse import csr_array

        pad_lat = 3 * REACH_M * looseness / METRES_PER_DEGREE
        pad_lon = pad_lat / max(float(np.cos(np.radians(np.abs(lat).max()))), 0.01)
        found = [
            roads_in_box(
                network,
                *(float(x) for x in (part_lon.min() - pad_lon, part_lat.min() - pad_lat)),
                *(float(x) for x in (part_lon.max() + pad_lon, part_lat.max() + pad_lat)),
            )
            for part_lon, part_lat in (
                (lon[max(0, i - 1) : i + 8], lat[max(0, i - 1) : i + 8]) for i in range(0, len(lon), 8)
            )
        ]
        roads = distinct(np.concatenate(found)).astype(np.int32)
        if not len(roads):
            return None
        origin = float(lon.mean()), float(lat.mean())
        lines = np.array(
            [shapely.LineString(on_plane(*network.road_shape(int(road)), *origin)) for road in roads], object
        )
        length_m = np.asarray(network.roads.length_m, np.float64)[roads]
        nodes, ends = np.unique(
            np.concatenate([network.roads.u[roads], network.roads.v[roads]]), return_inverse=True
        )
        u, v = ends[: len(roads)], ends[len(roads) :]
        one_way = np.asarray(network.arcs.of_road)[roads] < 0
        ahead, back = (np.where(one_way[:, side], WRONG_WAY, 1.0) for side in (0, 1))
        road_of: dict[tuple[int, int], int] = {}
        weight: dict[tuple[int, int], float] = {}
        for i in range(len(roads)):
            for key, cost in (
                ((int(u[i]), int(v[i])), length_m[i] * ahead[i]),
                ((int(v[i]), int(u[i])), length_m[i] * back[i]),
            ):
                if cost < weight.get(key, np.inf):
                    weight[key], road_of[key] = float(cost), i
        pairs = np.array(list(weight), np.intp).reshape(-1, 2)
        graph = csr_array(
            (np.maximum(list(weight.values()), 1e-3), (pairs[:, 0], pairs[:, 1])),
            shape=(len(nodes), len(nodes)),
        )
        tree = shapely.STRtree(lines)
        return cls(roads, origin, lines, length_m, u, v, ahead, back, tree, graph, road_of, looseness)

    def states(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], sigma_m: NDArray[np.float64]
    ) -> list[list[_State]]:
        """Positions on roads for each point, the nearest first."""
        import shapely

        points = np.array([shapely.Point(xy) for xy in on_plane(lon, lat, *self.origin)], object)
        of_point, road = self.tree.query(points, predicate="dwithin", distance=REACH_M * self.looseness)
        metres = np.asarray(shapely.distance(points[of_point], self.lines[road]))
        along: Any = shapely.line_locate_point(self.lines[road], points[of_point], normalized=True)
        cost = 0.5 * (metres / sigma_m[of_point]) ** 2
        found: list[list[_State]] = [[] for _ in range(len(lon))]
        for i in np.lexsort((metres, of_point)).tolist():
            if len(found[of_point[i]]) < MOST_STATES:
                found[of_point[i]].append(_State(int(road[i]), float(along[i]), float(cost[i])))
        return found

    def step(self, before: Sequence[_State], here: Sequence[_State], apart_m: float) -> bool:
        """Find for each state the best one before it; False when none can be reached."""
        from scipy.sparse.csgraph import dijkstra

        sources = sorted({int(end) for s in before for end in (self.u[s.road], self.v[s.road])})
        limit_m = 3 * apart_m + 1000
        metres = dijkstra(self.graph, indices=sources, limit=limit_m)
        row = {node: i for i, node in enumerate(sources)}
        reached = False
        for state in here:
            for other in before:
                way = min(self._ways(other, state, metres, row))
                if other.best + state.cost < state.best and way <= limit_m:
                    cost = other.best + state.cost + abs(way - apart_m) / (BETA_M * self.looseness)
                    if cost < state.best:
                        state.best, state.before = cost, other
                        reached = True
        return reached

    def _ways(self, start: _State, end: _State, metres: Any, row: dict[int, int]) -> list[float]:
        """Lengths of the ways between two states: along one road, or by either end of each."""
        ways = [self._same(start, end)]
        for leave, out in self._ends(start):
            for enter, into in self._ends(end, entering=True):
                ways.append(out + float(metres[row[leave], enter]) + into)
        return ways

    def _same(self, start: _State, end: _State) -> float:
        if start.road != end.road:
            return float("inf")
        part = end.along - start.along
        factor = self.ahead[start.road] if part >= 0 else self.back[start.road]
        return float(abs(part) * self.length_m[start.road] * factor)

    def _ends(self, state: _State, entering: bool = False) -> tuple[tuple[int, float], tuple[int, float]]:
        """Both ends of a state's road, and how far it is to leave by them, or to come from them."""
        r, length = state.road, float(self.length_m[state.road])
        ahead, back = float(self.ahead[r]), float(self.back[r])
        if entering:
            ahead, back = back, ahead
        to_u, to_v = state.along * length * back, (1 - state.along) * length * ahead
        return (int(self.u[r]), to_u), (int(self.v[r]), to_v)

    def cover(self, start: _State, end: _State, covered: dict[int, list[tuple[float, float]]]) -> None:
        """Note which parts of which roads the way between two states takes."""
        from scipy.sparse.csgraph import dijkstra

        sources = [int(self.u[start.road]), int(self.v[start.road])]
        metres, before = dijkstra(self.graph, indices=sources, return_predecessors=True)
        choices = [
            (out + float(metres[i, enter]) + into, i, enter)
            for i, (_, out) in enumerate(self._ends(start))
            for enter, into in self._ends(end, entering=True)
        ]
        way, i, node = min(choices)
        if self._same(start, end) <= way:
            covered[start.road].append(tuple(sorted((start.along, end.along))))  # type: ignore[arg-type]
            return
        covered[start.road].append((0.0, start.along) if i == 0 else (start.along, 1.0))
        covered[end.road].append((0.0, end.along) if node == self.u[end.road] else (end.along, 1.0))
        while node != sources[i]:
            previous = int(before[i, node])
            covered[self.road_of[previous, node]].append((0.0, 1.0))
            node = previous

    def kept(self, covered: dict[int, list[tuple[float, float]]]) -> NDArray[np.intp]:
        """Roads of which enough is covered, ascending."""
        kept = []
        for road, parts in covered.items():
            total, upto = 0.0, 0.0
            for low, high in sorted(parts):
                total += max(0.0, high - max(low, upto))
                upto = max(upto, high)
            if total >= LEAST_SHARE or total * self.length_m[road] >= LEAST_M:
                kept.append(road)
        return np.array(sorted(kept), np.intp)

    def share(self, kept: NDArray[np.intp], lon: Float, lat: Float) -> float:
        """How much of a line lies near some roads."""
        import shapely

        if not len(kept):
            return 0.0
        line = shapely.LineString(on_plane(lon, lat, *self.origin))
        points = shapely.line_interpolate_point(line, np.linspace(0, line.length, 200))
        _, metres = shapely.STRtree(self.lines[kept]).query_nearest(
            points, return_distance=True, all_matches=False
        )
        return float((metres <= ON_ROAD_M * self.looseness).mean())


def with_carriageways(network: Network, roads: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return roads together with the carriageways that run beside them the other way."""
    of_road = np.asarray(network.arcs.of_road)
    more = [roads]
    for road in roads[(of_road[roads] < 0).any(axis=1)].tolist():
        lon, lat = network.road_shape(road)
        pad = CARRIAGEWAYS_M / METRES_PER_DEGREE * 1.3
        near = roads_in_box(network, lon.min() - pad, lat.min() - pad, lon.max() + pad, lat.max() + pad)
        same = (network.roads.highway[near] == network.roads.highway[road]) & (of_road[near] < 0).any(axis=1)
        more += [np.array([one], np.int32) for one in near[same].tolist() if _opposite(network, road, one)]
    return distinct(np.concatenate(more)).astype(np.int32)


def _opposite(network: Network, road: int, other: int) -> bool:
    """Whether a oneway road runs beside another one, the other way, for at least half of its length."""
    import shapely

    lon, lat = network.road_shape(road)
    origin = float(lon[0]), float(lat[0])
    lines = [on_plane(*network.road_shape(one), *origin) for one in (road, other)]
    for i, one in enumerate((road, other)):
        if int(network.arcs.of_road[one, 0]) < 0:
            lines[i] = lines[i][::-1]
    a, b = (line[-1] - line[0] for line in lines)
    if float(a @ b) > -0.7 * float(np.hypot(*a) * np.hypot(*b)):
        return False
    line, beside = (shapely.LineString(one) for one in lines)
    part = shapely.intersection(beside, line.buffer(CARRIAGEWAYS_M, cap_style="flat"))
    return bool(part.length >= LEAST_SHARE * beside.length)
