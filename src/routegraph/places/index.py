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
from routegraph.network.strings import Strings
from routegraph.places import names
from routegraph.places.alignment import align, weight
from routegraph.places.name_tables import Heard, Sounds, Written, kept_tables

ARTICLE_COST = 0.1
"""Cost in consonants of an article that one spelling has and the other has not."""

EXONYM_COST = 0.01
"""Cost of a name that `exonyms` has for the place."""

MISSPELT_STEEPNESS, MISSPELT_DISCOUNT = 2.0, 0.92
"""How much more a difference from such a name counts, and what becomes of the likeness at the
least: much of what is like a name of antiquity is the name of another place."""

BEGUN_COST, BEGUN_DISCOUNT = 0.4, 0.9
"""Cost in consonants of a name that the query only begins, and what becomes of its likeness."""

PART_COST, PART_DISCOUNT = 0.8, 0.8
"""The same where the query and the name share all but an outer word."""

_ARTICLE_WORD = re.compile("[aeu]?(l|sh|ch|th|dh|[sztdnr])[sztdnr]?", re.IGNORECASE)

LEAST_PART = 2.0
"""Consonants that a shared part has at the least."""

LEAST_LIKENESS = 0.57
"""Likeness of the names that are candidates at all."""

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
class NameIndex:
    """Names of the places of a network, as `name_tables` has them.

    Where the network is stored the tables lie beside it. Else the first question makes them: an
    exact name needs the written forms alone; sounds cost ten times as much.
    """

    network: Network

    @cached_property
    def _kept(self) -> tuple[Written, Heard] | None:
        return kept_tables(self.network)

    @cached_property
    def _written(self) -> Written:
        return self._kept[0] if self._kept else Written.of(self.network)

    @cached_property
    def _heard(self) -> Heard:
        return self._kept[1] if self._kept else Heard.of(self._written)

    @property
    def text(self) -> Strings:
        """The names as they are written, by row."""
        return self._written.text

    def exact(self, query: str) -> Candidates:
        """Places of the very name, spaces and the forms of one script aside."""
        rows = self._written.by_normal.rows(names.normal_form(query).replace(" ", ""))
        return Candidates.best_of([self._of_rows(rows, 0.0)])

    def knows(self, query: str, *, without_articles: bool = False) -> bool:
        """Whether a place has the very name; in one look-up, for asking of every word of a text."""
        normal = names.normal_form(query)
        if normal.replace(" ", "") in self._written.by_normal:
            return True
        return without_articles and names.without_articles(normal) in self._written.by_bare

    def loose(self, query: str) -> Candidates:
        """Places of the name without articles, or of another language's name for it."""
        bare = names.without_articles(names.normal_form(query))
        return Candidates.best_of(
            [
                self._of_rows(self._written.by_bare.rows(bare), ARTICLE_COST),
                self._of_rows(self._written.exonyms_by_bare.rows(bare), EXONYM_COST),
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
        heard = self._among(self._heard.whole, spoken)
        return Candidates.best_of([self._none, *heard, *self._foreign(spoken)])

    def begun_by(self, query: str) -> Candidates:
        """Places whose names begin like the query, or share all but one outer word with it."""
        if not names.normal_form(query):
            return self._none
        parts = [s for part in _parts(query) for s in names.sounds([part]) if weight(s) >= LEAST_PART]
        shared = Candidates.best_of(
            [
                self._none,
                *self._among(self._heard.tails, names.sounds([query]), begun=True),
                *self._among(self._heard.whole, parts),
            ]
        )
        spoken = names.spellings(query)
        whole = self._among(self._heard.whole, spoken, begun=True)
        return Candidates.best_of(
            [shared.less(PART_COST, PART_DISCOUNT), *whole, *self._foreign(spoken, begun=True)]
        )

    def named_in(self) -> dict[str, NDArray[np.int64]]:
        """Return the places that the network names in each script, as `names.script` calls it."""
        own = self._written.place[: len(self._written.script)]
        scripts = self._written.scripts.all
        return {one: own[self._written.script == i].astype(np.int64) for i, one in enumerate(scripts)}

    @property
    def junctions(self) -> NDArray[np.int32]:
        """How many junctions lie about each place."""
        return np.asarray(self._written.junctions, np.int32)

    def script_of(self, row: int) -> str:
        """Script of a name that the network has."""
        return self._written.scripts[int(self._written.script[row])]

    def is_exonym(self, row: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether names are those of `exonyms`, not of the network."""
        return np.asarray(row >= len(self._written.script))

    def rows_of(self, place: int) -> list[int]:
        """Names that the network has for a place."""
        return np.flatnonzero(self._written.place[: len(self._written.script)] == place).tolist()

    @property
    def _none(self) -> Candidates:
        return self._of_rows(np.zeros(0, np.int64), 0.0)

    def _among(self, among: Sounds, spoken: list[str], *, begun: bool = False) -> Iterator[Candidates]:
        """Names that sound like any of several spellings or, with `begun`, like a continuation."""
        for sound in filter(None, spoken if len(among.codes) else ()):
            likely = _likely(among, sound, begun)
            found = align(sound, among.codes[likely])
            cost, likeness = found.whole, VERY_LIKE * found.likeness
            if begun:
                part = 1 - found.beginning / max(weight(sound), 1.0)
                likeness = np.maximum(likeness, BEGUN_DISCOUNT * np.clip(part, 0, 1))
                cost = np.minimum(cost, found.beginning + BEGUN_COST)
            alike = likeness >= LEAST_LIKENESS
            which, rows = among.names_of(likely[alike])
            yield Candidates(self._places(rows), cost[alike][which], likeness[alike][which], rows)

    def _foreign(self, spoken: list[str], *, begun: bool = False) -> Iterator[Candidates]:
        """Names of `exonyms` that sound like any of several spellings."""
        for found in self._among(self._heard.exonyms, spoken, begun=begun):
            cost = EXONYM_COST + MISSPELT_STEEPNESS * found.cost
            steep = VERY_LIKE - MISSPELT_STEEPNESS * (VERY_LIKE - found.likeness)
            likeness = np.maximum(steep, MISSPELT_DISCOUNT * found.likeness)
            yield Candidates(found.place, cost, likeness, found.row)

    def _of_rows(self, rows: NDArray[np.int64], cost: float) -> Candidates:
        likeness = 0.99 if cost else 1.0
        return Candidates(self._places(rows), np.full(len(rows), cost), np.full(len(rows), likeness), rows)

    def _places(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return self._written.place[rows].astype(np.int64)


def _likely(heard: Sounds, sound: str, begun: bool) -> NDArray[np.int64]:
    """Those whose skeletons are nearest to that of a query, or to its continuation."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    wanted = names.skeletons(sound)
    lengths = [names.LONGEST_SOUND, *([max(map(len, wanted))] if begun else ())]
    count = min(MOST_CANDIDATES, CANDIDATE_SOUNDS // len(sound), len(heard.codes))
    picked = np.zeros(len(heard.codes), bool)
    for length in lengths:
        consonants, which = heard.consonants(length)
        apart = process.cdist(wanted, consonants, scorer=Indel.normalized_distance, dtype=np.float32)
        picked[np.argpartition(apart.min(axis=0).take(which), count - 1)[:count]] = True
    return np.flatnonzero(picked)


def _parts(query: str) -> list[str]:
    """Return the query without its last word and without its first; empty for one word.

    An article goes with the word that it belongs to.
    """
    words = re.split(r"[\s-]+", query.strip())
    if len(words) == 1:
        return []
    last = -2 if _ARTICLE_WORD.fullmatch(words[-2]) else -1
    return [part for part in (" ".join(words[:last]), " ".join(words[1:])) if part]
