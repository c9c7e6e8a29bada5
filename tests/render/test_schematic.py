"""Roads that are drawn straight for want of a course are told apart from those that are straight."""

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from routegraph.render import page
from routegraph.render.maps import draw
from routegraph.render.schematic import WORDS, schematic_roads, straight_parts
from routegraph.render.style import LIGHT


def test_every_long_road_of_the_bundled_network_is_drawn_straight_and_no_short_one(study):
    network = study.network
    found = schematic_roads(network)
    assert found.tolist() == np.flatnonzero(network.roads.length_m > 5000).tolist()


def test_a_straight_road_of_openstreetmap_is_taken_at_its_word_while_its_length_is_that_of_its_line(study):
    network = study.network
    count = len(network.roads)
    mapped = replace(
        network,
        roads=replace(
            network.roads,
            way_start=np.arange(count + 1, dtype=np.int32),
            way_id=np.arange(1, count + 1, dtype=np.int64),
        ),
    )
    bent = [mapped.road_name(int(road)) for road in schematic_roads(mapped)]
    assert "road east of the M5" in bent, "its 127 km are 8 % more than its line"
    assert len(bent) < len(schematic_roads(network))


def test_parts_of_a_way_along_such_roads_are_found(longer, study):
    route, network = longer.after, study.network
    straight = schematic_roads(network)
    parts = straight_parts(network, straight, route.lon, route.lat)
    assert len(parts) == np.isin(route.roads, straight).sum() == 1
    assert straight_parts(network, straight[:0], route.lon, route.lat) == []


def test_picture_says_which_roads_are_drawn_straight_only_where_some_are(longer):
    figure = page.draw(longer.exhibit())
    assert WORDS in [text.get_text() for axes in figure.axes for text in axes.texts]
    near = (36.74, 35.12, 36.76, 35.14)
    ax = Figure(figsize=(4, 4)).add_subplot()
    assert WORDS not in [entry.label for entry in draw(ax, longer.exhibit().scene, LIGHT, bounds=near)]
