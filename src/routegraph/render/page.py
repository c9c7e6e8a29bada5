"""The report page: title, map, table, closures with their sources, on one sheet of A4."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routegraph.render import maps, words
from routegraph.render.column import Column
from routegraph.render.exhibit import Exhibit
from routegraph.render.scene import Scene
from routegraph.render.style import DARK, LIGHT, Palette
from routegraph.render.symbols import Entry, symbol
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
GUTTER = 8 * MM
CHART = 62 * MM
DPI = 200
TITLE_SIZES = (18, 15, 12.5, 10.5)
SMALLEST, LARGEST = 0.78, 1.12
"""Text shrinks to the one before items are left out, and grows to the other where there is room."""


@dataclass(frozen=True)
class PageStyle:
    """How pages look: light on dark, and with tiles from the net below the map."""

    dark: bool = False
    basemap: bool = False


def write_png(exhibit: Exhibit, path: Path, style: PageStyle) -> None:
    """Write the report page of an answer as a PNG: A4 landscape, 200 dpi."""
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
    """Draw the report page of an answer on a figure of its own."""
    palette = DARK if dark else LIGHT
    question, chart = exhibit.question, exhibit.chart
    figure = sheet(palette)
    header(figure, question, exhibit.text, palette)
    below = CHART if chart else 0.0
    if chart:
        left, bottom = MARGIN + 9 * MM, MARGIN + FOOTER + chart.bottom_pt
        width = MARGIN + MAP_WIDTH - left - chart.right_pt
        height = CHART - chart.bottom_pt - chart.top_pt
        chart.draw(figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT)), palette)
    map_with_legend(
        figure,
        exhibit.scene,
        palette,
        (MARGIN, MARGIN + FOOTER + below, MAP_WIDTH, _map_height() - below),
        basemap,
    )
    left = MARGIN + MAP_WIDTH + GUTTER
    notes = question.network.provenance.notes
    room = (left, HEIGHT - MARGIN - HEADER, WIDTH - MARGIN - left, MARGIN + FOOTER)
    fill_column(figure, exhibit.text, notes, palette, room)
    footer(figure, question, palette)
    return figure


def _map_height() -> float:
    return HEIGHT - 2 * MARGIN - HEADER - FOOTER


def sheet(palette: Palette) -> Figure:
    """Return an empty A4 sheet, landscape."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=DPI, facecolor=palette.paper)
    FigureCanvasAgg(figure)
    return figure


def put(figure: Figure, x: float, y: float, text: str, size: float, colour: str, **style: Any) -> None:
    """Set one line of text with its baseline at a point of the sheet, in points from the lower left."""
    bold, italic = style.pop("bold", False), style.pop("italic", False)
    figure.text(
        x / WIDTH, y / HEIGHT, ordered(text), fontproperties=font(size, bold, italic), color=colour,
        va="baseline", parse_math=False, **style,
    )  # fmt: skip


def rule(figure: Figure, x0: float, x1: float, y: float, colour: str, width: float = 0.6) -> None:
    """Draw a thin line across the sheet."""
    from matplotlib.lines import Line2D

    figure.add_artist(
        Line2D(
            [x0 / WIDTH, x1 / WIDTH],
            [y / HEIGHT] * 2,
            color=colour,
            linewidth=width,
            transform=figure.transFigure,
        )
    )


def header(figure: Figure, question: Question, text: AnswerText, palette: Palette) -> None:
    """Set what was asked, the outcome, and what it supposes."""
    room, top = WIDTH - 2 * MARGIN, HEIGHT - MARGIN
    scenario = question.situation.supposition.scenario
    kicker = shortened(
        words.joined((scenario.title if scenario else "", words.question_line(question)), "  |  "), room, 7.5
    )
    put(figure, MARGIN, top - 7, kicker, 7.5, palette.muted)
    size = next(
        (s for s in TITLE_SIZES if width_pt(f"{text.title}: {text.outcome}", s, True) <= room),
        TITLE_SIZES[-1],
    )
    outcome = shortened(text.outcome, 0.6 * room, size, bold=True)
    title = shortened(text.title, room - width_pt(f": {outcome}", size, bold=True), size, bold=True) + ": "
    put(figure, MARGIN, top - 29, title, size, palette.ink, bold=True)
    at = MARGIN + width_pt(title, size, bold=True) + 1
    tone = palette.alert if text.alert else palette.after
    put(figure, at, top - 29, outcome, size, tone, bold=True)
    lines = wrapped(text.sentence, room, 9.5)
    if len(lines) > 1:
        lines = [shortened(text.sentence, room, 9.5)] if len(lines) > 2 else lines
    for i, line in enumerate(lines[:2]):
        put(figure, MARGIN, top - 44 - 12 * i, line, 9.5, palette.ink)


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
    left, low = x + 9, y + LEGEND + 11
    width, height = width - 9, height - LEGEND - 11
    ax = figure.add_axes((left / WIDTH, low / HEIGHT, width / WIDTH, height / HEIGHT))
    entries = maps.draw(ax, scene, palette, size_pt=(width, height), basemap=basemap)
    legend_strip(figure, entries, palette, left, y, width)
    return ax


def legend_strip(
    figure: Figure, entries: list[Entry], palette: Palette, x: float, y: float, width: float
) -> None:
    """Set the legend in rows below a map."""
    size, sample, gap = 6.8, 24.0, 13.0
    strip = figure.add_axes((x / WIDTH, y / HEIGHT, width / WIDTH, LEGEND / HEIGHT))
    strip.set_xlim(0, width)
    strip.set_ylim(0, LEGEND)
    strip.axis("off")
    widths = [sample + 4 + width_pt(entry.label, size) + gap for entry in entries]
    several = sum(widths) > width + gap
    at, level, second = 0.0, LEGEND - 7, False
    for entry, taken in zip(entries, widths, strict=True):
        if several and at and (at + taken - gap > width or (entry.road and not second)):
            at, level, second = 0.0, level - 11.5, True
        symbol(strip, entry, at, level, sample, palette)
        strip.text(
            at + sample + 4, level, entry.label, fontproperties=font(size), color=palette.ink,
            va="center_baseline", parse_math=False,
        )  # fmt: skip
        at += taken


def fill_column(
    figure: Figure,
    text: AnswerText,
    notes: tuple[str, ...],
    palette: Palette,
    box: tuple[float, float, float, float],
) -> None:
    """Set the sections of a telling in a box: smaller type first, then fewer items, until it fits.

    `box` is x, top, width and bottom.
    """
    x, top, width, bottom = box
    sections = [*text.sections]
    if text.warnings:
        sections.append(Section("Please note", lines=text.warnings))
    about = Section("About the data", lines=notes)
    trials = (
        *((share, None, [*sections, about]) for share in (LARGEST, 1.0)),
        *((share, None, sections) for share in (1.0, 0.9, SMALLEST)),
        *((SMALLEST, most, sections) for most in range(12, 0, -1)),
    )
    for share, most, shown in trials:
        column = Column(width, share, most)
        column.sections([section for section in shown if section.table or section.items or section.lines])
        if column.height <= top - bottom:
            break
    column.draw(figure, x, top, palette, bottom)
