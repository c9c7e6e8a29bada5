import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from drawing import Point, Way, line_of, osm_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from routegraph.errors import DataError
from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.network.sphere import EARTH_RADIUS_M, distinct, great_circle_m, morton_order, ragged_index
from routegraph.network.tags import RoadFlag
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path
from routegraph.vehicles import VEHICLES

Drawn = Callable[..., Network]
PRIMARY = {"highway": "primary"}
STEP_M = float(great_circle_m(*np.array([[36.0], [35.0], [36.001], [35.0]]))[0])


def ends(network: Network) -> list[tuple[int, int]]:
    ids = network.nodes.osm_id
    return sorted((int(ids[u]), int(ids[v])) for u, v in zip(network.roads.u, network.roads.v, strict=True))


def drives(network: Network) -> list[tuple[int, int]]:
    ids = network.nodes.osm_id
    return sorted(
        (int(ids[t]), int(ids[h])) for t, h in zip(network.arcs.tail, network.arcs.head, strict=True)
    )


def ways_of(network: Network, road: int) -> list[int]:
    return network.roads.way_id[network.roads.way_start[road] : network.roads.way_start[road + 1]].tolist()


def test_a_degree_of_longitude_on_the_equator_is_a_360th_of_the_circumference() -> None:
    metres = great_circle_m(*np.array([[0.0], [0.0], [1.0], [0.0]]))[0]
    assert metres == pytest.approx(2 * np.pi * EARTH_RADIUS_M / 360, rel=1e-12)


def test_equal_ways_in_a_row_become_one_road_that_keeps_its_shape_and_its_ways(drawn: Drawn) -> None:
    network = drawn(line_of(5), [(10, [1, 2, 3], PRIMARY), (11, [3, 4, 5], PRIMARY)])
    assert ends(network) == [(1, 5)]
    assert ways_of(network, 0) == [10, 11]
    assert network.shape.osm_id.tolist() == [1, 2, 3, 4, 5]
    assert network.roads.length_m[0] == pytest.approx(4 * STEP_M)
    assert drives(network) == [(1, 5), (5, 1)]


def test_ways_drawn_towards_each_other_become_one_road_when_both_go_both_ways(drawn: Drawn) -> None:
    network = drawn(line_of(5), [(10, [1, 2, 3], PRIMARY), (11, [5, 4, 3], PRIMARY)])
    assert ends(network) in ([(1, 5)], [(5, 1)])
    assert len(network.shape.lon) == 5


def test_oneway_ways_towards_each_other_stay_apart(drawn: Drawn) -> None:
    oneway = PRIMARY | {"oneway": "yes"}
    network = drawn(line_of(5), [(10, [1, 2, 3], oneway), (11, [5, 4, 3], oneway)])
    assert drives(network) == [(1, 3), (5, 3)]


def test_a_oneway_chain_keeps_its_direction_whichever_way_comes_first(drawn: Drawn) -> None:
    oneway = PRIMARY | {"oneway": "yes"}
    network = drawn(line_of(5), [(11, [3, 4, 5], oneway), (10, [1, 2, 3], oneway)])
    assert drives(network) == [(1, 5)]
    assert ways_of(network, 0) == [10, 11]


def test_a_way_against_its_nodes_is_turned_and_joins_one_along_them(drawn: Drawn) -> None:
    network = drawn(
        line_of(5),
        [(10, [3, 2, 1], PRIMARY | {"oneway": "-1"}), (11, [3, 4, 5], PRIMARY | {"oneway": "yes"})],
    )
    assert drives(network) == [(1, 5)]
    assert network.shape.osm_id.tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("change", [{"name": "Road"}, {"ref": "M5"}, {"surface": "sand"}, {"bridge": "yes"}])
def test_a_change_of_tags_divides_a_road(drawn: Drawn, change: dict[str, str]) -> None:
    network = drawn(line_of(5), [(10, [1, 2, 3], PRIMARY), (11, [3, 4, 5], PRIMARY | change)])
    assert ends(network) == [(1, 3), (3, 5)]


def test_a_tag_that_is_not_kept_divides_nothing(drawn: Drawn) -> None:
    network = drawn(line_of(5), [(10, [1, 2, 3], PRIMARY), (11, [3, 4, 5], PRIMARY | {"source": "survey"})])
    assert ends(network) == [(1, 5)]


def test_a_way_is_divided_where_another_meets_it(drawn: Drawn) -> None:
    nodes = line_of(5) | {6: (36.003, 35.001)}
    network = drawn(nodes, [(10, [1, 2, 3, 4, 5], PRIMARY), (11, [3, 6], {"highway": "track"})])
    assert ends(network) == [(1, 3), (3, 5), (3, 6)]


def test_ways_that_cross_without_a_common_node_do_not_meet(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {1: (36.0, 35.0), 2: (36.002, 35.0), 3: (36.001, 34.999), 4: (36.001, 35.001)}
    network = drawn(nodes, [(10, [1, 2], PRIMARY), (11, [3, 4], PRIMARY)])
    assert ends(network) == [(1, 2), (3, 4)]


def test_parallel_roads_are_kept(drawn: Drawn) -> None:
    nodes = line_of(3) | {4: (36.002, 35.001)}
    network = drawn(
        nodes,
        [(10, [1, 2, 3], PRIMARY), (11, [1, 4, 3], PRIMARY), (12, [1, 3], PRIMARY), (13, [1, 3], PRIMARY)],
    )
    assert [sorted(pair) for pair in ends(network)] == [[1, 3]] * 4


def test_a_ring_alone_and_a_ring_on_a_stalk_are_kept(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {
        i: (36 + x, 35 + y) for i, (x, y) in enumerate([(0, 0), (0.001, 0), (0.001, 0.001)], 1)
    }
    nodes |= {i + 10: (lon + 1, lat, *_) for i, (lon, lat, *_) in nodes.items()} | {20: (36.9, 35.0)}
    network = drawn(
        nodes,
        [(1, [1, 2, 3, 1], PRIMARY), (2, [11, 12, 13, 11], PRIMARY), (3, [11, 20], PRIMARY)],
    )
    rings = [(u, v) for u, v in ends(network) if u == v]
    assert len(rings) == 2
    assert (11, 11) in rings
    assert len(network.roads) == 3
    assert len(network.arcs) == 6


def test_a_oneway_ring_of_two_ways_is_one_arc(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {1: (36.0, 35.0), 2: (36.001, 35.0), 3: (36.001, 35.001), 4: (36.0, 35.001)}
    tags = PRIMARY | {"junction": "roundabout"}
    network = drawn(nodes, [(1, [1, 2, 3], tags), (2, [3, 4, 1], tags)])
    assert len(network.roads) == len(network.arcs) == 1
    order = network.shape.osm_id.tolist()
    assert {(1, 2), (2, 3), (3, 4), (4, 1)} == set(pairwise(order))


def test_a_way_is_interrupted_where_its_node_is_missing_and_the_loss_is_counted(drawn: Drawn) -> None:
    network = drawn(line_of(4), [(10, [1, 2, 99, 3, 4], PRIMARY)])
    assert ends(network) == [(1, 2), (3, 4)]
    assert network.provenance.lost == {"points that ways name and the source does not hold": 1}


def test_two_points_at_one_place_are_a_millimetre_apart(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {1: (36.0, 35.0), 2: (36.0, 35.0), 3: (36.001, 35.0)}
    network = drawn(nodes, [(10, [1, 2], PRIMARY), (11, [2, 3], PRIMARY | {"ref": "4"})])
    assert sorted(network.roads.length_m)[0] == 0.001


def test_a_barrier_marks_the_shorter_stretch_beside_it(drawn: Drawn) -> None:
    nodes: dict[int, Point] = line_of(4) | {3: (36.0025, 35.0, {"barrier": "bollard"})}
    network = drawn(nodes, [(10, [1, 2, 3, 4], PRIMARY)])
    barred = (network.roads.flags & RoadFlag.BARRIER) != 0
    ids = network.nodes.osm_id
    assert [
        (int(ids[u]), int(ids[v]))
        for u, v in zip(network.roads.u[barred], network.roads.v[barred], strict=True)
    ] == [(2, 3)]
    assert len(network.roads) == 3
    assert len(set(network.nodes.component[np.isin(ids, [1, 4])])) == 2


def test_nobody_drives_through_a_barrier_at_a_junction_and_its_longest_arm_stays_open(drawn: Drawn) -> None:
    nodes = line_of(4) | {3: (36.0032, 35.0, {"barrier": "bollard"}), 5: (36.0032, 35.0005)}
    network = drawn(nodes, [(10, [1, 2, 3, 4], PRIMARY), (11, [3, 5], PRIMARY)])
    ids, barred = network.nodes.osm_id, (network.roads.flags & RoadFlag.BARRIER) != 0
    open_ends = zip(network.roads.u[~barred], network.roads.v[~barred], strict=True)
    assert sorted((int(ids[u]), int(ids[v])) for u, v in open_ends) == [(1, 3)]
    graph = RoadGraph.of(network, VEHICLES["car"])
    at = {int(node): i for i, node in enumerate(ids)}
    assert best_path(graph, at[1], at[3]) is not None
    assert not any(best_path(graph, at[a], at[b]) for a, b in [(1, 4), (4, 5), (5, 1)])
    assert not network.provenance.lost


def test_a_limit_at_a_junction_keeps_out_whom_it_binds_alone(drawn: Drawn) -> None:
    nodes = line_of(4) | {3: (36.003, 35.0, {"maxheight": "2.2"}), 5: (36.003, 35.001)}
    network = drawn(nodes, [(10, [1, 2, 3, 4], PRIMARY), (11, [3, 5], PRIMARY)])
    at = {int(node): i for i, node in enumerate(network.nodes.osm_id)}
    car, truck = (RoadGraph.of(network, VEHICLES[name]) for name in ("car", "truck"))
    assert best_path(car, at[1], at[4]) is not None
    assert best_path(truck, at[1], at[4]) is None


def test_a_barrier_at_a_dead_end_bars_nothing(drawn: Drawn) -> None:
    network = drawn(line_of(2) | {2: (36.002, 35.0, {"barrier": "block"})}, [(10, [1, 2], PRIMARY)])
    assert not network.roads.flags.any()


def test_a_road_is_divided_at_the_shape_point_next_to_a_place(drawn: Drawn) -> None:
    village: Point = (36.0051, 35.004, {"place": "village", "name": "خناصر"})
    network = drawn(line_of(9) | {90: village}, [(10, list(range(1, 10)), PRIMARY)])
    assert ends(network) == [(1, 5), (5, 9)]
    assert network.places.node.tolist() == [-1]


@pytest.mark.parametrize(
    ("lon", "lat", "kind"),
    [(36.0051, 35.02, "village"), (36.0011, 35.0, "village"), (36.005, 35.0, "locality")],
    ids=["too far", "a node is nearer", "no settlement"],
)
def test_a_place_that_needs_no_node_divides_nothing(drawn: Drawn, lon: float, lat: float, kind: str) -> None:
    place: Point = (lon, lat, {"place": kind, "name": "Ithriya"})
    network = drawn(line_of(9) | {90: place}, [(10, list(range(1, 10)), PRIMARY)])
    assert ends(network) == [(1, 9)]


def test_a_long_road_is_divided_into_equal_parts_of_at_most_two_kilometres(drawn: Drawn) -> None:
    network = drawn(line_of(56), [(10, list(range(1, 57)), PRIMARY)])  # 5.0 km
    assert network.roads.length_m == pytest.approx(np.array([18, 19, 18]) * STEP_M)


def test_a_straight_line_stays_whole_however_long(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {1: (36.0, 35.0), 2: (36.1, 35.0), 3: (36.1005, 35.0)}
    network = drawn(nodes, [(10, [1, 2, 3], PRIMARY)])
    assert ends(network) == [(1, 2), (2, 3)]


def test_components_are_numbered_from_the_largest_and_count_only_what_cars_may_use(drawn: Drawn) -> None:
    nodes = line_of(9)
    network = drawn(
        nodes,
        [
            (1, [1, 2], PRIMARY),
            (2, [4, 5], PRIMARY),
            (3, [5, 6], PRIMARY | {"ref": "M5"}),
            (4, [6, 7], PRIMARY | {"oneway": "yes"}),
            (5, [7, 8], {"highway": "service", "motor_vehicle": "no"}),
        ],
    )
    component = dict(zip(network.nodes.osm_id.tolist(), network.nodes.component.tolist(), strict=True))
    assert component[4] == component[5] == component[6] == 0
    assert component[1] == component[2] == 1
    assert len({component[n] for n in (4, 1, 7, 8)}) == 4


def test_nodes_follow_a_morton_curve_and_roads_their_first_node(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {
        1: (36.5, 35.5),
        2: (36.0, 35.0),
        3: (36.5, 35.0),
        4: (36.0, 35.5),
        5: (36.25, 35.25),
    }
    network = drawn(nodes, [(i, [5, i], PRIMARY) for i in (1, 2, 3, 4)])
    assert network.nodes.osm_id.tolist() == [2, 5, 3, 4, 1]
    assert (np.diff(network.roads.u) >= 0).all()


def test_a_box_keeps_the_segments_with_an_end_in_it_and_the_places_in_it(drawn: Drawn) -> None:
    places: dict[int, Point] = {
        90: (36.002, 35.0, {"place": "town", "name": "In"}),
        91: (36.02, 35.0, {"place": "town", "name": "Out"}),
    }
    network = drawn(line_of(9) | places, [(10, list(range(1, 10)), PRIMARY)], bbox=(36.0005, 34, 36.0035, 36))
    assert sorted(network.shape.osm_id.tolist()) == [1, 2, 2, 3, 4]
    assert len(network.places) == 1
    assert network.provenance.bbox == (36.0005, 34, 36.0035, 36)


def test_what_is_told_of_a_box_counts_the_ways_in_it(drawn: Drawn) -> None:
    ways: list[Way] = [
        (10, [1, 2], {"highway": "motorway", "maxspeed": "120"}),
        (11, [8, 9], {"highway": "motorway", "maxspeed:conditional": "80 @ night"}),
    ]
    network = drawn(line_of(9), ways, bbox=(36.0005, 34, 36.0035, 36))
    assert network.provenance.imputed == {"oneway of motorways": 1}
    assert network.provenance.lost == {}


def test_an_empty_box_is_an_error_that_says_so(drawn: Drawn) -> None:
    with pytest.raises(DataError, match="holds no road that a vehicle could use in this box"):
        drawn(line_of(3), [(10, [1, 2, 3], PRIMARY)], bbox=(0, 0, 1, 1))


def test_a_selection_of_classes_leaves_the_others_out(drawn: Drawn) -> None:
    ways: list[Way] = [(10, [1, 2], PRIMARY), (11, [2, 3], {"highway": "track"})]
    assert ends(drawn(line_of(3), ways, classes="tertiary+")) == [(1, 2)]
    with pytest.raises(DataError, match="of the classes 'motorway'"):
        drawn(line_of(3), ways, classes="motorway")


def test_roads_under_construction_come_on_request_and_carry_nobody(drawn: Drawn) -> None:
    ways: list[Way] = [
        (10, [1, 2], PRIMARY),
        (11, [2, 3], {"highway": "construction", "construction": "primary"}),
    ]
    assert ends(drawn(line_of(3), ways)) == [(1, 2)]
    kept = drawn(line_of(3), ways, keep_planned=True)
    assert ends(kept) == [(1, 2), (2, 3)]
    assert len(set(kept.nodes.component)) == 2


def test_distinct_values_and_ragged_rows_of_nothing_are_nothing() -> None:
    nothing = np.zeros(0, np.int64)
    assert distinct(nothing).tolist() == []
    assert [part.tolist() for part in ragged_index(nothing, nothing)] == [[], []]
    assert morton_order(nothing.astype(float), nothing.astype(float)).tolist() == []


WAYS = st.lists(
    st.tuples(
        st.lists(st.integers(1, 9), min_size=1, max_size=6),
        st.sampled_from(["no", "yes", "-1"]),
        st.sampled_from(["primary", "track"]),
    ),
    min_size=1,
    max_size=7,
)
SPOTS: dict[int, Point] = {i: (36 + 0.003 * ((i * 7) % 5), 35 + 0.004 * ((i * 3) % 4)) for i in range(1, 10)}


@settings(max_examples=80)
@given(WAYS)
def test_contraction_preserves_every_distance(ways: list[tuple[list[int], str, str]]) -> None:
    plain: nx.DiGraph[int] = nx.DiGraph()
    total = 0.0
    for refs, oneway, _ in ways:
        for a, b in pairwise(refs):
            if a == b:
                continue
            metres = float(great_circle_m(*(np.array([x]) for x in (*SPOTS[a][:2], *SPOTS[b][:2])))[0])
            total += metres
            forth = {"no": [(a, b), (b, a)], "yes": [(a, b)], "-1": [(b, a)]}[oneway]
            plain.add_edges_from(forth, weight=metres)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "random.osm"
        file.write_text(
            osm_xml(SPOTS, [(i, refs, {"highway": h, "oneway": o}) for i, (refs, o, h) in enumerate(ways, 1)])
        )
        if not plain:
            with pytest.raises(DataError):
                read_osm(file)
            return
        network = read_osm(file)
    assert network.roads.length_m.sum() == pytest.approx(total)
    ids = network.nodes.osm_id.tolist()
    assert len(set(ids)) == len(ids)
    contracted: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    contracted.add_nodes_from(ids)
    for tail, head, road in zip(network.arcs.tail, network.arcs.head, network.arcs.road, strict=True):
        contracted.add_edge(ids[tail], ids[head], weight=float(network.roads.length_m[road]))
    expected = dict(nx.all_pairs_dijkstra_path_length(plain))
    found = dict(nx.all_pairs_dijkstra_path_length(contracted))
    for a in ids:
        assert found[a] == pytest.approx({b: d for b, d in expected[a].items() if b in ids}, rel=1e-9)
    for road in range(len(network.roads)):
        lon, lat = network.road_shape(road)
        along = great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum()
        assert network.roads.length_m[road] == pytest.approx(along)
        west, south, east, north = network.roads.bbox[road].astype(float)
        assert west <= lon.min() and east >= lon.max() and south <= lat.min() and north >= lat.max()


def test_a_road_has_the_fewest_lanes_of_its_ways_in_each_direction(drawn: Callable[..., Network]) -> None:
    nodes = {i: (36 + i / 1000, 35.0) for i in range(1, 6)}
    ways = [
        (10, [1, 2], {"highway": "primary", "lanes": "4"}),
        (11, [3, 2], {"highway": "primary", "lanes": "3", "lanes:forward": "2"}),
        (12, [3, 4], {"highway": "primary"}),
        (13, [4, 5], {"highway": "secondary", "lanes": "1", "bridge": "yes"}),
    ]
    network = drawn(nodes, ways)
    ids = network.nodes.osm_id.tolist()
    lanes = {
        (ids[tail], ids[head]): half / 2
        for tail, head, half in zip(
            network.arcs.tail, network.arcs.head, network.arcs.half_lanes.tolist(), strict=True
        )
    }
    assert lanes == {(1, 4): 1, (4, 1): 2, (4, 5): 0.5, (5, 4): 0.5}
