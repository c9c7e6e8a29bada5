"""The report page: title, map, table, closures with their sources, on one sheet of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routegraph.render import maps, words
from routegraph.render.column import Column
from routegraph.render.exhibit import Exhibit
from routegraph.render.legible import legible
from routegraph.render.missing_letters import drawable
from routegraph.render.page_flow import Room, flow
from routegraph.render.scene import Box, Scene
from routegraph.render.sections import data_limits
from routegraph.render.style import DARK, LIGHT, Palette
from routegraph.render.symbols import LegendEntry, symbol
from routegraph.render.text import AnswerText, Section
from routegraph.render.typeset import font, ordered, shortened, width_pt, wrapped
from routegraph.scenario.question import Question
from routegraph.version import VERSION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MM = 72 / 25.4
WIDTH, HEIGHT = 297 * MM, 210 * MM
MARGIN = 11 * MM
MAP_WIDTH = 172 * MM
HEADER, FOOTER, LEGEND = 24.5 * MM, 9 * MM, 12.5 * MM
LEGEND_SIZE, LEGEND_ROW, SAMPLE = 6.8, 11.5, 24.0
"""Type and rows of a legend, and the room of its symbols, in points."""
GUTTER = 8 * MM
CHART = 66 * MM
DPI = 200
TITLE_SIZES = (18, 15, 12.5, 10.5)
SENTENCE_SIZES = (9.5, 8.5, 7.5)
COLUMNS = 3
LIMITS = ("Please note", "About the data")
"""Titles of what every page tells of the limits of the answer and of the data."""

SMALLEST, FLOWING, LARGEST = 0.78, 0.9, 1.12
"""Type beside the map: shrunk so far to stay on one sheet, else in this size on a taller one; grown where
there is room."""


@dataclass(frozen=True)
class PageStyle:
    """How pages look: light on dark, and with tiles from the net below the map."""

    dark: bool = False
    basemap: bool = False


def write_png(exhibit: Exhibit, path: Path, style: PageStyle) -> None:
    """Write the report page of an answer as a PNG: A4 landscape or taller, 200 dpi."""
    from matplotlib import rc_context

    figure = draw(exhibit, style.dark, style.basemap)
    with rc_context({"text.hinting": "none"}):
        figure.savefig(
            path,
            dpi=DPI,
            format="png",
            facecolor=figure.get_facecolor(),
            metadata=page_metadata(exhibit),
            pil_kwargs={"compress_level": 4},
        )


def page_metadata(exhibit: Exhibit) -> dict[str, str]:
    """Return what a picture says of itself in its metadata."""
    text, question = exhibit.text, exhibit.question
    return {
        "Title": f"{text.title}: {text.outcome}",
        "Description": text.sentence,
        "Comment": question.command,
        "Software": f"routegraph {VERSION}",
        "Copyright": words.credit(question),
        "Source": question.network.provenance.source,
    }


def draw(exhibit: Exhibit, dark: bool = False, basemap: bool = False) -> Figure:
    """Draw the report page of an answer: A4 landscape, or taller where that takes more to tell."""
    palette, exhibit = DARK if dark else LIGHT, legible(exhibit)
    sections, side = sections_of(exhibit), side_room()
    column = fitting(sections, side)
    if column is not None:
        return first_sheet(exhibit, column, palette, basemap)
    below = _level(sections, side)
    tall = max(column.height for column in below[1:]) + GUTTER
    figure = first_sheet(exhibit, below[0], palette, basemap, tall)
    set_columns(figure, below[1:], palette, MARGIN + FOOTER + tall - GUTTER)
    return figure


def sections_of(exhibit: Exhibit) -> list[Section]:
    """Return all that a page tells beside the map: the limits of the data always among it.

    Closures of the ways on the map come before the others, each under its mark as on the map.
    """
    text, notes = exhibit.text, data_limits(exhibit.question)
    touching = exhibit.scene.touching
    sections = [section.whole or section for section in text.sections]
    told = [section for section in sections if section.table or section.items or section.lines]
    whole = _sentence_lines(text.sentence)[1][-1].endswith("…")
    return [
        *([Section("In full", lines=(text.sentence,))] if whole else []),
        *(
            replace(section, items=tuple(sorted(section.items, key=lambda item: item.mark not in touching)))
            if section.cites
            else section
            for section in told
        ),
        *([Section(LIMITS[0], lines=text.warnings)] if text.warnings else []),
        *([Section(LIMITS[1], lines=notes)] if notes else []),
    ]


def side_room() -> Room:
    """Room of the column beside the map."""
    return WIDTH - 2 * MARGIN - MAP_WIDTH - GUTTER, _map_height()


def column_width() -> float:
    """Width of a column of a sheet without a map."""
    return (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GUTTER) / COLUMNS


def fitting(sections: list[Section], room: Room) -> Column | None:
    """Return one column with everything in the largest type that fits, or None."""
    for share in (LARGEST, 1.0, 0.9, SMALLEST):
        column = Column(room[0], share)
        column.sections(sections)
        if column.height <= room[1]:
            return column
    return None


def _level(sections: list[Section], side: Room) -> list[Column]:
    """Return the column beside the map, and those below it, about as long as each other."""
    width = column_width()
    whole = flow(sections, FLOWING, chain([side], repeat((width, inf))))
    height = whole[1].height / COLUMNS
    while True:
        columns = flow(sections, FLOWING, chain([side], repeat((width, height))))
        if len(columns) <= COLUMNS + 1:
            return columns
        height *= 1.05


def first_sheet(
    exhibit: Exhibit, column: Column, palette: Palette, basemap: bool = False, more_pt: float = 0.0
) -> Figure:
    """Draw header, map, chart, the column beside them, and footer; `more_pt` is left free below."""
    question, chart = exhibit.question, exhibit.chart
    figure = sheet(palette, more_pt)
    header(figure, question, exhibit.text, palette)
    base, below = MARGIN + FOOTER + more_pt, CHART if chart else 0.0
    if chart:
        left = MARGIN + 9 * MM
        width = MARGIN + MAP_WIDTH - left - chart.right_pt
        height = CHART - chart.bottom_pt - chart.top_pt
        chart.draw(figure.add_axes(_share(figure, left, base + chart.bottom_pt, width, height)), palette)
    box = (MARGIN, base + below, MAP_WIDTH, _map_height() - below)
    map_with_legend(figure, exhibit.scene, palette, box, basemap)
    column.draw(figure, WIDTH - MARGIN - column.width, base + _map_height(), palette)
    footer(figure, question, palette)
    return figure


def set_columns(figure: Figure, columns: Sequence[Column], palette: Palette, top: float) -> None:
    """Set columns side by side below a height."""
    for i, column in enumerate(columns):
        column.draw(figure, MARGIN + i * (column_width() + GUTTER), top, palette)


def _map_height() -> float:
    return HEIGHT - 2 * MARGIN - HEADER - FOOTER


def sheet(palette: Palette, more_pt: float = 0.0) -> Figure:
    """Return an empty A4 sheet, landscape, so many points taller."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, (HEIGHT + more_pt) / 72), dpi=DPI, facecolor=palette.paper)
    FigureCanvasAgg(figure)
    return figure


def _height(figure: Figure) -> float:
    return float(figure.get_size_inches()[1]) * 72


def _share(figure: Figure, x: float, y: float, width: float, height: float) -> Box:
    """Box in points as shares of the sheet."""
    tall = _height(figure)
    return x / WIDTH, y / tall, width / WIDTH, height / tall


def put(figure: Figure, x: float, y: float, text: str, size: float, colour: str, **style: Any) -> None:
    """Set one line of text with its baseline at a point of the sheet, in points from the lower left."""
    bold, italic = style.pop("bold", False), style.pop("italic", False)
    figure.text(
        x / WIDTH, y / _height(figure), ordered(drawable(text)), color=colour,
        fontproperties=font(size, bold, italic),
        va="baseline", parse_math=False, **style,
    )  # fmt: skip


def rule(figure: Figure, x0: float, x1: float, y: float, colour: str, width: float = 0.6) -> None:
    """Draw a thin line across the sheet."""
    from matplotlib.lines import Line2D

    figure.add_artist(
        Line2D(
            [x0 / WIDTH, x1 / WIDTH],
            [y / _height(figure)] * 2,
            color=colour,
            linewidth=width,
            transform=figure.transFigure,
        )
    )


def header(figure: Figure, question: Question, text: AnswerText, palette: Palette) -> None:
    """Set what was asked, the outcome, and what it supposes."""
    room, top = WIDTH - 2 * MARGIN, _height(figure) - MARGIN
    scenario = question.situation.supposition.scenario
    kicker = shortened(
        words.joined((scenario.title if scenario else "", words.question_line(question)), "  |  "), room, 7.5
    )
    put(figure, MARGIN, top - 7, kicker, 7.5, palette.muted)
    size = next(
        (s for s in TITLE_SIZES if width_pt(f"{text.title}: {text.outcome}", s, True) <= room),
        TITLE_SIZES[-1],
    )
    beside = room - width_pt(f"{text.title}: ", size, bold=True)
    outcome = shortened(text.outcome, max(0.6 * room, beside), size, bold=True)
    title = shortened(text.title, room - width_pt(f": {outcome}", size, bold=True), size, bold=True) + ": "
    put(figure, MARGIN, top - 29, title, size, palette.ink, bold=True)
    at = MARGIN + width_pt(title, size, bold=True) + 1
    tone = palette.alert if text.alert else palette.after
    put(figure, at, top - 29, outcome, size, tone, bold=True)
    size, lines = _sentence_lines(text.sentence)
    for i, line in enumerate(lines):
        put(figure, MARGIN, top - 44 - (size + 2.5) * i, line, size, palette.ink)


def _sentence_lines(sentence: str) -> tuple[float, list[str]]:
    """Size and lines of the sentence below the title; one that is too long is told whole beside the map."""
    room = WIDTH - 2 * MARGIN
    for size in SENTENCE_SIZES:
        lines = wrapped(sentence, room, size)
        if len(lines) <= 2:
            return size, lines
    return size, [lines[0], shortened(" ".join(lines[1:]), room, size)]


def footer(figure: Figure, question: Question, palette: Palette) -> None:
    """Set the command, the version and the attribution."""
    rule(figure, MARGIN, WIDTH - MARGIN, MARGIN + 12, palette.rule)
    right = words.joined((words.credit(question), f"routegraph {VERSION}"), "  |  ")
    taken = width_pt(right, 6.5)
    put(figure, WIDTH - MARGIN, MARGIN + 2, right, 6.5, palette.muted, ha="right")
    room = WIDTH - 2 * MARGIN - taken - 14
    lines = wrapped(question.command, room, 6.5)
    size = 6.5 if len(lines) == 1 else 5.5
    lines = wrapped(question.command, room, size)
    if len(lines) > 2:
        lines = [lines[0], shortened(" ".join(lines[1:]), room, size)]
    for i, line in enumerate(lines):
        put(figure, MARGIN, MARGIN + 2 - 7 * i, line, size, palette.muted)


def map_with_legend(
    figure: Figure,
    scene: Scene,
    palette: Palette,
    box: tuple[float, float, float, float],
    basemap: bool = False,
) -> Axes:
    """Draw a map with its legend in a strip below it, in a box of the sheet (x, y, width, height)."""
    x, y, width, height = box
    left, width, room = x + 9, width - 9, LEGEND
    while True:
        size = width, height - room - 11
        ax = figure.add_axes(_share(figure, left, y + room + 11, *size))
        rows = legend_rows(maps.draw(ax, scene, palette, size_pt=size, basemap=basemap), width)
        if LEGEND_ROW * len(rows) <= room:
            break
        ax.remove()
        room = LEGEND_ROW * len(rows)
    legend_strip(figure, rows, palette, (left, y, width, room))
    return ax


def legend_rows(entries: Sequence[LegendEntry], width: float) -> list[list[tuple[float, LegendEntry]]]:
    """Set the entries of a legend in rows no wider than the map: each with where it begins.

    Roads begin a row of their own where all do not fit in one.
    """
    gap, most = 13.0, width - SAMPLE - 6
    entries = [replace(entry, label=shortened(entry.label, most, LEGEND_SIZE)) for entry in entries]
    widths = [SAMPLE + 6 + width_pt(entry.label, LEGEND_SIZE) + gap for entry in entries]
    several, in_roads, at = sum(widths) > width + gap, False, 0.0
    rows: list[list[tuple[float, LegendEntry]]] = [[]]
    for entry, taken in zip(entries, widths, strict=True):
        first_road = bool(entry.road) and not in_roads
        if several and rows[-1] and (at + taken - gap > width or first_road):
            rows.append([])
            at = 0.0
        in_roads |= first_road
        rows[-1].append((at, entry))
        at += taken
    return rows


def legend_strip(
    figure: Figure,
    rows: Sequence[Sequence[tuple[float, LegendEntry]]],
    palette: Palette,
    box: tuple[float, float, float, float],
) -> None:
    """Draw the rows of a legend from the top of a box of the sheet."""
    strip = figure.add_axes(_share(figure, *box))
    strip.set_xlim(0, box[2])
    strip.set_ylim(0, box[3])
    strip.axis("off")
    for i, row in enumerate(rows):
        level = box[3] - 7 - i * LEGEND_ROW
        for at, entry in row:
            symbol(strip, entry, at, level, SAMPLE, palette)
            strip.text(
                at + SAMPLE + 6, level, entry.label, fontproperties=font(LEGEND_SIZE), color=palette.ink,
                va="center_baseline", parse_math=False,
            )  # fmt: skip
