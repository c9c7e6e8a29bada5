"""Sections that flow through columns: nothing is left out, and what does not fit goes on in the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from routegraph.render.column import Column
from routegraph.render.text import Section

Room = tuple[float, float]
"""Width and height of a column, in points."""


@dataclass(frozen=True)
class Block:
    """What stays together: a table, an item or a line, with the title where it begins a section.

    Attributes
    ----------
    title : str
        Of the section that it belongs to.
    goes_on : bool
        It is not the first of its section.
    """

    section: Section
    title: str
    goes_on: bool

    def anew(self) -> Block:
        """Return it as the first of a column."""
        if not self.goes_on or not self.title:
            return self
        return Block(replace(self.section, title=f"{self.title}, continued"), self.title, goes_on=False)

    def halves(self) -> list[Block]:
        """Return a long table in two parts; anything else whole."""
        table = self.section.table
        if table is None or len(table.rows) < 2:
            return [self]
        middle = len(table.rows) // 2
        parts = [replace(table, rows=rows) for rows in (table.rows[:middle], table.rows[middle:])]
        return [
            Block(replace(self.section, table=parts[0]), self.title, self.goes_on),
            Block(replace(self.section, table=parts[1], title=""), self.title, goes_on=True),
        ]


WHOLE_LINES = 4
"""Plain lines of a section that stay together; more may be cut between two of them."""


def blocks_of(sections: Iterable[Section]) -> Iterator[Block]:
    """Cut sections where a column may end."""
    for section in sections:
        if not section.table and not section.items and len(section.lines) <= WHOLE_LINES:
            yield Block(section, section.title, goes_on=False)
            continue
        empty = Section("", short=section.short)
        parts = [
            *([replace(empty, table=section.table)] if section.table else []),
            *(replace(empty, items=(item,)) for item in section.items),
            *(replace(empty, lines=(line,)) for line in section.lines),
        ]
        for i, part in enumerate(parts):
            yield Block(part if i else replace(part, title=section.title), section.title, goes_on=i > 0)


def flow(sections: Sequence[Section], share: float, rooms: Iterator[Room]) -> list[Column]:
    """Set sections in one column after another, as many as it takes.

    Parameters
    ----------
    sections : sequence of Section
    share : float
        Size of the type, as a share of the usual.
    rooms : iterator of Room
        Of each column; must not end.
    """
    width, height = next(rooms)
    columns = [Column(width, share)]
    waiting = deque(blocks_of(sections))
    while waiting:
        block, column = waiting.popleft(), columns[-1]
        trial = Column(column.width, share, height=column.height)
        trial.section(block.section, goes_on=block.goes_on)
        if trial.height > height and column.height:
            width, height = next(rooms)
            columns.append(Column(width, share))
            waiting.appendleft(block.anew())
        elif trial.height > height and len(halves := block.halves()) > 1:
            waiting.extendleft(reversed(halves))
        else:
            column.section(block.section, goes_on=block.goes_on)
    return columns
