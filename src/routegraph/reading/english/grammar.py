"""Subjects, objects and who acts: what stands where around a trigger in its clause."""

from __future__ import annotations

from dataclasses import replace

from routegraph.reading.english.coreference import ROADS, References
from routegraph.reading.english.lexicon import (
    DIRECTIONS,
    PARTITIVE,
    PERSISTING,
    PLACING,
    PRONOUNS,
    TRANSPARENT,
)
from routegraph.reading.english.token_sequence import BE, ENDS, LONGEST_CLAUSE
from routegraph.reading.english.units import Unit
from routegraph.reading.mention import Mention

REACH, FAR = 8, 36
"""Elements between a trigger and what it governs, at the most; and over prepositions."""

TARGETS = frozenset({"place", "road", "at", "ref", "point", "part", "bridge", "site"})
THINGS = frozenset({"thing", "facility", "vague"})
PLACES = (PLACING - {"of"}) | {"for", "towards", "between", "to", "with", ":", "from", "through"}
"""What leads the place of fighting."""

_BODIES = frozenset({"units", "fighters", "forces", "soldiers", "members", "troops", "militants", "men"})
"""Words after which "of" does not part a side from its verb."""

_NOT_SUBJECTS = frozenset(
    {"against", "with", "from", "by", "between", "on", "near", "to", "for", "of", "under"}
)
_CLOSING = {",": (",",), ")": ("(",), "–": ("–", ","), "-": ("-",), "—": ("—",)}
"""Sign that closes an insertion -> those that may have opened it."""

_BESIDE = frozenset({"near", "at", "around", "outside"})
_TIMES = frozenset({"hour", "day", "week", "month", "year"})
"""Before "after", they put back what follows: "two weeks after ISIS had cut it"."""

_ADVERBS = 4
"""Elements between a verb and its auxiliary, at the most."""

_AUXILIARIES = BE | PERSISTING | {"has", "have", "had", "to"}
_QUOTES = frozenset("\"'“”‘’«»")
_JOINING = _QUOTES | {":", "-", "–", ",", ")"}
_LINKS = frozenset(
    {",", "and", "&", "or", "both", "the", "nearby", "also", "as", "well", "then", "finally", "later"}
)


class Grammar(References):
    """Elements of a sentence, asked for subjects, objects and agents."""

    def _objects(self, i: int, *, over_prepositions: bool) -> list[Mention]:
        """Mentions that a trigger governs to its right, with those listed after the first."""
        found: list[Mention] = []
        k = i + 1
        reach = FAR if over_prepositions else REACH
        while k < len(self.elements) and k - i <= reach + 3 * len(found):
            element = self.elements[k]
            if isinstance(element, Mention):
                if element.kind == "person":
                    break
                found.append(element)
                if element.kind in THINGS or not self._listed(k + 1):
                    break
                k += 1
                continue
            if found and element.low not in _LINKS and not self._repeats(k):
                break
            part = element.low == "of" and self.low(k - 1) in PARTITIVE
            if not found and not part and self._stops(k, element, over_prepositions and k - i <= FAR):
                break
            k += 1
        whole = self.low(i + 1) in ("all", "most", "whole") and self.low(i + 2) == "of"
        if not found and self.low(i + 1 + 2 * whole) in PRONOUNS[:2]:
            found = self._between(i) or self._again(i)
        fit = [mention for mention in found if mention.kind != "supply" or len(found) == 1]
        return [self._narrowed(self._meant(mention), k) for mention in fit]

    def _stops(self, k: int, unit: Unit, over_prepositions: bool) -> bool:
        """Whether what a trigger governs cannot stand beyond a unit."""
        match unit.tag:
            case "BOUND" | "NEG" | "DENY" | "ATTEMPT":
                stops = True
            case "SIGN":
                stops = unit.text not in _QUOTES and not (over_prepositions and unit.text == ",")
            case "PREP":
                stops = not over_prepositions or (unit.low == "by" and bool(self._side_at(k + 1)))
            case "SIDE":
                stops = not over_prepositions and self._kind(k + 1) not in THINGS | {"supply"}
            case _:
                stops = not over_prepositions and unit.tag in ("GROUP", "REPORTED", "TRIGGER")
        return stops

    def _repeats(self, k: int) -> bool:
        """Whether a preposition is said again in a list: "of Suran and of Morek"."""
        return self.low(k) in ("of", "in", "at", "near") and self.low(k - 1) in ("and", ",")

    def _listed(self, k: int) -> bool:
        """Whether a list goes on here with another mention."""
        if self.low(k) not in (",", "and", "&"):
            return False
        while self.low(k) in _LINKS or self._repeats(k):
            k += 1
        element = self.elements[k] if k < len(self.elements) else None
        return (
            isinstance(element, Mention)
            and element.kind in TARGETS
            and self.tag(k + 1) != "TRIGGER"
            and self.low(k + 1) not in BE
        )

    def _subjects(self, i: int) -> list[Mention]:
        """Mentions that are the grammatical subject of the clause of a trigger."""
        if resumed := self._resumed(i):
            return [self._narrowed(mention, i) for mention in resumed]
        begin = self.begin(i)
        found = self._subject_list(begin, i)
        heading = self._heading(i)
        if heading and all(mention.kind in THINGS for mention in found):
            found = [heading]
        if found:
            return [self._narrowed(mention, i) for mention in found]
        if before := self._before_clause(begin, i):
            return [self._narrowed(before, i)]
        return self._understood(begin, i)

    def _understood(self, begin: int, i: int) -> list[Mention]:
        """Subject that a clause leaves to be understood: a supply line, "it", the road of its heading."""
        if self.low(i - 1) in TRANSPARENT or self.low(i - 2) in TRANSPARENT:
            return self._road_before(i)
        supplies = [e for e in self.elements[begin:i] if isinstance(e, Mention) and e.kind == "supply"]
        if supplies:
            return supplies[:1]
        if any(self.low(k) == "it" for k in range(begin, i)):
            return self._again(begin)
        return self._topic(begin)

    def _before_clause(self, begin: int, i: int) -> Mention | None:
        """Mention right before a clause that says something of it: "X, which was taken", "X: taken"."""
        unit = self.unit(begin - 1)
        if not unit or not (unit.low in ("which", "that", "where", ":", "(", "who") or unit.text in ",|"):
            return None
        k = begin - 2
        while self.low(k) in (",", ")", "itself") or self.tag(k) == "NUM":
            k -= 1
        before = self.elements[k] if k >= 0 else None
        headed = unit.low != ":" or i - begin <= 2
        between = range(begin, i)
        own = any(self.low(j) not in _AUXILIARIES and self.tag(j) != "NEG" for j in between)
        if unit.text == "," and own and not any(self.low(j) == "," for j in between):
            return None
        fits = isinstance(before, Mention) and before.kind in TARGETS | THINGS | {"same"}
        return self._meant(before) if isinstance(before, Mention) and fits and headed else None

    def _subject_list(self, begin: int, i: int) -> list[Mention]:
        found: list[Mention] = []
        for k in range(begin, i):
            element = self.elements[k]
            if not isinstance(element, Mention):
                if found and element.low not in _LINKS:
                    break
                continue
            if element.kind in ("wide", "person", "supply") or (not found and self._placed(k, begin)):
                continue
            found.append(element)
        return [m for mention in found if (m := self._meant(mention)).kind in TARGETS | THINGS | {"same"}]

    def _resumed(self, i: int) -> list[Mention]:
        """Subject before an insertion: "X, which had been shut by the gangs, was opened"."""
        k = i - 1
        while k > 0 and (
            self.low(k) in _AUXILIARIES or (self.tag(k) in ("WORD", "NEG") and i - k < _ADVERBS)
        ):
            k -= 1
        if self.low(k) not in _CLOSING or k == i - 1:
            return []
        for j in range(max(self.last_break(i), 0), k):
            before = self.elements[j]
            if self.low(j + 1) in _CLOSING[self.low(k)] and j + 1 < k and isinstance(before, Mention):
                fit = before.kind in TARGETS | {"same"} and not self._placed(j, self.last_break(i))
                return self._with_earlier(j) if fit else []
        return []

    def _with_earlier(self, j: int) -> list[Mention]:
        """Mention and those that a list joins it to before."""
        found: list[Mention] = []
        while j >= 0:
            element = self.elements[j]
            if isinstance(element, Mention):
                found.append(self._meant(element))
            elif element.low not in _LINKS:
                break
            j -= 1
        return found[::-1]

    def _narrowed(self, mention: Mention, i: int) -> Mention:
        """Part of a road that the rest of the clause tells: "is closed between A and B"."""
        if mention.kind not in ("road", "ref", "at", "same") or (
            mention.names and mention.kind not in ("same", "at")
        ):
            return mention
        for k in range(i, len(self.elements)):
            element = self.elements[k]
            if isinstance(element, Unit) and element.text in ENDS:
                break
            if isinstance(element, Mention) and _is_span(element):
                kind = "ref" if mention.kind == "ref" else "road"
                return replace(mention, kind=kind, names=element.names)
            if not isinstance(element, Mention) or mention.kind not in ("ref", "same"):
                continue
            if element.kind == "place" and self._led_by(k, _BESIDE):
                return replace(element, text=f"{mention.text} near {element.text}")
            beside = element.kind == "wide" and element.text.lower().startswith(tuple(DIRECTIONS))
            if beside and self.context.kind_of(element.names[0]) not in ("city", ""):
                return replace(element, kind="part", text=f"{mention.text} {element.text}")
        return mention

    def _listed_after(self, i: int) -> list[Mention]:
        """What a colon after a predicate lists: "three roads are closed: ..."."""
        return self._objects(i + 1, over_prepositions=False) if self.low(i + 1) == ":" else []

    def _people_in(self, i: int) -> list[Mention]:
        """Where those are who are under siege: "45,000 people in X and Y"."""
        for k in range(i - 1, self.begin(i) - 1, -1):
            if self._kind(k) == "place":
                return self._with_earlier(k)
        return []

    def _places_before(self, i: int) -> list[Mention]:
        """Places of the sentence before an element that are more than where something is."""
        return [
            m
            for k, m in enumerate(self.elements[:i])
            if isinstance(m, Mention) and m.kind == "place" and not self._placed(k, 0)
        ]

    def _between(self, i: int) -> list[Mention]:
        """Free-standing "between A and B" in the clause of a trigger of traffic."""
        for k in (*range(i + 1, self.end(i)), *range(self.begin(i), i)):
            element = self.elements[k]
            if isinstance(element, Mention) and element.kind == "between":
                return [replace(element, kind="road")]
        return []

    def _side_at(self, k: int) -> str:
        unit = self.unit(k)
        if unit and unit.tag == "SIDE":
            return str(unit.value)
        if unit and unit.tag == "GROUP" and unit.low not in ("it", "we"):
            return self.context.group
        return ""

    def _actor(self, i: int) -> str:
        """Side that is the subject of a trigger in the active voice."""
        begin = self.begin(i)
        for start, stop in ((begin, i), (max(begin - LONGEST_CLAUSE, 0), begin)):
            for k in range(start, stop):
                if (side := self._side_at(k)) and self._may_act(k):
                    return side
            if (
                start == begin
                and self.last_by
                and self.unit(i)
                and not any(self.unit(k) and self.low(k) in ("which", "who") for k in range(begin))
            ):
                return self.last_by
        for k in range(i + 1, len(self.elements)):
            if self.low(k) == "," and (side := self._side_at(k + 1) or self._side_at(k + 2)):
                return side
        return ""

    def _may_act(self, k: int) -> bool:
        """Whether no preposition keeps a side from being a subject."""
        before = k - 1 - (self.low(k - 1) == "the")
        if self.low(before) == "of" and self.low(before - 1) in _BODIES:
            return True
        return self.low(before) not in _NOT_SUBJECTS

    def _agent(self, i: int, word: str) -> str:
        """Side after "by" (or "to") in the clause of a trigger."""
        end = self.end(i)
        for k in range(i, min(end, i + REACH)):
            if self.low(k) == word or (
                k == i and self.low(i).endswith((" " + word, " hands of", "control of"))
            ):
                for j in range(k + 1, min(k + 6, len(self.elements))):
                    if side := self._side_at(j):
                        return side
        return ""

    def _beside(self, i: int) -> str:
        return self._side_at(i + 1) or self._side_at(i + 2)

    def _is_passive(self, i: int) -> bool:
        """Whether a form of "be" stands before, over adverbs."""
        for k in range(i - 1, max(i - 5, -1), -1):
            if self.low(k) in BE:
                return True
            if self.tag(k) not in ("WORD", "NEG", "PAST") or self.low(k) in ("had", "has", "have"):
                return False
        return False

    def _predicates(self, i: int) -> bool:
        """Whether a state word is said of a subject rather than standing before a noun."""
        if any(self.low(k) in BE for k in range(max(i - 5, 0), i)) or self.low(i - 1) in ("has", "have"):
            return True
        before = self.unit(i - 1)
        if before and before.text.endswith(("'s", "’s")):
            return True
        if self.low(i - 1) in TRANSPARENT:
            return True
        before = self.unit(i - 1 - (self.low(i - 1) in _QUOTES))
        after = self.elements[i + 1] if i + 1 < len(self.elements) else None
        if isinstance(after, Mention):
            return self.low(i - 1) == ":"
        return self._adjoins(i) or bool(before and before.low in (":", ",", "-", "–", "and", "but"))

    def _adjoins(self, i: int) -> bool:
        """Whether the subject stands right before, as in headlines and after a colon."""
        for k in range(i - 1, max(i - 4, -1), -1):
            element = self.elements[k]
            if isinstance(element, Mention):
                return True
            if element.tag not in ("WORD", "NUM", "NEG") and element.text not in _JOINING:
                return False
        return False

    def _is_placed(self, mention: Mention, i: int) -> bool:
        """Whether a preposition of place leads a mention after a trigger, itself or as one of a list."""
        k = next((k for k in range(i + 1, len(self.elements)) if self.elements[k] is mention), 0)
        if not k or mention.kind in ROADS | THINGS:
            return True
        while self._led_by(k, _LINKS) and isinstance(self.elements[k - 2], Mention):
            k -= 2
        return self._led_by(k, PLACES)

    def _describes(self, i: int) -> bool:
        """Whether a participle only tells where something lies: "the hills surrounding it"."""
        return isinstance(self.elements[i - 1], Mention) or self.tag(i - 1) == "WORD" if i else False

    def _in_past_perfect(self, i: int) -> bool:
        """Whether "had" stands before a trigger, over adverbs and "been"."""
        begin = self.begin(i)
        if self.low(begin - 1) == "after" and self.low(begin - 2).rstrip("s") in _TIMES:
            return True
        for k in range(i - 1, max(i - 5, -1), -1):
            if self.low(k) == "had":
                return self.low(k + 1) != "to"
            if self.low(k) not in BE and self.tag(k) not in ("WORD", "NEG"):
                return False
        return False


def _is_span(mention: Mention) -> bool:
    """Whether a mention only tells between which places: "from A up to B"."""
    return mention.kind == "between" or (
        mention.kind == "road" and mention.text.lower().startswith(("from ", "between "))
    )
