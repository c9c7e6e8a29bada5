"""Cells of a grid that are reached, and pieces of roads in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routegraph.analysis import isochrones
from routegraph.analysis.isochrones import Grid, RoadPieces
from routegraph.network.geometry import METRES_PER_DEGREE

KM = 1000 / METRES_PER_DEGREE


def test_cells_are_as_wide_as_they_are_high_on_the_ground():
    grid = Grid.around(37.0, 60.0, 1000.0)
    assert (grid.lon, grid.lat) == (37.0, 60.0)
    assert (grid.width, grid.height) == pytest.approx((2 * KM, KM))
    assert Grid.around(0.0, 90.0, 1000.0).width == pytest.approx(100 * KM)


@pytest.mark.parametrize("most", [0, 10**6])
@given(
    points=st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), max_size=12),
)
def test_points_lie_in_the_cells_that_are_told_whichever_way_they_are_counted(most, points):
    grid = Grid(0.0, 0.0, 1.0, 0.5)
    lon, lat = (np.array([p[axis] for p in points], float) for axis in (0, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(isochrones, "MOST_COUNTED", most)
        cells, which = grid.cells_of(lon, lat)
    assert (np.diff(cells) > 0).all()
    assert sorted(set(which.tolist())) == list(range(len(cells)))
    for i, (x, y) in enumerate(points):
        west, south, east, north = grid.polygons(cells[which[i : i + 1]]).bounds
        assert west <= x <= east and south <= y <= north
        assert (east - west, north - south) == pytest.approx((1.0, 0.5))


def test_area_is_that_on_the_globe_and_touching_cells_have_one_outline():
    grid = Grid.around(0.0, 60.0, 1000.0)
    cells, _ = grid.cells_of(np.array([0.5, 2.5]) * 2 * KM, 60.0 + np.array([0.5, 0.5]) * KM)
    assert grid.area_km2(cells) == pytest.approx(2.0, rel=1e-3)
    assert len(grid.polygons(cells).geoms) == 2
    beside, _ = grid.cells_of(np.array([0.5, 1.5]) * 2 * KM, 60.0 + np.array([0.5, 0.5]) * KM)
    assert len(grid.polygons(beside).geoms) == 1
    assert grid.polygons(beside).bounds == pytest.approx((0.0, 60.0, 4 * KM, 60.0 + KM))
    assert grid.polygons(cells[:0]).is_empty
    assert grid.cells_of(np.empty(0), np.empty(0))[0].tolist() == []


def test_roads_are_parted_evenly_and_each_piece_is_reached_from_the_quicker_end(draw):
    network = draw(
        {"a": (0, 0), "b": (1 * KM, 0), "c": (1 * KM, 0.25 * KM)}, [("a", "b", 2000), ("b", "c", 250)]
    )
    pieces = RoadPieces.of(network, np.array([0, 1]), 300.0, Grid.around(0.0, 0.0, 500.0))
    assert pieces.owner.tolist() == [0, 0, 0, 0, 1]
    assert pieces.along == pytest.approx([0.125, 0.375, 0.625, 0.875, 0.5])
    assert pieces.metres == pytest.approx([500, 500, 500, 500, 250], rel=1e-6)
    assert [int(pieces.cells[i]) == int(pieces.cells[0]) for i in pieces.cell] == [
        True,
        True,
        False,
        False,
        False,
    ]
    inf = np.inf
    from_u, forth = np.array([10.0, inf]), np.array([80.0, 10.0])
    from_v, back = np.array([20.0, 30.0]), np.array([160.0, 10.0])
    assert pieces.times_s(((from_u, forth), (from_v, back))).tolist() == [20.0, 40.0, 60.0, 40.0, 35.0]
