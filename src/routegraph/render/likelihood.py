"""Roads of several ways by how likely each is used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.model import Network
from routegraph.render.scene import Line
from routegraph.routing.route import Route

LIKELIHOODS = (
    (0.75, "need_total", "used with 75% or more"),
    (0.50, "need_heavy", "used with 50 to 75%"),
    (0.25, "need_clear", "used with 25 to 50%"),
    (0.05, "need_light", "used with 5 to 25%"),
    (0.0, "need_none", "used with less than 5%"),
)
"""Least probability, key of `style.LINES`, and what the legend says."""


def likelihood_lines(
    network: Network, routes: Sequence[Route], roads: Int, probability: NDArray[np.float64]
) -> tuple[Line, ...]:
    """Return the routes as lines, parted where the probability of use changes its class.

    `roads` are all that some route uses, with the probability of each.
    """
    level = {
        int(road): next(i for i, (least, *_) in enumerate(LIKELIHOODS) if likely >= least)
        for road, likely in zip(roads, probability, strict=True)
    }
    drawn: set[int] = set()
    lines: list[Line] = []
    for route in routes:
        taken = [int(road) for road in route.roads]
        for stretch in _stretches([road for road in taken if road not in drawn], level):
            _, role, label = LIKELIHOODS[level[stretch[0]]]
            lines.append(Line(role, "", label, *_line(network, stretch)))
        drawn.update(taken)
    lines.sort(key=lambda line: [role for _, role, _ in LIKELIHOODS].index(line.role))
    return tuple(lines)


def _stretches(roads: list[int], level: dict[int, int]) -> list[list[int]]:
    """Runs of roads that are equally likely."""
    runs: list[list[int]] = []
    for road in roads:
        if runs and level[runs[-1][-1]] == level[road]:
            runs[-1].append(road)
        else:
            runs.append([road])
    return runs


def _line(network: Network, roads: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Line through the shapes of roads, each turned to begin where the one before it ended."""
    first = roads[0]
    node = int(network.roads.u[first])
    if len(roads) > 1 and node in (int(network.roads.u[roads[1]]), int(network.roads.v[roads[1]])):
        node = int(network.roads.v[first])
    lons, lats = [], []
    for road in roads:
        lon, lat = network.road_shape(road)
        ahead = int(network.roads.u[road]) == node
        lons.append(lon if ahead else lon[::-1])
        lats.append(lat if ahead else lat[::-1])
        node = int(network.roads.v[road]) if ahead else int(network.roads.u[road])
    return np.concatenate(lons), np.concatenate(lats)
