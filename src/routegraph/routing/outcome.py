"""What became of a journey."""

from __future__ import annotations

from enum import StrEnum

from routegraph.routing.graph import CLOSED
from routegraph.routing.tree import Path


class Outcome(StrEnum):
    """What became of a journey."""

    UNAFFECTED = "unaffected"
    LONGER = "longer"
    SEVERED = "severed"
    UNCONNECTED = "unconnected"
    EASED = "eased"


def outcome_of(before: Path | None, after: Path | None) -> Outcome:
    """Return what became of a journey whose best path was `before` and is `after`."""
    return outcome_of_costs(*(CLOSED if path is None else path.cost for path in (before, after)))


def outcome_of_costs(before: int, after: int) -> Outcome:
    """Return what became of a journey by its costs; `CLOSED` is no way."""
    if after == before:
        return Outcome.UNCONNECTED if before == CLOSED else Outcome.UNAFFECTED
    if after == CLOSED:
        return Outcome.SEVERED
    return Outcome.LONGER if after > before else Outcome.EASED
