"""Dates as files write them, with how exactly they are known."""

from __future__ import annotations

import datetime as dt
import re

from routegraph.reports.event import Precision

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?$")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?: \d{1,2}:\d{2}.*)?$")
_WORDED = re.compile(r"(\d{1,2})[ -]([A-Za-z]+)\.?[ -](\d{4})$")


def parse_date(text: str) -> tuple[dt.date, Precision]:
    """Read ``2015-10-27``, ``2015-10``, ``2015``, ``2015/10/27`` or ``27 October 2015``.

    A month or a year begins on its first day.

    Raises
    ------
    ValueError
        With a message for people: not a date, or a day that does not exist.
    """
    text = text.strip()
    year, month, day = _fields(text)
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    try:
        return dt.date(year, month or 1, day or 1), precision
    except ValueError:
        raise ValueError(f"{text!r} is a date that does not exist") from None


def _fields(text: str) -> tuple[int, int, int]:
    if match := _ISO.match(text) or _SLASHED.match(text):
        year, month, day = (int(part or 0) for part in match.groups())
        if "-" not in text and "/" not in text:
            return year, 0, 0
        if month == 0 or (match[3] is not None and day == 0):
            raise ValueError(f"{text!r} is a date that does not exist")
        return year, month, day
    if (match := _WORDED.match(text)) and match[2].lower() in MONTHS:
        return int(match[3]), MONTHS[match[2].lower()], int(match[1])
    raise ValueError(f"{text!r} is not a date; write YYYY-MM-DD, or YYYY-MM when only the month is known")
