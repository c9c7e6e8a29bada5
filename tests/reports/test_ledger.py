import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routegraph.reports.event import Event, Status
from routegraph.reports.ledger import change_dates, state_on
from routegraph.reports.spans import closed_spans
from routegraph.reports.tables import read_events
from routegraph.reports.target_keys import target_key

KHANASSER_ROAD = Path(__file__).parents[2] / "data" / "events" / "khanasser-road.csv"


def day(text):
    return dt.date.fromisoformat(text)


def event(target, status, date=None, by="", **more):
    return Event(target, Status(status), by=by, date=day(date) if date else None, **more)


def statuses(events, date=None, **options):
    ledger = state_on(events, day(date) if date else None, **options)
    return {state.target: state.status.value for state in ledger.states}


def merged(spans):
    """Union of spans, as (start, end) in ISO dates."""
    result = []
    for span in sorted(spans, key=lambda s: s.start):
        if result and span.start <= result[-1][1]:
            result[-1][1] = max(result[-1][1], span.end)
        else:
            result.append([span.start, span.end])
    return [(str(start), str(end)) for start, end in result]


@pytest.mark.parametrize("passes_with", [(), ("Syrian army",), ("pro-regime forces",)])
def test_the_khanasser_road_was_closed_in_three_spans(passes_with):
    spans = closed_spans(read_events(KHANASSER_ROAD).events, passes_with=passes_with)
    assert merged(spans) == [
        ("2013-08-31", "2013-10-06"),
        ("2015-10-23", "2015-11-04"),
        ("2016-02-22", "2016-02-28"),
    ]


def test_the_day_of_opening_that_sources_disagree_on_stays_visible():
    spans = closed_spans(read_events(KHANASSER_ROAD).events, targets=["Khanasser - Ithriya"])
    assert [[str(e.date) for e in span.opened_also] for span in spans] == [["2015-11-05"], []]


def test_traffic_of_the_other_side_finds_the_road_closed_by_the_army_and_open_under_isis():
    events = read_events(KHANASSER_ROAD).events
    before = state_on(events, day("2015-10-30"), passes_with=["Islamic State"])
    after = state_on(events, day("2015-12-01"), passes_with=["Islamic State"])
    road = {s.target: (s.status, s.by) for s in after.states}["Ithriya - Khanasser"]
    assert "Ithriya - Khanasser" not in {s.target for s in before.closed}
    assert road == (Status.CAPTURED, "Syrian army")


def test_the_latest_event_on_a_target_wins_whatever_the_order_of_the_file():
    events = [
        event("Khanasser", "reopened", "2015-11-04"),
        event("Khanasser", "captured", "2015-10-23", by="ISIS"),
    ]
    assert statuses(events, "2015-10-22") == {}
    assert statuses(events, "2015-10-23") == {"Khanasser": "captured"}
    assert statuses(events, "2015-11-03") == {"Khanasser": "captured"}
    assert statuses(events, "2015-11-04") == {"Khanasser": "reopened"}


def test_an_event_holds_up_to_the_day_before_its_until():
    events = [event("M5", "blocked", "2015-10-01", until=day("2015-10-03"))]
    assert statuses(events, "2015-10-02") == {"M5": "blocked"}
    assert statuses(events, "2015-10-03") == {}
    assert change_dates(events) == [day("2015-10-01"), day("2015-10-03")]


def test_a_truce_that_ends_gives_the_siege_back():
    events = [
        event("Nubl", "blocked", "2015-10-01"),
        event("Nubl", "reopened", "2015-10-05", until=day("2015-10-08")),
    ]
    assert statuses(events, "2015-10-06") == {"Nubl": "reopened"}
    assert statuses(events, "2015-10-08") == {"Nubl": "blocked"}


def test_an_event_without_a_date_stands_from_before_all_others():
    events = [event("M5", "captured"), event("M5", "reopened", "2018-01-01")]
    assert statuses(events, "1990-01-01") == {"M5": "captured"}
    assert statuses(events, "2018-01-01") == {"M5": "reopened"}


@pytest.mark.parametrize(
    ("status", "by", "passes_with", "expected"),
    [
        ("captured", "ISIS", (), "captured"),
        ("captured", "Syrian army", (), "captured"),
        ("captured", "Syrian army", ("regime forces",), "reopened"),
        ("captured", "ISIS", ("regime forces",), "captured"),
        ("recaptured", "Syrian army", (), "reopened"),
        ("recaptured", "Syrian army", ("Syrian army",), "reopened"),
        ("recaptured", "Syrian army", ("ISIS",), "captured"),
        ("recaptured", "", ("ISIS",), "captured"),
        ("blocked", "Syrian army", ("Syrian army",), "blocked"),
        ("contested", "ISIS", ("ISIS",), "contested"),
    ],
)
def test_whose_control_closes_is_decided_by_passes_with(status, by, passes_with, expected):
    events = [event("Khanasser", status, "2015-10-23", by=by)]
    assert statuses(events, passes_with=passes_with) == {"Khanasser": expected}


def test_a_threat_marks_a_captured_town_and_does_not_free_it():
    events = [
        event("Khanasser", "captured", "2015-10-23", by="ISIS"),
        event("Khanasser", "threatened", "2015-10-25", by="Syrian army"),
    ]
    (state,) = state_on(events, None).states
    assert (state.status, state.by) == (Status.CAPTURED, "ISIS")
    assert [e.status for e in state.events] == [Status.CAPTURED, Status.THREATENED]


def test_taking_a_bridge_back_does_not_mend_it_but_reopening_does():
    events = [
        event("Rastan bridge", "damaged", "2013-01-01"),
        event("Rastan bridge", "captured", "2013-01-02", by="rebels"),
        event("Rastan bridge", "recaptured", "2013-02-01", by="Syrian army"),
    ]
    assert statuses(events) == {"Rastan bridge": "damaged"}
    assert statuses([*events, event("Rastan bridge", "reopened", "2013-03-01")]) == {
        "Rastan bridge": "reopened"
    }


def test_a_contradiction_on_one_day_is_shown_and_the_closing_one_holds():
    events = [
        event("Morek", "captured", "2015-11-05", by="opposition groups", quote="one says"),
        event("Morek", "reopened", "2015-11-05", quote="other says"),
    ]
    for order in (events, events[::-1]):
        ledger = state_on(order, None)
        (state,) = ledger.conflicts
        assert state.status is Status.CAPTURED
        assert [e.quote for e in state.conflict] == ["one says", "other says"]


def test_in_a_contradiction_the_more_credible_source_holds():
    events = [
        event("Morek", "captured", "2015-11-05", confidence=0.4),
        event("Morek", "reopened", "2015-11-05", confidence=0.8),
    ]
    (state,) = state_on(events, None).conflicts
    assert state.status is Status.REOPENED


def test_two_reports_that_agree_are_no_conflict():
    events = [event("Morek", "captured", "2015-11-05"), event("Morek", "blocked", "2015-11-05")]
    assert state_on(events, None).conflicts == ()


def test_events_below_the_asked_confidence_take_no_part_and_are_told():
    ledger = state_on([event("Hama", "contested", confidence=0.3)], None, min_confidence=0.5)
    assert ledger.states == ()
    assert [e.target for e in ledger.doubted] == ["Hama"]


def test_a_date_before_all_events_gives_an_empty_ledger_that_tells_what_is_pending():
    ledger = state_on([event("Hama", "captured", "2015-01-01")], day("2014-01-01"))
    assert (ledger.states, ledger.pending) == ((), 1)


def test_reopening_a_road_opens_the_places_it_names_but_not_the_other_way_round():
    closed = [
        event("Khanasser", "captured", "2016-02-22", by="ISIS"),
        event("Ithriya - Khanasser", "captured", "2016-02-22", by="ISIS"),
    ]
    road = event("Khanasser – Ithriya", "reopened", "2016-02-28")
    town = event("Khanasser", "reopened", "2016-02-28")
    assert set(statuses([*closed, road]).values()) == {"reopened"}
    assert statuses([*closed, town]) == {"Khanasser": "reopened", "Ithriya - Khanasser": "captured"}


def test_lifts_opens_what_it_names_and_adds_no_target_of_its_own():
    events = [
        event("As-Safira", "contested", "2015-10-27"),
        event("Ithriya - Khanasser", "reopened", "2015-11-04", lifts=("As-Safira", "Sfireh")),
    ]
    assert statuses(events) == {"As-Safira": "reopened", "Ithriya - Khanasser": "reopened"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ithriya - Khanasser", "khanasser — Ithriya", True),
        ("As-Safira", "As Safira", True),
        ("Maarrat al-Numan", "Maarrat al-Nu'man", True),
        ("Khanasser", "Ithriya - Khanasser", False),
        ("37.50,35.78~2km", "37.5, 35.78 ~ 2000m", True),
        ("37.50,35.78~2km", "37.5, 35.78~5km", False),
        ("Khanasser", "khanasser~3km", False),
        ("37.50,35.78~2km", "37.51,35.78~2km", False),
        ("M5 @ Morek..Saraqib", "m5 @ Saraqib .. Morek", True),
        ("M5 @ Morek..Saraqib", "M5", False),
        ("way/123", "WAY/123", True),
        ("خناصر", "خناصر", True),
    ],
)
def test_targets_are_one_when_written_alike(one, other, same):
    assert (target_key(one) == target_key(other)) is same


dates = st.dates(dt.date(2015, 1, 1), dt.date(2015, 1, 8))
some_events = st.lists(
    st.builds(
        Event,
        target=st.sampled_from(["A", "B", "A - B"]),
        status=st.sampled_from(Status),
        by=st.sampled_from(["", "ISIS", "Syrian army"]),
        date=st.none() | dates,
        confidence=st.sampled_from([0.5, 1.0]),
    ),
    max_size=6,
)


@given(some_events, dates, st.randoms(use_true_random=False))
def test_the_order_of_the_file_never_changes_what_is_closed(events, date, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    closed = [
        {target_key(s.target): s.status for s in state_on(given_events, date).states}
        for given_events in (events, shuffled)
    ]
    assert closed[0] == closed[1]


@given(some_events, st.sampled_from(["A", "B", "A - B"]))
def test_a_reopening_after_everything_opens_its_target(events, target):
    last = Event(target, Status.REOPENED, date=dt.date(2015, 2, 1))
    state = {target_key(s.target): s for s in state_on([*events, last], None).states}[target_key(target)]
    assert state.status is Status.REOPENED


@given(some_events)
def test_a_ledger_never_shows_recaptured_and_the_state_only_changes_on_change_dates(events):
    changes = set(change_dates(events))
    previous = None
    for number in range(12):
        date = dt.date(2014, 12, 30) + dt.timedelta(days=number)
        now = [(s.target, s.status, s.by) for s in state_on(events, date).states]
        assert all(status is not Status.RECAPTURED for _, status, _ in now)
        if previous is not None and now != previous:
            assert date in changes
        previous = now


circles = st.sampled_from(["A", "A~1km", "A~5km", "37,35~1km", "37,35~5km", "A - B"])
closings = st.lists(
    st.builds(
        Event,
        target=circles,
        status=st.sampled_from([Status.CAPTURED, Status.BLOCKED, Status.DAMAGED, Status.CONTESTED]),
        date=st.none() | dates,
        confidence=st.sampled_from([0.5, 1.0]),
    ),
    max_size=6,
)


@given(closings, closings)
def test_closing_more_never_opens_anything(events, more):
    few, all_of_them = (
        {state.key for state in state_on(given_events, None).closed}
        for given_events in (events, events + more)
    )
    assert few <= all_of_them


@pytest.mark.parametrize(
    ("opened", "left"),
    [
        ("A~1km", {"A", "A~5km"}),
        ("A~2000m", {"A", "A~5km"}),
        ("A~5km", {"A"}),
        ("A~9km", {"A"}),
        ("A", set()),
        ("a - b", set()),
        ("B", {"A", "A~1km", "A~5km"}),
    ],
)
def test_an_opening_opens_the_circles_that_it_covers_and_no_larger_one(opened, left):
    closed = [event(target, "captured", "2015-01-01") for target in ("A", "A~1km", "A~5km")]
    ledger = state_on([*closed, event(opened, "reopened", "2015-01-02")], None)
    assert {state.target for state in ledger.closed} == left
    told = {(state.target, e.target) for state, e in ledger.wider}
    assert told == ({(target, opened) for target in left} if opened[0] == "A" else set())


def test_features_of_one_line_are_one_target_and_of_another_line_another():
    line, other = "LINESTRING (37 35, 37.1 35.1)", "LINESTRING (38 35, 38.1 35.1)"
    closed = [
        event(name, "blocked", "2015-01-01", geometry=wkt) for name, wkt in (("R1", line), ("R1", other))
    ]
    opened = event("renamed", "reopened", "2015-01-02", geometry=line)
    assert [s.key for s in state_on([*closed, opened], None).closed] == [other]


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_openings_on_one_day_the_one_that_names_the_target_decides(first):
    shut = event("Khanasser", "blocked", "2015-10-20", by="X")
    own = event("Khanasser", "reopened", "2015-10-23", by="A")
    other = event("Ithriya", "reopened", "2015-10-23", by="Z", lifts=("Khanasser",))
    states = state_on([shut, *([own, other], [other, own])[first]], day("2015-10-24")).states
    assert {state.target: state.by for state in states} == {"Khanasser": "A", "Ithriya": "Z"}
