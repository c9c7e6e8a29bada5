"""Names that other languages have for a place and that do not follow from its spelling.

Only names in use today, in English, French, Turkish or Kurdish; spellings that sound like the
local name (Halep, Beyrouth, Hesekê) need no entry.
"""

LOCAL_NAMES: dict[str, tuple[str, ...]] = {
    "حلب": ("Aleppo", "Alep", "Alepo"),
    "دمشق": ("Damascus", "Damas", "Damaskus", "Damasco", "Şam"),
    "تدمر": ("Palmyra", "Palmyre"),
    "اللاذقية": ("Latakia", "Lattakia", "Lattaquié", "Lazkiye"),
    "طرطوس": ("Tortosa",),
    "عين العرب": ("Kobani", "Kobanê", "Kobane"),
    "رأس العين": ("Serêkaniyê", "Serekaniye"),
    "تل أبيض": ("Girê Spî", "Gire Spi"),
    "المالكية": ("Dêrik", "Derik"),
    "القحطانية": ("Tirbespî", "Tirbespiyê"),
    "الجوادية": ("Çil Axa", "Chil Agha"),
    "القامشلي": ("Qamişlo", "Qamishlo"),
    "طرابلس": ("Tripoli",),
    "صور": ("Tyre", "Tyr"),
    "صيدا": ("Sidon",),
    "جبيل": ("Byblos",),
    "أربيل": ("Hewlêr", "Hawler"),
    "ههولير": ("Erbil", "Arbil"),
    "الموصل": ("Mosul", "Mossoul", "Musul"),
    "البصرة": ("Bassora",),
    "القدس": ("Jerusalem", "Jérusalem", "Kudüs"),
    "الخليل": ("Hebron",),
    "نابلس": ("Nablus", "Naplouse"),
    "بيت لحم": ("Bethlehem",),
    "يافا": ("Jaffa",),
    "عكا": ("Acre",),
    "غزة": ("Gaza",),
    "القاهرة": ("Cairo", "Le Caire"),
    "الإسكندرية": ("Alexandria", "Alexandrie"),
    "الأقصر": ("Luxor",),
    "الجزائر": ("Algiers", "Alger"),
    "المخا": ("Mocha",),
}
"""Local name -> its exonyms. Sources: Wikipedia's articles on the cities, UNGEGN lists of exonyms."""
