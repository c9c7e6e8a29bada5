"""Trigger: a word that tells of an event, and how it ties who acts to what it is done to."""

from __future__ import annotations

from typing import NamedTuple

from routegraph.reports.event import Status


class Frame:
    """How a trigger ties who acts to what it is done to."""

    OBJECT = "object"  # S captured X; X was captured by S
    FALLS = "falls"  # X fell to S
    LEAVES = "leaves"  # S withdrew from X
    OUT = "out"  # S drove R out of X
    AT = "at"  # clashes in X; an attack on X
    STATE = "state"  # X is closed
    OWNED = "owned"  # X's fall
    NOBODY = "nobody"  # nobody passes on X
    ENDED = "ended"  # the siege of so many people in X came to an end
    ITSELF = "itself"  # X reopened; S reopened X
    OVER = "over"  # سيطر ... على X
    FROM = "from"  # انسحب ... من X
    LOST = "lost"  # خسر ... X


class Trigger(NamedTuple):
    """A word that tells of an event: its status, its frame, and which form it stands in.

    `form` is one of ``base``, ``s``, ``past``, ``participle``, ``ing``, ``noun``.
    """

    status: Status
    frame: str
    form: str
    lemma: str


def phrases_of(text: str) -> tuple[str, ...]:
    """Phrases that commas part."""
    return tuple(phrase.strip() for phrase in text.split(","))
