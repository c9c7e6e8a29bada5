"""The roads of what a question supposes: closed or slowed before, and after."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from routegraph.errors import AmbiguousError, NotFoundError, QuestionError
from routegraph.intake import clean
from routegraph.reports.event import Event, Status
from routegraph.reports.ledger import Ledger, state_on
from routegraph.routing.disruption import Disruption
from routegraph.scenario.applied import WELL_MATCHED, AppliedClosure, disruption_of
from routegraph.scenario.closure import (
    Closure,
    Effect,
    EffectRule,
    closed_on_request,
    closure_of,
    delayed_on_request,
    slowed_on_request,
)
from routegraph.scenario.held_closures import control_warnings, held_closures
from routegraph.scenario.resolve import Resolver, apply
from routegraph.scenario.supposition import Supposition

VERBS = {Effect.CLOSE: "closes", Effect.SLOW: "slows"}

MOST_UNPLACED = 5
MOST_DOUBTED = 12
MOST_CONFLICTS = 12

OLD_DAYS = 14
"""Days after which news is old: the newest report is then told with its age."""


@dataclass(frozen=True, eq=False)
class Situation:
    """The roads closed or slowed before and after.

    Attributes
    ----------
    standing, closures : tuple of AppliedClosure
        What stands before, and what comes on top.
    lifted : tuple of AppliedClosure
        Standing closures that the events lift.
    ledger : Ledger
        The state of every target after.
    unplaced : dict of str to error
        Standing targets, and those of control, events files and reports, that match no road or no
        single place, with the reason: they close nothing.
    """

    supposition: Supposition
    standing: tuple[AppliedClosure, ...] = ()
    closures: tuple[AppliedClosure, ...] = ()
    lifted: tuple[AppliedClosure, ...] = ()
    before: Disruption = field(default_factory=Disruption)
    after: Disruption = field(default_factory=Disruption)
    ledger: Ledger = field(default_factory=lambda: Ledger(None, ()))
    unplaced: Mapping[str, NotFoundError | AmbiguousError] = field(default_factory=dict)

    @property
    def warnings(self) -> list[str]:
        """What the reader of the answer must know of the closures."""
        told = [
            f"{len(one.found.passing_over)} bridges or tunnels pass over {one.closure.target} "
            "and are closed too; --spare-bridges leaves them open."
            for one in (*self.standing, *self.closures)
            if len(one.found.passing_over) and one.closure.effect is not Effect.MARK
        ]
        told += [
            f"{one.closure.target} also {verb} the main road that it commands: {one.found.commanded}; "
            f"'{one.closure.target}~{one.found.radius_m / 1000:g}km' {verb} what lies within "
            f"{one.found.radius_m / 1000:g} km alone."
            for one in (*self.standing, *self.closures)
            if one.found.commanded and (verb := VERBS.get(one.closure.effect))
        ]
        told += [table.told for table in self.supposition.tables if table.incomplete]
        told += self.old_news
        if self.ledger.pending and (date := self.ledger.date):
            many = self.ledger.pending > 1
            told.append(
                f"{self.ledger.pending:,} event{'s begin' if many else ' begins'} after {date} and "
                f"do{'' if many else 'es'} not count."
            )
        told += [
            f"{state.target} stays closed: {event.target} was opened on {event.date or 'no date'}, a smaller "
            "circle; name the larger one to open it."
            for state, event in self.ledger.wider
        ]
        told += [
            f"only {one.found.share:.0%} of {one.closure.target} lies on roads of this network; "
            "what does not closes nothing."
            for one in (*self.standing, *self.closures)
            if one.found.share < WELL_MATCHED
        ]
        told += control_warnings(self.supposition)
        if self.ledger.doubted:
            doubted = dict.fromkeys(
                f"{one.target} ({one.status}, {one.confidence:.0%}): --close {shlex.quote(one.target)}"
                for one in self.ledger.doubted
            )
            least = f"--min-confidence {self.supposition.min_confidence:g}"
            more = len(doubted) - MOST_DOUBTED
            rest = f"; and {more:,} more" if more > 0 else ""
            names = "; ".join(list(doubted)[:MOST_DOUBTED])
            told.append(f"not sure enough to close ({least}): {names}{rest}.")
        conflicts = self.ledger.conflicts
        for state in conflicts[:MOST_CONFLICTS]:
            told.append(
                f"sources disagree on {state.target} on {state.since}: "
                f"{', '.join(f'{e.status} ({e.source})' for e in state.conflict)}; taken as {state.status}."
            )
        if len(conflicts) > MOST_CONFLICTS:
            told.append(f"sources disagree on {len(conflicts) - MOST_CONFLICTS:,} more targets.")
        told += [f"closes nothing: {reason}" for reason in list(self.unplaced.values())[:MOST_UNPLACED]]
        if len(self.unplaced) > MOST_UNPLACED:
            told.append(
                f"{len(self.unplaced) - MOST_UNPLACED:,} more events match no road and close nothing."
            )
        hazard = clean(self.supposition.hazard.name) if self.supposition.hazard else ""
        if hazard and not any(hazard in one.closure.event.source.title for one in self.closures):
            told.append(f"{hazard} puts no road under water that it tells of.")
        if self.supposition.extraction:
            told += self.supposition.extraction.warnings
        return told

    @property
    def old_news(self) -> list[str]:
        """Tell how old the newest report is on the day asked about, when it is old."""
        supposition = self.supposition
        events = (*supposition.standing_events, *supposition.new_events)
        days = [age for event in events if (age := age_days(event, supposition.date)) is not None]
        if supposition.date is None or not days or min(days) <= OLD_DAYS:
            return []
        newest = supposition.date - dt.timedelta(days=min(days))
        return [
            f"the newest report is of {newest}, {min(days):,} days before {supposition.date}: "
            "what happened since is not known here."
        ]


def age_days(event: Event, on: dt.date | None) -> int | None:
    """Return how many days old an event is on a day; None where either has no date, or it is later."""
    if on is None or event.date is None or event.date > on:
        return None
    return (on - event.date).days


def situation_of(supposition: Supposition, resolver: Resolver) -> Situation:
    """Find the roads of everything that a question supposes.

    Raises
    ------
    QuestionError, NotFoundError, AmbiguousError
        A target cannot be read.
    """
    _check_network(supposition, resolver)
    supposition = supposition.for_vehicle(resolver.graph.vehicle.weight_t)
    resolver = resolver.sparing(supposition.spare_bridges)
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
        *(delayed_on_request(text) for text in supposition.delay),
    ]
    unplaced: dict[str, NotFoundError | AmbiguousError] = {}
    skipped: dict[str, NotFoundError | AmbiguousError] = {}
    held = held_closures(supposition, resolver, standing_ledger)
    standing = (*held, *apply(stood, resolver, unplaced))
    still = {one.event for one in stood} & {one.event for one in holds}
    told = {*supposition.events, *(supposition.extraction.events if supposition.extraction else ())}
    new = [closure for closure in holds if closure.event not in still]
    closures = (
        *apply([closure for closure in new if closure.event not in told], resolver),
        *apply([closure for closure in new if closure.event in told], resolver, unplaced),
        *apply(asked, resolver, skipped if supposition.skip_missing else None),
    )
    if supposition.hazard is not None:
        from routegraph.scenario.hazard import flood_closures

        closures += flood_closures(
            supposition.hazard, resolver.graph, spare_bridges=supposition.spare_bridges
        )
    if supposition.control:
        unplaced |= supposition.control.unplaced
    if supposition.strict and unplaced:
        raise NotFoundError(f"{next(iter(unplaced.values()))} Leave out --strict to go on without it.")
    areas = len(held)
    lifted = tuple(one for one in standing[areas:] if one.closure.event not in still)
    kept = (
        *held_closures(supposition, resolver, ledger),
        *(one for one in standing[areas:] if one.closure.event in still),
    )
    return Situation(
        supposition=supposition,
        standing=standing,
        closures=closures,
        lifted=lifted,
        before=disruption_of(standing),
        after=disruption_of((*kept, *closures)),
        ledger=ledger,
        unplaced=unplaced | skipped,
    )


def _closures(ledger: Ledger, rules: Mapping[Status, EffectRule]) -> list[Closure]:
    return [closure_of(state.event, rules, state.status) for state in ledger.effective]


def _check_network(supposition: Supposition, resolver: Resolver) -> None:
    scenario, known = supposition.scenario, resolver.network.name
    if scenario and scenario.network and scenario.network not in (known, resolver.opened_as):
        raise QuestionError(
            f"scenario {scenario.name!r} is about the network {scenario.network!r}, and this is {known!r}; "
            f"ask --network {scenario.network}, or remove 'network:' from the scenario."
        )
