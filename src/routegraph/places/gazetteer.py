"""The places of a network, found by name in any spelling; a question rather than a guess."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.model import Network
from routegraph.network.tags import PLACE_KINDS
from routegraph.places import names
from routegraph.places.exonyms import EXONYMS

NAME_KEYS = ("name", "alt_name", "old_name", "int_name", "official_name", "short_name", "loc_name")
"""OSM keys that hold names of a place, each also with a language (``name:en``)."""

IMPORTANCE = dict(zip(PLACE_KINDS, (5.5, 4.0, 2.5, 2.0, 1.5, 1.5, 1.5, 0.5, 0.5), strict=True))
"""What a kind of place weighs against nearness and spelling, in steps."""

CLEAR_STEPS = 2.0
"""Steps by which the best place must lead before `find` takes it."""

STEPS_PER_SIMILARITY = 30.0
SURE_SIMILARITY = 0.9
ONE_PLACE_M = 2_000.0
"""Places of one name nearer together than this are one place mapped twice."""

CANDIDATES = 400
EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True)
class Place:
    """One row of ``Network.places``.

    Attributes
    ----------
    index : int
        Row in ``Network.places``.
    name, local_name : str
        The name to show, in Latin letters where known, and the name in the local script;
        the latter is empty when there is only one.
    kind : str
        One of `tags.PLACE_KINDS`.
    lon, lat : float
        WGS84 degrees.
    population : int or None
    node : int
        The network node where journeys begin; -1 leaves it to snapping.
    osm_id : int
    """

    index: int
    name: str
    local_name: str
    kind: str
    lon: float
    lat: float
    population: int | None
    node: int
    osm_id: int

    @property
    def label(self) -> str:
        """Both names: ``Khanasser (خناصر)``."""
        return f"{self.name} ({self.local_name})" if self.local_name else self.name


@dataclass(frozen=True)
class Match:
    """A place that answers to a query, how well (0 to 1), and by which of its names."""

    place: Place
    score: float
    matched: str


@dataclass(frozen=True)
class _Names:
    """Every name of every place, one row each."""

    place: NDArray[np.int32]
    text: list[str]
    normal: list[str]


@dataclass(frozen=True)
class _Spoken:
    """Distinct sounds of all names; row ``first[s]:first[s + 1]`` of `rows` are the names of sound s."""

    codes: NDArray[np.uint8]
    skeletons: list[str]
    first: NDArray[np.int64]
    rows: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Finds places by name.

    Indexes are built at the first question that needs them: an exact name never builds
    the one over sounds.
    """

    network: Network

    @classmethod
    def of(cls, network: Network) -> Gazetteer:
        """Gazetteer of the places of a network."""
        return cls(network)

    def place(self, index: int) -> Place:
        """Return the place in one row of ``Network.places``."""
        table, strings = self.network.places, self.network.strings
        shown = strings[int(table.name[index])]
        keyed = dict(reversed(list(self.network.place_names(index))))
        local = keyed.get("name", "")
        if not shown.isascii():
            shown = next(
                (n for n in (shown, keyed.get("name:en"), keyed.get("int_name")) if n and _is_latin(n)), shown
            )
        if local == shown or not local or _is_latin(local):
            local = next((n for n in keyed.values() if not _is_latin(n)), "") if _is_latin(shown) else ""
        population = int(table.population[index])
        return Place(
            index=index,
            name=shown,
            local_name=local if local != shown else "",
            kind=PLACE_KINDS[int(table.kind[index])],
            lon=float(table.lon[index]),
            lat=float(table.lat[index]),
            population=population if population >= 0 else None,
            node=int(table.node[index]),
            osm_id=int(table.osm_id[index]),
        )

    def search(self, query: str, *, limit: int = 10, near: tuple[float, float] | None = None) -> list[Match]:
        """Places whose names are like the query or begin like it, best first.

        Parameters
        ----------
        query : str
            A name, or the beginning of one, in any spelling and script.
        limit : int
            At most so many matches.
        near : tuple of float, optional
            Lon, lat that the places should be near to; ranks places of like names.

        Returns
        -------
        list of Match
            Empty when nothing is alike. A score of 1 is the very name.
        """
        scored = self._scored(query, prefix=True)
        if not scored:
            return []
        places = np.fromiter(scored, np.int64, len(scored))
        score = np.array([s for s, _ in scored.values()])
        steps = self._steps(places, near)
        rank = np.where(score >= 1, 100.0, 0.0) + STEPS_PER_SIMILARITY * score + steps
        order = np.lexsort((places, -rank))[:limit]
        return [Match(self.place(int(places[i])), float(score[i]), scored[int(places[i])][1]) for i in order]

    def find(self, query: str, *, near: tuple[float, float] | None = None) -> Place:
        """Return the one place of that name.

        Parameters
        ----------
        query : str
            A name in any spelling and script.
        near : tuple of float, optional
            Lon, lat such as the middle of the journey; decides between places of one name.

        Raises
        ------
        NotFoundError
            No name is alike enough to be sure; the nearest ones are named.
        AmbiguousError
            Several places answer to the name and none is clearly the one meant.
        """
        normal = names.normal_form(query)
        if normal:
            for found in (self._exact(normal), self._loose(normal)):
                if found:
                    return self._choose(query, found, near)
            scored = self._scored(query, prefix=False)
            likely = {p: s for p, (s, _) in scored.items() if s >= SURE_SIMILARITY}
            if likely:
                return self._choose(query, likely, near)
        nearest = list(dict.fromkeys(m.place.label for m in self.search(query, limit=8, near=near)))[:5]
        hint = f"nearest names: {', '.join(nearest)}" if nearest else "no name is like it"
        raise NotFoundError(
            f"no place called {_quoted(query)} in {self.network.name}; {hint}. "
            "Give a name from 'routegraph places search', or LON,LAT."
        )

    def nearest(self, lon: float, lat: float, *, limit: int = 5) -> list[tuple[Place, float]]:
        """Return the places nearest to a point with their distance in metres, nearest first."""
        distance = self._distance_m(np.arange(len(self.network.places)), (lon, lat))
        order = np.argsort(distance, kind="stable")[:limit]
        return [(self.place(int(i)), float(distance[i])) for i in order]

    @cached_property
    def _names(self) -> _Names:
        network = self.network
        keys = np.array([_holds_names(key) for key in _texts(network, network.places.names_key)], bool)
        texts = _texts(network, network.places.names_text)
        owner = np.repeat(np.arange(len(network.places), dtype=np.int32), np.diff(network.places.names_start))
        pairs = dict.fromkeys((int(p), t) for p, t, k in zip(owner, texts, keys, strict=True) if k)
        shown = _texts(network, network.places.name)
        pairs |= dict.fromkeys((p, t) for p, t in enumerate(shown) if t)
        split = dict.fromkeys((p, part.strip()) for p, t in pairs for part in t.split(";") if part.strip())
        text = [t for _, t in split]
        return _Names(
            np.fromiter((p for p, _ in split), np.int32, len(split)), text, names.normal_forms(text)
        )

    @cached_property
    def _by_normal(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for row, normal in enumerate(self._names.normal):
            table.setdefault(normal.replace(" ", ""), []).append(row)
        return table

    @cached_property
    def _by_loose(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for row, normal in enumerate(self._names.normal):
            table.setdefault(names.without_articles(normal), []).append(row)
        return table

    @cached_property
    def _spoken(self) -> _Spoken:
        spoken = names.sounds(self._names.text)
        distinct, of_row = np.unique(np.array(spoken, dtype=np.str_), return_inverse=True)
        order = np.argsort(of_row, kind="stable")
        first = np.searchsorted(of_row[order], np.arange(len(distinct) + 1))
        texts = distinct.tolist()
        skeletons = names.skeleton("\n".join(texts)).split("\n")
        return _Spoken(names.encode(texts), skeletons, first.astype(np.int64), order.astype(np.int64))

    def _exact(self, normal: str) -> dict[int, float]:
        rows = self._by_normal.get(normal.replace(" ", ""), ())
        return {int(self._names.place[r]): 1.0 for r in rows}

    def _loose(self, normal: str) -> dict[int, float]:
        bare = names.without_articles(normal)
        keys = [bare, *(names.without_articles(n) for n in names.normal_forms(EXONYMS.get(bare, ())))]
        return {int(self._names.place[r]): 0.99 for key in keys for r in self._by_loose.get(key, ())}

    def _scored(self, query: str, *, prefix: bool) -> dict[int, tuple[float, str]]:
        """Score and matching name of every place that the query may mean."""
        normal = names.normal_form(query)
        scored: dict[int, tuple[float, str]] = {}
        if not normal or not self._names.text:
            return scored
        for sound in names.spellings(query):
            likely, score = self._alike(sound, prefix)
            for s, value in zip(likely.tolist(), score.tolist(), strict=True):
                for row in self._spoken.rows[self._spoken.first[s] : self._spoken.first[s + 1]].tolist():
                    _raise_to(scored, int(self._names.place[row]), 0.98 * value, self._names.text[row])
        for score_of, found in ((0.99, self._loose(normal)), (1.0, self._exact(normal))):
            for p in found:
                _raise_to(scored, p, score_of, scored.get(p, (0.0, self.place(p).name))[1])
        return scored

    def _alike(self, sound: str, prefix: bool) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows of `_Spoken` that sound like the query, and how much."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        spoken, skeleton = self._spoken, names.skeleton(sound)
        apart = process.cdist([skeleton], spoken.skeletons, scorer=Indel.normalized_distance)[0]
        if prefix:
            begun = [s[: len(skeleton)] for s in spoken.skeletons]
            apart = np.minimum(apart, process.cdist([skeleton], begun, scorer=Indel.normalized_distance)[0])
        count = min(CANDIDATES, len(apart))
        likely = np.argpartition(apart, count - 1)[:count]
        whole, beginning = names.similarities(sound, spoken.codes[likely])
        score = np.maximum(whole, 0.9 * beginning) if prefix else whole
        kept = score >= 0.55
        return likely[kept].astype(np.int64), score[kept]

    def _steps(self, places: NDArray[np.int64], near: tuple[float, float] | None) -> NDArray[np.float64]:
        """Weigh places in steps of importance; with `near`, halving the distance is one step."""
        table = self.network.places
        steps = np.array(list(IMPORTANCE.values()))[table.kind[places]]
        known = table.population[places] > 0
        steps = steps + np.where(known, np.log10(np.maximum(table.population[places], 1)) / 4, 0.0)
        if near is not None:
            steps -= np.log2(np.maximum(self._distance_m(places, near), ONE_PLACE_M) / ONE_PLACE_M)
        return steps

    def _distance_m(self, places: NDArray[np.int64], point: tuple[float, float]) -> NDArray[np.float64]:
        table = self.network.places
        return _distance_m(table.lon[places], table.lat[places], *point)

    def _choose(self, query: str, scores: dict[int, float], near: tuple[float, float] | None) -> Place:
        """Return the place that clearly leads, or raise `AmbiguousError`."""
        places = np.fromiter(scores, np.int64, len(scores))
        score = np.fromiter(scores.values(), np.float64, len(scores))
        rank = STEPS_PER_SIMILARITY * score + self._steps(places, near)
        order = np.lexsort((places, -rank))
        best = places[order[0]]
        apart = self._distance_m(places[order], (self.place(int(best)).lon, self.place(int(best)).lat))
        rivals = order[(apart > ONE_PLACE_M) & (rank[order] > rank[order[0]] - CLEAR_STEPS)]
        if not len(rivals):
            return self.place(int(best))
        listed = [self.place(int(places[i])) for i in (order[0], *rivals[:7])]
        more = f", and {len(rivals) - 7} more" if len(rivals) > 7 else ""
        raise AmbiguousError(
            f"{_quoted(query)} may be several places in {self.network.name}: "
            + "; ".join(f"{p.label}, {p.kind} at {p.lon:.4f},{p.lat:.4f}" for p in listed)
            + f"{more}. Give LON,LAT of the one you mean."
        )


def _raise_to(scored: dict[int, tuple[float, str]], place: int, score: float, text: str) -> None:
    if score > scored.get(place, (0.0, ""))[0]:
        scored[place] = (score, text)


def _texts(network: Network, codes: NDArray[np.integer]) -> list[str]:
    if len(codes) * 4 < len(network.strings):
        return [network.strings[c] for c in codes.tolist()]
    every = network.strings.all
    return [every[c] for c in codes.tolist()]


def _holds_names(key: str) -> bool:
    return key.partition(":")[0] in NAME_KEYS


def _is_latin(text: str) -> bool:
    return any(c.isalpha() for c in text) and all(
        ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in text if c.isalpha()
    )


def _quoted(query: str) -> str:
    shown = " ".join("".join(c if c.isprintable() else " " for c in query[:81]).split())
    return repr(shown[:60] + "..." if len(shown) > 60 else shown)


def _distance_m(
    lon: NDArray[np.floating], lat: NDArray[np.floating], to_lon: float, to_lat: float
) -> NDArray[np.float64]:
    lon, lat, x, y = np.radians(lon), np.radians(lat), math.radians(to_lon), math.radians(to_lat)
    half = np.sin((lat - y) / 2) ** 2 + np.cos(lat) * math.cos(y) * np.sin((lon - x) / 2) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1)))
    return distance
