"""Cells of a record -> texts, codes, numbers, dates and points; a bad one is a `RowError`."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping

from routegraph.reports.dates import parse_date
from routegraph.reports.event import Precision

Row = Mapping[str, object]

_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+$")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}$")
_FLOAT_CODE = re.compile(r"(\d+)[.,]0+$")


class RowError(Exception):
    """A record that cannot be an event; the reader of the file adds the line."""


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


def number_of(row: Row, key: str, least: float, most: float, *, degrees: bool = False) -> float | None:
    """Value of a cell as a finite number within bounds; None when it is empty.

    A comma may part the decimals. ``1,500`` may also be a thousand and a half, and is an error
    unless the number is one of `degrees`.
    """
    text = text_of(row, key)
    if not text:
        return None
    if _DECIMAL_COMMA.match(text):
        if _THOUSANDS.match(text) and not degrees:
            raise RowError(f"{key} {text!r} may be two numbers; write it with a point, or without the comma")
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        raise RowError(f"{key} {text[:60]!r} is not a number") from None
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
    """Lon, lat of two cells."""
    lon = number_of(row, lon_key, -180, 180, degrees=True)
    lat = number_of(row, lat_key, -90, 90, degrees=True)
    if lon is None or lat is None:
        raise RowError(f"no {lon_key if lon is None else lat_key}")
    return lon, lat


def circle(lon: float, lat: float, radius_km: float) -> str:
    """Target ``LON,LAT~KM``."""
    return f"{lon:.7g},{lat:.7g}~{radius_km:g}km"
