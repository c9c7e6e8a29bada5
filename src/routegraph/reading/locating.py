"""Findings -> events: the target of what is on the map, and why the rest is on none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.places.gazetteer import Place
from routegraph.reading.atlas import TOO_MANY, Atlas, moved
from routegraph.reading.english.lexicon import BRIDGES, DIRECTIONS
from routegraph.reading.english.mentions import ONLY
from routegraph.reading.finding import CLAIMED, Finding
from routegraph.reading.mention import ROADS, THINGS, Kind, Mention
from routegraph.reading.merging import OPENINGS
from routegraph.reading.sentences import Sentence
from routegraph.reports.event import Event, Precision, Source, Status
from routegraph.reports.extraction import Claim, Unlocated


@dataclass(frozen=True)
class DatedFinding:
    """A finding in its sentence, with its date."""

    finding: Finding
    sentence: Sentence
    date: dt.date | None
    precision: Precision


_ONLY = re.compile(rf"^(?:{'|'.join(ONLY)})\b|الوحيد|الأخير|المتبقي")
"""What makes a claim of the outcome of what is told of a road."""


class Locator:
    """Finds the targets of what a text tells; `source` goes into every event."""

    def __init__(self, atlas: Atlas, source: Source) -> None:
        self.atlas = atlas
        self.source = source

    def located(self, found: DatedFinding) -> Iterator[Event | Unlocated | Claim | None]:
        """What becomes of a finding: events, a line on what no map has, a claim; nothing for mere words."""
        finding, mention = found.finding, found.finding.mention
        if mention.kind is Kind.SUPPLY:
            yield from self._claim(found)
        elif mention.kind in THINGS:
            yield from self._thing(found)
        elif mention.kind not in (Kind.WIDE, Kind.SAME, Kind.PERSON):
            for part in _stretches(mention):
                yield self._street(found, part, finding.status) or self._located(found, part, finding.status)
            if mention.kind in ROADS and _ONLY.search(mention.text.lower()):
                yield from self._claim(found)

    def names(self, mentions: list[Mention]) -> list[str]:
        """Places and roads of the network that some mentions name, each once."""
        found: dict[str, None] = {}
        exact = [mention for mention in mentions if mention.kind is not Kind.WIDE]
        for mention in exact or mentions:
            places = [place for name in mention.names if isinstance(place := self.atlas.look(name), Place)]
            ref = mention.ref and self.atlas.road(mention.ref)
            if places or ref:
                found[" - ".join(self.atlas.target(place) for place in places) or ref] = None
        return [*found]

    def _claim(self, found: DatedFinding) -> Iterator[Claim]:
        if found.finding.status in CLAIMED:
            word = {Status.REOPENED: "reopened"}.get(found.finding.status, "severed")
            ends = [self._end_name(name) for name in found.finding.mention.names] + ["", ""]
            yield Claim(f"supply line {word}", ends[0], ends[1], found.sentence.text, found.sentence.span)

    def _end_name(self, name: str) -> str:
        place = self.atlas.look(name)
        return self.atlas.target(place) if isinstance(place, Place) else name

    def _thing(self, found: DatedFinding) -> Iterator[Event | Unlocated | None]:
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
            for part in _stretches(near):
                along = replace(part, kind=Kind.ALONG)
                yield self._located(found, along, status if bridges else Status.CONTESTED)
        elif bridges and (near.kind is Kind.PLACE or self._beside(near)):
            yield self._located(found, replace(near, kind=Kind.BRIDGE), status)
        elif told and mention.kind is not Kind.THING and near.kind is Kind.PLACE:
            area = near.text.lower().split()[-1] in ("area", "district")
            if area or status is Status.CONTESTED:
                yield self._located(found, replace(near, kind=Kind.PART), Status.CONTESTED)
        elif mention.kind is Kind.THING:
            beside = near.text if mention.near else ""
            targets = self.names([near]) if mention.near else ()
            yield self._unlocated(found, mention.text, beside, "on no map of this network", targets)

    def _beside(self, near: Mention) -> bool:
        """Whether something is said to lie on one side of a village or town: "west of X"."""
        led = near.kind is Kind.WIDE and near.text.split()[0].lower() in DIRECTIONS
        return led and self.atlas.kind(near.names[0]) in ("town", "village", "hamlet")

    def _unlocated(
        self, found: DatedFinding, spelled: str, near: str, why: str, targets: Sequence[str] = ()
    ) -> Unlocated:
        finding = found.finding
        return Unlocated(
            spelled=_trimmed(spelled),
            near=_trimmed(near),
            status=finding.status,
            by=finding.by,
            quote=found.sentence.text,
            span=found.sentence.span,
            date=found.date,
            why=why,
            targets=tuple(targets),
        )

    def _located(self, found: DatedFinding, mention: Mention, status: Status) -> Event | Unlocated | None:
        """Event of a mention whose every name is a place, else what is unlocated and why."""
        ref = self.atlas.road(mention.ref) if mention.kind is Kind.REF else ""
        unknown = mention.kind is Kind.REF and not ref
        if unknown and len(mention.names) < 2:
            return self._unlocated(found, mention.text, "", "no road of this network has that ref or name")
        mention = replace(mention, kind=Kind.ROAD if unknown else mention.kind, ref=ref)
        if mention.kind is Kind.CROSSING:
            return self._crossing(found, mention, status)
        mention = self._bridge_of_place(mention)
        places = [self.atlas.look(name) for name in mention.names]
        lost = [(name, why) for name, why in zip(mention.names, places, strict=True) if isinstance(why, str)]
        opening = mention.start == 0 and len(mention.names) == 1 and " " not in mention.text
        if any(why is TOO_MANY for _, why in lost) or (lost and opening):
            return None
        if lost:
            return self._unlocated(found, mention.text, "", "; ".join(f"{name}: {why}" for name, why in lost))
        known = [place for place in places if isinstance(place, Place)]
        if known and (why := self._untold(mention, known[0])):
            return self._unlocated(found, mention.text, known[0].label, why, [*map(self.atlas.target, known)])
        resolution = "; ".join(
            f"{name} is {place.label}, {place.kind} ({self.atlas.likeness(name):.2f})"
            for name, place in zip(mention.names, known, strict=True)
        )
        likeness = min(map(self.atlas.likeness, mention.names), default=1.0)
        return self._event(found, mention, status, self._target(mention, known), resolution, likeness)

    def _street(self, found: DatedFinding, mention: Mention, status: Status) -> Event | Unlocated | None:
        """Event of a street of the network or of its bridge; else nothing."""
        streets = self.atlas.gazetteer.streets
        if mention.kind is Kind.BRIDGE and not isinstance(self.atlas.look(mention.names[0]), Place):
            if names := streets.called(mention.names[0]):
                return self._on_street(found, mention, status, names)
            leading = streets.called(mention.names[0].rpartition(" ")[0])
            if len(leading) == 1 and (at := streets.bridge(leading[0])):
                how = f"the bridge of {leading[0]}"
                return self._event(found, mention, status, f"bridge:{at[0]:.5f},{at[1]:.5f}", how)
            why, targets = (
                f"which bridge of {', '.join(leading)} is not clear",
                [f"name:{one}" for one in leading],
            )
            return self._unlocated(found, mention.text, "", why, targets) if leading else None
        names = streets.called(mention.ref) if mention.kind is Kind.REF else ()
        if not names or (self.atlas.road(mention.ref) and not mention.names):
            return None
        return self._on_street(found, mention, status, names)

    def _on_street(
        self, found: DatedFinding, mention: Mention, status: Status, names: tuple[str, ...]
    ) -> Event | Unlocated:
        """Event of a street, or its part between two others or at a place; a line where it is not clear."""
        ends = mention.names if mention.kind is Kind.REF else ()
        looked = [self.atlas.look(end) for end in ends]
        places = [self.atlas.target(place) for place in looked if isinstance(place, Place)]
        if ends and len(places) == len(ends):
            parts = [(name, "..".join(places)) for name in names]
        elif ends:
            parts = [(name, part) for name in names for part in self._between_corners(name, *ends)]
        else:
            parts = [(name, "") for name in names for _ in self.atlas.gazetteer.streets.pieces(name)]
        if len(parts) != 1:
            why = f"which part of {', '.join(names)} is meant is not clear"
            return self._unlocated(found, mention.text, "", why, [f"name:{name}" for name in names])
        name, part = parts[0]
        target = f"name:{name}" if self.atlas.is_place(name) else name
        target = f"{target} @ {part}" if part else target
        return self._event(found, mention, status, target, f"{name} is a street")

    def _between_corners(self, name: str, *others: str) -> Iterator[str]:
        """Yield the part of a street between those where it meets two others."""
        streets = self.atlas.gazetteer.streets
        corners = [
            next(filter(None, (streets.corner(name, one) for one in streets.called(other))), None)
            for other in others
        ]
        if len(corners) == 2 and all(corners):
            yield "..".join(f"{corner[0]:.5f},{corner[1]:.5f}" for corner in corners if corner)

    def _bridge_of_place(self, mention: Mention) -> Mention:
        """The bridge at a place, where the name before it is that of no place: "the Orontes bridge at X"."""
        near = mention.near
        if mention.kind is not Kind.BRIDGE or near is None or near.kind is not Kind.PLACE:
            return mention
        named = isinstance(self.atlas.look(mention.names[0]), Place)
        return mention if named else replace(mention, names=near.names)

    def _crossing(self, found: DatedFinding, mention: Mention, status: Status) -> Event | Unlocated:
        """Event of a border crossing: a village of its name far from any border is not it."""
        name = self.atlas.crossing(mention.names[0])
        if not name:
            return self._unlocated(found, mention.text, "", "no border control of this network is called so")
        return self._event(found, mention, status, f"crossing:{name}", f"{name} is a border crossing")

    def _event(
        self,
        found: DatedFinding,
        mention: Mention,
        status: Status,
        target: str,
        resolution: str,
        likeness: float = 1.0,
    ) -> Event:
        finding = found.finding
        return Event(
            target=target,
            status=status,
            by=finding.by,
            date=found.date,
            precision=found.precision,
            confidence=round(
                min(finding.confidence * _directness(found, mention), _SURENESS.get(mention.kind, 1.0))
                * likeness,
                2,
            ),
            source=self.source,
            quote=found.sentence.text,
            span=found.sentence.span,
            spelled=_trimmed(mention.text),
            resolution=resolution,
        )

    def _untold(self, mention: Mention, place: Place) -> str:
        """What is not told of a mention known by one place; empty when it is clear what is meant."""
        within = mention.kind is Kind.SITE or (mention.kind is Kind.BRIDGE and " in " in mention.text)
        if within and place.kind == "city":
            return "where in the city is not told"
        if mention.kind is Kind.AT and len(mention.names) == 1:
            try:
                self.atlas.road_of(place)
            except (AmbiguousError, NotFoundError) as unclear:
                return str(unclear).removesuffix(".")
        return ""

    def _target(self, mention: Mention, places: list[Place]) -> str:
        if mention.kind is Kind.AT and len(mention.names) == 1:
            return self.atlas.road_of(places[0])
        names = [self.atlas.target(place) for place in places]
        if mention.kind is Kind.BRIDGE and self.atlas.has_bridge(places[0]):
            return f"bridge:{names[0].partition('~')[0]}"
        if mention.kind is Kind.REF:
            return f"{mention.ref} @ {names[0]}..{names[1]}" if len(names) == 2 else mention.ref
        if mention.kind is Kind.POINT:
            lon, lat = moved(places[0], mention.distance_km, mention.bearing)
            radius_km = max(
                2.0, round(mention.distance_km * (0.2 if mention.bearing is not None else 1.0), 1)
            )
            return f"{lon:.4f},{lat:.4f}~{radius_km:g}km"
        return " - ".join(names)


_REACHES = ((40, 1.0), (80, 0.9))
"""Characters between a verb and what it speaks of, and the share of its confidence that it keeps."""

_SURENESS = {
    **dict.fromkeys((Kind.AT, Kind.ALONG, Kind.PART), 0.6),
    Kind.POINT: 0.5,
    Kind.BRIDGE: 0.7,
    Kind.SITE: 0.5,
}
"""Most that an event on such a mention can be sure of its target."""


def _directness(found: DatedFinding, mention: Mention) -> float:
    """Share of its confidence that a finding keeps, by how far what it speaks of stands from its verb.

    By the reliability table of ``benchmarks/report_reading.py``: what stands near is right most often,
    what is only referred to, or stands far off, less so.
    """
    if found.sentence.text[mention.start : mention.end] != mention.text:
        return 0.85
    apart = abs(mention.start - found.finding.at)
    return next((share for reach, share in _REACHES if apart < reach), 0.7)


def _stretches(mention: Mention) -> Iterator[Mention]:
    """Roads between two places each, of a road through several."""
    names = mention.names
    if len(names) < 3 or mention.kind is Kind.REF:
        yield replace(mention, names=(names[0], names[-1])) if len(names) > 2 else mention
        return
    fan = [(names[0], other) for other in names[1:]]
    for ends in fan if mention.kind is Kind.FAN else pairwise(names):
        yield replace(mention, kind=Kind.ROAD, names=ends)


def _trimmed(text: str) -> str:
    words = text.split()
    while words and words[0].lower() in ("the", "a", "an"):
        words.pop(0)
    return " ".join(words)
