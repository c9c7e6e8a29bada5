"""Which towns get what they need, from which hubs, and how much is left unmet."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

import numpy as np

from routegraph.analysis.capacity import UNLIMITED, CapacityGraph, at_junctions, flow_graph, left_aside
from routegraph.analysis.least_cost import Allocation, allocate
from routegraph.analysis.road_capacity import Capacities, capacities_of
from routegraph.analysis.supply_limits import StatedLimit, bounded, stated_limits
from routegraph.asking import BaseStudy, question_of, rows_of, supposing
from routegraph.command import place_text
from routegraph.errors import QuestionError
from routegraph.network.geometry import box_around, roads_in_box, roads_inside
from routegraph.network.sphere import distinct
from routegraph.places.locate import Location
from routegraph.places.place_lists import in_place, read_amounts
from routegraph.questions.answer import Answer
from routegraph.questions.warnings import hours_warnings, snap_warnings, turn_warnings
from routegraph.render import words
from routegraph.render.scene import Dot, Line, Scene, closure_marks, end_of
from routegraph.render.text import AnswerText, Section, Table
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route, route_of
from routegraph.routing.tree import Path
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures, texts

MOST_ROWS = 60
"""Towns that a screen tells; paper tells every one."""
HEADS = ("", "demand", "before", "after", "from")
NONE_T = 0.05
"""Tonnes below which nothing is said to be unmet."""


@dataclass(frozen=True)
class Amount:
    """A place with what it gives or needs.

    Attributes
    ----------
    tonnes : float
        A day; inf for a hub that gives any amount.
    """

    place: Location
    tonnes: float


@dataclass(frozen=True, eq=False)
class Delivery:
    """What one hub sends to one town by one way.

    Attributes
    ----------
    hub, town : int
        Their numbers.
    tonnes : float
        A day.
    route : Route or None
        None for what a hub has on the spot.
    """

    hub: int
    town: int
    tonnes: float
    route: Route | None


@dataclass(frozen=True, eq=False)
class SupplyPlan:
    """A least cost distribution: as much demand met as can be, and that at the least cost.

    Attributes
    ----------
    unmet_t : tuple of float
        By town, tonnes a day.
    left_aside : int
        Bans over several junctions that the deliveries may break; 0 proves them the best.
    """

    deliveries: tuple[Delivery, ...]
    unmet_t: tuple[float, ...]
    left_aside: int = 0

    @property
    def cost(self) -> float:
        """Of all trips one way a day, in the vehicle's currency; per full load."""
        return sum(one.tonnes * one.route.cost_per_t for one in self.deliveries if one.route)


@dataclass(frozen=True, eq=False)
class Supply(Answer):
    """Many hubs and many towns, before and after."""

    hubs: tuple[Amount, ...]
    towns: tuple[Amount, ...]
    before: SupplyPlan
    after: SupplyPlan
    capacities: Capacities
    limits: tuple[StatedLimit, ...]

    @property
    def demand_t(self) -> float:
        """Of all towns, tonnes a day."""
        return sum(town.tonnes for town in self.towns)

    def unmet_t(self, when: SupplyPlan) -> float:
        """Of all towns, tonnes a day.

        Parameters
        ----------
        when : SupplyPlan
            Before or after.

        Returns
        -------
        float
            Tonnes a day, of all towns.

        Examples
        --------
        >>> import routegraph
        >>> answer = routegraph.load("hama-aleppo").supply([("Hama", 300.0)], [("Aleppo", 500.0)])
        >>> answer.unmet_t(answer.after)
        200.0
        """
        return sum(when.unmet_t)

    def rows(self) -> list[dict[str, Any]]:
        """One record for each town."""
        return [
            {
                "town": town.place.name,
                "demand_t": round(town.tonnes, 3),
                "unmet_before_t": round(self.before.unmet_t[i], 3),
                "unmet_after_t": round(self.after.unmet_t[i], 3),
                "from": ", ".join(
                    dict.fromkeys(self.hubs[d.hub].place.name for d in self.after.deliveries if d.town == i)
                ),
            }
            for i, town in enumerate(self.towns)
        ]

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""

        def told(when: SupplyPlan) -> dict[str, Any]:
            return {
                "unmet_t": round(self.unmet_t(when), 3),
                "cost_per_day": round(when.cost, 2),
                "deliveries": [
                    {
                        "hub": self.hubs[one.hub].place.name,
                        "town": self.towns[one.town].place.name,
                        "tonnes": round(one.tonnes, 3),
                        "route": one.route.to_dict() if one.route else None,
                    }
                    for one in when.deliveries
                ],
            }

        return {
            "hubs": [
                one.place.to_dict() | {"supply_t": one.tonnes if np.isfinite(one.tonnes) else None}
                for one in self.hubs
            ],
            "towns": self.rows(),
            "demand_t": round(self.demand_t, 3),
            "before": told(self.before),
            "after": told(self.after),
            "hours_a_day": self.capacities.hours_a_day,
            "share_of_capacity": self.capacities.share,
            "limits": [{"target": one.target, "per_day": one.per_day} for one in self.limits],
        }

    def text(self) -> AnswerText:
        """What each town gets before and after."""
        before, after = self.unmet_t(self.before), self.unmet_t(self.after)
        short = [i for i, left in enumerate(self.after.unmet_t) if left > NONE_T]
        ranked = sorted(range(len(self.towns)), key=lambda i: -self.after.unmet_t[i])
        rows = [
            (
                words.end_name(self.towns[i].place),
                words.tonnes(self.towns[i].tonnes),
                words.tonnes(self.before.unmet_t[i]),
                words.tonnes(self.after.unmet_t[i]),
                self.rows()[i]["from"] or "–",
            )
            for i in ranked
        ]
        given = ", ".join(f"{words.end_name(hub.place)} ({_supplied(hub)})" for hub in self.hubs)
        met, met_before = (words.percent(1 - left / self.demand_t) for left in (after, before))
        instead = f", instead of {met_before}" if abs(before - after) > NONE_T else ""
        currency = self.question.vehicle.currency
        was = words.money(self.before.cost, currency)
        going = f"; {words.count(len(short), 'town')} {'goes' if len(short) == 1 else 'go'} short"
        lines = (
            f"From {given}.",
            f"Most demand first, then least {self.question.by}: one way, "
            f"{words.money(self.after.cost, currency)} a day"
            + (f" instead of {was}." if was != words.money(self.after.cost, currency) else ", as before."),
        )
        told = Section("Unmet demand by town", Table(HEADS, tuple(rows)), lines=lines)
        if len(rows) > MOST_ROWS:
            more = (f"and {len(rows) - MOST_ROWS:,} towns more: --csv has every one", "", "", "", "")
            told = replace(told, table=Table(HEADS, (*rows[:MOST_ROWS], more)), whole=told)
        return self._worded(
            f"Supply of {words.count(len(self.towns), 'town')} from {words.count(len(self.hubs), 'hub')}",
            f"{words.tonnes(after)} a day unmet" if short else "all demand is met",
            f"Of {words.tonnes(self.demand_t)} a day {met} gets through{instead}{going if short else ''}.",
            [told],
            alert=bool(short) and after >= self.demand_t - NONE_T,
        )

    def scene(self) -> Scene:
        """The ways of all deliveries now, and the towns that go short."""
        lines = {one.route.roads.tobytes(): one.route for one in self.after.deliveries if one.route}
        hubs = {hub.place.name for hub in self.hubs}
        return Scene(
            network=self.question.network,
            lines=tuple(
                Line("need_light", "", "way of a delivery", route.lon, route.lat) for route in lines.values()
            ),
            marks=closure_marks(self.question),
            ends=(
                *(end_of(hub.place, True) for hub in self.hubs),
                *(
                    end_of(town.place, False)
                    for i, town in enumerate(self.towns)
                    if town.place.name not in hubs and self.after.unmet_t[i] <= NONE_T
                ),
            ),
            dots=tuple(
                Dot("lost", "town that goes short", town.place.lon, town.place.lat, town.place.name)
                for i, town in enumerate(self.towns)
                if self.after.unmet_t[i] > NONE_T
            ),
        )


def _supplied(hub: Amount) -> str:
    return words.tonnes(hub.tonnes) if np.isfinite(hub.tonnes) else "any amount"


@supposing
def supply(
    self: BaseStudy,
    hubs: str | pathlib.Path | Sequence[tuple[str, float]],
    towns: str | pathlib.Path | Sequence[tuple[str, float]],
    *,
    limit: Sequence[str] = (),
    hours_a_day: float | None = None,
    share: float | None = None,
    capacities: str | pathlib.Path | None = None,
    **closures: Unpack[Closures],
) -> Supply:
    """Tell which towns get what they need, from which hubs: most demand met, at the least cost.

    Parameters
    ----------
    hubs : path or sequence of (place, tonnes)
        A CSV file with ``place`` and ``supply`` in tonnes a day (empty: any amount), ``"Hama=300; Homs"``,
        or rows.
    towns : path or sequence of (place, tonnes)
        A CSV file with ``place`` and ``demand`` in tonnes a day, ``"Aleppo=500"``, or rows.
    limit : sequence of str
        See `capacity`.
    hours_a_day, share : float, optional
        See `capacity`.
    capacities : path, optional
        See `capacity`.
    **closures
        See `Closures`.

    Returns
    -------
    Supply
        Amounts by depot and place, by day where a fleet is told, and what stays short.

    Examples
    --------
    >>> import routegraph
    >>> study = routegraph.load("hama-aleppo")
    >>> print(study.supply([("Hama", 300.0)], [("Aleppo", 500.0)], close=["M5"]))
    Supply of 1 town from 1 hub: 200 t a day unmet
    Of 500 t a day 60 % gets through; 1 town goes short.
    """
    told = capacities_of(capacities, hours_a_day=hours_a_day, share=share)
    limits = stated_limits(texts("limit", limit), self.resolver, self.vehicle, told)
    rows = [
        read_amounts(pathlib.Path(given), column, every=name == "towns")
        if isinstance(given, str | pathlib.Path)
        else rows_of(name, given, "place", column)
        for name, given, column in (("hubs", hubs, "supply"), ("towns", towns, "demand"))
    ]
    asked = [
        str(given)
        if isinstance(given, str | pathlib.Path)
        else in_place((place_text(place, self.network), float(amount)) for place, amount in listed)
        for given, listed in zip((hubs, towns), rows, strict=True)
    ]
    question = question_of(
        self,
        "capacity",
        (),
        closures,
        **{"from": asked[0], "to": asked[1]},
        limit=list(limit),
        hours_a_day=hours_a_day,
        share=share,
        capacities=capacities,
    )
    found = ([Amount(self.locate(place), float(amount)) for place, amount in one] for one in rows)
    return ask_supply(question, self.graph_at(question.moment), *found, capacities=told, limits=limits)


def ask_supply(
    question: Question,
    open_graph: RoadGraph,
    hubs: Sequence[Amount],
    towns: Sequence[Amount],
    *,
    capacities: Capacities,
    limits: tuple[StatedLimit, ...] = (),
) -> Supply:
    """Answer which towns get what they need; `open_graph` has nothing closed.

    A hub that is also a town first gives to itself.

    Raises
    ------
    QuestionError
        There is no hub, no town, or no demand.
    """
    if not hubs or not towns or not sum(town.tonnes for town in towns):
        raise QuestionError("supply needs hubs, towns, and a demand above 0; name them in the two files.")
    open_graph = flow_graph(open_graph, [one.place.node for one in (*hubs, *towns)])
    situation, network = question.situation, open_graph.network
    places = {one.place.node: one.place for one in (*hubs, *towns)}.values()
    streets = [
        roads[roads_inside(network, roads, place.lon, place.lat, place.radius_m)]
        for place in places
        for roads in [roads_in_box(network, *box_around(place.lon, place.lat, place.radius_m))]
    ]
    per_day = capacities.road_per_day(network, question.vehicle)
    bound, gates = bounded(per_day, limits, distinct(np.concatenate(streets)).astype(np.int32))

    def under(disruption: Disruption) -> SupplyPlan:
        graph = open_graph.under(disruption)
        return _distribute(
            graph, CapacityGraph.of(graph, bound, gates, at_junctions(open_graph)), hubs, towns
        )

    before, after = under(situation.before), under(situation.after)
    return Supply(
        question=question,
        hubs=tuple(hubs),
        towns=tuple(towns),
        before=before,
        after=after,
        capacities=capacities,
        limits=limits,
        warnings=(
            *situation.warnings,
            *turn_warnings(max(before.left_aside, after.left_aside)),
            *hours_warnings(open_graph),
            *dict.fromkeys(snap_warnings([one.place for one in (*hubs, *towns)])),
        ),
    )


def _distribute(
    graph: RoadGraph, laid: CapacityGraph, hubs: Sequence[Amount], towns: Sequence[Amount]
) -> SupplyPlan:
    payload = graph.vehicle.payload_t or 1.0
    given, asked = [hub.tonnes for hub in hubs], [town.tonnes for town in towns]
    deliveries: list[Delivery] = []
    for i, hub in enumerate(hubs):
        for j, town in enumerate(towns):
            if hub.place.node == town.place.node and (kept := min(given[i], asked[j])) > 0:
                deliveries.append(Delivery(i, j, kept, None))
                given[i] -= kept
                asked[j] -= kept
    sources = [
        (hub.place.node, min(left / payload, UNLIMITED)) for hub, left in zip(hubs, given, strict=True)
    ]
    sinks = [(town.place.node, left / payload) for town, left in zip(towns, asked, strict=True)]
    live = [(i, source) for i, source in enumerate(sources) if source[1] > 0]
    wanting = [(j, sink) for j, sink in enumerate(sinks) if sink[1] > 0]
    shared = {node for _, (node, _) in live} & {node for _, (node, _) in wanting}
    live = [(i, source) for i, source in live if source[0] not in shared]
    unmet = [0.0] * len(towns)
    found = (
        allocate(laid, [source for _, source in live], [sink for _, sink in wanting])
        if live and wanting
        else Allocation((), np.array([sink[1] for _, sink in wanting], float), 0.0)
    )
    for one in found.shipments:
        route = route_of(graph, Path(np.array(one.arcs, np.int32), one.cost))
        deliveries.append(Delivery(live[one.source][0], wanting[one.sink][0], one.per_day * payload, route))
    for (j, _), left in zip(wanting, found.unmet.tolist(), strict=True):
        unmet[j] = left * payload
    aside = left_aside(graph, [one.arcs for one in found.shipments], laid.gates)
    return SupplyPlan(tuple(deliveries), tuple(unmet), aside)
