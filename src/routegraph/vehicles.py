"""Vehicles: where they may go, how fast on what, and what an hour, a litre and a tonne cost."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from routegraph import defaults
from routegraph.errors import DataError, NotFoundError
from routegraph.network.model import Float, Int, Network
from routegraph.network.tags import HIGHWAYS, SURFACES, RoadFlag


@dataclass(frozen=True)
class Vehicle:
    """A kind of vehicle; `docs/conventions.md` gives the source of every default.

    Attributes
    ----------
    name : str
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
    height_m, width_m, weight_t : float
        Compared with the limits that the source tells.
    mode : str
        One of `tags.MODES`: whose law it drives by.
    currency : str
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
    weight_t: float
    mode: str
    currency: str = "USD"
    wading_m: float = 0.3

    def road_speed_kph(self, network: Network) -> NDArray[np.float64]:
        """Speed on every road, float64[R]; 0 where this vehicle may not go."""
        roads = network.roads
        by_class = np.array([self.speed_kph.get(name, 0.0) for name in HIGHWAYS])
        by_surface = np.array([self.surface_factor.get(name, 1.0) for name in SURFACES])
        speed = by_class[roads.highway] * by_surface[roads.surface]
        limit = np.asarray(roads.maxspeed_kph)
        speed = np.where(limit > 0, np.minimum(speed, limit), speed)
        refused = 0
        for flag in self.refuses:
            refused |= RoadFlag[flag]
        speed[(roads.flags & refused) != 0] = 0.0
        for own, allowed in (
            (self.height_m, roads.maxheight_m),
            (self.width_m, roads.width_m),
            (self.weight_t, roads.maxweight_t),
        ):
            speed[(allowed > 0) & (allowed < own)] = 0.0
        return np.asarray(speed, np.float64)

    def arc_time_s(self, network: Network) -> NDArray[np.float64]:
        """Driving time on every arc in seconds, float64[M]; inf where this vehicle may not go."""
        with np.errstate(divide="ignore"):
            time_s = np.asarray(network.roads.length_m * 3.6 / self.road_speed_kph(network))
        return np.asarray(time_s[network.arcs.road])

    def arc_fuel_l(self, network: Network, arcs: Int | None = None) -> NDArray[np.float64]:
        """Litres burnt on each of some arcs (int[K]), or on every arc; float64."""
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
        """What driving so long and burning so much costs, in `currency`."""
        return time_s / 3600 * self.cost_per_hour + fuel_l * self.cost_per_litre


CLOSED_TO_TRAFFIC = ("NO_MOTOR_VEHICLE", "BARRIER", "PRIVATE")

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
        payload_t=0.4, refuses=(*CLOSED_TO_TRAFFIC, "NO_CAR", "OFF_ROAD"),
        height_m=1.6, width_m=1.8, weight_t=1.6, mode="motorcar",
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
        payload_t=20.0, refuses=(*CLOSED_TO_TRAFFIC, "NO_HGV", "OFF_ROAD"),
        height_m=4.0, width_m=2.5, weight_t=32.0, mode="hgv", wading_m=0.6,
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
        payload_t=0.8, refuses=(*CLOSED_TO_TRAFFIC, "NO_CAR"),
        height_m=2.0, width_m=1.9, weight_t=3.0, mode="motorcar", wading_m=0.5,
    ),
}  # fmt: skip


def find_vehicle(name_or_path: str) -> Vehicle:
    """Return a built-in vehicle by name, or read one from a YAML file.

    A file names the vehicle that it is ``like`` and gives only what differs.

    Raises
    ------
    NotFoundError
        No vehicle of that name, and no such file.
    DataError
        The file does not describe a vehicle.
    """
    if name_or_path in VEHICLES:
        return VEHICLES[name_or_path]
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml"):
        raise NotFoundError(
            f"no vehicle called {name_or_path!r}; there are {', '.join(VEHICLES)}. "
            "Give one of these or a YAML file (see docs/conventions.md)."
        )
    import yaml

    try:
        told = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotFoundError(f"no vehicle file {path}; check the path.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"vehicle file {path} cannot be read: {_one_line(error)}.") from error
    return _vehicle_from(told, path)


def _vehicle_from(told: Any, path: Path) -> Vehicle:
    if not isinstance(told, dict):
        raise DataError(f"vehicle file {path} must be a mapping such as 'like: truck'.")
    known = {f.name: f for f in fields(Vehicle)}
    if unknown := sorted(set(told) - set(known) - {"like"}):
        raise DataError(f"vehicle file {path}: unknown key {unknown[0]!r}; known: like, {', '.join(known)}.")
    like = told.get("like", defaults.VEHICLE)
    if like not in VEHICLES:
        raise DataError(f"vehicle file {path}: like: {like!r} is none of {', '.join(VEHICLES)}.")
    base = VEHICLES[like]
    changes: dict[str, Any] = {"name": path.stem}
    for key, value in told.items():
        if key == "like":
            continue
        default = getattr(base, key)
        if isinstance(default, dict):
            allowed = HIGHWAYS if key == "speed_kph" else SURFACES
            if not isinstance(value, dict) or not all(
                k in allowed and _is_amount(v) for k, v in value.items()
            ):
                raise DataError(
                    f"vehicle file {path}: {key} maps {', '.join(filter(None, allowed))} to numbers from 0."
                )
            changes[key] = default | value
        elif isinstance(default, tuple):
            names = set(RoadFlag.__members__)
            if not isinstance(value, list) or not set(value) <= names:
                raise DataError(f"vehicle file {path}: {key} lists some of {', '.join(sorted(names))}.")
            changes[key] = tuple(value)
        elif isinstance(default, float | int):
            if not _is_amount(value):
                raise DataError(f"vehicle file {path}: {key} must be a number from 0, not {value!r}.")
            changes[key] = float(value)
        else:
            changes[key] = str(value)
    return replace(base, **changes)


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
