"""How a question is put: its options, and the command that asks it again."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict

from routegraph import defaults
from routegraph.scenario.scenario import Scenario


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
        elif value not in (None, False, "") and (key, value) != ("min_confidence", defaults.MIN_CONFIDENCE):
            words += [flag, str(value)]
    return shlex.join(words)
