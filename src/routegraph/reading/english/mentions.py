"""Units of a sentence -> mentions: what may be a target, with the words that make it one.

"the town of X", "X district", "the X-Y road", "highway between X and Y", "12 km east of X" are
targets; "the countryside of X", "north of X", "X province" only tell what is near; "19
checkpoints" and "the X barrier" are on no map.
"""

from __future__ import annotations

from dataclasses import replace

from routegraph.reading.atlas import Atlas
from routegraph.reading.english.lexicon import DIRECTIONS, QUOTES, SITES, TRANSPARENT, TYING, VAGUE, VEHICLES
from routegraph.reading.english.nearness import with_heading, with_nearness
from routegraph.reading.english.token_sequence import Element
from routegraph.reading.english.units import Unit
from routegraph.reading.english.verb_classes import OWNED
from routegraph.reading.mention import ROADS, Kind, Mention
from routegraph.reading.trigger import Frame, Trigger, phrases_of
from routegraph.reading.when import NUMBERS

DISTANCE_UNITS = {
    **dict.fromkeys(("km", "kms", "kilometre", "kilometres", "kilometer", "kilometers"), 1.0),
    **dict.fromkeys(("mile", "miles"), 1.609344),
    **dict.fromkeys(("metre", "metres", "meter", "meters", "m"), 0.001),
}
_BETWEEN = TYING | frozenset({"between", "from", "of"})
_DASHES = ("-", "–", "—", "/", "→", "➡", "↔", "⇄", "⟷")
_AND = ("and", "&", "to", "with", "till", "towards", "toward", *_DASHES)
MOST_STOPS = 8
"""Places that one road is named by, at the most; a longer chain is no road."""

_ARTICLES = frozenset(
    phrases_of("the, a, an, just, beyond, nearby, strategic, key, entire, whole, old, small, border")
)
_LEADING = ("to", "toward", "towards", "into", "of", "leading", "from", "past", "through", "via")
_TOWNS = ("the town", "the city", "the village")
_AXES = ("axis", "front", "corridor", "line")
_ROAD_ADJECTIVES = frozenset(
    phrases_of(
        "international, desert, main, old, strategic, coastal, military, supply, new, national, union, ring"
    )
)

REGIONAL = frozenset(
    (
        *("northern", "southern", "eastern", "western", "central", "rural", "northeastern", "northwestern"),
        *("southeastern", "southwestern", "north-eastern", "north-western", "south-eastern"),
        *("south-western", "greater", "upper", "lower", "n", "s", "e", "w", "ne", "nw", "se", "sw"),
        *DIRECTIONS,
    )
)
"""Words that make of the name after them a region around it."""

ONLY = frozenset({"only", "sole", "last", "single", "lone", "final"})
"""Words that make of a road the one that supplies hang on."""

_OPENERS = frozenset({"its", "the", *ONLY, *NUMBERS, *REGIONAL})
"""Plain words that a mention may begin with."""

_OF_TOWNS = frozenset({"city", "town", "village", "township", "municipality", "commune"})
"""Nouns after the name of a town that belong to it."""

_SPEAKING = frozenset({"said", "says", "told", "added", "stated", "explained", "noted", "recalled", "warned"})
"""What persons do and places do not."""

_PIECES = frozenset({"stretch", "section", "segment", "length", "stretches", "sections"})
"""Nouns of parts of a road."""

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


_STARTS = {"_road": ("ROAD",), "_ref": ("REF",), "_known": ("NAME",), "_pair": ("NAME",)}
"""Methods that read a road -> tags of the units that they begin at."""

_READERS: dict[str, tuple[str, ...]] = {
    "NUM": ("_distance", "_counted"),
    "WORD": ("_distance", "_direction", "_counted", "_owned", "_only"),
    "PREP": ("_between", "_direction"),
    "ROAD": ("_road", "_wide"),
    "REF": ("_ref",),
    "NAME": ("_pair", "_known", "_speaker", "_named"),
    "KIND": ("_kind",),
    "WIDE": ("_wide",),
    "PART": ("_part",),
    "THING": ("_thing",),
    "BRIDGE": ("_bridge",),
    "SUPPLY": ("_supply",),
    "SAMEPLACE": ("_same",),
    "TITLE": ("_person",),
}
"""Tag of a unit -> the methods that may read a mention from there on, in order."""


class MentionReader:
    """Finds the mentions of one sentence.

    Parameters
    ----------
    sentence : str
    units : list of Unit
    atlas : Atlas
        Whether a spelling answers to a place of the network decides how "X-Y" is split.
    """

    def __init__(self, sentence: str, units: list[Unit], atlas: Atlas) -> None:
        self.sentence = sentence
        self.units = units
        self.is_place = atlas.is_place
        self.kind_of = atlas.kind
        self.road = atlas.road

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

    def _tag(self, i: int) -> str:
        return self.units[i].tag if 0 <= i < len(self.units) else ""

    def _low(self, i: int) -> str:
        return self.units[i].low if 0 <= i < len(self.units) else ""

    def _at(self, i: int) -> tuple[Mention | None, int]:
        if self._tag(i) == "WORD" and self._low(i) not in _OPENERS:
            return None, 1
        for reader in _READERS.get(self._tag(i), ()):
            mention, size = getattr(self, reader)(i)
            if mention:
                return mention, size
        return None, 1

    def _make(
        self, kind: Kind, names: tuple[str, ...], i: int, size: int, **more: object
    ) -> tuple[Mention, int]:
        start, end = self.units[i].start, self.units[i + size - 1].end
        return Mention(kind, names, self.sentence[start:end], start, end, **more), size  # type: ignore[arg-type]

    def _name_from(self, i: int) -> tuple[str, int]:
        """Name at or shortly after a unit, over articles and "town of", and where it ends; or ("", i)."""
        k = i
        if self._low(i) == "it":
            return "the place", i + 1
        while (
            self._low(k) in _ARTICLES
            or self._low(k) in QUOTES
            or (k > i and self._low(k) in ("beyond", "outside", "near"))
            or self._tag(k) in ("KIND", "WIDE", "SAMEPLACE", "PART")
            or (self._low(k) in REGIONAL and k > i)
            or (self._low(k) == "of" and k > i and self._is_of(k - 1))
        ):
            k += 1
        if (
            k > i
            and self._tag(k - 1) == "SAMEPLACE"
            and self._low(k - 1) in _TOWNS
            and self._tag(k) != "NAME"
        ):
            return self._low(k - 1), k
        if self._tag(k) == "NAME":
            end = k + 1
            if self._tag(end) == "KIND" and self._low(end) in _OF_TOWNS:
                end += 1
            return self.units[k].text, end
        return "", i

    def _is_of(self, k: int) -> bool:
        """Whether "of" after a unit leads to the name of what it is of: "the east of Aleppo"."""
        return self._tag(k) in ("KIND", "WIDE", "SAMEPLACE", "PART") or self._low(k) in REGIONAL

    def _second_name(self, i: int) -> tuple[str, int]:
        """Name of the second end of a road, which may stand some words off."""
        name, end = self._name_from(i)
        if name:
            return name, end
        for k in range(i, min(i + 6, len(self.units))):
            if self._tag(k) == "NAME":
                return self.units[k].text, k + 1
            if self._tag(k) in ("BOUND", "TRIGGER", "SIGN"):
                break
        return "", i

    def _ends(self, i: int) -> tuple[tuple[str, ...], int]:
        """Read the ends of a road after its noun: "between A and B", "from A to B", "A - B"."""
        k = i
        if self._low(k) in ("that", "which") and self._low(k + 1) in _BETWEEN:
            k += 1
        if self._low(k) in ("leading", "running", "stretching") and self._low(k + 1) in _BETWEEN:
            k += 1
        opened = self._low(k) in _BETWEEN
        if opened or self._low(k) in ("(", ","):
            k += 1
        first, k = self._name_from(k)
        if first and self._low(k) in ("up", "down") and self._low(k + 1) == "to":
            k += 1
        if first and self._low(k) in _AND:
            second, end = self._second_name(k + 1)
            if second and (opened or self._low(k) in (*_DASHES, "to")):
                more, end = self._chain(end) if self._low(k) in _DASHES else ((), end)
                return (first, second, *more), end
        if first and (halves := self._halves(first)):
            return halves, k
        return (), i

    def _chain(self, k: int) -> tuple[tuple[str, ...], int]:
        """Further names of a road through several places: "A - B - C"."""
        more: list[str] = []
        while self._low(k) in _DASHES and self._tag(k + 1) == "NAME" and len(more) < MOST_STOPS:
            more.append(self.units[k + 1].text)
            k += 2
        return tuple(more), k

    def _listed_stops(self, k: int) -> tuple[tuple[str, ...], int]:
        """Places that a road goes through: "Salamiyah, Ithriya and Khanasser"."""
        stops: list[str] = []
        while self._low(k) in ("goes", "runs", "via", "through", "from"):
            k += 1
        while self._tag(k) == "NAME" and self.is_place(self.units[k].text) and len(stops) < MOST_STOPS:
            stops.append(self.units[k].text)
            k += 1
            last = k
            while self._low(k) in (",", "and", "then", "to", "through"):
                k += 1
        return (tuple(stops), last) if len(stops) > 1 else ((), k)

    def _halves(self, name: str) -> tuple[str, ...]:
        """Places of "X-Y" or "X-Y-Z" when each is a place and the whole is none."""
        parts = name.replace("–", "-").split("-")
        if not 2 <= len(parts) <= MOST_STOPS:
            return ()
        return self._stops(parts)

    def _stops(self, parts: list[str]) -> tuple[str, ...]:
        for cut in range(1, len(parts)):
            one, other = "-".join(parts[:cut]).strip(), "-".join(parts[cut:]).strip()
            if min(len(one), len(other)) > 2 and self.is_place(one):
                if self.is_place(other):
                    return one, other
                if rest := self._stops(parts[cut:]):
                    return one, *rest
        return ()

    def _road(self, i: int) -> tuple[Mention | None, int]:
        if self._low(i - 1) == "by":
            return None, 1
        if whole := self._whole(i):
            return whole
        k = i + 1 + (self._low(i + 1) in ("number", "no", "nr", "#"))
        k += self._low(k) == "."
        if self._tag(k) in ("NUM", "REF"):
            return self._numbered(i, self.units[k].text, k + 1)
        ends, k = self._ends(i + 1)
        if not ends and self._low(i + 1) in ("through", "via", "goes", "going", "passing", "that"):
            ends, k = self._listed_stops(i + 2)
        if ends and self._low(i).endswith("s"):
            while (
                self._low(k) in (",", "and")
                and self._tag(j := k + 1 + (self._low(k + 1) == "to")) == "NAME"
                and self._low(j + 1) not in _DASHES
            ):
                ends, k = (*ends, self.units[j].text), j + 1
            return self._make(Kind.FAN if len(ends) > 2 else Kind.ROAD, ends, i, k - i)
        if ends:
            return self._make(Kind.ROAD, ends, i, k - i)
        if self._low(i + 1) in _LEADING:
            k = i + 2 + (self._low(i + 1) == "leading")
            name, end = self._name_from(k)
            other, last = self._name_from(end + 1) if self._low(end) in ("from", "to") else ("", end)
            if name:
                names = (other, name) if other else (name,)
                all_of_them = self._low(i - 1) == "all" and self._low(i).endswith("s") and not other
                kind = Kind.PLACE if all_of_them else Kind.ROAD if other else Kind.AT
                return self._make(kind, names, i, (last if other else end) - i)
        return None, 1

    def _whole(self, i: int) -> tuple[Mention, int] | None:
        """Road of which a part is told: "the stretch of the A - B road"; a part of it stands for it."""
        k = i + 2 + (self._low(i + 2) == "the")
        if self._low(i) not in _PIECES or self._low(i + 1) != "of":
            return None
        for reader in ("_road", "_ref", "_known", "_pair"):
            if self._tag(k) in ("ROAD", "REF", "NAME") and self._tag(k) in _STARTS[reader]:
                mention, size = getattr(self, reader)(k)
                if mention and mention.kind in ROADS:
                    text = self.sentence[self.units[i].start : mention.end]
                    return replace(mention, text=text, start=self.units[i].start), k + size - i
        return None

    def _numbered(self, i: int, ref: str, k: int) -> tuple[Mention, int]:
        """Read a road known by its number, and the part of it that is meant."""
        if self._tag(k) == "ROAD":
            k += 1
        if self._in_brackets(k):
            k += 3
        ends, end = self._ends(k)
        if ends and self._low(end) == ")":
            end += 1
        return self._make(Kind.REF, ends, i, (end if ends else k) - i, ref=ref)

    def _ref(self, i: int) -> tuple[Mention | None, int]:
        if self.is_place(self.units[i].text):
            return self._make(Kind.PLACE, (self.units[i].text,), i, 1)
        return self._numbered(i, self.units[i].text, i + 1)

    def _known(self, i: int) -> tuple[Mention | None, int]:
        """Road that the network has by a name of several parts: "Surigao-Davao Coastal Road"."""
        for k in range(i + 1, min(i + 7, len(self.units))):
            if self._tag(k) == "ROAD" and k > i + 1:
                road = self.road(self.sentence[self.units[i].start : self.units[k].end])
                return self._numbered(i, road, k + 1) if road else (None, 1)
            if self._tag(k) not in ("NAME", "WORD", "KIND", "") and self._low(k) not in _DASHES:
                break
        return None, 1

    def _pair(self, i: int) -> tuple[Mention | None, int]:
        """ "A-B road", "A - B road", "A to B:"; else nothing."""
        apart = self._low(i + 1) in (*_DASHES, "to") and self._tag(i + 2) == "NAME"
        mention, size = self._pair_apart(i) if apart else (None, 1)
        return (mention, size) if mention else self._pair_joined(i)

    def _pair_apart(self, i: int) -> tuple[Mention | None, int]:
        """ "A - B road", "A to B:", "A - B - C (M5)"."""
        first, k = self.units[i].text, i + 1
        more, end = self._chain(k + 2)
        names = (first, self.units[k + 1].text, *more)
        if self._is_crossing(end):
            return self._make(Kind.CROSSING, (" - ".join(names),), i, end + 1 - i)
        if ref := self._in_brackets(end):
            return self._make(Kind.REF, names, i, end + 3 - i, ref=ref)
        adjective = self._low(end) in _ROAD_ADJECTIVES
        roads = self._tag(end + adjective) == "ROAD" or self._low(end + adjective) in _AXES
        end += adjective if roads else 0
        closed = self._low(end) == "." and self._low(i - 1) != "from" and all(map(self.is_place, names))
        if (
            roads
            or closed
            or self._low(end) in (":", "")
            or self._tag(i - 1) == "ROAD"
            or self._in_list(i, names)
            or (
                self._tag(end) == "TRIGGER"
                and self._low(i - 1) != "from"
                and self._low(k) in _DASHES
                and all(map(self.is_place, names))
            )
        ):
            return self._make(Kind.ROAD, names, i, end - i + roads)
        return None, 1

    def _pair_joined(self, i: int) -> tuple[Mention | None, int]:
        """ "A-B", with its noun: "the A-B road", "A-B West Junction Motorway (O-52)"."""
        first, k = self.units[i].text, i + 1
        k += self._low(k) in _ROAD_ADJECTIVES
        along = self._tag(k) in ("ROAD", "SUPPLY") or self._low(k) in _AXES
        if along and (halves := self._halves(first) or self._halves(first.split()[0])):
            if ref := self._in_brackets(k + 1):
                return self._make(Kind.REF, halves, i, k + 4 - i, ref=ref)
            return self._make(Kind.ROAD, halves, i, k + 1 - i + (self._low(k) == "rd"))
        if halves := self._halves(first):
            end = self._to_road(i + 1)
            if ref := self._in_brackets(end):
                return self._make(Kind.REF, halves, i, end + 3 - i, ref=ref)
            return self._make(Kind.ROAD, halves, i, end - i)
        return None, 1

    def _to_road(self, k: int) -> int:
        """One past the noun of a road that its names lead to: "A-B West Junction Motorway"."""
        for j in range(k, min(k + 4, len(self.units))):
            if self._tag(j) == "ROAD":
                return j + 1
            if not self.units[j].text[0].isupper() and self._low(j) not in _ROAD_ADJECTIVES:
                break
        return k

    def _is_crossing(self, i: int) -> bool:
        """Whether a unit is a crossing of a border, not of a river or of roads."""
        return self._tag(i) == "THING" and self._low(i).split()[-1] in (
            "crossing",
            "crossings",
            "gate",
            "gates",
        )

    def _opens(self, i: int, tag: str) -> bool:
        """Whether a name is the lone first word of a sentence, which any word there looks like."""
        opening = i == 0 or (i == 1 and self._tag(0) == "SIGN") or self._low(i - 1) in (":", "“")
        return opening and tag not in _NAMED and " " not in self.units[i].text

    def _in_list(self, i: int, names: tuple[str, ...]) -> bool:
        """Whether "A - B" begins its line or stands in a list, and each is a place."""
        return (i == 0 or self._low(i - 1) in (":", ",", ";", "and")) and all(map(self.is_place, names))

    def _in_brackets(self, k: int) -> str:
        """Number of a road that stands in brackets: "(M5)"."""
        return self.units[k + 1].text if self._low(k) == "(" and self._tag(k + 1) == "REF" else ""

    def _speaker(self, i: int) -> tuple[Mention | None, int]:
        """Who speaks: "Jassem said", "a driver, Jassem, said"."""
        inserted = self._low(i + 1) == "," == self._low(i - 1)
        speaks = self._low(i + 1 + inserted) in _SPEAKING and self._tag(i - 1) not in ("KIND", "PREP")
        return self._make(Kind.PERSON, (), i, 1) if speaks else (None, 1)

    def _named(self, i: int) -> tuple[Mention | None, int]:
        name, tag = self.units[i].text, self._tag(i + 1)
        if tag == "WORD" and self._tag(i + 2) == "BRIDGE" and self._low(i + 3) == "between":
            mention, size = self._bridge(i + 2)
            if mention:
                return mention, size + 2
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
        if tag == "ROAD" and (ref := self._in_brackets(i + 2)):
            return self._numbered(i, ref, i + 5)
        return self._make(_NAMED[tag], () if tag == "THING" else (name,), i, 2)

    def _known_road(self, i: int) -> tuple[Mention, int] | None:
        """Road that the network has by its name, or whose ends stand in brackets: "X road (A - B)"."""
        if road := self.road(f"{self.units[i].text} {self.units[i + 1].text}"):
            return self._numbered(i, road, i + 2)
        ends, end = self._ends(i + 2) if self._low(i + 2) == "(" else ((), i)
        return self._make(Kind.ROAD, ends, i, end + (self._low(end) == ")") - i) if ends else None

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
            if name and self._low(end) not in _DASHES and self._tag(end) != "ROAD":
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
            if self._low(k) in _PIECES:
                return None, 1
            if self._tag(k) in ("ROAD", "SUPPLY") or self._low(k) in ("link", "connection", "overland"):
                tied = self._low(k + 1) in (*_REMAINING, *_LEADING, *_BETWEEN, "linking", "connecting")
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
            if not ends and self._low(j) in ("that", "which", "for", "out", *_LEADING, *_BETWEEN):
                name, k = self._second_name(j + 1)
                ends = (name,) if name else ()
        i, noun = noun, i
        road = len(ends) == 2 and (self._low(noun) == "main supply route" or self._low(noun).endswith("road"))
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
                return self._make(Kind.ROAD, ends, i, k - i)
            if self._low(i + 1) in ("to", "of", "from", "out", "through", "past", "via", "towards", "toward"):
                name, end = self._name_from(i + 2 + (self._low(i + 2) == "of"))
                other, last = self._name_from(end + 1) if self._low(end) in ("from", "to") else ("", end)
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


_PLACED = frozenset({Kind.PLACE, Kind.PART, Kind.SAME, Kind.SITE})


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
