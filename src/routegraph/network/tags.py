"""What OpenStreetMap tags say of roads and places, as tables of data; `lawtags` has those of the law."""

from __future__ import annotations

from enum import IntFlag

from routegraph.errors import QuestionError

HIGHWAYS: tuple[str, ...] = (
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "track",
    "road",
    "ferry",
    "construction",
    "proposed",
)
"""Road classes from the most to the least important; ``Roads.highway`` indexes this tuple.

Source: https://wiki.openstreetmap.org/wiki/Key:highway
"""

PLANNED = frozenset({"construction", "proposed"})
"""Classes of roads that cannot be driven yet; an import leaves them out unless asked.

Source: https://wiki.openstreetmap.org/wiki/Tag:highway%3Dconstruction
"""

SURFACES: tuple[str, ...] = ("", "paved", "compacted", "gravel", "unpaved", "sand")
"""Surface groups; ``Roads.surface`` indexes this tuple, 0 means that the source does not tell.

Source: https://wiki.openstreetmap.org/wiki/Key:surface
"""

PLACE_KINDS: tuple[str, ...] = (
    "city",
    "town",
    "village",
    "suburb",
    "quarter",
    "neighbourhood",
    "hamlet",
    "isolated_dwelling",
    "locality",
)
"""Kinds of place from the most to the least important; ``Places.kind`` indexes this tuple.

Source: https://wiki.openstreetmap.org/wiki/Key:place
"""

INHABITED = ("city", "town", "village", "hamlet")
"""Kinds of place whose people are counted; suburbs are part of the city that has their population."""


MODES: dict[str, tuple[str, ...]] = {
    "motorcar": ("motorcar", "motor_vehicle", "vehicle", "access"),
    "goods": ("goods", "motor_vehicle", "vehicle", "access"),
    "hgv": ("hgv", "motor_vehicle", "vehicle", "access"),
    "bus": ("bus", "psv", "motor_vehicle", "vehicle", "access"),
}
"""Kinds of traffic that the law tells apart, each with its keys from the most to the least specific.

``goods`` are lorries of 3.5 t at the most, ``hgv`` those above; bit `i` of a mask stands for the
`i`-th of these.

Source: https://wiki.openstreetmap.org/wiki/Key:access#Transport_mode_restrictions
"""

TURN_KINDS: tuple[str, ...] = (
    "no_left_turn",
    "no_right_turn",
    "no_straight_on",
    "no_u_turn",
    "no_entry",
    "no_exit",
    "only_left_turn",
    "only_right_turn",
    "only_straight_on",
    "only_u_turn",
    "no_turn",
    "only_turn",
)
"""Kinds of turn restriction; ``Restrictions.kind`` indexes this tuple.

``no_turn`` and ``only_turn`` are those of which the first word alone is known.

Source: https://wiki.openstreetmap.org/wiki/Relation:restriction
"""


class RoadFlag(IntFlag):
    """Bits of ``Roads.flags``."""

    BRIDGE = 1
    TUNNEL = 2
    FORD = 4
    FERRY = 8
    ROUNDABOUT = 16
    TOLL = 32
    IMPASSABLE = 64
    """Collapsed, under construction, or said to be impassable: no vehicle gets through."""
    BARRIER = 512
    """A short stretch beside a bollard, block or locked gate that keeps traffic out."""
    ROUGH = 1024
    """``smoothness`` of bad or very_bad, or ``tracktype`` grade4 or grade5."""
    OFF_ROAD = 2048
    """``smoothness`` of horrible or worse: passable off-road at best."""
    REVERSIBLE = 8192
    """The direction changes by the hour; both are kept."""


NAME_KEYS: tuple[str, ...] = (
    "name",
    "alt_name",
    "old_name",
    "int_name",
    "loc_name",
    "nat_name",
    "official_name",
    "reg_name",
    "short_name",
)
"""Keys of a place's names; each may carry a language as in ``name:ar``.

Source: https://wiki.openstreetmap.org/wiki/Names
"""

SURFACE_GROUPS: dict[str, str] = {
    "paved": "paved",
    **dict.fromkeys(("asphalt", "tarmac", "bitumen", "macadam", "tar", "cement"), "paved"),
    "chipseal": "paved",
    "concrete": "paved",
    "concrete:lanes": "paved",
    "concrete:plates": "paved",
    "paving_stones": "paved",
    "sett": "paved",
    "cobblestone": "paved",
    "unhewn_cobblestone": "paved",
    "bricks": "paved",
    "metal": "paved",
    "wood": "paved",
    **dict.fromkeys(("compacted", "laterite", "murram", "stabilized", "stabilised"), "compacted"),
    "fine_gravel": "compacted",
    "gravel": "gravel",
    "pebblestone": "gravel",
    "rock": "gravel",
    "stone": "gravel",
    "unpaved": "unpaved",
    "dirt": "unpaved",
    "earth": "unpaved",
    "ground": "unpaved",
    "soil": "unpaved",
    "mud": "unpaved",
    "grass": "unpaved",
    "grass_paver": "unpaved",
    "clay": "unpaved",
    "sand": "sand",
    "salt": "sand",
    "snow": "sand",
    "ice": "sand",
}
"""Values of ``surface`` to the groups of `SURFACES`.

Source: https://wiki.openstreetmap.org/wiki/Key:surface
"""

TRACKTYPE_SURFACES: dict[str, str] = {
    "grade1": "paved",
    "grade2": "compacted",
    "grade3": "gravel",
    "grade4": "unpaved",
    "grade5": "unpaved",
}
"""Surface groups that a ``tracktype`` implies where ``surface`` is not told.

Source: https://wiki.openstreetmap.org/wiki/Key:tracktype
"""

ROUGH_TRACKTYPES = frozenset({"grade4", "grade5"})

SMOOTHNESS_FLAGS: dict[str, RoadFlag] = {
    "bad": RoadFlag.ROUGH,
    "very_bad": RoadFlag.ROUGH,
    "horrible": RoadFlag.ROUGH | RoadFlag.OFF_ROAD,
    "very_horrible": RoadFlag.ROUGH | RoadFlag.OFF_ROAD,
    "impassable": RoadFlag.ROUGH | RoadFlag.OFF_ROAD | RoadFlag.IMPASSABLE,
}
"""Source: https://wiki.openstreetmap.org/wiki/Key:smoothness"""

FOUR_WHEELS_FLAGS: dict[str, RoadFlag] = {
    "yes": RoadFlag.ROUGH | RoadFlag.OFF_ROAD,
    "recommended": RoadFlag.ROUGH,
}
"""Source: https://wiki.openstreetmap.org/wiki/Key:4wd_only"""

PRESENCE_FLAGS: dict[str, RoadFlag] = {
    "bridge": RoadFlag.BRIDGE,
    "tunnel": RoadFlag.TUNNEL,
    "ford": RoadFlag.FORD,
    "toll": RoadFlag.TOLL,
}
"""Keys that set a flag by any value but no.

Source: https://wiki.openstreetmap.org/wiki/Key:bridge, Key:tunnel, Key:ford, Key:toll
"""

RULES_PER_LANE = "rules per lane (*:lanes); the lane that keeps the fewest out counts"
"""What a network does not model and an import counts.

Source: https://wiki.openstreetmap.org/wiki/Lanes
"""


def highway_mask(classes: str | None) -> tuple[bool, ...]:
    """Which of `HIGHWAYS` a selection such as ``tertiary+`` or ``primary,secondary`` keeps.

    Parameters
    ----------
    classes : str or None
        Class names with commas between; a class takes its links along, and a ``+`` behind it
        every more important class as well. None keeps all.

    Raises
    ------
    QuestionError
        When a name is none of `HIGHWAYS`.
    """
    if classes is None:
        return (True,) * len(HIGHWAYS)
    kept = [False] * len(HIGHWAYS)
    for item in classes.split(","):
        name = item.strip().removesuffix("+")
        if name not in HIGHWAYS:
            raise QuestionError(
                f"no road class called {name!r}; give one or more of {', '.join(HIGHWAYS)}, "
                "as in 'primary,secondary' or 'tertiary+'."
            )
        last = max(HIGHWAYS.index(c) for c in (name, f"{name}_link") if c in HIGHWAYS)
        first = 0 if item.strip().endswith("+") else HIGHWAYS.index(name)
        kept[first : last + 1] = [True] * (last + 1 - first)
    return tuple(kept)
