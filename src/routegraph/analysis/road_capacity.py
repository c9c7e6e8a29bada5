"""How many vehicles a day a road carries: a table of defaults, and what a reader states instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.checked_yaml import read_document
from routegraph.errors import DataError, QuestionError
from routegraph.network.model import Network
from routegraph.network.tags import HIGHWAYS, SURFACES
from routegraph.vehicles import Vehicle

HEAVY_FROM_T = 3.5
"""Vehicles heavier than this count as trucks, see `Capacities.cars_per_truck`."""


@dataclass(frozen=True)
class Capacities:
    """What roads carry; docs/conventions.md gives the ground of every default.

    Attributes
    ----------
    cars_per_hour : dict of str to float
        By highway class: passenger cars an hour in one lane and one direction.
    oneway_lanes : dict of str to float
        Lanes of a carriageway that is driven one way, by class; 1 where missing. A road driven both
        ways has one lane for each direction. Lanes that the source tells count in place of both.
    surface_factor : dict of str to float
        Multiplier by surface group; 1 where missing.
    one_lane_cars_per_hour : float
        Each way on a road or bridge so narrow that directions take turns.
    one_lane_width_m : float
        Roads driven both ways that are told to be narrower, and not how many lanes they have, have one.
    cars_per_truck : float
        Passenger cars that a truck counts for.
    share : float
        Part of the capacity that is there for this traffic, 0 to 1.
    hours_a_day : float
        Hours of a day in which the traffic moves.

    References
    ----------
    Transportation Research Board, *Highway Capacity Manual*, 6th edition, 2016,
    https://doi.org/10.17226/24798
    """

    cars_per_hour: dict[str, float] = field(
        default_factory=lambda: {
            "motorway": 2250, "motorway_link": 1900, "trunk": 1700, "trunk_link": 1700, "primary": 1700,
            "primary_link": 1700, "secondary": 1700, "secondary_link": 1700, "tertiary": 850,
            "tertiary_link": 850, "unclassified": 400, "residential": 400, "living_street": 100,
            "service": 100, "track": 60, "road": 400, "ferry": 10, "construction": 0, "proposed": 0,
        }
    )  # fmt: skip
    oneway_lanes: dict[str, float] = field(default_factory=lambda: {"motorway": 2, "trunk": 2})
    surface_factor: dict[str, float] = field(
        default_factory=lambda: {"compacted": 0.7, "gravel": 0.5, "unpaved": 0.3, "sand": 0.1}
    )
    one_lane_cars_per_hour: float = 800.0
    one_lane_width_m: float = 5.0
    cars_per_truck: float = 2.0
    share: float = 1.0
    hours_a_day: float = 12.0

    def road_per_day(self, network: Network, vehicle: Vehicle) -> NDArray[np.float64]:
        """Vehicles a day on every road in each direction, float64[R].

        Parameters
        ----------
        network : Network
        vehicle : Vehicle
            Whose size decides how many cars it counts for; where it may go is not asked here.

        Examples
        --------
        >>> import routegraph
        >>> study = routegraph.load("hama-aleppo")
        >>> int(Capacities().road_per_day(study.network, study.vehicle).max())
        13500
        """
        roads = network.roads
        by_class = np.array([self.cars_per_hour.get(name, 0.0) for name in HIGHWAYS])
        oneway_lanes = np.array([self.oneway_lanes.get(name, 1.0) for name in HIGHWAYS])
        by_surface = np.array([self.surface_factor.get(name, 1.0) for name in SURFACES])
        oneway = (network.arcs.of_road < 0).any(axis=1)
        told = _lanes(network)
        untold = np.where(oneway, oneway_lanes[roads.highway], 1.0)
        an_hour = by_class[roads.highway] * np.where(told >= 1, told, untold)
        narrow = (told < 1) & (roads.width_m > 0) & (roads.width_m < self.one_lane_width_m)
        narrow = (narrow | (told == 0.5)) & ~oneway
        an_hour = np.where(narrow, np.minimum(an_hour, self.one_lane_cars_per_hour), an_hour)
        factor = self.share * self.hours_a_day / self.cars_of(vehicle)
        return np.asarray(an_hour * by_surface[roads.surface] * factor, np.float64)

    def cars_of(self, vehicle: Vehicle) -> float:
        """How many passenger cars a vehicle counts for."""
        return self.cars_per_truck if vehicle.weight_t > HEAVY_FROM_T else 1.0


def _lanes(network: Network) -> NDArray[np.float64]:
    """Lanes of each road in the direction that has fewer; 0 where the source does not tell."""
    arcs = network.arcs
    half = np.where(arcs.of_road >= 0, np.asarray(arcs.half_lanes, np.float64)[arcs.of_road], np.inf)
    return np.asarray(half.min(axis=1) / 2)


def read_capacities(path: str | Path) -> Capacities:
    """Read a YAML file that names only what differs from the defaults.

    Raises
    ------
    NotFoundError, DataError
        The file is missing or does not say what it should.
    """
    path = Path(path)
    usual = Capacities()
    known = [one.name for one in fields(Capacities)]
    told = read_document(path, [*known, *HIGHWAYS, *SURFACES], "capacities file").content
    if not isinstance(told, dict):
        raise DataError(f"capacities file {path} must be a mapping such as 'cars_per_truck: 2.5'.")
    changes: dict[str, Any] = {}
    for key, value in told.items():
        if key not in known:
            raise DataError(f"capacities file {path}: unknown key {key!r}; known: {', '.join(known)}.")
        default = getattr(usual, key)
        if isinstance(default, dict):
            allowed = [name for name in (SURFACES if key == "surface_factor" else HIGHWAYS) if name]
            if not isinstance(value, dict) or not all(k in allowed and _amount(v) for k, v in value.items()):
                raise DataError(f"capacities file {path}: {key} maps {', '.join(allowed)} to numbers from 0.")
            changes[key] = default | {k: float(v) for k, v in value.items()}
        elif not _amount(value):
            raise DataError(f"capacities file {path}: {key} must be a number from 0, not {value!r}.")
        else:
            changes[key] = float(value)
    return checked(replace(usual, **changes))


def capacities_of(path: str | Path | None, **changes: float | None) -> Capacities:
    """Return the defaults, or those of a file, with what a question changes.

    Raises
    ------
    NotFoundError, DataError, QuestionError
    """
    told = read_capacities(path) if path else Capacities()
    given: dict[str, Any] = {key: value for key, value in changes.items() if value is not None}
    return checked(replace(told, **given))


def checked(capacities: Capacities) -> Capacities:
    """Refuse shares, hours and truck equivalents that cannot be; returns the rest as it is.

    Raises
    ------
    QuestionError
    """
    rules = {
        "share must lie above 0 and at most at 1": 0 < capacities.share <= 1,
        "hours_a_day must lie above 0 and at most at 24": 0 < capacities.hours_a_day <= 24,
        "cars_per_truck must be at least 1": capacities.cars_per_truck >= 1,
    }
    for rule, holds in rules.items():
        if not holds:
            raise QuestionError(f"capacities: {rule}.")
    return capacities


def _amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")


_LIMIT = re.compile(r"^(?P<number>\d+(?:\.\d+)?)\s*(?P<tonnes>t)?\s*(?:/\s*(?P<per>day|hour|h|d))?$", re.I)
_TONNES = re.compile(r"^(?P<number>\d+(?:\.\d+)?)\s*(?:t|tonnes?)?\s*(?:/\s*(?:day|d))?$", re.I)
_CONVOYS = re.compile(r"^(?P<count>\d+)\s*[x×*]\s*(?P<size>\d+)$", re.I)


def parse_limit(text: str, payload_t: float, hours_a_day: float) -> tuple[str, float]:
    """Read ``TARGET=40/day``, ``TARGET=5/hour`` or ``TARGET=200t/day``.

    Returns
    -------
    target : str
    vehicles : float
        A day.

    Examples
    --------
    >>> parse_limit("Sheikh Hilal=40/day", 20.0, 12.0)
    ('Sheikh Hilal', 40.0)
    >>> parse_limit("Sheikh Hilal = 200 t/day", 20.0, 12.0)
    ('Sheikh Hilal', 10.0)

    Raises
    ------
    QuestionError
    """
    target, sign, told = text.rpartition("=")
    match = _LIMIT.match(told.strip())
    if not sign or not target.strip() or match is None:
        raise QuestionError(
            f"cannot limit {text!r}; write TARGET=NUMBER/day, such as 'Sheikh Hilal=40/day', "
            "'M5=5/hour' or 'M5=200t/day'."
        )
    number = float(match["number"])
    if match["tonnes"]:
        number /= payload_t
    if (match["per"] or "day").lower().startswith("h"):
        number *= hours_a_day
    return target.strip(), number


def parse_tonnes(text: str | float, what: str) -> float:
    """Read an amount such as ``500t`` or ``500 t/day``, in tonnes.

    Raises
    ------
    QuestionError
    """
    match = _TONNES.match(str(text).strip())
    if match is None or float(match["number"]) == float("inf"):
        raise QuestionError(f"{what} {text!r}: give tonnes, such as 500t.")
    return float(match["number"])


def parse_convoys(text: str) -> tuple[int, int]:
    """Read ``2x30``: two convoys a day of thirty vehicles.

    Raises
    ------
    QuestionError
    """
    match = _CONVOYS.match(text.strip())
    count, size = (int(match[part]) for part in ("count", "size")) if match else (0, 0)
    if not count or not size:
        raise QuestionError(
            f"convoys {text[:40]!r}: write COUNTxSIZE a day, each 1 or more, such as 2x30; "
            "where nothing leaves, close the road."
        )
    return count, size
