"""Spellings of a text -> places and targets, each looked up once."""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.geometry import roads_within
from routegraph.network.sphere import EARTH_RADIUS_M, distinct, great_circle_m
from routegraph.network.tags import PLACE_KINDS, RoadFlag
from routegraph.places.crossings import crossings_named, crossings_near, sides_of
from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.places.main_road import main_road_through

MOST_NAMES = 3000
"""Different names of one text that are looked up; a longer list is no report."""


BESIDE_M = 5000.0
"""A border control or a bridge farther off than this from a place is not the one that is named after it."""

FAR_M, MARGIN = 150_000.0, 0.1
"""How far from the middle of a text's places one is doubted, and how much less like its name another
may be that is nearer by."""


TOWNS = PLACE_KINDS[:2]

_NUMBERED = re.compile(r"^(?:(?:state|national|county|federal|us)\s+)?(?:route|highway|road)\s+", re.I)
"""What stands before the number of a road."""

STREET_M = 3_000.0
"""A road of one name is longer than this; a shorter one may be a street of any town."""

TOO_MANY = "not looked up: the text has too many names"


class Atlas:
    """Spellings -> places, each looked up once."""

    def __init__(self, gazetteer: Gazetteer, near: tuple[float, float] | None) -> None:
        self.gazetteer = gazetteer
        self.near = near
        self._known: dict[str, Place | str] = {}
        self._targets: dict[int, str] = {}
        self.overfull = False
        self._likeness: dict[str, float] = {}

    def look(self, name: str) -> Place | str:
        """Place of a spelling, or why there is none."""
        if name not in self._known:
            self._known[name] = self._ask(name)
        return self._known[name]

    def _ask(self, name: str) -> Place | str:
        if len(self._known) >= MOST_NAMES:
            self.overfull = True
            return TOO_MANY
        try:
            place = self.gazetteer.find(name, near=self.near, suggest=False)
        except AmbiguousError as problem:
            return f"ambiguous: {problem}"
        except NotFoundError:
            return "on no map of this network"
        return self._doubted(name, place) if self.near and self._off_m(place) > FAR_M else place

    def road(self, spelled: str) -> str:
        """Ref or name of a road of the network, as the network has it; empty when it has none such.

        A bare number is the road that alone has it in its ref. A network without roads knows none,
        and leaves a ref as it is spelled.
        """
        key = _bare(spelled)
        if not len(self.gazetteer.network.roads):
            return spelled.replace("-", "").replace(".", "") if key[-1:].isdigit() else ""
        number = _NUMBERED.sub("", spelled)
        return self._refs.get(key) or self._refs.get(number) or self._road_names.get(_level(spelled), "")

    @cached_property
    def _refs(self) -> dict[str, str]:
        network = self.gazetteer.network
        written = (network.strings[code] for code in distinct(network.roads.ref).tolist())
        refs = {_bare(ref): ref.strip() for several in written for ref in several.split(";") if ref.strip()}
        for number, count in Counter(re.sub(r"\D", "", key) for key in refs).items():
            alone = next(key for key in refs if re.sub(r"\D", "", key) == number)
            if count == 1 and number:
                refs.setdefault(number, refs[alone])
        return refs

    @cached_property
    def _road_names(self) -> dict[str, str]:
        """Names of roads long enough to be more than a street of one town, by their lower case."""
        network = self.gazetteer.network
        length_m = np.bincount(network.roads.name, network.roads.length_m)
        names = (network.strings[code] for code in np.flatnonzero(length_m > STREET_M).tolist())
        return {_level(name): name for name in names if name}

    def crossing(self, name: str) -> str:
        """Name of the border crossing, or of the place beside one, that a spelling means; empty for none."""
        network = self.gazetteer.network
        if not len(network.crossings):
            return ""
        if len(crossings_named(network, name)):
            return name
        for side in sides_of(name):
            place = self.look(side)
            if isinstance(place, Place) and len(crossings_near(network, place.lon, place.lat, BESIDE_M)):
                return self.target(place)
        return ""

    def has_bridge(self, place: Place) -> bool:
        """Whether the network marks a bridge beside a place."""
        network = self.gazetteer.network
        near = roads_within(network, place.lon, place.lat, BESIDE_M)
        return bool((np.asarray(network.roads.flags)[near] & int(RoadFlag.BRIDGE)).any())

    def road_of(self, place: Place) -> str:
        """Target of the main road that passes a village or town; a network without roads has any.

        Raises
        ------
        NotFoundError, AmbiguousError
            None passes it, or several do.
        """
        if place.kind == "city" or "~" in (target := self.target(place)):
            raise AmbiguousError(f"which of the roads of {place.label} is not told")
        if len(self.gazetteer.network.roads):
            main_road_through(self.gazetteer.network, place)
        return f"{target} road"

    def likeness(self, name: str) -> float:
        """How like a spelling is to a name of its place, 0 to 1."""
        if name not in self._likeness:
            matches = self.gazetteer.search(name, limit=1, near=self.near)
            self._likeness[name] = matches[0].score if matches else 0.0
        return self._likeness[name]

    def kind(self, name: str) -> str:
        """Kind of the place of a spelling; empty when there is none."""
        found = self.look(name)
        return found.kind if isinstance(found, Place) else ""

    def is_place(self, name: str) -> bool:
        """Whether a spelling answers to one place or to several."""
        found = self.look(name)
        return isinstance(found, Place) or found.startswith("ambiguous")

    def settle(self, names: Iterable[str]) -> None:
        """Look names up, then those ambiguous or far off again, near the middle of the sure ones."""
        for name in names:
            self.look(name)
        places = [found for found in self._known.values() if isinstance(found, Place)]
        if self.near is None and places:
            self.near = (statistics.median(p.lon for p in places), statistics.median(p.lat for p in places))
            for name, found in self._known.items():
                if self._off_m(found) > FAR_M if isinstance(found, Place) else found.startswith("ambiguous"):
                    self._known[name] = self._ask(name)

    def _off_m(self, place: Place) -> float:
        """Metres from the middle of the text's places."""
        assert self.near
        return float(great_circle_m(place.lon, place.lat, *self.near))

    def _doubted(self, name: str, far: Place) -> Place | str:
        """Place far from all others of the text, unless one nearer by is nearly as like its name.

        A village so far off is taken by its very name alone.
        """
        matches = self.gazetteer.search(name, near=self.near)
        least = max((match.score for match in matches), default=0.0) - MARGIN
        likest = [match for match in matches if match.score > least]
        near = next((m.place for m in likest if self._off_m(m.place) < FAR_M), None)
        if near:
            return f"ambiguous: {far.label} is far off, {near.label} nearer by"
        if far.kind in TOWNS or far.index in self.gazetteer.called(name):
            return far
        return f"ambiguous: {far.label}, {self._off_m(far) / 1000:.0f} km off, is only like {name!r}"

    def target(self, place: Place) -> str:
        """Name of a place when that finds it again, else its coordinates."""
        if place.index not in self._targets:
            try:
                sure = self.gazetteer.find(place.name).index == place.index
            except (AmbiguousError, NotFoundError):
                sure = False
            self._targets[place.index] = place.name if sure else f"{place.lon:.5f},{place.lat:.5f}~2km"
        return self._targets[place.index]


def _level(name: str) -> str:
    """Name in lower case, with one kind of dash and of space."""
    return " ".join(name.casefold().replace("–", "-").replace("—", "-").split())


def _bare(ref: str) -> str:
    return re.sub(r"[\s.\-]", "", ref).upper()


def moved(place: Place, distance_km: float, bearing: float | None) -> tuple[float, float]:
    """Lon, lat at a distance from a place; the place itself when the direction is not told."""
    if bearing is None:
        return place.lon, place.lat
    angle, turn = math.radians(bearing), math.degrees(distance_km * 1000 / EARTH_RADIUS_M)
    lon = place.lon + turn * math.sin(angle) / math.cos(math.radians(place.lat))
    return lon, place.lat + turn * math.cos(angle)
