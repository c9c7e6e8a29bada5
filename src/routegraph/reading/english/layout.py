"""What a line leaves to its heading, its column or a sign to tell, and adverbs of time set aside."""

from __future__ import annotations

import re

from routegraph.reading.english.phrasebook import trigger_words
from routegraph.reading.trigger import phrases_of
from routegraph.reading.when import NUMBERS

THIN = "\u2009"
"""Stands for what is blanked; several spaces would part columns."""

MOST_WORDS = 12
"""Words of a line that leans on a heading, at the most."""

_SIGNS = {**dict.fromkeys("❌🔴⛔🚫✖", "closed"), **dict.fromkeys("✅🟢✔", "open")}
_SIGNS |= dict.fromkeys("🟡🟠⚠", "with caution")
_SIGN = re.compile(f"([{''.join(_SIGNS)}])")
_WORD_OF = re.compile(r"[a-z-]+")
_WORD = re.compile(r"[^\W\d_]{2}")
_STATES = phrases_of(
    "closed, blocked, impassable, cut off, cut, open, reopened, passable with caution, flooded, damaged, "
    "shut, obstructed, suspended, operational, one-way, one-lane, restricted, passable, destroyed, washed "
    "away"
)
_STATE = re.compile(rf"\b(?:{'|'.join(_STATES)})\b", re.I)
_TITLE = re.compile(
    rf"(?:(?:roads?|routes?|sections?|fully|completely|partially|partly|currently|temporarily|still) )*"
    rf"(?:{'|'.join(_STATES)})\b(?! (?-i:[A-Z]))(?: [a-z]+){{0,5}}$",
    re.I,
)
"""Line that only tells the state of what is listed below it."""

_STAMP = re.compile(r"^\W{0,3}\d{1,2}[:.]\d{2}(?: ?[ap]m)?\b[\])]?(?: ?[-–:] )?(?! ?[-–to])")
"""Hour that a post begins with."""

_HEADED = re.compile(r"^([^:]{3,60}?)(?: ?:| [-–—](?= [a-z])) +(?=\S)")
"""What a line is about, before a colon or a dash that tells more of it."""

_ROAD = re.compile(r"\b(?:roads?|routes?|sections?|highways?|axes|axis|stretch(?:es)?)\b", re.I)

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_COUNT = (
    r"(?:a few|a couple of|several|many|(?:more than|about|nearly|almost|over) \w+|\d+|"
    rf"{'|'.join(name for name, number in NUMBERS.items() if number > 1)})"
)
_WHEN = (
    rf"(?:(?:late|early|earlier) )?on (?:the \w+ of )?{_DAY}(?: (?:morning|evening|night|afternoon))?"
    rf"|on \d{{1,2}} {_MONTH}|on {_MONTH} \d{{1,2}}|(?:late |early )?(?:yesterday|today|overnight|last night)"
    r"|(?:late |early )?this (?:morning|afternoon|evening|week)|at (?:dawn|noon|dusk|midnight)"
    rf"|{_COUNT} (?:hours|days|weeks) ago|for (?:the (?:past|last) )?{_COUNT} (?:hours|days|weeks|months)"
    rf"|after {_COUNT} (?:hours|days|weeks)(?: of (?:\w+ )?(?:fighting|clashes|battles|siege|talks))?"
)
_TIME = re.compile(
    rf"(?<=\w)(,)? (?:{_WHEN})(?:,? (?:{_DAY}|{_WHEN})),?(?= (?:(?-i:[A-Z])|the|full|of))"
    rf"|(?<=\w)(,)? (?:{_WHEN})(?(2),)(?= (?:(?-i:[A-Z])|(?:the|full|total|complete|control|of|under|between"
    r"|from|been|a|its)\b))",
    re.I,
)


def without_times(text: str) -> str:
    """Blank the adverbs of time that part a verb from its object: "took control on Tuesday of Morek".

    >>> without_times("seized late on Tuesday the town").split()
    ['seized', 'the', 'town']
    """
    return _TIME.sub(lambda match: THIN * len(match[0]), text)


_PLAINER = (
    (
        re.compile(
            r"\b((?:movement|access|passage|entry|travel|permission)\b[^.;:]{0,60}?"
            r"\b(?:was|were|is|are|been) )(?:denied|refused)\b",
            re.I,
        ),
        "closed",
    ),
    (re.compile(r"\b(no longer )exists?\b"), "usable"),
    (
        re.compile(
            r"\b()fallen(?= (?:trees?|branches|rocks?|boulders?|stones?|debris|poles?|power|pylons?)\b)"
        ),
        "downed",
    ),
    (re.compile(r"\b()could(?= (?:now )?be (?:used|crossed|driven|passed) (?:again|once more)\b)"), "can"),
    (
        re.compile(
            r"(), (?:closed|shut|blocked|cut) (?:while|when|during|until|after)\b[^,;.]{0,60},"
            r"(?= (?:has|have|is|was|are|were) (?:now |since |been )*(?:re-?opened|open|cleared|passable)\b)"
        ),
        "",
    ),
)
"""What says that a way is closed in words that mean something else elsewhere."""


def plainly(text: str) -> str:
    """Say in plainer words of no more letters what a sentence tells, so that offsets stay.

    >>> plainly("Movement to Golo was refused by them")
    'Movement to Golo was closed\u2009 by them'
    """
    for pattern, word in _PLAINER:
        text = pattern.sub(lambda m, w=word: (m[1] + w).ljust(len(m[0]), THIN)[: len(m[0])], text)  # type: ignore[misc]
    return text


def _is_road(text: str) -> bool:
    """Whether the head of a line is a road: "BP Highway", "RN3 A – B"."""
    return bool(_ROAD.search(text) or re.search(r"\b[A-Z]{1,3}-?\d|\w ?[-–—] ?[A-Z]", text))


class Layout:
    """Follows the headings and columns of a text, line by line."""

    def __init__(self) -> None:
        self.heading = ""
        self.column: tuple[int, str] | None = None

    def completed(self, line: str) -> str:
        """Return a line with the state that its heading, its column or its sign tells; offsets stay."""
        line = _STAMP.sub(lambda match: " " * len(match[0]), line)
        state = _STATE.search(line)
        cells = line.split("|")
        if len(cells) > 2 or (len(cells) == 2 and all(map(str.strip, cells))):
            return self._of_row(line, cells)
        self.column = None
        if _SIGN.search(line):
            return self._of_signs(line)
        words = len(line.split())
        headed = _HEADED.match(line)
        if _TITLE.match(line) or (line.rstrip().endswith(":") and words <= MOST_WORDS):
            self.heading = state[0] if state else ""
        elif self.heading and not state and headed and _is_road(headed[1]):
            return f"{headed[1]}: {self.heading}. {line[headed.end() :]}"
        elif words > MOST_WORDS:
            self.heading = ""
        elif self.heading and not state:
            return f"{line.rstrip(' .;,')}: {self.heading}"
        return line

    def _of_signs(self, line: str) -> str:
        """Line with what its signs say of the words after each."""
        first, *rest = _SIGN.split(line)
        if len(rest) == 2 and _WORD.search(first):
            own = _STATE.search(line) or not trigger_words().isdisjoint(_WORD_OF.findall(line.lower()))
            return _SIGN.sub(" ", line) if own else f"{first.rstrip()}: {_SIGNS[rest[0]]}{rest[1]}"
        if len(rest) == 2 and (headed := _HEADED.match(rest[1].strip())) and _is_road(headed[1]):
            text = rest[1].strip()
            return text if _STATE.search(text) else f"{headed[1]}: {_SIGNS[rest[0]]}. {text[headed.end() :]}"
        told = [
            words if _STATE.search(words) else f"{words.strip(' .,;')}: {_SIGNS[sign]}."
            for sign, words in zip(rest[::2], rest[1::2], strict=True)
            if words.strip()
        ]
        return " ".join((first.strip(), *told)).strip()

    def _of_row(self, line: str, cells: list[str]) -> str:
        """Row of a table: with the state that the heading of a column of roads tells."""
        for k, cell in enumerate(cells):
            if (state := _STATE.search(cell)) and _ROAD.search(cell) and not re.search(r"[-–—]", cell):
                self.column = k, state[0]
                return line
        if self.column and self.column[0] < len(cells):
            k, told = self.column
            blank = ["".join(" " for _ in cell) for cell in cells]
            return " ".join((*blank[:k], cells[k].rstrip())) + f": {told}"
        return re.sub(r"^\s*\||\|\s*$", " ", line)
