"""Roads by their refs and names."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import NotFoundError
from routegraph.network.model import Network
from routegraph.scenario.applied import NO_ROADS


@dataclass(frozen=True, eq=False)
class RoadNames:
    """The refs and names of a network's roads."""

    network: Network

    def roads_with(self, key: str, value: str) -> NDArray[np.int32]:
        """Roads whose ``ref`` or ``name`` is this, but for case and surplus space."""
        codes, column = {
            "ref": (self._refs, self.network.roads.ref),
            "name": (self._names, self.network.roads.name),
        }[key]
        wanted = [code for text, code in codes if text == fold(value)]
        return np.flatnonzero(np.isin(column, wanted)).astype(np.int32) if wanted else NO_ROADS

    @cached_property
    def _refs(self) -> list[tuple[str, int]]:
        codes = np.unique(self.network.roads.ref).tolist()
        return [(fold(ref), code) for code in codes if code for ref in self.network.strings[code].split(";")]

    @cached_property
    def _names(self) -> list[tuple[str, int]]:
        codes = np.unique(self.network.roads.name).tolist()
        return [(fold(self.network.strings[code]), code) for code in codes if code]

    def like(self, value: str) -> list[str]:
        """Refs and names that are spelt nearly so, the nearest first."""
        known = dict([*self._names, *self._refs])
        alike = difflib.get_close_matches(fold(value), list(known), n=3, cutoff=0.5)
        return [self.network.strings[known[text]] for text in alike]

    def unknown(self, key: str, value: str) -> NotFoundError:
        """Return the error that no road has this ref or name; it tells the nearest."""
        roads = self.network.roads
        longest = sorted(
            np.unique(roads.ref[roads.ref > 0]).tolist(),
            key=lambda code: -float(roads.length_m[roads.ref == code].sum()),
        )
        alike = self.like(value)
        names = ", ".join(alike or [self.network.strings[code] for code in longest[:5]]) or "none is named"
        return NotFoundError(
            f"no road with {key} {value!r} in {self.network.name}; "
            f"{'nearest' if alike else 'main roads'}: {names}. Give one of these, a place, or 'A - B'."
        )


def fold(text: str) -> str:
    """Return a ref or road name without case and surplus space: ``m 5`` is ``M5``."""
    return re.sub(r"^([a-z]{1,3}) (?=\d)", r"\1", " ".join(text.casefold().split()))
