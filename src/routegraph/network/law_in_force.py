"""The law as it binds one vehicle at one moment: rules and turn bans with their conditions decided.

Each row of `Rules` that hangs on a condition keeps what it was read from, its sources: the tags of a
way in one direction, the tags of a node on it, or a law that hangs on nothing. All of them bind.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arrays import Int
from routegraph.network.conditions import CERTAINLY, NEVER, LonLat, Moment, changes_of, verdict
from routegraph.network.laws import Rules, rules_table
from routegraph.network.model import Network
from routegraph.network.restrictions import banned_turns
from routegraph.network.rules import (
    BARRED,
    OPEN,
    Rule,
    conditional_values,
    is_conditional,
    read_law,
    read_node,
)
from routegraph.network.sphere import distinct

Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Decided:
    """Rules at one moment.

    Attributes
    ----------
    rules : Rules
        As they are taken to bind, row by row those of the network.
    others : Rules
        What may bind in their place where that is not certain.
    of : int64[...]
        Row of `rules` that each of `others` belongs to.
    """

    rules: Rules
    others: Rules
    of: NDArray[np.int64]


def decided_rules(network: Network, sizes: Mapping[str, float], at: Moment) -> Decided:
    """Decide the rules of a network for a vehicle of these sizes at a moment; O(rows with conditions).

    Parameters
    ----------
    sizes : dict of str to float
        By the words of `conditions.SIZES`, in metres and tonnes.
    """
    rows = conditional_rows(network)
    where = middle_of(network)
    taken, others, of = [], [], []
    for row in rows:
        kept = _sources(network, row)
        choices = [_choices(tags, sizes, at, where) for tags in _tags_of(kept)]
        taken.append(_law(kept, [choice[0] for choice in choices]))
        for number, choice in enumerate(choices):
            for other in choice[1:]:
                told = [other if i == number else one[0] for i, one in enumerate(choices)]
                others.append(_law(kept, told))
                of.append(row)
    rules = with_rows(network.rules, rows, taken)
    return Decided(rules, rules_table(others), np.array(of, np.int64))


def conditional_rows(network: Network) -> list[int]:
    """Rows of rules that hang on conditions."""
    return np.flatnonzero(network.rules.conditional).tolist()


def uncertain_turns(
    network: Network, mode: str, sizes: Mapping[str, float], at: Moment
) -> dict[tuple[int, ...], str]:
    """Sequences of arcs that are not taken to be banned and perhaps are, each with its condition."""
    holding, uncertain = decided_turns(network, sizes, at)
    table = network.restrictions
    return {
        turn: network.strings[int(table.condition[row])]
        for row in uncertain[~np.isin(uncertain, holding)]
        for turn in banned_turns(network, mode, np.array([row]))
    }


def hangs_on_conditions(network: Network) -> bool:
    """Whether some of a network's law holds under conditions alone."""
    return bool(np.any(network.rules.conditional) or np.any(network.restrictions.condition))


def middle_of(network: Network) -> LonLat:
    """Where the sun is taken to rise and set."""
    west, south, east, north = network.provenance.bbox
    return round((west + east) / 2, 1), round((south + north) / 2, 1)


def with_rows(rules: Rules, rows: Sequence[int], taken: Sequence[Rule]) -> Rules:
    """Rules with some rows in place of theirs, and nothing left to decide."""
    if not rows:
        return rules
    table = rules_table(taken)
    columns = {}
    for column in fields(rules):
        changed = getattr(rules, column.name).copy()
        if column.name != "pace_kph":
            changed[list(rows)] = getattr(table, column.name)
        columns[column.name] = changed
    return replace(rules, **columns)


def rules_over(
    network: Network, row: int, sizes: Mapping[str, float], begin: dt.datetime, end: dt.datetime
) -> Iterator[tuple[dt.datetime, Rule]]:
    """What a row of rules says from each moment on at which it may change, the first being `begin`."""
    kept, where = _sources(network, row), middle_of(network)
    changes = {
        change
        for tags in _tags_of(kept)
        for key, text in tags
        if is_conditional(key)
        for _, condition in conditional_values(key, text)
        for change in changes_of(condition, begin, end, where)
    }
    for at in (begin, *sorted(changes - {begin})):
        yield at, _law(kept, [_choices(tags, sizes, at, where)[0] for tags in _tags_of(kept)])


def conditions_told(network: Network, row: int) -> str:
    """The conditional tags of a row of rules, for people."""
    told = dict.fromkeys(
        f"{key}={text}"
        for tags in _tags_of(_sources(network, row))
        for key, text in tags
        if is_conditional(key)
    )
    return "; ".join(told)


def decided_turns(network: Network, sizes: Mapping[str, float], at: Moment) -> tuple[Int, Int]:
    """Rows of `Restrictions` that are taken to hold, and those of which that is not certain.

    Returns
    -------
    holding : int64[...]
        Rows without a condition, and those whose condition holds.
    uncertain : int64[...]
        Rows that perhaps hold, or perhaps do not.
    """
    conditions = network.restrictions.condition
    where = middle_of(network)
    found = {
        code: verdict(network.strings[code], sizes, at, where) if code else CERTAINLY
        for code in distinct(conditions).tolist()
    }
    holds = np.array([found[code].holds for code in conditions.tolist()], bool)
    sure = np.array([found[code].sure for code in conditions.tolist()], bool)
    return np.flatnonzero(holds), np.flatnonzero(~sure)


def _sources(network: Network, row: int) -> list[list[Any]]:
    return _parsed(network.strings[int(network.rules.conditional[row])])


@lru_cache(maxsize=1 << 14)
def _parsed(text: str) -> list[list[Any]]:
    return list(json.loads(text))


def _tags_of(kept: Sequence[Sequence[Any]]) -> list[Tags]:
    """Tags of each source that has some."""
    return [tuple((key, text) for key, text in one[-1]) for one in kept if one[0] != "law"]


def _law(kept: Sequence[Sequence[Any]], decided: Sequence[Tags]) -> Rule:
    """The law of all sources together, those with tags decided."""
    rule, left = OPEN, iter(decided)
    for number, one in enumerate(kept):
        if one[0] == "law":
            own = Rule(tuple(one[1]), limits=tuple(map(tuple, one[2])))
        elif one[0] == "node":
            law = read_node(dict(next(left)))
            own = law.rule if law else OPEN
        else:
            _, side, highway, opened_by_key, _ = one
            law_of_way = read_law(dict(next(left)), highway, opened_by_key=opened_by_key)
            own = getattr(law_of_way, side) or BARRED
        rule = rule.narrowed(own)._replace(
            maxspeed_kph=own.maxspeed_kph if number == 0 else rule.maxspeed_kph
        )
    return rule


def _choices(tags: Tags, sizes: Mapping[str, float], at: Moment, where: LonLat) -> list[Tags]:
    """Tags without conditions: as they are taken to bind, and then each other way they may bind."""
    plain = {key: text for key, text in tags if not is_conditional(key)}
    held: dict[str, str] = {}
    perhaps: list[tuple[str, str | None]] = []
    for key, text in tags:
        if not is_conditional(key):
            continue
        bare = key.replace(":conditional", "")
        value: str | None = None
        possible: dict[str | None, bool] = {None: True}
        for told, condition in conditional_values(key, text):
            found = verdict(condition, sizes, at, where)
            if found == CERTAINLY:
                possible = {}
            if found != NEVER:
                possible[told] = True
            if found.holds:
                value = told
        if value is not None:
            held[bare] = value
        perhaps += [(bare, other) for other in possible if other != value]
    taken = plain | held
    choices = [tuple(sorted(taken.items()))]
    for bare, other in perhaps:
        without = {key: text for key, text in taken.items() if key != bare}
        told_plain = {bare: plain[bare]} if bare in plain else {}
        changed = without | (told_plain if other is None else {bare: other})
        choices.append(tuple(sorted(changed.items())))
    return choices
