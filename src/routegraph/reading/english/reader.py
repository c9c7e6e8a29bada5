"""English sentences -> findings: units, mentions and clauses, one after the other."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace

from routegraph.reading.atlas import Atlas
from routegraph.reading.cues import limited, weak_reading
from routegraph.reading.english.clauses import ClauseReader
from routegraph.reading.english.layout import Layout, plainly, without_times
from routegraph.reading.english.lexicon import ALERTS, OFF_ROADS
from routegraph.reading.english.mentions import MentionReader
from routegraph.reading.english.phrasebook import trigger_words
from routegraph.reading.english.street_names import with_streets
from routegraph.reading.english.token_sequence import Element, TokenSequence
from routegraph.reading.english.units import HELD, WORDS, Unit, units_of
from routegraph.reading.enumerations import with_listed
from routegraph.reading.finding import Context, Finding, with_lifelines
from routegraph.reading.mention import Kind, Mention
from routegraph.reading.merging import OPENINGS
from routegraph.reading.sentences import with_columns
from routegraph.reports.event import Status

MEMORY = 3
"""Sentences without an event that are still looked at for what "it" and "the town" stand for."""

_NO = re.compile(
    r"(?:no|nope|false|not true|wrong|fake|(?:it|this|that) (?:is|was|has) not(?: true| so| the case)?)"
    r"\s*(?:[.!,]|$)",
    re.I,
)
_DENIED = re.compile(r"\b(?:denied|denies|refuted|rejected) (?:it|this|these)\b", re.I)


_IN_MARCH = re.compile(
    r"\b(?i:\d{1,2}(?:st|nd|rd|th)?(?: of)?|in|since|of|by|early|late|mid|last|until|till|during|from)[ -]"
    r"March\b|\bMarch(?=,? \d)"
)
"""The month, which is spelled as what troops do."""

_LIKEWISE = re.compile(r"(?:So (?:is|are|was|were)|The same goes for) ((?:the|[A-Z])[^,.;]+)")
_STATES = {
    Status.BLOCKED: "closed",
    Status.REOPENED: "open",
    Status.RESTRICTED: "passable with difficulty",
    Status.DAMAGED: "damaged",
}
"""Status of a sentence -> what "So is the A-B road" after it says."""


_UNREAL = frozenset({"HYPO", "ATTEMPT", "FAIL", "REPEL", "DENY", "BASELESS", "HABIT", "PAST", "NEG"})


def unreal(elements: list[Element]) -> list[tuple[int, int]]:
    """Offsets of the words that plan, suppose, deny or ask, and of what is closed that is no road."""
    units = [element for element in elements if isinstance(element, Unit)]
    return [
        (unit.start, unit.end)
        for unit in units
        if (unit.tag in _UNREAL and unit.low != "can") or unit.text == "?" or unit.low in OFF_ROADS
    ]


def _side_of(elements: list[Element], finding: Finding) -> str:
    """Side that acts in the stretch of a weak reading, unless a preposition leads it; empty for none."""
    if finding.status in OPENINGS | {Status.DAMAGED}:
        return ""
    before = ""
    for one in elements:
        inside = finding.reach[0] <= one.start < finding.reach[1]
        acts = inside and before not in ("against", "from", "between", "with", "of", "for")
        if acts and isinstance(one, Unit) and one.tag in ("SIDE", "MEN"):
            return str(one.value or one.low)
        before = one.low if isinstance(one, Unit) and one.low != "the" else before
    return ""


class EnglishReader:
    """Reads the sentences of one text; `context` is read and brought up to date."""

    def __init__(self, context: Context, atlas: Atlas) -> None:
        self.context = context
        self.atlas = atlas
        self.layout = Layout()
        self.state = ""
        self.unread: deque[str] = deque(maxlen=MEMORY)

    def read(self, sentence: str) -> tuple[list[Finding], list[Mention]]:
        """What a sentence tells, and what it names if it has a word of roads, control or hazards.

        Of a sentence that tells something, what stands after a preposition is left out of the names.
        """
        sentence = plainly(without_times(self.layout.completed(sentence)))
        if self.state and (same := _LIKEWISE.match(sentence)):
            sentence = f"{same[1]} is {self.state}{sentence[same.end() :]}"
        words = WORDS.findall(_IN_MARCH.sub("", sentence).lower())
        telling = not (trigger_words().isdisjoint(words) and HELD.isdisjoint(words))
        if not telling:
            self.unread.append(sentence)
        if not telling and ALERTS.isdisjoint(words):
            return [], []
        for earlier in self.unread if telling else ():
            ClauseReader(self._elements(earlier), self.context).findings()
        elements = self._elements(sentence)
        findings: list[Finding] = []
        free = False
        if telling:
            self.unread.clear()
            clauses = ClauseReader(elements, self.context)
            findings = clauses.findings()
            free = clauses.all_told
            self.state = _STATES.get(findings[-1].status, "") if findings else ""
        told = {finding.mention.key for finding in findings if not finding.set_aside}
        mentions = [element for element in elements if isinstance(element, Mention)]
        untrue = any(isinstance(e, Unit) and e.tag in ("DENY", "BASELESS") for e in elements)
        weak = (
            []
            if untrue
            else weak_reading(sentence, mentions, unreal(elements), [finding.at for finding in findings])
        )
        findings += [
            replace(finding, by=_side_of(elements, finding))
            for finding in weak
            if finding.mention.key not in told
        ]
        findings = [limited(sentence, finding) for finding in findings]
        findings = with_lifelines(with_listed(sentence, findings, mentions), mentions)
        return findings, self._named(TokenSequence(elements), free=bool(findings) and free)

    def _named(self, tokens: TokenSequence, *, free: bool) -> list[Mention]:
        named = [(k, e) for k, e in enumerate(tokens.elements) if isinstance(e, Mention)]
        if free:
            roads = (Kind.ROAD, Kind.REF)
            return [m for k, m in named if m.kind in roads or not tokens.placed(k, 0)]
        found = [mention for _, mention in named]
        for mention in [mention for mention in found if mention.kind is Kind.SAME]:
            last = self.context.road if mention.names == ("road",) else self.context.place
            found += [last] if last and self.context.fresh else []
        return found

    def points_back(self, sentence: str) -> bool:
        """Whether a sentence speaks of what the one before it said: "It's ...", "That ..."."""
        return sentence[:5].casefold().startswith(("this ", "that ", "it ", "it's", "it’s"))

    def denies(self, sentence: str) -> bool:
        """Whether a sentence calls untrue what the one before it said."""
        return bool(_NO.match(sentence) or _DENIED.search(sentence)) or (
            self.points_back(sentence)
            and any(unit.tag in ("DENY", "BASELESS") for unit in units_of(sentence)[:6])
        )

    def _elements(self, sentence: str) -> list[Element]:
        text = with_columns(sentence)
        units = with_streets(text, units_of(text), self.atlas.gazetteer.streets)
        return MentionReader(text, units, self.atlas).elements()
