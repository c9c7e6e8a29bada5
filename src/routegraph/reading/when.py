"""Dates as sentences tell them: "on Tuesday", "two days ago", "5 November", "last year"."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from routegraph.reading.trigger import phrases_of
from routegraph.reports.dates import MONTHS
from routegraph.reports.event import Precision

NUMBERS: dict[str, int] = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}

WEEKDAYS = {
    name: day
    for day, names in enumerate(
        phrases_of(
            "monday الاثنين الإثنين, tuesday الثلاثاء, wednesday الأربعاء, thursday الخميس, friday الجمعة, "
            "saturday السبت, sunday الأحد"
        )
    )
    for name in names.split()
}
DAYS_BACK = {
    name: days
    for days, names in (
        (0, "today, tonight, this morning, this evening, this afternoon, اليوم, فجر اليوم"),
        (1, "yesterday, last night, overnight, أمس, البارحة, مساء أمس, the previous evening"),
        (1, "the previous night, the previous day, the day before, the evening before, the night before"),
        (2, "the day before yesterday, أول أمس"),
        (7, "last week, a week ago"),
        (30, "last month, a month ago"),
        (150, "last summer, last winter, last spring, last autumn"),
        (365, "last year, a year ago"),
    )
    for name in phrases_of(names)
}
UNIT_DAYS = {"hour": 0, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365}

_SYRIAC = "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
_LATIN = "يناير,فبراير,مارس,أبريل,مايو,يونيو,يوليو,أغسطس,سبتمبر,أكتوبر,نوفمبر,ديسمبر"
ARABIC_MONTHS = {
    name: month for names in (_SYRIAC, _LATIN) for month, name in enumerate(phrases_of(names), start=1)
}

_MONTH = "|".join(sorted((*(m for m in MONTHS if m != "may"), "May", *ARABIC_MONTHS), key=len, reverse=True))
_NUMBER = "|".join((r"\d{1,3}", *NUMBERS))
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\.?(?:,? (?P<year>(?:19|20)\d\d))?\b"
    rf"|\b(?P<month2>{_MONTH})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year2>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<month3>{_MONTH})\.?,? (?:(?P<year3>(?:19|20)\d\d)|['’](?P<short>\d\d))\b"
    r"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
    rf"|\b(?P<ago>{_NUMBER}|several|a few) (?P<unit>hour|day|night|week|month|year)s?"
    r" (?:ago|earlier|before|after)\b"
    rf"|\b(?P<back>{'|'.join(sorted(DAYS_BACK, key=len, reverse=True))})\b"
    rf"|(?P<earlier>\ba day earlier\b)"
    rf"|\b(?P<weekday>{'|'.join(WEEKDAYS)})\b"
    rf"|\b(?:in|since|of|by) (?P<month4>{_MONTH})\b(?!,? (?:19|20)\d\d)(?! \d)"
    r"|\b(?:in|since|of|early|late|during|from|عام|العام|سنة|منذ) (?P<year4>\d{3}|1\d{3}|20\d\d)\b",
    re.I,
)
_DATELINE_PLACE = re.compile(
    r"\s*(?!(?:Since|On|From|Until|Till|By|Before|After|In|At|As)\b)"
    r"(?:[A-Z][\w'’-]*(?:[ ,/]+(?:[A-Z][\w'’.-]*|de|el|la|al))*|[\u0621-\u064a]+(?: [\u0621-\u064a]+){0,2})"
    r"\s*(?:\([^)\d\n]{1,40}\)\s*)?[,،/(|–—-]\s*"
)
_DATELINE_END = re.compile(r",?\s*(?:\([^)\n]{1,40}\)|\)|[A-Z]{2,12}(?= ?[-–—]))?\s*(?:[-–—:.|)]|$)")
"""What stands about the date of a dateline: a place and a comma; an agency, a dash or a full stop."""

DATELINES = 5
"""Lines of a text among which its dateline is looked for."""

_WEEKDAY = re.compile(rf"(?:{'|'.join(WEEKDAYS)})\s*[,،]?\s*", re.I)
_LAST_YEAR = re.compile(r",? (?:of )?last year\b", re.I)


class When(NamedTuple):
    """A date that a sentence tells, and where in the sentence."""

    start: int
    end: int
    date: dt.date | None
    precision: Precision
    follows: bool = False


def dates_in(sentence: str, today: dt.date | None) -> list[When]:
    """Dates of a sentence, relative ones counted back from `today` (None: those are unknown).

    `When.follows` marks "two days after", whose date is that of what it follows.
    """
    found = []
    for match in _DATE.finditer(sentence):
        try:
            date, precision = _read(match, today)
        except (ValueError, OverflowError):
            continue
        if date and today and date.year == today.year and _LAST_YEAR.match(sentence, match.end()):
            date = date.replace(year=date.year - 1, day=min(date.day, 28))
        found.append(When(match.start(), match.end(), date, precision, match[0].lower().endswith("after")))
    return found


def dateline_date(text: str, today: dt.date | None) -> dt.date | None:
    """Date of a dateline; one without a year is the latest not after `today`.

    Examples
    --------
    >>> dateline_date("ALEPPO, Oct. 27, 2015 (Agency) - The road was cut on Friday.", None)
    datetime.date(2015, 10, 27)
    """
    lines = [line[:120] for line in text.split("\n", 4 * DATELINES) if line.strip()][:DATELINES]
    for line in lines:
        place = _DATELINE_PLACE.match(line)
        if place is None:
            continue
        weekday = _WEEKDAY.match(line, place.end())
        written = _DATE.match(line, weekday.end() if weekday else place.end())
        if written and not written["weekday"] and _DATELINE_END.match(line, written.end()):
            told = dates_in(written[0], today)
            if told and told[0].precision is Precision.DAY:
                return told[0].date
    return None


def _read(match: re.Match[str], today: dt.date | None) -> tuple[dt.date | None, Precision]:
    part = {key: value.lower() for key, value in match.groupdict().items() if value}
    year = int(next((part[key] for key in ("year", "year2", "year3", "year4") if key in part), 0))
    year = year or 2000 + int(part["short"]) if "short" in part else year
    month = next((_month(part[key]) for key in ("month", "month2", "month3", "month4") if key in part), 0)
    day = int(part.get("day") or part.get("day2") or 0)
    if "iso" in part:
        return dt.date.fromisoformat(part["iso"]), Precision.DAY
    if day:
        return _latest(today, year, month, day), Precision.DAY
    if month:
        return _latest(today, year, month, 1), Precision.MONTH
    if year:
        return dt.date(year, 1, 1), Precision.YEAR
    return _counted_back(part, today)


def _counted_back(part: dict[str, str], today: dt.date | None) -> tuple[dt.date | None, Precision]:
    """Date of "Tuesday", "yesterday", "two days ago"."""
    if today is None:
        return None, Precision.DAY
    if "weekday" in part:
        days = (today.weekday() - WEEKDAYS[part["weekday"]]) % 7
    elif "earlier" in part:
        days = 1
    elif "back" in part:
        days = DAYS_BACK[part["back"]]
    else:
        word = part["ago"]
        count = NUMBERS[word] if word in NUMBERS else int(word) if word.isdigit() else 3
        days = count * UNIT_DAYS[part["unit"]]
    precision = Precision.DAY if days < 7 else Precision.WEEK if days < 30 else Precision.MONTH
    return today - dt.timedelta(days=days), precision


def _month(name: str) -> int:
    return ARABIC_MONTHS.get(name) or MONTHS[name]


def _latest(today: dt.date | None, year: int, month: int, day: int) -> dt.date | None:
    """Date of a day and month; without a year the latest one not after today."""
    if year:
        return dt.date(year, month, day)
    if today is None:
        return None
    date = dt.date(today.year, month, day)
    return date if date <= today else dt.date(today.year - 1, month, day)
