"""What a report may say of the way and closed nothing: not understood, on no map, not sure, set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from routegraph.errors import RoutegraphError
from routegraph.network.arrays import Int
from routegraph.network.sphere import distinct
from routegraph.places.locate import Location, names_of
from routegraph.render import words
from routegraph.reports.ledger import CLOSING
from routegraph.routing.disruption import Disruption
from routegraph.routing.route import Route
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import Situation


@dataclass(frozen=True, eq=False)
class LeftOpen:
    """A place or road of the way of which the report says something that closed nothing.

    Attributes
    ----------
    doubtful : bool
        It may be closed for all that is known; otherwise the words are set aside for a reason, such as a
        denial or a plan.
    """

    target: str
    why: str
    quote: str
    doubtful: bool
    roads: Int

    @property
    def warning(self) -> str:
        """Say what the way runs through, and the option that closes it."""
        return (
            f"the way runs through {self.target}, of which the report says ({self.why}): '{self.quote}' "
            f"If it is closed, ask again with {words.closable([self.target])}."
        )


def left_open(
    situation: Situation, way: Route | None, resolver: Resolver, *ends: Location
) -> tuple[LeftOpen, ...]:
    """Return what a way runs through of which the report says something that closed nothing, doubts first."""
    if way is None:
        return ()
    told: dict[str, LeftOpen] = {}
    own = names_of(resolver.graph.network, *ends)
    for target, why, quote, doubtful in _said(situation):
        if target in told or target.casefold() in own:
            continue
        try:
            roads = resolver.find(target).roads
        except RoutegraphError:
            continue
        if np.isin(way.roads, roads).any():
            told[target] = LeftOpen(target, why, quote, doubtful, roads)
    return tuple(told.values())


def if_closed(after: Disruption, those: tuple[LeftOpen, ...]) -> Disruption:
    """Return a disruption with all that was left open closed too."""
    closed = distinct(np.concatenate([after.closed, *(one.roads for one in those)]))
    slowed = ~np.isin(after.slowed, closed)
    return Disruption(closed, after.slowed[slowed], after.factor[slowed])


def _said(situation: Situation) -> Iterator[tuple[str, str, str, bool]]:
    """Yield target, reason, words and whether it is doubtful."""
    extraction = situation.supposition.extraction
    if extraction is None:
        return
    for event in situation.ledger.doubted:
        if event.status in CLOSING:
            why = f"{words.deed(event.status, event.by)}, only {event.confidence:.0%} sure"
            yield event.target, why, event.quote, True
    for one in extraction.unlocated:
        if one.status in CLOSING:
            why = f"{one.spelled} {words.deed(one.status, one.by)}; {one.why}"
            yield from ((target, why, one.quote, True) for target in one.targets)
    for unread in extraction.not_understood:
        yield from ((target, unread.why, unread.quote, True) for target in unread.names)
    for aside in extraction.set_aside:
        yield from ((target, aside.reason, aside.quote, False) for target in aside.targets)
