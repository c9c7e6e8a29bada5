"""Symbols of a map and of its legend: lines, marks, dots, letters, labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routegraph.render.frame import MapFrame
from routegraph.render.style import AREAS, DASHED, DOTS, FILLED, LINES, MARKS, Palette, RoadStyle
from routegraph.render.typeset import font

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARK_PT = 12.0
DOT_PT = 6.0
UNCROSSED = ("noted", "lifted", "severs", "lengthens")
"""Closures whose roads are not crossed out."""


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend: a symbol's role and what it means."""

    role: str
    label: str
    letter: str = ""
    road: RoadStyle | None = None
    rank: int = 0


ROUND = {"solid_capstyle": "round", "dash_capstyle": "round", "solid_joinstyle": "round"}


def strokes(role: str, palette: Palette) -> list[dict[str, Any]]:
    """Keyword arguments of the strokes of a role."""
    return [
        {"color": getattr(palette, color), "linewidth": width, "linestyle": dashes} | ROUND
        for color, width, dashes in LINES[role].strokes
    ]


def area_patch(role: str, rank: int, palette: Palette) -> dict[str, Any]:
    """Keyword arguments of the patch of a piece of land."""
    style = AREAS[role]
    colour = getattr(palette, style.colour)
    return {
        "facecolor": (colour, style.opacity_of(rank)),
        "edgecolor": (colour, 0.7),
        "linewidth": 0.5,
        "hatch": style.hatch_of(rank) or None,
    }


def draw_dots(
    ax: Axes, x: Sequence[float], y: Sequence[float], role: str, palette: Palette, size: float = DOT_PT
) -> None:
    """Draw places without a number."""
    shape, colour_name, filled = DOTS[role]
    colour = getattr(palette, colour_name)
    ax.plot(
        x, y, marker=shape, markersize=size, markerfacecolor=colour if filled else palette.paper,
        markeredgecolor=palette.paper if filled else colour, markeredgewidth=0.15 * size, linestyle="none",
        zorder=5.5,
    )  # fmt: skip


def draw_mark(ax: Axes, x: float, y: float, role: str, text: str, palette: Palette) -> None:
    """Draw the mark of a closure with its number or letter."""
    colour = getattr(palette, MARKS[role][1])
    filled = role in FILLED
    shape, size = ("D", MARK_PT - 3) if role == "standing" else ("o", MARK_PT - 1)
    ax.plot(
        [x], [y], marker=shape, markersize=size, markerfacecolor=colour if filled else palette.paper,
        markeredgecolor=palette.paper if filled else colour, markeredgewidth=1.0, zorder=7,
    )  # fmt: skip
    ax.text(
        x, y, text, fontproperties=font(6.5 if len(text) < 2 else 5.5, bold=True),
        color=palette.on_mark if filled else colour, ha="center", va="center_baseline",
        zorder=7.1, clip_on=True,
    )  # fmt: skip


def letter_mark(
    ax: Axes, x: float, y: float, role: str, letter: str, palette: Palette, size: float = 11
) -> None:
    """Draw the letter of a route in its box."""
    colour = getattr(palette, LINES[role].letter)
    ax.plot(
        [x],
        [y],
        marker="s",
        markersize=size,
        color=palette.paper,
        markeredgecolor=colour,
        markeredgewidth=1.2,
        zorder=6.8,
    )
    ax.text(
        x, y, letter, fontproperties=font(size * 0.68, bold=True), color=colour,
        ha="center", va="center_baseline", zorder=6.9, clip_on=True,
    )  # fmt: skip


def put_text(
    ax: Axes, frame: MapFrame, text: str, x: float, y: float, size: float, palette: Palette,
    bold: bool = False, muted: bool = False, halo: float = 2.0,
) -> None:  # fmt: skip
    """Set a label with its lower left corner at a point of the paper, on a halo."""
    from matplotlib.patheffects import withStroke

    ax.text(
        *frame.on_globe(x, y), text, fontproperties=font(size, bold),
        color=palette.muted if muted else palette.ink, ha="left", va="baseline", zorder=8,
        clip_on=True, parse_math=False,
        path_effects=[withStroke(linewidth=halo, foreground=palette.land)],
    )  # fmt: skip


def symbol(ax: Axes, entry: LegendEntry, x: float, y: float, width: float, palette: Palette) -> None:
    """Draw the symbol of a legend entry, `width` points wide, on Axes that count in points."""
    ends, level = [x + 1, x + width - 1], [y, y]
    if entry.road:
        ax.plot(ends, level, color=palette.road, linewidth=entry.road.width_pt, alpha=entry.road.weight)
    elif entry.role == "schematic":
        ax.plot(ends, level, color=palette.road, linewidth=1.7, linestyle=(0, tuple(d / 1.7 for d in DASHED)))
    elif entry.role in LINES:
        for stroke in strokes(entry.role, palette):
            ax.plot(ends, level, **stroke)
        if entry.letter:
            letter_mark(ax, x + width / 2, y, entry.role, entry.letter, palette, size=8.5)
    elif entry.role == "beyond":
        ax.plot([x + width - 10], [y], marker=">", markersize=5, color=palette.muted)
    elif entry.role in DOTS:
        draw_dots(ax, [x + width / 2], [y], entry.role, palette)
    elif entry.role in AREAS:
        from matplotlib.patches import Rectangle

        ax.add_patch(Rectangle((x + 2, y - 4), width - 4, 8, **area_patch(entry.role, entry.rank, palette)))
    else:
        colour = getattr(palette, MARKS[entry.role][1])
        if entry.role not in UNCROSSED:
            ax.plot(
                ends,
                level,
                color=colour,
                linewidth=1.3,
                linestyle="-" if entry.role != "slowed" else (0, (3, 1.5)),
            )
        if entry.role in FILLED:
            ax.plot([x + 4, x + width - 4], level, "x", markersize=4.2, markeredgewidth=1.1, color=colour)
        if entry.letter:
            draw_mark(ax, x + width / 2, y, entry.role, entry.letter, palette)


def draw_legend(ax: Axes, entries: list[LegendEntry], palette: Palette) -> None:
    """Draw a legend inside the Axes, of what is shown and nothing else."""
    from matplotlib.artist import Artist
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = []
    for entry in entries:
        if entry.road:
            handles.append(
                Line2D([], [], color=palette.road, linewidth=entry.road.width_pt + 0.4, label=entry.label)
            )
        elif entry.role == "schematic":
            handles.append(Line2D([], [], color=palette.road, linestyle=(0, DASHED), label=entry.label))
        elif entry.role == "beyond":
            handles.append(
                Line2D([], [], color=palette.muted, marker=">", linestyle="none", label=entry.label)
            )
        elif entry.role in LINES:
            stroke = strokes(entry.role, palette)[-1]
            handles.append(Line2D([], [], label=f"{entry.letter}  {entry.label}", **stroke))
        elif entry.role in AREAS:
            handles.append(Patch(**area_patch(entry.role, entry.rank, palette), label=entry.label))
        elif entry.role in DOTS:
            shape, colour_name, _ = DOTS[entry.role]
            colour = getattr(palette, colour_name)
            handles.append(Line2D([], [], color=colour, marker=shape, linestyle="none", label=entry.label))
        else:
            colour = getattr(palette, MARKS[entry.role][1])
            shape = "D" if entry.role == "standing" else "o"
            handles.append(Line2D([], [], color=colour, marker=shape, linewidth=1.3, label=entry.label))
    legend = ax.legend(
        handles=handles, loc="best", prop=font(6.5), framealpha=0.9, facecolor=palette.paper,
        edgecolor=palette.rule, labelcolor=palette.ink, handlelength=2.6,
    )  # fmt: skip
    legend.set_zorder(11)
