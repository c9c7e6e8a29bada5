"""Roads that sides hold, as closures that stand for traffic of the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from routegraph.errors import AmbiguousError, NotFoundError, QuestionError
from routegraph.network.arrays import Int
from routegraph.network.geometry import middle_of_roads
from routegraph.network.model import Network
from routegraph.reports.event import Event, Source, Status
from routegraph.reports.ledger import Ledger
from routegraph.reports.sides import same_side
from routegraph.scenario.applied import AppliedClosure, ResolvedTarget
from routegraph.scenario.closure import Closure, Effect
from routegraph.scenario.resolve import Resolver
from routegraph.scenario.road_holders import NOBODY, roads_by_holding
from routegraph.scenario.supposition import Supposition

if TYPE_CHECKING:
    from routegraph.scenario.control import Control, Holding

MOST_SOURCES = 3
"""Sources of a side's holdings that are named one by one; of more, only `to_dict` names each."""


def held_closures(
    supposition: Supposition, resolver: Resolver, ledger: Ledger | None = None
) -> tuple[AppliedClosure, ...]:
    """Return a closure for each side that holds roads and is not passed with.

    What the ledger says is open again is not held by those who came to hold it before.

    Raises
    ------
    QuestionError
        No side is passed with, or none that holds anything.
    """
    control = supposition.control
    if control is None:
        return ()
    foreign = frozenset(_foreign(control, supposition.passes_with))
    asked = (control.on(supposition.date), foreign, control.files)
    held = resolver.memory.get("holders", asked[:2], lambda: _holders(*asked[:2], resolver))
    opened = [] if ledger is None else _opened_again(held, asked[0], ledger, resolver)
    if not opened:
        return resolver.memory.get("held", asked, lambda: _closures(*asked, held, resolver.network))
    held = held.copy()
    held[np.concatenate(opened)] = NOBODY
    return _closures(*asked, held, resolver.network)


def _holders(holdings: tuple[Holding, ...], foreign: frozenset[str], resolver: Resolver) -> NDArray[np.int32]:
    wanted = np.array([one.side in foreign for one in holdings], bool)
    return roads_by_holding(resolver.network, holdings, wanted, resolver.memory)


def _closures(
    holdings: tuple[Holding, ...],
    foreign: frozenset[str],
    files: tuple[str, ...],
    held: NDArray[np.int32],
    network: Network,
) -> tuple[AppliedClosure, ...]:
    from routegraph.scenario.control import Held

    closures = []
    for side in dict.fromkeys(one.side for one in holdings if one.side in foreign):
        own = [i for i, one in enumerate(holdings) if one.side == side and (held == i).any()]
        if own:
            mine = tuple(holdings[i] for i in own)
            roads = np.flatnonzero(np.isin(held, own)).astype(np.int32)
            found = ResolvedTarget(roads, _how(mine), *middle_of_roads(network, roads))
            closure = Closure(_event(side, mine, files), Effect.CLOSE)
            closures.append(AppliedClosure(closure, found, Held(side, mine, holdings)))
    return tuple(closures)


def control_warnings(supposition: Supposition) -> list[str]:
    """What the reader must know of the day that control is told for."""
    control, day = supposition.control, supposition.date
    if control is None:
        return []
    files = ", ".join(control.files)
    if day is None:
        last = control.last_day
        return (
            []
            if last == dt.date.max
            else [
                f"no date is asked: who holds what is taken as on {last}, the last day that {files} tells of."
            ]
        )
    if not control.on(day):
        return [f"{files} tells nothing of {day}: no road is closed for who holds it."]
    if supposition.passes_with and not any(
        same_side(one, side) for one in supposition.passes_with for side in control.sides
    ):
        asked = ", ".join(supposition.passes_with)
        return [f"no area of {files} is held by {asked}: what it draws is closed, and all else is open."]
    return []


def _maps_others_alone(control: Control, passes_with: Sequence[str]) -> bool:
    """Whether files draw the areas of other sides, and none has nearly the name of one that is asked for."""
    drawn = bool(passes_with) and all(one.area is not None for one in control.holdings)
    sides = [side.casefold() for side in control.sides]
    return drawn and not any(get_close_matches(one.casefold(), sides) for one in passes_with)


def _foreign(control: Control, passes_with: Sequence[str]) -> set[str]:
    """Sides whose traffic it is not; cells of places cover all land, and so must hold a place of its own."""
    foreign = {side for side in control.sides if not any(same_side(one, side) for one in passes_with)}
    if len(foreign) == len(control.sides) and not _maps_others_alone(control, passes_with):
        asked = ", ".join(passes_with)
        why = f"no area is held by {asked}" if asked else "whose traffic asks is not told"
        raise QuestionError(f"{why}; give --passes-with one or more of: {', '.join(control.sides)}.")
    return foreign


def _opened_again(
    held: NDArray[np.int32], holdings: Sequence[Holding], ledger: Ledger, resolver: Resolver
) -> list[Int]:
    """Return roads that an event opened after their holding began."""
    opened: list[Int] = []
    for state in ledger.states:
        if state.closes or state.status is not Status.REOPENED or state.since is None:
            continue
        try:
            roads = resolver.find(state.target).roads
        except (NotFoundError, AmbiguousError):
            continue  # the situation says that it is not placed
        before = [i for i, one in enumerate(holdings) if (one.start or dt.date.min) < state.since]
        opened.append(roads[np.isin(held[roads], before)])
    return [roads for roads in opened if len(roads)]


def _event(side: str, holdings: tuple[Holding, ...], files: Sequence[str]) -> Event:
    sources = list(dict.fromkeys(str(one.source) for one in holdings))
    unsure = sum(one.sure.casefold() == "low" for one in holdings)
    title = "; ".join(sources)
    if len(sources) > MOST_SOURCES:
        title = f"{', '.join(files)}, {len(sources)} sources of {len(holdings)} places and areas"
    return Event(
        target=f"areas held by {side}",
        status=Status.CAPTURED,
        by=side,
        source=Source(title=title),
        note=f"{unsure} of {len(holdings)} are not sure" if unsure else "",
    )


def _how(holdings: tuple[Holding, ...]) -> str:
    areas = sum(one.area is not None for one in holdings)
    places = len(holdings) - areas
    parts = [f"nearest to {places} held {'place' if places == 1 else 'places'}"] if places else []
    parts += [f"in {areas} held {'area' if areas == 1 else 'areas'}"] if areas else []
    return f"with an end {' or '.join(parts)}"
