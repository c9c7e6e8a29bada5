"""Flood depth under roads: drawn rasters, and sampling every metre as the law."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from routegraph.errors import DataError, NotFoundError, QuestionError
from routegraph.network.sphere import great_circle_m
from routegraph.network.tags import RoadFlag
from routegraph.scenario.hazard import _Raster, flooded, speed_in_water_kph
from routegraph.study import Study
from routegraph.vehicles import VEHICLES

rasterio = pytest.importorskip("rasterio", reason="the extra routegraph[hazard] is not installed")

CAR, TRUCK = VEHICLES["car"], VEHICLES["truck"]
NODES = {"A": (36.0, 35.0), "B": (36.02, 35.0), "C": (36.02, 35.01), "D": (36.013, 35.017)}


def write_depth(path, depth, west=35.995, north=35.02, cell=0.0005, crs="EPSG:4326", nodata=-9999.0):
    from rasterio.transform import from_origin

    with rasterio.open(
        path, "w", driver="GTiff", height=depth.shape[0], width=depth.shape[1], count=1, dtype="float32",
        crs=crs, transform=from_origin(west, north, cell, cell), nodata=nodata,
    ) as out:  # fmt: skip
        out.write(depth.astype(np.float32), 1)
    return path


@pytest.fixture
def square(draw):
    roads = [("A", "B", 1823.0), ("B", "C", 1112.0, {"flags": int(RoadFlag.BRIDGE)}), ("A", "D", 2270.0)]
    return draw(NODES, roads)


def test_water_deeper_than_a_vehicle_wades_closes_its_road_and_shallower_water_slows_it(square, tmp_path):
    depth = np.zeros((60, 70))
    depth[39:42, 20:25] = 0.4
    path = write_depth(tmp_path / "depth.tif", depth)
    for_car, for_truck = flooded(square, CAR, path), flooded(square, TRUCK, path)
    assert (for_car.closed.tolist(), for_car.slowed.tolist()) == ([0], [])
    assert (for_truck.closed.tolist(), for_truck.slowed.tolist()) == ([], [0])
    in_water = 5 * 0.0005 / 0.02
    kph = float(speed_in_water_kph(np.array([np.float32(0.4)], float), TRUCK.wading_m)[0])
    assert for_truck.factor[0] == pytest.approx(
        1 - in_water + in_water * TRUCK.speed_kph["primary"] / kph, rel=1e-6
    )
    assert for_car.deepest_m.round(3).tolist() == [0.4, 0, 0]
    assert for_car.uncovered == 0


def test_a_puddle_of_one_cell_between_two_points_is_not_missed(square, tmp_path):
    depth = np.zeros((60, 70))
    depth[40, 31] = 2.0
    assert flooded(square, TRUCK, write_depth(tmp_path / "depth.tif", depth)).closed.tolist() == [0]


def test_bridges_are_spared_on_wish(square, tmp_path):
    path = write_depth(tmp_path / "depth.tif", np.full((60, 70), 3.0))
    assert flooded(square, TRUCK, path).closed.tolist() == [0, 1, 2]
    spared = flooded(square, TRUCK, path, spare_bridges=True)
    assert (spared.closed.tolist(), spared.spared.tolist()) == ([0, 2], [1])


def test_what_the_raster_does_not_tell_is_dry_and_counted(square, tmp_path):
    depth = np.zeros((60, 70))
    depth[:, 40:] = -9999.0
    found = flooded(square, TRUCK, write_depth(tmp_path / "depth.tif", depth))
    assert (found.closed.tolist(), found.slowed.tolist(), found.uncovered) == ([], [], 2)
    assert np.isnan(found.deepest_m[1])


def test_a_raster_in_metres_of_another_projection_is_read_where_it_lies(square, tmp_path):
    from rasterio.warp import transform

    (x,), (y,) = transform("EPSG:4326", "EPSG:32637", [36.01], [35.0])
    depth = np.zeros((40, 40))
    depth[18:22, 18:22] = 1.0
    path = write_depth(tmp_path / "utm.tif", depth, west=x - 200, north=y + 200, cell=10, crs="EPSG:32637")
    found = flooded(square, TRUCK, path)
    assert found.closed.tolist() == [0]


@pytest.mark.parametrize(("degrees", "flip"), [(30, -1), (90, -1), (200, 1), (0, 1)])
def test_a_raster_that_is_turned_or_stands_on_its_head_is_read_where_it_lies(square, tmp_path, degrees, flip):
    from rasterio.transform import Affine

    depth = np.zeros((81, 81))
    depth[36:45, 36:45] = 1.0
    middle = Affine.translation(36.01, 35.0) * Affine.rotation(degrees) * Affine.scale(0.0005, flip * 0.0005)
    path = tmp_path / "turned.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=81, width=81, count=1, dtype="float32", crs="EPSG:4326",
        transform=middle * Affine.translation(-40.5, -40.5),
    ) as out:  # fmt: skip
        out.write(depth.astype(np.float32), 1)
    found = flooded(square, TRUCK, path)
    assert found.closed.tolist() == [0]
    assert found.deepest_m[1] == 0


def test_a_raster_of_fine_cells_cuts_roads_only_where_it_lies(square, tmp_path):
    path = write_depth(tmp_path / "depth.tif", np.full((40, 40), 1.0), west=36.01, north=35.00002, cell=1e-6)
    road, length_m, depth = _Raster.read(square, path).pieces(square)
    wet = ~np.isnan(depth)
    assert set(road[wet].tolist()) == {0}
    assert length_m[wet].sum() == pytest.approx(1823 * 40e-6 / 0.02, rel=1e-2)
    assert 40 <= wet.sum() <= 41 and len(road) < 40 + 3 * 41
    assert length_m.sum() == pytest.approx(1823 + 1112 + 2270, rel=1e-2)


def test_a_raster_on_no_known_plane_is_told_as_damaged(square, tmp_path):
    local = 'LOCAL_CS["a plan of the works",UNIT["metre",1],AXIS["x",EAST],AXIS["y",NORTH]]'
    path = write_depth(tmp_path / "plan.tif", np.zeros((60, 70)), crs=local)
    with pytest.raises(DataError, match=r"plan.tif is damaged or no raster \("):
        flooded(square, TRUCK, path)


def test_a_question_takes_a_raster_beside_its_closures_and_tells_it_as_a_source(square, tmp_path):
    depth = np.zeros((60, 70))
    depth[39:42, 20:25] = 0.4
    depth[:, 40:] = -9999.0
    path = write_depth(tmp_path / "depth.tif", depth)
    told = Study(square, TRUCK).whatif("36.0,35.0", "36.013,35.017", hazard=path).to_dict()
    assert [(c["target"], c["effect"], c["roads"]) for c in told["closures"]] == [
        ("water in depth.tif below 0.6 m", "slow", 1)
    ]
    assert "tells nothing of 2 roads" in told["closures"][0]["note"]
    assert told["command"].endswith(f"--hazard {path}")
    shut = Study(square, CAR).whatif("36.0,35.0", "36.02,35.0", hazard=path)
    assert shut.outcome.value == "severed"


def metre_by_metre(network, path, vehicle):
    """Deepest water and time in water of each road, looked at every metre."""
    with rasterio.open(path) as source:
        depth = source.read(1)
        inverse = ~source.transform
    told = []
    speed = vehicle.arc_speed_kph(network)[network.arcs.of_road].max(axis=1)
    for r in range(len(network.roads)):
        lon, lat = (np.asarray(part) for part in network.road_shape(r))
        steps = max(int(great_circle_m(lon[0], lat[0], lon[1], lat[1])), 1)
        t = (np.arange(steps) + 0.5) / steps
        column, row = inverse * (lon[0] + t * (lon[1] - lon[0]), lat[0] + t * (lat[1] - lat[0]))
        here = depth[np.floor(row).astype(int), np.floor(column).astype(int)].astype(float)
        kph = np.minimum(np.ravel(speed)[r], speed_in_water_kph(here, vehicle.wading_m))
        told.append((here.max(), np.mean(np.ravel(speed)[r] / np.where(kph > 0, kph, np.inf))))
    return np.array(told)


@pytest.mark.parametrize("seed", range(8))
def test_cell_by_cell_equals_metre_by_metre(draw, tmp_path, seed):
    rng = np.random.default_rng(seed)
    nodes = {str(i): (36 + 0.03 * x, 35 + 0.015 * y) for i, (x, y) in enumerate(rng.random((8, 2)))}
    roads = [(str(i), str(i + 1), 1000.0) for i in range(7)]
    network = draw(nodes, roads)
    depth = np.where(rng.random((60, 90)) < 0.4, rng.random((60, 90)) * 0.5, 0.0)
    path = write_depth(tmp_path / "depth.tif", depth)
    vehicle = replace(TRUCK, wading_m=0.6)
    found, law = flooded(network, vehicle, path), metre_by_metre(network, path, vehicle)
    factor = np.ones(len(roads))
    factor[found.slowed] = found.factor
    assert found.deepest_m == pytest.approx(law[:, 0], abs=0.02)
    assert factor == pytest.approx(law[:, 1], rel=0.01)


def test_the_curve_is_that_of_the_paper_at_its_ends():
    kph = speed_in_water_kph(np.array([0.001, 0.15, 0.299]), 0.3)
    assert kph == pytest.approx([86.39, 24.26, 2.09], abs=0.02)


def test_bad_rasters_are_told_in_one_line(square, tmp_path):
    text = tmp_path / "text.tif"
    text.write_text("no raster")
    far = write_depth(tmp_path / "far.tif", np.zeros((5, 5)), west=10, north=50)
    bare = write_depth(tmp_path / "bare.tif", np.zeros((5, 5)), crs=None)
    for path, kind, message in (
        (tmp_path / "none.tif", NotFoundError, "no file .*a GeoTIFF of flood depth"),
        (text, DataError, "damaged or no raster"),
        (far, QuestionError, "lies outside"),
        (bare, QuestionError, "does not say where it lies"),
    ):
        with pytest.raises(kind, match=message):
            flooded(square, CAR, path)
