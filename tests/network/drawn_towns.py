"""Little towns drawn at random: a grid of streets with one-way ways, roundabouts and turn restrictions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import quoteattr

from drawing import Point, Way, osm_xml

Member = tuple[str, int, str]
Relation = tuple[int, dict[str, str], list[Member]]

TYPES = {"n": "node", "w": "way"}
KINDS = (
    "no_left_turn", "no_right_turn", "no_straight_on", "no_u_turn", "no_entry", "no_exit", "no_turn",
    "only_left_turn", "only_right_turn", "only_straight_on", "only_u_turn",
)  # fmt: skip
KEYS = (*["restriction"] * 6, "restriction:hgv", "restriction:motorcar", "restriction:conditional")
EXCEPTIONS = ("hgv", "psv;hgv", "motorcar", "psv;bicycle")


@dataclass(frozen=True)
class Town:
    """A town as a file would hold it."""

    nodes: dict[int, Point]
    ways: list[Way]
    relations: list[Relation]

    def xml(self) -> str:
        return osm_xml(self.nodes, self.ways, "".join(_relation_xml(*one) for one in self.relations))


def town_of(random: Random) -> Town:
    """Draw a town; ways bend, cross, run on over junctions and into themselves."""
    nodes, streets = _streets(random)
    ways = [(1000 + i, line, _tags(random, i)) for i, line in enumerate(_joined(random, streets))]
    drawn = [_relation(random, 5000 + i, ways, nodes) for i in range(random.choice((1, 2, 3, 4, 6)))]
    return Town(nodes, ways, [one for one in drawn if one])


def _streets(random: Random) -> tuple[dict[int, Point], list[list[int]]]:
    """Corners of an uneven grid, and the streets between them, some with a bend."""
    size = random.choice((3, 3, 4))
    corner = {(i, j): 1 + 10 * i + j for i in range(size) for j in range(size)}
    nodes: dict[int, Point] = {
        number: _written(36 + 0.002 * i + 0.0004 * random.random(), 35 + 0.002 * j + 0.0004 * random.random())
        for (i, j), number in corner.items()
    }
    streets = []
    for (i, j), here in corner.items():
        for beside, share in (((i + 1, j), 0.9), ((i, j + 1), 0.9), ((i + 1, j + 1), 0.12)):
            if beside not in corner or random.random() >= share:
                continue
            line = [here, corner[beside]]
            if random.random() < 0.4:
                bend = 200 + len(streets)
                lon, lat = ((nodes[line[0]][k] + nodes[line[1]][k]) / 2 for k in (0, 1))
                nodes[bend] = _written(lon + 0.0003 * random.random(), lat + 0.0003 * random.random())
                line.insert(1, bend)
            streets.append(line if random.random() < 0.5 else line[::-1])
    random.shuffle(streets)
    return nodes, streets


def _written(lon: float, lat: float) -> tuple[float, float]:
    """A point as OpenStreetMap keeps it."""
    return round(lon, 7), round(lat, 7)


def _joined(random: Random, streets: list[list[int]]) -> list[list[int]]:
    """Ways of one street or of up to four that follow one another."""
    ways = []
    while streets:
        line = streets.pop()
        for _ in range(random.choice((0, 0, 0, 1, 2, 3))):
            onward = next((one for one in streets if line[-1] in (one[0], one[-1])), None)
            if onward:
                streets.remove(onward)
                line = [*line, *(onward if onward[0] == line[-1] else onward[::-1])[1:]]
        ways.append(line)
    return ways


def _tags(random: Random, number: int) -> dict[str, str]:
    shares = {"oneway=yes": 15, "oneway=-1": 3, "junction=roundabout": 3, f"name=way {number}": 4, "": 75}
    [told] = random.choices(list(shares), list(shares.values()))
    key, _, value = told.partition("=")
    return {"highway": "primary"} | ({key: value} if key else {})


def _relation(random: Random, number: int, ways: list[Way], nodes: Mapping[int, Point]) -> Relation | None:
    kind, key = random.choice(KINDS), random.choice(KEYS)
    tags = {"type": "restriction", key: f"{kind} @ (Mo-Fr 07:00-09:00)" if "conditional" in key else kind}
    if random.random() < 0.15:
        tags["except"] = random.choice(EXCEPTIONS)
    line = {way: list(refs) for way, refs, _ in ways}
    touching: dict[int, list[int]] = {}
    for way, refs in line.items():
        for node in sorted(set(refs)):
            touching.setdefault(node, []).append(way)
    first = random.choice(list(line))
    if random.random() < 0.5:
        return number, tags, _over_a_node(random, kind, first, line, touching, list(nodes))
    members = _over_ways(random, first, line, touching)
    return (number, tags, members) if members else None


def _over_a_node(
    random: Random,
    kind: str,
    first: int,
    line: Mapping[int, list[int]],
    touching: Mapping[int, list[int]],
    nodes: list[int],
) -> list[Member]:
    """Members of a turn at a node; some that do not meet, are doubled, too many or not known."""
    refs = line[first]
    via = random.choice((refs[0], refs[-1], random.choice(refs)))
    if random.random() < 0.05:
        via = random.choice(nodes)
    at_via = touching.get(via, [first])
    from_, to = [first], [random.choice(at_via if random.random() < 0.95 else list(line))]
    if kind == "no_entry" and random.random() < 0.7:
        from_.append(random.choice(at_via))
    if (kind == "no_exit" and random.random() < 0.7) or random.random() < 0.05:
        to.append(random.choice(at_via))
    if random.random() < 0.1:
        from_.append(first)
    members = [("w", way, "from") for way in from_] + [("n", via, "via")] + [("w", way, "to") for way in to]
    if random.random() < 0.05:
        members.append(("n", via, "via"))
    if random.random() < 0.05:
        members.append(("n", random.choice(nodes), "location_hint"))
    random.shuffle(members)
    return members


def _over_ways(
    random: Random, first: int, line: Mapping[int, list[int]], touching: Mapping[int, list[int]]
) -> list[Member]:
    """Members of a turn over whole ways, one behind the other; none where there is no such way."""
    at = random.choice((line[first][0], line[first][-1]))
    via: list[int] = []
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        ends = {way: (line[way][0], line[way][-1]) for way in touching[at] if way not in (first, *via)}
        onward = [way for way, both in ends.items() if at in both]
        if not onward:
            break
        via.append(random.choice(onward))
        start, end = ends[via[-1]]
        at = end if start == at else start
    members = [("w", way, "via") for way in via]
    members = [("w", first, "from"), *members, ("w", random.choice(touching[at]), "to")]
    if random.random() < 0.3:
        random.shuffle(members)
    return members if via else []


def _relation_xml(number: int, tags: Mapping[str, str], members: list[Member]) -> str:
    inner = [f'<member type="{TYPES[kind]}" ref="{ref}" role="{role}"/>' for kind, ref, role in members]
    inner += [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]
    return f'<relation id="{number}" version="1">{"".join(inner)}</relation>\n'
