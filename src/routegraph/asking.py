"""How a question is put: what is asked of, by which keywords, between which places."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Self, TypeVar, cast

from routegraph import defaults
from routegraph.command import Asked, command_of, place_text, plain_closures
from routegraph.errors import AmbiguousError, QuestionError
from routegraph.network.conditions import Moment
from routegraph.network.model import Network
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.places.shown import asked_in
from routegraph.routing.graph import RoadGraph
from routegraph.routing.memory import Memory
from routegraph.scenario.question import Question
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import Closures, suppose
from routegraph.vehicles import Vehicle, find_vehicle

OF_THE_STUDY = ("network", "vehicle", "by", "population")
"""Keywords that belong to `load`, not to a question."""

WRITTEN_ELSEWHERE = {"weight": "by"}
"""Keywords of osmnx and networkx, and ours for the same."""

OF_DEPARTURE = ("depart", "curfew", "hours", "convoy")
"""Options of ``routegraph whatif`` that in Python are those of `departure`."""

RAISES = """Raises
------
RoutegraphError
    The question is malformed; no way is an answer.
"""

Method = TypeVar("Method", bound=Callable[..., Any])


class BaseStudy:
    """What questions are asked of: one network and one vehicle; see `study.Study`."""

    def __init__(
        self,
        network: Network,
        vehicle: Vehicle | str | Path = defaults.VEHICLE,
        by: str = defaults.MEASURE,
        name: str = "",
        population: str | Path = "",
    ) -> None:
        if not isinstance(network, Network):
            raise TypeError(
                f"{network!r:.60} is no Network; routegraph.load() opens names, files and graphs."
            )
        if by not in defaults.MEASURES:
            raise QuestionError(f"no measure {by!r}; by is one of {', '.join(defaults.MEASURES)}.")
        self.network = network
        if population:
            from routegraph.places.population import with_population

            self.network = with_population(network, Path(population))
        self.population = str(population)
        self.vehicle = vehicle if isinstance(vehicle, Vehicle) else find_vehicle(str(vehicle))
        self.vehicle_asked = self.vehicle.name if isinstance(vehicle, Vehicle) else str(vehicle)
        self.by = by
        self.name = name or network.name
        names = Gazetteer.of(network)
        self.gazetteer = Gazetteer(network, names.index, self.network.places.population)
        self._readings: dict[str, BaseStudy] = {self.network.reader: self}
        self._counting: dict[str, BaseStudy] = {}
        self._moments = Memory({"graphs": 4})

    def __repr__(self) -> str:
        roads, places = len(self.network.roads), len(self.network.places)
        return f"<Study of {self.network.name}: {roads:,} roads, {places:,} places, by {self.vehicle.name}>"

    @cached_property
    def graph(self) -> RoadGraph:
        """The open network under this vehicle."""
        return RoadGraph.of(self.network, self.vehicle, self.by)

    def graph_at(self, at: Moment) -> RoadGraph:
        """Return the open network under this vehicle, by the law of a moment.

        Parameters
        ----------
        at : date, datetime or None
            By the clocks of the place.

        Returns
        -------
        RoadGraph
            `graph` itself where nothing hangs on days or hours.

        Examples
        --------
        >>> import datetime as dt, routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> study.graph_at(dt.datetime(2026, 3, 4, 8, 30)) is study.graph
        True
        """
        if self.graph.undecided is None:
            return self.graph
        return self._moments.get("graphs", at, lambda: self.graph.by_law_of(at))

    @cached_property
    def resolver(self) -> Resolver:
        """Reads targets on the open network."""
        return Resolver(self.graph, self.gazetteer, self.name)

    def read_in(self, script: str) -> BaseStudy:
        """Return the same study with names shown in another script, as ``Network.reader`` calls it.

        Parameters
        ----------
        script : str
            As Unicode calls it, such as ``ARABIC``.

        Returns
        -------
        BaseStudy
            Kept, and the same for the same script.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> study.read_in("ARABIC").network.reader
        'ARABIC'
        """
        if script not in self._readings:
            other = copy(self)
            other.network = replace(self.network, reader=script)
            shown = replace(self.gazetteer.network, reader=script)
            other.gazetteer = Gazetteer(shown, self.gazetteer.index, self.gazetteer.people)
            vars(other).pop("resolver", None)
            other._moments, other._counting = Memory({"graphs": 4}), {}
            decided = replace(self.graph.network, reader=script)
            undecided = self.graph.undecided and other.network
            vars(other)["graph"] = replace(self.graph, network=decided, undecided=undecided)
            self._readings.setdefault(script, other)
        return self._readings[script]

    def counting(self, people: str = "") -> Self:
        """Return this study with the people of its places.

        Parameters
        ----------
        people : str
            A file of them, as `load` takes it; when empty, those of the file that this study has, else
            what the network knows, filled in from GeoNames where that is installed.

        Returns
        -------
        BaseStudy
            Of the same network; always the same one for the same people.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> len(study.counting().network.places) == len(study.network.places)
        True
        """
        if self.population:
            return self
        if people not in self._counting:
            from routegraph.places.population import with_geonames, with_population

            network = with_population(self.network, Path(people)) if people else with_geonames(self.network)
            other = copy(self)
            vars(other).pop("graph", None)
            vars(other).pop("resolver", None)
            other.network, other._counting, other._readings = network, {}, {network.reader: other}
            other._moments = Memory({"graphs": 4})
            other.gazetteer = Gazetteer(
                self.gazetteer.network, self.gazetteer.index, network.places.population
            )
            self._counting[people] = self if network is self.network else other
        return cast(Self, self._counting[people])

    def locate(self, query: Asked, near: tuple[float, float] | None = None) -> Location:
        """Find a place by name, a point by ``LON,LAT`` or a node by its id, and where its journeys begin.

        Parameters
        ----------
        query : str, int or pair of float
            A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
        near : pair of float, optional
            Lon, lat that decides between places of one name.

        Returns
        -------
        Location
            The place or point, and the node where its journeys begin.

        Examples
        --------
        >>> import routegraph
        >>> place = routegraph.load("hama-aleppo").locate("Khanaser")
        >>> place.name, round(place.snap_m)
        ('Khanasser (خناصر)', 0)
        """
        return self.resolver.locate(place_text(query, self.network), near)


def journey_between(study: BaseStudy, origin: Asked, destination: Asked) -> tuple[Location, Location]:
    """Find both ends of a journey; each may decide between places of the other's name.

    Raises
    ------
    AmbiguousError, NotFoundError
        A place is not found, or several are.
    QuestionError
        Both ends are one junction.
    """
    try:
        start = study.locate(origin)
        end = study.locate(destination, (start.lon, start.lat))
    except AmbiguousError:
        end = study.locate(destination)
        start = study.locate(origin, (end.lon, end.lat))
    if start.node == end.node:
        same = start.name if start.name == end.name else f"{start.name} and {end.name}"
        raise QuestionError(f"origin and destination are one junction: {same}; give two different places.")
    return start, end


def question_of(
    study: BaseStudy, name: str, arguments: Sequence[str], closures: Closures, **more: object
) -> Question:
    """Read what a question supposes, and find its roads.

    Parameters
    ----------
    study : BaseStudy
    name : str
        Of the command that asks it.
    arguments : sequence of str
        Of that command.
    closures : Closures
    **more
        Options of this question alone, as the command takes them.
    """
    closures = plain_closures(closures)
    supposition = suppose(closures, study.gazetteer)
    return Question(
        command=command_of(name, arguments, {**_of_the_study(study), **closures, **more}),
        network=study.network,
        vehicle=study.vehicle,
        by=study.by,
        situation=situation_of(supposition, study.resolver),
    )


def _of_the_study(study: BaseStudy) -> dict[str, object]:
    told = {
        "network": (study.name, defaults.NETWORK),
        "vehicle": (study.vehicle_asked, defaults.VEHICLE),
        "by": (study.by, defaults.MEASURE),
        "population": (study.population, ""),
    }
    return {key: value for key, (value, usual) in told.items() if value != usual}


def rows_of(name: str, rows: Any, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table that a caller gives, and refuse what has other columns."""
    given = list(rows) if isinstance(rows, Iterable) and not isinstance(rows, Mapping) else None
    if given is None or not all(isinstance(row, tuple | list) and len(row) == len(columns) for row in given):
        raise QuestionError(f"{name} takes a CSV file, or a list of rows ({', '.join(columns)}).")
    return [tuple(row) for row in given]


def with_people(study: BaseStudy, closures: Mapping[str, object]) -> BaseStudy:
    """Return a study with the people of its places: its own file's, else the scenario's, else GeoNames'."""
    scenario = closures.get("scenario")
    if not scenario:
        return study.counting("")
    from routegraph.scenario.scenario import find_scenario

    return study.counting(find_scenario(str(scenario)).population)


def supposing(method: Method) -> Method:
    """Spell out the keywords of `Closures` in signature and documentation of a method; refuse all others.

    The method itself takes them as ``**closures``.
    """
    own = inspect.signature(method)
    named = [one for one in own.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    shared = [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=_usual(key, kind), annotation=kind)
        for key, kind in _annotations().items()
        if key not in own.parameters
    ]
    known = [one.name for one in (*named[1:], *shared)]
    in_order = [one.name for one in named[1:] if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    needed = [one.name for one in named[1:] if one.default is inspect.Parameter.empty]

    @wraps(method)
    def checked(*given: Any, **keywords: Any) -> Any:
        for key in keywords:
            if key not in known:
                raise TypeError(f"{method.__name__}() has no keyword {key!r}; {_hint(key, known)}")
        study, *asked = given
        if len(asked) > len(in_order):
            rest = known[len(in_order) :]
            raise TypeError(
                f"{method.__name__}() takes {', '.join(in_order) or 'nothing'} in order, and all else by "
                f"name, such as {rest[0]}=..."
            )
        if missing := [key for key in needed if key not in (*in_order[: len(asked)], *keywords)]:
            raise TypeError(f"{method.__name__}() needs {' and '.join(missing)}.")
        texts = [*asked, *(keywords[key] for key in keywords if key in own.parameters)]
        script = asked_in(text for text in texts if isinstance(text, str))
        return method(study.read_in(script), *asked, **keywords)

    checked.__signature__ = own.replace(parameters=[*named, *shared])  # type: ignore[attr-defined]
    checked.__doc__ = _spelled_out(method.__doc__ or "")
    return cast(Method, checked)


def _annotations() -> dict[str, str]:
    told = Closures.__annotations__.items()
    return {key: getattr(kind, "__forward_arg__", str(kind)) for key, kind in told}


def _usual(key: str, kind: str) -> object:
    if kind.startswith("Sequence"):
        return ()
    return {"bool": False, "str": "", "float": defaults.MIN_CONFIDENCE}.get(kind)


def _hint(key: str, known: Sequence[str]) -> str:
    if (own := WRITTEN_ELSEWHERE.get(key, key)) in OF_THE_STUDY:
        return f"it belongs to the study: routegraph.load(..., {own}=...)."
    if key in OF_DEPARTURE:
        return "ask departure() about a journey at an hour."
    near = difflib.get_close_matches(key, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(known)}."


def _spelled_out(doc: str) -> str:
    """Put what `Closures` says of its keywords in place of ``**closures``; add what every question raises."""
    shared = inspect.cleandoc(Closures.__doc__ or "").partition("----------\n")[2]
    told = inspect.cleandoc(doc).replace("**closures\n    See `Closures`.", shared)
    return told if "\nRaises\n" in told else told.replace("\nExamples\n", f"\n{RAISES}\nExamples\n", 1)
