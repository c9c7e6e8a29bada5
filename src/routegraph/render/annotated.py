"""A report as one HTML file: its text with what was read of it marked, beside the map that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files
from itertools import islice, pairwise
from string import Template
from typing import Any

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.model import Network
from routegraph.render.card import colours
from routegraph.render.features import coordinates_of
from routegraph.render.webmap import POLICY, backdrop_of, json_in_page, leaflet, text_of
from routegraph.reports.event import Event, Status
from routegraph.reports.extraction import Extraction
from routegraph.reports.ledger import CLOSING
from routegraph.scenario.applied import ResolvedTarget
from routegraph.version import VERSION

KINDS = {
    "closes": "closes",
    "slows": "slows",
    "threat": "threatened: marks",
    "opens": "opens",
    "claim": "claim of the outcome",
    "confirm": "to confirm: a model alone says so",
    "unplaced": "on no map",
    "unread": "not understood",
    "aside": "set aside",
}
"""Kind of a marked passage -> what the legend calls it; an earlier one decides the colour."""

MARGIN_DEGREES = 0.15


@dataclass(frozen=True)
class Marked:
    """A passage of a report, and what was read of it."""

    id: str
    kind: str
    told: str
    span: tuple[int, int] | None
    event: Event | None = None


def report_page(extraction: Extraction, network: Network, find: Callable[[str, str], ResolvedTarget]) -> str:
    """Return the page of what reports gave.

    Parameters
    ----------
    extraction : Extraction
    network : Network
    find : callable
        Target and geometry of an event -> its roads, as `Resolver.find`.

    Raises
    ------
    UnavailableError
        The package that brings Leaflet is not installed.
    """
    readings = extraction.readings or (extraction,)
    numbered = iter(range(1, 1 << 20))
    events = iter(extraction.events)  # as sure as all reports together make them, report by report
    marked = [
        list(_marked(replace(reading, events=tuple(islice(events, len(reading.events)))), numbered))
        for reading in readings
    ]
    places = [place for items in marked for item in items if (place := _place(item, network, find))]
    west, south, east, north = _bounds(places, network)
    here = files("routegraph.render")
    styles = [leaflet("leaflet.css"), colours(":root")]
    styles += [text_of(here / name) for name in ("card.css", "webmap.css", "annotated.css")]
    title = readings[0].source.title or readings[0].source.file or "report"
    return Template(text_of(here / "annotated.html")).substitute(
        title=escape(title if len(readings) == 1 else f"{len(readings)} reports"),
        policy=POLICY,
        version=VERSION,
        style="\n".join(styles),
        legend="".join(f'<mark class="rg-{kind}">{told}</mark>' for kind, told in KINDS.items()),
        reports="".join(map(_report, readings, marked)),
        credit=escape(f"Roads: {network.provenance.attribution}, {network.name}"),
        content=json_in_page(
            {
                "bounds": [[south, west], [north, east]],
                "backdrop": backdrop_of(network, (west, south, east, north)),
                "places": places,
            }
        ),
        leaflet=leaflet("leaflet.js"),
        script=text_of(here / "annotated.js"),
    )


def _marked(reading: Extraction, numbers: Iterator[int]) -> Iterator[Marked]:
    for event in reading.events:
        told = ", ".join(
            part
            for part in (
                f"{event.target}: {event.status}",
                event.by and f"by {event.by}",
                str(event.date or ""),
                f"{event.confidence:.0%} sure",
                event.note,
            )
            if part
        )
        yield Marked(str(next(numbers)), _kind(event.status), told, event.span, event)
    for kind, items in (
        ("confirm", [(f"{one.target}: {one.status}", one.span) for one in reading.to_confirm]),
        ("unplaced", [(f"{one.spelled}: {one.status}; {one.why}", one.span) for one in reading.unlocated]),
        ("claim", [(one.claim, one.span) for one in reading.claims]),
        ("unread", [(one.why, one.span) for one in reading.not_understood]),
        ("aside", [(one.reason, one.span) for one in reading.set_aside]),
    ):
        for told, span in items:
            yield Marked(str(next(numbers)), kind, told, span)


def _kind(status: Status) -> str:
    if status in CLOSING:
        return "closes"
    return {Status.RESTRICTED: "slows", Status.THREATENED: "threat"}.get(status, "opens")


def _place(
    item: Marked, network: Network, find: Callable[[str, str], ResolvedTarget]
) -> dict[str, Any] | None:
    """Where an event is on the map; None for what no road stands for."""
    if item.event is None:
        return None
    try:
        found = find(item.event.target, item.event.geometry)
    except (NotFoundError, AmbiguousError):
        return None
    lines = [coordinates_of(*network.road_shape(int(road)), digits=5) for road in found.roads]
    return {
        "id": item.id,
        "kind": item.kind,
        "target": item.event.target,
        "lon": round(found.lon, 5),
        "lat": round(found.lat, 5),
        "lines": lines,
    }


def _bounds(places: Sequence[dict[str, Any]], network: Network) -> tuple[float, float, float, float]:
    """Of the places of the events, else of the network: west, south, east, north."""
    if not places:
        return network.provenance.bbox
    lon, lat = [place["lon"] for place in places], [place["lat"] for place in places]
    return (
        min(lon) - MARGIN_DEGREES,
        min(lat) - MARGIN_DEGREES,
        max(lon) + MARGIN_DEGREES,
        max(lat) + MARGIN_DEGREES,
    )


def _report(reading: Extraction, items: Sequence[Marked]) -> str:
    """One report: how it is cited, its text with its marks, and the list of what was read."""
    source = reading.source
    url = escape(source.url)
    link = f'<a href="{url}" rel="noopener noreferrer">{url}</a>' if url.startswith("http") else ""
    cited = ", ".join(escape(part) for part in (source.publisher, source.date, source.file) if part)
    shown = "".join(
        f'<li data-items="{item.id}" class="rg-{item.kind}"><b>{item.id}</b>{escape(item.told)}</li>'
        for item in items
    )
    return (
        f"<h3>{escape(source.title or source.file or 'report')}</h3>"
        f'<p class="rg-muted">{cited} {link}<br>SHA-256 {escape(source.sha256)}</p>'
        f'<div class="rg-text" dir="auto">{"".join(_pieces(reading.text, items))}</div><ol>{shown}</ol>'
    )


def _pieces(text: str, items: Sequence[Marked]) -> Iterator[str]:
    """The text in pieces that the same items mark, each as HTML."""
    cuts = {0, len(text)}
    for item in items:
        cuts.update(min(end, len(text)) for end in item.span or ())
    places = sorted(cuts)
    for start, end in pairwise(places):
        over = [item for item in items if item.span and item.span[0] <= start and end <= item.span[1]]
        piece = escape(text[start:end])
        if not over:
            yield piece
            continue
        kind = min((item.kind for item in over), key=list(KINDS).index)
        ends = [item.id for item in over if item.span and item.span[1] == end]
        sup = f"<sup>{','.join(ends)}</sup>" if ends else ""
        ids = " ".join(item.id for item in over)
        told = escape("; ".join(item.told for item in over))
        yield f'<mark class="rg-{kind}" data-items="{ids}" title="{told}">{piece}{sup}</mark>'
