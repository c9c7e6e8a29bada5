"""Streets and roads of a network by the names that its source gives them."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from routegraph.network.geometry import road_middle
from routegraph.network.model import Network
from routegraph.network.sphere import distinct, great_circle_m
from routegraph.network.tags import RoadFlag
from routegraph.places.street_names import SIDES, street_name

APART_M = 5_000.0
"""Pieces of one name farther from each other than this are streets of their own."""

ONE_BRIDGE_M = 300.0
"""Pieces of bridges no farther from their middle than this are one."""

_ENDS = re.compile(r"(?:strasse|gasse|weg|allee|damm|platz|tunnel|straat|gata|gatan|vagen|utca)$")
"""Ends of a lone word that make it the name of a street."""


class Streets:
    """Names of roads, and where the roads of each lie; "A - B road" is no name, but says what it joins."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def called(self, spelled: str) -> tuple[str, ...]:
        """Names of the network that a spelling means: its own, else those that only add a direction to it.

        Of several ways in which the network writes one name, that of most roads.
        """
        key = _key(spelled)
        return self._names.get(key, ()) or self._undirected.get(key, ())

    def may_begin(self, text: str) -> bool:
        """Whether a name may begin with the first word of a text."""
        return _key(text).partition(" ")[0] in self._starts

    @cached_property
    def _starts(self) -> frozenset[str]:
        return frozenset(key.partition(" ")[0] for key in (*self._names, *self._undirected))

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {self.network.strings[code]: code for code in distinct(self.network.roads.name).tolist()}

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = {}
        counts = np.bincount(self.network.roads.name)
        for name in sorted(self._codes, key=lambda name: int(counts[self._codes[name]])):
            key = _key(name)
            if " - " not in name and (" " in key or _ENDS.search(key)):
                names[key] = (name,)
        return names

    @cached_property
    def _undirected(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = {}
        for key, several in self._names.items():
            first, _, rest = key.partition(" ")
            if first in SIDES.values() and " " in rest:
                names[rest] = (*names.get(rest, ()), *several)
        return names

    def roads(self, name: str) -> NDArray[np.int32]:
        """Roads of a name, as the network has it."""
        return np.flatnonzero(self.network.roads.name == self._codes.get(name, -1)).astype(np.int32)

    def pieces(self, name: str) -> list[NDArray[np.int32]]:
        """Roads of a name, apart where they lie farther from each other than one street does."""
        left = self.roads(name).tolist()
        middles = {road: road_middle(self.network, road) for road in left}
        pieces = []
        while left:
            piece, waiting = [], [left.pop()]
            while waiting:
                here = waiting.pop()
                piece.append(here)
                reach_m = APART_M + float(self.network.roads.length_m[here])
                near = [r for r in left if great_circle_m(*middles[here], *middles[r]) <= reach_m]
                left = [r for r in left if r not in near]
                waiting += near
            pieces.append(np.array(sorted(piece), np.int32))
        return pieces

    def bridge(self, name: str) -> tuple[float, float] | None:
        """Lon, lat of the one bridge that a street leads over; None where it leads over none or several."""
        roads = self.roads(name)
        over = roads[(np.asarray(self.network.roads.flags)[roads] & int(RoadFlag.BRIDGE)) > 0]
        if not len(over):
            return None
        middles = np.array([road_middle(self.network, road) for road in over.tolist()])
        lon, lat = middles.mean(axis=0)
        apart_m = great_circle_m(lon, lat, middles[:, 0], middles[:, 1])
        one = apart_m.max() <= max(ONE_BRIDGE_M, float(self.network.roads.length_m[over].max()))
        return (float(middles[apart_m.argmin()][0]), float(middles[apart_m.argmin()][1])) if one else None

    def corner(self, name: str, other: str) -> tuple[float, float] | None:
        """Lon, lat of a node where roads of two names meet; None where they do not."""
        roads, nodes = self.network.roads, self.network.nodes
        met, crossed = (
            distinct(np.concatenate([roads.u[own], roads.v[own]])) for own in map(self.roads, (name, other))
        )
        both = np.intersect1d(met, crossed)
        return (float(nodes.lon[both[0]]), float(nodes.lat[both[0]])) if len(both) else None


def _key(name: str) -> str:
    """Words of a name in full, parted by spaces."""
    return " ".join(street_name(name).words)
