"""A line that is drawn along roads closes these roads, and none that it only crosses."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import shapely

from routegraph.errors import DataError, NotFoundError
from routegraph.network.geometry import METRES_PER_DEGREE, on_plane, path_line
from routegraph.network.osmfile import read_osm
from routegraph.places.gazetteer import Gazetteer
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path
from routegraph.scenario import map_matching
from routegraph.scenario.map_matching import match_line, with_carriageways
from routegraph.scenario.resolve import Resolver
from routegraph.vehicles import VEHICLES

KM = 1000 / METRES_PER_DEGREE
SIZE = 5


@pytest.fixture(scope="module")
def network(draw):
    """A grid of streets, one kilometre apart: w0 to w4 eastward, then s0 to s4 northward."""
    nodes = {f"{x}{y}": (x * KM, y * KM) for x in range(SIZE) for y in range(SIZE)}
    roads = [
        (f"{x}{y}", f"{x + 1}{y}", 1000, {"name": f"w{y}"}) for y in range(SIZE) for x in range(SIZE - 1)
    ]
    roads += [
        (f"{x}{y}", f"{x}{y + 1}", 1000, {"name": f"s{x}"}) for x in range(SIZE) for y in range(SIZE - 1)
    ]
    return draw(nodes, roads, [("Here", "town", 0.0, 0.0)])


@pytest.fixture
def resolver(network) -> Resolver:
    return Resolver(RoadGraph.of(network, VEHICLES["car"]), Gazetteer.of(network))


def line(*corners):
    return tuple(np.array(axis) * KM for axis in zip(*corners, strict=True))


def names(network, roads):
    return [network.road_name(int(road)) for road in roads]


def test_a_line_takes_the_roads_it_follows_and_leaves_those_it_crosses(network):
    matched = match_line(network, *line((0, 2.02), (2.1, 1.99), (4, 2.01)))
    assert names(network, matched.roads) == ["w2"] * 4
    assert matched.share == 1.0


def test_a_line_that_turns_takes_the_roads_around_the_corner(network):
    matched = match_line(network, *line((0, 1), (2, 1.01), (2.01, 3)))
    assert names(network, matched.roads) == ["w1", "w1", "s2", "s2"]


def test_direction_does_not_count_on_roads_of_both_ways(network):
    corners = ((0, 1), (2, 1.01), (2.01, 3))
    there, back = (match_line(network, *line(*order)) for order in (corners, corners[::-1]))
    assert there.roads.tolist() == back.roads.tolist()


def test_half_a_road_is_enough_and_a_tenth_is_not(network):
    assert names(network, match_line(network, *line((0, 1), (1.6, 1))).roads) == ["w1", "w1"]
    assert names(network, match_line(network, *line((0, 1), (1.1, 1))).roads) == ["w1"]


def test_a_line_off_the_roads_is_told_with_its_share(network, resolver):
    matched = match_line(network, *line((0, 1), (2, 1), (2.5, 1.5), (3.5, 2.5), (3.5, 2.6)))
    assert {"w1"} <= set(names(network, matched.roads))
    assert 0.3 < matched.share < 0.8
    wkt = shapely.LineString(np.stack(line((0, 1), (2, 1), (2.5, 1.5), (3.5, 2.5)), axis=1)).wkt
    assert "% lies on roads" in resolver.find("the track", wkt).how


def test_nothing_matches_where_no_road_is(network):
    matched = match_line(network, *line((0.3, 0.3), (0.5, 0.5), (0.7, 0.5)))
    assert (matched.roads.tolist(), matched.share) == ([], 0.0)


def test_of_two_carriageways_the_lines_own_is_matched_and_both_are_closed(draw):
    nodes = {"a": (0, 0), "b": (4 * KM, 0), "c": (4 * KM, 0.03 * KM), "d": (0, 0.03 * KM)}
    roads = [
        ("a", "b", 4000, {"oneway": True}),
        ("c", "d", 4000, {"oneway": True}),
        ("b", "c", 30),
        ("d", "a", 30),
    ]
    network = draw(nodes, roads)
    east, west = line((0, 0.014), (4, 0.016)), line((4, 0.016), (0, 0.014))
    assert match_line(network, *east).roads.tolist() == [0]
    assert match_line(network, *west).roads.tolist() == [1]
    assert with_carriageways(network, np.array([0], np.int32)).tolist() == [0, 1]


def test_a_line_against_the_only_oneway_road_is_that_road(draw):
    network = draw({"a": (0, 0), "b": (4 * KM, 0)}, [("a", "b", 4000, {"oneway": True})])
    assert match_line(network, *line((4, 0.01), (0, 0))).roads.tolist() == [0]


def test_a_plain_drawing_of_few_roads_is_matched_loosely(draw):
    network = draw({"a": (0, 0), "b": (20 * KM, 0)}, [("a", "b", 21_000)], [("A", "town", 0, 0)])
    resolver = Resolver(RoadGraph.of(network, VEHICLES["car"]), Gazetteer.of(network))
    wkt = shapely.LineString(np.stack(line((0, 0), (5, 2), (10, 2.4), (15, 1), (20, 0)), axis=1)).wkt
    found = resolver.find("the road", wkt)
    assert found.roads.tolist() == [0]
    assert "lies on roads" in found.how


def written(path: Path, *geometries) -> str:
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in geometries]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return str(path)


def geojson(kind, coordinates):
    return {"type": kind, "coordinates": coordinates}


def test_a_file_of_lines_closes_what_they_follow_or_else_what_they_cross(network, resolver, tmp_path):
    along = geojson("LineString", [[0, 2 * KM], [4 * KM, 2 * KM]])
    assert names(network, resolver.find(written(tmp_path / "along.geojson", along)).roads) == ["w2"] * 4
    across = geojson("LineString", [[0.5 * KM, 0.5 * KM], [0.5 * KM, 1.5 * KM]])
    found = resolver.find(written(tmp_path / "across.geojson", across))
    assert names(network, found.roads) == ["w1"]


def test_a_feature_without_a_geometry_leaves_the_polygon_beside_it(network, resolver, tmp_path):
    ring = [[[0.4 * KM, 0.9 * KM], [0.6 * KM, 0.9 * KM], [0.6 * KM, 1.1 * KM], [0.4 * KM, 0.9 * KM]]]
    found = resolver.find(written(tmp_path / "a.geojson", None, geojson("Polygon", ring)))
    assert names(network, found.roads) == ["w1"]


def test_every_part_of_a_line_of_several_closes(network, resolver):
    parts = [np.stack(line((0, 0), (2, 0)), 1), np.stack(line((2, 4), (4, 4)), 1)]
    found = resolver.find("status", shapely.MultiLineString(parts).wkt)
    assert names(network, found.roads) == ["w0", "w0", "w4", "w4"]


def test_what_no_area_file_is_says_what_one_may_be(resolver, tmp_path):
    (tmp_path / "a.geojson").write_text('{"type": "Point", "coordinates": [0, 0]}', "utf-8")
    with pytest.raises(DataError, match="holds no polygon and no line"):
        resolver.find(str(tmp_path / "a.geojson"))
    with pytest.raises(NotFoundError, match="no file"):
        resolver.find(str(tmp_path / "none.gpkg"))


def test_a_circle_reaches_over_the_meridian_of_180_degrees(draw):
    network = draw({"a": (179.99, 60.0), "b": (-179.99, 60.0)}, [("a", "b", 1113)])
    resolver = Resolver(RoadGraph.of(network, VEHICLES["car"]), Gazetteer.of(network))
    assert resolver.find("179.999,60~1km").roads.tolist() == [0]
    assert resolver.find("-179.999,60~1km").roads.tolist() == [0]


def drawn_anew(network, arcs, random):
    """The line of a path, with corners left out up to 100 m off and 15 m of noise on the others."""
    lon, lat = path_line(network, arcs)
    origin = float(lon.mean()), float(lat.mean())
    corners = shapely.get_coordinates(shapely.LineString(on_plane(lon, lat, *origin)).simplify(100))
    corners += random.normal(0, 15, corners.shape)
    width = METRES_PER_DEGREE * np.cos(np.radians(origin[1]))
    return origin[0] + corners[:, 0] / width, origin[1] + corners[:, 1] / METRES_PER_DEGREE


def test_routes_of_a_real_country_are_found_again_from_rough_lines(corridor_file):
    network = read_osm(corridor_file, name="corridor")
    graph = RoadGraph.of(network, VEHICLES["car"])
    random = np.random.default_rng(11)
    usable, length_m = np.flatnonzero(graph.usable_nodes), np.asarray(network.roads.length_m)
    common = truth = found = 0.0
    for _ in range(25):
        source = int(random.choice(usable))
        far = np.hypot(
            network.nodes.lon - network.nodes.lon[source], network.nodes.lat - network.nodes.lat[source]
        )
        path = best_path(graph, source, int(random.choice(usable[(far[usable] > 0.1) & (far[usable] < 0.4)])))
        assert path is not None
        roads = np.unique(network.arcs.road[path.arcs])
        matched = match_line(network, *drawn_anew(network, path.arcs, random)).roads
        common += float(length_m[np.intersect1d(roads, matched)].sum())
        truth += float(length_m[roads].sum())
        found += float(length_m[matched].sum())
    assert common / truth >= 0.98
    assert common / found >= 0.98


def corridor_of(network, *corners):
    found = map_matching._Corridor.along(network, *line(*corners), 1.0)
    assert found is not None
    return found


def test_half_of_a_road_150_m_of_it_or_parts_that_make_these_together_are_enough(network):
    corridor = corridor_of(network, (0, 0), (1, 0))
    road = np.flatnonzero(np.asarray(corridor.length_m) == 1000.0)[0]
    enough = ([(0.0, 0.5)], [(0.85, 1.0)], [(0.25, 0.375), (0.3125, 0.4375)], [(0.875, 1.0), (0.0, 0.0625)])
    less = ([(0.0, 0.149)], [(0.1, 0.2), (0.15, 0.24), (0.1, 0.24)], [(0.3, 0.4), (0.1, 0.149)])
    for parts in enough:
        assert corridor.kept({road: parts}).tolist() == [road]
    for parts in less:
        assert corridor.kept({road: parts}).tolist() == []
    corridor.length_m = np.full(len(corridor.length_m), 100.0)
    assert corridor.kept({road: [(0.0, 0.5)]}).tolist() == [road]
    assert corridor.kept({road: [(0.0, 0.49)]}).tolist() == []


def test_against_a_oneway_road_the_way_counts_three_times_as_long(draw):
    network = draw({"a": (0, 0), "b": (4 * KM, 0)}, [("a", "b", 4000, {"oneway": True})])
    corridor = corridor_of(network, (0, 0), (4, 0))
    assert corridor.graph.toarray().tolist() == [[0.0, 4000.0], [12_000.0, 0.0]]
    there, back = map_matching._State(0, 0.25, 0.0), map_matching._State(0, 0.75, 0.0)
    assert (corridor._same(there, back), corridor._same(back, there)) == (2000.0, 6000.0)
    assert corridor._ends(there) == ((0, 3000.0), (1, 3000.0))
    assert corridor._ends(there, entering=True) == ((0, 1000.0), (1, 9000.0))


@pytest.mark.parametrize("first", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("last", [("c", "d"), ("d", "c")])
def test_the_way_between_two_points_covers_the_rest_of_their_roads_and_all_between(draw, first, last):
    nodes = {"a": (0, 0), "b": (KM, 0), "c": (2 * KM, 0), "d": (3 * KM, 0)}
    network = draw(nodes, [(*first, 1000), ("b", "c", 1000), (*last, 1000)])
    corridor = corridor_of(network, (0, 0), (3, 0))
    start = map_matching._State(0, 0.25 if first == ("a", "b") else 0.75, 0.0)
    end = map_matching._State(2, 0.5, 0.0)
    covered = defaultdict(list)
    corridor.cover(start, end, covered)
    assert dict(covered) == {
        0: [(0.25, 1.0) if first == ("a", "b") else (0.0, 0.75)],
        1: [(0.0, 1.0)],
        2: [(0.0, 0.5) if last == ("c", "d") else (0.5, 1.0)],
    }
    covered.clear()
    corridor.cover(start, map_matching._State(0, 0.5, 0.0), covered)
    assert dict(covered) == {0: [tuple(sorted((start.along, 0.5)))]}


def test_where_no_road_is_for_miles_nothing_is_matched(network):
    matched = match_line(network, *line((50, 50), (60, 50)))
    assert (matched.roads.tolist(), matched.roads.dtype, matched.share, matched.near) == (
        [],
        np.int32,
        0.0,
        0.0,
    )


def test_how_much_of_a_line_lies_along_its_roads_and_near_any_is_told(network):
    along, beside = (match_line(network, *line((0, 1 + off), (3, 1 + off))) for off in (0.0, 0.13))
    assert (along.share, along.near) == (1.0, 1.0)
    assert names(network, beside.roads) == ["w1"] * 3
    assert (beside.share, beside.near) == (0.0, 1.0)


def test_corners_a_few_metres_apart_say_nothing_new_and_long_parts_get_points_between():
    lon, lat, sigma = map_matching._observations(*line((0, 0), (0.03, 0), (1.2, 0), (1.23, 0)))
    assert (lon / KM).round(3).tolist() == [0.0, 0.4, 0.8, 1.2, 1.23]
    assert lat.tolist() == [0.0] * 5
    assert sigma.tolist() == [20.0, 60.0, 60.0, 20.0, 20.0]


def test_shares_of_lines_are_weighed_by_their_lengths(network):
    wkt = shapely.MultiLineString(
        [np.stack(line((0, 0), (3, 0)), 1), np.stack(line((0.5, 0.5), (1.5, 0.5)), 1)]
    )
    roads, share = map_matching.roads_along(network, wkt, loosely=False)
    assert names(network, roads)[:3] == ["w0"] * 3
    lone = match_line(network, *line((0.5, 0.5), (1.5, 0.5))).share
    assert share == pytest.approx((3 * 1.0 + lone) / 4)


@pytest.mark.parametrize(
    ("apart_m", "overlap_km", "opposite", "pair"),
    [
        (50, 4, True, True),
        (70, 4, True, False),
        (50, 4, False, False),
        (50, 2.1, True, True),
        (50, 1.9, True, False),
    ],
)
def test_a_carriageway_runs_the_other_way_within_60_m_for_half_of_its_length(
    draw, apart_m, overlap_km, opposite, pair
):
    y = apart_m / METRES_PER_DEGREE
    far = (4 - overlap_km) * KM
    nodes = {"a": (0, 0), "b": (4 * KM, 0), "c": (far + 4 * KM, y), "d": (far, y)}
    roads = [("a", "b", 4000, {"oneway": True})]
    roads += [("c", "d", 4000, {"oneway": True}) if opposite else ("d", "c", 4000, {"oneway": True})]
    network = draw(nodes, roads)
    assert with_carriageways(network, np.array([0], np.int32)).tolist() == ([0, 1] if pair else [0])
