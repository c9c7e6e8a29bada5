"""How a question is put: its closures, its options, and the command that asks it again."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

from routegraph.errors import QuestionError
from routegraph.scenario.scenario import Scenario

MIN_CONFIDENCE = 0.5


class Closures(TypedDict, total=False):
    """What a question supposes; every question takes these.

    Attributes
    ----------
    close : sequence of str
        Targets to close: ``"Khanasser"``, ``"M5"``, ``"Ithriya - Khanasser"``, see docs/conventions.md.
    slow : sequence of str
        ``"TARGET=FACTOR"``: the target's roads take so many times as long.
    scenario : str or Scenario
        Name or path of a scenario.
    events : sequence of path
        Events files: YAML, CSV, GeoJSON, ACLED, UCDP GED, road status.
    report : path
        A report in prose; what it says is read, shown and closed.
    date : str or date
        The day to ask about; default: the scenario's, else every event counts.
    passes_with : sequence of str
        Sides whose control of a place closes nothing to this traffic.
    min_confidence : float
        Events below it are shown and close nothing; default 0.5.
    effect : sequence of str
        ``"STATUS=close"``, ``"STATUS=mark"`` or ``"STATUS=FACTOR"``: what a status does, such as
        ``"threatened=1.5"`` for those who would rather go round.
    spare_bridges : bool
        Leave open the bridges and tunnels that pass over a closed area.
    """

    close: Sequence[str]
    slow: Sequence[str]
    scenario: str | Scenario | None
    events: Sequence[str | Path]
    report: str | Path | None
    date: str | dt.date | None
    passes_with: Sequence[str]
    min_confidence: float
    effect: Sequence[str]
    spare_bridges: bool


class SweepOptions(TypedDict, total=False):
    """How a sweep runs; see `sweep.run.sweep`."""

    workers: int | None
    scheduler: str | None
    strict: bool
    progress: Callable[[str, float], None] | None


def command_of(name: str, arguments: Sequence[str], options: Mapping[str, object]) -> str:
    """Return the command that asks a question again."""
    words = ["routegraph", name, *arguments]
    for key, told in options.items():
        flag = f"-{key}" if len(key) == 1 else f"--{key.replace('_', '-')}"
        value = told.name if isinstance(told, Scenario) else told
        if value is True:
            words.append(flag)
        elif isinstance(value, list | tuple):
            words += [word for item in value for word in (flag, str(item))]
        elif value not in (None, False, "") and (key, value) != ("min_confidence", MIN_CONFIDENCE):
            words += [flag, str(value)]
    return shlex.join(words)


def texts(name: str, value: Sequence[str] | None) -> tuple[str, ...]:
    """Return a list of texts, and refuse one text in its place."""
    if isinstance(value, str):
        raise QuestionError(f"{name} takes a list of targets, not one text; write {name}=[{value!r}].")
    return tuple(value or ())


def date_of(value: str | dt.date | None) -> dt.date | None:
    """Read a date of the form YYYY-MM-DD."""
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise QuestionError(f"date {value!r}: {error}; write YYYY-MM-DD.") from None
