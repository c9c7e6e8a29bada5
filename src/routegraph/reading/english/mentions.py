"""Units of a sentence -> mentions: what may be a target, with the words that make it one.

"the town of X", "X district", "the X-Y road", "highway between X and Y", "12 km east of X" are
targets; "the countryside of X", "north of X", "X province" only tell what is near; "19
checkpoints" and "the X barrier" are on no map.
"""

from __future__ import annotations

from dataclasses import replace

from routegraph.reading.english.lexicon import DIRECTIONS, SITES, TRANSPARENT, TYING, VAGUE, VEHICLES
from routegraph.reading.english.nearness import with_heading, with_nearness
from routegraph.reading.english.road_names import BETWEEN, DASHES, LEADING, PIECES, REGIONAL, RoadReader
from routegraph.reading.english.token_sequence import Element
from routegraph.reading.english.units import Unit
from routegraph.reading.english.verb_classes import OWNED
from routegraph.reading.mention import Kind, Mention
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reading.when import NUMBERS

DISTANCE_UNITS = {
    **dict.fromkeys(("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"), 1.0),
    **dict.fromkeys(("mile", "miles"), 1.609344),
    **dict.fromkeys(("metre", "metres", "meter", "meters", "m"), 0.001),
}
ONLY = frozenset({"only", "sole", "last", "single", "lone", "final"})
"""Words that make of a road the one that supplies hang on."""

_OPENERS = frozenset({"its", "the", *ONLY, *NUMBERS, *REGIONAL})
"""Plain words that a mention may begin with."""

_SPEAKING = frozenset({"said", "says", "told", "added", "stated", "explained", "noted", "recalled", "warned"})
"""What persons do and places do not."""

_REMAINING = frozenset(
    {"left", "remaining", "still", "open", "available", "in", "use", "that", "remains", "was", "is"}
)
"""What may stand between a road that is the last and where it leads."""

_SHIELD = frozenset(("in", "at", "near", "of", "over", "on", "around", "outside"))


_NAMED = {
    "SUPPLY": Kind.SUPPLY,
    "ROAD": Kind.AT,
    "WIDE": Kind.WIDE,
    "BRIDGE": Kind.BRIDGE,
    "THING": Kind.THING,
    "KIND": Kind.PLACE,
}
"""Tag of the noun after a name -> what both together are."""


_READERS: dict[str, tuple[str, ...]] = {
    "NUM": ("_distance", "_counted"),
    "WORD": ("_distance", "_direction", "_counted", "_owned", "_only"),
    "PREP": ("_between", "_direction"),
    "ROAD": ("_piece", "_by_number", "_road", "_wide"),
    "REF": ("_ref",),
    "STREET": ("_street",),
    "NAME": ("_pair", "_known", "_speaker", "_spanning", "_unknown_street", "_named"),
    "KIND": ("_kind",),
    "WIDE": ("_wide",),
    "PART": ("_piece", "_part"),
    "THING": ("_thing",),
    "BRIDGE": ("_bridge",),
    "SUPPLY": ("_supply",),
    "SAMEPLACE": ("_same",),
    "TITLE": ("_person",),
}
"""Tag of a unit -> the methods that may read a mention from there on, in order."""


class MentionReader(RoadReader):
    """Finds the mentions of one sentence."""

    def elements(self) -> list[Element]:
        """Units with the stretches that are mentions replaced by them."""
        found: list[Element] = []
        i = 0
        while i < len(self.units):
            mention, size = self._at(i)
            if mention and mention.kind is Kind.POINT and _adds(found):
                mention = replace(mention, kind=Kind.WIDE)
            found.append(mention or self.units[i])
            i += size if mention else 1
            if mention and mention.kind is Kind.OWNER:
                noun = self.units[i]
                trigger = Trigger(OWNED[noun.low], Frame.OWNED, "noun", noun.low)
                found.append(noun._replace(tag="TRIGGER", value=trigger))
                i += 1
        return with_nearness(with_heading(_without_dateline(found)))

    def _at(self, i: int) -> tuple[Mention | None, int]:
        if self._tag(i) == "WORD" and self._low(i) not in _OPENERS:
            return None, 1
        for reader in _READERS.get(self._tag(i), ()):
            mention, size = getattr(self, reader)(i)
            if mention:
                return mention, size
        return None, 1

    def _opens(self, i: int, tag: str) -> bool:
        """Whether a name is the lone first word of a sentence, which any word there looks like."""
        opening = i == 0 or (i == 1 and self._tag(0) == "SIGN") or self._low(i - 1) in (":", "“")
        return opening and tag not in _NAMED and " " not in self.units[i].text

    def _speaker(self, i: int) -> tuple[Mention | None, int]:
        """Who speaks: "Jassem said", "a driver, Jassem, said"."""
        inserted = self._low(i + 1) == "," == self._low(i - 1)
        speaks = self._low(i + 1 + inserted) in _SPEAKING and self._tag(i - 1) not in ("KIND", "PREP")
        return self._make(Kind.PERSON, (), i, 1) if speaks else (None, 1)

    def _spanning(self, i: int) -> tuple[Mention | None, int]:
        """ "X canal bridge between A and B": the road that the bridge is on."""
        if self._tag(i + 1) == "WORD" and self._tag(i + 2) == "BRIDGE" and self._low(i + 3) == "between":
            mention, size = self._bridge(i + 2)
            return mention, size + 2
        return None, 1

    def _unknown_street(self, i: int) -> tuple[Mention | None, int]:
        """ "Nowhere Street", which the network does not have by that name."""
        if self._low(i + 1) == "street" and not self.is_place(self.units[i].text):
            return self._numbered(i, f"{self.units[i].text} Street", i + 2)
        return None, 1

    def _named(self, i: int) -> tuple[Mention | None, int]:
        name, tag = self.units[i].text, self._tag(i + 1)
        if tag == "ROAD" and (known := self._known_road(i)):
            return known
        within = tag == "KIND" and self._low(i + 2) == "of" and self._tag(i + 3) == "NAME"
        if self.units[i].value or within:
            return self._make(Kind.OWNER if self._low(i + 1) in OWNED else Kind.WIDE, (name,), i, 1)
        acronym = len(name) < 7 and name.isupper() and not self.sentence.isupper()
        if (tag == "REPORTED" or acronym or self._opens(i, tag)) and not self.is_place(name):
            return None, 1
        if self._low(i + 1) in ("line", "street") or tag not in _NAMED:
            return self._make(Kind.PLACE, (name,), i, 1)
        if self._low(i + 1) == "areas":
            tag = "KIND"
        site = tag == "THING" and self._low(i + 1) in SITES and self.is_place(name)
        if site or self._is_crossing(i + 1):
            return self._make(Kind.SITE if site else Kind.CROSSING, (name,), i, 2)
        return self._make(_NAMED[tag], () if tag == "THING" else (name,), i, 2)

    def _kind(self, i: int) -> tuple[Mention | None, int]:
        k = i + 1 + (self._low(i + 1) == "of")
        if self._tag(k) == "NAME" and not self.units[k].value:
            wide = self._tag(k + 1) == "WIDE"
            return self._make(Kind.WIDE if wide else Kind.PLACE, (self.units[k].text,), i, k + 1 + wide - i)
        return None, 1

    def _wide(self, i: int) -> tuple[Mention | None, int]:
        if self._low(i + 1) == "of":
            name, end = self._name_from(i + 2)
            if name:
                return self._make(Kind.WIDE, (name,), i, end - i)
        return None, 1

    def _direction(self, i: int) -> tuple[Mention | None, int]:
        if self._low(i) in REGIONAL:
            k = i + 1 + (self._low(i + 1) == ".")
            if self._tag(k) == "NAME" and (k == i + 1 or self.units[i].text.isupper()):
                small = (
                    self.kind_of(self.units[k].text) in ("town", "village") and self._low(i) not in DIRECTIONS
                )
                kind = Kind.PART if small and self._tag(k + 1) != "WIDE" else Kind.WIDE
                return self._make(kind, (self.units[k].text,), i, k + 1 - i)
        if self._low(i) in DIRECTIONS and self._low(i + 1) == "of":
            name, end = self._name_from(i + 2)
            if name.startswith("the "):
                return self._make(Kind.SAME, ("part",), i, end - i)
            if name:
                return self._make(Kind.WIDE, (name,), i, end - i)
        return None, 1

    def _between(self, i: int) -> tuple[Mention | None, int]:
        """Free-standing "between A and B", which says which part of a road is meant."""
        if self._low(i) in ("between", "from"):
            ends, end = self._ends(i)
            if ends and (self._low(i) == "between" or all(map(self.is_place, ends))):
                if self._low(i - 1) in ("border", "borders", "boundary", "frontier"):
                    return self._make(Kind.WIDE, ends[:1], i, end - i)
                moving = self._low(i - 1) in TRANSPARENT | VEHICLES
                return self._make(Kind.ROAD if moving else Kind.BETWEEN, ends, i, end - i)
            if (corners := self._corners(i + 1)) and any(
                u.tag == "STREET" for u in self.units[i : corners[1]]
            ):
                return self._make(Kind.BETWEEN, corners[0], i, corners[1] - i)
        return None, 1

    def _distance(self, i: int) -> tuple[Mention | None, int]:
        count = _number(self._low(i))
        factor = DISTANCE_UNITS.get(self._low(i + 1))
        if count is None or factor is None:
            return None, 1
        k = i + 2
        bearing = DIRECTIONS.get(self._low(k))
        if bearing is not None:
            k += 1
        if self._low(k) in ("of", "from"):
            name, end = self._name_from(k + 1)
            if name:
                return self._make(
                    Kind.POINT, (name,), i, end - i, distance_km=count * factor, bearing=bearing
                )
        return None, 1

    def _counted(self, i: int) -> tuple[Mention | None, int]:
        """ "19 security checkpoints": a number and a thing, with up to two words between."""
        if _number(self._low(i)) is None:
            return None, 1
        for k in range(i + 1, min(i + 4, len(self.units))):
            if self._tag(k) == "THING":
                start, end = self.units[i].start, self.units[k].end
                text = f"{self.units[i].text} {self.units[k].text}"
                return Mention(Kind.THING, (), text, start, end), k + 1 - i
            if self._tag(k) != "WORD":
                break
        return None, 1

    def _thing(self, i: int) -> tuple[Mention | None, int]:
        if self._is_crossing(i) and self._low(i + 1) in ("of", "at", "in"):
            name, end = self._name_from(i + 2)
            if name:
                return self._make(Kind.CROSSING, (name,), i, end - i)
        if self._low(i) in SITES and self._low(i + 1) in ("of", "at", "in"):
            name, end = self._name_from(i + 2)
            if name and self.is_place(name):
                return self._make(Kind.SITE, (name,), i, end - i)
        vague = self.units[i].low in VAGUE
        return self._make(Kind.VAGUE if vague else Kind.FACILITY, (), i, 1)

    def _bridge(self, i: int) -> tuple[Mention | None, int]:
        ends, k = self._ends(i + 1)
        if len(ends) == 2:
            return self._make(Kind.ROAD, ends, i, k - i)
        if self._low(i + 1) in TYING:
            name, end = self._name_from(i + 2)
            if name:
                return self._make(Kind.BRIDGE, (name,), i, end - i)
        leading = self._low(i + 1) == "leading" and self._low(i + 2) in ("to", "into", "out")
        if self._low(i + 1) in _SHIELD or leading:
            name, end = self._name_from(i + 2 + leading)
            if name and self._low(end) in ("at", "in", "near") and not self.is_place(name):
                name, end = self._name_from(end + 1)
            if name and self._low(end) not in DASHES and self._tag(end) != "ROAD":
                return self._make(Kind.BRIDGE, (name,), i, end - i)
        return self._make(Kind.THING, (), i, 1)

    def _part(self, i: int) -> tuple[Mention | None, int]:
        k = i + 1
        if self._low(k) in DIRECTIONS:
            k += 1
        if self._low(k) in ("of", "in", "to"):
            name, end = self._name_from(k + 1)
            if name and not (self._tag(end) == "ROAD" and self._halves(name)):
                return self._make(Kind.PART, (name,), i, end - i)
        return None, 1

    def _supply(self, i: int) -> tuple[Mention | None, int]:
        return self._lifeline(i, i)

    def _only(self, i: int) -> tuple[Mention | None, int]:
        """ "the last paved government road into X": the one that is left."""
        if self._low(i) not in ONLY:
            return None, 1
        for k in range(i + 1, min(i + 6, len(self.units))):
            if self._low(k) in PIECES:
                return None, 1
            if self._tag(k) in ("ROAD", "SUPPLY") or self._low(k) in ("link", "connection", "overland"):
                tied = self._low(k + 1) in (*_REMAINING, *LEADING, *BETWEEN, "linking", "connecting")
                return self._lifeline(i, k) if tied else (None, 1)
            if self._tag(k) not in ("WORD", "SIDE", "NUM", "MEN", "GROUP"):
                break
        return None, 1

    def _lifeline(self, i: int, k: int) -> tuple[Mention | None, int]:
        """Road from `i` to its noun at `k` by which something is supplied, with what it leads to."""
        i, noun = k, i
        ends, k = self._ends(i + 1)
        if not ends:
            j = i + 1
            while self._low(j) in _REMAINING:
                j += 1
            ends, k = self._ends(j)
            if not ends and self._low(j) in ("that", "which", "for", "out", *LEADING, *BETWEEN):
                name, k = self._second_name(j + 1)
                other, last = self._name_from(k + 1) if name and self._low(k) == "from" else ("", k)
                ends, k = ((other, name), last) if other else ((name,) if name else (), k)
            uses = (u for u in range(j, min(j + 8, len(self.units))) if self._low(u - 1) == "to")
            supplied = next((u for u in uses if self._low(u) in ("supply", "reach", "resupply")), 0)
            if not ends and supplied:
                name, k = self._name_from(supplied + 1)
                ends = (name,) if name else ()
        i, noun = noun, i
        road = len(ends) == 2 and self._low(noun).endswith(
            ("road", "main supply route", "only route", "sole route")
        )
        return self._make(Kind.ROAD if road else Kind.SUPPLY, ends, i, k - i if ends else noun + 1 - i)

    def _owned(self, i: int) -> tuple[Mention | None, int]:
        """ "its southern outskirts": part of the place that was spoken of."""
        if self._low(i) in ("its", "the"):
            for k in range(i + 1, min(i + 4, len(self.units))):
                if self._tag(k) == "PART" and self._low(k + 1) not in ("of", "in", "to"):
                    return self._make(Kind.SAME, ("part",), i, k + 1 - i)
        return None, 1

    def _same(self, i: int) -> tuple[Mention | None, int]:
        if self._low(i).endswith(("road", "highway", "motorway", "route", "asphalt", "tarmac")):
            ends, k = self._ends(i + 1)
            if ends:
                via, k = self._via(k) if len(ends) == 2 else ((), k)
                return self._make(Kind.ROAD, (ends[0], *via, *ends[1:]), i, k - i)
            if self._low(i + 1) in ("to", "of", "from", "out", "through", "past", "via", "towards", "toward"):
                name, end = self._name_from(i + 2 + (self._low(i + 2) == "of"))
                other, last = self._name_from(end + 1) if self._low(end) in ("from", "to") else ("", end)
                if name and not other:
                    via, last = self._via(end)
                    other = via[0] if via else ""
                if name:
                    ends = (other, name) if other else (name,)
                    return self._make(Kind.ROAD if other else Kind.AT, ends, i, last - i)
            return self._make(Kind.SAME, ("road",), i, 1)
        if self._low(i).endswith("bridge"):
            return self._bridge(i)
        if self._low(i + 1) == "of" and self._tag(i + 2) == "NAME":
            return self._make(Kind.PLACE, (self.units[i + 2].text,), i, 3)
        return self._make(Kind.SAME, ("place",), i, 1)

    def _person(self, i: int) -> tuple[Mention | None, int]:
        k = i + 1 + (self._low(i + 1) == ".")
        if self._tag(k) == "NAME" and self._low(i) != "resident":
            return self._make(Kind.PERSON, (), i, k + 1 - i)
        return None, 1


def _adds(before: list[Element]) -> bool:
    """Whether what follows only tells more of a place: "Sake, 25 km from Goma"."""
    place, comma = before[-2:] if len(before) > 1 else (None, None)
    ended = isinstance(comma, Unit) and comma.text == ","
    return (
        ended and isinstance(place, Mention) and place.kind in (Kind.PLACE, Kind.PART, Kind.SAME, Kind.SITE)
    )


def _without_dateline(elements: list[Element]) -> list[Element]:
    """Make of the town where a report was written no more than where it was: "Nairobi — Traffic on ..."."""
    if len(elements) < 8 or not isinstance(elements[0], Mention) or elements[0].kind is not Kind.PLACE:
        return elements
    dash, after = elements[1:3]
    written = isinstance(dash, Unit) and dash.text == "—" and isinstance(after, Unit)
    return [replace(elements[0], kind=Kind.WIDE), *elements[1:]] if written else elements


def _number(word: str) -> float | None:
    if word in NUMBERS:
        return float(NUMBERS[word])
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return None
