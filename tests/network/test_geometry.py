"""Roads near points and boxes, also where the degrees jump from 180 to -180."""

from collections.abc import Callable

import numpy as np
import pytest
import shapely
from drawing import Point

from routegraph.network.geometry import (
    distances_m,
    nearest_road,
    roads_crossing,
    roads_in_box,
    roads_within,
)
from routegraph.network.model import Network

Drawn = Callable[..., Network]

NODES: dict[int, Point] = {1: (179.9, 60.0), 2: (179.99, 60.0), 3: (-179.99, 60.0), 4: (-179.9, 60.0)}


@pytest.fixture
def line(drawn: Drawn) -> Network:
    tags = {"highway": "primary"}
    return drawn(NODES, [(i, [i, i + 1], tags | {"name": str(i)}) for i in (1, 2, 3)])


@pytest.mark.parametrize("lon", [179.9999, 180.0, -180.0, -179.9999])
def test_a_circle_at_the_date_line_finds_the_road_that_crosses_it(lon: float, line: Network) -> None:
    (near,) = roads_within(line, lon, 60.0, 100.0)
    assert line.road_name(int(near)) == "2"
    assert distances_m(line, np.array([near]), lon, 60.0)[0] == pytest.approx(0, abs=1)
    assert nearest_road(line, lon, 60.0) == (near, pytest.approx(0, abs=1))


def test_a_wide_circle_at_the_date_line_finds_both_sides(line: Network) -> None:
    for lon in (179.995, -179.995):
        assert len(roads_within(line, lon, 60.0, 2000.0)) == 3


def test_a_box_over_the_date_line_meets_roads_on_both_sides(line: Network) -> None:
    assert len(roads_in_box(line, 179.95, 59.9, 180.05, 60.1)) == 3
    assert (
        len(roads_in_box(line, 10.0, 59.9, 20.0, 60.1)) == 1
    )  # its box goes round the globe, its line does not


def test_a_road_crosses_an_area_when_its_line_meets_it_with_no_end_inside(drawn: Drawn) -> None:
    nodes = {1: (0.0, 0.0), 2: (0.5, 0.5), 3: (1.0, 0.0), 4: (2.0, 0.0), 5: (0.45, 0.5), 6: (0.55, 0.5)}
    ways = [[1, 2, 3], [3, 4], [5, 6]]
    network = drawn(nodes, [(i, way, {"highway": "primary"}) for i, way in enumerate(ways, 1)])
    for shape in (
        shapely.box(0.4, 0.4, 0.6, 0.6),
        shapely.box(-1, -1, 3, 3),
        shapely.LineString([(1.5, -1), (1.5, 1)]),
    ):
        lines = [
            shapely.LineString(np.stack(network.road_shape(road), axis=1))
            for road in range(len(network.roads))
        ]
        assert (
            roads_crossing(network, shape).tolist()
            == np.flatnonzero(shapely.intersects(lines, shape)).tolist()
        )
