"""Other engines behind one face: the same directed graph, the same closures, milliseconds told apart."""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable
from typing import Any

import numpy as np

CLOSED = (2**63 - 1) // 4


class Problem:
    """A graph without parallel arcs, and how closures of its roads change it."""

    def __init__(self, graph: Any) -> None:
        arcs = graph.arcs
        self.node_count = len(graph.network.nodes)
        self.lon, self.lat = np.asarray(graph.network.nodes.lon), np.asarray(graph.network.nodes.lat)
        self.weight = graph.weight
        key = np.asarray(arcs.tail, np.int64) * self.node_count + arcs.head
        self.order = np.argsort(key, kind="stable")
        self.first = np.flatnonzero(np.diff(key[self.order], prepend=-1))
        self.tail = np.asarray(arcs.tail)[self.order][self.first]
        self.head = np.asarray(arcs.head)[self.order][self.first]
        self.road = np.asarray(arcs.road)
        self.pair = np.empty(len(self.order), np.int64)
        self.pair[self.order] = np.repeat(np.arange(len(self.first)), np.diff(self.first, append=len(key)))
        self.arcs_of = graph.arcs_of
        self.open_us = self.cheapest(np.empty(0, np.int32))

    def changed(self, closed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Neighbours with another weight when some roads are closed, and that weight."""
        pairs = np.unique(self.pair[self.arcs_of(closed)])
        weight = np.full(len(pairs), CLOSED, np.int64)
        last = np.append(self.first, len(self.order))[pairs + 1]
        for i in np.flatnonzero(last - self.first[pairs] > 1).tolist():
            arcs = self.order[self.first[pairs[i]] : last[i]]
            weight[i] = np.where(np.isin(self.road[arcs], closed), CLOSED, self.weight[arcs]).min()
        other = weight != self.open_us[pairs]
        return pairs[other], weight[other]

    def cheapest(self, closed: np.ndarray) -> np.ndarray:
        """Microseconds of each pair of neighbours with some roads closed, CLOSED for none."""
        shut = np.zeros(int(self.road.max()) + 1, bool)
        shut[closed] = True
        weight = np.where(shut[self.road], CLOSED, self.weight)
        return np.minimum.reduceat(weight[self.order], self.first)


def version(package: str) -> str:
    return f"{package} {importlib.metadata.version(package)}"


class SciPy:
    """scipy.sparse.csgraph.dijkstra; always settles everything that it can reach."""

    def __init__(self, problem: Problem) -> None:
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        self.name, self.p, self.make, self.dijkstra = version("scipy"), problem, csr_array, dijkstra

    def prepare(self, closed: np.ndarray) -> None:
        seconds = self.p.cheapest(closed).astype(float)
        seconds[seconds >= CLOSED] = np.inf
        self.matrix = self.make((seconds, (self.p.tail, self.p.head)), (self.p.node_count,) * 2)

    def query(self, source: int, target: int) -> float:
        return float(self.dijkstra(self.matrix, indices=source)[target])


class IGraph:
    """igraph's distances between two nodes; weights pass through a Python list."""

    def __init__(self, problem: Problem) -> None:
        import igraph

        self.name, self.p = version("igraph"), problem
        edges = np.stack([problem.tail, problem.head], 1)
        self.graph = igraph.Graph(n=problem.node_count, edges=edges, directed=True)

    def prepare(self, closed: np.ndarray) -> None:
        weight = self.p.cheapest(closed).astype(float)
        weight[weight >= CLOSED] = np.inf
        self.graph.es["us"] = weight.tolist()

    def query(self, source: int, target: int) -> float:
        return float(self.graph.distances(source, target, weights="us")[0][0])

    def matrix(self, sources: list[int], targets: list[int]) -> np.ndarray:
        return np.array(self.graph.distances(sources, targets, weights="us"))


class RustworkX:
    """rustworkx' Dijkstra to one goal."""

    def __init__(self, problem: Problem) -> None:
        import rustworkx

        self.name, self.p, self.x = version("rustworkx"), problem, rustworkx
        self.graph = rustworkx.PyDiGraph(multigraph=False)
        self.graph.add_nodes_from(range(problem.node_count))
        weights = problem.open_us.astype(float).tolist()
        self.graph.add_edges_from(
            list(zip(problem.tail.tolist(), problem.head.tolist(), weights, strict=True))
        )
        self.changed: dict[int, float] = {}

    def prepare(self, closed: np.ndarray) -> None:
        for i, was in self.changed.items():
            self.graph.update_edge_by_index(i, was)
        pairs, weight = self.p.changed(closed)
        self.changed = {i: float(self.p.open_us[i]) for i in pairs.tolist()}
        for i, us in zip(pairs.tolist(), weight.tolist(), strict=True):
            self.graph.update_edge_by_index(i, float("inf") if us >= CLOSED else float(us))

    def query(self, source: int, target: int) -> float:
        lengths = self.x.digraph_dijkstra_shortest_path_lengths(self.graph, source, float, goal=target)
        return float(lengths[target]) if target in lengths else float("inf")


class RoutingKit:
    """pyroutingkit's customizable contraction hierarchy; 32-bit weights, so whole milliseconds."""

    def __init__(self, problem: Problem, partial: bool) -> None:
        import pyroutingkit

        how = "changed arcs only" if partial else "customised anew"
        self.name, self.p, self.partial = f"{version('pyroutingkit')}, {how}", problem, partial
        self.kit = pyroutingkit
        begun = time.perf_counter()
        topology = pyroutingkit.CCHTopology()
        topology.build(
            problem.tail.astype(np.uint32), problem.head.astype(np.uint32),
            problem.lat.astype(np.float32), problem.lon.astype(np.float32), problem.node_count,
        )  # fmt: skip
        self.setup_s = time.perf_counter() - begun
        self.cch = pyroutingkit.CCHMetric(topology)
        self.open_ms = self.milliseconds(problem.open_us)
        self.cch.customize(self.open_ms)
        self.closed_ms = self.open_ms

    def milliseconds(self, us: np.ndarray) -> np.ndarray:
        ms = np.minimum(np.maximum(us // 1000, 1), self.kit.INF_WEIGHT).astype(np.uint32)
        ms[us >= CLOSED] = self.kit.INF_WEIGHT
        return ms

    def prepare(self, closed: np.ndarray) -> None:
        pairs, us = self.p.changed(closed)
        self.changed, self.changed_ms = pairs.astype(np.uint32), self.milliseconds(us)
        if not self.partial:
            self.closed_ms = self.open_ms.copy()
            self.closed_ms[pairs] = self.changed_ms

    def apply(self) -> None:
        if not self.partial:
            self.cch.customize(self.closed_ms)
        elif len(self.changed):
            self.cch.update_weights(self.changed, self.changed_ms)

    def undo(self) -> None:
        if self.partial and len(self.changed):
            self.cch.update_weights(self.changed, self.open_ms[self.changed])

    def query(self, source: int, target: int) -> float:
        self.apply()
        found = self.cch.query(source, target)[0]
        return float("inf") if found >= self.kit.INF_WEIGHT else float(found) * 1000

    def matrix(self, sources: list[int], targets: list[int]) -> np.ndarray:
        self.apply()
        return np.asarray(
            self.cch.distances_many_to_many(np.array(sources, np.uint32), np.array(targets, np.uint32))
        )


class Pandana:
    """pandana's contraction hierarchy; a closure means building it anew."""

    def __init__(self, problem: Problem) -> None:
        import pandana
        import pandas

        self.name, self.p, self.pandana, self.pandas = version("pandana"), problem, pandana, pandas

    def prepare(self, closed: np.ndarray) -> None:
        weight = self.p.cheapest(closed)
        kept = weight < CLOSED
        begun = time.perf_counter()
        self.network = self.pandana.Network(
            self.pandas.Series(self.p.lon), self.pandas.Series(self.p.lat),
            self.pandas.Series(self.p.tail[kept]), self.pandas.Series(self.p.head[kept]),
            self.pandas.DataFrame({"s": weight[kept] / 1e6}), twoway=False,
        )  # fmt: skip
        self.setup_s = time.perf_counter() - begun

    def matrix(self, sources: list[int], targets: list[int]) -> np.ndarray:
        pairs = np.array([(s, t) for s in sources for t in targets])
        found = self.network.shortest_path_lengths(pairs[:, 0], pairs[:, 1], imp_name="s")
        return np.array(found).reshape(len(sources), len(targets))


def at_hand(makers: dict[str, Callable[[], Any]]) -> tuple[list[Any], list[str]]:
    """Peers that are installed, and notes on those that are not."""
    peers, notes = [], []
    for name, make in makers.items():
        try:
            peers.append(make())
        except ImportError as error:
            notes.append(f"{name} is not installed here ({error}); its rows are left out.")
    return peers, notes
