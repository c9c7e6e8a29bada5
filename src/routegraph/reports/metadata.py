"""Who wrote a page, what it is called and when it was published, as the page itself tells it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from routegraph.intake import DEEPEST_JSON, clean, depth_of
from routegraph.reports.cell_values import RowError
from routegraph.reports.dates import parse_date
from routegraph.reports.event import Precision, Source
from routegraph.reports.record import web_address

TITLE_KEYS = ("og:title", "twitter:title", "dc.title", "citation_title")
PUBLISHER_KEYS = (
    "og:site_name",
    "article:publisher",
    "dc.publisher",
    "citation_publisher",
    "application-name",
)
URL_KEYS = ("og:url",)
DATE_KEYS = (
    *("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date"),
    *(
        "dc.date.issued",
        "dcterms.created",
        "citation_publication_date",
        "pubdate",
        "publishdate",
        "parsely-pub-date",
    ),
)
"""Names of ``<meta>`` elements, the surest first."""

ARTICLES = (
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "BlogPosting",
    "SocialMediaPosting",
    "Report",
    "WebPage",
)
"""Types of JSON-LD that tell of the text itself."""


def source_of_page(html: str) -> Source:
    """Title, publisher, link and date of a page; each empty where the page does not tell it.

    The date is when the text was published, as its author's page has it. JSON-LD comes first,
    ``<meta>`` elements next, then ``<title>``, the canonical link and ``<time>``.
    """
    page = _Head()
    page.feed(html)
    page.close()
    told = next(_articles(page.json_ld), {})
    return Source(
        title=_first(told.get("headline"), told.get("name"), *map(page.meta.get, TITLE_KEYS), page.title),
        publisher=_first(_name(told.get("publisher")), *map(page.meta.get, PUBLISHER_KEYS)),
        url=_link(told.get("url"), page.canonical, *map(page.meta.get, URL_KEYS)),
        date=_date(told.get("datePublished"), *map(page.meta.get, DATE_KEYS), page.time),
    )


def _first(*texts: object) -> str:
    return next((" ".join(clean(t).split()) for t in texts if isinstance(t, str) and t.strip()), "")


def _name(value: object) -> object:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get("name") if isinstance(value, dict) else value


def _link(*links: object) -> str:
    for link in links:
        if isinstance(link, str) and link.strip().lower().startswith(("http://", "https://")):
            try:
                return web_address(clean(link))
            except RowError:
                continue
    return ""


def _date(*texts: object) -> str:
    """First that is a day, as ISO."""
    for text in texts:
        if isinstance(text, str):
            try:
                date, precision = parse_date(clean(text))
            except ValueError:
                continue
            if precision is Precision.DAY:
                return date.isoformat()
    return ""


def _articles(texts: list[str]) -> Iterator[Mapping[str, Any]]:
    """Articles of the JSON-LD of a page; what is no JSON is passed over."""
    for text in texts:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if depth_of(found) > DEEPEST_JSON:
            continue
        items = (
            found
            if isinstance(found, list)
            else found.get("@graph", [found])
            if isinstance(found, dict)
            else []
        )
        for item in items if isinstance(items, list) else []:
            kinds = item.get("@type") if isinstance(item, dict) else None
            if set(kinds if isinstance(kinds, list) else [kinds]) & set(ARTICLES):
                yield item


class _Head(HTMLParser):
    """What a page says of itself, wherever it says so."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.json_ld: list[str] = []
        self.title = self.canonical = self.time = ""
        self._inside = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        if tag == "meta":
            key = (told.get("property") or told.get("name") or told.get("itemprop") or "").casefold()
            self.meta.setdefault(key, told.get("content", ""))
        elif tag == "link" and "canonical" in told.get("rel", "").casefold().split():
            self.canonical = self.canonical or told.get("href", "")
        elif tag == "time":
            self.time = self.time or told.get("datetime", "")
        elif (tag == "title" and not self.title) or (
            tag == "script" and told.get("type", "").casefold() == "application/ld+json"
        ):
            self._inside, self._text = tag, []

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside == "title":
            self.title = "".join(self._text)
        elif tag == self._inside == "script":
            self.json_ld.append("".join(self._text))
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._text.append(data)


@dataclass(frozen=True)
class Cited:
    """How reports are to be cited, where that is told beside them.

    Attributes
    ----------
    title, publisher, url : str
        In place of what the report says of itself; empty to leave that.
    date : date or None
        Of a report that bears no date of its own.
    of_report : bool
        Whether `date` was told as that of the report, and not as the day asked about.
    """

    title: str = ""
    publisher: str = ""
    url: str = ""
    date: dt.date | None = None
    of_report: bool = False


STAMP_LINES = 3
"""Lines at either end of a text among which a post's own time stamp is looked for."""

_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|utc|gmt|z)?\b", re.I)
_LEAD = re.compile(
    r"^(?:(?:published|posted|date|updated|sent|on|at|le|publié(?: le)?|تاريخ|التاريخ)\b\s*:?\s*)+", re.I
)
_SIGNS = re.compile(r"[·•|–—,]+")


def own_date(text: str) -> dt.date | None:
    """Date of a line that is a time stamp and nothing else, near either end of a text.

    Examples
    --------
    >>> own_date("Road cut. 🔴\\n\\n4:20 PM · Oct 23, 2015")
    datetime.date(2015, 10, 23)
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in dict.fromkeys((*lines[:STAMP_LINES], *lines[-STAMP_LINES:])):
        if len(line) > 60 or not re.search(r"\d{4}", line):
            continue
        led = _LEAD.sub("", line)
        bare = " ".join(_SIGNS.sub(" ", _CLOCK.sub(" ", led)).split())
        for written in (led, bare):
            try:
                date, precision = parse_date(written)
            except ValueError:
                continue
            if precision is Precision.DAY and not written.isdigit():
                return date
    return None
