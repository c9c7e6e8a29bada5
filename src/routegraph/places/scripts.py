"""What letters sound like, script by script: the data behind the comparison of names.

A name in any script is spelled out in *sounds*, one character each, so that two spellings
can be compared sound by sound. Small letters are the sounds that Latin writes with that
letter; capitals are these:

====  ==========================================================================
A     long a: ``ا``, ``ā``, ``â``
B, O  Hebrew bet, b or v, and pe, p or f
C     ch as in English, of ``ç`` and ``چ`` and ``ч``
D     dh: ``ذ``
E     ayn: ``ع``, and any sign of an apostrophe
F     ``ظ``, written z, dh or d
G     gh: ``غ``, ``ğ``
H     Latin ch, which may be sh (French), ch (English) or kh (German)
I     a first vowel of any colour: ``أ``, ``إ``, or a word's first Latin vowel
L     ``ض``, written d, dh or z
P     an ending that may be ta marbuta: ``ة``, ``ه``, ``-a``, ``-ah``, ``-eh``
Q     alif maqsura: ``ى``
R     French rh, which is gh
S     sh: ``ش``, ``š``
T     th: ``ث``
V     ``ş``, which is sh in Turkish and Kurdish but s in maps that romanise ``ص``
W, Y  ``و`` and ``ي``, a consonant or a long vowel; ``ū``, ``ī`` and the like
Z     zh: ``ژ``, ``ž``
+     the Arabic article
====  ==========================================================================

Sources: the BGN/PCGN 1956 and UNGEGN 2017 romanisation systems for Arabic, BGN/PCGN for
Russian and Ukrainian, the survey spellings of the French mandate, the Latin Kurdish (Hawar)
and Turkish alphabets, and the Unicode Character Database for decompositions. The costs were
set from how often the sounds answer to one another in the tuning half of
``benchmarks/place_names.py``.
"""

APOSTROPHES = "'`´‘’‚‛′ʹʻʼʽʾʿˈˊˋꞌ"

IGNORED = "ـء" + APOSTROPHES
"""Letters and signs that spellings leave out at will: tatweel, hamza, apostrophes."""

SAME_LETTER: dict[str, str] = {
    "ٱ": "ا",
    **dict.fromkeys("ىیېۍےئێ", "ي"),
    **dict.fromkeys("ةەھہۃۀۂ", "ه"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ؤۆۇۈۋ", "و"),
    "ڕ": "ر",
    "ڵ": "ل",
    "ı": "i",
    "ə": "e",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ø": "o",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    **{chr(0x660 + digit): str(digit) for digit in range(10)},
    **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
}
"""Letters that are one letter to a reader, besides those that Unicode decomposes."""

ARABIC_MARKED: tuple[tuple[str, str], ...] = (
    (r"(?<=\w)ا?[ةەۃه](?!\w)", "P"),
    (r"ى(?!\w)", "Q"),
    (r"[أإ]", "I"),
    (r"[ئؤ]", "E"),
    (r"ە", "e"),
)
"""Arabic letters that `SAME_LETTER` would make another: ta marbuta, alif maqsura, hamza on a
seat, the Kurdish e."""

LETTER_SOUNDS: dict[str, str] = {
    "ا": "A", "ب": "b", "پ": "p", "ت": "t", "ث": "T", "ج": "j", "چ": "C", "ح": "h", "خ": "x",
    "د": "d", "ذ": "D", "ر": "r", "ز": "z", "ژ": "Z", "س": "s", "ش": "S", "ص": "s", "ض": "L",
    "ط": "t", "ظ": "F", "ع": "E", "غ": "G", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "گ": "g",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "W", "ي": "Y",
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "Z",
    "з": "z", "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "ts", "ч": "C", "ш": "S",
    "щ": "SC", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "א": "A", "ב": "B", "ג": "g", "ד": "d", "ה": "P", "ו": "W", "ז": "z", "ח": "h", "ט": "t", "י": "Y",
    "כ": "k", "ך": "x", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "E", "פ": "O",
    "ף": "f", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "V", "ת": "t",
}  # fmt: skip
"""Letters of Arabic, with those of Persian, Kurdish and Urdu, Cyrillic and Hebrew, after `SAME_LETTER`."""

INDIC = (
    "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM",
    "SINHALA",
)  # fmt: skip
"""Scripts whose c is English ch, and whose `NASAL_SIGNS` are mostly n."""

NASAL_SIGNS = ("ANUSVARA", "CANDRABINDU", "BINDI", "TIPPI")

SOUNDED = ("LATIN", "ARABIC", "CYRILLIC", "HEBREW", "DIGIT", "COMBINING", "MODIFIER", "ZERO WIDTH")
"""Beginnings of the Unicode names of characters that are not spelled out in Latin letters first."""

SPOKEN_ORDER: tuple[tuple[str, str], ...] = (
    (r"(?:ทร|[ก-ฮ])[\u0e34-\u0e39]?\u0e4c", ""),
    (r"[\u0e47-\u0e4b\u0ec8-\u0ecb]", ""),
    (r"ห([งญนมยรลว])", r"\1"),
    (r"ຫ([ງຍນມຢຣລວ])", r"\1"),
    (r"เ([ก-ฮ])(?:\u0e35ย|\u0e37อ)", r"\1ยา"),
    (r"เ([ก-ฮ])า", r"\1าว"),
    (r"([เ-ไ])([กขคตปผพ][รล](?![ก-ฮ](?!\w))|[ก-ฮ])", r"\2\1"),
    (r"([ເ-ໄ])([ກ-ຮ])", r"\2\1"),
)
"""Thai and Lao as they are spoken: silenced letters and tone marks go, the h that only raises
the tone of a nasal or liquid is left out, and vowels that are written before their consonant follow it."""

LATIN_MARKED: dict[str, str] = {
    "ā": "A", "â": "A", "ī": "Y", "î": "Y", "ū": "W", "û": "W",
    "ş": "V", "ș": "V", "š": "S", "ç": "C", "č": "C", "ğ": "G", "ġ": "G", "ĝ": "j", "ž": "Z",
    "ḫ": "x", "ẖ": "x", "ḍ": "L", "ḏ": "D", "ẓ": "F", "ṯ": "T",
    **dict.fromkeys(APOSTROPHES, "E"),
}  # fmt: skip
"""Latin letters with marks that change the sound; all other marks are dropped."""

MARGINS: tuple[tuple[str, str], ...] = (
    (r"(?<!\w)ا(?=\w)", "I"),
    (r"(?<!\w)[aeiou]", "I"),
    (r"(?<=\w)[ae]h(?!\w)", "P"),
    (r"(?<=\w)a(?!\w)", "P"),
)
"""First vowels, which Arabic always writes, and Latin endings that may stand for ta marbuta."""

LATIN_GROUPS: tuple[tuple[str, str], ...] = (
    (r"(?<!\w)nt", "d"), (r"(?<!\w)mp", "b"), (r"(?<!\w)tz", "j"),
    ("tch", "C"), ("dsch", "j"), ("sch", "S"), ("dzh", "j"), ("d[zZ]", "j"), ("dj", "j"),
    ("kh", "x"), ("ch", "H"), ("sh", "S"), ("gh", "G"), ("rh", "R"), ("th", "T"), ("dh", "D"),
    ("zh", "Z"), ("ph", "f"), ("gu(?=[aeiou])", "g"), ("qu(?=[aeiou])", "k"), ("ck", "k"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("aa", "aE"), ("[iY]y+", "Y"),
)  # fmt: skip
"""Groups of Latin letters that stand for one sound, the longest first; the first three are how
Greek begins a foreign name (Ntamaskos, Mpeirout, Tzounie)."""

ARTICLE_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?<!\w)[aeui]h?(sh|ch|th|dh|[sztdnrlV])\1? (?=\1)", "al "),
    (r"(?<!\w)(?:al|el|il|ul|ehl|l) (?=\w)", "al "),
)
"""The Arabic article as a Latin word of its own; before a sun letter its l becomes that letter."""

JOINED_ARTICLES: tuple[str, ...] = (r"(?<!\w)[ae]l(?=\w{2})", r"(?<!\w)[ae](sh|[sztdnr])(?=\1\w{2})")
"""The same written in one word with the name: Alsafira, Assafira. Some names begin so by nature."""

WEIGHT: dict[str, float] = {
    **dict.fromkeys("bcdfghjklmnpqrstvxzBCDFGHLORSTVZ0123456789", 1.0),
    **dict.fromkeys("wy", 0.6),
    **dict.fromkeys("WY", 0.45),
    **dict.fromkeys("AI", 0.3),
    **dict.fromkeys("PQ", 0.25),
    "E": 0.1,
    "+": 0.06,
    **dict.fromkeys("ae", 0.03),
    **dict.fromkeys("iou", 0.05),
}
"""What it costs, in consonants, when one spelling has a sound and the other has not."""

ALIKE: tuple[tuple[str, str, float], ...] = (
    # vowels
    ("a", "e", 0.03), ("ae", "iou", 0.05), ("i", "ou", 0.05), ("o", "u", 0.02), ("I", "aeiou", 0.0),
    ("I", "A", 0.02), ("I", "EYyWwPQ", 0.1), ("A", "a", 0.0), ("A", "eE", 0.05), ("A", "o", 0.1),
    ("A", "PQ", 0.03), ("A", "iu", 0.3), ("W", "uow", 0.0), ("W", "v", 0.08), ("W", "aei", 0.4),
    ("w", "u", 0.05), ("w", "v", 0.08), ("w", "o", 0.1), ("Y", "iy", 0.0), ("Y", "e", 0.05),
    ("Y", "j", 0.15), ("Y", "aou", 0.4), ("y", "i", 0.05), ("y", "e", 0.1), ("y", "j", 0.2),
    ("P", "ae", 0.0), ("P", "th", 0.05), ("P", "iuE", 0.1), ("P", "Q", 0.02), ("Q", "aei", 0.0),
    ("Q", "Yy", 0.05), ("Q", "ou", 0.1), ("E", "aeiou", 0.02), ("E", "YW", 0.1),
    # throat and palate
    ("x", "h", 0.25), ("x", "kqG", 0.4), ("q", "k", 0.05), ("q", "c", 0.1), ("q", "g", 0.15),
    ("q", "jG", 0.45), ("k", "c", 0.1), ("k", "g", 0.4), ("k", "C", 0.3), ("j", "c", 0.1),
    ("j", "gZ", 0.15), ("j", "C", 0.35), ("j", "z", 0.4), ("G", "gR", 0.1), ("G", "r", 0.4),
    ("G", "hjkq", 0.5), ("R", "r", 0.1),
    # hisses
    ("H", "S", 0.03), ("H", "C", 0.05), ("H", "V", 0.08), ("H", "x", 0.15), ("H", "hk", 0.3),
    ("H", "j", 0.35), ("s", "V", 0.0), ("s", "c", 0.1), ("s", "T", 0.2), ("s", "Sz", 0.35),
    ("S", "V", 0.05), ("S", "C", 0.2), ("C", "V", 0.3), ("Z", "z", 0.15), ("D", "zZd", 0.15),
    ("D", "FL", 0.05), ("F", "z", 0.0), ("F", "dL", 0.15),
    # teeth, lips and the rest
    ("L", "d", 0.0), ("L", "z", 0.2), ("L", "t", 0.4), ("t", "T", 0.15), ("t", "d", 0.4),
    ("t", "F", 0.3), ("T", "D", 0.4), ("b", "p", 0.03), ("f", "v", 0.1), ("b", "v", 0.4),
    ("p", "f", 0.5), ("m", "n", 0.4), ("l", "r", 0.7), ("B", "bvw", 0.0), ("B", "p", 0.2), ("O", "pf", 0.0),
)  # fmt: skip
"""Sounds that stand for one another, and what that costs; any other pair costs the larger of
their weights."""

COARSE: dict[str, str] = {
    **dict.fromkeys("xh", "h"),
    **dict.fromkeys("qkgGjCc", "k"),
    **dict.fromkeys("sSTVH", "s"),
    **dict.fromkeys("zZDF", "z"),
    **dict.fromkeys("dtL", "t"),
    **dict.fromkeys("bpvBO", "b"),
    "R": "r",
    **dict.fromkeys("aeiouwyAEIPQWY+", ""),
}
"""Sounds -> consonant skeleton, in which whatever is often confused is one letter."""

OTHER_READING = {"H": "k", "c": "s", "T": "t", "D": "d", "F": "t", "R": "k", "C": "s"}
"""Sounds that Latin letters leave open, and the second sound to look candidates up by."""
