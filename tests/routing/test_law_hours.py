"""The law by the hour along a journey: roads and turns that are waited for or gone round."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from heapq import heappop, heappush

import numpy as np
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from drawn_graphs import cases, running
from drawn_networks import BOTH, FORWARD, WALKER, network_of
from routegraph.network.laws import Restrictions
from routegraph.network.model import Network
from routegraph.network.numbering import rules_of
from routegraph.network.rules import OPEN, read_law
from routegraph.network.strings import StringCoder
from routegraph.network.tags import MODES, TURN_KINDS
from routegraph.routing.graph import RoadGraph
from routegraph.routing.law_hours import LawHours
from routegraph.routing.timed import TimedPath, earliest_arrival

HOUR = 3600
WEDNESDAY = dt.datetime(2026, 3, 4, 16)

Driven = tuple[int, ...]


def with_law(
    network: Network, shut: dict[int, str], bans: dict[Driven, str], conditions: tuple[str, ...] = ()
) -> Network:
    """A network whose arcs are shut and whose turns are banned at some hours; no hours: always."""
    coder = StringCoder()
    told = [read_law({"access:conditional": f"no @ ({hours})"}, "primary").forward for hours in shut.values()]
    rules, rows = rules_of([OPEN, *told], coder)
    rule = np.zeros(len(network.arcs), np.int32)
    rule[list(shut)] = rows[1:]
    table = Restrictions(
        osm_id=np.arange(len(bans), dtype=np.int64),
        kind=np.full(len(bans), TURN_KINDS.index("no_left_turn"), np.uint8),
        modes=np.full(len(bans), (1 << len(MODES)) - 1, np.uint8),
        condition=coder.codes(bans.values()),
        arc_start=np.cumsum([0, *map(len, bans)]).astype(np.int32),
        arc=np.array([a for ban in bans for a in ban], np.int32),
    )
    arcs = replace(network.arcs, rule=rule)
    return replace(network, arcs=arcs, rules=rules, restrictions=table, strings=coder.strings())


def arriving(
    network: Network, source: int, target: int, depart: dt.datetime, compiled: bool | None = None
) -> TimedPath | None:
    law = LawHours.of(network, WALKER, depart)
    if law is None:
        return earliest_arrival(running(RoadGraph.of(network, WALKER), compiled), source, target, depart)
    graph = running(RoadGraph.of(law.network, WALKER, turns_at_hours=law.turns), compiled)
    return earliest_arrival(graph, source, target, depart, law=law)


def arc_between(network: Network, tail: int, head: int) -> int:
    return next(a for a in network.arcs.leaving(tail).tolist() if network.arcs.head[a] == head)


def square(by_the_other_side_h: float) -> Network:
    """0 to 2 by 1 takes two hours, by 3 longer."""
    other = by_the_other_side_h * HOUR / 2
    roads = [(0, 1, HOUR, BOTH), (1, 2, HOUR, BOTH), (0, 3, other, FORWARD), (3, 2, other, FORWARD)]
    return network_of(4, [(u, v, float(length), ways) for u, v, length, ways in roads])


def test_a_road_that_the_law_shuts_by_day_is_waited_for_where_the_way_round_is_longer() -> None:
    network = square(9)
    shut = {arc_between(network, 1, 2): "Mo-Fr 07:00-19:00"}
    found = arriving(with_law(network, shut, {}), 0, 2, WEDNESDAY)
    assert found is not None
    assert found.arrive == WEDNESDAY.replace(hour=20)
    (wait,) = found.waits
    assert (wait.begins.hour, wait.ends.hour) == (17, 19)
    assert wait.reason == "access:conditional=no @ (Mo-Fr 07:00-19:00)"
    saturday = WEDNESDAY + dt.timedelta(days=3)
    free = arriving(with_law(network, shut, {}), 0, 2, saturday)
    assert free is not None
    assert (free.waits, free.arrive) == ((), saturday.replace(hour=18))


def test_it_is_gone_round_where_that_is_sooner_and_the_way_back_is_not_shut() -> None:
    network = square(3)
    shut = {arc_between(network, 1, 2): "07:00-22:00"}
    found = arriving(with_law(network, shut, {}), 0, 2, WEDNESDAY)
    assert found is not None
    assert (found.waits, found.arrive.hour) == ((), 19)
    back = arriving(with_law(network, shut, {}), 2, 0, WEDNESDAY)
    assert back is not None
    assert (back.waits, back.arrive.hour) == ((), 18)


def test_a_turn_that_is_banned_until_the_evening_is_waited_for_or_not_taken() -> None:
    network = square(9)
    turn = (arc_between(network, 0, 1), arc_between(network, 1, 2))
    found = arriving(with_law(network, {}, {turn: "07:00-19:00"}), 0, 2, WEDNESDAY)
    assert found is not None
    assert found.arrive.hour == 20
    assert found.waits[0].reason == "turn banned 07:00-19:00"
    always = arriving(with_law(network, {}, {turn: ""}), 0, 2, WEDNESDAY)
    assert always is not None
    assert (always.waits, always.arrive) == ((), WEDNESDAY + dt.timedelta(hours=9))


def in_hours(text: str, at: dt.datetime) -> bool:
    begin, end = (int(part[:2]) for part in text.split("-"))
    return begin <= at.hour < end if begin < end else at.hour >= begin or at.hour < end


def brute(
    network: Network,
    source: int,
    target: int,
    depart: dt.datetime,
    shut: dict[int, str],
    bans: dict[Driven, str],
) -> int | None:
    """Arrival in half-hours by Dijkstra over nodes and what was driven last, stepped through the clock."""
    memory = max(map(len, bans), default=1) - 1
    length = (network.roads.length_m / 1800).astype(int)
    best: set[tuple[int, Driven]] = set()
    waiting: list[tuple[int, int, Driven]] = [(0, source, ())]
    while waiting:
        at, node, driven = heappop(waiting)
        if node == target:
            return at
        if (node, driven) in best:
            continue
        best.add((node, driven))
        for a in network.arcs.leaving(node).tolist():
            way = (*driven, a)
            closers = [shut[a]] if a in shut else []
            closers += [hours for ban, hours in bans.items() if way[-len(ban) :] == ban]
            if "" in closers:
                continue
            clock, left = at, int(length[network.arcs.road[a]])
            while left and clock < at + 96 + left:
                now = depart + dt.timedelta(minutes=30 * clock)
                left -= not any(in_hours(hours, now) for hours in closers)
                clock += 1
            if not left:
                heappush(waiting, (clock, int(network.arcs.head[a]), way[-memory:] if memory else ()))
    return None


hours_told = st.tuples(st.integers(0, 23), st.integers(1, 23)).map(
    lambda pair: f"{pair[0]:02}:00-{(pair[0] + pair[1]) % 24:02}:00"
)


@given(cases(max_nodes=5, max_roads=8, slowing=False), st.data(), st.integers(0, 23))
@settings(max_examples=120, deadline=None)
def test_the_earliest_arrival_by_law_is_that_of_a_search_through_the_clock(case, data, hour) -> None:
    assume(case.source != case.target)
    network = network_of(
        case.node_count, [(u, v, length * 1800.0, ways) for u, v, length, ways in case.roads]
    )
    arcs = range(len(network.arcs))
    assume(arcs)
    shut = data.draw(st.dictionaries(st.sampled_from(arcs), hours_told, max_size=3))
    bans: dict[Driven, str] = {}
    for _ in range(data.draw(st.integers(0, 4))):
        ban = (data.draw(st.sampled_from(arcs)),)
        for _ in range(data.draw(st.integers(1, 2))):
            leaving = network.arcs.leaving(int(network.arcs.head[ban[-1]])).tolist()
            if leaving:
                ban = (*ban, data.draw(st.sampled_from(leaving)))
        if len(ban) > 1:
            bans[ban] = data.draw(st.one_of(st.just(""), hours_told))
    depart = dt.datetime(2026, 3, 4, hour)
    best = brute(network, case.source, case.target, depart, shut, bans)
    law = with_law(network, shut, bans)
    for compiled in (False, True):
        found = arriving(law, case.source, case.target, depart, compiled)
        event("no way" if best is None else "waits" if found and found.waits else "goes")
        event(f"{len(bans)} bans")
        assert (None if found is None else (found.arrive - depart).total_seconds() / 1800) == best
