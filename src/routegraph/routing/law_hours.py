"""The law along a journey: when roads and turns that hang on hours are open, from a departure on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from routegraph.network.conditions import changes_of, verdict
from routegraph.network.law_in_force import (
    conditional_rows,
    conditions_told,
    middle_of,
    rules_over,
    with_rows,
)
from routegraph.network.laws import rules_table
from routegraph.network.model import Network
from routegraph.network.restrictions import banned_turns
from routegraph.network.rules import Rule
from routegraph.network.sphere import distinct
from routegraph.reports.hours import DAY_S, HORIZON_DAYS
from routegraph.vehicles import Vehicle

Span = tuple[int, int]
Driven = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class LawHours:
    """What the law opens and closes by the hour.

    Attributes
    ----------
    network : Network
        With what is open at some time taken as open; speeds are those of the first such time.
    by_arc : int32[M]
        Index into `spans` by arc of the network; -1 where nothing changes.
    turns : dict of tuple to tuple of int
        Sequences of arcs that are banned at times, each with its indices into `spans`.
    spans : tuple of tuple of (int, int)
        Open time in seconds since the departure, ascending.
    texts : tuple of str
        The conditions behind each, for people.
    """

    network: Network
    by_arc: NDArray[np.int32]
    turns: Mapping[Driven, Driven]
    spans: tuple[tuple[Span, ...], ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, network: Network, vehicle: Vehicle, depart: dt.datetime) -> LawHours | None:
        """Follow the law for `HORIZON_DAYS` days; None where it hangs on no condition."""
        rows, table = conditional_rows(network), network.restrictions
        if not rows and not table.condition.any():
            return None
        end = depart + dt.timedelta(days=HORIZON_DAYS)
        spans: list[tuple[Span, ...]] = []
        texts: list[str] = []
        by_row = np.full(len(network.rules), -1, np.int32)
        taken: list[Rule] = []
        for row in rows:
            found = list(rules_over(network, row, vehicle.sizes, depart, end))
            passes = vehicle.may_pass(rules_table([rule for _, rule in found])).tolist()
            first = passes.index(True) if any(passes) else 0
            taken.append(found[first][1])
            if any(passes) and not all(passes):
                by_row[row] = len(spans)
                spans.append(_open_spans(zip([at for at, _ in found], passes, strict=True), depart))
                texts.append(conditions_told(network, row))
        turns: dict[Driven, Driven] = {}
        always, where = np.flatnonzero(table.condition == 0).tolist(), middle_of(network)
        for code in distinct(table.condition[table.condition != 0]).tolist():
            condition = network.strings[code]
            moments = [depart, *changes_of(condition, depart, end, where)]
            banned = [verdict(condition, vehicle.sizes, at, where).holds for at in moments]
            own = np.flatnonzero(table.condition == code)
            if all(banned):
                always += own.tolist()
            elif any(banned):
                for turn in banned_turns(network, vehicle.mode, own):
                    turns[turn] = (*turns.get(turn, ()), len(spans))
                spans.append(_open_spans(zip(moments, [not one for one in banned], strict=True), depart))
                texts.append(f"turn banned {condition}")
        own_law = replace(
            network,
            rules=with_rows(network.rules, rows, taken),
            restrictions=table.only(np.array(sorted(always), np.int64)),
        )
        return cls(own_law, by_row[network.arcs.rule], turns, tuple(spans), tuple(texts))


def _open_spans(states: Iterable[tuple[dt.datetime, bool]], depart: dt.datetime) -> tuple[Span, ...]:
    """Spans of open time of states that hold from their moments on."""
    spans: list[Span] = []
    told = [(round((at - depart).total_seconds()), is_open) for at, is_open in states]
    ends = [at for at, _ in told[1:]] + [HORIZON_DAYS * DAY_S]
    for (begin, is_open), end in zip(told, ends, strict=True):
        if not is_open:
            continue
        if spans and spans[-1][1] == begin:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return tuple(spans)
