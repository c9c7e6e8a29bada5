"""Every name of every place, looked up by normal form and by sound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.model import Network
from routegraph.places import names
from routegraph.places.alignment import align, encode, weight
from routegraph.places.exonyms import other_names

NAME_KEY = re.compile(r"(name|(alt|old|int|official|short|loc|nat|reg)_name)(:[a-z]{2,3}([-_]\w+)*)?")
"""OSM keys that hold names of a place, each also with a language (``name:en``).

Source: https://wiki.openstreetmap.org/wiki/Names
"""

ARTICLE_COST = 0.1
"""Cost in consonants of an article that one spelling has and the other has not."""

EXONYM_COST = 0.01
"""Cost of a name that `exonyms` has for the place."""

MISSPELT_STEEPNESS, MISSPELT_DISCOUNT = 2.0, 0.92
"""How much more a difference from such a name counts, and what becomes of the likeness at the
least: much of what is like a name of antiquity is the name of another place."""

LEAST_EXONYM = 2.0
"""Consonants that a name of `exonyms` has at the least to be compared by sound."""

BEGUN_COST, BEGUN_DISCOUNT = 0.4, 0.9
"""Cost in consonants of a name that the query only begins, and what becomes of its likeness."""

PART_COST, PART_DISCOUNT = 0.8, 0.8
"""The same where the query and the name share all but an outer word."""

_ARTICLE_WORD = re.compile("[aeu]?(l|sh|ch|th|dh|[sztdnr])[sztdnr]?", re.IGNORECASE)

LEAST_PART = 2.0
"""Consonants that a shared part has at the least."""

VERY_LIKE = 0.98
"""Likeness of another name that sounds the same."""

CANDIDATE_SOUNDS, MOST_CANDIDATES = 6_000, 500
"""Names of like skeletons that are compared sound by sound: the longer the query, the fewer."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places that a query may mean, each once, by its closest name.

    Attributes
    ----------
    place : int64[C]
        Rows of ``Network.places``.
    cost : float64[C]
        How far the name is from the query, in consonants; 0 is the same name.
    likeness : float64[C]
        0 to 1; 1 only for the very name.
    row : int64[C]
        Which name: row of `NameIndex.text`.
    """

    place: NDArray[np.int64]
    cost: NDArray[np.float64]
    likeness: NDArray[np.float64]
    row: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.place)

    def where(self, kept: NDArray[Any]) -> Candidates:
        """Those under a mask or in an order."""
        return Candidates(self.place[kept], self.cost[kept], self.likeness[kept], self.row[kept])

    def less(self, cost: float, discount: float) -> Candidates:
        """Return them at an extra cost and a share of their likeness."""
        return Candidates(self.place, self.cost + cost, self.likeness * discount, self.row)

    @classmethod
    def best_of(cls, several: Iterable[Candidates]) -> Candidates:
        """All of them together, each place by its closest name."""
        parts = list(several)
        every = cls(
            *(np.concatenate([getattr(p, column) for p in parts]) for column in cls.__dataclass_fields__)
        )
        order = np.lexsort((every.row, -every.likeness, every.cost, every.place))
        first = np.ones(len(order), bool)
        first[1:] = np.diff(every.place[order]) != 0
        return every.where(order[first])


@dataclass(frozen=True, eq=False)
class _Sounds:
    """Distinct sounds of names; the rows of names of sound ``s`` are ``rows[first[s]:first[s + 1]]``."""

    codes: NDArray[np.uint8]
    skeletons: list[str]
    first: NDArray[np.int64]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, texts: list[str], rows: NDArray[np.int64]) -> _Sounds:
        numbers: dict[str, int] = {}
        spoken = names.sounds(texts)
        number = np.fromiter((numbers.setdefault(s, len(numbers)) for s in spoken), np.int64, len(spoken))
        order = np.argsort(number, kind="stable")
        distinct = list(numbers)
        return cls(
            codes=encode(distinct),
            skeletons=names.skeletons("\n".join(distinct))[0].split("\n") if distinct else [],
            first=np.searchsorted(number[order], np.arange(len(distinct) + 1)).astype(np.int64),
            rows=rows[order],
        )

    def likely(self, sound: str, begun: bool) -> NDArray[np.int64]:
        """Those whose skeletons are nearest to that of a query, or to its continuation."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        wanted = names.skeletons(sound)
        lists = [self.skeletons]
        if begun:
            length = max(len(w) for w in wanted)
            lists.append([s[:length] for s in self.skeletons])
        count = min(MOST_CANDIDATES, CANDIDATE_SOUNDS // len(sound), len(self.skeletons))
        picked = np.zeros(len(self.skeletons), bool)
        for skeletons in lists:
            apart = process.cdist(wanted, skeletons, scorer=Indel.normalized_distance, dtype=np.float32)
            picked[np.argpartition(apart.min(axis=0), count - 1)[:count]] = True
        return np.flatnonzero(picked)

    def names_of(self, sounds: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the names of several sounds, and which of the sounds each has."""
        counts = self.first[sounds + 1] - self.first[sounds]
        which = np.repeat(np.arange(len(sounds)), counts)
        offset = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        return which, self.rows[self.first[sounds][which] + offset]


@dataclass(frozen=True, eq=False)
class NameIndex:
    """Names of the places of a network; parts are built by the first question that needs them.

    An exact name needs the normal forms alone; sounds cost ten times as much to build.
    """

    network: Network

    @cached_property
    def _named(self) -> tuple[NDArray[np.int64], list[str]]:
        places = self.network.places
        keys = [NAME_KEY.fullmatch(key) is not None for key in self._texts(places.names_key)]
        owner = np.repeat(np.arange(len(places)), np.diff(places.names_start)).tolist()
        pairs = [(p, t) for p, t in enumerate(self._texts(places.name)) if t]
        pairs += [(p, t) for p, t, k in zip(owner, self._texts(places.names_text), keys, strict=True) if k]
        split = dict.fromkeys((p, part.strip()) for p, t in pairs for part in t.split(";") if part.strip())
        return np.fromiter((p for p, _ in split), np.int64, len(split)), [t for _, t in split]

    @cached_property
    def _exonyms(self) -> list[tuple[int, str]]:
        owner = self._named[0]
        table = self.network.places
        places = {bare: owner[rows].tolist() for bare, rows in self._by_bare.items()}
        return other_names(places, table.lon, table.lat)

    @cached_property
    def place(self) -> NDArray[np.int64]:
        """int64[K], the place that each name belongs to; the names of `exonyms` come last."""
        return np.concatenate([self._named[0], np.array([p for p, _ in self._exonyms], np.int64)])

    @cached_property
    def text(self) -> list[str]:
        """The names as they are written."""
        return self._named[1] + [t for _, t in self._exonyms]

    @cached_property
    def _normal(self) -> list[str]:
        return names.normal_forms(self._named[1])

    def exact(self, query: str) -> Candidates:
        """Places of the very name, spaces and the forms of one script aside."""
        rows = self._by_normal.get(names.normal_form(query).replace(" ", ""), [])
        return Candidates.best_of([self._of_rows(rows, 0.0)])

    def knows(self, query: str, *, without_articles: bool = False) -> bool:
        """Whether a place has the very name; in one look-up, for asking of every word of a text."""
        normal = names.normal_form(query)
        if normal.replace(" ", "") in self._by_normal:
            return True
        return without_articles and names.without_articles(normal) in self._by_bare

    def loose(self, query: str) -> Candidates:
        """Places of the name without articles, or of another language's name for it."""
        bare = names.without_articles(names.normal_form(query))
        return Candidates.best_of(
            [
                self._of_rows(self._by_bare.get(bare, []), ARTICLE_COST),
                self._of_rows(self._exonyms_by_bare.get(bare, []), EXONYM_COST),
            ]
        )

    def sounding(self, query: str) -> Candidates:
        """Places whose names sound like the query.

        References
        ----------
        Candidates come from the Indel distance of skeletons (https://rapidfuzz.github.io),
        the cost from `alignment.align`.
        """
        spoken = names.spellings(query) if names.normal_form(query) else []
        return Candidates.best_of([self._none, *self._heard(self._whole, spoken), *self._foreign(spoken)])

    def begun_by(self, query: str) -> Candidates:
        """Places whose names begin like the query, or share all but one outer word with it."""
        if not names.normal_form(query):
            return self._none
        parts = [s for part in _parts(query) for s in names.sounds([part]) if weight(s) >= LEAST_PART]
        shared = Candidates.best_of(
            [
                self._none,
                *self._heard(self._tails, names.sounds([query]), begun=True),
                *self._heard(self._whole, parts),
            ]
        )
        spoken = names.spellings(query)
        whole = self._heard(self._whole, spoken, begun=True)
        return Candidates.best_of(
            [shared.less(PART_COST, PART_DISCOUNT), *whole, *self._foreign(spoken, begun=True)]
        )

    def named_in(self) -> dict[str, NDArray[np.int64]]:
        """Return the places that the network names in each script, as `names.script` calls it."""
        return {script: self._named[0][self.scripts == script] for script in set(self.scripts.tolist())}

    @cached_property
    def scripts(self) -> NDArray[np.str_]:
        """Script of each name that the network has."""
        return np.array([names.script(n) for n in self._normal], np.str_)

    def is_exonym(self, row: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether names are those of `exonyms`, not of the network."""
        return np.asarray(row >= len(self._named[1]))

    def rows_of(self, place: int) -> list[int]:
        """Names that the network has for a place."""
        return np.flatnonzero(self._named[0] == place).tolist()

    @cached_property
    def _by_normal(self) -> dict[str, list[int]]:
        return _rows_by([n.replace(" ", "") for n in self._normal])

    @cached_property
    def _by_bare(self) -> dict[str, list[int]]:
        return _rows_by([names.without_articles(n) for n in self._normal])

    @cached_property
    def _exonyms_by_bare(self) -> dict[str, list[int]]:
        bare = map(names.without_articles, names.normal_forms([t for _, t in self._exonyms]))
        return _rows_by([*bare], first=len(self._named[1]))

    @cached_property
    def _whole(self) -> _Sounds:
        return _Sounds.of(self._named[1], np.arange(len(self._named[1])))

    @cached_property
    def _exonym_sounds(self) -> _Sounds:
        rows = enumerate(names.sounds([t for _, t in self._exonyms]), len(self._named[1]))
        long = [row for row, sound in rows if weight(sound) >= LEAST_EXONYM]
        return _Sounds.of([self.text[row] for row in long], np.array(long, np.int64))

    @cached_property
    def _tails(self) -> _Sounds:
        tails = [(row, t.split(None, 1)[1]) for row, t in enumerate(self._named[1]) if len(t.split()) > 1]
        return _Sounds.of([t for _, t in tails], np.array([row for row, _ in tails], np.int64))

    @property
    def _none(self) -> Candidates:
        return self._of_rows([], 0.0)

    def _heard(self, among: _Sounds, spoken: list[str], *, begun: bool = False) -> Iterator[Candidates]:
        """Names that sound like any of several spellings or, with `begun`, like a continuation."""
        for sound in filter(None, spoken if among.skeletons else ()):
            likely = among.likely(sound, begun)
            found = align(sound, among.codes[likely])
            cost, likeness = found.whole.astype(np.float64), VERY_LIKE * found.likeness.astype(np.float64)
            if begun:
                part = 1 - found.beginning / max(weight(sound), 1.0)
                likeness = np.maximum(likeness, BEGUN_DISCOUNT * np.clip(part, 0, 1))
                cost = np.minimum(cost, found.beginning + BEGUN_COST)
            which, rows = among.names_of(likely)
            yield Candidates(self.place[rows], cost[which], likeness[which], rows)

    def _foreign(self, spoken: list[str], *, begun: bool = False) -> Iterator[Candidates]:
        """Names of `exonyms` that sound like any of several spellings."""
        for found in self._heard(self._exonym_sounds, spoken, begun=begun):
            cost = EXONYM_COST + MISSPELT_STEEPNESS * found.cost
            steep = VERY_LIKE - MISSPELT_STEEPNESS * (VERY_LIKE - found.likeness)
            likeness = np.maximum(steep, MISSPELT_DISCOUNT * found.likeness)
            yield Candidates(found.place, cost, likeness, found.row)

    def _of_rows(self, rows: list[int], cost: float) -> Candidates:
        row, likeness = np.array(rows, np.int64), 0.99 if cost else 1.0
        return Candidates(self.place[row], np.full(len(row), cost), np.full(len(row), likeness), row)

    def _texts(self, codes: NDArray[np.integer[Any]]) -> list[str]:
        strings = self.network.strings
        if len(codes) * 4 < len(strings):
            return [strings[code] for code in codes.tolist()]
        every = strings.all
        return [every[code] for code in codes.tolist()]


def _rows_by(keys: list[str], *, first: int = 0) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for row, key in enumerate(keys, first):
        if key:
            table.setdefault(key, []).append(row)
    return table


def _parts(query: str) -> list[str]:
    """Return the query without its last word and without its first; empty for one word.

    An article goes with the word that it belongs to.
    """
    words = re.split(r"[\s-]+", query.strip())
    if len(words) == 1:
        return []
    last = -2 if _ARTICLE_WORD.fullmatch(words[-2]) else -1
    return [part for part in (" ".join(words[:last]), " ".join(words[1:])) if part]
