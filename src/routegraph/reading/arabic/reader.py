"""Arabic sentences -> findings, by the words around the names: verb first, then who, then where."""

from __future__ import annotations

from routegraph.reading.arabic import lexicon
from routegraph.reading.arabic.words import LETTERS, Word, words_of
from routegraph.reading.atlas import Atlas
from routegraph.reading.cues import limited, weak_reading
from routegraph.reading.enumerations import with_listed
from routegraph.reading.finding import Context, Finding, with_lifelines
from routegraph.reading.mention import Kind, Mention
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reports.event import Status
from routegraph.reports.sides import ARMED_GROUPS

_FROM_AFAR = frozenset(("قصف", "القصف", "غارات", "غاره"))
_STILL = frozenset(("يزال", "تزال", "زال", "زالت", "زالوا", "يزالون"))
"""What makes "still" of the "not" before it."""
_NOMINAL = frozenset(("من", "علي", "بعد", "عن", "في", "منذ", "بسبب"))
"""Words before a noun that is spelled like a verb with a pronoun."""
_LONGEST_NAME = 3
_REACH = 14
_FAR = 9
_DIRECTLY = 4
"""Words after "over" within which its place stands; further on, it is that of something else."""
_TO = frozenset({"الي", "بين", "نحو"})
_TOWARDS = frozenset({"الي", "حتي", "نحو", "باتجاه"})
_TIES = frozenset({"تربطها", "يربطها", "تصلها", "يصلها", "تربطه", "يربطه"})
_SAME_PLACE = {
    "البلده": ("town", "village"),
    "المدينه": ("city", "town"),
    "القريه": ("village", "hamlet"),
}
_APART = frozenset({"بعد", "عقب", "اثر", "ثم", "بينما", "فيما", "حيث", "خلال"})
"""Words at which what was tried ends, and what happened begins."""

_HAD = frozenset({"كان", "كانت", "كانوا"})
_ENTERING = frozenset({"دخل", "دخلت", "دخلوا", "دخول", "الدخول", "يدخل", "تدخل"})
_TRAFFIC = frozenset({"حركه", "الحركه", "السير", "المرور", "التنقل", "السفر"})
_LAST = ("الوحيد", "الاخير", "المتبقي")
"""Words of the one road that is left, as they begin."""

_SIEGE = frozenset({"حصار", "الحصار", "حصارا", "طوقا"})
_CONTROL = "السيطره"
_DASHES = frozenset("-–—")
_QUOTES = frozenset('«»"“”')
_HOSTILE = frozenset({Status.CAPTURED, Status.BLOCKED, Status.CONTESTED, Status.THREATENED})


class _Sentence:
    """Finds the findings of one sentence; `context` is read and brought up to date.

    Parameters
    ----------
    sentence : str
    context : Context
    atlas : Atlas
    """

    def __init__(self, sentence: str, context: Context, atlas: Atlas) -> None:
        self.sentence = sentence
        self.context = context
        self.atlas = atlas
        self.words = words_of(sentence)

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
        if all(word.tag not in ("VERB", "ROAD", "BRIDGE", "REPEL", "ALERT") for word in self.words):
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

    def _tag(self, i: int) -> str:
        return self.words[i].tag if 0 <= i < len(self.words) else ""

    def _form(self, i: int) -> str:
        return self.words[i].form if 0 <= i < len(self.words) else ""

    def _side(self, i: int) -> tuple[str, int]:
        """Side named at a word, and by how many words."""
        for size in range(4, 0, -1):
            forms = tuple(word.form for word in self.words[i : i + size])
            if side := lexicon.sides().get(forms):
                return side, size
        if self._tag(i) == "GROUP" and self.context.group:
            return self.context.group, 1
        return "", 0

    def _end(self, i: int) -> int:
        """One past the last word of the clause of a verb."""
        for k in range(i + 1, len(self.words)):
            if self.words[k].text in "،؛.:;!؟?" or (
                self._tag(k) == "VERB" and self._frame(k) != Frame.STATE and k > i + 1
            ):
                return k
        return len(self.words)

    def _frame(self, i: int) -> str:
        return lexicon.verbs()[self._form(i)][1]

    # Places ---------------------------------------------------------------------------------

    def _name(self, i: int, *, led: bool = False) -> tuple[str, int]:
        """Longest name of a place that begins at a word, and by how many words; ("", 0) for none."""
        for size in range(min(_LONGEST_NAME, len(self.words) - i), 0, -1):
            part = self.words[i : i + size]
            if any(not LETTERS.match(word.text) for word in part):
                continue
            for text in dict.fromkeys((self.sentence[part[0].start : part[-1].end], self._bare(part))):
                if self._is_name(text, led=led) or (
                    led and size == 1 and part[0].tag == "" and self.atlas.is_place(text)
                ):
                    return text, size
        return "", 0

    def _is_name(self, text: str, *, led: bool) -> bool:
        """Whether a spelling is, letter by letter, the name of a place; of a town without its article too."""
        knows = self.atlas.gazetteer.index.knows
        return (knows(text) and self.atlas.is_place(text)) or (
            knows(text, without_articles=True) and (led or self.atlas.kind(text) in ("city", "town"))
        )

    def _bare(self, part: list[Word]) -> str:
        """Text of words without a leading "and" or "with"."""
        text = self.sentence[part[0].start : part[-1].end]
        return text[1:] if text[0] in "وب" and len(text) > 3 else text

    def _mention(self, i: int) -> tuple[Mention | None, int]:
        """Place or road at a word, and by how many words."""
        tag = self._tag(i)
        if tag in ("ROAD", "PART") and (street := self._street(i)):
            return street
        if tag == "ROAD":
            return self._road(i)
        if self._form(i) == "بين" and (pair := self._between(i)):
            return pair
        if tag == "SITE":
            name, size = self._name(i + 1)
            return (self._make(Kind.SITE, (name,), i, i + 1 + size), 1 + size) if name else (None, 0)
        return self._place(i, tag)

    def _street(self, i: int) -> tuple[Mention, int] | None:
        """Road that the network knows by its name, such as a street."""
        for size in range(min(4, len(self.words) - i), 1, -1):
            text = self._bare(self.words[i : i + size])
            if not text[-1].isdigit() and (name := self.atlas.road(text)):
                start, end = self.words[i].start, self.words[i + size - 1].end
                return Mention(Kind.REF, (), self.sentence[start:end], start, end, ref=name), size
        return None

    def _between(self, i: int) -> tuple[Mention, int] | None:
        """Road of "lorries pass between A and B"."""
        if not any(self._form(k) in lexicon.goods() | _TRAFFIC for k in range(max(i - 4, 0), i)):
            return None
        first, size = self._name(i + 1)
        second, more = self._name(i + 1 + size) if first else ("", 0)
        end = i + 1 + size + more
        return (self._make(Kind.ROAD, (first, second), i, end), end - i) if second else None

    def _place(self, i: int, tag: str) -> tuple[Mention | None, int]:
        k = i + (tag in ("KIND", "BRIDGE", "AROUND"))
        if tag in ("AROUND", "BRIDGE") and self._tag(k) == "KIND":
            k += 1
        if k == i and tag not in ("", "BRIDGE"):
            return None, 0
        name, size = self._name(k, led=k > i)
        if not name and tag == "BRIDGE":
            k, (name, size) = i, self._name(i)
        if not name:
            again = self.context.place if self._form(i) in _SAME_PLACE else None
            same = again and self.atlas.kind(again.names[0]) in _SAME_PLACE[self._form(i)]
            return (again, 1) if same else (None, 0)
        k += size
        dash = self._form(k) in _DASHES
        joined = k < len(self.words) and self.words[k].text.startswith("و")
        if dash or (i == self._first() and not joined):
            other, size = self._name(k + dash)
            if other:
                return self._make(Kind.ROAD, (name, other), i, k + dash + size), k + dash + size - i
        kind = Kind.CROSSING if self._form(i) == "معبر" else Kind.PLACE
        return self._make(kind, (name,), i, k), k - i

    def _make(self, kind: Kind, names: tuple[str, ...], i: int, end: int) -> Mention:
        start, stop = self.words[i].start, self.words[end - 1].end
        if names[0] == self.sentence[start + 1 : stop]:
            start += 1
        made = Mention(kind, names, self.sentence[start:stop], start, stop)
        if kind in (Kind.ROAD, Kind.AT):
            self.context.road = made
        elif kind is Kind.PLACE and self._tag(i) == "KIND":
            self.context.place = made
        return made

    def _road(self, i: int) -> tuple[Mention | None, int]:
        k = i + 1
        while self._tag(k) in ("LINK", "KIND", "SUPPLY") or self._form(k) in _QUOTES:
            k += 1
        first, size = self._name(k)
        if not first and (far := self._far_ends(k)):
            k, (first, size) = far, self._name(far)
        kind = Kind.SUPPLY if any(self._tag(j) == "SUPPLY" for j in range(i, k)) else Kind.ROAD
        if not first and kind is Kind.SUPPLY:
            k = next((j + 1 for j in range(k, min(k + _REACH, len(self.words))) if self._form(j) in _TO), k)
            first, size = self._name(k)
        if not first:
            return (self._make(kind, ("",), i, k), k - i) if kind is Kind.SUPPLY else self._road_again(i)
        k += size
        k += self._form(k) in _QUOTES
        if self._form(k) == "بين":
            one, more = self._name(k + 1)
            other, last = self._name(k + 1 + more) if one else ("", 0)
            if other:
                return self._make(kind, (one, other), i, k + 1 + more + last), k + 1 + more + last - i
        while self._tag(k) in ("LINK", "KIND", "AROUND") or self._form(k) in {*_DASHES, *_TOWARDS}:
            k += 1
        second, size = self._name(k) if k < len(self.words) else ("", 0)
        if second:
            last = any(self._form(j).startswith(_LAST) for j in range(i, k))
            return self._make(Kind.ROAD if last else kind, (first, second), i, k + size), k + size - i
        return self._make(Kind.AT if kind is Kind.ROAD else kind, (first,), i, k), k - i

    def _road_again(self, i: int) -> tuple[Mention | None, int]:
        """Road that ties the place spoken of to another: "a road that ties it to X"; or the last one."""
        last = self.context.place
        for k in range(i + 1, min(i + 4, len(self.words) - 1)):
            other, size = self._name(k + 1) if self._form(k) in _TIES else ("", 0)
            if other and last and last.names != (other,):
                return self._make(Kind.ROAD, (last.names[0], other), i, k + 1 + size), k + 1 + size - i
        if self._form(i + 1) == "بينهما":
            before = [m for k in range(i) if (m := self._mention(k)[0]) and m.kind is Kind.PLACE]
            ends = tuple(dict.fromkeys(m.names[0] for m in before[-3:]))[-2:]
            if len(ends) > 1:
                return self._make(Kind.ROAD, ends, i, i + 2), 2
        again = self.context.road if self._form(i) == "الطريق" else None
        return (again, 1) if again else (None, 0)

    def _far_ends(self, k: int) -> int:
        """Where the first end of a road stands after a clause: "the road that columns took from A to B"."""
        for j in range(k, min(k + _FAR, len(self.words))):
            if self._form(j) in ("من", "بين"):
                first, size = self._name(j + 1)
                towards = self._form(j + 1 + size) in _TOWARDS
                if first and (towards or self._form(j) == "بين"):
                    return j + 1
        return 0

    def _mentions(self, i: int, end: int) -> list[Mention]:
        """First place or road of a stretch, with those listed after it; wide areas are passed over."""
        found: list[Mention] = []
        k = i
        while k < end or (found and k < len(self.words)):
            _, size = self._side(k)
            if size and not found:
                k += size
                continue
            if self._tag(k) == "WIDE":
                if found:
                    break
                k += 1 + (self._tag(k + 1) == "KIND")
                k += self._name(k)[1]
                continue
            mention, size = self._mention(k)
            if mention and self._form(k - 1) not in _DASHES:
                found.append(mention)
                k += size
                if not self._goes_on(k):
                    break
                k += self.words[k].text == "،"
                continue
            unnamed = self._tag(k) == "ROAD"
            if unnamed or (found and not (self._tag(k) == "PART" and self._goes_on(k + 2))):
                break
            k += 1 + bool(found)
        return found

    def _goes_on(self, k: int) -> bool:
        """Whether a list goes on at a word: "and X", ", the road ..."."""
        return k < len(self.words) and (self.words[k].text.startswith("و") or self.words[k].text == "،")

    # Verbs ----------------------------------------------------------------------------------

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
        for k in range(i - 1, max(i - _REACH, 0), -1):
            if self._tag(k) == "VERB":
                return False
            if self._form(k) in _HAD and i - k < _DIRECTLY:
                return True
            if self._form(k) == "قد":
                return any(self._form(j) in _HAD for j in range(max(k - _REACH, 0), k))
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
        if self.words[i].owns:
            return [] if self._is_nominal(i) else self._named_before(i)
        if frame == Frame.OVER and self._form(i + 1) in ("عليها", "عليه"):
            return self._named_before(i)
        carried = self._form(i) in _ENTERING and self._carries(i, end)
        if carried or (frame == Frame.FALLS and "CASUALTY" in (self._tag(i + 1), self._tag(i + 2))):
            return []
        if frame == Frame.AT:
            end = self._far_end(i)
        found = self._after(i, end, frame)
        if not found and frame == Frame.AT:
            head = self._headed(i) if self.words[0].text == "#" else self._seen_by(i)
            found = [head] if head else []
        if not found and self._form(i) in lexicon.intransitive():
            found = self._road_before(i)
        if frame == Frame.OBJECT and lexicon.verbs()[self._form(i)][0] is Status.DAMAGED:
            bridges = any(self._tag(k) == "BRIDGE" for k in range(i, end))
            near = self.words[min(i + (_REACH if bridges else _DIRECTLY), len(self.words) - 1)].end
            found = [mention for mention in found if mention.start <= near]
        return found

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
        for k in range(i - 1, max(i - _REACH, -1), -1):
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
        for k in range(i + 1, min(i + 2 * _REACH + 4, len(self.words))):
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
        for k in range(start, min(end, i + _REACH)):
            if self._form(k) in leads:
                return self._mentions(k + 1, self._directly(k, end) if frame == Frame.OVER else end)
        if leads:
            return []
        return self._mentions(start, end if frame == Frame.AT else min(end, start + _REACH))

    def _directly(self, k: int, end: int) -> int:
        """One past the last word where what stands "over" may begin: "in X" only tells where."""
        inside = (j for j in range(k + 1, end) if self._form(j) == "في")
        return min(end, k + 1 + _DIRECTLY, next(inside, end))

    def _named_before(self, i: int) -> list[Mention]:
        """Find what the pronoun at the end of a verb stands for: what was named last before it."""
        last: list[Mention] = []
        k = max(i - 2 * _REACH, 0)
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
        for k in range(i - 1, max(i - _REACH, -1), -1):
            listed = self._mentions(k, k + 1) if self._tag(k) == "KIND" else []
            if len(listed) > 1 and listed[-1].end == self.words[i - 1].end:
                return listed
        for kinds, reach in ((("ROAD",), 2 * _REACH), (("KIND", "BRIDGE", "SITE"), _REACH)):
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

    def _first(self) -> int:
        """First word of the line, after bullets and signs."""
        return next((k for k, word in enumerate(self.words) if LETTERS.match(word.text)), 0)

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
        start = max(i - _REACH, 0)
        apart = [k for k in range(start, i) if self._form(k) in _APART]
        tags = {self._tag(k) for k in range(apart[-1] if apart else start, i)}
        if "DENY" in tags:
            return status, "denied", 0.8, True
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
