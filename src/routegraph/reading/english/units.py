"""A sentence -> units: the phrases of the lexicon, capitalised names, numbers, signs, plain words."""

from __future__ import annotations

import re
from typing import NamedTuple

from routegraph.reading.english.lexicon import NOT_PLACES
from routegraph.reading.english.organisations import (
    FORCES,
    GIVEN_NAMES,
    GROUP_HEADS,
    GROUP_TAILS,
    OUTLETS,
    STARTERS,
)
from routegraph.reading.english.phrasebook import Node, tries
from routegraph.reading.english.triggers import FILLERS, HOLDERS
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reports.event import Status
from routegraph.reports.sides import side_of

_TOKEN = re.compile(
    r"[A-Z]{1,3}[-.]?\d{1,4}[A-Z]?\b|[A-Z]{1,2} \d{1,3}\b(?!-\w)|[^\W\d_]+(?:[-'’ʿʾ][^\W\d_]+)*|"
    r"\d+(?:[.,:]\d+)*|[^\w\s]"
)
SHOUTING = 0.8
"""Share of capitals of a sentence that is written in them."""

HELD = frozenset({"control", "hands", "rule", "occupation"})
LEADING_HELD = frozenset({"under", "in", "into", "to"})
"""What stands before a holder, and after: "under the army's control"."""

WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*")
_REF = re.compile(r"[A-Z]{1,3}[-. ]?\d{1,4}[A-Z]?$")
_PARTICLES = frozenset(
    {"al", "el", "ad", "ash", "az", "ar", "an", "at", "as", "abu", "umm", "bin", "ibn", "de"}
)
_JOINED = _PARTICLES - {"an", "at", "as", "de"}
"""Those that may stand apart from what they belong to."""

_UNITS_OF_LAND = frozenset({"barangay", "barangays", "brgy", "sitio", "villages", "towns", "municipality"})
"""Nouns that stand with a capital before the names of what they are."""

_WITHIN_NAMES = frozenset({"da", "do", "dos", "das", "del", "du"})
"""Small words of other languages within a name: "Mocimboa da Praia"."""

_NOT_PLACES = frozenset(NOT_PLACES)

_TIMELY = frozenset({"since", "after", "before", "until", "as", "during", "following"})
_TIME = re.compile(
    r"\s+(?:(?:the|about|around|early|late|last|this|mid|of|from)\s+)*(?:\d|morning|dawn|noon|midday|midnight|"
    r"evening|night|sunset|sunrise|dark|yesterday|today|now|weekend|week\b|month\b|spring|summer|autumn|"
    r"winter|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\b)",
    re.I,
)
"""What makes of "since" or "after" a preposition of time, which ends no clause."""


Token = tuple[str, int, int]
"""Text of a token, and its offsets."""


class Unit(NamedTuple):
    """A stretch of a sentence with one meaning.

    Attributes
    ----------
    tag : str
        NAME, REF, NUM, SIGN, WORD, or a tag of the lexicon.
    low : str
        In lower case, typographic apostrophes made plain.
    start, end : int
        Offsets in the sentence.
    value : object
        What the lexicon says it stands for; True for a name in the possessive.
    """

    tag: str
    text: str
    low: str
    start: int
    end: int
    value: object = None


def units_of(sentence: str) -> list[Unit]:
    """Units of a sentence in order; linear in its length."""
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(sentence)]
    lows = [_low(text) for text, _, _ in tokens]
    letters = [letter for letter in sentence if letter.isalpha()]
    shouting = sum(map(str.isupper, letters)) > SHOUTING * len(letters)
    units: list[Unit] = []
    i = 0
    heads = [root.following for root in tries()]
    while i < len(tokens):
        text, start, end = tokens[i]
        plain = text[0].islower() and "-" not in text and lows[i] not in _JOINED
        if plain and not any(lows[i] in head for head in heads):
            unit, size = Unit("WORD", text, lows[i], start, end), 1
        else:
            unit, size = _unit(sentence, tokens, lows, i, shouting)
        units.append(unit)
        i += size
    return _with_holders(sentence, units)


def _with_holders(sentence: str, units: list[Unit]) -> list[Unit]:
    """Make one predicate of "under the army's control" and "in rebel hands"."""
    found: list[Unit] = []
    for unit in units:
        found.append(unit)
        if unit.low not in HELD:
            continue
        k = next((k for k in range(2, 6) if k <= len(found) and found[-k].low in LEADING_HELD), 0)
        between = found[1 - k : -1] if k else []
        if not between or any(b.tag in ("SIGN", "TRIGGER", "NUM") or b.low == "and" for b in between):
            continue
        start = found[-k].start
        text = sentence[start : unit.end]
        trigger = Trigger(Status.CAPTURED, Frame.STATE, "noun", _holder(between[-1]))
        found[-k:] = [Unit("TRIGGER", text, text.lower(), start, unit.end, trigger)]
    return found


def _holder(unit: Unit) -> str:
    """Side that a unit before "control" or "hands" names; empty when it names none."""
    if unit.tag == "SIDE":
        return str(unit.value)
    if unit.tag == "NAME":
        return side_of(f"{unit.text} forces")
    return HOLDERS.get(unit.low, unit.low if unit.tag == "MEN" else "")


def _unit(sentence: str, tokens: list[Token], lows: list[str], i: int, shouting: bool) -> tuple[Unit, int]:
    """Unit that begins at a token, and of how many it is."""
    text, start, end = tokens[i]
    size, tag, value = _phrase(lows, i)
    if text == "IS" and not shouting:
        size, tag, value = 1, "SIDE", "ISIS"
    if not shouting and (force := _force(tokens, lows, i)) > size:
        side = sentence[start : tokens[i + force - 1][2]]
        return Unit("SIDE", side, side.lower(), start, start + len(side), side_of(side)), force
    named = _name(tokens, lows, i) if size < 2 else 0
    if named > size and lows[i] not in _UNITS_OF_LAND and (tag == "" or lows[i] not in _NOT_PLACES):
        return _with_follower(sentence, tokens, lows, i, named)
    if tag == "BOUND" and lows[i] == "since" and i and lows[i - 1] in ("has", "have", "had"):
        tag = "WORD"
    if tag == "BOUND" and lows[i] in _TIMELY and _TIME.match(sentence, end):
        tag = "PREP"
    if tag:
        end = tokens[i + size - 1][2]
        return Unit(tag, sentence[start:end], " ".join(lows[i : i + size]), start, end, value), size
    return Unit(_plain_tag(text), text, lows[i], start, end), 1


def _with_follower(
    sentence: str, tokens: list[Token], lows: list[str], i: int, size: int
) -> tuple[Unit, int]:
    """Unit of a capitalised name, with the word after it when that makes a force of it."""
    start, end = tokens[i][1], tokens[i + size - 1][2]
    last = tokens[i + size - 1][0]
    if _BELONGING.search(last):
        return Unit("WORD", sentence[start:end], sentence[start:end].lower(), start, end), size
    owns = last.endswith(("'s", "’s", "s'", "s’"))
    follower = lows[i + size] if i + size < len(lows) else ""
    if follower in GROUP_TAILS and not owns:
        side = sentence[start : tokens[i + size][2]]
        tag = "ORG" if follower in OUTLETS else "SIDE"
        return Unit(tag, side, side.lower(), start, start + len(side), side_of(side)), size + 1
    if owns:
        end -= 2 if last.endswith("s") else 1
    return _named(sentence[start:end], lows[i], size, start, end, owns), size


def _low(text: str) -> str:
    low = text.lower().replace("’", "'")
    return low.removesuffix("'s") if low != "'s" else low


def _plain_tag(text: str) -> str:
    if _REF.match(text):
        return "REF"
    if text[0].isdigit():
        return "NUM"
    return "WORD" if text[0].isalpha() else "SIGN"


def _phrase(lows: list[str], i: int) -> tuple[int, str, object]:
    """Length, tag and value of the longest phrase of the lexicon at a token; length 0 for none."""
    triggers, others = tries()
    best: tuple[int, str, object] = (0, "", None)
    for root, most_fillers in ((others, 0), (triggers, MOST_FILLERS)):
        node, k = root.following.get(lows[i]), i + 1
        while node:
            if node.phrase and k - i > best[0]:
                best = (k - i, node.phrase.tag, node.phrase.value)
            k += _fillers(lows, k, node, most_fillers)
            node = node.following.get(lows[k]) if k < len(lows) else None
            k += 1
    return best


MOST_FILLERS = 3
"""Fillers between two words of a trigger, at the most."""

_SPAN = re.compile(r"[a-z0-9]+-(?:year|month|week|day)(?:-(?:long|old))?$")
"""How long: "a three-year siege of"."""


def _fillers(lows: list[str], k: int, node: Node, most: int) -> int:
    """Fillers at a token before a word that may follow in a phrase."""
    size = 0
    while size < most and k + size < len(lows) and lows[k + size] not in node.following:
        if lows[k + size] not in FILLERS and not _SPAN.match(lows[k + size]):
            break
        size += 1
    return size


_BELONGING = re.compile(
    r"-(?:led|held|backed|affiliated|controlled|linked|aligned|run|supported|made|based)$", re.I
)
"""Ends of adjectives that begin with a name: "Aleppo-based"."""


def _named(text: str, head: str, size: int, start: int, end: int, owns: bool) -> Unit:
    """Unit of a capitalised name: an armed group, a person, else what may be a place."""
    if size > 1 and head in GROUP_HEADS:
        return Unit("SIDE", text, text.lower(), start, end, text)
    if size > 1 and head in GIVEN_NAMES:
        return Unit("ORG", text, text.lower(), start, end)
    return Unit("NAME", text, text.lower(), start, end, owns)


def _name(tokens: list[Token], lows: list[str], i: int) -> int:
    """Tokens of the capitalised name that begins here; 0 for none."""
    size = 0
    while i + size < len(tokens):
        text, low = tokens[i + size][0], lows[i + size]
        if size and tokens[i + size - 1][0].endswith(("'s", "’s")):
            break
        within = size and lows[i + size - 1] in _JOINED
        if (
            _capital(text)
            and low not in _NOT_PLACES
            and (within or not (size and _phrase(lows, i + size)[0]))
        ):
            size += 1
        elif (
            low in _JOINED or (size and (text in ("An", "At", "As") or low in _WITHIN_NAMES))
        ) and i + size + 1 < len(tokens):
            follower = tokens[i + size + 1]
            if not (_capital(follower[0]) and follower[1] - tokens[i + size][2] == 1):
                break
            if low in _PARTICLES and lows[i + size + 1] in _NOT_PLACES:
                break
            size += 1
        else:
            break
    return size


_WITHIN = frozenset({"of", "for", "the", "and", "in", "national", "democratic", "people's"})


_IN_FORCES = frozenset({"", "SIDE", "PREP", "BOUND", "ORG", "MEN"})


def _force(tokens: list[Token], lows: list[str], i: int) -> int:
    """Tokens of the name of an armed force that begins here: "Ta'ang National Liberation Army"; or 0."""
    if not tokens[i][0][0].isupper() or lows[i] in STARTERS:
        return 0
    size = last = 0
    while i + size < len(tokens) and (tokens[i + size][0][0].isupper() or lows[i + size] in _WITHIN):
        if lows[i + size] not in FORCES and _phrase(lows, i + size)[1] not in _IN_FORCES:
            break
        size += 1
        if tokens[i + size - 1][0][0].isupper() and lows[i + size - 1] in FORCES:
            last = size
    return last if last > 1 else 0


def _capital(text: str) -> bool:
    """Whether a token is written as a name: Khanasser, al-Saan, ALEPPO."""
    if not text[0].isalpha() or _REF.match(text):
        return False
    if text[0].isupper():
        return len(text) > 1
    head, _, rest = text.partition("-")
    return head in _PARTICLES and rest[:1].isupper()
