"""Letters that no font at hand draws: left out of a picture and told, never drawn as boxes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from routegraph.network.model import Network
from routegraph.places.gazetteer import Place
from routegraph.render.typeset import has_glyph

EMPTY = re.compile(r"\(\s*\)|\[\s*\]|“\s*”")


def drawable(text: str) -> str:
    """Leave out the words that no font at hand draws; where none is left, name their script.

    Examples
    --------
    >>> drawable("Hama (حماة)")
    'Hama (حماة)'
    """
    if all(map(has_glyph, text)):
        return text
    kept = "".join(letter for letter in text if has_glyph(letter))
    kept = " ".join(EMPTY.sub("", kept).split())
    if any(letter.isalnum() for letter in kept):
        return kept
    return f"[{' and '.join(dict.fromkeys(scripts_lacking(text)))}]"


def readable(place: Place, network: Network) -> Place | None:
    """Return a place with names that a font at hand draws, in whatever language; None when there is none."""
    names = (place.name, *(name for _, name in network.place_names(place.index)))
    name = next((one for one in names if all(map(has_glyph, one))), "")
    local = place.local_name if all(map(has_glyph, place.local_name)) else ""
    return replace(place, name=name, local_name=local) if name else None


def scripts_lacking(text: str) -> Iterator[str]:
    """Names of the scripts of a text that no font at hand draws: ``Ethiopic``."""
    for letter in text:
        if letter.isalpha() and not has_glyph(letter):
            yield unicodedata.name(letter, "unknown script").partition(" ")[0].capitalize()
