"""Rows of an ACLED export -> events.

Changes of territory become captures and recaptures, clashes contest a place for the days they
are recorded, and everything else says nothing about roads and is counted. ACLED's first and
second actor do not tell who attacked or who won, so the side that gained is told by the kind
of actor (``inter1``, ``inter2``).
"""

from __future__ import annotations

import datetime as dt
import re

from routegraph.reports.cell_values import Row, RowError, circle, code_of, date_in, point_of, text_of
from routegraph.reports.event import Event, Precision, Source, Status

REQUIRED = ("event_date", "event_type")
WHERE = (("latitude", "longitude"), ("location",))

USED = (
    *REQUIRED,
    "event_id_cnty",
    "sub_event_type",
    "time_precision",
    "geo_precision",
    "actor1",
    "actor2",
    "inter1",
    "inter2",
    "location",
    "latitude",
    "longitude",
    "source",
    "notes",
)

ALIASES = {"data_id": "event_id_cnty", "event_id_no_cnty": "event_id_cnty"}

STATUS_OF: dict[str, Status] = {
    "non-state actor overtakes territory": Status.CAPTURED,
    "government regains territory": Status.RECAPTURED,
    "armed clash": Status.CONTESTED,
    "no change of territory": Status.CONTESTED,
    "non-violent transfer of territory": Status.CAPTURED,
}
"""Sub-event type -> status; what is not here says nothing about roads."""

BEFORE_2019 = "battle-"
"""How event types of exports before 2019 begin, which tell a battle and its outcome in one."""

CONFIDENCE_OF: dict[Status, float] = {Status.CAPTURED: 0.9, Status.RECAPTURED: 0.9, Status.CONTESTED: 0.5}

PLACE_OF: dict[str, tuple[float, float]] = {
    "1": (2.0, 1.0),
    "2": (5.0, 0.7),
    "3": (10.0, 0.3),
    "": (5.0, 0.7),
}
"""``geo_precision`` -> radius in km around the coordinates, factor on the confidence.

1 is the named town, 2 a point near it or in a small region, 3 the capital of a province that
stands for the whole: that one must not close the capital, so its confidence is low. An export
without the column is taken for 2."""

NAMED = ("1", "2", "")
"""``geo_precision`` of rows that mean the place that ``location`` names."""

PRECISION_OF: dict[str, Precision] = {"1": Precision.DAY, "2": Precision.WEEK, "3": Precision.MONTH}

STATE_FORCES = {"1", "state forces"}


def read_row(row: Row) -> Event | str:
    """Event of a row, or its kind when it says nothing about roads; raises `RowError`."""
    kinds = [text_of(row, key) for key in ("event_type", "sub_event_type")]
    outcomes = [_spelled(kind).removeprefix(BEFORE_2019) for kind in reversed(kinds)]
    status = next((STATUS_OF[outcome] for outcome in outcomes if outcome in STATUS_OF), None)
    if status is None:
        return " / ".join(kind for kind in kinds if kind) or "no event_type"
    geo_precision = code_of(row, "geo_precision")
    if geo_precision not in PLACE_OF:
        raise RowError(f"geo_precision {geo_precision!r} is not 1, 2 or 3")
    radius_km, sureness = PLACE_OF[geo_precision]
    time_precision = code_of(row, "time_precision") or "1"
    if time_precision not in PRECISION_OF:
        raise RowError(f"time_precision {time_precision!r} is not 1, 2 or 3")
    date, _ = date_in(row, "event_date")
    if date is None:
        raise RowError("no event_date")
    location = text_of(row, "location")
    told = f"geo_precision {geo_precision or 'not told'}"
    if text_of(row, "longitude") or text_of(row, "latitude") or not location:
        target = circle(*point_of(row, "longitude", "latitude"), radius_km)
        resolution = f"coordinates of the row, {told}: {radius_km:g} km"
    else:
        target, resolution = location, f"location of the row, without coordinates, {told}"
    return Event(
        target=target,
        status=status,
        by=_gaining_side(row, status),
        date=date,
        until=date + dt.timedelta(days=1) if status is Status.CONTESTED else None,
        precision=PRECISION_OF[time_precision],
        confidence=round(CONFIDENCE_OF[status] * sureness, 3),
        source=Source(
            title=f"ACLED {text_of(row, 'event_id_cnty')}".strip(), publisher=text_of(row, "source")
        ),
        quote=text_of(row, "notes"),
        spelled=location,
        resolution=resolution,
    )


def names_its_place(row: Row) -> bool:
    """Whether a row means the place that it names, and no region around it."""
    return code_of(row, "geo_precision") in NAMED


def _spelled(kind: str) -> str:
    """Kind of event in lower case, its dashes without space."""
    return re.sub(r"\s*[-–]\s*", "-", " ".join(kind.casefold().split()))


def _gaining_side(row: Row, status: Status) -> str:
    first, second = text_of(row, "actor1"), text_of(row, "actor2")
    if status is Status.CONTESTED:
        return " / ".join(side for side in (first, second) if side)
    states = [code_of(row, key).casefold() in STATE_FORCES for key in ("inter1", "inter2")]
    if not second or states[0] == states[1]:
        return first
    return first if states[0] == (status is Status.RECAPTURED) else second
