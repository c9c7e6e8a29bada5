"""Names in an Arabic sentence: places by their kind or letter by letter, roads by their ends."""

from __future__ import annotations

from routegraph.reading.arabic import lexicon
from routegraph.reading.arabic.words import LETTERS, Word, words_of
from routegraph.reading.atlas import Atlas
from routegraph.reading.finding import Context
from routegraph.reading.mention import Kind, Mention

_LONGEST_NAME = 3
_FAR = 9
_TO = frozenset({"الي", "بين", "نحو"})
_TOWARDS = frozenset({"الي", "حتي", "نحو", "باتجاه"})
_TIES = frozenset({"تربطها", "يربطها", "تصلها", "يصلها", "تربطه", "يربطه"})
_SAME_PLACE = {
    "البلده": ("town", "village"),
    "المدينه": ("city", "town"),
    "القريه": ("village", "hamlet"),
}
_TRAFFIC = frozenset({"حركه", "الحركه", "السير", "المرور", "التنقل", "السفر"})
_LAST = ("الوحيد", "الاخير", "المتبقي")
"""Words of the one road that is left, as they begin."""
_DASHES = frozenset("-–—")
_QUOTES = frozenset('«»"“”')
REACH = 14
"""Words over which a verb may govern a name."""


class NameReader:
    """Finds the places and roads of one sentence; `context` is read and brought up to date.

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
        """Road that the network knows by its name, such as a street; one between places is told by these."""
        for size in range(min(4, len(self.words) - i), 1, -1):
            text = self._bare(self.words[i : i + size])
            if not text[-1].isdigit() and (name := self.atlas.road(text)):
                if self._form(i + size) in ("بين", "من") and self._name(i + size + 1)[0]:
                    return None
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
            k = next((j + 1 for j in range(k, min(k + REACH, len(self.words))) if self._form(j) in _TO), k)
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
        if self._form(i) not in ("الطريق", "الخط"):
            return None, 0
        head = self._mention(self._first())[0] if i > self._first() else None
        again = head if head and head.kind is Kind.ROAD else self.context.road
        return (again, 1) if again and (again is head or self._form(i) == "الطريق") else (None, 0)

    def _far_ends(self, k: int) -> int:
        """Where the first end of a road stands after a clause: "the road that columns took from A to B"."""
        for j in range(k, min(k + _FAR, len(self.words))):
            if self._form(j) in ("من", "بين"):
                start = j + 1 + (self._tag(j + 1) == "KIND")
                first, size = self._name(start)
                towards = self._form(start + size) in _TOWARDS
                if first and (towards or self._form(j) == "بين"):
                    return start
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

    def _first(self) -> int:
        """First word of the line, after bullets and signs."""
        return next((k for k, word in enumerate(self.words) if LETTERS.match(word.text)), 0)

    def _frame(self, i: int) -> str:
        return lexicon.verbs()[self._form(i)][1]
