"""Whether what a trigger tells happened: denial, negation, attempt, plan, doubt, question."""

from __future__ import annotations

from routegraph.reports.event import Status
from routegraph.reports.lexicon import BRIEFLY, CLAIMING, FACTUAL, LIMITING, NEWLY, PERSISTING, UNDONE
from routegraph.reports.row import Row
from routegraph.reports.sides import GOVERNMENTS
from routegraph.reports.triggers import ASSAULTS, HELD_LEMMAS, Frame, Trigger

_HOSTILE = frozenset({Status.CAPTURED, Status.CONTESTED, Status.BLOCKED, Status.THREATENED})
_TAKEN = frozenset({Status.CAPTURED, Status.RECAPTURED})
_SUPPOSING = frozenset({"if", "should", "unless", "suppose"})
"""First words of sentences that tell of what may be."""

_ATTEMPTED = "only attempted"
_UNSURE = frozenset({"probable", "likely", "possible", "expected", "imminent", "unlikely", "planned"})
_RULING = frozenset({"may", "can", "must", "shall"})
"""Words that in a restriction tell the rule."""

_FROM_AFAR = "from the air or by guns"
_INTENDED = "only intended"
_NOT_SO = "said not to be so"
_NOT_YET = "not said to have happened"


def modality(row: Row, i: int, begin: int, trigger: Trigger) -> tuple[Status, str, float, bool]:
    """Status, why it is set aside, confidence, and whether somebody denies it.

    Parameters
    ----------
    row : Row
    i, begin : int
        Elements of the trigger and of the beginning of its clause.
    trigger : Trigger
    """
    status = trigger.status
    sentence = range(row.last_break(i), i)
    confidence = 0.5 if any(row.low(k) in CLAIMING for k in sentence) else 0.8
    if any(row.tag(k) in ("DENY", "BASELESS") for k in sentence):
        return status, "denied", confidence, True
    if any(row.tag(k) == "BASELESS" for k in range(i + 1, row.next_break(i))):
        return status, "denied or unconfirmed", confidence, True
    hindrance = _hindrance(row, i, begin, trigger)
    if hindrance == _NOT_SO and status is Status.REOPENED and row.low(i - 1) != "to":
        still = Status.DAMAGED if trigger.lemma in ("repair", "rebuild") else Status.BLOCKED
        return still, "", confidence, False
    if hindrance in (_ATTEMPTED, _INTENDED) and status in _HOSTILE:
        return Status.THREATENED, "", min(confidence, 0.6), False
    if not hindrance and _undone(row, i, begin):
        if status in _TAKEN:
            return Status.CONTESTED, "", confidence, False
        if status is Status.CONTESTED:
            return status, "over by then", confidence, False
    after = {row.low(k) for k in range(i + 1, min(i + 5, row.end(i)))}
    back = row.low(i - 1) in ("back", "again") or row.low(i).startswith("back ")
    if (
        status is Status.CAPTURED
        and not hindrance
        and (back or ("back" in after and trigger.lemma == "take"))
    ):
        status = Status.RECAPTURED
    if status is Status.REOPENED and any(_limits(row, k) for k in range(i, row.end(i))):
        status = Status.RESTRICTED
    return status, hindrance, confidence, False


def _limits(row: Row, k: int) -> bool:
    """Whether a word makes of "open" a road with limits: "only", "06.00-17.00"."""
    hours = row.tag(k - 1) == "NUM" == row.tag(k + 1) and row.low(k) in ("-", "–", "to", "until")
    return hours or bool(LIMITING & {*row.low(k).split()})


def _hindrance(row: Row, i: int, begin: int, trigger: Trigger) -> str:
    """Why what a trigger tells did not happen, or not yet; empty when it did."""
    before = range(begin, i)
    tags = {row.tag(k) for k in before} | {row.tag(i - 1)}
    last = len(row.elements) if trigger.status is Status.CONTESTED else row.end(i)
    if tags & {"ATTEMPT", "FAIL", "REPEL"} or any(row.tag(k) == "REPEL" for k in range(i, last)):
        return _ATTEMPTED
    if trigger.lemma in ASSAULTS and any(row.tag(k) == "AFAR" for k in range(begin, row.end(i))):
        return _FROM_AFAR
    if "NEG" in tags or _unsaid(row, begin):
        return _NOT_SO
    asked = row.low(len(row.elements) - 1) == "?" or row.low(0) in ("had", "were")
    asked = asked or any(row.low(k) in _SUPPOSING for k in (0, 1))
    if trigger.form == "ing" and row.low(i - 1) in ("of", "about", "for", "from", "against", "without"):
        return _NOT_YET
    if row.low(begin - 1) in ("before", "ahead of") and trigger.form == "noun":
        return _NOT_YET
    if trigger.form == "noun" and any(row.low(k) in _UNSURE for k in range(i, row.end(i))):
        return _NOT_YET
    if row.low(begin - 1) == "when" and any(row.tag(k) == "HYPO" for k in range(i, len(row.elements))):
        return _NOT_YET
    if trigger.status is Status.RESTRICTED and {row.low(k) for k in before} & _RULING:
        tags.discard("HYPO")
    if asked or "HYPO" in tags or row.tag(begin - 1) == "HYPO":
        return _NOT_YET
    if row.low(i - 1) == "to" and trigger.form == "base" and row.low(i - 2) not in FACTUAL:
        return _INTENDED
    return _background(row, i, begin, trigger)


def _unsaid(row: Row, begin: int) -> bool:
    """Whether a clause is what somebody did not say: "nobody should say that it is lost"."""
    k = begin - 1 - (row.low(begin - 1) == "that")
    return row.tag(k) == "REPORTED" and any(row.tag(j) == "NEG" for j in range(max(k - 3, 0), k))


def _background(row: Row, i: int, begin: int, trigger: Trigger) -> str:
    """Why what a trigger tells is a habit or was so before; empty when it is news."""
    if trigger.frame != Frame.STATE and any(row.tag(k) == "HABIT" for k in range(begin, row.end(i))):
        return "a habit, not one event"
    held = trigger.frame == Frame.STATE or trigger.lemma in HELD_LEMMAS
    if trigger.status is not Status.CAPTURED or not held:
        return ""
    if any(row.low(k) in PERSISTING for k in range(begin, i)):
        return "as before"
    if trigger.lemma in GOVERNMENTS and not any(row.low(k) in NEWLY for k in range(begin, row.end(i))):
        return "as before"
    return ""


def _undone(row: Row, i: int, begin: int) -> bool:
    """Whether a capture did not last: "briefly took", "seized X before withdrawing"."""
    if any(row.low(k) in BRIEFLY for k in range(begin, row.end(i))):
        return True
    last = row.next_break(i)
    return any(row.low(k) == "before" and _told_undone(row, k, last) for k in range(i + 1, last))


def _told_undone(row: Row, k: int, last: int) -> bool:
    return any(row.low(j).split(" ")[0] in UNDONE for j in range(k + 1, min(k + 4, last)))
