"""Whether what a trigger tells happened: denial, negation, attempt, plan, doubt, question."""

from __future__ import annotations

from collections.abc import Callable

from routegraph.reading.english.lexicon import BRIEFLY, CLAIMING, FACTUAL, LIMITING, NEWLY, PERSISTING, UNDONE
from routegraph.reading.english.token_sequence import BE, TokenSequence
from routegraph.reading.english.verb_classes import ASSAULTS, HELD_LEMMAS
from routegraph.reading.trigger import Frame, Trigger
from routegraph.reading.when import NUMBERS
from routegraph.reports.event import Status
from routegraph.reports.sides import GOVERNMENTS

_HOSTILE = frozenset({Status.CAPTURED, Status.CONTESTED, Status.BLOCKED, Status.THREATENED})
_TAKEN = frozenset({Status.CAPTURED, Status.RECAPTURED})
_SUPPOSING = frozenset({"if", "should", "unless", "suppose"})
"""First words of sentences that tell of what may be."""

_ATTEMPTED = "only attempted"
_UNSURE = frozenset(
    {"probable", "likely", "possible", "expected", "imminent", "unlikely", "improbable", "planned"}
)
_RULING = frozenset({"may", "can", "must", "shall", "should"})
"""Words that in a restriction tell the rule."""

_INTENDED = "only intended"
_NOT_SO = "said not to be so"
ADVANCING = frozenset({"pushed", "swept"})
"""Verbs after which "to take" tells what was done: "pushed further south to take X"."""

_RANKS = frozenset({"latest", "first", "second", "third", "fourth", "fifth", "last"})
"""Words after which "to fall" tells of what has happened: "the latest town to fall"."""

_MENDING = frozenset(
    {"working", "work", "efforts", "underway", "way", "trying", "struggling", "racing", "on", "continue"}
)
"""Words of those at work to open a road, which is closed until they are done."""

_TODAY = frozenset({"this", "today", "yesterday", "last"})
"""Words of time that make of "could" what was done: "could this morning impose control"."""

_TALKED_OF = frozenset({"of", "about", "for", "from", "against", "without"})
"""Words before a participle that do not say that it happened: "talked of cutting the road"."""


def modality(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> tuple[Status, str, float, bool]:
    """Status, why it is set aside, confidence, and whether somebody denies it.

    Parameters
    ----------
    row : TokenSequence
    i, begin : int
        Elements of the trigger and of the beginning of its clause.
    trigger : Trigger
    """
    status = trigger.status
    sentence = range(tokens.last_break(i), i)
    confidence = 0.5 if any(tokens.low(k) in CLAIMING for k in sentence) else 0.8
    untrue = "denied" if any(tokens.tag(k) in ("DENY", "BASELESS") for k in sentence) else ""
    if any(tokens.tag(k) == "DENY" and tokens.low(k - 1) in BE for k in range(i + 1, tokens.end(i))):
        untrue = "denied"
    if any(tokens.tag(k) == "BASELESS" for k in range(i + 1, tokens.next_break(i))):
        untrue = untrue or "denied or unconfirmed"
    if untrue:
        return status, untrue, confidence, True
    hindrance = next((why for why, hinders in _HINDRANCES if hinders(tokens, i, begin, trigger)), "")
    if hindrance == _NOT_SO and status is Status.REOPENED and tokens.low(i - 1) != "to":
        still = Status.DAMAGED if trigger.lemma in ("repair", "rebuild") else Status.BLOCKED
        return still, "", confidence, False
    tried = hindrance in (_ATTEMPTED, _INTENDED)
    if tried and status is Status.REOPENED and _mended(tokens, i):
        return Status.BLOCKED, "", 0.5, False
    if tried and status in _HOSTILE:
        return Status.THREATENED, "", min(confidence, 0.6), False
    return (
        (status, hindrance, confidence, False)
        if hindrance
        else (_as_it_went(tokens, i, begin, trigger), "", confidence, False)
    )


def _mended(tokens: TokenSequence, i: int) -> bool:
    """Whether somebody is at work to open a road, which is closed until then."""
    return any(tokens.low(k).split(" ")[0] in _MENDING for k in range(max(i - 4, 0), i))


def _as_it_went(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> Status:
    """Status that the words around a trigger make of its own: "took X back", "open by day only"."""
    taken = trigger.status in _TAKEN
    if taken and _undone(tokens, i, begin):
        return Status.CONTESTED
    after = {tokens.low(k) for k in range(i + 1, min(i + 5, tokens.end(i)))}
    back = tokens.low(i - 1) in ("back", "again") or tokens.low(i).startswith("back ")
    if taken and (back or ("back" in after and trigger.lemma in ("take", "hand"))):
        return Status.RECAPTURED
    limited = any(_limits(tokens, k) for k in range(i, tokens.end(i))) or _is_hindered(tokens, i)
    if trigger.status is Status.REOPENED and limited:
        return Status.RESTRICTED
    return trigger.status


_HINDERING = frozenset({"checkpoint", "checkpoints", "slow", "slowly", "delays", "pay", "days", "escort"})
"""What "but" adds to a road on which one can travel, that makes of it one with limits."""


def _is_hindered(tokens: TokenSequence, i: int) -> bool:
    k = tokens.next_break(i)
    after = tokens.elements[k:] if tokens.low(k) == "but" else ()
    return any(not _HINDERING.isdisjoint(element.text.lower().split()) for element in after)


def _limits(tokens: TokenSequence, k: int) -> bool:
    """Whether a word makes of "open" a road with limits: "only", "06.00-17.00"."""
    hours = tokens.tag(k - 1) == "NUM" == tokens.tag(k + 1) and tokens.low(k) in ("-", "–", "to", "until")
    heavy = tokens.low(k) in ("below", "under", "over", "above", "exceeding") and tokens.tag(k + 1) == "NUM"
    heavy = heavy and not any(tokens.tag(j) == "NEG" for j in range(max(k - 4, 0), k))
    return hours or heavy or bool(LIMITING & {*tokens.low(k).split()})


def _undone(tokens: TokenSequence, i: int, begin: int) -> bool:
    """Whether a capture did not last: "briefly took", "seized X before withdrawing"."""
    if any(tokens.low(k) in BRIEFLY for k in range(begin, tokens.end(i))):
        return True
    last = tokens.next_break(i)
    return any(tokens.low(k) == "before" and _told_undone(tokens, k, last) for k in range(i + 1, last))


def _told_undone(tokens: TokenSequence, k: int, last: int) -> bool:
    return any(tokens.low(j).split(" ")[0] in UNDONE for j in range(k + 1, min(k + 4, last)))


def _over(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    """Whether it had ended: "raided X before they withdrew", "after it was closed for eleven days"."""
    if trigger.status is Status.BLOCKED and tokens.low(begin - 1) == "after" and tokens.low(begin) == "it":
        return True
    if trigger.status is Status.BLOCKED and trigger.form == "past" and _for_hours(tokens, i, begin):
        return True
    return trigger.status in (Status.CONTESTED, Status.BLOCKED) and _undone(tokens, i, begin)


def _for_hours(tokens: TokenSequence, i: int, begin: int) -> bool:
    """Whether a simple past lasted for hours: "closed the road for two hours"."""
    lasting = any(
        tokens.low(k) == "for"
        and (tokens.tag(k + 1) == "NUM" or tokens.low(k + 1) in NUMBERS)
        and tokens.low(k + 2) in ("hour", "hours", "minutes")
        for k in range(i + 1, tokens.end(i))
    )
    return lasting and not any(tokens.low(k) in ("has", "have", "been", "is", "are") for k in range(begin, i))


def _attempted(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    last = len(tokens.elements) if trigger.status is Status.CONTESTED else tokens.end(i)
    tried = any(
        tokens.tag(k) in ("ATTEMPT", "FAIL", "REPEL") and not _goes_on(tokens, k, i, trigger)
        for k in (*range(begin, i), i - 1)
    )
    return tried or any(tokens.tag(k) == "REPEL" for k in range(i, last))


def _goes_on(tokens: TokenSequence, k: int, i: int, trigger: Trigger) -> bool:
    """Whether "and" and a verb of its own part a trigger from what failed: "beat X back and took Y"."""
    told = trigger.form in ("past", "participle") and trigger.frame in (Frame.OBJECT, Frame.ITSELF)
    return told and any(tokens.low(j) == "and" for j in range(max(k, i - 4), i))


def _from_afar(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    return trigger.lemma in ASSAULTS | HELD_LEMMAS and any(
        tokens.tag(k) == "AFAR" for k in range(begin, tokens.end(i))
    )


def _not_so(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    """Whether it is denied: "did not seize", "nobody should say that it is lost"."""
    k = begin - 1 - (tokens.low(begin - 1) == "that")
    unsaid = tokens.tag(k) == "REPORTED" and any(tokens.tag(j) == "NEG" for j in range(max(k - 3, 0), k))
    return unsaid or any(tokens.tag(k) == "NEG" for k in (*range(begin, i), i - 1))


def _not_yet(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    """Whether it is asked, supposed, expected or talked of rather than told."""
    before, lows = tokens.low(begin - 1), {tokens.low(k) for k in range(begin, i)}
    ruled = trigger.status is Status.RESTRICTED or "only" in trigger.lemma
    rule = ruled and bool(lows & _RULING)
    able = "could" in lows and bool(lows & _TODAY)
    supposed = any(
        tokens.tag(k) == "HYPO"
        and tokens.low(k + 1) != "remain"
        and not (_goes_on(tokens, k, i, trigger) or _guessed(tokens, k, i, trigger))
        for k in (*range(begin, i), i - 1)
    ) and not (rule or able or trigger.lemma == "avoid")
    asked = tokens.low(len(tokens.elements) - 1) == "?" or tokens.low(int(tokens.low(0) == "even")) in (
        "had",
        "were",
    )
    if asked or supposed or tokens.tag(begin - 1) == "HYPO" or {tokens.low(0), tokens.low(1)} & _SUPPOSING:
        return True
    if trigger.form == "ing" and tokens.low(i - 1) in _TALKED_OF:
        return True
    unsure = any(tokens.low(k) in _UNSURE for k in range(i, tokens.end(i)))
    if trigger.form == "noun" and (unsure or before in ("before", "ahead of")):
        return True
    return before == "when" and any(tokens.tag(k) == "HYPO" for k in range(i, len(tokens.elements)))


def _guessed(tokens: TokenSequence, k: int, i: int, trigger: Trigger) -> bool:
    """Whether an observer takes for a fact what a verb tells: "likely seized"."""
    return k == i - 1 and trigger.form == "past" and tokens.low(k) in ("likely", "probably")


def _intended(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    if tokens.low(i - 1) != "to" or trigger.form != "base" or trigger.lemma == "avoid":
        return False
    before = [tokens.low(k) for k in range(max(i - 6, begin), i - 1)]
    went = before[-2:] == ["went", "on"] or bool(ADVANCING.intersection(before)) or "used" in before
    went = went or not _RANKS.isdisjoint(before) or any(tokens.low(k) == "took" for k in range(begin, i))
    return not (before and before[-1] in FACTUAL) and not went


def _habit(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    comma = next((k for k in range(i - 1, begin, -1) if tokens.low(k) == ","), begin)
    return trigger.frame != Frame.STATE and any(tokens.tag(k) == "HABIT" for k in range(comma, tokens.end(i)))


def _as_before(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    held = trigger.frame == Frame.STATE or trigger.lemma in HELD_LEMMAS
    if trigger.status is not Status.CAPTURED or not held:
        return False
    still = tokens.low(i).startswith(("in ", "under "))
    own = (
        trigger.lemma in GOVERNMENTS
        and still
        and not any(tokens.low(k) in NEWLY for k in range(begin, tokens.end(i)))
    )
    been = any(tokens.low(k) == "been" for k in range(begin, i)) and tokens.low(begin - 1) in (
        "which",
        "that",
    )
    return own or been or any(tokens.low(k) in PERSISTING for k in range(begin, i))


_BACKDROPS = frozenset({"after", "following", "since", "during", "despite"})
_MANY = frozenset({"of", "a", "an", "the", "series", "days", "weeks", "months", "hours", "years", "string"})


def _in_passing(tokens: TokenSequence, i: int, begin: int, trigger: Trigger) -> bool:
    """Whether fighting is only the backdrop of other news: "after a series of battles in X, ..."."""
    if trigger.status is not Status.CONTESTED or trigger.form not in ("noun", "ing"):
        return False
    k = i - 1
    while k > i - 7 and (tokens.low(k) in _MANY or tokens.tag(k) in ("WORD", "TRIGGER")):
        k -= 1
    known = tokens.low(k) == "in" and tokens.low(k + 1) in ("the", "that")
    return tokens.low(k) in _BACKDROPS or (known and trigger.form == "noun")


_HINDRANCES: tuple[tuple[str, Callable[[TokenSequence, int, int, Trigger], bool]], ...] = (
    (_ATTEMPTED, _attempted),
    ("from the air or by guns", _from_afar),
    ("over by then", _over),
    (_NOT_SO, _not_so),
    ("not said to have happened", _not_yet),
    (_INTENDED, _intended),
    ("a habit, not one event", _habit),
    ("as before", _as_before),
    ("told in passing", _in_passing),
)
"""Why what a trigger tells is no event, and when that is so, the first that holds first."""
