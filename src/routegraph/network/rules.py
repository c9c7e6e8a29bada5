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
from typing import Any, NamedTuple

from routegraph.network.conditions import is_understood, parts_of, split_values
from routegraph.network.lawtags import (
    ACCESS,
    BARRIERS,
    BESIDE_THE_ROAD,
    DESTINATION,
    LIMITS,
    NO,
    NO_LIMIT,
    ONEWAY,
    ONEWAY_HIGHWAYS,
    OTHER_WORDS,
    PASSABLE_BARRIERS,
    PRIVATE,
    ROUNDABOUTS,
    UNREAD_KEYS,
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
        What it was read from, where some of that holds under conditions alone; see `law_in_force`.
    """

    access: tuple[int, ...] = (YES,) * _COUNT
    maxspeed_kph: tuple[float, ...] = _NONE
    limits: tuple[tuple[float, ...], ...] = (_NONE,) * len(LIMITS)
    pace_kph: float = 0.0
    conditional: str = ""

    def narrowed(self, other: Rule) -> Rule:
        """The stricter of two laws in everything, for what stands on a way."""
        conditional = ""
        if self.conditional or other.conditional:
            conditional = _kept([*self.sources(), *other.sources()])
        return self._replace(
            conditional=conditional,
            access=tuple(map(max, self.access, other.access)),
            limits=tuple(
                tuple(min(filter(None, pair), default=0.0) for pair in zip(*limits, strict=True))
                for limits in zip(self.limits, other.limits, strict=True)
            ),
        )

    def sources(self) -> list[list[Any]]:
        """What it is made of: tags of a way and of nodes, and laws that hang on nothing."""
        if self.conditional:
            return list(json.loads(self.conditional))
        return [["law", self.access, self.limits]]


OPEN = Rule()
BARRED = Rule(access=(NO,) * _COUNT)


def _kept(sources: list[list[Any]]) -> str:
    return json.dumps(sources, ensure_ascii=False, separators=(",", ":"))


class _Statement(NamedTuple):
    quantity: str
    traffic: str
    direction: str
    conditional: bool
    by_lane: bool = False


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
    opens : bool
        A condition lets in some traffic that is kept out without it.
    """

    forward: Rule | None
    backward: Rule | None
    implied: str = ""
    changing: bool = False
    opens: bool = False
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
    direction, conditional, by_lane = "", False, False
    for word in rest:
        if word in DIRECTIONS:
            direction = word
        elif word == "conditional":
            conditional = True
        elif word == "lanes":
            by_lane = True
        elif word in VEHICLE_WORDS or (word == _PHYSICAL and quantity in LIMITS):
            traffic = word
        elif word != "both_ways":
            return None
    return _Statement(quantity, traffic, direction, conditional, by_lane)


@lru_cache(maxsize=1 << 14)
def _is_unread(key: str) -> bool:
    """Whether a key has a word on the law that is not read."""
    first, *rest = key.split(":")
    if not rest or first not in {*_QUANTITIES, *VEHICLE_WORDS}:
        return key in UNREAD_KEYS
    return _statement(key) is None and OTHER_WORDS.isdisjoint(rest)


_QUANTITIES = frozenset({"access", "oneway", "maxspeed", *LIMITS})

_SIDES = [
    f"{lanes}{side}{when}"
    for lanes in ("", ":lanes")
    for side in ("", ":forward", ":backward")
    for when in ("", ":conditional")
]
_STATED = [
    *VEHICLE_WORDS,
    "access",
    *(f"{q}{t}" for q in ("oneway", "maxspeed", *LIMITS) for t in ("", *(f":{w}" for w in VEHICLE_WORDS))),
    *(f"{limit}:{_PHYSICAL}" for limit in LIMITS),
]
LAW_KEYS = (
    *sorted({*(key + side for key in _STATED for side in _SIDES), *UNREAD_KEYS}),
    *("junction", "hov", *_SPEED_SOURCES),
)
"""Keys that `read_law` looks at."""

NODE_LAW_KEYS = (*sorted({*VEHICLE_WORDS, "access", *LIMITS}), "barrier", "locked")
"""First words of the keys that make `read_node` look closer."""

NODE_KEYS = (*NODE_LAW_KEYS, "bollard", "kerb", "sensory", *BESIDE_THE_ROAD, *UNREAD_KEYS)
"""Keys that `read_node` looks at."""


def is_law(key: str) -> bool:
    """Whether a key has a part in the law of a way."""
    return _statement(key) is not None or key in (*_SPEED_SOURCES, "junction", "hov") or _is_unread(key)


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
    kept = tuple(sorted(_above_limits({key: value for key, value in tags.items() if is_law(key)}).items()))
    return _read_law(kept, highway, opened_by_key)


@lru_cache(maxsize=1 << 14)
def _read_law(tags: tuple[tuple[str, str], ...], highway: str, opened_by_key: bool) -> Law:
    told, unread = _told(tags)
    conditional = any(is_conditional(key) for key, _ in tags)
    words = dict(tags)
    implied = ""
    if words.get("junction") in ROUNDABOUTS:
        implied = "oneway of roundabouts"
    elif highway in ONEWAY_HIGHWAYS:
        implied = "oneway of motorways"
    ways = [_oneway(told, keys, "forward" if implied else "") for keys in MODES.values()]
    if _oneway(told, (), "*") != "*":
        implied = ""
    loosest = _loosest(told, tags, "forward" if implied else "") if conditional else told
    rules: list[Rule | None] = []
    for direction in DIRECTIONS:
        against = [way in DIRECTIONS and way != direction for way in ways]
        if all(against) and all(_oneway(loosest, k, ways[0]) not in (direction, "") for k in MODES.values()):
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
                conditional=_kept([["way", direction, highway, opened_by_key, tags]]) if conditional else "",
            )
        )
    opens = conditional and any(
        _access(loosest, keys, side, opened_by_key) < _access(told, keys, side, opened_by_key)
        for keys in MODES.values()
        for side in DIRECTIONS
    )
    return Law(rules[0], rules[1], implied, "changing" in ways, opens, unread)


_Told = Mapping[tuple[str, str, str], float | str]
"""What is stated, by quantity, traffic and direction."""


def _told(tags: Iterable[tuple[str, str]]) -> tuple[_Told, tuple[Unread, ...]]:
    told: dict[tuple[str, str, str], float | str] = {}
    weaker: dict[tuple[str, str, str], float | str] = {}
    unread: list[Unread] = []
    for key, value in tags:
        if key == "hov" and value == "designated":
            weaker["access", "motor_vehicle", ""] = PRIVATE
        statement = _statement(key)
        if statement is None:
            if _is_unread(key):
                unread.append((key, value))
            continue
        if statement.conditional:
            if statement.by_lane or not _all_understood(key, statement.quantity, value):
                unread.append((key, value))
            continue
        found = (_best_lane if statement.by_lane else _value)(statement.quantity, value)
        if found is None:
            unread.append((key, value))
        elif statement.by_lane:
            weaker |= {statement[:3]: found} if found else {}
        else:
            told[statement[:3]] = found
    told = weaker | told
    if not any(quantity == "maxspeed" and speed for (quantity, _, _), speed in told.items()):
        speeds = (parse_speed(value) for key, value in tags if key in _SPEED_SOURCES)
        told["maxspeed", "", ""] = next(filter(None, speeds), 0.0)
    return told, tuple(unread)


def _above_limits(tags: Mapping[str, str]) -> Mapping[str, str]:
    """Limits for through traffic alone, as what is left to those above them.

    ``maxweight=7.5`` with ``maxweight:conditional=none @ destination`` becomes ``destination @ (weight>7.5)``
    of each kind of traffic that is not kept out anyway.
    """
    found = dict(tags)
    for key, text in tags.items():
        statement = _statement(key) if key.endswith(":conditional") else None
        bare = key.removesuffix(":conditional")
        if statement is None or statement.quantity not in LIMITS or bare not in tags:
            continue
        (value, who), *more = split_values(text) or (("", ""),)
        if more or value not in NO_LIMIT or ACCESS.get(who.lower()) != DESTINATION:
            continue
        del found[key], found[bare]
        told, _ = _told(tags.items())
        side = f":{statement.direction}" if statement.direction else ""
        for mode, keys in MODES.items():
            bound = not statement.traffic or statement.traffic in keys
            if bound and _access(told, keys, statement.direction, False) < DESTINATION:
                own = f"{mode}{side}:conditional"
                above = f"{who} @ ({statement.quantity.removeprefix('max')}>{tags[bare]})"
                found[own] = f"{found[own]}; {above}" if own in found else above
    return found


@lru_cache(maxsize=1 << 12)
def conditional_values(key: str, text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of value and condition of a conditional key; an empty condition always holds.

    ``yes @ delivery`` is read as ``delivery``: who has business there is let in.
    """
    found = []
    for value, condition in split_values(text):
        parts = parts_of(condition)
        business = [part for part in parts if ACCESS.get(part.lower()) in (DESTINATION, PRIVATE)]
        if len(business) == 1 and ACCESS.get(value) == YES and _statement(key)[0] == "access":  # type: ignore[index]
            rest = " AND ".join(part for part in parts if part not in business)
            found.append((business[0].lower(), rest))
        else:
            found.append((value, condition))
    return tuple(found)


def _all_understood(key: str, quantity: str, text: str) -> bool:
    pairs = conditional_values(key, text)
    return bool(pairs) and all(
        _value(quantity, value) is not None and is_understood(condition) for value, condition in pairs
    )


def _loosest(told: _Told, tags: Iterable[tuple[str, str]], implied: str) -> _Told:
    """What is stated where each condition is as it keeps the fewest out."""
    loosest = dict(told)
    for key, text in tags:
        statement = _statement(key)
        if statement is None or not statement.conditional:
            continue
        for value, _ in conditional_values(key, text):
            found, before = _value(statement.quantity, value), loosest.get(statement[:3])
            if statement.quantity == "oneway" and found != (implied if before is None else before):
                loosest[statement[:3]] = ""
            elif statement.quantity == "access" and found is not None:
                loosest[statement[:3]] = min(int(found), int(NO if before is None else before))
    return loosest


def _best_lane(quantity: str, text: str) -> float | str | None:
    """What the lane says that keeps the fewest out; a lane of which nothing is said keeps out nobody.

    Source: https://wiki.openstreetmap.org/wiki/Lanes
    """
    lanes = [_value(quantity, lane) if lane.strip() else 0.0 for lane in text.split("|")]
    numbers = [float(lane) for lane in lanes if isinstance(lane, int | float)]
    if len(numbers) < len(lanes):
        return None
    return min(numbers) if quantity == "access" or 0.0 in numbers else max(numbers)


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
    """What stands on a node of a way."""

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
    tags = _above_limits(tags)
    told, unread = _told((key, value) for key, value in tags.items() if key not in ("oneway", "hov"))
    if not barrier and (beside := _beside_the_road(tags)):
        binds = any(
            level for (quantity, _, _), level in told.items() if quantity not in ("oneway", "maxspeed")
        )
        return NodeLaw(OPEN, (("law", f"of {beside}"),)) if binds else None
    stops = barrier in BARRIERS and tags.get("bollard") != "rising" and "sensory" not in tags
    if barrier == "kerb":
        stops = tags.get("kerb") in ("raised", "regular") and tags.get("highway") != "crossing"
    locked = tags.get("locked") == "yes"
    by_default = NO if stops else PRIVATE if locked else YES
    access = []
    for keys in MODES.values():
        level = _access(told, keys, "", False) if _tells_access(told, keys) else by_default
        access.append(max(level, PRIVATE) if locked and "yes" not in _said(tags, keys) else level)
    if not (stops or barrier in PASSABLE_BARRIERS or barrier in BARRIERS or not barrier):
        unread = (*unread, ("barrier", barrier))
    conditional = any(is_conditional(key) for key in tags)
    rule = Rule(
        access=tuple(access),
        limits=_limits(told, ""),
        conditional=_kept([["node", sorted(tags.items())]]) if conditional else "",
    )
    return None if rule == OPEN and not unread else NodeLaw(rule, unread)


def _beside_the_road(tags: Mapping[str, str]) -> str:
    """What stands at a road and says its keys of itself; empty where they are those of the road."""
    for key, values in BESIDE_THE_ROAD.items():
        if key in tags and (not values or tags[key] in values):
            return f"{key}={tags[key]}"[:40]
    return ""


def _tells_access(told: _Told, keys: tuple[str, ...]) -> bool:
    return any(("access", traffic, "") in told for traffic in _keys_of(keys))


def _said(tags: Mapping[str, str], keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(tags[key] for key in keys if key in tags)
