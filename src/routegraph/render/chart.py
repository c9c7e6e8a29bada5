"""What a map cannot show: a quantity over dates, and how likely each quantity is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from routegraph.network.model import Float
from routegraph.render.scripts import drawable
from routegraph.render.style import Palette
from routegraph.render.typeset import font, ordered, shortened
from routegraph.scenario.question import Question

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_SIZE = 6.0
LABEL_ROOM = 118.0
"""Points along a slanted label of an event."""

SLANT = 38
"""Degrees by which labels of events are slanted."""

LINE_PT = 7.5
"""From one line of a label to the next."""

TWO_LINES_PT = 24.0
"""Points between two dates from which on labels of two lines do not meet."""

UNITS = {"time": (3600.0, "hours"), "distance": (1000.0, "km"), "cost": (1.0, "")}
"""By the measure of the question: how many make one unit, and the unit; a cost has its currency."""


@dataclass(frozen=True)
class Chart:
    """What draws a chart on Axes, and the room that its labels take beside and above the Axes.

    Attributes
    ----------
    draw : callable
    right_pt, top_pt, bottom_pt : float
    """

    draw: Callable[[Axes, Palette], None]
    right_pt: float = 0.0
    top_pt: float = 8.0
    bottom_pt: float = 24.0


@dataclass(frozen=True)
class ChartStep:
    """A quantity from one date of change to the next.

    Attributes
    ----------
    label : str
        Of the date.
    amount : float or None
        In the measure of the question; None where there is no way.
    what : str
        What happened; empty where nothing did.
    source : str
        Who says so.
    """

    label: str
    amount: float | None
    what: str
    source: str


def steps_chart(question: Question, steps: Sequence[ChartStep]) -> Chart:
    """Return a chart of what a journey takes from date to date."""
    return Chart(partial(_draw_steps, question, steps), right_pt=85.0, top_pt=80.0, bottom_pt=36.0)


def chance_chart(question: Question, amounts: Float, within: Float) -> Chart:
    """Return a chart of the chance of a way within each amount; the rest of the chance is no way."""
    return Chart(partial(_draw_chance, question, amounts, within))


def _unit(question: Question) -> tuple[float, str]:
    scale, unit = UNITS[question.by]
    return scale, unit or question.vehicle.currency


def _draw_steps(question: Question, steps: Sequence[ChartStep], ax: Axes, palette: Palette) -> None:
    scale, unit = _unit(question)
    costs = np.array([np.nan if step.amount is None else step.amount / scale for step in steps])
    top = float(np.nanmax(costs)) if np.isfinite(costs).any() else 1.0
    edges = np.arange(len(steps) + 1)
    ax.stairs(np.nan_to_num(costs), edges, color=palette.before_edge, fill=True, alpha=0.25, baseline=0.0)
    for i, step in enumerate(steps):
        if step.amount is None:
            ax.axvspan(i, i + 1, **_crossed(palette))
        else:
            ax.hlines(costs[i], i, i + 1, color=palette.before_edge, lw=2.2)
    sourced = ax.get_window_extent().width * 72 / ax.figure.dpi / len(steps) > TWO_LINES_PT
    for i, step in enumerate(steps):
        lines = ((step.source, palette.muted), (step.what, palette.ink))
        for up, (line, colour) in enumerate(lines if sourced else lines[1:]):
            ax.annotate(
                ordered(shortened(drawable(line), LABEL_ROOM, LABEL_SIZE)), (i + 0.06, top * 1.32),
                (-up * LINE_PT * sin(radians(SLANT)), up * LINE_PT * cos(radians(SLANT))),
                textcoords="offset points", rotation=SLANT, rotation_mode="anchor", va="bottom", ha="left",
                color=colour, fontproperties=font(LABEL_SIZE), parse_math=False, annotation_clip=False,
            )  # fmt: skip
        if step.what:
            ax.vlines(i, 0, top * 1.28, color=palette.rule, lw=0.6)
    ax.set_xlim(0, len(steps))
    ax.set_ylim(0, top * 1.28)
    labels = [step.label for step in steps]
    ax.set_xticks(edges[:-1], labels, rotation=30, ha="right", rotation_mode="anchor")
    _plain(ax, palette, f"{question.by}, {unit}", "dates of change, evenly spaced; crossed: no way")


def _draw_chance(question: Question, amounts: Float, within: Float, ax: Axes, palette: Palette) -> None:
    scale, unit = _unit(question)
    values = amounts / scale
    width = max(float(values[-1] - values[0]) * 0.08, 0.01)
    edges = np.concatenate([[values[0] - width], values, [values[-1] + width]])
    ax.stairs(np.concatenate([[0.0], within]), edges, color=palette.after, lw=2.0)
    ax.axhspan(float(within[-1]), 1.0, **_crossed(palette))
    ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(0, 1)
    _plain(ax, palette, "chance of a way within", f"{question.by}, {unit}; crossed: no way")


def _crossed(palette: Palette) -> dict[str, Any]:
    return {"facecolor": palette.land, "edgecolor": palette.closed, "hatch": "xxx", "alpha": 0.45, "lw": 0}


def _plain(ax: Axes, palette: Palette, y_label: str, x_label: str) -> None:
    ax.set_facecolor(palette.land)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(palette.rule)
    ax.tick_params(colors=palette.muted, length=2, width=0.5)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set_fontproperties(font(LABEL_SIZE))
    ax.set_ylabel(y_label, color=palette.muted, fontproperties=font(LABEL_SIZE + 0.5))
    ax.set_xlabel(x_label, color=palette.muted, fontproperties=font(LABEL_SIZE + 0.5))
