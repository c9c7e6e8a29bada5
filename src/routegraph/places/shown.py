"""What places and roads are called in the script that the asker writes, with the local name beside it.

In this order: the plain name where it is written in that script; ``name:LANG`` and ``int_name``;
what English-speaking reports call the town (`english_names.txt`); the plain name spelled out letter by
letter, where its alphabet allows it. The local name is the plain one, never another country's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from string import capwords

from routegraph.network.model import Network
from routegraph.places import names
from routegraph.places.exonyms import english_name

LATIN = "LATIN"
FIRST_KEYS = {LATIN: ("name:en", "int_name"), "ARABIC": ("name:ar",), "CYRILLIC": ("name:ru", "name:uk")}
"""Keys whose names are taken before those of other languages of the same script."""

SPELLED_OUT = ("CYRILLIC", "GREEK", "GEORGIAN", "ARMENIAN")
"""Scripts whose letters tell how a name sounds."""


@lru_cache(maxsize=16_384)
def script_of(text: str) -> str:
    """Script of a name or query, as `names.script` calls it."""
    return names.script(names.normal_form(text))


def asked_in(texts: Iterable[str]) -> str:
    """Script of the first of several texts that has letters; Latin when none has."""
    return next(filter(None, map(script_of, texts)), LATIN)


def place_names(network: Network, place: int) -> tuple[str, str]:
    """Name of a place to show, and its local name where that is written in another script.

    Parameters
    ----------
    network : Network
        Its `reader` is the script to show names in.
    place : int
        Row of ``Network.places``.
    """
    table = network.places
    shown = network.strings[int(table.name[place])]
    told = [*network.place_names(place)]
    own = dict(reversed(told)).get("name") or shown
    found = _in_script(network.reader, [("name", shown), *told])
    if not found:
        where = float(table.lon[place]), float(table.lat[place])
        latin = _in_script(LATIN, [("name", shown), *told])
        found = latin or english_name(names.normal_form(own), *where) or spelled_out(own)
    local = next((name for name in (own, shown) if name and script_of(name) != script_of(found)), "")
    return (found, local) if found else (local or shown, "")


def road_name(network: Network, road: int) -> str:
    """Name of a road to show; empty when it has none."""
    own = network.road_name(road)
    if not own or script_of(own) in (network.reader, ""):
        return own
    told = [*network.called(int(network.roads.name[road]))]
    found = _in_script(network.reader, told) or _in_script(LATIN, told)
    return found or (own if script_of(own) == LATIN else spelled_out(own)) or own


SAYS_ROAD = ("track", "living street", "motorway", "ferry")
"""Classes that are no kind of road in words: ``unnamed track``."""


def road_label(network: Network, road: int) -> str:
    """Name a road for people: its name and ref, or its class."""
    name, ref = road_name(network, road), network.road_ref(road)
    if name and ref and ref not in name:
        return f"{name} ({ref})"
    if ref[:1].isdigit() and not name:
        return f"road {ref}"
    kind = network.road_class(road).replace("_", " ")
    return name or ref or (f"unnamed {kind}" if kind in SAYS_ROAD else f"unnamed {kind} road")


def spelled_out(name: str) -> str:
    """Spell a name in Latin letters; empty where the letters of its script leave open how it sounds.

    Examples
    --------
    >>> spelled_out("Москва"), spelled_out("حلب")
    ('Moskva', '')
    """
    if script_of(name) not in SPELLED_OUT:
        return ""
    from anyascii import anyascii

    latin = anyascii(name)
    return latin if latin != latin.lower() else capwords(latin)


def _in_script(script: str, told: list[tuple[str, str]]) -> str:
    """The first name of a script: the plain one, else by its language."""
    first = FIRST_KEYS.get(script, ())
    order = {"name": 0, **{key: i for i, key in enumerate(first, 1)}}
    named = [(key, name) for key, name in told if key in order or key.startswith("name:")]
    named.sort(key=lambda pair: order.get(pair[0], len(order)))
    return next((name for _, name in named if script_of(name) == script), "")
