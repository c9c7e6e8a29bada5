"""Organisations and persons that reports name and that are no places, though spelled like some."""

from __future__ import annotations

from routegraph.reading.trigger import phrases_of

ORGANISATIONS = phrases_of(
    "al jazeera, al-jazeera, al arabiya, al-arabiya, al mayadeen, al-mayadeen, al-manar, al-watan, "
    "al-masdar news, al-masdar, al-alam, al-ikhbariya, orient news, orient tv, enab baladi, syria direct, "
    "syria tv, step news, smart news, qasioun news, shaam network, aleppo today, halab today, baladi news, "
    "north press, hawar news, rudaw, kurdistan 24, sputnik, tass, ria novosti, interfax, xinhua, anadolu, "
    "anadolu agency, irna, fars news, tasnim, associated press, agence france-presse, deutsche welle, bbc, "
    "bbc arabic, cnn, france 24, sky news, new york times, guardian, washington post, wall street journal, "
    "human rights watch, amnesty international, airwars, bellingcat, institute for the study of war, carter "
    "center, crisis group, international crisis group, chatham house, liveuamap, acled, doctors without "
    "borders, msf, mercy corps, save the children, oxfam, care, irc, international rescue committee, "
    "norwegian refugee council, nrc, mine action, logistics cluster, food security cluster, world food "
    "programme, world health organization, unicef, undp, unmas, reach, white helmets, syria civil "
    "defence, syria civil defense, civil defence, civil defense, syrian arab red crescent, sarc, baath "
    "party, baath, muslim brotherhood, muslim brothers, syrian national council, syrian national coalition, "
    "syrian interim government, salvation government, pentagon, kremlin, white house, elysee, nato, "
    "european union, eu, arab league, security council, assad, bashar al-assad, bashar assad, putin, "
    "vladimir putin, erdogan, recep tayyip erdogan, trump, obama, biden, lavrov, sergei lavrov, staffan de "
    "mistura, de mistura, kofi annan, lakhdar brahimi, geir pedersen, ban ki-moon, nasrallah, hassan "
    "nasrallah, khamenei, rouhani, soleimani, qassem soleimani, suheil al-hassan, suhail al-hassan, "
    "al-julani, al-jolani, abu mohammad al-julani, abu mohammed al-golani, baghdadi, al-baghdadi, abu bakr "
    "al-baghdadi, maher al-assad"
)
"""Media, agencies, bodies and persons, lower case; none of them is a place or takes one."""

GROUP_HEADS = frozenset(
    phrases_of(
        "jund, liwa, liwaa, jaysh, jaish, faylaq, failaq, katibat, katiba, kataib, kata'ib, harakat, ahrar, "
        "ansar, ajnad, jabhat, suqour, suqur, hay'at, hayat, hay'et, saraya, fursan"
    )
)
"""First words of the names of armed groups."""

GROUP_TAILS = frozenset(
    phrases_of(
        "battalions, battalion, brigade, brigades, division, divisions, regiment, militia, militias, "
        "militiamen, fighters, faction, factions, forces, troops, mercenaries, gangs, rebels, insurgents, "
        "terrorists, militants, news, agency, movement, army, coalition, alliance, corps"
    )
)
"""Words that make of the name before them a body of men or an outlet."""

GIVEN_NAMES = frozenset(
    phrases_of(
        "mohammed, mohammad, muhammad, mohamed, muhammed, ahmad, ahmed, mahmoud, mahmud, khaled, khalid, "
        "omar, umar, hussein, husayn, hussain, mustafa, mostafa, youssef, yousef, yusuf, ibrahim, ismail, "
        "abdullah, abdallah, abdul, abdulrahman, abdelrahman, samir, nabil, walid, waleed, wael, bassam, "
        "bashar, fadi, firas, ghassan, hadi, haitham, hisham, issam, jamal, kamal, karim, kareem, marwan, "
        "mazen, muhannad, munir, nader, nasser, nizar, osama, raed, rami, rashid, riad, riyad, saeed, "
        "salim, salem, sami, tarek, tariq, yasser, ziad, zaid, fatima, aisha, layla, leila, mariam, maryam, "
        "nour, rana, rima, samar, hanan, john, david, peter, paul, michael, robert, james, mark, thomas, "
        "jan, stephen, anna, sarah, maria, sergei, igor, alexander, dmitry, mehmet, recep"
    )
)
"""First words of the names of persons; with another name after them they name nobody's town."""

OUTLETS = frozenset({"news", "agency", "movement", "coalition", "alliance"})
"""Those of them that need not be armed."""

FORCES = frozenset(
    phrases_of(
        "army, armies, force, forces, front, militia, militias, brigade, brigades, battalion, regiment, "
        "division, guard, guards, corps, police, gendarmerie, command, coalition, alliance, resistance"
    )
)
"""Last words of the names of armed forces, written large."""

STARTERS = frozenset(
    phrases_of(
        "the, a, an, but, and, in, on, when, while, after, as, since, this, that, local, one, two, heavy"
    )
)
"""Words written large where a sentence begins, and no part of a name."""
