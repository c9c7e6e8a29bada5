"""Where the journeys of inhabited places begin, and what is told of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from routegraph.analysis.settlements import is_inside, roads_at, settlement, settlements_of
from routegraph.errors import QuestionError
from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.shown import place_names
from routegraph.routing.graph import RoadGraph
from routegraph.vehicles import VEHICLES

KM = 1000 / METRES_PER_DEGREE


@pytest.fixture(scope="module")
def graph(draw) -> RoadGraph:
    """A main road at 0 to 30 km east, and an island of one road 8 to 9 km north of its middle."""
    nodes = {f"n{i}": (i * 10 * KM, 0.0) for i in range(4)} | {"i": (15 * KM, 8 * KM), "j": (15 * KM, 9 * KM)}
    roads = [("n0", "n1", 10_000), ("n1", "n2", 10_000), ("n2", "n3", 10_000), ("i", "j", 1000)]
    places = [
        ("Near", "village", 20 * KM, 1.9 * KM),
        ("Isle", "town", 15 * KM, 10 * KM),  # 1 km from the island, 11.2 km from the main road
        ("Between", "village", 15 * KM, 5 * KM),  # 3 km from the island, 7.1 km from the main road
        ("Far", "city", 30 * KM, -9.9 * KM),
        ("Farther", "city", 0.0, -10.1 * KM),
        ("Hill", "hamlet", 0.0, 0.1 * KM),
    ]
    return RoadGraph.of(draw(nodes, roads, places), VEHICLES["car"])


def test_a_place_begins_at_the_main_roads_unless_an_island_is_four_times_as_near(graph):
    found = settlements_of(graph)
    names = [place_names(graph.network, int(i))[0] for i in found.place]
    assert dict(zip(names, found.node.tolist(), strict=True)) == {
        "Near": 2, "Isle": 5, "Between": 1, "Far": 3, "Hill": 0,
    }  # fmt: skip
    metres = dict(zip(names, found.snap_m.tolist(), strict=True))
    assert metres == pytest.approx(
        {"Near": 1900, "Isle": 1000, "Between": 5000 * 2**0.5, "Far": 9900, "Hill": 100}, rel=1e-3
    )
    assert found.too_far.tolist() == [4]


def test_some_kinds_alone_may_be_asked_for(graph):
    assert settlements_of(graph, ("city",)).place.tolist() == [3]
    assert settlements_of(graph, ("city",)).too_far.tolist() == [4]
    with pytest.raises(QuestionError, match="no kind of place is called 'cities'; give some of city"):
        settlements_of(graph, ("cities",))


def test_people_are_counted_where_they_are_known(graph):
    found = replace(settlements_of(graph), population=np.array([-1, 300, 200, -1, 0]))
    everywhere = np.ones(5, bool)
    assert (found.people(everywhere), found.uncounted(everywhere)) == (500, 2)
    assert found.ranked(everywhere) == [1, 2, 4, 3, 0]
    some = np.array([True, False, True, True, False])
    assert (found.people(some), found.uncounted(some), found.ranked(some)) == (200, 2, [2, 3, 0])


def test_a_junction_is_inside_when_all_of_its_usable_roads_are_closed(graph):
    assert sorted(set(roads_at(graph.network, 1).tolist())) == [0, 1]
    assert is_inside(graph, 1, np.array([0, 1]))
    assert not is_inside(graph, 1, np.array([0, 2]))
    assert is_inside(graph, 4, np.array([3]))


def test_a_place_on_a_list_tells_what_it_is_and_what_it_lies_inside_of(graph):
    told = settlement(Gazetteer.of(graph.network), 1, ("Isle~2km",)).to_dict()
    assert told == {
        "name": "Isle", "kind": "town", "lon": 15 * KM, "lat": 10 * KM, "population": None,
        "inside": ["Isle~2km"],
    }  # fmt: skip
