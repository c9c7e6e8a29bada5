"""Tags of the Humanitarian Exchange Language -> the columns that conventions know.

References
----------
HXL 1.1, https://hxlstandard.org/standard/1-1final/dictionary/
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAG = re.compile(r"#[a-z]", re.IGNORECASE)

MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("#date", "precision", "time_precision"),
    ("#date", "year", ""),
    ("#date", "end", "until"),
    ("#date", "", "event_date"),
    ("#geo", "lat", "latitude"),
    ("#geo", "lon", "longitude"),
    ("#geo", "precision", "geo_precision"),
    ("#loc", "code", ""),
    ("#loc", "type", ""),
    ("#loc", "", "location"),
    ("#event", "subtype", "sub_event_type"),
    ("#event", "type", "event_type"),
    ("#event", "", "event_id_cnty"),
    ("#group", "second", "actor2"),
    ("#group", "", "actor1"),
    ("#status", "", "status"),
    ("#access", "", "status"),
    ("#description", "", "notes"),
    ("#meta", "source", "source"),
)
"""Tag, an attribute that it has (any where empty), and the column that it means; the first that fits."""


def is_hxl(cells: Iterable[str]) -> bool:
    """Whether a row is of HXL tags, such as ``#date +occurred``."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_TAG.match(cell) for cell in filled)


def meaning(tag: str) -> str:
    """Column that a tag means; empty for one that tells nothing of roads.

    Examples
    --------
    >>> meaning("#geo+lat"), meaning("#loc +name +en"), meaning("#affected+killed")
    ('latitude', 'location', '')
    """
    name, *attributes = (part.strip() for part in tag.casefold().split("+"))
    fits = (column for known, one, column in MEANINGS if known == name and (not one or one in attributes))
    return next(fits, "")
