"""Gazetteers of the places that the reports of these tests name.

The one of Syria has no road; those of other countries have roads with a name and a ref, drawn nowhere.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from routegraph.network.arcs import Arcs
from routegraph.network.landmarks import Crossings
from routegraph.network.model import Network, Nodes, Places, Provenance, Roads, Shape
from routegraph.network.strings import StringCoder
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer

KIND_CODES = {kind: code for code, kind in enumerate(PLACE_KINDS)}


@cache
def gazetteer_of_texts(where=""):
    """Places of the reports about Syria, or about the country that a label names."""
    places = rows_of("places.csv") if where in ("", "syria") else []
    if where:
        places += [{"others": "", **row} for row in rows_of("places_elsewhere.csv") if row["where"] == where]
    return Gazetteer.of(
        network_of(places, [row for row in rows_of("roads_elsewhere.csv") if row["where"] == where])
    )


def rows_of(name):
    with (Path(__file__).parent / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def network_of(rows, roads=()):
    coder = StringCoder()
    controls = [row for row in rows if row["kind"] == "border_control"]
    rows = [row for row in rows if row["kind"] != "border_control"]
    control_names = [[row["name"], row["local"]] for row in controls]
    start, keys, texts = [0], [], []
    for row in rows:
        named = [("name", row["local"] or row["name"]), ("name:en", row["name"])]
        named += [("alt_name", other) for other in row["others"].split(";") if other]
        keys += coder.codes(key for key, _ in named).tolist()
        texts += coder.codes(text for _, text in named).tolist()
        start.append(len(keys))
    count = len(rows)
    empty = np.zeros(0, np.int32)
    names, refs = (coder.codes(road[column] for road in roads) for column in ("name", "ref"))
    zeros = np.zeros(len(roads), np.int32)
    length_m = np.full(len(roads), 50_000.0)
    return Network(
        name="places of the texts",
        nodes=Nodes(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), empty),
        roads=Roads(
            zeros,
            zeros,
            np.zeros(len(roads) + 1, np.int64),
            *(empty, zeros, names, refs, zeros, zeros, zeros, length_m),
            np.zeros(len(roads) + 1, np.int64),
            np.zeros((len(roads), 4)),
        ),
        arcs=Arcs.of(0, empty, empty, empty, empty),
        shape=Shape(np.zeros(0), np.zeros(0), np.zeros(0, np.int64)),
        places=Places(
            osm_id=np.arange(count),
            kind=np.array([KIND_CODES[row["kind"]] for row in rows], np.uint8),
            lon=np.array([float(row["lon"]) for row in rows]),
            lat=np.array([float(row["lat"]) for row in rows]),
            population=np.full(count, -1),
            node=np.full(count, -1, np.int32),
            name=coder.codes(row["name"] for row in rows),
            names_start=np.array(start, np.int32),
            names_key=np.array(keys, np.int32),
            names_text=np.array(texts, np.int32),
        ),
        crossings=Crossings(
            osm_id=np.arange(len(controls)),
            lon=np.array([float(row["lon"]) for row in controls]),
            lat=np.array([float(row["lat"]) for row in controls]),
            names_start=np.arange(len(controls) + 1, dtype=np.int32) * 2,
            names_text=coder.codes(name for both in control_names for name in both),
        ),
        strings=coder.strings(),
        provenance=Provenance("drawn", "", "", "", (0, 0, 0, 0), ""),
    )
