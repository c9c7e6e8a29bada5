"""The language that a sentence is written in, so that none is read by the rules of another."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

ENGLISH, ARABIC = "English", "Arabic"

_SCRIPTS = {
    "LATIN": ENGLISH,
    "ARABIC": ARABIC,
    "CYRILLIC": "Russian or Ukrainian",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
    "ETHIOPIC": "Amharic or Tigrinya",
    "DEVANAGARI": "Hindi or Nepali",
    "BENGALI": "Bengali",
    "TAMIL": "Tamil",
    "SINHALA": "Sinhala",
    "MYANMAR": "Burmese",
    "THAI": "Thai",
    "KHMER": "Khmer",
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
}
"""Script, as the names of its letters begin -> language."""

_LETTERS = {
    "Kurdish": "ێۆڕڵە",
    "Urdu": "ہےںٹڈڑ",
    "Pashto": "ښځڅډړږټڼېۍ",
    "Persian": "پچگژک",
    "Turkish": "ığş",
    "Portuguese": "ãõ",
    "Spanish": "ñ¿¡",
    "German": "ß",
    "Polish": "łąęż",
    "Vietnamese": "ơưđ",
}
"""Language -> letters that count as a small word of it."""

_SMALL_WORDS = {
    ENGLISH: "the of and to in is was were are has have had been be by on at for with from that which its it "
    "not near after before between will their they this as an but or who all into there",
    "French": "le la les des du une est été sont dans par sur avec pour qui que entre et ne pas plus aucun "
    "aucune cette au aux un à où ont d'un en il elle depuis vers coupée",
    "Spanish": "el la los las del una está están han sido por con para que entre y se fue en su al un hacia "
    "desde tras más carretera quedó ha capturan rebeldes tropas cortada cerrada",
    "Portuguese": "os da dos das uma está foi foram por com para que entre não em na ao pelo pela um "
    "após estrada rodovia insurgentes tomaram atacaram",
    "Italian": "il lo gli le del della una è stato stata sono con che tra non nel nella di da sul un "
    "strada la",
    "German": "der die das und ist sind wurde wurden von mit auf für zwischen nicht den dem ein eine im zur "
    "bei nach rebellen nehmen straße gesperrt",
    "Dutch": "de het een en werd van met op voor tussen niet tot bij zijn wordt naar door",
    "Turkish": "ve ile bir bu için arasında arasındaki yol yolu olan kapatıldı köprü kadar olarak",
    "Kurdish": "û di ji li bi ku ye rê rêya hat hatin ber girtin",
    "Haitian Creole": "ki yo nan ak pou sou te wout bloke gang pran lari",
    "Indonesian": "dan yang ke dari jalan untuk dengan ini itu telah akibat antara tidak",
    "Somali": "iyo waa ee oo ka ku ayaa waxaa wadada",
    "Swahili": "na ya wa kwa katika ni barabara la za kutoka",
    "Hausa": "da na ta ba su an hanyar tsakanin",
    "Polish": "w na z jest się nie przez między droga",
    "Romanian": "și la în pe cu este fost între drumul",
    "Persian": "است را این که در از به شد های می",
    "Urdu": "کے میں کا کی اور سے نے پر",
}
"""Language -> words that its sentences are held together by."""

_SMALL = re.compile(r"(?<![^\W_])[^\W\d_A-ZÀ-ÖØ-ÞİĞŞĄĘŁ][^\W\d_]*")
"""Words that begin small; names, which begin large, are of any language."""

_ARTICLE = re.compile(r"\b[ae]l-")
"""Article of an Arabic name, which is spelled like a small word of Spanish."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@cache
def _languages_of(word: str) -> tuple[str, ...]:
    return tuple(language for language, words in _SMALL_WORDS.items() if word in words.split())


@cache
def _script(character: str) -> str:
    """Script of a letter, as its name begins; empty for any other character."""
    return unicodedata.name(character, "").partition(" ")[0] if character.isalpha() else ""


def language_of(sentence: str) -> str:
    """Name the language that most of a sentence is written in; English when nothing tells.

    >>> language_of("La route de Hama à Homs est coupée."), language_of("Hama - Homs: closed")
    ('French', 'English')
    """
    scripts = Counter(map(_script, sentence if not sentence.isascii() else ""))
    del scripts[""]
    script = scripts.most_common(1)[0][0] if scripts else "LATIN"
    own = _SCRIPTS.get(script, f"a language in {script.capitalize()} script")
    if script not in ("LATIN", "ARABIC"):
        return own
    low = sentence.lower()
    told = Counter(
        language for word in _WORD.findall(_ARTICLE.sub("", low)) for language in _languages_of(word)
    )
    for language, letters in () if sentence.isascii() else _LETTERS.items():
        words = _SMALL.findall(sentence) if own != ARABIC else [low]
        found = sum(word.count(letter) for word in words for letter in letters)
        told[language] += found if own != ARABIC or found > 1 else 0  # one may stand in a foreign name
    best, count = max(told.items(), key=lambda item: (item[1], item[0] == ENGLISH), default=(own, 0))
    enough = 1 if own == ARABIC else 2  # no word of Persian, Urdu or Pashto is one of Arabic too
    return best if count >= enough and count > told[own] else own
