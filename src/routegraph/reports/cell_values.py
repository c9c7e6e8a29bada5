"""Cells of a record -> texts, codes, numbers, dates and points; a bad one is a `RowError`."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from routegraph.numerals import parse_number
from routegraph.reports.dates import parse_date
from routegraph.reports.event import Precision

Row = Mapping[str, object]

_DEGREES = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<sign>[-+])?(?P<degrees>\d++(?:[.,]\d++)?(?:e[-+]\d++)?)\s*[°º:]?\s*"
    r"(?:(?P<minutes>\d++(?:[.,]\d++)?)\s*['′’:]?\s*)?(?:(?P<seconds>\d++(?:[.,]\d++)?)\s*(?:\"|″|”|'')?\s*)?"
    r"(?P<after>[NSEWO])?$",
    re.IGNORECASE,
)
_HEMISPHERES = {"N": "lat", "S": "lat", "E": "lon", "W": "lon", "O": "lon"}
"""O is east in German and west in French."""
_FLOAT_CODE = re.compile(r"(\d+)[.,]0+$")


class RowError(Exception):
    """A record that cannot be an event; the reader of the file adds the line."""


def without_accents(text: str) -> str:
    """Letters without the marks above and below them."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def plain_name(column: str) -> str:
    """Name of a column in small letters, without accents and signs: ``Localité (fr)`` -> ``localite_fr``."""
    return re.sub(r"[^\w]+", "_", without_accents(column.strip("\ufeff ").casefold())).strip("_")


def text_of(row: Row, key: str) -> str:
    """Text of a cell, without space around it; empty where there is none."""
    value = row.get(key)
    return "" if value is None or value is False else str(value).strip()


def first_of(row: Row, keys: Iterable[str]) -> str:
    """First filled cell among some."""
    return next((text for key in keys if (text := text_of(row, key))), "")


def code_of(row: Row, key: str) -> str:
    """Code of a cell: ``1`` where a table has been saved with ``1.0`` or ``1,0``."""
    return _FLOAT_CODE.sub(r"\1", text_of(row, key))


def number_of(row: Row, key: str, least: float, most: float) -> float | None:
    """Value of a cell as a finite number within bounds; None when it is empty.

    A comma may part the decimals; ``1,500`` may also be a thousand and a half, and is an error.
    ``90%`` is 0.9.
    """
    text = text_of(row, key)
    if not text:
        return None
    try:
        number = parse_number(text)
    except ValueError as problem:
        raise RowError(f"{key} {problem}") from None
    if not (math.isfinite(number) and least <= number <= most):
        raise RowError(f"{key} {text} is not between {least:g} and {most:g}")
    return number


def date_in(row: Row, key: str) -> tuple[dt.date | None, Precision]:
    """Date of a cell; None when it is empty."""
    text = text_of(row, key)
    if not text:
        return None, Precision.DAY
    try:
        return parse_date(text)
    except ValueError as problem:
        raise RowError(f"{key} {problem}") from None


def point_of(row: Row, lon_key: str, lat_key: str) -> tuple[float, float]:
    """Lon, lat of two cells, in degrees or in degrees, minutes and seconds."""
    return degrees_of(row, lon_key, "lon", 180), degrees_of(row, lat_key, "lat", 90)


def degrees_of(row: Row, key: str, axis: str, most: float) -> float:
    """Degrees of a cell: ``37.4977``, ``37,4977``, ``37.4977 E``, ``37°29'51.7"E``, ``E 37 29.86``.

    Parameters
    ----------
    row : mapping
    key : str
    axis : {"lon", "lat"}
        Whose hemispheres the letters may tell.
    most : float
        Degrees of the axis.
    """
    text = text_of(row, key)
    if not text:
        raise RowError(f"no {key}")
    match = _DEGREES.match(text)
    if not match:
        raise RowError(f"{key} {text[:60]!r} is not a number of degrees")
    degrees, minutes, seconds = (
        float((match[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds")
    )
    letters = {letter.upper() for letter in (match["before"], match["after"]) if letter}
    if any(_HEMISPHERES[letter] != axis for letter in letters):
        raise RowError(f"{key} {text[:60]!r} is of the other axis; latitude and longitude are swapped")
    doubtful = (
        len(letters) > 1 or "O" in letters or (letters and match["sign"]),
        minutes >= 60 or seconds >= 60,
        match["minutes"] and not degrees.is_integer(),
        match["seconds"] and not minutes.is_integer(),
    )
    if any(doubtful):
        raise RowError(f"{key} {text[:60]!r} is not clear; write it in decimal degrees")
    number = degrees + minutes / 60 + seconds / 3600
    if number > 1000:
        raise RowError(f"{key} {text} is no degree but of a projected system; save the file in EPSG:4326")
    if number > most:
        raise RowError(f"{key} {text} is not between {-most:g} and {most:g}")
    return -number if match["sign"] == "-" or letters & {"S", "W"} else number


def circle(lon: float, lat: float, radius_km: float) -> str:
    """Target ``LON,LAT~KM``."""
    return f"{lon:.7g},{lat:.7g}~{radius_km:g}km"
