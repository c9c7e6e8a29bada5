"""The tags of one way, read by the tables of `tags`: what the network keeps of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from routegraph.network.tags import (
    ACCESS,
    BARRIERS,
    CAR_ACCESS_KEYS,
    HGV_ACCESS_KEYS,
    HIGHWAYS,
    LOST_SUFFIXES,
    MAXSPEED_NATIONAL,
    MAXSPEED_WORDS,
    MAXSPEED_ZONES,
    ONEWAY,
    ONEWAY_HIGHWAYS,
    PLANNED,
    PRESENCE_FLAGS,
    ROUGH_TRACKTYPES,
    ROUNDABOUTS,
    SMOOTHNESS_FLAGS,
    SURFACE_GROUPS,
    SURFACES,
    TRACKTYPE_SURFACES,
    RoadFlag,
)

_CLASS_INDEX = {name: index for index, name in enumerate(HIGHWAYS)}
_FERRY = _CLASS_INDEX["ferry"]
_NUMBER = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*([a-zA-Z/'\"]*)")
_FEET_INCHES = re.compile(r"^\s*(\d+)\s*'\s*(?:(\d+(?:\.\d+)?)\s*\"?)?\s*$")

KPH_PER_UNIT = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "kmph": 1.0, "mph": 1.609344, "knots": 1.852}
TONNES_PER_UNIT = {"": 1.0, "t": 1.0, "kg": 0.001, "st": 0.90718474, "lt": 1.0160469, "lbs": 0.00045359237}
METRES_PER_UNIT = {"": 1.0, "m": 1.0, "cm": 0.01, "ft": 0.3048, "in": 0.0254}
"""Units and the default unit of each quantity.

Source: https://wiki.openstreetmap.org/wiki/Map_features/Units
"""


WAY_KEYS: tuple[str, ...] = (
    "highway", "route", "area", "name", "ref", "int_ref", "oneway", "junction",
    "surface", "tracktype", "smoothness", "width", "maxwidth", "maxweight", "maxheight",
    "maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed", "maxspeed:forward", "maxspeed:backward",
    *PRESENCE_FLAGS, *dict.fromkeys(CAR_ACCESS_KEYS + HGV_ACCESS_KEYS),
)  # fmt: skip
NODE_KEYS: tuple[str, ...] = ("barrier", "locked", *CAR_ACCESS_KEYS)
"""Every key that `read_way` and `stops_cars` look at by name."""


class RoadTags(NamedTuple):
    """One set of tags as a network keeps it; ways of equal sets may become one road."""

    highway: int
    name: str = ""
    ref: str = ""
    surface: int = 0
    flags: int = 0
    maxspeed_kph: float = 0.0
    maxweight_t: float = 0.0
    maxheight_m: float = 0.0
    width_m: float = 0.0
    forward: bool = True
    backward: bool = True


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
    """

    road: RoadTags | None
    reverse: bool = False
    imputed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def read_way(tags: Mapping[str, str], *, keep_planned: bool = False) -> WayReading:
    """Read the tags of a way.

    Source: https://wiki.openstreetmap.org/wiki/Key:highway, Tag:route%3Dferry, Key:area
    """
    highway = tags.get("highway", "ferry" if tags.get("route") == "ferry" else "")
    index = _CLASS_INDEX.get(highway)
    if index is None:
        return WayReading(None, lost=("ways without motor traffic (footway, path, ...)",) if highway else ())
    if highway in PLANNED and not keep_planned:
        return WayReading(None, lost=("roads under construction or proposed",))
    if tags.get("area") == "yes":
        return WayReading(None, lost=("areas",))
    lost = {LOST_SUFFIXES[s] for key in tags for s in LOST_SUFFIXES if key.endswith(s)}
    flags = _presence(tags) | _access(tags) | _state(tags)
    if index == _FERRY:
        flags |= RoadFlag.FERRY
    oneway, why = _oneway(tags, highway)
    if oneway == "changing":
        flags |= RoadFlag.REVERSIBLE
        lost.add("oneway directions that change by the hour")
    surface, from_tracktype = _surface(tags)
    maxspeed = _maxspeed(tags)
    imputed = [why] if why else []
    if from_tracktype:
        imputed.append("surface from tracktype")
    if not maxspeed:
        imputed.append("speed by class where maxspeed is not told")
    road = RoadTags(
        highway=index,
        name=tags.get("name", ""),
        ref=tags.get("ref") or tags.get("int_ref", ""),
        surface=SURFACES.index(surface),
        flags=int(flags),
        maxspeed_kph=maxspeed,
        maxweight_t=_quantity(tags.get("maxweight", ""), TONNES_PER_UNIT),
        maxheight_m=_quantity(tags.get("maxheight", ""), METRES_PER_UNIT),
        width_m=_quantity(tags.get("maxwidth") or tags.get("width", ""), METRES_PER_UNIT),
        backward=oneway in ("", "changing"),
    )
    return WayReading(road, oneway == "backward", tuple(imputed), tuple(sorted(lost)))


def _oneway(tags: Mapping[str, str], highway: str) -> tuple[str, str]:
    """Direction (forward, backward, changing, or empty for both) and what it was implied by.

    Source: https://wiki.openstreetmap.org/wiki/Key:oneway
    """
    told = ONEWAY.get(tags.get("oneway", ""))
    if told is not None:
        return told, ""
    if tags.get("junction") in ROUNDABOUTS:
        return "forward", "oneway of roundabouts"
    if highway in ONEWAY_HIGHWAYS:
        return "forward", "oneway of motorways"
    return "", ""


def _surface(tags: Mapping[str, str]) -> tuple[str, bool]:
    """Surface group, and whether it had to be inferred from the tracktype."""
    told = SURFACE_GROUPS.get(tags.get("surface", "").partition(";")[0].strip(), "")
    implied = "" if told else TRACKTYPE_SURFACES.get(tags.get("tracktype", ""), "")
    return told or implied, bool(implied)


def stops_cars(tags: Mapping[str, str]) -> bool:
    """Whether a node's barrier stops cars: by its kind, its lock, or its access tags.

    Source: https://wiki.openstreetmap.org/wiki/Key:barrier, Key:locked
    """
    barrier = tags.get("barrier", "")
    if not barrier:
        return False
    access = _first(tags, CAR_ACCESS_KEYS)
    if access:
        return access == "no"
    return barrier in BARRIERS or tags.get("locked") == "yes"


def parse_speed(text: str) -> float:
    """Speed in km/h of a ``maxspeed`` value; 0 where it names none.

    Source: https://wiki.openstreetmap.org/wiki/Key:maxspeed
    """
    text = text.partition(";")[0].strip()
    if text in MAXSPEED_WORDS:
        return MAXSPEED_WORDS[text]
    if ":" in text:
        return MAXSPEED_NATIONAL.get(text, MAXSPEED_ZONES.get(text.partition(":")[2], _zone(text)))
    return min(_quantity(text, KPH_PER_UNIT), 300.0)


def _zone(text: str) -> float:
    """``DE:zone30`` and ``DE:zone:30`` name their number."""
    digits = re.search(r"zone:?(\d+)$", text)
    return float(digits[1]) if digits else 0.0


def _maxspeed(tags: Mapping[str, str]) -> float:
    for key in ("maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed"):
        speed = parse_speed(tags[key]) if key in tags else 0.0
        if speed:
            return speed
    both = [parse_speed(tags[key]) for key in ("maxspeed:forward", "maxspeed:backward") if key in tags]
    return min((speed for speed in both if speed), default=0.0)


def _quantity(text: str, per_unit: Mapping[str, float]) -> float:
    feet = _FEET_INCHES.match(text) if "ft" in per_unit else None
    if feet:
        return round((int(feet[1]) * 12 + float(feet[2] or 0)) * 0.0254, 4)
    number = _NUMBER.match(text)
    if not number or number[2].lower() not in per_unit:
        return 0.0
    return float(number[1].replace(",", ".")) * per_unit[number[2].lower()]


def _presence(tags: Mapping[str, str]) -> RoadFlag:
    flags = RoadFlag(0)
    for key, flag in PRESENCE_FLAGS.items():
        if tags.get(key, "no") != "no":
            flags |= flag
    return flags


def _state(tags: Mapping[str, str]) -> RoadFlag:
    flags = SMOOTHNESS_FLAGS.get(tags.get("smoothness", ""), RoadFlag(0))
    if tags.get("tracktype") in ROUGH_TRACKTYPES:
        flags |= RoadFlag.ROUGH
    if tags.get("junction") in ROUNDABOUTS:
        flags |= RoadFlag.ROUNDABOUT
    return flags


def _first(tags: Mapping[str, str], keys: tuple[str, ...]) -> str:
    """Effect of the most specific access key: ``no``, ``private``, ``yes``, or empty for none."""
    for key in keys:
        if key in tags:
            effects = {ACCESS.get(value.strip(), "yes") for value in tags[key].split(";")}
            return next(effect for effect in ("yes", "private", "no") if effect in effects)
    return ""


def _access(tags: Mapping[str, str]) -> RoadFlag:
    car, hgv = _first(tags, CAR_ACCESS_KEYS), _first(tags, HGV_ACCESS_KEYS)
    if car == "no" and hgv == "no":
        return RoadFlag.NO_MOTOR_VEHICLE
    flags = RoadFlag.PRIVATE if "private" in (car, hgv) else RoadFlag(0)
    if car == "no":
        # a tag for goods vehicles alone opens the road to them; cars closed out by name close it to all
        flags |= RoadFlag.NO_CAR if "hgv" in tags or "goods" in tags else RoadFlag.NO_MOTOR_VEHICLE
    elif hgv == "no":
        flags |= RoadFlag.NO_HGV
    return flags
