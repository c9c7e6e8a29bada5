"""The English words around triggers: denial, negation, attempts, nouns of places (data, not code).

Phrases stand in lower case.
"""

from __future__ import annotations

from routegraph.reading.trigger import phrases_of

HARMLESS = phrases_of(
    "would like to notify, would like to inform, would like to alert, burst its banks, burst their banks, "
    "bursting its banks, river banks, toll free, duty free, free flow, air raids on, air raid on, air "
    "strikes on, air attack on, air attacks on, taken as, take part, took part, taking part, take place, "
    "took place, taken place, taking place, take hours, took an hour, takes an hour, take longer, under "
    "way, under fire, close to, closest, clear that, made clear, clear whether, open fire, opened fire, "
    "opening fire, held a, holds a, hold a, held talks, hold talks, prices, open letter, held by, "
    "government-held, regime-held, rebel-held, opposition-held, under the age of, free syrian army, open "
    "market, fall ill, fell ill, fell silent, fell by, control tower, taken to, took to, lost lives, lost "
    "their lives, lost his life, attack helicopter, under construction, mine clearance, damaging houses, "
    "material damage, under pressure, taken refuge, took up, take up, hand over power, take shelter, takes "
    "place, takes part, took off, take off, take advantage, took advantage, take control of their, free of, "
    "free from, held that, holds that, hold out, held out, holding out, holding off, control room, control "
    "rooms, open source, open-source, open-ended, free of charge, free to, freed from, close ally, close "
    "allies, state of siege, air force, open air, lost control, lose sleep, difficult to, cut short, cut "
    "prices, cut power, cut off power, cut water, power cut, power cuts, take stock, limited reach, held "
    "in, held at, is held, are held, still held by, being held, fell in the river, fell in the water, with "
    "mines, with explosives, with dynamite, denied passage, denied entry, fell into the river, "
    "closed-door, close quarters, fall back, falls short, fell short, fall short, fell apart"
)
"""Phrases that hold a trigger's word and mean something else."""

NEGATIONS = phrases_of(
    "not, no, never, n't, without, neither, nor, cannot, hardly, nobody, none, didn't, hasn't, haven't, "
    "wasn't, isn't, weren't, don't, doesn't, couldn't, aren't"
)

FAILURES = phrases_of(
    "failed to, fails to, failing to, fail to, unable to, not able to, failed attempt to, failure to"
)

DENIALS = phrases_of(
    "denied, denies, deny, denying, refuted, refutes, dismissed reports, rejected reports, denied reports, "
    "untrue, false, rumours, rumors, rumour, rumor, a lie, claimed falsely, refute"
)

BASELESS = phrases_of(
    "do not reflect the truth, does not reflect the truth, far from the truth, is wrong, proved wrong, "
    "proved false, turned out false, untrue, false, a lie, pure lie, outright lie, blatant lie, baseless, "
    "unfounded, groundless, nonsense, fabricated, fabrications, not true, no truth, fake, disproved, "
    "disproven, contradicted, hoax, no basis, without foundation, unconfirmed, could not be confirmed, "
    "could not be verified, can't verify, cannot verify, could not verify, cannot be verified, not been "
    "confirmed, cannot be confirmed, incorrect, invented"
)
"""What calls all of its sentence untrue or unsure, before it or after."""

REPULSES = phrases_of(
    "thrown back, thrown out, driven off, beaten off, fended off, repelled, repels, repel, repulsed, "
    "foiled, foil, foils, thwarted, thwart, thwarts, repelling, beat back, beaten back, fought off, pushed "
    "back, averted, frustrated, repulse"
)

ATTEMPTS = phrases_of(
    "stop sharing, stop saying, stop spreading, don't believe, do not believe, try and, tries and, tried "
    "and, talk of, talks of, talked of, talking of, preparing to, prepares to, prepare to, prepared to, "
    "planning to, plans to, plan to, planned to, intends to, intend to, intending to, aims to, aim to, "
    "aiming to, seeks to, seek to, seeking to, trying to, tries to, tried to, try to, attempted to, "
    "attempting to, attempt to, attempts to, strives to, striving to, strive to, vowed to, vows to, "
    "threatened to, threatens to, threatening to, in a bid to, bid to, attempting an, poised to, hopes to, "
    "hope to, hoping to, about to, wants to, want to, ready to, set to, an attempt by, attempt by, attempts "
    "by, planned, mobilising to, mobilizing to, massing to, in order to, operation to, offensive to, "
    "campaign to, campaign for, operation for, offensive for, battle for the, fight for the, effort to, "
    "efforts to, prepared for, battles to, battle to, battling to, battled to, "
    "fighting to, fights to, fight to, fought to, struggles to, struggling to, struggled to, scrambling to, "
    "racing to, counting on, bids to, pushing to, ordered to, preparations to, preparations for, orders to, "
    "plan for, plans for, drive to, moves to, moving to, eyeing, eyes, attempt at, attempts at, mission to, "
    "goal of, aim of, amid fears, vows, vowed, pledged to, pledges to, promised to, promises to"
)

HYPOTHESES = phrases_of(
    "seems to have, seem to have, if, whether, would, could, may, might, should, unless, can, will, next, "
    "asked, hypothetical, as if, had they, once, until, likely, probably, expected to, expects to, "
    "expected, scheduled to, perhaps, possibly, possible, potential, potentially, fears, fear, feared, "
    "fearing, risk of, risks, in case, in the event, warned, warns, warning, ahead of, prospect of, "
    "possibility of, calls to, calls for, called for, called on, calls on, urged, urges, demand, demands, "
    "demanded, demanding, hopes for, talks on, talks over, negotiations on, negotiations over, proposal, "
    "proposed, proposes, propose, agreed to, agreement to, deal to, must, hope, hopes, dream, "
    "imagine, suppose, wait for, waiting for, discuss, discussed, discussing, pending, due to be, is to be, "
    "are to be, won't"
)

PAST_MARKERS = phrases_of(
    "last year, years ago, months ago, a year ago, decades ago, previously, formerly, in the past, since "
    "last year, two years ago, last summer, last winter, last spring, last autumn, centuries, before the "
    "war, long ago, in recent years, for centuries, historically, once again in"
)

REPORTED = phrases_of(
    "said, says, reported, reports, confirmed, announced, claimed, stated, told, added, declared, say, "
    "saying, according to, adding, learned, learnt, report, claims, admitted, heard, hears, quoted, cited, "
    "understood"
)

CLAIMING = phrases_of("claimed, claims, claim, alleged, allegedly, boasted, purportedly")
"""Words that make what follows one side's word."""

BOUNDARIES = phrases_of(
    "which, who, where, while, as, after, before, but, because, although, though, when, however, meanwhile, "
    "that, since, despite, whereas, so, then, whose, during, following, amid, leaving, allowing, saying, "
    "adding, according, until, till, once, even, including, thereby, if, unless, except, except for, "
    "excluding, "
    "apart from, other than, with the exception of, save for"
)
"""Words at which a clause ends."""

KINDS = phrases_of(
    "barangay, barangays, brgy, sitio, municipality, commune, locality, town, towns, village, villages, "
    "city, cities, district, area, region, hamlet, hamlets, township, enclave, pocket, subdistrict, "
    "sub-district, plain, oasis, camp, stronghold, bastion, settlement, junction, strategic town, "
    "governorate seat, garrison at, garrison of, garrison in, defences of, defenders of"
)

WIDE_KINDS = phrases_of(
    "province, governorate, countryside, suburbs, suburb, provinces, rural, hinterland, region of, "
    "surroundings, desert, steppe, front, axis, vicinity, environs, river, valley, mountains, lake, gorge"
)
"""Nouns that make of a place's name something wider that is never closed by it."""

PARTS = phrases_of(
    "parts, part, neighborhoods, neighbourhoods, neighborhood, neighbourhood, districts, quarters, quarter, "
    "sections, half, most, much, edges, edge, blocks, streets, outskirts, entrance, entrances, exits, exit, "
    "accesses, approaches, perimeter, fringes, gates"
)

ROADS = phrases_of(
    "the one, ground line of communication, line of communication, hwy, mway, way, stretch, section, "
    "segment, asphalt, rd, nh, nhw, highways, motorways, expressways, corridors, stretches, road, highway, "
    "motorway, route, autostrad, autostrada, street, track, corridor, "
    "roads, expressway, freeway, artery, routes, line, mountain pass, pass road, causeway"
)

SUPPLY = (
    *phrases_of(
        "main supply line, main supply route, main lifeline, supply line, supply lines, supply route, "
        "supply routes, supply road, lifeline, land route, only way"
    ),
    *(
        f"{only} {road}"
        for only in phrases_of(
            "only, sole, last, last remaining, only remaining, only overland, sole overland, last overland, "
            "only land, sole land, last land, only ground, single remaining"
        )
        for road in phrases_of("road, route, supply line, supply route, supply road, lifeline, link, artery")
    ),
)

THINGS = phrases_of(
    "checkpoint, checkpoints, barrier, barriers, roadblock, roadblocks, outpost, outposts, position, "
    "positions, location, locations, hill, hills, hilltop, hilltops, hillock, base, bases, post, posts, "
    "pump, station, airbase, air base, airfield, military airport, airport, farm, farms, silos, factory, "
    "depot, barracks, headquarters, building, buildings, hospital, mill, point, points, areas, sites, site, "
    "mountain, trench, trenches, dam, refinery, field, fields, territory, ground, academy, school, "
    "warehouse, quarry, tunnel, ridge, peak, facility, crossing, border crossing, border gate, border "
    "gates, trade gate, trade gates, border post"
)

SITES = frozenset({"airbase", "air base", "airport", "military airport", "air field", "airfield", "hill"})
"""Things that share the fate of the place they are known by."""

BRIDGES = phrases_of("bridge, bridges, overpass, flyover, culvert, ford, viaduct")

PREPOSITIONS = phrases_of(
    "in, at, near, around, on, outside, along, over, inside, close by, beside, of, toward, towards, from, "
    "to, into, between, against, with, for, by, through, via, within, off, across, east, under, above, "
    "beyond, opposite, close"
)

ANAPHORA_OF_SIDES = phrases_of(
    "the group, the radical group, the militants, the jihadists, the militant group, its fighters, the "
    "extremists, the extremist group, the terrorists, the fighters, its militants, they, it, the militant "
    "fighters, militants, jihadists, terrorists, the organisation, the organization, the attackers, the "
    "gunmen, the factions, fighters, the faction, its men, the group's fighters, we, our heroes"
)

MEN = phrases_of(
    "armed group, armed groups, armed elements, armed actors, armed youths, herders, clan militia, enemy, "
    "occupiers, invaders, gangs, jihadists, alliance, coalition, column, columns, brigade, brigades, "
    "garrison, gunmen, attackers, assailants, militia, militias, militiamen, police, protesters, "
    "protestors, demonstrators, paramilitaries, separatists, commandos, armed men, bandits, raiders, "
    "guerrillas, junta, peacekeepers, authorities, border guards, resistance fighters, defenders, forces, "
    "factions"
)
"""Those who act, and whose side is not told."""

TYING = frozenset(
    {
        "link",
        "connect",
        "join",
        "tie",
        "links",
        "connects",
        "joins",
        "ties",
        "linking",
        "connecting",
        "joining",
        "tying",
    }
)
"""What a road does to its ends."""

QUOTES = frozenset("\"'“”‘’«»")

PRONOUNS = phrases_of("it, them, this, there")

ANAPHORA_OF_PLACES = tuple(
    f"{the}{entire} {noun}"
    for the in phrases_of("the, this, that")
    for entire in ("", " entire", " whole")
    for noun in phrases_of(
        "town, village, city, settlement, municipality, township, district, road, highway, motorway, "
        "hamlet, area, bridge, route, asphalt, tarmac"
    )
)

NOT_PLACES = phrases_of(
    "km, coastal, circumferential, interior, provincial, federal, interstate, trunk, national, union, "
    "international, sam, sams, ngo, ngos, ingo, ied, ieds, vbied, svbied, svbieds, atgm, atgms, manpads, "
    "tow, uav, uavs, idp, idps, apc, apcs, bmp, hq, gps, tv, pow, pows, jan, feb, mar, apr, jun, jul, aug, "
    "sep, sept, oct, nov, dec, january, february, march, april, may, june, july, august, september, "
    "october, november, december, i, a, an, the, this, that, these, those, we, he, she, you, our, their, "
    "his, her, its, my, your, some, many, several, other, others, all, both, each, every, according, "
    "speaking, subsequent, reporting, source, sources, photo, file, syria, syrian, iraq, iraqi, lebanon, "
    "turkey, turkish, russia, russian, iran, iranian, kurdish, arab, islamic, palestinian, shia, sunni, "
    "shiite, alawite, christian, american, british, french, united, nations, state, states, security, "
    "council, western, eastern, northern, southern, north, south, east, west, central, general, colonel, "
    "brigadier, major, captain, mr, mrs, dr, president, minister, governor, mayor, observatory, human, "
    "rights, news, agency, reuters, afp, ap, sana, ara, sohr, un, wfp, ocha, unhcr, icrc, red, crescent, "
    "cross, media, centre, center, army, forces, front, brigade, brigades, group, monday, tuesday, "
    "wednesday, thursday, friday, saturday, sunday, today, yesterday, twitter, facebook, telegram, "
    "telephone, leave, share, follow, short, video, units, people, residents, activists, local, locals, "
    "families, civilians, soldiers, fighters, aid, trucks, buses, convoys, convoy, traffic, clashes, "
    "fighting, heavy, fierce, one, two, three, four, five, six, ten, backed, unknown, neither, either, "
    "nobody, until, daesh, isis, government, opposition, rebels, rebel, regime, militants, jihadists, state "
    "television, warplanes, aircraft, air, route, road, highway, bridge, motorway, urgent, breaking, "
    "update, summary, daily, weekly, asked, being, having, there, here, next, last, first, second, then, "
    "now, later, earlier, also, still, yes, not, no, will, would, could, from, with, under, over, about, "
    "through, than, they, it, is, if, when, while, after, before, as, but, and, or, on, in, at, by, to, "
    "for, of, off, since, because, although, though, however, meanwhile, during, among, amid, despite, "
    "like, unlike, per, via, what, who, why, how, where, which, whether, once, even, only, just, more, "
    "most, much, such, so, analysts, officials, diplomats, drivers, witnesses, doctors, medics, engineers, "
    "police, women, men, children, everybody, everyone, someone, nothing, everything, separately, "
    "elsewhere, reports, another, new, old, good, long, back, between, along, near, around, inside, "
    "outside, sorry, inshallah, further, dozens, hundreds, thousands, several, following, according, "
    "speaking, video, footage, islamists, insurgents, gunmen, troops, security, intelligence, jets, planes, "
    "shelling, artillery, mortar, mortars, rockets, snipers, civilian, humanitarian, partners, access, "
    "movement, status, open, closed, restricted, blocked, damaged, note, notes, remarks, routes, roads, "
    "highlights, displacement, constraints, background, snapshot, bulletin, statement, primary, secondary, "
    "main, district, province, governorate, countryside, city, town, village, crossing, border, airport, "
    "base"
)
"""Capitalised words that are no names of places."""

TITLES = phrases_of(
    "activist, spokesman, spokeswoman, commander, general, colonel, captain, major, mr, mrs, president, "
    "minister, governor, director, doctor, dr, journalist, trader, sheikh abu, lieutenant, brigadier, "
    "sergeant, resident, reporter, correspondent, analyst, mayor, lt, col, gen, maj, capt, sgt, brig, cpl, "
    "judge, engineer, imam, father, senator, chairman, chief, inspector, superintendent, commissioner, "
    "driver, farmer, shopkeeper, teacher, nurse, villager, fighter, deputy, secretary, professor, prof"
)
"""Words before a person's name."""

VAGUE = frozenset(
    phrases_of(
        "areas, building, buildings, ground, location, locations, point, points, position, positions, "
        "sites, territory"
    )
)
PLACING = frozenset(
    phrases_of("along, around, at, beside, in, inside, into, near, of, on, outside, over, within")
)

DIRECTIONS: dict[str, float] = {
    name: 45.0 * step
    for step, names in enumerate(
        phrases_of(
            "north, north-east northeast, east, south-east southeast, south, south-west southwest, west, "
            "north-west northwest"
        )
    )
    for name in names.split()
}
"""Direction -> bearing in degrees."""

HABITS = phrases_of(
    "several times, three times, four times, five times, dozens of times, countless times, many times, a "
    "number of times, repeatedly, each time, every time, time and again, on several occasions, on and off, "
    "again and again, often, usually, sometimes, from time to time, used to, regularly, routinely, "
    "frequently, over the years, over the centuries"
)
"""What tells of a habit rather than of one event."""

AFAR = phrases_of(
    "warplanes, warplane, aircraft, jets, jet, helicopters, helicopter, air force, planes, airplanes, "
    "drones, drone, artillery, rockets, rocket, mortars, mortar, missiles, missile, barrel bombs, shells, "
    "shelling, sorties, bombers, gunships, airstrikes, airstrike, air strikes, air strike, aviation, "
    "aerial, mig, sukhoi"
)
"""What strikes from afar: a raid of it is no fighting for a place."""

FACTUAL = frozenset(
    phrases_of(
        "had, forced, obliged, compelled, able, managed, succeeded, continue, continues, continued, began, "
        "begun, started, went on, proceeded"
    )
)
"""Words after which an infinitive tells of a fact: "managed to seize"."""

BRIEFLY = frozenset(phrases_of("briefly, temporarily, momentarily, fleetingly"))
UNDONE = frozenset(
    phrases_of(
        "withdrawing, retreating, being, pulling, losing, fleeing, leaving, they, it, were, was, was driven"
    )
)
"""Words after "before" that undo a capture: "before withdrawing", "before being driven out"."""

VEHICLES = frozenset(
    phrases_of(
        "cars, vehicles, trucks, lorries, buses, minibuses, taxis, traffic, convoy, convoys, drivers, "
        "people, truck, lorry, bus"
    )
)
"""What shows that a road is open when it moves again."""

OFF_ROADS = frozenset(
    phrases_of(
        "boat, boats, ferry, ferries, flight, flights, airlift, train, trains, railway, school, schools, "
        "shop, shops, bank, banks, market, markets, bakery, bakeries, hospital, hospitals, clinics, offices, "
        "university, universities, internet, airspace"
    )
)
"""What is suspended or closed, or runs again, without a word of the road."""

PERSISTING = frozenset(
    phrases_of("still, likewise, remain, remains, remained, continue, continues, continued")
)
"""Words that tell of what was so before: "still in rebel hands"."""

LIMITING = frozenset({"only", "escorted", "escort", "daylight", "mornings", "daytime", "risk"})
"""Words that make of "open" a road with limits."""

NEWLY = frozenset(
    {
        "now",
        "again",
        "back",
        "came",
        "come",
        "comes",
        "fallen",
        "passed",
        "fully",
        "entirely",
        "completely",
        "since",
        "today",
        "after",
        "fell",
        "end",
    }
)
"""Words that make news of who holds a place."""

PASSING = frozenset(
    phrases_of(
        "passed, passes, shifted, shifts, transferred, handed, went, reverted, returned, switched, moved, "
        "goes, ceded, pass to, passes to, passed to, handing, handed over, changed hands"
    )
)
"""What control does that has a new holder."""

LIFTING = frozenset(
    phrases_of(
        "called off, broken, lifted, ended, over, broke, break, breaks, breaking, lift, lifting, end, "
        "ending, relieved"
    )
)
"""What is done to a siege that is no more."""

TRANSPARENT = frozenset(
    phrases_of(
        "traffic, movement, travel, access, passage, circulation, movements, transit, driving, journeys"
    )
)
"""What stands for the road that it is on: "traffic on the road is suspended"."""

PARTITIVE = frozenset(
    phrases_of(
        "side, parts, part, sections, stretches, much, half, rest, length, whole, entirety, all, remainder, "
        "portion, kilometres, kilometers, km, miles, entire, most"
    )
)
"""What "of" may follow without parting a verb from its object: "the rest of the road"."""

ALERTS = frozenset(
    phrases_of(
        "road, roads, highway, motorway, route, bridge, bridges, corridor, junction, crossing, traffic, "
        "convoy, convoys, lorries, trucks, checkpoint, checkpoints, roadblock, roadblocks, passage, access, "
        "detour, diversion, bypass, closure, control, hands, siege, besieged, embargo, blockade, frontline, "
        "held, holds, hold, captured, seized, fell, fallen, entered, stormed, withdrew, retreated, "
        "advanced, curfew, flood, floods, flooded, floodwaters, landslide, landslides, mudslide, mudslides, "
        "rockfall, avalanche, snow, collapsed, collapse, washed, submerged, eroded, swept, inundated, "
        "stranded, stuck, impassable, passable, mined, mines, evacuated, isolated, inaccessible, suspended, "
        "resumed, restored, reopened, clashes"
    )
)
"""Words of roads, control and hazards: a sentence that has one and names a place is read or listed."""
