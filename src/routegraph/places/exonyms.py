"""Which places of a network have the other names that `exonyms.txt` and `english_names.txt` know.

A town is known by any of its names. They hold within the box of its land alone, so that Cairo
is not sought in a Syrian village called القاهرة, and where the local name is a common one, near
the point that the table tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.sphere import great_circle_m
from routegraph.places import names

Box = tuple[float, float, float, float]
"""West, south, east, north, WGS84 degrees."""

EXONYMS, ENGLISH = (Path(__file__).with_name(name) for name in ("exonyms.txt", "english_names.txt"))

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
        Of its land.
    point : tuple of float, optional
        Lon, lat within some kilometres.
    """

    names: tuple[str, ...]
    bare: tuple[str, ...]
    box: Box
    point: tuple[float, float] | None

    def may_be(self, lon: float, lat: float) -> bool:
        """Whether a place of its name is the town."""
        west, south, east, north = self.box
        inside = west <= lon <= east and south <= lat <= north
        return inside and (self.point is None or bool(great_circle_m(lon, lat, *self.point) <= NEAR_M))


@dataclass(frozen=True)
class Land:
    """The towns of one land, line by line, and the box in which their names hold."""

    box: Box
    lines: tuple[str, ...]

    def holds(self, lon: Any, lat: Any) -> Any:
        """Which points lie in the box."""
        west, south, east, north = self.box
        return (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)

    @cached_property
    def towns(self) -> tuple[TownNames, ...]:
        """Its towns, in the order of the lines."""
        rows = [_parts(line) for line in self.lines]
        bare = map(names.without_articles, names.normal_forms([name for told, _ in rows for name in told]))
        return tuple(
            TownNames(told, tuple(next(bare) for _ in told), self.box, point) for told, point in rows
        )

    @cached_property
    def by_local(self) -> dict[str, list[TownNames]]:
        """Towns by the normal form of the local name."""
        known: dict[str, list[TownNames]] = {}
        local = names.normal_forms([town.names[0] for town in self.towns])
        for name, town in zip(local, self.towns, strict=True):
            known.setdefault(name, []).append(town)
        return known


@cache
def lands(file: Path) -> tuple[Land, ...]:
    """Return the lands of a file, in its order."""
    told = (part.strip().split("\n") for part in file.read_text("utf-8").split("\n[")[1:])
    return tuple(Land(_box(head.partition("]")[2]), tuple(lines)) for head, *lines in told)


def _box(text: str) -> Box:
    west, south, east, north = map(float, text.split())
    return west, south, east, north


def english_name(normal: str, lon: float, lat: float) -> str:
    """Name that reports give to a place by its local one, as `names.normal_form` writes it; else empty."""
    for land in lands(ENGLISH):
        if land.holds(lon, lat):
            for town in land.by_local.get(normal, ()):
                if town.may_be(lon, lat):
                    return town.names[1]
    return ""


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
    for land in lands(EXONYMS):
        for town in land.towns if np.any(land.holds(lon, lat)) else ():
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
