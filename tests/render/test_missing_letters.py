"""Labels in scripts that the bundled font draws, and in those that it lacks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import routegraph
from routegraph.render import page, typeset
from routegraph.render.legible import legible
from routegraph.render.missing_letters import drawable, readable
from routegraph.render.text import Item, Section


@pytest.fixture(autouse=True)
def bundled_font_alone(monkeypatch):
    """As on a machine without Noto fonts, whatever this one has."""
    caches = (typeset.font, typeset.has_glyph, typeset._charmaps, typeset._width_at_100)
    monkeypatch.setattr(typeset, "system_fonts", cache(lambda bold=False: ()))
    monkeypatch.setattr(typeset, "_find_new_fonts", lambda: None)
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hama (حماة)", "Hama (حماة)"),
        ("Тбилиси, Ελλάδα", "Тбилиси, Ελλάδα"),
        ("Addis Ababa (አዲስ አበባ)", "Addis Ababa"),
        ("काठमांडू to Pokhara", "[Devanagari] to Pokhara"),
        ("กรุงเทพ", "[Thai]"),
        ("北京", "[Cjk]"),
        ("by አዲስ አበባ, 40 km", "by [Ethiopic] 40 km"),
        ("", ""),
        ("—", "—"),
    ],
)
def test_what_no_font_draws_is_left_out_or_named_by_its_script(text, told):
    assert drawable(text) == told


@pytest.mark.parametrize("text", ["ሀ", "北", "क", "\u0e01", "🙂", "\u200b", "a ሀ b", "北京 北京"])
def test_no_text_is_too_strange_to_be_measured(text):
    assert typeset.width_pt(text, 8) >= 0
    assert typeset.wrapped(text, 30, 8)
    assert typeset.shortened(text, 5, 8)


def test_a_page_of_an_unknown_script_has_no_boxes_and_tells_what_to_install(recwarn):
    answer = routegraph.load("hama-aleppo").whatif("Hama", "Aleppo", close=["M5"])
    exhibit = answer.exhibit()
    section = Section("አዲስ", items=(Item("1", "አዲስ አበባ", "closed, አዲስ", quote="ሀ"),))
    strange = replace(exhibit, text=replace(exhibit.text, title="አዲስ to 北京", sections=(section,)))
    assert legible(exhibit) is exhibit
    figure = page.draw(strange)
    figure.canvas.draw()
    told = " ".join(text.get_text() for text in figure.findobj(lambda one: hasattr(one, "get_text")))
    assert all(map(typeset.has_glyph, told))
    assert "no font on this machine draws Ethiopic or Cjk" in " ".join(told.split())
    assert "[Ethiopic]" in told
    assert not recwarn.list


def test_a_place_is_labelled_in_a_script_that_can_be_drawn():
    study = routegraph.load("hama-aleppo")
    place = study.gazetteer.find("Hama")
    assert readable(place, study.network) == place
    strange = replace(place, name="ሀማ", local_name="ሀማ")
    shown = readable(strange, study.network)
    assert shown.local_name == ""
    assert all(map(typeset.has_glyph, shown.name))


def test_fonts_installed_after_matplotlib_first_looked_are_found_once_a_letter_lacks(monkeypatch):
    from matplotlib import font_manager

    looked = []
    monkeypatch.undo()
    monkeypatch.setattr(
        font_manager, "findSystemFonts", lambda: looked.append(1) or ["/x/NotoSansThai-Bold.ttf"]
    )
    monkeypatch.setattr(font_manager.fontManager, "addfont", lambda file: looked.append(Path(file).name))
    typeset._find_new_fonts.cache_clear()
    monkeypatch.setattr(typeset, "_charmaps", cache(lambda: (frozenset(map(ord, "abc")),)))
    typeset.has_glyph.cache_clear()
    assert typeset.has_glyph("a")
    assert looked == []
    assert not typeset.has_glyph("ก")
    assert not typeset.has_glyph("ข")
    assert looked == [1, "NotoSansThai-Bold.ttf"]
    typeset._find_new_fonts.cache_clear()
