"""Durations as people write them."""

from __future__ import annotations

import re

from routegraph.errors import QuestionError

LONGEST_S = 30 * 86_400.0
_DURATION = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*d(?:ays?)?)?\s*(?:(\d+(?:\.\d+)?)\s*h(?:ours?)?)?\s*(?:(\d+(?:\.\d+)?)\s*m(?:in(?:utes?)?)?)?",
    re.IGNORECASE,
)


def parse_duration(text: str) -> float:
    """Return the seconds of ``4h``, ``90min``, ``1h30m`` or ``2 days``.

    Examples
    --------
    >>> parse_duration("1h30m")
    5400.0

    Raises
    ------
    QuestionError
        It is no time, or none between 0 and 30 days.
    """
    match = _DURATION.fullmatch(text.strip())
    parts = [float(part or 0) for part in match.groups()] if match and text.strip() else [0.0]
    total_s = sum(part * unit for part, unit in zip(parts, (86_400, 3600, 60), strict=False))
    if not 0 < total_s <= LONGEST_S:
        raise QuestionError(f"{text!r} is no time to lose; write 4h, 90min or 1h30m, up to 30 days.")
    return total_s
