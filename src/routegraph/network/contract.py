"""The contract of a network's arrays: shapes, kinds of numbers, ranges of indices, order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.lawtags import LEVELS
from routegraph.network.tags import HIGHWAYS, MODES, PLACE_KINDS, SURFACES, TURN_KINDS

if TYPE_CHECKING:
    from routegraph.network.model import Network

Array = NDArray[Any]

_WIDE = {"arcs.of_road": 2, "roads.bbox": 4, "rules.pace_kph": 0, "rules.conditional": 0}
"""Columns of arrays with two dimensions; those of `Rules` have one for each mode but for these two."""

_TABLES = (
    "nodes",
    "roads",
    "arcs",
    "shape",
    "places",
    "strings",
    "rules",
    "restrictions",
    "crossings",
    "districts",
    "other_names",
)


def broken_rule(network: Network) -> str:
    """The first rule of the contract that does not hold; empty when all do.

    Nothing is read by an index before that index is known to be in range.
    """
    return next((rule for rule, holds in _rules(network) if not holds), "")


def _rules(network: Network) -> Iterator[tuple[str, bool]]:
    yield from _kinds(network)
    yield from _lengths(network)
    nodes, roads, arcs, places = network.nodes, network.roads, network.arcs, network.places
    rules, turns, texts = network.rules, network.restrictions, network.strings
    n, r, m, s = len(nodes), len(roads), len(arcs), len(texts)
    rows = {
        "arcs.start": (arcs.start, m),
        "arcs.in_start": (arcs.in_start, m),
        "roads.way_start": (roads.way_start, len(roads.way_id)),
        "roads.shape_start": (roads.shape_start, len(network.shape.lon)),
        "places.names_start": (places.names_start, len(places.names_key)),
        "restrictions.arc_start": (turns.arc_start, len(turns.arc)),
        "crossings.names_start": (network.crossings.names_start, len(network.crossings.names_text)),
        "districts.names_start": (network.districts.names_start, len(network.districts.names_text)),
        "districts.ring_start": (network.districts.ring_start, len(network.districts.corner_start) - 1),
        "districts.corner_start": (network.districts.corner_start, len(network.districts.lon)),
        "strings.start": (texts.start, len(texts.utf8)),
    }
    for name, (start, end) in rows.items():
        whole = len(start) > 0 and int(start[0]) == 0 and int(start[-1]) == end
        yield f"{name} closes", whole and bool(np.all(start[1:] >= start[:-1]))
    ranges = {
        "roads.u": (roads.u, 0, n),
        "roads.v": (roads.v, 0, n),
        "roads.highway": (roads.highway, 0, len(HIGHWAYS)),
        "roads.surface": (roads.surface, 0, len(SURFACES)),
        "roads.name": (roads.name, 0, s),
        "roads.ref": (roads.ref, 0, s),
        "arcs.tail": (arcs.tail, 0, n),
        "arcs.head": (arcs.head, 0, n),
        "arcs.road": (arcs.road, 0, r),
        "arcs.in_arc": (arcs.in_arc, 0, m),
        "arcs.of_road": (arcs.of_road, -1, m),
        "arcs.rule": (arcs.rule, 0, len(rules)),
        "nodes.component": (nodes.component, 0, max(n, 1)),
        "places.kind": (places.kind, 0, len(PLACE_KINDS)),
        "places.node": (places.node, -1, n),
        "places.name": (places.name, 0, s),
        "places.names_key": (places.names_key, 0, s),
        "places.names_text": (places.names_text, 0, s),
        "rules.access": (rules.access, 0, len(LEVELS)),
        "rules.conditional": (rules.conditional, 0, s),
        "restrictions.kind": (turns.kind, 0, len(TURN_KINDS)),
        "restrictions.condition": (turns.condition, 0, s),
        "restrictions.arc": (turns.arc, -1, m),
        "crossings.names_text": (network.crossings.names_text, 0, s),
        "districts.names_text": (network.districts.names_text, 0, s),
        "other_names.plain": (network.other_names.plain, 0, s),
        "other_names.key": (network.other_names.key, 0, s),
        "other_names.text": (network.other_names.text, 0, s),
    }
    for name, (values, low, high) in ranges.items():
        inside = not values.size or (int(values.min()) >= low and int(values.max()) < high)
        yield f"{name} stays in its range", inside
    yield "every road has a shape", bool(np.all(np.diff(roads.shape_start) >= 2))
    yield "a restriction has two arcs or more", bool(np.all(np.diff(turns.arc_start) >= 2))
    yield "road lengths are positive and finite", _within(roads.length_m, 0, np.inf, open_below=True)
    yield "coordinates lie on the globe", _within(nodes.lon, -180, 180) and _within(nodes.lat, -90, 90)
    yield "names in other languages are sorted", bool(np.all(np.diff(network.other_names.plain) >= 0))
    yield "arcs are sorted by tail", bool(np.all(arcs.tail[1:] >= arcs.tail[:-1]))
    yield "arcs stand in the row of their tail", np.array_equal(_row_starts(arcs.tail, n), arcs.start)
    yield "arcs stand in the row of their head", np.array_equal(_row_starts(arcs.head, n), arcs.in_start)
    there = arcs.of_road >= 0
    own = arcs.road[arcs.of_road[there]] == np.nonzero(there)[0]
    yield "roads know their arcs", int(there.sum()) == m and bool(np.all(own))
    columns = [getattr(rules, c.name) for c in fields(rules) if c.name.endswith(("_kph", "_m", "_t"))]
    yield "limits are no less than 0", all(_within(column, 0, np.inf) for column in columns)


def _within(values: Array, low: float, high: float, *, open_below: bool = False) -> bool:
    if not values.size:
        return True
    least, most = float(values.min()), float(values.max())  # nan when there is one
    return (least > low if open_below else least >= low) and most <= high and np.isfinite(most)


def _row_starts(rows: Array, count: int) -> Array:
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])


def _kinds(network: Network) -> Iterator[tuple[str, bool]]:
    for table in _TABLES:
        record = getattr(network, table)
        for column in fields(record):
            array = getattr(record, column.name)
            name = f"{table}.{column.name}"
            wide = _WIDE.get(name, len(MODES) if table == "rules" else 0)
            shaped = array.shape[1:] == ((wide,) if wide else ())
            number = "f" if str(column.type) == "Float" else "iu"
            fits = array.dtype.kind in number and array.dtype.isnative and array.dtype.itemsize <= 8
            yield f"{name} is an array of its kind", shaped and fits


def _lengths(network: Network) -> Iterator[tuple[str, bool]]:
    of_other_length = {
        "roads.way_start": len(network.roads) + 1,
        "roads.shape_start": len(network.roads) + 1,
        "roads.way_id": -1,
        "arcs.start": len(network.nodes) + 1,
        "arcs.in_start": len(network.nodes) + 1,
        "arcs.of_road": len(network.roads),
        "places.names_start": len(network.places) + 1,
        "places.names_key": -1,
        "places.names_text": len(network.places.names_key),
        "restrictions.arc_start": len(network.restrictions) + 1,
        "restrictions.arc": -1,
        "crossings.names_start": len(network.crossings) + 1,
        "crossings.names_text": -1,
        "districts.names_start": len(network.districts) + 1,
        "districts.names_text": -1,
        "districts.ring_start": len(network.districts) + 1,
        "districts.corner_start": -1,
        "districts.lon": len(network.districts.lat),
        "districts.lat": -1,
        "shape.osm_id": len(network.shape.lon),
        "shape.lat": len(network.shape.lon),
        "shape.lon": -1,
    }
    for table in _TABLES:
        record = getattr(network, table)
        for column in fields(record) if table != "strings" else ():
            name = f"{table}.{column.name}"
            length = of_other_length.get(name, len(record) if hasattr(record, "__len__") else 0)
            yield (
                f"{name} has the length of its table",
                length < 0 or len(getattr(record, column.name)) == length,
            )
