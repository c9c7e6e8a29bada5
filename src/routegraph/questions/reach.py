"""How far one gets in a given time, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.isochrones import Grid, RoadPieces, roads_entered
from routegraph.analysis.settlements import Settlement, settlement, settlements_of
from routegraph.asking import BaseStudy, question_of, supposing, with_people
from routegraph.command import Asked
from routegraph.errors import QuestionError
from routegraph.network.geometry import METRES_PER_DEGREE
from routegraph.network.model import Network
from routegraph.network.tags import INHABITED
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.locate import Location
from routegraph.questions.answer import Answer
from routegraph.questions.warnings import hours_warnings, snap_warnings
from routegraph.render import words
from routegraph.render.scene import Area, Dot, Scene, closure_marks, end_of, polygons_of
from routegraph.render.sections import places_section
from routegraph.render.text import AnswerText, Section, Table
from routegraph.routing.graph import CLOSED, MICRO, RoadGraph
from routegraph.routing.search import tree_from
from routegraph.scenario.question import Question
from routegraph.scenario.supposition import Closures

Mask = NDArray[np.bool_]

MOST_LIMITS = 12
RESOLUTIONS_M, CELLS_ACROSS = (50.0, 100.0, 200.0, 500.0, 1000.0), 120
"""Sides of cells to choose from, and how many lie across what is reached at the most, but for the last."""

LEAST_RESOLUTION_M, MOST_RESOLUTION_M = 50.0, 50_000.0


@dataclass(frozen=True)
class Extent:
    """What is reached within a limit.

    Attributes
    ----------
    nodes : int
        Junctions.
    road_km : float
        Of roads, those reached in part counted in part.
    population : int
        Sum where it is known.
    uncounted : int
        Places of unknown population.
    """

    nodes: int
    road_km: float
    area_km2: float
    places: int
    population: int
    uncounted: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "nodes": self.nodes,
            "road_km": round(self.road_km, 1),
            "area_km2": round(self.area_km2, 1),
            "places": self.places,
            "population": self.population,
            "uncounted": self.uncounted,
        }


@dataclass(frozen=True, eq=False)
class WithinLimit:
    """What is reached within a limit before and after, and what is lost.

    Attributes
    ----------
    before, after, lost : Extent
        Lost is what was reached before and is not now.
    cells_before, cells_after, cells_lost : int64[...]
        The land, by cells of the grid.
    lost_places : tuple of Settlement
        The most populous first.
    lost_uncounted : int
        How many of them have no known population.
    """

    minutes: float
    before: Extent
    after: Extent
    lost: Extent
    grid: Grid
    cells_before: NDArray[np.int64]
    cells_after: NDArray[np.int64]
    cells_lost: NDArray[np.int64]
    lost_places: tuple[Settlement, ...]
    lost_uncounted: int

    @cached_property
    def land_before(self) -> Any:
        """As one shapely.MultiPolygon in degrees, see `Reach.method`."""
        return self.grid.polygons(self.cells_before)

    @cached_property
    def land_after(self) -> Any:
        """The same of the land after."""
        return self.grid.polygons(self.cells_after)

    @cached_property
    def land_lost(self) -> Any:
        """The same of the land no longer reached."""
        return self.grid.polygons(self.cells_lost)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the polygons."""
        return {
            "minutes": self.minutes,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "lost": self.lost.to_dict(),
            "lost_places": [place.to_dict() for place in self.lost_places],
            "lost_uncounted": self.lost_uncounted,
        }


@dataclass(frozen=True, eq=False)
class Reach(Answer):
    """How far one gets.

    Attributes
    ----------
    limits : tuple of WithinLimit
        By minutes, ascending.
    before_s, after_s : float64[N]
        Time to every node; inf where there is no way.
    resolution_m : float
        Side of a grid cell.
    method : str
        What the areas are, for people.
    """

    origin: Location
    limits: tuple[WithinLimit, ...]
    before_s: NDArray[np.float64]
    after_s: NDArray[np.float64]
    resolution_m: float
    method: str

    def body(self) -> dict[str, Any]:
        """Plain data of the answer itself."""
        return {
            "origin": self.origin.to_dict(),
            "method": self.method,
            "resolution_m": self.resolution_m,
            "limits": [limit.to_dict() for limit in self.limits],
        }

    def text(self) -> AnswerText:
        """How far one gets before and after."""
        last = self.limits[-1]
        peopled = last.before.population > 0
        rows = tuple(
            (
                f"{limit.minutes:g} min",
                _from_to(_rounded(limit.before.road_km), _rounded(limit.after.road_km), " km"),
                _from_to(_rounded(limit.before.area_km2), _rounded(limit.after.area_km2), " km²"),
                _from_to(f"{limit.before.places:,}", f"{limit.after.places:,}"),
                f"{limit.lost.places:,}",
                *(
                    (_from_to(f"{limit.before.population:,}", f"{limit.after.population:,}"),)
                    if peopled
                    else ()
                ),
            )
            for limit in self.limits
        )
        lists = [
            places_section(f"Places no longer reached within {limit.minutes:g} min", limit.lost_places)
            for limit in self.limits
            if limit.lost_places
        ]
        lost_km = last.before.road_km - last.after.road_km
        heads = ("within", "roads", "area", "places", "places lost", *(("people",) if peopled else ()))
        table = Table(heads, rows)
        unknown: tuple[str, ...] = ()
        if peopled and last.before.uncounted:
            places = words.count(last.before.uncounted, "place")
            unknown = (f"People of {places} within {last.minutes:g} min are not known.",)
        lost = words.count(last.lost.places, "place") if last.lost.places else "no place"
        return self._worded(
            f"Reach of {words.end_name(self.origin)}",
            f"{lost} lost within {last.minutes:g} min",
            f"Within {last.minutes:g} min {_rounded(last.after.road_km)} km of road are reached, "
            + (f"{_rounded(lost_km)} km less than before." if lost_km >= 0.05 else "as before."),
            [Section("Reached, before → after", table, lines=(f"Areas: {self.method}.", *unknown)), *lists],
        )

    def scene(self) -> Scene:
        """The land reached after, and no longer reached."""
        areas = []
        for rank, limit in reversed(list(enumerate(self.limits))):
            within = f"within {limit.minutes:g} min"
            for role, label, land in (
                ("reached", within, limit.land_after),
                ("out_of_reach", f"no longer {within}", limit.land_lost),
            ):
                areas.append(Area(role, label, limit.minutes, polygons_of(land), rank))
        return Scene(
            network=self.question.network,
            areas=tuple(area for area in areas if area.polygons),
            marks=closure_marks(self.question),
            ends=(end_of(self.origin, True),),
            dots=tuple(
                Dot("lost", "place no longer reached", place.lon, place.lat, place.name)
                for place in self.limits[-1].lost_places
            ),
        )


@supposing
def reach(self: BaseStudy, origin: Asked, *, minutes: Sequence[float], **closures: Unpack[Closures]) -> Reach:
    """Tell how far one gets from a place in so many minutes, before and after.

    Parameters
    ----------
    origin : str, int or pair of float
        A place, ``LON,LAT`` or ``(lon, lat)``, or the id of an OSM node.
    minutes : sequence of float
        Limits of driving time.
    **closures
        See `Closures`.

    Returns
    -------
    Reach
        Land, places and people within each limit, before and after.

    Examples
    --------
    >>> import routegraph
    >>> print(routegraph.load("hama-aleppo").reach("Hama", minutes=[60], close=["M5"]))
    Reach of Hama: ...
    """
    if not isinstance(minutes, Iterable) or isinstance(minutes, str):
        raise QuestionError(f"minutes takes a list of numbers; write minutes=[{minutes}].")
    self = with_people(self, closures)
    start, limits = self.locate(origin), ",".join(f"{m:g}" for m in minutes)
    question = question_of(self, "reach", (start.query,), closures, minutes=limits)
    return ask_reach(question, self.graph_at(question.moment), start, list(minutes), self.gazetteer)


def ask_reach(
    question: Question,
    open_graph: RoadGraph,
    origin: Location,
    minutes: Sequence[float],
    gazetteer: Gazetteer,
    *,
    resolution_m: float | None = None,
) -> Reach:
    """Answer how far one gets from a place in a time; `open_graph` has nothing closed.

    The way taken is the quickest, whatever measure the question has.

    Parameters
    ----------
    minutes : sequence of float
        Limits of time.
    resolution_m : float, optional
        Side of the grid cells that areas are made of; by default it follows what is reached: 1 km in a
        country, 50 m in a quarter.

    Raises
    ------
    QuestionError
        There is no limit, or one is not above 0; the resolution is out of range.
    """
    limits = _checked(minutes, resolution_m)
    by_time = open_graph if open_graph.by == "time" else RoadGraph.of(open_graph.network, open_graph.vehicle)
    graphs = [by_time.standing(when) for when in (question.situation.before, question.situation.after)]
    times = [_times(graph, origin.node) for graph in graphs]
    resolution_m = resolution_m or _resolution_m(by_time.network, times, limits[-1] * 60)
    grid = Grid.around(origin.lon, origin.lat, resolution_m)
    roads, entries = roads_entered(graphs, times, limits[-1] * 60)
    pieces = by_time.memory.get(
        "pieces",
        (grid, roads.tobytes()),
        lambda: RoadPieces.of(by_time.network, roads, resolution_m / 2, grid),
    )
    piece_times, cells = [pieces.times_s(entry) for entry in entries], pieces.cells
    settled = settlements_of(by_time, INHABITED)

    def extent(nodes: Mask, parts: Mask, land: Mask, places: Mask) -> Extent:
        return Extent(
            nodes=int(nodes.sum()),
            road_km=float(pieces.metres[parts].sum()) / 1000,
            area_km2=grid.area_km2(cells[land]),
            places=int(places.sum()),
            population=settled.people(places),
            uncounted=settled.uncounted(places),
        )

    told = []
    for limit in limits:
        seconds = limit * 60
        nodes = [t <= seconds for t in times]
        parts = [t <= seconds for t in piece_times]
        land = [np.bincount(pieces.cell[part], minlength=len(cells)) > 0 for part in parts]
        places = [mask[settled.node] for mask in nodes]
        before, after = (extent(*masks) for masks in zip(nodes, parts, land, places, strict=True))
        gone = [both[0] & ~both[1] for both in (nodes, parts, land, places)]
        lost = gone[-1]
        told.append(
            WithinLimit(
                minutes=limit,
                before=before,
                after=after,
                lost=extent(*gone),
                grid=grid,
                cells_before=cells[land[0]],
                cells_after=cells[land[1]],
                cells_lost=cells[gone[2]],
                lost_places=tuple(
                    settlement(gazetteer, int(settled.place[row])) for row in settled.ranked(lost)
                ),
                lost_uncounted=settled.uncounted(lost),
            )
        )
    return Reach(
        question=question,
        origin=origin,
        limits=tuple(told),
        before_s=times[0],
        after_s=times[1],
        resolution_m=resolution_m,
        method=f"grid cells of {resolution_m:g} m on reached stretches of road, looked up every half cell",
        warnings=(
            *question.situation.warnings,
            *hours_warnings(open_graph),
            *snap_warnings((origin,)),
        ),
    )


def _rounded(amount: float) -> str:
    """Return a number with a decimal below 10."""
    return f"{amount:,.1f}" if amount < 9.95 else f"{amount:,.0f}"


def _from_to(before: str, after: str, unit: str = "") -> str:
    return f"{before}{unit}" if before == after else f"{before} → {after}{unit}"


def _resolution_m(network: Network, times: Sequence[NDArray[np.float64]], most_s: float) -> float:
    """Side of a cell: about a hundredth of what is reached, of the steps of `RESOLUTIONS_M`."""
    within = np.flatnonzero((times[0] <= most_s) | (times[1] <= most_s))
    lon, lat = (np.asarray(one)[within] for one in (network.nodes.lon, network.nodes.lat))
    if not len(within):
        return RESOLUTIONS_M[-1]
    wide = np.ptp(lon) * float(np.cos(np.radians(lat.mean())))
    extent_m = float(max(wide, np.ptp(lat))) * METRES_PER_DEGREE
    return next((one for one in RESOLUTIONS_M if one * CELLS_ACROSS >= extent_m), RESOLUTIONS_M[-1])


def _checked(minutes: Sequence[float], resolution_m: float | None) -> list[float]:
    limits = sorted({float(limit) for limit in minutes})
    if not limits or not all(0 < limit < np.inf for limit in limits) or len(limits) > MOST_LIMITS:
        raise QuestionError(
            f"minutes are {', '.join(map(str, minutes)) or 'missing'}; give 1 to {MOST_LIMITS} numbers "
            "above 0, such as 60,120,240."
        )
    if resolution_m is not None and not LEAST_RESOLUTION_M <= resolution_m <= MOST_RESOLUTION_M:
        raise QuestionError(
            f"resolution {resolution_m:g} m is out of range; give {LEAST_RESOLUTION_M:g} to "
            f"{MOST_RESOLUTION_M:g} m."
        )
    return limits


def _times(graph: RoadGraph, source: int) -> NDArray[np.float64]:
    cost = tree_from(graph, source).costs(np.arange(len(graph.network.nodes)))
    return np.where(cost < CLOSED, cost / MICRO, np.inf)
