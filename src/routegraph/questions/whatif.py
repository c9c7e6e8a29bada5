"""One journey before and after: is there still a way, how much longer and dearer, by which roads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np

from routegraph.analysis.streets import streets_of
from routegraph.analysis.whereabouts import stretch_label
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.network.arrays import Int
from routegraph.network.model import Network
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.questions.answer import JourneyAnswer, flat
from routegraph.questions.claims import ClaimCheck, check_claims, claims_section
from routegraph.questions.left_open import LeftOpen, if_closed, left_open
from routegraph.questions.warnings import (
    MOST_NAMED,
    idle_warnings,
    journey_warnings,
    source_warnings,
)
from routegraph.render import words
from routegraph.render.scene import Scene, line_of, lines_of
from routegraph.render.sections import way_section, without_standing
from routegraph.render.text import AnswerText, Item, Section, Table
from routegraph.routing.flow import PATIENCE_S, AtLeast
from routegraph.routing.graph import RoadGraph
from routegraph.routing.journey import journey_on
from routegraph.routing.outcome import Outcome, outcome_of
from routegraph.routing.route import Route, route_of
from routegraph.scenario.closure import Effect
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.supposition import Closures


@dataclass(frozen=True)
class CutRoad:
    """A closed road of the cut that proves that there is no way.

    Attributes
    ----------
    label : str
        Name or ref, and the places nearest to its ends.
    """

    road: int
    label: str
    length_m: float


@dataclass(frozen=True, eq=False)
class WhatIf(JourneyAnswer):
    """The answer to a what-if question.

    Attributes
    ----------
    before, after : Route or None
        Under the standing closures, and under all; None when there is no way.
    without_standing : Route or None
        The way that would remain if the standing closures were lifted; None when nothing
        stands or there is no such way.
    disjoint_before, disjoint_after : int
        Routes that share no road but the streets of the two ends.
    cut : tuple of CutRoad
        When severed, the fewest closed roads that suffice to sever the journey.
    claims : tuple of ClaimCheck
        What the report says of the outcome; it closes nothing.
    left_open : tuple of LeftOpen
        What the way after runs through of which the report says something that closed nothing.
    outcome_if_closed : Outcome or None
        The outcome if what of it is doubtful were closed too; None where nothing is.
    """

    outcome: Outcome
    before: Route | None
    after: Route | None
    without_standing: Route | None
    disjoint_before: int
    disjoint_after: int
    cut: tuple[CutRoad, ...]
    claims: tuple[ClaimCheck, ...]
    left_open: tuple[LeftOpen, ...] = ()
    outcome_if_closed: Outcome | None = None

    @property
    def extra(self) -> dict[str, float] | None:
        """Added time, length and cost, and the ratio of times; None when either way is missing."""
        if self.before is None or self.after is None:
            return None
        return {
            "time_s": round(self.after.time_s - self.before.time_s, 1),
            "length_m": round(self.after.length_m - self.before.length_m, 1),
            "cost": round(self.after.cost - self.before.cost, 2),
            "fuel_l": round(self.after.fuel_l - self.before.fuel_l, 2),
            "time_ratio": round(self.after.time_s / self.before.time_s, 4),
        }

    @property
    def rests_on(self) -> tuple[tuple[int, float], ...]:
        """Reports that are not sure and close roads of the way before or of the cut: number, confidence.

        Numbers are those that closures have in every output, from 1.
        """
        if self.before is None or self.outcome is Outcome.UNAFFECTED:
            return ()
        decisive = np.concatenate([self.before.roads, [one.road for one in self.cut]])
        return tuple(
            (number, one.closure.event.confidence)
            for number, one in enumerate(self.question.situation.closures, start=1)
            if one.closure.event.confidence < 1
            and one.closure.effect is not Effect.MARK
            and np.isin(decisive, one.found.roads).any()
        )

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "outcome": self.outcome.value,
            "rests_on": [{"closure": number, "confidence": sure} for number, sure in self.rests_on],
            "left_open": [
                {"target": one.target, "why": one.why, "quote": one.quote, "doubtful": one.doubtful}
                for one in self.left_open
            ],
            "outcome_if_closed": self.outcome_if_closed.value if self.outcome_if_closed else None,
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
            "without_standing": self.without_standing.to_dict() if self.without_standing else None,
            "extra": self.extra,
            "disjoint_routes": {"before": self.disjoint_before, "after": self.disjoint_after},
            "cut": [{"road": c.road, "label": c.label, "length_m": round(c.length_m, 1)} for c in self.cut],
            "report": self._report(),
        }

    def _report(self) -> dict[str, Any] | None:
        extraction = self.question.situation.supposition.extraction
        if extraction is None:
            return None
        from routegraph.reports.events_file import to_document

        return {**to_document(extraction), "claims": [one.to_dict() for one in self.claims]}

    def rows(self) -> list[dict[str, Any]]:
        """One record for each way, of a lost one too."""
        ways = {"before": self.before, "after": self.after, "without_standing": self.without_standing}
        plain = {name: flat(way.to_dict()) for name, way in ways.items() if way}
        columns = next(iter(plain.values()), {})
        lost = {"before": self.before is None, "after": self.after is None}
        return [
            {"way": name, **dict.fromkeys(columns), **plain.get(name, {}), "exists": name in plain}
            for name in ways
            if name in plain or lost.get(name)
        ]

    def text(self) -> AnswerText:
        """The journey before and after."""
        sections = [*claims_section(self.claims), *_how_sure(self), _comparison(self), *_ways(self)]
        return self._worded(
            self._title, _outcome(self), _sentence(self), sections, _proof(self), alert=self.after is None
        )

    def scene(self) -> Scene:
        """Both ways, or the one where they are the same."""
        lines = lines_of(self.before, self.after)
        if self.without_standing and self.after is None:
            letter = "ABC"[len(lines)]
            lines.append(line_of(self.without_standing, "other", letter, "the way without standing closures"))
        return self._drawn(lines, self.before)


@supposing
def whatif(self: BaseStudy, origin: Asked, destination: Asked, **closures: Unpack[Closures]) -> WhatIf:
    """Tell whether there is still a way, how much longer and dearer it is, and by which roads.

    Parameters
    ----------
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    **closures
        See `Closures`.

    Returns
    -------
    WhatIf
        Before and after, lengths in metres, times in seconds, costs in the vehicle's currency.

    Examples
    --------
    >>> import routegraph
    >>> answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
    >>> answer.outcome.value, round(answer.after.length_m / 1000, 1)
    ('longer', 138.6)
    """
    start, end = journey_between(self, origin, destination)
    question = question_of(self, "whatif", (start.query, end.query), closures)
    return ask_whatif(question, self.graph_at(question.moment), start, end, self.resolver)


def ask_whatif(
    question: Question, open_graph: RoadGraph, origin: Location, destination: Location, resolver: Resolver
) -> WhatIf:
    """Answer what becomes of a journey; `open_graph` has nothing closed."""
    situation = question.situation
    before, after = situation.before, situation.after
    source, target = origin.node, destination.node
    standing = journey_on(open_graph.standing(before), source, target)
    # On what stands where `after` only adds to it; else on the open network.
    more = after.beyond(before)
    opened = standing if more is not None else journey_on(open_graph, source, target)
    closing = after if more is None else more
    path_before, path_after = standing.path, opened.path_under(closing)
    path_open = journey_on(open_graph, source, target).path if before else None
    cut: tuple[CutRoad, ...] = ()
    if path_before is not None and path_after is None:
        cut = _cut_roads(open_graph.network, standing.severing_cut(closing).roads, resolver.gazetteer)
    streets = streets_of(open_graph, origin, destination)
    disjoint_before = standing.disjoint_routes(streets) if path_before else 0
    disjoint_after = opened.disjoint_routes(streets, closing) if path_after else 0
    route_before, route_after = standing.route, opened.route_under(closing, path_after)
    outcome = outcome_of(path_before, path_after)
    still_open = left_open(situation, route_after, resolver, origin, destination)
    doubtful = tuple(one for one in still_open if one.doubtful)
    return WhatIf(
        question=question,
        origin=origin,
        destination=destination,
        outcome=outcome,
        before=route_before,
        after=route_after,
        without_standing=route_of(open_graph, path_open) if path_open else None,
        disjoint_before=disjoint_before,
        disjoint_after=disjoint_after,
        cut=cut,
        claims=check_claims(situation, outcome, origin, destination, resolver.gazetteer),
        left_open=still_open,
        outcome_if_closed=outcome_of(path_before, opened.path_under(if_closed(after, doubtful)))
        if doubtful
        else None,
        warnings=(
            *journey_warnings(
                question,
                open_graph,
                origin,
                destination,
                route_before,
                route_after,
                first=source_warnings(open_graph.network),
            ),
            *_unproven(disjoint_before, disjoint_after),
            *idle_warnings(situation, route_before, route_after),
            *[one.warning for one in still_open][:MOST_NAMED],
        ),
    )


def _unproven(before: int, after: int) -> list[str]:
    """Tell which counts of disjoint routes may be too small."""
    counts = {"before": before, "after": after}
    told = [f"{count} {when}" for when, count in counts.items() if isinstance(count, AtLeast)]
    if not told:
        return []
    return [
        f"disjoint routes are at least {' and '.join(told)}: turn bans let routes share roads, and that "
        f"there are no more was not proven within {PATIENCE_S:g} s."
    ]


def _cut_roads(network: Network, roads: Int, gazetteer: Gazetteer) -> tuple[CutRoad, ...]:
    return tuple(
        CutRoad(int(road), stretch_label(network, int(road), gazetteer), float(network.roads.length_m[road]))
        for road in roads
    )


def _outcome(answer: WhatIf) -> str:
    """Say the outcome; where nothing is asked on top of what stands, what remains beside it."""
    told = words.OUTCOMES[answer.outcome]
    if answer.question.situation.standing and not answer.question.situation.closures:
        plain = {Outcome.UNAFFECTED: "a way remains", Outcome.UNCONNECTED: "no way remains"}
        told = plain.get(answer.outcome, told)
    if any(one.agrees is False for one in answer.claims):
        told += ", against what the report claims"
    elif answer.outcome_if_closed not in (None, answer.outcome):
        told += ", as far as the report was understood"
    return told


def _sentence(answer: WhatIf) -> str:
    before, after, free = answer.before, answer.after, answer.without_standing
    asked = bool(answer.question.situation.closures)
    if before and after:
        return _both(before, after, None if asked else free)
    if before:
        way = f"{words.kilometres(before.length_m)} by {words.via(before)}"
        return f"The way of {way} is closed, and no other remains."
    if after:
        return (
            f"A way of {words.kilometres(after.length_m)} by {words.via(after)} opens where there was none."
        )
    beside = "" if free and not asked else ", nor with those that come on top"
    return f"No way joins the two under the standing closures{beside}."


def _both(before: Route, after: Route, free: Route | None) -> str:
    """Compare two ways; `free` is the way with nothing closed, where nothing else is asked about."""
    if before.roads.tolist() != after.roads.tolist() or before.time_s != after.time_s:
        ways = (
            f"{words.duration(after.time_s)} by {words.via(after)} instead of "
            f"{words.duration(before.time_s)} by {words.via(before)}"
        )
        if words.via(after) == words.via(before):
            ways = (
                f"{words.duration(after.time_s)} instead of {words.duration(before.time_s)}, "
                f"both in the main by {words.via(after)}"
            )
        return f"{ways}: {_longer(before, after)}."
    way = f"{words.duration(after.time_s)}, {words.kilometres(after.length_m)} by {words.via(after)}"
    if free:
        if free.roads.tolist() == after.roads.tolist():
            return f"{way}: the way with nothing closed."
        more = _longer(free, after).replace(", ", " and ")
        longer = f"{more.replace('+', '')} longer than" if more.count("+") == 2 else f"{more} against"
        return f"{way}: {longer} with nothing closed."
    return f"The way of {way} is not touched."


def _longer(way: Route, other: Route) -> str:
    """Say how much more time and length another way takes."""
    time = words.shift(words.TIME, way.time_s, other.time_s)
    length = words.shift(words.DISTANCE, way.length_m, other.length_m)
    return f"{time}, {'no farther' if length == '0' else length}"


def _how_sure(answer: WhatIf) -> list[Section]:
    """Say on which reports the outcome rests, and what the report says of the way that closed nothing."""
    lines = []
    if reports := words.joined([f"closure {number} ({sure:.0%} sure)" for number, sure in answer.rests_on]):
        lines.append(f"The outcome rests on {reports}; the question survival weighs what is not sure.")
    if answer.outcome_if_closed:
        targets = [one.target for one in answer.left_open if one.doubtful]
        then = words.OUTCOMES[answer.outcome_if_closed]
        lines.append(
            f"The way runs through {words.joined(targets, ', ')}, of which the report says what was not "
            f"understood or not placed. If that is closed too: {then}. Ask with {words.closable(targets)}."
        )
    return [Section("How sure", lines=tuple(lines))] if lines else []


def _comparison(answer: WhatIf) -> Section:
    """Before, after and change of time, distance, fuel and cost."""
    money = words.money_in(answer.question.vehicle.currency)
    quantities = (
        ("time", "time_s", words.TIME),
        ("distance", "length_m", words.DISTANCE),
        ("fuel", "fuel_l", words.FUEL),
        ("cost", "cost", money),
        ("cost per tonne", "cost_per_t", money),
    )
    rows = []
    for label, key, quantity in quantities:
        before, after = (getattr(route, key) if route else None for route in (answer.before, answer.after))
        told = ("no way" if value is None else quantity.say(value) for value in (before, after))
        shift = "–" if before is None or after is None else words.shift(quantity, before, after)
        rows.append((label, *told, shift))
    more = answer.disjoint_after - answer.disjoint_before
    rows.append(
        (
            "disjoint routes",
            str(answer.disjoint_before),
            str(answer.disjoint_after),
            words.change(str(abs(more)), more),
        )
    )
    return Section("Before and after", Table(("", "before", "after", "change"), tuple(rows)))


def _ways(answer: WhatIf) -> list[Section]:
    """Return the roads of the ways before and after, as one section when they are the same."""
    if answer.before and answer.after and list(answer.before.roads) == list(answer.after.roads):
        return [way_section("The way, before and after", answer.before)]
    return [
        way_section(title, route)
        for title, route in (("The way before", answer.before), ("The way after", answer.after))
        if route
    ]


def _proof(answer: WhatIf) -> list[Section]:
    sections = []
    if answer.cut:
        items = tuple(Item("", cut.label, words.kilometres(cut.length_m)) for cut in answer.cut)
        cut = "cuts" if len(answer.cut) == 1 else "cut"
        proof = f"Proof: {words.count(len(answer.cut), 'closed road')} {cut} every way"
        sections.append(Section(proof, items=items))
    if answer.without_standing:
        sections.append(
            Section("Without the standing closures", lines=(without_standing(answer.without_standing),))
        )
    return sections
