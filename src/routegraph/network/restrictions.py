"""Turn restrictions: relations of a source as sequences of arcs, and what may not be driven."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.conditions import EXCEPT, split_values
from routegraph.network.laws import Restrictions
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.network.strings import StringCoder
from routegraph.network.tags import MODES, TURN_KINDS

Member = tuple[str, int, str]
"""Type (``n``, ``w``, ``r``), id and role of a member of a relation."""

OUTSIDE = -1
"""Last arc of an ``only_*`` row that leads out of the network."""

_TRAFFIC = sorted({word for keys in MODES.values() for word in keys[:-1]})
RELATION_TYPES = ("restriction", *(f"restriction:{word}" for word in ("conditional", *_TRAFFIC)))
"""Source: https://wiki.openstreetmap.org/wiki/Relation:restriction#Tags"""

NO_RESTRICTIONS = "From a graph, which gives no turn restrictions: forbidden turns may be taken."
"""Note of a network whose source could not hold them."""

_KIND = {kind: number for number, kind in enumerate(TURN_KINDS)}
_ALL_MODES = (1 << len(MODES)) - 1
_LONGEST_VIA = 64
"""Arcs over which the way through via members is looked for."""

_BEARING = {"left_turn": 90.0, "right_turn": -90.0, "straight_on": 0.0, "u_turn": 180.0}


@dataclass(frozen=True)
class _Rule:
    kind: str
    modes: int
    condition: str


@dataclass(frozen=True)
class _Relation:
    osm_id: int
    rules: tuple[_Rule, ...]
    from_: tuple[int, ...]
    via_node: int | None
    via_ways: tuple[int, ...]
    to: tuple[int, ...]


class RestrictionRows:
    """Turn restrictions on their way to `Restrictions`.

    Attributes
    ----------
    found : Counter
        Relations of the source by kind.
    lost : Counter
        Those that are not used, by why.
    """

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self._relations: list[_Relation] = []

    def add(self, osm_id: int, tags: Mapping[str, str], members: Sequence[Member]) -> None:
        """Take a relation; count it as lost where it names no kind or no whole turn."""
        rules = tuple(_rules(tags))
        for kind in dict.fromkeys(rule.kind for rule in rules):
            self.found[kind] += 1
        if not rules:
            told = next((v for k, v in tags.items() if k.startswith("restriction")), "none told")
            self.found["of no known kind"] += 1
            self.lost[f"turn restrictions of no known kind ({told[:40]})"] += 1
            return
        by_role: dict[str, list[Member]] = {}
        for member in members:
            by_role.setdefault(member[2], []).append(member)
        from_, to = (
            tuple(dict.fromkeys(m[1] for m in by_role.get(role, ()) if m[0] == "w"))
            for role in ("from", "to")
        )
        via = list(dict.fromkeys(by_role.get("via", ())))
        nodes, ways = [m[1] for m in via if m[0] == "n"], tuple(m[1] for m in via if m[0] == "w")
        if not from_ or not to or (len(nodes) == 1) == bool(ways) or len(nodes) > 1:
            self.lost["turn restrictions that lack a from, via or to member"] += 1
            return
        self._relations.append(_Relation(osm_id, rules, from_, nodes[0] if nodes else None, ways, to))

    def node_ids(self, way_ends: Mapping[int, Sequence[int]]) -> set[int]:
        """Ids of the points that must become nodes; `way_ends` gives the end points of via ways."""
        ends = {end for r in self._relations for way in r.via_ways for end in way_ends.get(way, ())}
        return ends | {r.via_node for r in self._relations if r.via_node is not None}

    def via_ways(self) -> set[int]:
        """Ids of the ways that are via members."""
        return {way for r in self._relations for way in r.via_ways}

    def restrictions(self, network: Network, coder: StringCoder) -> Restrictions:
        """Find each turn on the arcs of a network; count what cannot be found."""
        junctions = _Junctions(
            network, {way for r in self._relations for way in (*r.from_, *r.via_ways, *r.to)}
        )
        rows: list[tuple[int, _Rule, tuple[int, ...]]] = []
        for relation in self._relations:
            for rule in relation.rules:
                paths, why = junctions.paths(relation, rule.kind)
                if why:
                    self.lost[f"turn restrictions {why}"] += 1
                rows += [(relation.osm_id, rule, path) for path in paths]
        arc_start = np.zeros(len(rows) + 1, np.int32)
        np.cumsum([len(path) for _, _, path in rows], out=arc_start[1:])
        return Restrictions(
            osm_id=np.array([osm_id for osm_id, _, _ in rows], np.int64),
            kind=np.array([_KIND[rule.kind] for _, rule, _ in rows], np.uint8),
            modes=np.array([rule.modes for _, rule, _ in rows], np.uint8),
            condition=coder.codes(rule.condition for _, rule, _ in rows),
            arc_start=arc_start,
            arc=np.array([arc for _, _, path in rows for arc in path], np.int32),
        )


def _rules(tags: Mapping[str, str]) -> Iterator[_Rule]:
    """Kinds that a relation states, each with the traffic and the hours that it holds for.

    Source: https://wiki.openstreetmap.org/wiki/Relation:restriction#Tags
    """
    excepted = {word.strip() for word in tags.get("except", "").split(";")}
    of_type = set(tags.get("type", "").split(":")[1:]) - {"conditional"}
    general = (_modes(of_type) if of_type else _ALL_MODES) & ~_modes(excepted)
    for key, value in tags.items():
        name, *vehicles = key.removesuffix(":conditional").split(":")
        if name != "restriction":
            continue
        modes = _modes(set(vehicles)) if vehicles else general
        if key.endswith(":conditional"):
            stated = list(split_values(value))
        else:
            when = _older_hours(tags) or _lifted(tags.get(f"{key}:conditional", ""))
            stated = [(kind.strip(), when) for kind in value.split(";")]
        for told, condition in stated:
            kind = _known(told)
            if kind and modes:
                yield _Rule(kind, modes, condition)


def _known(kind: str) -> str:
    """The kind of `TURN_KINDS` that a value means; empty for none.

    The members tell the turn, so that the first word is enough; what holds at a red light alone is no ban.
    """
    if kind in _KIND or kind.endswith("_on_red"):
        return kind if kind in _KIND else ""
    word = kind.partition("_")[0]
    return f"{word}_turn" if word in ("no", "only") and "_" in kind else ""


def _lifted(conditional: str) -> str:
    """When a restriction holds that ``none @ (22:00-06:00)`` lifts at some hours."""
    lifts = [hours for kind, hours in split_values(conditional) if kind == "none"]
    return f"{EXCEPT}{'; '.join(lifts)}" if lifts else ""


def _older_hours(tags: Mapping[str, str]) -> str:
    """Opening hours that the older keys ``day_on``, ``hour_on`` and their kin state."""
    days, hours = (
        f"{tags[f'{unit}_on'][:cut]}-{tags[f'{unit}_off'][:cut]}"
        if {f"{unit}_on", f"{unit}_off"} <= tags.keys()
        else ""
        for unit, cut in (("day", 2), ("hour", 5))
    )
    return f"{days} {hours}".strip()


def _modes(words: set[str]) -> int:
    """Mask of the modes that some words of vehicles name."""
    return sum(1 << i for i, keys in enumerate(MODES.values()) if words & set(keys[:-1]))


class _Junctions:
    """The arcs that belong to the ways of restrictions."""

    def __init__(self, network: Network, ways: set[int]) -> None:
        self._network = network
        roads, arcs = network.roads, network.arcs
        wanted = np.fromiter(ways, np.int64)
        at = np.flatnonzero(np.isin(roads.way_id, wanted))
        road = np.searchsorted(roads.way_start, at, side="right") - 1
        self._out: dict[int, list[int]] = {}
        """Arcs that leave a node along a way, by the way's id."""
        self._into: dict[int, list[int]] = {}
        """Arcs that enter a node along a way, by the way's id."""
        for r in distinct(road).tolist():
            first = int(roads.way_id[roads.way_start[r]])
            last = int(roads.way_id[roads.way_start[r + 1] - 1])
            forward, backward = (int(arc) for arc in arcs.of_road[r])
            for arc, begins, ends in ((forward, first, last), (backward, last, first)):
                if arc >= 0:
                    self._out.setdefault(begins, []).append(arc)
                    self._into.setdefault(ends, []).append(arc)

    def paths(self, relation: _Relation, kind: str) -> tuple[list[tuple[int, ...]], str]:
        """Sequences of arcs of a relation, and why some of it is not found."""
        if relation.via_node is not None:
            at = np.flatnonzero(self._network.nodes.osm_id == relation.via_node)
            via = int(at[0]) if len(at) else -1
        found: list[tuple[int, ...]] = []
        vias = set(relation.via_ways)
        why = ""
        for from_, to in product(relation.from_, relation.to):
            into, out = self._into.get(from_, []), self._out.get(to, [])
            if into and not out and kind.startswith("only_") and relation.via_node is not None:
                leads_out: list[tuple[int, ...]] = [(arc, OUTSIDE) for arc in into if self._head(arc) == via]
                if len(leads_out) == 1:
                    found += leads_out
                    continue
            if not into or not out:
                why = "on roads that are not in the network"
                continue
            if relation.via_node is not None:
                turns = [(a, b) for a in into for b in out if self._head(a) == via == self._tail(b)]
                sequences: list[tuple[int, ...]] = list(turns)
            else:
                sequences = self._over_all(into, relation.via_ways, out, from_ in vias or to in vias)
            sequences = self._meant(sequences, kind, from_ == to)
            if len(sequences) == 1:
                found += sequences
            else:
                why = "that fit several turns" if sequences else "whose ways do not meet or are not driven so"
        return found, why

    def _meant(self, paths: list[tuple[int, ...]], kind: str, same_way: bool) -> list[tuple[int, ...]]:
        """The paths that a kind can mean where a way goes through the junction and several fit."""
        if len(paths) < 2:
            return paths
        turn = kind.partition("_")[2]
        if same_way and turn == "u_turn":
            back = [path for path in paths if self._back(path)]
            return back if len(back) == 1 else []
        paths = [path for path in paths if not self._back(path)]
        if turn in _BEARING and len(paths) > 1:
            wanted = _BEARING[turn]
            off = [abs((self._turn(path) - wanted + 180) % 360 - 180) for path in paths]
            paths = [path for path, angle in zip(paths, off, strict=True) if angle < 60]
        return paths

    def _back(self, path: tuple[int, ...]) -> bool:
        """Whether a path ends on the road that it came by, against it; round a loop once more is not back."""
        return path[0] != path[-1] and self._road(path[0]) == self._road(path[-1])

    def _turn(self, path: tuple[int, ...]) -> float:
        """Degrees by which a path turns to the left between its first and its last arc."""
        return self._bearing(path[-1], False) - self._bearing(path[0], True)

    def _bearing(self, arc: int, at_head: bool) -> float:
        """Degrees from east, against the clock, of an arc's last stretch or of its first."""
        road = self._road(arc)
        lon, lat = self._network.road_shape(road)
        if int(self._network.arcs.of_road[road, 0]) != arc:
            lon, lat = lon[::-1], lat[::-1]
        a, b = (-2, -1) if at_head else (0, 1)
        east = float(lon[b] - lon[a]) * math.cos(math.radians(float(lat[a])))
        return math.degrees(math.atan2(float(lat[b] - lat[a]), east))

    def _over_all(
        self, into: Sequence[int], ways: tuple[int, ...], out: Sequence[int], whole_only: bool
    ) -> list[tuple[int, ...]]:
        """Sequences that drive all via ways: whole where that can be, else the shortest."""
        roads = {way: {self._road(arc) for arc in self._out.get(way, ())} for way in ways}
        whole, partly = [], []
        for path in (path for a in into for b in out for path in self._over(a, ways, b)):
            driven = {self._road(arc) for arc in path[1:-1]}
            if all(own <= driven for own in roads.values()):
                whole.append(path)
            elif all(own & driven for own in roads.values()):
                partly.append(path)
        found = whole or ([] if whole_only else partly)
        shortest = min(map(len, found), default=0)
        return [path for path in found if len(path) == shortest]

    def _over(self, first: int, ways: tuple[int, ...], last: int) -> Iterator[tuple[int, ...]]:
        """Ways to drive from one arc over the via ways to another; no road twice."""
        arcs = {arc for way in ways for arc in self._out.get(way, ())}
        arcs |= {arc for way in ways for arc in self._into.get(way, ())}
        stack: list[tuple[int, ...]] = [(first,)]
        goal = self._tail(last)
        while stack:
            path = stack.pop()
            here = self._head(path[-1])
            if here == goal and len(path) > 1:
                yield (*path, last)
            if len(path) > _LONGEST_VIA:
                continue
            driven = {self._road(arc) for arc in path}
            stack += [
                (*path, arc)
                for arc in sorted(arcs)
                if self._tail(arc) == here and self._road(arc) not in driven
            ]

    def _head(self, arc: int) -> int:
        return int(self._network.arcs.head[arc])

    def _tail(self, arc: int) -> int:
        return int(self._network.arcs.tail[arc])

    def _road(self, arc: int) -> int:
        return int(self._network.arcs.road[arc])


def banned_turns(network: Network, mode: str, rows: Int | None = None) -> list[tuple[int, ...]]:
    """Sequences of arcs that one kind of traffic may not drive one after another.

    ``only_*`` is spelt out: one sequence for each other arc that leaves the last junction,
    the way back included.

    Parameters
    ----------
    network : Network
    mode : str
        One of `tags.MODES`.
    rows : int[...], optional
        Those of `Network.restrictions` that hold; by default all that hang on no condition.

    Returns
    -------
    list of tuple of int
        Distinct, ascending; each of two arcs or more, each of which ends where the next begins.

    Examples
    --------
    >>> import routegraph
    >>> banned_turns(routegraph.load("hama-aleppo").network, "hgv")
    []
    """
    table, arcs = network.restrictions, network.arcs
    bit = 1 << list(MODES).index(mode)
    holding = np.flatnonzero(table.condition == 0) if rows is None else rows
    banned: set[tuple[int, ...]] = set()
    only: dict[tuple[int, tuple[int, ...]], set[int]] = {}
    for row in holding[table.modes[holding] & bit != 0].tolist():
        path = tuple(_row(table.arc, table.arc_start, row))
        if TURN_KINDS[int(table.kind[row])].startswith("no_"):
            banned.add(path)
            continue
        # of several ways that one relation demands any will do
        which = int(table.osm_id[row]) or -row - 1
        only.setdefault((which, path[:-1]), set()).add(path[-1])
    for (_, path), demanded in only.items():
        node = int(arcs.head[path[-1]])
        leaving = range(int(arcs.start[node]), int(arcs.start[node + 1]))
        banned |= {(*path, arc) for arc in leaving if arc not in demanded}
    return sorted(banned)


def _row(values: NDArray[Any], start: Int, row: int) -> list[int]:
    return [int(value) for value in values[int(start[row]) : int(start[row + 1])]]
