"""How likely each case of a journey is: by going through all of them, or by sampling."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.cases import Case, CaseTree

BATCH = 1024
MOST_SAMPLES = 2**20


@dataclass(frozen=True, eq=False)
class Odds:
    """Cases and their probability.

    Attributes
    ----------
    cases : sequence of Case
        Each once.
    weight : float64[K]
        Adds up to 1.
    probability : float
        That the journey is possible.
    true, possible_true : float64[D]
        Probability of each doubt, and of the doubt together with a possible journey.
    samples : int
        0 when the odds are exact.
    """

    cases: Sequence[Case]
    weight: NDArray[np.float64]
    probability: float
    true: NDArray[np.float64]
    possible_true: NDArray[np.float64]
    standard_error: float = 0.0
    samples: int = 0

    def given(self, doubt: int) -> tuple[float | None, float | None]:
        """Probability that the journey is possible when a doubt is true, and when it is false."""
        p, joint = float(self.true[doubt]), float(self.possible_true[doubt])
        if_true = min(1.0, joint / p) if p > 0 else None
        if_false = min(1.0, max(0.0, self.probability - joint) / (1 - p)) if p < 1 else None
        return if_true, if_false


def exact_odds(tree: CaseTree, common_cause: float, most: int, patience: int) -> Odds | None:
    """Odds by going through all cases; None when there are too many, see `CaseTree.leaves`."""
    leaves = tree.leaves(most, patience) if common_cause < 1 else []
    if leaves is None:
        return None
    p = np.array([doubt.probability for doubt in tree.doubts.doubts])
    weight: dict[int, float] = {}
    cases: dict[int, Case] = {}
    joint = np.zeros(len(p))
    possible = 0.0
    worlds = [(case, (1 - common_cause) * case.probability, *case.known) for case in leaves]
    if common_cause > 0:
        everything = -1  # every bit
        truths, chances = _in_one_draw(p)
        worlds += [
            (case, common_cause * chance, everything, truth)
            for case, chance, truth in zip(tree.settled(truths), chances, truths, strict=True)
        ]
    for case, chance, decided, true in worlds:
        cases[id(case)] = case
        weight[id(case)] = weight.get(id(case), 0.0) + chance
        if case.path is not None:
            possible += chance
            share = p.copy()
            for d in range(len(p)):
                if decided >> d & 1:
                    share[d] = true >> d & 1
            joint += chance * share
    return Odds(list(cases.values()), np.array(list(weight.values())), min(1.0, possible), p, joint)


def _in_one_draw(p: NDArray[np.float64]) -> tuple[list[int], list[float]]:
    """Truths when one draw decides all doubts: those at least as likely as the draw are true."""
    order = np.argsort(-p, kind="stable").tolist()
    bounds = [1.0, *p[order].tolist(), 0.0]
    truths, truth = [0], 0
    for d in order:
        truth |= 1 << d
        truths.append(truth)
    chances = [above - below for above, below in pairwise(bounds)]
    kept = [i for i, chance in enumerate(chances) if chance > 0]
    return [truths[i] for i in kept], [chances[i] for i in kept]


def sampled_odds(tree: CaseTree, common_cause: float, precision: float, seed: int) -> Odds:
    """Odds by drawing the truth of all doubts until the standard error is below `precision`."""
    random = np.random.default_rng(seed)
    p = np.array([doubt.probability for doubt in tree.doubts.doubts])
    cases: dict[int, Case] = {}
    count: dict[int, int] = {}
    n = possible = 0
    true, joint = np.zeros(len(p)), np.zeros(len(p))
    error = math.inf
    while n < MOST_SAMPLES and error > precision:
        draws = random.random((BATCH, len(p)))
        shared = random.random(BATCH) < common_cause
        draws[shared] = random.random((BATCH, 1))[shared]
        truth = draws < p
        distinct, which = np.unique(np.packbits(truth, axis=1), axis=0, return_inverse=True)
        of_distinct = truth[_first(which.ravel(), len(distinct))]
        settled = tree.settled([_bits(row) for row in of_distinct])
        has_way = np.array([case.path is not None for case in settled])[which.ravel()]
        for case, times in zip(settled, np.bincount(which.ravel()).tolist(), strict=True):
            cases[id(case)] = case
            count[id(case)] = count.get(id(case), 0) + times
        n += BATCH
        possible += int(has_way.sum())
        true += truth.sum(axis=0)
        joint += truth[has_way].sum(axis=0)
        error = standard_error(possible, n)
    weight = np.array([count[key] / n for key in cases])
    return Odds(list(cases.values()), weight, possible / n, true / n, joint / n, error, n)


def standard_error(hits: int, n: int) -> float:
    """Return the standard error of a share: two hits and two misses are added, so it is never 0.

    References
    ----------
    Agresti, A. and Coull, B. A. (1998), Approximate is better than "exact" for interval estimation of
    binomial proportions, The American Statistician 52, doi:10.1080/00031305.1998.10480550
    """
    share = (hits + 2) / (n + 4)
    return math.sqrt(share * (1 - share) / (n + 4))


def _first(which: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    first = np.zeros(count, np.intp)
    first[which[::-1]] = np.arange(len(which))[::-1]
    return first


def _bits(row: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little")
