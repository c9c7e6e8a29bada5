"""Names that other languages have for a place and that do not follow from its spelling."""

EXONYMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("aleppo", "alep", "alepo"), ("حلب",)),
    **dict.fromkeys(("damascus", "damas", "damaskus", "damasco", "sam"), ("دمشق",)),
    **dict.fromkeys(("palmyra", "palmyre"), ("تدمر",)),
    **dict.fromkeys(("latakia", "lattakia", "lattaquie", "laodicea"), ("اللاذقية",)),
    **dict.fromkeys(("kobani", "kobane"), ("عين العرب",)),
    **dict.fromkeys(("tripoli",), ("طرابلس",)),
    **dict.fromkeys(("tyre", "tyr"), ("صور",)),
    **dict.fromkeys(("sidon",), ("صيدا",)),
    **dict.fromkeys(("byblos",), ("جبيل",)),
    **dict.fromkeys(("beirut", "beyrouth", "beyrut"), ("بيروت",)),
    **dict.fromkeys(("erbil", "hewler"), ("أربيل", "هەولێر")),
    **dict.fromkeys(("mosul", "mossoul", "musul"), ("الموصل",)),
    **dict.fromkeys(("qamishli", "qamislo"), ("القامشلي",)),
}
"""Normal form without articles and spaces -> names in the local script."""
