"""The elements of a sentence in order, and where the clause of a word in it begins and ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from routegraph.reading.english.lexicon import TRANSPARENT
from routegraph.reading.english.units import Unit
from routegraph.reading.mention import ROADS, Kind, Mention

Element = Unit | Mention

ADJECTIVES = 4
"""Words between a preposition and its place, and the preposition, at the most."""

LONGEST_CLAUSE = 40
"""Elements on either side of a trigger that its clause reaches over, at the most."""

BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re"})
BE |= {"remains", "remain", "remained", "stays", "stay", "stayed", "stand", "stands", "still", "lies", "left"}
BE |= {"got", "gets", "became", "live", "lives", "lived", "living"}
ENDS = frozenset(".;:()|!?")
"""Signs that end a clause."""


class TokenSequence:
    """Elements of one sentence, asked for by their number; what lies outside is empty."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements

    @property
    def elements(self) -> Sequence[Element]:
        return self._elements

    @elements.setter
    def elements(self, elements: Sequence[Element]) -> None:
        self._elements = elements
        self._told = [(e.low, e.tag) if isinstance(e, Unit) else ("", "") for e in elements]

    def unit(self, i: int) -> Unit | None:
        element = self.elements[i] if 0 <= i < len(self.elements) else None
        return element if isinstance(element, Unit) else None

    def low(self, i: int) -> str:
        return self._told[i][0] if 0 <= i < len(self._told) else ""

    def tag(self, i: int) -> str:
        return self._told[i][1] if 0 <= i < len(self._told) else ""

    def begin(self, i: int) -> int:
        """First element of the clause of a trigger."""
        k = i - 1
        while k >= max(i - LONGEST_CLAUSE, 0):
            unit = self.unit(k)
            if unit and unit.low == "since" and self.low(k - 1) in ("has", "have", "had"):
                k -= 1
                continue
            if unit and (unit.tag in ("BOUND", "REPORTED") or (unit.tag == "SIGN" and unit.text in ENDS)):
                break
            if unit and unit.text == "," and not self._appositive(k, i):
                break
            k -= 1
        return k + 1

    def _appositive(self, comma: int, trigger: int) -> bool:
        """Whether a comma closes an insertion, or stands in a list, before the trigger."""
        before, after = self.elements[comma - 1] if comma else None, self.elements[comma + 1]
        if isinstance(before, Mention) and isinstance(after, Mention):
            return True
        if trigger - comma <= 2 or self.low(comma + 1) in BE or self.low(comma + 1) in ("has", "have", "had"):
            opening = [k for k in range(comma) if self.low(k) == ","]
            return bool(opening)
        return False

    def end(self, i: int) -> int:
        """One past the last element of the clause of a trigger."""
        for k in range(i + 1, min(i + LONGEST_CLAUSE, len(self.elements))):
            unit = self.unit(k)
            if unit and (unit.tag in ("BOUND", "REPORTED") or (unit.tag == "SIGN" and unit.text in ENDS)):
                return k
        return min(i + LONGEST_CLAUSE, len(self.elements))

    def last_break(self, i: int) -> int:
        """First element after the last ";" or "but" before an element."""
        for k in range(i - 1, max(i - LONGEST_CLAUSE, 0) - 1, -1):
            if self.low(k) in (";", "but"):
                return k + 1
        return max(i - LONGEST_CLAUSE, 0)

    def next_break(self, i: int) -> int:
        """First ";" or "but" after an element, or the end of what may belong to it."""
        last = min(i + LONGEST_CLAUSE, len(self.elements))
        return next((k for k in range(i + 1, last) if self.low(k) in (";", "but")), last)

    def led_by(self, i: int, words: Collection[str]) -> bool:
        """Whether one of some words stands before an element, over articles and adjectives."""
        k = i - 1
        while k > i - ADJECTIVES and self.tag(k) == "WORD" and self.low(k) not in words:
            k -= 1
        return self.low(k) in words

    def placed(self, k: int, begin: int) -> bool:
        """Whether a mention only tells where: "in Hama the road ..."."""
        j = k - 1
        while j >= begin and self.low(j) in ("the", "a", "nearby"):
            j -= 1
        if j < begin or self.low(j - 1) in TRANSPARENT:
            return False
        if self.low(j) == "of" and self.kind(k) in ROADS:
            return not any(self.tag(p) == "PART" for p in range(max(j - 4, begin), j))
        return self.tag(j) == "PREP"

    def kind(self, k: int) -> Kind | None:
        element = self.elements[k] if 0 <= k < len(self.elements) else None
        return element.kind if isinstance(element, Mention) else None
