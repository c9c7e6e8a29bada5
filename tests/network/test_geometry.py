"""Roads near points and boxes, also where the degrees jump from 180 to -180."""

from collections.abc import Callable

import numpy as np
import pytest
from drawing import Point

from routegraph.network.geometry import (
    distances_m,
    nearest_road,
    roads_in_box,
    roads_within,
    roads_within_each,
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


def test_many_circles_find_what_each_of_them_finds(line: Network) -> None:
    lon = np.array([179.95, 180.0, -179.95, 0.0])
    lat, reach_m = np.full(4, 60.0), np.full(4, 3000.0)
    found = roads_within_each(line, lon, lat, reach_m)
    each = [roads_within(line, x, 60.0, 3000.0) for x in lon.tolist()]
    assert [a.tolist() for a in found] == [b.tolist() for b in each]
    assert not len(found[-1])


def test_a_box_over_the_date_line_meets_roads_on_both_sides(line: Network) -> None:
    assert len(roads_in_box(line, 179.95, 59.9, 180.05, 60.1)) == 3
    assert (
        len(roads_in_box(line, 10.0, 59.9, 20.0, 60.1)) == 1
    )  # its box goes round the globe, its line does not
