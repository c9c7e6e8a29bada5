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
from routegraph.places.index import Candidates, NameIndex

IMPORTANCE = dict(zip(PLACE_KINDS, (7.0, 5.5, 2.5, 2.0, 1.5, 1.5, 1.5, 0.5, 0.5), strict=True))
"""What a kind of place weighs against nearness and spelling, in steps."""

STEPS_PER_TENFOLD_PEOPLE = 0.25
STEPS_PER_CONSONANT = 8.0
STEPS_PER_DOUBLE_DISTANCE = 1.0
NEAR_M = 2_000.0
VERY_NAME_STEPS = 1_000.0

CLEAR_STEPS = 2.0
"""Steps by which the best place must lead before `find` takes it."""

SURE_LIKENESS = 0.93
LEAST_LIKENESS = 0.55
ONE_PLACE_M = 2_000.0
"""Places of one name nearer together than this are one place mapped twice."""

LISTED = 8
"""Places that an error lists at the most."""

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
        found = Candidates.best_of(
            [self.index.exact(query), self.index.loose(query), self.index.begun_by(query)]
        )
        found = found.where(found.likeness >= LEAST_LIKENESS)
        rank = self._rank(found, near) + np.where(found.likeness == 1, VERY_NAME_STEPS, 0)
        best = found.where(np.lexsort((found.place, -rank))[: max(limit, 0)])
        return [
            Match(self.place(int(p)), float(score), self.index.text[row])
            for p, score, row in zip(best.place, best.likeness, best.row.tolist(), strict=True)
        ]

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
        exact = self.index.exact(query)
        found = Candidates.best_of([exact, self.index.loose(query)])
        if not len(found) or self._may_be_missed(query, found):
            found = Candidates.best_of([found, self.index.sounding(query)])
        if len(found):
            found = found.where(np.lexsort((found.place, -self._rank(found, near))))
            if found.likeness[0] >= SURE_LIKENESS:
                return self._choose(query, found, exact, near)
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
    def index(self) -> NameIndex:
        """Names of the places."""
        return NameIndex(self.network)

    @cached_property
    def _importance(self) -> NDArray[np.float64]:
        """Of each place, in steps."""
        table = self.network.places
        people = np.log10(np.maximum(table.population, 1)) * STEPS_PER_TENFOLD_PEOPLE
        return np.array(list(IMPORTANCE.values()))[table.kind] + people

    @cached_property
    def _missed(self) -> dict[str, float]:
        """Importance of the most important place without a name in each script."""
        scripts = self.index.scripts()
        missed = {}
        for script in np.unique(scripts).tolist():
            without = np.ones(len(self.network.places), bool)
            without[self.index.place[scripts == script]] = False
            missed[script] = float(self._importance[without].max(initial=-math.inf))
        return missed

    def _may_be_missed(self, query: str, found: Candidates) -> bool:
        """Whether a place more important than those found has no name in the script of the query."""
        missed = self._missed.get(names.script(names.normal_form(query)), -math.inf)
        return missed > float(self._importance[found.place].max())

    def _rank(self, found: Candidates, near: tuple[float, float] | None) -> NDArray[np.float64]:
        """Steps in favour of each candidate: importance, less what spelling and distance cost."""
        rank = self._importance[found.place] - STEPS_PER_CONSONANT * found.cost
        if near is not None:
            distance = np.maximum(self._distance_m(found.place, near), NEAR_M)
            rank -= STEPS_PER_DOUBLE_DISTANCE * np.log2(distance / NEAR_M)
        return rank

    def _distance_m(self, places: NDArray[np.int64], point: tuple[float, float]) -> NDArray[np.float64]:
        table = self.network.places
        return _distance_m(table.lon[places], table.lat[places], *point)

    def _choose(
        self, query: str, found: Candidates, exact: Candidates, near: tuple[float, float] | None
    ) -> Place:
        """Return the place that clearly leads, or raise `AmbiguousError`."""
        rank = self._rank(found, near)
        best = self.place(int(found.place[0]))
        apart = self._distance_m(found.place, (best.lon, best.lat)) > ONE_PLACE_M
        rivals = found.place[apart & (rank > rank[0] - CLEAR_STEPS)]
        if len(exact) and best.index not in exact.place:
            rivals = np.unique(np.concatenate([rivals, exact.place]))
        if not len(rivals):
            return best
        listed = [best, *(self.place(int(p)) for p in rivals[: LISTED - 1])]
        more = f", and {len(rivals) + 1 - LISTED} more" if len(rivals) >= LISTED else ""
        raise AmbiguousError(
            f"{_quoted(query)} may be several places in {self.network.name}: "
            + "; ".join(f"{p.label}, {p.kind} at {p.lon:.4f},{p.lat:.4f}" for p in listed)
            + f"{more}. Give LON,LAT of the one you mean."
        )


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
