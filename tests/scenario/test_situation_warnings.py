"""What the reader of an answer is told of its closures, word for word, and how much of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from routegraph.errors import NotFoundError
from routegraph.places.gazetteer import Gazetteer
from routegraph.reports.event import Event, Source, Status
from routegraph.reports.ledger import Ledger, State
from routegraph.routing.graph import RoadGraph
from routegraph.scenario.applied import AppliedClosure, ResolvedTarget
from routegraph.scenario.closure import Effect, closure_of
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import Situation
from routegraph.scenario.supposition import Supposition
from routegraph.vehicles import VEHICLES

DAY = dt.date(2015, 10, 27)


def told(**parts) -> list[str]:
    return Situation(supposition=parts.pop("supposition", Supposition()), **parts).warnings


def applied(target: str = "Town", status: Status = Status.BLOCKED, **found) -> AppliedClosure:
    resolved = ResolvedTarget(np.array([0, 1], np.int32), "drawn", 0.0, 0.0, **found)
    return AppliedClosure(closure_of(Event(target, status)), resolved)


def test_nothing_closed_is_nothing_to_tell():
    assert told() == []
    assert told(standing=(applied(),), closures=(applied("Other"),)) == []


def test_five_events_that_match_no_road_are_named_and_the_rest_counted():
    unplaced = {f"P{i}": NotFoundError(f"no place called P{i}") for i in range(7)}
    assert told(unplaced=unplaced) == [
        *(f"closes nothing: no place called P{i}" for i in range(5)),
        "2 more events match no road and close nothing.",
    ]
    five = dict(list(unplaced.items())[:5])
    assert told(unplaced=five) == [f"closes nothing: no place called P{i}" for i in range(5)]


@pytest.mark.parametrize(("count", "rest"), [(2, ""), (12, ""), (13, "; and 1 more"), (20, "; and 8 more")])
def test_twelve_events_that_are_not_sure_enough_are_named_with_the_option_that_closes_them(count, rest):
    events = tuple(Event(f"T {i}", Status.BLOCKED, confidence=0.255) for i in range(count))
    names = "; ".join(f"T {i} (blocked, {0.255:.0%}): --close 'T {i}'" for i in range(min(count, 12)))
    ledger = Ledger(DAY, (), doubted=(*events, events[0]))
    supposition = Supposition(min_confidence=0.4)
    assert told(ledger=ledger, supposition=supposition) == [
        f"not sure enough to close (--min-confidence 0.4): {names}{rest}."
    ]


@pytest.mark.parametrize(("count", "rest"), [(1, 0), (12, 0), (15, 3)])
def test_twelve_contradictions_are_told_and_the_rest_counted(count, rest):
    one = Event("M5", Status.BLOCKED, source=Source(publisher="A"))
    other = Event("M5", Status.REOPENED, source=Source(publisher="B"))
    state = State("m5", "M5", Status.BLOCKED, "", DAY, (one,), (one, other))
    said = "sources disagree on M5 on 2015-10-27: blocked (A), reopened (B); taken as blocked."
    more = [f"sources disagree on {rest} more targets."] if rest else []
    assert told(ledger=Ledger(DAY, (state,) * count)) == [said] * (count - rest) + more


def test_events_of_later_days_and_larger_circles_are_told():
    assert told(ledger=Ledger(DAY, (), pending=1)) == ["1 event begins after 2015-10-27 and does not count."]
    assert told(ledger=Ledger(DAY, (), pending=1200)) == [
        "1,200 events begin after 2015-10-27 and do not count."
    ]
    assert told(ledger=Ledger(None, (), pending=2)) == []
    blocked = Event("Town~5km", Status.BLOCKED)
    state = State("t", "Town~5km", Status.BLOCKED, "", DAY, (blocked,))
    for date, when in ((DAY, "2015-10-27"), (None, "no date")):
        opened = Event("Town~1km", Status.REOPENED, date=date)
        assert told(ledger=Ledger(DAY, (state,), wider=((state, opened),))) == [
            f"Town~5km stays closed: Town~1km was opened on {when}, a smaller circle; name the larger "
            "one to open it."
        ]


def test_what_passes_over_is_commanded_or_lies_off_the_roads_is_told_of_each_closure():
    over = applied(passing_over=np.array([1], np.int32))
    assert told(closures=(over,)) == [
        "1 bridges or tunnels pass over Town and are closed too; --spare-bridges leaves them open."
    ]
    marked = applied(status=Status.THREATENED, passing_over=np.array([1], np.int32))
    assert marked.closure.effect is Effect.MARK
    assert told(standing=(marked,)) == []
    commanding = applied(commanded="trunk 42, 1.0 km off", radius_m=1500.0)
    assert told(standing=(commanding,)) == [
        "Town also closes the main road that it commands: trunk 42, 1.0 km off; 'Town~1.5km' closes what "
        "lies within 1.5 km alone."
    ]
    assert told(closures=(applied(share=0.895),)) == [
        "only 90% of Town lies on roads of this network; what does not closes nothing."
    ]
    assert told(closures=(applied(share=0.9),)) == []


def test_a_raster_that_wets_no_road_is_told():
    dry = Supposition(hazard=Path("flood.tif"))
    assert told(supposition=dry) == ["flood.tif puts no road under water that it tells of."]
    wet = closure_of(Event("water", Status.BLOCKED, source=Source(title="flood depth, flood.tif")))
    closure = AppliedClosure(wet, ResolvedTarget(np.array([0], np.int32), "drawn", 0.0, 0.0))
    assert told(supposition=dry, closures=(closure,)) == []


@pytest.fixture(scope="module")
def resolver(draw) -> Resolver:
    nodes = {f"n{i}": (37 + 0.01 * i, 35.0) for i in range(9)}
    roads = [
        (f"n{i}", f"n{i + 1}", 1000 + i, {"ref": f"Q{i}", "name": f"{'ABCDEFGH'[i]}lder Street"})
        for i in range(8)
    ]
    return Resolver(RoadGraph.of(draw(nodes, roads), VEHICLES["car"]), Gazetteer.of(draw(nodes, roads)))


def test_a_ref_that_no_road_has_is_told_with_the_five_longest(resolver):
    with pytest.raises(NotFoundError) as refused:
        resolver.find("ref:ZZ77777")
    assert "main roads: Q7, Q6, Q5, Q4, Q3. Give one" in str(refused.value)


def test_three_names_of_roads_are_told_and_that_there_are_others(resolver):
    names = resolver._names
    assert names.told(np.arange(3)) == "Alder Street, Blder Street, Clder Street"
    assert names.told(np.arange(4)) == "Alder Street, Blder Street, Clder Street and others"
    assert names.told(np.array([0, 1, 2, 3, 3])).startswith("Dlder Street, Alder Street, ")
    assert len(names.like("Xlder Street")) == 3
