"""The lexicon made ready for reading: verbs in all their forms, phrases indexed by first word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from routegraph.reading.english import lexicon, organisations, triggers
from routegraph.reading.english.triggers import FILLERS
from routegraph.reading.trigger import Trigger, phrases_of
from routegraph.reports.sides import side_names

IRREGULAR = {
    verb: (past, participle)
    for verb, past, participle in (
        forms.split()
        for forms in phrases_of(
            "be was been, blow blew blown, break broke broken, come came come, bring brought brought, build "
            "built built, rebuild rebuilt rebuilt, go went gone, keep kept kept, leave left left, make made "
            "made, spread spread spread, cut cut cut, drive drove driven, fight fought fought, fall fell "
            "fallen, flee fled fled, get got gotten, hold held held, lay laid laid, lose lost lost, overrun "
            "overran overrun, give gave given, put put put, retake retook retaken, shut shut shut, set set "
            "set, sweep swept swept, take took taken, throw threw thrown, win won won, withdraw withdrew "
            "withdrawn, run ran run, strike struck struck, sink sank sunk"
        )
    )
}
"""Base -> past, participle."""

_DOUBLING = frozenset(
    phrases_of("cut, shut, grab, bar, plan, stop, control, hem, get, put, set, win, overrun, expel, run")
)
"""Verbs that double their last letter before an ending."""


def inflected(phrase: str) -> dict[str, str]:
    """Forms of a verb phrase by its first word: form -> phrase.

    >>> inflected("seize control of")["ing"]
    'seizing control of'
    """
    verb, _, rest = phrase.partition(" ")
    stem = verb[:-1] if verb.endswith("e") and verb != "be" and not verb.endswith("ee") else verb
    stem += stem[-1] if verb in _DOUBLING else ""
    plural = verb + ("es" if verb.endswith(("s", "x", "sh", "ch", "go")) else "s")
    past = (stem if verb[-2:] != "ee" else verb[:-1]) + "ed"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        plural, past = verb[:-1] + "ies", verb[:-1] + "ied"
    forms = (verb, "is" if verb == "be" else plural, *IRREGULAR.get(verb, (past, past)), stem + "ing")
    names = ("base", "s", "past", "participle", "ing")
    return {name: f"{form} {rest}".strip() for name, form in zip(names, forms, strict=True)}


class Phrase(NamedTuple):
    """Words in lower case, what they are, and what they stand for."""

    words: tuple[str, ...]
    tag: str
    value: object = None


def _triggers() -> Iterator[tuple[str, Iterable[str], object]]:
    """Yield the triggers in all their forms, weak to strong."""
    for status, frame, predicates in triggers.SUBJECTLESS:
        for text in predicates:
            yield "TRIGGER", (text,), Trigger(status, frame, "noun", text)
    for status, frame, verbs in (*triggers.SCENES, *triggers.TRAFFIC, *triggers.VERBS):
        for verb in verbs:
            for form, text in reversed(inflected(verb).items()):
                if text not in NOT_VERBS:
                    yield "TRIGGER", (text,), Trigger(status, frame, form, verb)
    for status, frame, nouns in triggers.NOUNS:
        for text in nouns:
            yield "TRIGGER", (text,), Trigger(status, frame, "noun", text)


def _weak_to_strong() -> Iterator[tuple[str, Iterable[str], object]]:
    """Every table with its tag; where two hold a phrase, the later one has it."""
    yield "BOUND", lexicon.BOUNDARIES, None
    yield "PREP", lexicon.PREPOSITIONS, None
    yield "MEN", lexicon.MEN, None
    yield "TITLE", lexicon.TITLES, None
    yield "PAST", lexicon.PAST_MARKERS, None
    for tag, nouns in (
        ("PART", lexicon.PARTS),
        ("THING", lexicon.THINGS),
        ("BRIDGE", lexicon.BRIDGES),
        ("ROAD", lexicon.ROADS),
        ("KIND", lexicon.KINDS),
        ("WIDE", lexicon.WIDE_KINDS),
    ):
        yield tag, nouns, None
    yield from _triggers()
    for name, side in side_names().items():
        if name.isascii():
            yield "SIDE", (name,), side
    for tag, words in (
        ("NEG", lexicon.NEGATIONS),
        ("FAIL", lexicon.FAILURES),
        ("DENY", lexicon.DENIALS),
        ("BASELESS", lexicon.BASELESS),
        ("REPEL", lexicon.REPULSES),
        ("HABIT", lexicon.HABITS),
        ("AFAR", lexicon.AFAR),
        ("HYPO", lexicon.HYPOTHESES),
        ("ATTEMPT", lexicon.ATTEMPTS),
        ("REPORTED", lexicon.REPORTED),
        ("SUPPLY", lexicon.SUPPLY),
        ("GROUP", lexicon.ANAPHORA_OF_SIDES),
        ("SAMEPLACE", lexicon.ANAPHORA_OF_PLACES),
        ("HARMLESS", lexicon.HARMLESS),
        ("ORG", organisations.ORGANISATIONS),
    ):
        yield tag, words, None


NOT_VERBS = frozenset(
    phrases_of(
        "open, battle, battles, clash, clashes, mine, mines, raids, bar, bars, forces, free, ring, rings"
    )
)
"""Forms that are other words far more often."""


def _without_fillers(text: str) -> tuple[str, ...]:
    first, *others = text.split()
    return (first, *(word for word in others if word not in FILLERS))


@dataclass(slots=True)
class Node:
    """Words that may follow in phrases of the lexicon, and the phrase that ends here."""

    following: dict[str, Node] = field(default_factory=dict)
    phrase: Phrase | None = None


@cache
def phrases() -> tuple[Phrase, ...]:
    """Phrases of every table; of two with the same words the stronger."""
    table = {
        words: Phrase(words, tag, value)
        for tag, texts, value in _weak_to_strong()
        for text in texts
        if (words := _without_fillers(text) if tag == "TRIGGER" else tuple(text.split()))
    }
    return tuple(table.values())


@cache
def tries() -> tuple[Node, Node]:
    """Phrases by their words one after the other: those that fillers may part, and all others."""
    triggers, others = Node(), Node()
    for phrase in phrases():
        node = triggers if phrase.tag == "TRIGGER" else others
        for word in phrase.words:
            node = node.following.setdefault(word, Node())
        node.phrase = phrase
    return triggers, others


@cache
def trigger_words() -> frozenset[str]:
    """Words of which every trigger holds at least one: its longest."""
    return frozenset(max(phrase.words, key=len) for phrase in phrases() if phrase.tag == "TRIGGER")
