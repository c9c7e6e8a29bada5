import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import osmnx as ox
import pytest
from drawing import Point, line_of
from shapely import LineString

import routegraph
from routegraph.errors import DataError, NotFoundError, OutputError, QuestionError
from routegraph.network.export import export
from routegraph.network.geodataframes import from_geodataframes, to_geodataframes
from routegraph.network.interop import from_networkx, read_graphml, to_networkx
from routegraph.network.model import Network
from routegraph.network.tags import RoadFlag

Drawn = Callable[..., Network]
PRIMARY = {"highway": "primary"}


@pytest.fixture
def town(drawn: Drawn) -> Network:
    """A trunk road bent and named, a oneway bridge, a ring, a track, and a place."""
    nodes: dict[int, Point] = line_of(6) | {
        7: (36.002, 35.002),
        8: (36.003, 35.002),
        90: (
            36.0011,
            35.0001,
            {"place": "town", "name": "خناصر", "name:en": "Khanasser", "population": "2397"},
        ),
    }
    return drawn(
        nodes,
        [
            (10, [1, 2, 7, 3], {"highway": "trunk", "name": "طريق", "ref": "M5;M4", "maxspeed": "60 mph"}),
            (11, [3, 4], PRIMARY | {"oneway": "yes", "bridge": "yes", "maxweight": "7.5"}),
            (12, [4, 5, 8, 4], PRIMARY | {"junction": "roundabout", "hgv": "no"}),
            (13, [6, 5], {"highway": "track", "surface": "gravel", "access": "private"}),
            (14, [1, 3], {"highway": "track", "smoothness": "horrible"}),
        ],
    )


def law_of(network: Network, arc: int) -> list[object]:
    row = network.arcs.rule[arc]
    return [getattr(network.rules, column.name)[row].tolist() for column in fields(network.rules)][:-1]


def facts(network: Network) -> list[tuple[object, ...]]:
    """What a network says of each arc, apart from numbering and the ids of inner points."""
    ids, roads = network.nodes.osm_id, network.roads
    rows = []
    for arc, road in enumerate(network.arcs.road.tolist()):
        lon, lat = network.road_shape(road)
        turn = slice(None, None, 1 if network.arcs.of_road[road, 0] == arc else -1)
        rows.append(
            (
                int(ids[network.arcs.tail[arc]]),
                int(ids[network.arcs.head[arc]]),
                network.road_class(road),
                network.road_name(road),
                network.road_ref(road),
                int(roads.surface[road]),
                int(roads.flags[road]),
                law_of(network, arc),
                float(roads.length_m[road]),
                tuple(lon[turn].tolist()),
                tuple(lat[turn].tolist()),
                tuple(roads.way_id[roads.way_start[road] : roads.way_start[road + 1]].tolist()),
            )
        )
    return sorted(rows)


def test_a_network_comes_back_from_a_graph_as_it_went(town: Network) -> None:
    back = from_networkx(to_networkx(town), name="town")
    assert facts(back) == facts(town)
    assert (back.nodes.lon == town.nodes.lon).all()
    assert (back.nodes.component == town.nodes.component).all()
    assert back.provenance.attribution == "© OpenStreetMap contributors"


def test_a_law_that_differs_by_direction_goes_through_a_graph(drawn: Drawn) -> None:
    tags = {"maxspeed:backward": "20", "oneway:hgv": "yes", "maxheight:forward": "3", "bus": "no"}
    network = drawn(line_of(2), [(1, [1, 2], PRIMARY | tags)])
    assert facts(from_networkx(to_networkx(network), name="drawn")) == facts(network)
    forward, backward = (network.arcs.rule[arc] for arc in network.arcs.of_road[0])
    assert network.rules.maxspeed_kph[[forward, backward], 0].tolist() == [0, 20]
    assert network.rules.access[[forward, backward]].tolist() == [[0, 0, 0, 3], [0, 0, 3, 3]]


def test_a_graph_carries_what_osmnx_expects(town: Network) -> None:
    graph = to_networkx(town)
    bridge = next(data for *_, data in graph.edges(data=True) if data.get("bridge"))
    assert bridge["oneway"] is True and bridge["reversed"] is False and bridge["osmid"] == 11
    trunk = graph.edges[3, 1, 0] if graph.edges[3, 1, 0]["highway"] == "trunk" else graph.edges[3, 1, 1]
    assert trunk["reversed"] is True
    assert trunk["geometry"].coords[0] == (36.003, 35.0)
    assert trunk["maxspeed"] == "96.56064"
    assert sum(n for _, n in graph.nodes(data="street_count")) == 2 * len(town.roads)


def test_osmnx_routes_speeds_tables_and_plots_the_graph(town: Network) -> None:
    graph = ox.add_edge_travel_times(ox.add_edge_speeds(to_networkx(town), fallback=30))
    assert ox.routing.shortest_path(graph, 1, 4, weight="length") == [1, 3, 4]
    nodes, edges = ox.convert.graph_to_gdfs(graph)
    assert (len(nodes), len(edges)) == (len(town.nodes), len(town.arcs))
    figure, _ = ox.plot_graph(graph, show=False, close=True)
    assert figure is not None


def test_graphml_goes_round_by_osmnx(town: Network, tmp_path: Path) -> None:
    file = export(town, tmp_path / "town.graphml")
    back = read_graphml(file)
    assert back.name == "town"
    assert facts(back) == facts(town)
    assert {kept.name for kept in tmp_path.iterdir()} == {"drawn.osm", "town.graphml"}


def test_nodes_without_ids_of_their_own_are_numbered(town: Network) -> None:
    graph = nx.relabel_nodes(to_networkx(town), {n: f"n{n}" for n in range(1, 9)})
    for _, data in graph.nodes(data=True):
        del data["osmid"]
    network = from_networkx(graph, name="anonymous")
    assert not network.nodes.osm_id.any()
    assert sorted(to_networkx(network)) == list(range(len(town.nodes)))
    assert len(network.roads) == len(town.roads)


def test_merged_tags_of_a_simplified_graph_are_read() -> None:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=36.0, y=35.0)
    graph.add_node(2, x=36.01, y=35.0)
    line = LineString([(36.0, 35.0), (36.005, 35.001), (36.01, 35.0)])
    tags = {
        "highway": ["residential", "trunk"],
        "name": ["A", "B"],
        "maxspeed": ["80", "60"],
        "bridge": ["yes", "viaduct"],
    }
    graph.add_edge(1, 2, osmid=[7, 8], length=1000.5, oneway=False, reversed=False, geometry=line, **tags)
    graph.add_edge(
        2, 1, osmid=[8, 7], length=1000.5, oneway=False, reversed=True, geometry=line.reverse(), **tags
    )
    network = from_networkx(graph, name="merged")
    assert (len(network.roads), len(network.arcs)) == (1, 2)
    assert (network.road_class(0), network.road_name(0)) == ("trunk", "A;B")
    assert network.roads.way_id.tolist() == [7, 8]
    assert network.roads.length_m.tolist() == [1000.5]
    assert network.rules.maxspeed_kph[network.arcs.rule].min() == 80.0
    assert network.roads.flags.tolist() == [RoadFlag.BRIDGE]


def test_a_graph_of_bare_edges_is_of_unknown_roads_measured_on_the_ground() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", x=0, y=0)
    graph.add_node("b", x=1, y=0)
    graph.add_edge("a", "b")
    network = from_networkx(graph, name="bare")
    assert network.road_class(0) == "road"
    assert network.roads.length_m[0] == pytest.approx(111195.08, rel=1e-7)
    assert network.arcs.of_road.tolist() == [[0, -1]]


def small_graph(**edge: object) -> "nx.MultiDiGraph[int]":
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=36.0, y=35.0)
    graph.add_node(2, x=36.01, y=35.0)
    graph.add_edge(1, 2, **edge)
    return graph


@pytest.mark.parametrize("length", [float("nan"), float("inf"), -1.0, None, "far"])
def test_an_edge_without_a_real_length_is_refused(length: object) -> None:
    with pytest.raises(DataError, match="edge 1 to 2 has the length"):
        from_networkx(small_graph(highway="primary", length=length), name="bad")


def test_a_projected_graph_one_without_positions_and_one_without_roads_are_refused() -> None:
    projected = small_graph()
    projected.graph["crs"] = "EPSG:32637"
    with pytest.raises(DataError, match="to_latlong=True"):
        from_networkx(projected, name="bad")
    lost = small_graph()
    del lost.nodes[2]["y"]
    with pytest.raises(DataError, match="node 2 of the graph has no x and y"):
        from_networkx(lost, name="bad")
    for x in (float("nan"), 360.0):
        off = small_graph()
        off.nodes[2]["x"] = x
        off.edges[1, 2, 0]["length"] = 1.0
        with pytest.raises(DataError, match="off the globe"):
            from_networkx(off, name="bad")
    with pytest.raises(DataError, match="holds no road"):
        from_networkx(small_graph(highway="footway"), name="bad")


def test_a_file_that_is_no_graphml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bad.graphml"
    for content in (
        "",
        "<graphml",
        "<gpx/>",
        "<graphml xmlns='http://graphml.graphdrawing.org/xmlns'></graphml>",
    ):
        file.write_text(content)
        with pytest.raises(DataError, match=r"bad\.graphml|holds no road"):
            read_graphml(file)
    with pytest.raises(NotFoundError):
        read_graphml(tmp_path / "none.graphml")


def test_roads_become_rows_with_their_lines_and_flags(town: Network) -> None:
    frame = to_geodataframes(town)[0]
    assert len(frame) == len(town.roads)
    assert frame.crs == "EPSG:4326"
    assert frame.attrs["attribution"] == "© OpenStreetMap contributors"
    trunk = frame[frame.highway == "trunk"].iloc[0]
    assert (trunk["name"], trunk["ref"], trunk["way_id"]) == ("طريق", "M5;M4", "10")
    assert trunk.maxspeed_kph == pytest.approx(96.56064)
    assert list(trunk.geometry.coords) == [(36.001, 35.0), (36.002, 35.0), (36.002, 35.002), (36.003, 35.0)]
    assert frame.bridge.sum() == 1 and frame.oneway.sum() == 3
    assert np.isnan(frame[frame.highway == "track"].maxspeed_kph).all()


def test_places_become_rows_with_every_name(town: Network) -> None:
    (row,) = to_geodataframes(town)[1].to_dict("records")
    assert (row["name"], row["kind"], row["population"]) == ("خناصر", "town", 2397)
    assert json.loads(row["names"]) == {"name": "خناصر", "name:en": "Khanasser"}


def test_a_network_comes_back_from_its_tables_as_it_went(town: Network) -> None:
    back = from_geodataframes(*to_geodataframes(town), name="town")
    assert sorted(r[2:] for r in facts(back)) == sorted(r[2:] for r in facts(town))  # all but ids of nodes
    assert (back.nodes.component == town.nodes.component).all()
    assert list(back.place_names(0)) == list(town.place_names(0))
    assert (back.strings[int(back.places.name[0])], int(back.places.population[0])) == ("خناصر", 2397)
    assert back.provenance.attribution == town.provenance.attribution


def test_lines_of_a_plain_table_hang_together_where_their_ends_are_one_point() -> None:
    a, b, c = (36.0, 35.0), (36.01, 35.0), (36.02, 35.0)
    table = gpd.GeoDataFrame(
        {"highway": ["primary", None], "oneway": ["-1", "no"], "maxspeed": ["50", None]},
        geometry=[LineString([a, b]), LineString([b, c])],
        crs="EPSG:4326",
    )
    network = from_geodataframes(table, name="mine")
    assert (len(network.nodes), len(network.roads), len(network.arcs)) == (3, 2, 3)
    assert sorted(network.road_class(r) for r in range(2)) == ["primary", "road"]
    assert sorted(set(network.rules.maxspeed_kph[network.arcs.rule, 0].tolist())) == [0, 50]
    (oneway,) = np.flatnonzero((network.arcs.of_road < 0).any(axis=1))
    assert network.nodes.lon[network.roads.u[oneway]] == b[0]


def test_tables_that_are_projected_or_hold_no_lines_are_refused() -> None:
    table = gpd.GeoDataFrame(geometry=[LineString([(36.0, 35.0), (36.01, 35.0)])], crs="EPSG:4326")
    with pytest.raises(DataError, match=r"projected .*to_crs"):
        from_geodataframes(table.to_crs("EPSG:32637"), name="bad")
    with pytest.raises(DataError, match="row 0 of the roads holds Point, not a LineString"):
        from_geodataframes(gpd.GeoDataFrame(geometry=gpd.points_from_xy([36], [35])), name="bad")


def test_the_old_methods_still_work_and_say_what_to_call(town: Network) -> None:
    for call in (town.to_networkx, town.roads_gdf, town.places_gdf):
        with pytest.warns(DeprecationWarning, match=r"call routegraph\.to_"):
            assert len(call())
    with pytest.warns(DeprecationWarning, match=r"call routegraph\.from_networkx"):
        assert Network.from_networkx(to_networkx(town), name="town").name == "town"


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".parquet"])
def test_exported_roads_are_opened_by_others(suffix: str, town: Network, tmp_path: Path) -> None:
    target = tmp_path / "out" / f"roads{suffix}"
    target.parent.mkdir()
    target.write_text("an older file")
    assert export(town, target) == target
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    if suffix == ".parquet":
        frame = gpd.read_parquet(target)
    else:
        frame = gpd.read_file(target, layer="roads") if suffix == ".gpkg" else gpd.read_file(target)
    assert len(frame) == len(town.roads)
    assert frame.geometry.geom_equals_exact(to_geodataframes(town)[0].geometry, 1e-9).all()
    assert set(frame["name"].fillna("")) == {"طريق", ""}
    if suffix == ".geojson":
        told = json.loads(target.read_text(), parse_constant=pytest.fail)
        assert told["attribution"] == "© OpenStreetMap contributors"
    if suffix == ".gpkg":
        assert gpd.read_file(target, layer="places")["name"].tolist() == ["خناصر"]


def test_an_unknown_suffix_and_an_absent_folder_are_told(town: Network, tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"\.gpkg, \.geojson, \.parquet, \.graphml"):
        export(town, tmp_path / "roads.shp")
    with pytest.raises(OutputError, match="cannot write"):
        export(town, tmp_path / "absent" / "roads.geojson")


def test_an_answer_on_a_graph_says_that_graphs_carry_no_turn_restrictions(town: Network) -> None:
    graph = routegraph.load(to_networkx(town))
    for study, says in ((graph, True), (routegraph.Study(town), False)):
        answer = study.whatif("36.001,35.0", "36.003,35.0")
        assert any("no turn restrictions" in warning for warning in answer.warnings) is says


def test_a_graph_carries_the_travel_times_of_a_vehicle_and_its_quickest_path_is_that_of_a_study():
    import networkx as nx

    import routegraph

    study = routegraph.load("hama-aleppo", vehicle="car")
    graph = routegraph.to_networkx(study.network, study.vehicle)
    route = study.whatif("Hama", "Aleppo").before
    quickest = nx.shortest_path_length(graph, route.nodes[0], route.nodes[-1], weight="travel_time")
    assert quickest == pytest.approx(route.time_s, abs=0.1 * len(route.nodes))
    again = routegraph.from_networkx(graph, name="again")
    assert again.roads.length_m.sum() == pytest.approx(study.network.roads.length_m.sum())
