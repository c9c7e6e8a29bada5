"""Arabic sentences -> findings, by the words around the names: verb first, then who, then where."""

from __future__ import annotations

import re

from routegraph.reading.arabic import lexicon
from routegraph.reading.arabic.names import REACH, NameReader
from routegraph.reading.atlas import Atlas
from routegraph.reading.cues import limited, weak_reading
from routegraph.reading.enumerations import with_listed
from routegraph.reading.finding import Context, Finding, with_lifelines
from routegraph.reading.mention import Kind, Mention
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reports.event import Status
from routegraph.reports.sides import ARMED_GROUPS

_TIME = re.compile(
    r"،\s*(?:و?(?:أمس|اليوم|يوم|مساء|فجر|صباح|ظهر|ليل|ليلة|عصر|الليلة|السبت|الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس"
    r"|الجمعة)\b)(?: [\w/]+){0,3}،"
)
"""When something happened, between commas that part a verb from its object."""

_FROM_AFAR = frozenset(("قصف", "القصف", "غارات", "غاره"))
_STILL = frozenset(("يزال", "تزال", "زال", "زالت", "زالوا", "يزالون"))
"""What makes "still" of the "not" before it."""
_NOMINAL = frozenset(("من", "علي", "بعد", "عن", "في", "منذ", "بسبب"))
"""Words before a noun that is spelled like a verb with a pronoun."""
_DIRECTLY = 4
"""Words after "over" within which its place stands; further on, it is that of something else."""
_APART = frozenset({"بعد", "عقب", "اثر", "ثم", "بينما", "فيما", "حيث", "خلال"})
"""Words at which what was tried ends, and what happened begins."""

_HAD = frozenset({"كان", "كانت", "كانوا", "وكان", "وكانت", "وكانوا"})
_ENTERING = frozenset({"دخل", "دخلت", "دخلوا", "دخول", "الدخول", "يدخل", "تدخل"})

_SOME_ROADS = frozenset({"طريقين", "طرقا", "طرقات", "شوارع", "جسرين", "جسورا", "عدد", "عددا", "عده", "معظم"})
"""Objects that are no road by name: places after them only tell where these are."""

_AMONG = frozenset({"بينها", "منها", "هي", "وهي", "هما"})
"""Words after which a list begins: "some roads, among them ..."."""

_AREAS = frozenset({"احياء", "مناطق", "منطقه", "مواقع", "اراض", "نقاط", "اجزاء", "التي", "الذي"})
"""Words whose holder a verb after them describes: "quarters that the government controls"."""

_SIEGE = frozenset({"حصار", "الحصار", "حصارا", "طوقا"})
_CONTROL = "السيطره"
_HOSTILE = frozenset({Status.CAPTURED, Status.BLOCKED, Status.CONTESTED, Status.THREATENED})


class _Sentence(NameReader):
    """Finds the findings of one sentence; `context` is read and brought up to date."""

    def findings(self) -> list[Finding]:
        """Read the findings of the sentence in its order."""
        found: list[Finding] = []
        for i, word in enumerate(self.words):
            if word.tag == "VERB":
                news = self._read(i)
                limits = bool(news) and news[0].status is Status.RESTRICTED
                if found and news and not limits and self._headed(i) == news[0].mention == found[0].mention:
                    continue
                found.extend(news)
                for finding in news:
                    if finding.mention.kind is Kind.PLACE:
                        self.context.place = finding.mention
            elif side := self._side(i)[0]:
                self.context.side = side
                if side in ARMED_GROUPS:
                    self.context.group = side
        return found

    def mentions(self, *, free: bool) -> list[Mention]:
        """What the sentence names, when it has a word of roads, control or hazards."""
        found: list[Mention] = []
        telling = any(word.tag in ("VERB", "ROAD", "BRIDGE", "REPEL", "ALERT") for word in self.words)
        if not telling and not self._headed(self._first() + _DIRECTLY):
            return found
        k = 0
        while k < len(self.words):
            if self._tag(k) == "WIDE":
                k += 1
            mention, size = self._mention(k)
            if mention and not (free and self._tag(k - 1) in ("PREP", "WIDE")):
                found.append(mention)
            k += max(size, 1)
        return found

    def unreal(self) -> list[tuple[int, int]]:
        """Offsets of the words that plan, suppose, deny or ask."""
        tags = ("HYPO", "ATTEMPT", "FAIL", "REPEL", "DENY", "NEG")
        return [(word.start, word.end) for word in self.words if word.tag in tags or word.text in "?؟"]

    def _end(self, i: int) -> int:
        """One past the last word of the clause of a verb."""
        for k in range(i + 1, len(self.words)):
            if self.words[k].text in "،؛.:;!؟?" or (
                self._tag(k) == "VERB" and self._frame(k) != Frame.STATE and k > i + 1
            ):
                return k
        return len(self.words)

    def _read(self, i: int) -> list[Finding]:
        status, frame = lexicon.verbs()[self._form(i)]
        if self._form(i) == _CONTROL and self._follows_recapture(i):
            status = Status.RECAPTURED
        end = self._end(i)
        if status is Status.BLOCKED and self._form(i) in _SIEGE and self._is_lifted(i):
            status = Status.REOPENED
        mentions = self._governed(i, end, frame)
        if (
            frame == Frame.OBJECT
            and status is Status.REOPENED
            and all(m.kind is Kind.PLACE for m in mentions)
        ):
            if self._form(i) != "فتح" and "حصار" not in self._form(i):
                return []
            status = Status.CAPTURED if self._form(i) == "فتح" else status
        if status is Status.REOPENED and any(self._form(k) in lexicon.LIMITING for k in range(i, end)):
            status = Status.RESTRICTED
        status, set_aside, confidence, denied = self._modality(i, status)
        by = self._actor(i, end, frame)
        had = self._in_past_perfect(i)
        return [
            Finding(
                trigger=Trigger(status, frame, "past", self._form(i)),
                status=status,
                mention=mention,
                by=by,
                at=self.words[i].start,
                reach=(self.words[i].start, self.words[end - 1].end),
                set_aside=set_aside,
                confidence=confidence,
                denied=denied,
                past_perfect=had,
                background=had,
                standing=frame == Frame.STATE and status is not Status.CAPTURED,
            )
            for mention in mentions
        ]

    def _is_lifted(self, i: int) -> bool:
        """Whether a siege is said to be broken: "the army broke the siege of X"."""
        return any(self._form(k) in lexicon.lifting() for k in range(max(i - 6, 0), i))

    def _in_past_perfect(self, i: int) -> bool:
        """Whether "had" stands before a verb: "the army had taken the town"."""
        for k in range(i - 1, max(i - REACH, 0), -1):
            if self._tag(k) == "VERB":
                return False
            if self._form(k) in _HAD and i - k < _DIRECTLY:
                return True
            if self._form(k) == "قد":
                return any(self._form(j) in _HAD for j in range(max(k - REACH, 0), k))
        return False

    def _follows_recapture(self, i: int) -> bool:
        """Whether "control" is what an earlier word says was taken back."""
        forms = (self._form(k) for k in range(max(i - 7, 0), i))
        return any(
            form in lexicon.verbs() and lexicon.verbs()[form][0] is Status.RECAPTURED for form in forms
        )

    def _governed(self, i: int, end: int, frame: str) -> list[Mention]:
        if frame == Frame.STATE:
            return self._subject(i)
        if self.words[i].owns or (frame == Frame.FROM and self._form(i + 1) in ("منها", "منه")):
            return [] if self._is_nominal(i) else self._named_before(i)
        if frame == Frame.OVER and self._form(i + 1) in ("عليها", "عليه"):
            standing = self._form(i)[0] in "يت" and self._form(i - 1) in _AREAS
            return [] if standing else self._named_before(i)
        carried = self._form(i) in _ENTERING and self._carries(i, end)
        if carried or (frame == Frame.FALLS and "CASUALTY" in (self._tag(i + 1), self._tag(i + 2))):
            return []
        if frame == Frame.AT:
            end = self._far_end(i)
        if self._form(i + 1) in _SOME_ROADS:
            listed = next((k + 1 for k in range(i + 2, len(self.words)) if self._form(k) in _AMONG), 0)
            return self._mentions(listed, len(self.words)) if listed else []
        found = self._after(i, end, frame)
        if not found and frame == Frame.AT:
            found = self._scene(i)
        if not found and frame == Frame.AT:
            head = self._headed(i) if self.words[0].text == "#" else self._seen_by(i)
            found = [head] if head else []
        if not found and self._form(i) in lexicon.intransitive():
            found = self._road_before(i)
        if not found and frame == Frame.OBJECT and self._tag(i + 1) == "BRIDGE":
            head = self._headed(i)
            found = [head] if head and head.kind is Kind.ROAD else []
        if frame == Frame.OBJECT and lexicon.verbs()[self._form(i)][0] is Status.DAMAGED:
            bridges = any(self._tag(k) == "BRIDGE" for k in range(i, end))
            near = self.words[min(i + (REACH if bridges else _DIRECTLY), len(self.words) - 1)].end
            found = [mention for mention in found if mention.start <= near]
        return found

    def _scene(self, i: int) -> list[Mention]:
        """Place that a clause opens with: "in X broke out clashes"."""
        for k in range(i - 1, max(i - _DIRECTLY - 1, -1), -1):
            if self._form(k) in ("في", "داخل") and self._tag(k + 1) != "WIDE":
                mention, size = self._mention(k + 1)
                return [mention] if mention and mention.kind is Kind.PLACE and k + size < i else []
        return []

    def _seen_by(self, i: int) -> Mention | None:
        """Place that sees fighting: "the town of X saw clashes"."""
        for k in range(i - 1, max(i - _DIRECTLY - 1, -1), -1):
            mention, size = self._mention(k) if self._tag(k) == "KIND" else (None, 0)
            if mention and k + size == i and self._form(k - 1)[:2] in ("شه", "تش", "يش"):
                return mention
        return None

    def _carries(self, i: int, end: int) -> bool:
        """Whether what enters is aid or traffic, which takes no town."""
        return any(self._form(k) in lexicon.goods() for k in range(i + 1, end))

    def _road_before(self, i: int) -> list[Mention]:
        """Road that a verb after it speaks of: "the road A - B collapsed"."""
        for k in range(i - 1, max(i - REACH, -1), -1):
            if self._tag(k) == "VERB" or self.words[k].text in ".؛":
                break
            mention = self._mention(k)[0] if self._tag(k) == "ROAD" else None
            if mention:
                return [mention]
        return []

    def _is_nominal(self, i: int) -> bool:
        """Whether a form with a pronoun is a noun: "of its opening", not "that it open it"."""
        if self._form(i - 1) in ("ان", "لان"):
            return self._form(i)[0] not in "تين"
        return self._form(i - 1) in _NOMINAL

    def _far_end(self, i: int) -> int:
        """One past the last word in which fighting may be placed: "..., in the town of X"."""
        for k in range(i + 1, min(i + 2 * REACH + 4, len(self.words))):
            ended = self.words[k].text in ".؛:!؟?" or self._form(k) in _FROM_AFAR
            if ended or (self._tag(k) == "VERB" and self._frame(k) != Frame.STATE):
                return k
        return len(self.words)

    def _after(self, i: int, end: int, frame: str) -> list[Mention]:
        """Mentions to the left of a verb, which is after it."""
        start = i + 1
        leads = {Frame.OVER: ("علي", "عن"), Frame.FROM: ("من",)}.get(frame, ())
        if not leads and any(self._form(k) == _CONTROL for k in range(start, end + 1)):
            return []
        for k in range(start, min(end, i + REACH)):
            if self._form(k) in leads:
                return self._mentions(k + 1, self._directly(k, end) if frame == Frame.OVER else end)
        if leads:
            return []
        return self._mentions(start, end if frame == Frame.AT else min(end, start + REACH))

    def _directly(self, k: int, end: int) -> int:
        """One past the last word where what stands "over" may begin: "in X" only tells where."""
        inside = (j for j in range(k + 1, end) if self._form(j) == "في")
        return min(end, k + 1 + _DIRECTLY, next(inside, end))

    def _named_before(self, i: int) -> list[Mention]:
        """Find what the pronoun at the end of a verb stands for: what was named last before it."""
        last: list[Mention] = []
        k = max(i - 2 * REACH, 0)
        while k < i:
            mention, size = self._mention(k)
            if mention and self._tag(k - 1) != "WIDE" and self._form(k - 1) != "في":
                last = [mention]
            k += max(size, 1)
        return last

    def _subject(self, i: int) -> list[Mention]:
        """Last road, or else place, before a state word in its clause."""
        head = self._headed(i)
        if head:
            return [head]
        for k in range(i - 1, max(i - _DIRECTLY, -1), -1):
            mention, size = self._mention(k) if self._tag(k) in ("KIND", "BRIDGE") else (None, 0)
            if mention and k + size == i:
                return [mention]
        for k in range(i - 1, max(i - REACH, -1), -1):
            listed = self._mentions(k, k + 1) if self._tag(k) == "KIND" else []
            if len(listed) > 1 and listed[-1].end == self.words[i - 1].end:
                return listed
        for kinds, reach in ((("ROAD",), 2 * REACH), (("KIND", "BRIDGE", "SITE"), REACH)):
            for k in range(i - 1, max(i - reach, -1), -1):
                fits = self._tag(k) in kinds or ("ROAD" in kinds and self._form(k) == "بين")
                mention = self._mention(k)[0] if fits else None
                if mention:
                    return [mention]
                if self.words[k].text in ".؛":
                    break
        return self._held_before(i)

    def _held_before(self, i: int) -> list[Mention]:
        """Place right before a word of capture: "X has come under the control of"."""
        if lexicon.verbs()[self._form(i)][0] is not Status.CAPTURED:
            return []
        for k in range(i - 1, max(i - _DIRECTLY, -1), -1):
            led = self._form(k - 1) in _NOMINAL or self._tag(k - 1) == "WIDE"
            mention = self._mention(k)[0] if self._tag(k) == "" and not led else None
            if mention:
                return [mention]
        return []

    def _headed(self, i: int) -> Mention | None:
        """Place or road that a line or sentence begins with: "X: ..." or "X has come under ..."."""
        start = self._first()
        mention, size = self._mention(start)
        named = mention is not None and mention.kind is Kind.ROAD
        own = not named and any(self._tag(k) == "ROAD" for k in range(start + size, i))
        return mention if mention and not own and i - start - size <= _DIRECTLY else None

    def _actor(self, i: int, end: int, frame: str) -> str:
        if frame in (Frame.FROM, Frame.LOST):
            return ""
        if frame == Frame.FALLS:
            for k in range(i, end):
                if self._form(k) in ("بيد", "بايدي"):
                    return self._side(k + 1)[0]
        for size in range(1, min(4, i) + 1):
            side, found = self._side(i - size)
            if found == size:
                return side
        stretches = (range(i + 1, min(end, i + 6)), range(i - 1, max(i - 6, -1), -1))
        for k in (k for stretch in stretches for k in stretch):
            if self._form(k - 1) in ("ضد", "مع", "من"):
                continue
            if side := self._side(k)[0]:
                return side
        return self.context.side if self.words[i].text.startswith("و") else ""

    def _modality(self, i: int, status: Status) -> tuple[Status, str, float, bool]:
        """Status, why it is set aside, confidence, and whether somebody denies it."""
        start = max(i - REACH, 0)
        apart = [k for k in range(start, i) if self._form(k) in _APART]
        tags = {self._tag(k) for k in range(apart[-1] if apart else start, i)}
        if "DENY" in tags:
            return status, "denied", 0.8, True
        last = next((k for k in range(i, len(self.words)) if self.words[k].text in ".؛"), len(self.words))
        if status is Status.CONTESTED and any(
            self._tag(k) == "REPEL" for k in range(i + 1, min(last, i + REACH))
        ):
            return Status.THREATENED, "", 0.6, False
        meant = self.words[i].text.startswith("ل") and not self._form(i).startswith("ل")
        if meant or tags & {"FAIL", "REPEL", "ATTEMPT"}:
            tried = status in _HOSTILE
            return (Status.THREATENED, "", 0.6, False) if tried else (status, "only attempted", 0.8, False)
        return status, self._hindrance(i, status), 0.8, False

    def _hindrance(self, i: int, status: Status) -> str:
        """Why what a verb tells is no news; empty when it is."""
        frame, near = self._frame(i), range(max(i - _DIRECTLY, 0), i)
        reasons = (
            (
                "as before",
                status is Status.CAPTURED
                and frame == Frame.STATE
                and any(self._form(k) in _STILL for k in range(max(i - 6, 0), i)),
            ),
            ("told in passing", frame == Frame.AT and any(self._form(k) in _APART for k in near[-2:])),
            (
                "not said to have happened",
                any(self._tag(k) == "HYPO" for k in near) or self._form(i - 1) == "عند",
            ),
            (
                "said not to be so",
                any(
                    self._tag(k) == "NEG" and self._form(k + 1) not in _STILL
                    for k in (near if self._form(i - 1) == "من" else near[-2:])
                ),
            ),
        )
        return next((reason for reason, holds in reasons if holds), "")


class ArabicReader:
    """Reads the sentences of one text; `context` is read and brought up to date."""

    def __init__(self, context: Context, atlas: Atlas) -> None:
        self.context = context
        self.atlas = atlas

    def read(self, sentence: str) -> tuple[list[Finding], list[Mention]]:
        """What a sentence tells, and what it names if it has a word of roads, control or hazards."""
        sentence = _TIME.sub(lambda match: " " * len(match[0]), sentence)
        read = _Sentence(sentence, self.context, self.atlas)
        findings = read.findings()
        named = read.mentions(free=False)
        told = {finding.mention.key for finding in findings}
        weak = weak_reading(sentence, named, read.unreal(), [finding.at for finding in findings])
        findings += [finding for finding in weak if finding.mention.key not in told]
        findings = [limited(sentence, finding) for finding in findings]
        findings = with_lifelines(with_listed(sentence, findings, named), named)
        return findings, read.mentions(free=True) if findings else named

    def points_back(self, sentence: str) -> bool:
        """Whether a sentence speaks of what the one before it said."""
        return False

    def denies(self, sentence: str) -> bool:
        """Whether a sentence calls untrue what the one before it said."""
        return False
