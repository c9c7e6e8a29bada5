"""Triggers that behave alike: told of roads alone, of the air too, only with "back" after them (data)."""

from __future__ import annotations

from routegraph.reading.english.triggers import product
from routegraph.reading.trigger import phrases_of
from routegraph.reports.event import Status

ASSAULTS = frozenset(phrases_of("attack, assault, raid")) | frozenset(
    product("attack, attacks, assault, assaults, raid, raids, onslaught", "on, against, in, at, around")
)
"""Attacks that may come from the air or from guns as well as on the ground."""

OWNED: dict[str, Status] = {
    **dict.fromkeys(
        phrases_of("fall, capture, loss, seizure, liberation, takeover, conquest"), Status.CAPTURED
    ),
    **dict.fromkeys(phrases_of("recapture, return"), Status.RECAPTURED),
    **dict.fromkeys(phrases_of("closure, isolation, severance, interruption, encirclement"), Status.BLOCKED),
}
"""Nouns whose place owns them: "X's fall"."""

PARTICLE = {"get": ("back",), "win": ("back",), "hand": ("over", "back")}
"""Verbs that take or leave a place only with this word after it."""

BARE = frozenset(
    phrases_of(
        "clashes, hostilities, small-arms fire, gunfire, fighting, battles, battle, firefights, firefight, "
        "skirmishes, clash, gun battle, gun battles, gunfight, gunfights, shootout, street battles, street "
        "fighting, exchange of fire, exchanges of fire, confrontations, engagements, combat, infighting"
    )
)
"""Nouns of fighting whose place a preposition tells."""

RAIDS = frozenset(product("raid, raids", "on, against, in, at, around"))
"""Those that are told of the air unless a side is named."""

SIEGES = frozenset(
    phrases_of(
        "siege of, siege on, blockade of, encirclement of, closure of, siege, blockade, encirclement, under "
        "siege, under blockade"
    )
)
"""Words of siege: what is lifted of them opens a place, and people in a place are under them."""

OF_LINES = frozenset({"passage", "front line"})
"""Predicates in lines of a status list alone: "A - B: front line"."""

OF_ROADS = frozenset(
    phrases_of(
        "restored, flooded, submerged, inundated, under water, underwater, snowed in, snowbound, buried, in "
        "service, in service again, in operation again, detour in place, diversion in place, weight limit, "
        "load limit, muddy, icy, washed out, eroded, flooded in places, partially flooded, partly flooded, "
        "front line, passage, stopped, returned to work, came back to work, back to work, clear, normal, "
        "ok, green, red, dead, clean, not possible, not an option, secure, completely secure, safe, in use, "
        "useless, flowing, slow, difficult, dangerous, astride, sitting on, dug in along, dug in on, avoid, "
        "do not use, do not travel on, no constraints, no restrictions, moving again, running again, at the "
        "disposal of, no traffic, no movement, no passage, forbidden, military zone, resumed, returned to "
        "normal, under escort, escort required, military escort, allowed only, permitted only, only in "
        "convoy, only by day, only by daylight"
    )
)
"""Predicates that tell of an event only when they are said of a road."""

GIVEN_AWAY = frozenset(phrases_of("lose, abandon, surrender, hand over, cede, relinquish, give up"))
"""Verbs whose passive says that a place has a new holder."""

HELD_LEMMAS = frozenset(
    phrases_of(
        "hold, control, rule, occupy, in control of, in possession of, masters of, in charge of, in command "
        "of, under the control of, in the hands of"
    )
)
"""Verbs of what goes on rather than of what happens."""

PEACEFUL = phrases_of(
    "surround, encircle, ring, envelop, hem in, enter, abandon, take, hold, lose, control, rule, free, push "
    "into, surrender, occupy, flee, quit, vacate, return to, revert to, come back to, grab, snatch, roll "
    "into, pour into, hand over, give up, isolate, bar, fight for, leave, relieve, advance to, advance in, "
    "advance within, advance near, advance inside, move towards, move toward, head towards, approach, "
    "relinquish, throw, clear, inside, in possession of, gone to, went to"
)
"""Verbs that tell of war only when a side of it is their subject: a convoy may enter a town."""
