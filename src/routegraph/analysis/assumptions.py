"""The relevance of each assumption: every event, how sure it is, and what part it has in an answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from routegraph.analysis.doubts import Doubts
from routegraph.reports.event import Event, Status
from routegraph.reports.ledger import state_on
from routegraph.scenario.closure import EFFECTS, Effect, closure_of


class Relevance(StrEnum):
    """What part an event has in an answer."""

    CERTAIN = "certain"
    UNCERTAIN = "uncertain"
    MEETS_NO_ROUTE = "meets no route"
    IMPOSSIBLE = "impossible"
    OUT_OF_TIME = "not in force on the day"


@dataclass(frozen=True)
class Assumption:
    """One event and its part in an answer.

    Attributes
    ----------
    probability : float
        That it is true: its confidence, or the highest in its group.
    closing_probability : float or None
        That its target closes, given that it is true; None where the status has its usual effect.
    effect : str
        What it does to its target when it alone is known: ``close``, ``slow``, ``mark`` or ``lift``.
    roads : int
        Of its target.
    """

    event: Event
    probability: float
    closing_probability: float | None
    effect: str
    roads: int
    relevance: Relevance
    in_group_of_several: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        event = self.event
        return {
            "target": event.target,
            "status": event.status.value,
            "by": event.by,
            "date": event.date.isoformat() if event.date else None,
            "group": event.group or None,
            "confidence": event.confidence,
            "probability": self.probability,
            "closing_probability": self.closing_probability,
            "effect": self.effect,
            "roads": self.roads,
            "standing": self.relevance.value,
            "source": str(event.source),
            "quote": event.quote,
        }


def assumptions_of(doubts: Doubts, met: int) -> tuple[Assumption, ...]:
    """Every event of a question, and its part when some best way meets the doubts `met` (bits)."""
    sizes = Counter(event.group for event in doubts.events if event.group)
    told = []
    for i, event in enumerate(doubts.events):
        in_force = doubts.in_force[i]
        own = [d for d, doubt in enumerate(doubts.doubts) if i in doubt.events]
        if not in_force:
            relevance = Relevance.OUT_OF_TIME
        elif doubts.probability[i] == 0:
            relevance = Relevance.IMPOSSIBLE
        elif not own:
            relevance = Relevance.CERTAIN
        else:
            is_met = any(met >> d & 1 for d in own)
            relevance = Relevance.UNCERTAIN if is_met else Relevance.MEETS_NO_ROUTE
        counts = in_force and doubts.probability[i] > 0
        told.append(
            Assumption(
                event=event,
                probability=doubts.probability[i],
                closing_probability=doubts.may_close.get(event.status),
                effect=_effect(event, doubts) if in_force else "none",
                roads=len(doubts.resolver.find(event.target, event.geometry).roads) if counts else 0,
                relevance=relevance,
                in_group_of_several=sizes[event.group] > 1,
            )
        )
    return tuple(told)


def _effect(event: Event, doubts: Doubts) -> str:
    supposition = doubts.supposition
    state = state_on([event], supposition.date, passes_with=supposition.passes_with).states[0]
    if state.status is Status.REOPENED:
        return "lift"
    if event.status in doubts.may_close:
        return Effect.CLOSE.value
    effects = supposition.scenario.effects if supposition.scenario else EFFECTS
    return closure_of(event, effects, state.status).effect.value
