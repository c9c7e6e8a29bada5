"""What OpenStreetMap tags mean to a router, as tables of data."""

from enum import IntFlag

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


class RoadFlag(IntFlag):
    """Bits of ``Roads.flags``."""

    BRIDGE = 1
    TUNNEL = 2
    FORD = 4
    FERRY = 8
    ROUNDABOUT = 16
    TOLL = 32
    NO_MOTOR_VEHICLE = 64
    NO_HGV = 128
    PRIVATE = 256
    BARRIER = 512
