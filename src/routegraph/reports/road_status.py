"""Road status lines: UNSDI-T v2 as the Logistics Cluster publishes it, and its likes in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from routegraph.reports.cell_values import (
    Row,
    RowError,
    circle,
    code_of,
    date_in,
    first_of,
    point_of,
    text_of,
)
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.statuses import parse_status, says_nothing

STATUS_KEYS = (
    "opstatus",
    "op_status",
    "operational_status",
    "access_status",
    "accessstatus",
    "road_status",
    "roadstatus",
    "rd_status",
    "rdstatus",
    "statut",
    "etat",
    "etat_route",
    "etat_de_la_route",
    "statut_de_la_route",
    "estado",
    "estado_de_la_via",
    "acces",
    "accessibilite",
    "accessibility",
    "passability",
    "practicability",
    "praticabilite",
)
"""Columns that tell whether a road is open; the first that is filled counts."""

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

PRACTICABLE_KEYS = (
    "curntprac",
    "current_practicability",
    "practicability",
    "praticabilite",
    "practicable_for",
)
"""Columns that tell it; one that holds a status in words tells that instead."""

_CLASSES: tuple[tuple[str, str], ...] = (
    (r"non[ -]?motori[sz]ed|pedestrian|animal|on foot", "1"),
    (r"motor(?:bike|cycle)", "2"),
    (r"4 ?(?:wd|x ?4)|light vehicle", "3"),
    (r"light (?:truck|lorr)", "4"),
    (r"trailer", "6"),
    (r"heavy (?:truck|lorr)|medium truck", "5"),
)
"""The classes as viewers of the Logistics Cluster and others write them out."""


def practicable_class(row: Row) -> str:
    """Class of ``CurntPrac`` in a row, from its number or its words; empty where none is told.

    Examples
    --------
    >>> practicable_class({"curntprac": "3.0"}), practicable_class({"practicability": "Light truck (<10 MT)"})
    ('3', '4')
    """
    for key in PRACTICABLE_KEYS:
        code = code_of(row, key)
        if code in PRACTICABLE_FOR:
            return code
        for words, number in _CLASSES:
            if re.search(words, code, re.IGNORECASE):
                return number
    return ""


_ONLY = re.compile(
    r"(?:(?:open|passable|accessible|practicable|usable|restricted) )?(?:for |to |by )?(?P<who>.+?) only",
    re.IGNORECASE,
)


def only_for(status: str) -> str:
    """Class of the largest traffic that a status in words lets pass; empty where it names none.

    Examples
    --------
    >>> only_for("Passable for 4x4 only"), only_for("open"), only_for("closed only at night")
    ('3', '', '')
    """
    match = _ONLY.fullmatch(" ".join(status.split()))
    classes = [
        number
        for words, number in _CLASSES
        if match and re.fullmatch(f"(?:{words})s?", match["who"], re.IGNORECASE)
    ]
    return classes[0] if len(classes) == 1 else ""


HEAVIEST_T: dict[str, float] = {"1": 0.0, "2": 0.5, "3": 3.5, "4": 10.0, "5": 20.0}
"""``CurntPrac`` -> tonnes above which a vehicle does not pass; none in class 6."""

NAME_KEYS = (
    *("rdname", "roadname", "road_name", "brdgname", "bridgename", "bridge_name", "bcpname", "bcp_name"),
    *("nameeng", "name_en", "name", "nom", "road", "route", "ntlclass", "ref"),
)
UPDATED = (
    *("upddate", "upd_date", "updatedate", "update_date", "lastupdate", "last_update", "lastupdated"),
    *("last_updated", "date_updated", "updated", "updated_on", "updated_at", "lastcheck", "last_check"),
    *("date_maj", "mise_a_jour", "mis_a_jour", "date_de_mise_a_jour", "maj"),
    *("fecha", "fecha_actualizacion", "actualizado"),
)
"""Columns that tell when a row was written."""

DATE_KEYS = ("date", "event_date", "status_date", *UPDATED, "srcdate", "sourcedate")
WAY_KEYS = ("osm_id", "osmid", "way_id")
SOURCE_KEYS = ("source", "publisher", "fuente")
NOTE_KEYS = (
    *("comments", "comment", "remarks", "remark", "notes", "note", "reason"),
    *("commentaires", "commentaire", "remarques", "remarque", "motif", "observaciones"),
)
"""Columns that tell why."""
PLACES = (
    "place",
    "location",
    "lieu",
    "localite",
    "locality",
    "loc_name",
    "town",
    "village",
    "admin_place",
    "road_place",
    "place_road",
    "road_segment",
    "segment",
    "settlement",
    "site",
    "axe",
    "troncon",
    "itineraire",
    "lugar",
    "localidad",
    "tramo",
)
"""Columns that name the place of a row without geometry."""

LON = ("longitude", "long", "lng", "x", "easting", "gps_longitude")
LAT = ("latitude", "y", "northing", "gps_latitude")
"""Columns of coordinates. Those of a projected system are refused as such."""

LAYERS: dict[str, str] = {
    r"bridge|brdg|(?:^|_)ponts?(?:_|$)": "bridge",
    r"border|bcp|brdcr|crossing_?point|point_?of_?entry|frontali|frontier": "crossing",
}
"""What the name of a layer, a file or a column says -> the kind of target that its points are."""

USED = (
    *(*STATUS_KEYS, *PRACTICABLE_KEYS, "sec", "target", "geometry", "resolution", "spelled", "lon", "lat"),
    *(*SOURCE_KEYS, *NAME_KEYS, *DATE_KEYS, *WAY_KEYS, *NOTE_KEYS),
)


RADIUS_KM = 2.0
"""Of a point whose record names no radius."""


def layer_kind(names: Iterable[str]) -> str:
    """Kind of target that the points of a layer are, by the names of it, its file and its columns.

    Examples
    --------
    >>> layer_kind(["syr_trs_bridges", "OpStatus"]), layer_kind(["BCPName"]), layer_kind(["roads"])
    ('bridge', 'crossing', '')
    """
    told = [name.casefold() for name in names]
    return next((kind for words, kind in LAYERS.items() for name in told if re.search(words, name)), "")


def read_row(row: Row) -> Event | str:
    """Event of one line, whose ``target`` and ``geometry`` tell where it is; raises `RowError`.

    A line without a status says nothing and is left out.
    """
    largest = practicable_class(row)
    keys = [key for key in STATUS_KEYS if text_of(row, key) and not (largest and key in PRACTICABLE_KEYS)]
    if not keys and largest:
        key = next(key for key in PRACTICABLE_KEYS if text_of(row, key))
        code = "1"
    elif not keys or says_nothing(text_of(row, keys[0])):
        return "no status told"
    else:
        key, code = keys[0], code_of(row, keys[0])
    words = {word: number for number, (_, word) in STATUS_OF.items()}
    code = words.get(code.casefold(), code)
    if only := only_for(code):
        largest, status, told = only, Status.REOPENED, f"{key}: {code}"
    elif code in STATUS_OF:
        status, word = STATUS_OF[code]
        told = f"{'OpStatus' if key == 'opstatus' else key} {code} ({word})"
        if key in PRACTICABLE_KEYS:
            told = f"{key}: {text_of(row, key)}"
    elif code.lstrip("-").isdigit():
        raise RowError(f"OpStatus {code!r} is not 1 (open), 2 (restricted), 3 (closed) or 4 (abandoned)")
    else:
        try:
            status, told = parse_status(code), f"{key}: {code}"
        except ValueError as problem:
            raise RowError(str(problem)) from None
    way = first_of(row, WAY_KEYS).removesuffix(".0")
    target = f"way/{way}" if way.isdigit() else text_of(row, "target")
    if not target and text_of(row, "lon"):
        target = circle(*point_of(row, "lon", "lat"), RADIUS_KM)
    if not target:
        raise RowError("a line without geometry and without osm_id; name a road for it")
    notes = [
        note
        for note in (
            PRACTICABLE_FOR.get(largest, ""),
            f"security {text_of(row, 'sec')} of 5" if text_of(row, "sec") else "",
            first_of(row, NOTE_KEYS),
        )
        if note
    ]
    date, precision = next(
        ((date, precision) for name in DATE_KEYS for date, precision in [date_in(row, name)] if date),
        (None, Precision.DAY),
    )
    return Event(
        target=target,
        status=status,
        date=date,
        precision=precision,
        source=Source(publisher=first_of(row, SOURCE_KEYS)),
        quote=told,
        spelled=first_of(row, NAME_KEYS),
        resolution="OSM way of the line" if way.isdigit() else text_of(row, "resolution"),
        note="; ".join(notes),
        max_weight_t=HEAVIEST_T.get(largest),
        geometry=text_of(row, "geometry"),
    )
