"""English words that a report writes with a capital and that are no misspelt village.

They stand for a place by its very name alone, never by their sound. In the normal form of `names`.
"""

_NOUNS = """
    airport, airstrike, american, arab, area, army, artillery, attack, axis, bakery, barracks, base,
    battalion, battle, bombing, border, bridge, brigade, camp, capital, ceasefire, center, centre,
    checkpoint, city, clashes, coalition, control, convoy, corridor, council, country, countryside,
    crossing, dam, district, division, east, eastern, embassy, enemy, factory, farm, ferry, field,
    fighters, fighting, forces, fort, front, frontline, gas, gate, government, governorate, grain,
    group, harbour, highway, hill, hills, hospital, house, iranian, iraqi, islamic, island, israeli,
    joint, jordanian, junction, kurdish, lake, lebanese, line, locality, market, media, military,
    militia, mill, mills, mine, ministry, mosque, motorway, mountain, mountains, municipality,
    neighborhood, neighbourhood, north, northeast, northern, northwest, observatory, offensive,
    office, oil, opposition, outskirts, parliament, pass, plain, plant, police, port, post, power,
    president, prison, province, quarter, railway, rebel, rebels, refinery, regime, region, report,
    reports, river, road, roads, roundabout, route, rural, russian, school, sector, security,
    shelling, siege, silo, silos, source, sources, south, southeast, southern, southwest, square,
    state, station, street, suburb, supplies, supply, syrian, tower, town, traffic, troops, truck,
    trucks, tunnel, turkish, union, university, valley, village, villages, war, warehouse, water,
    west, western, zone
"""

_DAYS = """
    monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, march, april,
    june, july, august, september, october, november, december, today, yesterday, tomorrow
"""

_LANDS = """
    afghanistan, albania, algeria, angola, argentina, armenia, australia, austria, azerbaijan,
    bahrain, bangladesh, belarus, belgium, bolivia, bosnia, brazil, bulgaria, cambodia, cameroon,
    canada, chad, chile, china, colombia, congo, croatia, cuba, cyprus, denmark, djibouti, ecuador,
    egypt, england, eritrea, estonia, ethiopia, europe, finland, france, georgia, germany, ghana,
    greece, guatemala, guinea, haiti, honduras, hungary, india, indonesia, iran, iraq, ireland,
    israel, italy, japan, jordan, kazakhstan, kenya, kosovo, kuwait, kyrgyzstan, laos, latvia,
    lebanon, liberia, libya, lithuania, malaysia, mali, malta, mauritania, mexico, moldova,
    mongolia, morocco, mozambique, myanmar, nepal, netherlands, niger, nigeria, norway, oman,
    pakistan, palestine, panama, peru, philippines, poland, portugal, qatar, romania, russia,
    rwanda, saudi arabia, senegal, serbia, sierra leone, slovakia, slovenia, somalia, spain, sudan,
    sweden, switzerland, syria, taiwan, tajikistan, tanzania, thailand, tunisia, turkey,
    turkmenistan, uganda, ukraine, uruguay, uzbekistan, venezuela, vietnam, yemen, zambia, zimbabwe
"""

COMMON_WORDS = frozenset(
    word.strip() for words in (_NOUNS, _DAYS, _LANDS) for word in words.replace("\n", " ").split(",")
)
