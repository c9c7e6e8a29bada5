"""What gets through in a day under some closures, and what holds it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.capacity import (
    CapacityGraph,
    Throughput,
    at_junctions,
    days_of_stock,
    left_aside,
    throughput,
    ways_of,
)
from routegraph.analysis.streets import streets_of
from routegraph.analysis.supply_limits import StatedLimit, bounded
from routegraph.analysis.whereabouts import stretch_label
from routegraph.network.geometry import middle_of_roads, road_middle
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.render import words
from routegraph.routing.disruption import Disruption
from routegraph.routing.flow import severing_cut
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route, route_of
from routegraph.routing.tree import Path

MOST_WAYS = 5


@dataclass(frozen=True)
class Bottleneck:
    """A stretch of the minimum cut: more cannot pass because of it and the others.

    Attributes
    ----------
    label : str
        The road and the places at its ends, or what the limit was stated for.
    per_day : int
        Vehicles.
    why : str
        ``road``, ``limit``, ``convoys``, or ``closed``.
    """

    label: str
    per_day: int
    why: str
    road: int | None
    lon: float
    lat: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"label": self.label, "per_day": self.per_day, "why": self.why, "road": self.road}


@dataclass(frozen=True)
class Needs:
    """What is needed and what there is, in tonnes; None where the question does not tell.

    Attributes
    ----------
    demand_t : float or None
        A day.
    stock_t : float or None
        There today.
    """

    demand_t: float | None = None
    stock_t: float | None = None


@dataclass(frozen=True, eq=False)
class DailyFlow:
    """What gets through in a day.

    Attributes
    ----------
    bottlenecks : tuple of Bottleneck
        What they let pass adds up to `vehicles`.
    ways : tuple of (int, Route)
        The quickest of the ways that it takes: vehicles a day, and the route.
    met : float or None
        Share of the demand, at most 1.
    stock_days : float or None
        Days until the stock is used up; inf when what arrives is enough.
    left_aside : int
        Bans over several junctions that the flow may break, so that less may get through; 0 proves it exact.
    """

    vehicles: int
    tonnes: float
    bottlenecks: tuple[Bottleneck, ...]
    ways: tuple[tuple[int, Route], ...]
    met: float | None
    stock_days: float | None
    left_aside: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; `stock_days` is null when the stock does not run out, or is not told."""
        return {
            "vehicles_per_day": self.vehicles,
            "tonnes_per_day": round(self.tonnes, 2),
            "demand_met": None if self.met is None else round(self.met, 4),
            "stock_days": None if self.stock_days is None else round(self.stock_days, 2),
            "stock_lasts": None if self.stock_days is None else self.stock_days == float("inf"),
            "bottlenecks": [one.to_dict() for one in self.bottlenecks],
            "ways": [{"vehicles_per_day": amount} | route.to_dict() for amount, route in self.ways],
        }


@dataclass(frozen=True, eq=False)
class CapacityInputs:
    """What a capacity question is computed from."""

    open_graph: RoadGraph
    origin: Location
    destination: Location
    gazetteer: Gazetteer
    per_day: NDArray[np.float64]
    limits: tuple[StatedLimit, ...]
    convoys: tuple[int, int] | None
    needs: Needs
    payload_t: float

    def flow(self, disruption: Disruption, whole: RoadGraph) -> DailyFlow:
        """What gets through under closures; `whole` is the graph before them, which names what cut it."""
        found, ways, aside = self._found(disruption)
        arriving = found.per_day * self.payload_t
        demand, stock = self.needs.demand_t, self.needs.stock_t
        return DailyFlow(
            vehicles=found.per_day,
            tonnes=arriving,
            bottlenecks=self._bottlenecks(found, disruption, whole),
            ways=ways,
            met=None if demand is None else min(arriving / demand, 1.0) if demand else 1.0,
            stock_days=None if demand is None or stock is None else days_of_stock(stock, demand, arriving),
            left_aside=aside,
        )

    def _found(self, disruption: Disruption) -> tuple[Throughput, tuple[tuple[int, Route], ...], int]:
        """The flow and its quickest ways, kept by the open graph for the next question."""
        start, end = self.origin.node, self.destination.node
        streets = streets_of(self.open_graph, self.origin, self.destination)
        bound, gates = bounded(self.per_day, self.limits, streets)
        most = float("inf") if self.convoys is None else float(self.convoys[0] * self.convoys[1])

        def work_out() -> tuple[Throughput, tuple[tuple[int, Route], ...], int]:
            graph = self.open_graph.under(disruption)
            laid = CapacityGraph.of(graph, bound, gates, at_junctions(self.open_graph))
            found = throughput(laid, [(start, most)], [(end, float("inf"))])
            over_several = any(len(turn) > 2 for turn in self.open_graph.banned)
            ways = ways_of(laid, found, start, end, None if over_several else MOST_WAYS)
            aside = left_aside(self.open_graph, [arcs for _, arcs in ways], gates)
            routes = tuple(
                (amount, route_of(graph, Path(np.array(arcs, np.int32), 0)))
                for amount, arcs in ways[:MOST_WAYS]
            )
            return replace(found, sent=np.empty(0)), routes, aside

        limited = tuple((gate.name, gate.per_day, gate.roads.tobytes()) for gate in gates)
        key = (disruption.key, start, end, most, blake2b(bound.tobytes()).digest(), limited)
        return self.open_graph.memory.get("flows", key, work_out)

    def _bottlenecks(
        self, found: Throughput, disruption: Disruption, whole: RoadGraph
    ) -> tuple[Bottleneck, ...]:
        network = self.open_graph.network
        told = []
        if found.at_source:
            count, size = self.convoys or (0, 0)
            label = f"{words.count(count, 'convoy')} of {size:,}"
            told.append(Bottleneck(label, found.at_source, "convoys", None, self.origin.lon, self.origin.lat))
        for gate in found.cut_gates:
            stated_at = next((one for one in self.limits if one.target == gate.name), None)
            lon, lat = (stated_at.lon, stated_at.lat) if stated_at else middle_of_roads(network, gate.roads)
            told.append(Bottleneck(words.target(gate.name), gate.per_day, "limit", None, lon, lat))
        stated = {road for one in self.limits if not one.joint for road in one.roads.tolist()}
        for road, amount in zip(found.cut_roads.tolist(), found.cut_per_day.tolist(), strict=True):
            why = "limit" if road in stated else "road"
            told.append(self._at_road(road, amount, why))
        if not found.per_day and not told:
            try:
                cut = severing_cut(whole, disruption, self.origin.node, self.destination.node)
            except ValueError:  # a stated limit of 0 is what closes it
                return tuple(
                    Bottleneck(words.target(one.target), 0, "limit", None, one.lon, one.lat)
                    for one in self.limits
                    if not one.per_day
                )
            told = [self._at_road(int(road), 0, "closed") for road in cut.roads]
        return tuple(sorted(told, key=lambda one: (one.why == "road", -one.per_day, one.label)))

    def _at_road(self, road: int, amount: int, why: str) -> Bottleneck:
        network = self.open_graph.network
        label = stretch_label(network, road, self.gazetteer)
        return Bottleneck(label, amount, why, road, *road_middle(network, road))
