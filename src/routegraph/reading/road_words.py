"""What the words of a sentence tell of the one road that it names, where its grammar is not understood.

A weak reading: of a road alone, where the words all point one way and nothing is planned, denied or
supposed. It is told with little confidence, and never closes a place.
"""

from __future__ import annotations

import re

from routegraph.reading.arabic.lexicon import plain
from routegraph.reading.finding import Finding
from routegraph.reading.mention import Kind, Mention
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reports.event import Status

SURENESS = 0.5
"""How sure a weak reading is: right less often than any other, see ``benchmarks/report_reading.py``."""

LONGEST = 320
"""Characters of a sentence that tells of one thing; a longer one tells of several."""


def _words(pattern: str) -> re.Pattern[str]:
    """Pattern of words, the Arabic ones in the normal form that sentences are compared in."""
    return re.compile(plain(pattern))


_CLOSED = _words(
    r"\b(?:closed|shut|blocked|obstructed|severed|impassable|inaccessible|unusable|halt|standstill|suspended"
    r"|stopped|banned|barred|submerged|inundated|buried|denied passage|refused passage|turned back|mined"
    r"|prohibited)\b"
    r"|\b(?:no|nothing|nobody|none|no one)\b[^.;:]{0,30}\b"
    r"(?:pass\w*|uses?|cross\w*|through|across|enter\w*|get\w*|go|drive|travel)\b"
    r"|مغلق|مقطوع|غير سالك|\bتوقف|متوقف|إغلاق|انقطاع|لا يمكن العبور|يمنع"
)
_DAMAGED = _words(
    r"\b(?:(?:washed|swept|carried) away|washed out|collapsed|blown up|(?:bridges?|road) \w+ down)\b"
    r"|\bانهيار|\bانهار|\bجرف"
)
_OPEN = _words(
    r"\b(?:re-?open\w*|resum\w+|restored|unblocked|cleared|passable|operational|for the first time since)\b"
    r"|\bback (?:in|into|to) (?:operation|service|use|normal)\b"
    r"|\b(?:us|runn?|mov|flow|pass|driv|travel|cross)(?:e|es|ed|ing)?\b[^.;:]{0,30}\bagain\b"
    r"|أعيد فتح|إعادة (?:فتح|افتتاح)|استؤنف|عادت الحركة|عودة (?:ال)?حركة|استئناف|أصبح سالك"
)
_LIMITED = _words(
    r"\b(?:one lane|one-lane|single lane|single file|one-way|in turns|escort\w*|daylight|light vehicles"
    r"|detour|diversion|diverted|delays|queues?|with difficulty|with caution|stuck|stranded|checkpoints)\b"
    r"|\b(?:below|above|over|under|up to|exceeding) \d+ ?(?:t|tons?|tonnes?)\b"
    r"|بصعوبة|بحذر|ببطء|عالق|باتجاه واحد|بمرافقة|تحويلة|محدودة"
)
_INSERTED = re.compile(r", (?:which|who|where|whose)\b[^,]*,")
"""What only adds to a name, and tells of another time."""


def status_of(text: str) -> Status | None:
    """Status that the words of a sentence all point to; None where they point to none or to several.

    >>> status_of("Traffic on the road came to a complete halt."), status_of("Lorries pass on one lane.")
    (<Status.BLOCKED: 'blocked'>, <Status.RESTRICTED: 'restricted'>)
    """
    told = plain(_INSERTED.sub("", text.lower().partition(";")[0]))
    closed, damaged, opened, limited = (
        bool(words.search(told)) for words in (_CLOSED, _DAMAGED, _OPEN, _LIMITED)
    )
    if (closed or damaged) and opened:
        return None
    if closed or damaged:
        return Status.BLOCKED if closed else Status.DAMAGED
    if limited:
        return Status.RESTRICTED
    return Status.REOPENED if opened else None


def weak_reading(text: str, mentions: list[Mention]) -> list[Finding]:
    """Finding of the one road of a sentence, by its words alone; empty where it names none or several."""
    roads = {m.key: m for m in mentions if m.kind in (Kind.ROAD, Kind.REF, Kind.CROSSING)}
    status = status_of(text) if len(roads) == 1 and len(text) < LONGEST else None
    if status is None:
        return []
    (road,) = roads.values()
    if road.kind is Kind.REF and not road.names and any(m.kind is Kind.WIDE for m in mentions):
        return []  # a stretch of it that is told by where it lies
    trigger = Trigger(status, Frame.STATE, "noun", "")
    return [Finding(trigger, status, road, "", road.start, (0, len(text)), confidence=SURENESS)]
