"""Raw points and ways to a `Network`: split at junctions, contract, divide, number, join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import DataError
from routegraph.network.arrays import Bool, Float, Int
from routegraph.network.divide import divide_at_places, divide_long, feet_of_places
from routegraph.network.landmarks import Crossings, Districts
from routegraph.network.lawtags import DESTINATION
from routegraph.network.model import Network, Places, Provenance, freeze
from routegraph.network.numbering import Stretches, build_network
from routegraph.network.othernames import Called, OtherNames
from routegraph.network.quantities import FASTEST_KPH
from routegraph.network.restrictions import RestrictionRows
from routegraph.network.rules import NodeLaw, Rule
from routegraph.network.sphere import great_circle_m, ragged_index
from routegraph.network.strings import StringCoder
from routegraph.network.tags import RoadFlag
from routegraph.network.waytags import RoadTags


@dataclass(frozen=True, eq=False)
class Points:
    """Points that ways run through.

    Attributes
    ----------
    osm_id : int64[P]
        Ascending and distinct.
    lon, lat : float64[P]
    laws : mapping of int to NodeLaw
        What stands on some of them, by OSM id.
    """

    osm_id: Int
    lon: Float
    lat: Float
    laws: Mapping[int, NodeLaw] = field(default_factory=dict)

    def only(self, keep: Bool) -> Points:
        """Return the points that `keep` (bool[P]) marks."""
        return replace(self, osm_id=self.osm_id[keep], lon=self.lon[keep], lat=self.lat[keep])


@dataclass(frozen=True, eq=False)
class Ways:
    """Ways as lists of point ids, in the direction in which they are driven when oneway.

    Attributes
    ----------
    osm_id : int64[W]
    start : int64[W + 1]
    ref : int64[...]
        Way `w` runs through the points with ids ``ref[start[w]:start[w + 1]]``.
    kind : int32[W]
        Index into `kinds`.
    """

    osm_id: Int
    start: Int
    ref: Int
    kind: Int
    kinds: Sequence[RoadTags]

    def only(self, keep: Bool) -> Ways:
        """Return the ways that `keep` (bool[W]) marks."""
        count = np.diff(self.start)
        return Ways(
            osm_id=self.osm_id[keep],
            start=np.concatenate([[0], np.cumsum(count[keep])]),
            ref=self.ref[np.repeat(keep, count)],
            kind=self.kind[keep],
            kinds=self.kinds,
        )


MOST_SHOWN = 3
"""Values that are not understood are shown by the most frequent ones of each key."""


@dataclass
class Account:
    """What an import filled in and what it could not keep, counted on the way."""

    imputed: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    unread: dict[str, Counter[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    called: Counter[Called] = field(default_factory=Counter)

    def lose(self, what: str, count: int) -> None:
        if count:
            self.lost[what] += int(count)

    def impute(self, what: str, count: int) -> None:
        if count:
            self.imputed[what] += int(count)

    def misread(self, key: str, value: str, count: int) -> None:
        """Count a value that is not understood."""
        if count:
            self.unread.setdefault(key, Counter())[value[:40]] += int(count)

    def losses(self) -> Counter[str]:
        """What could not be kept, with the values that are not understood by their key."""
        lost = Counter(self.lost)
        for key, values in sorted(self.unread.items()):
            shown = ", ".join(value for value, _ in values.most_common(MOST_SHOWN))
            more = ", ..." if len(values) > MOST_SHOWN else ""
            lost[f"values of {key} that are not understood ({shown}{more})"] += values.total()
        return lost


def assemble(
    name: str,
    points: Points,
    ways: Ways,
    places: Places,
    *,
    coder: StringCoder,
    provenance: Provenance,
    account: Account,
    restrictions: RestrictionRows | None = None,
    crossings: Crossings | None = None,
    districts: Districts | None = None,
    bbox: tuple[float, float, float, float] | None = None,
) -> Network:
    """Build the network of ways; time and memory grow linearly with the number of points.

    Two stretches meeting at a point that no third one touches become one road while their
    tags are equal and their directions agree. Parallel roads and loops are kept.

    A barrier or a limit on a node holds on the shorter of the two stretches that meet there, which
    becomes a road of its own, with `RoadFlag.BARRIER` where it keeps all traffic out; at a junction
    on all but the longest, so that nobody drives through the node whom it keeps out.

    Parameters
    ----------
    restrictions : RestrictionRows, optional
        Turn restrictions; their via members begin and end at nodes.
    crossings, districts : Crossings, Districts, optional
        Kept as they are, their names coded by `coder`.
    bbox : tuple of float, optional
        west, south, east, north: segments without an end in it are left out.

    Raises
    ------
    DataError
        When no road remains.
    """
    restrictions = restrictions or RestrictionRows()
    ways = _timed(_distinct_kinds(ways), points)
    segments = _segments(points, ways, account, bbox)
    if not len(segments.a):
        raise DataError(
            f"{provenance.source} holds no road that a vehicle could use"
            + (" in this box and these classes." if bbox else ".")
            + " Give a file with highway=* ways and their nodes."
        )
    segments, kinds = _bar(segments, points, ways.kinds, account)
    ways = replace(ways, kinds=kinds)
    segments, points = _beside_places(segments, points, places)
    smooth = _smooth(segments, len(points.osm_id), ways.kinds)
    smooth &= ~_restricted(restrictions, points, ways)
    stretches = _chain(segments, smooth, ways)
    length = great_circle_m(
        points.lon[stretches.a], points.lat[stretches.a], points.lon[stretches.b], points.lat[stretches.b]
    )
    stretches = divide_at_places(stretches, points.lon, points.lat, places)
    stretches = divide_long(stretches, length)
    network = build_network(
        name,
        (points.osm_id, points.lon, points.lat),
        stretches,
        length,
        kinds=ways.kinds,
        places=places,
        coder=coder,
        provenance=provenance,
    )
    table = restrictions.restrictions(network, coder)
    provenance = replace(
        provenance,
        imputed=dict(account.imputed),
        lost=dict(account.losses() + restrictions.lost),
        restrictions=dict(restrictions.found),
        notes=(*provenance.notes, *account.notes),
    )
    return freeze(
        replace(
            network,
            restrictions=table,
            crossings=crossings or Crossings(),
            districts=districts or Districts(),
            other_names=OtherNames.of(account.called, coder),
            strings=coder.strings(),
            provenance=provenance,
        )
    )


def _restricted(restrictions: RestrictionRows, points: Points, ways: Ways) -> Bool:
    """Points that turn restrictions name as via, or where their via ways begin and end, bool[P]."""
    via = np.flatnonzero(np.isin(ways.osm_id, np.fromiter(restrictions.via_ways(), np.int64)))
    ends: dict[int, list[int]] = {}  # a way may come in several pieces
    for w in via.tolist():
        refs = ways.ref[ways.start[w] : ways.start[w + 1]]
        ends.setdefault(int(ways.osm_id[w]), []).extend((int(refs[0]), int(refs[-1])))
    return np.isin(points.osm_id, np.fromiter(restrictions.node_ids(ends), np.int64))


@dataclass(frozen=True, eq=False)
class _Segments:
    """Pairs of neighbouring points, in the order of the ways.

    Attributes
    ----------
    a, b : int64[S]
        Indices of points.
    way, kind : int64[S]
    """

    a: Int
    b: Int
    way: Int
    kind: Int

    def only(self, keep: Bool) -> _Segments:
        return _Segments(self.a[keep], self.b[keep], self.way[keep], self.kind[keep])


def _distinct_kinds(ways: Ways) -> Ways:
    kinds = list(dict.fromkeys(ways.kinds))
    index = {kind: i for i, kind in enumerate(kinds)}
    kind_of = np.array([index[kind] for kind in ways.kinds], np.int64)
    return replace(ways, kind=kind_of[ways.kind], kinds=kinds)


def _timed(ways: Ways, points: Points) -> Ways:
    """Give ways that tell how long they take (ferries, shuttle trains) their speed."""
    timed = np.array([kind.duration_s > 0 for kind in ways.kinds], bool)
    kinds, kind_of = list(ways.kinds), ways.kind.copy()
    for way in np.flatnonzero(timed[ways.kind]).tolist():
        refs = ways.ref[ways.start[way] : ways.start[way + 1]]
        at = np.searchsorted(points.osm_id, refs).clip(0, max(len(points.osm_id) - 1, 0))
        at = at[points.osm_id[at] == refs]
        lon, lat = points.lon[at], points.lat[at]
        length_m = float(great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())
        kind = kinds[int(kind_of[way])]
        pace_kph = min(length_m * 3.6 / kind.duration_s, FASTEST_KPH)
        kind_of[way] = len(kinds)
        kinds.append(
            kind._replace(
                duration_s=0.0,
                forward=kind.forward and kind.forward._replace(pace_kph=pace_kph),
                backward=kind.backward and kind.backward._replace(pace_kph=pace_kph),
            )
        )
    return replace(ways, kind=kind_of, kinds=kinds)


def _segments(
    points: Points, ways: Ways, account: Account, bbox: tuple[float, float, float, float] | None
) -> _Segments:
    position = np.searchsorted(points.osm_id, ways.ref)
    position[position == len(points.osm_id)] = 0
    known = points.osm_id[position] == ways.ref if len(points.osm_id) else np.zeros(len(ways.ref), bool)
    sound = (np.abs(points.lon) <= 180) & (np.abs(points.lat) <= 90)
    placed = known.copy()
    placed[known] = sound[position[known]]
    account.lose("points that ways name and the source does not hold", int(np.sum(~known)))
    account.lose("points of ways off the globe", int(np.sum(known & ~placed)))
    account.lose("ways of fewer than two points", int(np.sum(np.diff(ways.start) < 2)))
    way = np.repeat(np.arange(len(ways.osm_id), dtype=np.int64), np.diff(ways.start))
    at = np.flatnonzero((way[:-1] == way[1:]) & placed[:-1] & placed[1:])
    a, b, way = position[at], position[at + 1], way[at]
    account.lose("points that a way names twice in a row", int(np.sum(a == b)))
    keep = a != b
    if bbox is not None:
        west, south, east, north = bbox
        inside = (points.lon >= west) & (points.lon <= east) & (points.lat >= south) & (points.lat <= north)
        keep &= inside[a] | inside[b]
    return _Segments(a, b, way, ways.kind[way]).only(keep)


def _ends_at(segments: _Segments, count: int) -> Int:
    """How many segment ends meet at each point."""
    return np.bincount(segments.a, minlength=count) + np.bincount(segments.b, minlength=count)


def _bar(
    segments: _Segments, points: Points, kinds: Sequence[RoadTags], account: Account
) -> tuple[_Segments, list[RoadTags]]:
    """Let what stands on nodes hold on all segments beside each but the longest; returns the kinds then."""
    found = list(kinds)
    at_law = np.flatnonzero(np.isin(points.osm_id, np.fromiter(points.laws, np.int64)))
    meeting = _ends_at(segments, len(points.osm_id))
    at_law = at_law[meeting[at_law] > 0]
    if not len(at_law):
        return segments, found
    for point in at_law.tolist():
        for key, value in points.laws[int(points.osm_id[point])].unread:
            account.misread(f"{key} on nodes", value, 1)
    between = np.zeros(len(points.osm_id), bool)
    between[at_law] = meeting[at_law] > 1
    touching = np.flatnonzero(between[segments.a] | between[segments.b])
    a, b = segments.a[touching], segments.b[touching]
    length = great_circle_m(points.lon[a], points.lat[a], points.lon[b], points.lat[b])
    end = np.concatenate([a, b])
    which, length = np.tile(touching, 2), np.tile(length, 2)
    order = np.lexsort((which, length, end))
    end, which = end[order], which[order]
    barred_at = between[end] & np.append(end[1:] == end[:-1], False)
    kind = segments.kind.copy()
    number = {tags: i for i, tags in enumerate(found)}
    for segment, point in zip(which[barred_at].tolist(), end[barred_at].tolist(), strict=True):
        barred = _under(found[int(kind[segment])], points.laws[int(points.osm_id[point])].rule)
        kind[segment] = number.setdefault(barred, len(found))
        if kind[segment] == len(found):
            found.append(barred)
    return replace(segments, kind=kind), found


def _beside_places(segments: _Segments, points: Points, places: Places) -> tuple[_Segments, Points]:
    """Put a point on each long straight segment where a place stands beside it, its id below all others."""
    a, b = segments.a, segments.b
    feet = feet_of_places(points.lon[a], points.lat[a], points.lon[b], points.lat[b], places)
    if not feet:
        return segments, points
    at = np.array([segment for segment, _, _ in feet], np.int64)
    count = len(points.osm_id)
    made = np.arange(count, count + len(feet), dtype=np.int64)
    below = min(0, int(points.osm_id.min()))
    more = replace(
        points,
        osm_id=np.append(points.osm_id, below - 1 - np.arange(len(feet))),
        lon=np.append(points.lon, [lon for _, lon, _ in feet]),
        lat=np.append(points.lat, [lat for _, _, lat in feet]),
    )
    row = np.repeat(np.arange(len(a)), 1 + np.bincount(at, minlength=len(a)))
    first = np.append(True, row[1:] != row[:-1])
    begin, end = a[row], b[row]
    begin[~first] = made
    end[np.append(~first[1:], False)] = made
    return _Segments(begin, end, segments.way[row], segments.kind[row]), more


def _under(tags: RoadTags, rule: Rule) -> RoadTags:
    """Tags of a stretch on which something stands."""
    flag = int(RoadFlag.BARRIER) if min(rule.access) > DESTINATION else 0
    return tags._replace(
        flags=tags.flags | flag,
        forward=tags.forward and tags.forward.narrowed(rule),
        backward=tags.backward and tags.backward.narrowed(rule),
    )


def _smooth(segments: _Segments, count: int, kinds: Sequence[RoadTags]) -> Bool:
    """Points where one road simply goes on: two segments, equal but for lanes, meet alone."""
    ends = np.concatenate([segments.a, segments.b])
    alike: dict[RoadTags, int] = {}
    but_for_lanes = np.array([alike.setdefault(k._replace(half_lanes=(0, 0)), len(alike)) for k in kinds])
    kind = np.tile(but_for_lanes[segments.kind], 2)
    last = np.zeros(count, np.int64)
    first = np.zeros(count, np.int64)
    last[ends] = kind
    first[ends[::-1]] = kind[::-1]
    smooth = (_ends_at(segments, count) == 2) & (first == last)
    oneway = np.array([k.forward != k.backward for k in alike], bool)
    through = np.bincount(segments.a, minlength=count) == 1
    return np.asarray(smooth & (through | ~oneway[first]))


def _chain(segments: _Segments, smooth: Bool, ways: Ways) -> Stretches:
    """Join segments through smooth points; every result is as long as it can be."""
    a, b, way = segments.a, segments.b, segments.way
    goes_on = (way[1:] == way[:-1]) & (a[1:] == b[:-1]) & smooth[a[1:]]
    first = np.flatnonzero(np.concatenate([[True], ~goes_on]))
    last = np.append(first[1:], len(a)) - 1
    ends = np.column_stack([a[first], b[last]]).ravel()
    mate = _mates(ends, smooth)
    run, backwards, start = _walk(mate)
    row, at = ragged_index(first[run], last[run] - first[run] + 1)
    turned = backwards[row]
    at[turned] = (first + last)[run][row[turned]] - at[turned]
    return Stretches(
        a=np.where(turned, b[at], a[at]),
        b=np.where(turned, a[at], b[at]),
        way_id=np.asarray(ways.osm_id)[way[at]],
        kind=segments.kind[at],
        begins=np.concatenate([[True], row[1:] != row[:-1]]) & start[row],
        turned=turned,
    )


def _mates(ends: Int, smooth: Bool) -> NDArray[np.int64]:
    """For every end of a run (2r its first, 2r + 1 its last) the end that it joins, or -1."""
    mate = np.full(len(ends), -1, np.int64)
    loose = np.flatnonzero(smooth[ends])
    loose = loose[np.argsort(ends[loose], kind="stable")]
    mate[loose[0::2]], mate[loose[1::2]] = loose[1::2], loose[0::2]
    return mate


def _walk(mate: NDArray[np.int64]) -> tuple[NDArray[np.int64], Bool, Bool]:
    """Order of runs along chains: run, whether it is driven backwards, whether it begins a chain."""
    pairs = mate.reshape(-1, 2)
    alone = np.flatnonzero((pairs < 0).all(axis=1))
    linked = np.flatnonzero((pairs >= 0).any(axis=1))
    # chains from their first ends, then from their last ones, then the rings
    begin = np.concatenate(
        [2 * linked[pairs[linked, 0] < 0], 2 * linked[pairs[linked, 1] < 0] + 1, 2 * linked]
    ).tolist()
    follow = mate.tolist()
    seen = bytearray(len(pairs))
    order: list[int] = []
    starts: list[int] = []
    for end in begin:
        if seen[end >> 1]:
            continue
        starts.append(len(order))
        here = end
        while here >= 0 and not seen[here >> 1]:
            seen[here >> 1] = 1
            order.append(here)
            here = follow[here ^ 1]
    walked = np.array(order, np.int64)
    is_start = np.zeros(len(walked), bool)
    is_start[starts] = True
    return (
        np.concatenate([alone, walked >> 1]),
        np.concatenate([np.zeros(len(alone), bool), (walked & 1).astype(bool)]),
        np.concatenate([np.ones(len(alone), bool), is_start]),
    )
