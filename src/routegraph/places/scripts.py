"""What letters sound like, script by script: the data behind the comparison of names.

A name in any script is spelled out in *sounds*, one character each, so that two spellings
can be compared letter by letter. Capitals are sounds that Latin writes with two letters,
or letters of other scripts that are now a consonant, now a long vowel.

Sources: the BGN/PCGN 1956 and UNGEGN 2017 romanisation systems for Arabic, the survey
spellings of the French mandate, the Latin Kurdish (Hawar) and Turkish alphabets, and the
Unicode Character Database for decompositions.
"""

IGNORED = "ـءٔٱ'`´‘’‚‛′ʹʻʼʽʾʿˈˊˋꞌ＇"
"""Letters and marks that spellings leave out at will: tatweel, hamza, apostrophes, ayn signs."""

SAME_LETTER: dict[str, str] = {
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ىیېۍےئێ", "ي"),
    **dict.fromkeys("ةەھہۃۀۂ", "ه"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ؤۆۇۈۋ", "و"),
    **dict.fromkeys("ڕ", "ر"),
    **dict.fromkeys("ڵ", "ل"),
    "ı": "i",
    "ə": "e",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ø": "o",
    "ŧ": "t",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    **{chr(0x660 + d): str(d) for d in range(10)},
    **{chr(0x6F0 + d): str(d) for d in range(10)},
}
"""Letters that are one letter to a reader, besides those that Unicode decomposes."""

ARABIC_SOUNDS: dict[str, str] = {
    "ا": "A", "ب": "b", "پ": "p", "ت": "t", "ث": "T", "ج": "j", "چ": "C", "ح": "h", "خ": "x",
    "د": "d", "ذ": "D", "ر": "r", "ز": "z", "ژ": "Z", "س": "s", "ش": "S", "ص": "s", "ض": "L",
    "ط": "t", "ظ": "F", "ع": "E", "غ": "G", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "گ": "g",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "W", "ي": "Y",
}  # fmt: skip
"""Arabic letters, with those of Persian, Kurdish and Urdu, after `SAME_LETTER`."""

ARABIC_MARKED: tuple[tuple[str, str], ...] = (
    (r"(?<=\w)ا?[ةەۃه](?!\w)", "P"),
    (r"ى(?!\w)", "Q"),
    (r"[أإ]", "I"),
)
"""Arabic letters that `SAME_LETTER` would make another: ta marbuta, alif maqsura, hamza on alif."""

LATIN_SOUNDS: tuple[tuple[str, str], ...] = (
    ("tch", "C"), ("dsch", "j"), ("sch", "S"), ("dzh", "j"), ("kh", "x"), ("ch", "H"), ("sh", "S"),
    ("dj", "j"), ("d[zZ]", "j"), ("gh", "G"), ("rh", "R"), ("th", "T"), ("dh", "D"), ("zh", "Z"), ("ph", "f"),
    ("gu(?=[aeiou])", "g"), ("qu(?=[aeiou])", "k"), ("ck", "k"), ("ou", "u"), ("oo", "u"),
    ("ee", "i"), ("aa", "aE"), ("[iY]y+", "Y"),
)  # fmt: skip
"""Groups of Latin letters that stand for one sound, the longest first."""

LATIN_LETTERS: dict[str, str] = {
    "ş": "V", "ș": "V", "š": "S", "ç": "C", "č": "C", "ğ": "G", "ġ": "G", "ĝ": "j", "ž": "Z",
    "ā": "A", "â": "A", "ī": "Y", "î": "Y", "ū": "W", "û": "W", **dict.fromkeys("ʿ‘ʻ`'’ʼʾ", "E"),
    "ḫ": "x", "ẖ": "x", "x": "x", "ḍ": "L", "ḏ": "D", "ẓ": "F", "ṯ": "T",
}  # fmt: skip
"""Latin letters with marks that change the sound; all other marks are dropped."""

LATIN_ENDINGS: tuple[tuple[str, str], ...] = (
    (r"(?<=\w)[ae]h(?!\w)", "P"),
    (r"(?<=\w)a(?!\w)", "P"),
)
"""Endings of Latin words that may stand for ta marbuta."""

VOWELS = "aeiou"

WEIGHT: dict[str, float] = {
    **dict.fromkeys("bptdjgkqxhsSzfvlmnrCHTDZLFGRVc", 1.0),
    **dict.fromkeys("wy", 0.6),
    **dict.fromkeys("WY", 0.45),
    "A": 0.3,
    "I": 0.1,
    **dict.fromkeys("ae", 0.03),
    **dict.fromkeys("iou", 0.05),
    "P": 0.25,
    "Q": 0.3,
    "E": 0.1,
    "+": 0.06,
    **dict.fromkeys("0123456789", 1.0),
}
"""What it costs when one spelling has a sound and the other has not; ``+`` is the article."""

ALIKE: tuple[tuple[str, str, float], ...] = (
    ("I", "aeiou", 0.0), ("I", "A", 0.02), ("I", "PQ", 0.1), ("A", "a", 0.0), ("A", "e", 0.05), ("A", "o", 0.1), ("A", "PQ", 0.03), ("A", "iu", 0.3),
    ("W", "uow", 0.0), ("W", "v", 0.08), ("W", "ae", 0.4), ("W", "i", 0.4), ("w", "u", 0.05),
    ("w", "v", 0.08), ("w", "o", 0.1), ("Y", "iy", 0.0), ("Y", "e", 0.05), ("Y", "j", 0.15),
    ("Y", "aou", 0.4), ("y", "i", 0.05), ("y", "e", 0.1), ("y", "j", 0.2), ("P", "ae", 0.0),
    ("P", "th", 0.05), ("P", "iu", 0.1), ("Q", "ae", 0.0), ("Q", "i", 0.0), ("Q", "Yy", 0.05),
    ("Q", "P", 0.02), ("Q", "ou", 0.1), ("a", "e", 0.04), ("a", "iou", 0.06), ("e", "i", 0.03),
    ("e", "ou", 0.06), ("i", "ou", 0.06), ("o", "u", 0.03), ("x", "h", 0.25), ("x", "kq", 0.4), ("H", "S", 0.03), ("H", "C", 0.05), ("H", "V", 0.08), ("H", "x", 0.15), ("H", "h", 0.3), ("H", "k", 0.3), ("H", "j", 0.35),
    ("q", "k", 0.05), ("q", "g", 0.15), ("q", "jG", 0.45), ("k", "g", 0.4),
    ("k", "c", 0.1), ("q", "c", 0.1), ("k", "C", 0.3), ("j", "g", 0.15), ("j", "Z", 0.15), ("j", "z", 0.4),
    ("j", "c", 0.1), ("j", "C", 0.35), ("G", "g", 0.1), ("G", "R", 0.1), ("G", "r", 0.4), ("R", "r", 0.1),
    ("G", "kjqh", 0.5), ("G", "x", 0.4), ("s", "S", 0.35), ("s", "V", 0.0), ("S", "V", 0.05),
    ("S", "C", 0.2), ("C", "V", 0.3), ("s", "c", 0.1), ("s", "T", 0.2), ("s", "z", 0.35), ("t", "T", 0.15),
    ("t", "d", 0.4), ("T", "D", 0.4),  ("d", "D", 0.15), ("D", "zZ", 0.15),
    ("D", "L", 0.15), ("D", "F", 0.05), ("L", "d", 0.0), ("L", "z", 0.2), ("L", "F", 0.15), ("F", "z", 0.0),
    ("F", "t", 0.3), ("F", "d", 0.15), ("Z", "z", 0.15), ("L", "t", 0.4), ("b", "p", 0.1), ("b", "v", 0.4),
    ("f", "v", 0.1), ("p", "f", 0.5), ("m", "n", 0.4), ("l", "r", 0.7), ("3", "aeiou", 0.02),
    ("3", "A", 0.15),
)  # fmt: skip
"""Sounds that stand for one another, and how much that costs; any other pair costs the
larger of their weights."""

COARSE: dict[str, str] = {
    **dict.fromkeys("xh", "h"),
    **dict.fromkeys("qkgGjCc", "k"),
    **dict.fromkeys("sSTVH", "s"),
    **dict.fromkeys("zZDF", "z"),
    **dict.fromkeys("dtL", "t"),
    **dict.fromkeys("bpv", "b"),
    "R": "r",
    **dict.fromkeys("aeiouAIWYwyPQE+", ""),
}
"""Sounds -> consonant skeleton, in which whatever is often confused is one letter."""

OTHER_READING = {"H": "k", "c": "s", "T": "t", "D": "d", "R": "k", "F": "t", "C": "s"}
"""Sounds that Latin letters leave open, and the second sound to look candidates up by."""

ARTICLE_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?<!\w)[aeui]h?(sh|ch|th|dh|[sztdnrlV])\1? (?=\1)", "al "),
    (r"(?<!\w)(?:al|el|il|ul|ehl|l) (?=\w)", "al "),
)
"""The Arabic article as a Latin word of its own; before a sun letter its l becomes that letter."""

JOINED_ARTICLES: tuple[str, ...] = (r"(?<![\w+])[ae]l(?=\w{3})", r"(?<![\w+])[ae](sh|[sztdnrl])(?=\1\w{2})")
"""The same written in one word with the name: Alsafira, Assafira. Some names begin so by nature."""
