"""Dates as files write them, with how exactly they are known."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from routegraph.reports.event import Precision

EARLIEST, LATEST = 1900, 2100
"""Years outside are slips of a computer or a hand: 0025, 9999."""


def _numbered(*names: str) -> dict[str, int]:
    return {name: number for number, those in enumerate(names, start=1) for name in those.split()}


MONTHS = _numbered(
    *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug"),
    *("september sept sep", "october oct", "november nov", "december dec"),
)

_TABLE_MONTHS = MONTHS | _numbered(
    *("janvier janv enero ene", "fevrier fevr febrero", "mars marzo", "avril avr abril abr", "mai mayo"),
    *("juin junio", "juillet juil julio", "aout agosto ago", "septembre septiembre", "octobre octubre"),
    *("novembre noviembre", "decembre diciembre dic"),
)
"""Those of French and Spanish too, without accents: in a cell of dates, not in prose."""

_TIME = r"(?:[T ,]+\d{1,2}:\d{2}.*)?$"
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?" + _TIME)
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})" + _TIME)
_SHORT = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|(?<!-)\d{2})" + _TIME)
_NUMBERED_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})$")
_WORDED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?[ -](?:de )?([a-z]+)\.?,?[ -](?:de )?(\d{4}|\d{2})" + _TIME
)
_AMERICAN = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TIME)
_MONTHLY = re.compile(r"([a-z]+)\.?[ -](\d{4})$")
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? "
    r"|^(?:lun|mar|mercre|jeu|vendre|same)di,? |^dimanche,? "
)
_NUMBER = re.compile(r"(\d{5,13})(?:\.\d+)?$")

_SERIAL_DAYS = range(20_000, 75_000)
"""Excel's days since 1899-12-30 that fall into the years 1954 to 2105."""

_DIGITS = {zero + digit: str(digit) for zero in (0x660, 0x6F0) for digit in range(10)}
"""Arabic and Persian digits."""

_EPOCH, _EXCEL_EPOCH = dt.date(1970, 1, 1), dt.date(1899, 12, 30)
_DAY_S = 86_400


@lru_cache(maxsize=1 << 14)
def parse_date(text: str) -> tuple[dt.date, Precision]:
    """Read a date in the ways that tables write one.

    ``2015-10-27``, ``2015-10``, ``2015``, ``2015/10/27``, ``20151027``, ``27 October 2015``,
    ``27-Oct-15``, ``October 27, 2015``, ``27.10.2015``, ``27/10/2015``; Excel's count of days;
    seconds and milliseconds since 1970. A month or a year begins on its first day.

    Examples
    --------
    >>> parse_date("1445558400000")[0].isoformat(), parse_date("23-Oct-15")[0].isoformat()
    ('2015-10-23', '2015-10-23')

    Raises
    ------
    ValueError
        With a message for people: not a date, a day that does not exist, a year before `EARLIEST` or
        after `LATEST`, or a day and a month that may be either.
    """
    text = " ".join(unicodedata.normalize("NFKC", text).translate(_DIGITS).split()).removeprefix(
        "'"
    )  # by which Excel marks a text
    date, precision = _counted(text) or _written(text)
    if not EARLIEST <= date.year <= LATEST:
        raise ValueError(f"{text!r} lies in the year {date.year}; dates run from {EARLIEST} to {LATEST}")
    return date, precision


def _counted(text: str) -> tuple[dt.date, Precision] | None:
    """Date of a bare number of five digits or more."""
    match = _NUMBER.match(text)
    if not match:
        return None
    digits, number = match[1], int(match[1])
    try:
        if len(digits) == 5 and number in _SERIAL_DAYS:
            return _EXCEL_EPOCH + dt.timedelta(days=number), Precision.DAY
        if len(digits) == 8 and text == digits:
            return dt.date(number // 10_000, number // 100 % 100, number % 100), Precision.DAY
        if len(digits) in (9, 10):
            return _EPOCH + dt.timedelta(days=number // _DAY_S), Precision.DAY
        if len(digits) in (12, 13):
            return _EPOCH + dt.timedelta(days=number // 1000 // _DAY_S), Precision.DAY
    except ValueError:
        raise ValueError(f"{text!r} is a date that does not exist") from None
    return None


def _written(text: str) -> tuple[dt.date, Precision]:
    year, month, day = _fields(text)
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    try:
        return dt.date(year, month or 1, day or 1), precision
    except ValueError:
        raise ValueError(f"{text!r} is a date that does not exist") from None


def _fields(text: str) -> tuple[int, int, int]:
    if match := _ISO.match(text) or _SLASHED.match(text):
        year, month, day = (int(part or 0) for part in match.groups())
        if match[2] is None:
            return year, 0, 0
        if month == 0 or (match[3] is not None and day == 0):
            raise ValueError(f"{text!r} is a date that does not exist")
        return year, month, day
    if match := _SHORT.match(text) or _NUMBERED_MONTH.match(text):
        return _short(text, match) if match.re is _SHORT else (int(match[2]), int(match[1]), 0)
    low = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    low = _WEEKDAY.sub("", low, count=1)
    if (match := _WORDED.match(low)) and match[2] in _TABLE_MONTHS:
        return _whole_year(match[3]), _TABLE_MONTHS[match[2]], int(match[1])
    if (match := _AMERICAN.match(low)) and match[1] in _TABLE_MONTHS:
        return int(match[3]), _TABLE_MONTHS[match[1]], int(match[2])
    if (match := _MONTHLY.match(low)) and match[1] in _TABLE_MONTHS:
        return int(match[2]), _TABLE_MONTHS[match[1]], 0
    raise ValueError(
        f"{text[:60]!r} is not a date; write YYYY-MM-DD, or YYYY-MM when only the month is known"
    )


def _short(text: str, match: re.Match[str]) -> tuple[int, int, int]:
    """Fields of 23/10/2015; with points the day is first, with strokes either may be."""
    first, second, year = int(match[1]), int(match[3]), _whole_year(match[4])
    if match[2] == "." or first == second or first > 12:
        return year, second, first
    if second > 12:
        return year, first, second
    raise ValueError(f"{text!r} may be two dates, day or month first; write YYYY-MM-DD")


def _whole_year(digits: str) -> int:
    """Year of four digits, or of two: 69 is 2069, 70 is 1970."""
    return int(digits) + (0 if len(digits) > 2 else 2000 if int(digits) < 70 else 1900)
