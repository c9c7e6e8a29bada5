"""How far off a place may lie: to begin a journey, and to close its nearest junction."""

from __future__ import annotations

import math

import pytest

from routegraph.errors import NotFoundError, QuestionError
from routegraph.network.sphere import EARTH_RADIUS_M
from routegraph.study import Study
from routegraph.vehicles import VEHICLES

METRES_PER_DEGREE = math.radians(EARTH_RADIUS_M)


def north(metres: float) -> float:
    """Latitude so many metres north of the road."""
    return 35.0 + metres / METRES_PER_DEGREE


@pytest.fixture(scope="module")
def study(draw):
    """A road from west to east; two hamlets and two points far north of its west end."""
    places = [
        ("West", "village", 37.0, 35.0), ("East", "village", 37.1, 35.0),
        ("Near", "hamlet", 37.0, north(9_990)), ("Far", "hamlet", 37.0, north(10_010)),
    ]  # fmt: skip
    return Study(draw({"w": (37.0, 35.0), "e": (37.1, 35.0)}, [("w", "e", 9_100)], places), VEHICLES["car"])


def test_a_journey_begins_up_to_50_km_from_the_nearest_road(study):
    answer = study.whatif(f"37.0,{north(49_990):.6f}", "East")
    assert answer.origin.snap_m == pytest.approx(49_990, abs=1)
    assert any("37,35.4496 lies 50.0 km from the nearest usable junction" in w for w in answer.warnings)
    with pytest.raises(QuestionError, match="lies 50 km from the nearest usable road"):
        study.whatif(f"37.0,{north(50_010):.6f}", "East")


def test_a_place_without_roads_closes_its_nearest_junction_up_to_10_km_off(study):
    assert study.whatif("West", "East", close=["Near"]).outcome == "severed"
    with pytest.raises(NotFoundError, match="Far lies 10 km from every junction"):
        study.whatif("West", "East", close=["Far"])
