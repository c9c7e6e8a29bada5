"""Report text -> events with their quotes, what is on no map, claims, and what was set aside."""

from __future__ import annotations

import datetime as dt
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.reading.arabic.reader import ArabicReader, is_arabic
from routegraph.reading.atlas import MOST_NAMES, TOO_MANY, Atlas, moved
from routegraph.reading.english.clauses import ClauseReader
from routegraph.reading.english.lexicon import BRIDGES
from routegraph.reading.english.mentions import MentionReader
from routegraph.reading.english.units import may_tell, units_of
from routegraph.reading.finding import Context, Finding
from routegraph.reading.mention import Kind, Mention
from routegraph.reading.merging import OPENINGS, joined, joined_unlocated
from routegraph.reading.sentences import Sentence, publisher_of, sentences, with_columns
from routegraph.reading.when import When, dates_in
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.extraction import Claim, Extraction, SetAside, Unlocated
from routegraph.reports.ledger import target_key
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

MEMORY = 3
"""Sentences without an event that are still looked at for what "it" and "the town" stand for."""


_NO = re.compile(
    r"(?:no|nope|false|not true|wrong|fake|(?:it|this|that) (?:is|was|has) not(?: true| so| the case)?)"
    r"\s*(?:[.!,]|$)",
    re.I,
)
_DENIED = re.compile(r"\b(?:denied|denies|refuted|rejected) (?:it|this|these)\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|['’]\d\d\b")
_NOW = re.compile(
    r"\b(?:now|today|tonight|this (?:week|morning|evening)|currently|meanwhile|in the meantime)\b", re.I
)
_SINCE = re.compile(r"\bsince (?:about |early |late |mid-?)?$", re.I)
_MADE_SO = re.compile(r"\b(?:made|left|rendered|became)\b")
_PRESENT = re.compile(r"\b(?:has|have|is|are|'s|’s)\b")


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
        other.mention == finding.mention
        and not (other.had or other.set_aside)
        and (other.status in OPENINGS) is not opens
        and (finding.had or (other.at > finding.at and not dated))
        for other in others
    )


@dataclass(frozen=True)
class _DatedFinding:
    """A finding in its sentence, with its date."""

    finding: Finding
    sentence: Sentence
    date: dt.date | None
    precision: Precision


class _Reading:
    """One pass over a text."""

    def __init__(self, atlas: Atlas, date: dt.date | None, source: Source) -> None:
        self.atlas = atlas
        self.date = date
        self.source = source
        self.context = Context(kind_of=atlas.kind)
        self.found: list[_DatedFinding] = []
        self.told: set[tuple[object, Status, dt.date | None]] = set()
        self.aside: dict[tuple[str, str], SetAside] = {}
        self.denied: list[Mention] = []
        self.just_found = 0
        self.past: dt.date | None = None
        self.past_in = -1
        self.unread: deque[Sentence] = deque(maxlen=MEMORY)

    def read(self, sentence: Sentence) -> None:
        """Take the findings of one sentence."""
        if is_arabic(sentence.text):
            reader = ArabicReader(sentence.text, self.context, self.atlas)
            self._take_all(reader.findings(), sentence)
            return
        self._drop_denied(sentence)
        if not may_tell(sentence.text):
            self._tell_time(sentence, ())
            self.just_found = 0
            self.unread.append(sentence)
            return
        for earlier in self.unread:
            self._clauses(earlier).findings()
        self.unread.clear()
        self._take_all(self._clauses(sentence).findings(), sentence)

    def _clauses(self, sentence: Sentence) -> ClauseReader:
        text = with_columns(sentence.text)
        reader = MentionReader(text, units_of(text), self.atlas.is_place)
        return ClauseReader(reader.elements(), self.context)

    def _take_all(self, findings: list[Finding], sentence: Sentence) -> None:
        before = len(self.found)
        whens = dates_in(sentence.text, self.date) if findings else []
        self._tell_time(sentence, whens)
        for finding in findings:
            if not _overtaken(finding, findings, whens):
                self._take(finding, sentence, whens)
        self.just_found = len(self.found) - before

    def _tell_time(self, sentence: Sentence, whens: Sequence[When]) -> None:
        """Remember whether a paragraph has gone back in time, so that what follows is history too."""
        if self.past_in != sentence.paragraph or _NOW.search(sentence.text):
            self.past_in, self.past = sentence.paragraph, None
        if not whens and _YEAR.search(sentence.text):
            whens = dates_in(sentence.text, self.date)
        whens = [when for when in whens if not when.follows]
        dates = [w.date for w in whens if w.date and not _SINCE.search(sentence.text, 0, w.start)]
        if self.date and dates:
            old = max(dates) if self.date - max(dates) > HISTORY else None
            self.past = old

    def _drop_denied(self, sentence: Sentence) -> None:
        """Set aside what the sentence before told when this one calls it untrue, or of long ago."""
        if not self.just_found:
            return
        pointing = sentence.text[:5].casefold().startswith(("this ", "that ", "it ", "it's", "it’s"))
        untrue = bool(_NO.match(sentence.text) or _DENIED.search(sentence.text)) or (
            pointing and any(unit.tag in ("DENY", "BASELESS") for unit in units_of(sentence.text)[:6])
        )
        if not untrue and not (pointing and self._is_old(sentence)):
            return
        reason = "denied" if untrue else "old"
        for found in self.found[len(self.found) - self.just_found :]:
            self._set_aside(found.sentence, reason)
        del self.found[len(self.found) - self.just_found :]
        self.just_found = 0

    def _is_old(self, sentence: Sentence) -> bool:
        """Whether a sentence dates the one before it long ago: "It's from 2015"."""
        if not self.date or " from " not in sentence.text[:12]:
            return False
        return any(w.date and self.date - w.date > HISTORY for w in dates_in(sentence.text, self.date))

    def _set_aside(self, sentence: Sentence, reason: str) -> None:
        span = (sentence.start, sentence.start + len(sentence.text))
        self.aside.setdefault((sentence.text, reason), SetAside(sentence.text, reason, span))

    def _take(self, finding: Finding, sentence: Sentence, whens: list[When]) -> None:
        if finding.denied:
            self.denied.append(finding.mention)
        if finding.set_aside:
            self._set_aside(sentence, finding.set_aside)
            return
        date, precision, told = self._date_of(finding, whens, sentence.text)
        if self.date and date and date > self.date:
            self._set_aside(sentence, f"to come: {date}")
            return
        if self.date and date and self.date - date > HISTORY and not finding.standing:
            self._set_aside(sentence, f"past: {date}")
            return
        if self.past and not told and _tells_past(finding, sentence.text):
            self._set_aside(sentence, f"past: {self.past}")
            return
        if finding.past_perfect and not told:
            self._set_aside(sentence, "past, without a date")
            return
        mention = finding.mention
        key = (mention.kind, mention.names, mention.ref, mention.text, mention.near and mention.near.text)
        if (telling := (key, finding.status, date)) not in self.told:
            self.told.add(telling)
            self.found.append(_DatedFinding(finding, sentence, date, precision))

    def _date_of(
        self, finding: Finding, whens: list[When], text: str
    ) -> tuple[dt.date | None, Precision, bool]:
        """Date of a finding: the one told in its clause, else nearest in the sentence, else the report's."""
        inside = [w for w in whens if finding.reach[0] <= w.start < finding.reach[1] and not w.follows]
        before = [w for w in whens if w.follows and 0 <= finding.reach[0] - w.end <= 2]
        before = before or [w for w in whens if text[w.end : finding.reach[0]].strip(", ") == "when"]
        elsewhere = [w for w in whens if not w.follows and w.precision is Precision.DAY]
        chosen = before or inside or elsewhere
        if not chosen:
            return self.date, Precision.DAY, False
        when = min(chosen, key=lambda w: abs(w.start - finding.at))
        return when.date, when.precision, True

    def extraction(self, text: str) -> Extraction:
        """Everything read, with names resolved and tellings of one thing joined."""
        self.atlas.settle(name for found in self.found for name in found.finding.mention.names)
        events: list[Event] = []
        unlocated: list[Unlocated] = []
        claims: list[Claim] = []
        for found in self.found:
            for item in self._resolved(found):
                if isinstance(item, Event):
                    events.append(item)
                elif isinstance(item, Unlocated):
                    unlocated.append(item)
                elif item:
                    claims.append(item)
        events = joined(self._doubted(events))
        warnings = []
        if not (self.found or self.aside):
            warnings.append("no event was found in the text")
        elif not events and (unlocated or claims):
            warnings.append("nothing in the text was located on this network")
        if self.atlas.overfull:
            warnings.append(f"only the first {MOST_NAMES} names of the text were looked up")
        return Extraction(
            tuple(events),
            tuple(joined_unlocated(unlocated)),
            tuple(dict.fromkeys(claims)),
            tuple(self.aside.values()),
            tuple(warnings),
            text,
        )

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

    def _resolved(self, found: _DatedFinding) -> Iterator[Event | Unlocated | Claim | None]:
        finding, mention = found.finding, found.finding.mention
        if mention.kind is Kind.SUPPLY:
            yield from self._claim(found)
        elif mention.kind in (Kind.THING, Kind.FACILITY, Kind.VAGUE):
            yield from self._thing(found)
        elif mention.kind is Kind.REF and len(mention.names) > 2:
            yield self._located(
                found, replace(mention, names=(mention.names[0], mention.names[-1])), finding.status
            )
        elif len(mention.names) > 2:
            for ends in pairwise(mention.names):
                yield self._located(found, replace(mention, names=ends), finding.status)
        elif mention.kind not in (Kind.WIDE, Kind.SAME, Kind.PERSON):
            yield self._located(found, mention, finding.status)

    def _claim(self, found: _DatedFinding) -> Iterator[Claim]:
        if found.finding.status in (Status.BLOCKED, Status.CAPTURED, Status.REOPENED):
            word = {Status.REOPENED: "reopened"}.get(found.finding.status, "severed")
            ends = [self._end_name(name) for name in found.finding.mention.names] + ["", ""]
            yield Claim(f"supply line {word}", ends[0], ends[1], found.sentence.text, _span(found))

    def _end_name(self, name: str) -> str:
        place = self.atlas.look(name)
        return self.atlas.target(place) if isinstance(place, Place) else name

    def _thing(self, found: _DatedFinding) -> Iterator[Event | Unlocated | None]:
        """What becomes of posts and bridges: an event of the place or road they are near, or a line."""
        status, mention = found.finding.status, found.finding.mention
        near = mention.near or mention
        bridges = mention.text.split()[-1].lower() in BRIDGES
        told = bridges or (
            status not in OPENINGS and (mention.kind is not Kind.VAGUE or status is Status.CONTESTED)
        )
        if near.kind is Kind.POINT:
            yield self._located(found, near, status)
        elif told and near.kind in (Kind.BETWEEN, Kind.ROAD):
            along = replace(near, kind=Kind.ALONG)
            yield self._located(found, along, status if bridges else Status.CONTESTED)
        elif bridges and near.kind is Kind.PLACE:
            yield self._located(found, replace(near, kind=Kind.BRIDGE), status)
        elif told and mention.kind is not Kind.THING and near.kind is Kind.PLACE:
            area = near.text.lower().split()[-1] in ("area", "district")
            if area or status is Status.CONTESTED:
                yield self._located(found, replace(near, kind=Kind.PART), Status.CONTESTED)
        elif mention.kind is Kind.THING:
            beside = near.text if mention.near else ""
            yield self._unlocated(found, mention.text, beside, "on no map of this network")

    def _unlocated(self, found: _DatedFinding, spelled: str, near: str, why: str) -> Unlocated:
        finding = found.finding
        return Unlocated(
            spelled=_trimmed(spelled),
            near=_trimmed(near),
            status=finding.status,
            by=finding.by,
            quote=found.sentence.text,
            span=_span(found),
            date=found.date,
            why=why,
        )

    def _located(self, found: _DatedFinding, mention: Mention, status: Status) -> Event | Unlocated | None:
        """Event of a mention whose every name is a place, else what is unlocated and why."""
        if mention.kind is Kind.BRIDGE:
            status = Status.DAMAGED if status is Status.DAMAGED else status
        places = [self.atlas.look(name) for name in mention.names]
        lost = [(name, why) for name, why in zip(mention.names, places, strict=True) if isinstance(why, str)]
        if lost and mention.start == 0 and len(mention.names) == 1 and " " not in mention.text:
            return None
        if any(why is TOO_MANY for _, why in lost):
            return None
        if lost:
            return self._unlocated(found, mention.text, "", "; ".join(f"{name}: {why}" for name, why in lost))
        known = [place for place in places if isinstance(place, Place)]
        if (mention.kind is Kind.SITE or _is_bridge_in(mention)) and known[0].kind == "city":
            return self._unlocated(found, mention.text, known[0].label, "where in the city is not told")
        if mention.kind is Kind.AT and len(known) == 1 and known[0].kind == "city":
            return self._unlocated(
                found, mention.text, known[0].label, "which of the city's roads is not told"
            )
        finding = found.finding
        return Event(
            target=self._target(mention, known),
            status=status,
            by=finding.by,
            date=found.date,
            precision=found.precision,
            confidence=round(
                min(finding.confidence, _SURENESS.get(mention.kind, 1.0))
                * min(map(self.atlas.likeness, mention.names), default=1.0),
                2,
            ),
            source=self.source,
            quote=found.sentence.text,
            span=_span(found),
            spelled=_trimmed(mention.text),
            resolution="; ".join(
                f"{name} is {place.label}, {place.kind} ({self.atlas.likeness(name):.2f})"
                for name, place in zip(mention.names, known, strict=True)
            ),
        )

    def _target(self, mention: Mention, places: list[Place]) -> str:
        names = [self.atlas.target(place) for place in places]
        if mention.kind is Kind.REF:
            return f"{mention.ref} @ {names[0]}..{names[1]}" if len(names) == 2 else mention.ref
        if mention.kind is Kind.POINT:
            lon, lat = moved(places[0], mention.distance_km, mention.bearing)
            radius_km = max(
                2.0, round(mention.distance_km * (0.2 if mention.bearing is not None else 1.0), 1)
            )
            return f"{lon:.4f},{lat:.4f}~{radius_km:g}km"
        return " - ".join(names)


_SURENESS = {
    **dict.fromkeys((Kind.AT, Kind.ALONG, Kind.PART, Kind.POINT), 0.6),
    Kind.BRIDGE: 0.7,
    Kind.SITE: 0.5,
}
"""Most that an event on such a mention can be sure of its target."""


def _is_bridge_in(mention: Mention) -> bool:
    return mention.kind is Kind.BRIDGE and " in " in mention.text


def _span(found: _DatedFinding) -> tuple[int, int]:
    return found.sentence.start, found.sentence.start + len(found.sentence.text)


def _trimmed(text: str) -> str:
    words = text.split()
    while words and words[0].lower() in ("the", "a", "an"):
        words.pop(0)
    return " ".join(words)
