"""The law of one way or node, read from its tags: for each direction and kind of traffic.

Keys are read as statements: a quantity (access, oneway, maxspeed, a limit), the traffic that it
binds, the direction, and whether it holds at certain times only. Of several statements the one
for the most specific traffic holds; for the same traffic the one for the direction.

Source: https://wiki.openstreetmap.org/wiki/Key:access#Transport_mode_restrictions,
Forward_%26_backward,_left_%26_right, Conditional_restrictions
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from routegraph.network.lawtags import (
    ACCESS,
    BARRIERS,
    LIMITS,
    NO,
    ONEWAY,
    ONEWAY_HIGHWAYS,
    PASSABLE_BARRIERS,
    PRIVATE,
    ROUNDABOUTS,
    VEHICLE_WORDS,
    YES,
)
from routegraph.network.quantities import METRES_PER_UNIT, TONNES_PER_UNIT, least, parse_speed
from routegraph.network.tags import MODES

DIRECTIONS = ("forward", "backward")
_COUNT = len(MODES)
_NONE = (0.0,) * _COUNT
_PHYSICAL = "physical"
_SPEED_SOURCES = ("maxspeed:type", "source:maxspeed", "zone:maxspeed")

Unread = tuple[str, str]
"""Key and value that are not understood."""


class Rule(NamedTuple):
    """The law of one direction; every tuple has an entry for each of `tags.MODES`.

    Attributes
    ----------
    access : tuple of int
        Indices into `lawtags.LEVELS`.
    maxspeed_kph : tuple of float
        0 where the source does not tell.
    limits : tuple of tuple of float
        In the order of `lawtags.LIMITS`; 0 where the source does not tell.
    pace_kph : float
        Speed of a ferry or shuttle train that tells its duration; 0 for none.
    conditional : str
        JSON of the direction, the class and the tags, where some of them hold at certain times only.
    """

    access: tuple[int, ...] = (YES,) * _COUNT
    maxspeed_kph: tuple[float, ...] = _NONE
    limits: tuple[tuple[float, ...], ...] = (_NONE,) * len(LIMITS)
    pace_kph: float = 0.0
    conditional: str = ""

    def narrowed(self, other: Rule) -> Rule:
        """The stricter of two laws in everything, for what stands on a way."""
        return self._replace(
            access=tuple(map(max, self.access, other.access)),
            limits=tuple(
                tuple(min(filter(None, pair), default=0.0) for pair in zip(*limits, strict=True))
                for limits in zip(self.limits, other.limits, strict=True)
            ),
        )


OPEN = Rule()


class _Statement(NamedTuple):
    quantity: str
    traffic: str
    direction: str
    conditional: bool


class Law(NamedTuple):
    """The law of both directions of a way.

    Attributes
    ----------
    forward, backward : Rule or None
        None for a direction that no traffic may take.
    implied : str
        What a oneway was implied by; empty where it was told.
    changing : bool
        The direction changes by the hour; both are kept.
    conditional : bool
        Some of it holds at certain times only.
    unread : tuple of (key, value)
    """

    forward: Rule | None
    backward: Rule | None
    implied: str = ""
    changing: bool = False
    conditional: bool = False
    unread: tuple[Unread, ...] = ()


@lru_cache(maxsize=1 << 14)
def _statement(key: str) -> _Statement | None:
    """Read a key; None for one that states nothing that a network keeps."""
    words = key.split(":")
    quantity, rest = words[0], words[1:]
    traffic = ""
    if quantity in VEHICLE_WORDS:
        traffic, quantity = quantity, "access"
    elif quantity not in _QUANTITIES:
        return None
    direction, conditional = "", False
    for word in rest:
        if word in DIRECTIONS:
            direction = word
        elif word == "conditional":
            conditional = True
        elif word in VEHICLE_WORDS or (word == _PHYSICAL and quantity in LIMITS):
            traffic = word
        elif word != "both_ways":
            return None
    return _Statement(quantity, traffic, direction, conditional)


_QUANTITIES = frozenset({"access", "oneway", "maxspeed", *LIMITS})

_SIDES = [f"{side}{when}" for side in ("", ":forward", ":backward") for when in ("", ":conditional")]
_STATED = [
    *VEHICLE_WORDS,
    "access",
    *(f"{q}{t}" for q in ("oneway", "maxspeed", *LIMITS) for t in ("", *(f":{w}" for w in VEHICLE_WORDS))),
    *(f"{limit}:{_PHYSICAL}" for limit in LIMITS),
]
LAW_KEYS = (*sorted(key + side for key in _STATED for side in _SIDES), "junction", *_SPEED_SOURCES)
"""Keys that `read_law` looks at."""

NODE_LAW_KEYS = (*sorted({*VEHICLE_WORDS, "access", *LIMITS}), "barrier", "locked")
"""First words of the keys that make `read_node` look closer."""

NODE_KEYS = (*NODE_LAW_KEYS, "bollard", "kerb", "sensory", "highway", "traffic_sign", "amenity", "entrance")
"""Keys that `read_node` looks at."""


def is_law(key: str) -> bool:
    """Whether a key has a part in the law of a way."""
    return _statement(key) is not None or key == "junction" or key in _SPEED_SOURCES


def is_conditional(key: str) -> bool:
    """Whether a key of the law says what holds under a condition."""
    statement = _statement(key)
    return statement is not None and statement.conditional


def read_law(tags: Mapping[str, str], highway: str, *, opened_by_key: bool = False) -> Law:
    """Read the law of a way.

    Parameters
    ----------
    tags : mapping
    highway : str
        Its class.
    opened_by_key : bool
        Nobody may drive here but whom a vehicle's key lets in (pedestrian zones, paths).

    Examples
    --------
    >>> law = read_law({"oneway": "yes", "oneway:bus": "no", "maxweight:hgv": "7.5"}, "primary")
    >>> dict(zip(MODES, law.backward.access))
    {'motorcar': 3, 'goods': 3, 'hgv': 3, 'bus': 0}
    """
    kept = tuple(sorted((key, value) for key, value in tags.items() if is_law(key)))
    return _read_law(kept, highway, opened_by_key)


@lru_cache(maxsize=1 << 14)
def _read_law(tags: tuple[tuple[str, str], ...], highway: str, opened_by_key: bool) -> Law:
    told, unread = _told(tags)
    conditional = any(statement and statement.conditional for statement in map(_statement, dict(tags)))
    words = dict(tags)
    implied = ""
    if words.get("junction") in ROUNDABOUTS:
        implied = "oneway of roundabouts"
    elif highway in ONEWAY_HIGHWAYS:
        implied = "oneway of motorways"
    ways = [_oneway(told, keys, "forward" if implied else "") for keys in MODES.values()]
    if _oneway(told, (), "*") != "*":
        implied = ""
    text = json.dumps([highway, opened_by_key, tags], ensure_ascii=False) if conditional else ""
    rules: list[Rule | None] = []
    for direction in DIRECTIONS:
        against = [way in DIRECTIONS and way != direction for way in ways]
        if all(against):
            rules.append(None)
            continue
        access = [
            NO if barred else _access(told, keys, direction, opened_by_key)
            for keys, barred in zip(MODES.values(), against, strict=True)
        ]
        rules.append(
            Rule(
                access=tuple(access),
                maxspeed_kph=tuple(_amount(told, "maxspeed", keys, direction) for keys in MODES.values()),
                limits=tuple(
                    tuple(_amount(told, limit, keys, direction) for keys in MODES.values())
                    for limit in LIMITS
                ),
                conditional=f"{direction} {text}" if conditional else "",
            )
        )
    return Law(rules[0], rules[1], implied, "changing" in ways, conditional, unread)


_Told = Mapping[tuple[str, str, str], float | str]
"""What is stated, by quantity, traffic and direction."""


def _told(tags: Iterable[tuple[str, str]]) -> tuple[_Told, tuple[Unread, ...]]:
    told: dict[tuple[str, str, str], float | str] = {}
    unread: list[Unread] = []
    for key, value in tags:
        statement = _statement(key)
        if statement is None or statement.conditional:
            continue
        found = _value(statement.quantity, value)
        if found is None:
            unread.append((key, value))
        else:
            told[statement[:3]] = found
    if not any(quantity == "maxspeed" and speed for (quantity, _, _), speed in told.items()):
        speeds = (parse_speed(value) for key, value in tags if key in _SPEED_SOURCES)
        told["maxspeed", "", ""] = next(filter(None, speeds), 0.0)
    return told, tuple(unread)


def _value(quantity: str, text: str) -> float | str | None:
    if quantity == "access":
        levels = [ACCESS.get(value.strip()) for value in text.split(";")]
        return min((level for level in levels if level is not None), default=None)
    if quantity == "oneway":
        return ONEWAY.get(text.strip())
    if quantity == "maxspeed":
        return parse_speed(text)
    return least(text, METRES_PER_UNIT if LIMITS[quantity].endswith("_m") else TONNES_PER_UNIT)


def _keys_of(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Traffic words of a mode from the most to the least specific; the last stands for all."""
    return (*keys[:-1], "")


def _oneway(told: _Told, keys: tuple[str, ...], implied: str) -> str:
    for traffic in _keys_of(keys):
        way = told.get(("oneway", traffic, ""))
        if way is not None:
            return str(way)
    return implied


def _access(told: _Told, keys: tuple[str, ...], direction: str, opened_by_key: bool) -> int:
    # a path that is said to be open to cars carries four wheels, whoever drives them
    words = (*keys[:-1], "motorcar") if opened_by_key else _keys_of(keys)
    for traffic in words:
        for side in (direction, ""):
            level = told.get(("access", traffic, side))
            if level is not None:
                return int(level)
    return NO if opened_by_key else YES


def _amount(told: _Told, quantity: str, keys: tuple[str, ...], direction: str) -> float:
    found = [
        float(told[quantity, traffic, side])
        for traffic in _keys_of(keys)
        for side in (direction, "")
        if (quantity, traffic, side) in told
    ]
    physical = [float(told.get((quantity, _PHYSICAL, side), 0.0)) for side in (direction, "")]
    return min(filter(None, (*found[:1], *physical)), default=0.0)


def _limits(told: _Told, direction: str) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(_amount(told, limit, keys, direction) for keys in MODES.values()) for limit in LIMITS)


class NodeLaw(NamedTuple):
    """What stands on a node of a way.

    Attributes
    ----------
    rule : Rule
    unread : tuple of (key, value)
    """

    rule: Rule
    unread: tuple[Unread, ...] = ()


def read_node(tags: Mapping[str, str]) -> NodeLaw | None:
    """Read what a barrier, a lock, access keys or limits on a node mean; None where nothing stands.

    Source: https://wiki.openstreetmap.org/wiki/Key:barrier, Key:locked, Tag:barrier%3Dheight_restrictor

    Examples
    --------
    >>> read_node({"barrier": "gate", "locked": "yes"}).rule.access
    (2, 2, 2, 2)
    """
    barrier = tags.get("barrier", "")
    if not barrier and ("traffic_sign" in tags or "amenity" in tags or "entrance" in tags):
        return None
    told, unread = _told((key, value) for key, value in tags.items() if key != "oneway")
    stops = barrier in BARRIERS and tags.get("bollard") != "rising" and "sensory" not in tags
    if barrier == "kerb":
        stops = tags.get("kerb") in ("raised", "regular") and tags.get("highway") != "crossing"
    locked = tags.get("locked") == "yes"
    by_default = NO if stops else PRIVATE if locked else YES
    access = []
    for keys in MODES.values():
        level = _access(told, keys, "", False) if _tells_access(told, keys) else by_default
        access.append(max(level, PRIVATE) if locked and "yes" not in _said(tags, keys) else level)
    if barrier and not (stops or barrier in PASSABLE_BARRIERS):
        unread = (*unread, ("barrier", barrier))
    rule = Rule(access=tuple(access), limits=_limits(told, ""))
    return None if rule == OPEN and not unread else NodeLaw(rule, unread)


def _tells_access(told: _Told, keys: tuple[str, ...]) -> bool:
    return any(("access", traffic, "") in told for traffic in _keys_of(keys))


def _said(tags: Mapping[str, str], keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tags[key] for key in keys if key in tags)
