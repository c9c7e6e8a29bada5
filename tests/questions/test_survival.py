"""How sure is a way, when reports may be wrong."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from drawn_networks import BOTH, FORWARD, Case, graph_of, network_of, spot
from routegraph.analysis.assumptions import Relevance
from routegraph.analysis.odds import standard_error
from routegraph.errors import NotFoundError, QuestionError
from routegraph.places.gazetteer import Gazetteer
from routegraph.questions.survival import ask_survival
from routegraph.questions.whatif import ask_whatif
from routegraph.reports.event import Event, Status
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path
from routegraph.scenario.closure import EFFECTS, Effect, EffectRule
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.scenario import Scenario
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import Supposition

# 0 to 3 by 1 (20 m, roads 0 and 1), by 2 (30 m, roads 2 and 3), or straight (50 m, road 4)
THREE_WAYS = [(0, 1, 10, BOTH), (1, 3, 10, BOTH), (0, 2, 15, BOTH), (2, 3, 15, BOTH), (0, 3, 50, BOTH)]
NORTH, SOUTH, STRAIGHT = "way/0", "way/2", "way/4"


@pytest.fixture
def graph():
    return graph_of(network_of(4, THREE_WAYS))


def asked(graph: RoadGraph, events=(), source=0, target=3, *, suppose=None, **options):
    supposition = suppose or Supposition(events=tuple(events))
    resolver = Resolver(graph, Gazetteer.of(graph.network))
    context = Question("drawn", graph.network, graph.vehicle, graph.by, situation_of(supposition, resolver))
    return ask_survival(context, graph, spot(graph, source), spot(graph, target), resolver, **options)


def cut(target: str, confidence: float, status=Status.BLOCKED, **more) -> Event:
    return Event(target, status, confidence=confidence, **more)


def test_the_probability_is_that_not_all_ways_are_cut(graph):
    answer = asked(graph, [cut(NORTH, 0.5), cut(SOUTH, 0.4), cut(STRAIGHT, 0.25)])
    assert answer.probability == pytest.approx(1 - 0.5 * 0.4 * 0.25)
    assert (answer.method, answer.standard_error, answer.samples) == ("exact", 0.0, 0)
    assert (answer.uncertain, answer.combinations) == (3, 8)


def test_each_way_is_likely_as_those_before_it_are_cut(graph):
    answer = asked(graph, [cut(NORTH, 0.5), cut(SOUTH, 0.4), cut(STRAIGHT, 0.25)])
    told = [(one.route.time_s, one.probability) for one in answer.routes]
    assert told == [
        (20.0, pytest.approx(0.5)),
        (30.0, pytest.approx(0.5 * 0.6)),
        (50.0, pytest.approx(0.5 * 0.4 * 0.75)),
    ]
    use = dict(zip(answer.roads.tolist(), answer.road_probability.tolist(), strict=True))
    assert use == {
        0: pytest.approx(0.5), 1: pytest.approx(0.5), 2: pytest.approx(0.3), 3: pytest.approx(0.3),
        4: pytest.approx(0.15),
    }  # fmt: skip


def test_time_and_length_are_told_given_that_there_is_a_way(graph):
    answer = asked(graph, [cut(NORTH, 0.5), cut(SOUTH, 0.4), cut(STRAIGHT, 0.25)])
    mean = (20 * 0.5 + 30 * 0.3 + 50 * 0.15) / 0.95
    assert answer.time_s.mean == pytest.approx(mean)
    assert answer.time_s.probability.sum() == pytest.approx(1)
    assert [answer.time_s.quantile(q) for q in (0.1, 0.5, 0.9, 0.95)] == [20.0, 20.0, 50.0, 50.0]
    assert answer.length_m.mean == pytest.approx(mean)
    fuel = graph.fuel_l(graph.arcs.of_road[:2, 0]).sum()
    assert answer.cost.quantile(0.1) == pytest.approx(graph.vehicle.cost(20, fuel))


def test_of_closures_on_one_road_that_nobody_would_take_none_is_looked_at(graph):
    answer = asked(graph, [cut(NORTH, 0.5), cut(SOUTH, 0.4), cut(STRAIGHT, 0.25), cut("way/1", 0.0)])
    assert answer.uncertain == 3
    open_north = asked(graph, [cut(SOUTH, 0.4), cut(STRAIGHT, 0.25)])
    assert (open_north.probability, open_north.combinations, open_north.solved) == (1.0, 1, 1)
    assert [a.relevance for a in open_north.assumptions] == [Relevance.MEETS_NO_ROUTE] * 2


def test_identical_effective_closures_are_solved_once(graph):
    answer = asked(graph, [cut(NORTH, 0.5), cut(NORTH, 0.5, Status.DAMAGED), cut(NORTH, 0.5)])
    assert answer.probability == 1.0
    assert [one.probability for one in answer.routes] == [pytest.approx(0.875), pytest.approx(0.125)]
    assert (answer.combinations, answer.solved) == (8, 2)


def test_the_influence_of_an_event_is_what_knowing_it_changes(graph):
    answer = asked(graph, [cut(NORTH, 0.5), cut(SOUTH, 0.4), cut(STRAIGHT, 0.25)])
    told = {one.events: (one.if_true, one.if_false) for one in answer.influence}
    assert told == {
        (0,): (pytest.approx(1 - 0.4 * 0.25), 1.0),
        (1,): (pytest.approx(1 - 0.5 * 0.25), 1.0),
        (2,): (pytest.approx(1 - 0.5 * 0.4), 1.0),
    }
    assert [one.events for one in answer.influence] == [(2,), (1,), (0,)]


def test_events_of_one_group_stand_or_fall_together_with_the_highest_confidence(graph):
    events = [cut(target, p, group="raid") for target, p in ((NORTH, 0.2), (SOUTH, 0.6), (STRAIGHT, 0.1))]
    answer = asked(graph, events)
    assert answer.probability == pytest.approx(0.4)
    assert [one.name for one in answer.influence] == ["raid"]
    assert {a.probability for a in answer.assumptions} == {0.6}
    assert "highest confidence" in answer.independence


def test_a_common_cause_makes_events_fall_together_and_keeps_each_as_likely(graph):
    events = [cut(NORTH, 0.5), cut(SOUTH, 0.4), cut(STRAIGHT, 0.25)]
    assert asked(graph, events, common_cause=1.0).probability == pytest.approx(0.75)
    half = asked(graph, events, common_cause=0.5)
    assert half.probability == pytest.approx(0.5 * 0.75 + 0.5 * 0.95)
    assert next(one for one in half.influence if one.events == (2,)).if_true == pytest.approx(
        (0.5 * 0.25 * (1 - 0.5 * 0.4) + 0) / 0.25
    )
    assert "share one cause" in half.independence


def test_a_threat_closes_with_the_probability_given_and_else_marks(graph):
    events = [cut(NORTH, 1.0, Status.THREATENED), cut(SOUTH, 1.0), cut(STRAIGHT, 1.0)]
    assert asked(graph, events).probability == 1.0
    answer = asked(graph, events, status_probability={Status.THREATENED: 0.3})
    assert answer.probability == pytest.approx(0.7)
    assert [(one.closing, one.probability) for one in answer.influence] == [(True, 0.3)]
    doubtful = [replace(events[0], confidence=0.5), *events[1:]]
    answer = asked(graph, doubtful, status_probability={Status.THREATENED: 0.3})
    assert answer.probability == pytest.approx(1 - 0.5 * 0.3)
    assert {one.closing: one.if_true for one in answer.influence} == {False: 0.7, True: 0.5}


def test_a_contested_place_may_stay_open(graph):
    events = [cut(NORTH, 1.0, Status.CONTESTED), cut(SOUTH, 1.0), cut(STRAIGHT, 1.0)]
    assert asked(graph, events).probability == 0.0
    assert asked(graph, events, status_probability={Status.CONTESTED: 0.6}).probability == pytest.approx(0.4)
    assert asked(graph, events, status_probability={Status.CONTESTED: 0.0}).probability == 1.0
    assert asked(graph, events, status_probability={Status.CONTESTED: 1.0}).probability == 0.0


def test_a_reopening_is_as_uncertain_as_its_report(graph):
    events = [
        cut(NORTH, 1.0, date=dt.date(2015, 10, 1)),
        cut(NORTH, 0.3, Status.REOPENED, date=dt.date(2015, 10, 5)),
        cut(SOUTH, 1.0),
        cut(STRAIGHT, 1.0),
    ]
    answer = asked(graph, events)
    assert answer.probability == pytest.approx(0.3)
    [one] = answer.influence
    assert (one.if_true, one.if_false) == (1.0, 0.0)
    assert answer.assumptions[1].effect == "lift"


def test_events_after_the_date_take_no_part(graph):
    later = [cut(t, 0.5, date=dt.date(2015, 11, 1)) for t in (NORTH, SOUTH, STRAIGHT)]
    answer = asked(graph, suppose=Supposition(events=tuple(later), date=dt.date(2015, 10, 1)))
    assert (answer.probability, answer.uncertain) == (1.0, 0)
    assert {a.relevance for a in answer.assumptions} == {Relevance.OUT_OF_TIME}


def test_slowing_changes_the_time_and_not_whether_there_is_a_way(graph):
    answer = asked(graph, [cut(NORTH, 0.5, Status.RESTRICTED, factor=1.5)])
    assert answer.probability == 1.0
    assert answer.time_s.values.tolist() == [20.0, 25.0]
    assert [one.route.time_s for one in answer.routes] == [20.0]
    assert answer.routes[0].probability == 1.0


def test_standing_closures_are_certain_unless_their_confidence_is_less(graph):
    def scenario(confidence):
        return Scenario("drawn", "drawn", standing=(cut(NORTH, 1.0), cut(SOUTH, confidence)))

    sure = asked(graph, suppose=Supposition(scenario=scenario(1.0), events=(cut(STRAIGHT, 0.5),)))
    assert sure.probability == 0.5
    doubtful = asked(graph, suppose=Supposition(scenario=scenario(0.4), events=(cut(STRAIGHT, 0.5),)))
    assert doubtful.probability == pytest.approx(1 - 0.4 * 0.5)


def test_what_is_asked_to_be_closed_is_certain(graph):
    answer = asked(
        graph, suppose=Supposition(close=(NORTH, SOUTH), events=(cut(STRAIGHT, 0.5),), min_confidence=0.9)
    )
    assert answer.probability == 0.5
    assert answer.question.situation.supposition.min_confidence == 0.0


def test_a_status_that_a_scenario_lets_slow_does_so_in_the_worlds_where_it_is_true(graph):
    effects = {**EFFECTS, Status.BLOCKED: EffectRule(Effect.SLOW, 1.2)}
    answer = asked(
        graph,
        suppose=Supposition(scenario=Scenario("drawn", "drawn", effects=effects), events=(cut(NORTH, 0.5),)),
    )
    assert answer.time_s.values.tolist() == [20.0, 22.0]


def test_a_slowing_that_stands_is_not_counted_twice(graph):
    answer = asked(graph, suppose=Supposition(slow=("way/0=2",), events=(cut(SOUTH, 0.5),)))
    assert answer.time_s.values.tolist() == [30.0]


def test_many_reports_on_one_target_are_told_apart(graph):
    days = [dt.date(2015, 10, 1 + i) for i in range(14)]
    events = [
        cut(NORTH, 0.5, Status.BLOCKED if i % 2 else Status.REOPENED, date=d) for i, d in enumerate(days)
    ]
    answer = asked(graph, [*events, cut(SOUTH, 1.0), cut(STRAIGHT, 1.0)])
    # The latest true report decides: the last blocks, the one before opens, and so on by halves.
    assert answer.probability == pytest.approx(1 / 3, abs=1e-4)
    assert answer.method == "exact"


def test_sampling_agrees_with_the_exact_answer_and_with_itself(graph):
    events = [cut(NORTH, 0.5), cut(SOUTH, 0.8), cut(STRAIGHT, 0.7), cut("way/1", 0.6, group="a")]
    exact = asked(graph, events, common_cause=0.3)
    sampled = asked(graph, events, common_cause=0.3, method="sampled", seed=4)
    assert sampled.standard_error <= 0.005
    assert abs(sampled.probability - exact.probability) < 3 * sampled.standard_error
    assert sampled.time_s.mean == pytest.approx(exact.time_s.mean, abs=0.5)
    known = {one.events: one for one in exact.influence}
    for one in sampled.influence:
        assert one.if_true == pytest.approx(known[one.events].if_true, abs=0.03)
        assert one.if_false == pytest.approx(known[one.events].if_false, abs=0.03)
    again = asked(graph, events, common_cause=0.3, method="sampled", seed=4)
    assert again.to_dict() == sampled.to_dict()
    assert asked(graph, events, common_cause=0.3, method="sampled", seed=5).probability != sampled.probability


def test_too_many_combinations_are_sampled_unless_exact_is_asked_for(graph, monkeypatch):
    monkeypatch.setattr("routegraph.questions.survival.MOST_COMBINATIONS", 4)
    monkeypatch.setattr("routegraph.questions.survival.PATIENCE", 3)
    events = [cut(NORTH, 0.5), cut(SOUTH, 0.4), cut(STRAIGHT, 0.25)]
    answer = asked(graph, events, precision=0.01)
    assert answer.method == "sampled"
    assert abs(answer.probability - 0.95) < 0.03
    with pytest.raises(QuestionError, match="more than 4"):
        asked(graph, events, method="exact")


def test_a_standard_error_is_never_nought():
    assert standard_error(0, 1000) > 0
    assert standard_error(500, 1000) == pytest.approx(math.sqrt(0.25 / 1004))


def test_what_cannot_be_asked_is_refused(graph):
    for options, told in (
        ({"precision": 0.0}, "precision"),
        ({"seed": -1}, "seed"),
        ({"method": "guess"}, "no method 'guess'"),
        ({"common_cause": 1.5}, "common cause 1.5"),
        ({"status_probability": {Status.CAPTURED: 0.5}}, "captured"),
        ({"status_probability": {Status.THREATENED: 2.0}}, "probability 2"),
    ):
        with pytest.raises(QuestionError, match=told):
            asked(graph, [cut(NORTH, 0.5)], **options)
    with pytest.raises(NotFoundError, match="way 99"):
        asked(graph, [cut("way/99", 0.1)])


def test_ends_that_a_report_shuts_in_and_journeys_that_never_had_a_way_are_told(graph):
    answer = asked(graph, [cut(target, 0.5, group="siege") for target in (NORTH, SOUTH, STRAIGHT)])
    assert any(
        told.startswith("if every event is true, 0, the origin, lies inside") for told in answer.warnings
    )
    island = graph_of(network_of(3, [(0, 1, 5, BOTH)]))
    answer = asked(island, [cut("way/0", 0.5)], 0, 2)
    assert answer.probability == 0.0
    assert "there is no way even with nothing closed." in answer.warnings


def test_the_answer_is_json(graph):
    answer = asked(graph, [cut(NORTH, 1.0), cut(SOUTH, 0.4), cut(STRAIGHT, 1.0)])
    told = json.loads(json.dumps(answer.to_dict(), allow_nan=False))
    assert told["probability"] == 0.6
    assert told["time_s"] == {
        "mean": 30.0,
        "median": 30.0,
        "p10": 30.0,
        "p50": 30.0,
        "p90": 30.0,
        "p95": 30.0,
    }
    assert told["if_all_true"] is None
    never = asked(graph, [cut(t, 1.0) for t in (NORTH, SOUTH, STRAIGHT)])
    assert never.to_dict()["time_s"] is None
    assert never.probability == 0.0


CLOSES = (Status.BLOCKED, Status.CAPTURED, Status.CONTESTED, Status.DAMAGED)
ANY = (*CLOSES, Status.REOPENED, Status.RECAPTURED, Status.RESTRICTED, Status.THREATENED)
CHANCES = (0.2, 0.5, 0.9, 1.0, 0.0)


@st.composite
def reported(draw, statuses=ANY, chances=CHANCES, most=6, grouped=True) -> tuple[Case, list[Event]]:
    """A network whose ends hang together, and reports on its roads."""
    n = draw(st.integers(2, 4))
    length = st.integers(1, 4).map(float)
    chain = [(i, i + 1, draw(length), BOTH) for i in range(n - 1)]
    node, ways = st.integers(0, n - 1), st.sampled_from([BOTH, FORWARD])
    more = draw(st.lists(st.tuples(node, node, length, ways), max_size=4))
    case = Case(n, chain + more, 0, n - 1)
    road = st.integers(0, len(case.roads) - 1)
    one = st.builds(
        Event,
        target=road.map("way/{}".format),
        status=st.sampled_from(statuses),
        date=st.none() | st.integers(1, 4).map(lambda d: dt.date(2015, 10, d)),
        confidence=st.sampled_from(chances),
        group=st.sampled_from(["", "", "a"] if grouped else [""]),
    )
    return case, draw(st.lists(one, min_size=2, max_size=most))


def by_brute_force(case: Case, events: list[Event]) -> tuple[float, dict[int, float]]:
    """Probability of a way, and of each cost, by asking every subset of the reports."""
    groups: dict[str, list[int]] = {}
    for i, one in enumerate(events):
        groups.setdefault(one.group or f"#{i}", []).append(i)
    chance = {g: max(events[i].confidence for i in members) for g, members in groups.items()}
    resolver = Resolver(case.graph, Gazetteer.of(case.graph.network))
    costs: dict[int, float] = {}
    for turn in product((False, True), repeat=len(groups)):
        weight = math.prod(chance[g] if t else 1 - chance[g] for g, t in zip(groups, turn, strict=True))
        true = {i for (_, members), t in zip(groups.items(), turn, strict=True) if t for i in members}
        told = tuple(one for i, one in enumerate(events) if i in true)
        after = situation_of(Supposition(events=told, min_confidence=0.0), resolver).after
        path = best_path(case.graph, case.source, case.target, after)
        if path is not None and weight:
            costs[path.cost] = costs.get(path.cost, 0.0) + weight
    return sum(costs.values()), costs


@given(reported())
@settings(max_examples=200)
def test_law_the_answer_is_that_of_going_through_all_subsets(drawn):
    case, events = drawn
    answer = asked(case.graph, events, case.source, case.target)
    probability, costs = by_brute_force(case, events)
    event("neither sure nor hopeless" if 1e-9 < probability < 1 - 1e-9 else "sure or hopeless")
    assert answer.probability == pytest.approx(probability, abs=1e-12)
    if costs:
        values = np.array(sorted(costs)) / 1e6
        assert answer.time_s.mean == pytest.approx(
            float(np.dot(values, [costs[k] for k in sorted(costs)])) / probability, rel=1e-6
        )
        assert answer.time_s.quantile(0.0) == pytest.approx(values[0])


@given(reported(chances=(1.0,)), st.booleans())
@settings(max_examples=100)
def test_law_all_certain_is_the_whatif(drawn, shared):
    case, events = drawn
    supposition = Supposition(events=tuple(events))
    resolver = Resolver(case.graph, Gazetteer.of(case.graph.network))
    situation = situation_of(supposition, resolver)
    context = Question("drawn", case.graph.network, case.graph.vehicle, "time", situation)
    known = ask_whatif(context, case.graph, *case.ends, resolver)
    answer = asked(case.graph, events, case.source, case.target, common_cause=1.0 if shared else 0.0)
    event("way" if known.after else "no way")
    assert answer.probability == (1.0 if known.after else 0.0)
    if known.after:
        assert answer.time_s.values.tolist() == [known.after.time_s]
        assert answer.routes[0].route.roads.tolist() == known.after.roads.tolist()
        assert answer.routes[0].route.cost == known.after.cost


@given(reported(chances=(0.0,)))
@settings(max_examples=50)
def test_law_all_impossible_is_the_baseline(drawn):
    case, events = drawn
    answer = asked(case.graph, events, case.source, case.target)
    path = best_path(case.graph, case.source, case.target)
    assert answer.probability == (1.0 if path else 0.0)
    if path:
        assert answer.time_s.values.tolist() == [pytest.approx(path.cost / 1e6)]


@given(
    reported(statuses=CLOSES, chances=(0.2, 0.5), grouped=False), st.data(), st.sampled_from([0.0, 0.5, 1.0])
)
@settings(max_examples=150)
def test_law_surer_closures_never_help(drawn, data, common_cause):
    case, events = drawn
    which = data.draw(st.integers(0, len(events) - 1))
    surer = data.draw(st.sampled_from([0.6, 0.9, 1.0]))
    raised = [replace(e, confidence=surer) if i == which else e for i, e in enumerate(events)]
    before, after = (
        asked(case.graph, told, case.source, case.target, common_cause=common_cause).probability
        for told in (events, raised)
    )
    event("moves" if after < before - 1e-9 else "stays")
    assert after <= before + 1e-12


def test_a_road_that_several_best_ways_use_is_as_likely_as_all_of_them():
    roads = [(0, 1, 10, BOTH), (0, 1, 20, BOTH), (1, 2, 5, BOTH)]
    answer = asked(graph_of(network_of(3, roads)), [cut("way/0", 0.5)], target=2)
    use = dict(zip(answer.roads.tolist(), answer.road_probability.tolist(), strict=True))
    assert use == {0: pytest.approx(0.5), 1: pytest.approx(0.5), 2: pytest.approx(1.0)}


def test_what_stands_and_what_a_report_says_besides_are_told_beside_the_doubts(hama_aleppo):
    standing = hama_aleppo.survival("Hama", "Aleppo", scenario="khanasser-2015-10").text()
    titles = [one.title for one in standing.sections]
    assert "Standing closures" in titles
    assert "Closures" not in titles  # each is an event, and told under its mark
    [rests] = [one for one in standing.sections if one.title == "What it rests on"]
    assert [one.mark for one in rests.items if one.heading == "As-Safira"] == ["2"]
    asked = hama_aleppo.survival("Hama", "Aleppo", scenario="khanasser-2015-10", close=["Manbij"]).text()
    [closures] = [one for one in asked.sections if one.title == "Closures"]
    assert [one.heading for one in closures.items] == ["Manbij"]
