"""Subjects, objects and who acts: what stands where around a trigger in its clause."""

from __future__ import annotations

from dataclasses import replace

from routegraph.reading.english.coreference import Coreference
from routegraph.reading.english.lexicon import (
    DIRECTIONS,
    PARTITIVE,
    PERSISTING,
    PLACING,
    PRONOUNS,
    QUOTES,
    TRANSPARENT,
)
from routegraph.reading.english.token_sequence import BE, ENDS, LONGEST_CLAUSE, TokenSequence
from routegraph.reading.english.units import Unit
from routegraph.reading.mention import ROADS, TARGETS, THINGS, Kind, Mention
from routegraph.reading.trigger import Trigger
from routegraph.reports.event import Status
from routegraph.reports.sides import side_of

REACH, FAR = 8, 36
"""Elements between a trigger and what it governs, at the most; and over prepositions."""

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
_COMING = frozenset({"came", "come", "comes", "fell", "falls", "fallen", "passed", "back", "now", "is"})
"""Words that lead a state without a form of "be": "fell into their hands"."""

_JOINING = QUOTES | {":", "-", "–", ",", ")"}
_STILL = frozenset({"now", "not", "again", "yet", "also", "currently", "today", "all", "both", "road"})
_LINKS = frozenset(
    {",", "and", "&", "or", "both", "the", "nearby", "also", "as", "well", "then", "finally", "later"}
)


class Grammar:
    """Asks the elements of a sentence for subjects, objects and agents."""

    def __init__(self, tokens: TokenSequence, coreference: Coreference) -> None:
        self.tokens = tokens
        self.low, self.tag = tokens.low, tokens.tag
        self.coreference = coreference

    def objects(self, i: int, *, over_prepositions: bool) -> list[Mention]:
        """Mentions that a trigger governs to its right, with those listed after the first."""
        found: list[Mention] = []
        k = i + 1
        reach = FAR if over_prepositions else REACH
        while k < len(self.tokens.elements) and k - i <= reach + 3 * len(found):
            element = self.tokens.elements[k]
            if isinstance(element, Mention):
                if element.kind is Kind.PERSON:
                    break
                if not (found and element.kind is Kind.WIDE):
                    found.append(element)
                if element.kind in THINGS and self.low(k + 1) == "of" and self._listed(k + 3):
                    k += 2
                if not self._listed(k + 1):
                    wide = self.tokens.kind(k + 1) is Kind.WIDE and self._listed(k + 2)
                    if not wide:
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
            found = self.between(i) or self.coreference.again(i, of_traffic=self._is_of_traffic(i))
        fit = [mention for mention in found if mention.kind is not Kind.SUPPLY or len(found) == 1]
        return [self._narrowed(self.coreference.meant(mention), k) for mention in fit]

    def _is_of_traffic(self, i: int) -> bool:
        """Whether a trigger blocks or opens, as is done to roads."""
        unit = self.tokens.unit(i)
        return bool(unit and unit.value and getattr(unit.value, "status", None) is Status.BLOCKED)

    def _stops(self, k: int, unit: Unit, over_prepositions: bool) -> bool:
        """Whether what a trigger governs cannot stand beyond a unit."""
        match unit.tag:
            case "BOUND" | "NEG" | "DENY" | "ATTEMPT":
                stops = True
            case "SIGN":
                stops = unit.text not in QUOTES and not (over_prepositions and unit.text == ",")
            case "PREP":
                taken = unit.low == "from" and bool(self.side_at(k + 1) or self.side_at(k + 2))
                stops = not (over_prepositions or taken) or (unit.low == "by" and bool(self.side_at(k + 1)))
            case "SIDE":
                taken = "from" in (self.low(k - 1), self.low(k - 2))
                stops = not (over_prepositions or taken) and self.tokens.kind(k + 1) not in THINGS | {
                    Kind.SUPPLY
                }
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
        element = self.tokens.elements[k] if k < len(self.tokens.elements) else None
        return (
            isinstance(element, Mention)
            and element.kind in TARGETS
            and self.tag(k + 1) != "TRIGGER"
            and self.low(k + 1) not in BE
        )

    def subjects(self, i: int) -> list[Mention]:
        """Mentions that are the grammatical subject of the clause of a trigger."""
        if resumed := self._resumed(i):
            return [self._narrowed(mention, i, i) for mention in resumed]
        begin = self.tokens.begin(i)
        found = self._subject_list(self._after_verb(begin, i), i)
        heading = self.coreference.heading(i)
        if heading and all(mention.kind in THINGS for mention in found):
            found = [heading]
        found = [self.coreference.beside_heading(mention) for mention in found]
        if found:
            return [self._narrowed(mention, i) for mention in (*found, *self._likewise(i))]
        if self.tag(begin - 1) == "REPORTED" and self.low(begin) == "to" and self.is_passive(begin - 1):
            return [self._narrowed(m, i) for m in self._subject_list(self.tokens.begin(begin - 1), begin - 1)]
        if before := self._before_clause(begin, i):
            return [self._narrowed(before, i)]
        return self._understood(begin, i)

    def _after_verb(self, begin: int, i: int) -> int:
        """Where the subject of a verb begins that another verb of its clause has before it."""
        for k in range(i - 1, begin, -1):
            if self.tag(k) == "TRIGGER":
                own = any(
                    self.tokens.kind(j) and self.low(j + 1) in _AUXILIARIES and not self.tokens.placed(j, k)
                    for j in range(k + 1, i)
                )
                return k + 1 if own else begin
        return begin

    def _likewise(self, i: int) -> list[Mention]:
        """Road of "..., as is the A-B road", which shares what is said before it."""
        for k in range(i + 1, len(self.tokens.elements) - 3):
            if self.low(k) in ("as", "so") and self.low(k + 1) in ("is", "are", "was", "were"):
                after = self.tokens.elements[k + 2 : k + 4]
                return [element for element in after if isinstance(element, Mention)][:1]
        return []

    def _understood(self, begin: int, i: int) -> list[Mention]:
        """Subject that a clause leaves to be understood: a supply line, "it", the road of its heading."""
        if self.low(i - 1) in TRANSPARENT or self.low(i - 2) in TRANSPARENT:
            return self.coreference.road_before(i)
        supplies = [
            e for e in self.tokens.elements[begin:i] if isinstance(e, Mention) and e.kind is Kind.SUPPLY
        ]
        if supplies:
            return supplies[:1]
        if any(self.low(k) == "it" for k in range(begin, i)):
            return self.coreference.again(begin)
        unit = self.tokens.unit(i)
        taken = unit and getattr(unit.value, "status", None) in (Status.CAPTURED, Status.RECAPTURED)
        return [] if taken else self.coreference.topic(begin)

    def _before_clause(self, begin: int, i: int) -> Mention | None:
        """Mention right before a clause that says something of it: "X, which was taken", "X: taken"."""
        unit = self.tokens.unit(begin - 1)
        if not unit or not (unit.low in ("which", "that", "where", ":", "(", "who") or unit.text in ",|"):
            return None
        k = begin - 2
        while self.low(k) in (",", ")", "itself") or self.tag(k) == "NUM":
            k -= 1
        before = self.tokens.elements[k] if k >= 0 else None
        headed = unit.low != ":" or i - begin <= 2
        between = range(begin, i)
        own = any(self.low(j) not in _AUXILIARIES and self.tag(j) != "NEG" for j in between)
        if (
            unit.text == ","
            and self.tokens.kind(k) is Kind.PLACE
            and self.tokens.led_by(k, ("to", "from", "between"))
        ):
            return None
        if unit.text == "," and own and not any(self.low(j) == "," for j in between):
            return None
        if unit.low in (":", "where") and any(self._is_other(j) for j in between):
            return None
        fits = isinstance(before, Mention) and before.kind in TARGETS | THINGS | {Kind.SAME}
        return self.coreference.meant(before) if isinstance(before, Mention) and fits and headed else None

    def _is_other(self, j: int) -> bool:
        """Whether a word is a subject of its own, not the road of the heading: "X: schools remain closed"."""
        low = self.low(j)
        return (
            self.tag(j) == "WORD"
            and low not in _AUXILIARIES | TRANSPARENT
            and not low.endswith("ly")
            and low not in _STILL
        )

    def _subject_list(self, begin: int, i: int) -> list[Mention]:
        found: list[Mention] = []
        for k in range(begin, i):
            element = self.tokens.elements[k]
            if not isinstance(element, Mention):
                if found and element.low not in _LINKS:
                    break
                continue
            if element.kind in (Kind.WIDE, Kind.PERSON, Kind.SUPPLY) or (
                not found
                and self.tokens.placed(k, begin)
                and not (i - k < 6 and self.tokens.led_by(k, ("with",)))
            ):
                continue
            found.append(element)
        return [
            m
            for mention in found
            if (m := self.coreference.meant(mention)).kind in TARGETS | THINGS | {Kind.SAME}
        ]

    def _resumed(self, i: int) -> list[Mention]:
        """Subject before an insertion: "X, which had been shut by the gangs, was opened"."""
        k = i - 1
        while k > 0 and (
            self.low(k) in _AUXILIARIES or (self.tag(k) in ("WORD", "NEG") and i - k < _ADVERBS)
        ):
            k -= 1
        if self.low(k) not in _CLOSING or k == i - 1:
            return []
        for j in range(max(self.tokens.last_break(i), 0), k):
            before = self.tokens.elements[j]
            if self.low(j + 1) in _CLOSING[self.low(k)] and j + 1 < k and isinstance(before, Mention):
                fit = before.kind in TARGETS | {Kind.SAME} and not self.tokens.placed(
                    j, self.tokens.last_break(i)
                )
                return self._with_earlier(j) if fit else self._subject_list(self.tokens.begin(j), j)
        return []

    def _with_earlier(self, j: int) -> list[Mention]:
        """Mention and those that a list joins it to before."""
        found: list[Mention] = []
        while j >= 0:
            element = self.tokens.elements[j]
            if isinstance(element, Mention):
                found.append(self.coreference.meant(element))
            elif element.low not in _LINKS:
                break
            j -= 1
        return found[::-1]

    def _narrowed(self, mention: Mention, i: int, start: int = 0) -> Mention:
        """Part of a road that the clause tells from an element on: "is closed between A and B"."""
        if mention.kind not in (Kind.ROAD, Kind.REF, Kind.AT, Kind.SAME) or (
            mention.names and mention.kind not in (Kind.SAME, Kind.AT)
        ):
            return mention
        elements = self.tokens.elements
        start = start or (elements.index(mention) + 1 if mention in elements[:i] else i)
        for k in range(start, len(elements)):
            element = elements[k]
            if isinstance(element, Unit) and (element.text in ENDS or (k > i and element.tag == "BOUND")):
                break
            if isinstance(element, Mention) and _is_span(element):
                kind = Kind.REF if mention.kind is Kind.REF else Kind.ROAD
                return replace(mention, kind=kind, names=element.names)
            if not isinstance(element, Mention) or mention.kind not in (Kind.REF, Kind.SAME):
                continue
            if element.kind is Kind.PLACE and self.tokens.led_by(k, _BESIDE):
                return replace(element, text=f"{mention.text} near {element.text}")
            beside = element.kind is Kind.WIDE and element.text.lower().startswith(tuple(DIRECTIONS))
            if beside and self.coreference.context.kind_of(element.names[0]) not in ("city", ""):
                return replace(element, kind=Kind.PART, text=f"{mention.text} {element.text}")
        return mention

    def listed_after(self, i: int) -> list[Mention]:
        """What a colon after a predicate lists: "three roads are closed: ..."."""
        return self.objects(i + 1, over_prepositions=False) if self.low(i + 1) == ":" else []

    def people_in(self, i: int) -> list[Mention]:
        """Where those are who are under siege: "45,000 people in X and Y"."""
        for k in range(i - 1, self.tokens.begin(i) - 1, -1):
            if self.tokens.kind(k) is Kind.PLACE:
                return self._with_earlier(k)
        return []

    def places_before(self, i: int) -> list[Mention]:
        """Places of the sentence before an element that are more than where something is."""
        return [
            m
            for k, m in enumerate(self.tokens.elements[:i])
            if isinstance(m, Mention) and m.kind is Kind.PLACE and not self.tokens.placed(k, 0)
        ]

    def between(self, i: int) -> list[Mention]:
        """Free-standing "between A and B" in the clause of a trigger of traffic."""
        for k in (*range(i + 1, self.tokens.end(i)), *range(self.tokens.begin(i), i)):
            element = self.tokens.elements[k]
            if isinstance(element, Mention) and element.kind is Kind.BETWEEN:
                return [replace(element, kind=Kind.ROAD)]
        return []

    def side_at(self, k: int) -> str:
        unit = self.tokens.unit(k)
        if unit and unit.tag == "SIDE":
            return str(unit.value)
        if unit and unit.tag == "GROUP" and unit.low not in ("it", "we"):
            ours = unit.low.startswith(("they", "its ", "our "))
            men = self.coreference.context.side if ours else unit.low.removeprefix("the ")
            return self.coreference.context.group or men
        if unit and unit.tag == "NAME" and unit.text.isupper() and len(unit.text) > 1:
            return side_of(unit.text)
        if unit and unit.tag == "MEN":
            of_goods = self.low(k + 1) == "of" and self.tag(k + 2) not in ("SIDE", "MEN", "GROUP")
            return "" if of_goods else unit.low
        return ""

    def actor(self, i: int) -> str:
        """Side that is the subject of a trigger in the active voice."""
        begin = self.tokens.begin(i)
        for start, stop in ((begin, i), (max(begin - LONGEST_CLAUSE, 0), begin)):
            for k in range(start, stop):
                if (side := self.side_at(k)) and self._may_act(k) and not self._modifies(k):
                    return side
            if (
                start == begin
                and self.coreference.last_by
                and self.tokens.unit(i)
                and not any(self.tokens.unit(k) and self.low(k) in ("which", "who") for k in range(begin))
            ):
                return self.coreference.last_by
        for k in range(i + 1, len(self.tokens.elements)):
            if self.low(k) == "," and (side := self.side_at(k + 1) or self.side_at(k + 2)):
                return side
        return ""

    def _modifies(self, k: int) -> bool:
        """Whether a side only tells whose attack a noun after it is: "beat back an RSF assault"."""
        unit = self.tokens.unit(k + 1)
        return self.low(k - 1) in ("a", "an", "the") and bool(
            unit and isinstance(unit.value, Trigger) and unit.value.form == "noun"
        )

    def _may_act(self, k: int) -> bool:
        """Whether no preposition keeps a side from being a subject."""
        before = k - 1 - (self.low(k - 1) == "the")
        if self.low(before) == "of" and self.low(before - 1) in _BODIES:
            return True
        return self.low(before) not in _NOT_SUBJECTS

    def agent(self, i: int, word: str) -> str:
        """Side after "by" (or "to") in the clause of a trigger."""
        end = self.tokens.end(i)
        for k in range(i, min(end, i + REACH)):
            if self.low(k) == word or (
                k == i and self.low(i).endswith((" " + word, " hands of", "control of"))
            ):
                for j in range(k + 1, min(k + 6, len(self.tokens.elements))):
                    if side := self.side_at(j):
                        return side
        return ""

    def beside(self, i: int) -> str:
        return self.side_at(i + 1) or self.side_at(i + 2)

    def is_passive(self, i: int) -> bool:
        """Whether a form of "be" stands before, over adverbs."""
        for k in range(i - 1, max(i - 5, -1), -1):
            if self.low(k) in BE:
                return True
            if self.tag(k) not in ("WORD", "NEG", "PAST") or self.low(k) in ("had", "has", "have"):
                return False
        return False

    def predicates(self, i: int) -> bool:
        """Whether a state word is said of a subject rather than standing before a noun."""
        if any(self.low(k) in BE for k in range(max(i - 5, 0), i)) or self.low(i - 1) in (
            "has",
            "have",
            "can",
        ):
            return True
        before = self.tokens.unit(i - 1)
        if before and before.text.endswith(("'s", "’s")):
            return True
        if self.low(i - 1) in TRANSPARENT or self.low(i - 1).rpartition(" ")[2] in _COMING:
            return True
        before = self.tokens.unit(i - 1 - (self.low(i - 1) in QUOTES))
        after = self.tokens.elements[i + 1] if i + 1 < len(self.tokens.elements) else None
        if isinstance(after, Mention):
            return self.low(i - 1) == ":"
        return self.adjoins(i) or bool(before and before.low in (":", ",", "-", "–", "and", "but"))

    def adjoins(self, i: int) -> bool:
        """Whether the subject stands right before, as in headlines and after a colon."""
        for k in range(i - 1, max(i - 4, -1), -1):
            element = self.tokens.elements[k]
            if isinstance(element, Mention):
                return True
            if element.tag not in ("WORD", "NUM", "NEG", "ROAD") and element.text not in _JOINING:
                return False
        return False

    def is_placed(self, mention: Mention, i: int) -> bool:
        """Whether a preposition of place leads a mention after a trigger, itself or as one of a list."""
        k = next(
            (k for k in range(i + 1, len(self.tokens.elements)) if self.tokens.elements[k] is mention), 0
        )
        if not k or mention.kind in ROADS | THINGS:
            return True
        while self.tokens.led_by(k, _LINKS) and isinstance(self.tokens.elements[k - 2], Mention):
            k -= 2
        return self.tokens.led_by(k, PLACES)

    def describes(self, i: int) -> bool:
        """Whether a participle only tells where something lies: "the hills surrounding it"."""
        return isinstance(self.tokens.elements[i - 1], Mention) or self.tag(i - 1) == "WORD" if i else False

    def scene(self, i: int) -> list[Mention]:
        """Place that a clause opens with: "In X, clashes left one dead"."""
        first = self.tokens.begin(i)
        head = self.tokens.elements[0]
        if first == 2 and self.low(1) == ":" and isinstance(head, Mention) and head.kind is Kind.PLACE:
            return [head]
        first -= 2 if self.low(first - 1) == "," else 0
        place = self.tokens.elements[first + 1] if self.low(first) in ("in", "at", "near") else None
        if isinstance(place, Mention) and place.kind is Kind.PLACE:
            return [place]
        for k in range(i - 1, self.tokens.begin(i) - 1, -1):
            if self.tokens.kind(k) is Kind.PLACE and self.tokens.led_by(k, ("in", "inside", "at")):
                return self._with_earlier(k)
        return []

    def scene_before(self, i: int) -> list[Mention]:
        """Place right before "where": "near X, where they clashed"."""
        begin = self.tokens.begin(i)
        before = self._before_clause(begin, i) if self.low(begin - 1) == "where" else None
        return [before] if before and before.kind in TARGETS else []

    def is_attribute(self, i: int) -> bool:
        """Whether a participle only describes the place after it: "the besieged city of X"."""
        after = self.tokens.kind(i + 1)
        return after is not None and self.low(i - 1) in ("the", "a", "of", "from", "to", "into", "in")

    def is_reduced(self, i: int) -> bool:
        """Whether a participle only adds to what stands before it: "the road, closed for years, ..."."""
        return self.low(i - 1) in (",", "(") and i > 1 and isinstance(self.tokens.elements[i - 2], Mention)

    def in_passing(self, i: int, begin: int) -> bool:
        """Whether a passive stands in an insertion: "the road, which was shut on Monday, ..."."""
        inserted = self.low(begin - 2) == "," and self.is_passive(i)
        return inserted and any(self.low(k) == "," for k in range(i + 1, len(self.tokens.elements)))

    def in_past_perfect(self, i: int) -> bool:
        """Whether "had" stands before a trigger, over adverbs and "been"."""
        begin = self.tokens.begin(i)
        counted = self.low(begin - 3) not in ("this", "last", "the")
        if self.low(begin - 1) == "after" and counted and self.low(begin - 2).rstrip("s") in _TIMES:
            return True
        for k in range(i - 1, max(i - 5, -1), -1):
            if self.low(k) == "had":
                return self.low(k + 1) != "to"
            if self.low(k) not in BE and self.tag(k) not in ("WORD", "NEG"):
                return False
        return False


def _is_span(mention: Mention) -> bool:
    """Whether a mention only tells between which places: "from A up to B"."""
    return mention.kind is Kind.BETWEEN or (
        mention.kind is Kind.ROAD and mention.text.lower().startswith(("from ", "between "))
    )
