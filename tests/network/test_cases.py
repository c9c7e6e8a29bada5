"""Small maps after public bug reports: the way that a journey takes, and how long."""

from pathlib import Path

import pytest

import routegraph
from routegraph.errors import DataError
from routegraph.network.osmfile import read_osm

CASES = Path(__file__).parent / "cases"


def asked(case: str, start: str, end: str, vehicle: str = "truck", **closures: object):
    (file,) = CASES.glob(f"{case}-*.osm")
    return routegraph.Study(read_osm(file), routegraph.find_vehicle(vehicle)).whatif(start, end, **closures)


@pytest.mark.parametrize(
    ("case", "start", "end", "vehicle", "by"),
    [
        ("P13", "Echo", "Alpha", "truck", "round"),
        ("P13", "Alpha", "Echo", "truck", "direct"),
        ("P17", "Alpha", "Nord", "truck", "w, e, round"),
        ("P16", "Alpha", "Echo", "truck", "w, round, e"),
        *((case, "Alpha", "Echo", "truck", "w, detour, e") for case in ("Q01", "Q03", "Q05", "Q07", "Q10")),
        *((case, "Alpha", "Echo", "truck", "w, detour, e") for case in ("Q17", "Q20", "Q23")),
        *((case, "Alpha", "Echo", "car", "w, tested, e") for case in ("Q01", "Q03", "Q05", "Q17", "Q20")),
        ("Q08", "Alpha", "Echo", "4x4", "w, detour, e"),
        ("Q16", "Alpha", "Echo", "truck", "w, tested, e"),
        ("P08", "Alpha", "Echo", "truck", "w, t, e"),
        ("P10", "Alpha", "Echo", "truck", "w, t, e"),
        ("P10", "Alpha", "Echo", "car", "w, t, e"),
        ("P05", "Alpha", "Echo", "truck", "w, ferry, e"),
    ],
)
def test_the_law_decides_which_way_is_taken(case: str, start: str, end: str, vehicle: str, by: str) -> None:
    assert asked(case, start, end, vehicle).before.by == by


def test_a_speed_differs_by_direction_and_a_ferry_takes_what_it_says() -> None:
    assert asked("P15", "Alpha", "Echo").before.time_s == pytest.approx(600, rel=0.01)
    assert asked("P15", "Echo", "Alpha").before.time_s == pytest.approx(1800, rel=0.01)
    assert asked("P05", "Alpha", "Echo").before.time_s == pytest.approx(8700, rel=0.02)


def test_a_way_of_a_negative_id_is_closed_by_it() -> None:
    assert asked("F02", "Alpha", "Echo", close=["way/-10"]).outcome.value == "severed"


def test_a_circle_on_the_date_line_closes_the_stretch_there() -> None:
    for lon in ("179.999", "-179.999"):
        assert asked("P02", "West", "East", close=[f"{lon},60~1km"]).outcome.value == "longer"


def test_what_was_deleted_or_cut_short_is_not_driven() -> None:
    assert 11 not in read_osm(next(CASES.glob("F03-*.osm"))).roads.way_id
    with pytest.raises(DataError, match="not whole"):
        asked("F07", "Alpha", "Echo")
    assert read_osm(next(CASES.glob("F06-*.osm"))).provenance.data_date == "2024-03-01"


@pytest.mark.parametrize("case", ["F11", "F12", "F14", "F15", "F17", "F27"])
def test_a_file_cut_short_or_of_something_else_is_refused_with_a_remedy(case: str) -> None:
    (file,) = CASES.glob(f"{case}-*")
    with pytest.raises(DataError, match=r"fetch or export it again|whole\.$|Give a file with highway"):
        read_osm(file)


@pytest.mark.parametrize(
    ("case", "closed"), [("A01", "e"), ("A03", "w e"), ("A09", "e"), ("A12", "e"), ("A17", "e")]
)
def test_an_area_file_closes_what_it_covers_or_crosses(draw, case: str, closed: str) -> None:
    nodes = {"a": (30.0, 10.0), "b": (30.09, 10.0), "c": (30.18, 10.0), "d": (30.27, 10.0)}
    roads = [
        ("a", "b", 9_900, {"name": "w"}),
        ("b", "c", 9_900, {"name": "m"}),
        ("c", "d", 9_900, {"name": "e"}),
    ]
    network = draw(nodes, roads, [("Alpha", "town", 30.0, 10.0), ("Echo", "town", 30.27, 10.0)])
    (file,) = CASES.glob(f"{case}-*")
    answer = routegraph.Study(network).whatif("Alpha", "Echo", close=[str(file)])
    (closure,) = answer.question.situation.closures
    assert sorted(network.road_name(road) for road in closure.found.roads) == sorted(closed.split())
    how = "roads along or across the lines of" if case == "A09" else "roads that cross"
    assert closure.found.how.startswith(f"{how} {file.name}")
    assert ("features left out: 1 without a geometry" in closure.found.how) == (case == "A01")
