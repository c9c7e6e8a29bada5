"""The law of the road as tables (``law/*.yaml``): what each vehicle may do on small maps, and how fast."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from drawing import Point, Way

from routegraph.network.model import Network
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path
from routegraph.scenario.supposition import moment_of
from routegraph.vehicles import VEHICLES

Drawn = Callable[..., Network]
TABLES = sorted((Path(__file__).parent / "law").glob("*.yaml"))
STEP = 0.01
NAMING = ("ban", "key", "except", "when", "lifted", "at")
ENDS = {1: (36.0, 35.0), 2: (36.01, 35.0), 3: (36.02, 35.0), 8: (35.99, 35.0), 9: (36.03, 35.0)}


def tags_of(text: str) -> dict[str, str]:
    """Tags written as ``k=v & k=v``."""
    pairs = (part.partition("=") for part in text.split(" & ") if part)
    return {key: value for key, _, value in pairs}


def stretches() -> Iterator[Any]:
    for file in TABLES:
        for table in yaml.safe_load(file.read_text("utf-8")):
            for row in table.get("rows", ()):
                name = f"{file.stem}: {row.get('way') or row.get('node') or 'nothing'} {row.get('at', '')}"
                yield pytest.param(table.get("base", {"highway": "primary"}), row, id=name)


def junctions() -> Iterator[Any]:
    for file in TABLES:
        for table in yaml.safe_load(file.read_text("utf-8")):
            for case in table.get("cases", ()):
                yield pytest.param(
                    table,
                    case,
                    id=" ".join(
                        str(case[k]) for k in ("ban", "key", "except", "when", "lifted", "at") if k in case
                    ),
                )


def speed_kph(graph: RoadGraph, source: int, target: int) -> float:
    """Speed between two nodes by OSM id; 0 where there is no way."""
    ids = graph.network.nodes.osm_id.tolist()
    if source not in ids or target not in ids:
        return 0.0
    path = best_path(graph, ids.index(source), ids.index(target))
    if path is None:
        return 0.0
    told = graph.totals(path.arcs)
    return told.length_m / told.time_s * 3.6


@pytest.mark.parametrize(("base", "row"), list(stretches()))
def test_a_stretch_is_driven_as_the_law_says(base: dict[str, str], row: dict[str, str], drawn: Drawn) -> None:
    node = tags_of(row.get("node", ""))
    nodes: dict[int, Point] = dict(ENDS) | ({2: (*ENDS[2], node)} if node else {})
    side = {"highway": "primary", "name": "side"}
    ways: list[Way] = [
        (81, [8, 1], side),
        (10, [1, 2, 3], base | tags_of(row.get("way", ""))),
        (39, [3, 9], side),
    ]
    network = drawn(nodes, ways)
    told = {vehicle: row[vehicle] for vehicle in VEHICLES if vehicle in row}
    for vehicle, expected in (told or dict.fromkeys(("car", "truck"), row["all"])).items():
        direction, *kph = str(expected).split()
        graph = RoadGraph.of(network, VEHICLES[vehicle], at=moment_of(row.get("at")))
        found = [speed_kph(graph, 1, 3), speed_kph(graph, 3, 1)]
        open_ = {"both": [True, True], "forward": [True, False], "backward": [False, True]}
        assert [speed > 0 for speed in found] == open_.get(direction, [False, False]), vehicle
        wanted = [float(text) for text in kph]
        for speed, number in zip([s for s in found if s], (wanted * 2)[-2:] if wanted else (), strict=False):
            assert speed == pytest.approx(number, rel=2e-3), vehicle


def drawn_nodes(text: str) -> dict[str, tuple[float, float]]:
    """Letters of a drawn map with their places."""
    lines = text.splitlines()
    return {
        letter: (36 + column * STEP / 2, 35 + (len(lines) - row) * STEP)
        for row, line in enumerate(lines)
        for column, letter in enumerate(line)
        if letter != " "
    }


@pytest.mark.parametrize(("table", "case"), list(junctions()))
def test_turns_are_driven_as_the_law_says(table: dict[str, Any], case: dict[str, Any], drawn: Drawn) -> None:
    spots = drawn_nodes(table["map"])
    number = {letter: i for i, letter in enumerate(spots, 1)}
    way_id = {way[:2]: 100 + i for i, way in enumerate(table["ways"])}
    ways: list[Way] = []
    for way in table["ways"]:
        tags = {"highway": "primary", "name": way} | ({"oneway": "yes"} if way.endswith(">") else {})
        ways.append((way_id[way[:2]], [number[way[0]], number[way[1]]], tags))
    kind, _, members = case["ban"].partition(": ")
    parts = members.split()
    via = next(i for i, part in enumerate(parts) if i and (len(part) == 1 or len(parts) == 3))
    inner = ""
    for i, part in enumerate(parts):
        role = "via" if i == via else "from" if i < via else "to"
        kind_of, ref = ("node", number[part]) if len(part) == 1 else ("way", way_id.get(part, 999))
        inner += f'<member type="{kind_of}" ref="{ref}" role="{role}"/>'
    kind = f"{kind} @ ({case['when']})" if "when" in case else kind
    rules = {"type": "restriction", case.get("key", "restriction"): kind}
    rules |= {"except": case["except"]} if "except" in case else {}
    rules |= {"restriction:conditional": f"none @ ({case['lifted']})"} if "lifted" in case else {}
    inner += "".join(f'<tag k="{k}" v="{v}"/>' for k, v in rules.items())
    nodes: dict[int, Point] = {number[letter]: spot for letter, spot in spots.items()}
    network = drawn(nodes, ways, f'<relation id="1" version="1">{inner}</relation>')
    ids = network.nodes.osm_id.tolist()
    letter_of = {i: letter for letter, i in number.items()}
    journeys = {key: value for key, value in case.items() if "-" in key}
    for vehicle in ("car", "truck"):
        graph = RoadGraph.of(network, VEHICLES[vehicle], at=moment_of(case.get("at")))
        for journey, expected in (case.get(vehicle) or journeys).items():
            start, end = (ids.index(number[letter]) for letter in journey.split("-"))
            path = best_path(graph, start, end)
            arcs = network.arcs
            heads = [] if path is None else arcs.head[graph.real_arcs(path.arcs)].tolist()
            through = "none" if path is None else "".join(letter_of[ids[n]] for n in (start, *heads))
            assert through == expected, (vehicle, journey)


def test_the_tables_hold_enough_to_be_a_law() -> None:
    assert len(list(stretches())) + len(list(junctions())) >= 150
