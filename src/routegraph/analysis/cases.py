"""One journey in every case that its doubts tell apart: a tree of cases, each searched once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from routegraph.analysis.doubts import Doubts, Known
from routegraph.network.sphere import distinct
from routegraph.routing.disruption import Disruption
from routegraph.routing.graph import RoadGraph
from routegraph.routing.search import best_path, tree_to
from routegraph.routing.threads import mapped
from routegraph.routing.tree import Path

UNSOLVED = -2
SETTLED = -1


@dataclass(eq=False, slots=True)
class Case:
    """What is known of the doubts, and the best way in the best of all cases that agree with it.

    Attributes
    ----------
    probability : float
        That the doubts turn out so when they are independent.
    level : float64[K]
        How many times as long each road of the path takes.
    doubt : int
        A doubt that may change the way; `SETTLED` when none can: then the way is the best one in
        every case that agrees with what is known.
    false, true : Case or None
        What becomes of it when the doubt is found to be false, or true.
    """

    known: Known
    probability: float
    path: Path | None = None
    level: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    doubt: int = UNSOLVED
    false: Case | None = None
    true: Case | None = None

    def split(self, probability: float) -> tuple[Case, Case]:
        """Cases in which its doubt, of some probability, is false and true; made once."""
        if self.false is None or self.true is None:
            bit, (decided, true) = 1 << self.doubt, self.known
            self.false = Case((decided | bit, true), self.probability * (1 - probability))
            self.true = Case((decided | bit, true | bit), self.probability * probability)
        return self.false, self.true


class CaseTree:
    """The cases of one journey.

    Closed roads are those that no truth of the undecided doubts would open. The best way around
    them is no worse than that of any case, so where no undecided doubt touches it, it is the
    answer to all of them: exact, and only doubts that some best way meets are ever told apart.

    Attributes
    ----------
    searches : int
        Distinct effective closures that were solved.
    met : int
        Doubts that some best way meets, as bits.
    """

    def __init__(self, graph: RoadGraph, source: int, target: int, doubts: Doubts) -> None:
        self.doubts = doubts
        self.graph = graph.under(Disruption(closed=doubts.certain.closed))
        self.source, self.tree = source, tree_to(self.graph, target)
        self.root = Case((0, 0), 1.0)
        self.searches = 0
        self.met = 0
        self._paths: dict[bytes, Path | None] = {}

    def disruption(self, known: Known) -> Disruption:
        """Roads closed and slowed at the least, for what is known."""
        more = self.doubts.disruption(self.doubts.levels(known))
        closed = distinct(np.concatenate([self.doubts.certain.closed, more.closed])).astype(np.int32)
        open_ = ~np.isin(more.slowed, closed)
        return Disruption(closed, more.slowed[open_], more.factor[open_])

    def solve(self, cases: Sequence[Case]) -> None:
        """Find the best way of cases that have none yet."""
        unsolved = list({id(case): case for case in cases if case.doubt == UNSOLVED}.values())
        levels = [self.doubts.levels(case.known) for case in unsolved]
        keys = [hashlib.blake2b(level.tobytes(), digest_size=16).digest() for level in levels]
        new = {key: level for key, level in zip(keys, levels, strict=True) if key not in self._paths}
        paths = mapped(self._search, new.values(), self.graph.rows.compiled)
        self._paths.update(zip(new, paths, strict=True))
        self.searches += len(new)
        for case, level, key in zip(unsolved, levels, keys, strict=True):
            case.path, case.doubt = self._paths[key], SETTLED
            if case.path is not None:
                roads = np.asarray(self.graph.arcs.road)[case.path.arcs]
                case.doubt = self.doubts.open_doubt(roads, case.known)
                case.level = self.doubts.along(level, roads)
            if case.doubt >= 0:
                self.met |= 1 << case.doubt

    def _search(self, level: NDArray[np.float64]) -> Path | None:
        root = self.tree.root
        return best_path(self.graph, self.source, root, self.doubts.disruption(level), self.tree)

    def split(self, case: Case) -> tuple[Case, Case]:
        """Cases in which the doubt of a solved case is false and true."""
        return case.split(self.doubts.doubts[case.doubt].probability)

    def leaves(self, most: int, patience: int) -> list[Case] | None:
        """Every settled case; None when there are too many.

        Parameters
        ----------
        most : int
            Combinations of the doubts met up to which all are gone through.
        patience : int
            Cases after which that is given up when there are more combinations.
        """
        found: list[Case] = []
        waiting = [self.root]
        while waiting:
            self.solve(waiting)
            found += [case for case in waiting if case.doubt == SETTLED]
            waiting = [child for case in waiting if case.doubt >= 0 for child in self.split(case)]
            if len(found) + len(waiting) > patience and 1 << self.met.bit_count() > most:
                return None
        return found

    def settled(self, truths: Sequence[int]) -> list[Case]:
        """Settled case of each full truth of the doubts (as bits)."""
        at: list[Case] = [self.root] * len(truths)
        moving = list(range(len(truths)))
        while moving:
            self.solve([at[i] for i in moving])
            moving = [i for i in moving if at[i].doubt >= 0]
            for i in moving:
                at[i] = self.split(at[i])[truths[i] >> at[i].doubt & 1]
        return at
