"""Tiles below the map: an extra that says so when it is missing."""

import sys
import types

import pytest

from routegraph.errors import UnavailableError
from routegraph.render import page


def test_without_contextily_the_remedy_is_told(longer, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "contextily", None)
    with pytest.raises(UnavailableError, match=r"routegraph\[basemap\]"):
        longer.save_png(tmp_path / "out.png", basemap=True)
    assert list(tmp_path.iterdir()) == []


def test_tiles_are_asked_for_the_frame_in_degrees_below_the_roads(longer, monkeypatch):
    asked = {}

    def add_basemap(ax, **told):
        asked.update(told, west=ax.get_xlim()[0], south=ax.get_ylim()[0])

    monkeypatch.setitem(sys.modules, "contextily", types.SimpleNamespace(add_basemap=add_basemap))
    page.draw(longer.exhibit(), basemap=True)
    assert (asked["crs"], asked["zorder"]) == ("EPSG:4326", 0)
    assert 35 < asked["west"] < 37
    assert 34 < asked["south"] < 35.2


def test_a_server_that_does_not_answer_is_told(longer, tmp_path, monkeypatch):
    def add_basemap(ax, **told):
        raise ConnectionError("refused")

    monkeypatch.setitem(sys.modules, "contextily", types.SimpleNamespace(add_basemap=add_basemap))
    with pytest.raises(UnavailableError, match="no tiles for the basemap: refused"):
        longer.save_png(tmp_path / "out.png", basemap=True)
