"""What closes on real Syria: ``python benchmarks/closures.py [commanded]``.

``commanded``: 300 random villages, and how many of them cut a main road outside their radius.
"""

from __future__ import annotations

import sys

import numpy as np

from report import DATA
from routegraph.network.geometry import road_middle, roads_within
from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.network.sphere import great_circle_m
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import radius_of
from routegraph.scenario.command import commanded_roads

SEED = 2026
VILLAGES = 300


def commanded(network: Network) -> None:
    """How many of some random villages cut a road that they command, and whose roads those are."""
    gazetteer, places = Gazetteer.of(network), network.places
    villages = np.flatnonzero(places.kind == PLACE_KINDS.index("village"))
    changed = taken = foreign = 0
    for index in np.random.default_rng(SEED).choice(villages, VILLAGES, replace=False).tolist():
        place = gazetteer.place(index)
        roads, _ = commanded_roads(network, place)
        more = np.setdiff1d(roads, roads_within(network, place.lon, place.lat, radius_of(place)))
        changed += len(more) > 0
        taken += len(more)
        for road in more.tolist():
            away = great_circle_m(*road_middle(network, road), places.lon, places.lat)
            foreign += not np.isin(places.name[away <= away.min() + 1.0], places.name[index]).any()
    print("| random villages | cut a main road outside their radius | roads so taken | of another place |")
    print("|---|---|---|---|")
    print(f"| {VILLAGES} | {changed} | {taken} | {foreign} |")


PARTS = {"commanded": commanded}


if __name__ == "__main__":
    syria = read_osm(DATA / "syria-roads-2021-08.osm.pbf", name="syria")
    for part in sys.argv[1:] or PARTS:
        PARTS[part](syria)
