"""Colours, widths and what each scale of a map can bear; tables of data.

The palette keeps apart for the usual colour deficiencies and in greyscale: the way before is a
wide light band, the way after a narrow dark line, closures are crossed (after Okabe & Ito 2008,
Color Universal Design, https://jfly.uni-koeln.de/color/).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Palette:
    """Colours of one appearance, as ``#rrggbb``."""

    paper: str
    land: str
    ink: str
    muted: str
    faint: str
    rule: str
    road: str
    before: str
    before_edge: str
    after: str
    other: str
    closed: str
    standing: str
    on_mark: str
    open: str
    alert: str


LIGHT = Palette(
    paper="#ffffff",
    land="#f7f6f2",
    ink="#1b1f24",
    muted="#5b636d",
    faint="#8b929b",
    rule="#d5d7da",
    road="#b9b5ab",
    before="#8fc7ee",
    before_edge="#3f86b8",
    after="#12305e",
    other="#7a5195",
    closed="#c8401a",
    standing="#4d4d4d",
    on_mark="#ffffff",
    open="#00795c",
    alert="#b3261e",
)

DARK = Palette(
    paper="#14171b",
    land="#1b1f25",
    ink="#eceff2",
    muted="#a9b1bb",
    faint="#7e8791",
    rule="#3a4048",
    road="#4c5259",
    before="#2f6f9f",
    before_edge="#76bdec",
    after="#ffe9a8",
    other="#c9a3e6",
    closed="#ff7a50",
    standing="#c9ccd0",
    on_mark="#14171b",
    open="#4cd0aa",
    alert="#ff8a80",
)


@dataclass(frozen=True)
class RoadStyle:
    """How a class of road is drawn in the backdrop, and down to which scale.

    Attributes
    ----------
    label : str
        In the legend.
    classes : tuple of str
        Of `tags.HIGHWAYS`.
    max_scale : float
        Largest scale denominator at which the class is drawn: 400_000 for 1:400,000.
    weight : float
        How dark, 0 to 1.
    """

    label: str
    classes: tuple[str, ...]
    width_pt: float
    max_scale: float
    weight: float


ROADS: tuple[RoadStyle, ...] = (
    RoadStyle("motorway, trunk", ("motorway", "trunk", "motorway_link", "trunk_link"), 1.7, 1e9, 1.0),
    RoadStyle("primary", ("primary", "primary_link"), 1.1, 12e6, 0.9),
    RoadStyle("secondary", ("secondary", "secondary_link"), 0.75, 4.5e6, 0.75),
    RoadStyle("tertiary", ("tertiary", "tertiary_link", "ferry"), 0.55, 1.3e6, 0.65),
    RoadStyle("smaller roads", ("unclassified", "road"), 0.45, 450e3, 0.55),
    RoadStyle("streets", ("residential", "living_street"), 0.4, 160e3, 0.5),
    RoadStyle("tracks and service roads", ("service", "track", "construction", "proposed"), 0.35, 60e3, 0.4),
)


@dataclass(frozen=True)
class LineStyle:
    """How a line is drawn.

    Attributes
    ----------
    strokes : tuple of (str, float, dashes)
        From the lowest: colour of the palette, width in points, dashes.
    letter : str
        Colour of its letter.
    joins_ends : bool
        It is a way, and is joined to origin and destination where it begins off them.
    """

    strokes: tuple[tuple[str, float, Any], ...]
    letter: str
    joins_ends: bool = True


SOLID = "-"
DASHED = (6.0, 2.0)
"""Points that are drawn, and that are left out, of a road whose course is not told."""

BAND = (("before_edge", 6.2, SOLID), ("before", 4.6, SOLID))

LINES: dict[str, LineStyle] = {
    "other": LineStyle((("paper", 5.6, SOLID), ("other", 4.2, (0, (0.1, 1.6)))), "other"),
    "before": LineStyle(BAND, "before_edge"),
    "both": LineStyle((*BAND, ("after", 1.6, SOLID)), "after"),
    "way_0": LineStyle(BAND, "before_edge"),
    "way_5": LineStyle((("paper", 3.2, SOLID), ("faint", 1.8, (0, (1, 1.6)))), "muted"),
    "way_4": LineStyle((("paper", 3.2, SOLID), ("alert", 1.8, (0, (5, 1.5, 1, 1.5)))), "alert"),
    "way_3": LineStyle((("paper", 3.6, SOLID), ("other", 2.2, (0, (0.1, 1.8)))), "other"),
    "way_2": LineStyle((("paper", 3.6, SOLID), ("open", 2.0, (0, (4, 1.8)))), "open"),
    "way_1": LineStyle((("paper", 4.0, SOLID), ("after", 2.2, SOLID)), "after"),
    "after": LineStyle((("paper", 4.0, SOLID), ("after", 2.2, SOLID)), "after"),
    "need_none": LineStyle((("faint", 2.2, SOLID),), "muted", joins_ends=False),
    "need_light": LineStyle((("paper", 5.0, SOLID), ("before", 3.4, SOLID)), "before_edge", joins_ends=False),
    "need_clear": LineStyle(
        (("paper", 6.0, SOLID), ("before_edge", 4.4, SOLID)), "before_edge", joins_ends=False
    ),
    "need_heavy": LineStyle((("paper", 6.6, SOLID), ("other", 5.0, SOLID)), "other", joins_ends=False),
    "need_total": LineStyle((("paper", 7.8, SOLID), ("after", 6.2, SOLID)), "after", joins_ends=False),
    "pair_same": LineStyle((("faint", 0.8, SOLID),), "muted", joins_ends=False),
    "pair_longer": LineStyle((("after", 1.2, (0, (5, 2))),), "after", joins_ends=False),
    "pair_severed": LineStyle((("closed", 1.4, (0, (1.5, 1.5))),), "closed", joins_ends=False),
}
"""Lines by role, in the order in which they are drawn."""

MARKS: dict[str, tuple[str, str]] = {
    "to_lift": ("closed, to lift first", "open"),
    "closed": ("closed", "closed"),
    "standing": ("standing closure", "standing"),
    "slowed": ("slowed", "closed"),
    "noted": ("reported, closes nothing", "muted"),
    "lifted": ("lifted", "open"),
    "severs": ("without it, journeys have no other way", "closed"),
    "lengthens": ("without it, journeys take longer", "standing"),
}
"""Closures by role: what the legend says, and the colour."""

FILLED = ("closed", "standing", "to_lift")
"""Closures whose marks are filled with their colour."""

DOTS: dict[str, tuple[str, str, bool]] = {
    "junction": ("D", "ink", False),
    "lost": ("v", "closed", True),
    "inside": ("s", "closed", False),
    "already": ("v", "standing", False),
    "regained": ("^", "open", True),
    "bottleneck": ("D", "other", True),
    "wait": ("s", "other", False),
}
"""Places by role: shape, colour, and whether it is filled."""


@dataclass(frozen=True)
class AreaStyle:
    """How land is drawn: its colour, and fill and hatch by rank, from the nearest or first.

    Attributes
    ----------
    colour : str
        Of the palette.
    hatch : tuple of str
        As matplotlib has them; empty for none.
    """

    colour: str
    opacity: tuple[float, ...] = (0.16,)
    hatch: tuple[str, ...] = ("",)

    def opacity_of(self, rank: int) -> float:
        return self.opacity[min(rank, len(self.opacity) - 1)]

    def hatch_of(self, rank: int) -> str:
        return self.hatch[min(rank, len(self.hatch) - 1)]


AREAS: dict[str, AreaStyle] = {
    "reached": AreaStyle("before_edge", (0.55, 0.32, 0.18, 0.1)),
    "out_of_reach": AreaStyle("closed", (0.16,), ("xxxxxx", "/////", "\\\\\\", "....")),
    "held": AreaStyle("standing"),
}
"""Land by role."""

PLACES_MAX_SCALE = {
    "city": 1e9,
    "town": 1.8e6,
    "village": 350e3,
    "suburb": 120e3,
    "quarter": 60e3,
    "neighbourhood": 40e3,
    "hamlet": 80e3,
}
"""Largest scale denominator at which a kind of place is labelled; others never are."""

VERTEX_BUDGET = 250_000
"""Points of the backdrop beyond which the least class is left out."""
