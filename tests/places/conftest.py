"""Networks that have places and nothing else."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from routegraph.network.arcs import Arcs
from routegraph.network.model import Network, Nodes, Places, Provenance, Roads, Shape, freeze
from routegraph.network.strings import StringCoder
from routegraph.network.tags import PLACE_KINDS

Row = tuple[str, float, float, dict[str, str]]
"""Kind, lon, lat and the name tags of one place; ``population`` may stand among them."""


def network_of(rows: Sequence[Row], name: str = "drawn") -> Network:
    coder = StringCoder()
    tags = [{k: v for k, v in row[3].items() if k != "population"} for row in rows]
    shown = coder.codes(t.get("name:en") or t.get("name", "") for t in tags)
    keys = coder.codes(k for t in tags for k in t)
    texts = coder.codes(v for t in tags for v in t.values())
    start = np.zeros(len(rows) + 1, np.int32)
    np.cumsum([len(t) for t in tags], out=start[1:])
    i, f = np.zeros(0, np.int32), np.zeros(0)
    places = Places(
        osm_id=np.arange(1, len(rows) + 1),
        kind=np.array([PLACE_KINDS.index(row[0]) for row in rows], np.uint8),
        lon=np.array([row[1] for row in rows], float),
        lat=np.array([row[2] for row in rows], float),
        population=np.array([int(row[3].get("population", -1)) for row in rows], np.int64),
        node=np.full(len(rows), -1, np.int32),
        name=shown,
        names_start=start,
        names_key=keys,
        names_text=texts,
    )
    one = np.zeros(1, np.int32)
    return freeze(
        Network(
            name=name,
            nodes=Nodes(f, f, i, i),
            roads=Roads(i, i, one, i, i, i, i, i, i, f, f, one, np.zeros((0, 4), np.float32)),
            arcs=Arcs.of(0, i, i, np.zeros(0, bool), np.zeros(0, bool)),
            shape=Shape(f, f, i),
            places=places,
            strings=coder.strings(),
            provenance=Provenance("drawn", "", "", "", (35.0, 32.0, 42.0, 38.0), ""),
        )
    )


@pytest.fixture(scope="session")
def draw() -> Callable[[Sequence[Row]], Network]:
    return network_of
