"""The English words of capture, siege, clash, threat and reopening: data, not code.

Phrases stand in lower case, verbs in one form each; `phrasebook` inflects and indexes them.
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


VERBS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.CAPTURED,
        Frame.OBJECT,
        _list(
            "capture, seize, overrun, conquer, occupy, take, take over, take control of, seize "
            "control of, gain control of, gain control over, win control of, get control of, assume "
            "control of, establish control over, establish full control over, take full control of, "
            "take complete control of, have control of, liberate, free, hold, control, wrest, wrest "
            "control of, annex, impose control over, sweep into, rule"
        ),
    ),
    (
        Status.CAPTURED,
        Frame.FALLS,
        _list(
            "fall to, fall into, fall under, fall into the hands of, fall to the hands of, fall, come "
            "under the control of, fall under the control of, be lost to, collapse to"
        ),
    ),
    (
        Status.CAPTURED,
        Frame.LEAVES,
        _list("lose, lose control of, withdraw from, pull out of, retreat from, abandon, surrender"),
    ),
    (
        Status.CAPTURED,
        Frame.OUT,
        _list("drive, push, expel, oust, force, evict, chase, rout"),
    ),
    (
        Status.RECAPTURED,
        Frame.OBJECT,
        _list(
            "recapture, retake, reclaim, regain, recover, reconquer, take back, win back, regain "
            "control of, regain control over, retake control of, restore control over, restore "
            "control of, recover control of, reassert control over, reassert control of, restore "
            "security to, restore security and stability to, seize back, re-take, re-capture, get "
            "back"
        ),
    ),
    (
        Status.BLOCKED,
        Frame.OBJECT,
        _list(
            "block, block off, cut, cut off, sever, close, close off, shut, shut down, besiege, "
            "encircle, surround, blockade, lay siege to, barricade, seal, seal off, impose a siege "
            "on, obstruct, interdict, mine"
        ),
    ),
    (
        Status.DAMAGED,
        Frame.OBJECT,
        _list("destroy, blow up, demolish, wreck, damage, wash away, dynamite, crater"),
    ),
    (
        Status.CONTESTED,
        Frame.OBJECT,
        _list(
            "storm, attack, assault, raid, assail, break into, enter, push into, infiltrate, advance "
            "into, burst into"
        ),
    ),
    (
        Status.THREATENED,
        Frame.OBJECT,
        _list(
            "threaten, advance on, advance towards, advance toward, approach, close in on, move "
            "towards, push towards, push toward, march on, creep towards, head towards"
        ),
    ),
    (
        Status.RESTRICTED,
        Frame.OBJECT,
        _list("restrict, limit traffic on, slow traffic on"),
    ),
    (
        Status.REOPENED,
        Frame.ITSELF,
        _list(
            "reopen, re-open, open, clear, secure, unblock, lift the siege of, break the siege of, "
            "lift the siege on, break the siege on, lift the blockade of, end the siege of, demine, "
            "restore traffic on, resume traffic on, repair, rebuild, lift the siege imposed on"
        ),
    ),
)

SUBJECTLESS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.BLOCKED,
        Frame.STATE,
        _list(
            "closed, shut, impassable, inaccessible, cut, blocked, under siege, besieged, encircled, "
            "out of service, closed to traffic, suspended, halted, no-go, at a standstill"
        ),
    ),
    (
        Status.REOPENED,
        Frame.STATE,
        _list("open, passable, open to traffic, open again, back in service, cleared, accessible"),
    ),
    (
        Status.RESTRICTED,
        Frame.STATE,
        _list(
            "slow, restricted, movement restricted, one lane only, one lane, passable with "
            "difficulty, passable but slow, open by day only, limit passage, limits passage, long "
            "delays, delays, partially open, partly open, partially blocked, heavy delays, escort "
            "only"
        ),
    ),
    (
        Status.DAMAGED,
        Frame.STATE,
        _list("destroyed, damaged, collapsed, washed out"),
    ),
    (
        Status.CONTESTED,
        Frame.STATE,
        _list("contested, the scene of clashes"),
    ),
)
"""Predicates that say in what state the subject is."""

NOUNS: tuple[tuple[Status, str, tuple[str, ...]], ...] = (
    (
        Status.CONTESTED,
        Frame.AT,
        _list(
            "clashes, fighting, battles, battle, firefights, firefight, skirmishes, clash, attack on, "
            "attacks on, assault on, assaults on, offensive on, offensive against, attack against, "
            "assault against, raid on, raids on, onslaught on, storming of"
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
        _list("capture of, seizure of, fall of, liberation of"),
    ),
    (
        Status.RECAPTURED,
        Frame.AT,
        _list("recapture of"),
    ),
    (
        Status.BLOCKED,
        Frame.AT,
        _list("siege of, siege on, closure of, blockade of"),
    ),
    (
        Status.DAMAGED,
        Frame.AT,
        _list("destruction of, collapse of"),
    ),
    (
        Status.REOPENED,
        Frame.AT,
        _list("reopening of, traffic resumed on, traffic has resumed on"),
    ),
    (
        Status.CAPTURED,
        Frame.OBJECT,
        _list("in control of, in full control of, now in control of, inside"),
    ),
    (
        Status.CAPTURED,
        Frame.FALLS,
        _list("under the control of, in the hands of"),
    ),
    (
        Status.THREATENED,
        Frame.AT,
        _list(
            "offensive towards, offensive toward, assault towards, advance towards, advance on, "
            "threat to, infiltrate towards, infiltrate toward"
        ),
    ),
)
"""Nouns and phrases that are triggers as they stand."""

HARMLESS = _list(
    "air raids on, air raid on, air strikes on, air attack on, air attacks on, "
    "taken as, take part, took part, taking part, take place, took place, taken place, taking place, "
    "take hours, took an hour, takes an hour, take longer, under way, under fire, close to, closest, "
    "clear that, made clear, clear whether, open fire, opened fire, opening fire, held a, holds a, "
    "hold a, held talks, hold talks, prices, open letter, held by, government-held, regime-held, "
    "rebel-held, opposition-held, under the age of, free syrian army, open market, fall ill, fell "
    "ill, fell silent, fell by, control tower, taken to, took to, lost lives, lost their lives, lost "
    "his life, attack helicopter, under construction, mine clearance, damaging houses, material "
    "damage, under pressure, under the, taken refuge"
)
"""Phrases that hold a trigger's word and mean something else."""

NEGATIONS = _list(
    "not, no, never, n't, without, neither, nor, cannot, hardly, nobody, none, didn't, hasn't, "
    "haven't, wasn't, isn't, weren't, don't, doesn't, couldn't, aren't"
)

FAILURES = _list(
    "failed to, fails to, failing to, fail to, unable to, not able to, failed attempt to, failure to"
)

DENIALS = _list(
    "denied, denies, deny, denying, refuted, refutes, dismissed reports, rejected reports, denied "
    "reports, untrue, false, rumours, rumors, a lie, claimed falsely"
)

REPULSES = _list(
    "repelled, repels, repel, repulsed, foiled, foils, thwarted, thwart, thwarts, repelling, beat "
    "back, beaten back, fought off, pushed back, averted, frustrated, repulse"
)

ATTEMPTS = _list(
    "preparing to, prepares to, prepare to, prepared to, planning to, plans to, plan to, planned to, "
    "intends to, intend to, intending to, aims to, aim to, aiming to, seeks to, seek to, seeking to, "
    "trying to, tries to, tried to, try to, attempted to, attempting to, attempt to, attempts to, "
    "strives to, striving to, strive to, vowed to, vows to, threatened to, threatens to, threatening "
    "to, in a bid to, bid to, attempting an, poised to, hopes to, hope to, hoping to, about to, wants "
    "to, want to, ready to, set to, an attempt by, attempt by, attempts by, planned, mobilising to, "
    "mobilizing to, massing to, in order to, operation to, offensive to, campaign to, effort to, "
    "efforts to, prepared for"
)

HYPOTHESES = _list(
    "if, whether, would, could, may, might, should, unless, can, will, next, asked, hypothetical, as "
    "if, had they, once, until"
)

PAST_MARKERS = _list(
    "last year, years ago, months ago, a year ago, decades ago, previously, formerly, in the past, "
    "since last year, two years ago, last summer, last winter, last spring, last autumn, centuries, "
    "before the war, long ago, in recent years, for centuries, historically, once again in"
)

REPORTED = _list(
    "said, says, reported, reports, confirmed, announced, claimed, stated, told, added, declared, "
    "say, saying, according to, adding, learned, learnt, report, claims, admitted"
)

PEACEFUL = _list("enter, abandon, take, hold, lose, control, rule, free, push into, surrender, occupy")
"""Verbs that tell of war only when a side of it is their subject: a convoy may enter a town."""

CLAIMING = _list("claimed, claims, claim, alleged, allegedly, boasted, purportedly")
"""Words that make what follows one side's word."""

BOUNDARIES = _list(
    "which, who, where, while, as, after, before, but, because, although, though, when, however, "
    "meanwhile, that, since, despite, whereas, so, then, whose, during, following, amid, leaving, "
    "allowing, saying, adding, according, until, once, even, including, thereby, if, unless"
)
"""Words at which a clause ends."""

KINDS = _list(
    "town, towns, village, villages, city, cities, district, area, region, hamlet, hamlets, township, "
    "enclave, pocket, subdistrict, sub-district, plain, oasis, camp, stronghold, bastion, settlement, "
    "junction, strategic town, governorate seat"
)

WIDE_KINDS = _list(
    "province, governorate, countryside, suburbs, suburb, provinces, rural, hinterland, region of, "
    "outskirts, surroundings, desert, steppe, front, axis, vicinity, environs"
)
"""Nouns that make of a place's name something wider that is never closed by it."""

PARTS = _list(
    "parts, part, neighborhoods, neighbourhoods, neighborhood, neighbourhood, districts, quarters, "
    "quarter, sections, half, most, much, edges, blocks, streets"
)

ROADS = _list(
    "hwy, mway, rd, road, highway, motorway, route, autostrad, autostrada, street, track, corridor, roads, "
    "expressway, freeway, artery, routes, line"
)

SUPPLY = _list(
    "supply line, supply lines, supply route, supply routes, supply road, lifeline, only road, only "
    "route, only supply line, only supply route, last road, last supply route, main supply route, "
    "only remaining road, last supply line, only way, only land route, land route"
)

THINGS = _list(
    "checkpoint, checkpoints, barrier, barriers, roadblock, roadblocks, outpost, outposts, position, "
    "positions, location, locations, hill, hills, hilltop, hilltops, hillock, base, bases, post, "
    "posts, pump, station, airbase, airport, farm, farms, silos, factory, depot, barracks, "
    "headquarters, building, buildings, hospital, mill, point, points, areas, sites, site, mountain, "
    "trench, trenches, dam, refinery, field, fields, territory, ground, academy, school, warehouse, "
    "quarry, tunnel, ridge, peak, facility"
)

BRIDGES = _list("bridge, bridges, overpass, crossing, culvert, ford, viaduct, border crossing")

PREPOSITIONS = _list(
    "in, at, near, around, on, outside, along, over, inside, close by, beside, of, toward, towards, "
    "from, to, into, between, against, with, for, by, through, via, within, off, across, east, under, "
    "beyond, opposite, close"
)

ANAPHORA_OF_SIDES = _list(
    "the group, the radical group, the militants, the jihadists, the militant group, its fighters, "
    "the extremists, the extremist group, the terrorists, the fighters, its militants, they, it, the "
    "militant fighters, militants, jihadists, terrorists, the organisation, the organization, the "
    "attackers, the gunmen, fighters, the faction, its men, the group's fighters, we, our heroes"
)

PRONOUNS = _list("it, them, this, there")

ANAPHORA_OF_PLACES = _list(
    "the town, the village, the city, the district, the road, the highway, the motorway, the hamlet, "
    "the area, the bridge, the route"
)

NOT_PLACES = _list(
    "january, february, march, april, may, june, july, august, september, october, november, december, "
    "i, a, an, the, this, that, these, those, we, he, she, you, our, their, his, her, its, my, your, "
    "some, many, several, other, others, all, both, each, every, according, speaking, subsequent, "
    "reporting, source, sources, photo, file, syria, syrian, iraq, iraqi, lebanon, turkey, turkish, "
    "russia, russian, iran, iranian, kurdish, arab, islamic, palestinian, shia, sunni, shiite, "
    "alawite, christian, american, british, french, united, nations, state, states, security, "
    "council, western, eastern, northern, southern, north, south, east, west, central, general, "
    "colonel, brigadier, major, captain, mr, mrs, dr, president, minister, governor, mayor, "
    "observatory, human, rights, news, agency, reuters, afp, ap, sana, ara, sohr, un, wfp, ocha, "
    "unhcr, icrc, red, crescent, cross, media, centre, center, army, forces, front, brigade, "
    "brigades, group, monday, tuesday, wednesday, thursday, friday, saturday, sunday, today, "
    "yesterday, twitter, facebook, telegram, telephone, leave, share, follow, short, video, units, "
    "people, residents, activists, local, locals, families, civilians, soldiers, fighters, aid, "
    "trucks, buses, convoys, convoy, traffic, clashes, fighting, heavy, fierce, one, two, three, "
    "four, five, six, ten, backed, unknown, neither, either, nobody, until, daesh, isis, government, "
    "opposition, rebels, rebel, regime, militants, jihadists, state television, warplanes, aircraft, "
    "air, route, road, highway, bridge, motorway, urgent, breaking, update, summary, daily, weekly, "
    "asked, being, having, there, here, next, last, first, second, then, now, later, earlier, also, "
    "still, yes, not, no, will, would, could, from, with, under, over, about, through, than, they, "
    "it, is"
)
"""Capitalised words that are no names of places."""

TITLES = _list(
    "activist, spokesman, spokeswoman, commander, general, colonel, captain, major, mr, mrs, "
    "president, minister, governor, director, doctor, dr, journalist, trader, sheikh abu, lieutenant, "
    "brigadier, sergeant, resident, reporter, correspondent, analyst, mayor"
)
"""Words before a person's name."""

VAGUE = frozenset(
    _list(
        "areas, building, buildings, ground, location, locations, point, points, position, positions, "
        "sites, territory"
    )
)
PLACING = frozenset(_list("along, around, at, beside, in, inside, into, near, of, on, outside, over, within"))

DIRECTIONS: dict[str, float] = {
    "north": 0.0,
    "north-east": 45.0,
    "northeast": 45.0,
    "east": 90.0,
    "south-east": 135.0,
    "southeast": 135.0,
    "south": 180.0,
    "south-west": 225.0,
    "southwest": 225.0,
    "west": 270.0,
    "north-west": 315.0,
    "northwest": 315.0,
}
"""Direction -> bearing in degrees."""

NUMBERS: dict[str, int] = {
    word: number
    for number, word in enumerate(
        _list("zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve")
    )
}
