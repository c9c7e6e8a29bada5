"""Answers on a terminal: aligned tables that fit its width, plain text when piped."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.text import Item, Section, Table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

GAP, LEAST_WORDS = 3, 16
"""Blanks between columns, and how wide a column of words must be to be set beside numbers."""

PIPED_WIDTH, NARROWEST, WIDEST = 100, 40, 400


def print_exhibit(exhibit: Exhibit, console: Console | None = None, quiet: bool = False) -> None:
    """Print what an answer says.

    Parameters
    ----------
    exhibit : Exhibit
    console : rich.console.Console, optional
        Default: standard output; without colour when piped or under ``NO_COLOR``.
    quiet : bool
        Print the outcome line and nothing else.
    """
    console = console or default_console()
    text = exhibit.text
    print_line(console, f"{text.title}: {text.outcome}", "bold")
    if quiet:
        return
    print_line(console, text.sentence)
    print_line(console, words.question_line(exhibit.question), "dim")
    for section in text.sections:
        _print_section(console, section)
    _print_warnings(console, text.warnings)
    console.print()
    print_line(console, words.credit(exhibit.question), "dim")
    print_line(console, exhibit.question.command, "dim", wrap=False)


def default_console(piped_width: int = PIPED_WIDTH) -> Console:
    """Console on standard output: as wide as the terminal or ``COLUMNS`` says, else `piped_width`."""
    from rich.console import Console

    console = Console(highlight=False, emoji=False, markup=False)
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told[:6]) > 0:
        console.width = min(max(int(told[:6]), NARROWEST), WIDEST)
    elif not console.is_terminal:
        console.width = piped_width
    return console


def print_line(console: Console, text: str, style: str = "", wrap: bool = True) -> None:
    """Print a text broken at the width of the console, without blanks at the ends of its lines."""
    from rich.text import Text

    told = Text(text, style=style)
    for line in told.wrap(console, console.width) if wrap else [told]:
        line.rstrip()
        console.print(line, soft_wrap=True)


def _print_section(console: Console, section: Section) -> None:
    console.print()
    if section.title:
        print_line(console, section.title, "bold cyan")
    if section.table:
        _print_table(console, section.table)
    for item in section.items:
        _print_item(console, item, section.short)
    for line in section.lines:
        print_line(console, line, "dim" if section.short else "")


def _print_table(console: Console, table: Table) -> None:
    """Print a table; where its words would be broken, each row stands on lines of its own."""
    from rich.cells import cell_len

    rows = [table.columns, *table.rows]
    widths = [max(cell_len(row[i]) for row in rows) for i in range(len(table.columns))]
    longest = [
        max((cell_len(word) for row in rows for word in row[i].split()), default=0) for i in range(table.left)
    ]
    least = [max(one, min(width, LEAST_WORDS)) for one, width in zip(longest, widths, strict=False)]
    if sum(least) + sum(widths[table.left :]) + GAP * (len(widths) - 1) <= console.width:
        print_grid(console, _grid(table))
        return
    for row in table.rows:
        words = "  ".join(cell for cell in row[: table.left] if cell)
        print_line(console, words)
        told = zip(table.columns[table.left :], row[table.left :], strict=True)
        numbers = ", ".join(f"{header} {cell}".strip() for header, cell in told if cell)
        if numbers:
            print_line(console, f"    {numbers}")


def print_grid(console: Console, grid: RichTable) -> None:
    """Print a table without blanks at the ends of its lines."""
    from rich.text import Text

    for cells in console.render_lines(grid, pad=False):
        line = Text.assemble(*((cell.text, cell.style or "") for cell in cells))
        line.rstrip()
        console.print(line, soft_wrap=True)


def _grid(table: Table) -> RichTable:
    from rich.table import Table as RichTable
    from rich.text import Text

    headed = any(table.columns)
    grid = RichTable(box=None, show_header=headed, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for i, header in enumerate(table.columns):
        grid.add_column(
            Text(header),
            justify="left" if i < table.left else "right",
            overflow="fold",
            no_wrap=i >= table.left,
        )
    for row in table.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return grid


def _print_item(console: Console, item: Item, short: bool) -> None:
    from rich.text import Text

    head = Text.assemble((item.heading, "bold"), "  " * bool(item.heading and item.detail), item.detail)
    more = [("" if short else item.quote and f"“{item.quote}”", "italic"), ("" if short else item.note, "")]
    parts = (head, *(Text(text, style=style) for text, style in (*more, (item.source, "dim"))))
    told = Text("\n").join(part for part in parts if part)
    indent = max(2, len(item.mark)) + 1
    for i, line in enumerate(told.wrap(console, max(20, console.width - indent))):
        line.rstrip()
        mark = item.mark.rjust(indent - 1) if i == 0 else " " * (indent - 1)
        console.print(Text(f"{mark} ") + line, soft_wrap=True)


def _print_warnings(console: Console, warnings: Sequence[str]) -> None:
    if warnings:
        console.print()
    for warning in warnings:
        print_line(console, f"Warning: {warning}", "yellow")
