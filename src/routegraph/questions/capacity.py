"""How much gets through in a day, what bounds it, and for how long a stock lasts."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from routegraph.analysis.capacity import flow_graph
from routegraph.analysis.road_capacity import Capacities, capacities_of, parse_convoys, parse_tonnes
from routegraph.analysis.supply_limits import StatedLimit, stated_limits
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.questions.answer import JourneyAnswer, flat
from routegraph.questions.claims import price_quotes, prices_section
from routegraph.questions.daily_flow import Bottleneck, CapacityInputs, DailyFlow, Needs
from routegraph.questions.warnings import journey_warnings, turn_warnings
from routegraph.render import words
from routegraph.render.scene import Dot, Scene, line_of, way_role
from routegraph.render.text import AnswerText, Item, Section, Table
from routegraph.render.ways import told_apart
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures, texts


@dataclass(frozen=True, eq=False)
class Capacity(JourneyAnswer):
    """How much gets through between two places.

    Attributes
    ----------
    before, after : DailyFlow
        Under the standing closures, and under all.
    capacities : Capacities
        What roads are taken to carry.
    convoys : tuple of int or None
        How many a day, and of how many vehicles.
    prices : tuple of str
        What the report says of prices and shortages, beside the answer; nothing is computed from it.
    """

    before: DailyFlow
    after: DailyFlow
    needs: Needs
    capacities: Capacities
    limits: tuple[StatedLimit, ...]
    convoys: tuple[int, int] | None
    prices: tuple[str, ...]

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        vehicle = self.question.vehicle
        return {
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
        }

    def rows(self) -> list[dict[str, Any]]:
        """One record before and one after."""
        flows = {"before": self.before, "after": self.after}
        return [{"when": name} | flat(flow.to_dict()) for name, flow in flows.items()]

    def text(self) -> AnswerText:
        """What gets through before and after, and what holds it back."""
        fleet = words.fleet(self.question)
        flows = (self.before, self.after)
        table = [
            (f"{fleet} a day", *(f"{flow.vehicles:,}" for flow in flows)),
            ("tonnes a day", *(words.tonnes(flow.tonnes) for flow in flows)),
        ]
        if self.needs.demand_t is not None:
            table.append(("demand met", *(words.percent(flow.met) for flow in flows)))
        if self.needs.stock_t is not None:
            table.append(("the stock lasts", *(words.days(flow.stock_days) for flow in flows)))
        table.append(("ways in use", *(str(len(flow.ways)) for flow in flows)))
        sections = [
            Section("Before and after", Table(("", "before", "after"), tuple(table))),
            *self._held_back(),
            *self._ways(),
            Section("Taken for this", lines=tuple(self._taken())),
            *prices_section(self.prices),
        ]
        most = self.after.vehicles
        return self._worded(
            f"What gets through, {self._title}",
            f"at most {most:,} {fleet} a day" if most else "nothing gets through",
            self._sentence(),
            sections,
            alert=not most,
        )

    def scene(self) -> Scene:
        """The ways that the flow takes now, or took before, and what bounds it."""
        flow = self.after if self.after.ways else self.before
        lines = [
            line_of(
                route,
                way_role(i) if self.after.ways else "before",
                "ABCDEF"[i],
                f"{amount:,} {words.fleet(self.question)} a day" + ("" if self.after.ways else ", before"),
            )
            for i, (amount, route) in enumerate(flow.ways)
        ]
        dots = [
            Dot("bottleneck", "what holds it back", one.lon, one.lat, one.label if one.road is None else "")
            for one in self.after.bottlenecks
            if one.why in ("road", "limit")
        ]
        return self._drawn(lines, flow.ways[0][1] if flow.ways else None, dots)

    def _sentence(self) -> str:
        after, before, fleet = self.after, self.before, words.fleet(self.question)
        if not after.vehicles:
            first = (
                f"Nothing gets through, where {before.vehicles:,} {fleet} a day could before."
                if before.vehicles
                else "Nothing gets through, nor did it before."
            )
        else:
            instead = f" instead of {before.vehicles:,}" if before.vehicles != after.vehicles else ""
            most = f"At most {after.vehicles:,} {fleet} a day ({words.tonnes(after.tonnes)})"
            first = f"{most} get through{instead}; what holds them back is {_named(after.bottlenecks)}."
        demand, stock = self.needs.demand_t, self.needs.stock_t
        second = (
            f" That is {words.percent(after.met)} of the demand of {words.tonnes(demand)} a day."
            if demand
            else ""
        )
        if demand and after.met is not None and after.met >= 1:
            second = f" The demand of {words.tonnes(demand)} a day is met."
        third = ""
        if demand and stock is not None and after.stock_days is not None:
            third = (
                f" The stock of {words.tonnes(stock)} does not run out."
                if after.stock_days == float("inf")
                else f" The stock of {words.tonnes(stock)} lasts {words.days(after.stock_days)}."
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
        ways = told_apart(self.question.network, [route for _, route in self.after.ways])
        rows = tuple(
            (
                words.capital(i),
                ways[i],
                f"{amount:,}",
                words.kilometres(route.length_m),
                words.duration(route.time_s),
            )
            for i, (amount, route) in enumerate(self.after.ways)
        )
        table = Table(("", "by", "a day", "distance", "time"), rows, left=2)
        return [Section("The quickest ways in use", table)] if rows else []

    def _taken(self) -> list[str]:
        vehicle, taken = self.question.vehicle, self.capacities
        cars = taken.cars_of(vehicle)
        told = [
            f"{taken.hours_a_day:g} hours a day; {words.percent(taken.share)} of what the roads carry; "
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


def _named(bottlenecks: Sequence[Bottleneck]) -> str:
    told = list(dict.fromkeys(one.label for one in bottlenecks))
    more = f"; and {len(told) - 3} more" if len(told) > 3 else ""
    return "; ".join(told[:3]) + more


@supposing
def capacity(
    self: BaseStudy,
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
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
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
    limits = stated_limits(texts("limit", limit), self.resolver, self.vehicle, told)
    start, end = journey_between(self, origin, destination)
    question = question_of(
        self,
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
        self.graph_at(question.moment),
        start,
        end,
        self.gazetteer,
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
    situation = question.situation
    asked = CapacityInputs(
        flow_graph(open_graph, (origin.node, destination.node)), origin, destination, gazetteer,
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
        warnings=journey_warnings(
            question,
            open_graph,
            origin,
            destination,
            first=turn_warnings(max(before.left_aside, after.left_aside)),
        ),
    )
