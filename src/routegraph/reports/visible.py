"""The text that a reader of a page sees: HTML without scripts, styles, menus and footers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HIDDEN = frozenset(
    [
        "head",
        "script",
        "style",
        "nav",
        "footer",
        "aside",
        "form",
        "noscript",
        "template",
        "svg",
        "button",
        "select",
        "iframe",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Characters within words that nobody sees: where a word may break, and which way it runs."""

_HTML = re.compile(
    r"\s*(?:<!--.{0,500}?-->\s*)?(?:<!doctype html|<html\b|<(?:div|p|body|article|h1)\b)", re.I | re.S
)


def is_html(text: str) -> bool:
    """Whether a text begins as a page does."""
    return bool(_HTML.match(text[:2000]))


def visible_text(html: str) -> str:
    """Visible text of a page; `extract` counts its spans in it.

    Blocks are parted by an empty line, lines of one block by a line break, cells of a row by bars.

    >>> visible_text("<table><tr><td>A - B<td>closed<tr><td>C - D<td>open</table>")
    'A - B | closed\\nC - D | open\\n'
    """
    page = _Page()
    page.feed(html)
    page.close()
    lines = (" ".join(line.split()).strip("| ") for line in _UNSEEN.sub("", "".join(page.parts)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.hidden or tag in _HIDDEN or _is_hidden(dict(attrs)):
            if tag not in _VOID:
                self.hidden.append(tag)
            if tag in _BLOCKS:
                self.parts.append("\n\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in ("br", "tr"):
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            while self.hidden and self.hidden.pop() != tag:
                pass
        elif tag in _BLOCKS and not self.hidden:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data.replace("\n", " "))


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or "display:none" in (attributes.get("style") or "").replace(" ", "")
