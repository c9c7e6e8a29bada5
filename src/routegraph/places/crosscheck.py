"""A second opinion on a likeness, from the name of the place in another script.

Vowels differ so freely between spellings in Latin letters that Sarrin and Suran sound alike. Where
a place is named in Arabic too, and one name spells out the other, the Arabic tells which
vowels are long: صوران has a long u, and Sarrin has none.
"""

from __future__ import annotations

import numpy as np

from routegraph.places import names
from routegraph.places.alignment import align, encode
from routegraph.places.index import Candidates, NameIndex

LEAST_CHECKED = 0.91
"""Likeness from which a second opinion is asked; what is less alike is not taken anyhow."""

ONE_NAME = 0.9
"""Likeness of two names of a place that are one name in two scripts."""


def crosschecked(index: NameIndex, query: str, found: Candidates) -> Candidates:
    """Lower the likeness of misspelt names to what the same names in other scripts say.

    Parameters
    ----------
    index : NameIndex
    query : str
        A name in any spelling.
    found : Candidates
        What `index` found for it by sound.
    """
    normal = names.normal_form(query)
    script, bare = names.script(normal), names.without_articles(normal)
    opinions: dict[tuple[str, str], tuple[float, float]] = {}
    cost, likeness = found.cost.copy(), found.likeness.copy()
    for i in np.flatnonzero((likeness >= LEAST_CHECKED) & ~index.is_exonym(found.row)).tolist():
        row = int(found.row[i])
        name = index.text[row]
        if index.script_of(row) != script or names.without_articles(names.normal_form(name)) == bare:
            continue
        for other in index.rows_of(int(found.place[i])):
            if index.script_of(other) != script:
                pair = (name, index.text[other])
                if pair not in opinions:
                    opinions[pair] = _opinion(query, *pair)
                cost[i] = max(cost[i], opinions[pair][0])
                likeness[i] = min(likeness[i], opinions[pair][1])
    return Candidates(found.place, cost, likeness, found.row)


def _opinion(query: str, name: str, other: str) -> tuple[float, float]:
    """Cost at the least and likeness at the most, by the same name in another script."""
    if names.similarity(name, other) < ONE_NAME:
        return 0.0, 1.0
    spelled = encode(names.spellings(other))
    found = [align(sound, spelled) for sound in names.spellings(query)]
    return min(float(f.whole.min()) for f in found), max(float(f.likeness.max()) for f in found)
