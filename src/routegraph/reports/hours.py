"""When roads are open: curfews, opening hours and fixed convoys, as spans of open time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routegraph.errors import QuestionError

HORIZON_DAYS = 30
"""Who has not arrived by then does not arrive."""

DAY_S = 86_400
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

_SPAN = re.compile(r"^(\d{1,2}):?(\d{2})?\s*[-–]\s*(\d{1,2}):?(\d{2})?$")
_DAYS = re.compile(r"^((?:mo|tu|we|th|fr|sa|su)(?:\s*[-,–]\s*(?:mo|tu|we|th|fr|sa|su))*)\s+(.+)$", re.I)
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})$")


@dataclass(frozen=True)
class Weekly:
    """Spans of a week in which a road is open, in seconds since Monday 00:00; they may not overlap.

    Attributes
    ----------
    spans : tuple of (int, int)
        Ascending; each ends after it begins and by the end of the week.
    text : str
        As told, with clocks in full.
    """

    spans: tuple[tuple[int, int], ...]
    text: str = ""

    def closed(self, text: str = "") -> Weekly:
        """Return the spans in which it is not open: the hours of a curfew made opening hours."""
        ends = [0, *(second for span in self.spans for second in span), 7 * DAY_S]
        pairs = zip(ends[::2], ends[1::2], strict=True)
        return Weekly(tuple((a, b) for a, b in pairs if a < b), text or self.text)

    def open_spans(self, start: dt.datetime, days: int = HORIZON_DAYS) -> tuple[tuple[int, int], ...]:
        """Spans of open time in seconds since `start`, joined where they touch, within some days.

        Examples
        --------
        >>> import datetime as dt
        >>> day = parse_hours("06:00-18:00")
        >>> [(a // 3600, b // 3600) for a, b in day.open_spans(dt.datetime(2015, 10, 27, 16), 2)]
        [(0, 2), (14, 26), (38, 48)]
        """
        since_monday = start.weekday() * DAY_S + start.hour * 3600 + start.minute * 60 + start.second
        horizon = days * DAY_S
        joined: list[tuple[int, int]] = []
        for week in range(days // 7 + 2):
            for begin, end in self.spans:
                a = begin + week * 7 * DAY_S - since_monday
                b = min(end + week * 7 * DAY_S - since_monday, horizon)
                a = max(a, 0)
                if a >= b:
                    continue
                if joined and joined[-1][1] == a:
                    joined[-1] = (joined[-1][0], b)
                else:
                    joined.append((a, b))
        return tuple(joined)


ALWAYS = Weekly(((0, 7 * DAY_S),), "always")


def parse_hours(text: str) -> Weekly:
    """Read opening hours: ``06:00-18:00``, ``06-11,13-18``, ``Mo-Fr 06:00-18:00; Sa 08:00-12:00``.

    A span past midnight goes on into the next day. Of OpenStreetMap's notation the parts that a
    planner says: days, spans, ``24/7`` and ``closed``.

    Examples
    --------
    >>> parse_hours("06:00-18:00").spans[0]
    (21600, 64800)
    >>> parse_hours("Mo-Fr 6-18").text
    'Mo-Fr 06:00-18:00'

    Raises
    ------
    QuestionError
        It is none of these.
    """
    told = text.strip()
    if told.lower() in ("24/7", "always", "open"):
        return ALWAYS
    if told.lower() in ("closed", "off", "never"):
        return Weekly((), told)
    spans: list[tuple[int, int]] = []
    rules = []
    for rule in filter(None, (part.strip() for part in told.split(";"))):
        match = _DAYS.match(rule)
        days = _days(match[1]) if match else range(7)
        within = [_span(part, text) for part in (match[2] if match else rule).split(",")]
        spans += [(day * DAY_S + begin, day * DAY_S + end) for begin, end in within for day in days]
        clocks = ",".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in within)
        rules.append(f"{match[1]} {clocks}" if match else clocks)
    if not spans:
        raise _unreadable(text)
    return Weekly(_joined(_wrapped(spans)), "; ".join(rules))


def _clock(seconds: int) -> str:
    """A time of day, on this day or the next; 24:00 is left as the end of this one."""
    minutes = (seconds if seconds <= DAY_S else seconds - DAY_S) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _days(text: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"\s*,\s*", text.lower().replace("–", "-")):
        first, _, last = (piece.strip() for piece in part.partition("-"))
        a, b = DAYS.index(first), DAYS.index(last or first)
        found += [day % 7 for day in range(a, (b if b >= a else b + 7) + 1)]
    return sorted(set(found))


def _span(text: str, whole: str) -> tuple[int, int]:
    match = _SPAN.match(text.strip())
    if match is None:
        raise _unreadable(whole)
    begin, end = (int(match[i]) * 3600 + int(match[i + 1] or 0) * 60 for i in (1, 3))
    if max(begin, end) > DAY_S or int(match[2] or 0) > 59 or int(match[4] or 0) > 59 or begin == end:
        raise _unreadable(whole)
    return begin, end if end > begin else end + DAY_S


def _unreadable(text: str) -> QuestionError:
    return QuestionError(
        f"hours {text!r}: write spans such as 06:00-18:00, or with days 'Mo-Fr 06:00-18:00; Sa 08:00-12:00'."
    )


def _wrapped(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bring what runs past Sunday's end to Monday's beginning."""
    week = 7 * DAY_S
    whole = []
    for begin, end in spans:
        whole.append((begin, min(end, week)))
        if end > week:
            whole.append((0, end - week))
    return whole


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def both_open(
    first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Return the spans in which two things are open at once."""
    both = []
    i = j = 0
    while i < len(first) and j < len(second):
        begin, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if begin < end:
            both.append((begin, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return tuple(both)


def parse_clock(text: str) -> int:
    """Read a time of day such as ``06:00``, in seconds since midnight.

    Raises
    ------
    QuestionError
    """
    match = _CLOCK.match(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise QuestionError(f"time {text!r}: write HH:MM, such as 06:00.")
    return int(match[1]) * 3600 + int(match[2]) * 60


def parse_depart(text: str | dt.datetime) -> dt.datetime:
    """Read a day and time of departure such as ``2015-10-27T16:00``; clocks are those of the place.

    Raises
    ------
    QuestionError
    """
    try:
        if not isinstance(text, dt.datetime) and len(text.strip()) < len("2015-10-27T16"):
            raise ValueError("there is no time of day")
        told = text if isinstance(text, dt.datetime) else dt.datetime.fromisoformat(text.strip())
        if told.tzinfo is not None:
            raise ValueError("hours are those of the clocks of the place, without a time zone")
        if dt.datetime.max - told < dt.timedelta(days=HORIZON_DAYS + 1):
            raise ValueError("the calendar ends before one could arrive")
        return told
    except ValueError as error:
        raise QuestionError(f"departure {text!r}: {error}; write YYYY-MM-DDTHH:MM.") from None


def split_target(text: str, option: str, example: str) -> tuple[str, str]:
    """Split ``TARGET=...`` at its last sign.

    Raises
    ------
    QuestionError
    """
    target, sign, told = text.rpartition("=")
    if not sign or not target.strip() or not told.strip():
        raise QuestionError(f"{option} {text!r}: write TARGET={example}.")
    return target.strip(), told.strip()
