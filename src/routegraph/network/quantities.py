"""Speeds, lengths, weights and durations as OpenStreetMap writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from routegraph.network.lawtags import MAXSPEED_NATIONAL, MAXSPEED_WORDS, MAXSPEED_ZONES, NO_LIMIT

KPH_PER_UNIT = {
    **dict.fromkeys(("", "km/h", "kmh", "kph", "kmph"), 1.0),
    "mph": 1.609344,
    "mi/h": 1.609344,
    "knots": 1.852,
    "kn": 1.852,
}
TONNES_PER_UNIT = {
    **dict.fromkeys(("", "t", "ton", "tons", "tonne", "tonnes", "to", "mt", "т"), 1.0),
    **dict.fromkeys(("kg", "kgs"), 0.001),
    **dict.fromkeys(("st", "sht", "shortton", "shorttons"), 0.90718474),
    **dict.fromkeys(("lt", "longton", "longtons"), 1.0160469),
    **dict.fromkeys(("lb", "lbs", "pounds"), 0.00045359237),
    "cwt": 0.05080235,
    "kn": 0.10197162,
}
METRES_PER_UNIT = {
    **dict.fromkeys(("", "m", "metre", "metres", "meter", "meters", "mtr", "м"), 1.0),
    "cm": 0.01,
    "mm": 0.001,
    "km": 1000.0,
    **dict.fromkeys(("ft", "feet", "foot", "'"), 0.3048),
    **dict.fromkeys(("in", "inch", "inches", '"'), 0.0254),
    "yd": 0.9144,
}
"""Units and the default unit of each quantity; a written ``ton`` is the metric one, as on most signs.

Source: https://wiki.openstreetmap.org/wiki/Map_features/Units
"""

FASTEST_KPH = 300.0

_NUMBER = re.compile(r"^[~≈<]?\s*(\d+(?:[.,]\d+)?)\s*([^\d\s.,][^\d]*)?$")
_FEET_INCHES = re.compile(
    r"^(\d+(?:\.\d+)?)\s*(?:'|ft|feet|foot|′|’)\.?\s*-?\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|''|in|inch|inches|″|”)?\.?)?$"
)
_CLOCK = re.compile(r"^(?:(\d+):)?(\d+):(\d\d)$")
_ISO = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$")


def least(text: str, per_unit: Mapping[str, float]) -> float | None:
    """Least of one or several quantities in the table's unit; 0 for none told, None when not understood."""
    found = [_one(part.strip().lower(), per_unit) for part in text.split(";")]
    if None in found:
        return None
    return min((value for value in found if value), default=0.0)


def _one(text: str, per_unit: Mapping[str, float]) -> float | None:
    if text in NO_LIMIT:
        return 0.0
    feet = _FEET_INCHES.match(text) if "ft" in per_unit else None
    if feet:
        return round((float(feet[1]) * 12 + float(feet[2] or 0)) * 0.0254, 4)
    number = _NUMBER.match(text)
    unit = (number[2] or "").strip().rstrip(".").replace(" ", "") if number else ""
    if not number or unit not in per_unit:
        return None
    value = float(number[1].replace(",", ".")) * per_unit[unit]
    return value if 0 < value < math.inf else None


def parse_speed(text: str) -> float | None:
    """Least speed in km/h of a ``maxspeed`` value; 0 where it names none, None when not understood.

    Source: https://wiki.openstreetmap.org/wiki/Key:maxspeed
    """
    found = [_speed(part.strip()) for part in re.split(r"[;|]", text)]
    if None in found:
        return None
    return min((value for value in found if value), default=0.0)


def _speed(text: str) -> float | None:
    if text in MAXSPEED_WORDS:
        return MAXSPEED_WORDS[text]
    if ":" in text:
        zone = text.partition(":")[2]
        digits = re.search(r"zone:?(\d+)$|^(\d+)$", zone)
        told = float(digits[1] or digits[2]) if digits else None
        return MAXSPEED_NATIONAL.get(text, MAXSPEED_ZONES.get(zone, told))
    if text in MAXSPEED_ZONES:
        return MAXSPEED_ZONES[text]
    value = _one(text.lower(), KPH_PER_UNIT)
    return value if value is None else min(value, FASTEST_KPH)


def parse_duration(text: str) -> float | None:
    """Seconds of a ``duration``: ``HH:MM``, ``HH:MM:SS``, minutes, or ISO 8601; None when not understood.

    Source: https://wiki.openstreetmap.org/wiki/Key:duration
    """
    text = text.strip()
    seconds: float | None = None
    if text.isascii() and text.isdigit():
        seconds = float(text) * 60
    elif clock := _CLOCK.match(text):
        hours, minutes, rest = (float(part or 0) for part in clock.groups())
        seconds = hours * 3600 + minutes * 60 + rest if clock[1] else minutes * 3600 + rest * 60
    elif iso := _ISO.match(text):
        days, hours, minutes, rest = (float(part or 0) for part in iso.groups())
        seconds = days * 86_400 + hours * 3600 + minutes * 60 + rest
    return seconds if seconds and seconds < 30 * 86_400 else None
