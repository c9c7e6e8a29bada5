"""What lies near a box is found in a grid as by looking at every box."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routegraph.network.grid import BoxGrid

degree = st.one_of(st.floats(-180, 180), st.floats(36, 37), st.sampled_from([-180.0, 0.0, 36.5, 180.0]))
box = st.tuples(degree, degree, st.floats(0, 3) | st.floats(0, 0.01), st.floats(0, 3) | st.floats(0, 0.01))


@given(st.lists(box, max_size=30), box, st.booleans())
def test_a_grid_gives_every_box_that_meets_another_ascending(
    drawn: list[tuple[float, float, float, float]],
    asked: tuple[float, float, float, float],
    single: bool,
) -> None:
    sides = np.array(drawn, np.float32 if single else np.float64).reshape(-1, 4)
    west, south, east, north = sides[:, 0], sides[:, 1], sides[:, 0] + sides[:, 2], sides[:, 1] + sides[:, 3]
    x, y, wide, tall = asked
    meets = (west <= x + wide) & (east >= x) & (south <= y + tall) & (north >= y)
    near = BoxGrid.of(west, south, east, north).near(x, y, x + wide, y + tall)
    assert set(np.flatnonzero(meets).tolist()) <= set(near.tolist())
    assert near.tolist() == sorted(set(near.tolist()))


def test_a_grid_of_many_boxes_looks_at_few() -> None:
    lon, lat = (np.linspace(0, 1, 10_000) for _ in range(2))
    near = BoxGrid.of(lon, lat, lon, lat).near(0.5, 0.5, 0.501, 0.501)
    assert 10 < len(near) < 300
    everything = BoxGrid.of(lon, lat, lon, lat).near(-10, -10, 10, 10)
    assert everything.tolist() == list(range(10_000))
