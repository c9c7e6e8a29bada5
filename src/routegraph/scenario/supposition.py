"""What a question supposes: the one way in for `Study`, the command line and sweeps."""

from __future__ import annotations

import datetime as dt
import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from routegraph import defaults
from routegraph.errors import QuestionError
from routegraph.intake import clean
from routegraph.network.conditions import Moment
from routegraph.places.gazetteer import Gazetteer
from routegraph.reports.event import Event, Status
from routegraph.scenario.closure import EFFECTS, EffectRule, parse_effect

if TYPE_CHECKING:
    from routegraph.reports.extraction import Extraction
    from routegraph.reports.metadata import Cited
    from routegraph.reports.record import EventTable
    from routegraph.scenario.control import Control
    from routegraph.scenario.scenario import Scenario


class Closures(TypedDict, total=False):
    """What a question supposes; every question takes these.

    Attributes
    ----------
    close : sequence of str
        Targets to close: ``"Khanasser"``, ``"M5"``, ``"Ithriya - Khanasser"``, see docs/conventions.md;
        in Python also polygons in lon, lat, and a GeoDataFrame of them.
    slow : sequence of str
        ``"TARGET=FACTOR"``: the target's roads take so many times as long.
    delay : sequence of str
        ``"TARGET=TIME"``: who passes there loses so much time once, such as ``"Sheikh Hilal=4h"``.
    scenario : str or Scenario
        Name or path of a scenario.
    events : sequence of path
        Events files: YAML, CSV, GeoJSON, ACLED, UCDP GED, road status.
    report : path or sequence of path
        Reports in prose, folders of them, or ``-`` for standard input; what they say is read, shown
        and closed.
    source, publisher, url : str
        What the report is cited by, in place of what it says of itself.
    reader : str
        ``rules``, or ``model`` for a language model as second, distrusted reader; the report's text
        is sent to its endpoint.
    model, endpoint : str
        Name of the model, and the address of a server that speaks as OpenAI's does.
    reader_trust : bool
        Let what the model alone says close roads as well.
    date : str, date or datetime
        The day to ask about; default: the scenario's, else every event counts. With an hour,
        ``"2026-03-04T08:30"`` by the clocks of the place, laws that hang on hours are decided.
    passes_with : sequence of str
        Sides whose control of a place closes nothing to this traffic.
    control : sequence of path
        Who holds what: a table of places or polygons with their sides; what sides that are not in
        `passes_with` hold stands closed.
    min_confidence : float
        Events below it are shown and close nothing; default 0.5.
    skip_bad : bool
        Leave out the rows of events files that cannot be read, and tell them.
    effect : sequence of str
        ``"STATUS=close"``, ``"STATUS=mark"`` or ``"STATUS=FACTOR"``: what a status does, such as
        ``"threatened=1.5"`` for those who would rather go round.
    spare_bridges : bool
        Leave open the bridges and tunnels that pass over a closed area, and bridges over a flood.
    hazard : path
        Raster of flood depth in metres, such as a GeoTIFF: deep water closes roads to this vehicle and
        shallow water slows them; needs the extra ``routegraph[hazard]``.
    strict : bool
        A standing or reported target that the network does not know is an error, not a warning.
    skip_missing : bool
        A target of the question itself that the network does not know is a warning, not an error.
    """

    close: Sequence[str]
    slow: Sequence[str]
    delay: Sequence[str]
    scenario: str | Scenario | None
    events: Sequence[str | Path]
    report: str | Path | Sequence[str | Path] | None
    source: str
    publisher: str
    url: str
    reader: str
    model: str
    endpoint: str
    reader_trust: bool
    date: str | dt.date | None
    passes_with: Sequence[str]
    control: Sequence[str | Path]
    min_confidence: float
    skip_bad: bool
    effect: Sequence[str]
    spare_bridges: bool
    hazard: str | Path | None
    strict: bool
    skip_missing: bool


WRITE = {"close": "M5", "slow": "M5=2", "delay": "Khanasser=4h", "passes_with": "government",
         "effect": "threatened=1.5"}  # fmt: skip
"""An example of each keyword that takes texts."""


@dataclass(frozen=True, eq=False)
class Supposition:
    """What a question supposes, before any road is looked up.

    Attributes
    ----------
    close : tuple of str
        Targets to close.
    slow : tuple of str
        ``TARGET=FACTOR``.
    delay : tuple of str
        ``TARGET=TIME``.
    events : tuple of Event
        From events files.
    tables : tuple of EventTable
        The events files: how many of their rows were used, and which were left out and why.
    extraction : Extraction or None
        What a report gave.
    date : date or None
        The day to ask about; None counts every event.
    hour : time or None
        The hour of that day, by the clocks of the place: it decides the law that hangs on hours.
    min_confidence : float
        Events below it are shown and close nothing.
    control : Control or None
        Who holds what.
    strict, skip_missing : bool
        Whether a standing or reported target that the network does not know is an error, and whether one
        that the question itself names is none.
    effects : dict of Status to EffectRule
        What statuses do, where it differs from the scenario's table or the default one.
    hazard : Path or None
        Raster of flood depth.
    """

    close: tuple[str, ...] = ()
    slow: tuple[str, ...] = ()
    delay: tuple[str, ...] = ()
    scenario: Scenario | None = None
    events: tuple[Event, ...] = ()
    tables: tuple[EventTable, ...] = ()
    extraction: Extraction | None = None
    date: dt.date | None = None
    hour: dt.time | None = None
    passes_with: tuple[str, ...] = ()
    min_confidence: float = defaults.MIN_CONFIDENCE
    spare_bridges: bool = False
    control: Control | None = None
    strict: bool = False
    skip_missing: bool = False
    effects: Mapping[Status, EffectRule] = field(default_factory=dict)
    hazard: Path | None = None

    @property
    def rules(self) -> Mapping[Status, EffectRule]:
        """What each status does."""
        return {**(self.scenario.effects if self.scenario else EFFECTS), **self.effects}

    @property
    def moment(self) -> Moment:
        """When the law is asked of: the day, with its hour where that is told."""
        return (
            self.date if self.date is None or self.hour is None else dt.datetime.combine(self.date, self.hour)
        )

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

    def for_vehicle(self, weight_t: float) -> Supposition:
        """Return the same where what is too weak or narrow for a vehicle of this weight is blocked."""

        def barred(events: tuple[Event, ...]) -> tuple[Event, ...]:
            return tuple(
                replace(event, status=Status.BLOCKED)
                if event.max_weight_t is not None and weight_t > event.max_weight_t
                else event
                for event in events
            )

        told = self.scenario
        scenario = told and replace(told, standing=barred(told.standing), events=barred(told.events))
        return replace(self, scenario=scenario, events=barred(self.events))

    def of_scenario(self, scenario: Scenario, gazetteer: Gazetteer) -> Supposition:
        """Return what one scenario supposes alone, read as this one reads events."""
        return replace(
            self,
            close=(),
            slow=(),
            delay=(),
            scenario=scenario,
            events=(),
            tables=(),
            extraction=None,
            date=scenario.date,
            passes_with=scenario.passes_with or self.passes_with,
            control=_control(scenario.control, gazetteer) or self.control,
        )


def suppose(closures: Closures, gazetteer: Gazetteer) -> Supposition:
    """Read what a question supposes: names, files and texts become events.

    Parameters
    ----------
    closures : Closures
    gazetteer : Gazetteer
        Knows the places that a report in prose may name.

    Raises
    ------
    TypeError
        A keyword that no question knows; the message names the nearest.
    RoutegraphError
        A file or text cannot be read.
    """
    check_keywords(closures)
    scenario = _scenario(closures.get("scenario"))
    told = moment_of(closures.get("date"))
    date = date_of(told) or (scenario.date if scenario else None)
    tables = _read_events(closures, gazetteer)
    control = files("control", closures.get("control")) or (scenario.control if scenario else ())
    return Supposition(
        close=texts("close", closures.get("close")),
        slow=texts("slow", closures.get("slow")),
        delay=texts("delay", closures.get("delay")),
        scenario=scenario,
        events=tuple(event for table in tables for event in table.events),
        tables=tables,
        extraction=_read_reports(closures, gazetteer, date),
        date=date,
        hour=told.time() if isinstance(told, dt.datetime) else None,
        passes_with=texts("passes_with", closures.get("passes_with"))
        or (scenario.passes_with if scenario else ()),
        min_confidence=_likelihood(closures.get("min_confidence")),
        spare_bridges=closures.get("spare_bridges", False),
        control=_control(control, gazetteer),
        strict=closures.get("strict", False),
        skip_missing=closures.get("skip_missing", False),
        effects=dict(map(parse_effect, texts("effect", closures.get("effect")))),
        hazard=next(iter(files("hazard", closures.get("hazard"))), None),
    )


def _scenario(value: object) -> Scenario | None:
    if value is None:
        return None
    from routegraph.scenario.scenario import Scenario, find_scenario

    if isinstance(value, Scenario):
        return value
    if isinstance(value, str | os.PathLike):
        return find_scenario(os.fspath(value)) if os.fspath(value) else None
    raise QuestionError(f"scenario takes a name, a file or a Scenario, not {_kind(value)}.")


def _control(files: Sequence[str | Path], gazetteer: Gazetteer) -> Control | None:
    if not files:
        return None
    from routegraph.scenario.control import read_control

    return read_control(files, gazetteer)


def _likelihood(value: object) -> float:
    if value is None:
        return defaults.MIN_CONFIDENCE
    with suppress(TypeError, ValueError):
        if 0 <= float(value) <= 1:  # type: ignore[arg-type]  # what is no number is told below
            return float(value)  # type: ignore[arg-type]
    raise QuestionError(f"min_confidence {value!r:.40} is no number from 0 to 1.")


def cited_by(title: str, publisher: str, url: str, date: dt.date | None, *, of_report: bool = False) -> Cited:
    """Return what reports are cited by, in place of what they say of themselves.

    Raises
    ------
    QuestionError
        The link is not of the web.
    """
    from routegraph.reports.cell_values import RowError
    from routegraph.reports.metadata import Cited
    from routegraph.reports.record import web_address

    try:
        return Cited(clean(title), clean(publisher), web_address(clean(url)) if url else "", date, of_report)
    except RowError as error:
        raise QuestionError(f"{error}.") from None


def _read_events(closures: Closures, gazetteer: Gazetteer) -> tuple[EventTable, ...]:
    paths = files("events", closures.get("events"))
    if not paths:
        return ()
    from routegraph.reports.tables import read_events

    skip_bad = bool(closures.get("skip_bad"))
    return tuple(read_events(path, skip_bad=skip_bad, gazetteer=gazetteer) for path in paths)


def _read_reports(closures: Closures, gazetteer: Gazetteer, date: dt.date | None) -> Extraction | None:
    paths = files("report", closures.get("report"))
    if not paths:
        return None
    from routegraph.reading.model_reader import reader_of
    from routegraph.reading.report_files import read_reports

    cited = cited_by(
        closures.get("source") or "", closures.get("publisher") or "", closures.get("url") or "", date
    )
    reader = reader_of(
        closures.get("reader") or "",
        closures.get("model") or "",
        closures.get("endpoint") or "",
        bool(closures.get("reader_trust")),
    )
    return read_reports(paths, gazetteer, cited, reader)


def check_keywords(closures: Mapping[str, object]) -> None:
    """Raise `TypeError` for a keyword that no question knows."""
    known = Closures.__annotations__
    for key in closures:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"a question takes {', '.join(known)}."
            raise TypeError(f"no keyword {key!r}; {hint}")


def texts(name: str, value: object) -> tuple[str, ...]:
    """Return a list of texts, and refuse one text and anything else in its place."""
    if isinstance(value, str):
        raise QuestionError(f"{name} takes a list, not one text; write {name}=[{value!r}].")
    given = _listed(value)
    if given is None or not all(isinstance(one, str) for one in given):
        raise QuestionError(
            f"{name} takes a list of texts, not {_kind(value)}; write {name}=[{WRITE[name]!r}]."
        )
    return tuple(map(clean, given))


def files(name: str, value: object) -> tuple[Path, ...]:
    """Return the paths of one file or of several, and refuse tables and anything else in their place."""
    if isinstance(value, str | os.PathLike):
        return (Path(value),) if os.fspath(value) else ()
    given = _listed(value)
    if given is None or not all(isinstance(one, str | os.PathLike) for one in given):
        raise QuestionError(f"{name} takes a file, not {_kind(value)}; save it as one, and give its path.")
    return tuple(map(Path, given))


def _listed(value: object) -> list[Any] | None:
    """The parts of a list; None for what is none, such as a table, a dict or bytes."""
    if value is None:
        return []
    if isinstance(value, Mapping | bytes) or hasattr(value, "columns") or not isinstance(value, Iterable):
        return None
    return list(value)


def _kind(value: object) -> str:
    parts = _listed(value)
    inner = next((f" of {type(one).__name__}" for one in parts or () if not isinstance(one, str)), "")
    return f"{type(value).__name__}{inner}"


def date_of(value: str | dt.date | None) -> dt.date | None:
    """Read a date, with or without an hour; its day."""
    found = moment_of(value)
    return found.date() if isinstance(found, dt.datetime) else found


def moment_of(value: str | dt.date | None) -> Moment:
    """Read ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM``; a `pandas.Timestamp` of midnight is its day.

    Raises
    ------
    QuestionError
        It is neither, or tells a time zone: hours are those of the clocks of the place.
    """
    try:
        told = dt.datetime.fromisoformat(str(value)[:19]) if isinstance(value, np.datetime64) else value
        if isinstance(told, dt.datetime):
            if told.tzinfo is not None:
                raise ValueError("hours are those of the clocks of the place, without a time zone")
            midnight = told.time() == dt.time()
            return told.date() if midnight else told.replace(microsecond=0, fold=0)
        if told is None or isinstance(told, dt.date):
            return told
        if len(told.strip()) <= len("2026-03-04"):
            return dt.date.fromisoformat(told.strip())
        moment = dt.datetime.fromisoformat(told.strip())
        if moment.tzinfo is not None:
            raise ValueError("hours are those of the clocks of the place, without a time zone")
    except (AttributeError, TypeError):
        raise QuestionError(
            f"date {value!r:.40} is no date; write YYYY-MM-DD, or YYYY-MM-DDTHH:MM."
        ) from None
    except ValueError as error:
        raise QuestionError(f"date {value!r}: {error}; write YYYY-MM-DD, or YYYY-MM-DDTHH:MM.") from None
    return moment.replace(second=0, microsecond=0)
