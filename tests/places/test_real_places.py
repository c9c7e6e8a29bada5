"""The spellings of reports among all places of the August 2021 extract of the corridor."""

import pytest
from report_spellings import SPELLINGS

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.sphere import great_circle_m
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer

RIGHT_M = 5_000


@pytest.fixture(scope="module")
def corridor(draw, corridor_file):
    import osmium

    nodes = osmium.FileProcessor(str(corridor_file), osmium.osm.NODE).with_filter(
        osmium.filter.KeyFilter("place")
    )
    rows = [
        (node.tags["place"], node.location.lon, node.location.lat, {"name": node.tags["name"]})
        for node in nodes
        if node.tags["place"] in PLACE_KINDS and "name" in node.tags
    ]
    assert len(rows) > 7_000
    return Gazetteer.of(draw(rows))


def is_there(place, row) -> bool:
    return great_circle_m(place.lon, place.lat, row[3], row[4]) <= RIGHT_M


def test_nearly_every_spelling_is_found_and_none_is_answered_wrong(corridor):
    asked, answered, refused = 0, 0, []
    for row in SPELLINGS:
        for spelling in row[0]:
            asked += 1
            try:
                place = corridor.find(spelling)
            except (NotFoundError, AmbiguousError):
                refused.append(spelling)
            else:
                assert is_there(place, row), f"{spelling} is not {place.label} at {place.lon},{place.lat}"
                answered += 1
    assert answered >= 0.9 * asked, refused


def test_every_spelling_has_its_place_among_the_first_five(corridor):
    for row in SPELLINGS:
        for spelling in row[0]:
            found = corridor.search(spelling, limit=5, near=(36.96, 35.67))
            assert any(is_there(m.place, row) for m in found), spelling
