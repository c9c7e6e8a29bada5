"""People by place from a file, in place of what the network knows."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np

from routegraph.errors import AmbiguousError, NotFoundError
from routegraph.network.model import Network
from routegraph.network.sphere import great_circle_m
from routegraph.places.gazetteer import Gazetteer
from routegraph.places.lists import read_places
from routegraph.places.locate import parse_point

FARTHEST_M = 5000.0
"""A point of the file counts for the nearest place within this distance."""

MOST_TOLD = 3


def with_population(network: Network, path: Path) -> Network:
    """Return a network whose places have the people that a file tells, and no others.

    Parameters
    ----------
    network : Network
    path : Path
        CSV with the columns ``place``, or ``lon`` and ``lat``, and ``population`` (or ``people``). Rows of
        one place add up; those that no place answers to are told as a warning.

    Raises
    ------
    NotFoundError, DataError
        The file is missing, has no such column, or a row is bad.
    """
    gazetteer, places = Gazetteer.of(network), network.places
    people = np.full(len(places), -1, np.int64)
    lost: list[str] = []
    for row in read_places(path):
        index = _place_of(row.query, network, gazetteer)
        if index is None:
            lost.append(row.query)
        else:
            people[index] = max(int(people[index]), 0) + round(row.weight)
    if lost:
        more = f" and {len(lost) - MOST_TOLD:,} more" if len(lost) > MOST_TOLD else ""
        warnings.warn(
            f"{path.name}: no single place of {network.name} answers to {', '.join(lost[:MOST_TOLD])}{more}; "
            "their people are not counted.",
            stacklevel=3,
        )
    return replace(network, places=replace(places, population=people))


def _place_of(query: str, network: Network, gazetteer: Gazetteer) -> int | None:
    if (point := parse_point(query)) is None:
        try:
            return gazetteer.find(query).index
        except (NotFoundError, AmbiguousError):
            return None
    metres = np.asarray(great_circle_m(*point, network.places.lon, network.places.lat))
    return int(np.argmin(metres)) if len(metres) and metres.min() <= FARTHEST_M else None
