"""When two events speak of one target.

Targets are one when they are written alike but for case, accents, dashes, and the order of the two
ends of a road; those of map features when their lines or areas are the same.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from routegraph.reports.event import Event

_FLAT = str.maketrans(dict.fromkeys("-–—−", " ") | dict.fromkeys("'’ʿʾ`", ""))
_DASH = re.compile(r"\s+[-–—−]\s+")
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)$")
_RADIUS = re.compile(r"(.+?)\s*~\s*(\d+(?:\.\d+)?)\s*(km|m)$", re.IGNORECASE)
_STRETCH = re.compile(r"(.+?)\s*@\s*(.+?)\s*\.\.\s*(.+)$")


@lru_cache(maxsize=1 << 16)
def road_ends(target: str) -> tuple[str, ...]:
    """Places that a target ``A - B`` names, in its order; empty for any other target."""
    parts = tuple(part.strip() for part in _DASH.split(target))
    return parts if len(parts) > 1 and all(parts) else ()


@lru_cache(maxsize=1 << 16)
def target_key(target: str) -> str:
    """Key under which targets that mean the same are one; see the module."""
    centre, radius_m = circle_of(target)
    return centre if math.isinf(radius_m) else f"{centre}~{radius_m:g}m"


@lru_cache(maxsize=1 << 16)
def circle_of(target: str) -> tuple[str, float]:
    """Key of what a target is around, and its radius in metres; infinite where none is told."""
    radius_m = math.inf
    if match := _RADIUS.match(target.strip()):
        target, radius_m = match[1], float(match[2]) * (1000 if match[3].lower() == "km" else 1)
    return _key_of(target), radius_m


def _key_of(target: str) -> str:
    if match := _POINT.match(target.strip()):
        return f"{float(match[1]):.4f},{float(match[2]):.4f}"
    if match := _STRETCH.match(target):
        return f"{_folded(match[1])} @ {' .. '.join(sorted(map(_folded, match.groups()[1:])))}"
    if ends := road_ends(target):
        keys = [_folded(end) for end in ends]
        return " - ".join(min(keys, keys[::-1]))
    return _folded(target)


def event_key(event: Event) -> str:
    """Key of the target of an event: of its own lines or areas where it has some."""
    return event.geometry or target_key(event.target)


Circles = dict[str, dict[str, float]]
"""Key of a point or place -> keys of the targets around it, with their radii in metres."""


def circles_of(events: Iterable[Event]) -> Circles:
    """Circles that some events speak of."""
    circles: Circles = {}
    for event in events:
        if not event.geometry:
            centre, radius_m = circle_of(event.target)
            circles.setdefault(centre, {})[target_key(event.target)] = radius_m
    return circles


def opened_by(event: Event, circles: Circles) -> set[str]:
    """Keys of the targets that an opening opens besides its own; see rules 6 and 7 of the ledger."""
    own = () if event.geometry else (event.target, *road_ends(event.target))
    keys: set[str] = set()
    for target in (*own, *event.lifts):
        centre, radius_m = circle_of(target)
        around = circles.get(centre, {})
        keys |= {target_key(target), *(key for key, reach_m in around.items() if reach_m <= radius_m)}
    return keys - {event_key(event)}


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().translate(_FLAT).split())
