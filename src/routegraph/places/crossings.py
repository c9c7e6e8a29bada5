"""Border crossings by name: the border controls that a name means."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from routegraph.network.model import Network
from routegraph.network.sphere import great_circle_m
from routegraph.places.gazetteer import SURE_LIKENESS
from routegraph.places.names import normal_form, similarity

ONE_CROSSING_M = 5000.0
"""Border controls of one name, or of both sides, nearer together than this are one crossing."""

LANES_M = 500.0
"""Border controls within this distance of each other stand on lanes of one post."""

_WORDS = re.compile(
    r"\b(?:border|crossing|crossings|point|checkpoint|control|post|gate|station|customs|the|of|at|"
    r"frontera|frontière|grenzübergang|douane|poste)\b|معبر|منفذ|الحدودي|حدودي|КПП|МАПП|пункт|пропуска",
    re.IGNORECASE,
)
_SIDES = re.compile(r"\s+[-–—/]\s+|[–—/]|\s+and\s+", re.IGNORECASE)


def sides_of(name: str) -> list[str]:
    """The whole name of a crossing, and the name of each side where it has two.

    Examples
    --------
    >>> sides_of("Bab al-Hawa - Cilvegözü")
    ['Bab al-Hawa - Cilvegözü', 'Bab al-Hawa', 'Cilvegözü']
    """
    parts = [part.strip() for part in _SIDES.split(name) if part.strip()]
    return [name, *parts] if len(parts) > 1 else [name]


def crossings_named(network: Network, name: str) -> NDArray[np.intp]:
    """Rows of ``Network.crossings`` that have a name, or the name of one of its sides, ascending.

    A crossing has a name when it holds all its words, or sounds like it.
    """
    for asked in (sides_of(name)[:1], sides_of(name)[1:]):
        found = [
            row for row in range(len(network.crossings)) if any(_has_name(network, row, a) for a in asked)
        ]
        if found:
            return np.array(found, np.intp)
    return np.zeros(0, np.intp)


def crossings_near(network: Network, lon: float, lat: float, within_m: float) -> NDArray[np.intp]:
    """Rows of the nearest border control within some metres of a point, and of those beside it."""
    known = network.crossings
    metres = np.asarray(great_circle_m(lon, lat, known.lon, known.lat))
    if not len(known) or metres.min() > within_m:
        return np.zeros(0, np.intp)
    nearest = int(metres.argmin())
    return np.flatnonzero(
        np.asarray(great_circle_m(known.lon[nearest], known.lat[nearest], known.lon, known.lat)) <= LANES_M
    )


def spread_m(network: Network, rows: NDArray[np.intp]) -> float:
    """Greatest distance of border controls from the first of them, in metres."""
    lon, lat = network.crossings.lon[rows], network.crossings.lat[rows]
    return float(np.max(great_circle_m(lon[0], lat[0], lon, lat)))


def names_of_crossing(network: Network, row: int) -> list[str]:
    """Every name of a border control."""
    part = slice(int(network.crossings.names_start[row]), int(network.crossings.names_start[row + 1]))
    return [network.strings[int(code)] for code in network.crossings.names_text[part]]


def _has_name(network: Network, row: int, asked: str) -> bool:
    wanted = _plain(asked)
    if not wanted:
        return False
    for name in map(_plain, names_of_crossing(network, row)):
        if set(wanted.split()) <= set(name.split()):
            return True
        if any(similarity(wanted, part) >= SURE_LIKENESS for part in map(_plain, sides_of(name)) if part):
            return True
    return False


def _plain(name: str) -> str:
    return normal_form(_WORDS.sub(" ", name))
