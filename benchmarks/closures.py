"""What closes on real Syria: ``python benchmarks/closures.py [commanded held matched]``.

``commanded``: 300 random villages, and how many of them cut a main road outside their radius.
``held``: CPU time to tell the side of every road, by 60 places and by two polygons.
``matched``: 200 routes, drawn anew with few corners and noise, and how much of them is found again.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import shapely

from report import DATA
from routegraph.network.arrays import Float, Int
from routegraph.network.geometry import METRES_PER_DEGREE, on_plane, path_line, road_middle, roads_within
from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.network.sphere import great_circle_m
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.commanded import commanded_roads
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import radius_of
from routegraph.reports.event import Source
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path
from routegraph.scenario.control import Holding
from routegraph.scenario.map_matching import match_line
from routegraph.scenario.road_holders import roads_by_holding
from routegraph.vehicles import VEHICLES

SEED = 2026
VILLAGES = 300
ROUTES = 200


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


def held(network: Network) -> None:
    """How long it takes to tell the side of every road."""
    random = np.random.default_rng(SEED)
    west, south, east, north = network.provenance.bbox
    at = random.uniform((west, south), (east, north), (60, 2))
    places = [_holding(lon, lat, None) for lon, lat in at.tolist()]
    circles = [shapely.Point(*point).buffer(0.8, quad_segs=250) for point in ((37, 35.8), (40, 35.5))]
    areas = [_holding(float("nan"), float("nan"), area) for area in circles]
    print("| what holds | CPU seconds |")
    print("|---|---|")
    for label, holdings in (("60 places", places), ("two polygons of 1,000 corners", areas)):
        began = time.process_time()
        roads_by_holding(network, holdings, np.ones(len(holdings), bool))
        print(f"| {label} | {time.process_time() - began:.2f} |")


def _holding(lon: float, lat: float, area: object) -> Holding:
    return Holding("them", "", lon, lat, area, None, None, Source())


def matched(network: Network) -> None:
    """How much of some routes is found again from lines with corners left out and noise on the others."""
    graph, random = RoadGraph.of(network, VEHICLES["car"]), np.random.default_rng(SEED)
    nodes, usable = network.nodes, np.flatnonzero(graph.usable_nodes)
    length_m = np.asarray(network.roads.length_m)
    common = truth = found = seconds = 0.0
    for _ in range(ROUTES):
        source = int(random.choice(usable))
        far = np.hypot(nodes.lon - nodes.lon[source], nodes.lat - nodes.lat[source])[usable]
        path = best_path(graph, source, int(random.choice(usable[(far > 0.1) & (far < 0.4)])))
        if path is None:
            continue
        began = time.process_time()
        roads = match_line(network, *_drawn_anew(network, path.arcs, random)).roads
        seconds += time.process_time() - began
        own = np.unique(network.arcs.road[path.arcs])
        common += float(length_m[np.intersect1d(own, roads)].sum())
        truth += float(length_m[own].sum())
        found += float(length_m[roads].sum())
    print("| routes | km | recall | precision | CPU seconds each |")
    print("|---|---|---|---|---|")
    print(
        f"| {ROUTES} | {truth / 1000:,.0f} | {common / truth:.4f} | {common / found:.4f} "
        f"| {seconds / ROUTES:.2f} |"
    )


def _drawn_anew(network: Network, arcs: Int, random: np.random.Generator) -> tuple[Float, Float]:
    lon, lat = path_line(network, arcs)
    origin = float(lon.mean()), float(lat.mean())
    line = shapely.LineString(on_plane(lon, lat, *origin)).simplify(100)
    corners = shapely.get_coordinates(line)
    corners += random.normal(0, 15, corners.shape)
    width = METRES_PER_DEGREE * np.cos(np.radians(origin[1]))
    return origin[0] + corners[:, 0] / width, origin[1] + corners[:, 1] / METRES_PER_DEGREE


PARTS = {"commanded": commanded, "held": held, "matched": matched}


if __name__ == "__main__":
    syria = read_osm(DATA / "syria-roads-2021-08.osm.pbf", name="syria")
    for part in sys.argv[1:] or PARTS:
        PARTS[part](syria)
        print()
