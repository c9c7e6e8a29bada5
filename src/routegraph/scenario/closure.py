"""What an event does to its target: the effect of each status, and the closure it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from routegraph.durations import parse_duration
from routegraph.errors import QuestionError
from routegraph.reports.event import Event, Source, Status


class Effect(StrEnum):
    """What happens to the roads of a target."""

    CLOSE = "close"
    SLOW = "slow"
    MARK = "mark"


@dataclass(frozen=True)
class EffectRule:
    """The effect of a status, and how many times slower a slowed road is."""

    effect: Effect
    factor: float = 1.0


EFFECTS: Mapping[Status, EffectRule] = MappingProxyType(
    {
        Status.CAPTURED: EffectRule(Effect.CLOSE),
        Status.RECAPTURED: EffectRule(Effect.MARK),
        Status.BLOCKED: EffectRule(Effect.CLOSE),
        Status.DAMAGED: EffectRule(Effect.CLOSE),
        Status.CONTESTED: EffectRule(Effect.CLOSE),
        Status.RESTRICTED: EffectRule(Effect.SLOW, 2.0),
        Status.THREATENED: EffectRule(Effect.MARK),
        Status.REOPENED: EffectRule(Effect.MARK),
    }
)
"""Default effect of each status; a scenario file may change them."""

ON_REQUEST = Source(title="asked for")


@dataclass(frozen=True)
class Closure:
    """One event and its effect on the roads of its target; `on_request` when the question itself asks it.

    A slowing takes `factor` times as long, or costs `delay_s` once where it is above 0.
    """

    event: Event
    effect: Effect
    factor: float = 1.0
    on_request: bool = False
    delay_s: float = 0.0

    @property
    def target(self) -> str:
        return self.event.target


def closure_of(
    event: Event, effects: Mapping[Status, EffectRule] = EFFECTS, status: Status | None = None
) -> Closure:
    """Return what an event does under a table of effects; `status` overrides its own."""
    if event.delay:
        return Closure(event, Effect.SLOW, delay_s=parse_duration(event.delay))
    rule = effects[status or event.status]
    factor = rule.factor if event.factor is None else event.factor
    return Closure(event, rule.effect, factor if rule.effect is Effect.SLOW else 1.0)


def closed_on_request(target: str) -> Closure:
    """Return the closure that a question itself asks for."""
    return replace(closure_of(Event(target, Status.BLOCKED, source=ON_REQUEST)), on_request=True)


def slowed_on_request(text: str) -> Closure:
    """Return the slowing that a question asks for as ``TARGET=FACTOR``.

    Raises
    ------
    QuestionError
        There is no factor, or it is below 1.
    """
    target, sign, number = text.rpartition("=")
    try:
        factor = float(number)
    except ValueError:
        factor = 0.0
    if not sign or not target.strip() or not 1 <= factor < float("inf"):
        raise QuestionError(
            f"cannot slow {text!r}; write TARGET=FACTOR with a factor from 1, such as 'M5=3'."
        )
    event = Event(target.strip(), Status.RESTRICTED, source=ON_REQUEST, factor=factor)
    return replace(closure_of(event), on_request=True)


def delayed_on_request(text: str) -> Closure:
    """Return the delay that a question asks for as ``TARGET=TIME``.

    Raises
    ------
    QuestionError
        There is no target, or no time.
    """
    target, sign, told = text.rpartition("=")
    if not sign or not target.strip():
        raise QuestionError(f"cannot delay {text!r}; write TARGET=TIME, such as 'Sheikh Hilal=4h'.")
    parse_duration(told)
    event = Event(target.strip(), Status.RESTRICTED, source=ON_REQUEST, delay=told.strip())
    return replace(closure_of(event), on_request=True)


def parse_effect(text: str) -> tuple[Status, EffectRule]:
    """Read ``STATUS=close``, ``STATUS=mark`` or ``STATUS=FACTOR``.

    Examples
    --------
    >>> parse_effect("threatened=1.5")
    (<Status.THREATENED: 'threatened'>, EffectRule(effect=<Effect.SLOW: 'slow'>, factor=1.5))

    Raises
    ------
    QuestionError
        There is no such status, or no such effect.
    """
    status, _, effect = text.partition("=")
    try:
        plain = effect in ("close", "mark")
        rule = EffectRule(Effect(effect)) if plain else EffectRule(Effect.SLOW, float(effect))
        if not 1 <= rule.factor < float("inf"):
            raise ValueError(rule.factor)
        return Status(status.strip()), rule
    except ValueError:
        raise QuestionError(
            f"cannot read effect {text!r}; write STATUS=close, STATUS=mark or STATUS=FACTOR from 1, "
            f"with a status of {', '.join(EFFECTS)}."
        ) from None
