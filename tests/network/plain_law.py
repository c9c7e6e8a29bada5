"""The law of a drawn town read by brute force, at the level of the segments between nodes of its ways.

Nothing of routegraph is used: no junctions, no roads, no arcs. A segment is driven from a node to the next
one of a way; a ban is a sequence of segments; the least length is found by a search that remembers all of
what was driven that a ban may ask for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise, permutations

from drawn_towns import Member, Town

Segment = tuple[int, int, int]
"""From a node to a node, along a way."""

Driven = tuple[Segment, ...]
Nodes = tuple[int, ...]

OWN = {"car": {"motorcar", "motor_vehicle", "vehicle"}, "truck": {"hgv", "motor_vehicle", "vehicle"}}
ANGLE = {"left_turn": 90, "right_turn": -90, "straight_on": 0, "u_turn": 180}
RADIUS_M = 6_371_008.8
LONGEST = 14
"""Segments over which the way through via members is looked for where they are not driven whole."""


class PlainLaw:
    """What one vehicle may drive in a town.

    Parameters
    ----------
    turning : set of int
        Nodes where a vehicle may turn back; elsewhere it drives on.

    Attributes
    ----------
    bans : set of tuple
        Segments that may not be driven one after another.
    """

    def __init__(self, town: Town, vehicle: str, turning: set[int]) -> None:
        self.town, self.own, self.turning = town, OWN[vehicle], turning
        self.line = {way: list(refs) for way, refs, _ in town.ways}
        self.out: dict[int, list[Segment]] = {}
        for way, refs, tags in town.ways:
            oneway = tags.get("oneway", "yes" if tags.get("junction") == "roundabout" else "no")
            for a, b in pairwise(refs):
                if oneway != "-1":
                    self.out.setdefault(a, []).append((a, b, way))
                if oneway != "yes":
                    self.out.setdefault(b, []).append((b, a, way))
        self.bans = {ban for relation in town.relations for ban in self._bans(*relation)}
        self._begun = {ban[:i] for ban in self.bans for i in range(1, len(ban))}

    def least_m(self, source: int) -> dict[int, float]:
        """Least metres from a node to every other that can be reached."""
        least: dict[int, float] = {}
        seen: set[tuple[int, Driven]] = set()
        waiting: list[tuple[float, int, Driven]] = [(0.0, source, ())]
        while waiting:
            metres, node, driven = heappop(waiting)
            if (node, driven) in seen:
                continue
            seen.add((node, driven))
            least.setdefault(node, metres)
            for segment in self.out.get(node, ()):
                if driven and node not in self.turning and _back(driven[-1], segment):
                    continue
                longer = (*driven, segment)
                ends = [longer[i:] for i in range(len(longer))]
                if self.bans.isdisjoint(ends):
                    kept = next((end for end in ends if end in self._begun), (segment,))
                    heappush(waiting, (metres + self._length_m(segment), segment[1], kept))
        return least

    def _length_m(self, segment: Segment) -> float:
        (lon, lat), (lon2, lat2) = (map(math.radians, self.town.nodes[node][:2]) for node in segment[:2])
        h = math.sin((lat2 - lat) / 2) ** 2
        h += math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
        return 2 * RADIUS_M * math.asin(math.sqrt(h))

    def _kinds(self, tags: dict[str, str]) -> Iterator[str]:
        """What a relation says to the vehicle at all hours."""
        excepted = {word.strip() for word in tags.get("except", "").split(";")}
        if "restriction" in tags and not excepted & self.own:
            yield tags["restriction"]
        yield from (tags[key] for word in sorted(self.own) if (key := f"restriction:{word}") in tags)

    def _bans(self, _: int, tags: dict[str, str], members: list[Member]) -> Iterator[Driven]:
        from_, via, to = (
            list(dict.fromkeys(m[:2] for m in members if m[2] == role)) for role in ("from", "via", "to")
        )
        types = [kind for kind, _ in via]
        for kind in self._kinds(tags):
            demanded: dict[Driven, set[Segment]] = {}
            for _, first in from_:
                for _, last in to:
                    if types == ["n"]:
                        paths = self._at(first, via[0][1], last)
                    elif types and set(types) == {"w"}:
                        paths = self._over(first, [way for _, way in via], last)
                    else:
                        continue
                    paths = self._meant(paths, kind, first == last)
                    if len(paths) != 1:
                        continue  # of several meanings none is taken
                    if kind.startswith("no_"):
                        yield paths[0]
                    else:
                        demanded.setdefault(paths[0][:-1], set()).add(paths[0][-1])
            for path, onward in demanded.items():
                yield from ((*path, one) for one in self.out.get(path[-1][1], ()) if one not in onward)

    def _along(self, ways: Iterable[int]) -> list[Segment]:
        return [segment for out in self.out.values() for segment in out if segment[2] in ways]

    def _at(self, first: int, node: int, last: int) -> list[Driven]:
        return [(a, b) for a in self._along([first]) if a[1] == node for b in self._to(node, last)]

    def _to(self, node: int, way: int) -> list[Segment]:
        return [segment for segment in self.out.get(node, ()) if segment[2] == way]

    def _over(self, first: int, via: Sequence[int], last: int) -> list[Driven]:
        """Along all via ways: from end to end in some order, else the shortest way over parts of each."""
        found = {
            (a, *middle, b)
            for order in permutations(via)
            for middle in self._whole(order)
            for a in self._along([first])
            if a[1] == middle[0][0]
            for b in self._to(middle[-1][1], last)
        }
        if not found and first not in via and last not in via:
            found = set(self._partly(first, via, last))
        shortest = min(map(len, found), default=0)
        return [path for path in found if len(path) == shortest]

    def _whole(self, order: Sequence[int]) -> list[Driven]:
        """Ways one behind the other, each from one end to the other as it may be driven."""
        lines: list[Driven] = [()]
        for way in order:
            both = (self.line[way], self.line[way][::-1])
            whole = [tuple((a, b, way) for a, b in pairwise(refs)) for refs in both]
            driven = [one for one in whole if all(s in self.out.get(s[0], ()) for s in one)]
            lines = [
                (*line, *one) for line in lines for one in driven if not line or line[-1][1] == one[0][0]
            ]
        return lines

    def _partly(self, first: int, via: Sequence[int], last: int) -> Iterator[Driven]:
        waiting: list[Driven] = [(a,) for a in self._along([first])]
        while waiting:
            path = waiting.pop()
            node = path[-1][1]
            if {way for _, _, way in path[1:]} >= set(via):
                yield from ((*path, b) for b in self._to(node, last))
            if len(path) < LONGEST:
                waiting += [
                    (*path, onward)
                    for onward in self.out.get(node, ())
                    if onward[2] in via and not any({*onward[:2]} == {*one[:2]} for one in path)
                ]

    def _meant(self, paths: list[Driven], kind: str, same_way: bool) -> list[Driven]:
        """Those of several turns that a kind can mean."""
        turn = kind.partition("_")[2]
        if len(paths) < 2:
            return paths
        if same_way and turn == "u_turn":
            return [path for path in paths if _back(path[0], path[-1])]
        paths = [path for path in paths if not _back(path[0], path[-1])]
        if len(paths) > 1 and turn in ANGLE:
            off = [self._bearing(path[-1]) - self._bearing(path[0]) - ANGLE[turn] for path in paths]
            paths = [p for p, angle in zip(paths, off, strict=True) if abs((angle + 180) % 360 - 180) < 60]
        return paths

    def _bearing(self, segment: Segment) -> float:
        (lon, lat), (lon2, lat2) = (self.town.nodes[node][:2] for node in segment[:2])
        return math.degrees(math.atan2(lat2 - lat, (lon2 - lon) * math.cos(math.radians(lat))))


def nodes_of(driven: Driven) -> Nodes:
    """Ids of the nodes that some segments run through."""
    return (*(a for a, _, _ in driven), driven[-1][1])


def _back(a: Segment, b: Segment) -> bool:
    return a[:2] == b[:2][::-1]
