"""What Overture Maps says of a road, told in the tags of OpenStreetMap, which `waytags` reads.

Source: https://docs.overturemaps.org/schema/reference/transportation/segment
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

CLASSES = {
    "motorway", "trunk", "primary", "secondary", "tertiary", "residential", "living_street", "unclassified",
    "service", "track", "pedestrian", "footway", "steps", "path", "cycleway", "bridleway",
}  # fmt: skip
SURFACES = {"dirt": "dirt", "gravel": "gravel", "metal": "metal", "paved": "paved", "unpaved": "unpaved",
            "paving_stones": "paving_stones"}  # fmt: skip

MODES: dict[str, tuple[str, frozenset[str]]] = {
    "car": ("motorcar", frozenset({"vehicle", "motor_vehicle", "car"})),
    "truck": ("hgv", frozenset({"vehicle", "motor_vehicle", "truck", "hgv"})),
}
"""Key of OpenStreetMap and modes of Overture that speak of a car and of a truck."""

DIMENSIONS = {"height": "maxheight", "weight": "maxweight", "width": "maxwidth", "length": "maxlength",
              "axle_count": "maxaxles"}  # fmt: skip
UNITS = {"m": "m", "cm": "cm", "ft": "ft", "in": "in", "'": "ft", '"': "in", "t": "t", "kg": "kg",
         "lb": "lbs", "st": "st", "lt": "lt", "oz": "oz", "g": "g", "km/h": "km/h", "mph": "mph"}  # fmt: skip
EXCEPTIONS = {"at_destination": "destination", "as_customer": "customers", "to_deliver": "delivery",
              "to_farm": "agricultural", "for_forestry": "forestry"}  # fmt: skip

RULES = ("access_restrictions", "speed_limits", "road_surface", "road_flags", "width_rules", "routes",
         "subclass_rules")  # fmt: skip
"""Properties that may hold for a part of a segment."""


def breaks(segment: Mapping[str, Any]) -> list[float]:
    """Positions from 0 to 1 between which every rule of a segment holds or does not hold."""
    at = {0.0, 1.0}
    for rule in rules_of(segment):
        between = rule.get("between")
        at |= {min(max(float(x), 0.0), 1.0) for x in between} if between is not None else set()
    return sorted(at)


def rules_of(segment: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every rule of a segment that may have a part of its own."""
    for name in RULES:
        yield from segment.get(name) or ()


def tags_at(segment: Mapping[str, Any], middle: float) -> dict[str, str]:
    """Tags of the part of a segment around a position; of several rules the last that matches holds."""

    def holding(name: str) -> list[Mapping[str, Any]]:
        return [
            rule
            for rule in segment.get(name) or ()
            if rule.get("between") is None or rule["between"][0] <= middle <= rule["between"][1]
        ]

    flags = {flag for rule in holding("road_flags") for flag in rule.get("values") or ()}
    subclass = next((r["value"] for r in reversed(holding("subclass_rules"))), segment.get("subclass"))
    tags = _class_tags(segment, "is_link" in flags or subclass == "link")
    names = segment.get("names") or {}
    if names.get("primary"):
        tags["name"] = str(names["primary"])
        tags |= names_in_other_languages(names)
    refs = [str(route["ref"]) for route in holding("routes") if route.get("ref")]
    if refs:
        tags["ref"] = ";".join(dict.fromkeys(refs))
    for rule in holding("road_surface"):
        if rule.get("value") in SURFACES:
            tags["surface"] = SURFACES[rule["value"]]
    for rule in holding("width_rules"):
        tags["width"] = f"{float(rule['value']):g}"
    if "is_bridge" in flags:
        tags["bridge"] = "yes"
    if "is_tunnel" in flags:
        tags["tunnel"] = "yes"
    if "is_under_construction" in flags:
        tags |= {"highway": "construction", "construction": tags.get("highway", "road")}
    if "is_abandoned" in flags:
        tags["access"] = "no"
    return tags | _speed_tags(holding("speed_limits")) | _access_tags(holding("access_restrictions"))


def _class_tags(segment: Mapping[str, Any], link: bool) -> dict[str, str]:
    if segment.get("subtype") == "water":
        return {"route": "ferry"}
    told = str(segment.get("class") or "unknown")
    highway = told if told in CLASSES else "road"
    return {"highway": f"{highway}_link" if link and told in LINKED else highway}


LINKED = ("motorway", "trunk", "primary", "secondary", "tertiary")


def _speed_tags(rules: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for rule in rules:
        speed, when = rule.get("max_speed"), rule.get("when") or {}
        if not speed:
            continue
        told = f"{speed['value']} {speed['unit']}" if speed.get("unit") == "mph" else f"{speed['value']}"
        key = "maxspeed"
        modes = set(when.get("mode") or ())
        if modes and not modes & MODES["car"][1]:
            if not modes & MODES["truck"][1]:
                continue
            key += ":hgv"
        if when.get("heading"):
            key += f":{when['heading']}"
        if when.get("during"):
            tags[f"{key}:conditional"] = f"{told} @ ({when['during']})"
        elif not when.get("vehicle"):
            tags[key] = told
    return tags


def _access_tags(rules: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    tags: dict[str, str] = {}
    oneways: dict[str, str] = {}
    for mode, (key, names) in MODES.items():
        ahead, back = (_access(rules, names, heading) for heading in ("forward", "backward"))
        oneways[mode] = "yes" if back == "no" != ahead else "-1" if ahead == "no" != back else "no"
        told = back if oneways[mode] == "-1" else ahead
        if told:
            tags[key] = told
    tags["oneway"] = oneways["car"]
    if oneways["truck"] != oneways["car"]:
        tags["oneway:hgv"] = oneways["truck"]
    for rule in rules:
        when = rule.get("when") or {}
        modes = set(when.get("mode") or ())
        denied = rule.get("access_type") == "denied"
        for limit in when.get("vehicle") or () if denied else ():
            if limit.get("comparison") in ("greater_than", "greater_than_equal"):
                unit = UNITS.get(str(limit.get("unit") or ""), "")
                key = DIMENSIONS.get(str(limit.get("dimension")), "")
                if key:
                    tags[key] = f"{float(limit['value']):g} {unit}".strip()
        if when.get("during"):
            for key, names in MODES.values():
                if not modes or modes & names:
                    told = "no" if denied else "yes"
                    part = f"{told} @ ({when['during']})"
                    name = (
                        f"{key}:{when['heading']}:conditional"
                        if when.get("heading")
                        else f"{key}:conditional"
                    )
                    tags[name] = "; ".join(filter(None, (tags.get(name), part)))
    return tags


def _access(rules: Sequence[Mapping[str, Any]], names: frozenset[str], heading: str) -> str:
    """Access of one kind of vehicle in one direction, empty when no rule speaks of it."""
    value = ""
    for rule in rules:
        when = rule.get("when") or {}
        modes = set(when.get("mode") or ())
        if (modes and not modes & names) or (when.get("heading") or heading) != heading:
            continue
        if when.get("during") or when.get("vehicle"):
            continue
        purposes, groups = list(when.get("using") or ()), list(when.get("recognized") or ())
        if rule.get("access_type") == "denied":
            if not purposes and not groups:
                value = "no"
        elif purposes:
            value = next((EXCEPTIONS[one] for one in purposes if one in EXCEPTIONS), "private")
        elif groups:
            value = "private"
        else:
            value = "yes" if rule.get("access_type") == "allowed" else "designated"
    return value


def names_in_other_languages(names: Mapping[str, Any]) -> dict[str, str]:
    """Tags ``name:LANG`` of what Overture calls common names."""
    common = names.get("common") or {}
    pairs = common.items() if isinstance(common, Mapping) else common
    return {f"name:{language}": str(text) for language, text in pairs if text}
