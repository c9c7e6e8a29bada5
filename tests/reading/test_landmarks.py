"""Bridges and border crossings that a report names."""

from __future__ import annotations

import datetime as dt

import pytest

import routegraph
from routegraph.network.osmfile import read_osm
from routegraph.places.gazetteer import Gazetteer
from routegraph.reading.prose import extract

MAP = """<osm version="0.6">
<node id="1" version="1" lon="36.0" lat="35.0"/>
<node id="2" version="1" lon="36.1" lat="35.0"><tag k="barrier" v="border_control"/>
<tag k="name" v="Bab al-Hawa"/></node>
<node id="3" version="1" lon="36.2" lat="35.0"/><node id="4" version="1" lon="36.3" lat="35.0"/>
<node id="5" version="1" lon="36.31" lat="35.0"><tag k="place" v="town"/><tag k="name" v="Rastan"/></node>
<node id="6" version="1" lon="36.11" lat="35.01"><tag k="place" v="town"/>
<tag k="name" v="Reyhanli"/></node>
<node id="7" version="1" lon="37.0" lat="35.0"><tag k="place" v="village"/><tag k="name" v="Qamishli"/></node>
<way id="10" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/></way>
<way id="11" version="1"><nd ref="3"/><nd ref="4"/><tag k="highway" v="primary"/>
<tag k="bridge" v="yes"/></way>
</osm>"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    file = tmp_path_factory.mktemp("drawn") / "drawn.osm"
    file.write_text(MAP, "utf-8")
    return Gazetteer.of(read_osm(file))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("The Rastan bridge was blown up on Monday.", "bridge:Rastan"),
        ("The bridge at Rastan has been destroyed.", "bridge:Rastan"),
        ("The Orontes bridge at Rastan has been destroyed.", "bridge:Rastan"),
        ("The Bab al-Hawa crossing was closed.", "crossing:Bab al-Hawa"),
        ("The Bab al-Hawa border crossing was closed on Monday.", "crossing:Bab al-Hawa"),
        ("The Bab al-Hawa - Cilvegozu crossing has been closed.", "crossing:Bab al-Hawa - Cilvegozu"),
        ("The crossing at Reyhanli was closed.", "crossing:Reyhanli"),
    ],
)
def test_bridges_and_crossings_are_targets_of_their_own(places: Gazetteer, text: str, target: str) -> None:
    found = extract(text, places, date=dt.date(2015, 10, 27))
    assert [event.target for event in found.events] == [target]


@pytest.mark.parametrize("name", ["Qamishli", "Nusaybin", "Qamishli - Nusaybin"])
def test_a_crossing_that_the_network_does_not_have_closes_no_village_of_its_name(
    places: Gazetteer, name: str
) -> None:
    found = extract(f"The {name} crossing was closed.", places, date=dt.date(2015, 10, 27))
    assert not found.events
    assert found.unlocated[0].why == "no border control of this network is called so"


def test_a_bridge_where_the_network_marks_none_is_its_place(hama_aleppo: routegraph.Study) -> None:
    found = extract("The Rastan bridge was blown up.", hama_aleppo.gazetteer, date=dt.date(2015, 10, 27))
    assert [event.target for event in found.events] == ["Rastan"]
