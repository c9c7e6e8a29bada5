"""A town told twice: as OpenStreetMap ways, and as segments and connectors of Overture Maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from pyarrow import parquet

from routegraph.network.sphere import great_circle_m

LIMIT = pa.struct([("dimension", pa.string()), ("comparison", pa.string()), ("value", pa.float64()),
                   ("unit", pa.string())])  # fmt: skip
HEADING = pa.struct([("heading", pa.string()), ("during", pa.string()), ("mode", pa.list_(pa.string())),
                     ("using", pa.list_(pa.string())), ("recognized", pa.list_(pa.string())),
                     ("vehicle", pa.list_(LIMIT))])  # fmt: skip
BETWEEN = ("between", pa.list_(pa.float64()))
SPEED = pa.struct([("value", pa.int32()), ("unit", pa.string())])
SEGMENTS = pa.schema([
    ("id", pa.string()), ("geometry", pa.binary()), ("subtype", pa.string()), ("class", pa.string()),
    ("subclass", pa.string()),
    ("names", pa.struct([("primary", pa.string()), ("common", pa.map_(pa.string(), pa.string()))])),
    ("connectors", pa.list_(pa.struct([("connector_id", pa.string()), ("at", pa.float64())]))),
    ("routes", pa.list_(pa.struct([("ref", pa.string()), BETWEEN]))),
    ("access_restrictions",
     pa.list_(pa.struct([("access_type", pa.string()), ("when", HEADING), BETWEEN]))),
    ("speed_limits", pa.list_(pa.struct([("max_speed", SPEED), ("when", HEADING), BETWEEN]))),
    ("road_surface", pa.list_(pa.struct([("value", pa.string()), BETWEEN]))),
    ("road_flags", pa.list_(pa.struct([("values", pa.list_(pa.string())), BETWEEN]))),
    ("prohibited_transitions", pa.list_(pa.struct([
        ("sequence", pa.list_(pa.struct([("connector_id", pa.string()), ("segment_id", pa.string())]))),
        ("final_heading", pa.string()), ("when", HEADING), BETWEEN]))),
    ("sources", pa.list_(pa.struct([("dataset", pa.string()), ("record_id", pa.string())]))),
])  # fmt: skip
CONNECTORS = pa.schema([("id", pa.string()), ("geometry", pa.binary())])
DIVISIONS = pa.schema([
    ("id", pa.string()), ("geometry", pa.binary()), ("subtype", pa.string()), ("class", pa.string()),
    ("names", pa.struct([("primary", pa.string()), ("common", pa.map_(pa.string(), pa.string()))])),
    ("population", pa.int32()),
])  # fmt: skip


def segment(
    way: tuple[int, Sequence[int], Mapping[str, str]], nodes: Mapping[int, Any], joints: set[int]
) -> dict:
    """One OSM way as a segment, with a connector wherever another way touches it."""
    number, refs, tags = way
    line = np.array([nodes[ref][:2] for ref in refs], float)
    along = np.concatenate([[0], np.cumsum(great_circle_m(*line[:-1].T, *line[1:].T))])
    highway = tags["highway"].removesuffix("_link")
    rules = []
    if tags.get("oneway") == "yes":
        rules.append({"access_type": "denied", "when": {"heading": "backward"}})
    if tags.get("access") == "private":
        rules += [
            {"access_type": "denied"},
            {"access_type": "allowed", "when": {"recognized": ["as_private"]}},
        ]
    flags = [f"is_{key}" for key in ("bridge", "tunnel") if key in tags]
    flags += ["is_link"] if highway != tags["highway"] else []
    return {
        "id": f"seg-{number}", "subtype": "road", "class": highway,
        "geometry": shapely.to_wkb(shapely.LineString(line)),
        "names": {"primary": tags.get("name")} if "name" in tags else None,
        "connectors": [
            {"connector_id": f"con-{ref}", "at": float(along[i] / along[-1])}
            for i, ref in enumerate(refs)
            if ref in joints or i in (0, len(refs) - 1)
        ],
        "routes": [{"ref": tags["ref"]}] if "ref" in tags else None,
        "access_restrictions": rules or None,
        "speed_limits": [{"max_speed": {"value": int(tags["maxspeed"]), "unit": "km/h"}}]
        if "maxspeed" in tags else None,
        "road_surface": [{"value": tags["surface"]}] if "surface" in tags else None,
        "road_flags": [{"values": flags}] if flags else None,
        "sources": [{"dataset": "OpenStreetMap", "record_id": f"w{number}@1"}],
    }  # fmt: skip


def write(
    folder: Path, segments: Sequence[dict], nodes: Mapping[int, Any], divisions: Sequence[dict] = ()
) -> Path:
    """Write the files as Overture's downloads name them."""
    folder.mkdir(exist_ok=True)
    named = {c["connector_id"] for one in segments for c in one.get("connectors") or ()}
    connectors = [
        {"id": f"con-{ref}", "geometry": shapely.to_wkb(shapely.Point(*nodes[ref][:2]))}
        for ref in nodes
        if f"con-{ref}" in named
    ]
    for name, rows, schema in (
        ("segment", segments, SEGMENTS),
        ("connector", connectors, CONNECTORS),
        ("division", divisions, DIVISIONS),
    ):
        parquet.write_table(pa.Table.from_pylist(list(rows), schema), folder / f"{name}.parquet")
    return folder


def town(
    nodes: Mapping[int, Any], ways: Sequence[tuple[int, Sequence[int], Mapping[str, str]]]
) -> list[dict]:
    """The segments of a whole map."""
    met = Counter(ref for _, refs, _ in ways for ref in dict.fromkeys(refs))
    joints = {ref for ref, times in met.items() if times > 1}
    return [segment(way, nodes, joints) for way in ways]
