"""What an answer says, apart from how it is shown: one text for terminal, page, card and file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows of text under headers; the first column is a label, the others are numbers.

    Attributes
    ----------
    left : int
        How many columns, from the first, hold words and are set to the left.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int = 1


@dataclass(frozen=True)
class Item:
    """One closure, event or place, under the mark that it has on the map.

    Attributes
    ----------
    mark : str
        Number or letter; empty when it is not on the map.
    """

    mark: str
    heading: str
    detail: str = ""
    quote: str = ""
    source: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A titled part of a text: a table, items or plain lines.

    Attributes
    ----------
    short : bool
        Its items are told in a line each.
    cites : bool
        It tells closures with their sources, which a report of several pages tells once, at its end.
    """

    title: str
    table: Table | None = None
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()
    short: bool = False
    cites: bool = False


@dataclass(frozen=True)
class AnswerText:
    """Everything that an answer says.

    Attributes
    ----------
    title : str
        What was asked: ``Hama to Aleppo``.
    outcome : str
        A few words: ``no way remains``.
    sentence : str
        The outcome in one sentence.
    alert : bool
        The outcome is that there is no way.
    """

    title: str
    outcome: str
    sentence: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()
    alert: bool = False
