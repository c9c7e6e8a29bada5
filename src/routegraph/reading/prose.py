"""Report text -> events with their quotes, what was not understood, claims, and what was set aside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol

from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.reading.arabic.reader import ArabicReader
from routegraph.reading.atlas import MOST_NAMES, Atlas
from routegraph.reading.english.reader import EnglishReader
from routegraph.reading.finding import Context, Finding
from routegraph.reading.language import ARABIC, ENGLISH, language_of
from routegraph.reading.locating import DatedFinding, Locator
from routegraph.reading.mention import Kind, Mention
from routegraph.reading.merging import OPENINGS, joined, joined_unlocated
from routegraph.reading.sentences import Sentence, publisher_of, sentences
from routegraph.reading.when import When, dates_in
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.extraction import Claim, Extraction, NotUnderstood, SetAside, Unlocated
from routegraph.reports.ledger import CLOSING
from routegraph.reports.target_keys import target_key
from routegraph.reports.visible import is_html, visible_text

HISTORY = dt.timedelta(days=60)
"""What happened longer before the report is its background, not its news."""


def extract(
    text: str,
    gazetteer: Gazetteer,
    *,
    date: dt.date | None,
    source: Source | None = None,
    near: tuple[float, float] | None = None,
) -> Extraction:
    """Read what a report says of places and roads; deterministic and offline.

    Parameters
    ----------
    text : str
        Plain text or HTML, in English or Arabic.
    gazetteer : Gazetteer
        The places that may be named.
    date : date or None
        Of the report; "Tuesday" and "two days ago" count back from it. None leaves such events
        without a date.
    source : Source, optional
        For every event; by default the publisher that the text names in a line ``Source:``.
    near : tuple of float, optional
        Lon, lat that decides between places of one name; by default the middle of the places
        that the text names without ambiguity.

    Returns
    -------
    Extraction
        Events in the order of the text, each with its sentence and the sentence's offsets in
        `Extraction.text`.

    Examples
    --------
    >>> import routegraph
    >>> gazetteer = routegraph.load("hama-aleppo").gazetteer
    >>> read = extract("Islamic State captured Khanasser on Friday.", gazetteer, date=dt.date(2015, 10, 27))
    >>> [(event.target, event.status.value, str(event.date)) for event in read.events]
    [('Khanasser', 'captured', '2015-10-23')]
    """
    shown = visible_text(text) if is_html(text) else text
    plain = shown.translate(_MARKS)
    reading = _Reading(Atlas(gazetteer, near), date, _source(plain, source, date))
    for sentence in sentences(plain):
        reading.read(sentence)
    return reading.extraction(shown)


_RANGES = (range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2066, 0x206A))
_MARKS = dict.fromkeys((0, *chain(*_RANGES), 0xFEFF, 0xFE0F, 0xA0, 0x202F, 0xAD), " ")
"""Invisible marks -> spaces, so that offsets stay."""


def _source(text: str, source: Source | None, date: dt.date | None) -> Source:
    if source is not None:
        return source
    return Source(publisher=publisher_of(text), date=date.isoformat() if date else "")


DATED = 30
"""Characters after a trigger within which a date is its own."""

NOT_READ = "no event was found in it"
MORE = "no event was found for it"
"""Why a sentence is listed as not understood: nothing came of it, or nothing of some of its names."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b|['’]\d\d\b")
_NOW = re.compile(
    r"\b(?:now|today|tonight|this (?:week|morning|evening)|currently|meanwhile|in the meantime)\b", re.I
)
_ADDED = re.compile(r"\bsince (?:about |early |late |mid-?)?$|\b(?:who|which|where)\b[^,;]*$", re.I)
"""What stands before a date that is not that of its sentence."""

_TO_COME = re.compile(r"\b(?:will|would|shall|(?:expected|due|scheduled|set|likely|planned) to)\b", re.I)
"""What stands between what happened and the date of what is to come: "closed and will reopen on Thursday"."""

_MADE_SO = re.compile(r"\b(?:made|left|rendered|became)\b")
_PRESENT = re.compile(r"\b(?:has|have|is|are|'s|’s)\b")


class _Reader(Protocol):
    """What reads one language."""

    def read(self, sentence: str) -> tuple[list[Finding], list[Mention]]: ...

    def points_back(self, sentence: str) -> bool: ...

    def denies(self, sentence: str) -> bool: ...


def _tells_past(finding: Finding, text: str) -> bool:
    """Whether the verb stands in the simple past: "captured", not "has captured"."""
    past = finding.trigger.form == "past" or finding.trigger.lemma.split()[0] in ("cut", "shut")
    past = past or bool(_MADE_SO.search(text, max(finding.at - 80, 0), finding.at))
    return past and not _PRESENT.search(text, finding.reach[0], finding.at)


def _overtaken(finding: Finding, others: list[Finding], whens: list[When]) -> bool:
    """Whether a sentence tells what was so only to say that it no longer is: "was cut and reopened"."""
    opens = finding.status in OPENINGS
    dated = any(finding.reach[0] <= when.start < finding.at + DATED for when in whens)
    return any(
        other.mention.key == finding.mention.key
        and not other.set_aside
        and (other.status in OPENINGS) is not opens
        and other.background <= finding.background
        and (other.background < finding.background or (other.at > finding.at and not dated))
        for other in others
    )


class _Reading:
    """One pass over a text."""

    def __init__(self, atlas: Atlas, date: dt.date | None, source: Source) -> None:
        self.atlas = atlas
        self.date = date
        self.locator = Locator(atlas, source)
        context = Context(kind_of=atlas.kind)
        self.readers: dict[str, _Reader] = {
            ENGLISH: EnglishReader(context, atlas),
            ARABIC: ArabicReader(context, atlas),
        }
        self.sentences: list[tuple[Sentence, str, list[Mention], list[Mention]]] = []
        self.found: list[DatedFinding] = []
        self.told: set[tuple[object, Status, dt.date | None]] = set()
        self.aside: dict[tuple[Sentence, str], list[Finding]] = {}
        self.denied: list[Mention] = []
        self.just_found = 0
        self.past: dt.date | None = None
        self.past_in = -1
        self.unknown_days: dict[str, None] = {}

    def read(self, sentence: Sentence) -> None:
        """Take the findings of one sentence."""
        language = language_of(sentence.text)
        reader = self.readers.get(language)
        if reader is None:
            self.sentences.append((sentence, f"{language}, not read", [], []))
            return
        self._drop_denied(reader, sentence)
        findings, named = reader.read(sentence.text)
        before = len(self.found)
        whens = dates_in(sentence.text, self.date) if findings else []
        self._tell_time(sentence, whens)
        for finding in findings:
            if _overtaken(finding, findings, whens):
                self._set_aside(sentence, "no longer so", finding)
            else:
                self._take(finding, sentence, whens)
        self.just_found = len(self.found) - before
        told = {
            name for finding in findings for name in (*finding.mention.names, finding.mention.ref) if name
        }
        left = [mention for mention in named if told.isdisjoint((*mention.names, mention.ref))]
        self.sentences.append((sentence, MORE if findings else NOT_READ, left, named))

    def _tell_time(self, sentence: Sentence, whens: Sequence[When]) -> None:
        """Remember whether a paragraph has gone back in time, so that what follows is history too."""
        if self.past_in != sentence.paragraph or _NOW.search(sentence.text):
            self.past_in, self.past = sentence.paragraph, None
        if not whens and _YEAR.search(sentence.text):
            whens = dates_in(sentence.text, self.date)
        whens = [when for when in whens if not when.follows]
        dates = [w.date for w in whens if w.date and not _ADDED.search(sentence.text, 0, w.start)]
        if self.date and dates:
            old = max(dates) if self.date - max(dates) > HISTORY else None
            self.past = old

    def _drop_denied(self, reader: _Reader, sentence: Sentence) -> None:
        """Set aside what the sentence before told when this one calls it untrue, or of long ago."""
        if not self.just_found:
            return
        untrue = reader.denies(sentence.text)
        if not untrue and not (reader.points_back(sentence.text) and self._is_old(sentence)):
            return
        for found in self.found[len(self.found) - self.just_found :]:
            self._set_aside(found.sentence, "denied" if untrue else "old", found.finding)
        del self.found[len(self.found) - self.just_found :]
        self.just_found = 0

    def _is_old(self, sentence: Sentence) -> bool:
        """Whether a sentence dates the one before it long ago: "It's from 2015"."""
        if not self.date or " from " not in sentence.text[:12]:
            return False
        return any(w.date and self.date - w.date > HISTORY for w in dates_in(sentence.text, self.date))

    def _set_aside(self, sentence: Sentence, reason: str, finding: Finding) -> None:
        self.aside.setdefault((sentence, reason), []).append(finding)

    def _take(self, finding: Finding, sentence: Sentence, whens: list[When]) -> None:
        if finding.denied:
            self.denied.append(finding.mention)
        date, precision, told = self._date_of(finding, whens, sentence.text)
        if reason := finding.set_aside or self._untimely(finding, date, told, sentence.text):
            self._set_aside(sentence, reason, finding)
            return
        mention = finding.mention
        key = (*mention.key, mention.kind, mention.text, mention.near and mention.near.text)
        if (telling := (key, finding.status, date)) not in self.told:
            self.told.add(telling)
            self.found.append(DatedFinding(finding, sentence, date, precision))

    def _untimely(self, finding: Finding, date: dt.date | None, told: bool, text: str) -> str:
        """Why what is told is no news: it is to come, or long past; empty when it is news."""
        if self.date and date and date > self.date:
            return f"to come: {date}"
        if self.date and date and self.date - date > HISTORY and not finding.standing:
            return f"past: {date}"
        if self.past and not told and _tells_past(finding, text):
            return f"past: {self.past}"
        return "past, without a date" if finding.past_perfect and not told else ""

    def _date_of(
        self, finding: Finding, whens: list[When], text: str
    ) -> tuple[dt.date | None, Precision, bool]:
        """Date of a finding: the one told in its clause, else nearest in the sentence, else the report's."""
        whens = [w for w in whens if not _TO_COME.search(text, finding.at, max(w.start, finding.at))]
        inside = [w for w in whens if finding.reach[0] <= w.start < finding.reach[1] and not w.follows]
        before = [w for w in whens if w.follows and 0 <= finding.reach[0] - w.end <= 2]
        before = before or [w for w in whens if text[w.end : finding.reach[0]].strip(", ") == "when"]
        elsewhere = [w for w in whens if not w.follows and w.precision is Precision.DAY]
        chosen = before or inside or elsewhere
        if not chosen:
            return self.date, Precision.DAY, False
        when = min(chosen, key=lambda w: abs(w.start - finding.at))
        if when.date is None:
            self.unknown_days[f"“{text[when.start : when.end]}”"] = None
        return when.date, when.precision, True

    def extraction(self, text: str) -> Extraction:
        """Everything read, with names resolved and tellings of one thing joined."""
        self.atlas.settle(name for found in self.found for name in found.finding.mention.names)
        events: list[Event] = []
        unlocated: list[Unlocated] = []
        claims: list[Claim] = []
        fruitful: set[Sentence] = set()
        for found in self._news():
            for item in self.locator.located(found):
                if item:
                    fruitful.add(found.sentence)
                if isinstance(item, Event):
                    events.append(item)
                elif isinstance(item, Unlocated):
                    unlocated.append(item)
                elif item:
                    claims.append(item)
        aside = tuple(self._aside(*one) for one in self.aside.items())
        not_understood = self._not_understood(fruitful)
        events = joined(self._doubted(events))
        warnings = []
        if not (self.found or self.aside):
            warnings.append("no event was found in the text")
        elif not events and (unlocated or claims):
            warnings.append("nothing in the text was located on this network")
        if not_understood:
            warnings.append(f"not understood, so nothing is closed for it: sentences: {len(not_understood)}")
        if self.unknown_days:
            words = ", ".join(self.unknown_days)
            warnings.append(f"the report bears no date, so the day of {words} is not known: give --date")
        if self.atlas.overfull:
            warnings.append(f"only the first {MOST_NAMES} names of the text were looked up")
        return Extraction(
            tuple(events),
            tuple(joined_unlocated(unlocated)),
            tuple(dict.fromkeys(claims)),
            aside,
            not_understood,
            tuple(warnings),
            text,
        )

    def _news(self) -> list[DatedFinding]:
        """Findings, but for what stands in the background of another sentence that says it is over.

        A supply line that is won back ends what befell roads before, though it may be named by its use alone.
        """
        lifted = [f.finding.mention for f in self.found if f.finding.status in OPENINGS]
        opened = {mention.key for mention in lifted} | {
            replace(mention, names=(name,)).key for mention in lifted for name in mention.names
        }
        regained = any(mention.kind is Kind.SUPPLY for mention in lifted)
        kept = []
        for found in self.found:
            finding = found.finding
            over = finding.mention.key in opened and finding.status is not Status.CAPTURED
            over = over or (regained and finding.mention.kind is Kind.ROAD)
            if finding.background and finding.status in CLOSING and over:
                self._set_aside(found.sentence, "no longer so", finding)
            else:
                kept.append(found)
        return kept

    def _aside(self, key: tuple[Sentence, str], findings: list[Finding]) -> SetAside:
        """What was set aside, with the targets that are closed if it holds to this day."""
        sentence, reason = key
        lasting = reason.startswith(("as before", "past", "told in passing"))
        held = (f for f in findings if lasting and f.status in CLOSING)
        found = (
            i for f in held for i in self.locator.located(DatedFinding(f, sentence, None, Precision.DAY))
        )
        targets = dict.fromkeys(item.target for item in found if isinstance(item, Event))
        return SetAside(sentence.text, reason, sentence.span, tuple(targets))

    def _not_understood(self, fruitful: set[Sentence]) -> tuple[NotUnderstood, ...]:
        """Sentences, or names of sentences, of which nothing came."""
        listed = []
        told = fruitful | {sentence for sentence, _ in self.aside}
        for sentence, why, left, named in self.sentences:
            names = self.locator.names(left if sentence in told else named)
            fruitless = why == MORE and sentence not in told
            if names or fruitless or why not in (MORE, NOT_READ):
                listed.append(NotUnderstood(sentence.text, why, sentence.span, tuple(names)))
        return tuple(listed)

    def _doubted(self, events: list[Event]) -> list[Event]:
        """Make contested what one side claims and the same text has another deny."""
        keys = {
            target_key(self.atlas.target(p))
            for m in self.denied
            for n in m.names
            if isinstance(p := self.atlas.look(n), Place)
        }
        return [
            replace(
                event, status=Status.CONTESTED, confidence=0.4, note="denied by another side in the same text"
            )
            if event.status in (Status.CAPTURED, Status.BLOCKED) and target_key(event.target) in keys
            else event
            for event in events
        ]
