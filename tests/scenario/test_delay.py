"""Time lost once where one passes, or the way round when that is quicker."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routegraph.durations import parse_duration
from routegraph.errors import QuestionError
from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.study import Study
from routegraph.vehicles import VEHICLES

KM = 1000 / METRES_PER_DEGREE


@pytest.fixture(scope="module")
def study(draw) -> Study:
    """West to East in stretches of a kilometre through Town, and twice as long a way round by the south."""
    nodes = {f"n{i}": (i * KM, 0.0) for i in range(11)} | {"s": (5 * KM, -8 * KM)}
    roads = [(f"n{i}", f"n{i + 1}", 1000, {"ref": "R1"}) for i in range(10)]
    roads += [("n0", "s", 10_000), ("s", "n10", 10_000)]
    places = [("West", "village", 0, 0), ("Town", "town", 5 * KM, 0), ("East", "village", 10 * KM, 0)]
    return Study(draw(nodes, roads, places), VEHICLES["car"])


@pytest.mark.parametrize("target", ["Town", "Town~500m", "Town~2.4km", "0.045,0~1km", "R1", "node/6"])
@pytest.mark.parametrize("minutes", [1, 5])
def test_who_passes_through_loses_the_time_once(study, target, minutes):
    answer = study.whatif("West", "East", delay=[f"{target}={minutes}min"])
    assert answer.after.time_s - answer.before.time_s == pytest.approx(60 * minutes, abs=1e-3)
    assert answer.after.roads.tolist() == list(range(10))


def test_the_way_round_is_taken_when_that_is_quicker(study):
    answer = study.whatif("West", "East", delay=["Town=4h"])
    assert answer.after.roads.tolist() == [10, 11]
    assert answer.outcome == "longer"
    [one] = answer.question.situation.closures
    assert one.closure.delay_s == 4 * 3600


def test_who_drives_half_of_a_road_loses_half(study):
    answer = study.whatif("West", "0.045,0", delay=["R1=10min"])
    assert answer.after.time_s - answer.before.time_s == pytest.approx(300, abs=1e-3)


def test_delays_add_up_and_to_a_slowing_too(study):
    both = study.whatif("West", "East", delay=["Town=1min", "Town~500m=1min"])
    assert both.after.time_s - both.before.time_s == pytest.approx(120, abs=1e-3)


def test_an_event_may_cost_time_in_place_of_closing(study, tmp_path: Path):
    (tmp_path / "e.csv").write_text(
        "date,target,status,delay,publisher\n2024-01-01,Town,restricted,90min,A\n", "utf-8"
    )
    answer = study.whatif("West", "East", events=[tmp_path / "e.csv"])
    asked = study.whatif("West", "East", delay=["Town=90min"])
    assert answer.after.time_s == asked.after.time_s
    (tmp_path / "case.yaml").write_text(
        "title: T\nevents: [{target: Town, status: restricted, delay: 2min}]\n", "utf-8"
    )
    scenario = study.whatif("West", "East", scenario=str(tmp_path / "case.yaml"))
    assert scenario.after.time_s - scenario.before.time_s == pytest.approx(120, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("4h", 14400), ("90min", 5400), ("1h30m", 5400), ("2 days", 172800), ("0.5 h", 1800)],
)
def test_a_duration_is_read(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "4", "h", "-4h", "0h", "99d", "four hours"])
def test_what_is_no_duration_says_how_to_write_one(study, text):
    with pytest.raises(QuestionError, match="4h"):
        study.whatif("West", "East", delay=[f"Town={text}"])


@given(minutes=st.floats(0.5, 600), radius=st.floats(0.2, 4.2))
def test_a_delay_never_costs_more_than_it_says_nor_than_the_way_round(study, minutes, radius):
    answer = study.whatif("West", "East", delay=[f"0.045,0~{radius:.2f}km={minutes:.2f}min"])
    lost_s = answer.after.time_s - answer.before.time_s
    round_s = study.whatif("West", "East", close=["R1"]).after.time_s - answer.before.time_s
    assert lost_s == pytest.approx(min(round(minutes, 2) * 60, round_s), abs=0.01)


def test_a_bridge_of_two_carriageways_is_one_and_nothing_else(draw):
    from routegraph.network.tags import RoadFlag

    bridge = {"flags": int(RoadFlag.BRIDGE), "highway": "motorway", "oneway": True}
    nodes = {
        "a": (0, 0), "b": (1 * KM, 0), "c": (1.2 * KM, 0), "d": (3 * KM, 0),
        "a2": (0, 0.03 * KM), "b2": (1 * KM, 0.03 * KM),
        "c2": (1.2 * KM, 0.03 * KM), "d2": (3 * KM, 0.03 * KM),
        "e": (1.1 * KM, 1 * KM), "f": (1.3 * KM, 1 * KM),
    }  # fmt: skip
    motorway = {"highway": "motorway", "oneway": True}
    roads = [
        ("a", "b", 1000, motorway), ("b", "c", 200, bridge), ("c", "d", 1800, motorway),
        ("d2", "c2", 1800, motorway), ("c2", "b2", 200, bridge), ("b2", "a2", 1000, motorway),
        ("e", "f", 200, {"flags": int(RoadFlag.BRIDGE), "highway": "tertiary", "name": "Old Bridge"}),
        ("a", "a2", 30), ("d", "d2", 30), ("a2", "e", 1500), ("f", "d2", 2000),
    ]  # fmt: skip
    network = draw(nodes, roads, [("Ford", "town", 1.1 * KM, 1.2 * KM)])
    study = Study(network, VEHICLES["car"])
    find = study.resolver.find
    assert find("bridge:1.1,0".replace("1.1", f"{1.1 * KM:.5f}")).roads.tolist() == [1, 4]
    assert find("bridge:Old").roads.tolist() == [6]
    assert find("bridge:Old Bridge").roads.tolist() == [6]
    assert find("bridge:Ford").roads.tolist() == [6]
    with pytest.raises(Exception, match="no tunnel of drawn lies within 5 km of Ford"):
        find("tunnel:Ford")


@pytest.mark.parametrize(("vehicle", "roads"), [("truck", []), ("car", [0])])
def test_a_class_of_traffic_bars_heavier_vehicles(draw, tmp_path, vehicle, roads):
    import json

    network = draw(
        {"a": (0, 0), "b": (4 * KM, 0)}, [("a", "b", 4000)], [("A", "town", 0, 0), ("B", "town", 4 * KM, 0)]
    )
    line = {"type": "LineString", "coordinates": [[0, 0], [4 * KM, 0]]}
    feature = {"type": "Feature", "properties": {"OpStatus": 1, "CurntPrac": 3}, "geometry": line}
    (tmp_path / "s.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8"
    )
    answer = Study(network, VEHICLES[vehicle]).whatif("A", "B", events=[tmp_path / "s.geojson"])
    assert (answer.after.roads.tolist() if answer.after else []) == roads
