"""The English triggers: words of capture, siege, clash, threat and reopening (data, not code).

Phrases stand in lower case, verbs in one form each; `phrasebook` inflects and indexes them. The
small words of `FILLERS` may stand between the words of any of them.
"""

from __future__ import annotations

from routegraph.reading.trigger import Frame, phrases_of
from routegraph.reports.event import Status


def product(firsts: str, seconds: str) -> tuple[str, ...]:
    """Each of some phrases with each of others after it."""
    return tuple(f"{first} {second}" for first in phrases_of(firsts) for second in phrases_of(seconds))


CONTROL = (
    "control of, control on, authority over, control over, control to, hold of, hold on, hold over, "
    "possession of, grip on, control in"
)
"""What verbs of taking and of taking back may have as their object before the place."""

VERBS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.CAPTURED,
        Frame.OBJECT,
        (
            *phrases_of(
                "capture, seize, overrun, conquer, occupy, take, take over, liberate, free, hold, control, "
                "wrest, annex, sweep into, sweep through, rule, grab, snatch, raise flag over, hoist flag "
                "over, plant flag over, raise flag in, raise flag above, hoist flag above, roll into, pour "
                "into, overwhelm, make it into, move into, walk into, march into, raise flags over, raise "
                "flags in, hoist flags over, hoist colours over, establish itself in, establish themselves "
                "in"
            ),
            *product(
                "take, seize, gain, win, get, assume, establish, have, wrest, wrestle, impose, declare, "
                "extend, expand, consolidate, cement, secure, achieve, grant, give, exert, claim, complete, "
                "announce, spread",
                CONTROL,
            ),
            *product("complete, announce, claim, declare", "capture of, seizure of, liberation of"),
        ),
    ),
    (
        Status.CAPTURED,
        Frame.FALLS,
        phrases_of(
            "fall to, fall into the hands of, fall to the hands of, fall, come under the control of, fall "
            "under the control of, be lost to, collapse to, pass to, pass into the hands of, pass under the "
            "control of, slip from the control of, slip out of the control of, slip from the grip of"
        ),
    ),
    (
        Status.RECAPTURED,
        Frame.FALLS,
        phrases_of(
            "return to the control of, return to, come back under the control of, revert to, be back under "
            "the control of, come back to, return under the control of"
        ),
    ),
    (
        Status.CAPTURED,
        Frame.LEAVES,
        phrases_of(
            "lose, leave, lose control of, withdraw from, pull out of, retreat from, abandon, surrender, "
            "quit, vacate, hand, pull back from, fall back from, flee, relinquish, give up, hand over, "
            "cede, withdraw forces from, withdraw troops from, withdraw fighters from, evacuate positions "
            "in"
        ),
    ),
    (
        Status.CAPTURED,
        Frame.OUT,
        phrases_of(
            "drive, push, expel, oust, force, evict, chase, rout, sweep, kick, eject, dislodge, flush, throw"
        ),
    ),
    (
        Status.RECAPTURED,
        Frame.OBJECT,
        (
            *phrases_of(
                "recapture, retake, reclaim, regain, recover, reconquer, take back, win back, seize back, "
                "re-take, re-capture, get back, restore security to, restore security and stability to, "
                "return security and stability to, return security to, cleanse, purge, purify, wrest back, "
                "claw back, bring back under control, get, win"
            ),
            *product(
                "regain, retake, restore, recover, reassert, reestablish, re-establish, resume, reimpose, "
                "re-impose, impose again, take back",
                CONTROL,
            ),
        ),
    ),
    (
        Status.BLOCKED,
        Frame.OBJECT,
        phrases_of(
            "block, not open, not reopen, block off, cut, cut off, sever, close, close off, shut, shut "
            "down, besiege, encircle, surround, blockade, lay siege to, barricade, seal, seal off, impose a "
            "siege on, obstruct, interdict, mine, choke off, choke, bar, paralyse, paralyze, cordon off, "
            "close down, tighten siege on, tighten siege of, strangle, isolate, ring, hem in, bottle up, "
            "envelop, complete siege of, complete encirclement of, cut in half, cut in two"
        ),
    ),
    (
        Status.DAMAGED,
        Frame.OBJECT,
        phrases_of(
            "destroy, blow up, demolish, wreck, damage, wash away, sweep away, carry away, carry off, "
            "burn, burn down, torch, raze, flatten, dynamite, crater, bring down, blow apart, sabotage"
        ),
    ),
    (
        Status.CONTESTED,
        Frame.OBJECT,
        phrases_of(
            "storm, storm into, surge into, attack, assault, raid, assail, break into, enter, re-enter, "
            "reenter, advance in, advance within, advance inside, push into, infiltrate, "
            "advance into, burst into, get back into, fight way into, thrust into, fight for"
        ),
    ),
    (
        Status.THREATENED,
        Frame.OBJECT,
        phrases_of(
            "threaten, advance near, advance on, advance towards, advance toward, approach, close in on, "
            "move on, move towards, push towards, push toward, march on, creep towards, head towards, inch "
            "towards, inch toward, edge towards, edge toward, bear down on, move toward, advance to, "
            "encroach on, mass around, mass near, set sights on, press towards, press toward"
        ),
    ),
    (
        Status.RESTRICTED,
        Frame.OBJECT,
        phrases_of(
            "restrict, avoid, do not use, do not travel on, limit traffic on, slow traffic on, divert "
            "traffic from, limit movement on, limit access to, lay mines on, lay mines along, plant mines "
            "on, plant mines along"
        ),
    ),
    (
        Status.REOPENED,
        Frame.ITSELF,
        phrases_of(
            "reopen, re-open, hand back to traffic, put back in service, put in service, open, clear, "
            "secure, unblock, lift the siege of, break the siege of, lift the siege on, break the siege on, "
            "lift the blockade of, end the siege of, demine, restore traffic on, resume traffic on, repair, "
            "rebuild, lift the siege imposed on, relieve, end the blockade of, break the blockade of, lift "
            "the blockade on, open a corridor to"
        ),
    ),
)

TRAFFIC: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.BLOCKED,
        Frame.NOBODY,
        product(
            "stop, halt, suspend, block, paralyse, prevent, disrupt, interrupt",
            "traffic, movement, movements",
        )
        + product("prevent, stop", "cars from, vehicles from, trucks from, buses from, anyone from"),
    ),
    (
        Status.BLOCKED,
        Frame.NOBODY,
        product(
            "vehicles, traffic, buses, lorries, trucks, cars, drivers",
            "stopped running, stopped moving, stopped using, stopped taking, no longer run, no longer use, "
            "no "
            "longer move",
        ),
    ),
    (Status.REOPENED, Frame.NOBODY, product("resume, restore, allow", "traffic, movement")),
    (
        Status.REOPENED,
        Frame.NOBODY,
        product(
            "traffic, movement, movement of cars, movement of vehicles, cars, vehicles, trucks, lorries, "
            "buses, people, drivers",
            "came back to, returned to, back on, resumed on, flows again on, pass again, move again, run "
            "again",
        )
        + product("can again, can now, can once again", "drive, use, travel, take, pass, cross"),
    ),
)
"""What is done to the traffic on a road."""

SCENES: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.CONTESTED,
        Frame.AT,
        phrases_of("ambush, clash, clash with, exchange fire, trade fire, battle, skirmish"),
    ),
)
"""Verbs that make of the place where they happen what they tell, whatever their object."""

SUBJECTLESS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.BLOCKED,
        Frame.STATE,
        phrases_of(
            "shut, impassable, snowed in, snowbound, flooded, submerged, inundated, under water, underwater, "
            "under embargo, buried, inaccessible, cut, under siege, out of service, closed to traffic, "
            "suspended, halted, no-go, at a standstill, no access, not accessible, unusable, unreachable, "
            "out of reach, beyond reach, out of action, obstructed, off limits, cut off, interrupted, no "
            "entry, not in use, disrupted, front line, "
            "traffic suspended, stopped, no movement, no traffic, not passable, out of use, useless, no "
            "passage, no through traffic, not usable, not open, cut in two, still shut, no longer usable, no "
            "longer passable, off-limits, forbidden, forbidden to traffic, military zone, closed military "
            "zone, dead, not possible, not an option, under blockade, red, do not travel"
        )
        + product(
            "accessible only, only accessible, reached only, only be reached, reachable only, only reachable",
            "by boat, by sea, by lake, by river, by canoe, by motorbike, by helicopter, by air, on foot",
        )
        + product("by boat, by sea, by helicopter, by air, on foot", "only"),
    ),
    (
        Status.REOPENED,
        Frame.STATE,
        phrases_of(
            "open, operational, passable, restored, restored for traffic, restored to traffic, restored for "
            "light traffic, restored for all traffic, partially restored, fully restored, cleared for "
            "traffic, in service, in service again, in operation again, open to traffic, open again, back "
            "in service, accessible, fully secured, back in use, usable, reopened to traffic, back to "
            "normal, running normally, open for traffic, reachable, navigable, in use, flowing, flowing "
            "again, clear, no constraints, completely secure, ok, green, clean, practicable, driveable, fit "
            "for traffic, again running, normal, secure, safe, at the disposal of, open and safe, traffic "
            "normal, normal traffic, no restrictions, returned to service, returned to operation, returned "
            "to use, came back into operation, came back into service, came back into use, back in "
            "operation, secured completely, safe for traffic, running again, "
            "moving again, returned to work, came back to work, back to work, returned to normal, returned "
            "to its normal state, returned to its regular state, resumed"
        ),
    ),
    (
        Status.RESTRICTED,
        Frame.STATE,
        phrases_of(
            "passage, held up, with care, under curfew, detour in place, diversion in place, weight limit, "
            "load limit, closed to vehicles over, closed above, limited to vehicles under, one-lane, "
            "alternate traffic, flooded in places, partially flooded, partly flooded, partially collapsed, "
            "partly collapsed, muddy, icy, passable with care, one truck at a time, one vehicle at a time, "
            "escort required, escort obligatory, escort needed, military escort, permit required, not "
            "recommended, allowed only, permitted only, only allowed, only permitted, used by light "
            "vehicles, for light vehicles, slow, movement restricted, one lane only, one lane, passable with "
            "difficulty, passable but slow, open by day only, limit passage, limits passage, long delays, "
            "delays, open for humanitarian, open to humanitarian, open for emergency, partially open, partly "
            "open, partially blocked, heavy delays, escort only, passable with caution, with caution, "
            "daylight only, daylight hours only, by day only, in daylight only, during daylight, during "
            "daylight hours, during daylight hours only, daytime only, in convoy only, only in convoy, only "
            "in convoys, only by day, only by daylight, only by convoy, only in daylight, at own risk, "
            "escorted convoys, amber, under escort, escorted groups only, in escorted groups only, limited "
            "to daylight hours, open for light vehicles, light vehicles only, open to light vehicles, small "
            "vehicles only, closed to commercial vehicles, closed to trucks, closed to lorries, closed to "
            "heavy vehicles, closed to commercial traffic, 4x4 only, convoys only, convoy only, single lane, "
            "one-way, reduced to, limited to, dangerous, risky, unsafe, hazardous, difficult, with "
            "difficulty, speed limit, congested, no lorries, no trucks, no heavy vehicles, no buses, until "
            "sunset, until dusk, until dark, severely restricted, open with restrictions, not safe, slow "
            "going, closed at night, closed after dark, alternating traffic, intermittently open, "
            "intermittently closed"
        )
        + product(
            "military, light, small, escorted, humanitarian, official, army, private, civilian, empty, "
            "armoured",
            "vehicles only, traffic only, convoys only, trucks only, cars only, movement only, use only",
        ),
    ),
    (
        Status.DAMAGED,
        Frame.STATE,
        phrases_of(
            "collapsed, washed out, washed away, swept away, caved in, eroded, undermined, buckled, "
            "subsided, in ruins, in the river"
        ),
    ),
    (Status.CAPTURED, Frame.STATE, phrases_of("fully liberated, completely liberated, free, gone")),
    (
        Status.CONTESTED,
        Frame.STATE,
        phrases_of("contested, under attack, under assault, the scene of clashes, disputed, a battleground"),
    ),
)
"""Predicates that say in what state the subject is."""

NOUNS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.CONTESTED,
        Frame.AT,
        phrases_of(
            "clashes, hostilities, small-arms fire, gunfire, fighting, battles, battle, firefights, "
            "firefight, skirmishes, clash, storming of, battle for, fight for, battles for, gun battle, gun "
            "battles, gunfight, gunfights, shootout, street battles, street fighting, exchange of fire, "
            "exchanges of fire, confrontations, incursion into, incursions into, engagements, combat, "
            "infighting, push into, ambush near, ambush outside"
        )
        + product(
            "attack, attacks, assault, assaults, offensive, raid, raids, onslaught, ambush, ambushes, "
            "counterattack, counter-attack, counterattacks, counteroffensive",
            "on, against, along, around, inside, within, in, at, by",
        ),
    ),
    (Status.CONTESTED, Frame.OBJECT, phrases_of("inside")),
    (
        Status.CAPTURED,
        Frame.AT,
        phrases_of(
            "change of control in, capture of, seizure of, fall of, liberation of, takeover of, conquest "
            "of, loss of, withdrawal from, pullout from, retreat from, control of, control over"
        ),
    ),
    (
        Status.BLOCKED,
        Frame.NOBODY,
        product(
            "nothing, nobody, no one, none, no vehicle, no vehicles, no truck, no trucks, no lorry, no "
            "lorries, no car, no cars, no bus, no buses, no traffic, no convoy, no convoys, no supplies, no "
            "goods, no cargo, no transport, no food, no fuel, no driver, no drivers, no movement, no aid, no "
            "commercial truck, no commercial lorry, no commercial traffic, no civilian traffic",
            "gone up, gone along, gone down, come up, made it through, passes, pass, passed, gets through, "
            "get through, got through, comes through, come through, came through, goes through, go through, "
            "gone through, go, went through, moves, move, moved, passing, moving, getting through, "
            "coming through, travels, travelled, crosses, crossed, drives, uses, allowed, allowed through, "
            "let through, permitted, observed, takes, take",
        )
        + product(
            "cannot, can no longer, can't, unable to", "pass, get through, go through, travel, drive, move"
        )
        + product(
            "let, lets, letting, allow, allows, allowing", "nobody through, no one through, nobody pass"
        ),
    ),
    (
        Status.CAPTURED,
        Frame.LEAVES,
        phrases_of(
            "pushed back from, driven back from, driven from, beaten back from, forced back from, pushed "
            "from, ousted from, expelled from, dislodged from, forced from, chased from"
        ),
    ),
    (Status.RECAPTURED, Frame.AT, phrases_of("recapture of, retaking of, reclaiming of, cleansing of")),
    (Status.BLOCKED, Frame.ENDED, phrases_of("siege, blockade, encirclement")),
    (
        Status.BLOCKED,
        Frame.AT,
        phrases_of(
            "astride, sitting on, dug in along, dug in on, siege of, siege on, closure of, closing of, "
            "interruption of, severance of, blockade of, severing of, cutting of, encirclement of, blockade "
            "on, embargo on, blockade in force on, siege in force on, embargo in force on, blockade in "
            "place on"
        ),
    ),
    (
        Status.DAMAGED,
        Frame.AT,
        phrases_of("destruction of, collapse of, demolition of")
        + product(
            "landslide, landslides, mudslide, mudslides, rockfall, rockfalls, rockslide, avalanche, "
            "avalanches, washout, cave-in, sinkhole, subsidence, debris flow",
            "on, along, at, between, across, over",
        ),
    ),
    (
        Status.RESTRICTED,
        Frame.AT,
        product("stuck, stranded, queuing, trapped, backed up, held up", "on, along, between")
        + phrases_of("curfew in, curfew on, diversion on, detour on, roadworks on, repairs on"),
    ),
    (
        Status.REOPENED,
        Frame.AT,
        phrases_of(
            "reopening of, traffic resumed on, traffic has resumed on, traffic resumed along, resumption of "
            "traffic on, traffic resumes on, traffic returned to, traffic is back on"
        ),
    ),
    (
        Status.BLOCKED,
        Frame.AT,
        phrases_of(
            "no access to, no way out of, no way into, no way in or out of, no way in and no way out of, no "
            "entry to, no exit from, no road out of"
        ),
    ),
    (
        Status.REOPENED,
        Frame.NOBODY,
        product(
            ", ".join(
                product(
                    "first, first civilian, first commercial, first aid",
                    "truck, trucks, lorry, lorries, bus, buses, cars, vehicles, convoy, convoys",
                )
            )
            + ", trucks again, buses again, lorries again, cars again",
            "passed, pass, rolled, roll, drove, drive, crossed, cross, went, moved, move, run, ran, "
            "travelled, reached, arrived",
        ),
    ),
    (
        Status.CONTESTED,
        Frame.STATE,
        phrases_of("changed hands, changes hands, changing hands, change hands, traded hands"),
    ),
    (
        Status.CAPTURED,
        Frame.STATE,
        phrases_of("ours, theirs, in our hands, in their hands, now ours, now theirs"),
    ),
    (
        Status.CAPTURED,
        Frame.OBJECT,
        phrases_of("in control of, in possession of, masters of, in charge of, in command of"),
    ),
    (
        Status.CAPTURED,
        Frame.FALLS,
        phrases_of("under the control of, in the hands of, gone to, went to, now held by, now controlled by"),
    ),
    (
        Status.THREATENED,
        Frame.AT,
        phrases_of(
            "offensive towards, offensive toward, assault towards, advance towards, advance on, threat to, "
            "infiltrate towards, infiltrate toward, push towards, push for, at the gates of, at the doors "
            "of, on the doorstep of, offensive aimed at, operation against, campaign against, within "
            "striking distance of"
        ),
    ),
)
"""Nouns and phrases that are triggers as they stand."""

HOLDERS: dict[str, str] = {
    **dict.fromkeys(phrases_of("islamic state, jihadist, is"), "ISIS"),
    **dict.fromkeys(phrases_of("revolutionary, insurgent"), "opposition groups"),
    **dict.fromkeys(phrases_of("state, pro-government, federal"), "government forces"),
    "loyalist": "Syrian army",
    "kurdish": "SDF",
}
"""Adjectives of those in whose hands a place may be, beside the names of sides."""

FILLERS = frozenset(
    phrases_of(
        "the, a, an, its, their, his, our, full, complete, total, entire, effective, firm, absolute, and, "
        "tight, partial, long, national, black, red, white, crippling, brief, new, own, sole, overall, "
        "joint, also, them, him, has, have, had, can, could, is, are, was, were, been, be, being, now, able, "
        "ever, since, still"
    )
) | frozenset("'\"‘’“”")
"""Words that may stand between the words of a trigger: "took full control of"."""
