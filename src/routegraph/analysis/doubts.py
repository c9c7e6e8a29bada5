"""What is uncertain about reports, and what each target's roads may be, given what is known of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import QuestionError
from routegraph.network.arrays import Int
from routegraph.network.sphere import distinct
from routegraph.reports.event import Event, Status
from routegraph.reports.ledger import state_on
from routegraph.reports.target_keys import circles_of, event_key, opened_by
from routegraph.routing.disruption import Disruption
from routegraph.scenario.applied import disruption_of
from routegraph.scenario.closure import (
    EFFECTS,
    Closure,
    Effect,
    closed_on_request,
    closure_of,
    delayed_on_request,
    slowed_on_request,
)
from routegraph.scenario.held_closures import held_closures
from routegraph.scenario.resolve import Resolver, apply
from routegraph.scenario.supposition import Supposition

MAY_CLOSE = (Status.THREATENED, Status.CONTESTED)
"""Statuses that may become closures with a probability of their own."""

MOST_ENUMERATED = 10
"""Doubts about one target up to which all that it may be is worked out beforehand."""

Known = tuple[int, int]
"""Doubts that are decided, and those of them that are true: bit ``i`` stands for doubt ``i``."""


@dataclass(frozen=True, eq=False)
class Doubt:
    """Something that is true or not.

    Attributes
    ----------
    events : tuple of int
        The events of `Doubts.events` that it decides.
    probability : float
        Above 0 and below 1.
    closing : bool
        False: whether the reports are true. True: whether targets that are reported as
        threatened or contested close.
    """

    name: str
    events: tuple[int, ...]
    probability: float
    closing: bool = False


class Doubts:
    """The uncertain reports of a question, and what is closed for each truth of theirs.

    Parameters
    ----------
    supposition : Supposition
        Its `min_confidence` takes no part: every event counts with its confidence.
    resolver : Resolver
    may_close : mapping of Status to float
        Probability that a threatened or contested target closes, in place of its usual effect.

    Attributes
    ----------
    events : tuple of Event
        Standing ones first.
    in_force : tuple of bool
        Which of them hold on the date asked about.
    probability : tuple of float
        Of each event: its confidence, or the highest in its group.
    doubts : tuple of Doubt
    certain : Disruption
        What is closed or slowed however the doubts turn out.
    roads : int32[U]
        Roads that doubtful targets may close or slow, and those slowed for certain; ascending.
    """

    def __init__(
        self, supposition: Supposition, resolver: Resolver, may_close: Mapping[Status, float]
    ) -> None:
        self.supposition, self.resolver = supposition, resolver.sparing(supposition.spare_bridges)
        self.events = (*supposition.standing_events, *supposition.new_events)
        self.in_force = tuple(bool(self._alone(event)) for event in self.events)
        self.probability = _probabilities(self.events)
        self.may_close = {status: float(p) for status, p in may_close.items()}
        self._check()
        self._truth: dict[int, int] = {}
        self._closing: dict[int, int] = {}
        self.doubts = tuple(self._found())
        self._deal_out(self._by_target())

    def _check(self) -> None:
        for status, p in self.may_close.items():
            if status not in MAY_CLOSE or not 0 <= p <= 1:
                raise QuestionError(
                    f"cannot let {status} close with probability {p}; give {' or '.join(MAY_CLOSE)} a "
                    "probability from 0 to 1."
                )

    def _alone(self, event: Event) -> Status | None:
        """Status that an event gives its target when it is all that is known; None out of its time."""
        s = self.supposition
        states = state_on([event], s.date, passes_with=s.passes_with).states
        return states[0].status if states else None

    def _found(self) -> list[Doubt]:
        """Doubts whether reports are true, then whether threats come true; one for each group."""
        truth: dict[str, list[int]] = defaultdict(list)
        closing: dict[tuple[str, Status], list[int]] = defaultdict(list)
        for i, event in enumerate(self.events):
            if not self.in_force[i] or self.probability[i] == 0:
                continue
            key = event.group or f"\0{i}"
            if self.probability[i] < 1:
                truth[key].append(i)
            if 0 < self.may_close.get(event.status, 1.0) < 1:
                closing[key, event.status].append(i)
        found: list[Doubt] = []
        for of_group, members in ((self._truth, truth), (self._closing, closing)):
            for events in members.values():
                of_group.update(dict.fromkeys(events, len(found)))
                first = self.events[events[0]]
                closes = of_group is self._closing
                found.append(
                    Doubt(
                        name=first.group or f"{first.target} {first.status}",
                        events=tuple(events),
                        probability=self.may_close[first.status] if closes else self.probability[events[0]],
                        closing=closes,
                    )
                )
        return found

    def _by_target(self) -> dict[str, list[int]]:
        """Events that speak of each target, by its key in the ledger."""
        circles = circles_of(self.events)
        speaking: dict[str, list[int]] = defaultdict(list)
        for i, event in enumerate(self.events):
            if not self.in_force[i] or self.probability[i] == 0:
                continue
            keys = {event_key(event)}
            if self._alone(event) is Status.REOPENED:
                keys |= opened_by(event, circles)
            for key in keys:
                speaking[key].append(i)
        return speaking

    def _deal_out(self, speaking: Mapping[str, Sequence[int]]) -> None:
        """Tell targets that are certain from doubtful ones, and number the roads of the latter."""
        supposition, find = self.supposition, self.resolver.find
        certain = [
            *(closed_on_request(target) for target in supposition.close),
            *(slowed_on_request(text) for text in supposition.slow),
            *(delayed_on_request(text) for text in supposition.delay),
        ]
        doubtful = []
        for key, events in speaking.items():
            own = [
                (self.events[i].target, self.events[i].geometry)
                for i in events
                if event_key(self.events[i]) == key
            ]
            decided_by = self._decided_by(events)
            if own and decided_by:
                doubtful.append((key, events, decided_by, dict.fromkeys(own)))
            elif own and (closure := self.closure(key, events, 0)):
                certain.append(closure)
        known = state_on(self.events, supposition.date, passes_with=supposition.passes_with)
        held = held_closures(supposition, self.resolver, known)
        self.certain = disruption_of((*held, *apply(certain, self.resolver)))
        parts = [find(*named).roads for *_, own in doubtful for named in own]
        self.roads = distinct(np.concatenate([self.certain.slowed, *parts])).astype(np.int32)
        self.targets = tuple(DoubtfulTarget(self, *one[:3], tuple(one[3])) for one in doubtful)
        self.level = np.ones(len(self.roads))
        self.level[self.slots(self.certain.slowed)] = self.certain.factor

    def _decided_by(self, events: Sequence[int]) -> int:
        """Doubts that decide some events, as bits."""
        bits = 0
        for i in events:
            for of_event in (self._truth, self._closing):
                if i in of_event:
                    bits |= 1 << of_event[i]
        return bits

    def latest_first(self, bits: int) -> tuple[int, ...]:
        """Doubts of a set, those about the latest events first."""
        return tuple(
            sorted(
                (d for d in range(len(self.doubts)) if bits >> d & 1),
                key=lambda d: max(self.events[i].date or dt.date.min for i in self.doubts[d].events),
                reverse=True,
            )
        )

    def closure(self, key: str, events: Iterable[int], true: int) -> Closure | None:
        """Return what a target's events make of it when the doubts `true` are; None when nothing."""
        supposition = self.supposition
        told = [self._as_told(i, true) for i in events if i not in self._truth or true >> self._truth[i] & 1]
        ledger = state_on(told, supposition.date, passes_with=supposition.passes_with)
        effects = supposition.scenario.effects if supposition.scenario else EFFECTS
        for state in ledger.effective:
            if state.key == key:
                closure = closure_of(state.event, effects, state.status)
                return None if closure.effect is Effect.MARK else closure
        return None

    def _as_told(self, i: int, true: int) -> Event:
        """Return an event as it turns out: a threat that comes true blocks, else it marks."""
        event = self.events[i]
        p = self.may_close.get(event.status)
        if p is None:
            return event
        closes = true >> self._closing[i] & 1 if i in self._closing else p == 1
        return replace(event, status=Status.BLOCKED if closes else Status.THREATENED)

    def slots(self, roads: Int) -> NDArray[np.intp]:
        """Positions in `self.roads` of those of some roads that are in it."""
        at = np.searchsorted(self.roads, roads)
        return at[self._is_at(roads, at)]

    def _is_at(self, roads: Int, at: NDArray[np.intp]) -> NDArray[np.bool_]:
        return np.asarray(np.append(self.roads, -1)[at] == roads)

    def along(self, level: NDArray[np.float64], roads: Int) -> NDArray[np.float64]:
        """Level of each road of a way, float64[K]."""
        at = np.searchsorted(self.roads, roads)
        return np.where(self._is_at(roads, at), np.append(level, 1.0)[at], 1.0)

    def levels(self, known: Known) -> NDArray[np.float64]:
        """How many times as long each of `roads` takes at the least: 1 open, inf closed; float64[U]."""
        level = self.level.copy()
        for target in self.targets:
            np.maximum(level, target.span(known)[0], out=level)
        return level

    def disruption(self, level: NDArray[np.float64]) -> Disruption:
        """Return levels as a disruption."""
        shut, slow = np.isinf(level), (level > 1) & np.isfinite(level)
        return Disruption(self.roads[shut], self.roads[slow], level[slow])

    def open_doubt(self, roads: Int, known: Known) -> int:
        """Return an undecided doubt that may change some roads; -1 when none can."""
        at = self.slots(roads)
        if len(at):
            for target in self.targets:
                spread = target.span(known)[1]
                if spread is not None and spread[at].any():
                    return target.next_doubt(known)
        return -1


@dataclass(eq=False)
class DoubtfulTarget:
    """A target whose state hangs on doubts: the doubts `decided_by`, as bits."""

    doubts: Doubts
    key: str
    events: Sequence[int]
    decided_by: int
    named: tuple[tuple[str, str], ...]
    order: tuple[int, ...] = ()
    _levels: dict[int, NDArray[np.float64]] = field(default_factory=dict, repr=False)
    _spans: dict[Known, tuple[NDArray[np.float64], NDArray[np.bool_] | None]] = field(
        default_factory=dict, repr=False
    )

    def __post_init__(self) -> None:
        self.order = self.doubts.latest_first(self.decided_by)

    def span(self, known: Known) -> tuple[NDArray[np.float64], NDArray[np.bool_] | None]:
        """Least level of each road for what is known, and which roads are undecided.

        The second is None when all are decided.
        """
        decided, true = known[0] & self.decided_by, known[1] & self.decided_by
        if (decided, true) not in self._spans:
            self._spans[decided, true] = self._span(self.decided_by & ~decided, true)
        return self._spans[decided, true]

    def _span(self, free: int, true: int) -> tuple[NDArray[np.float64], NDArray[np.bool_] | None]:
        bits = [1 << d for d in self.order if free >> d & 1]
        if len(bits) > MOST_ENUMERATED:
            return np.ones(len(self.doubts.roads)), self._anywhere()
        may_be = {
            id(level): level
            for size in range(len(bits) + 1)
            for chosen in combinations(bits, size)
            for level in [self._level(true | sum(chosen))]
        }
        table = np.stack(list(may_be.values()))
        least = table.min(axis=0)
        undecided = table.max(axis=0) != least
        return least, undecided if undecided.any() else None

    def _anywhere(self) -> NDArray[np.bool_]:
        undecided = np.zeros(len(self.doubts.roads), bool)
        for named in self.named:
            undecided[self.doubts.slots(self.doubts.resolver.find(*named).roads)] = True
        return undecided

    def _level(self, true: int) -> NDArray[np.float64]:
        """Level of each road when just these of its doubts are true; equal ones are one array."""
        if true not in self._levels:
            closure = self.doubts.closure(self.key, self.events, true)
            level = np.ones(len(self.doubts.roads))
            if closure is not None:
                roads = self.doubts.resolver.find(closure.target, closure.event.geometry).roads
                level[self.doubts.slots(roads)] = np.inf if closure.effect is Effect.CLOSE else closure.factor
            alike = (other for other in self._levels.values() if np.array_equal(other, level))
            self._levels[true] = next(alike, level)
        return self._levels[true]

    def next_doubt(self, known: Known) -> int:
        """Return the latest undecided doubt whose turn makes a difference to this target."""
        decided, true = known
        undecided = [d for d in self.order if not decided >> d & 1]
        for d in undecided:
            spans = [self.span((decided | 1 << d, true | turn << d)) for turn in (0, 1)]
            if any(not np.array_equal(a, b) for a, b in zip(*spans, strict=True)):
                return d
        return undecided[0]


def _probabilities(events: Sequence[Event]) -> tuple[float, ...]:
    """Probability of each event: its confidence, or the highest in its group."""
    highest: dict[str, float] = defaultdict(float)
    for event in events:
        highest[event.group] = max(highest[event.group], event.confidence)
    return tuple(highest[event.group] if event.group else event.confidence for event in events)
