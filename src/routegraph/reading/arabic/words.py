"""Arabic words: their normal forms, tags and phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from routegraph.reading.arabic import lexicon
from routegraph.reading.arabic.lexicon import plain
from routegraph.reading.trigger import Frame

LETTERS = re.compile(r"[\u0621-\u064a]")
_TOKEN = re.compile(r"[\u0621-\u0652\u0670]+|\d+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its normal form without a leading "and", its tag, its offsets, and whether it ends in "it"."""

    text: str
    form: str
    tag: str
    start: int
    end: int
    owns: bool = False


def words_of(sentence: str) -> list[Word]:
    """Words and signs of a sentence, its phrases one word each."""
    return _with_dawns([_word(m[0], m.start(), m.end()) for m in _TOKEN.finditer(sentence)])


_SUFFIXES = ("هما", "ها", "هم", "ه")


_DAYS = frozenset(plain("اليوم أمس يوم السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة").split())


def _with_dawns(words: list[Word]) -> list[Word]:
    """Words with their phrases, and "dawn" apart from "blew up", which is spelled like it."""
    dawns = [
        Word(word.text, word.form, "", word.start, word.end)
        if word.form == "فجر" and any(after.form in _DAYS for after in words[i : i + 1])
        else word
        for i, word in enumerate(words, start=1)
    ]
    return _with_phrases(dawns)


def _with_phrases(words: list[Word]) -> list[Word]:
    """Words with the phrases of the lexicon made one word each."""
    forms = [plain(word.text) for word in words]
    found: list[Word] = []
    i = 0
    while i < len(words):
        first = forms[i][1:] if forms[i][:1] in ("و", "ف") and forms[i] not in lexicon.phrases() else forms[i]
        for phrase in lexicon.phrases().get(first, ()):
            if tuple(forms[i + 1 : i + len(phrase)]) == phrase[1:]:
                last = words[i + len(phrase) - 1]
                found.append(Word(words[i].text, " ".join(phrase), "VERB", words[i].start, last.end))
                i += len(phrase)
                break
        else:
            found.append(words[i])
            i += 1
    return found


def _owning(form: str) -> str:
    """Verb that a form is with a pronoun at its end; empty when it is none."""
    for suffix in _SUFFIXES:
        bare = form.removesuffix(suffix)
        if bare != form and len(bare) > 2 and bare in lexicon.verbs() and " " not in bare:
            return bare
    return ""


def _word(text: str, start: int, end: int) -> Word:
    form = plain(text)
    if form in lexicon.common():
        return Word(text, form, "COMMON", start, end)
    short = form[1:] if form[:1] in "وفبل" and len(form) > 3 else form
    for candidate in dict.fromkeys((form, short, f"ا{form[1:]}" if form[:2] == "لل" else form)):
        if candidate in lexicon.verbs():
            return Word(text, candidate, "VERB", start, end)
        if candidate in lexicon.tags():
            return Word(text, candidate, lexicon.tags()[candidate], start, end)
    if form.endswith("ا") and lexicon.verbs().get(form[:-1], ("", ""))[1] == Frame.STATE:
        return Word(text, form[:-1], "VERB", start, end)
    if (bare := _owning(form)) or (form[:1] in "وف" and (bare := _owning(form[1:]))):
        return Word(text, bare, "VERB", start, end, owns=lexicon.verbs()[bare][1] == Frame.OBJECT)
    bare = (
        form[1:]
        if form.startswith("و") and len(form) > 3 and any((form[1:],) == s[:1] for s in lexicon.sides())
        else form
    )
    return Word(text, bare, "", start, end)
