"""What "the town", "it", "that road" and "its edges" stand for, from what was said before."""

from __future__ import annotations

from dataclasses import replace

from routegraph.reading.english.lexicon import TYING
from routegraph.reading.english.token_sequence import Element, TokenSequence
from routegraph.reading.english.units import Unit
from routegraph.reading.finding import Context
from routegraph.reading.mention import ROADS, Kind, Mention
from routegraph.reports.sides import ARMED_GROUPS

TOPIC_LASTS = 5
"""Sentences that a heading of its own line holds for."""

_HEADED = (":", "-", "–", "—", "|", "=")


class Coreference:
    """Elements of a sentence with the context that its pronouns lean on."""

    def __init__(self, tokens: TokenSequence, context: Context) -> None:
        self.tokens = tokens
        self.low, self.tag = tokens.low, tokens.tag
        self.context = context
        self.context.sentence += 1
        self.last_by = ""

    def note(self, i: int, element: Element) -> None:
        """Remember what later sentences may mean by "the group", "the town", "the road"."""
        if isinstance(element, Mention):
            self.note_mention(
                element,
                alone=i == 1 or not (self.tokens.placed(i, 0) or self.tokens.led_by(i, TYING)),
                by_way=self.tokens.led_by(i, ("by", "via", "through", "dirt")),
            )
            if element.kind is Kind.PLACE:
                again = self.context.backdrop_in == self.context.sentence
                self.context.backdrops = self.context.backdrops + 1 if again else 1
                self.context.backdrop, self.context.backdrop_in = element, self.context.sentence
        elif element.tag == "SIDE":
            self.context.side = str(element.value)
            if element.value in ARMED_GROUPS:
                self.context.group = str(element.value)

    def note_mention(self, mention: Mention, *, alone: bool, by_way: bool = False) -> None:
        if mention.kind in (Kind.PLACE, Kind.PART, Kind.SITE) and alone:
            self.context.place, self.context.later = mention, "place"
            self.context.place_in = self.context.sentence
            self.context.places.append(mention)
        elif mention.kind in (Kind.ROAD, Kind.REF, Kind.AT) and (mention.names or mention.ref) and not by_way:
            self.context.road, self.context.later = mention, "road"
        elif mention.kind is Kind.BETWEEN and mention.text.startswith("between"):
            self.context.road, self.context.later = replace(mention, kind=Kind.ROAD), "road"

    def note_topic(self) -> None:
        """Remember a line that only names a road: what follows tells of it without naming it again."""
        named = [element for element in self.tokens.elements if isinstance(element, Mention)]
        words = [e for e in self.tokens.elements if isinstance(e, Unit) and e.tag not in ("NUM", "SIGN")]
        alone = len(named) == 1 and named[0].kind in (Kind.ROAD, Kind.REF) and len(words) <= 1
        told = any(isinstance(e, Unit) and e.tag == "TRIGGER" for e in self.tokens.elements)
        topic = named[0] if alone else None if told else self.heading(len(self.tokens.elements))
        if topic:
            self.context.topic = topic
            self.context.topic_until = self.context.sentence + (TOPIC_LASTS if alone else 1)

    def topic(self, begin: int) -> list[Mention]:
        """Road that the lines before are headed by, for a clause without a subject."""
        topic = self.context.topic
        return [topic] if topic and begin == 0 and self.context.sentence <= self.context.topic_until else []

    def heading(self, i: int) -> Mention | None:
        """Road that a line is about: "A - B: ..." or "On the A-B road, ..."."""
        start = 0
        while self.tag(start) in ("SIGN", "NUM") or self.low(start) in ("on", "along", "the"):
            start += 1
        road = self.tokens.elements[start] if start < i else None
        if not isinstance(road, Mention) or road.kind not in (Kind.ROAD, Kind.REF, Kind.CROSSING):
            return None
        after = start + 1 + (self.low(start + 1) == ")")
        led = self.low(0) in ("on", "along")
        return road if self.low(after) in ("," if led else _HEADED) else None

    def beside_heading(self, thing: Mention) -> Mention:
        """Bridge of a line that a place heads: "X: the bridge was destroyed"."""
        start = 0
        while self.tag(start) in ("SIGN", "NUM"):
            start += 1
        place = self.tokens.elements[start]
        if not isinstance(place, Mention) or place.kind is not Kind.PLACE or self.low(start + 1) != ":":
            return thing
        bridge = thing.kind is Kind.THING and "bridge" in thing.text.lower()
        return replace(thing, kind=Kind.BRIDGE, names=place.names) if bridge else thing

    def again(self, i: int, *, of_traffic: bool = False) -> list[Mention]:
        """Find what "it" stands for at an element: what its sentence named last, else an earlier one.

        What is cut or closed is a road if the sentence names one.
        """
        if of_traffic and (roads := self.road_before(i)):
            return roads
        for k in range(i - 1, -1, -1):
            element = self.tokens.elements[k]
            if isinstance(element, Mention) and element.kind in (
                Kind.PLACE,
                Kind.ROAD,
                Kind.AT,
                Kind.REF,
                Kind.SAME,
            ):
                return [self.meant(element)]
        again = self.context.road if self.context.later == "road" else self.context.place
        return [again] if again else []

    def meant(self, mention: Mention) -> Mention:
        """Find what "the town" or "the road" stands for."""
        if mention.kind is not Kind.SAME:
            return mention
        if mention.names == ("road",):
            k = self.tokens.elements.index(mention) if mention in self.tokens.elements else 0
            earlier = [e for e in self.tokens.elements[:k] if isinstance(e, Mention) and e.kind in ROADS]
            if earlier and len(earlier[-1].names) > 1:
                return replace(earlier[-1], kind=Kind.ROAD)
            return self.context.road or mention
        meant = self.context.place_of_kind(mention.text.split()[-1].lower()) or mention
        return replace(meant, kind=Kind.PART) if mention.names == ("part",) and meant.names else meant

    def with_ends(self, mention: Mention) -> Mention:
        """Road between "the city" and another place, with the place that "the city" stands for."""
        if not any(name.startswith("the ") for name in mention.names):
            return mention
        meant = [
            found.names[0] if name.startswith("the ") and (found := self._place_meant(name)) else name
            for name in mention.names
        ]
        return replace(mention, names=tuple(meant))

    def _begins_late(self, j: int) -> bool:
        """Whether another clause stands before the one of an element: "Buses left A; he said that ..."."""
        return any(self.low(k) == ";" for k in range(j))

    def _place_meant(self, name: str) -> Mention | None:
        return self.context.place_of_kind(name.rsplit(maxsplit=1)[-1])

    def completed(self, mention: Mention, k: int) -> Mention:
        """Make the road A - B of "in A ... the road to B", "A: the road from B", "A, ... the road to B"."""
        words = mention.text.split()
        if (
            mention.kind is not Kind.AT
            or not {"to", "from", "toward", "towards"} & {*words}
            or "roads" in words
        ):
            return mention
        for j in range(k - 1, -1, -1):
            other = self.tokens.elements[j]
            if isinstance(other, Mention) and other.kind is Kind.PLACE and other.names != mention.names:
                return replace(mention, names=(other.names[0], mention.names[0]))
            if self.tag(j) == "REPORTED" and self.low(j) != "told" and not self._begins_late(j):
                return mention
        last = self.context.place
        if last and self.context.fresh and last.names != mention.names:
            return replace(mention, names=(last.names[0], mention.names[0]))
        return mention

    def road_before(self, i: int) -> list[Mention]:
        """Road that the sentence spoke of last before an element."""
        for k in range(i - 1, -1, -1):
            element = self.tokens.elements[k]
            if isinstance(element, Mention) and element.kind in (Kind.ROAD, Kind.REF, Kind.AT):
                return [element]
        return []

    def road_told(self, i: int) -> list[Mention]:
        """Road that the sentence spoke of, or the one before it."""
        again = [self.context.road] if self.context.road and self.context.later == "road" else []
        return self.road_before(i) or again
