"""Rows of the UCDP Georeferenced Event Dataset -> events.

GED has deadly clashes and not control, so a row contests a place, with low confidence, from
its first day to its last.
"""

from __future__ import annotations

import datetime as dt

from routegraph.reports.cell_values import Row, RowError, circle, code_of, date_in, point_of, text_of
from routegraph.reports.event import Event, Precision, Source, Status

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


def read_row(row: Row) -> Event | str:
    """Event of a row; raises `RowError`."""
    where_prec, date_prec = code_of(row, "where_prec"), code_of(row, "date_prec") or "1"
    if where_prec not in PLACE_OF:
        raise RowError(f"where_prec {where_prec!r} is not 1 to 7")
    if date_prec not in PRECISION_OF:
        raise RowError(f"date_prec {date_prec!r} is not 1 to 5")
    radius_km, confidence = PLACE_OF[where_prec]
    start, end = (date_in(row, key)[0] for key in ("date_start", "date_end"))
    if start is None or end is None:
        raise RowError(f"no {'date_start' if start is None else 'date_end'}")
    if end < start:
        raise RowError(f"date_end {end} lies before date_start {start}")
    return Event(
        target=circle(*point_of(row, "longitude", "latitude"), radius_km),
        status=Status.CONTESTED,
        by=" / ".join(side for side in (text_of(row, "side_a"), text_of(row, "side_b")) if side),
        date=start,
        until=end + dt.timedelta(days=1),
        precision=PRECISION_OF[date_prec],
        confidence=confidence,
        source=Source(title=f"UCDP GED {text_of(row, 'id')}".strip()),
        quote=text_of(row, "source_headline") or text_of(row, "conflict_name"),
        spelled=text_of(row, "where_coordinates"),
        resolution=f"coordinates of the row, where_prec {where_prec}: {radius_km:g} km",
    )


def names_its_place(row: Row) -> bool:
    """Whether a row means the place that it names, and no region around it."""
    return code_of(row, "where_prec") == "1"
