"""Rows of an ACLED export -> events.

Changes of territory become captures and recaptures, clashes contest a place for the days they
are recorded, and everything else says nothing about roads and is counted. ACLED's first and
second actor do not tell who attacked or who won, so the side that gained is told by the kind
of actor (``inter1``, ``inter2``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from routegraph.reports.dates import parse_date
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.record import RowError, point_target

REQUIRED = ("event_date", "event_type", "sub_event_type", "actor1", "latitude", "longitude", "geo_precision")

USED = (
    *REQUIRED,
    "event_id_cnty",
    "time_precision",
    "actor2",
    "inter1",
    "inter2",
    "location",
    "source",
    "notes",
)

STATUS_OF: dict[tuple[str, str], Status] = {
    ("battles", "non-state actor overtakes territory"): Status.CAPTURED,
    ("battles", "government regains territory"): Status.RECAPTURED,
    ("battles", "armed clash"): Status.CONTESTED,
    ("strategic developments", "non-violent transfer of territory"): Status.CAPTURED,
}
"""Event type and sub-event type -> status; what is not here says nothing about roads."""

CONFIDENCE_OF: dict[Status, float] = {Status.CAPTURED: 0.9, Status.RECAPTURED: 0.9, Status.CONTESTED: 0.5}

PLACE_OF: dict[str, tuple[float, float]] = {"1": (2.0, 1.0), "2": (5.0, 0.7), "3": (10.0, 0.3)}
"""``geo_precision`` -> radius in km, factor on the confidence.

1 is the named town, 2 a point near it or in a small region, 3 the capital of a province that
stands for the whole: that one must not close the capital, so its confidence is low."""

PRECISION_OF: dict[str, Precision] = {"1": Precision.DAY, "2": Precision.WEEK, "3": Precision.MONTH}

STATE_FORCES = {"1", "state forces"}


def read_row(row: Mapping[str, object]) -> Event | str:
    """Event of a row, or its kind when it says nothing about roads; raises `RowError`."""
    kind = (_text(row, "event_type").casefold(), _text(row, "sub_event_type").casefold())
    status = STATUS_OF.get(kind)
    if status is None:
        return f"{_text(row, 'event_type')} / {_text(row, 'sub_event_type')}"
    geo_precision = _text(row, "geo_precision")
    if geo_precision not in PLACE_OF:
        raise RowError(f"geo_precision {geo_precision!r} is not 1, 2 or 3")
    radius_km, sureness = PLACE_OF[geo_precision]
    time_precision = _text(row, "time_precision") or "1"
    if time_precision not in PRECISION_OF:
        raise RowError(f"time_precision {time_precision!r} is not 1, 2 or 3")
    try:
        date, _ = parse_date(_text(row, "event_date"))
    except ValueError as problem:
        raise RowError(f"event_date {problem}") from None
    location = _text(row, "location")
    return Event(
        target=point_target(row, "longitude", "latitude", radius_km),
        status=status,
        by=_gaining_side(row, status),
        date=date,
        until=date + dt.timedelta(days=1) if status is Status.CONTESTED else None,
        precision=PRECISION_OF[time_precision],
        confidence=round(CONFIDENCE_OF[status] * sureness, 3),
        source=Source(title=f"ACLED {_text(row, 'event_id_cnty')}".strip(), publisher=_text(row, "source")),
        quote=_text(row, "notes"),
        spelled=location,
        resolution=f"coordinates of the row, geo_precision {geo_precision}: {radius_km:g} km",
    )


def _gaining_side(row: Mapping[str, object], status: Status) -> str:
    first, second = _text(row, "actor1"), _text(row, "actor2")
    if status is Status.CONTESTED:
        return " / ".join(side for side in (first, second) if side)
    states = [_text(row, key).casefold() in STATE_FORCES for key in ("inter1", "inter2")]
    if not second or states[0] == states[1]:
        return first
    return first if states[0] == (status is Status.RECAPTURED) else second


def _text(row: Mapping[str, object], key: str) -> str:
    return str(row.get(key) or "").strip()
