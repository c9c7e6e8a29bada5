"""How much gets through in a day, what bounds it, and for how long a stock lasts."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.capacity import CapacityGraph, Throughput, days_of_stock, throughput, ways_of
from routegraph.analysis.labels import stretch_label
from routegraph.analysis.road_capacity import Capacities, capacities_of, parse_convoys, parse_tonnes
from routegraph.analysis.streets import streets_of
from routegraph.analysis.supply_limits import StatedLimit, bounded, stated_limits
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.network.geometry import middle_of_roads, road_middle
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.questions.answer import Answer
from routegraph.questions.claims import price_quotes, prices_section
from routegraph.questions.warnings import inside_warnings, snap_warnings, turn_warnings
from routegraph.render import words
from routegraph.render.scene import Dot, Line, Scene, closure_marks, ends_of, line_of, way_role
from routegraph.render.sections import closure_sections, report_sections
from routegraph.render.text import AnswerText, Item, Section, Table
from routegraph.routing.flow import severing_cut
from routegraph.routing.graph import Disruption, RoadGraph
from routegraph.routing.route import Route, route_of
from routegraph.routing.tree import Path
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures, texts

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
    road : int or None
    lon, lat : float
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
    vehicles : int
    tonnes : float
    bottlenecks : tuple of Bottleneck
        What they let pass adds up to `vehicles`.
    ways : tuple of (int, Route)
        The quickest of the ways that it takes: vehicles a day, and the route.
    met : float or None
        Share of the demand, at most 1.
    stock_days : float or None
        Days until the stock is used up; inf when what arrives is enough.
    """

    vehicles: int
    tonnes: float
    bottlenecks: tuple[Bottleneck, ...]
    ways: tuple[tuple[int, Route], ...]
    met: float | None
    stock_days: float | None

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
class Capacity(Answer):
    """How much gets through between two places.

    Attributes
    ----------
    question : Question
    origin, destination : Location
    before, after : DailyFlow
        Under the standing closures, and under all.
    needs : Needs
    capacities : Capacities
        What roads are taken to carry.
    limits : tuple of StatedLimit
    convoys : tuple of int or None
        How many a day, and of how many vehicles.
    prices : tuple of str
        What the report says of prices and shortages, beside the answer; nothing is computed from it.
    warnings : tuple of str
    """

    question: Question
    origin: Location
    destination: Location
    before: DailyFlow
    after: DailyFlow
    needs: Needs
    capacities: Capacities
    limits: tuple[StatedLimit, ...]
    convoys: tuple[int, int] | None
    prices: tuple[str, ...]
    warnings: tuple[str, ...]

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        vehicle = self.question.vehicle
        return {
            "origin": self.origin.to_dict(),
            "destination": self.destination.to_dict(),
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "demand_t_per_day": self.needs.demand_t,
            "stock_t": self.needs.stock_t,
            "payload_t": vehicle.payload_t,
            "hours_a_day": self.capacities.hours_a_day,
            "share_of_capacity": self.capacities.share,
            "cars_per_vehicle": self.capacities.cars_of(vehicle),
            "limits": [
                {"target": one.target, "per_day": one.per_day, "roads": len(one.roads), "joint": one.joint}
                for one in self.limits
            ],
            "convoys": None
            if self.convoys is None
            else dict(zip(("a_day", "vehicles"), self.convoys, strict=True)),
            "prices": list(self.prices),
            "warnings": list(self.warnings),
        }

    def rows(self) -> list[dict[str, Any]]:
        """One record before and one after."""
        return [
            {"when": name}
            | {key: value for key, value in flow.to_dict().items() if not isinstance(value, list)}
            for name, flow in (("before", self.before), ("after", self.after))
        ]

    def text(self) -> AnswerText:
        """What gets through before and after, and what holds it back."""
        fleet = fleet_word(self.question)
        flows = (self.before, self.after)
        table = [
            (f"{fleet} a day", *(f"{flow.vehicles:,}" for flow in flows)),
            ("tonnes a day", *(tonnes(flow.tonnes) for flow in flows)),
        ]
        if self.needs.demand_t is not None:
            table.append(("demand met", *(percent(flow.met) for flow in flows)))
        if self.needs.stock_t is not None:
            table.append(("the stock lasts", *(days(flow.stock_days) for flow in flows)))
        table.append(("ways in use", *(str(len(flow.ways)) for flow in flows)))
        sections = [
            *report_sections(self.question),
            Section("Before and after", Table(("", "before", "after"), tuple(table))),
            *self._held_back(),
            *self._ways(),
            Section("Taken for this", lines=tuple(self._taken())),
            *prices_section(self.prices),
            *closure_sections(self.question),
        ]
        return AnswerText(
            title=f"What gets through, {words.end_name(self.origin)} to {words.end_name(self.destination)}",
            outcome=f"at most {self.after.vehicles:,} {fleet} a day"
            if self.after.vehicles
            else "nothing gets through",
            sentence=self._sentence(),
            sections=tuple(sections),
            warnings=self.warnings,
            alert=not self.after.vehicles,
        )

    def scene(self) -> Scene:
        """The ways that the flow takes now, or took before, and what bounds it."""
        flow = self.after if self.after.ways else self.before
        lines: list[Line] = [
            line_of(
                route,
                way_role(i) if self.after.ways else "before",
                "ABCDEF"[i],
                f"{amount:,} {fleet_word(self.question)} a day" + ("" if self.after.ways else ", before"),
            )
            for i, (amount, route) in enumerate(flow.ways)
        ]
        dots = [
            Dot("bottleneck", "what holds it back", one.lon, one.lat, one.label if one.road is None else "")
            for one in self.after.bottlenecks
            if one.why in ("road", "limit")
        ]
        return Scene(
            network=self.question.network,
            lines=tuple(lines),
            marks=closure_marks(self.question, flow.ways[0][1] if flow.ways else None),
            ends=ends_of(self.origin, self.destination),
            dots=tuple(dots),
        )

    def _sentence(self) -> str:
        after, before, fleet = self.after, self.before, fleet_word(self.question)
        if not after.vehicles:
            first = (
                f"Nothing gets through, where {before.vehicles:,} {fleet} a day could before."
                if before.vehicles
                else "Nothing gets through, nor did it before."
            )
        else:
            instead = f" instead of {before.vehicles:,}" if before.vehicles != after.vehicles else ""
            first = (
                f"At most {after.vehicles:,} {fleet} a day get through{instead}, {tonnes(after.tonnes)}; "
                f"what holds them back is {_named(after.bottlenecks)}."
            )
        demand, stock = self.needs.demand_t, self.needs.stock_t
        second = f" That is {percent(after.met)} of the demand of {tonnes(demand)} a day." if demand else ""
        if demand and after.met is not None and after.met >= 1:
            second = f" The demand of {tonnes(demand)} a day is met."
        third = ""
        if demand and stock is not None and after.stock_days is not None:
            third = (
                f" The stock of {tonnes(stock)} does not run out."
                if after.stock_days == float("inf")
                else f" The stock of {tonnes(stock)} lasts {days(after.stock_days)}."
            )
        return f"{first}{second}{third}"

    def _held_back(self) -> list[Section]:
        told = []
        flows = [("What holds it back", self.after)]
        if self.before.bottlenecks != self.after.bottlenecks:
            flows.append(("What held it back before", self.before))
        for title, flow in flows:
            items = tuple(
                Item("", one.label, WHY[one.why].format(f"{one.per_day:,}")) for one in flow.bottlenecks
            )
            if items:
                told.append(Section(title, items=items))
        return told

    def _ways(self) -> list[Section]:
        rows = tuple(
            (words.via(route), f"{amount:,}", words.kilometres(route.length_m), words.duration(route.time_s))
            for amount, route in self.after.ways
        )
        return [Section("The quickest ways in use", Table(("", "a day", "", ""), rows))] if rows else []

    def _taken(self) -> list[str]:
        vehicle, taken = self.question.vehicle, self.capacities
        cars = taken.cars_of(vehicle)
        told = [
            f"{taken.hours_a_day:g} hours a day; {percent(taken.share)} of what the roads carry; "
            f"{vehicle.payload_t:g} t on each {vehicle.name}"
            + (f", which counts for {cars:g} cars." if cars != 1 else "."),
            "An upper bound: roads by class, surface and width (docs/conventions.md), streets of both ends "
            "left aside; what checkpoints, fuel and drivers allow is not in it unless --limit states it.",
        ]
        told += [
            f"Limit stated for {words.target(one.target)}: {one.per_day:,} a day"
            + (" on all of its roads together." if one.joint else " on each of its roads, each way.")
            for one in self.limits
        ]
        if self.convoys:
            told.append(f"{words.count(self.convoys[0], 'convoy')} a day of {self.convoys[1]:,}.")
        return told


WHY = {
    "road": "carries {} a day",
    "limit": "{} a day, as stated",
    "convoys": "{} a day, as stated",
    "closed": "closed",
}


def fleet_word(question: Question) -> str:
    """Vehicles of a question, in the plural."""
    return f"{question.vehicle.name}s"


def tonnes(amount: float | None) -> str:
    """Tonnes, with one decimal below 100."""
    if amount is None:
        return "–"
    return f"{amount:,.0f} t" if amount >= 100 or amount == int(amount) else f"{amount:.1f} t"


def percent(share: float | None) -> str:
    """Share of a whole; rounded down, so that 100 % means all."""
    if share is None:
        return "–"
    return f"{int(share * 100 + 1e-9)} %" if share >= 0.01 or share == 0 else "less than 1 %"


def days(number: float | None) -> str:
    """Days of a stock."""
    if number is None:
        return "–"
    if number == float("inf"):
        return "without end"
    return words.count(int(number), "day") if number == int(number) else f"{number:,.1f} days"


def _named(bottlenecks: Sequence[Bottleneck]) -> str:
    told = list(dict.fromkeys(one.label for one in bottlenecks))
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return ", ".join(told[:3]) + more


@dataclass(frozen=True, eq=False)
class _Asked:
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
        graph = self.open_graph.under(disruption)
        streets = streets_of(self.open_graph, self.origin, self.destination)
        bound, gates = bounded(self.per_day, self.limits, streets)
        laid = CapacityGraph.of(graph, bound, gates)
        start, end = self.origin.node, self.destination.node
        most = float("inf") if self.convoys is None else float(self.convoys[0] * self.convoys[1])
        found = throughput(laid, [(start, most)], [(end, float("inf"))])
        ways = tuple(
            (amount, route_of(graph, Path(np.array(arcs, np.int32), 0)))
            for amount, arcs in ways_of(laid, found, start, end, MOST_WAYS)
        )
        arriving = found.per_day * self.payload_t
        demand, stock = self.needs.demand_t, self.needs.stock_t
        return DailyFlow(
            vehicles=found.per_day,
            tonnes=arriving,
            bottlenecks=self._bottlenecks(found, disruption, whole),
            ways=ways,
            met=None if demand is None else min(arriving / demand, 1.0) if demand else 1.0,
            stock_days=None if demand is None or stock is None else days_of_stock(stock, demand, arriving),
        )

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
            lon, lat = middle_of_roads(network, gate.roads)
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
                    Bottleneck(
                        words.target(one.target), 0, "limit", None, *middle_of_roads(network, one.roads)
                    )
                    for one in self.limits
                    if not one.per_day
                )
            told = [self._at_road(int(road), 0, "closed") for road in cut.roads]
        return tuple(sorted(told, key=lambda one: (one.why == "road", -one.per_day, one.label)))

    def _at_road(self, road: int, amount: int, why: str) -> Bottleneck:
        network = self.open_graph.network
        label = stretch_label(network, road, self.gazetteer)
        return Bottleneck(label, amount, why, road, *road_middle(network, road))


@supposing
def capacity(
    study: BaseStudy,
    origin: Asked,
    destination: Asked,
    *,
    demand: str | float | None = None,
    stock: str | float | None = None,
    limit: Sequence[str] = (),
    convoys: str = "",
    hours_a_day: float | None = None,
    share: float | None = None,
    capacities: str | pathlib.Path | None = None,
    **closures: Unpack[Closures],
) -> Capacity:
    """Tell how much gets through in a day, what bounds it, and for how long a stock lasts.

    Parameters
    ----------
    origin, destination : str
    demand : str or float, optional
        Tonnes a day: ``"500t"``.
    stock : str or float, optional
        Tonnes at the destination.
    limit : sequence of str
        ``"TARGET=40/day"``, ``"TARGET=5/hour"`` or ``"TARGET=200t/day"``: what passes there at most.
    convoys : str
        ``"2x30"``: two convoys a day of thirty vehicles leave the origin, and nothing else.
    hours_a_day : float, optional
        In which traffic moves; 12 unless told.
    share : float, optional
        Of the capacity of roads that is there for this traffic; 1 unless told.
    capacities : path, optional
        A YAML file of what roads carry, see `analysis.road_capacity.Capacities`.
    **closures
        See `Closures`.

    Returns
    -------
    Capacity
        Tonnes a day, and what holds them back.

    Examples
    --------
    >>> import routegraph
    >>> print(routegraph.load("hama-aleppo").capacity("Hama", "Aleppo", close=["M5"]))
    What gets through, Hama to Aleppo: ...
    """
    told = capacities_of(capacities, hours_a_day=hours_a_day, share=share)
    needs = Needs(
        None if demand is None else parse_tonnes(demand, "demand"),
        None if stock is None else parse_tonnes(stock, "stock"),
    )
    limits = stated_limits(texts("limit", limit), study.resolver, study.vehicle, told)
    start, end = journey_between(study, origin, destination)
    question = question_of(
        study,
        "capacity",
        (start.query, end.query),
        closures,
        demand=demand,
        stock=stock,
        limit=list(limit),
        convoys=convoys,
        hours_a_day=hours_a_day,
        share=share,
        capacities=capacities,
    )
    return ask_capacity(
        question,
        study.graph,
        start,
        end,
        study.gazetteer,
        capacities=told,
        limits=limits,
        convoys=parse_convoys(convoys) if convoys else None,
        needs=needs,
    )


def ask_capacity(
    question: Question,
    open_graph: RoadGraph,
    origin: Location,
    destination: Location,
    gazetteer: Gazetteer,
    *,
    capacities: Capacities,
    limits: tuple[StatedLimit, ...] = (),
    convoys: tuple[int, int] | None = None,
    needs: Needs | None = None,
) -> Capacity:
    """Answer how much gets through in a day; `open_graph` has nothing closed.

    Parameters
    ----------
    capacities : Capacities
    limits : tuple of StatedLimit
    convoys : tuple of int, optional
        How many leave the origin in a day, and of how many vehicles; without it any number leaves.
    needs : Needs, optional
    """
    turn_notes, open_graph = turn_warnings(open_graph), open_graph.without_turns
    situation = question.situation
    asked = _Asked(
        open_graph, origin, destination, gazetteer,
        capacities.road_per_day(open_graph.network, question.vehicle),
        limits, convoys, needs or Needs(), question.vehicle.payload_t,
    )  # fmt: skip
    before = asked.flow(situation.before, open_graph)
    after = before
    if situation.after.key != situation.before.key:
        standing = open_graph.under(situation.before) if before.vehicles else open_graph
        after = asked.flow(situation.after, standing)
    return Capacity(
        question=question,
        origin=origin,
        destination=destination,
        before=before,
        after=after,
        needs=asked.needs,
        capacities=capacities,
        limits=limits,
        convoys=convoys,
        prices=price_quotes(situation.supposition.extraction),
        warnings=(
            *situation.warnings,
            *turn_notes,
            *snap_warnings((origin, destination)),
            *inside_warnings(open_graph, situation, origin, destination),
        ),
    )
