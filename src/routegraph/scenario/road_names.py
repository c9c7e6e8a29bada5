"""Roads by their refs and names."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import NotFoundError
from routegraph.network.arrays import Int
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.places.alignment import align, encode
from routegraph.places.names import sounds
from routegraph.places.shown import road_name
from routegraph.places.street_names import StreetName, numbered, plain_ref, street_name
from routegraph.scenario.applied import NO_ROADS

SURE_LIKENESS, RIVAL_LIKENESS = 0.93, 0.85
"""Likeness of the sound of a street's own name that is taken for it, and of what may be meant as well."""

SHORTEST_NAME = 4
"""Letters of a street's own name by which it is told without its kind."""

MOST_NAMES = 3


@dataclass(frozen=True, eq=False)
class RoadNames:
    """The refs and names of a network's roads."""

    network: Network

    def roads_with(self, key: str, value: str) -> NDArray[np.int32]:
        """Roads whose ``ref`` or ``name`` is this, but for case, words cut short and numerals.

        Names count in every language that the network has them in.
        """
        if key == "ref":
            wanted = {plain_ref(part) for part in value.split(";")}
            codes = [code for code, refs in self._refs.items() if wanted <= refs]
            return self._on(self.network.roads.ref, codes)
        whole = street_name(value).whole
        return self._on(
            self.network.roads.name, [c for name, c in self._names if name.whole == whole and whole]
        )

    def roads_meant(self, value: str) -> tuple[NDArray[np.int32], str]:
        """Roads of the one ref or street that words mean where no road is called just so, and how it is told.

        ``Route 22`` is the US 22 where no other road has that number, ``29th Street`` is South 29th Street
        where no other street is called so, and ``Dobrolyubova Street`` is the one street that sounds so. A
        name that does not say that it is a street's may be a place's, and means none.
        """
        if ref := numbered(value, set().union(*self._refs.values())):
            roads = self.roads_with("ref", ref)
            return roads, f"roads with ref {self.network.road_ref(int(roads[0]))}"
        asked, meant = street_name(value), self._meant(value)
        if not asked.kinds or len({name.whole for name, _ in meant}) != 1:
            return NO_ROADS, ""
        roads = self._on(self.network.roads.name, [code for _, code in meant])
        return roads, f"roads named {self.told(roads)}"

    def _meant(self, value: str) -> list[tuple[StreetName, int]]:
        """Streets whose own name is that of a text, or else sounds like it."""
        asked = street_name(value)
        if len(asked.bare) < SHORTEST_NAME and not asked.bare.isdigit():
            return []
        alike = [
            one for one in self._names if not asked.kinds or not one[0].kinds or asked.kinds & one[0].kinds
        ]
        if meant := [one for one in alike if one[0].bare == asked.bare]:
            return meant
        spoken = self._sounding(asked.bare, [name.bare for name, _ in alike])
        return [one for one in alike if one[0].bare in spoken]

    def told(self, roads: NDArray[np.int32]) -> str:
        """Names of roads as readers and the map write them, the most frequent first."""
        _, first, counts = np.unique(self.network.roads.name[roads], return_index=True, return_counts=True)
        names = []
        for road in roads[first[np.argsort(-counts, kind="stable")]].tolist():
            shown, own = road_name(self.network, road), self.network.road_name(road)
            names.append(own if shown == own else f"{shown} ({own})")
        return f"{', '.join(names[:MOST_NAMES])}{' and others' if len(names) > MOST_NAMES else ''}"

    def _on(self, column: Int, codes: list[int]) -> NDArray[np.int32]:
        return np.flatnonzero(np.isin(column, codes)).astype(np.int32) if codes else NO_ROADS

    @staticmethod
    def _sounding(bare: str, known: list[str]) -> set[str]:
        """Those of the names that sound nearly so, if none but they sounds like it at all."""
        spoken, names = sounds([bare])[0], list(dict.fromkeys(filter(None, known)))
        if not spoken or not names:
            return set()
        likeness = align(spoken, encode([sound or "-" for sound in sounds(names)])).likeness
        sure = {name for name, alike in zip(names, likeness.tolist(), strict=True) if alike >= SURE_LIKENESS}
        rivals = int((likeness >= RIVAL_LIKENESS).sum())
        return sure if rivals == len(sure) else set()

    @cached_property
    def _refs(self) -> dict[int, set[str]]:
        codes = distinct(self.network.roads.ref).tolist()
        return {
            code: {plain_ref(ref) for ref in self.network.strings[code].split(";")} for code in codes if code
        }

    @cached_property
    def _names(self) -> list[tuple[StreetName, int]]:
        codes = [code for code in distinct(self.network.roads.name).tolist() if code]
        own = [(street_name(self.network.strings[code]), code) for code in codes]
        return own + [(street_name(text), code) for code in codes for _, text in self.network.called(code)]

    def like(self, value: str) -> list[str]:
        """Refs and names that may be meant or are spelt nearly so, the nearest first."""
        strings, codes = self.network.strings, distinct(self.network.roads.name).tolist()
        texts = [
            text
            for code in codes
            for text in (strings[code], *(text for _, text in self.network.called(code)))
        ]
        known = {plain_ref(text): text for text in (*texts, *(strings[code] for code in self._refs)) if text}
        alike = difflib.get_close_matches(plain_ref(value), list(known), n=MOST_NAMES, cutoff=0.5)
        meant = [strings[code] for _, code in self._meant(value)]
        return [*dict.fromkeys([*meant, *(known[text] for text in alike)])][:MOST_NAMES]

    def unknown(self, key: str, value: str) -> NotFoundError:
        """Return the error that no road has this ref or name; it tells the nearest."""
        roads = self.network.roads
        longest = sorted(
            distinct(roads.ref[roads.ref > 0]).tolist(),
            key=lambda code: -float(roads.length_m[roads.ref == code].sum()),
        )
        alike = self.like(value)
        names = ", ".join(alike or [self.network.strings[code] for code in longest[:5]]) or "none is named"
        return NotFoundError(
            f"no road with {key} {value!r} in {self.network.name}; "
            f"{'nearest' if alike else 'main roads'}: {names}. Give one of these, a place, or 'A - B'."
        )
