"""Lists of places and of journeys in CSV files, with what each one counts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from routegraph.errors import DataError
from routegraph.intake import is_file, read_table
from routegraph.numerals import parse_number

NAME_COLUMNS = ("place", "name", "location", "town", "village", "settlement")
PEOPLE_COLUMNS = ("population", "people", "pop", "inhabitants", "total_population")
WEIGHT_COLUMNS = ("weight", *PEOPLE_COLUMNS, "tonnes")
ALIASES = {"longitude": "lon", "lng": "lon", "latitude": "lat"}

GEONAMES = (
    "geonameid", "geoname", "asciiname", "alternatenames", "lat", "lon", "feature_class", "feature_code",
    "country_code", "cc2", "admin1", "admin2", "admin3", "admin4", "population", "elevation", "dem",
    "timezone", "modified",
)  # fmt: skip
"""Columns of a GeoNames dump, which has no header (https://download.geonames.org/export/dump/readme.txt).
Its names are many and alike, so its points count; and of its features the populated places (class P) of which
it tells people: none stand as 0."""


@dataclass(frozen=True)
class Listed:
    """A place of a list: what to look up, its weight (people, tonnes, or 1), and its columns as given."""

    query: str
    weight: float = 1.0
    columns: tuple[tuple[str, str], ...] = field(default=(), compare=False)


def read_places(path: Path) -> tuple[Listed, ...]:
    """Read places: a column ``place`` (or ``name``), or ``lon`` and ``lat``; ``weight`` if it counts.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, has no such column, or a row is bad; the line is told.
    """
    rows = _rows(path)
    columns = set(rows[0][1])
    name = next((c for c in NAME_COLUMNS if c in columns), None)
    if name is None and not {"lon", "lat"} <= columns:
        raise DataError(
            f"{path}: no column 'place', nor 'lon' and 'lat'; it has {', '.join(sorted(columns))}."
        )
    return tuple(
        Listed(
            row[name] if name and row[name] else _point(row),
            _weight(path, line, row),
            tuple(row.items()),
        )
        for line, row in rows
    )


def read_amounts(path: Path, column: str, *, every: bool) -> tuple[tuple[str, float], ...]:
    """Read places with an amount each: columns as in `read_places`, and one for the amount.

    Parameters
    ----------
    column : str
        ``supply`` or ``demand``; ``tonnes`` is taken in its place.
    every : bool
        Each place must have an amount; otherwise one without has any amount, inf.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, has no such column, or a row is bad; the line is told.
    """
    places, rows = read_places(path), _rows(path)
    named = next((name for name in (column, f"{column}_t", "tonnes") if name in rows[0][1]), None)
    if (named is None or not any(row[named] for _, row in rows)) and every:
        raise DataError(f"{path}: no column {column!r}; give the tonnes a day of each place.")
    found = []
    for place, (line, row) in zip(places, rows, strict=True):
        told = (row[named] if named else "").removesuffix("t").strip()
        try:
            amount = parse_number(told) if told or every else float("inf")
        except ValueError as problem:
            raise DataError(f"{path}, line {line}: {column} {problem} of tonnes.") from None
        if not amount >= 0 or (told and amount == float("inf")):
            raise DataError(f"{path}, line {line}: {column} {told!r} is not a number of tonnes from 0.")
        found.append((place.query, amount))
    return tuple(found)


def read_journeys(path: Path) -> tuple[tuple[str, str, float], ...]:
    """Read journeys: columns ``origin`` and ``destination``, and ``weight`` if it counts.

    What is no file is read as a list in its place: ``Hama > Aleppo=3; Homs > Idlib``.

    Raises
    ------
    NotFoundError, DataError
    """
    rows = [(line, _both_ends(row)) for line, row in _rows(path)]
    if missing := {"origin", "destination"} - set(rows[0][1]):
        raise DataError(
            f"{path}: no column {' and '.join(map(repr, sorted(missing)))}; name it in the first line."
        )
    return tuple((row["origin"], row["destination"], _weight(path, line, row)) for line, row in rows)


def _both_ends(row: dict[str, str]) -> dict[str, str]:
    """A row with origin and destination, where a journey in place of a file tells both: ``Hama > Aleppo``."""
    origin, joined, destination = (part.strip() for part in row.get("place", "").partition(">"))
    return {**row, "origin": origin, "destination": destination} if joined and "origin" not in row else row


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    if not re.search(r"\.[A-Za-z]\w*$", path.name) and not is_file(path):  # a list itself
        return _told_in_place(str(path))
    table = read_table(path)
    _, names = next(table, (1, []))
    if len(names) == len(GEONAMES) and names[0].isdigit():
        listed = ((1, names), *table)
        rows = [(line, dict(zip(GEONAMES, cells, strict=False))) for line, cells in listed]
        return [
            (line, row)
            for line, row in rows
            if row.get("feature_class") == "P" and row.get("population", "0") != "0"
        ]
    columns = [name.lower().replace(" ", "_") for name in names]
    columns = [ALIASES.get(c, c) if ALIASES.get(c) not in columns else c for c in columns]
    rows = [
        (line, dict(itertools.zip_longest(columns, cells[: len(columns)], fillvalue="")))
        for line, cells in table
    ]
    if not rows:
        raise DataError(f"{path} lists nothing: give a line of column names and one line for each.")
    return rows


def _point(row: dict[str, str]) -> str:
    """Coordinates as a query, points for their decimal commas."""
    return ",".join(row.get(axis, "").replace(",", ".") for axis in ("lon", "lat"))


def _told_in_place(text: str) -> list[tuple[int, dict[str, str]]]:
    rows = []
    for number, part in enumerate(text.split(";"), 1):
        place, _, amount = (piece.strip() for piece in part.rpartition("=" if "=" in part else "\0"))
        place, amount = (place, amount) if "=" in part else (amount, "")
        if not place:
            raise DataError(f"{text[:60]!r}: give a CSV file, or places as in 'Hama; Homs=300'.")
        rows.append((number, {"place": place, "tonnes": amount.removesuffix("t").strip()}))
    return rows


def in_place(rows: Iterable[tuple[str, float]]) -> str:
    """Places with their amounts, inf for any, in the words that `read_places` and `read_amounts` read.

    Examples
    --------
    >>> in_place([("Hama", 300.0), ("Homs", float("inf"))])
    'Hama=300; Homs'
    """
    return "; ".join(place if amount == float("inf") else f"{place}={amount:.15g}" for place, amount in rows)


def _weight(path: Path, line: int, row: dict[str, str]) -> float:
    column, told = next(((column, row[column]) for column in WEIGHT_COLUMNS if row.get(column)), ("", "1"))
    try:
        weight = parse_number(told, counted=column in PEOPLE_COLUMNS)
    except ValueError as problem:
        raise DataError(f"{path}, line {line}: {column or 'weight'} {problem}.") from None
    if not 0 <= weight < float("inf"):
        raise DataError(f"{path}, line {line}: {column or 'weight'} {told!r} is not a number from 0.")
    return weight
