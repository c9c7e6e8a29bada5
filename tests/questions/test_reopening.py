"""Which closures to lift first."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from drawn_networks import BOTH, Case, applied, cases, context_of, cost_between, graph_of, network_of, spot
from routegraph.analysis.lift_order import WeighedJourney
from routegraph.asking import journey_between, question_of
from routegraph.errors import QuestionError
from routegraph.questions.reopening import ask_reopening
from routegraph.routing.graph import CLOSED, MICRO
from routegraph.scenario.applied import disruption_of


def asked(graph, pairs, closures, standing=()):
    journeys = [WeighedJourney(spot(graph, s), spot(graph, t), w) for s, t, w in pairs]
    return ask_reopening(context_of(graph, closures, standing), graph, journeys)


# 0 to 3 by 1 (20 m, roads 0 and 1) or by 2 (30 m, roads 2 and 3); 3 to 4 by one road of 5 m (road 4)
SQUARE = [(0, 1, 10, BOTH), (1, 3, 10, BOTH), (0, 2, 15, BOTH), (2, 3, 15, BOTH), (3, 4, 5, BOTH)]


@pytest.fixture
def square():
    return graph_of(network_of(5, SQUARE))


def test_the_fewest_closures_are_closures_not_roads(square):
    # Four roads under one closure are one thing to lift; two closures on one short road are two.
    wide = applied(square, "the south", [2, 3])
    first, second = applied(square, "checkpoint", [0]), applied(square, "crater", [0])
    answer = asked(square, [(0, 3, 1.0)], [first, second, wide])
    [journey] = answer.journeys
    assert journey.outcome == "severed"
    assert (journey.fewest, journey.sets) == ((2,), 1)
    assert (journey.open.time_s, journey.after, journey.reopened.time_s) == (20.0, None, 30.0)


def test_of_sets_as_small_the_one_with_the_quicker_route_is_told(square):
    answer = asked(square, [(0, 3, 1.0)], [applied(square, "south", [2]), applied(square, "north", [0])])
    assert answer.journeys[0].fewest == (1,)
    assert answer.journeys[0].sets == 2
    assert answer.journeys[0].reopened.time_s == 20.0


def test_a_search_that_would_not_end_is_given_up_with_a_remedy(square, monkeypatch):
    monkeypatch.setattr("routegraph.analysis.lifting.MOST_SETS", 1)
    closures = [applied(square, name, [road]) for name, road in (("a", 0), ("b", 1), ("c", 2), ("d", 3))]
    with pytest.raises(QuestionError, match=r"these 4 closures block too many ways .* ask about fewer"):
        asked(square, [(0, 3, 1.0)], closures)


def test_standing_closures_count_and_come_first(square):
    answer = asked(
        square, [(0, 3, 1.0)], [applied(square, "north", [0])], standing=[applied(square, "south", [2])]
    )
    assert [one.closure.target for one in answer.closures] == ["south", "north"]
    assert answer.standing == 1
    assert [one["standing"] for one in answer.to_dict()["barriers"]] == [True, False]


def test_what_is_not_standing_may_be_lifted_alone(square):
    new = [applied(square, "north", [0]), applied(square, "bridge", [1])]
    answer = asked(square, [(0, 3, 1.0)], new, standing=[applied(square, "south", [2])])
    [journey] = answer.journeys
    assert (journey.fewest, journey.reopened.time_s) == ((0,), 30.0)
    assert (journey.fewest_new, journey.reopened_new.time_s) == ((1, 2), 20.0)
    standing = [applied(square, "south", [2]), applied(square, "north", [0])]
    [journey] = asked(square, [(0, 3, 1.0)], [applied(square, "bridge", [1])], standing).journeys
    assert (journey.fewest_new, journey.reopened_new) == ((), None)


def test_lifting_each_alone_tells_what_it_gains_for_every_journey(square):
    closures = [
        applied(square, "north", [0]),
        applied(square, "east", [4]),
        applied(square, "slow", [2], 2.0),
    ]
    answer = asked(square, [(0, 3, 10.0), (0, 4, 1.0)], closures)
    assert [one.outcome for one in answer.journeys] == ["longer", "severed"]
    told = {lift.closures: lift for lift in answer.alone}
    assert list(told) == [(1,), (0,), (2,)]
    assert (told[1,].reconnected, told[1,].saved, told[1,].connected) == (1.0, 0.0, 11.0)
    assert (told[0,].reconnected, told[0,].saved) == (0.0, 250.0)
    assert (told[2,].saved, told[2,].cost) == (150.0, (30.0, None))
    assert told[1,].outcomes == ("longer", "longer")


def test_the_greedy_order_takes_several_together_when_one_alone_gains_nothing(square):
    closures = [applied(square, "north", [0]), applied(square, "west", [0, 2]), applied(square, "east", [4])]
    answer = asked(square, [(0, 4, 1.0)], closures)
    assert answer.journeys[0].fewest == (1, 2)
    assert [step.closures for step in answer.steps] == [(1, 2), (0,)]
    assert [step.reconnected for step in answer.steps] == [1.0, 0.0]
    assert [step.saved for step in answer.steps] == [0.0, 10.0]
    assert [step.cost for step in answer.steps] == [(35.0,), (25.0,)]


def test_a_journey_that_never_had_a_way_has_nothing_to_lift():
    graph = graph_of(network_of(4, [(0, 1, 5, BOTH), (2, 3, 5, BOTH)]))
    answer = asked(graph, [(0, 2, 1.0)], [applied(graph, "first", [0])])
    [journey] = answer.journeys
    assert (journey.outcome, journey.fewest, journey.sets, journey.open) == ("unconnected", (), 0, None)
    assert answer.steps == ()
    assert json.dumps(answer.to_dict(), allow_nan=False)


def test_with_nothing_closed_there_is_nothing_to_lift(square):
    answer = asked(square, [(0, 3, 1.0)], [])
    assert (answer.alone, answer.steps, answer.journeys[0].outcome) == ((), (), "unaffected")


def test_what_cannot_be_asked_is_refused(square):
    with pytest.raises(QuestionError, match="no journey"):
        asked(square, [], [])
    with pytest.raises(QuestionError, match="weight -1"):
        asked(square, [(0, 3, -1.0)], [])
    with pytest.raises(QuestionError, match="65 closures are too many"):
        asked(square, [(0, 3, 1.0)], [applied(square, str(i), [0]) for i in range(65)])


@st.composite
def barred(draw):
    """A case with up to five closures and slowings on its roads, which may overlap."""
    case = draw(cases(max_nodes=7, max_roads=12, min_roads=4))
    some = st.lists(st.integers(0, len(case.roads) - 1), min_size=1, max_size=5, unique=True)
    told = draw(st.lists(st.tuples(some, st.sampled_from([None, None, None, 2.0])), min_size=1, max_size=5))
    closures = [applied(case.graph, str(i), roads, factor) for i, (roads, factor) in enumerate(told)]
    return case, closures


def cost_without(case: Case, closures, lifted) -> int:
    rest = [one for i, one in enumerate(closures) if i not in lifted]
    return cost_between(case.graph.under(disruption_of(rest)), case.source, case.target)


@given(barred())
@settings(max_examples=250)
def test_the_fewest_closures_equal_brute_force_over_all_sets(drawn):
    case, closures = drawn
    answer = asked(case.graph, [(case.source, case.target, 1.0)], closures)
    [journey] = answer.journeys
    event(f"{journey.outcome}, {len(journey.fewest)} to lift, {min(journey.sets, 3)} sets")
    indices = range(len(closures))
    if journey.outcome == "severed":
        costs = {}
        for size in indices:
            costs = {s: cost_without(case, closures, s) for s in combinations(indices, size + 1)}
            costs = {s: cost for s, cost in costs.items() if cost < CLOSED}
            if costs:
                break
        assert journey.sets == len(costs)
        assert costs[journey.fewest] == min(costs.values())
        assert journey.reopened.time_s == pytest.approx(costs[journey.fewest] / MICRO)
    else:
        assert (journey.fewest, journey.sets) == ((), 0)
    for lift in answer.alone:
        cost = cost_without(case, closures, lift.closures)
        assert lift.cost == (None if cost == CLOSED else cost / MICRO,)


@given(barred())
@settings(max_examples=150)
def test_the_greedy_order_reconnects_what_can_be_and_stops_when_nothing_more_is_gained(drawn):
    case, closures = drawn
    pairs = [(case.source, case.target, 2.0), (case.target, case.source, 1.0)]
    answer = asked(case.graph, pairs, closures)
    lifted: set[int] = set()
    for step in answer.steps:
        assert step.gain > (0.0, 0.0)
        assert lifted.isdisjoint(step.closures)
        lifted.update(step.closures)
        cost = cost_without(case, closures, lifted)
        assert step.cost[0] == (None if cost == CLOSED else cost / MICRO)
    event(f"{len(answer.steps)} steps, {max((len(s.closures) for s in answer.steps), default=0)} at once")
    cost = cost_without(case, closures, lifted)
    assert (cost < CLOSED) == (cost_without(case, closures, set(range(len(closures)))) < CLOSED)
    for i in set(range(len(closures))) - lifted:
        assert cost_without(case, closures, lifted | {i}) == cost


def test_on_the_bundled_network_lifting_the_m5_alone_gives_back_the_open_route(hama_aleppo):
    closures = {"close": ["M5", "name:road east of the M5", "al-Ziyarah", "Ithriya - Khanasser"]}
    context = question_of(hama_aleppo, "reopening", ("Hama", "Aleppo"), closures)
    answer = ask_reopening(
        context, hama_aleppo.graph, [WeighedJourney(*journey_between(hama_aleppo, "Hama", "Aleppo"))]
    )
    [journey] = answer.journeys
    assert journey.outcome == "longer"
    assert [[answer.closures[i].closure.target for i in step.closures] for step in answer.steps] == [["M5"]]
    assert answer.steps[0].cost == (pytest.approx(journey.open.time_s),)


def test_in_october_2015_two_closures_bar_the_only_road_that_is_not_standing(hama_aleppo):
    context = question_of(hama_aleppo, "reopening", ("Hama", "Aleppo"), {"scenario": "khanasser-2015-10"})
    answer = ask_reopening(
        context, hama_aleppo.graph, [WeighedJourney(*journey_between(hama_aleppo, "Hama", "Aleppo"))]
    )
    [journey] = answer.journeys
    targets = [one.closure.target for one in answer.closures]
    assert journey.outcome == "severed"
    assert [targets[i] for i in journey.fewest_new] == ["Ithriya - Khanasser", "As-Safira"]
    assert round(journey.reopened_new.length_m / 1000, 1) == 238.7
    assert [targets[i] for i in journey.fewest] == ["areas held by opposition"]


def test_journeys_given_in_python_are_asked_again_by_the_command_that_a_page_names(hama_aleppo, tmp_path):
    rows = [("Hama", "Aleppo", 3.0), ("Salamiyah", "Manbij", 2.0)]
    answer = hama_aleppo.reopening(journeys=rows, close=["M5"])
    listed = "Hama > Aleppo=3; Salamiyah > Manbij=2"
    assert answer.question.command == f"routegraph reopening --close M5 --journeys '{listed}'"
    assert hama_aleppo.reopening(journeys=listed, close=["M5"]).to_dict() == answer.to_dict()
