"""An answer as Markdown, for a message or a wiki; every text of the data is escaped."""

from __future__ import annotations

import re

from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.text import Item, Section, Table

MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")
"""Characters that Markdown or HTML would take for more than themselves."""


def to_markdown(exhibit: Exhibit) -> str:
    """Return an answer as Markdown; every text of the data is escaped."""
    told = exhibit.text
    parts = [
        f"## {_plain(told.title)}: {_plain(told.outcome)}",
        _plain(told.sentence),
        f"*{_plain(words.question_line(exhibit.question))}*",
    ]
    for section in told.sections:
        parts += _section(section)
    if told.warnings:
        parts += ["### Warnings", "\n".join(f"- {_plain(warning)}" for warning in told.warnings)]
    parts += [_plain(words.credit(exhibit.question)), f"    {exhibit.question.command}"]
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _section(section: Section) -> list[str]:
    parts = [f"### {_plain(section.title)}"] if section.title else []
    if section.table:
        parts.append(_table(section.table))
    if section.items:
        parts.append("\n".join(_item(item, section.short) for item in section.items))
    return [*parts, *(_plain(line) for line in section.lines)]


def _table(table: Table) -> str:
    aligned = ["---" if i < table.left else "---:" for i in range(len(table.columns))]
    rows = [[_plain(cell) for cell in row] for row in (table.columns, *table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], aligned, *rows[1:]))


def _item(item: Item, short: bool) -> str:
    quote = f"“{item.quote}”" if item.quote else ""
    said = (item.detail,) if short else (item.detail, quote, item.note)
    name = _plain(f"{item.mark} {item.heading}")
    told = f"- {name and f'**{name}** '}{_plain(words.joined(said, '; '))}".rstrip()
    return told + (f" — {_plain(item.source)}" if item.source else "")
