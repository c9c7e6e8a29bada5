"""What a question supposes: the closures that stand, and those that come on top, with their roads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from routegraph.reports.event import Event, Status
from routegraph.reports.extraction import Extraction
from routegraph.reports.ledger import Ledger, state_on
from routegraph.routing.graph import Disruption
from routegraph.scenario.closure import (
    EFFECTS,
    Closure,
    Effect,
    Rule,
    closed_on_request,
    closure_of,
    slowed_on_request,
)
from routegraph.scenario.resolve import AppliedClosure, Resolver, apply, disruption_of
from routegraph.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Supposition:
    """What a question supposes, before any road is looked up.

    Attributes
    ----------
    close : tuple of str
        Targets to close.
    slow : tuple of str
        ``TARGET=FACTOR``.
    scenario : Scenario or None
    events : tuple of Event
        From events files.
    extraction : Extraction or None
        What a report gave.
    date : date or None
        The day to ask about; None counts every event.
    passes_with : tuple of str
    min_confidence : float
        Events below it are shown and close nothing.
    spare_bridges : bool
    effects : dict of Status to Rule
        What statuses do, where it differs from the scenario's table or the default one.
    """

    close: tuple[str, ...] = ()
    slow: tuple[str, ...] = ()
    scenario: Scenario | None = None
    events: tuple[Event, ...] = ()
    extraction: Extraction | None = None
    date: dt.date | None = None
    passes_with: tuple[str, ...] = ()
    min_confidence: float = 0.5
    spare_bridges: bool = False
    effects: Mapping[Status, Rule] = field(default_factory=dict)

    @property
    def rules(self) -> Mapping[Status, Rule]:
        """What each status does."""
        return {**(self.scenario.effects if self.scenario else EFFECTS), **self.effects}

    @property
    def standing_events(self) -> tuple[Event, ...]:
        return self.scenario.standing if self.scenario else ()

    @property
    def new_events(self) -> tuple[Event, ...]:
        """Events on top of what stands: of the scenario, of files, of the report."""
        return (
            *(self.scenario.events if self.scenario else ()),
            *self.events,
            *(self.extraction.events if self.extraction else ()),
        )


@dataclass(frozen=True, eq=False)
class Situation:
    """The roads closed or slowed before and after.

    Attributes
    ----------
    supposition : Supposition
    standing, closures : tuple of AppliedClosure
        What stands before, and what comes on top.
    lifted : tuple of AppliedClosure
        Standing closures that the events lift.
    before, after : Disruption
    ledger : Ledger
        The state of every target after.
    """

    supposition: Supposition
    standing: tuple[AppliedClosure, ...] = ()
    closures: tuple[AppliedClosure, ...] = ()
    lifted: tuple[AppliedClosure, ...] = ()
    before: Disruption = field(default_factory=Disruption)
    after: Disruption = field(default_factory=Disruption)
    ledger: Ledger = field(default_factory=lambda: Ledger(None, ()))

    @property
    def warnings(self) -> list[str]:
        """What the reader of the answer must know of the closures."""
        told = [
            f"{len(one.found.passing_over)} bridges or tunnels pass over {one.closure.target} "
            "and are closed too; --spare-bridges leaves them open."
            for one in (*self.standing, *self.closures)
            if len(one.found.passing_over) and one.closure.effect is not Effect.MARK
        ]
        if self.ledger.doubted:
            names = ", ".join(dict.fromkeys(e.target for e in self.ledger.doubted))
            told.append(f"not sure enough to close (--min-confidence): {names}.")
        for state in self.ledger.conflicts:
            told.append(
                f"sources disagree on {state.target} on {state.since}: "
                f"{', '.join(f'{e.status} ({e.source})' for e in state.conflict)}; taken as {state.status}."
            )
        if self.supposition.extraction:
            told += self.supposition.extraction.warnings
        return told


def situation_of(supposition: Supposition, resolver: Resolver) -> Situation:
    """Find the roads of everything that a question supposes.

    Raises
    ------
    QuestionError, NotFoundError, AmbiguousError
        A target cannot be read.
    """
    known = {
        "passes_with": supposition.passes_with,
        "min_confidence": supposition.min_confidence,
    }
    standing_ledger = state_on(supposition.standing_events, supposition.date, **known)  # type: ignore[arg-type]
    ledger = state_on(
        (*supposition.standing_events, *supposition.new_events),
        supposition.date,
        **known,  # type: ignore[arg-type]
    )
    stood = _closures(standing_ledger, supposition.rules)
    holds = _closures(ledger, supposition.rules)
    asked = [
        *(closed_on_request(target) for target in supposition.close),
        *(slowed_on_request(text) for text in supposition.slow),
    ]
    standing = apply(stood, resolver)
    still = {one.event for one in stood} & {one.event for one in holds}
    closures = apply([*(c for c in holds if c.event not in still), *asked], resolver)
    lifted = tuple(one for one in standing if one.closure.event not in still)
    kept = tuple(one for one in standing if one.closure.event in still)
    return Situation(
        supposition=supposition,
        standing=standing,
        closures=closures,
        lifted=lifted,
        before=disruption_of(standing),
        after=disruption_of((*kept, *closures)),
        ledger=ledger,
    )


def _closures(ledger: Ledger, rules: Mapping[Status, Rule]) -> list[Closure]:
    return [closure_of(state.event, rules, state.status) for state in ledger.effective]
