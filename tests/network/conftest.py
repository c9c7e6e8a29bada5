"""Networks of drawn maps, and of the shared extract where it is at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from drawing import Point, Way, osm_xml

from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[..., Network]:
    """Import a drawn map: nodes by id, ways as id, refs, tags."""

    def make(nodes: Mapping[int, Point], ways: Sequence[Way], more: str = "", **options: object) -> Network:
        file = tmp_path / "drawn.osm"
        file.write_text(osm_xml(nodes, ways, more), encoding="utf-8")
        return read_osm(file, **options)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def corridor(corridor_file: Path) -> Network:
    return read_osm(corridor_file, name="corridor")
