"""Mention: something that a sentence speaks of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a sentence speaks of.

    Attributes
    ----------
    kind : str
        ``place``, ``road`` (between `names`), ``at`` (a road known by one place), ``ref`` (with
        `names` its two ends or none), ``point`` (`distance_km` from the name towards `bearing`),
        ``part`` (of a place), ``site`` (known by the place beside it), ``owner`` (before "'s
        fall"), ``thing`` (on no map), ``wide`` (no target), ``supply`` (a supply line), ``same``
        (place or road spoken of before).
    names : tuple of str
    text : str
        As the sentence has it.
    start, end : int
        Offsets in the sentence.
    near : Mention or None
        Of a thing: what it is said to be near.
    """

    kind: str
    names: tuple[str, ...]
    text: str
    start: int
    end: int
    near: Mention | None = None
    ref: str = ""
    distance_km: float = 0.0
    bearing: float | None = None
