"""Earliest arrival under curfews, opening hours and convoys: drawn cases, then brute force as the law."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st

from drawn_graphs import cases, graph_of, running
from drawn_networks import BOTH, FORWARD, network_of, simple_paths
from routegraph.errors import QuestionError
from routegraph.reports.hours import DAY_S, parse_clock, parse_depart, parse_hours, split_target
from routegraph.routing.kernels import CLOSED
from routegraph.routing.kernels_hours import next_leave, passed_at
from routegraph.routing.search import best_path
from routegraph.routing.timed import Convoy, OpenHours, earliest_arrival

AFTERNOON = dt.datetime(2015, 10, 27, 16)
HOUR = 3600
NEVER = 25 * 24 * 60
EACH_WAY = pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])


def roads(*numbers):
    return np.array(numbers, np.int32)


def curfew(text):
    return OpenHours("curfew", None, parse_hours(text).closed())


def line(compiled=None, *hours):
    """A line of roads that take so many hours, a metre a second."""
    told = [(i, i + 1, length * HOUR, BOTH) for i, length in enumerate(hours)]
    return graph_of(network_of(len(hours) + 1, told), compiled)


@EACH_WAY
def test_under_a_curfew_from_18_to_6_who_leaves_at_16_on_a_way_of_4_h_03_arrives_at_8_03(compiled):
    graph = line(compiled, 1.5, 2.55)
    found = earliest_arrival(graph, 0, 2, AFTERNOON, [curfew("18:00-06:00")])
    assert found.arrive == dt.datetime(2015, 10, 28, 8, 3)
    (wait,) = found.waits
    assert (wait.begins, wait.ends) == (AFTERNOON.replace(hour=18), dt.datetime(2015, 10, 28, 6))
    assert (wait.road, wait.after_m, wait.duration_s) == (1, 1.5 * HOUR, 12 * HOUR)
    assert "curfew" in wait.reason


def test_without_hours_the_way_is_the_best_one():
    graph = line(None, 1, 2)
    found = earliest_arrival(graph, 0, 2, AFTERNOON)
    assert found.arrive == AFTERNOON.replace(hour=19)
    assert found.path.arcs.tolist() == best_path(graph, 0, 2).arcs.tolist()
    assert found.waits == ()


@EACH_WAY
def test_a_longer_way_is_taken_where_the_short_one_is_shut_for_the_night(compiled):
    network = network_of(
        3, [(0, 1, 1 * HOUR, BOTH), (1, 2, 1 * HOUR, BOTH), (0, 2, 5 * HOUR, BOTH), (2, 1, 9 * HOUR, FORWARD)]
    )
    shut = OpenHours("bridge", roads(1), parse_hours("06:00-16:30"))
    found = earliest_arrival(graph_of(network, compiled), 0, 2, AFTERNOON, [shut])
    assert found.arrive == AFTERNOON.replace(hour=21)
    assert found.waits == ()


@EACH_WAY
def test_a_convoy_is_waited_for_once_and_not_again_on_its_later_roads(compiled):
    graph = line(compiled, 1, 1, 1, 1)
    convoy = Convoy("escort", roads(1, 2), (6 * HOUR, 18 * HOUR))
    found = earliest_arrival(graph, 0, 4, AFTERNOON, (), [convoy])
    assert found.arrive == AFTERNOON.replace(hour=21)
    assert [(w.begins.hour, w.ends.hour, w.road) for w in found.waits] == [(17, 18, 1)]


def test_a_road_that_never_opens_is_no_way_and_an_island_neither():
    never = OpenHours("gate", roads(1), parse_hours("closed"))
    assert earliest_arrival(line(None, 1, 1), 0, 2, AFTERNOON, [never]) is None
    assert earliest_arrival(graph_of(network_of(3, [(0, 1, 1, BOTH)])), 0, 2, AFTERNOON) is None


def test_days_of_the_week_hold_the_weekend_back():
    friday = dt.datetime(2015, 10, 30, 12)
    gate = OpenHours("crossing", roads(0), parse_hours("Mo-Fr 08:00-14:00; Su 10:00-12:00"))
    found = earliest_arrival(line(None, 3), 0, 1, friday, [gate])
    assert found.arrive == dt.datetime(2015, 11, 1, 11)


def test_hours_are_read_in_the_forms_that_planners_write():
    assert parse_hours("06-18").spans == parse_hours("06:00-18:00").spans
    assert len(parse_hours("06-11,13-18").spans) == 14
    assert parse_hours("22:00-06:00").closed().spans == parse_hours("06:00-22:00").spans
    assert parse_hours("Sa-Mo 08:00-10:00").spans == parse_hours("Mo,Sa,Su 08:00-10:00").spans
    assert parse_hours("00:00-24:00").spans == parse_hours("24/7").spans == ((0, 7 * DAY_S),)
    assert parse_hours("24/7").closed().spans == ()
    told = {
        "18-6": "18:00-06:00",
        "Mo-Fr 6-11, 1300-18; Sa 0:30-24": "Mo-Fr 06:00-11:00,13:00-18:00; Sa 00:30-24:00",
    }
    assert {text: parse_hours(text).text for text in told} == told
    assert parse_hours("18-6").closed().text == "18:00-06:00"
    for bad in ("", "noon", "25:00-26:00", "06:00", "06:61-08:00", "06:00-06:00", "Xx 06:00-08:00"):
        with pytest.raises(QuestionError, match="write spans such as"):
            parse_hours(bad)


def test_departures_and_clocks_are_read_or_refused_in_one_line():
    assert parse_depart("2015-10-27T16:00") == parse_depart("2015-10-27 16:00") == AFTERNOON
    assert parse_clock("06:30") == 23400
    assert split_target("Ithriya = 06:00-18:00", "hours", "06:00-18:00") == ("Ithriya", "06:00-18:00")
    for bad in ("9999-12-31T23:59", "2015-10-27", "tomorrow", "2015-13-01T00:00", ""):
        with pytest.raises(QuestionError, match="write YYYY-MM-DDTHH:MM"):
            parse_depart(bad)
    for bad in ("6", "24:00", "06:60"):
        with pytest.raises(QuestionError, match="write HH:MM"):
            parse_clock(bad)
    with pytest.raises(QuestionError, match="write TARGET="):
        split_target("06:00-18:00", "hours", "06:00-18:00")


def minute_by_minute(graph, arcs, depart, hours, convoys) -> int:
    """Arrival in minutes by stepping through every minute of one way; the brute force of the law."""
    minute, inside = 0, -1
    for a in arcs:
        road = int(graph.network.arcs.road[a])
        convoy = next((i for i, one in enumerate(convoys) if road in one.roads.tolist()), -1)
        if convoy >= 0 and convoy != inside:
            while (depart + dt.timedelta(minutes=minute)).hour * HOUR + (
                depart + dt.timedelta(minutes=minute)
            ).minute * 60 not in convoys[convoy].leaves_s:
                minute += 1
        inside = convoy
        left = int(graph.weight[a]) // 1_000_000 // 60
        while left:
            now = depart + dt.timedelta(minutes=minute)
            since = now.weekday() * DAY_S + now.hour * HOUR + now.minute * 60
            shut = any(
                (one.roads is None or road in one.roads.tolist())
                and not any(begin <= since < end for begin, end in one.weekly.spans)
                for one in hours
            )
            minute += 1
            left -= not shut
            if minute > NEVER:
                return minute
    return minute


spans = st.tuples(st.integers(0, 23), st.integers(1, 23)).map(
    lambda pair: f"{pair[0]:02}:00-{(pair[0] + pair[1]) % 24:02}:00"
)


@given(
    cases(max_nodes=5, max_roads=7, slowing=False),
    st.lists(st.tuples(spans, st.lists(st.integers(0, 6), max_size=4)), max_size=2),
    st.lists(st.tuples(st.lists(st.integers(0, 6), min_size=1, max_size=3), st.integers(0, 23)), max_size=1),
    st.integers(0, 23),
)
@settings(max_examples=80, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_the_earliest_arrival_is_that_of_every_way_stepped_minute_by_minute(case, shut, escorts, hour):
    assume(case.source != case.target)
    told = [(u, v, length * 1800.0, ways) for u, v, length, ways in case.roads]
    graph = graph_of(network_of(case.node_count, told)).under(case.disruption)
    depart = dt.datetime(2015, 10, 27, hour)
    count = len(told)
    hours = [
        OpenHours(f"h{i}", roads(*[r for r in on if r < count]) if on else None, parse_hours(text))
        for i, (text, on) in enumerate(shut)
    ]
    convoys = [Convoy("c", roads(*[r for r in on if r < count]), (at * HOUR,)) for on, at in escorts]
    ways = simple_paths(graph, case.source, case.target)
    best = min((minute_by_minute(graph, arcs, depart, hours, convoys) for _, arcs in ways), default=None)
    for compiled in (False, True):
        found = earliest_arrival(running(graph, compiled), case.source, case.target, depart, hours, convoys)
        if best is None or best > NEVER:
            assert found is None
            continue
        event("waits" if found.waits else "no waits")
        assert (found.arrive - depart).total_seconds() == best * 60
        spent = found.waiting_s + found.path.cost / 1e6
        assert spent == pytest.approx(best * 60)


@given(
    spans=st.lists(st.tuples(st.integers(0, 6), st.integers(1, 6)), max_size=4),
    at=st.integers(0, 30),
    work=st.integers(1, 12),
)
def test_work_goes_on_within_spans_alone_and_is_done_when_a_clock_says_so(spans, at, work):
    begin, end, edge = [], [], 0
    for gap, length in spans:
        begin.append(edge + gap)
        edge = begin[-1] + length
        end.append(edge)
    left, done = work, CLOSED
    for minute in range(at, edge):
        left -= any(b <= minute < e for b, e in zip(begin, end, strict=True))
        if left == 0:
            done = minute + 1
            break
    assert passed_at(at, work, 0, len(begin), begin, end) == done
    assert passed_at(at, work, 1, 1 + len(begin), [99, *begin], [0, *end]) == done


def test_a_convoy_leaves_at_the_first_time_that_is_not_before_its_traffic_comes():
    leave = [5, 9, 9, 20]
    assert [next_leave(at, 0, 4, leave) for at in (0, 5, 6, 9, 10, 20, 21)] == [5, 5, 9, 9, 20, 20, CLOSED]
    assert (next_leave(0, 1, 3, leave), next_leave(10, 1, 3, leave)) == (9, CLOSED)
