"""What OpenStreetMap tags mean to the law of the road, as tables of data with the page of each rule."""

from __future__ import annotations

from routegraph.network.tags import MODES

LEVELS: tuple[str, ...] = ("yes", "destination", "private", "no")
"""How far a way is open, from the most to the least; ``Rules.access`` holds indices.

``destination`` may be driven to reach what lies on it, and not through; ``private`` by leave alone.
"""

YES, DESTINATION, PRIVATE, NO = range(len(LEVELS))

ACCESS: dict[str, int] = {
    **dict.fromkeys(("yes", "designated", "permissive", "public", "unknown", "permitted", "allowed"), YES),
    **dict.fromkeys(("discouraged", "unsuitable"), YES),
    **dict.fromkeys(("destination", "delivery", "customers", "local", "loading", "visitors"), DESTINATION),
    **dict.fromkeys(("deliveries", "customer", "guests", "patrons"), DESTINATION),
    **dict.fromkeys(("private", "permit", "residents", "employees", "staff", "members", "key"), PRIVATE),
    **dict.fromkeys(("military", "official", "resident", "authorized", "authorised"), PRIVATE),
    **dict.fromkeys(
        ("no", "agricultural", "forestry", "emergency", "bus", "psv", "taxi", "hov", "dismount"), NO
    ),
    **dict.fromkeys(("share_taxi", "minibus", "coach", "emergency_vehicle", "pedestrian", "tram"), NO),
    **dict.fromkeys(("restricted", "use_sidepath", "foot", "bicycle", "disused", "impassable"), NO),
}
"""Values of access keys.

Source: https://wiki.openstreetmap.org/wiki/Key:access#List_of_possible_values
"""

VEHICLE_WORDS = frozenset(word for keys in MODES.values() for word in keys) - {"access"}

OTHER_WORDS = frozenset(
    {
        *(
            "bicycle",
            "foot",
            "horse",
            "moped",
            "mofa",
            "motorcycle",
            "motorhome",
            "ski",
            "snowmobile",
            "taxi",
        ),
        *("source", "note", "signed", "sign", "type", "reason", "description", "date", "ref", "website"),
        *(
            "check_date",
            "operator",
            "start_date",
            "wikidata",
            "en",
            "left",
            "right",
            "advisory",
            "practical",
            "national_network",
        ),
    }
)
"""Words of keys that are no law for the traffic of `MODES`: of other traffic, or about the key itself."""

UNREAD_KEYS = frozenset(
    {
        *("seasonal", "opening_hours", "service_times", "hazmat", "hgv_articulated", "trailer"),
        *("maxaxles", "maxbogieweight", "disused", "obstacle", "status"),
    }
)
"""Keys that bear on who may drive, and are not read: an import counts their values."""

BESIDE_THE_ROAD: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("traffic_sign", "amenity", "entrance", "public_transport", "shop", "tourism"), frozenset()
    ),
    **dict.fromkeys(("crossing", "man_made", "power", "natural", "leisure", "office"), frozenset()),
    "highway": frozenset({"crossing", "bus_stop", "street_lamp", "speed_camera", "elevator", "platform"}),
    "emergency": frozenset(
        {"fire_hydrant", "phone", "access_point", "defibrillator", "siren", "assembly_point"}
    ),
}
"""Keys and values of nodes whose access keys and limits are not those of the road; empty for any value.

A sign stands where its rule begins, which the way tells with its direction.
"""

ONEWAY: dict[str, str] = {
    "yes": "forward",
    "true": "forward",
    "1": "forward",
    "-1": "backward",
    "reverse": "backward",
    "reversible": "changing",
    "alternating": "changing",
    "no": "",
    "false": "",
    "0": "",
}
"""Direction of each value; an implied oneway gives way to any of them.

Source: https://wiki.openstreetmap.org/wiki/Key:oneway
"""

ONEWAY_HIGHWAYS = frozenset({"motorway"})
"""Classes driven one way unless told otherwise; links are driven as they are tagged.

Source: https://wiki.openstreetmap.org/wiki/Key:oneway#Implied_oneway_restriction
"""

ROUNDABOUTS = frozenset({"roundabout", "circular"})
"""Source: https://wiki.openstreetmap.org/wiki/Tag:junction%3Droundabout, Tag:junction%3Dcircular"""

LIMITS: dict[str, str] = {
    "maxheight": "maxheight_m",
    "maxwidth": "maxwidth_m",
    "maxlength": "maxlength_m",
    "maxweight": "maxweight_t",
    "maxweightrating": "maxweightrating_t",
    "maxaxleload": "maxaxleload_t",
}
"""Keys of limits to the columns of `Rules`.

Source: https://wiki.openstreetmap.org/wiki/Key:maxheight, Key:maxwidth, Key:maxlength, Key:maxweight,
Key:maxweightrating, Key:maxaxleload
"""

OPENED_CLASSES: dict[str, str] = {
    "pedestrian": "living_street",
    "path": "track",
    "footway": "service",
    "cycleway": "service",
    "bridleway": "track",
    "busway": "service",
    "runway": "service",
}
"""Ways without motor traffic, and the class that they are driven as where a vehicle's key opens them.

Source: https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions
"""

COLD_CLASSES: dict[str, str] = {"ice_road": "track", "winter_road": "track"}
"""Ways over ice and snow, and the class that they are driven as; as keys of their own they keep their class.

Source: https://wiki.openstreetmap.org/wiki/Key:ice_road, Key:winter_road
"""

CARRYING_ROUTES = frozenset({"ferry", "shuttle_train"})
"""Values of ``route`` of ways on which vehicles are carried.

Source: https://wiki.openstreetmap.org/wiki/Tag:route%3Dferry, Tag:route%3Dshuttle_train
"""

_RUINED = frozenset({"collapsed", "destroyed", "demolished", "removed", "dismantled", "razed", "ruins"})

IMPASSABLE: dict[str, frozenset[str]] = {
    "impassable": frozenset({"yes"}),
    "passable": frozenset({"no"}),
    "smoothness": frozenset({"impassable"}),
    "construction": frozenset({"yes"}),
    "bridge": _RUINED | {"abandoned", "proposed"},
    "tunnel": _RUINED | {"flooded", "abandoned", "proposed"},
    **dict.fromkeys(("abandoned", "destroyed", "demolished", "razed", "collapsed"), frozenset({"yes"})),
    **dict.fromkeys(("destroyed:bridge", "demolished:bridge", "ruins:bridge"), frozenset({"yes"})),
    **dict.fromkeys(("bridge:condition", "condition", "damage"), _RUINED | {"impassable"}),
    "barrier": frozenset({"debris"}),
    "service": frozenset({"emergency_access"}),
}
"""Values that close a way to every vehicle whatever its access keys say.

Source: https://wiki.openstreetmap.org/wiki/Key:impassable, Key:smoothness, Key:construction,
Key:bridge, Lifecycle_prefix, Tag:service%3Demergency_access
"""

BARRIERS = frozenset(
    {
        "block",
        "bollard",
        "bus_trap",
        "chain",
        "cycle_barrier",
        "debris",
        "ditch",
        "fence",
        "full-height_turnstile",
        "guard_rail",
        "hedge",
        "horse_stile",
        "jersey_barrier",
        "kissing_gate",
        "log",
        "motorcycle_barrier",
        "planter",
        "rope",
        "stile",
        "sump_buster",
        "tank_trap",
        "turnstile",
        "wall",
        "wicket_gate",
    }
)
"""Barriers on a way's node that stop vehicles unless an access key of the node lets them pass.

Source: https://wiki.openstreetmap.org/wiki/Key:barrier
"""

PASSABLE_BARRIERS = frozenset(
    {
        "border_control",
        "bump_gate",
        "cattle_grid",
        "checkpoint",
        "coupure",
        "entrance",
        "gate",
        "hampshire_gate",
        "height_restrictor",
        "kerb",
        "lift_gate",
        "rising_bollard",
        "sally_port",
        "sliding_gate",
        "spikes",
        "swing_gate",
        "toll_booth",
        "width_restrictor",
        "yes",
    }
)
"""Barriers that let vehicles pass, be it after a stop; any other kind passes too and is counted."""

MAXSPEED_WORDS: dict[str, float] = {"walk": 7.0, "none": 0.0, "signals": 0.0, "variable": 0.0}
"""Words for a speed in km/h; 0 for those that name no number.

Source: https://wiki.openstreetmap.org/wiki/Key:maxspeed#Values
"""

NO_LIMIT = frozenset(
    {
        "none",
        "no",
        "default",
        "below_default",
        "unsigned",
        "no_sign",
        "no_indications",
        "unlimited",
        "unknown",
    }
)
"""Values of limits that name no number.

Source: https://wiki.openstreetmap.org/wiki/Key:maxheight#Non-numerical_values
"""

MAXSPEED_ZONES: dict[str, float] = {
    "urban": 50.0,
    "rural": 90.0,
    "trunk": 100.0,
    "motorway": 120.0,
    "living_street": 10.0,
    "walk": 7.0,
    "pedestrian_zone": 7.0,
    "bicycle_road": 30.0,
    "school": 30.0,
}
"""Speeds of national forms such as ``XX:rural`` for countries that the next table does not hold."""

MAXSPEED_NATIONAL: dict[str, float] = {
    "AT:rural": 100.0,
    "AT:motorway": 130.0,
    "BE:rural": 70.0,
    "BG:motorway": 140.0,
    "BY:urban": 60.0,
    "BY:motorway": 110.0,
    "CH:rural": 80.0,
    "CZ:motorway": 130.0,
    "DE:rural": 100.0,
    "DE:motorway": 0.0,
    "DK:rural": 80.0,
    "DK:motorway": 130.0,
    "FI:rural": 80.0,
    "FR:rural": 80.0,
    "FR:trunk": 110.0,
    "FR:motorway": 130.0,
    "GB:nsl_single": 96.56064,
    "GB:nsl_dual": 112.65408,
    "GB:motorway": 112.65408,
    "GB:nsl_restricted": 48.28032,
    "GR:rural": 90.0,
    "GR:motorway": 130.0,
    "HR:motorway": 130.0,
    "HU:trunk": 110.0,
    "HU:motorway": 130.0,
    "IT:trunk": 110.0,
    "IT:motorway": 130.0,
    "NL:rural": 80.0,
    "NL:motorway": 100.0,
    "NO:rural": 80.0,
    "PL:motorway": 140.0,
    "RO:motorway": 130.0,
    "RU:urban": 60.0,
    "RU:living_street": 20.0,
    "RU:motorway": 110.0,
    "SE:rural": 70.0,
    "SE:motorway": 110.0,
    "SI:motorway": 130.0,
    "TR:motorway": 130.0,
    "UA:motorway": 130.0,
    "UK:nsl_restricted": 48.28032,
    "UK:nsl_single": 96.56064,
    "UK:nsl_dual": 112.65408,
    "UK:motorway": 112.65408,
    "US:urban": 40.2336,
    "US:rural": 88.51392,
}
"""National default speeds in km/h.

Source: https://wiki.openstreetmap.org/wiki/Default_speed_limits
"""
