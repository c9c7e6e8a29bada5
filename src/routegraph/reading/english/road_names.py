"""Names of roads in a sentence: "the A - B road", "M5 (A - B)", "the stretch of the road from A to B"."""

from __future__ import annotations

from dataclasses import replace

from routegraph.reading.atlas import Atlas
from routegraph.reading.english.lexicon import DIRECTIONS, QUOTES, TYING
from routegraph.reading.english.units import Unit
from routegraph.reading.mention import ROADS, Kind, Mention
from routegraph.reading.trigger import phrases_of

BETWEEN = TYING | frozenset({"between", "from", "of"})
DASHES = ("-", "–", "—", "/", "→", "➡", "↔", "⇄", "⟷")
_AND = ("and", "&", "to", "with", "till", "towards", "toward", *DASHES)
MOST_STOPS = 8
"""Places that one road is named by, at the most; a longer chain is no road."""

_ARTICLES = frozenset(
    phrases_of("the, a, an, just, beyond, nearby, strategic, key, entire, whole, old, small, border")
)
LEADING = ("to", "toward", "towards", "into", "of", "leading", "from", "past", "through", "via")
_HELD_PARTS = frozenset(
    {"areas", "area", "parts", "part", "districts", "neighbourhoods", "neighborhoods", "half"}
)
"""Parts of a town that one side holds, by which a road is said to lead there."""

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

_OF_TOWNS = frozenset({"city", "town", "village", "township", "municipality", "commune"})
"""Nouns after the name of a town that belong to it."""

_BETWEEN_SIDES = frozenset(
    {"border", "war", "talks", "conflict", "agreement", "ceasefire", "relations", "derby"}
)
"""What is between the two of "A–B" that is no road."""

PIECES = frozenset(
    {
        "stretch",
        "section",
        "segment",
        "length",
        "stretches",
        "sections",
        "part",
        "parts",
        "portion",
        "half",
        "most",
    }
)
"""Nouns of parts of a road."""


def _opens_name(letter: str) -> bool:
    return letter.isalnum() and not letter.islower()


class RoadReader:
    """Finds the roads of one sentence.

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

    def _tag(self, i: int) -> str:
        return self.units[i].tag if 0 <= i < len(self.units) else ""

    def _low(self, i: int) -> str:
        return self.units[i].low if 0 <= i < len(self.units) else ""

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
        held = self._low(i).endswith(("-held", "-controlled", "-run"))
        if held and self._low(i + 1) in _HELD_PARTS and self._low(i + 2) in ("of", "in"):
            k = i + 3
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
        if self._low(k) in ("that", "which") and self._low(k + 1) in BETWEEN:
            k += 1
        if self._low(k) in ("leading", "running", "stretching") and self._low(k + 1) in BETWEEN:
            k += 1
        opened = self._low(k) in BETWEEN
        if opened or self._low(k) in ("(", ","):
            k += 1
        first, k = self._name_from(k)
        if first and self._low(k) in ("up", "down") and self._low(k + 1) == "to":
            k += 1
        if first and self._low(k) in _AND:
            second, end = self._second_name(k + 1)
            if second and (opened or self._low(k) in (*DASHES, "to")):
                more, end = self._chain(end) if self._low(k) in DASHES else ((), end)
                return (first, second, *more), end
        if first and (halves := self._halves(first)):
            return halves, k
        return (), i

    def _chain(self, k: int) -> tuple[tuple[str, ...], int]:
        """Further names of a road through several places: "A - B - C"."""
        more: list[str] = []
        while self._low(k) in DASHES and self._tag(k + 1) == "NAME" and len(more) < MOST_STOPS:
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
        ends, k = self._ends(i + 1)
        if not ends and self._low(i + 1) in ("through", "via", "goes", "going", "passing", "that"):
            ends, k = self._listed_stops(i + 2)
        if ends and self._low(i).endswith("s"):
            while (
                self._low(k) in (",", "and")
                and self._tag(j := k + 1 + (self._low(k + 1) == "to")) == "NAME"
                and self._low(j + 1) not in DASHES
            ):
                ends, k = (*ends, self.units[j].text), j + 1
            return self._make(Kind.FAN if len(ends) > 2 else Kind.ROAD, ends, i, k - i)
        if ends:
            via, k = self._via(k) if len(ends) == 2 else ((), k)
            return self._make(Kind.ROAD, (ends[0], *via, *ends[1:]), i, k - i)
        if self._low(i + 1) in LEADING:
            k = i + 2 + (self._low(i + 1) == "leading")
            name, end = self._name_from(k)
            other, last = self._name_from(end + 1) if self._low(end) in ("from", "to") else ("", end)
            if name and not other:
                via, last = self._via(end)
                other = via[0] if via else ""
            if name:
                names = (other, name) if other else (name,)
                all_of_them = self._low(i - 1) == "all" and self._low(i).endswith("s") and not other
                kind = Kind.PLACE if all_of_them else Kind.ROAD if other else Kind.AT
                return self._make(kind, names, i, (last if other else end) - i)
        return None, 1

    def _by_number(self, i: int) -> tuple[Mention | None, int]:
        """ "road number 4", "highway (EN1)"."""
        k = i + 1 + (self._low(i + 1) in ("number", "no", "nr", "#"))
        k += self._low(k) == "."
        if self._tag(k) in ("NUM", "REF"):
            return self._numbered(i, self.units[k].text, k + 1)
        ref = self._in_brackets(i + 1)
        return self._numbered(i, ref, i + 4) if ref else (None, 1)

    def _via(self, k: int) -> tuple[tuple[str, ...], int]:
        """Place that a road is said to go through: "the road to A via B"."""
        if (
            self._low(k) in ("via", "through")
            and self._tag(k + 1) == "NAME"
            and self.is_place(self.units[k + 1].text)
        ):
            return (self.units[k + 1].text,), k + 2
        return (), k

    def _piece(self, i: int) -> tuple[Mention | None, int]:
        """Road of which a part is told: "the stretch of the A - B road"; a part of it stands for it."""
        if self._low(i) not in PIECES or self._low(i + 1) != "of":
            return None, 1
        k = i + 2
        while k < i + 6 and (self._tag(k) == "WORD" or self._low(k) in _ROAD_ADJECTIVES):
            k += 1
        for reader in {"ROAD": (self._road,), "REF": (self._ref,), "NAME": (self._known, self._pair)}.get(
            self._tag(k), ()
        ):
            mention, size = reader(k)
            if mention and mention.kind in ROADS:
                text = self.sentence[self.units[i].start : mention.end]
                return replace(mention, text=text, start=self.units[i].start), k + size - i
        return None, 1

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

    def _street(self, i: int) -> tuple[Mention, int]:
        """Street that the network has by its name, its part between two others, or its bridge."""
        text = self.units[i].text
        if self._tag(i + 1) == "BRIDGE":
            return self._make(Kind.BRIDGE, (f"{text} {self.units[i + 1].text}",), i, 2)
        if self._low(i + 1) in ("between", "from") and (corners := self._corners(i + 2)):
            names, end = corners
            return self._make(Kind.REF, names, i, end - i, ref=text)
        if self._low(i + 1) in ("in", "at", "near"):
            name, end = self._name_from(i + 2)
            if name and self.is_place(name):
                return self._make(Kind.REF, (name,), i, end - i, ref=text)
        return self._numbered(i, text, i + 1)

    def _corners(self, k: int) -> tuple[tuple[str, str], int] | None:
        """Two names of streets or places after "between", and where they end."""
        names: list[str] = []
        for _ in range(2):
            end = k
            while end < min(k + 4, len(self.units)) and _opens_name(self.units[end].text[0]):
                end += 1
            end += end > k and self._low(end) in ("street", "road", "avenue")
            if end == k or (not names and self._low(end) not in _AND):
                return None
            names.append(self.sentence[self.units[k].start : self.units[end - 1].end])
            k = end + (len(names) == 1)
        return (names[0], names[1]), k

    def _known(self, i: int) -> tuple[Mention | None, int]:
        """Road that the network has by a name of several parts: "Surigao-Davao Coastal Road"."""
        for k in range(i + 1, min(i + 7, len(self.units))):
            if self._tag(k) == "ROAD" and k > i + 1:
                road = self.road(self.sentence[self.units[i].start : self.units[k].end])
                return self._numbered(i, road, k + 1) if road else (None, 1)
            if self._tag(k) not in ("NAME", "WORD", "KIND", "") and self._low(k) not in DASHES:
                break
        return None, 1

    def _pair(self, i: int) -> tuple[Mention | None, int]:
        """ "A-B road", "A - B road", "A to B:"; else nothing."""
        apart = self._low(i + 1) in (*DASHES, "to") and self._tag(i + 2) == "NAME"
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
            or self._is_joined(i, names, end)
            or (
                self._tag(end) == "TRIGGER"
                and self._low(i - 1) != "from"
                and self._low(k) in DASHES
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

    def _is_joined(self, i: int, names: tuple[str, ...], end: int) -> bool:
        """Whether "A–B" has no space, each is a place, and no region or quarrel of both follows."""
        dash = self.units[i + 1]
        close = self.units[i].end == dash.start and dash.end == self.units[i + 2].start
        other = self._tag(end) in ("WIDE", "THING", "KIND") or self._low(end) in _BETWEEN_SIDES
        return dash.low in DASHES and close and not other and all(map(self.is_place, names))

    def _in_list(self, i: int, names: tuple[str, ...]) -> bool:
        """Whether "A - B" begins its line or stands in a list, and each is a place."""
        return (i == 0 or self._low(i - 1) in (*':,;"“', "and")) and all(map(self.is_place, names))

    def _in_brackets(self, k: int) -> str:
        """Number of a road that stands in brackets: "(M5)"."""
        return self.units[k + 1].text if self._low(k) == "(" and self._tag(k + 1) == "REF" else ""

    def _known_road(self, i: int) -> tuple[Mention, int] | None:
        """Road with its ref or ends in brackets, "X road (A - B)", or that the network has by its name."""
        if ref := self._in_brackets(i + 2):
            return self._numbered(i, ref, i + 5)
        if road := self.road(f"{self.units[i].text} {self.units[i + 1].text}"):
            return self._numbered(i, road, i + 2)
        ends, end = self._ends(i + 2) if self._low(i + 2) == "(" else ((), i)
        return self._make(Kind.ROAD, ends, i, end + (self._low(end) == ")") - i) if ends else None
