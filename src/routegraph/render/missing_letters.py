"""Letters that no font at hand draws: left out of a picture and told, never drawn as boxes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from routegraph.network.model import Network
from routegraph.places.gazetteer import Place
from routegraph.render.typeset import has_glyph

BRACKETED = re.compile(r" ?\([^()]*\)")


def drawable(text: str) -> str:
    """Put the name of its script in place of what no font at hand draws; in brackets, leave it out.

    Examples
    --------
    >>> drawable("Hama (حماة)")
    'Hama (حماة)'
    """
    if all(map(has_glyph, text)):
        return text
    told: list[str] = []
    for word in BRACKETED.sub(lambda found: found[0] if all(map(has_glyph, found[0])) else "", text).split():
        lacking = " and ".join(dict.fromkeys(scripts_lacking(word)))
        said = f"[{lacking}]" if lacking else "".join(filter(has_glyph, word))
        if said and not (lacking and told and told[-1] == said):
            told.append(said)
    return " ".join(told)


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
