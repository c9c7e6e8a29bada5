"""Scenario files: closures that stand, events on top of them, and what each status does."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from routegraph.checked_yaml import read_document
from routegraph.errors import DataError, NotFoundError
from routegraph.intake import clean
from routegraph.network.catalog import data_folder
from routegraph.reports.cell_values import RowError
from routegraph.reports.event import Event, Status
from routegraph.reports.events_file import events_schema
from routegraph.reports.record import beside, event_of
from routegraph.reports.tables import read_events
from routegraph.scenario.closure import EFFECTS, Effect, EffectRule

NUMERIC_KEYS = ("confidence", "factor", "span", *Status)


@dataclass(frozen=True)
class Scenario:
    """Closures that stand, and events on top of them.

    Attributes
    ----------
    name : str
        File name without suffix.
    network : str
        Name of the network that the scenario is about; empty for any.
    journey : tuple of str
        Origin and destination that it is about; empty for any.
    date : date or None
        The day to ask about; None counts every event.
    passes_with : tuple of str
        Sides whose control of a place closes nothing to this traffic.
    control : tuple of str
        Paths of files that tell who holds what.
    population : str
        Path of a file that tells how many people live where; empty for what the network knows.
    standing, events : tuple of Event
        An answer compares the journey under `standing` with that under both.
    effects : dict
        What each status does.
    """

    name: str
    title: str
    description: str = ""
    network: str = ""
    journey: tuple[str, ...] = ()
    date: dt.date | None = None
    passes_with: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    population: str = ""
    standing: tuple[Event, ...] = ()
    events: tuple[Event, ...] = ()
    effects: Mapping[Status, EffectRule] = field(default_factory=lambda: EFFECTS)

    def __str__(self) -> str:
        return self.name


@cache
def scenario_schema() -> dict[str, Any]:
    """JSON Schema of a scenario file."""
    schema: dict[str, Any] = json.loads(
        (files("routegraph.scenario") / "scenario.schema.json").read_text("utf-8")
    )
    return schema | {"$defs": events_schema()["$defs"]}


def bundled_scenarios() -> dict[str, Path]:
    """Return the scenarios that come with the package, by name."""
    return {path.stem: path for path in sorted((data_folder() / "scenarios").glob("*.yaml"))}


def find_scenario(name_or_path: str) -> Scenario:
    """Return a bundled scenario by name, or read a scenario file.

    Raises
    ------
    NotFoundError
        There is no scenario of that name, and no such file.
    DataError
        The file breaks the schema: file, line, key and remedy.
    """
    return _read(_path_of(name_or_path, Path()), ())


def _path_of(name_or_path: str, folder: Path) -> Path:
    if name_or_path in (bundled := bundled_scenarios()):
        return bundled[name_or_path]
    path = folder / name_or_path
    if path.suffix in (".yaml", ".yml", ".json"):
        return path
    raise NotFoundError(
        f"no scenario called {name_or_path!r}; bundled: {', '.join(bundled)}. "
        "Give one of these or the path of a YAML file."
    )


def _read(path: Path, children: tuple[Path, ...]) -> Scenario:
    if path in children:
        raise DataError(f"{path}: scenarios extend each other in a circle; remove one 'extends'.")
    document = read_document(path, NUMERIC_KEYS)
    if path not in bundled_scenarios().values():  # the tests check those; the checker is slow to load
        document.require(scenario_schema())
    told: dict[str, Any] = document.content
    parent = (
        _read(_path_of(told["extends"], path.parent), (*children, path))
        if "extends" in told
        else Scenario("", "")
    )

    def events(key: str) -> tuple[Event, ...]:
        read = []
        for i, record in enumerate(told.get(key, ())):
            try:
                read.append(beside(event_of(record), path.parent))
            except RowError as error:
                raise DataError(f"{path}, line {document.line([key, i])}: {error}.") from None
        return tuple(read)

    date = parent.date
    if "date" in told:
        try:
            date = dt.date.fromisoformat(told["date"])
        except ValueError as error:
            raise DataError(
                f"{path}, line {document.line(['date'])}: date {told['date']!r}: {error}; write YYYY-MM-DD."
            ) from None
    files = [path.parent / name for name in told.get("events_files", ())]
    filed = tuple(event for file in files for event in read_events(file).events)
    effects = {Status(status): _rule(effect) for status, effect in told.get("effects", {}).items()}
    return Scenario(
        name=clean(path.stem),
        title=told["title"],
        description=told.get("description", parent.description),
        network=told.get("network", parent.network),
        journey=tuple(told.get("journey", parent.journey)),
        date=date,
        passes_with=tuple(told.get("passes_with", parent.passes_with)),
        control=tuple(str(path.parent / one) for one in told["control"])
        if "control" in told
        else parent.control,
        population=str(path.parent / told["population"]) if "population" in told else parent.population,
        standing=parent.standing + events("standing"),
        events=parent.events + events("events") + filed,
        effects={**parent.effects, **effects},
    )


def _rule(effect: str | float) -> EffectRule:
    return EffectRule(Effect(effect)) if isinstance(effect, str) else EffectRule(Effect.SLOW, float(effect))
