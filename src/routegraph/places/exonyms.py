"""Which places of a network have the other names that `exonym_tables` and `english_names` know.

A town is known by any of its names. They hold within the box of its land alone, so that Cairo
is not sought in a Syrian village called القاهرة, and where the local name is a common one, near
the point that the table tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.sphere import great_circle_m
from routegraph.places import names
from routegraph.places.english_names import ENGLISH
from routegraph.places.exonym_tables import LANDS

NEAR_M = 30_000.0
"""How far from the point of a town a place of its name may be."""


@dataclass(frozen=True)
class TownNames:
    """Names of one town, the local one first, and where it is.

    Attributes
    ----------
    bare : tuple of str
        The same as `names.without_articles` writes them.
    box : tuple of float
        West, south, east, north of its land, WGS84 degrees.
    point : tuple of float, optional
        Lon, lat within some kilometres.
    """

    names: tuple[str, ...]
    bare: tuple[str, ...]
    box: tuple[float, float, float, float]
    point: tuple[float, float] | None

    def may_be(self, lon: float, lat: float) -> bool:
        """Whether a place of its name is the town."""
        west, south, east, north = self.box
        inside = west <= lon <= east and south <= lat <= north
        return inside and (self.point is None or bool(great_circle_m(lon, lat, *self.point) <= NEAR_M))


@cache
def towns(table: str, box: tuple[float, float, float, float]) -> tuple[TownNames, ...]:
    """Return the towns of one of the `LANDS`."""
    rows = [_parts(line) for line in table.strip().split("\n")]
    bare = map(names.without_articles, names.normal_forms([name for called, _ in rows for name in called]))
    return tuple(TownNames(called, tuple(next(bare) for _ in called), box, point) for called, point in rows)


def english_name(normal: str, lon: float, lat: float) -> str:
    """Name that reports give to a place by its local one, as `names.normal_form` writes it; else empty."""
    for table, (west, south, east, north) in ENGLISH:
        if west <= lon <= east and south <= lat <= north:
            for town in _by_local(table, (west, south, east, north)).get(normal, ()):
                if town.may_be(lon, lat):
                    return town.names[1]
    return ""


@cache
def _by_local(table: str, box: tuple[float, float, float, float]) -> dict[str, list[TownNames]]:
    known: dict[str, list[TownNames]] = {}
    listed = towns(table, box)
    for local, town in zip(names.normal_forms([town.names[0] for town in listed]), listed, strict=True):
        known.setdefault(local, []).append(town)
    return known


def other_names(
    bare: Mapping[str, Sequence[int]], lon: NDArray[np.floating[Any]], lat: NDArray[np.floating[Any]]
) -> list[tuple[int, str]]:
    """Other names of places, each with the place it belongs to.

    Parameters
    ----------
    bare : mapping of str to sequence of int
        Places by name, as `names.without_articles` writes it.
    lon, lat : float64[P]
        Where the places are.

    Notes
    -----
    A name that two towns of one region share (Serêkaniyê, on both sides of the border) does not
    tell which of them a place is, unless it is the local name of one.
    """
    known: dict[int, list[tuple[TownNames, bool]]] = {}
    for table, (west, south, east, north) in LANDS:
        if not np.any((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)):
            continue
        for town in towns(table, (west, south, east, north)):
            for which, name in enumerate(town.bare):
                for place in bare.get(name, ()):
                    if town.may_be(float(lon[place]), float(lat[place])):
                        known.setdefault(place, []).append((town, which == 0))
    found: dict[tuple[int, str], str] = {}
    for place, called in known.items():
        local = [town for town, is_local in called if is_local]
        meant = local or [town for town, _ in called if all(town is other for other, _ in called)]
        for town in meant:
            for name, plain in zip(town.names, town.bare, strict=True):
                if place not in bare.get(plain, ()):
                    found.setdefault((place, plain), name)
    return [(place, name) for (place, _), name in found.items()]


def _parts(line: str) -> tuple[tuple[str, ...], tuple[float, float] | None]:
    """Names and point in one line of a table."""
    local, _, others = line.partition(": ")
    name, _, where = local.partition(" @ ")
    lon, _, lat = where.partition(" ")
    return (name, *others.split(", ")), (float(lon), float(lat)) if where else None
