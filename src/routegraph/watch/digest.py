"""What a watch shows: a page of what holds now and what changed, and an Atom feed of changes."""

from __future__ import annotations

import datetime as dt
import html
import uuid
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from routegraph.watch.feeds import shown
from routegraph.watch.state import Alert, WatchState
from routegraph.written import write_whole

MOST_SHOWN = 50
ATOM = "http://www.w3.org/2005/Atom"
NAMESPACE = uuid.UUID("0d6f7ab6-6f6e-5c42-9d0a-3a5e5d0b8a11")
"""Of the ids of changes, which stay the same however often the feed is written."""

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1d2228}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid #ccd1d6}
table{border-collapse:collapse;width:100%}
td,th{padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top}
.alert{color:#a3271c}.muted{color:#69727c}img{max-width:100%}
@media(prefers-color-scheme:dark){body{background:#14171b;color:#e6e8eb}.alert{color:#ff8a80}}
"""


def write_digest(state: WatchState, folder: Path, title: str, attribution: str, pages: Sequence[str]) -> None:
    """Write ``digest.html`` and ``changes.atom`` into a folder; `pages` are pictures beside them."""
    alerts, reports = state.alerts(), state.reports()
    page = _page(state, title, attribution, pages, alerts)
    write_whole(folder / "digest.html", lambda spare: spare.write_text(page, "utf-8"))
    last = alerts[-1].at if alerts else (reports[0].came if reports else "1970-01-01T00:00:00+00:00")
    feed = _atom(alerts, title, last)
    write_whole(folder / "changes.atom", lambda spare: spare.write_bytes(feed))


def _page(
    state: WatchState, title: str, attribution: str, pages: Sequence[str], alerts: Sequence[Alert]
) -> str:
    e = html.escape
    reports = state.reports()
    now = "".join(
        f'<tr><td>{e(journey)}</td><td class="{"alert" if told.get("alert") else ""}">{e(told["outcome"])}'
        f"</td><td>{e(told['sentence'])}</td></tr>"
        for journey, told in state.outcomes().items()
    )
    changes = "".join(
        f"<tr><td>{e(one.at)}</td><td>{e(one.journey)}</td><td>{e(one.told['before'])} → "
        f"{e(one.told['outcome'])}</td><td>{e(one.report)}{_doubt(one)}</td></tr>"
        for one in reversed(alerts[-MOST_SHOWN:])
    )
    came = "".join(
        f"<tr><td>{e(one.came)}</td><td>{e(one.name)}</td>"
        f"<td>{e(one.problem or one.notes or 'read').replace(chr(10), '<br>')}</td></tr>"
        for one in reversed(reports[-MOST_SHOWN:])
    )
    feeds = "".join(
        f"<tr><td>{e(shown(url))}</td><td>{e(checked)}</td><td>{e(problem or 'answered')}</td></tr>"
        for url, problem, checked in state.feeds()
    )
    pictures = "".join(f'<p><img src="{e(name)}" alt="{e(name)}"></p>' for name in pages)
    left = len(reports) - MOST_SHOWN
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{e(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f'<link rel="alternate" type="application/atom+xml" href="changes.atom"></head><body>'
        f"<h1>{e(title)}</h1><h2>What holds now</h2><table>{now}</table>"
        f"<h2>What changed</h2><table>{changes or '<tr><td>nothing yet</td></tr>'}</table>"
        f"<h2>Reports, {len(reports):,}</h2><table>{came}</table>"
        + (f'<p class="muted">and {left:,} older ones</p>' if left > 0 else "")
        + (f"<h2>Feeds</h2><table>{feeds}</table>" if feeds else "")
        + f'{pictures}<p class="muted">{e(attribution)}</p></body></html>'
    )


def _doubt(alert: Alert) -> str:
    if alert.sent and not alert.result:
        return " <b>sending was interrupted: it may not have gone out</b>"
    return f" <b>{html.escape(alert.result)}</b>" if alert.result not in ("", "sent") else ""


def _atom(alerts: Sequence[Alert], title: str, updated: str) -> bytes:
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")

    def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
        child = ET.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
        child.text = text or None
        return child

    add(feed, "id", f"urn:uuid:{uuid.uuid5(NAMESPACE, title)}")
    add(feed, "title", title)
    add(feed, "updated", updated)
    add(add(feed, "author"), "name", "routegraph")
    for one in reversed(alerts[-MOST_SHOWN:]):
        entry = add(feed, "entry")
        add(entry, "id", f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{title} {one.number}')}")
        add(entry, "title", f"{one.journey}: {one.told['outcome']}")
        add(entry, "updated", one.at)
        add(
            entry,
            "content",
            f"{one.told['sentence']} Before: {one.told['before']}. By: {one.report}.",
            type="text",
        )
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def now() -> str:
    """The time, to the second, as Atom writes it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
