"""Border crossings as targets: the roads at their border controls."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.geometry import roads_within
from routegraph.network.model import Network
from routegraph.network.sphere import distinct, great_circle_m
from routegraph.places.crossings import (
    ONE_CROSSING_M,
    crossings_named,
    crossings_near,
    names_of_crossing,
    sides_of,
    spread_m,
)
from routegraph.places.gazetteer import Gazetteer, Place
from routegraph.places.locate import check_order, parse_point
from routegraph.scenario.applied import ResolvedTarget
from routegraph.scenario.structures import FARTHEST_M

CROSSING_M = 1000.0
"""Where no border control is mapped, a crossing closes the roads so near to the place of its name."""

LANE_M = 100.0
"""A border control closes the roads within this distance: each lane of it."""


def find_crossing(
    network: Network, gazetteer: Gazetteer, name: str, tie_break: tuple[float, float] | None
) -> ResolvedTarget:
    """Roads at the border controls of a name, or else at those nearest to the place or point of that name.

    Where none is mapped near that place, the roads at the place itself.

    Parameters
    ----------
    tie_break : tuple of float or None
        lon, lat that decides between places of one name.

    Raises
    ------
    NotFoundError, AmbiguousError
        No crossing and no place is called so, or several are.
    """
    point = parse_point(name)
    if point is None and len(named := crossings_named(network, name)):
        if spread_m(network, named) > ONE_CROSSING_M:
            known = network.crossings
            told = "; ".join(f"{known.lon[row]:.4f},{known.lat[row]:.4f}" for row in named.tolist())
            raise AmbiguousError(
                f"several crossings of {network.name} answer to {name!r}, at {told}; give crossing:LON,LAT."
            )
        return _at_controls(
            network, named, f"the crossing named {names_of_crossing(network, int(named[0]))[0]}"
        )
    if point is not None:
        check_order(network, *point)
        (lon, lat), called = point, name
    else:
        place = _one_side(gazetteer, name, tie_break)
        lon, lat, called = place.lon, place.lat, place.called(name)
    near = crossings_near(network, lon, lat, FARTHEST_M)
    if len(near):
        known = network.crossings
        km = float(great_circle_m(lon, lat, known.lon[near], known.lat[near]).min()) / 1000
        named_as = (*names_of_crossing(network, int(near[0])), "without a name")[0]
        return _at_controls(network, near, f"the border control {named_as}, {km:.1f} km from {called}")
    roads = roads_within(network, lon, lat, CROSSING_M)
    if not len(roads):
        raise NotFoundError(
            f"crossing {name!r} closes no road of {network.name}: no border control is near {called}, "
            f"and no road within {CROSSING_M / 1000:g} km; give its LON,LAT~KM."
        )
    how = f"within {CROSSING_M / 1000:g} km of {called}, as {network.name} has no border control near it"
    return ResolvedTarget(roads, how, lon, lat, radius_m=CROSSING_M)


def _one_side(gazetteer: Gazetteer, name: str, tie_break: tuple[float, float] | None) -> Place:
    """Find the place of a crossing's name, else of one of its sides."""
    whole, *sides = sides_of(name)
    try:
        return gazetteer.find(whole, near=tie_break)
    except (NotFoundError, AmbiguousError):
        for side in sides:
            with suppress(NotFoundError, AmbiguousError):
                return gazetteer.find(side, near=tie_break)
        raise


def _at_controls(network: Network, rows: NDArray[np.intp], how: str) -> ResolvedTarget:
    """Roads beside border controls, all lanes."""
    known = network.crossings
    beside = [
        roads_within(network, float(known.lon[row]), float(known.lat[row]), LANE_M) for row in rows.tolist()
    ]
    roads = distinct(np.concatenate(beside)).astype(np.int32)
    if not len(roads):
        raise NotFoundError(f"{how}: no road of {network.name} lies within {LANE_M:g} m of it.")
    at = float(known.lon[rows].mean()), float(known.lat[rows].mean())
    return ResolvedTarget(roads, f"{how}, within {LANE_M:g} m", *at, radius_m=LANE_M)
