"""Conditions of the law, ``no @ (Mo-Fr 07:00-19:00 AND weight>7.5)``: when, and for whom, one holds.

Hours are those of the clocks of the place. What nobody at a desk can know (rain, snow, a holiday) is
never taken as holding, and never as certain either.

Source: https://wiki.openstreetmap.org/wiki/Conditional_restrictions
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from routegraph.network.quantities import METRES_PER_UNIT, TONNES_PER_UNIT, least

if TYPE_CHECKING:
    from opening_hours import OpeningHours

Moment = dt.date | dt.datetime | None
"""A day, a day with its hour, or nothing told."""

LonLat = tuple[float, float]

SIZES = {
    "weight": TONNES_PER_UNIT,
    "weightrating": TONNES_PER_UNIT,
    "axleload": TONNES_PER_UNIT,
    "length": METRES_PER_UNIT,
    "width": METRES_PER_UNIT,
    "height": METRES_PER_UNIT,
}
"""What a condition may compare, and the units that it may be written in."""

EXCEPT = "except "
"""Before a condition that lifts what holds at all other times."""

UNKNOWABLE = frozenset(
    {
        *("wet", "dry", "rain", "snow", "ice", "fog", "smog", "winter", "summer", "flood", "high_water"),
        *("dark", "daylight", "emergency", "disabled", "hov", "trailer", "caravan", "hazmat", "school"),
        *("children_present", "maintenance", "low_visibility", "variable", "signals", "through_traffic"),
    }
)
"""Words for what only those on the spot know."""

_WRITTEN = {"grossweight": "weightrating", "gross_weight": "weightrating", "axle_load": "axleload"}
_COMPARISON = re.compile(rf"^(?:max)?({'|'.join([*SIZES, *_WRITTEN])})\s*(<=|>=|<|>|=)\s*(.+)$")
_UNTOLD = re.compile(r"^(axles|occupants|stay|charge|speed|trailers|wheels)\s*(<=|>=|<|>|=)\s*\S+$")
_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
_AND = re.compile(r"\s+and\s+", re.I)
_HOLIDAY = re.compile(r"\b(?:PH|SH|easter)\b")
_SUN = re.compile(r"\b(?:sunrise|sunset|dawn|dusk)\b")


class Verdict(NamedTuple):
    """Whether a condition holds, and whether that is certain."""

    holds: bool
    sure: bool


CERTAINLY, NEVER, UNKNOWN = Verdict(True, True), Verdict(False, True), Verdict(False, False)


@lru_cache(maxsize=1 << 12)
def split_values(text: str) -> tuple[tuple[str, str], ...]:
    """Split a conditional value into pairs of value and condition.

    Examples
    --------
    >>> split_values("no @ (Mar-Oct; Sa,Su); destination @ 06:00-08:00")
    (('no', 'Mar-Oct; Sa,Su'), ('destination', '06:00-08:00'))
    """
    parts: list[str] = [""]
    depth = 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == ";" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    pairs: list[tuple[str, str]] = []
    for part in parts:
        value, sign, condition = (piece.strip() for piece in part.partition("@"))
        if sign:
            pairs.append((value, condition))
        elif value and pairs:  # hours whose brackets were left out
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}; {value}")
    return tuple((value, _bare(condition)) for value, condition in pairs)


def _bare(condition: str) -> str:
    inner = condition[1:-1] if condition.startswith("(") and condition.endswith(")") else condition
    return inner.strip() if inner.count("(") == inner.count(")") else condition.strip("() ")


def parts_of(condition: str) -> list[str]:
    """Parts that must all hold."""
    return [_bare(part.strip()) for part in _AND.split(condition)]


def is_understood(condition: str) -> bool:
    """Whether every part of a condition says something that is known, be it that nobody can know.

    Examples
    --------
    >>> is_understood("Mo-Fr 07:00-19:00 AND weight>7.5"), is_understood("15.03. bis 15.09.")
    (True, False)
    """
    return all(
        not part or _compares(part) or part.lower() in UNKNOWABLE or _hours(part, None)
        for part in parts_of(condition)
    )


def _compares(part: str) -> bool:
    if _UNTOLD.match(part.lower()):
        return True
    found = _COMPARISON.match(part.lower())
    return found is not None and least(found[3], SIZES[_size_of(found)]) is not None


def _size_of(comparison: re.Match[str]) -> str:
    return _WRITTEN.get(comparison[1], comparison[1])


def verdict(condition: str, sizes: Mapping[str, float], at: Moment, where: LonLat | None = None) -> Verdict:
    """Tell whether a condition holds for a vehicle of these sizes at a moment.

    Where only the day is told, what holds in some of its hours alone is not certain and not taken as
    holding. A day is taken to be no holiday, which is not certain where it would matter.

    Examples
    --------
    >>> morning = dt.datetime(2026, 3, 4, 8, 30)
    >>> verdict("Mo-Fr 07:00-19:00 AND weight>7.5", {"weight": 32.0}, morning)
    Verdict(holds=True, sure=True)
    >>> verdict("Mo-Fr 07:00-19:00", {}, morning.date())
    Verdict(holds=False, sure=False)
    """
    if condition.startswith(EXCEPT):
        lifted = verdict(condition.removeprefix(EXCEPT), sizes, at, where)
        return Verdict(not lifted.holds, lifted.sure)
    found = [_part(part, sizes, at, where) for part in parts_of(condition) if part]
    if NEVER in found:
        return NEVER
    return Verdict(all(one.holds for one in found), all(one.sure for one in found))


def _part(part: str, sizes: Mapping[str, float], at: Moment, where: LonLat | None) -> Verdict:
    if comparison := _COMPARISON.match(part.lower()):
        what = _size_of(comparison)
        size, limit = sizes.get(what), least(comparison[3], SIZES[what])
        if size is None or not limit:
            return UNKNOWN
        return CERTAINLY if _COMPARE[comparison[2]](size, limit) else NEVER
    hours = _hours(part, where)
    if hours is None:
        return UNKNOWN
    ordinary = _within(hours, at)
    if not _HOLIDAY.search(part):
        return ordinary
    every_day = _hours(_HOLIDAY.sub("Mo-Su", part), where)
    same = every_day is not None and _within(every_day, at) == ordinary
    return ordinary if same else Verdict(ordinary.holds, False)


def _within(hours: OpeningHours, at: Moment) -> Verdict:
    if at is None:
        return UNKNOWN if _next(hours, _EARLY) is not None else _of_state(hours, _EARLY)
    if isinstance(at, dt.datetime):
        return _of_state(hours, at)
    day = dt.datetime.combine(at, dt.time())
    change = _next(hours, day)
    whole = change is None or change >= day + dt.timedelta(days=1)
    return _of_state(hours, day) if whole else UNKNOWN


_EARLY = dt.datetime(2000, 1, 1)


def _next(hours: OpeningHours, at: dt.datetime) -> dt.datetime | None:
    change = hours.next_change(at)
    return None if change is None else change.replace(tzinfo=None)


def _of_state(hours: OpeningHours, at: dt.datetime) -> Verdict:
    if hours.is_unknown(at):
        return UNKNOWN
    return CERTAINLY if hours.is_open(at) else NEVER


def changes_of(
    condition: str, begin: dt.datetime, end: dt.datetime, where: LonLat | None = None
) -> list[dt.datetime]:
    """Moments between two at which a condition may begin or cease to hold, ascending."""
    found: set[dt.datetime] = set()
    for part in parts_of(condition.removeprefix(EXCEPT)):
        hours = None if _COMPARISON.match(part.lower()) else _hours(part, where)
        if hours is None:
            continue
        at: dt.datetime | None = begin
        while at is not None and (at := _next(hours, at)) is not None and at < end:
            found.add(at)
    return sorted(found)


@lru_cache(maxsize=1 << 12)
def _hours(text: str, where: LonLat | None) -> OpeningHours | None:
    """Opening hours of a text; None where it is none."""
    if not text or text.lower() in UNKNOWABLE:
        return None
    from opening_hours import OpeningHours, validate

    told = re.sub(r"\s*[-–—]\s*", "-", text)
    if not re.sub(r'"[^"]*"', "", told).strip():  # words alone
        return None
    told = re.sub(r"(?<![\d.])(\d{1,2})\.(\d\d)(?![\d.])", r"\1:\2", told)
    if not validate(told):
        return None
    if where is not None and _SUN.search(told):  # a time zone is looked up for these alone
        return OpeningHours(told, coords=(where[1], where[0]), auto_country=False)
    return OpeningHours(told, auto_country=False)
