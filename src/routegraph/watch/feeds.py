"""Feeds: Atom, RSS and JSON, fetched only when they changed, and archives asked by the user's own key."""

from __future__ import annotations

import datetime as dt
import html
import json
import os
import re
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

from routegraph.errors import QuestionError, UnavailableError
from routegraph.intake import clean, within
from routegraph.version import VERSION

MOST_BYTES = 8 * 1024 * 1024
TIMEOUT_S = 30.0
"""Of each wait for the server."""

LONGEST_S = 90.0
"""Of a whole answer."""

MOST_ENTRIES = 500
ARCHIVE_DAYS = 30
ACLED = "https://acleddata.com"
RELIEFWEB = "https://api.reliefweb.int"


@dataclass(frozen=True)
class Entry:
    """One item of a feed.

    Attributes
    ----------
    key : str
        Its id, or address, or title: the same for later versions of it.
    dated : str
        ISO day; empty when it is not told.
    content : bytes
        A page of HTML that holds title, date, address and text; or a table of events.
    suffix : str
        Of a file with this content.
    """

    key: str
    title: str
    dated: str
    content: bytes
    suffix: str = ".html"


@dataclass(frozen=True)
class Fetched:
    """A state of a feed; no entries when it is still the same.

    Attributes
    ----------
    etag, modified : str
        To be told with the next request.
    left_out : int
        Entries beyond `MOST_ENTRIES`.
    """

    etag: str
    modified: str
    entries: tuple[Entry, ...] = ()
    left_out: int = 0


def fetch(source: str, etag: str = "", modified: str = "") -> Fetched:
    """Fetch a feed, unless it is still what `etag` and `modified` tell, or ask an archive.

    Parameters
    ----------
    source : str
        The address of a feed; or one of `ARCHIVES` and what to ask it: ``acled:Syria``,
        ``reliefweb:Aleppo road``.
    etag, modified : str
        As the last answer told them.

    Raises
    ------
    QuestionError
        The address is not one of the web, or the variables that hold the user's key are not set.
    UnavailableError
        The server does not answer in time, refuses, sends too much, or what it sends is no feed.
    """
    archive, _, asked = source.partition(":")
    if archive in ARCHIVES:
        entries = ARCHIVES[archive](asked.strip())
        return Fetched("", "", tuple(entries[:MOST_ENTRIES]), max(len(entries) - MOST_ENTRIES, 0))
    if not source.lower().startswith(("https://", "http://")):
        raise QuestionError(
            f"feed {source!r}: give an address that begins with https:// or http://, "
            f"or {' or '.join(f'{name}:WORDS' for name in ARCHIVES)}."
        )
    headers = {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    answer = _ask(source, headers)
    if answer is None:
        return Fetched(etag, modified)
    data, told = answer
    entries = _entries(shown(source), data)
    return Fetched(
        told.get("etag", ""),
        told.get("last-modified", ""),
        tuple(entries[:MOST_ENTRIES]),
        max(len(entries) - MOST_ENTRIES, 0),
    )


def shown(source: str) -> str:
    """A feed's address as it may be shown: what stands in it as a query or a password may be a key.

    Examples
    --------
    >>> shown("https://me:secret@example.org/reports.xml?key=1234")
    'https://example.org/reports.xml?…'
    """
    return re.sub(r"(?<=//)[^/@]*@", "", re.sub(r"\?.*", "?…", source))


def _ask(
    url: str, headers: Mapping[str, str], form: Mapping[str, str] | None = None
) -> tuple[bytes, dict[str, str]] | None:
    """Body and headers of an answer, bounded in size and in the time for all of it; None if unchanged."""
    own = {"User-Agent": f"routegraph/{VERSION}", "Accept-Encoding": "identity"}
    request = urllib.request.Request(
        url, data=urlencode(form).encode() if form else None, headers={**own, **headers}
    )
    where = f"feed {shown(url)}"

    def ask() -> tuple[bytes, dict[str, str]]:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            return answer.read(MOST_BYTES + 1), {key.lower(): value for key, value in answer.headers.items()}

    try:
        data, told = within(LONGEST_S, ask)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == HTTPStatus.NOT_MODIFIED:
            return None
        raise UnavailableError(f"{where}: the server answers {error.code} {clean(error.reason)}.") from None
    except (OSError, ValueError, HTTPException) as error:
        reason = clean(str(getattr(error, "reason", error)))
        raise UnavailableError(f"{where} cannot be fetched: {reason}; it is tried again later.") from None
    if len(data) > MOST_BYTES:
        raise UnavailableError(f"{where} is larger than {MOST_BYTES // 1024 // 1024} MB; it is not read.")
    return data, told


def _entries(url: str, data: bytes) -> list[Entry]:
    if data.lstrip()[:1] == b"{":
        return _of_json(url, data)
    try:
        import feedparser
    except ImportError:
        raise UnavailableError(
            "reading feeds needs feedparser; install it with pip install 'routegraph[watch]'."
        ) from None
    try:
        parsed: Any = feedparser.parse(data)
    except Exception as error:  # whatever a parser meets in what a server sends
        raise UnavailableError(f"feed {url} cannot be read: {clean(str(error))[:160]}.") from None
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
    title = clean(title)
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


def _of_archive(
    url: str, headers: Mapping[str, str], form: Mapping[str, str] | None = None
) -> dict[str, Any]:
    answer = _ask(url, headers, form)
    try:
        told = json.loads(answer[0]) if answer else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise UnavailableError(f"feed {shown(url)}: what the server sends is no whole JSON.")
    return told


def _keys(archive: str, *names: str) -> list[str]:
    """The user's own key, from variables of the environment, so that it stands in no command or file."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise QuestionError(
            f"feed {archive}: needs your own account there; set {' and '.join(missing)} in the environment."
        )
    return [os.environ[name] for name in names]


def _acled(country: str) -> list[Entry]:
    """Events of a country in the last days, one table for each day, so that a corrected day replaces it.

    Source: https://acleddata.com/api-documentation/getting-started
    """
    user, password = _keys("acled", "ROUTEGRAPH_ACLED_USER", "ROUTEGRAPH_ACLED_PASSWORD")
    login = {"username": user, "password": password, "grant_type": "password", "client_id": "acled"}
    token = _of_archive(f"{ACLED}/oauth/token", {}, login).get("access_token")
    if not token:
        raise UnavailableError("feed acled: the server gives no access for this account; see its terms.")
    today = dt.date.today()
    days = f"{today - dt.timedelta(days=ARCHIVE_DAYS)}|{today}"
    query = {"_format": "json", "event_date": days, "event_date_where": "BETWEEN", "limit": "5000"}
    query |= {"country": country} if country else {}
    told = _of_archive(f"{ACLED}/api/acled/read?{urlencode(query)}", {"Authorization": f"Bearer {token}"})
    rows = told.get("data")
    if not isinstance(rows, list):
        reason = clean(str(told.get("message") or told.get("error") or "no data"))[:160]
        raise UnavailableError(f"feed acled: the server answers: {reason}.")
    by_day = defaultdict(list)
    for row in rows:
        if isinstance(row, Mapping):
            by_day[str(row.get("event_date") or "")[:10]].append(dict(row))
    return [
        Entry(
            f"{country} {day}", f"ACLED {country} {day}", day, json.dumps({"data": found}).encode(), ".json"
        )
        for day, found in sorted(by_day.items(), reverse=True)
    ]


def _reliefweb(words: str) -> list[Entry]:
    """The newest reports that hold the words, in the query language of its search.

    Source: https://apidoc.reliefweb.int/
    """
    (appname,) = _keys("reliefweb", "ROUTEGRAPH_RELIEFWEB_APPNAME")
    query = [("appname", appname), ("limit", "50"), ("preset", "latest"), ("query[operator]", "AND")]
    query += [("query[value]", words)] if words else []
    query += [("fields[include][]", name) for name in ("title", "body-html", "body", "url", "date.original")]
    told = _of_archive(f"{RELIEFWEB}/v2/reports?{urlencode(query)}", {})
    reports = told.get("data")
    if not isinstance(reports, list):
        raise UnavailableError("feed reliefweb: what the server sends is no list of reports.")
    found = []
    for report in reports:
        fields = report.get("fields") if isinstance(report, Mapping) else None
        if isinstance(fields, Mapping):
            dates = fields.get("date")
            found.append(
                _entry(
                    key=str(report.get("id") or fields.get("url") or ""),
                    title=str(fields.get("title") or ""),
                    day=str(dates.get("original") or "")[:10] if isinstance(dates, Mapping) else "",
                    link=str(fields.get("url") or ""),
                    body=str(fields.get("body-html") or html.escape(str(fields.get("body") or ""))),
                )
            )
    return found


ARCHIVES: dict[str, Callable[[str], list[Entry]]] = {"acled": _acled, "reliefweb": _reliefweb}
"""What is asked by the user's own key, where its owner's terms allow."""
