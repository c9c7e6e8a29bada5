"""Places with every name at hand, gathered row by row."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from routegraph.network.model import Places
from routegraph.network.strings import StringCoder
from routegraph.network.tags import NAME_KEYS, PLACE_KINDS
from routegraph.numerals import parse_number

_KINDS = {kind: index for index, kind in enumerate(PLACE_KINDS)}
_SHOWN = ("name", "int_name", "name:en", "official_name")


class PlaceRows:
    """Named places on their way to `Places`."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, float, float, int, list[tuple[str, str]]]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, osm_id: int, tags: Mapping[str, str], lon: float | bytes, lat: float | bytes) -> None:
        """Take a place of a known kind that has a name and lies on the globe; ignore any other.

        Several names in one value, separated by semicolons, become several names.
        """
        kind = _KINDS.get(tags.get("place", ""))
        names = [
            (key, name.strip())
            for key, value in tags.items()
            if key.partition(":")[0] in NAME_KEYS
            for name in value.split(";")
            if name.strip()
        ]
        if kind is None or not names or lon == b"":
            return
        x, y = float(lon), float(lat)
        if abs(x) <= 180 and abs(y) <= 90:
            self._rows.append((osm_id, kind, x, y, _population(tags.get("population", "")), names))

    def places(self, coder: StringCoder, bbox: tuple[float, float, float, float] | None = None) -> Places:
        """Make arrays of the rows in the order of their coming; leave out those outside of the box."""
        rows = self._rows
        if bbox is not None:
            west, south, east, north = bbox
            rows = [row for row in rows if west <= row[2] <= east and south <= row[3] <= north]
        names = [pair for row in rows for pair in row[5]]
        start = np.zeros(len(rows) + 1, np.int32)
        np.cumsum([len(row[5]) for row in rows], out=start[1:])
        return Places(
            osm_id=np.array([row[0] for row in rows], np.int64),
            kind=np.array([row[1] for row in rows], np.uint8),
            lon=np.array([row[2] for row in rows], np.float64),
            lat=np.array([row[3] for row in rows], np.float64),
            population=np.array([row[4] for row in rows], np.int64),
            node=np.full(len(rows), -1, np.int32),
            name=coder.codes(_shown(row[5]) for row in rows),
            names_start=start,
            names_key=coder.codes(key for key, _ in names),
            names_text=coder.codes(text for _, text in names),
        )


def _shown(names: list[tuple[str, str]]) -> str:
    """Choose the name to show: the plain one, else one for the whole world, else any."""
    by_key = dict(reversed(names))
    return next((by_key[key] for key in _SHOWN if key in by_key), names[0][1])


def _population(text: str) -> int:
    try:
        people = parse_number(text, counted=True)
    except ValueError:
        return -1
    return int(people) if 0 <= people < 1e11 and people == int(people) else -1
