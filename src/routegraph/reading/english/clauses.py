"""Elements of a sentence -> findings: which trigger does what to which mention, by whom, how surely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from routegraph.reading.english.coreference import Coreference
from routegraph.reading.english.grammar import REACH, Grammar
from routegraph.reading.english.lexicon import BRIDGES, LIFTING, OFF_ROADS, PASSING, TRANSPARENT, VEHICLES
from routegraph.reading.english.modality import modality
from routegraph.reading.english.token_sequence import Element, TokenSequence
from routegraph.reading.english.units import HELD, Unit
from routegraph.reading.english.verb_classes import (
    BARE,
    GIVEN_AWAY,
    HELD_LEMMAS,
    OF_LINES,
    OF_ROADS,
    PARTICLE,
    PEACEFUL,
    RAIDS,
    SIEGES,
)
from routegraph.reading.finding import Context, Finding
from routegraph.reading.mention import ROADS, THINGS, Kind, Mention
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reports.event import Status

MEN = frozenset({"infiltrators", "attackers", "remnants", "terrorists", "gunmen", "insurgents", "elements"})
"""Of whom a place is cleared when it is taken back."""

NOW = frozenset({"has", "have", "is", "are", "remains", "remain", "stays", "still"})
"""Auxiliaries of what holds now."""

PASSING_STATES = frozenset({Status.BLOCKED, Status.CONTESTED, Status.DAMAGED})
"""What an insertion tells of the past: "X, which was attacked in March, is calm"."""

UNCHANGED = frozenset({"cut", "shut", "overrun"})
"""Verbs whose participle is spelled like their infinitive."""

_PUTTING = frozenset({"put", "puts", "placed", "keep", "keeps", "kept", "hold", "holds", "held"})
"""Verbs by which somebody makes a state of a place: "put X under blockade"."""

_LATER = frozenset(
    {"on", "after", "for", "late", "early", "at", "overnight", "today", "yesterday", "this", "last"}
)
"""Words of time that may follow a place that is left."""

_TRAVELLED = ROADS | {Kind.CROSSING, Kind.BRIDGE}
_OF_TRAFFIC = frozenset({Status.BLOCKED, Status.RESTRICTED, Status.REOPENED})
_BEFORE_NOUNS = frozenset({"a", "an", "the", "this", "his", "their", "its", "of", "another", "no", "any"})
"""Words after which what is spelled like a verb is a noun: "in a raid near X"."""

_DIRECTLY = 4
"""Elements before a clause within which stands who says what it tells."""

_ANYBODY = frozenset({"people", "pages", "accounts", "channels", "posts", "users", "ppl", "some", "others"})
_SAYING = frozenset(
    {"announced", "claimed", "claiming", "claim", "reported", "declared", "announce", "declare"}
)
_ANNOUNCING = ("announce ", "claim ", "declare ")
_WORDS_OF_MOUTH = frozenset(
    {"claim", "report", "rumour", "rumor", "suggestion", "allegation", "word", "post"}
)
"""What is told by anybody, or is only said."""

_UNREAL = frozenset({"NEG", "HYPO", "ATTEMPT", "FAIL", "DENY", "BASELESS"})

_SEVERAL = frozenset({"towns", "villages", "cities", "roads", "routes", "places", "districts", "settlements"})

Governed = tuple[list[Mention], str]
"""Mentions that a trigger speaks of, and who acts."""


class ClauseReader:
    """Finds the findings of one sentence; `context` is read and brought up to date."""

    def __init__(self, elements: Sequence[Element], context: Context) -> None:
        self.tokens = tokens = TokenSequence(elements)
        self.all_told = True
        self.some: list[int] | None = None
        self.low, self.tag = tokens.low, tokens.tag
        self.coreference = Coreference(self.tokens, context)
        self.grammar = Grammar(self.tokens, self.coreference)

    def findings(self) -> list[Finding]:
        """Read the findings of the sentence in its order."""
        found: list[Finding] = []
        self.tokens.elements = [
            self.coreference.completed(element, k) if isinstance(element, Mention) else element
            for k, element in enumerate(self.tokens.elements)
        ]
        self.coreference.note_topic()
        self.tokens.elements = [
            self.coreference.with_ends(e) if isinstance(e, Mention) else e for e in self.tokens.elements
        ]
        for i, element in enumerate(self.tokens.elements):
            if isinstance(element, Unit) and element.tag == "TRIGGER":
                news = self._read(i, element)
                self.all_told = self.all_told and bool(news)
                if self._status_told(news, found):
                    continue
                for finding in news:
                    self.coreference.note_mention(finding.mention, alone=True)
                    if finding.mention.kind in (Kind.PLACE, Kind.SITE):
                        self.coreference.context.told, self.coreference.context.told_in = (
                            finding.mention,
                            self.coreference.context.sentence,
                        )
                found.extend(news)
            self.coreference.note(i, element)
        if all(finding.background for finding in found):
            found.extend(self._moving_again())
        return found or self._close_by()

    def _close_by(self) -> list[Finding]:
        """Place that a side is said to stand near: "troops are now some 10 km from X"."""
        found = []
        for k, point in enumerate(self.tokens.elements):
            near = (
                isinstance(point, Mention)
                and point.kind is Kind.POINT
                and self.grammar.is_passive(k - (self.low(k - 1) == "within"))
            )
            side = self.grammar.actor(k) if near else ""
            if side and isinstance(point, Mention) and not any(self.tag(j) in _UNREAL for j in range(k)):
                trigger = Trigger(Status.THREATENED, Frame.AT, "noun", "near")
                place = replace(point, kind=Kind.PLACE)
                reach = self.tokens.elements[self.tokens.begin(k)].start, point.end
                found.append(
                    Finding(trigger, trigger.status, place, side, point.start, reach, confidence=0.7)
                )
        return found

    def _moving_again(self) -> list[Finding]:
        """Road that "cars drive ... again" or "for the first time since" tells to be open."""
        tokens = self.tokens
        last = len(tokens.elements)
        again = next((k for k in range(last) if self._is_again(k)), 0)
        begin, end = tokens.begin(again), tokens.end(again)
        moving = again and any(self.low(k) in VEHICLES for k in range(begin, end))
        if not moving or any(self.tag(k) in _UNREAL for k in range(last)):
            return []
        named = [(k, m) for k in range(begin, end) if isinstance(m := tokens.elements[k], Mention)]
        roads = [
            replace(m, kind=Kind.ROAD) if m.kind is Kind.BETWEEN else m for _, m in named if m.kind in ROADS
        ]
        places = [m for _, m in named if m.kind is Kind.PLACE]
        if len(places) > 1 and not roads and any(tokens.led_by(k, ("from",)) for k, _ in named):
            roads = [replace(places[0], kind=Kind.ROAD, names=(places[0].names[0], places[1].names[0]))]
        trigger = Trigger(Status.REOPENED, Frame.NOBODY, "noun", "again")
        reach = tokens.elements[begin].start, tokens.elements[end - 1].end
        return [
            Finding(
                trigger, trigger.status, self.coreference.meant(road), "", road.start, reach, confidence=0.7
            )
            for road in roads[:1]
        ]

    def _is_again(self, k: int) -> bool:
        again = self.low(k) == "again" or (self.low(k) == "time" and self.low(k - 1) == "first")
        return again or (self.low(k) in VEHICLES and self.low(k - 1) == "first")

    def _status_told(self, news: list[Finding], found: list[Finding]) -> bool:
        """Whether a line "A - B: open, ..." has told its status before, so that the rest is detail."""
        heading = self.coreference.heading(len(self.tokens.elements))
        return (
            isinstance(self.tokens.elements[0], Mention)
            and bool(found)
            and all(f.mention == heading for f in (*found[:1], *news))
        )

    def _read(self, i: int, unit: Unit) -> list[Finding]:
        trigger = unit.value
        assert isinstance(trigger, Trigger)
        noun = (
            self.low(i - 1) in _BEFORE_NOUNS
            or self.low(i - 1) in BRIDGES
            or self.tokens.kind(i - 1) in THINGS
        )
        if trigger.form == "base" and noun:
            return []
        mentions, by = self._governed(i, trigger)
        mentions = mentions + [m for m in self._among(i) if m not in mentions]
        if not mentions:
            return []
        begin, end = self.tokens.begin(i), self.tokens.end(i)
        status, set_aside, confidence, denied = modality(self.tokens, i, begin, trigger)
        if (
            status is Status.BLOCKED
            and trigger.frame in (Frame.AT, Frame.ENDED)
            and self._is_lifted(i, begin, end)
        ):
            status = Status.REOPENED
        if by:
            self.coreference.last_by = by
        had = self.grammar.in_past_perfect(i)
        had = had or (self.low(begin - 1) == "because" and any(self.low(k) == "had" for k in range(begin)))
        within = not any(self.low(k) == "," for k in range(begin, i))
        relative = within and self.low(begin - 1) in ("which", "who", "where")
        adding = relative or (self.low(begin - 1) == "that" and self.tokens.kind(begin - 2) is not None)
        late = self.low(begin - 1) in ("after", "since")
        background = had or adding or late or self.grammar.is_reduced(i) or self.grammar.is_attribute(i)
        if not set_aside and status in PASSING_STATES and relative and self.grammar.in_passing(i, begin):
            set_aside = "told in passing"
        if not set_aside and self._told_by_others(i, begin, trigger):
            set_aside = "a claim of others"
        unused = set_aside == "said not to be so" and trigger.lemma == "take"
        if unused and all(m.kind in ROADS for m in mentions):
            status, set_aside = Status.BLOCKED, ""
        of_men = self.low(begin - 1) == "who" and self.low(begin - 2) != ","
        held = trigger.lemma in HELD_LEMMAS or status is Status.CONTESTED
        if not set_aside and held and within and of_men:
            set_aside = "told in passing"
        reported = any(self.tag(k) == "REPORTED" for k in range(len(self.tokens.elements)))
        first, last = self.tokens.elements[begin], self.tokens.elements[end - 1]
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
                background=background,
                standing=trigger.frame == Frame.STATE
                or (status in _OF_TRAFFIC and self._holds_now(i))
                or (status is not trigger.status and status in (Status.BLOCKED, Status.DAMAGED)),
            )
            for mention in mentions
        ]

    def _told_by_others(self, i: int, begin: int, trigger: Trigger) -> bool:
        """Whether people only say so: "pages announced the fall of X", "claims that X fell were not ..."."""
        low, last = self.low, len(self.tokens.elements)
        noun = trigger.form == "noun" or trigger.lemma.startswith(("announce", "claim", "declare"))
        people = any(low(k) in _ANYBODY for k in range(max(begin - _DIRECTLY, 0), i))
        says = any(low(k) in _SAYING for k in range(max(begin - 1, 0), i + 1)) or trigger.lemma.startswith(
            _ANNOUNCING
        )
        if noun and people and says and trigger.status in (Status.CAPTURED, Status.BLOCKED):
            return True
        that = low(begin - 1) == "that" and low(begin - 2).rstrip("s") in _WORDS_OF_MOUTH
        return that and any(self.tag(k) in ("NEG", "DENY", "BASELESS") for k in range(i + 1, last))

    def _among(self, i: int) -> list[Mention]:
        """Those named of several: "a string of towns, among them X and Y"."""
        end = len(self.tokens.elements)
        if self.some is None:
            self.some = [k for k in range(end) if self._names_some(k)]
        several = bool(self.some) and any(self.low(k).removeprefix("the ") in _SEVERAL for k in range(end))
        for k in self.some:
            wide = (Kind.WIDE, Kind.PART)
            of_wide = self.tokens.kind(k - 1) in wide or self.tokens.kind(k - 2) in wide
            if not (several or of_wide):
                continue
            stop = next((j for j in range(k + 1, end) if self.tag(j) in ("BOUND", "TRIGGER")), end)
            named = [m for j in range(k + 1, stop) if (m := self.tokens.elements[j]) and self._is_listed(j)]
            return [m for m in named if isinstance(m, Mention)]
        return []

    def _is_listed(self, j: int) -> bool:
        """Whether a mention is of a list itself: no place that only tells where another lies."""
        thing = self.tokens.kind(j - 2) in THINGS and self.low(j - 1) in ("at", "in", "of")
        placed = self.tag(j - 1) == "PREP" and not thing
        return not placed and self.tokens.kind(j) in (Kind.PLACE, Kind.ROAD)

    def _names_some(self, k: int) -> bool:
        """Whether a list of some begins here: "including X", "among them X"."""
        return self.low(k) == "including" or (self.low(k - 1) == "among" and self.low(k) in ("them", "these"))

    def _holds_now(self, i: int) -> bool:
        """Whether a passive tells what is so now: "has been closed since 2012", "remains cut"."""
        since = any(self.low(k) == "since" for k in range(len(self.tokens.elements)))
        return (self.grammar.is_passive(i) or since) and any(
            self.low(k) in NOW for k in range(max(i - 4, self.tokens.begin(i)), i)
        )

    def _of_mention(self, i: int, trigger: Trigger, status: Status, mention: Mention) -> Status:
        """Status as it holds for a mention: part of a town is fought for, a road "freed" is open."""
        if mention.kind is Kind.PART and status in (Status.CAPTURED, Status.RECAPTURED):
            return Status.CONTESTED
        if mention.kind is Kind.BRIDGE and status is Status.CAPTURED and trigger.frame == Frame.STATE:
            return Status.DAMAGED
        if trigger.lemma == "free" and status is Status.CAPTURED and mention.kind in ROADS:
            return Status.REOPENED
        rid = trigger.lemma == "secure" or (trigger.lemma == "clear" and self._rid_of(i))
        if rid and mention.kind is Kind.PLACE and status is Status.REOPENED:
            return Status.RECAPTURED
        return status

    def _rid_of(self, i: int) -> bool:
        """Whether "of" and men follow: "cleared of the infiltrators", not "of mines"."""
        k = next(
            (k for k in range(i + 1, min(i + REACH, self.tokens.end(i))) if self.low(k) in ("of", "from")), 0
        )
        return bool(k) and any(self.grammar.side_at(j) or self.low(j) in MEN for j in range(k + 1, k + 4))

    def _governed(self, i: int, trigger: Trigger) -> Governed:
        """Mentions that a trigger speaks of, and who acts."""
        mentions, by = self._FRAMES[trigger.frame](self, i, trigger)
        return (
            ([], "") if self._says_nothing(i, trigger, by) else (self._fitting(i, trigger, mentions, by), by)
        )

    def _says_nothing(self, i: int, trigger: Trigger, by: str) -> bool:
        """Whether a trigger lacks what makes it one: "back", "over", a side, a verb's place."""
        particle = PARTICLE.get(trigger.lemma, ())
        without = bool(particle) and not any(
            self.low(k) in particle for k in range(i + 1, self.tokens.end(i))
        )
        describing = trigger.lemma == "surround" and trigger.form == "ing" and self.grammar.describes(i)
        elsewhere = trigger.status in _OF_TRAFFIC and any(
            self.low(k) in OFF_ROADS for k in range(self.tokens.begin(i), i)
        )
        return without or describing or elsewhere or (trigger.lemma in (*RAIDS, "astride") and not by)

    def _fitting(self, i: int, trigger: Trigger, mentions: list[Mention], by: str) -> list[Mention]:
        """Those of some mentions that a trigger can speak of, else what its clause offers instead."""
        if trigger.status is Status.CAPTURED and trigger.frame in (Frame.STATE, Frame.FALLS) and not by:
            mentions = [m for m in mentions if m.kind not in ROADS]
        if trigger.lemma in BARE:
            mentions = [m for m in mentions if self.grammar.is_placed(m, i)]
        of_roads = trigger.lemma in OF_ROADS and trigger.frame != Frame.ITSELF
        if of_roads or (trigger.status, trigger.frame) == (Status.REOPENED, Frame.NOBODY):
            mentions = [m for m in mentions if m.kind in _TRAVELLED or m.names == ("road",)]
        if trigger.status in _OF_TRAFFIC:
            mentions = [m for m in mentions if m.kind is not Kind.SITE]
        if not mentions and trigger.status in _OF_TRAFFIC:
            mentions = self.grammar.between(i)
        if (
            not mentions
            and trigger.lemma in SIEGES
            and self._is_lifted(i, self.tokens.begin(i), self.tokens.end(i))
        ):
            mentions = self.grammar.places_before(i)
        return mentions

    def _state(self, i: int, trigger: Trigger) -> Governed:
        attribute = "ROAD" in (self.tag(i - 1), self.tag(i - 2)) and self.low(self.tokens.begin(i) - 1) != ":"
        if attribute or (trigger.lemma in OF_LINES and i and self.low(i - 1) != ":"):
            return [], ""
        subjects = self.grammar.subjects(i) if self.grammar.predicates(i) else []
        if not subjects and trigger.lemma in SIEGES:
            subjects = self.grammar.people_in(i)
        if not subjects and {self.low(i - 1), self.low(i - 2)} & TRANSPARENT:
            subjects = [m for m in self.grammar.objects(i, over_prepositions=True) if m.kind in ROADS]
        holds = trigger.status is Status.CAPTURED and self.low(i).endswith(tuple(HELD))
        put = any(self.low(k) in _PUTTING for k in range(self.tokens.begin(i), i))
        by = trigger.lemma if holds else self.grammar.actor(i) if put else ""
        return subjects or self.grammar.listed_after(i), by

    def _nobody(self, i: int, trigger: Trigger) -> Governed:
        by = self.grammar.actor(i) if trigger.form != "noun" else ""
        return self.grammar.objects(i, over_prepositions=True) or self.coreference.road_told(i), by

    def _falls(self, i: int, trigger: Trigger) -> Governed:
        by = self.grammar.agent(i, "to") or self.grammar.agent(i, "of") or self.grammar.beside(i)
        unsure = trigger.lemma in PEACEFUL or trigger.lemma in HELD_LEMMAS
        led = f"{self.low(i + 1)} ".startswith(("under ", "into "))
        return ([] if (unsure and not by) or led else self.grammar.subjects(i)), by

    def _at(self, i: int, trigger: Trigger) -> Governed:
        if trigger.lemma.startswith("control "):
            return self._controlled(i)
        loses = trigger.lemma in ("fall of", "collapse of")
        by = self.grammar.agent(i, "to") if loses else self.grammar.agent(i, "by") or self.grammar.actor(i)
        found = self.grammar.objects(i, over_prepositions=True) or self.grammar.scene(i)
        return found or self.grammar.scene_before(i), by

    def _owned(self, i: int, trigger: Trigger) -> Governed:
        owner = self.tokens.elements[i - 1] if i else None
        owned = [replace(owner, kind=Kind.PLACE)] if isinstance(owner, Mention) else []
        return owned, self.grammar.agent(i, "to")

    def _ended(self, i: int, trigger: Trigger) -> Governed:
        lifted = self._is_lifted(i, self.tokens.begin(i), len(self.tokens.elements))
        after = self.grammar.objects(i, over_prepositions=True)
        return (after or self.grammar.places_before(i)) if lifted else [], ""

    def _out(self, i: int, trigger: Trigger) -> Governed:
        return self._left_behind(i), self.grammar.agent(i, "by") if self.grammar.is_passive(
            i
        ) else self.grammar.actor(i)

    def _leaves(self, i: int, trigger: Trigger) -> Governed:
        if trigger.form == "noun":
            by = self.grammar.agent(i, "by")
            return self.grammar.objects(i, over_prepositions=False) if by else [], by
        by = self.grammar.agent(i, "to")
        if self.grammar.is_passive(i):
            return (self.grammar.subjects(i) if trigger.lemma in GIVEN_AWAY else []), by
        told = trigger.lemma not in PEACEFUL or bool(self.grammar.actor(i))
        if trigger.lemma == "leave":
            told = any(self.grammar.side_at(k) for k in range(self.tokens.begin(i), i))
        found = self.grammar.objects(i, over_prepositions=False) if told else []
        return found if trigger.lemma != "leave" or self._ends_there(found) else [], by

    def _ends_there(self, mentions: list[Mention]) -> bool:
        """Whether nothing follows that a place is left in: "left X on Friday", not "left X without food"."""
        elements = self.tokens.elements
        after = [elements.index(m) + 1 for m in mentions if m in elements]
        return all(self.tag(k) in ("SIGN", "BOUND", "") or self.low(k) in _LATER for k in after)

    def _controlled(self, i: int) -> Governed:
        """What "control of X" that passes to somebody, or "the control of S over X", tells."""
        if self._passes(i):
            return self.grammar.objects(i, over_prepositions=True), self.grammar.agent(i, "to")
        for k in range(i + 1, min(i + REACH, self.tokens.end(i))):
            if self.low(k) == "over":
                return self.grammar.objects(k, over_prepositions=False), self.grammar.side_at(k - 1)
        return [], ""

    def _passes(self, i: int) -> bool:
        """Whether "control of X" goes on with "passed to"."""
        return any(self.low(k) in PASSING for k in range(i + 1, self.tokens.end(i)))

    def _verb(self, i: int, trigger: Trigger) -> Governed:
        """Objects of a verb in the active voice, its subject in the passive one and in headlines."""
        may = ("past", "participle") + ("base",) * (trigger.lemma.split()[0] in UNCHANGED)
        passive = trigger.form in may and self.grammar.is_passive(i)
        after = [] if passive else self.grammar.objects(i, over_prepositions=False)
        objects = [mention for mention in after if mention.kind is not Kind.WIDE]
        if objects:
            by = self.grammar.actor(i)
            roads = trigger.lemma == "clear" and all(mention.kind in ROADS for mention in objects)
            ours = any(self.low(k) == "we" for k in range(self.tokens.begin(i), i))
            return ([], "") if trigger.lemma in PEACEFUL and not (by or roads or ours) else (objects, by)
        headline = trigger.form in ("past", "participle", "base") and self.grammar.adjoins(i)
        headline = headline or (trigger.frame == Frame.ITSELF and self.low(i - 1) in ("it", "and", "then"))
        if trigger.status is Status.DAMAGED and self.tag(i + 1) == "WORD":
            headline = False
        if passive or headline:
            return self.grammar.subjects(i) or self.grammar.listed_after(i), self.grammar.agent(i, "by")
        begin = self.tokens.begin(i)
        told = self.low(begin - 1) in ("which", "that") and trigger.lemma not in HELD_LEMMAS
        by = self.grammar.actor(i)
        if told and (by or trigger.frame == Frame.ITSELF):
            return self.grammar.subjects(i), by
        return [], ""

    def _left_behind(self, i: int) -> list[Mention]:
        """Mentions after "out of", or after "from" when a side is driven from there."""
        driven = self.grammar.is_passive(i) or self.low(i + 1) in ("them", "him")
        for k in range(i + 1, min(i + REACH, self.tokens.end(i))):
            driven = driven or bool(self.grammar.side_at(k))
            out_of = self.low(k) == "of" and self.low(k - 1) == "out"
            if out_of or (driven and self.low(k) == "from"):
                return self.grammar.objects(k, over_prepositions=False)
        return []

    def _is_lifted(self, i: int, begin: int, end: int) -> bool:
        """Whether "the siege of X" goes on with "was broken", or somebody broke it."""
        around = (*range(begin, i), *range(i + 1, end))
        return any(self.low(k) in LIFTING for k in around)

    _FRAMES: ClassVar[dict[str, Callable[[ClauseReader, int, Trigger], Governed]]] = {
        Frame.STATE: _state,
        Frame.NOBODY: _nobody,
        Frame.FALLS: _falls,
        Frame.AT: _at,
        Frame.OWNED: _owned,
        Frame.ENDED: _ended,
        Frame.OUT: _out,
        Frame.LEAVES: _leaves,
        Frame.OBJECT: _verb,
        Frame.ITSELF: _verb,
    }
