"""A network under one vehicle, one measure and the closures that stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from routegraph.defaults import MEASURES
from routegraph.errors import QuestionError
from routegraph.network.arcs import Arcs
from routegraph.network.arrays import Int
from routegraph.network.conditions import Moment
from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.network.law_in_force import decided_turns, hangs_on_conditions
from routegraph.network.model import Network
from routegraph.network.restrictions import banned_turns
from routegraph.routing.disruption import Disruption
from routegraph.routing.kernels import CLOSED
from routegraph.routing.local_access import keep_out_through_traffic
from routegraph.routing.memory import Memory
from routegraph.routing.turns import Driven, Turns
from routegraph.routing.workspace import Rows, Workspaces, main_component
from routegraph.vehicles import Vehicle

__all__ = ["CLOSED", "HEAVIEST", "MICRO", "RoadGraph", "Totals"]

MICRO = 1_000_000
"""Weights are whole millionths of a second, metre or currency unit: sums are exact, ties are ties."""

HEAVIEST = 2**45
"""No open road weighs more (a year, or 35,000 km), so that no sum of weights comes near `CLOSED`."""

KEPT = {
    "graphs": 2, "trees": 4, "nested": 4, "asked": 64, "customized": 1, "journeys": 4, "streets": 32,
    "settlements": 4, "pieces": 1, "flows": 2,
}  # fmt: skip
"""How many of each a graph remembers."""


class Totals(NamedTuple):
    """What a way amounts to; `cost` in the vehicle's currency, fuel included."""

    time_s: float
    length_m: float
    cost: float
    fuel_l: float


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Weights of a network's arcs for one vehicle and one measure.

    Attributes
    ----------
    by : str
        One of `defaults.MEASURES`: what the best route has least of.
    weight : int64[M]
        Millionths of the measure by arc; `CLOSED` for arcs nobody may use.
    time_s : float64[M]
        Driving time by arc, slowing included; inf where closed or not usable.
    opened : RoadGraph, optional
        The graph before anything was closed or slowed, when this is not it.
    turns : Turns, optional
        The junctions that turn bans split. Then N' nodes and M' arcs of `arcs` stand for the N and
        M of the network; journeys begin at node `n` and end at ``arrival(n)``.
    undecided : Network, optional
        The network with the law's conditions, where it has any; `network` has them decided.
    at : date or datetime, optional
        When they were decided for.
    """

    network: Network
    vehicle: Vehicle
    by: str
    weight: NDArray[np.int64]
    time_s: NDArray[np.float64]
    opened: RoadGraph | None = field(default=None, repr=False)
    turns: Turns | None = field(default=None, repr=False)
    undecided: Network | None = field(default=None, repr=False)
    at: Moment = None

    @classmethod
    def of(
        cls,
        network: Network,
        vehicle: Vehicle,
        by: str = "time",
        at: Moment = None,
        turns_at_hours: Mapping[Driven, Driven] | None = None,
    ) -> RoadGraph:
        """Weights on the open network.

        Parameters
        ----------
        network : Network
            The roads.
        vehicle : Vehicle
            Who drives: where it may go, how fast, at what cost.
        by : str
            ``time``, ``distance`` or ``cost``: what the best route has least of.
        at : date or datetime, optional
            When, by the clocks of the place: decides the law that hangs on days and hours.
        turns_at_hours : dict, optional
            Turns that are banned at times, see `law_hours.LawHours`.

        Returns
        -------
        RoadGraph
            With nothing closed.

        Raises
        ------
        QuestionError
            `by` is not a measure.

        Examples
        --------
        >>> import routegraph
        >>> network = routegraph.load("hama-aleppo").network
        >>> RoadGraph.of(network, routegraph.find_vehicle("truck"), "distance").by
        'distance'
        """
        if by not in MEASURES:
            raise QuestionError(f"cannot search by {by!r}; by is one of {', '.join(MEASURES)}.")
        holding, _ = decided_turns(network, vehicle.sizes, at)
        undecided = network if hangs_on_conditions(network) else None
        if undecided is not None:
            network = replace(network, rules=vehicle.law_at(network, at).rules)
        time_s = vehicle.arc_time_s(network)
        usable = np.isfinite(time_s)
        banned, at_hours = (
            {turn: hours for turn, hours in told.items() if usable[list(turn)].all()}
            for told in (
                dict.fromkeys(banned_turns(network, vehicle.mode, holding), ()),
                turns_at_hours or {},
            )
        )
        turns = Turns.of(network.arcs, [*banned], at_hours)
        turns = keep_out_through_traffic(network.arcs, turns, vehicle.arc_is_local(network), usable)
        if turns is not None:
            time_s = time_s[turns.arc]
        graph = cls(
            network, vehicle, by, np.empty(0, np.int64), time_s, turns=turns, undecided=undecided, at=at
        )
        return replace(graph, weight=graph._weight(np.arange(len(time_s)), time_s))

    def by_law_of(self, at: Moment) -> RoadGraph:
        """Return the open graph by the law of another moment.

        Parameters
        ----------
        at : date, datetime or None
            By the clocks of the place.

        Returns
        -------
        RoadGraph
            This one where nothing hangs on days or hours.

        Examples
        --------
        >>> import datetime as dt, routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> graph.by_law_of(dt.date(2026, 3, 4)) is graph
        True
        """
        if self.undecided is None or at == self.at:
            return self
        return RoadGraph.of(self.undecided, self.vehicle, self.by, at)

    @property
    def arcs(self) -> Arcs:
        """What `weight`, `time_s` and the arcs of paths and trees go by."""
        return self.network.arcs if self.turns is None else self.turns.arcs

    @cached_property
    def banned(self) -> list[Driven]:
        """Sequences of the network's arcs that may not be driven one after another, ascending."""
        holding, _ = decided_turns(self.network, self.vehicle.sizes, self.at)
        return banned_turns(self.network, self.vehicle.mode, holding)

    @property
    def without_turns(self) -> RoadGraph:
        """The same with every turn allowed."""
        return self if self.turns is None else self._unsplit

    @cached_property
    def _unsplit(self) -> RoadGraph:
        opened = self.opened.without_turns if self.opened else None
        plain = slice(None) if self.turns is None else self.turns.plain
        return replace(self, weight=self.weight[plain], time_s=self.time_s[plain], opened=opened, turns=None)

    @property
    def node_count(self) -> int:
        """How many nodes `arcs` join, copies included."""
        return len(self.arcs.start) - 1

    def arrival(self, node: int) -> int:
        """Return where journeys to a node end.

        Parameters
        ----------
        node : int
            Of the network.

        Returns
        -------
        int
            Of the graph; another than `node` only where turn bans split the junction.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> graph.arrival(7)
        7
        """
        return node if self.turns is None else int(self.turns.arrival[node])

    @cached_property
    def arrivals(self) -> NDArray[np.int32]:
        """Where journeys to each of the network's nodes end, int32[N]."""
        count = len(self.network.nodes)
        return np.arange(count, dtype=np.int32) if self.turns is None else self.turns.arrival[:count]

    def real_node(self, node: int) -> int:
        """Return the network's node that a node stands for.

        Parameters
        ----------
        node : int
            Of the graph, copies included.

        Returns
        -------
        int
            Of the network.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> graph.real_node(graph.arrival(7))
        7
        """
        return node if self.turns is None else int(self.turns.node[node])

    def real_arcs(self, arcs: Int) -> Int:
        """Return the network's arcs that some arcs stand for.

        Parameters
        ----------
        arcs : int[K]
            Of the graph, copies included.

        Returns
        -------
        int[K]
            Of the network.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> graph.real_arcs(np.array([3, 1])).tolist()
        [3, 1]
        """
        return arcs if self.turns is None else self.turns.arc[arcs]

    @cached_property
    def memory(self) -> Memory:
        """What has been worked out on this graph and may be asked for again."""
        return Memory(KEPT)

    def standing(self, disruption: Disruption) -> RoadGraph:
        """Return the same as `under`, kept for the next question under these closures.

        Parameters
        ----------
        disruption : Disruption
            What stands closed or slowed.

        Returns
        -------
        RoadGraph
            The same object for the same disruption, while it is kept.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> stands = Disruption(closed=np.array([0], np.int32))
        >>> graph.standing(stands) is graph.standing(stands)
        True
        """
        if not disruption:
            return self
        return self.memory.get("graphs", disruption.key, lambda: self.under(disruption))

    def under(self, disruption: Disruption) -> RoadGraph:
        """Return the graph with roads closed or slowed; this one stays as it is.

        Parameters
        ----------
        disruption : Disruption
            Roads to close, and roads to slow with their factors.

        Returns
        -------
        RoadGraph
            Shares with this one all that closures do not change.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> closed = graph.under(Disruption(closed=np.array([0], np.int32)))
        >>> closed.time_s[closed.arcs_of(np.array([0]))].tolist()
        [inf, inf]
        """
        if not disruption:
            return self
        arcs, changed = self.changed_arcs(disruption)
        weight, time_s = self.weight.copy(), self.time_s.copy()
        weight[arcs] = changed
        slowed, factor = self._slowed(disruption)
        time_s[slowed] *= factor
        time_s[self.arcs_of(disruption.closed)] = np.inf
        return replace(self, weight=weight, time_s=time_s, opened=self.opened or self)

    def changed_arcs(self, disruption: Disruption) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Arcs that a disruption gives another weight, and that weight.

        Parameters
        ----------
        disruption : Disruption
            Roads to close, and roads to slow with their factors.

        Returns
        -------
        arcs : int32[K]
            Slowed ones first, then closed ones.
        weight : int64[K]
            In millionths of the measure; `CLOSED` where closed.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> arcs, weight = graph.changed_arcs(Disruption(closed=np.array([0], np.int32)))
        >>> len(arcs), bool((weight == CLOSED).all())
        (2, True)
        """
        closed = self.arcs_of(disruption.closed)
        shut = np.full(len(closed), CLOSED, np.int64)
        if not len(disruption.slowed):
            return closed, shut
        slowed, factor = self._slowed(disruption)
        slow = self._weight(slowed, self.time_s[slowed] * factor)
        return np.concatenate([slowed, closed]), np.concatenate([slow, shut])

    def arcs_of(self, roads: Int) -> NDArray[np.int32]:
        """Arcs of some roads, both ways.

        Parameters
        ----------
        roads : int[...]
            Of the network.

        Returns
        -------
        int32[...]
            Of the graph, copies included.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> len(graph.arcs_of(np.array([0])))
        2
        """
        if self.turns is not None:
            return self.turns.arcs_of(roads)
        arcs = np.asarray(self.arcs.of_road, np.int32)[roads].ravel()
        return arcs[arcs >= 0]

    def _slowed(self, disruption: Disruption) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Slowed arcs, and by what."""
        arcs = self.arcs_of(disruption.slowed)
        at = np.searchsorted(disruption.slowed, self.arcs.road[arcs])
        return arcs, np.asarray(disruption.factor, np.float64)[at]

    def _weight(self, arcs: Int, time_s: NDArray[np.float64]) -> NDArray[np.int64]:
        """Weights of some arcs that take so long."""
        if self.by == "time":
            measure = time_s
        elif self.by == "distance":
            measure = self.length_m(arcs)
        else:
            measure = self.vehicle.cost(time_s, self.fuel_l(arcs))
        usable = np.isfinite(time_s)
        weight = np.full(len(time_s), CLOSED, np.int64)
        weight[usable] = np.clip(np.rint(measure[usable] * MICRO), 1, HEAVIEST).astype(np.int64)
        return weight

    def length_m(self, arcs: Int) -> NDArray[np.float64]:
        """Length of some arcs.

        Parameters
        ----------
        arcs : int[K]
            Of the graph.

        Returns
        -------
        float64[K]
            Metres.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> graph.length_m(graph.arcs_of(np.array([0]))).round().tolist()
        [19833.0, 19833.0]
        """
        return np.asarray(self.network.roads.length_m, np.float64)[self.arcs.road[arcs]]

    def fuel_l(self, arcs: Int) -> NDArray[np.float64]:
        """Litres burnt on some arcs.

        Parameters
        ----------
        arcs : int[K]
            Of the graph.

        Returns
        -------
        float64[K]
            Litres.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> graph.fuel_l(graph.arcs_of(np.array([0]))).round(2).tolist()
        [6.94, 6.94]
        """
        return self.vehicle.arc_fuel_l(self.network, self.real_arcs(arcs))

    def totals(self, arcs: Int, time_s: NDArray[np.float64] | None = None) -> Totals:
        """What driving some arcs amounts to; `time_s` in place of the graph's own times.

        Parameters
        ----------
        arcs : int[K]
            Of the graph, each as often as it is driven.
        time_s : float64[K], optional
            Seconds on each, in place of the graph's own.

        Returns
        -------
        Totals
            Seconds, metres, litres, and money in the vehicle's currency.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> round(graph.totals(graph.arcs_of(np.array([0]))).length_m)
        39666
        """
        seconds = float((self.time_s[arcs] if time_s is None else time_s).sum())
        fuel_l = float(self.fuel_l(arcs).sum())
        return Totals(seconds, float(self.length_m(arcs).sum()), self.vehicle.cost(seconds, fuel_l), fuel_l)

    def times_under(self, disruption: Disruption, arcs: Int) -> NDArray[np.float64]:
        """Driving times of some open arcs when roads are slowed.

        Parameters
        ----------
        disruption : Disruption
            What is slowed; what it closes is not asked here.
        arcs : int[K]
            Open ones of the graph.

        Returns
        -------
        float64[K]
            Seconds.

        Examples
        --------
        >>> import routegraph
        >>> graph = routegraph.load("hama-aleppo").graph
        >>> arcs = graph.arcs_of(np.array([0]))
        >>> slowed = Disruption(slowed=np.array([0], np.int32), factor=np.array([2.0]))
        >>> (graph.times_under(slowed, arcs) / graph.time_s[arcs]).tolist()
        [2.0, 2.0]
        """
        time_s = self.time_s[arcs]
        if not len(disruption.slowed):
            return time_s
        roads = self.arcs.road[arcs]
        at = np.minimum(np.searchsorted(disruption.slowed, roads), len(disruption.slowed) - 1)
        return np.where(disruption.slowed[at] == roads, time_s * disruption.factor[at], time_s)

    @cached_property
    def usable_roads(self) -> NDArray[np.bool_]:
        """Roads that this vehicle may use, in one direction at the least, bool[R]."""
        usable = np.zeros(len(self.network.roads), bool)
        usable[self.arcs.road[self.weight < CLOSED]] = True
        return usable

    @cached_property
    def usable_nodes(self) -> NDArray[np.bool_]:
        """Nodes among which this vehicle can drive from each to each, bool[N]; the largest such set."""
        main = main_component(self.rows)
        if self.turns is None:
            return main
        usable = np.zeros(len(self.network.nodes), bool)
        usable[self.turns.node[main]] = True
        local = self.vehicle.arc_is_local(self.network)
        if local.any():  # ends of journeys, which no journey passes through
            arcs, wide = self.network.arcs, main_component(self.without_turns.rows)
            ends = np.concatenate([arcs.tail[local], arcs.head[local]])
            usable[ends[wide[ends]]] = True
        return usable

    @cached_property
    def touched_nodes(self) -> NDArray[np.bool_]:
        """Nodes that an arc this vehicle may use leaves or enters, islands included, bool[N]."""
        arcs, usable = self.network.arcs, self.real_arcs(np.flatnonzero(self.weight < CLOSED))
        touched = np.zeros(len(self.network.nodes), bool)
        touched[arcs.tail[usable]] = True
        touched[arcs.head[usable]] = True
        return touched

    @cached_property
    def rows(self) -> Rows:
        """The adjacency that searches read."""
        if self.opened is not None:
            return self.opened.rows.reweighted(self.weight)
        return Rows.of(self.arcs, self.weight)

    @cached_property
    def plane(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Metres east and north of a corner, by node, int32[N']: good enough to tell what lies nearer."""
        if self.opened is not None:
            return self.opened.plane
        nodes = self.network.nodes
        lon, lat = np.asarray(nodes.lon, np.float64), np.asarray(nodes.lat, np.float64)
        if not len(lon):
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        east, north = (lon - lon.min()) * np.cos(np.radians(lat.mean())), lat - lat.min()
        x, y = (np.asarray(side * METRES_PER_DEGREE, np.int32) for side in (east, north))
        return (x, y) if self.turns is None else (x[self.turns.node], y[self.turns.node])

    @cached_property
    def workspaces(self) -> Workspaces:
        """Scratch arrays that searches write, one set for each thread at work."""
        return Workspaces(self.rows)
