"""Networks that tests draw: a few roads each, with exact figures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

import routegraph
from routegraph.network.arcs import Arcs
from routegraph.network.model import Network, Nodes, Places, Provenance, Roads, Shape, freeze
from routegraph.network.numbering import rules_of
from routegraph.network.rules import read_law
from routegraph.network.strings import StringCoder
from routegraph.network.tags import HIGHWAYS, PLACE_KINDS
from routegraph.places import geonames

ROOT = Path(__file__).parents[1]

# No test depends on how fast or how busy the machine is.
settings.register_profile("routegraph", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("routegraph")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reads the shared extracts, so that it can be run alone: ``pytest -m real_data``."""
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker("real_data")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(os.environ.get("ROUTEGRAPH_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no test data in {folder}; set ROUTEGRAPH_TEST_DATA to the folder of .osm.pbf extracts")
    return folder


@pytest.fixture(scope="session", autouse=True)
def geonames_table() -> Iterator[Callable[[], object]]:
    """No answer hangs on whether GeoNames is installed; tests that want its table put it back."""
    own = geonames._table
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geonames, "_table", lambda: None)
        yield own


@pytest.fixture(scope="session")
def corridor_file(shared_data: Path) -> Path:
    file = shared_data / "corridor-roads-2021-08.osm.pbf"
    if not file.is_file():
        pytest.skip(f"the shared extract {file} is not on this machine")
    return file


@pytest.fixture(scope="session")
def hama_aleppo() -> routegraph.Study:
    return routegraph.load("hama-aleppo")


Road = tuple[str, str, float] | tuple[str, str, float, dict[str, object]]


@pytest.fixture(scope="session")
def draw() -> Callable[..., Network]:
    """Draw a network: nodes by name at lon, lat; roads as (u, v, metres, tags)."""

    def drawn(
        nodes: dict[str, tuple[float, float]],
        roads: Sequence[Road],
        places: Sequence[tuple[str, str, float, float]] = (),
        name: str = "drawn",
    ) -> Network:
        order = {node: i for i, node in enumerate(nodes)}
        lon, lat = (np.array([point[axis] for point in nodes.values()], float) for axis in (0, 1))
        tags = [dict(road[3]) if len(road) > 3 else {} for road in roads]
        u, v = (np.array([order[road[end]] for road in roads], np.int32) for end in (0, 1))
        count = len(roads)
        coder = StringCoder()
        ends = np.stack([u, v], 1).ravel().astype(int)
        shape = Shape(lon[ends], lat[ends], ends.astype(np.int64) + 1)
        corners = np.stack([shape.lon.reshape(-1, 2), shape.lat.reshape(-1, 2)])
        bbox = np.stack([*corners.min(axis=2), *corners.max(axis=2)], axis=1).astype(np.float32)
        bbox += np.array([-1e-4, -1e-4, 1e-4, 1e-4], np.float32)

        def column(key: str, default: object, kind: type) -> np.ndarray:
            return np.array([tag.get(key, default) for tag in tags], kind)

        laws = [read_law({k: str(v) for k, v in t.items() if k != "oneway"}, "primary").forward for t in tags]
        rules, numbers = rules_of([*laws, *laws], coder)
        network = Network(
            name=name,
            nodes=Nodes(lon, lat, np.arange(1, len(lon) + 1), np.zeros(len(lon), np.int32)),
            roads=Roads(
                u=u,
                v=v,
                way_start=np.arange(count + 1, dtype=np.int32),
                way_id=np.arange(100, 100 + count),
                highway=np.array([HIGHWAYS.index(str(t.get("highway", "primary"))) for t in tags], np.uint8),
                name=coder.codes(str(t.get("name", "")) for t in tags),
                ref=coder.codes(str(t.get("ref", "")) for t in tags),
                surface=column("surface", 0, np.uint8),
                flags=column("flags", 0, np.uint16),
                width_m=column("width", 0, np.float32),
                length_m=np.array([road[2] for road in roads], float),
                shape_start=np.arange(0, 2 * count + 1, 2),
                bbox=bbox,
            ),
            arcs=Arcs.of(
                len(lon), u, v, np.ones(count, bool), ~column("oneway", False, bool), numbers.reshape(2, -1).T
            ),
            rules=rules,
            shape=shape,
            places=Places(
                osm_id=np.arange(len(places)),
                kind=np.array([PLACE_KINDS.index(p[1]) for p in places], np.uint8),
                lon=np.array([p[2] for p in places], float),
                lat=np.array([p[3] for p in places], float),
                population=np.full(len(places), -1),
                node=np.full(len(places), -1, np.int32),
                name=coder.codes(p[0] for p in places),
                names_start=np.arange(len(places) + 1, dtype=np.int32),
                names_key=coder.codes("name" for _ in places),
                names_text=coder.codes(p[0] for p in places),
            ),
            strings=coder.strings(),
            provenance=Provenance(
                source="drawn by hand",
                data_date="2026-01-01",
                licence="none",
                attribution="© OpenStreetMap contributors",
                bbox=(
                    float(lon.min()) - 0.5,
                    float(lat.min()) - 0.5,
                    float(lon.max()) + 0.5,
                    float(lat.max()) + 0.5,
                ),
                sha256="",
            ),
        )
        return freeze(network)

    return drawn
