"""Rows of the UCDP Georeferenced Event Dataset -> events.

GED has deadly clashes and not control, so a row contests a place, with low confidence, from
its first day to its last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from routegraph.reports.dates import parse_date
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.record import RowError, point_target

REQUIRED = ("date_start", "date_end", "latitude", "longitude", "where_prec")

USED = (
    *REQUIRED,
    "id",
    "side_a",
    "side_b",
    "date_prec",
    "where_coordinates",
    "conflict_name",
    "source_headline",
)

PLACE_OF: dict[str, tuple[float, float]] = {
    "1": (2.0, 0.4),
    "2": (10.0, 0.3),
    "3": (10.0, 0.1),
    "4": (10.0, 0.05),
    "5": (10.0, 0.1),
    "6": (10.0, 0.0),
    "7": (10.0, 0.0),
}
"""``where_prec`` -> radius in km, confidence.

1 is the place itself and 2 lies within about 25 km; from 3 on the point stands for a district,
a province, a country or waters, and is no place where a road could be closed."""

PRECISION_OF: dict[str, Precision] = {
    "1": Precision.DAY,
    "2": Precision.WEEK,
    "3": Precision.WEEK,
    "4": Precision.MONTH,
    "5": Precision.YEAR,
}


def read_row(row: Mapping[str, object]) -> Event | str:
    """Event of a row; raises `RowError`."""
    where_prec, date_prec = _text(row, "where_prec"), _text(row, "date_prec") or "1"
    if where_prec not in PLACE_OF:
        raise RowError(f"where_prec {where_prec!r} is not 1 to 7")
    if date_prec not in PRECISION_OF:
        raise RowError(f"date_prec {date_prec!r} is not 1 to 5")
    radius_km, confidence = PLACE_OF[where_prec]
    days = []
    for key in ("date_start", "date_end"):
        try:
            days.append(parse_date(_text(row, key))[0])
        except ValueError as problem:
            raise RowError(f"{key} {problem}") from None
    if days[1] < days[0]:
        raise RowError(f"date_end {days[1]} lies before date_start {days[0]}")
    return Event(
        target=point_target(row, "longitude", "latitude", radius_km),
        status=Status.CONTESTED,
        by=" / ".join(side for side in (_text(row, "side_a"), _text(row, "side_b")) if side),
        date=days[0],
        until=days[1] + dt.timedelta(days=1),
        precision=PRECISION_OF[date_prec],
        confidence=confidence,
        source=Source(title=f"UCDP GED {_text(row, 'id')}".strip()),
        quote=_text(row, "source_headline") or _text(row, "conflict_name"),
        spelled=_text(row, "where_coordinates"),
        resolution=f"coordinates of the row, where_prec {where_prec}: {radius_km:g} km",
    )


def _text(row: Mapping[str, object], key: str) -> str:
    return str(row.get(key) or "").strip()
