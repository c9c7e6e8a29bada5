"""Names compared across spellings: normal form, sounds, consonant skeleton, similarity.

Three forms of a name, each coarser than the one before:

normal form
    One spelling per way of writing: case, marks, hamza, ta marbuta, punctuation and
    direction marks are folded. ``As-Safīra`` and ``al-Safira`` share one; ``السَّفيرة`` and
    ``السفيره`` share another.
sounds
    One character per sound, the same alphabet for every script (scripts without a table of sounds are
    spelled out in Latin first): ``Khanasser`` and
    ``خناصر`` come out nearly alike. See `routegraph.places.scripts`.
skeleton
    The consonants alone, those that spellings confuse merged: a key for looking up
    candidates, too coarse to decide anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from routegraph.places import scripts

LONGEST_NAME = 255
"""Characters of the longest name; the limit of an OpenStreetMap tag. Longer texts are no names."""

LONGEST_SOUND = 64
"""Sounds that tell names apart; later ones are left out."""

_MARKUP = re.compile(r"<[^<>]*>")
_SPACES = re.compile(" +")
_ARTICLE_WORDS = tuple((re.compile(pattern), word) for pattern, word in scripts.ARTICLE_WORDS)
_ARTICLE = re.compile(r"(?<!\w)(?:al (?=\w)|ال(?=\w\w)(?!له))")
_UNSPOKEN = ("Mn", "Me", "Cf", "Lm", "Sk")


class _Folding(dict[int, str | None]):
    """Characters to what a normal form writes for them, decided once per character."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        folded: str | None = char if char.isalnum() or char == "\n" else " "
        if char in scripts.SAME_LETTER:
            folded = scripts.SAME_LETTER[char]
        elif char in scripts.IGNORED or unicodedata.category(char) in _UNSPOKEN:
            folded = None
        self[code] = folded
        return folded


_FOLDING = _Folding()


class _InLatin(dict[int, str | None]):
    """Letters of scripts that have no table of sounds -> Latin letters, decided once per character."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        latin: str | None = char
        called = unicodedata.name(char, "")
        if not called.startswith(scripts.SOUNDED):
            from anyascii import anyascii

            latin = anyascii(char).lower()
            if called.startswith(scripts.INDIC):
                latin = "n" if called.endswith(scripts.NASAL_SIGNS) else latin.replace("c", "ch")
        self[code] = latin
        return latin


_IN_LATIN = _InLatin()
_WRITTEN_APART = re.compile("[\u0e00-\u0eff]")


def normal_forms(texts: Sequence[str]) -> list[str]:
    """Return `normal_form` of every text, in one pass over all of them."""
    if not texts:
        return []
    return _with_plain_articles(_folded(unicodedata.normalize("NFKD", _lines(texts)).casefold())).split("\n")


def normal_form(text: str) -> str:
    """Fold what writers of one script do not distinguish; idempotent.

    Empty when the text has no letter or digit, or is longer than any name.

    Examples
    --------
    >>> normal_form("As-Safīra"), normal_form("خَناصِر")
    ('al safira', 'خناصر')
    """
    return normal_forms([text])[0]


def without_articles(normal: str) -> str:
    """Drop the Arabic article from the words of a normal form, and the spaces between them.

    Examples
    --------
    >>> without_articles("al safira")
    'safira'
    """
    return _ARTICLE.sub("", normal).replace(" ", "")


def script(normal: str) -> str:
    """Name the script of the first letter of a normal form; empty without letters.

    Examples
    --------
    >>> script("خناصر"), script("al safira")
    ('ARABIC', 'LATIN')
    """
    letter = next((char for char in normal if char.isalpha()), "")
    return (
        "LATIN" if "a" <= letter <= "z" else unicodedata.name(letter, "").partition(" ")[0] if letter else ""
    )


def sounds(texts: Sequence[str]) -> list[str]:
    """Spell out names in sounds, one character each, the article as ``+``.

    Examples
    --------
    >>> sounds(["Khanasser", "خناصر"])
    ['xanaser', 'xnAsr']
    """
    if not texts:
        return []
    marked, arabic_marked, latin, letters = _sound_tables()
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", _lines(texts)).casefold())
    if not text.isascii():
        if _WRITTEN_APART.search(text):
            for pattern, spoken in _spoken_order():
                text = pattern.sub(spoken, text)
        text = text.translate(_IN_LATIN)
    text = text.translate(marked)
    for pattern, sound in arabic_marked:
        text = pattern.sub(sound, text)
    text = _ARTICLE.sub("+", _with_plain_articles(_folded(text)))
    for pattern, sound in latin:
        text = pattern.sub(sound, text)
    text = re.sub(r"([^\d\n])\1+", r"\1", text.translate(letters))
    return [line[:LONGEST_SOUND] for line in text.replace(" ", "").split("\n")]


def spellings(text: str) -> list[str]:
    """Sounds of a name as it stands and, where it may begin with a joined article, without it."""
    variants = [text]
    for pattern in scripts.JOINED_ARTICLES:
        apart = re.sub(pattern, "al ", text.casefold())
        if apart != text.casefold():
            variants.append(apart)
    return list(dict.fromkeys(s for s in sounds(variants) if s))


def skeletons(sound: str) -> list[str]:
    """Consonants under both readings of the letters that Latin leaves open (ch, th, dh, c).

    Examples
    --------
    >>> skeletons("xanaser"), skeletons("Hahba")
    (['hnsr'], ['shb', 'khb'])
    """
    first, other = _skeleton_tables()
    return list(dict.fromkeys([sound.translate(first), sound.translate(other).translate(first)]))


def similarity(one: str, other: str) -> float:
    """How alike two names sound, 0 to 1, whatever their scripts; symmetric.

    Examples
    --------
    >>> round(similarity("Khanasser", "خناصر"), 2)
    0.99
    >>> round(similarity("Hama", "حمص"), 2)
    0.61
    """
    from routegraph.places.alignment import align, encode

    if normal_form(one) == normal_form(other):
        return 1.0
    mine, theirs = spellings(one), spellings(other)
    if not mine or not theirs:
        return 0.0
    return max(float(align(sound, encode(theirs)).likeness.max()) for sound in mine)


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(
        _MARKUP.sub(" ", " ".join(text.split())) if len(text) <= LONGEST_NAME else "" for text in texts
    )


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).translate(_FOLDING)
    return "\n".join(line.strip() for line in _SPACES.sub(" ", folded).split("\n"))


def _with_plain_articles(text: str) -> str:
    for pattern, word in _ARTICLE_WORDS:
        text = pattern.sub(word, text)
    return text


_Rules = list[tuple[re.Pattern[str], str]]


@cache
def _spoken_order() -> _Rules:
    return [(re.compile(pattern), spoken) for pattern, spoken in scripts.SPOKEN_ORDER]


@cache
def _sound_tables() -> tuple[dict[int, str], _Rules, _Rules, dict[int, str]]:
    return (
        str.maketrans(scripts.LATIN_MARKED),
        [(re.compile(pattern), sound) for pattern, sound in scripts.ARABIC_MARKED],
        [(re.compile(pattern), sound) for pattern, sound in scripts.MARGINS + scripts.LATIN_GROUPS],
        str.maketrans(scripts.LETTER_SOUNDS),
    )


@cache
def _skeleton_tables() -> tuple[dict[int, str], dict[int, str]]:
    return str.maketrans(scripts.COARSE), str.maketrans(scripts.OTHER_READING)
