"""Mention: something that a sentence speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a mention is."""

    PLACE = auto()
    ROAD = auto()  # between `names`
    FAN = auto()  # roads from its first name to each of the others
    AT = auto()  # a road known by one place
    REF = auto()  # with `names` its two ends or none
    BETWEEN = auto()  # the part of a road that is meant
    POINT = auto()  # `distance_km` from the name towards `bearing`
    PART = auto()  # of a place
    SITE = auto()  # known by the place beside it
    BRIDGE = auto()  # beside a place
    CROSSING = auto()  # of a border, by its name or that of both sides
    ALONG = auto()  # something on a road
    OWNER = auto()  # before "'s fall"
    THING = auto()  # on no map
    FACILITY = auto()  # without a name of its own
    VAGUE = auto()  # areas, positions
    WIDE = auto()  # no target
    SUPPLY = auto()  # a supply line
    SAME = auto()  # place or road spoken of before
    PERSON = auto()


ROADS = frozenset({Kind.ROAD, Kind.FAN, Kind.AT, Kind.REF, Kind.BETWEEN})
THINGS = frozenset({Kind.THING, Kind.FACILITY, Kind.VAGUE})
TARGETS = frozenset(
    {Kind.PLACE, Kind.POINT, Kind.PART, Kind.BRIDGE, Kind.CROSSING, Kind.SITE, *ROADS} - {Kind.BETWEEN}
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a sentence speaks of.

    Attributes
    ----------
    text : str
        As the sentence has it.
    start, end : int
        Offsets in the sentence.
    near : Mention or None
        Of a thing: what it is said to be near.
    """

    kind: Kind
    names: tuple[str, ...]
    text: str
    start: int
    end: int
    near: Mention | None = None
    ref: str = ""
    distance_km: float = 0.0
    bearing: float | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What two mentions of one thing have in common, whichever end of a road they name first."""
        return tuple(sorted(self.names)), self.ref, "" if self.names or self.ref else self.text
