"""What is asked on a live map, step by step: closures by click or drawing, and back again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.geometry import box_around, distances_m, on_plane, roads_in_box, segment_distances_m
from routegraph.network.model import Network
from routegraph.scenario.scenario import Scenario, bundled_scenarios
from routegraph.vehicles import VEHICLES, Vehicle

if TYPE_CHECKING:
    from routegraph.questions.whatif import WhatIf
    from routegraph.scenario.resolve import Resolver

CUT_M = 50
"""A click cuts the road at a point, both carriageways with it, within this radius."""

PLACE_KM = 2
"""Radius of a place that its name does not single out."""

SAME_PLACE_DEG = 1e-4

MOST_STEPS = 200
"""Steps that can be undone."""


class Asks(Protocol):
    """What an exploration needs of a `Study`."""

    network: Network
    vehicle: Vehicle
    by: str
    name: str

    @property
    def resolver(self) -> Resolver: ...

    @property
    def whatif(self) -> Callable[..., WhatIf]: ...

    @property
    def with_vehicle(self) -> Callable[[str], Asks]: ...


@dataclass(frozen=True)
class Asked:
    """What is asked at one moment.

    Attributes
    ----------
    vehicle : str
        Name of the vehicle.
    close : tuple of str
        Targets closed on the map or in the call.
    keywords : dict
        All other keywords of the question.
    """

    vehicle: str
    close: tuple[str, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)


class Exploration:
    """A what-if question that is changed and asked again; needs no widgets.

    Parameters
    ----------
    study : Study
    origin, destination : str
    **closures
        As `Study.whatif` takes them.

    Attributes
    ----------
    answer : WhatIf
        To the question as it stands.

    Raises
    ------
    RoutegraphError
        The question is malformed; after the first answer, a step that cannot be asked leaves
        the question as it was.

    Examples
    --------
    >>> import routegraph
    >>> exploring = Exploration(routegraph.load("hama-aleppo"), "Hama", "Aleppo")
    >>> exploring.close("M5")
    >>> exploring.answer.outcome.value
    'longer'
    >>> exploring.undo()
    >>> exploring.answer.outcome.value
    'unaffected'
    """

    answer: WhatIf

    def __init__(self, study: Asks, origin: Any, destination: Any, **closures: Any) -> None:
        from routegraph.command import place_text, plain_closures

        keywords: dict[str, Any] = dict(plain_closures(closures))  # type: ignore[arg-type]
        close = tuple(keywords.pop("close", ()) or ())
        self.origin, self.destination = (place_text(one, study.network) for one in (origin, destination))
        self._studies = {study.vehicle.name: study}
        self._study = study
        self._history: list[Asked] = []
        self._take(Asked(study.vehicle.name, close, {key: told for key, told in keywords.items() if told}))

    @property
    def asked(self) -> Asked:
        """The question as it stands."""
        return self._history[-1]

    @property
    def network(self) -> Network:
        return self._study.network

    @property
    def can_undo(self) -> bool:
        return len(self._history) > 1

    @property
    def vehicles(self) -> tuple[str, ...]:
        """Names of the vehicles to pick from."""
        return tuple(dict.fromkeys([*self._studies, *VEHICLES]))

    @property
    def scenario(self) -> str:
        """Name of the scenario; empty for none."""
        told = self.asked.keywords.get("scenario") or ""
        return told.name if isinstance(told, Scenario) else str(told)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios to pick from; the first is none."""
        return tuple(dict.fromkeys(["", self.scenario, *bundled_scenarios()]))

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """Days on which an event of the question is dated, and the day that is asked about."""
        supposed = self.answer.question.situation.supposition
        events = (*supposed.standing_events, *supposed.new_events)
        told = {event.date for event in events if event.date} | ({supposed.date} if supposed.date else set())
        return tuple(sorted(told))

    def click(self, lon: float, lat: float, reach_m: float) -> None:
        """Cut the road at a point, or lift the closure of that road.

        Parameters
        ----------
        lon, lat : float
        reach_m : float
            How far off the road may be; of several the most important is meant.

        Raises
        ------
        NotFoundError
            No road is so near.
        """
        road = road_at(self.network, lon, lat, reach_m)
        for one in self.answer.question.situation.closures:
            if one.closure.target in self.asked.close and road in one.found.roads:
                self.lift(one.closure.target)
                return
        lon, lat = point_on(self.network, road, lon, lat)
        self.close(f"{lon:.5f},{lat:.5f}~{CUT_M}m")

    def draw(self, drawn: Mapping[str, Any]) -> None:
        """Close what lies in a drawn circle or polygon.

        Parameters
        ----------
        drawn : dict
            GeoJSON feature as Leaflet's drawing tools give it: a polygon, or a point with
            ``properties.style.radius`` in metres.
        """
        import shapely

        geometry = drawn["geometry"]
        if geometry["type"] == "Point":
            lon, lat = geometry["coordinates"][:2]
            self.close(f"{lon:.5f},{lat:.5f}~{round(drawn['properties']['style']['radius'])}m")
        else:
            self.close(str(shapely.to_wkt(shapely.geometry.shape(geometry), rounding_precision=5)))

    def toggle_place(self, name: str, lon: float, lat: float) -> None:
        """Close a place, or lift it where it is closed here; one of several so called by its point."""
        try:
            found = self._study.resolver.locate(name)
            plain = abs(found.lon - lon) < SAME_PLACE_DEG and abs(found.lat - lat) < SAME_PLACE_DEG
        except AmbiguousError:
            plain = False
        target = name if plain else f"{lon:.5f},{lat:.5f}~{PLACE_KM}km"
        if target in self.asked.close:
            self.lift(target)
        else:
            self.close(target)

    def close(self, target: str) -> None:
        """Close a target besides."""
        self._take(replace(self.asked, close=(*self.asked.close, target)))

    def lift(self, target: str) -> None:
        """Take back a closure made on this map or told in the call."""
        self._take(replace(self.asked, close=tuple(one for one in self.asked.close if one != target)))

    def choose(self, *, vehicle: str | None = None, **keywords: Any) -> None:
        """Change the vehicle or keywords, such as ``date``; a new ``scenario`` brings its own date."""
        step = replace(self.asked, vehicle=vehicle or self.asked.vehicle)
        told = {**step.keywords, **keywords}
        if "scenario" in keywords:
            told.pop("date", None)
        self._take(replace(step, keywords={key: value for key, value in told.items() if value}))

    def undo(self) -> None:
        """Go back one step; the first one stays."""
        if self.can_undo:
            self._history.pop()
            self._take(self._history.pop())

    @property
    def command(self) -> str:
        """The command that gives the same answer."""
        return self.answer.question.command

    @property
    def code(self) -> str:
        """The call that gives the same answer."""
        keywords: dict[str, Any] = {"close": list(self.asked.close), **self.asked.keywords}
        told = [repr(self.origin), repr(self.destination)]
        for key, value in keywords.items():
            if isinstance(value, dt.date):
                told.append(f"{key}={value.isoformat()!r}")
            elif isinstance(value, Scenario):
                told.append(f"{key}={value.name!r}")
            elif value:
                told.append(f"{key}={value!r}")
        study = self._studies[self.asked.vehicle]
        options = f", vehicle={self.asked.vehicle!r}" + (f", by={study.by!r}" if study.by != "time" else "")
        return f"import routegraph\nroutegraph.load({study.name!r}{options}).whatif({', '.join(told)})"

    def _take(self, step: Asked) -> None:
        study = self._of(step.vehicle)
        self.answer = study.whatif(self.origin, self.destination, close=list(step.close), **step.keywords)
        self._history = [*self._history[-MOST_STEPS:], step]

    def _of(self, vehicle: str) -> Asks:
        if vehicle not in self._studies:
            self._studies[vehicle] = self._study.with_vehicle(vehicle)
        return self._studies[vehicle]


def road_at(network: Network, lon: float, lat: float, reach_m: float) -> int:
    """Return the road at a point: of those within reach the most important, of these the nearest.

    Raises
    ------
    NotFoundError
        None is so near.
    """
    near = roads_in_box(network, *box_around(lon, lat, reach_m))
    metres = distances_m(network, near, lon, lat)
    within = metres <= reach_m
    if not within.any():
        raise NotFoundError(f"no road within {reach_m:.0f} m of {lon:.5f},{lat:.5f}; click nearer to one.")
    importance = np.asarray(network.roads.highway)[near[within]]
    return int(near[within][np.lexsort((metres[within], importance))[0]])


def point_on(network: Network, road: int, lon: float, lat: float) -> tuple[float, float]:
    """Return the point of a road that is nearest to lon, lat."""
    lons, lats = network.road_shape(road)
    xy = on_plane(lons, lats, lon, lat)
    a, b = xy[:-1], xy[1:]
    i = int(np.argmin(segment_distances_m(a, b)))
    step = b[i] - a[i]
    share = float(np.clip(-(a[i] @ step) / max(float(step @ step), 1e-9), 0, 1))
    lon, lat = (float(at[i] + share * (at[i + 1] - at[i])) for at in (lons, lats))
    return lon, lat
