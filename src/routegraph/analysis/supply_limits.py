"""Limits that a reader states, as they bind: a road's own, a place that all must pass, convoys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.capacity import UNLIMITED, Gate
from routegraph.analysis.road_capacity import Capacities, parse_limit
from routegraph.network.model import Network
from routegraph.places.street_names import plain_ref
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.target import BetweenTarget, OsmTarget, PlaceOrRoad, RoadTarget, parse_target
from routegraph.vehicles import Vehicle


@dataclass(frozen=True, eq=False)
class StatedLimit:
    """A limit with the roads of its target.

    Attributes
    ----------
    per_day : int
        Vehicles.
    roads : int32[...]
    joint : bool
        All of the roads together pass no more; otherwise each of them, in each direction.
    lon, lat : float
        Where its target is marked.
    """

    target: str
    per_day: int
    roads: NDArray[np.int32]
    joint: bool
    lon: float
    lat: float


def stated_limits(
    texts: Sequence[str], resolver: Resolver, vehicle: Vehicle, capacities: Capacities
) -> tuple[StatedLimit, ...]:
    """Read limits and find their roads.

    A place, a point or an area is passed by whichever road: its limit holds for all of them
    together. A road, or the road between two places, has its limit all along.

    Raises
    ------
    RoutegraphError
        A limit cannot be read, or its target not be found.
    """
    found = []
    for text in texts:
        target, per_day = parse_limit(text, vehicle.payload_t or 1.0, capacities.hours_a_day)
        at = resolver.find(target)
        roads = np.asarray(at.roads, np.int32)
        joint = not _is_road(target, roads, resolver.network)
        found.append(StatedLimit(target, int(per_day + 1e-9), roads, joint, at.lon, at.lat))
    return tuple(found)


def _is_road(target: str, roads: NDArray[np.int32], network: Network) -> bool:
    parsed = parse_target(target)
    if isinstance(parsed, PlaceOrRoad):
        name = plain_ref(parsed.name)
        return all(
            name in {plain_ref(part) for part in (network.road_name(r), *network.road_ref(r).split(";"))}
            for r in roads.tolist()
        )
    return isinstance(parsed, BetweenTarget | RoadTarget) or (
        isinstance(parsed, OsmTarget) and parsed.kind == "way"
    )


def bounded(
    per_day: NDArray[np.float64], limits: Sequence[StatedLimit], streets: NDArray[np.int32]
) -> tuple[NDArray[np.float64], tuple[Gate, ...]]:
    """Return what each road carries under the limits, and the gates that hold roads together.

    `streets` are those of the two ends, whose capacity is not asked about.
    """
    bound = per_day.copy()
    bound[streets] = UNLIMITED
    for one in limits:
        if not one.joint:
            bound[one.roads] = np.minimum(bound[one.roads], one.per_day)
    return bound, tuple(Gate(one.target, one.per_day, one.roads) for one in limits if one.joint)
