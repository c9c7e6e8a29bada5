"""A sweep worked out: journeys on the network, closures with their roads, and the tasks of it all."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from routegraph.errors import DataError, RoutegraphError
from routegraph.network.conditions import Moment
from routegraph.places.locate import Location
from routegraph.questions.warnings import hours_warnings
from routegraph.routing.disruption import Disruption
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.situation import situation_of
from routegraph.scenario.supposition import suppose
from routegraph.sweep.families import BASELINE, ClosureCase, closures_of
from routegraph.sweep.spec import Spec
from routegraph.vehicles import Vehicle

BLOCK = 500
"""Closures of one task: a destination with more of them is several tasks, which share its tree."""

NOWHERE = -1


@dataclass(frozen=True)
class Pair:
    """One journey of a sweep.

    Attributes
    ----------
    id : int
        Numbered by destination, in the order of the spec.
    origin, destination : str
        Names; as asked where they cannot be found.
    source, target : int
        Nodes; `NOWHERE` when it cannot be asked.
    reason : str
        Why it cannot be asked.
    people : int or None
        Who live at the destination, where that is known.
    """

    id: int
    origin: str
    destination: str
    source: int
    target: int
    weight: float
    reason: str = ""
    people: int | None = None


@dataclass(frozen=True)
class Task:
    """Journeys to one destination under some closures.

    Attributes
    ----------
    pairs : tuple of int
        Of `Plan.pairs`.
    first, last : int
        Closures ``Plan.closures[first:last]``; none when `baseline` is told.
    baseline : int
        The family in the spec whose closures are each road of the journey's own route; -1 otherwise.
    """

    number: int
    pairs: tuple[int, ...]
    first: int
    last: int
    baseline: int = -1


def bundles(tasks: Sequence[Task], lanes: int) -> list[list[Task]]:
    """Tasks to do one after the other, so that a destination's tree is grown once.

    All tasks of a destination when there are destinations enough to keep `lanes` threads or
    workers busy; else each task alone.
    """
    by_target = [list(group) for _, group in groupby(tasks, key=lambda task: task.pairs)]
    return by_target if len(by_target) >= 2 * lanes else [[task] for task in tasks]


@dataclass(frozen=True, eq=False)
class Plan:
    """A sweep worked out; all that a worker needs but the network.

    Attributes
    ----------
    network : str
        Name or path that opens it.
    source : str
        Hash of what the network was made of, so that a worker opens the same one.
    nodes, roads : int
        Of the network.
    baselines : tuple of int
        Numbers of the families of `BASELINE` roads.
    at : date, datetime or None
        Whose law binds, where some of it hangs on days or hours.
    warnings : tuple of str
        What a reader of the rows must know of what stands.
    """

    network: str
    vehicle: Vehicle
    by: str
    source: str
    nodes: int
    roads: int
    standing: Disruption
    pairs: tuple[Pair, ...]
    closures: tuple[ClosureCase, ...]
    baselines: tuple[int, ...]
    at: Moment = None
    warnings: tuple[str, ...] = ()

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks; the same whatever does them."""
        by_target: dict[int, list[int]] = defaultdict(list)
        for i, pair in enumerate(self.pairs):
            by_target[pair.target].append(i)
        parts = [(a, min(a + BLOCK, len(self.closures)), -1) for a in range(0, len(self.closures), BLOCK)]
        parts += [(0, 0, family) for family in self.baselines]
        wanted = [(tuple(pairs), *part) for pairs in by_target.values() for part in parts]
        return tuple(Task(number, *one) for number, one in enumerate(wanted))

    @cached_property
    def fingerprint(self) -> str:
        """Hash of all that decides the rows: two sweeps of one fingerprint have the same table."""
        digest = hashlib.blake2b(digest_size=32)
        for part in self._parts():
            digest.update(part if isinstance(part, bytes) else repr(part).encode())
            digest.update(b"\0")
        return digest.hexdigest()

    def _parts(self) -> Iterator[object]:
        yield self.network, self.vehicle, self.by, self.source, self.nodes, self.roads, self.baselines, BLOCK
        yield self.at
        yield from _bytes(self.standing)
        yield self.pairs
        for one in self.closures:
            yield one.id, one.family, one.target, one.label, one.reason
            yield from _bytes(one.disruption or Disruption())


def _bytes(disruption: Disruption) -> Iterator[bytes]:
    for array in vars(disruption).values():
        yield array.tobytes()


def plan_of(spec: Spec, resolver: Resolver, *, strict: bool = False) -> Plan:
    """Work a sweep out on a network.

    Parameters
    ----------
    spec : Spec
    resolver : Resolver
        Reads targets on the open network of the sweep.
    strict : bool
        Raise when a place or target cannot be found, in place of rows with the reason.

    Raises
    ------
    RoutegraphError
        What stands cannot be worked out, a family finds nothing, or `strict`.
    """
    network = resolver.network
    supposition = suppose(spec.supposed, resolver.gazetteer)
    situation = situation_of(supposition, resolver)
    standing = situation.after
    pairs = _pairs(spec, resolver)
    closures = closures_of(spec.families, resolver.sparing(supposition.spare_bridges), standing, supposition)
    reasons = [reason for reason in (*(p.reason for p in pairs), *(c.reason for c in closures)) if reason]
    if strict and reasons:
        raise DataError(f"{len(reasons)} journeys or closures cannot be worked out; the first: {reasons[0]}")
    return Plan(
        network=resolver.opened_as or network.name,
        vehicle=resolver.graph.vehicle,
        by=resolver.graph.by,
        source=network.provenance.sha256,
        nodes=len(network.nodes),
        roads=len(network.roads),
        standing=standing,
        pairs=tuple(pairs),
        closures=tuple(closures),
        baselines=tuple(i for i, family in enumerate(spec.families) if family.family == BASELINE),
        at=supposition.moment if resolver.graph.undecided else None,
        warnings=(*situation.warnings, *hours_warnings(resolver.graph.by_law_of(supposition.moment))),
    )


def _pairs(spec: Spec, resolver: Resolver) -> list[Pair]:
    places: dict[str, Location | str] = {}

    def place(query: str) -> Location | str:
        if query not in places:
            try:
                places[query] = resolver.locate(query)
            except RoutegraphError as error:
                places[query] = str(error)
        return places[query]

    found = []
    for origin, destination, weight in spec.pairs:
        start, end = place(origin), place(destination)
        if isinstance(start, str) or isinstance(end, str):
            reason = start if isinstance(start, str) else str(end)
            found.append(Pair(0, origin, destination, NOWHERE, NOWHERE, weight, reason))
        elif start.node == end.node:
            reason = "origin and destination are one junction"
            found.append(Pair(0, start.name, end.name, NOWHERE, NOWHERE, weight, reason))
        else:
            found.append(Pair(0, start.name, end.name, start.node, end.node, weight, people=end.people))
    first = {target: i for i, target in reversed(list(enumerate(one.target for one in found)))}
    found.sort(key=lambda one: first[one.target])
    return [replace(one, id=i) for i, one in enumerate(found)]
