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
        tags["abandoned"] = "yes"
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
        if not speed or when.get("using") or when.get("recognized"):
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
        if condition := _condition(when):
            pair = f"{told} @ ({condition})"
            tags[f"{key}:conditional"] = "; ".join(filter(None, (tags.get(f"{key}:conditional"), pair)))
        elif not when.get("vehicle"):
            tags[key] = told
    return tags


COMPARISONS = {"greater_than": ">", "greater_than_equal": ">=", "less_than": "<", "less_than_equal": "<=",
               "equal": "="}  # fmt: skip
SIZES = {"axle_count": "axles", "height": "height", "length": "length", "weight": "weight", "width": "width"}


def _condition(when: Mapping[str, Any]) -> str:
    """When a rule holds, and for which sizes, in the words of OpenStreetMap; empty for always."""
    parts = [str(when["during"])] if when.get("during") else []
    for limit in when.get("vehicle") or ():
        size, sign = SIZES.get(str(limit.get("dimension"))), COMPARISONS.get(str(limit.get("comparison")))
        if size and sign:
            unit = UNITS.get(str(limit.get("unit") or ""), "")
            parts.append(f"{size}{sign}{float(limit['value']):g} {unit}".strip())
    return " AND ".join(parts)


def unread_rules(segment: Mapping[str, Any]) -> Iterator[str]:
    """What a segment's rules say that is not read."""
    for rule in segment.get("speed_limits") or ():
        when = rule.get("when") or {}
        if rule.get("is_max_speed_variable"):
            yield "speed limits of Overture that vary"
        if when.get("using") or when.get("recognized"):
            yield "speed limits of Overture for some users or purposes alone"
    for rule in segment.get("access_restrictions") or ():
        when = rule.get("when") or {}
        if rule.get("access_type") == "denied" and (when.get("using") or when.get("recognized")):
            yield "access that Overture denies to some users or purposes alone"


TURN_KEYS = {
    **dict.fromkeys(("vehicle", "motor_vehicle"), "restriction"),
    "car": "restriction:motorcar",
    **dict.fromkeys(("truck", "hgv"), "restriction:hgv"),
    "bus": "restriction:bus",
}
"""Keys of turn restrictions for the traffic that Overture names."""


def turn_tags(rule: Mapping[str, Any]) -> dict[str, str] | None:
    """Tags of a turn restriction; none for other traffic, None for what no such tags can say."""
    when = rule.get("when") or {}
    if when.get("using") or when.get("recognized") or rule.get("between") is not None:
        return None
    modes = list(when.get("mode") or ("vehicle",))
    condition = _condition(when)
    keys = {TURN_KEYS[mode] for mode in modes if mode in TURN_KEYS}
    if "restriction" in keys:
        keys = {"restriction"}
    return {
        f"{key}:conditional" if condition else key: f"no_entry @ ({condition})" if condition else "no_entry"
        for key in sorted(keys)
    }


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
        limits = list(when.get("vehicle") or ())
        plain = denied and len(limits) == 1 and not (when.get("during") or when.get("heading") or modes)
        if plain and limits[0].get("comparison") == "greater_than":
            unit = UNITS.get(str(limits[0].get("unit") or ""), "")
            key = DIMENSIONS.get(str(limits[0].get("dimension")), "")
            if key:
                tags[key] = f"{float(limits[0]['value']):g} {unit}".strip()
        elif (condition := _condition(when)) and not (when.get("using") or when.get("recognized")):
            for key, names in MODES.values():
                if not modes or modes & names:
                    told = "no" if denied else "yes"
                    part = f"{told} @ ({condition})"
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
