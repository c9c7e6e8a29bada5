"""What "the town", "it", "that road" and "its edges" stand for, from what was said before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from routegraph.reading.english.lexicon import TRANSPARENT
from routegraph.reading.english.token_sequence import Element, TokenSequence
from routegraph.reading.english.units import Unit
from routegraph.reading.finding import Context
from routegraph.reading.mention import Mention
from routegraph.reports.sides import ARMED_GROUPS

ROADS = frozenset({"road", "at", "ref", "between"})
ADJECTIVES = 4
"""Words between a preposition and its place, and the preposition, at the most."""

TOPIC_LASTS = 5
"""Sentences that a heading of its own line holds for."""

_HEADED = (":", "-", "–", "—", "|", "=")


class References(TokenSequence):
    """Elements of a sentence with the context that its pronouns lean on."""

    def __init__(self, elements: Sequence[Element], context: Context) -> None:
        super().__init__(elements)
        self.context = context
        self.context.sentence += 1
        self.last_by = ""

    def _note(self, i: int, element: Element) -> None:
        """Remember what later sentences may mean by "the group", "the town", "the road"."""
        if isinstance(element, Mention):
            self._note_mention(
                element,
                alone=not self._placed(i, 0),
                by_way=self._led_by(i, ("by", "via", "through", "dirt")),
            )
            if element.kind == "place":
                self.context.backdrop = element
        elif element.tag == "SIDE":
            self.context.side = str(element.value)
            if element.value in ARMED_GROUPS:
                self.context.group = str(element.value)

    def _note_mention(self, mention: Mention, *, alone: bool, by_way: bool = False) -> None:
        if mention.kind in ("place", "part", "site") and alone:
            self.context.place, self.context.later = mention, "place"
            self.context.place_in = self.context.sentence
            self.context.places.append(mention)
        elif mention.kind in ("road", "ref", "at") and (mention.names or mention.ref) and not by_way:
            self.context.road, self.context.later = mention, "road"
        elif mention.kind == "between" and mention.text.startswith("between"):
            self.context.road, self.context.later = replace(mention, kind="road"), "road"

    def _note_topic(self) -> None:
        """Remember a line that only names a road: what follows tells of it without naming it again."""
        named = [element for element in self.elements if isinstance(element, Mention)]
        words = [e for e in self.elements if isinstance(e, Unit) and e.tag not in ("NUM", "SIGN")]
        alone = len(named) == 1 and named[0].kind in ("road", "ref") and len(words) <= 1
        told = any(isinstance(e, Unit) and e.tag == "TRIGGER" for e in self.elements)
        topic = named[0] if alone else None if told else self._heading(len(self.elements))
        if topic:
            self.context.topic = topic
            self.context.topic_until = self.context.sentence + (TOPIC_LASTS if alone else 1)

    def _topic(self, begin: int) -> list[Mention]:
        """Road that the lines before are headed by, for a clause without a subject."""
        topic = self.context.topic
        return [topic] if topic and begin == 0 and self.context.sentence <= self.context.topic_until else []

    def _heading(self, i: int) -> Mention | None:
        """Road that a line is about: "A - B: ..." or "On the A-B road, ..."."""
        start = 0
        while self.low(start) in ("on", "along", "the"):
            start += 1
        road = self.elements[start] if start < i else None
        if not isinstance(road, Mention) or road.kind not in ("road", "ref"):
            return None
        after = start + 1 + (self.low(start + 1) == ")")
        led = self.low(0) in ("on", "along")
        return road if self.low(after) in ("," if led else _HEADED) else None

    def _again(self, i: int) -> list[Mention]:
        """Find what "it" stands for at an element: what its sentence named last, else an earlier one."""
        for k in range(i - 1, -1, -1):
            element = self.elements[k]
            if isinstance(element, Mention) and element.kind in ("place", "road", "at", "ref", "same"):
                return [self._meant(element)]
        again = self.context.road if self.context.later == "road" else self.context.place
        return [again] if again else []

    def _meant(self, mention: Mention) -> Mention:
        """Find what "the town" or "the road" stands for."""
        if mention.kind != "same":
            return mention
        if mention.names == ("road",):
            k = self.elements.index(mention) if mention in self.elements else 0
            earlier = [e for e in self.elements[:k] if isinstance(e, Mention) and e.kind in ROADS]
            if earlier and len(earlier[-1].names) > 1:
                return replace(earlier[-1], kind="road")
            return self.context.road or mention
        meant = self.context.place_of_kind(mention.text.split()[-1].lower()) or mention
        return replace(meant, kind="part") if mention.names == ("part",) and meant.names else meant

    def _with_ends(self, mention: Mention) -> Mention:
        """Road between "the city" and another place, with the place that "the city" stands for."""
        if not any(name.startswith("the ") for name in mention.names):
            return mention
        meant = [
            found.names[0] if name.startswith("the ") and (found := self._place_meant(name)) else name
            for name in mention.names
        ]
        return replace(mention, names=tuple(meant))

    def _place_meant(self, name: str) -> Mention | None:
        return self.context.place_of_kind(name.rsplit(maxsplit=1)[-1])

    def _completed(self, mention: Mention, k: int) -> Mention:
        """Make the road A - B of "in A ... the road to B", "A: the road from B", "A, ... the road to B"."""
        words = mention.text.split()
        if mention.kind != "at" or not {"to", "from", "toward", "towards"} & {*words} or "roads" in words:
            return mention
        for j in range(k - 1, -1, -1):
            other = self.elements[j]
            if isinstance(other, Mention) and other.kind == "place" and other.names != mention.names:
                return replace(mention, names=(other.names[0], mention.names[0]))
            if self.tag(j) == "REPORTED" and self.low(j) != "told":
                return mention
        last = self.context.place
        if last and self.context.fresh and last.names != mention.names:
            return replace(mention, names=(last.names[0], mention.names[0]))
        return mention

    def _road_before(self, i: int) -> list[Mention]:
        """Road that the sentence spoke of last before an element."""
        for k in range(i - 1, -1, -1):
            element = self.elements[k]
            if isinstance(element, Mention) and element.kind in ("road", "ref", "at"):
                return [element]
        return []

    def _road_told(self, i: int) -> list[Mention]:
        """Road that the sentence spoke of, or the one before it."""
        again = [self.context.road] if self.context.road and self.context.later == "road" else []
        return self._road_before(i) or again

    def _led_by(self, i: int, words: Collection[str]) -> bool:
        """Whether one of some words stands before an element, over articles and adjectives."""
        k = i - 1
        while k > i - ADJECTIVES and self.tag(k) == "WORD" and self.low(k) not in words:
            k -= 1
        return self.low(k) in words

    def _placed(self, k: int, begin: int) -> bool:
        """Whether a mention only tells where: "in Hama the road ..."."""
        j = k - 1
        while j >= begin and self.low(j) in ("the", "a", "nearby"):
            j -= 1
        if j < begin or self.low(j - 1) in TRANSPARENT:
            return False
        return self.tag(j) == "PREP"

    def _kind(self, k: int) -> str:
        element = self.elements[k] if 0 <= k < len(self.elements) else None
        return element.kind if isinstance(element, Mention) else ""
