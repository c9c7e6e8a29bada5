"""Numbers as people write them: decimal commas, thousands in groups, percent."""

from __future__ import annotations

import re

_GROUP = "[ '\u2019\u00a0\u202f\u2009\u066c]"
_SPACED = re.compile(rf"([-+]?[1-9]\d{{0,2}}(?:{_GROUP}\d{{3}})+)(?:[.,](\d+))?$")
_COMMAS = re.compile(r"[-+]?[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)$")
_POINTS = re.compile(r"[-+]?[1-9]\d{0,2}(?:(?:\.\d{3}){2,}(?:,\d+)?|\.\d{3},\d+)$")
_EITHER = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}$")
_COMMA = re.compile(r"[-+]?\d*,\d+$")
_LONGEST = 60


def parse_number(text: str, *, counted: bool = False) -> float:
    """Return the number that a cell or an option tells.

    Parameters
    ----------
    text : str
        ``1500``, ``3,5``, ``1 500``, ``1'500``, ``1.500,5``, ``1,500.5``, ``90%``.
    counted : bool
        It counts whole things, such as people: ``1,500`` and ``1.500`` are then fifteen hundred.

    Raises
    ------
    ValueError
        It is no number, or ``1,500`` where it may be one and a half as well; the message begins where the
        name of the thing ends.

    Examples
    --------
    >>> parse_number("3,5"), parse_number("1 500,5"), parse_number("12.500", counted=True)
    (3.5, 1500.5, 12500.0)
    >>> parse_number("1,500")
    Traceback (most recent call last):
    ValueError: '1,500' may be two numbers; write it with a point, or without the comma
    """
    told = text.strip().replace("\u066b", ",")
    plain = told.removesuffix("%").rstrip()
    if len(told) > _LONGEST or "_" in told:
        plain = ""
    elif spaced := _SPACED.match(plain):
        plain = re.sub(_GROUP, "", spaced[1]) + "." + (spaced[2] or "0")
    elif _COMMAS.match(plain):
        plain = plain.replace(",", "")
    elif _POINTS.match(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif counted and _EITHER.match(plain):
        plain = re.sub("[.,]", "", plain)
    elif _COMMA.match(plain):
        if _EITHER.match(plain):
            raise ValueError(f"{told!r} may be two numbers; write it with a point, or without the comma")
        plain = plain.replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        raise ValueError(f"{told[:_LONGEST]!r} is not a number") from None
    return number / 100 if told.endswith("%") else number
