"""Small networks drawn by hand or by Hypothesis, on which a metre takes a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from routegraph.network.arcs import Arcs
from routegraph.network.model import Network, Nodes, Places, Provenance, Roads, Shape, freeze
from routegraph.network.strings import StringCoder
from routegraph.network.tags import HIGHWAYS, PLACE_KINDS
from routegraph.places.locate import Location
from routegraph.reports.event import Event, Status
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, MICRO, RoadGraph
from routegraph.scenario.applied import AppliedClosure, ResolvedTarget, disruption_of
from routegraph.scenario.closure import Closure, closure_of
from routegraph.scenario.question import Question
from routegraph.scenario.situation import Situation
from routegraph.scenario.supposition import Supposition
from routegraph.vehicles import VEHICLES

WALKER = replace(
    VEHICLES["truck"],
    name="walker",
    speed_kph=dict.fromkeys(HIGHWAYS, 3.6),
    surface_factor=dict.fromkeys(VEHICLES["truck"].surface_factor, 1.0),
)
BOTH, FORWARD, BACKWARD = "both", "forward", "backward"
DEGREES = 0.01

RoadRow = tuple[int, int, float, str]
PlaceRow = tuple[str, int, int]
"""Name, node, population (-1 where unknown); every place is a town."""


def network_of(
    node_count: int,
    roads: Sequence[RoadRow],
    *,
    places: Sequence[PlaceRow] = (),
    names: Mapping[int, str] | None = None,
    at: Mapping[int, tuple[float, float]] | None = None,
) -> Network:
    """A network of roads (u, v, length in metres, which ways), on a line unless told where."""
    coder = StringCoder()
    u = np.array([r[0] for r in roads], np.int32)
    v = np.array([r[1] for r in roads], np.int32)
    length = np.array([r[2] for r in roads], np.float64)
    ways = np.array([r[3] for r in roads], dtype="U8")
    n, r, p = node_count, len(roads), len(places)
    lon, lat = np.arange(n) * DEGREES, np.zeros(n)
    for node, (x, y) in (at or {}).items():
        lon[node], lat[node] = x, y
    ends = np.stack([u, v], 1).ravel() if r else np.empty(0, np.int32)
    west_south = np.minimum(np.stack([lon[u], lat[u]], 1), np.stack([lon[v], lat[v]], 1))
    east_north = np.maximum(np.stack([lon[u], lat[u]], 1), np.stack([lon[v], lat[v]], 1))
    place_nodes = np.array([node for _, node, _ in places], np.int32)
    shown = coder.codes(name for name, _, _ in places)
    network = Network(
        name="drawn",
        nodes=Nodes(lon, lat, np.arange(n, dtype=np.int64), np.zeros(n, np.int32)),
        roads=Roads(
            u=u, v=v,
            way_start=np.arange(r + 1, dtype=np.int32), way_id=np.arange(r, dtype=np.int64),
            highway=np.full(r, HIGHWAYS.index("primary"), np.uint8),
            name=coder.codes((names or {}).get(i, "") for i in range(r)), ref=np.zeros(r, np.int32),
            surface=np.zeros(r, np.uint8), flags=np.zeros(r, np.uint16),
            width_m=np.zeros(r, np.float32),
            length_m=length, shape_start=np.arange(r + 1, dtype=np.int64) * 2,
            bbox=np.concatenate([west_south, east_north], 1).astype(np.float32).reshape(r, 4),
        ),
        arcs=Arcs.of(n, u, v, ways != BACKWARD, ways != FORWARD),
        shape=Shape(lon[ends], lat[ends], np.zeros(2 * r, np.int64)),
        places=Places(
            osm_id=np.arange(1, p + 1), kind=np.full(p, PLACE_KINDS.index("town"), np.uint8),
            lon=lon[place_nodes], lat=lat[place_nodes],
            population=np.array([people for _, _, people in places], np.int64),
            node=place_nodes, name=shown, names_start=np.arange(p + 1, dtype=np.int32),
            names_key=coder.codes("name" for _ in places), names_text=shown,
        ),
        strings=coder.strings(),
        provenance=Provenance("drawn", "", "", "", (-1.0, -1.0, 1.0, 1.0), ""),
    )  # fmt: skip
    network.check()
    return freeze(network)


def graph_of(network: Network, by: str = "time") -> RoadGraph:
    """The open network for somebody who walks a metre a second."""
    return RoadGraph.of(network, WALKER, by)


def spot(graph: RoadGraph, node: int, name: str = "") -> Location:
    lon, lat = float(graph.network.nodes.lon[node]), float(graph.network.nodes.lat[node])
    return Location(name or str(node), name or str(node), lon, lat, node, 0.0, 500.0, declared=True)


def applied(
    graph: RoadGraph, target: str, roads: Sequence[int], factor: float | None = None
) -> AppliedClosure:
    """A closure of some roads, or their slowing by a factor."""
    closure: Closure = closure_of(
        Event(target, Status.RESTRICTED if factor else Status.BLOCKED, factor=factor)
    )
    return AppliedClosure(closure, ResolvedTarget(np.array(sorted(roads), np.int32), "drawn", 0.0, 0.0))


def context_of(
    graph: RoadGraph,
    closures: Sequence[AppliedClosure] = (),
    standing: Sequence[AppliedClosure] = (),
) -> Question:
    situation = Situation(
        supposition=Supposition(),
        standing=tuple(standing),
        closures=tuple(closures),
        before=disruption_of(standing),
        after=disruption_of((*standing, *closures)),
    )
    return Question("drawn", graph.network, graph.vehicle, graph.by, situation)


def without(graph: RoadGraph, roads: Sequence[int]) -> RoadGraph:
    return graph.under(Disruption(closed=np.array(sorted(roads), np.int32)))


def networkx_of(graph: RoadGraph) -> nx.MultiDiGraph:
    """The open arcs of a graph in networkx, weights in millionths."""
    g = nx.MultiDiGraph()
    g.add_nodes_from(range(len(graph.network.nodes)))
    arcs = graph.arcs
    for a in np.flatnonzero(graph.weight < CLOSED).tolist():
        g.add_edge(int(arcs.tail[a]), int(arcs.head[a]), a, weight=int(graph.weight[a]))
    return g


def cost_between(graph: RoadGraph, source: int, target: int) -> int:
    """Cost by networkx; `CLOSED` for no way."""
    try:
        return int(nx.dijkstra_path_length(networkx_of(graph), source, target))
    except nx.NetworkXNoPath:
        return CLOSED


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


@dataclass(frozen=True)
class Case:
    """A drawn network and a journey."""

    node_count: int
    roads: list[RoadRow]
    source: int
    target: int

    @cached_property
    def graph(self) -> RoadGraph:
        return graph_of(network_of(self.node_count, self.roads))

    @property
    def ends(self) -> tuple[Location, Location]:
        return spot(self.graph, self.source), spot(self.graph, self.target)


@st.composite
def cases(draw, max_nodes: int = 7, max_roads: int = 14, longest: int = 6, min_roads: int = 0) -> Case:
    """Directed multigraphs with parallel roads, oneways, loops and ties; two different ends."""
    n = draw(st.integers(2, max_nodes))
    node = st.integers(0, n - 1)
    ways = st.sampled_from([BOTH, BOTH, BOTH, FORWARD, BACKWARD])
    roads = draw(
        st.lists(
            st.tuples(node, node, st.integers(1, longest).map(float), ways),
            min_size=min_roads,
            max_size=max_roads,
        )
    )
    source = draw(node)
    target = draw(node.filter(lambda x: x != source))
    return Case(n, roads, source, target)


def seconds(cost: int) -> float:
    return cost / MICRO
