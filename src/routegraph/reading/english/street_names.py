"""Streets that the network has by name: "Front Street between Market Street and Forster Street"."""

from __future__ import annotations

from routegraph.places.streets import Streets
from routegraph.reading.english.road_names import DASHES
from routegraph.reading.english.units import Unit

MOST_WORDS = 7
"""Units that the name of a street is looked for in, at the most."""


def with_streets(sentence: str, units: list[Unit], streets: Streets) -> list[Unit]:
    """Make one unit of each stretch that is the name of a street, the longest first."""
    found: list[Unit] = []
    i = 0
    while i < len(units):
        size = 0 if _ends_a_pair(units, i) else _size(sentence, units, i, streets)
        if size:
            start, end = units[i].start, units[i + size - 1].end
            found.append(Unit("STREET", sentence[start:end], sentence[start:end].lower(), start, end))
        else:
            found.append(units[i])
        i += size or 1
    return found


def _ends_a_pair(units: list[Unit], i: int) -> bool:
    """Whether a name is the second of "A - B road", which is a road between two places and no street."""
    return i > 1 and units[i - 1].low in DASHES and units[i - 2].tag == "NAME"


def _size(sentence: str, units: list[Unit], i: int, streets: Streets) -> int:
    """Units of the name of a street that begins here; 0 for none."""
    first = units[i].text
    if first[0].islower() or not first[0].isalnum() or not streets.may_begin(first):
        return 0
    for k in range(min(i + MOST_WORDS, len(units)), i, -1):
        if units[k - 1].text[-1].isalnum() and streets.called(sentence[units[i].start : units[k - 1].end]):
            return k - i
    return 0
