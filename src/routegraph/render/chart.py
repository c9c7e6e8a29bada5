"""What a map cannot show: a quantity over dates, and how likely each quantity is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from routegraph.network.arrays import Float
from routegraph.render.missing_letters import drawable
from routegraph.render.style import Palette
from routegraph.render.typeset import font, ordered, shortened, wrapped
from routegraph.scenario.question import Question

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_SIZE = 6.0
LABEL_ROOM = 108.0
"""Points along a slanted label of an event."""

SLANT = 52
"""Degrees by which labels of events are slanted."""

LINE_PT = 7.5
"""From one line of a label to the next."""

MOST_LINES_PT = 30.0
"""Points between two labels from which on three lines of each do not meet."""

ONE_LINE_PT = 13.0
"""Points between two labels of one line."""

FAN = 0.2
"""How far above the chart its labels are fanned out, as a share of its height."""

BESIDE = 0.04
"""What was before the first day and after the last is drawn so wide, as a share of the time between."""

MOST_TICKS, MONTHS_FROM, MONTH_STEPS = 8, 90, (1, 2, 3, 6, 12, 24, 60, 120)
"""Most ticks of an axis of days; from so many days on they are months, one of so many."""

UNITS = {"time": (3600.0, "hours"), "distance": (1000.0, "km"), "cost": (1.0, "")}
"""By the measure of the question: how many make one unit, and the unit; a cost has its currency."""

SHORT_S, MINUTES = 7200.0, (60.0, "minutes")
"""Times below are told in minutes."""

LEAST_VALUES = 4
"""Fewer different amounts are told by the table alone."""

LEAST_FILLED = 0.7
"""Share of its axis that a chance fills at the least: where no way is likelier, the axis ends lower."""


@dataclass(frozen=True)
class Chart:
    """What draws a chart on Axes, and the room that its labels take beside and above the Axes."""

    draw: Callable[[Axes, Palette], None]
    right_pt: float = 0.0
    top_pt: float = 8.0
    bottom_pt: float = 24.0


@dataclass(frozen=True)
class ChartStep:
    """A quantity from one date of change to the next.

    Attributes
    ----------
    day : date or None
        The day it begins; None for what was before the first.
    label : str
        Of the date.
    amount : float or None
        In the measure of the question; None where there is no way.
    what : str
        What happened; empty where nothing did.
    """

    day: dt.date | None
    label: str
    amount: float | None
    what: str


def steps_chart(question: Question, steps: Sequence[ChartStep]) -> Chart:
    """Return a chart of what a journey takes from date to date."""
    return Chart(partial(_draw_steps, question, steps), right_pt=72.0, top_pt=110.0, bottom_pt=26.0)


def chance_chart(question: Question, amounts: Float, within: Float) -> Chart | None:
    """Return a chart of the chance of a way within each amount; the rest of the chance is no way.

    None where there are so few amounts that a table says it all.
    """
    if len(amounts) < LEAST_VALUES:
        return None
    return Chart(partial(_draw_chance, question, amounts, within))


def _unit(question: Question, largest: float) -> tuple[float, str]:
    scale, unit = MINUTES if question.by == "time" and largest < SHORT_S else UNITS[question.by]
    return scale, unit or question.vehicle.currency


def _draw_steps(question: Question, steps: Sequence[ChartStep], ax: Axes, palette: Palette) -> None:
    scale, unit = _unit(question, max((step.amount or 0.0 for step in steps), default=0.0))
    costs = np.array([np.nan if step.amount is None else step.amount / scale for step in steps])
    top = float(np.nanmax(costs)) if np.isfinite(costs).any() else 1.0
    edges = _day_edges(steps)
    ax.stairs(np.nan_to_num(costs), edges, color=palette.before_edge, fill=True, alpha=0.25, baseline=0.0)
    for step, cost, begins, ends in zip(steps, costs.tolist(), edges, edges[1:], strict=False):
        if step.amount is None:
            ax.axvspan(begins, ends, **_crossed(palette))
        else:
            ax.hlines(cost, begins, ends, color=palette.before_edge, lw=2.2)
    ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(0, top * 1.15)
    left_out = _label_steps(steps, edges, ax, palette)
    ticks = _day_ticks(edges[0], edges[-1])
    ax.set_xticks([day.toordinal() for day, _ in ticks], [told for _, told in ticks])
    more = f"; {left_out} more dates are in the table" if left_out else ""
    _plain(ax, palette, f"{question.by}, {unit}", f"dates, to scale; crossed: no way{more}")


def _day_edges(steps: Sequence[ChartStep]) -> list[float]:
    """Days on which steps begin, as ordinals, and where the last one is drawn to."""
    days = [step.day.toordinal() for step in steps if step.day]
    margin = max((days[-1] - days[0]) * BESIDE, 1.0) if days else 1.0
    begins = days[0] if days else 0
    return [step.day.toordinal() if step.day else begins - margin for step in steps] + [days[-1] + margin]


def _day_ticks(first: float, last: float) -> list[tuple[dt.date, str]]:
    """Days that are told on an axis of days, about `MOST_TICKS`: each, or firsts of months or years."""
    begins, ends = dt.date.fromordinal(int(first) + 1), dt.date.fromordinal(int(last))
    span = max(ends.toordinal() - begins.toordinal(), 1)
    if span <= MONTHS_FROM:
        step = -(-span // MOST_TICKS)
        days = [begins + dt.timedelta(days=i) for i in range(0, span + 1, step)]
        return [(day, day.isoformat()) for day in days]
    months = next(step for step in MONTH_STEPS if span / 30.5 / step <= MOST_TICKS or step == MONTH_STEPS[-1])
    starts = [
        dt.date(year, month, 1)
        for year in range(begins.year, ends.year + 1)
        for month in range(1, 13, min(months, 12))
        if months <= 12 or year % (months // 12) == 0
    ]
    return [(day, day.isoformat()[: 4 if months >= 12 else 7]) for day in starts if begins <= day <= ends]


def _label_steps(steps: Sequence[ChartStep], edges: Sequence[float], ax: Axes, palette: Palette) -> int:
    """Label what happened, fanned out above the days with a line to each; return how many found no room."""
    width = ax.get_window_extent().width * 72 / ax.figure.dpi
    told = [i for i, step in enumerate(steps) if step.what]
    room = max(int(width // ONE_LINE_PT), 1)
    if len(told) > room:
        cuts = [i for i in told if i and (steps[i].amount is None) != (steps[i - 1].amount is None)]
        chosen = sorted([*cuts, *(i for i in told if i not in cuts)][:room])
    else:
        chosen = told
    gap = min(MOST_LINES_PT, width / max(len(chosen), 1))
    most = max(int(gap * sin(radians(SLANT)) / LINE_PT), 1)
    per_pt = (edges[-1] - edges[0]) / width
    wanted = [(edges[i] - edges[0]) / per_pt for i in chosen]
    _, top = ax.get_ylim()
    for i, at in zip(chosen, spread(wanted, gap, width), strict=True):
        step, x = steps[i], edges[0] + at * per_pt
        ax.vlines(edges[i], 0, top, color=palette.rule, lw=0.6)
        ax.plot(
            [edges[i], x], [top, top * (1 + FAN)], color=palette.rule, lw=0.6, clip_on=False,
        )  # fmt: skip
        for up, (line, colour) in enumerate(_label_lines(step, most, palette)):
            ax.annotate(
                ordered(line), (x, top * (1 + FAN)),
                (-up * LINE_PT * sin(radians(SLANT)), up * LINE_PT * cos(radians(SLANT))),
                textcoords="offset points", rotation=SLANT, rotation_mode="anchor", va="bottom", ha="left",
                color=colour, fontproperties=font(LABEL_SIZE), parse_math=False, annotation_clip=False,
            )  # fmt: skip
    return len(told) - len(chosen)


def _label_lines(step: ChartStep, most: int, palette: Palette) -> list[tuple[str, str]]:
    """Lines of the label of a step, from the lowest: what happened, and above it the day."""
    if most == 1:
        told = shortened(drawable(f"{step.label} {step.what}"), LABEL_ROOM, LABEL_SIZE)
        return [(told, palette.ink)]
    lines = wrapped(drawable(step.what), LABEL_ROOM, LABEL_SIZE)
    if len(lines) >= most:
        lines = [*lines[: most - 2], shortened(" ".join(lines[most - 2 :]), LABEL_ROOM, LABEL_SIZE)]
    return [*((line, palette.ink) for line in reversed(lines)), (step.label, palette.muted)]


def spread(wanted: Sequence[float], gap: float, width: float) -> list[float]:
    """Move positions along a line as little as keeps them `gap` apart and within 0 to `width`.

    Examples
    --------
    >>> spread([0.0, 50.0, 51.0], 10.0, 100.0)
    [0.0, 45.5, 55.5]
    """
    pools: list[list[float]] = []
    for i, at in enumerate(wanted):
        pools.append([at - i * gap, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools.pop(-2), pools.pop()
            pools.append([(a * m + b * n) / (m + n), m + n])
    level = [mean for mean, count in pools for _ in range(int(count))]
    last = width - (len(wanted) - 1) * gap
    return [min(max(mean, 0.0), max(last, 0.0)) + i * gap for i, mean in enumerate(level)]


def _draw_chance(question: Question, amounts: Float, within: Float, ax: Axes, palette: Palette) -> None:
    from matplotlib.ticker import PercentFormatter

    scale, unit = _unit(question, float(amounts[-1]))
    values, whole = amounts / scale, float(within[-1])
    width = max(float(values[-1] - values[0]) * 0.08, 0.01)
    edges = np.concatenate([[values[0] - width], values, [values[-1] + width]])
    top = min(1.0, whole / LEAST_FILLED)
    ax.stairs(np.concatenate([[0.0], within]), edges, color=palette.after, lw=2.0, baseline=None)
    ax.axhspan(whole, top, **_crossed(palette))
    ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(0, top)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
    _plain(ax, palette, "chance of a way within", f"{question.by}, {unit}; crossed: no way, {1 - whole:.0%}")


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
