"""Overture Maps files read to the same network as OpenStreetMap's."""

from __future__ import annotations

import numpy as np
import pytest
from overture_town import town, write

from routegraph.errors import DataError, NotFoundError
from routegraph.network.catalog import import_file
from routegraph.network.model import Network
from routegraph.network.overture import read_overture
from routegraph.network.overture_rules import breaks, tags_at
from routegraph.network.tags import MODES, RoadFlag
from routegraph.routing.graph import CLOSED, RoadGraph
from routegraph.routing.search import tree_to
from routegraph.vehicles import VEHICLES

NODES = {i: (36 + 0.004 * (i % 5), 35 + 0.004 * (i // 5)) for i in range(20)} | {90: (36.0171, 35.0013)}
WAYS = [
    (1, (0, 1, 2, 3, 4), {"highway": "primary", "name": "Main Street", "ref": "42", "maxspeed": "50"}),
    (2, (4, 9, 14, 19), {"highway": "secondary", "surface": "gravel"}),
    (3, (2, 7, 12, 17), {"highway": "residential", "oneway": "yes"}),
    (4, (15, 16, 17, 18, 19), {"highway": "tertiary", "bridge": "yes"}),
    (5, (0, 5, 10, 15), {"highway": "unclassified"}),
    (6, (9, 90, 3), {"highway": "trunk_link"}),
    (7, (7, 8), {"highway": "service", "access": "private"}),
    (8, (10, 11, 12), {"highway": "footway"}),
]
HEAVY = {"dimension": "weight", "comparison": "greater_than", "value": 7.5, "unit": "t"}


@pytest.fixture
def both(drawn, tmp_path) -> tuple[Network, Network]:
    division = {
        "id": "d1", "geometry": _point(36.001, 35.001), "subtype": "locality", "class": "town",
        "names": {"primary": "حماة", "common": [("en", "Hama")]}, "population": 1000,
    }  # fmt: skip
    folder = write(tmp_path / "2026-01-21.0", town(NODES, WAYS), NODES, [division])
    return drawn(NODES, WAYS), read_overture(folder, name="overture")


def _point(lon: float, lat: float) -> bytes:
    import shapely

    return shapely.to_wkb(shapely.Point(lon, lat))


def kph(network: Network, road: int) -> float:
    """The speed limit for cars in the direction that is open."""
    return float(network.rules.maxspeed_kph[network.arcs.rule[network.arcs.of_road[road].max()], 0])


def told(network: Network) -> set[tuple]:
    """The roads of a network without their numbers."""
    roads = network.roads
    return {
        (
            network.road_class(r), network.road_name(r), network.road_ref(r), int(roads.surface[r]),
            int(roads.flags[r]), kph(network, r), round(float(roads.length_m[r]), 3),
            tuple((network.arcs.of_road[r] >= 0).tolist()), int(roads.way_id[roads.way_start[r]]),
        )
        for r in range(len(roads))
    }  # fmt: skip


def test_a_town_that_both_hold_has_the_same_roads_lengths_and_directions(both):
    osm, overture = both
    assert told(overture) == told(osm)
    assert overture.roads.length_m.sum() == pytest.approx(osm.roads.length_m.sum(), rel=1e-12)


def test_every_journey_costs_the_same(both):
    def costs(network):
        graph = RoadGraph.of(network, VEHICLES["truck"])
        places = sorted(
            range(len(network.nodes)), key=lambda n: (round(network.nodes.lon[n], 6), network.nodes.lat[n])
        )
        return np.array([tree_to(graph, node).cost[places] for node in places])

    osm, overture = costs(both[0]), costs(both[1])
    assert osm.tolist() == overture.tolist()
    assert (osm < CLOSED).any()


def test_licence_date_and_places_are_told(both):
    source = both[1].provenance
    assert (source.licence, source.data_date) == ("ODbL-1.0", "2026-01-21")
    assert source.attribution == "© OpenStreetMap contributors, Overture Maps Foundation"
    assert dict(both[1].place_names(0)) == {"name": "حماة", "name:en": "Hama"}
    assert both[1].places.population.tolist() == [1000]


def test_a_rule_that_holds_on_a_part_divides_the_segment_there(tmp_path):
    segments = town(NODES, WAYS[:1])
    segments[0]["speed_limits"] = [
        {"max_speed": {"value": 60, "unit": "mph"}, "between": [0.0, 0.3]},
        {"max_speed": {"value": 30, "unit": "km/h"}, "between": [0.3, 1.0]},
    ]
    segments[0]["road_flags"] = [{"values": ["is_bridge"], "between": [0.6, 0.7]}]
    network = read_overture(write(tmp_path / "o", segments, NODES))
    whole = network.roads.length_m.sum()
    shares = {}
    for r in range(len(network.roads)):
        key = (round(kph(network, r)), bool(network.roads.flags[r] & RoadFlag.BRIDGE))
        shares[key] = shares.get(key, 0) + float(network.roads.length_m[r]) / whole
    assert shares == pytest.approx({(97, False): 0.3, (30, False): 0.6, (30, True): 0.1}, abs=1e-6)


def test_of_several_rules_the_last_that_matches_holds():
    def access(*rules):
        return tags_at({"subtype": "road", "class": "primary", "access_restrictions": rules}, 0.5)

    denied = {"access_type": "denied", "when": None, "between": None}
    assert access(denied) == {"highway": "primary", "motorcar": "no", "hgv": "no", "oneway": "no"}
    trucks = {"access_type": "allowed", "when": {"mode": ["hgv"]}}
    assert access(denied, trucks)["hgv"] == "yes"
    assert access(trucks, denied)["hgv"] == "no"
    back = {"access_type": "denied", "when": {"heading": "backward"}}
    bus = {"access_type": "allowed", "when": {"heading": "backward", "mode": ["bus"]}}
    assert access(back, bus) == {"highway": "primary", "oneway": "yes"}
    assert access({"access_type": "denied", "when": {"heading": "forward"}})["oneway"] == "-1"
    goods = {"access_type": "denied", "when": {"heading": "backward", "mode": ["hgv"]}}
    assert {k: v for k, v in access(goods).items() if "oneway" in k} == {"oneway": "no", "oneway:hgv": "yes"}
    local = {"access_type": "allowed", "when": {"using": ["at_destination"]}}
    assert access(denied, local)["motorcar"] == "destination"
    assert access({"access_type": "denied", "when": {"vehicle": [HEAVY]}})["maxweight"] == "7.5 t"
    lorries = {"access_type": "denied", "when": {"vehicle": [HEAVY], "mode": ["hgv"], "during": "Mo-Fr"}}
    assert access(lorries)["hgv:conditional"] == "no @ (Mo-Fr AND weight>7.5 t)"
    assert "motorcar:conditional" not in access(lorries)
    night = {"access_type": "denied", "when": {"mode": ["hgv"], "during": "22:00-06:00"}}
    assert access(night)["hgv:conditional"] == "no @ (22:00-06:00)"


def test_parts_are_bounded_by_every_rule():
    assert breaks({"road_flags": [{"between": [0.2, 0.4]}], "routes": [{"between": None}]}) == [
        0,
        0.2,
        0.4,
        1,
    ]


def forbidding(tmp_path, segment: int, *rules: dict) -> tuple[Network, list[list[int]]]:
    """The town with turns forbidden on one segment, and these as the points that they run through."""
    segments = town(NODES, WAYS)
    segments[segment]["prohibited_transitions"] = list(rules)
    network = read_overture(write(tmp_path / "o", segments, NODES))
    point = {(round(lon, 6), round(lat, 6)): i for i, (lon, lat) in NODES.items()}
    nodes = [
        point[round(float(lon), 6), round(float(lat), 6)]
        for lon, lat in zip(network.nodes.lon, network.nodes.lat, strict=True)
    ]
    table, arcs = network.restrictions, network.arcs
    paths = [table.arc[a:b].tolist() for a, b in zip(table.arc_start[:-1], table.arc_start[1:], strict=True)]
    return network, [[nodes[arcs.tail[p[0]]], *(nodes[arcs.head[a]] for a in p)] for p in paths]


def onto(*steps: tuple[int, int], final: str = "forward", **when: object) -> dict:
    """A rule over connectors onto segments."""
    sequence = [{"connector_id": f"con-{c}", "segment_id": f"seg-{s}"} for c, s in steps]
    return {"sequence": sequence, "final_heading": final, "when": when or None}


def test_a_forbidden_turn_is_kept_by_the_headings_on_both_segments(tmp_path):
    network, turns = forbidding(tmp_path, 0, onto((2, 3), heading="forward"))
    assert turns == [[0, 2, 7]]
    assert not any("turn" in what for what in network.provenance.lost)
    assert set(network.roads.way_id.tolist()) == {1, 2, 3, 4, 5, 6, 7}
    assert forbidding(tmp_path, 0, onto((2, 3), heading="backward"))[1] == [[3, 2, 7]]
    assert forbidding(tmp_path, 0, onto((4, 2)))[1] == [[3, 4, 9]]
    assert forbidding(tmp_path, 0, onto((3, 1), final="backward", heading="forward"))[1] == [[2, 3, 2]]


def test_turns_over_several_segments_of_some_traffic_and_of_hours_are_kept(tmp_path):
    network, turns = forbidding(tmp_path, 0, onto((4, 2), (9, 6), heading="forward"))
    assert turns == [[3, 4, 9, 3]]
    network, turns = forbidding(
        tmp_path,
        0,
        onto((2, 3), heading="forward", mode=["hgv"], during="Mo-Fr 07:00-09:00"),
        onto((2, 3), heading="forward", mode=["bicycle"]),
        onto((2, 3), heading="forward", recognized=["employee"]),
        onto((2, 99), heading="forward"),
    )
    assert turns == [[0, 2, 7]]
    assert network.strings[int(network.restrictions.condition[0])] == "Mo-Fr 07:00-09:00"
    assert int(network.restrictions.modes[0]) == 1 << list(MODES).index("hgv")
    told = {what: n for what, n in network.provenance.lost.items() if "turn" in what}
    assert told == {
        "turns that Overture forbids to some vehicles, users or purposes alone": 1,
        "turns that Overture forbids onto roads that are not imported": 1,
    }


def test_what_rules_say_and_is_not_read_is_counted(tmp_path):
    segments = town(NODES, WAYS[:3])
    segments[0]["access_restrictions"] = [
        {"access_type": "denied", "when": {"using": ["to_farm"]}},
        {"access_type": "denied", "when": {"during": "at full moon"}},
    ]
    segments[0]["speed_limits"] = [
        {"max_speed": {"value": 30, "unit": "km/h"}, "when": {"recognized": ["employee"]}},
        {"max_speed": {"value": 50, "unit": "km/h"}, "when": {"vehicle": [HEAVY]}},
    ]
    network = read_overture(write(tmp_path / "o", segments, NODES))
    told = " ".join(network.provenance.lost)
    assert "access that Overture denies to some users" in told
    assert "speed limits of Overture for some users" in told
    assert "values of hgv:conditional that are not understood (no @ (at full moon))" in told
    limit = network.rules.maxspeed_kph
    assert limit.max() == 0
    assert VEHICLES["truck"].law_at(network, None).rules.maxspeed_kph.max() == 50


def test_import_keeps_it_under_a_name_and_takes_a_file_of_segments_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("ROUTEGRAPH_HOME", str(tmp_path / "home"))
    folder = write(tmp_path / "o", town(NODES, WAYS), NODES)
    network = import_file(folder / "segment.parquet", name="mine")
    assert network.name == "mine"
    assert any("No file of connectors" in note for note in network.provenance.notes)
    assert len(import_file(folder, name="whole", classes="secondary+").roads) < len(network.roads)


def test_bad_files_are_told_in_one_line(tmp_path):
    folder = write(tmp_path / "o", town(NODES, WAYS), NODES)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes((folder / "segment.parquet").read_bytes()[:400])
    for path, kind, message in (
        (tmp_path / "none.parquet", NotFoundError, "no file"),
        (broken, DataError, "damaged or no Parquet"),
        (folder / "connector.parquet", DataError, "holds no Overture segments"),
    ):
        with pytest.raises(kind, match=message) as told_error:
            read_overture(path)
        assert "\n" not in str(told_error.value)
