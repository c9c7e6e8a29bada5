"""Ways that read alike are told apart."""

import numpy as np

import routegraph
from routegraph.render import words
from routegraph.render.ways import told_apart


def test_ways_that_differ_never_read_alike_and_the_same_way_reads_the_same(draw):
    network = draw(
        {"A": (0, 0), "N": (0.1, 0.05), "S": (0.1, -0.05), "B": (0.2, 0)},
        [("A", "N", 12000.0), ("N", "B", 12000.0), ("A", "S", 13000.0), ("S", "B", 13000.0)],
        [("Northam", "village", 0.1, 0.05), ("Southam", "village", 0.1, -0.05)],
    )
    study = routegraph.load(network, by="distance")
    ways = [one.route for one in study.alternatives("0,0", "0.2,0", k=2, method="yen")]
    assert words.via(ways[0]) == words.via(ways[1])
    told = told_apart(network, [*ways, ways[0]])
    assert told == [
        f"{words.via(ways[0])}, past Northam",
        f"{words.via(ways[1])}, past Southam",
        f"{words.via(ways[0])}, past Northam",
    ]


def test_a_way_names_no_town_that_it_passes_on_a_road_it_names(hama_aleppo):
    way = hama_aleppo.whatif("Hama", "Aleppo").after
    assert "Morek" in way.via
    assert way.towns_off(way.legs) == ()
    assert way.towns_off(()) == way.via
    assert all(0 <= at <= 1 for at in way.via_share)
    assert np.all(np.diff(way.via_share) >= 0)
