"""Stretches of road to the arrays of a `Network`: numbering, roads, arcs, components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arcs import Arcs
from routegraph.network.arrays import Float, Int
from routegraph.network.laws import Rules, rules_table
from routegraph.network.lawtags import NO
from routegraph.network.model import Network, Nodes, Places, Provenance, Roads, Shape, freeze
from routegraph.network.rules import OPEN, Rule
from routegraph.network.sphere import distinct, morton_order, ragged_index
from routegraph.network.strings import StringCoder
from routegraph.network.tags import HIGHWAYS, PLANNED, RoadFlag
from routegraph.network.waytags import RoadTags

SHORTEST_M = 0.001
"""Length of a road whose two nodes lie at one point; lengths are positive."""


@dataclass(frozen=True, eq=False)
class Stretches:
    """Segments in the order in which roads run through them.

    Attributes
    ----------
    a, b : int64[S]
        Point indices; inside a road each segment begins where the one before it ended.
    way_id : int64[S]
    kind : int64[S]
        Index into a sequence of RoadTags.
    begins : bool[S]
        A road begins with this segment.
    turned : bool[S], optional
        The segment runs against its way; never where the two directions differ in more than lanes.
    """

    a: Int
    b: Int
    way_id: Int
    kind: Int
    begins: NDArray[np.bool_]
    turned: NDArray[np.bool_] | None = None


def build_network(
    name: str,
    points: tuple[Int, Float, Float],
    stretches: Stretches,
    length_m: Float,
    *,
    kinds: Sequence[RoadTags],
    places: Places,
    coder: StringCoder,
    provenance: Provenance,
) -> Network:
    """Fill the arrays: nodes numbered along a Morton curve, roads by their first node.

    Parameters
    ----------
    points : tuple of arrays
        OSM id, lon, lat of the points that `stretches` names by index; id 0 for none.
    length_m : float64[S]
        Of each segment.
    """
    point_id, lon, lat = points
    first = np.flatnonzero(stretches.begins)
    count = np.diff(np.append(first, len(stretches.a)))
    end_a, end_b = stretches.a[first], stretches.b[first + count - 1]
    node_of = np.full(len(lon), -1, np.int32)
    node_point = distinct(np.concatenate([end_a, end_b]))
    node_point = node_point[morton_order(lon[node_point], lat[node_point])]
    node_of[node_point] = np.arange(len(node_point), dtype=np.int32)
    u, v = node_of[end_a], node_of[end_b]

    order = np.lexsort((first, v, u))
    u, v, first, count = u[order], v[order], first[order], count[order]
    row, at = ragged_index(first, count)
    starts = np.concatenate([[0], np.cumsum(count)])
    shape_start = starts + np.arange(len(first) + 1)
    shape = np.empty(int(shape_start[-1]), np.int64)
    shape[shape_start[:-1]] = stretches.a[first]
    shape[np.arange(len(row)) + row + 1] = stretches.b[at]
    way_id = stretches.way_id[at]
    begins = np.zeros(len(row), bool)
    begins[starts[:-1]] = True
    way_begins = begins | np.concatenate([[True], way_id[1:] != way_id[:-1]])
    kind = stretches.kind[first]
    columns = list(zip(*kinds, strict=True))
    tags = dict(zip(RoadTags._fields, columns, strict=True))

    def column(of: str, dtype: type) -> NDArray[Any]:
        return np.array(tags[of], dtype)[kind]

    shape_lon, shape_lat = lon[shape], lat[shape]
    roads = Roads(
        u=u,
        v=v,
        way_start=np.append(np.cumsum(way_begins)[starts[:-1]] - 1, np.sum(way_begins)).astype(np.int32),
        way_id=way_id[way_begins],
        highway=column("highway", np.uint8),
        name=coder.codes(tags["name"])[kind],
        ref=coder.codes(tags["ref"])[kind],
        surface=column("surface", np.uint8),
        flags=column("flags", np.uint16),
        width_m=column("width_m", np.float32),
        length_m=np.maximum(np.add.reduceat(length_m[at], starts[:-1]), SHORTEST_M),
        shape_start=shape_start.astype(np.int64),
        bbox=_bboxes(shape_lon, shape_lat, shape_start),
    )
    rules, numbers = rules_of([*tags["forward"], *tags["backward"]], coder)
    by_kind = numbers.reshape(2, -1).T
    rule = by_kind[kind]
    lanes = np.array(tags["half_lanes"], np.uint8)[stretches.kind[at]]
    if stretches.turned is not None:
        lanes = np.where(stretches.turned[at][:, None], lanes[:, ::-1], lanes)
    fewest = np.minimum.reduceat(lanes - 1, starts[:-1]) + 1  # 0, not told, is more than any
    arcs = Arcs.of(len(node_point), u, v, rule[:, 0] >= 0, rule[:, 1] >= 0, rule, fewest)
    nodes = Nodes(
        lon=lon[node_point],
        lat=lat[node_point],
        osm_id=np.asarray(point_id)[node_point],
        component=strong_components(len(node_point), arcs, motor_arcs(roads, arcs, rules)),
    )
    network = Network(
        name=name,
        nodes=nodes,
        roads=roads,
        arcs=arcs,
        shape=Shape(shape_lon, shape_lat, np.asarray(point_id)[shape]),
        places=places,
        rules=rules,
        strings=coder.strings(),
        provenance=provenance,
    )
    network.check()
    return freeze(network)


def _bboxes(lon: Float, lat: Float, start: Int) -> NDArray[np.float32]:
    """west, south, east, north of each row of points, rounded outwards.

    A row that crosses the 180th meridian reaches all round the globe.
    """
    rows = start[:-1]
    low, high = np.float32(-np.inf), np.float32(np.inf)
    box = np.empty((len(rows), 4), np.float32)
    for column, values, reduce, outwards in (
        (0, lon, np.minimum, low),
        (1, lat, np.minimum, low),
        (2, lon, np.maximum, high),
        (3, lat, np.maximum, high),
    ):
        box[:, column] = np.nextafter(reduce.reduceat(values, rows).astype(np.float32), outwards)
    jumps = np.flatnonzero(np.abs(np.diff(lon)) > 180)
    row = np.searchsorted(start, jumps, side="right") - 1
    row = row[jumps + 1 < start[row + 1]]
    box[row, 0], box[row, 2] = -180.0, 180.0
    return box


def rules_of(kinds: Sequence[Rule | None], coder: StringCoder) -> tuple[Rules, NDArray[np.int32]]:
    """Table of the distinct rules among some, and the row of each; -1 for None."""
    row: dict[Rule, int] = {OPEN: 0}
    numbers = np.array([-1 if rule is None else row.setdefault(rule, len(row)) for rule in kinds], np.int32)
    conditional = coder.codes(rule.conditional for rule in row)
    return replace(rules_table([*row]), conditional=conditional), numbers


def motor_arcs(roads: Roads, arcs: Arcs, rules: Rules) -> NDArray[np.bool_]:
    """Arcs that some motor vehicle may use today."""
    planned = np.array([name in PLANNED for name in HIGHWAYS])
    built = ((roads.flags & int(RoadFlag.IMPASSABLE)) == 0) & ~planned[roads.highway]
    return np.asarray(built[arcs.road] & (rules.access.min(axis=1) < NO)[arcs.rule])


def strong_components(node_count: int, arcs: Arcs, usable: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Strongly connected component of each node over usable arcs (bool[M]), the largest being 0."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    # scipy before 1.15 runs for ever on parallel arcs, so of each pair of nodes one is kept
    arc = np.flatnonzero(usable & (arcs.tail != arcs.head))
    tail, head = arcs.tail[arc], arcs.head[arc]
    first = np.ones(len(arc), bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    start = np.searchsorted(tail[first], np.arange(node_count + 1))
    graph = csr_array((np.ones(int(first.sum()), np.int8), head[first], start), (node_count, node_count))
    count, label = connected_components(graph, directed=True, connection="strong")
    rank = np.empty(count, np.int32)
    rank[np.argsort(-np.bincount(label, minlength=count), kind="stable")] = np.arange(count, dtype=np.int32)
    return rank[label]
