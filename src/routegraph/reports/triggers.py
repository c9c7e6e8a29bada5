"""The English triggers: words of capture, siege, clash, threat and reopening (data, not code).

Phrases stand in lower case, verbs in one form each; `phrasebook` inflects and indexes them. The
small words of `FILLERS` may stand between the words of any of them.
"""

from __future__ import annotations

from typing import NamedTuple

from routegraph.reports.event import Status


class Frame:
    """How a trigger ties who acts to what it is done to."""

    OBJECT = "object"  # S captured X; X was captured by S
    FALLS = "falls"  # X fell to S
    LEAVES = "leaves"  # S withdrew from X
    OUT = "out"  # S drove R out of X
    AT = "at"  # clashes in X; an attack on X
    STATE = "state"  # X is closed
    OWNED = "owned"  # X's fall
    NOBODY = "nobody"  # nobody passes on X
    ENDED = "ended"  # the siege of so many people in X came to an end
    ITSELF = "itself"  # X reopened; S reopened X


class Trigger(NamedTuple):
    """A word that tells of an event: its status, its frame, and which form it stands in.

    `form` is one of ``base``, ``s``, ``past``, ``participle``, ``ing``, ``noun``.
    """

    status: Status
    frame: str
    form: str
    lemma: str


def _list(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(","))


def _product(firsts: str, seconds: str) -> tuple[str, ...]:
    return tuple(f"{first} {second}" for first in _list(firsts) for second in _list(seconds))


CONTROL = (
    "control of, control on, authority over, control over, control to, hold of, hold on, hold over, "
    "possession of, grip on"
)
"""What verbs of taking and of taking back may have as their object before the place."""

VERBS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.CAPTURED,
        Frame.OBJECT,
        (
            *_list(
                "capture, seize, overrun, conquer, occupy, take, take over, liberate, free, hold, control, "
                "wrest, annex, sweep into, sweep through, rule, grab, snatch, raise flag over, hoist flag "
                "over, plant flag over, raise flag in, raise flag above, hoist flag above, roll into, pour "
                "into, overwhelm, make it into, move into, walk into, march into, raise flags over, raise "
                "flags in, hoist flags over, hoist colours over, establish itself in, establish themselves in"
            ),
            *_product(
                "take, seize, gain, win, get, assume, establish, have, wrest, wrestle, impose, declare, "
                "extend, expand, consolidate, cement, secure, achieve, grant, give, exert, claim, "
                "complete, announce, spread",
                CONTROL,
            ),
            *_product("complete, announce, claim, declare", "capture of, seizure of, liberation of"),
        ),
    ),
    (
        Status.CAPTURED,
        Frame.FALLS,
        _list(
            "fall to, fall into, fall under, fall into the hands of, fall to the hands of, fall, come "
            "under the control of, fall under the control of, be lost to, collapse to, pass to, pass "
            "into the hands of, pass under the control of, slip from the control of, slip out of the "
            "control of, slip from the grip of"
        ),
    ),
    (
        Status.RECAPTURED,
        Frame.FALLS,
        _list(
            "return to the control of, return to, come back under the control of, revert to, be back "
            "under the control of, come back to, return under the control of"
        ),
    ),
    (
        Status.CAPTURED,
        Frame.LEAVES,
        _list(
            "lose, lose control of, withdraw from, pull out of, retreat from, abandon, surrender, "
            "quit, vacate, hand, pull back from, fall back from, flee, relinquish, give up, hand over, cede, "
            "withdraw forces from, withdraw troops from, withdraw fighters from, evacuate positions in"
        ),
    ),
    (
        Status.CAPTURED,
        Frame.OUT,
        _list(
            "drive, push, expel, oust, force, evict, chase, rout, sweep, kick, eject, dislodge, flush, throw"
        ),
    ),
    (
        Status.RECAPTURED,
        Frame.OBJECT,
        (
            *_list(
                "recapture, retake, reclaim, regain, recover, reconquer, take back, win back, seize back, "
                "re-take, re-capture, get back, restore security to, restore security and stability to, "
                "return security and stability to, return security to, cleanse, purge, purify, wrest "
                "back, claw back, bring back under control, get, win"
            ),
            *_product(
                "regain, retake, restore, recover, reassert, reestablish, re-establish, resume, reimpose, "
                "re-impose, impose again, take back",
                CONTROL,
            ),
        ),
    ),
    (
        Status.BLOCKED,
        Frame.OBJECT,
        _list(
            "block, not open, not reopen, block off, cut, cut off, sever, close, close off, shut, shut "
            "down, besiege, encircle, surround, blockade, lay siege to, barricade, seal, seal off, impose "
            "a siege on, obstruct, interdict, mine, choke off, choke, bar, paralyse, paralyze, cordon "
            "off, close down, tighten siege on, tighten siege of, strangle, isolate, ring, hem in, bottle "
            "up, envelop, complete siege of, complete encirclement of, cut in half, cut in two"
        ),
    ),
    (
        Status.DAMAGED,
        Frame.OBJECT,
        _list(
            "destroy, blow up, demolish, wreck, damage, wash away, sweep away, carry away, carry off, "
            "dynamite, crater, bring down, blow apart, sabotage"
        ),
    ),
    (
        Status.CONTESTED,
        Frame.OBJECT,
        _list(
            "storm, attack, assault, raid, assail, break into, enter, push into, infiltrate, advance "
            "into, burst into, get back into, fight way into, thrust into, fight for"
        ),
    ),
    (
        Status.THREATENED,
        Frame.OBJECT,
        _list(
            "threaten, advance on, advance towards, advance toward, approach, close in on, move "
            "towards, push towards, push toward, march on, creep towards, head towards, inch towards, inch "
            "toward, edge towards, edge toward, bear down on, move toward, advance to, encroach on, mass "
            "around, mass near, set sights on, press towards, press toward"
        ),
    ),
    (
        Status.RESTRICTED,
        Frame.OBJECT,
        _list(
            "restrict, avoid, do not use, do not travel on, limit traffic on, slow traffic on, divert "
            "traffic from, limit movement on, limit access to, lay mines on, lay mines along, plant mines "
            "on, plant mines along"
        ),
    ),
    (
        Status.REOPENED,
        Frame.ITSELF,
        _list(
            "reopen, re-open, hand back to traffic, put back in service, put in service, open, clear, "
            "secure, unblock, lift the siege of, break the siege of, lift the siege on, break the siege "
            "on, lift the blockade of, end the siege of, demine, restore traffic on, resume traffic on, "
            "repair, rebuild, lift the siege imposed on, relieve, end the blockade of, break the blockade "
            "of, lift the blockade on, open a corridor to"
        ),
    ),
)

TRAFFIC: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.BLOCKED,
        Frame.NOBODY,
        _product("stop, halt, suspend, block, paralyse, prevent, disrupt, interrupt", "traffic, movement")
        + _product("prevent, stop", "cars from, vehicles from, trucks from, buses from, anyone from"),
    ),
    (Status.REOPENED, Frame.NOBODY, _product("resume, restore, allow", "traffic, movement")),
    (
        Status.REOPENED,
        Frame.NOBODY,
        _product(
            "traffic, movement, movement of cars, movement of vehicles, cars, vehicles, trucks",
            "came back to, returned to, back on, resumed on, flows again on, pass again on, move again on",
        ),
    ),
)
"""What is done to the traffic on a road."""

SCENES: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.CONTESTED,
        Frame.AT,
        _list("ambush, clash, clash with, exchange fire, trade fire, battle, skirmish"),
    ),
)
"""Verbs that make of the place where they happen what they tell, whatever their object."""

SUBJECTLESS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.BLOCKED,
        Frame.STATE,
        _list(
            "closed, shut, impassable, inaccessible, cut, blocked, under siege, besieged, encircled, out "
            "of service, closed to traffic, suspended, halted, no-go, at a standstill, no access, not "
            "accessible, unusable, unreachable, off limits, paralysed, paralyzed, cut off, severed, "
            "choked off, interrupted, no entry, blocked off, sealed off, not in use, disrupted, "
            "barricaded, front line, traffic suspended, stopped, no movement, no traffic, not passable, "
            "out of use, useless, no passage, no through traffic, not usable, not open, cut in two, still "
            "shut, no longer usable, no longer passable, off-limits, forbidden, forbidden to traffic, "
            "military zone, closed military zone, dead, not possible, not an option, under blockade, red"
        ),
    ),
    (
        Status.REOPENED,
        Frame.STATE,
        _list(
            "open, passable, open to traffic, open again, back in service, cleared, accessible, secured, "
            "fully secured, back in use, usable, reopened to traffic, back to normal, running normally, "
            "open for traffic, reachable, navigable, in use, flowing, flowing again, clear, no "
            "constraints, completely secure, ok, green, clean, practicable, driveable, fit for traffic, "
            "again running, normal, secure, safe, at the disposal of, open and safe, traffic normal, "
            "normal traffic, no restrictions, secured completely, safe for traffic, running again, moving "
            "again, returned to work, came back to work, back to work, returned to normal, returned to "
            "its normal state, returned to its regular state, resumed"
        ),
    ),
    (
        Status.RESTRICTED,
        Frame.STATE,
        _list(
            "passage, with care, passable with care, one truck at a time, one vehicle at a time, escort "
            "required, escort obligatory, escort needed, military escort, permit required, not "
            "recommended, allowed only, permitted only, only allowed, only permitted, used by light "
            "vehicles, for light vehicles, slow, restricted, movement restricted, one lane only, one "
            "lane, passable with difficulty, passable but slow, open by day only, limit passage, limits "
            "passage, long delays, delays, partially open, partly open, partially blocked, heavy delays, "
            "escort only, passable with caution, with caution, daylight only, daylight hours only, by day "
            "only, in daylight only, during daylight, during daylight hours, during daylight hours only, "
            "daytime only, in convoy only, only in convoy, only in convoys, only by day, only by "
            "daylight, only by convoy, only in daylight, at own risk, escorted convoys, amber, under "
            "escort, escorted groups only, in escorted groups only, limited to daylight hours, open for "
            "light vehicles, light vehicles only, open to light vehicles, small vehicles only, closed to "
            "commercial vehicles, closed to trucks, closed to lorries, closed to heavy vehicles, closed "
            "to commercial traffic, 4x4 only, convoys only, convoy only, single lane, one-way, reduced "
            "to, limited to, dangerous, risky, unsafe, hazardous, difficult, with difficulty, speed "
            "limit, congested, no lorries, no trucks, no heavy vehicles, no buses, until sunset, until "
            "dusk, until dark, severely restricted, open with restrictions, not safe, slow going, closed "
            "at night, closed after dark, alternating traffic, intermittently open, intermittently closed"
        )
        + _product(
            "military, light, small, escorted, humanitarian, official, army, private, civilian, empty, "
            "armoured",
            "vehicles only, traffic only, convoys only, trucks only, cars only, movement only, use only",
        ),
    ),
    (
        Status.DAMAGED,
        Frame.STATE,
        _list("destroyed, damaged, collapsed, washed out, washed away, in ruins, in the river"),
    ),
    (
        Status.CAPTURED,
        Frame.STATE,
        _list("liberated, fully liberated, completely liberated, free, gone"),
    ),
    (
        Status.CONTESTED,
        Frame.STATE,
        _list("contested, the scene of clashes, disputed, a battleground"),
    ),
)
"""Predicates that say in what state the subject is."""

NOUNS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.CONTESTED,
        Frame.AT,
        _list(
            "clashes, fighting, battles, battle, firefights, firefight, skirmishes, clash, storming of, "
            "battle for, fight for, battles for, gun battle, gun battles, gunfight, gunfights, shootout, "
            "street battles, street fighting, exchange of fire, exchanges of fire, confrontations, "
            "incursion into, incursions into, engagements, combat, infighting, push into"
        )
        + _product(
            "attack, attacks, assault, assaults, offensive, raid, raids, onslaught, ambush, ambushes, "
            "counterattack, counter-attack, counterattacks, counteroffensive",
            "on, against, along, around, inside, within, in, at, by",
        ),
    ),
    (
        Status.CONTESTED,
        Frame.OBJECT,
        _list("now inside, are inside"),
    ),
    (
        Status.CAPTURED,
        Frame.AT,
        _list(
            "change of control in, capture of, seizure of, fall of, liberation of, takeover of, conquest "
            "of, loss of, withdrawal from, pullout from, retreat from, control of, control over"
        ),
    ),
    (
        Status.BLOCKED,
        Frame.NOBODY,
        _product(
            "nothing, nobody, no one, none, no vehicle, no vehicles, no truck, no trucks, no lorry, no "
            "lorries, no car, no cars, no bus, no buses, no traffic, no convoy, no convoys, no supplies, no "
            "goods, no driver, no drivers, no commercial traffic, no movement, no civilian traffic, no aid",
            "gone up, gone along, gone down, come up, made it through, passes, pass, passed, gets "
            "through, get through, got through, comes through, come through, came through, goes through, "
            "go through, gone through, went through, moves, move, moved, passing, moving, getting "
            "through, coming through, travels, travelled, crosses, crossed, drives, uses, allowed, "
            "allowed through, let through, permitted, observed",
        )
        + _product(
            "cannot, can no longer, can't, unable to", "pass, get through, go through, travel, drive, move"
        )
        + _product(
            "let, lets, letting, allow, allows, allowing", "nobody through, no one through, nobody pass"
        ),
    ),
    (
        Status.CAPTURED,
        Frame.LEAVES,
        _list(
            "pushed back from, driven back from, driven from, beaten back from, forced back from, pushed "
            "from, ousted from, expelled from, dislodged from, forced from, chased from"
        ),
    ),
    (
        Status.RECAPTURED,
        Frame.AT,
        _list("recapture of, retaking of, reclaiming of, cleansing of"),
    ),
    (
        Status.BLOCKED,
        Frame.ENDED,
        _list("siege, blockade, encirclement"),
    ),
    (
        Status.BLOCKED,
        Frame.AT,
        _list(
            "astride, siege of, siege on, closure of, closing of, interruption of, "
            "severance of, blockade of, severing of, cutting of, encirclement of"
        ),
    ),
    (
        Status.DAMAGED,
        Frame.AT,
        _list("destruction of, collapse of, demolition of"),
    ),
    (
        Status.REOPENED,
        Frame.AT,
        _list(
            "reopening of, traffic resumed on, traffic has resumed on, traffic resumed along, "
            "resumption of traffic on, traffic resumes on, traffic returned to, traffic is back on"
        ),
    ),
    (
        Status.BLOCKED,
        Frame.AT,
        _list(
            "no access to, no way out of, no way into, no way in or out of, no way in and no way out of, no "
            "entry to, no exit from, no road out of"
        ),
    ),
    (
        Status.REOPENED,
        Frame.NOBODY,
        _product(
            "first truck, first trucks, first lorry, first lorries, first bus, first buses, first cars, "
            "first vehicles, first convoy, first convoys, trucks again, buses again, lorries again, cars "
            "again",
            "passed, pass, rolled, roll, drove, drive, crossed, cross, went, moved, move, run, ran, "
            "travelled, reached, arrived",
        ),
    ),
    (
        Status.CONTESTED,
        Frame.STATE,
        _list("changed hands, changes hands, changing hands, change hands, traded hands"),
    ),
    (
        Status.CAPTURED,
        Frame.STATE,
        _list("ours, theirs, in our hands, in their hands, now ours, now theirs"),
    ),
    (
        Status.CAPTURED,
        Frame.OBJECT,
        _list("in control of, in full control of, now in control of, inside, in possession of"),
    ),
    (
        Status.CAPTURED,
        Frame.FALLS,
        _list("under the control of, in the hands of, gone to, went to"),
    ),
    (
        Status.THREATENED,
        Frame.AT,
        _list(
            "offensive towards, offensive toward, assault towards, advance towards, advance on, "
            "threat to, infiltrate towards, infiltrate toward, push towards, push for, at the gates of, at "
            "the doors of, on the doorstep of, offensive aimed at, operation against, campaign "
            "against, within striking distance of"
        ),
    ),
)
"""Nouns and phrases that are triggers as they stand."""

ASSAULTS = frozenset(_list("attack, assault, raid")) | frozenset(
    _product("attack, attacks, assault, assaults, raid, raids, onslaught", "on, against, in, at, around")
)
"""Attacks that may come from the air or from guns as well as on the ground."""

OWNED: dict[str, Status] = {
    **dict.fromkeys(_list("fall, capture, loss, seizure, liberation, takeover, conquest"), Status.CAPTURED),
    **dict.fromkeys(_list("recapture, return"), Status.RECAPTURED),
    **dict.fromkeys(_list("closure, isolation, severance, interruption, encirclement"), Status.BLOCKED),
}
"""Nouns whose place owns them: "X's fall"."""

PARTICLE = {"get": "back", "win": "back", "hand": "over"}
"""Verbs that take or leave a place only with this word after it."""

BARE = frozenset(
    _list(
        "clashes, fighting, battles, battle, firefights, firefight, skirmishes, clash, gun battle, gun "
        "battles, gunfight, gunfights, shootout, street battles, street fighting, exchange of fire, "
        "exchanges of fire, confrontations, engagements, combat, infighting"
    )
)
"""Nouns of fighting whose place a preposition tells."""

RAIDS = frozenset(_product("raid, raids", "on, against, in, at, around"))
"""Those that are told of the air unless a side is named."""

SIEGES = frozenset(
    _list(
        "siege of, siege on, blockade of, encirclement of, closure of, siege, blockade, encirclement, under "
        "siege, under blockade, besieged, encircled"
    )
)
"""Words of siege: what is lifted of them opens a place, and people in a place are under them."""

OF_LINES = frozenset({"passage", "front line"})
"""Predicates in lines of a status list alone: "A - B: front line"."""

OF_ROADS = frozenset(
    _list(
        "front line, passage, stopped, returned to work, came back to work, back to work, clear, normal, "
        "ok, green, red, dead, clean, not possible, not an option, secure, completely secure, safe, in "
        "use, useless, flowing, slow, difficult, dangerous, astride, sitting on, dug in along, dug in on, "
        "avoid, do not use, do not travel on, no constraints, no restrictions, moving again, running "
        "again, at the disposal of, no traffic, no movement, no passage, forbidden, military zone, "
        "resumed, returned to normal, under escort, escort required, military escort, allowed only, "
        "permitted only, only in convoy, only by day, only by daylight"
    )
)
"""Predicates that tell of an event only when they are said of a road."""

HOLDERS: dict[str, tuple[str, ...]] = {
    "ISIS": _list("is, isis, isil, daesh, jihadist, islamic state"),
    "opposition groups": _list("rebel, opposition, insurgent, revolutionary, fsa, rebels"),
    "Syrian army": _list("regime, saa, loyalist, syrian army"),
    "government forces": _list("government, army, state, pro-government"),
    "SDF": _list("sdf, kurdish, ypg"),
    "Turkish army": _list("turkish"),
    "Nusra Front": _list("hts, nusra"),
    "": _list("militant, enemy, full, total, complete"),
}
HELD = _list(
    "in * hands, under * control, back with *, back to * hands, came under * control, comes under * "
    "control, fell under * control, fell into * hands, falls into * hands, has fallen into * hands, "
    "passed into * hands"
)
"""Predicates of capture; the star stands for one of `HOLDERS`."""

GIVEN_AWAY = frozenset(_list("lose, abandon, surrender, hand over, cede, relinquish, give up"))
"""Verbs whose passive says that a place has a new holder."""

HELD_LEMMAS = frozenset(_list("hold, control, rule, occupy, under the control of, in the hands of"))
"""Verbs of what goes on rather than of what happens."""

FILLERS = frozenset(
    _list(
        "the, a, an, its, their, his, our, full, complete, total, entire, effective, firm, absolute, and, "
        "tight, partial, long, crippling, brief, new, own, complete, sole, overall, joint, also, them, "
        "him, ', ‘, ’, \", “, ”, civilian, commercial, aid, supply, has, have, had, can, could, is, are, "
        "was, were, been, be, being, now, able, ever, since, still"
    )
)
"""Words that may stand between the words of a trigger: "took full control of"."""

PEACEFUL = _list(
    "enter, abandon, take, hold, lose, control, rule, free, push into, surrender, occupy, flee, quit, "
    "vacate, return to, revert to, come back to, grab, snatch, roll into, pour into, hand over, give up, "
    "isolate, bar, fight for, relieve, advance to, move towards, move toward, head towards, approach, "
    "relinquish, throw, clear, inside, in possession of, gone to, went to"
)
"""Verbs that tell of war only when a side of it is their subject: a convoy may enter a town."""
