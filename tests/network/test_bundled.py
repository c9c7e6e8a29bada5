"""The bundled network against the figures that it must give."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

import routegraph

M5 = "M5 @ Maarrat al-Numan..Saraqib"
EAST, GHAB, KHANASSER = "name:road east of the M5", "name:al-Ghab road", "name:Khanasser road"


@pytest.fixture(scope="module")
def by_distance():
    return routegraph.load("hama-aleppo", by="distance")


@pytest.mark.parametrize(
    ("close", "km", "by"),
    [
        ([], 135.5, "M5 motorway"),
        ([M5], 138.5, "road east of the M5"),
        ([M5, EAST], 186.0, "al-Ghab road (56)"),
        ([M5, EAST, GHAB], 233.6, "Khanasser road"),
        ([M5, EAST, GHAB, KHANASSER], 267.6, "M4 motorway"),
    ],
)
def test_the_next_way_to_aleppo_has_its_length(by_distance, close, km, by):
    after = by_distance.whatif("Hama", "Aleppo", close=close).after
    assert after.length_m / 1000 == pytest.approx(km, abs=1)
    assert by in after.by


def test_it_is_small_and_hangs_together(hama_aleppo):
    network = hama_aleppo.network
    assert len(network.nodes) == 833
    assert len(network.roads) == 1229
    assert len(network.places) == 46
    assert hama_aleppo.graph.usable_nodes.all()
    network.check()


def test_a_road_divided_at_towns_keeps_its_length(hama_aleppo):
    network = hama_aleppo.network
    parts = [r for r in range(len(network.roads)) if network.road_name(r) == "Khanasser road"]
    assert len(parts) == 6
    assert float(network.roads.length_m[parts].sum()) == pytest.approx(101_846, abs=0.5)


def test_every_place_of_the_network_begins_near_a_road(hama_aleppo):
    for i in range(len(hama_aleppo.network.places)):
        place = hama_aleppo.gazetteer.place(i)
        assert hama_aleppo.locate(place.name).snap_m < 31_000, place.name


def test_arabic_and_latin_names_find_the_same_place(hama_aleppo):
    assert hama_aleppo.gazetteer.find("خناصر") == hama_aleppo.gazetteer.find("Khanasser")
    assert hama_aleppo.locate("حلب").node == hama_aleppo.locate("Aleppo").node


def test_lengths_are_finite_and_no_shorter_than_the_straight_line_by_much(hama_aleppo):
    network = hama_aleppo.network
    assert np.isfinite(network.roads.length_m).all()
    assert network.provenance.attribution == "© OpenStreetMap contributors"


def test_the_data_page_tells_the_hash_of_each_bundled_file():
    data = Path(__file__).parents[2] / "data"
    page = (data / "README.md").read_text("utf-8")
    for file in (data / "hama-aleppo" / "network").iterdir():
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert f"| `hama-aleppo/network/{file.name}` | `{digest}` |" in page
