"""Cells of tables that are written: no text of the data becomes a formula of a spreadsheet."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_FIGURES = re.compile(r"[-+]?\d[\d.,~ ]*(?:e[-+]?\d+)?(?:k?m)?$", re.I)


def neutral(cell: object) -> object:
    """Return a cell as it may stand in a CSV file; numbers and points such as ``-3.7,40.4`` stay.

    Examples
    --------
    >>> neutral("=HYPERLINK(1)"), neutral("-3.7,40.4~2km"), neutral(-2.5)
    ("'=HYPERLINK(1)", '-3.7,40.4~2km', -2.5)
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _FIGURES.match(cell):
        return f"'{cell}"
    return cell


def restored(cell: str) -> str:
    """Return the text that `neutral` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
