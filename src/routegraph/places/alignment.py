"""The cheapest alignment of one name with each of many, sound by sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from routegraph.places import scripts

OTHER_SYMBOLS = 64
"""Codes for the letters of scripts without a table; each is like itself alone, collisions aside."""

CODES = 1 + len(scripts.WEIGHT) + OTHER_SYMBOLS
"""Codes of sounds; 0 is padding."""

HUNDREDTHS = 100
"""Costs are whole hundredths of a consonant, so that sums are exact."""

LEAST_MEAN_WEIGHT = 1.0
"""Consonants that a likeness is a share of at the least, so that no vowel alone decides it."""


@dataclass(frozen=True, eq=False)
class Alignment:
    """How far one name is from each of several, in consonants.

    Attributes
    ----------
    whole : float64[B]
        Cost of the cheapest alignment of both names.
    beginning : float64[B]
        The same, leaving out what follows in the other name.
    likeness : float64[B]
        0 to 1: 1 less `whole` over the mean weight of the two names.
    """

    whole: NDArray[np.float64]
    beginning: NDArray[np.float64]
    likeness: NDArray[np.float64]


def encode(sounds: Sequence[str]) -> NDArray[np.uint8]:
    """Sounds of several names as a matrix of codes, padded with 0 at the end."""
    rows = np.zeros((len(sounds), max((len(s) for s in sounds), default=0)), np.uint8)
    for row, sound in zip(rows, sounds, strict=True):
        row[: len(sound)] = _codes(sound)
    return rows


def weight(sound: str) -> float:
    """Weight of a name in consonants."""
    return float(_costs()[1][_codes(sound)].sum() / HUNDREDTHS)


def align(sound: str, others: NDArray[np.uint8]) -> Alignment:
    """Align one name with each of several.

    Parameters
    ----------
    sound : str
        One name, as `names.sounds` spells it.
    others : uint8[B, L]
        Names as `encode` gives them.

    Notes
    -----
    The edit distance of Needleman and Wunsch with the costs of `scripts.ALIKE`, one row of the
    table at a time for all names together: O(len(sound) L) steps on vectors of length B.

    References
    ----------
    S. B. Needleman, C. D. Wunsch: A general method applicable to the search for similarities
    (1970), https://doi.org/10.1016/0022-2836(70)90057-4
    """
    weights = _costs()[1]
    query = _codes(sound)
    width = int((others != 0).any(axis=0).sum())
    columns = np.ascontiguousarray(others[:, :width].T)
    left_out = np.zeros((width + 1, len(others)), np.int16)
    np.cumsum(weights.take(columns), axis=0, out=left_out[1:])
    # Costs less those of leaving out all sounds so far: the cheapest way along a row is the least so far.
    row = np.zeros_like(left_out)
    for symbol in query:
        row[1:] = np.minimum(row[1:] + weights[symbol], row[:-1] + _replacing(symbol).take(columns))
        row[0] += weights[symbol]
        for j in range(width):
            np.minimum(row[j], row[j + 1], out=row[j + 1])
    whole = (row[-1] + left_out[-1]) / HUNDREDTHS
    mean = np.maximum((weights[query].sum() + left_out[-1]) / 2 / HUNDREDTHS, LEAST_MEAN_WEIGHT)
    return Alignment(whole, (row + left_out).min(axis=0) / HUNDREDTHS, np.clip(1 - whole / mean, 0, 1))


@cache
def _replacing(symbol: int) -> NDArray[np.int16]:
    """Cost of a sound of the query in place of each other sound, less that of leaving out the other."""
    pair, weights = _costs()
    return np.asarray(pair[symbol] - weights, np.int16)


@cache
def _costs() -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Cost of each pair of codes in hundredths, and of leaving one out; code 0 is padding."""
    each = [0.0, *scripts.WEIGHT.values(), *[1.0] * OTHER_SYMBOLS]
    weights = np.array([round(cost * HUNDREDTHS) for cost in each], np.int16)
    pair = np.maximum(weights[:, None], weights[None, :])
    np.fill_diagonal(pair, 0)
    code = _code_of()
    for lefts, rights, cost in scripts.ALIKE:
        for left in lefts:
            for right in rights:
                pair[code[left], code[right]] = pair[code[right], code[left]] = round(cost * HUNDREDTHS)
    return pair, weights


@cache
def _code_of() -> dict[str, int]:
    return {symbol: i + 1 for i, symbol in enumerate(scripts.WEIGHT)}


def _codes(sound: str) -> list[int]:
    code = _code_of()
    return [code.get(symbol) or len(code) + 1 + ord(symbol) % OTHER_SYMBOLS for symbol in sound]
