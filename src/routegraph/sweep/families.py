"""Families of closures: from a line of a sweep file to the roads of each closure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import NotFoundError, RoutegraphError
from routegraph.intake import clean, is_folder
from routegraph.network.arrays import Int
from routegraph.network.geometry import middle_of_roads, roads_in_box
from routegraph.network.model import Network
from routegraph.network.sphere import distinct
from routegraph.network.tags import PLACE_KINDS
from routegraph.routing.disruption import Disruption
from routegraph.routing.threads import mapped
from routegraph.scenario.applied import AppliedClosure, disruption_of
from routegraph.scenario.closure import closed_on_request
from routegraph.scenario.resolve import Resolver, apply
from routegraph.scenario.scenario import find_scenario
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import Supposition
from routegraph.sweep.spec import Family

BASELINE = "baseline-roads"
"""The family whose closures hang on the journey: it is worked out where the journey is."""


@dataclass(frozen=True, eq=False)
class ClosureCase:
    """One closure of a sweep.

    Attributes
    ----------
    id : str
        Number of the family in the spec and number in the family: text that sorts as they do.
    target : str
        What to close to see it again; several targets are parted by semicolons.
    label : str
        What to call it.
    lon, lat : float
        Where to mark it on a map; NaN for sets that lie all over.
    disruption : Disruption or None
        On top of what stands; None when it cannot be worked out.
    reason : str
        Why not.
    """

    id: str
    family: str
    target: str
    label: str
    lon: float
    lat: float
    disruption: Disruption | None
    reason: str = ""


@dataclass(frozen=True, eq=False)
class _Draft:
    target: str
    label: str
    lon: float = float("nan")
    lat: float = float("nan")
    disruption: Disruption | None = None
    reason: str = ""


def closure_id(family: int, number: int) -> str:
    """Id of a closure."""
    return f"{family:02d}-{number:07d}"


def closures_of(
    families: Iterable[Family], resolver: Resolver, standing: Disruption, supposition: Supposition
) -> list[ClosureCase]:
    """Every closure of all families but those that hang on the journey.

    Parameters
    ----------
    families : iterable of Family
    resolver : Resolver
    standing : Disruption
        What stands throughout.
    supposition : Supposition
        What stands was read so; scenarios of a folder are read alike.

    Raises
    ------
    RoutegraphError
        A family finds nothing at all: no place of the kind, no file in the folder.
    """
    tried = []
    for f, family in enumerate(families):
        if family.family == BASELINE:
            continue
        if family.family == "scenarios":
            drafts = _scenarios(family, resolver, standing, supposition)
        else:
            drafts = _FAMILIES[family.family](family, resolver)
        found = [
            ClosureCase(id=closure_id(f, i), family=family.family, **vars(one))
            for i, one in enumerate(drafts)
        ]
        if not found:
            where = f" within {family.bbox}" if family.bbox else ""
            raise NotFoundError(
                f"closures {f + 1} of the sweep, {family.family!r}, find nothing to close in "
                f"{resolver.network.name}{where}; widen kinds or bbox."
            )
        tried += found
    return tried


def way_target(network: Network, road: int) -> str:
    """Target that closes a road; its number where the source has no ids."""
    start, end = int(network.roads.way_start[road]), int(network.roads.way_start[road + 1])
    way = int(network.roads.way_id[start]) if end > start else 0
    return f"way/{way}" if way > 0 else f"road #{road}"


def on_top(standing: Disruption, more: Disruption) -> Disruption:
    """Return a disruption as it acts on a graph where another stands: only what it adds to that."""
    factor = dict(zip(standing.slowed.tolist(), standing.factor.tolist(), strict=True))
    slower = [
        (road, f / factor.get(road, 1.0))
        for road, f in zip(more.slowed.tolist(), more.factor.tolist(), strict=True)
        if f > factor.get(road, 1.0)
    ]
    roads = np.array([road for road, _ in slower], np.int32)
    return Disruption(more.closed, roads, np.array([f for _, f in slower], np.float64))


def _targets(family: Family, resolver: Resolver) -> Iterator[_Draft]:
    for together in family.targets:
        target = "; ".join(together)
        try:
            applied = apply([closed_on_request(one) for one in together], resolver)
        except RoutegraphError as error:
            yield _Draft(target, target, reason=str(error))
            continue
        label = " and ".join(together)
        yield _Draft(target, label, *_middle(applied), disruption_of(applied))


def _middle(applied: tuple[AppliedClosure, ...]) -> tuple[float, float]:
    return (applied[0].found.lon, applied[0].found.lat) if len(applied) == 1 else (float("nan"),) * 2


def _each_place(family: Family, resolver: Resolver) -> Iterator[_Draft]:
    for target, label, lon, lat, roads in _places(family, resolver):
        yield _Draft(target, label, lon, lat, Disruption(closed=roads))


def _places(family: Family, resolver: Resolver) -> Iterator[tuple[str, str, float, float, NDArray[np.int32]]]:
    """Places of the family's kinds within its box, in the network's order."""
    table = resolver.network.places
    wanted = np.isin(table.kind, [PLACE_KINDS.index(kind) for kind in family.kinds])
    if family.bbox:
        west, south, east, north = family.bbox
        wanted &= (table.lon >= west) & (table.lon <= east) & (table.lat >= south) & (table.lat <= north)
    places = [resolver.gazetteer.place(index) for index in np.flatnonzero(wanted).tolist()]
    resolver.graph.usable_nodes, resolver.graph.touched_nodes  # noqa: B018  once, before threads ask for them
    ids, times = np.unique(np.asarray(table.osm_id), return_counts=True)
    known = set(ids[(times == 1) & (ids > 0)].tolist()) - set(
        np.asarray(resolver.network.shape.osm_id).tolist()
    )
    found = mapped(resolver.around, places, resolver.graph.rows.compiled)
    for place, one in zip(places, found, strict=True):
        if not len(one.roads):
            continue
        target = f"node/{place.osm_id}" if place.osm_id in known else place.name
        yield target, place.label, place.lon, place.lat, np.asarray(one.roads, np.int32)


def _each_road(family: Family, resolver: Resolver) -> Iterator[_Draft]:
    """Roads by ref or name; one of several refs belongs to each."""
    network = resolver.network
    codes = np.asarray(network.roads.ref if family.key == "ref" else network.roads.name)
    usable = np.isfinite(resolver.graph.time_s)
    within = np.zeros(len(codes), bool)
    within[_roads_of(family, network)] = True
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    found: dict[str, list[NDArray[np.intp]]] = {}
    for group in np.split(order, starts[1:]) if len(order) else []:
        text = network.strings[int(codes[group[0]])]
        if text and (usable[group] & within[group]).any():
            for one in text.split(";") if family.key == "ref" else [text]:
                found.setdefault(one.strip(), []).append(group)
    for text in sorted(found):
        roads = distinct(np.concatenate(found[text])).astype(np.int32)
        middle = middle_of_roads(network, roads)
        yield _Draft(f"{family.key}:{text}", text, *middle, Disruption(closed=roads))


def _random(family: Family, resolver: Resolver) -> Iterator[_Draft]:
    """Draw sets, each from a seed of its own, so that any one can be drawn again."""
    if family.of == "places":
        places = list(_places(family, resolver))
        names, groups = [target for target, *_ in places], [roads for *_, roads in places]
        among = distinct(np.concatenate([np.empty(0, np.int32), *groups]))
        within = [np.searchsorted(among, roads) for roads in groups]
    else:
        among = _roads_of(family, resolver.network)
        among = np.asarray(among[resolver.graph.usable_roads[among]], np.int32)
        within = []
    count = len(within) if family.of == "places" else len(among)
    closed = np.zeros(len(among), bool)
    for i in range(family.count if count else 0):
        chosen = _drawn(np.random.default_rng((family.seed, i)), count, min(family.size, count))
        at = [within[c] for c in chosen.tolist()] if within else [chosen]
        for some in at:
            closed[some] = True
        roads = among[closed.nonzero()]
        for some in at:
            closed[some] = False
        if within:
            target = "; ".join(names[c] for c in chosen.tolist())
        else:
            target = "; ".join(way_target(resolver.network, road) for road in roads.tolist())
        yield _Draft(target, f"random set {i} of seed {family.seed}", disruption=Disruption(closed=roads))


def _drawn(random: np.random.Generator, count: int, size: int) -> NDArray[np.int64]:
    """Draw distinct numbers below `count`, without a permutation of all of them."""
    if 4 * size >= count:
        return random.permutation(count)[:size]
    chosen: dict[int, None] = {}
    while len(chosen) < size:
        chosen.update(dict.fromkeys(random.integers(count, size=size).tolist()))
    return np.array(list(chosen)[:size])


def _roads_of(family: Family, network: Network) -> Int:
    return (
        roads_in_box(network, *family.bbox) if family.bbox else np.arange(len(network.roads), dtype=np.int32)
    )


def _scenarios(
    family: Family, resolver: Resolver, standing: Disruption, supposition: Supposition
) -> Iterator[_Draft]:
    folder = Path(family.folder)
    if not is_folder(folder):
        raise NotFoundError(f"no folder {folder} of scenarios; check the path.")
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        try:
            scenario = find_scenario(str(path))
            after = situation_of(supposition.of_scenario(scenario, resolver.gazetteer), resolver).after
        except RoutegraphError as error:
            yield _Draft(str(path), clean(path.stem), reason=str(error))
            continue
        yield _Draft(str(path), scenario.title, disruption=on_top(standing, after))


_FAMILIES: dict[str, Callable[[Family, Resolver], Iterator[_Draft]]] = {
    "targets": _targets,
    "each-place": _each_place,
    "each-road": _each_road,
    "random": _random,
}
