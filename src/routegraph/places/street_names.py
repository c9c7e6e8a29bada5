"""Names of streets and refs of roads as people write them: ``Derry St``, ``I-83``, ``ул. Добролюбова``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

KINDS: dict[str, str] = {
    "street": "st str street calle улица ул ulitsa ulica ulitza вулиця вул sokak sokagi sk شارع",
    "strasse": "strasse str",
    "road": "rd road route rte carretera ctra yolu طريق дорога",
    "avenue": "av ave aven avenue avenida avda corso",
    "boulevard": "bd bld blvd boul boulevard bulevar bulvar бульвар бул бр",
    "drive": "dr drive",
    "lane": "ln lane",
    "court": "ct court",
    "place": "pl place plaza piazza",
    "square": "sq square площадь пл ploshchad meydani ساحة",
    "parkway": "pkwy parkway",
    "highway": "hwy highway шоссе ш shosse",
    "turnpike": "tpke tpk turnpike",
    "circle": "cir circle",
    "terrace": "ter terrace",
    "way": "wy way",
    "path": "ch chemin",
    "impasse": "imp impasse",
    "roundabout": "roundabout rondpoint دوار",
    "prospekt": "prospekt prospect проспект просп пр прт",
    "proezd": "proezd proyezd проезд прд",
    "pereulok": "pereulok переулок пер",
    "naberezhnaya": "naberezhnaya набережная наб",
    "caddesi": "cadde caddesi cad",
}
"""Words for a kind of street -> how they are written in several languages, in full and cut short."""

_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}

SIDES = {
    "n": "north", "s": "south", "e": "east", "w": "west",
    "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest",
    **{side: side for side in ("north", "south", "east", "west", "upper", "lower", "old", "new")},
}  # fmt: skip
"""Words at either end of a name that tell parts of one street apart."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ROMAN = {"ier": 1, "ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "xi": 11, "xii": 12}
_COUNTED = {**{word: i for i, word in enumerate(_ORDINALS, 1)}, **_ROMAN, "premier": 1}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|ere|eme|e|я|и|ии|ая|ыи|ои|ya|yy|y|aya)")
_SAINTS = ("st", "ste", "saint", "sainte", "sankt")
_WORD = re.compile(r"\w+")
_SAME_LETTER = str.maketrans({"ة": "ه", "ى": "ي", "'": " ", "’": " ", "`": " "})
_UMLAUT = re.compile(r"(?<=[a-z])([aou])e(?=[b-df-hj-np-tv-xz])")

_NUMBERED = re.compile(
    r"(?:the )?(?P<of>interstate|us|u\.s\.|state|federal|national|provincial|county)? ?"
    r"(?:(?:route|road|highway|hwy|rte|autoroute|autobahn|motorway|stra(?:ss|ß)e|freeway|طريق|трасса) )?"
    r"(?:no\.? ?)?(?P<ref>[^\W\d_]{0,3}[ -]?\d+\w?)"
)
_LETTERED = re.compile(r"([^\W\d_]{1,3})[ -](?=\d)")


class StreetName(NamedTuple):
    """A name in its parts.

    Attributes
    ----------
    words : tuple of str
        All words, in full.
    bare : str
        The words that are the street's own, without its kind and side.
    kinds : frozenset of str
        What kind of street it is called.
    """

    words: tuple[str, ...]
    bare: str
    kinds: frozenset[str]

    @property
    def whole(self) -> str:
        """All words without space; equal for two spellings of one name."""
        return "".join(self.words)


@lru_cache(maxsize=1 << 15)
def street_name(name: str) -> StreetName:
    """Take a street's name apart.

    Examples
    --------
    >>> street_name("S. 29th St").whole == street_name("South 29th Street").whole
    True
    >>> street_name("Zollstr.").whole, street_name("Bd. Albert Ier").whole
    ('zollstrasse', 'boulevardalbert1')
    >>> street_name("ул. Добролюбова") == street_name("улица Добролюбова")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold().replace("-", " ").translate(_SAME_LETTER)
    folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = [word for word in _WORD.findall(_UMLAUT.sub(r"\1", folded)) if word != "the"]
    whole, bare, kinds = [], [], []
    for i, word in enumerate(words):
        outer = i in (0, len(words) - 1) and len(words) > 1
        if outer and i == 0 and word in _SAINTS:
            whole.append("saint")
            bare.append("saint")
        elif outer and word in SIDES:
            whole.append(SIDES[word])
        elif word in _KIND_OF:
            whole.append(_KIND_OF[word])
            kinds.append(_KIND_OF[word])
        else:
            whole.append(_in_full(word))
            own = whole[-1].removesuffix("strasse")
            bare.append(own)
            kinds += ["strasse"] if own != whole[-1] else []
    return StreetName(tuple(whole), "".join(bare), frozenset(kinds))


def _in_full(word: str) -> str:
    """Write a word out: ``zollstr`` is ``zollstrasse``, ``2nd``, ``second`` and ``ii`` are ``2``."""
    if word in _COUNTED:
        return str(_COUNTED[word])
    if ordinal := _ORDINAL.fullmatch(word):
        return ordinal[1]
    return f"{word}asse" if len(word) > 4 and word.endswith("str") else word


def plain_ref(ref: str) -> str:
    """Return a ref without case, and without the space or dash behind its letters: ``I-83`` is ``i83``."""
    return _LETTERED.sub(r"\1", " ".join(ref.casefold().split()))


def numbered(name: str, refs: Collection[str]) -> str:
    """Return the one ref, of those that a network has, that words such as ``Route 22`` mean; else empty.

    Parameters
    ----------
    name : str
    refs : collection of str
        As `plain_ref` writes them.

    Examples
    --------
    >>> numbered("Interstate 83", ["i83", "us22", "pa441"]), numbered("State Route 441", ["i83", "pa441"])
    ('i83', 'pa441')
    >>> numbered("Route 22", ["us22", "pa22"])
    ''
    """
    match = _NUMBERED.fullmatch(" ".join(name.casefold().split()))
    if not match:
        return ""
    ref = plain_ref(match["ref"])
    before = {"interstate": "i", "us": "us", "u.s.": "us"}.get(match["of"] or "", "")
    if before + ref in refs or not ref.isdigit() or match["ref"] == " ".join(name.casefold().split()):
        return before + ref if before + ref in refs else ""
    alike = [] if before else [one for one in refs if one.lstrip(_LETTERS) == ref]
    return alike[0] if len(alike) == 1 else ""


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
