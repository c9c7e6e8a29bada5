"""A gazetteer of the places that the reports of these tests name, without any road."""

import csv
from pathlib import Path

import numpy as np

from routegraph.network.model import Arcs, Network, Nodes, Places, Provenance, Roads, Shape
from routegraph.network.strings import StringCoder
from routegraph.network.tags import PLACE_KINDS
from routegraph.places.gazetteer import Gazetteer

KIND_CODES = {kind: code for code, kind in enumerate(PLACE_KINDS)}


def gazetteer_of_texts():
    with (Path(__file__).parent / "places.csv").open(encoding="utf-8") as file:
        return Gazetteer.of(network_of(list(csv.DictReader(file))))


def network_of(rows):
    coder = StringCoder()
    start, keys, texts = [0], [], []
    for row in rows:
        named = [("name", row["local"]), ("name:en", row["name"])]
        named += [("alt_name", other) for other in row["others"].split(";") if other]
        keys += coder.codes(key for key, _ in named).tolist()
        texts += coder.codes(text for _, text in named).tolist()
        start.append(len(keys))
    count = len(rows)
    empty, row_start = np.zeros(0, np.int32), np.zeros(1, np.int64)
    return Network(
        name="places of the texts",
        nodes=Nodes(np.zeros(0), np.zeros(0), np.zeros(0, np.int64), empty),
        roads=Roads(*[empty] * 2, row_start, *[empty] * 8, row_start, np.zeros((0, 4))),
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
        strings=coder.strings(),
        provenance=Provenance("drawn", "", "", "", (0, 0, 0, 0), ""),
    )
