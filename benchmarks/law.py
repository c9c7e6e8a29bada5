"""Hold routes through real towns against the law as the raw file tells it.

``python benchmarks/law.py --towns FOLDER`` imports each extract and asks 500 journeys by car and 500 by
truck. What may not be driven is read from the file once more, here, by osmium and plain dictionaries: turn
restrictions over nodes and ways, ``oneway``, and ways that are closed to the vehicle. Costs are held
against a search over pairs of arcs that knows the restrictions of this second reading alone. Ways for
local traffic are shut in both. Last come ``--drawn`` towns drawn at random, whose bans and
journeys are held against a reading by brute force.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import osmium

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "routing"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "network"))

from drawn_towns import town_of
from test_drawn_towns import disagreements
from test_real_turns import Pairs

from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path, tree_to
from routegraph.vehicles import VEHICLES

DESTINATIONS, ORIGINS = 25, 20
KEYS = {
    "car": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "truck": ("hgv", "motor_vehicle", "vehicle", "access"),
}
SHUT = {"no", "private", "agricultural", "forestry", "emergency", "bus", "psv", "permit", "military"}
ANGLE = {"left_turn": 90, "right_turn": -90, "straight_on": 0, "u_turn": 180}

Driven = tuple[int, ...]


@dataclass
class Raw:
    """A file read plainly: tags and nodes of its ways, and its restrictions."""

    tags: dict[int, dict[str, str]] = field(default_factory=dict)
    nodes: dict[int, list[int]] = field(default_factory=dict)
    turns: list[tuple[dict[str, str], list[tuple[str, int, str]]]] = field(default_factory=list)

    @classmethod
    def of(cls, file: Path) -> Raw:
        raw = cls()
        for one in osmium.FileProcessor(str(file)):
            if one.is_way() and ("highway" in one.tags or "route" in one.tags):
                raw.tags[one.id] = dict(one.tags)
                raw.nodes[one.id] = [node.ref for node in one.nodes]
            elif one.is_relation() and one.tags.get("type", "").startswith("restriction"):
                raw.turns.append((dict(one.tags), [(m.type, m.ref, m.role) for m in one.members]))
        return raw

    def kinds(self, tags: dict[str, str], vehicle: str) -> list[str]:
        """What a restriction says to a vehicle at all hours."""
        own = set(KEYS[vehicle][:-1])
        if "hour_on" in tags or "day_on" in tags:
            return []
        excepted = bool(own & {word.strip() for word in tags.get("except", "").split(";")})
        said = [] if excepted else [tags.get("restriction", "")]
        said += [tags[f"restriction:{word}"] for word in own if f"restriction:{word}" in tags]
        return [kind for text in said for kind in text.split(";") if kind[:3] in ("no_", "onl")]

    def against(self, way: int, along: bool, vehicle: str) -> bool:
        """Whether a stretch is driven against a oneway, or on a way that is closed to the vehicle."""
        tags = self.tags[way]
        implied = tags.get("junction") == "roundabout" or tags.get("highway") == "motorway"
        oneway = next(
            (tags[key] for word in KEYS[vehicle] if (key := f"oneway:{word}") in tags), tags.get("oneway")
        )
        backward = oneway in ("-1", "reverse")
        forward = oneway in ("yes", "1", "true") or (oneway is None and implied)
        if (forward and not along) or (backward and along):
            return True
        side = ":forward" if along else ":backward"
        level = next(
            (tags[key] for word in KEYS[vehicle] for key in (word + side, word) if key in tags), "yes"
        )
        return bool(set(level.split(";")) <= SHUT)


class Stretches:
    """Arcs of a network by the ways and nodes of the file."""

    def __init__(self, network: Network, raw: Raw) -> None:
        self.network, self.raw = network, raw
        pair_ways: dict[tuple[int, int], set[int]] = defaultdict(set)
        for way, nodes in raw.nodes.items():
            for a, b in pairwise(nodes):
                pair_ways[a, b].add(way)
        self.pair_ways = pair_ways
        self.from_: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.to: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.points: list[list[int]] = []
        roads, shape = network.roads, network.shape
        for arc, road in enumerate(network.arcs.road.tolist()):
            ids = shape.osm_id[roads.shape_start[road] : roads.shape_start[road + 1]].tolist()
            if network.arcs.of_road[road, 0] != arc:
                ids.reverse()
            self.points.append(ids)
            own = set(roads.way_id[roads.way_start[road] : roads.way_start[road + 1]].tolist())
            for way in own & self.ways(ids[0], ids[1]):
                self.to[way, ids[0]].append(arc)
            for way in own & self.ways(ids[-2], ids[-1]):
                self.from_[way, ids[-1]].append(arc)

    def ways(self, a: int, b: int) -> set[int]:
        return self.pair_ways.get((a, b), set()) | self.pair_ways.get((b, a), set())

    def bans(self, vehicle: str) -> tuple[list[Driven], int]:
        """Sequences of arcs that may not be driven, and restrictions that have no single meaning here."""
        found: set[Driven] = set()
        unclear = 0
        for tags, members in self.raw.turns:
            for kind in self.raw.kinds(tags, vehicle):
                sequences = self.sequences(members, kind)
                unclear += not sequences
                for path in sequences:
                    found |= {path} if kind.startswith("no_") else self.others(path)
        return sorted(found), unclear

    def others(self, path: Driven) -> set[Driven]:
        node = int(self.network.arcs.head[path[-2]])
        return {(*path[:-1], arc) for arc in self.network.arcs.leaving(node).tolist() if arc != path[-1]}

    def sequences(self, members: list[tuple[str, int, str]], kind: str) -> list[Driven]:
        from_, via, to = ([m for m in members if m[2] == role] for role in ("from", "via", "to"))
        found: list[Driven] = []
        for f in from_:
            for t in to:
                if [m[0] for m in via] == ["n"]:
                    pairs = [(a, b) for a in self.from_[f[1], via[0][1]] for b in self.to[t[1], via[0][1]]]
                    if not self.to[t[1], via[0][1]] and kind.startswith("only_"):
                        pairs = [(a, -1) for a in self.from_[f[1], via[0][1]]]
                    found += self.meant(pairs, kind, f[1] == t[1])
                elif via and all(m[0] == "w" for m in via):
                    found += self.over(f[1], [m[1] for m in via], t[1])
        return found

    def over(self, first: int, ways: list[int], last: int) -> list[Driven]:
        """Along whole via ways, in either order of them, each from end to end."""
        found = []
        if any(way not in self.raw.nodes for way in ways):
            return []
        for order in {tuple(ways), tuple(reversed(ways))}:
            lines: list[list[int]] = [[]]
            for way in order:
                nodes = self.raw.nodes[way]
                lines = [
                    [*line, *(n[1:] if line else n)]
                    for line in lines
                    for n in (nodes, nodes[::-1])
                    if not line or line[-1] == n[0]
                ]
            for line in lines:
                middle = self.arcs_over(line)
                if middle:
                    found += [
                        (a, *middle, b) for a in self.from_[first, line[0]] for b in self.to[last, line[-1]]
                        if not {self.network.arcs.road[a], self.network.arcs.road[b]}
                        & set(self.network.arcs.road[list(middle)].tolist())
                    ]  # fmt: skip
        return found if len(found) == 1 else []

    def arcs_over(self, line: list[int]) -> Driven:
        starts: dict[int, list[int]] = defaultdict(list)
        for way in self.ways(line[0], line[1]) if len(line) > 1 else ():
            starts[line[0]] += self.to[way, line[0]]
        arcs: list[int] = []
        at = 0
        while at < len(line) - 1:
            fits = [
                arc
                for way in self.ways(line[at], line[at + 1])
                for arc in self.to[way, line[at]]
                if self.points[arc] == line[at : at + len(self.points[arc])]
            ]
            if not fits:
                return ()
            arcs.append(fits[0])
            at += len(self.points[fits[0]]) - 1
        return tuple(arcs)

    def meant(self, pairs: list[tuple[int, int]], kind: str, same: bool) -> list[Driven]:
        road = self.network.arcs.road
        if len(pairs) > 1 and not (same and kind.endswith("u_turn")):
            pairs = [(a, b) for a, b in pairs if road[a] != road[b]]
            wanted = ANGLE.get(kind.partition("_")[2])
            if len(pairs) > 1 and wanted is not None:
                pairs = [p for p in pairs if abs((self.turned(*p) - wanted + 180) % 360 - 180) < 60]
        elif len(pairs) > 1:
            pairs = [(a, b) for a, b in pairs if road[a] == road[b]]
        return list(pairs) if len(pairs) == 1 else []

    def turned(self, a: int, b: int) -> float:
        return self.bearing(b, 0, 1) - self.bearing(a, -2, -1)

    def bearing(self, arc: int, i: int, j: int) -> float:
        road = int(self.network.arcs.road[arc])
        lon, lat = self.network.road_shape(road)
        if self.network.arcs.of_road[road, 0] != arc:
            lon, lat = lon[::-1], lat[::-1]
        east = float(lon[j] - lon[i]) * math.cos(math.radians(float(lat[i])))
        return math.degrees(math.atan2(float(lat[j] - lat[i]), east))


def broken(path: Driven, bans: set[Driven], longest: int) -> bool:
    return any(path[i : i + n] in bans for i in range(len(path)) for n in range(2, longest + 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--towns", type=Path, required=True)
    parser.add_argument("--drawn", type=int, default=2000, help="how many drawn towns")
    told = parser.parse_args()
    files = sorted(file for file in told.towns.iterdir() if ".osm" in file.name)
    heads = (
        "town", "vehicle", "restrictions in the file", "bans read here", "without one meaning here", "routes",
        "break a ban", "would break one with every turn allowed", "against a oneway or on a closed way",
        "cost differs from the search over arcs",
    )  # fmt: skip
    print(f"| {' | '.join(heads)} |\n|---|---|{'---:|' * (len(heads) - 2)}")
    for file in files:
        raw, network = Raw.of(file), read_osm(file)
        stretches = Stretches(network, raw)
        for vehicle in KEYS:
            print("| " + " | ".join(row(file, raw, network, stretches, vehicle)) + " |", flush=True)
    print(f"\n{drawn(told.drawn)}")


def drawn(count: int) -> str:
    """Hold bans and journeys of drawn towns against a reading by brute force."""
    differ = bans = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            found, of_town = disagreements(town_of(Random(seed)), Path(folder) / "drawn.osm")
            differ += bool(found)
            bans += of_town
    return f"Of {count:,} drawn towns, with {bans:,} bans, {differ} differ from a reading by brute force."


def row(file: Path, raw: Raw, network: Network, stretches: Stretches, vehicle: str) -> list[str]:
    graph = RoadGraph.of(network, replace(VEHICLES[vehicle], permit="yes"))
    bans, unclear = stretches.bans(vehicle)
    law = Pairs(network.arcs, graph.without_turns.weight, bans)
    banned, longest = set(bans), max(map(len, bans), default=2)
    random = np.random.default_rng(15)
    usable = np.flatnonzero(graph.usable_nodes)
    targets = random.choice(usable, DESTINATIONS, replace=False)
    free = graph.without_turns
    trees = {int(target): tree_to(graph, int(target)) for target in targets}
    free_trees = {int(target): tree_to(free, int(target)) for target in targets}
    routes = breaks = would = against = differ = 0
    for source in random.choice(usable, ORIGINS, replace=False).tolist():
        for target, least in zip(targets.tolist(), law.costs(source, targets).tolist(), strict=True):
            if source == target:
                continue
            path = best_path(graph, source, target, None, trees[target])
            routes += 1
            if path is None:
                differ += not math.isinf(law.cost(source, target))
                continue
            real = tuple(graph.real_arcs(path.arcs).tolist())
            breaks += broken(real, banned, longest)
            unbound = best_path(free, source, target, None, free_trees[target])
            would += unbound is not None and broken(tuple(unbound.arcs.tolist()), banned, longest)
            against += any(
                all(
                    raw.against(way, (b in raw.nodes[way] and (a, b) in along(raw, way)), vehicle)
                    for way in stretches.ways(a, b)
                )
                for arc in real
                for a, b in pairwise(stretches.points[arc])
            )
            differ += path.cost != least and path.cost != law.cost(source, target)
    told = (len(raw.turns), len(bans), unclear, routes, breaks, would, against, differ)
    return [file.name.partition(".")[0], vehicle, *(f"{number:,}" for number in told)]


_along: dict[int, set[tuple[int, int]]] = {}


def along(raw: Raw, way: int) -> set[tuple[int, int]]:
    nodes = raw.nodes[way]
    if way not in _along:
        _along[way] = set(pairwise(nodes))
    return _along[way]


if __name__ == "__main__":
    main()
