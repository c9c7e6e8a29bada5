"""Scale bar, north arrow, coordinate ticks, legend and locator of a map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from routegraph.render.frame import MapFrame
from routegraph.render.labels import Paper
from routegraph.render.scene import Scene
from routegraph.render.style import Palette
from routegraph.render.typeset import font, width_pt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TICK_STEPS_DEG = (10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
MOST_TICKS = 9
INSET_SHARE = 0.3
"""A locator is drawn when the frame is narrower than this share of the network."""


def round_length_m(longest_m: float) -> float:
    """Return the greatest of 1, 2, 5 times a power of ten that is no longer."""
    power = 10 ** math.floor(math.log10(longest_m))
    return float(max(step * power for step in (1, 2, 5) if step * power <= longest_m))


def free_corner(paper: Paper, width: float, height: float, gap: float = 8.0) -> tuple[float, float]:
    """Lower left corner of a box in the corner of the paper where it covers least."""
    right, top = paper.width_pt - gap - width, paper.height_pt - gap - height
    corners = ((gap, gap), (right, gap), (gap, top), (right, top))

    def cost(corner: tuple[float, float]) -> float:
        x, y = corner
        box = (x, y, x + width, y + height)
        return paper.covered(box) + (0 if paper.is_free(box) else 10_000)

    best = min(corners, key=cost)
    paper.take((*best, best[0] + width, best[1] + height))
    return best


def draw_scale_bar(ax: Axes, frame: MapFrame, paper: Paper, palette: Palette) -> None:
    """Draw a scale bar that is true at the middle latitude, with an arrow to the north beside it."""
    from matplotlib.patches import Polygon, Rectangle

    length_m = round_length_m(frame.metres_per_pt * min(130.0, frame.width_pt * 0.3))
    bar = length_m / frame.metres_per_pt
    told = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    width, height = bar + 36 + width_pt(told, 6.5) / 2, 24.0
    x, y = (at + 3 for at in free_corner(paper, width + 6, height + 6, gap=5.0))
    points = _on_points(ax, frame)
    style: dict[str, Any] = {"transform": points, "zorder": 9, "clip_on": False}
    ax.add_patch(
        Rectangle(
            (x - 3, y - 3),
            width + 6,
            height + 6,
            facecolor=palette.land,
            edgecolor="none",
            alpha=0.85,
            **style,
        )
    )
    for part in range(4):
        ax.add_patch(
            Rectangle(
                (x + 24 + bar * part / 4, y + 3),
                bar / 4,
                3.2,
                facecolor=palette.ink if part % 2 == 0 else palette.paper,
                edgecolor=palette.ink,
                linewidth=0.5,
                **style,
            )
        )
    for at, text in (
        (0.0, "0"),
        (0.5, f"{length_m / 2000:g}" if length_m >= 1000 else f"{length_m / 2:g}"),
        (1.0, told),
    ):
        ax.text(
            x + 24 + bar * at, y + 9, text, fontproperties=font(6.5), color=palette.ink,
            ha="center", va="bottom", parse_math=False, **style,
        )  # fmt: skip
    ax.add_patch(
        Polygon(
            [(x + 7, y + 2), (x + 2, y + 1), (x + 7, y + 15), (x + 12, y + 1)],
            facecolor=palette.ink,
            edgecolor="none",
            **style,
        )
    )
    ax.text(
        x + 7,
        y + 16,
        "N",
        fontproperties=font(6.5, bold=True),
        color=palette.ink,
        ha="center",
        va="bottom",
        **style,
    )


def _on_points(ax: Axes, frame: MapFrame) -> Any:
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(1 / frame.width_pt, 1 / frame.height_pt) + ax.transAxes


def draw_ticks(ax: Axes, frame: MapFrame, palette: Palette) -> None:
    """Draw ticks of longitude and latitude on the frame."""
    span = min(frame.east - frame.west, (frame.north - frame.south) * 1.3)
    step = next((s for s in TICK_STEPS_DEG if span / s >= 3), TICK_STEPS_DEG[-1])
    decimals = max(0, -math.floor(math.log10(step)))

    def ticks(low: float, high: float) -> list[float]:
        return [i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1)]

    def told(value: float, sides: str) -> str:
        return f"{abs(value):.{decimals}f}°{sides[value < 0] if abs(value) > 1e-9 else ''}"

    lons, lats = ticks(frame.west, frame.east), ticks(frame.south, frame.north)
    lons = lons[:: 1 + len(lons) // MOST_TICKS]
    ax.set_xticks(lons, [told(v, "EW") for v in lons])
    ax.set_yticks(lats, [told(v, "NS") for v in lats])
    ax.tick_params(length=3, width=0.5, color=palette.faint, labelcolor=palette.muted, labelsize=6, pad=2)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set_fontproperties(font(6))
    for label in ax.get_yticklabels():
        label.set_rotation(90)
        label.set_verticalalignment("center")
    for spine in ax.spines.values():
        spine.set_color(palette.faint)
        spine.set_linewidth(0.6)


def draw_locator(ax: Axes, scene: Scene, frame: MapFrame, paper: Paper, palette: Palette) -> None:
    """Draw where a small frame lies in the network."""
    from matplotlib.patches import Rectangle

    from routegraph.render.backdrop import draw_backdrop
    from routegraph.render.frame import frame_around

    west, south, east, north = scene.network.provenance.bbox
    if (frame.east - frame.west) > INSET_SHARE * (east - west):
        return
    height = min(90.0, frame.height_pt * 0.25)
    stretch = math.cos(math.radians((south + north) / 2))
    width = min(height * (east - west) * stretch / (north - south), frame.width_pt * 0.3)
    x, y = free_corner(paper, width, height)
    inset = ax.inset_axes(
        (x / frame.width_pt, y / frame.height_pt, width / frame.width_pt, height / frame.height_pt), zorder=10
    )
    whole = frame_around((west, south, east, north), width, height, margin=0.02)
    inset.set_xlim(whole.west, whole.east)
    inset.set_ylim(whole.south, whole.north)
    inset.set_facecolor(palette.paper)
    inset.set_xticks([])
    inset.set_yticks([])
    for spine in inset.spines.values():
        spine.set_color(palette.faint)
        spine.set_linewidth(0.6)
    draw_backdrop(inset, scene.network, whole, palette, most=1, thin=0.45)
    box = Rectangle(
        (frame.west, frame.south), frame.east - frame.west, frame.north - frame.south,
        facecolor="none", edgecolor=palette.closed, linewidth=1.2, zorder=5,
    )  # fmt: skip
    inset.add_patch(box)
    middle_lon, middle_lat = (frame.west + frame.east) / 2, (frame.south + frame.north) / 2
    inset.plot(
        [middle_lon],
        [middle_lat],
        marker="+",
        markersize=7,
        color=palette.closed,
        markeredgewidth=1.1,
        zorder=6,
    )
