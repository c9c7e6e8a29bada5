"""A column of text, tables and items, measured before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routegraph.render.style import Palette
from routegraph.render.text import Item, Section, Table
from routegraph.render.typeset import font, ordered, shortened, width_pt, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEAST_WORDS = 0.34
"""Share of the width that the words of a table need beside its numbers."""

LEAST_SIZE = 0.76
"""Share of its size at which a table is still set rather than its words wrapped."""

MOST_LINES = 16
"""Lines of one text of an item; a longer one ends in an ellipsis."""

Stroke = Callable[["Figure", float, float, Palette], None]


@dataclass
class Column:
    """Sections set one below the other.

    Parameters
    ----------
    width : float
        Points.
    share : float
        Size of the type, as a share of the usual.
    """

    width: float
    share: float = 1.0
    height: float = 0.0
    _strokes: list[tuple[float, Stroke]] = field(default_factory=list)

    def sections(self, sections: Sequence[Section]) -> None:
        """Set several sections."""
        for section in sections:
            self.section(section)

    def section(self, section: Section, goes_on: bool = False) -> None:
        """Set one section under its title, or more of the one before."""
        if self.height and not goes_on:
            self._skip(9 * self.share)
        if section.title:
            self._title(section.title)
        if section.table:
            self._table(section.table)
        for item in section.items:
            self._item(item, section.short)
        for line in section.lines:
            self.text(line, 6.4 if section.short else 7.4, muted=section.short)
            self._skip(0.5 if section.short else 1.5)

    def text(self, text: str, size: float, **style: bool) -> None:
        """Set a paragraph."""
        for line in wrapped(text, self.width, size * self.share):
            self._line(line, size, **style)

    def draw(self, figure: Figure, x: float, top: float, palette: Palette, bottom: float = 0.0) -> None:
        """Draw what was set, from `top` downwards, and nothing below `bottom`."""
        for y, stroke in self._strokes:
            if top - y >= bottom:
                stroke(figure, x, top - y, palette)

    def _skip(self, points: float) -> None:
        self.height += points

    def _put(self, stroke: Stroke) -> None:
        self._at(self.height, stroke)

    def _at(self, height: float, stroke: Stroke) -> None:
        self._strokes.append((height, stroke))

    def _line(
        self,
        text: str,
        size: float,
        indent: float = 0.0,
        bold: bool = False,
        italic: bool = False,
        muted: bool = False,
    ) -> None:
        self._skip(size * self.share * 1.32)
        self._put(_word(text, indent, size * self.share, bold, italic, muted))

    def _title(self, text: str) -> None:
        size = 8 * self.share
        self._skip(size)
        self._put(_word(shortened(text, self.width, size, bold=True), 0, size, True, False, False))
        self._skip(3.5)
        width = self.width
        self._put(lambda figure, x, y, palette: _rule(figure, x, x + width, y, palette))
        self._skip(1.5)

    def _table(self, table: Table) -> None:
        """Set a table: numbers in columns to the right, words wrapped in what is left of the width.

        A table that is a little too wide is set a little smaller. Where that is too little, the words
        of each row stand on lines of their own above its numbers.
        """
        size, gap = 7.6 * self.share, 9.0
        headed = any(table.columns)
        rows = [table.columns, *table.rows] if headed else [*table.rows]
        natural = [max(width_pt(row[i], size) for row in rows) for i in range(len(table.columns))]
        shrunk = _shrunk(natural, table.left, self.width - gap * (len(natural) - 1))
        size, natural = size * shrunk, [shrunk * width for width in natural]
        numbers = natural[table.left :]
        room = self.width - sum(numbers) - gap * len(numbers)
        stacked = bool(table.left) and room < min(LEAST_WORDS * self.width, sum(natural[: table.left]))
        words = _shared(natural[: table.left], (self.width if stacked else room), gap)
        lefts = [sum(words[:i]) + gap * i for i in range(table.left)]
        rights = [
            self.width - sum(numbers[i + 1 :]) - gap * (len(numbers) - i - 1) for i in range(len(numbers))
        ]
        for n, row in enumerate(rows):
            muted = headed and n == 0
            self._skip(1.2 * self.share)
            cells = [wrapped(row[i], words[i] + 0.1, size) for i in range(table.left)]
            top = self.height
            deepest = max((len(cell) for cell in cells), default=1)
            for i, cell in enumerate(cells):
                for k, line in enumerate(cell):
                    self._at(top + size * 1.32 * (k + 1), _word(line, lefts[i], size, False, False, muted))
            self.height = top + size * 1.32 * (deepest + (1 if stacked and numbers else 0))
            level = self.height if stacked else top + size * 1.32
            for cell_text, right in zip(row[table.left :], rights, strict=True):
                x = right - width_pt(cell_text, size)
                self._at(level, _word(cell_text, x, size, False, False, muted))

    def _item(self, item: Item, short: bool) -> None:
        indent = max(15.0, width_pt(item.mark, 7.4 * self.share, bold=True) + 5) if item.mark else 0.0
        size, room = 7.4, self.width - indent
        self._skip((0.6 if short else 2.5) * self.share)
        heading_pt = width_pt(item.heading + "  ", size * self.share, bold=True)
        if short and heading_pt + width_pt(item.detail, 6.8 * self.share) <= room:
            self._line(item.heading, size, indent, bold=True)
            self._put(_word(item.mark, 0, size * self.share, True, False, True))
            self._put(_word(item.detail, indent + heading_pt, 6.8 * self.share, False, False, False))
            return
        heading = wrapped(item.heading, room, size * self.share, bold=True)
        for i, line in enumerate(heading[:MOST_LINES] if item.heading or item.mark else ()):
            self._line(line, size, indent, bold=True)
            if i == 0 and item.mark:
                self._put(_word(item.mark, 0, size * self.share, True, False, True))
        parts = [(item.detail, 6.8, False, False)]
        if not short:
            parts.append((item.quote and f"“{item.quote}”", 6.8, True, False))
            parts.append((item.note, 6.8, False, False))
        parts.append((item.source, 6.4, False, True))
        for text, small, italic, muted in parts:
            if text:
                lines = wrapped(text, room, small * self.share, italic=italic)
                if len(lines) > MOST_LINES:
                    rest = " ".join(lines[MOST_LINES - 1 :])
                    lines = [
                        *lines[: MOST_LINES - 1],
                        shortened(rest, room, small * self.share, italic=italic),
                    ]
                for line in lines:
                    self._line(line, small, indent, italic=italic, muted=muted)


def _shrunk(natural: list[float], left: int, room: float) -> float:
    """How much smaller to set a table so that it fits, or its numbers at the least."""
    whole, numbers = sum(natural), sum(natural[left:])
    if whole <= room or LEAST_SIZE * whole > room:
        return min(1.0, room / numbers) if numbers else 1.0
    return room / whole


def _shared(natural: list[float], room: float, gap: float) -> list[float]:
    """Widths of columns of words: as wide as they are where that fits, else the widest give way."""
    widths = list(natural)
    spare = room - gap * (len(widths) - 1)
    while widths and sum(widths) > spare + 1e-6:
        widest = max(widths)
        those = [i for i, width in enumerate(widths) if width > widest - 1e-6]
        next_pt = max((width for width in widths if width < widest - 1e-6), default=0.0)
        cut = min(widest - next_pt, (sum(widths) - spare) / len(those))
        for i in those:
            widths[i] = max(widths[i] - cut, 12.0)
        if widest <= 12.0:
            break
    if widths:
        widths[-1] = max(widths[-1], spare - sum(widths[:-1]))
    return widths


def _word(text: str, indent: float, size: float, bold: bool, italic: bool, muted: bool) -> Stroke:
    def stroke(figure: Figure, x: float, y: float, palette: Palette) -> None:
        width, height = (inches * 72 for inches in figure.get_size_inches())
        figure.text(
            (x + indent) / width, y / height, ordered(text), fontproperties=font(size, bold, italic),
            color=palette.muted if muted else palette.ink, va="baseline", parse_math=False,
        )  # fmt: skip

    return stroke


def _rule(figure: Figure, x0: float, x1: float, y: float, palette: Palette) -> None:
    from matplotlib.lines import Line2D

    width, height = (inches * 72 for inches in figure.get_size_inches())
    figure.add_artist(
        Line2D(
            [x0 / width, x1 / width],
            [y / height] * 2,
            color=palette.rule,
            linewidth=0.6,
            transform=figure.transFigure,
        )
    )
