"""The places of a network, found by name in any spelling; a question rather than a guess."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.geometry import box_around
from routegraph.network.grid import BoxGrid
from routegraph.network.model import Network
from routegraph.network.sphere import distinct, great_circle_m
from routegraph.network.tags import PLACE_KINDS
from routegraph.places import names
from routegraph.places.common_words import COMMON_WORDS
from routegraph.places.crosscheck import crosschecked
from routegraph.places.index import LEAST_LIKENESS, Candidates, NameIndex
from routegraph.places.scripts import SOUNDED
from routegraph.places.shown import LATIN, place_names, script_of
from routegraph.places.streets import Streets

IMPORTANCE = dict(zip(PLACE_KINDS, (7.0, 5.5, 2.5, 2.0, 1.5, 1.5, 1.5, 0.5, 0.5), strict=True))
"""Steps in favour of a kind of place: reports mean towns more often than villages."""

STEPS_PER_TENFOLD_PEOPLE = 0.25
"""Steps in favour of a place for each digit of its population, where that is known."""

STEPS_PER_DOUBLE_JUNCTIONS = 0.5
"""Steps in favour of a place for each doubling of the junctions about it. `search` alone counts them:
of two villages of one name the larger stands first, but whoever asks is asked back."""

STEPS_PER_LIKENESS = 15.0
"""Steps against a name for each whole likeness that it is behind the best one. `search` alone counts them:
a city of a likely name does not stand before the village of nearly the very name."""

STEPS_PER_CONSONANT = 8.0
"""Steps against a name for each consonant's worth of difference in spelling."""

STEPS_PER_DOUBLE_DISTANCE, NEAR_M = 1.5, 20_000.0
"""Steps against a place for each doubling of its distance from `near`, beyond `NEAR_M`."""

CLEAR_STEPS = 2.0
"""Steps by which the best place leads all others when `find` takes it."""

SURE_LIKENESS = 0.935
"""Likeness of the name of a place that `find` takes."""

RIVAL_LIKENESS = 0.75
"""Likeness of the names of places that may be meant as well."""

ONE_PLACE_M = 2_000.0
"""Places of one name nearer together than this are one place mapped twice."""

NEAREST_WITHIN_M = (10_000.0, 30_000.0, 100_000.0, math.inf)
"""Nearest places are looked for this near first."""

FARTHEST_TOWN_M = 100_000.0
"""Within which an error tells places apart by the nearest town."""

LISTED, SUGGESTED = 8, 5
"""Places that an error lists at the most: those that may be meant, and those of like names."""


@dataclass(frozen=True)
class Place:
    """One row of ``Network.places``.

    Attributes
    ----------
    index : int
        Row in ``Network.places``.
    name, local_name : str
        The name to show, in the script that the network is read in where one is known, and the name
        in the local script; the latter is empty when there is only one.
    kind : str
        One of `tags.PLACE_KINDS`.
    lon, lat : float
        WGS84 degrees.
    node : int
        The network node where journeys begin; -1 leaves it to snapping.
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

    def called(self, query: str) -> str:
        """The label as the asker writes: in the script of the query, the other name beside it.

        A query in Latin letters stands for a place that the map has no Latin name for.
        """
        asked_in, shown_in = script_of(query), script_of(self.name)
        if asked_in == LATIN != shown_in and not self.local_name:
            return f"{query.strip()} ({self.name})"
        if asked_in == script_of(self.local_name) != shown_in:
            return f"{self.local_name} ({self.name})"
        return self.label


@dataclass(frozen=True)
class Match:
    """A place that answers to a query, how well (0 to 1), and by which of its names."""

    place: Place
    score: float
    matched: str


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Finds places by name.

    Candidates are weighed in steps: the importance of the place, less what the difference in
    spelling and the distance from the point at hand cost. `search` lists them in that order,
    the very name first; `find` answers only when the best one sounds nearly the same and
    leads by `CLEAR_STEPS`. The constants were tuned with ``benchmarks/place_names.py``.

    Indexes are built at the first question that needs them: an exact name never builds
    the one over sounds.

    Attributes
    ----------
    people : int64[P], optional
        Who live in each place, in place of what the network tells; they do not change which place is found.
    """

    network: Network
    index: NameIndex
    people: NDArray[np.integer[Any]] | None = None
    _told: dict[int, Place] = field(default_factory=dict, repr=False)

    @cached_property
    def streets(self) -> Streets:
        """The roads of the network by their names."""
        return Streets(self.network)

    @classmethod
    def of(cls, network: Network) -> Gazetteer:
        """Gazetteer of the places of a network."""
        return cls(network, NameIndex(network))

    def place(self, index: int) -> Place:
        """Return the place in one row of ``Network.places``."""
        if index not in self._told:
            self._told[index] = self._tell(index)
        return self._told[index]

    def _tell(self, index: int) -> Place:
        table = self.network.places
        name, local_name = place_names(self.network, index)
        population = int((table.population if self.people is None else self.people)[index])
        return Place(
            index=index,
            name=name,
            local_name=local_name,
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
        found = self.index.exact(query)
        if len(found) < limit:
            alike = crosschecked(self.index, query, self.index.begun_by(query))
            found = Candidates.best_of([found, self.index.loose(query), alike])
            found = found.where(found.likeness >= LEAST_LIKENESS)
        rank = self._rank(found, near) + self._size[found.place] + STEPS_PER_LIKENESS * found.likeness
        best = found.where(np.lexsort((found.place, -rank, found.likeness < 1))[:limit])
        return [
            Match(self.place(place), score, self.index.text[row])
            for place, score, row in zip(
                *(c.tolist() for c in (best.place, best.likeness, best.row)), strict=True
            )
        ]

    def find(self, query: str, *, near: tuple[float, float] | None = None, suggest: bool = True) -> Place:
        """Return the one place of that name.

        Parameters
        ----------
        query : str
            A name in any spelling and script.
        near : tuple of float, optional
            Lon, lat such as the middle of the journey; decides between places of one name.
        suggest : bool
            Whether an error names the nearest names, which takes longer than the search itself.

        Raises
        ------
        NotFoundError
            No name is alike enough to be sure; the nearest ones are named.
        AmbiguousError
            Several places answer to the name and none is clearly the one meant.
        """
        exact = self.index.exact(query)
        if not len(exact) and (label := _both_names(query)) and len(both := self._labelled(*label)):
            return self._choose(query, both, both, near)
        found = Candidates.best_of([exact, self.index.loose(query)])
        if names.normal_form(query) in COMMON_WORDS:
            found = exact
        elif self.index.is_exonym(found.row).all() or self._may_hide(query, found):
            heard = crosschecked(self.index, query, self.index.sounding(query))
            found = Candidates.best_of([found, heard])
        if np.any(found.likeness >= SURE_LIKENESS):
            return self._choose(query, found.where(found.likeness >= RIVAL_LIKENESS), exact, near)
        close = self.search(query, limit=2 * SUGGESTED, near=near) if suggest else ()
        alike = dict.fromkeys(match.place.label for match in close)
        hint = f"nearest names: {', '.join([*alike][:SUGGESTED])}" if alike else "no name is like it"
        raise NotFoundError(
            f"no place called {_quoted(query)} in {self.network.name}; {hint}. "
            f"{self.untold(query)}Give a name from 'routegraph places search', or LON,LAT."
        )

    def untold(self, query: str) -> str:
        """Tell that most places have no Latin name where that may be why none is found; else empty."""
        named = {script: len(distinct(places)) for script, places in self.index.named_in().items()}
        most = max(named, key=named.__getitem__, default="")
        of_all = f"{named.get(LATIN, 0):,} of its {len(self.network.places):,} places"
        if script_of(query) != LATIN or not most or most.startswith(SOUNDED):
            return ""
        compared = (
            "Chinese characters are read as in Chinese"
            if most == "CJK"
            else f"{most.title()} is compared roughly"
        )
        return f"{of_all} have a name in Latin letters (name:en), and {compared}. "

    def called(self, name: str) -> frozenset[int]:
        """Rows of the places of the very name, articles and names of other languages aside."""
        found = Candidates.best_of([self.index.exact(name), self.index.loose(name)])
        return frozenset(found.place.tolist())

    def _labelled(self, shown: str, local: str) -> Candidates:
        """Places that have both names of a label, or else the local one, which `Place.called` keeps."""
        found = self.index.exact(local)
        both = found.where(np.isin(found.place, self.index.exact(shown).place))
        return both if len(both) else found

    def nearest(self, lon: float, lat: float, *, limit: int = 5) -> list[tuple[Place, float]]:
        """Return the places nearest to a point with their distance in metres, nearest first."""
        rows, metres = self.nearest_rows(lon, lat, limit)
        return [(self.place(row), at_m) for row, at_m in zip(rows.tolist(), metres.tolist(), strict=True)]

    def nearest_rows(
        self, lon: float, lat: float, limit: int
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return rows of the places nearest to a point, and metres, nearest first."""
        for reach_m in NEAREST_WITHIN_M:
            near = self._grid.near(*box_around(lon, lat, reach_m))
            distance = self._distance_m(near, (lon, lat))
            some = np.arange(len(near))
            if len(near) > 2 * limit:
                some = np.flatnonzero(distance <= np.partition(distance, limit)[limit])
            order = some[np.argsort(distance[some], kind="stable")[:limit]]
            # The box is not quite as wide as the circle near the poles.
            if len(order) == limit and distance[order[-1]] < 0.9 * reach_m:
                break
        return near[order], distance[order]

    @cached_property
    def _grid(self) -> BoxGrid:
        lon, lat = np.asarray(self.network.places.lon), np.asarray(self.network.places.lat)
        return BoxGrid.of(lon, lat, lon, lat)

    @cached_property
    def _importance(self) -> NDArray[np.float64]:
        """Of each place, in steps."""
        table = self.network.places
        people = np.log10(np.maximum(table.population, 1)) * STEPS_PER_TENFOLD_PEOPLE
        return np.array(list(IMPORTANCE.values()))[table.kind] + people

    @cached_property
    def _size(self) -> NDArray[np.float64]:
        """Of each place, in steps."""
        return STEPS_PER_DOUBLE_JUNCTIONS * np.log2(1 + self.index.junctions)

    @cached_property
    def _nameless(self) -> dict[str, float]:
        """Importance of the most important place without a name in each script."""
        highest = {}
        for script, named in self.index.named_in().items():
            without = np.ones(len(self.network.places), bool)
            without[named] = False
            highest[script] = float(self._importance[without].max(initial=-math.inf))
        return highest

    def _may_hide(self, query: str, found: Candidates) -> bool:
        """Whether a place more important than those found has no name in the script of the query."""
        hidden = self._nameless.get(names.script(names.normal_form(query)), math.inf)
        return hidden > float(self._importance[found.place].max())

    def _rank(self, found: Candidates, near: tuple[float, float] | None) -> NDArray[np.float64]:
        """Weigh candidates, in steps: importance, less what spelling and distance cost."""
        rank = self._importance[found.place] - STEPS_PER_CONSONANT * found.cost
        if near is not None:
            distance = np.maximum(self._distance_m(found.place, near), NEAR_M)
            rank -= STEPS_PER_DOUBLE_DISTANCE * np.log2(distance / NEAR_M)
        return rank

    def _distance_m(
        self, places: NDArray[np.integer[Any]], point: tuple[float, float]
    ) -> NDArray[np.float64]:
        table = self.network.places
        return np.asarray(great_circle_m(table.lon[places], table.lat[places], *point))

    def _choose(
        self, query: str, found: Candidates, exact: Candidates, near: tuple[float, float] | None
    ) -> Place:
        """Return the best candidate when it clearly leads, or raise `AmbiguousError`.

        A name of another language or age does not lead places whose own name sounds like it.
        """
        rank = self._rank(found, near)
        order = np.lexsort((found.place, -rank))
        found, rank = found.where(order), rank[order]
        first = int(np.argmax(found.likeness >= SURE_LIKENESS))
        best = self.place(int(found.place[first]))
        elsewhere = self._distance_m(found.place, (best.lon, best.lat)) > ONE_PLACE_M
        rival = rank > rank[first] - CLEAR_STEPS
        if best.index in exact.place:  # nobody who writes Antakya means Adana
            rival &= found.likeness >= SURE_LIKENESS
        exonyms = self.index.is_exonym(found.row)
        if exonyms[first]:
            rival |= (found.likeness >= SURE_LIKENESS) & ~exonyms
        rivals = found.place[elsewhere & rival].tolist()
        if len(exact) and best.index not in exact.place:
            rivals = [*dict.fromkeys([*exact.place.tolist(), *rivals])]
        if not rivals:
            return best
        raise AmbiguousError(
            f"{_quoted(query)} may be several places in {self.network.name}: "
            f"{'; '.join(self._listed([best.index, *rivals]))}. Give LON,LAT of the one you mean."
        )

    def _listed(self, places: list[int]) -> Iterable[str]:
        """Tell places apart by kind, coordinates and the nearest town."""
        towns = np.flatnonzero(self.network.places.kind <= PLACE_KINDS.index("town"))
        towns = np.array([town for town in towns.tolist() if town not in places], np.int64)
        for place in map(self.place, places[:LISTED]):
            told = f"{place.label}, {place.kind} at {place.lon:.4f},{place.lat:.4f}"
            distance = self._distance_m(towns, (place.lon, place.lat))
            if distance.min(initial=math.inf) < FARTHEST_TOWN_M:
                town = self.place(int(towns[distance.argmin()]))
                told += f", {distance.min() / 1000:.0f} km from {town.name}"
            yield told
        if len(places) > LISTED:
            yield f"and {len(places) - LISTED} more"


def _both_names(query: str) -> tuple[str, str] | None:
    """Both names of a place, as `Place.label` and `Place.called` write them; None where there is one."""
    shown, _, local = query.strip().rpartition("(")
    return (shown, local[:-1]) if shown.strip() and local[:-1].strip() and local.endswith(")") else None


def _quoted(query: str) -> str:
    shown = " ".join("".join(c if c.isprintable() else " " for c in query[:200]).split())
    return repr(shown[:60] + "..." if len(shown) > 60 else shown)
