"""The lexicon made ready for reading: verbs in all their forms, phrases indexed by first word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from routegraph.reading.english import lexicon, organisations, triggers
from routegraph.reading.english.triggers import FILLERS
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reports.event import Status
from routegraph.reports.sides import side_names

IRREGULAR: dict[str, tuple[str, str, str, str]] = {
    "be": ("is", "was", "been", "being"),
    "blow": ("blows", "blew", "blown", "blowing"),
    "break": ("breaks", "broke", "broken", "breaking"),
    "come": ("comes", "came", "come", "coming"),
    "bring": ("brings", "brought", "brought", "bringing"),
    "build": ("builds", "built", "built", "building"),
    "rebuild": ("rebuilds", "rebuilt", "rebuilt", "rebuilding"),
    "go": ("goes", "went", "gone", "going"),
    "keep": ("keeps", "kept", "kept", "keeping"),
    "leave": ("leaves", "left", "left", "leaving"),
    "make": ("makes", "made", "made", "making"),
    "spread": ("spreads", "spread", "spread", "spreading"),
    "cut": ("cuts", "cut", "cut", "cutting"),
    "drive": ("drives", "drove", "driven", "driving"),
    "fight": ("fights", "fought", "fought", "fighting"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "expel": ("expels", "expelled", "expelled", "expelling"),
    "flee": ("flees", "fled", "fled", "fleeing"),
    "get": ("gets", "got", "gotten", "getting"),
    "hold": ("holds", "held", "held", "holding"),
    "lay": ("lays", "laid", "laid", "laying"),
    "lose": ("loses", "lost", "lost", "losing"),
    "overrun": ("overruns", "overran", "overrun", "overrunning"),
    "pull": ("pulls", "pulled", "pulled", "pulling"),
    "give": ("gives", "gave", "given", "giving"),
    "put": ("puts", "put", "put", "putting"),
    "retake": ("retakes", "retook", "retaken", "retaking"),
    "shut": ("shuts", "shut", "shut", "shutting"),
    "set": ("sets", "set", "set", "setting"),
    "sweep": ("sweeps", "swept", "swept", "sweeping"),
    "take": ("takes", "took", "taken", "taking"),
    "throw": ("throws", "threw", "thrown", "throwing"),
    "win": ("wins", "won", "won", "winning"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
}
"""Base -> third person, past, participle, -ing."""


def inflected(phrase: str) -> dict[str, str]:
    """Forms of a verb phrase by its first word: form -> phrase.

    >>> inflected("seize control of")["ing"]
    'seizing control of'
    """
    verb, _, rest = phrase.partition(" ")
    if verb in IRREGULAR:
        forms = (verb, *IRREGULAR[verb])
    else:
        stem = verb[:-1] if verb.endswith("e") else verb
        doubled = (
            stem + stem[-1]
            if verb in {"cut", "shut", "grab", "bar", "plan", "stop", "control", "hem"}
            else stem
        )
        plural = verb + ("es" if verb.endswith(("s", "x", "sh", "ch")) else "s")
        if verb.endswith("y") and verb[-2] not in "aeiou":
            forms = (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing")
        else:
            forms = (verb, plural, doubled + "ed", doubled + "ed", doubled + "ing")
    names = ("base", "s", "past", "participle", "ing")
    return {name: f"{form} {rest}".strip() for name, form in zip(names, forms, strict=True)}


class Phrase(NamedTuple):
    """Words in lower case, what they are, and what they stand for."""

    words: tuple[str, ...]
    tag: str
    value: object = None


def _held() -> Iterator[tuple[str, Iterable[str], object]]:
    """Yield "in rebel hands" and its like for every holder."""
    for side, adjectives in triggers.HOLDERS.items():
        for adjective in adjectives:
            for text in triggers.HELD:
                held = text.replace("*", adjective)
                yield "TRIGGER", (held,), Trigger(Status.CAPTURED, Frame.STATE, "noun", side)


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
    yield from _held()
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
    (
        "open",
        "battle",
        "battles",
        "clash",
        "clashes",
        "mine",
        "mines",
        "raids",
        "bar",
        "bars",
        "forces",
        "free",
        "ring",
        "rings",
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
