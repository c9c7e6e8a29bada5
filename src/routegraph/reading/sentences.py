"""Text -> sentences with their offsets, without datelines, bylines and the furniture of pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 1000
"""Characters of one sentence; what is longer is cut there, so that no text takes long."""

BROKEN = 55
"""Characters of a line that may have been broken in mid sentence, at the least."""

WRAPPED = 120
"""Characters of a line in a text whose lines are broken, at the most; a longer one is a paragraph."""

_PARAGRAPH = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[-–—*•·▪►>|]+|\(?\d{1,2}[.)])\s+")
_STATUS_LINE = re.compile(r"\s*[^\W\d_][^:.!?]{1,40}[-–—][^:.!?]{2,40}:\s")
"""Line that tells of a road, "A - B: closed": none that was broken there."""

_STOP = re.compile(r"(?<=[.!?؟…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\d_a-z]|[\"'“‘(]*[a-z]{2,} )|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|gen|col|lt|maj|brig|capt|sgt|st|no|vs|approx|km|rd|hwy|mt|ave|jan|feb|mar|apr|jun|jul|aug"
    r"|sep|sept|oct|nov|dec|prof|gov)|\b[a-z])\.$",
    re.I,
)
_DATELINE = re.compile(
    r"\s*(?:[A-Z]{3}[A-Z' -]{0,30}(?:[,/][^–—\n]{1,40}?)?(?:\s*\([^)\n]{1,40}\))?|"
    r"[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20}){0,2}(?:, [A-Z][\w .']{1,30})?\s*\([^)\n]{1,40}\)|"
    r"[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20}){0,2}, [A-Z][\w .'-]{1,40})"
    r"\s*(?:[–—:]|\s-{1,2}\s)\s*"
)
_ARABIC_DATELINE = re.compile(
    r"\s*[\u0621-\u064a]+(?: [\u0621-\u064a]+)?\s*[-–—/]"
    r"\s*[\u0621-\u064a]+(?: [\u0621-\u064a]+){0,2}(?:\s*[-–—]\s+|\s*:\s+(?=.{60})|\s*$)"
)
_FURNITURE = re.compile(
    r"\s*(?:by (?-i:[A-Z])[\w' .,-]{2,60}$|byline|reporting by|writing by|editing by"
    r"|\((?:writing|reporting|editing)|sources?:|photo|file photo|follow us|leave a comment|related:"
    r"|read also|read more|short link|share this|for the latest|tags:|copyright"
    r"|©|المصدر:|اقرأ أيضا)",
    re.I,
)
_PUBLISHER = re.compile(r"^[ \t]*(?:source|المصدر)[ \t]*:[ \t]*([^\n]{2,60})$", re.I | re.M)


class Sentence(NamedTuple):
    """A sentence and where it begins in the text; `paragraph` counts paragraphs."""

    text: str
    start: int
    paragraph: int

    @property
    def span(self) -> tuple[int, int]:
        """Offsets in the text."""
        return self.start, self.start + len(self.text)


def publisher_of(text: str) -> str:
    """Name after a line's ``Source:``; empty when there is none."""
    match = _PUBLISHER.search(text)
    return match[1].strip() if match else ""


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; offsets count characters of the text.

    Parameters
    ----------
    text : str
        Plain text.

    Yields
    ------
    Sentence
        Its words, where it begins in the text, and its paragraph.

    Examples
    --------
    >>> [one.text for one in sentences("The M5 is cut. Khanasser fell on Friday.")]
    ['The M5 is cut.', 'Khanasser fell on Friday.']
    """
    for number, (start, end) in enumerate(_paragraphs(text)):
        block = text[start:end]
        if _FURNITURE.match(block[:200]):
            continue
        begin = start
        if bullet := _BULLET.match(block):
            begin += bullet.end()
        elif dateline := _DATELINE.match(block[:200]) or _ARABIC_DATELINE.match(block[:200]):
            begin += dateline.end()
        yield from _split(text, begin, end, number)


_COLUMN = re.compile(r"(?<=\S)(?: {3,}|\t+| ?\| ?)(?=\S)")
"""What parts the columns of a table in plain text."""


def with_columns(line: str) -> str:
    """A row of a table as prose of the same length: its first column a heading, the others sentences.

    >>> with_columns("Hama - Salamieh    OPEN   slow")
    'Hama - Salamieh:   OPEN.  slow'
    """
    gaps = [gap.start() for gap in _COLUMN.finditer(line) if line[gap.start() - 1] not in ".:;!?"]
    if not gaps:
        return line
    signs = dict.fromkeys(gaps, ".") | {gaps[0]: ":"}
    return "".join(signs.get(k, " " if sign == "|" else sign) for k, sign in enumerate(line))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, with a line joined to the one before it when that was broken in mid sentence."""
    start = last = end = -1
    wrapped = all(match.end() - match.start() <= WRAPPED for match in _PARAGRAPH.finditer(text))
    for match in _PARAGRAPH.finditer(text):
        if start >= 0:
            broken = (
                wrapped
                and match.start() - end == 1
                and end - last >= BROKEN
                and not text[max(end - 3, last) : end].rstrip().endswith((".", "!", "?", ":", "؟", "…"))
                and not _BULLET.match(match[0][:40])
                and not _STATUS_LINE.match(match[0])
                and unicodedata.category(match[0].lstrip()[:1] or " ") != "So"
                and not _COLUMN.search(match[0].strip())
                and not _COLUMN.search(text[last:end].strip())
            )
            if broken:
                last, end = match.span()
                continue
            yield start, end
        start, end = match.span()
        last = start
    if start >= 0:
        yield start, end


def _split(text: str, begin: int, end: int, number: int) -> Iterator[Sentence]:
    start = begin
    for stop in _STOP.finditer(text, begin, end):
        if stop[0] == "\n" or _ABBREVIATION.search(text, max(start, stop.start() - 10), stop.start()):
            continue
        yield from _pieces(text, start, stop.start(), number)
        start = stop.end()
    yield from _pieces(text, start, end, number)


def _pieces(text: str, start: int, end: int, number: int) -> Iterator[Sentence]:
    while start < end:
        cut = min(end, start + LONGEST)
        piece = text[start:cut]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield Sentence(piece.strip(), start + lead, number)
        start = cut
