"""Rules that hold for some vehicles alone: ``no @ (weight>7.5)``, decided for the vehicle at hand.

What hangs on the hour or the weather is not decided here: it stays counted, and binds no journey.

Source: https://wiki.openstreetmap.org/wiki/Conditional_restrictions
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np

from routegraph.network.laws import Rules
from routegraph.network.lawtags import LIMITS
from routegraph.network.model import Network
from routegraph.network.quantities import METRES_PER_UNIT, TONNES_PER_UNIT, least
from routegraph.network.rules import Rule, is_conditional, read_law

SIZES = {
    "weight": TONNES_PER_UNIT,
    "weightrating": TONNES_PER_UNIT,
    "axleload": TONNES_PER_UNIT,
    "length": METRES_PER_UNIT,
    "width": METRES_PER_UNIT,
    "height": METRES_PER_UNIT,
}
"""What a condition may compare, and the units that it may be written in."""

_PART = re.compile(r"([^;@]*[^;@\s])\s*@\s*(\([^)]*\)|[^;]*)")
_COMPARISON = re.compile(r"^([a-z]+)\s*(<=|>=|<|>|=)\s*(.+)$")
_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}


def holds(condition: str, sizes: Mapping[str, float]) -> bool:
    """Whether a condition is one of sizes alone and the vehicle fulfils it.

    Examples
    --------
    >>> holds("weight>7.5", {"weight": 32.0}), holds("weight>7.5", {"weight": 3.0})
    (True, False)
    >>> holds("Mo-Fr 07:00-09:00", {"weight": 32.0})
    False
    """
    parts = re.split(r"\s+and\s+", condition.strip("() ").lower())
    for part in parts:
        found = _COMPARISON.match(part.strip())
        if not found or found[1] not in sizes:
            return False
        limit = least(found[3], SIZES[found[1]])
        if not limit or not _COMPARE[found[2]](sizes[found[1]], limit):
            return False
    return True


def decided(tags: Mapping[str, str], sizes: Mapping[str, float]) -> dict[str, str]:
    """Tags in which what holds for a vehicle of these sizes stands as if it held for all."""
    plain = {key: value for key, value in tags.items() if not is_conditional(key)}
    for key, value in tags.items():
        if is_conditional(key):
            for told, condition in _PART.findall(value):
                if holds(condition, sizes):
                    plain[key.replace(":conditional", "")] = told.strip()
    return plain


def rules_for(network: Network, sizes: Mapping[str, float]) -> Rules:
    """The rules of a network as they bind a vehicle of these sizes."""
    rules = network.rules
    rows = np.flatnonzero(rules.conditional)
    changed: dict[int, Rule] = {}
    for row in rows.tolist():
        direction, _, text = network.strings[int(rules.conditional[row])].partition(" ")
        highway, opened_by_key, pairs = json.loads(text)
        tags = dict(pairs)
        before, after = (
            getattr(read_law(told, highway, opened_by_key=opened_by_key), direction) or None
            for told in (decided(tags, {}), decided(tags, sizes))
        )
        # what stands on a node has made a row stricter than its way: it stays as it is
        if before != after and before is not None and after is not None and _is(rules, row, before):
            changed[row] = after
    if not changed:
        return rules
    columns = {column.name: getattr(rules, column.name).copy() for column in fields(rules)}
    for row, rule in changed.items():
        columns["access"][row] = rule.access
        columns["maxspeed_kph"][row] = rule.maxspeed_kph
        for column, limits in zip(LIMITS.values(), rule.limits, strict=True):
            columns[column][row] = limits
    return replace(rules, **columns)


def _is(rules: Rules, row: int, rule: Rule) -> bool:
    return rules.access[row].tolist() == list(rule.access) and all(
        np.allclose(getattr(rules, column)[row], limits)
        for column, limits in zip(LIMITS.values(), rule.limits, strict=True)
    )
