"""Road status lines in the UNSDI-T v2 convention, as the Logistics Cluster publishes them."""

from __future__ import annotations

from collections.abc import Mapping

from routegraph.reports.dates import parse_date
from routegraph.reports.event import Event, Source, Status
from routegraph.reports.record import RowError

REQUIRED = ("opstatus",)

STATUS_OF: dict[str, tuple[Status, str]] = {
    "1": (Status.REOPENED, "open"),
    "2": (Status.RESTRICTED, "restricted"),
    "3": (Status.BLOCKED, "closed"),
    "4": (Status.BLOCKED, "abandoned"),
}
"""``OpStatus`` -> status and the convention's own word."""

PRACTICABLE_FOR: dict[str, str] = {
    "1": "non-motorised only",
    "2": "motorbikes at most",
    "3": "4WD under 3.5 t at most",
    "4": "light trucks under 10 t at most",
    "5": "heavy trucks under 20 t at most",
    "6": "trucks with trailers over 20 t",
}
"""``CurntPrac`` -> the largest traffic that passes."""

NAME_KEYS = ("rdname", "roadname", "name", "ntlclass")
DATE_KEYS = ("date", "upddate", "updatedate", "srcdate", "sourcedate", "lastcheck")
WAY_KEYS = ("osm_id", "osmid", "way_id")
USED = (*REQUIRED, "curntprac", "sec", "source", "target", "resolution", *NAME_KEYS, *DATE_KEYS, *WAY_KEYS)


def read_row(row: Mapping[str, object]) -> Event | str:
    """Event of one line, whose keys are lower case; ``target`` names its geometry; raises `RowError`.

    A line without ``OpStatus`` says nothing and is left out.
    """
    code = _text(row, "opstatus").removesuffix(".0")
    if not code:
        return "no OpStatus"
    words = {word: key for key, (_, word) in STATUS_OF.items()}
    code = words.get(code.casefold(), code)
    if code not in STATUS_OF:
        raise RowError(f"OpStatus {code!r} is not 1 (open), 2 (restricted), 3 (closed) or 4 (abandoned)")
    status, word = STATUS_OF[code]
    way = _first(row, WAY_KEYS)
    target = f"way/{way}" if way else _text(row, "target")
    if not target:
        raise RowError("a line without geometry and without osm_id; name a road for it")
    notes = [
        note
        for note in (
            PRACTICABLE_FOR.get(_text(row, "curntprac").removesuffix(".0"), ""),
            f"security {_text(row, 'sec')} of 5" if _text(row, "sec") else "",
        )
        if note
    ]
    date = None
    if written := _first(row, DATE_KEYS):
        try:
            date, _ = parse_date(written)
        except ValueError as problem:
            raise RowError(str(problem)) from None
    return Event(
        target=target,
        status=status,
        date=date,
        source=Source(publisher=_text(row, "source")),
        quote=f"OpStatus {code} ({word})",
        spelled=_first(row, NAME_KEYS),
        resolution="OSM way of the line" if way else _text(row, "resolution") or "middle of the line",
        note="; ".join(notes),
    )


def _first(row: Mapping[str, object], keys: tuple[str, ...]) -> str:
    return next((text for key in keys if (text := _text(row, key))), "")


def _text(row: Mapping[str, object], key: str) -> str:
    return str(row.get(key) or "").strip()
