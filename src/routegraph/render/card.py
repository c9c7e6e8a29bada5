"""An answer as a card of HTML for a notebook: table, small map, sources; light and dark."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files

from routegraph.render import words
from routegraph.render.exhibit import Exhibit
from routegraph.render.style import DARK, LIGHT, Palette
from routegraph.render.svg import small_map
from routegraph.render.text import AnswerText, Item, Section, Table

MOST_ITEMS = 12
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def html(exhibit: Exhibit, *, with_map: bool = True) -> str:
    """Return a card of an answer; every text of the data is escaped."""
    text, question = exhibit.text, exhibit.question
    alert = ' class="rg-alert"' if text.alert else ""
    warnings = "".join(f'<p class="rg-alert">{escape(warning)}</p>' for warning in text.warnings)
    side = sections_html(text) + warnings
    return (
        f"<style>{colours('.rg-card')}{_style()}</style>"
        '<div class="rg-card" dir="ltr">'
        f"<h3>{escape(text.title)}: <span{alert}>{escape(text.outcome)}</span></h3>"
        f"<p>{escape(text.sentence)}</p>"
        f'<p class="rg-muted">{escape(words.question_line(question))}</p>'
        f'<div class="rg-body">{small_map(exhibit.scene) if with_map else ""}'
        f'<div class="rg-side">{side}</div></div>'
        f'<p class="rg-muted">{escape(words.credit(question))}<br>'
        f"<code>{escape(question.command)}</code></p></div>"
    )


@cache
def _style() -> str:
    return (files("routegraph.render") / "card.css").read_text("utf-8")


def colours(selector: str) -> str:
    """Return style rules that define the colours, light and dark, as variables of what `selector` selects."""
    light, dark = _variables(LIGHT), _variables(DARK)
    return (
        f"{selector}{{{light}}}@media(prefers-color-scheme:dark){{{selector}{{{dark}}}}}"
        f'[data-jp-theme-light="true"] .rg-card{{{light}}}'
        f'[data-jp-theme-light="false"] .rg-card{{{dark}}}'
    )


def _variables(palette: Palette) -> str:
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in vars(palette).items())


def sections_html(text: AnswerText, most: int | None = MOST_ITEMS) -> str:
    """Return the sections of a text as HTML, with at most so many items of each."""
    return "".join(_section(section, most) for section in text.sections)


def _section(section: Section, most: int | None) -> str:
    tone = ' class="rg-muted"' if section.short else ""
    lines = "".join(f"<p{tone}>{escape(line)}</p>" for line in section.lines)
    parts = [f"<h4>{escape(section.title)}</h4>"] if section.title else []
    if section.table:
        parts.append(_table(section.table))
    if section.items:
        shown = "".join(_item(item, section.short) for item in section.items[:most])
        more = len(section.items) - len(section.items[:most])
        left = f'<p class="rg-muted">and {more} more, see to_dict()</p>' if more else ""
        parts.append(f"<ol>{shown}</ol>{left}")
        if section.short:
            title = f"{escape(section.title)} ({len(section.items)})"
            return f"<details><summary>{title}</summary>{''.join(parts[1:])}{lines}</details>"
    return "".join(parts) + lines


def _table(table: Table) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        def look(i: int, cell: str) -> str:
            names = ["rg-word"] * (i < table.left) + ["rg-date"] * bool(DATE.fullmatch(cell))
            return f' class="{" ".join(names)}"' if names else ""

        told = (f"<{tag}{look(i, c)}>{escape(c)}</{tag}>" for i, c in enumerate(cells))
        return f"<tr>{''.join(told)}</tr>"

    head = row(table.columns, "th") if any(table.columns) else ""
    return f"<table>{head}{''.join(row(cells, 'td') for cells in table.rows)}</table>"


def _item(item: Item, short: bool) -> str:
    head = f"<b>{escape(item.mark)}</b><b>{escape(item.heading)}</b> {escape(item.detail)}"
    parts = [head] if item.mark or item.heading or item.detail else []
    if not short:
        if item.quote:
            parts.append(f"<q>{escape(item.quote)}</q>")
        if item.note:
            parts.append(escape(item.note))
    if item.source:
        source = escape(item.source)
        if item.url.startswith(("https://", "http://")):
            source = f'<a href="{escape(item.url)}" rel="noopener noreferrer">{source}</a>'
        parts.append(f'<span class="rg-muted">{source}</span>')
    mark = f' data-mark="{escape(item.mark)}"' if item.mark else ""
    return f"<li{mark}>{'<br>'.join(parts)}</li>"
