"""Vehicles: where they may go, how fast on what, and what an hour, a litre and a tonne cost."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from routegraph import defaults
from routegraph.checked_yaml import read_document
from routegraph.errors import DataError, NotFoundError
from routegraph.intake import clean
from routegraph.network.arrays import Float, Int
from routegraph.network.conditions import Moment
from routegraph.network.law_in_force import Decided, decided_rules
from routegraph.network.laws import Rules
from routegraph.network.lawtags import DESTINATION, LEVELS, NO, PRIVATE
from routegraph.network.model import Network
from routegraph.network.tags import HIGHWAYS, MODES, SURFACES, RoadFlag


@dataclass(frozen=True)
class Vehicle:
    """A kind of vehicle; `docs/conventions.md` gives the source of every default.

    Attributes
    ----------
    speed_kph : dict of str to float
        By highway class; a class that is missing is not used.
    surface_factor : dict of str to float
        Speed multiplier by surface group; 0 means that the surface is not passable.
    fuel_l_per_100km : float
        On a paved road, loaded.
    unpaved_fuel_factor : float
        Fuel multiplier off pavement.
    cost_per_hour, cost_per_litre : float
        In `currency`: vehicle and crew, and fuel.
    payload_t : float
        Tonnes carried, for the cost per tonne.
    refuses : tuple of str
        Names of `tags.RoadFlag` bits that this vehicle does not pass.
    weight_t, rated_weight_t, axle_load_t : float
        Actual weight, permitted gross weight, weight on the heaviest axle. Each is compared with
        the limits that the source tells, see `SIZES`.
    mode : str
        One of `tags.MODES`: whose law it drives by.
    permit : str
        One of `lawtags.LEVELS`, the farthest that it may go: ``destination`` drives roads that are
        open to those who have business there, ``private`` those behind a leave, ``no`` minds none.
    unsdi_class : int
        ``CurntPrac`` of the UNSDI-T convention from which on a road is practicable for it.
    wading_m : float
        Water of this depth stops it, and less slows it, see `scenario.hazard`.
    """

    name: str
    speed_kph: dict[str, float]
    surface_factor: dict[str, float]
    fuel_l_per_100km: float
    unpaved_fuel_factor: float
    cost_per_hour: float
    cost_per_litre: float
    payload_t: float
    refuses: tuple[str, ...]
    height_m: float
    width_m: float
    length_m: float
    weight_t: float
    rated_weight_t: float
    axle_load_t: float
    mode: str
    unsdi_class: int
    permit: str = "destination"
    currency: str = "USD"
    wading_m: float = 0.3

    def arc_speed_kph(self, network: Network) -> NDArray[np.float64]:
        """Speed on every arc, float64[M]; 0 where this vehicle may not go.

        Parameters
        ----------
        network : Network
            The open one.

        Returns
        -------
        float64[M]
            Kilometres an hour.

        Examples
        --------
        >>> import routegraph
        >>> network, truck = routegraph.load("hama-aleppo").network, routegraph.find_vehicle("truck")
        >>> float(truck.arc_speed_kph(network).max())
        80.0
        """
        roads, rules, rule = network.roads, self.law_at(network, None).rules, network.arcs.rule
        by_class = np.array([self.speed_kph.get(name, 0.0) for name in HIGHWAYS])
        by_surface = np.array([self.surface_factor.get(name, 1.0) for name in SURFACES])
        speed = by_class[roads.highway] * by_surface[roads.surface]
        refused = int(RoadFlag.IMPASSABLE)
        for flag in self.refuses:
            refused |= RoadFlag[flag]
        speed[(roads.flags & refused) != 0] = 0.0
        speed[(roads.width_m > 0) & (roads.width_m < self.width_m)] = 0.0
        limit_kph = np.asarray(rules.maxspeed_kph[:, list(MODES).index(self.mode)])
        limit_kph = np.where(limit_kph > 0, limit_kph, np.inf)
        pace_kph = np.asarray(rules.pace_kph, np.float64)[rule]
        along = speed[network.arcs.road]
        along = np.where((pace_kph > 0) & (along > 0), pace_kph, np.minimum(along, limit_kph[rule]))
        return np.where(self.may_pass(rules)[rule], along, 0.0)

    def arc_is_local(self, network: Network) -> NDArray[np.bool_]:
        """Arcs that only those drive who have business on them, and nobody drives through, bool[M].

        Parameters
        ----------
        network : Network
            The open one.

        Returns
        -------
        bool[M]
            By ``access`` of this vehicle's mode: ``destination``, ``customers``, ``private`` and the like.

        Examples
        --------
        >>> import routegraph
        >>> network, truck = routegraph.load("hama-aleppo").network, routegraph.find_vehicle("truck")
        >>> int(truck.arc_is_local(network).sum())
        0
        """
        return self.is_local(self.law_at(network, None).rules)[network.arcs.rule]

    def may_pass(self, rules: Rules) -> NDArray[np.bool_]:
        """Rows of rules that let this vehicle pass, bool[K].

        Parameters
        ----------
        rules : Rules
            Of a network, decided for a moment.

        Returns
        -------
        bool[K]
            By row of the rules.

        Examples
        --------
        >>> import routegraph
        >>> network, truck = routegraph.load("hama-aleppo").network, routegraph.find_vehicle("truck")
        >>> bool(truck.may_pass(network.rules).any())
        True
        """
        mode = list(MODES).index(self.mode)
        passes = rules.access[:, mode] <= LEVELS.index(self.permit)
        for size, limit in SIZES.items():
            allowed = getattr(rules, limit)[:, mode]
            passes = passes & ((allowed <= 0) | (allowed >= np.float32(getattr(self, size))))
        return np.asarray(passes)

    def is_local(self, rules: Rules) -> NDArray[np.bool_]:
        """Rows of rules for those alone who have business there, bool[K].

        Parameters
        ----------
        rules : Rules
            Of a network, decided for a moment.

        Returns
        -------
        bool[K]
            By row of the rules.

        Examples
        --------
        >>> import routegraph
        >>> network, truck = routegraph.load("hama-aleppo").network, routegraph.find_vehicle("truck")
        >>> bool(truck.is_local(network.rules).any())
        False
        """
        level = rules.access[:, list(MODES).index(self.mode)]
        return np.asarray(((level == DESTINATION) | (level == PRIVATE)) & (self.permit != LEVELS[NO]))

    def arc_may_close(self, network: Network, at: Moment) -> NDArray[np.bool_]:
        """Arcs that the law opens at a moment and, as far as is known, perhaps not, bool[M].

        Parameters
        ----------
        network : Network
            The open one.
        at : datetime or None
            By the clocks of the place.

        Returns
        -------
        bool[M]
            By arc.

        Examples
        --------
        >>> import routegraph
        >>> network, truck = routegraph.load("hama-aleppo").network, routegraph.find_vehicle("truck")
        >>> int(truck.arc_may_close(network, None).sum())
        0
        """
        law = self.law_at(network, at)
        own, other = (
            np.where(self.may_pass(rules), self.is_local(rules), 2) for rules in (law.rules, law.others)
        )
        rows = np.zeros(len(law.rules), bool)
        rows[law.of[other > own[law.of]]] = True
        return np.asarray((rows & (own < 2))[network.arcs.rule])

    @property
    def sizes(self) -> dict[str, float]:
        """Sizes by the words of `network.conditions.SIZES`, in metres and tonnes."""
        return {limit.removeprefix("max")[:-2]: getattr(self, own) for own, limit in SIZES.items()}

    def law_at(self, network: Network, at: Moment) -> Decided:
        """The rules of a network as they bind this vehicle at a moment.

        Parameters
        ----------
        network : Network
            The open one.
        at : datetime or None
            By the clocks of the place; None where no moment is asked about.

        Returns
        -------
        Decided
            Rules without conditions, row by row.

        Examples
        --------
        >>> import routegraph
        >>> network, truck = routegraph.load("hama-aleppo").network, routegraph.find_vehicle("truck")
        >>> len(truck.law_at(network, None).rules) >= 1
        True
        """
        return decided_rules(network, self.sizes, at)

    def arc_time_s(self, network: Network) -> NDArray[np.float64]:
        """Driving time on every arc in seconds, float64[M]; inf where this vehicle may not go.

        Parameters
        ----------
        network : Network
            The open one.

        Returns
        -------
        float64[M]
            Seconds.

        Examples
        --------
        >>> import routegraph
        >>> network, truck = routegraph.load("hama-aleppo").network, routegraph.find_vehicle("truck")
        >>> bool((truck.arc_time_s(network) > 0).all())
        True
        """
        speed_kph = self.arc_speed_kph(network)
        scaled = np.asarray(network.roads.length_m) * 3.6
        with np.errstate(divide="ignore"):
            np.divide(scaled[network.arcs.road], speed_kph, out=speed_kph)
        return speed_kph

    def arc_fuel_l(self, network: Network, arcs: Int | None = None) -> NDArray[np.float64]:
        """Litres burnt on each of some arcs (int[K]), or on every arc; float64.

        Parameters
        ----------
        network : Network
            The open one.
        arcs : int[K], optional
            Those asked about; all when not given.

        Returns
        -------
        float64[K] or float64[M]
            Litres.

        Examples
        --------
        >>> import routegraph
        >>> network, truck = routegraph.load("hama-aleppo").network, routegraph.find_vehicle("truck")
        >>> round(float(truck.arc_fuel_l(network, np.array([0]))[0]), 1)
        6.9
        """
        roads = network.arcs.road if arcs is None else network.arcs.road[arcs]
        unpaved = np.array([name not in ("", "paved") for name in SURFACES])[network.roads.surface[roads]]
        unpaved = unpaved | (network.roads.highway[roads] == HIGHWAYS.index("track"))
        litres = np.asarray(network.roads.length_m[roads]) * (self.fuel_l_per_100km / 100_000)
        return np.where(unpaved, litres * self.unpaved_fuel_factor, litres)

    @overload
    def cost(self, time_s: float, fuel_l: float) -> float: ...
    @overload
    def cost(self, time_s: Float, fuel_l: Float) -> NDArray[np.float64]: ...
    def cost(self, time_s: float | Float, fuel_l: float | Float) -> float | Float:
        """What driving so long and burning so much costs, in `currency`.

        Parameters
        ----------
        time_s : float or float64[...]
            Seconds of driving.
        fuel_l : float or float64[...]
            Litres burnt.

        Returns
        -------
        float or float64[...]
            Money.

        Examples
        --------
        >>> find_vehicle("truck").cost(3600.0, 10.0)
        28.0
        """
        return time_s / 3600 * self.cost_per_hour + fuel_l * self.cost_per_litre


SIZES: dict[str, str] = {
    "height_m": "maxheight_m",
    "width_m": "maxwidth_m",
    "length_m": "maxlength_m",
    "weight_t": "maxweight_t",
    "rated_weight_t": "maxweightrating_t",
    "axle_load_t": "maxaxleload_t",
}
"""Attributes of a vehicle, and the columns of `Rules` that they are compared with."""

VEHICLES: dict[str, Vehicle] = {
    "car": Vehicle(
        name="car",
        speed_kph={
            "motorway": 100, "motorway_link": 60, "trunk": 90, "trunk_link": 50, "primary": 80,
            "primary_link": 45, "secondary": 65, "secondary_link": 40, "tertiary": 50, "tertiary_link": 35,
            "unclassified": 40, "residential": 30, "living_street": 10, "service": 20, "track": 15,
            "road": 30, "ferry": 10,
        },
        surface_factor={"paved": 1.0, "compacted": 0.85, "gravel": 0.7, "unpaved": 0.6, "sand": 0.3},
        fuel_l_per_100km=8.0, unpaved_fuel_factor=1.25, cost_per_hour=6.0, cost_per_litre=1.0,
        payload_t=0.4, refuses=("OFF_ROAD",),
        height_m=1.6, width_m=1.8, length_m=4.6, weight_t=1.6, rated_weight_t=2.0, axle_load_t=1.0,
        mode="motorcar", unsdi_class=4,
    ),
    "truck": Vehicle(
        name="truck",
        speed_kph={
            "motorway": 80, "motorway_link": 45, "trunk": 70, "trunk_link": 40, "primary": 60,
            "primary_link": 35, "secondary": 50, "secondary_link": 30, "tertiary": 40, "tertiary_link": 25,
            "unclassified": 30, "residential": 20, "living_street": 8, "service": 15, "track": 10,
            "road": 25, "ferry": 10,
        },
        surface_factor={"paved": 1.0, "compacted": 0.8, "gravel": 0.65, "unpaved": 0.5, "sand": 0.0},
        fuel_l_per_100km=35.0, unpaved_fuel_factor=1.3, cost_per_hour=18.0, cost_per_litre=1.0,
        payload_t=20.0, refuses=("OFF_ROAD",),
        height_m=4.0, width_m=2.5, length_m=12.0, weight_t=32.0, rated_weight_t=32.0, axle_load_t=9.5,
        mode="hgv", unsdi_class=6, wading_m=0.6,
    ),
    "4x4": Vehicle(
        name="4x4",
        speed_kph={
            "motorway": 100, "motorway_link": 60, "trunk": 90, "trunk_link": 50, "primary": 80,
            "primary_link": 45, "secondary": 65, "secondary_link": 40, "tertiary": 55, "tertiary_link": 35,
            "unclassified": 45, "residential": 30, "living_street": 10, "service": 20, "track": 30,
            "road": 35, "ferry": 10,
        },
        surface_factor={"paved": 1.0, "compacted": 0.95, "gravel": 0.85, "unpaved": 0.8, "sand": 0.6},
        fuel_l_per_100km=12.0, unpaved_fuel_factor=1.25, cost_per_hour=8.0, cost_per_litre=1.0,
        payload_t=0.8, refuses=(),
        height_m=2.0, width_m=1.9, length_m=5.0, weight_t=3.0, rated_weight_t=3.5, axle_load_t=1.8,
        mode="motorcar", unsdi_class=3, wading_m=0.5,
    ),
}  # fmt: skip


def find_vehicle(name_or_path: str) -> Vehicle:
    """Return a built-in vehicle by name, or read one from a YAML file.

    A file names the vehicle that it is ``like`` and gives only what differs.

    Parameters
    ----------
    name_or_path : str
        ``truck``, ``car``, ``4x4``, or a YAML file that changes one of them.

    Returns
    -------
    Vehicle
        Where it may go, how fast, at what cost.

    Raises
    ------
    NotFoundError
        No vehicle of that name, and no such file.
    DataError
        The file does not describe a vehicle.

    Examples
    --------
    >>> find_vehicle("truck").payload_t
    20.0
    """
    if name_or_path in VEHICLES:
        return VEHICLES[name_or_path]
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml"):
        raise NotFoundError(
            f"no vehicle called {name_or_path[:60]!r}; there are {', '.join(VEHICLES)}. "
            "Give one of these or a YAML file (see docs/conventions.md)."
        )
    told = read_document(path, numeric_keys=_NUMERIC_KEYS)
    told.require(_SCHEMA)
    changes: dict[str, Any] = dict(told.content)
    base = VEHICLES[changes.pop("like", defaults.VEHICLE)]
    for key, value in list(changes.items()):
        if isinstance(value, list):
            changes[key] = tuple(value)
        elif isinstance(value, dict):
            changes[key] = getattr(base, key) | {k: _finite(path, k, v) for k, v in value.items()}
        elif key in _NUMERIC_KEYS:
            changes[key] = value if key == "unsdi_class" else _finite(path, key, value)
    changes.setdefault("name", clean(path.stem))
    return replace(base, **changes)


def _finite(path: Path, key: str, value: float) -> float:
    if not math.isfinite(value):
        raise DataError(f"{path}: {key} is {value}, not a number from 0.")
    return float(value)


_AMOUNT = {"type": "number", "minimum": 0}
_KINDS: dict[str, dict[str, Any]] = {
    "speed_kph": {"type": "object", "properties": dict.fromkeys(HIGHWAYS, _AMOUNT)},
    "surface_factor": {"type": "object", "properties": dict.fromkeys(filter(None, SURFACES), _AMOUNT)},
    "refuses": {"type": "array", "items": {"enum": list(RoadFlag.__members__)}},
    "unsdi_class": {"type": "integer", "minimum": 1, "maximum": 6},
    "mode": {"enum": list(MODES)},
    "permit": {"enum": list(LEVELS)},
    "name": {"type": "string", "minLength": 1, "maxLength": 100},
    "currency": {"type": "string", "minLength": 1, "maxLength": 20},
}
_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"like": {"enum": list(VEHICLES)}}
    | {f.name: _KINDS.get(f.name, _AMOUNT) | {"additionalProperties": False} for f in fields(Vehicle)},
}
_NUMERIC_KEYS = frozenset(
    {*HIGHWAYS, *SURFACES, "unsdi_class", *(f.name for f in fields(Vehicle) if f.name not in _KINDS)} - {""}
)
