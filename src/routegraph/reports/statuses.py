"""Statuses as people write them: a word, or a phrase in English, French, Spanish or Arabic."""

from __future__ import annotations

import re
from difflib import get_close_matches

from routegraph.reports.cell_values import without_accents
from routegraph.reports.event import Status

STATUS_WORDS: dict[str, Status] = {
    **{status.value: status for status in Status},
    "open": Status.REOPENED,
    "closed": Status.BLOCKED,
    "besieged": Status.BLOCKED,
    "cut": Status.BLOCKED,
    "destroyed": Status.DAMAGED,
    "seized": Status.CAPTURED,
    "retaken": Status.RECAPTURED,
    "regained": Status.RECAPTURED,
    "attacked": Status.CONTESTED,
    "clashes": Status.CONTESTED,
    "slow": Status.RESTRICTED,
}

_OPEN = (
    "open opened reopened re-opened passable accessible practicable clear cleared functional operational"
    " normal usable ouvert rouvert praticable accessibles degage abierto reabierto transitable"
    " ouverture reouverture مفتوح مفتوحة سالك سالكة"
)
_CLOSED = (
    "closed close blocked impassable inaccessible impracticable cut shut not-passable not-accessible"
    " non-passable not-open no-access no-passage out-of-service non-functional not-functional"
    " not-operational abandoned unusable barred ferme bloque coupe barre impraticable inaccessibles"
    " non-praticable interrompu hors-service abandonne cerrado cortado bloqueado intransitable"
    " fermeture coupure مغلق مغلقة مقطوع مقطوعة"
)
_DAMAGED = (
    "damaged destroyed collapsed washed-out washed-away endommage detruit effondre emporte danado"
    " destruido derrumbado مدمر مدمرة متضرر"
)
_RESTRICTED = (
    "restricted limited partial slow difficult partially-open partly-open partially-closed partly-closed"
    " partially-passable partially-blocked partially-accessible open-with-restrictions with-restrictions"
    " open-with-difficulty with-difficulty passable-with-difficulty limited-access restricted-access"
    " open-with-restriction open-with-limitations limited-passage one-lane single-lane"
    " open-with-caution passable-with-caution with-caution passable-with-restrictions"
    " open-with-delays with-delays"
    " ouvert-avec-prudence avec-prudence praticable-avec-restrictions con-precaucion con-restricciones"
    " praticable-avec-difficulte restreint limite partiel difficile partiellement-ouvert partiellement-ferme"
    " ouvert-avec-restrictions avec-restrictions difficilement-praticable acces-restreint acces-limite"
    " fermeture-partielle ouverture-partielle restringido limitado parcial"
)
_KIND_OF: dict[str, Status] = {
    phrase: status
    for phrases, status in (
        (_OPEN, Status.REOPENED),
        (_CLOSED, Status.BLOCKED),
        (_DAMAGED, Status.DAMAGED),
        (_RESTRICTED, Status.RESTRICTED),
    )
    for phrase in phrases.split()
}
"""Phrase with dashes between its words, masculine and without accents -> status."""

_CAUSES = frozenset(
    str.split(
        " flood flooded flooding floods landslide landslides mud snow snowed ice rain rains water"
        " erosion earthquake debris rubble mines mined uxo conflict fighting security insecurity"
        " military inonde inondation eboulement boue neige pluie securite insecurite conflit"
        " deslizamiento inundado"
    )
)
"""What may stand beside a status and changes nothing of it."""

_FILLERS = frozenset(
    str.split(
        " the road route bridge segment section is now still currently to for all traffic vehicles"
        " status a la le les el est vehicules circulation tout tous toute au aux carretera puente pont"
        " fully completely totally totalement completement"
    )
)

_QUALIFIERS = frozenset(
    str.split(
        " not no never except only unless until till from will would may might could should planned"
        " expected soon possibly probably likely reportedly partially partly trucks truck lorries"
        " heavy light cars hgv pedestrian pedestrians night day daytime weekend humanitarian tomorrow"
        " previously formerly was were sauf seulement jusqu poids lourds camions nuit jour prevu"
        " demain pas peut salvo solo"
    )
)
"""Words after a status that may turn it: a row that has one is a question."""

_REASON = re.compile(
    r"\s*(?:[(\[;:,]|\s[-–—]\s|\b(?:due to|because of|owing to|following|suite a|a cause d|por)\b)"
)
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ees|ee|es|e|s|as|a|os)$")
_WORD = re.compile(r"[^\W_]+")

LONGEST_PHRASE = 4
"""Words."""


NO_STATUS = frozenset(
    ("", "unknown", "no data", "no information", "not assessed", "n/a", "na", "none", "null", "inconnu",
     "non evalue", "pas d'information", "desconocido", "غير معروف", "-", "?")
)  # fmt: skip
"""What stands where nobody knows: no statement about the road."""


def says_nothing(text: str) -> bool:
    """Whether a status column tells that nothing is known."""
    return without_accents(" ".join(text.split()).casefold()) in NO_STATUS


def parse_status(text: str) -> Status:
    """Read a status: a word of `STATUS_WORDS`, or a phrase whose every word is known.

    Examples
    --------
    >>> parse_status("Fermée").value, parse_status("Open with restrictions").value
    ('blocked', 'restricted')

    Raises
    ------
    ValueError
        With the nearest words, or with what makes the phrase doubtful.
    """
    word = " ".join(text.split()).casefold()
    if word in STATUS_WORDS:
        return STATUS_WORDS[word]
    plain = without_accents(word)
    reason = _REASON.search(plain)
    head, tail = (plain[: reason.start()], plain[reason.start() :]) if reason else (plain, "")
    words, after = _WORD.findall(head.replace("re-open", "reopen")), _WORD.findall(tail)
    found = _statuses_in(words)
    told = {status for status, _ in found}
    known = {word for _, phrase in found for word in phrase} | _FILLERS | _CAUSES
    doubts = [w for w in words if w not in known] + [w for w in after if w in _QUALIFIERS]
    doubts += ["?"] if "?" in plain else []
    doubts += [" ".join(phrase) for status, phrase in _statuses_in(after) if not _agree(told | {status})]
    if told and _agree(told) and not doubts:
        return Status.DAMAGED if Status.DAMAGED in told else told.pop()
    if told:
        why = ", ".join(repr(w) for w in dict.fromkeys(doubts)) or "it says two things"
        raise ValueError(f"status {text[:60]!r} is not clear ({why}); write one of {', '.join(Status)}")
    near = get_close_matches(word, STATUS_WORDS, n=1, cutoff=0.75)
    hint = f"did you mean {near[0]!r}" if near else "one of " + ", ".join(Status)
    raise ValueError(f"status {text[:60].lower()!r} is unknown; {hint}")


def _agree(statuses: set[Status]) -> bool:
    """Whether statuses say one thing: a destroyed bridge is closed too."""
    return len(statuses) < 2 or statuses == {Status.BLOCKED, Status.DAMAGED}


def _statuses_in(words: list[str]) -> list[tuple[Status, list[str]]]:
    """Status phrases in a row of words with the words of each, the longest first wherever one begins."""
    found: list[tuple[Status, list[str]]] = []
    i = 0
    while i < len(words):
        sizes = range(min(LONGEST_PHRASE, len(words) - i), 0, -1)
        phrases = ((status, words[i : i + n]) for n in sizes if (status := _status_of(words[i : i + n])))
        phrase = next(phrases, None)
        if phrase:
            found.append(phrase)
        i += len(phrase[1]) if phrase else 1
    return found


def _status_of(words: list[str]) -> Status | None:
    """Status of one phrase, whatever its gender and number."""
    for ending in ("", "e", "o"):
        bare = [_ENDING.sub(ending, word) for word in words]
        for form in (words, bare, [*words[:-1], bare[-1]]):
            if status := _KIND_OF.get("-".join(form)):
                return status
    return None
