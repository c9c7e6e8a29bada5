"""What a sentence's words say: one trigger, one mention, and what was said before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from routegraph.reading.mention import Kind, Mention
from routegraph.reading.trigger import Trigger
from routegraph.reports.event import Status


@dataclass(frozen=True)
class Finding:
    """What one trigger says of one mention.

    Attributes
    ----------
    status : Status
        Of the trigger, or what its attempt or failure leaves of it.
    at : int
        Offset of the trigger in the sentence.
    reach : tuple of int
        Offsets of the clause.
    set_aside : str
        Why it is no event: denied, planned, not so; empty for an event.
    had, past_perfect : bool
        "had been captured"; and that not only within what somebody is reported to have said.
    denied, standing : bool
        Somebody denies it; it tells what holds now, whenever it began.
    background : bool
        It stands in a clause that only adds to another: what the main clause says holds.
    """

    trigger: Trigger
    status: Status
    mention: Mention
    by: str
    at: int
    reach: tuple[int, int]
    set_aside: str = ""
    confidence: float = 0.8
    had: bool = False
    past_perfect: bool = False
    denied: bool = False
    standing: bool = False
    background: bool = False


CLAIMED = frozenset({Status.BLOCKED, Status.CAPTURED, Status.DAMAGED, Status.REOPENED})
"""Statuses of a road by which a text claims that supplies are cut, or come again."""


def with_lifelines(findings: list[Finding], mentions: Sequence[Mention]) -> list[Finding]:
    """Findings, with what each says of the lifeline beside it: "the X road, the only way to Y"."""
    told = {finding.mention.key for finding in findings}
    main = next((f for f in findings if f.status in CLAIMED and not f.set_aside), None)
    lines = [m for m in mentions if m.kind is Kind.SUPPLY and m.key not in told] if main else []
    return findings + [replace(main, mention=line) for line in lines if main]


_KINDS_OF = {
    "town": ("town", "city"),
    "city": ("city", "town"),
    "village": ("village", "hamlet"),
    "hamlet": ("hamlet", "village"),
}


@dataclass
class Context:
    """What the sentences before have left: who acted last, which place and road were spoken of."""

    side: str = ""
    group: str = ""
    place: Mention | None = None
    road: Mention | None = None
    backdrop: Mention | None = None
    backdrop_in: int = 0
    backdrops: int = 0
    told: Mention | None = None
    told_in: int = 0
    later: str = ""
    topic: Mention | None = None
    topic_until: int = 0
    sentence: int = 0
    place_in: int = 0
    places: deque[Mention] = field(default_factory=lambda: deque(maxlen=8))
    kind_of: Callable[[str], str] = str

    @property
    def fresh(self) -> bool:
        """Whether the last place was spoken of in this sentence or one of the two before."""
        return self.sentence - self.place_in <= 2

    def place_of_kind(self, word: str) -> Mention | None:
        """Last place spoken of that a word such as "town" may mean, else the last one."""
        kinds = _KINDS_OF.get(word, ())
        just = self.backdrop if self.backdrop_in >= self.sentence - 1 and self.backdrops == 1 else None
        older = max(self.place_in, self.told_in) < self.backdrop_in
        if just and older and self.kind_of(just.names[0]) in kinds:
            return just
        here = self.place_in == self.sentence and self.told_in < self.sentence
        recent = self.told if self.sentence - self.told_in <= 3 and not here else None
        if recent and (not kinds or self.kind_of(recent.names[0]) in kinds):
            return recent
        for mention in reversed(self.places):
            if word in mention.text.lower().split() or self.kind_of(mention.names[0]) in kinds:
                return mention
        return self.place if self.place and (self.fresh or not self.backdrop) else self.backdrop
