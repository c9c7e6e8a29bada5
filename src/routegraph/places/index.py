"""Every name of every place, looked up by normal form and by sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.model import Network
from routegraph.places import names
from routegraph.places.exonyms import EXONYMS

NAME_KEYS = frozenset(
    ("name", "alt_name", "old_name", "int_name", "official_name", "short_name", "loc_name", "nat_name")
)
"""OSM keys that hold names of a place, each also with a language (``name:en``).

Source: https://wiki.openstreetmap.org/wiki/Names
"""

ARTICLE_COST = 0.1
"""Cost in consonants of an article that one spelling has and the other has not."""

BEGUN_COST = 0.4
"""Cost in consonants of a name that the query only begins."""

CANDIDATES = 500
"""Names of like skeletons that are compared sound by sound."""


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
    """Distinct sounds of all names; the names of sound ``s`` are ``rows[first[s]:first[s + 1]]``."""

    codes: NDArray[np.uint8]
    skeletons: list[str]
    first: NDArray[np.int64]
    rows: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class NameIndex:
    """Names of the places of a network; parts are built by the first question that needs them.

    An exact name needs the normal forms alone; sounds cost ten times as much to build.
    """

    network: Network

    @cached_property
    def _named(self) -> tuple[NDArray[np.int64], list[str]]:
        places = self.network.places
        keys = [key.partition(":")[0] in NAME_KEYS for key in self._texts(places.names_key)]
        owner = np.repeat(np.arange(len(places)), np.diff(places.names_start)).tolist()
        pairs = [(p, t) for p, t in enumerate(self._texts(places.name)) if t]
        pairs += [(p, t) for p, t, k in zip(owner, self._texts(places.names_text), keys, strict=True) if k]
        split = dict.fromkeys((p, part.strip()) for p, t in pairs for part in t.split(";") if part.strip())
        return np.fromiter((p for p, _ in split), np.int64, len(split)), [t for _, t in split]

    @property
    def place(self) -> NDArray[np.int64]:
        """int64[K], the place that each name belongs to."""
        return self._named[0]

    @property
    def text(self) -> list[str]:
        """The names as they are written."""
        return self._named[1]

    @cached_property
    def normal(self) -> list[str]:
        """Normal form of each name."""
        return names.normal_forms(self.text)

    def exact(self, query: str) -> Candidates:
        """Places of the very name, spaces and the forms of one script aside."""
        return self._of_rows(self._by_normal.get(names.normal_form(query).replace(" ", ""), []), 0.0)

    def loose(self, query: str) -> Candidates:
        """Places of the name without articles, or of the local name behind an exonym."""
        bare = names.without_articles(names.normal_form(query))
        local = names.normal_forms(EXONYMS.get(bare, ()))
        rows = [r for key in local for r in self._by_bare.get(names.without_articles(key), ())]
        return Candidates.best_of(
            [self._of_rows(self._by_bare.get(bare, []), ARTICLE_COST), self._of_rows(rows, 0.0, 0.99)]
        )

    def sounding(self, query: str, *, begun: bool = False) -> Candidates:
        """Places whose names sound like the query or, with `begun`, like its continuation.

        References
        ----------
        Candidates come from the Indel distance of skeletons (https://rapidfuzz.github.io),
        the cost from `names.align`.
        """
        heard = [self._of_rows([], 0.0)]
        if self.text:
            heard += [self._alike(sound, begun) for sound in names.spellings(query)]
        return Candidates.best_of(heard)

    def scripts(self) -> NDArray[np.str_]:
        """Script of each name, as `names.script` calls it."""
        return np.array([names.script(n) for n in self.normal], np.str_)

    @cached_property
    def _by_normal(self) -> dict[str, list[int]]:
        return _rows_by([n.replace(" ", "") for n in self.normal])

    @cached_property
    def _by_bare(self) -> dict[str, list[int]]:
        return _rows_by([names.without_articles(n) for n in self.normal])

    @cached_property
    def _sounds(self) -> _Sounds:
        numbers: dict[str, int] = {}
        of_row = np.array([numbers.setdefault(s, len(numbers)) for s in names.sounds(self.text)], np.int64)
        order = np.argsort(of_row, kind="stable")
        distinct = list(numbers)
        return _Sounds(
            codes=names.encode(distinct),
            skeletons=names.skeleton("\n".join(distinct)).split("\n"),
            first=np.searchsorted(of_row[order], np.arange(len(distinct) + 1)).astype(np.int64),
            rows=order.astype(np.int64),
        )

    def _alike(self, sound: str, begun: bool) -> Candidates:
        likely = self._likely(sound, begun)
        found = names.align(sound, self._sounds.codes[likely])
        cost, likeness = found.whole.astype(np.float64), 0.98 * found.likeness.astype(np.float64)
        if begun:
            weight = names.weight(sound)
            as_begun = found.beginning + BEGUN_COST
            likeness = np.maximum(likeness, 0.9 * np.clip(1 - found.beginning / max(weight, 1.0), 0, 1))
            cost = np.minimum(cost, as_begun)
        first = self._sounds.first
        counts = first[likely + 1] - first[likely]
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = self._sounds.rows[np.repeat(first[likely], counts) + offset]
        return Candidates(self.place[rows], np.repeat(cost, counts), np.repeat(likeness, counts), rows)

    def _likely(self, sound: str, begun: bool) -> NDArray[np.int64]:
        """Distinct sounds whose skeletons are nearest to that of the query."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        wanted = names.skeletons(sound)
        lists = [self._sounds.skeletons]
        if begun:
            length = max(len(w) for w in wanted)
            lists.append([s[:length] for s in self._sounds.skeletons])
        picked = []
        for skeletons in lists:
            apart = process.cdist(wanted, skeletons, scorer=Indel.normalized_distance, dtype=np.float32)
            count = min(CANDIDATES, len(skeletons))
            picked.append(np.argpartition(apart.min(axis=0), count - 1)[:count])
        return np.unique(np.concatenate(picked)).astype(np.int64)

    def _of_rows(self, rows: list[int], cost: float, likeness: float = 1.0) -> Candidates:
        row = np.array(rows, np.int64)
        full = np.full(len(row), cost), np.full(len(row), likeness if cost == 0 else 0.99)
        return Candidates(self.place[row], *full, row)

    def _texts(self, codes: NDArray[np.integer[Any]]) -> list[str]:
        strings = self.network.strings
        if len(codes) * 4 < len(strings):
            return [strings[code] for code in codes.tolist()]
        every = strings.all
        return [every[code] for code in codes.tolist()]


def _rows_by(keys: list[str]) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        table.setdefault(key, []).append(row)
    return table
