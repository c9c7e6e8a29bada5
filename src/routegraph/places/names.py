"""Names compared across spellings: normal form, sounds, consonant skeleton, similarity.

Three forms of a name, each coarser than the one before:

normal form
    One spelling per way of writing: case, marks, hamza, ta marbuta, punctuation and
    direction marks are folded. ``As-Safīra`` and ``al-Safira`` share one; ``السَّفيرة`` and
    ``السفيره`` share another.
sounds
    One character per sound, the same alphabet for every script: ``Khanasser`` and
    ``خناصر`` come out nearly alike. See `routegraph.places.scripts`.
skeleton
    The consonants alone, those that spellings confuse merged: a key for looking up
    candidates, too coarse to decide anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from routegraph.places import scripts

LONGEST_NAME = 120
"""Characters of a name that are looked at; OSM's own limit is 255, real names are shorter."""


class _Folding(dict[int, str | None]):
    """Characters to what a normal form writes for them, decided once per character."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        if char in scripts.SAME_LETTER:
            folded: str | None = scripts.SAME_LETTER[char]
        elif char in scripts.IGNORED or unicodedata.category(char) in ("Mn", "Me", "Cf", "Lm", "Sk"):
            folded = None
        else:
            folded = char if char.isalnum() or char == "\n" else " "
        self[code] = folded
        return folded


_FOLDING = _Folding()


def _rules(pairs: Sequence[tuple[str, str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), sound) for pattern, sound in pairs]


_MARKUP = re.compile(r"<[^<>]*>")
_ARTICLES = _rules(scripts.ARTICLE_WORDS)
_FIRST_ALIF = re.compile(r"(?<!\w)ا(?=\w)")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w\w)(?!له)")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_FOLDING)


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(_MARKUP.sub(" ", " ".join(t[:LONGEST_NAME].split())) for t in texts)


def normal_forms(texts: Sequence[str]) -> list[str]:
    """Return `normal_form` of every text, in one pass over all of them."""
    if not texts:
        return []
    folded = _folded(_lines(texts))
    folded = "\n".join(" ".join(line.split(" ")).strip() for line in re.sub(" +", " ", folded).split("\n"))
    for pattern, word in _ARTICLES:
        folded = pattern.sub(word, folded)
    return folded.split("\n")


def normal_form(text: str) -> str:
    """Fold what writers of one script do not distinguish; idempotent.

    Only the first `LONGEST_NAME` characters count. Empty when the text has no letter or digit.

    Examples
    --------
    >>> normal_form("As-Safīra"), normal_form("خَناصِر")
    ('al safira', 'خناصر')
    """
    return normal_forms([text])[0]


def without_articles(normal: str) -> str:
    """Drop the Arabic article from the words of a normal form, and the spaces between them.

    >>> without_articles("al safira")
    'safira'
    """
    return _ARABIC_ARTICLE.sub("", re.sub(r"(?<!\w)al (?=\w)", "", normal)).replace(" ", "")


def script(normal: str) -> str:
    """Name the script of the first letter of a normal form; empty without letters.

    >>> script("خناصر"), script("al safira")
    ('ARABIC', 'LATIN')
    """
    letter = next((c for c in normal if c.isalpha()), "")
    return (
        "LATIN"
        if letter.isascii() and letter
        else unicodedata.name(letter, "").partition(" ")[0]
        if letter
        else ""
    )


@cache
def _sound_rules() -> tuple[
    list[tuple[re.Pattern[str], str]], list[tuple[re.Pattern[str], str]], dict[int, str], dict[int, str]
]:
    before = _rules(scripts.ARABIC_MARKED)
    after = _rules([*scripts.LATIN_MARGINS, *scripts.LATIN_GROUPS])
    return before, after, str.maketrans(scripts.LATIN_MARKED), str.maketrans(scripts.LETTER_SOUNDS)


def sounds(texts: Sequence[str]) -> list[str]:
    """Spell out names in sounds, one character each, the article as ``+``.

    >>> sounds(["Khanasser", "خناصر"])
    ['xanaser', 'xnAsr']
    """
    if not texts:
        return []
    before, after, marked, arabic = _sound_rules()
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", _lines(texts)).casefold())
    text = text.translate(marked)
    for pattern, sound in before:
        text = pattern.sub(sound, text)
    text = re.sub(" +", " ", unicodedata.normalize("NFKD", text).translate(_FOLDING))
    for pattern, word in _ARTICLES:
        text = pattern.sub(word, text)
    text = re.sub(r"(?<!\w)al (?=\w)", "+", text)
    text = _FIRST_ALIF.sub("I", _ARABIC_ARTICLE.sub("+", text))
    for pattern, sound in after:
        text = pattern.sub(sound, text)
    text = re.sub(r"([^\d\n])\1+", r"\1", text.translate(arabic))
    return text.replace(" ", "").split("\n")


def spellings(text: str) -> list[str]:
    """Sounds of a name as it stands and, where it may begin with a joined article, without it."""
    variants = [text]
    for pattern in scripts.JOINED_ARTICLES:
        apart = re.sub(pattern, "al ", text.casefold())
        if apart != text.casefold():
            variants.append(apart)
    return list(dict.fromkeys(s for s in sounds(variants) if s))


_COARSE = str.maketrans(scripts.COARSE)
_OTHER_READING = str.maketrans(scripts.OTHER_READING)


def skeleton(sound: str) -> str:
    """Reduce sounds to consonants, those that spellings confuse merged.

    >>> skeleton("xanaser") == skeleton("xnAsr") == "hnsr"
    True
    """
    return sound.translate(_COARSE)


def skeletons(sound: str) -> list[str]:
    """Skeletons under both readings of the letters that Latin leaves open (ch, th, dh, c)."""
    return list(dict.fromkeys([skeleton(sound), skeleton(sound.translate(_OTHER_READING))]))


OTHER_SYMBOLS = 64
"""Codes for the letters of scripts without a table; each is itself alone, save for collisions."""


@cache
def _costs() -> tuple[dict[str, int], NDArray[np.float32], NDArray[np.float32]]:
    """Code of each sound, cost of each pair, cost of leaving one out; code 0 is padding."""
    code = {symbol: i + 1 for i, symbol in enumerate(scripts.WEIGHT)}
    weights = np.array([0.0, *scripts.WEIGHT.values(), *[1.0] * OTHER_SYMBOLS], np.float32)
    pair = np.maximum(weights[:, None], weights[None, :])
    np.fill_diagonal(pair, 0)
    for lefts, rights, cost in scripts.ALIKE:
        for left in lefts:
            for right in rights:
                pair[code[left], code[right]] = pair[code[right], code[left]] = cost
    return code, pair, weights


def _codes(sound: str) -> list[int]:
    code = _costs()[0]
    return [code.get(symbol) or len(code) + 1 + ord(symbol) % OTHER_SYMBOLS for symbol in sound]


def encode(names: Sequence[str]) -> NDArray[np.uint8]:
    """Sounds of several names as a matrix of codes, padded with 0 at the end."""
    rows = np.zeros((len(names), max((len(n) for n in names), default=0)), np.uint8)
    for row, name in zip(rows, names, strict=True):
        row[: len(name)] = _codes(name)
    return rows


def weight(sound: str) -> float:
    """Weight of a name in consonants."""
    return float(_costs()[2][_codes(sound)].sum())


@dataclass(frozen=True)
class Alignment:
    """How far one name is from each of several, in consonants.

    Attributes
    ----------
    whole : float32[B]
        Cost of the cheapest alignment of both names.
    beginning : float32[B]
        The same, leaving out what follows in the other name.
    likeness : float32[B]
        0 to 1: 1 less `whole` over the mean weight of the two names.
    """

    whole: NDArray[np.float32]
    beginning: NDArray[np.float32]
    likeness: NDArray[np.float32]


def align(sound: str, others: NDArray[np.uint8]) -> Alignment:
    """Align one name with each of several.

    Parameters
    ----------
    sound : str
        One name in sounds.
    others : uint8[B, L]
        Names as `encode` gives them.

    Notes
    -----
    One row of the alignment table at a time for all names together: O(len(sound) L) steps on
    vectors of length B.
    """
    _, pair, weights = _costs()
    query = _codes(sound)
    width = int((others != 0).any(axis=0).sum())
    columns = np.ascontiguousarray(others[:, :width].T)
    left_out = weights[columns]
    row = np.zeros((width + 1, len(others)), np.float32)
    np.cumsum(left_out, axis=0, out=row[1:])
    theirs = row[-1].copy()
    for q in query:
        best = np.minimum(row[1:] + weights[q], row[:-1] + pair[q][columns])
        first = row[0] + weights[q]
        row = np.empty_like(row)
        row[0] = first
        for j in range(width):
            np.minimum(best[j], row[j] + left_out[j], out=row[j + 1])
    mean = np.maximum((weight(sound) + theirs) / 2, 1.0)
    return Alignment(row[-1], row.min(axis=0), np.clip(1 - row[-1] / mean, 0, 1))


def similarity(one: str, other: str) -> float:
    """How alike two names sound, 0 to 1, whatever their scripts; symmetric.

    Examples
    --------
    >>> round(similarity("Khanasser", "خناصر"), 2)
    0.95
    >>> similarity("Hama", "Homs") < 0.7
    True
    """
    if normal_form(one) == normal_form(other):
        return 1.0
    rows = encode(spellings(other))
    if not rows.size:
        return 0.0
    return max((float(align(s, rows).likeness.max()) for s in spellings(one)), default=0.0)
