"""What an answer says, apart from how it is shown: one text for terminal, page, card and file."""

from __future__ import annotations

from dataclasses import dataclass, replace


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
    heading: str = ""
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
    reports : bool
        It tells what the reports in prose say, which a report of several pages tells on its first page.
    whole : Section or None
        What a page tells in its place, where this one leaves out what is too long for a screen.
    """

    title: str
    table: Table | None = None
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()
    short: bool = False
    cites: bool = False
    reports: bool = False
    whole: Section | None = None


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

    def quoted_once(self) -> AnswerText:
        """Return the text with each quote in full once: with the closure that rests on it, else where first.

        Elsewhere the mark of that closure is told in its place.

        Examples
        --------
        >>> said, cut = Item("", "claim", quote="It fell."), Item("1", "Khanasser", quote="It fell.")
        >>> text = AnswerText("", "", "", (Section("", items=(said,)), Section("", items=(cut,), cites=True)))
        >>> text.quoted_once().sections[0].items[0].note
        'quoted at 1'
        """
        marks: dict[str, str] = {}
        for section in (one for one in self.sections if one.cites and not one.short):
            for item in section.items:
                marks.setdefault(item.quote, item.mark)
        told: set[str] = set()

        def once(item: Item, cites: bool) -> Item:
            mark = marks.get(item.quote, "")
            here = (cites and item.mark == mark) if mark else item.quote not in told
            told.add(item.quote)
            if here or not item.quote:
                return item
            where = f"quoted at {mark}" if mark else "the sentence above"
            return replace(item, quote="", note="; ".join(filter(None, (where, item.note))))

        sections = (
            replace(section, items=tuple(once(item, section.cites) for item in section.items))
            for section in self.sections
        )
        return replace(self, sections=tuple(sections))
