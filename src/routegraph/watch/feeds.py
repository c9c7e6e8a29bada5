"""Feeds: Atom, RSS and JSON, fetched only when they changed, within bounds of size and time."""

from __future__ import annotations

import html
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from routegraph.errors import QuestionError, UnavailableError
from routegraph.intake import within
from routegraph.version import VERSION

MOST_BYTES = 8 * 1024 * 1024
TIMEOUT_S = 30.0
"""Of each wait for the server."""

LONGEST_S = 90.0
"""Of a whole answer."""

MOST_ENTRIES = 500


@dataclass(frozen=True)
class Entry:
    """One item of a feed.

    Attributes
    ----------
    key : str
        Its id, or address, or title: the same for later versions of it.
    title : str
    dated : str
        ISO day; empty when it is not told.
    content : bytes
        A page of HTML that holds title, date, address and text.
    """

    key: str
    title: str
    dated: str
    content: bytes


@dataclass(frozen=True)
class Fetched:
    """A state of a feed; no entries when it is still the same.

    Attributes
    ----------
    etag, modified : str
        To be told with the next request.
    entries : tuple of Entry
    left_out : int
        Entries beyond `MOST_ENTRIES`.
    """

    etag: str
    modified: str
    entries: tuple[Entry, ...] = ()
    left_out: int = 0


def fetch(url: str, etag: str = "", modified: str = "") -> Fetched:
    """Fetch a feed, unless it is still what `etag` and `modified` tell.

    Raises
    ------
    QuestionError
        The address is not one of the web.
    UnavailableError
        The server does not answer in time, refuses, sends too much, or what it sends is no feed.
    """
    if not url.lower().startswith(("https://", "http://")):
        raise QuestionError(f"feed {url!r}: give an address that begins with https:// or http://.")
    headers = {"User-Agent": f"routegraph/{VERSION}", "Accept-Encoding": "identity"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    request = urllib.request.Request(url, headers=headers)

    def ask() -> tuple[bytes, dict[str, str]]:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            return answer.read(MOST_BYTES + 1), {key.lower(): value for key, value in answer.headers.items()}

    try:
        data, told = within(LONGEST_S, ask)
    except urllib.error.HTTPError as error:
        if error.code == HTTPStatus.NOT_MODIFIED:
            return Fetched(etag, modified)
        raise UnavailableError(f"feed {url}: the server answers {error.code} {error.reason}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise UnavailableError(f"feed {url} cannot be fetched: {reason}; it is tried again later.") from None
    if len(data) > MOST_BYTES:
        raise UnavailableError(f"feed {url} is larger than {MOST_BYTES // 1024 // 1024} MB; it is not read.")
    entries = _entries(url, data)
    return Fetched(
        told.get("etag", ""),
        told.get("last-modified", ""),
        tuple(entries[:MOST_ENTRIES]),
        max(len(entries) - MOST_ENTRIES, 0),
    )


def _entries(url: str, data: bytes) -> list[Entry]:
    if data.lstrip()[:1] == b"{":
        return _of_json(url, data)
    try:
        import feedparser
    except ImportError:
        raise UnavailableError(
            "reading feeds needs feedparser; install it with pip install 'routegraph[watch]'."
        ) from None
    parsed: Any = feedparser.parse(data)
    if not parsed.get("version"):
        raise UnavailableError(f"feed {url}: what the server sends is no Atom, RSS or JSON feed.")
    return [
        _entry(
            key=one.get("id") or one.get("link") or one.get("title") or "",
            title=one.get("title", ""),
            day=_day(one.get("published_parsed") or one.get("updated_parsed")),
            link=one.get("link", ""),
            body="\n".join(part.get("value", "") for part in one.get("content", ()))
            or one.get("summary", ""),
        )
        for one in parsed.entries
    ]


def _of_json(url: str, data: bytes) -> list[Entry]:
    """Items of a JSON feed, https://www.jsonfeed.org/version/1.1/."""
    try:
        told = json.loads(data)
    except ValueError:
        raise UnavailableError(f"feed {url}: what the server sends is no whole JSON.") from None
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(told.get("version", "")):
        raise UnavailableError(f"feed {url}: what the server sends is no Atom, RSS or JSON feed.")
    return [
        _entry(
            key=str(one.get("id") or one.get("url") or one.get("title") or ""),
            title=str(one.get("title") or ""),
            day=str(one.get("date_published") or one.get("date_modified") or "")[:10],
            link=str(one.get("url") or ""),
            body=str(
                one.get("content_html")
                or html.escape(str(one.get("content_text") or one.get("summary") or ""))
            ),
        )
        for one in items
        if isinstance(one, Mapping)
    ]


def _day(parsed: Any) -> str:
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if parsed else ""


def _entry(key: str, title: str, day: str, link: str, body: str) -> Entry:
    head = f"<title>{html.escape(title)}</title>"
    if day:
        head += f'<meta property="article:published_time" content="{html.escape(day)}">'
    if link:
        head += f'<link rel="canonical" href="{html.escape(link)}">'
    page = (
        f'<!doctype html><html><head><meta charset="utf-8">{head}</head>'
        f"<body><h1>{html.escape(title)}</h1>\n{body}</body></html>"
    )
    return Entry(key, title or key, day, page.encode())
