"""Elements of a sentence -> findings: which trigger does what to which mention, by whom, how surely."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from routegraph.reports.event import Status
from routegraph.reports.finding import Context, Finding
from routegraph.reports.lexicon import (
    LIFTING,
    PARTITIVE,
    PASSING,
    PERSISTING,
    PLACING,
    PRONOUNS,
    TRANSPARENT,
)
from routegraph.reports.mentions import Element, Mention
from routegraph.reports.modality import modality
from routegraph.reports.row import BE, ENDS, LONGEST_CLAUSE, Row
from routegraph.reports.sides import ARMED_GROUPS, SIDES
from routegraph.reports.triggers import (
    BARE,
    PARTICLE,
    GIVEN_AWAY,
    HELD_LEMMAS,
    OF_ROADS,
    PEACEFUL,
    RAIDS,
    SIEGES,
    Frame,
    Trigger,
)
from routegraph.reports.units import Unit

REACH, FAR = 8, 36
"""Elements between a trigger and what it governs, at the most; and over prepositions."""

PLACES = PLACING | {"for", "outside", "towards", "between", "to", "with", ":", "within", "from", "through"}
ADJECTIVES = 4
"""Words between a preposition and its place, and the preposition, at the most."""

MEN = frozenset({"infiltrators", "attackers", "remnants", "terrorists", "gunmen", "insurgents", "elements"})
TOPIC_LASTS = 5
"""Sentences that a heading holds for."""

TARGETS = frozenset({"place", "road", "at", "ref", "point", "part", "bridge", "site"})
ROADS = frozenset({"road", "at", "ref", "between"})
THINGS = frozenset({"thing", "facility", "vague"})
_OF_TRAFFIC = frozenset({Status.BLOCKED, Status.RESTRICTED, Status.REOPENED})
_BODIES = frozenset({"units", "fighters", "forces", "soldiers", "members", "troops", "militants", "men"})
"""Words after which "of" does not part a side from its verb."""

_NOT_SUBJECTS = frozenset(
    {"against", "with", "from", "by", "between", "on", "near", "to", "for", "of", "under"}
)
_CLOSING = {",": (",",), ")": ("(",), "–": ("–", ","), "-": ("-",), "—": ("—",)}
"""Sign that closes an insertion -> those that may have opened it."""

_ADVERBS = 4
_AUXILIARIES = BE | PERSISTING | {"has", "have", "had", "to"}
_BEFORE_NOUNS = frozenset({"a", "an", "the", "this", "his", "their", "its", "of", "another", "no", "any"})
"""Words after which what is spelled like a verb is a noun: "in a raid near X"."""

_HEADED = (":", "-", "–", "—", "|", "=")
_QUOTES = frozenset("\"'“”‘’«»")
_JOINING = _QUOTES | {":", "-", "–", ",", ")"}
_LINKS = frozenset(
    {",", "and", "&", "or", "both", "the", "nearby", "also", "as", "well", "then", "finally", "later"}
)


def _is_span(mention: Mention) -> bool:
    """Whether a mention only tells between which places: "from A up to B"."""
    return mention.kind == "between" or (
        mention.kind == "road" and mention.text.lower().startswith(("from ", "between "))
    )


class ClauseReader(Row):
    """Finds the findings of one sentence; `context` is read and brought up to date."""

    def __init__(self, elements: Sequence[Element], context: Context) -> None:
        super().__init__(elements)
        self.context = context
        self.context.sentence += 1
        self.last_by = ""

    def findings(self) -> list[Finding]:
        """Read the findings of the sentence in its order."""
        found: list[Finding] = []
        self.elements = [
            self._completed(element, k) if isinstance(element, Mention) else element
            for k, element in enumerate(self.elements)
        ]
        self._note_topic()
        self.elements = [self._with_ends(e) if isinstance(e, Mention) else e for e in self.elements]
        for i, element in enumerate(self.elements):
            if isinstance(element, Unit) and element.tag == "TRIGGER":
                news = self._read(i, element)
                if self._status_told(news, found):
                    continue
                for finding in news:
                    self._note_mention(finding.mention, alone=True)
                    if finding.mention.kind in ("place", "site"):
                        self.context.told, self.context.told_in = finding.mention, self.context.sentence
                found.extend(news)
            self._note(i, element)
        return found

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
        return self.context.place_of_kind(name.split()[-1])

    def _note_topic(self) -> None:
        """Remember a line that only names a road: what follows tells of it without naming it again."""
        named = [element for element in self.elements if isinstance(element, Mention)]
        words = [e for e in self.elements if isinstance(e, Unit) and e.tag not in ("NUM", "SIGN")]
        if len(named) == 1 and named[0].kind in ("road", "ref") and len(words) <= 1:
            self.context.topic, self.context.topic_in = named[0], self.context.sentence

    def _topic(self, begin: int) -> list[Mention]:
        """Road that the lines before are headed by, for a clause without a subject."""
        topic = self.context.topic
        spoken = self.context.sentence - self.context.topic_in <= TOPIC_LASTS
        return [topic] if topic and begin == 0 and spoken else []

    def _status_told(self, news: list[Finding], found: list[Finding]) -> bool:
        """Whether a line "A - B: open, ..." has told its status before, so that the rest is detail."""
        heading = self._heading(len(self.elements))
        return (
            isinstance(self.elements[0], Mention)
            and bool(found)
            and all(f.mention == heading for f in (*found[:1], *news))
        )

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

    def _again(self, i: int) -> list[Mention]:
        """Find what "it" stands for at an element: what its sentence named last, else an earlier one."""
        for k in range(i - 1, -1, -1):
            element = self.elements[k]
            if isinstance(element, Mention) and element.kind in ("place", "road", "at", "ref", "same"):
                return [self._meant(element)]
        again = self.context.road if self.context.later == "road" else self.context.place
        return [again] if again else []

    def _led_by(self, i: int, words: Collection[str]) -> bool:
        """Whether one of some words stands before an element, over articles and adjectives."""
        k = i - 1
        while k > i - ADJECTIVES and self.tag(k) == "WORD" and self.low(k) not in words:
            k -= 1
        return self.low(k) in words

    # What a trigger governs -----------------------------------------------------------------

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
            if found and element.low not in _LINKS:
                break
            part = element.low == "of" and self.low(k - 1) in PARTITIVE
            if not found and not part and self._stops(k, element, over_prepositions and k - i <= FAR):
                break
            k += 1
        if not found and self.low(i + 1) in PRONOUNS[:2]:
            found = self._again(i)
        return [self._meant(mention) for mention in found if mention.kind != "supply" or len(found) == 1]

    def _stops(self, k: int, unit: Unit, over_prepositions: bool) -> bool:
        if unit.tag == "REPORTED":
            return not over_prepositions
        if unit.tag in ("BOUND", "NEG", "DENY", "ATTEMPT"):
            return True
        if unit.tag == "TRIGGER":
            return not over_prepositions
        if unit.tag == "SIGN":
            return unit.text not in "\"'“”‘’«»" and not (over_prepositions and unit.text == ",")
        if unit.tag == "PREP":
            return not over_prepositions or (unit.low == "by" and bool(self._side_at(k + 1)))
        if unit.tag == "SIDE" and self._kind(k + 1) in THINGS:
            return False
        return unit.tag in ("SIDE", "GROUP") and not over_prepositions

    def _kind(self, k: int) -> str:
        element = self.elements[k] if 0 <= k < len(self.elements) else None
        return element.kind if isinstance(element, Mention) else ""

    def _listed(self, k: int) -> bool:
        """Whether a list goes on here with another mention."""
        if self.low(k) not in (",", "and", "&"):
            return False
        while self.low(k) in _LINKS:
            k += 1
        element = self.elements[k] if k < len(self.elements) else None
        return (
            isinstance(element, Mention)
            and element.kind in TARGETS
            and self.tag(k + 1) != "TRIGGER"
            and self.low(k + 1) not in BE
        )

    def _meant(self, mention: Mention) -> Mention:
        """Find what "the town" or "the road" stands for."""
        if mention.kind != "same":
            return mention
        if mention.names == ("road",):
            k = self.elements.index(mention) if mention in self.elements else 0
            here = next(
                (e for e in self.elements[:k][::-1] if isinstance(e, Mention) and e.kind in ROADS), None
            )
            return (
                replace(here, kind="road") if here and len(here.names) > 1 else self.context.road or mention
            )
        meant = self.context.place_of_kind(mention.text.split()[-1].lower()) or mention
        return replace(meant, kind="part") if mention.names == ("part",) and meant.names else meant

    def _subjects(self, i: int) -> list[Mention]:
        """Mentions that are the grammatical subject of the clause of a trigger."""
        if resumed := self._resumed(i):
            return [self._narrowed(mention, i) for mention in resumed]
        begin = self.begin(i)
        found = self._subject_list(begin, i)
        heading = self._heading(i)
        if heading and all(mention.kind in THINGS for mention in found):
            return [heading]
        if found:
            return [self._narrowed(mention, i) for mention in found]
        unit = self.unit(begin - 1)
        if unit and (unit.low in ("which", "that", "where", ":", "(", "who") or unit.text in (",", "|")):
            k = begin - 2
            while self.low(k) in (",", ")", "itself") or self.tag(k) == "NUM":
                k -= 1
            before = self.elements[k] if k >= 0 else None
            headed = unit.low != ":" or i - begin <= 2
            if isinstance(before, Mention) and before.kind in TARGETS | THINGS | {"same"} and headed:
                return [self._narrowed(self._meant(before), i)]
        if self.low(i - 1) in TRANSPARENT or self.low(i - 2) in TRANSPARENT:
            return self._road_before(i)
        if any(self.low(k) == "it" for k in range(begin, i)):
            return self._again(begin)
        return self._topic(begin)

    def _road_told(self, i: int) -> list[Mention]:
        """Road that the sentence spoke of, or the one before it."""
        again = [self.context.road] if self.context.road and self.context.later == "road" else []
        return self._road_before(i) or again

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

    def _road_before(self, i: int) -> list[Mention]:
        """Road that the sentence spoke of last before an element."""
        for k in range(i - 1, -1, -1):
            element = self.elements[k]
            if isinstance(element, Mention) and element.kind in ("road", "ref", "at"):
                return [element]
        return []

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
            if not isinstance(element, Mention) or mention.kind != "ref":
                continue
            if element.kind == "place" and self._led_by(k, ("near", "at", "around")):
                return replace(element, text=f"{mention.text} near {element.text}")
        return mention

    def _completed(self, mention: Mention, k: int) -> Mention:
        """Make the road A - B of "in A ... the road to B", "A: the road from B", "A, ... the road to B"."""
        words = mention.text.split()
        if mention.kind != "at" or not {"to", "from"} & {*words} or "roads" in words:
            return mention
        for j in range(k - 1, -1, -1):
            other = self.elements[j]
            if isinstance(other, Mention) and other.kind == "place" and other.names != mention.names:
                return replace(mention, names=(other.names[0], mention.names[0]))
        last = self.context.place
        if last and self.context.fresh and last.names != mention.names:
            return replace(mention, names=(last.names[0], mention.names[0]))
        return mention

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

    def _placed(self, k: int, begin: int) -> bool:
        """Whether a mention only tells where: "in Hama the road ..."."""
        j = k - 1
        while j >= begin and self.low(j) in ("the", "a", "nearby"):
            j -= 1
        if j < begin or self.low(j - 1) in TRANSPARENT:
            return False
        return self.tag(j) == "PREP"

    # Who acts -------------------------------------------------------------------------------

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

    # One trigger ----------------------------------------------------------------------------

    def _read(self, i: int, unit: Unit) -> list[Finding]:
        trigger = unit.value
        assert isinstance(trigger, Trigger)
        if trigger.form == "base" and self.low(i - 1) in _BEFORE_NOUNS:
            return []
        mentions, by = self._governed(i, trigger)
        if not mentions:
            return []
        begin, end = self.begin(i), self.end(i)
        status, set_aside, confidence, denied = modality(self, i, begin, trigger)
        if status is Status.BLOCKED and trigger.form == "noun" and self._is_lifted(i, begin, end):
            status = Status.REOPENED
        if by:
            self.last_by = by
        had = self._in_past_perfect(i)
        had = had or (self.low(begin - 1) == "because" and any(self.low(k) == "had" for k in range(begin)))
        relative = self.low(begin - 1) in ("which", "who", "where")
        reported = any(self.tag(k) == "REPORTED" for k in range(len(self.elements)))
        first, last = self.elements[begin], self.elements[end - 1]
        return [
            Finding(
                trigger=trigger,
                status=self._of_mention(i, trigger, status, mention),
                mention=mention,
                by=by,
                at=unit.start,
                reach=(first.start, last.end),
                set_aside=set_aside,
                confidence=confidence,
                had=had,
                past_perfect=had and (relative or not reported),
                denied=denied,
                standing=trigger.frame == Frame.STATE
                or (status is not trigger.status and status in (Status.BLOCKED, Status.DAMAGED)),
            )
            for mention in mentions
        ]

    def _of_mention(self, i: int, trigger: Trigger, status: Status, mention: Mention) -> Status:
        """Status as it holds for a mention: part of a town is fought for, a road "freed" is open."""
        if mention.kind == "part" and status in (Status.CAPTURED, Status.RECAPTURED):
            return Status.CONTESTED
        if trigger.lemma == "free" and status is Status.CAPTURED and mention.kind in ROADS:
            return Status.REOPENED
        if trigger.lemma in ("clear", "secure") and mention.kind == "place" and self._rid_of(i):
            return Status.RECAPTURED
        return status

    def _rid_of(self, i: int) -> bool:
        """Whether "of" and men follow: "cleared of the infiltrators", not "of mines"."""
        k = next((k for k in range(i + 1, min(i + REACH, self.end(i))) if self.low(k) == "of"), 0)
        return bool(k) and any(self._side_at(j) or self.low(j) in MEN for j in range(k + 1, k + 4))

    def _in_past_perfect(self, i: int) -> bool:
        """Whether "had" stands before a trigger, over adverbs and "been"."""
        for k in range(i - 1, max(i - 5, -1), -1):
            if self.low(k) == "had":
                return self.low(k + 1) != "to"
            if self.low(k) not in BE and self.tag(k) not in ("WORD", "NEG"):
                return False
        return False

    def _governed(self, i: int, trigger: Trigger) -> tuple[list[Mention], str]:
        """Mentions that a trigger speaks of, and who acts."""
        passive = trigger.form in ("past", "participle", "base") and self._is_passive(i)
        match trigger.frame:
            case Frame.STATE:
                held = trigger.lemma if trigger.status is Status.CAPTURED else ""
                by = held if held in SIDES else ""
                subjects = self._subjects(i) if self._predicates(i) else []
                if not subjects and trigger.lemma in SIEGES:
                    subjects = self._people_in(i)
                governed = subjects or self._listed_after(i), by
            case Frame.NOBODY:
                by = self._actor(i) if trigger.form != "noun" else ""
                governed = self._objects(i, over_prepositions=True) or self._road_told(i), by
            case Frame.FALLS:
                by = self._agent(i, "to") or self._agent(i, "of") or self._beside(i)
                unsure = trigger.lemma in PEACEFUL or trigger.lemma in HELD_LEMMAS
                governed = ([] if unsure and not by else self._subjects(i)), by
            case Frame.AT:
                loser = trigger.lemma in ("fall of", "collapse of", "control of", "control over")
                by = self._agent(i, "to") if loser else self._agent(i, "by") or self._actor(i)
                if trigger.lemma.startswith("control "):
                    return self._controlled(i)
                governed = self._objects(i, over_prepositions=True), by
            case Frame.OWNED:
                owner = self.elements[i - 1] if i else None
                owned = isinstance(owner, Mention) and owner.kind == "owner"
                governed = [replace(owner, kind="place")] if owned else [], self._agent(i, "to")
            case Frame.ENDED:
                lifted = self._is_lifted(i, self.begin(i), len(self.elements))
                after = self._objects(i, over_prepositions=True)
                governed = (after or self._places_before(i)) if lifted else [], ""
            case Frame.OUT:
                governed = self._left_behind(i), self._agent(i, "by") if passive else self._actor(i)
            case Frame.LEAVES:
                driven = trigger.form == "noun"
                by = self._agent(i, "by" if driven else "to")
                told = not passive and (trigger.lemma not in PEACEFUL or bool(self._actor(i)))
                told = bool(by) if driven else told
                if passive and trigger.lemma in GIVEN_AWAY:
                    return self._subjects(i), by
                governed = self._objects(i, over_prepositions=False) if told else [], by
            case _:
                governed = self._verb(i, trigger, passive)
        mentions, by = governed
        if trigger.lemma in PARTICLE and not self._taken_back(i):
            return [], ""
        if trigger.lemma in BARE:
            mentions = [m for m in mentions if self._is_placed(m, i)]
        if trigger.lemma == "surround" and trigger.form == "ing" and self._describes(i):
            return [], ""
        if trigger.lemma in OF_ROADS or (trigger.status, trigger.frame) == (Status.REOPENED, Frame.NOBODY):
            mentions = [m for m in mentions if m.kind in ROADS or m.names == ("road",)]
        if not mentions and trigger.status in _OF_TRAFFIC:
            mentions = self._between(i)
        if trigger.lemma in RAIDS and not by:
            mentions = []
        if not mentions and trigger.lemma in SIEGES and self._is_lifted(i, self.begin(i), self.end(i)):
            mentions = self._places_before(i)
        return mentions, by

    def _places_before(self, i: int) -> list[Mention]:
        """Places of the sentence before an element that are more than where something is."""
        return [
            m
            for k, m in enumerate(self.elements[:i])
            if isinstance(m, Mention) and m.kind == "place" and not self._placed(k, 0)
        ]

    def _taken_back(self, i: int) -> bool:
        """Whether "back" follows what a verb governs: "got X back"."""
        return any(self.low(k) == "back" for k in range(i + 1, min(i + REACH, self.end(i))))

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

    def _between(self, i: int) -> list[Mention]:
        """Free-standing "between A and B" in the clause of a trigger of traffic."""
        for k in (*range(i + 1, self.end(i)), *range(self.begin(i), i)):
            element = self.elements[k]
            if isinstance(element, Mention) and element.kind == "between":
                return [replace(element, kind="road")]
        return []

    def _controlled(self, i: int) -> tuple[list[Mention], str]:
        """What "control of X" that passes to somebody, or "the control of S over X", tells."""
        if self._passes(i):
            return self._objects(i, over_prepositions=True), self._agent(i, "to")
        for k in range(i + 1, min(i + REACH, self.end(i))):
            if self.low(k) == "over":
                return self._objects(k, over_prepositions=False), self._side_at(k - 1)
        return [], ""

    def _people_in(self, i: int) -> list[Mention]:
        """Where those are who are under siege: "45,000 people in X and Y"."""
        for k in range(i - 1, self.begin(i) - 1, -1):
            if self._kind(k) == "place":
                return self._with_earlier(k)
        return []

    def _listed_after(self, i: int) -> list[Mention]:
        """What a colon after a predicate lists: "three roads are closed: ..."."""
        return self._objects(i + 1, over_prepositions=False) if self.low(i + 1) == ":" else []

    def _passes(self, i: int) -> bool:
        """Whether "control of X" goes on with "passed to"."""
        return any(self.low(k) in PASSING for k in range(i + 1, self.end(i)))

    def _verb(self, i: int, trigger: Trigger, passive: bool) -> tuple[list[Mention], str]:
        """Objects of a verb in the active voice, its subject in the passive one and in headlines."""
        objects = [] if passive else self._objects(i, over_prepositions=False)
        if objects:
            by = self._actor(i)
            return ([], "") if trigger.lemma in PEACEFUL and not by else (objects, by)
        headline = trigger.form in ("past", "participle", "base") and self._adjoins(i)
        headline = headline or (trigger.frame == Frame.ITSELF and self.low(i - 1) == "it")
        if trigger.status is Status.DAMAGED and self.tag(i + 1) == "WORD":
            headline = False
        if passive or headline:
            return self._subjects(i) or self._listed_after(i), self._agent(i, "by")
        begin = self.begin(i)
        told = self.low(begin - 1) in ("which", "that") and trigger.lemma not in HELD_LEMMAS
        if told and (by := self._actor(i)):
            return self._subjects(i), by
        return [], ""

    def _left_behind(self, i: int) -> list[Mention]:
        """Mentions after "out of", or after "from" when a side is driven from there."""
        driven = self._is_passive(i) or bool(self._actor(i))
        for k in range(i + 1, min(i + REACH, self.end(i))):
            driven = driven or bool(self._side_at(k))
            out_of = self.low(k) == "of" and self.low(k - 1) == "out"
            if out_of or (driven and self.low(k) == "from"):
                return self._objects(k, over_prepositions=False)
        return []

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

    def _is_lifted(self, i: int, begin: int, end: int) -> bool:
        """Whether "the siege of X" goes on with "was broken", or somebody broke it."""
        around = (*range(begin, i), *range(i + 1, end))
        return any(self.low(k) in LIFTING for k in around)
