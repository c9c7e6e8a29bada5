"""A column of text, tables and items, measured before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routegraph.render.style import Palette
from routegraph.render.told import Item, Section, Table
from routegraph.render.typeset import font, ordered, shortened, width_pt, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
    most_items : int or None
        Items of a section that are set; the rest is counted.
    """

    width: float
    share: float = 1.0
    most_items: int | None = None
    height: float = 0.0
    _strokes: list[tuple[float, Stroke]] = field(default_factory=list)

    def sections(self, sections: Sequence[Section]) -> None:
        """Set several sections."""
        for section in sections:
            self.section(section)

    def section(self, section: Section) -> None:
        """Set one section under its title."""
        if self.height:
            self._skip(9 * self.share)
        if section.title:
            self._title(section.title)
        if section.table:
            self._table(section.table)
        shown = section.items[: self.most_items]
        for item in shown:
            self._item(item, section.short)
        if len(section.items) > len(shown):
            self._line(f"and {len(section.items) - len(shown)} more, see --json", 7, muted=True)
        lines = section.lines if self.most_items is None else section.lines[: min(self.most_items, 3)]
        for line in lines:
            self.text(line, 7.4)
            self._skip(1.5)
        if len(section.lines) > len(lines):
            self._line(f"and {len(section.lines) - len(lines)} more, see --json", 7, muted=True)

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
        self._strokes.append((self.height, stroke))

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
        size = 7.6 * self.share
        rows = [table.columns, *table.rows] if any(table.columns) else [*table.rows]
        count = len(table.columns)
        widths = [max(width_pt(row[i], size) for row in rows) for i in range(count)]
        others = sum(widths[table.left :])
        gap = 10.0
        room = self.width - others - gap * (count - table.left)
        lefts = [0.0]
        for i in range(1, table.left):
            lefts.append(lefts[-1] + min(widths[i - 1], room / table.left) + gap)
        spread = (self.width - room - others) / max(count - table.left, 1) if count > table.left else 0
        rights: list[float] = []
        at = self.width
        for i in range(count - 1, table.left - 1, -1):
            rights.insert(0, at)
            at -= widths[i] + spread
        for n, row in enumerate(rows):
            self._skip(size * 1.45)
            header = n == 0 and any(table.columns)
            for i, cell in enumerate(row):
                if i < table.left:
                    end = lefts[i + 1] - gap if i + 1 < table.left else room
                    told = shortened(cell, max(20.0, end - lefts[i]), size)
                    self._put(_word(told, lefts[i], size, False, False, header))
                else:
                    x = rights[i - table.left] - width_pt(cell, size)
                    self._put(_word(cell, x, size, False, False, header))

    def _item(self, item: Item, short: bool) -> None:
        indent = 15.0 if item.mark else 0.0
        size, room = 7.4, self.width - indent
        self._skip(2.5 * self.share)
        heading = wrapped(item.heading, room, size * self.share, bold=True)
        for i, line in enumerate(heading[:2]):
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
                most = 2 if short or muted else 4
                if len(lines) > most:
                    rest = " ".join(lines[most - 1 :])
                    lines = [*lines[: most - 1], shortened(rest, room, small * self.share, italic=italic)]
                for line in lines:
                    self._line(line, small, indent, italic=italic, muted=muted)


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
