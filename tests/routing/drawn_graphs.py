"""Small networks drawn by hand or by Hypothesis, on which a metre takes a second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from routegraph.network.arcs import Arcs
from routegraph.network.model import Network, Nodes, Places, Provenance, Roads, Shape, freeze
from routegraph.network.strings import Strings
from routegraph.network.tags import HIGHWAYS
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, MICRO, RoadGraph
from routegraph.routing.workspace import Rows
from routegraph.vehicles import VEHICLES

WALKER = replace(VEHICLES["truck"], name="walker", speed_kph=dict.fromkeys(HIGHWAYS, 3.6))

SECOND = MICRO
BOTH, FORWARD, BACKWARD = "both", "forward", "backward"


def network_of(node_count: int, roads: list[tuple[int, int, float, str]]) -> Network:
    """A network of roads (u, v, length in metres, which ways it may be driven)."""
    u = np.array([r[0] for r in roads], np.int32)
    v = np.array([r[1] for r in roads], np.int32)
    length = np.array([r[2] for r in roads], np.float64)
    ways = np.array([r[3] for r in roads], dtype="U8")
    n, r = node_count, len(roads)
    lon, lat = np.arange(n) * 0.01, np.zeros(n)
    ends = np.stack([u, v], 1).ravel() if r else np.empty(0, np.int32)
    none = np.empty(0, np.int32)
    network = Network(
        name="drawn",
        nodes=Nodes(lon, lat, np.arange(n, dtype=np.int64), np.zeros(n, np.int32)),
        roads=Roads(
            u=u, v=v,
            way_start=np.arange(r + 1, dtype=np.int32), way_id=np.arange(r, dtype=np.int64),
            highway=np.zeros(r, np.uint8), name=np.zeros(r, np.int32), ref=np.zeros(r, np.int32),
            surface=np.zeros(r, np.uint8), flags=np.zeros(r, np.uint16),
            width_m=np.zeros(r, np.float32),
            length_m=length, shape_start=np.arange(r + 1, dtype=np.int64) * 2,
            bbox=np.zeros((r, 4), np.float32),
        ),
        arcs=Arcs.of(n, u, v, ways != BACKWARD, ways != FORWARD),
        shape=Shape(lon[ends], lat[ends], np.zeros(2 * r, np.int64)),
        places=Places(
            none, none, none, none, none, none, none, np.zeros(1, np.int32), none, none,
        ),
        strings=Strings.of([""]),
        provenance=Provenance("drawn", "", "", "", (0.0, 0.0, 1.0, 1.0), ""),
    )  # fmt: skip
    return freeze(network)


def graph_of(network: Network, compiled: bool | None = None, by: str = "time") -> RoadGraph:
    """The network's graph for somebody who walks a metre a second."""
    return running(RoadGraph.of(network, WALKER, by), compiled)


def running(graph: RoadGraph, compiled: bool | None) -> RoadGraph:
    """A copy of a graph whose searches run compiled, or not, whatever its size."""
    copy = replace(graph)
    copy.__dict__["rows"] = Rows.of(graph.arcs, graph.weight, compiled)
    return copy


def simple_paths(graph: RoadGraph, source: int, target: int) -> list[tuple[int, tuple[int, ...]]]:
    """Every simple path as (cost, arcs), by brute force."""
    arcs = graph.arcs
    found = []

    def extend(node: int, visited: set[int], path: tuple[int, ...], cost: int) -> None:
        if node == target:
            found.append((cost, path))
            return
        for a in range(arcs.start[node], arcs.start[node + 1]):
            other, weight = int(arcs.head[a]), int(graph.weight[a])
            if weight < CLOSED and other not in visited:
                extend(other, visited | {other}, (*path, a), cost + weight)

    extend(source, {source}, (), 0)
    return found


def networkx_of(graph: RoadGraph) -> nx.MultiDiGraph:
    """The open arcs of a graph in networkx."""
    g = nx.MultiDiGraph()
    g.add_nodes_from(range(len(graph.network.nodes)))
    arcs = graph.arcs
    for a in np.flatnonzero(graph.weight < CLOSED).tolist():
        g.add_edge(int(arcs.tail[a]), int(arcs.head[a]), a, weight=int(graph.weight[a]))
    return g


def check_path(graph: RoadGraph, source: int, target: int, path) -> None:
    """A path hangs together, uses open arcs only, and costs what it says."""
    arcs, node = graph.arcs, source
    for a in path.arcs.tolist():
        assert arcs.tail[a] == node
        assert graph.weight[a] < CLOSED
        node = int(arcs.head[a])
    assert node == target
    assert int(graph.weight[path.arcs].sum()) == path.cost


@dataclass(frozen=True)
class Case:
    """A network, a journey and a disruption."""

    node_count: int
    roads: list[tuple[int, int, float, str]]
    source: int
    target: int
    closed: tuple[int, ...]
    slowed: tuple[tuple[int, float], ...]

    @cached_property
    def network(self) -> Network:
        return network_of(self.node_count, self.roads)

    @property
    def disruption(self) -> Disruption:
        return Disruption(
            closed=np.array(self.closed, np.int32),
            slowed=np.array([r for r, _ in self.slowed], np.int32),
            factor=np.array([f for _, f in self.slowed], np.float64),
        )


@st.composite
def cases(draw, max_nodes: int = 7, max_roads: int = 14, slowing: bool = True) -> Case:
    """Directed multigraphs with parallel roads, oneways, loops and ties; nothing to everything closed."""
    n = draw(st.integers(1, max_nodes))
    node = st.integers(0, n - 1)
    roads = draw(
        st.lists(
            st.tuples(
                node, node, st.integers(1, 4).map(float), st.sampled_from([BOTH, BOTH, FORWARD, BACKWARD])
            ),
            max_size=max_roads,
        )
    )
    fate = [draw(st.sampled_from(["open", "open", "open", "closed", "slowed"])) for _ in roads]
    if draw(st.integers(0, 19)) == 0:
        fate = ["closed"] * len(roads)
    if not slowing:
        fate = ["closed" if f == "closed" else "open" for f in fate]
    slowed = [(r, draw(st.sampled_from([1.0, 1.25, 2.0, 3.0]))) for r, f in enumerate(fate) if f == "slowed"]
    closed = tuple(r for r, f in enumerate(fate) if f == "closed")
    return Case(n, roads, draw(node), draw(node), closed, tuple(slowed))
