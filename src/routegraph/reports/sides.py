"""The sides that reports name: one name for each, whatever a source calls it (data, not code)."""

from __future__ import annotations

import re
from functools import cache, lru_cache


def _list(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(","))


SIDES: dict[str, tuple[str, ...]] = {
    "ISIS": _list(
        "isis, isil, i.s.i.s., daesh, da'esh, daish, islamic state, islamic state group, islamic "
        "state of iraq and syria, islamic state in iraq and syria, islamic state of iraq and the "
        "levant, islamic state of iraq and al-sham, تنظيم الدولة, تنظيم الدولة الإسلامية, الدولة "
        "الإسلامية, تنظيم داعش, داعش"
    ),
    "Syrian army": _list(
        "syrian army, syrian arab army, syrian arab army forces, saa, syrian troops, syrian forces, "
        "syrian armed forces, syrian military, syrian government, syrian government forces, syrian "
        "government troops, syrian regime, syrian regime forces, military forces of syria, government "
        "of syria, assad, assad's army, assad's forces, assad forces, assad regime, assad regime "
        "forces, pro-assad army, pro-assad forces, pro-assad militias, pro-regime army, pro-regime "
        "military forces, pro-regime forces, pro-regime militias, regime, regime army, regime forces, "
        "regime troops, regime's army, loyalists, loyalist forces, loyalist troops, national defence "
        "forces, national defense forces, tiger forces, الجيش السوري, الجيش العربي السوري, قوات "
        "النظام, قوات النظام السوري, جيش النظام, القوات الحكومية السورية, قوات الأسد"
    ),
    "government forces": _list(
        "army, army forces, army troops, army units, armed forces, government, government army, "
        "government forces, government troops, government soldiers, federal forces, federal troops, "
        "national army, pro-government forces, pro-government militias, pro-government fighters, "
        "troops, soldiers, الجيش, قوات الجيش, وحدات من الجيش, القوات الحكومية"
    ),
    "opposition groups": _list(
        "armed groups, armed opposition groups, non-state armed groups, non-state armed opposition "
        "groups, factions, islamist factions, islamic factions, rebel battalions, islamic battalions, "
        "islamist battalions, opposition, insurgents, insurgent groups, insurgent factions, opposition "
        "groups, "
        "opposition factions, opposition fighters, opposition forces, "
        "syrian opposition, rebel, rebels, rebel factions, rebel fighters, rebel forces, rebel "
        "groups, syrian rebels, free syrian army, fsa, army of conquest, jaish al-fatah, jaysh al- "
        "fatah, ahrar al-sham, islamic front, mujahideen, revolutionaries, المعارضة, فصائل المعارضة, "
        "قوات المعارضة, الفصائل, الثوار, الجيش الحر, الجيش السوري الحر, جيش الفتح"
    ),
    "Nusra Front": _list(
        "nusra front, al-nusra front, al-nusra, jabhat al-nusra, nusra, جبهة النصرة, النصرة"
    ),
    "HTS": _list("hts, hayat tahrir al-sham, hay'at tahrir al-sham, tahrir al-sham, هيئة تحرير الشام"),
    "RSF": _list("rsf, rapid support forces, قوات الدعم السريع, الدعم السريع"),
    "Sudanese army": _list(
        "saf, sudanese army, sudan armed forces, sudanese armed forces, sudan's army, الجيش السوداني"
    ),
    "Taliban": _list("taliban, the taliban, taleban, طالبان"),
    "Houthis": _list("houthis, houthi, houthi forces, ansar allah, ansarullah, الحوثيون, الحوثيين, الحوثي"),
    "Ukrainian forces": _list(
        "ukrainian army, ukrainian troops, ukrainian military, armed forces of ukraine"
    ),
    "Israeli army": _list(
        "idf, israeli forces, israeli troops, israeli military, الجيش الإسرائيلي, جيش الاحتلال, قوات "
        "الاحتلال, آليات الاحتلال, الاحتلال"
    ),
    "SDF": _list(
        "sdf, syrian democratic forces, ypg, people's protection units, kurdish forces, kurdish "
        "fighters, kurdish units, قوات سوريا الديمقراطية, قسد, وحدات حماية الشعب, الوحدات الكردية"
    ),
    "Turkish army": _list(
        "turkish army, turkish forces, turkish troops, turkish military, military forces of turkey, "
        "القوات التركية, الجيش التركي"
    ),
    "Russian forces": _list(
        "russian forces, russian troops, russian army, russian military, russian soldiers, القوات الروسية"
    ),
    "Hezbollah": _list("hezbollah, hizbollah, hizbullah, lebanese hezbollah, حزب الله"),
    "Liwa al-Quds": _list("liwa al-quds, liwaa al-quds, al-quds group, al-quds brigade, لواء القدس"),
}
"""Side -> what sources call it, lower case, without articles."""

ARMED = _list(
    "al-shabaab, boko haram, iswap, m23, fano, tplf, tnla, mndaa, farc, eln, lra, adf, jnim, fdlr, ypj, "
    "hamas, jund al-aqsa, jund al-sham, jund al-islam, ajnad al-sham, ajnad al-kavkaz, ahrar al-sharqiya, "
    "ansar al-sham, ansar al-islam, ansar al-din, ansar al-tawhid, jaysh al-izza, jaish al-izza, jaysh "
    "al-islam, jaish al-islam, jaysh al-nasr, jaish al-nasr, jaysh al-ahrar, jaysh al-sunna, jaysh khalid, "
    "jaish khaled, faylaq al-sham, faylaq al-rahman, sham legion, nour al-din al-zenki, nureddin al-zenki, "
    "levant front, shamiya front, jabhat al-shamiya, jabhat fatah al-sham, jabhat fateh al-sham, fateh "
    "al-sham, sultan murad, hamza division, hamza brigade, samarkand brigade, suqour al-sham, suqur "
    "al-sham, suqour al-jabal, liwa al-tawhid, liwa al-haqq, liwa al-islam, liwa suqour al-sham, liwa "
    "fatemiyoun, fatemiyoun, zainabiyoun, liwa al-baqir, hurras al-din, turkistan islamic party, tip, "
    "khorasan group, kataib hezbollah, harakat al-nujaba, harakat nour al-din al-zenki, badr "
    "organization, asaib ahl al-haq, quds force, revolutionary guards, irgc, pkk, peshmerga, asayish, "
    "qsd, syrian national army, sna, national liberation front, nlf, wagner, wagner group, republican "
    "guard, fourth division, desert hawks, ndf, shabiha, popular mobilisation, popular mobilization"
)
"""Armed groups that `SIDES` does not join with others: each its own side."""

GENERIC: dict[str, str] = {"government forces": "Syrian army"}
"""A side named only by its kind -> a side that it may be."""

ARMED_GROUPS = frozenset(
    {
        "ISIS",
        "opposition groups",
        "Nusra Front",
        "HTS",
        "SDF",
        "Hezbollah",
        "Liwa al-Quds",
        "RSF",
        "Taliban",
        "Houthis",
    }
)
"""Sides that "the group" or "the militants" may stand for."""

GOVERNMENTS = frozenset({"Syrian army", "government forces"})
"""Sides that hold what nobody has taken."""

_BRACKETS = re.compile(r"\([^()]*\)")
_ARTICLES = re.compile(r"^(?:the|an?)\s+|^ال(?=ـ)")


@cache
def side_names() -> dict[str, str]:
    """Map what sources call a side, in lower case, to the side."""
    known = {name: side for side, names in SIDES.items() for name in (*names, side.casefold())}
    return {name: name.title() for name in ARMED} | known


def side_of(name: str) -> str:
    """Side that a source's words name; the words themselves, trimmed, when they name none known.

    >>> side_of("the pro-regime forces"), side_of("Islamic State (Syria)"), side_of("Wagner")
    ('Syrian army', 'ISIS', 'Wagner')
    """
    trimmed = " ".join(_BRACKETS.sub(" ", name.replace("’", "'")).split())
    plain = _ARTICLES.sub("", trimmed.casefold())
    return side_names().get(plain, trimmed)


@lru_cache(maxsize=4096)
def same_side(one: str, other: str) -> bool:
    """Whether two namings may mean one side; "government forces" may be the Syrian army.

    >>> same_side("regime forces", "Syrian army"), same_side("ISIS", "Syrian army")
    (True, False)
    """
    a, b = side_of(one), side_of(other)
    if not a or not b:
        return False
    return a.casefold() == b.casefold() or GENERIC.get(a) == b or GENERIC.get(b) == a
