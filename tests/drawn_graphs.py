"""Drawn networks under a disruption, searched by the source or compiled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from hypothesis import strategies as st

from drawn_networks import BACKWARD, BOTH, FORWARD, WALKER, network_of
from routegraph.network.model import Network
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import CLOSED, MICRO, RoadGraph
from routegraph.routing.workspace import Rows

SECOND = MICRO


def graph_of(network: Network, compiled: bool | None = None, by: str = "time") -> RoadGraph:
    """The network's graph for somebody who walks a metre a second."""
    return running(RoadGraph.of(network, WALKER, by), compiled)


def running(graph: RoadGraph, compiled: bool | None) -> RoadGraph:
    """A copy of a graph whose searches run compiled, or not, whatever its size."""
    copy = replace(graph)
    copy.__dict__["rows"] = Rows.of(graph.arcs, graph.weight, compiled)
    return copy


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
