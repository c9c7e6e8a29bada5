"""The tags of one way, read by the tables of `tags` and `lawtags`: what the network keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from routegraph.network.lawtags import (
    CARRYING_ROUTES,
    COLD_CLASSES,
    IMPASSABLE,
    NO,
    OPENED_CLASSES,
    ROUNDABOUTS,
)
from routegraph.network.othernames import Called, called
from routegraph.network.quantities import METRES_PER_UNIT, least, parse_duration
from routegraph.network.rules import LAW_KEYS, OPEN, Rule, Unread, read_law
from routegraph.network.tags import (
    FOUR_WHEELS_FLAGS,
    HIGHWAYS,
    PLANNED,
    PRESENCE_FLAGS,
    ROUGH_TRACKTYPES,
    RULES_PER_LANE,
    SMOOTHNESS_FLAGS,
    SURFACE_GROUPS,
    SURFACES,
    TRACKTYPE_SURFACES,
    RoadFlag,
)

_CLASS_INDEX = {name: index for index, name in enumerate(HIGHWAYS)}
_ON_FOOT = frozenset(
    {"footway", "path", "steps", "pedestrian", "cycleway", "bridleway", "corridor", "elevator", "platform"}
)

WAY_KEYS: tuple[str, ...] = (
    "highway", "route", "area", "name", "name:en", "name:ar", "int_name", "ref", "int_ref", "width",
    "est_width", "surface", "tracktype", "4wd_only", *COLD_CLASSES, "duration",
    "foot", "lanes", "lanes:forward", "lanes:backward", "lanes:both_ways", *PRESENCE_FLAGS, *IMPASSABLE,
    *LAW_KEYS,
)  # fmt: skip
"""Keys that `read_way` looks at."""


_MOST_LANES = 60


class RoadTags(NamedTuple):
    """One set of tags as a network keeps it; ways of equal sets may become one road.

    Attributes
    ----------
    duration_s : float
        Of the whole way, for what carries vehicles; 0 for none told.
    forward, backward : Rule or None
        The law along the way and against it; None for a direction that no traffic may take.
    half_lanes : tuple of int
        Lanes along the way and against it, doubled; 0 where not told.
    """

    highway: int
    name: str = ""
    ref: str = ""
    surface: int = 0
    flags: int = 0
    width_m: float = 0.0
    duration_s: float = 0.0
    forward: Rule | None = OPEN
    backward: Rule | None = OPEN
    half_lanes: tuple[int, int] = (0, 0)


class WayReading(NamedTuple):
    """What became of a way's tags.

    Attributes
    ----------
    road : RoadTags or None
        None when the way is not imported.
    reverse : bool
        The way is driven against the order of its nodes (``oneway=-1``).
    imputed, lost : tuple of str
        What was filled in, and what the network does not model; import counts them.
    unread : tuple of (key, value)
        Values that are not understood.
    """

    road: RoadTags | None
    reverse: bool = False
    imputed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    called: tuple[Called, ...] = ()


def read_way(tags: Mapping[str, str], *, keep_planned: bool = False) -> WayReading:
    """Read the tags of a way.

    Source: https://wiki.openstreetmap.org/wiki/Key:highway, Tag:route%3Dferry, Key:area
    """
    told = tags.get("highway", "ferry" if tags.get("route") in CARRYING_ROUTES else "")
    highway = OPENED_CLASSES.get(told) or COLD_CLASSES.get(told) or told
    index = _CLASS_INDEX.get(highway)
    if index is None:
        return WayReading(None, lost=(_left_out(told),) if told else ())
    if highway in PLANNED and not keep_planned:
        return WayReading(None, lost=("roads under construction or proposed",))
    if tags.get("area") == "yes":
        return WayReading(None, lost=("areas",))
    law = read_law(tags, highway, opened_by_key=told in OPENED_CLASSES)
    if told in OPENED_CLASSES and not (_is_open(law.forward) or _is_open(law.backward) or law.opens):
        return WayReading(None, lost=(_left_out(told),))
    if highway == "ferry" and _carries_people_alone(tags):
        return WayReading(None, lost=("ferries for people on foot",))
    lost = {RULES_PER_LANE} if any(":lanes" in key for key in tags) else set()
    if "est_width" in tags and "width" not in tags:
        lost.add("estimated widths, which close nothing")
    unread = list(law.unread)
    flags = _presence(tags) | _state(tags)
    if highway == "ferry":
        flags |= RoadFlag.FERRY
    if law.changing:
        flags |= RoadFlag.REVERSIBLE
        lost.add("oneway directions that change by the hour")
    surface, from_tracktype, unknown = _surface(tags)
    if unknown:
        unread.append(("surface", tags["surface"]))
    width_m, duration_s = (
        _read("width", tags, unread, lambda text: least(text, METRES_PER_UNIT)),
        _read("duration", tags, unread, parse_duration) if highway == "ferry" else 0.0,
    )
    imputed = [law.implied] if law.implied else []
    if from_tracktype:
        imputed.append("surface from tracktype")
    if told in COLD_CLASSES or any(tags.get(key) == "yes" for key in COLD_CLASSES):
        imputed.append("ice and winter roads, taken as passable in every season")
    rule = law.forward or law.backward or OPEN
    if not any(rule.maxspeed_kph) and not duration_s:
        imputed.append("speed by class where maxspeed is not told")
    reverse = law.forward is None
    lanes = read_lanes(tags, oneway=reverse or law.backward is None, unread=unread)
    road = RoadTags(
        highway=index,
        name=tags.get("name", ""),
        ref=tags.get("ref") or tags.get("int_ref", ""),
        surface=SURFACES.index(surface),
        flags=int(flags),
        width_m=width_m,
        duration_s=duration_s,
        forward=law.backward if reverse else law.forward,
        backward=law.forward if reverse else law.backward,
        half_lanes=lanes[::-1] if reverse else lanes,
    )
    return WayReading(road, reverse, tuple(imputed), tuple(sorted(lost)), tuple(unread), called(tags))


def _left_out(highway: str) -> str:
    if highway in _ON_FOOT:
        return "ways without motor traffic (footway, path, ...)"
    return f"ways of highway={highway[:40]}"


def _is_open(rule: Rule | None) -> bool:
    return rule is not None and min(rule.access) < NO


def _carries_people_alone(tags: Mapping[str, str]) -> bool:
    """Whether a ferry names people on foot among those it takes, and no vehicles.

    Source: https://wiki.openstreetmap.org/wiki/Tag:route%3Dferry#Access
    """
    vehicles = ("motor_vehicle", "motorcar", "hgv", "goods", "bus", "psv", "vehicle")
    return tags.get("foot") in ("yes", "designated") and not any(key in tags for key in vehicles)


def _read(
    key: str, tags: Mapping[str, str], unread: list[Unread], parse: Callable[[str], float | None]
) -> float:
    """A quantity by its key; 0 where it is not told or, counted, not understood."""
    if key not in tags:
        return 0.0
    value = parse(tags[key])
    if value is None:
        unread.append((key, tags[key]))
    return value or 0.0


def read_lanes(tags: Mapping[str, str], *, oneway: bool, unread: list[Unread]) -> tuple[int, int]:
    """Lanes along a way and against it, doubled; 0 where they are not told.

    Lanes of both directions together are shared out in halves; a turning lane in the middle counts for
    neither. One lane for both directions is half a lane for each.

    Source: https://wiki.openstreetmap.org/wiki/Key:lanes

    Examples
    --------
    >>> read_lanes({"lanes": "3", "lanes:forward": "2"}, oneway=False, unread=[])
    (4, 2)
    >>> read_lanes({"lanes": "1"}, oneway=False, unread=[])
    (1, 1)
    """
    keys = ("lanes", "lanes:forward", "lanes:backward", "lanes:both_ways")
    total, along, against, middle = (
        _read(key, tags, unread, lambda text: least(text, {"": 1.0})) for key in keys
    )
    if oneway:
        along = total or along or against
        return _doubled(along), _doubled(along)
    shared = max(total - middle, 0.0)
    if tags.get("oneway") == "alternating" and not (total or along or against):
        shared = 1.0
    if not along and not against:
        return _doubled(shared / 2), _doubled(shared / 2)
    return _doubled(along or max(shared - against, 0.0)), _doubled(against or max(shared - along, 0.0))


def _doubled(lanes: float) -> int:
    return min(round(2 * lanes), 2 * _MOST_LANES)


def _surface(tags: Mapping[str, str]) -> tuple[str, bool, bool]:
    """Surface group, whether it was inferred from the tracktype, whether one was told in vain."""
    told = tags.get("surface", "").partition(";")[0].strip()
    group = SURFACE_GROUPS.get(told, "")
    implied = "" if group else TRACKTYPE_SURFACES.get(tags.get("tracktype", ""), "")
    return group or implied, bool(implied), bool(told) and not group


def _presence(tags: Mapping[str, str]) -> RoadFlag:
    flags = RoadFlag(0)
    for key, flag in PRESENCE_FLAGS.items():
        if tags.get(key, "no") != "no":
            flags |= flag
    return flags


def _state(tags: Mapping[str, str]) -> RoadFlag:
    flags = SMOOTHNESS_FLAGS.get(tags.get("smoothness", ""), RoadFlag(0))
    if any(tags.get(key) in values for key, values in IMPASSABLE.items()):
        flags |= RoadFlag.IMPASSABLE
    flags |= FOUR_WHEELS_FLAGS.get(tags.get("4wd_only", ""), RoadFlag(0))
    if tags.get("tracktype") in ROUGH_TRACKTYPES:
        flags |= RoadFlag.ROUGH
    if tags.get("junction") in ROUNDABOUTS:
        flags |= RoadFlag.ROUNDABOUT
    return flags
