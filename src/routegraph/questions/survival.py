"""How sure is a way: probability that a journey is possible, when reports may be wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any, Literal, Unpack, get_args

import numpy as np
from numpy.typing import NDArray

from routegraph import defaults
from routegraph.analysis.assumptions import Assumption, Relevance, assumptions_of
from routegraph.analysis.cases import CaseTree
from routegraph.analysis.distribution import Distribution
from routegraph.analysis.doubts import Doubts
from routegraph.analysis.likelihood import (
    Influence,
    LikelyRoute,
    figures_of,
    likeliest_routes,
    road_use,
    route_in,
)
from routegraph.analysis.odds import Odds, exact_odds, sampled_odds
from routegraph.asking import BaseStudy, journey_between, question_of, supposing
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.network.arrays import Int
from routegraph.places.locate import Location
from routegraph.questions.answer import JourneyAnswer
from routegraph.questions.warnings import hours_warnings, inside_warnings, snap_warnings
from routegraph.render import words
from routegraph.render.chart import Chart, chance_chart
from routegraph.render.likelihood import likelihood_lines
from routegraph.render.scene import Scene
from routegraph.render.sections import event_item, marks_of, report_sections
from routegraph.render.text import AnswerText, Section, Table
from routegraph.render.ways import told_apart
from routegraph.reports.event import Status
from routegraph.routing.graph import RoadGraph
from routegraph.routing.route import Route
from routegraph.routing.search import best_path
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import Closures

MOST_INFLUENCES = 10

Method = Literal["auto", "exact", "sampled"]

MOST_COMBINATIONS = 2**16
"""Combinations of the doubts that some best way meets up to which all are gone through."""

PATIENCE = 2**12
"""Cases that are told apart before the number of combinations is looked at."""


@dataclass(frozen=True, eq=False)
class Survival(JourneyAnswer):
    """How likely a journey is possible, and what it then takes.

    Attributes
    ----------
    question : Question
        Its situation counts every event as if it were true.
    probability : float
        That the journey is possible.
    time_s, length_m, cost : Distribution or None
        Given that it is possible; None when it never is.
    routes : tuple of LikelyRoute
        The likeliest first, `MOST_ROUTES` at the most.
    roads : int32[K]
        Every road that some best way uses, ascending.
    road_probability : float64[K]
        That the best way uses it.
    if_none_true, if_all_true : Route or None
        The way when no uncertain event is true, and when all are.
    influence : tuple of Influence
        The greatest swing first.
    assumptions : tuple of Assumption
        Every event, with its part in the answer.
    method : str
        ``exact`` or ``sampled``.
    standard_error : float
        Of `probability`; 0 when exact.
    samples : int
        0 when exact.
    seed : int
    uncertain : int
        Doubts in all.
    combinations : int
        Of the doubts that some best way meets; the others cannot touch any route.
    solved : int
        Distinct effective closures that were searched.
    """

    probability: float
    time_s: Distribution | None
    length_m: Distribution | None
    cost: Distribution | None
    routes: tuple[LikelyRoute, ...]
    roads: Int
    road_probability: NDArray[np.float64]
    if_none_true: Route | None
    if_all_true: Route | None
    influence: tuple[Influence, ...]
    assumptions: tuple[Assumption, ...]
    method: str
    standard_error: float
    samples: int
    seed: int
    precision: float
    common_cause: float
    uncertain: int
    combinations: int
    solved: int

    bound = MOST_COMBINATIONS

    @property
    def independence(self) -> str:
        """What the answer takes for granted of how reports hang together."""
        told = "Events are taken to be independent of each other, but for those of one group"
        if any(a.in_group_of_several for a in self.assumptions):
            told += ", which stand or fall together with the highest confidence among them"
        told += "."
        if self.common_cause:
            told += (
                f" With probability {self.common_cause:g} they share one cause instead: a single draw "
                "decides all, and every event at least as sure as the draw is true."
            )
        return told

    @property
    def how(self) -> str:
        """How the probability was found, in one sentence."""
        if self.method == "exact":
            if self.combinations == 1:
                return "No uncertain event touches any route, so one search tells all."
            return (
                f"Exact over all {self.combinations:,} combinations of the uncertain events that some route "
                f"meets (at most {self.bound:,} are gone through); "
                f"{words.count(self.solved, 'different closure')} solved."
            )
        return (
            f"Estimated from {self.samples:,} samples (seed {self.seed}) with a standard error of "
            f"{self.standard_error:.4f}; {words.count(self.solved, 'different closure')} solved."
        )

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "probability": round(self.probability, 6),
            "standard_error": round(self.standard_error, 6),
            "time_s": self.time_s.to_dict() if self.time_s else None,
            "length_m": self.length_m.to_dict() if self.length_m else None,
            "cost": self.cost.to_dict(2) if self.cost else None,
            "routes": [
                {"probability": round(one.probability, 6), "by": one.route.by, **one.route.to_dict()}
                for one in self.routes
            ],
            "if_none_true": self.if_none_true.to_dict() if self.if_none_true else None,
            "if_all_true": self.if_all_true.to_dict() if self.if_all_true else None,
            "influence": [one.to_dict() for one in self.influence],
            "assumptions": [one.to_dict() for one in self.assumptions],
            "method": self.method,
            "how": self.how,
            "independence": self.independence,
            "uncertain": self.uncertain,
            "combinations": self.combinations,
            "bound": self.bound,
            "solved": self.solved,
            "samples": self.samples,
            "seed": self.seed if self.samples else None,
            "precision": self.precision if self.samples else None,
            "common_cause": self.common_cause,
        }

    def text(self) -> AnswerText:
        """How likely a way is, what it then takes, and which doubt matters most."""
        chance = words.chance(self.probability)
        sections = [*report_sections(self.question)]
        if self.time_s and self.length_m and self.cost:
            currency = self.question.vehicle.currency
            rows = (
                ("time", *_spread(self.time_s, words.duration)),
                ("distance", *_spread(self.length_m, words.kilometres)),
                ("cost", *_spread(self.cost, lambda amount: words.money(amount, currency))),
            )
            table = Table(("", "median", "mean", "9 in 10 within"), rows)
            sections.append(Section("When it is possible, it takes", table))
        if self.routes:
            by = told_apart(self.question.network, [one.route for one in self.routes])
            ways = tuple(
                (
                    words.capital(i),
                    by[i],
                    words.duration(one.route.time_s),
                    words.chance(one.probability),
                )
                for i, one in enumerate(self.routes)
            )
            sections.append(Section("The best way is", Table(("", "by", "time", "chance"), ways, left=2)))
        if self.influence:
            doubts = tuple(_influence(one) for one in self.influence[:MOST_INFLUENCES])
            table = Table(("if settled", "sure", "if true", "if not"), doubts)
            sections.append(Section("Which doubt matters most: chance of a way", table))
        marks = {one.closure.event: mark for mark, one in marks_of(self.question).items()}
        assumed = tuple(
            event_item(one.event, marks.get(one.event, ""), _assumed(one))
            for one in sorted(self.assumptions, key=lambda one: one.relevance is not Relevance.UNCERTAIN)
        )
        if assumed:
            sections.append(Section("What it rests on", items=assumed))
        sections += self._closures({one.event for one in self.assumptions})
        sections.append(Section("How this was found", lines=(self.how, self.independence)))
        error = f" (standard error {self.standard_error:.3f})" if self.standard_error else ""
        return AnswerText(
            title=self._title,
            outcome=f"{chance} chance of a way",
            sentence=f"A way remains with probability {self.probability:.3f}{error}, "
            f"over {words.count(self.uncertain, 'uncertain event')}."
            if self.uncertain
            else f"No event is in doubt: a way {'remains' if self.probability else 'is gone'} for certain.",
            sections=tuple(sections),
            warnings=self.warnings,
        )

    def scene(self) -> Scene:
        """Where the ways run: roads by how likely the best way uses them."""
        network = self.question.network
        routes = [one.route for one in self.routes]
        lines = likelihood_lines(network, routes, self.roads, self.road_probability)
        return self._drawn(lines, routes[0] if routes else None)

    def chart(self) -> Chart | None:
        """The chance of a way within each amount."""
        figures = {"time": self.time_s, "distance": self.length_m, "cost": self.cost}[self.question.by]
        if figures is None:
            return None
        return chance_chart(self.question, figures.values, np.cumsum(figures.probability) * self.probability)


@supposing
def survival(
    self: BaseStudy,
    origin: Asked,
    destination: Asked,
    *,
    precision: float = defaults.PRECISION,
    seed: int = defaults.SEED,
    method: Method = defaults.METHOD,
    threatened: float | None = None,
    contested: float | None = None,
    common_cause: float = defaults.COMMON_CAUSE,
    **closures: Unpack[Closures],
) -> Survival:
    """Tell how likely a way is when reports may be wrong, and whose truth matters most.

    Every event counts with its confidence, whatever `min_confidence` says.

    Parameters
    ----------
    origin, destination : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    precision : float
        Sampling stops when the standard error of the probability is below it.
    seed : int
        Of the samples.
    method : str
        ``exact``, ``sampled``, or ``auto``: exact while the combinations are few.
    threatened, contested : float, optional
        Probability that a place so reported is closed, given that the report is true.
    common_cause : float
        Probability that all doubts are decided by one draw.
    **closures
        See `Closures`.

    Returns
    -------
    Survival
        Probability that a way remains, and the distribution of its time and cost.

    Examples
    --------
    >>> import routegraph
    >>> print(routegraph.load("hama-aleppo").survival("Hama", "Aleppo", scenario="khanasser-2015-10"))
    Hama to Aleppo: ...
    """
    told = {"threatened": threatened, "contested": contested}
    usual = {
        "precision": defaults.PRECISION,
        "seed": defaults.SEED,
        "method": defaults.METHOD,
        "common_cause": defaults.COMMON_CAUSE,
    }
    given = {"precision": precision, "seed": seed, "method": method, "common_cause": common_cause}
    options = {key: value for key, value in given.items() if value != usual[key]}
    start, end = journey_between(self, origin, destination)
    question = question_of(self, "survival", (start.query, end.query), closures, **options, **told)
    return ask_survival(
        question,
        self.graph_at(question.moment),
        start,
        end,
        self.resolver,
        precision=precision,
        seed=seed,
        method=method,
        common_cause=common_cause,
        status_probability={Status(key): value for key, value in told.items() if value is not None},
    )


def ask_survival(
    question: Question,
    open_graph: RoadGraph,
    origin: Location,
    destination: Location,
    resolver: Resolver,
    *,
    precision: float = defaults.PRECISION,
    seed: int = defaults.SEED,
    method: Method = defaults.METHOD,
    status_probability: Mapping[Status, float] | None = None,
    common_cause: float = defaults.COMMON_CAUSE,
) -> Survival:
    """Answer how likely a journey is possible; `open_graph` has nothing closed.

    Parameters
    ----------
    precision : float
        Sampling stops when the standard error of the probability is below it.
    seed : int
        Of the samples.
    method : str
        ``exact``, ``sampled``, or ``auto``: exact while there are at most `MOST_COMBINATIONS`.
    status_probability : mapping of Status to float
        Probability that a target reported as threatened or contested closes, given that the report
        is true. By default a status has its usual effect.
    common_cause : float
        Probability that all doubts are decided by one draw, see `Survival.independence`.

    Raises
    ------
    QuestionError
        A number is out of bounds, or ``exact`` would take too many combinations.
    NotFoundError, AmbiguousError
        An event's target matches nothing, or several places.
    """
    _check(precision, seed, method, common_cause)
    supposition = replace(question.situation.supposition, min_confidence=0.0)
    situation = situation_of(supposition, resolver)
    doubts = Doubts(supposition, resolver, status_probability or {})
    tree = CaseTree(open_graph, origin.node, destination.node, doubts)
    odds = exact_odds(tree, common_cause, MOST_COMBINATIONS, PATIENCE) if method != "sampled" else None
    if odds is None and method == "exact":
        raise QuestionError(
            f"{tree.met.bit_count()} uncertain events change the way in more than {MOST_COMBINATIONS:,} "
            "combinations; leave out --method exact to sample them."
        )
    if odds is None:
        odds = sampled_odds(tree, common_cause, precision, seed)
    warnings = [
        *situation.warnings,
        *hours_warnings(open_graph),
        *snap_warnings((origin, destination)),
        *(
            f"if every event is true, {warning}"
            for warning in inside_warnings(open_graph, situation, origin, destination)
        ),
    ]
    if not odds.probability and best_path(open_graph, origin.node, destination.node) is None:
        warnings.append("there is no way even with nothing closed.")
    if odds.samples and odds.standard_error > precision:
        warnings.append(
            f"sampling ended after {odds.samples:,} samples at a standard error of "
            f"{odds.standard_error:.4f}, above the {precision:g} asked for."
        )
    return _answer(
        replace(question, situation=situation), open_graph, origin, destination, tree, odds,
        precision=precision, seed=seed, common_cause=common_cause, warnings=warnings,
    )  # fmt: skip


def _check(precision: float, seed: int, method: str, common_cause: float) -> None:
    if not 0 < precision < 1:
        raise QuestionError(f"precision {precision:g} is no standard error; give one such as 0.005.")
    if not isinstance(seed, Integral) or seed < 0:
        raise QuestionError(f"seed {seed!r}: give a whole number from 0.")
    if method not in get_args(Method):
        raise QuestionError(f"no method {method!r}; method is one of {', '.join(get_args(Method))}.")
    if not 0 <= common_cause <= 1:
        raise QuestionError(f"common cause {common_cause:g} is no probability; give one from 0 to 1.")


def _answer(
    question: Question,
    graph: RoadGraph,
    origin: Location,
    destination: Location,
    tree: CaseTree,
    odds: Odds,
    *,
    precision: float,
    seed: int,
    common_cause: float,
    warnings: list[str],
) -> Survival:
    doubts = tree.doubts
    possible = [(case, w) for case, w in zip(odds.cases, odds.weight.tolist(), strict=True) if case.path]
    weights = np.array([w for _, w in possible])
    figures = np.array([figures_of(graph, case) for case, _ in possible]).reshape(-1, 3)
    all_true = (1 << len(doubts.doubts)) - 1
    none, every = tree.settled([0, all_true])
    roads, used = road_use(graph, possible)
    influence = [
        Influence(d.name, d.events, d.closing, d.probability, *odds.given(i))
        for i, d in enumerate(doubts.doubts)
    ]
    has_way = bool(weights.sum() > 0)
    return Survival(
        question=question,
        origin=origin,
        destination=destination,
        probability=odds.probability,
        time_s=Distribution.of(figures[:, 0], weights) if has_way else None,
        length_m=Distribution.of(figures[:, 1], weights) if has_way else None,
        cost=Distribution.of(figures[:, 2], weights) if has_way else None,
        routes=likeliest_routes(graph, tree, possible),
        roads=roads,
        road_probability=used,
        if_none_true=route_in(graph, tree, none),
        if_all_true=route_in(graph, tree, every),
        influence=tuple(sorted(influence, key=lambda one: -one.swing)),
        assumptions=assumptions_of(doubts, tree.met),
        method="sampled" if odds.samples else "exact",
        standard_error=odds.standard_error,
        samples=odds.samples,
        seed=seed,
        precision=precision,
        common_cause=common_cause,
        uncertain=len(doubts.doubts),
        combinations=1 << tree.met.bit_count(),
        solved=tree.searches,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _assumed(one: Assumption) -> str:
    """Say an event, how sure it is, and what part it has."""
    event = one.event
    told = words.joined((words.deed(event.status, event.by), str(event.date or "")))
    sure = "" if one.relevance is Relevance.CERTAIN else f"{one.probability:.0%} sure"
    part = "" if one.relevance is Relevance.UNCERTAIN else one.relevance.value
    return f"{told}; {words.joined((sure, part))}"


def _spread(figure: Distribution, said: Callable[[float], str]) -> tuple[str, str, str]:
    return said(figure.median), said(figure.mean), said(figure.quantile(0.9))


def _influence(one: Influence) -> tuple[str, ...]:
    question = f"{one.name} closes" if one.closing else one.name
    return question, words.chance(one.probability), words.chance(one.if_true), words.chance(one.if_false)
