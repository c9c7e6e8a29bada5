"""Several ways in a few words each: told apart by a place, or by their length, where they read alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from routegraph.analysis.whereabouts import place_near
from routegraph.network.geometry import middle_of_roads
from routegraph.network.model import Network
from routegraph.places.gazetteer import Gazetteer
from routegraph.render import words
from routegraph.routing.route import Route


def told_apart(network: Network, routes: Sequence[Route]) -> list[str]:
    """Say each way as `words.via` does; ways that differ and would read alike, with a place of their own.

    Parameters
    ----------
    routes : sequence of Route
        Ways of one journey.

    Returns
    -------
    list of str
        One for each; two are the same only where the ways are.
    """
    told = [words.via(route) for route in routes]
    for alike in _groups(told, routes):
        places = {i: _own_place(network, routes, i, alike, told[i]) for i in alike}
        ways = {np.asarray(routes[i].roads).tobytes(): place for i, place in places.items()}
        for i, place in places.items():
            if place and list(ways.values()).count(place) == 1:
                told[i] = f"{told[i]}, past {place}"
    for alike in _groups(told, routes):
        for i in alike:
            route = routes[i]
            told[i] += f" ({words.kilometres(route.length_m)}, {words.duration(route.time_s)})"
    return told


def _own_place(network: Network, routes: Sequence[Route], i: int, alike: Sequence[int], told: str) -> str:
    """Name of a place where a way goes apart from those that read alike; empty without one."""
    mine = np.asarray(routes[i].roads)
    others = [routes[k].roads for k in alike if not np.array_equal(routes[k].roads, mine)]
    own = mine[~np.isin(mine, np.concatenate(others))]
    return place_near(*middle_of_roads(network, own), Gazetteer.of(network), told) if len(own) else ""


def _groups(told: Sequence[str], routes: Sequence[Route]) -> list[list[int]]:
    """Numbers of ways that read alike and are not the same."""
    groups: dict[str, dict[bytes, int]] = defaultdict(dict)
    for i, text in enumerate(told):
        groups[text].setdefault(np.asarray(routes[i].roads).tobytes(), i)
    several = {text for text, ways in groups.items() if len(ways) > 1}
    return [[i for i, text in enumerate(told) if text == one] for one in sorted(several)]
