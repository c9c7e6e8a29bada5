"""A customizable contraction hierarchy: costs between many places without a search for each.

The network's nodes are eliminated in an order that depends on its roads alone; eliminating a node
joins its higher neighbours with each other. Whatever is then closed or slowed, one pass over the
joined triples gives each of these shortcuts its exact cost, and a best way between two nodes
climbs from both to a node above both. On the roads of a country a minimum-degree order, which
SciPy computes in a fraction of a second, leaves some three entries a node.

References
----------
Dibbelt, Strasser, Wagner (2016), Customizable Contraction Hierarchies,
https://doi.org/10.1145/2886843
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from routegraph.network.arcs import Arcs
from routegraph.network.sphere import distinct
from routegraph.routing.compiled import kernel
from routegraph.routing.kernels import CLOSED

Carried = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Cost, time and length; the last two are empty when nothing is carried along."""

NOTHING = np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Which nodes of a network lie above which.

    Attributes
    ----------
    rank : int32[N]
        Of each node in the order of elimination.
    row, head : int32[N + 1], int32[E]
        Entries of each rank: the higher ranks that it is joined with.
    parent, depth : int32[N]
        The lowest rank above each rank, -1 for none; and how many lie above it.
    slot, upward : int32[M]
        The entry of each arc, -1 for a loop; and whether it leads up.
    """

    rank: NDArray[np.int32]
    row: NDArray[np.int32]
    head: NDArray[np.int32]
    parent: NDArray[np.int32]
    depth: NDArray[np.int32]
    slot: NDArray[np.int32]
    upward: NDArray[np.int32]
    compiled: bool

    @classmethod
    def of(cls, arcs: Arcs, compiled: bool) -> Hierarchy:
        """Eliminate the nodes that some arcs join."""
        n = len(arcs.start) - 1
        rank = _minimum_degree(arcs)
        tail, head = rank[arcs.tail], rank[arcs.head]
        low, high = np.minimum(tail, head).astype(np.int64), np.maximum(tail, head)
        pairs = distinct((low * n + high)[low != high])
        start = np.searchsorted(pairs, np.arange(n + 1, dtype=np.int64) * n).astype(np.int32)
        end = (pairs % max(n, 1)).astype(np.int32)
        size, room = -1, 4 * len(pairs) + n
        while size < 0:
            row = np.zeros(n + 1, np.int32)
            above = np.empty(room, np.int32)
            parent, child, sibling, mark = (np.full(n, -1, np.int32) for _ in range(4))
            size = kernel("eliminate", compiled)(start, end, row, above, parent, child, sibling, mark)
            room *= 2
        above = above[:size].copy()
        keys = np.repeat(np.arange(n, dtype=np.int64), np.diff(row)) * n + above
        slot = np.searchsorted(keys, low * n + high).astype(np.int32)
        slot[low == high] = -1
        return cls(rank, row, above, parent, _depths(parent), slot, (tail < head).astype(np.int32), compiled)

    def costs(
        self,
        sources: NDArray[np.int64],
        targets: NDArray[np.int64],
        weight: NDArray[np.int64],
        sums: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
    ) -> Carried:
        """Costs between all pairs, int64[S, T], and the sums of two other quantities on the same ways.

        Parameters
        ----------
        weight : int64[M]
            Of the arcs.
        sums : pair of int64[M], optional
            What to sum; of ways of equal cost the one with least of the first, then of the second.
        """
        return self.between(sources, targets, self.customized(weight, sums), sums is not None)

    def between(
        self,
        sources: NDArray[np.int64],
        targets: NDArray[np.int64],
        entries: tuple[Carried, Carried],
        carry: bool = True,
    ) -> Carried:
        """Costs and, where they are carried, sums between all pairs, by what `customized` gave."""
        ups, downs = entries
        s, t = len(sources), len(targets)
        from_above, behind = self._climbed(sources, ups, carry)
        to_above, ahead = self._climbed(targets, downs, carry)
        found = _blank(s * t, carry)
        kernel("meet_all", self.compiled)(
            s, t, self._width, from_above, *behind, to_above, *ahead, int(carry), *found
        )
        cost, first, second = (table.reshape(s, t) if len(table) == s * t else table for table in found)
        return cost, first, second

    @property
    def _width(self) -> int:
        return int(self.depth.max(initial=0)) + 1

    def customized(
        self, weight: NDArray[np.int64], sums: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None
    ) -> tuple[Carried, Carried]:
        """What each entry costs upward and downward, and the sums there; most of the work of a matrix."""
        up, down = (_blank(len(self.head), sums is not None) for _ in range(2))
        kernel("customize", self.compiled)(
            self.row, self.head, self.slot, self.upward, weight, *(sums or (NOTHING, NOTHING)),
            int(sums is not None), up[0], down[0], up[1], up[2], down[1], down[2],
        )  # fmt: skip
        return up, down

    def _climbed(
        self, nodes: NDArray[np.int64], entries: Carried, carry: bool
    ) -> tuple[NDArray[np.int32], Carried]:
        above = np.full(len(nodes) * self._width, -1, np.int32)
        costs = _blank(len(above), carry)
        kernel("climb_all", self.compiled)(
            self.rank[nodes],
            self.row,
            self.head,
            self.parent,
            self.depth,
            *entries,
            int(carry),
            above,
            *costs,
        )
        return above, costs


_known: WeakKeyDictionary[Arcs, Hierarchy] = WeakKeyDictionary()


def is_known(arcs: Arcs) -> bool:
    """Whether the hierarchy over some arcs has been built."""
    return arcs in _known


def hierarchy_of(arcs: Arcs, compiled: bool) -> Hierarchy:
    """Return the hierarchy over some arcs, built when it is first asked for."""
    if arcs not in _known or _known[arcs].compiled != compiled:
        _known[arcs] = Hierarchy.of(arcs, compiled)
    return _known[arcs]


def _blank(length: int, carry: bool) -> Carried:
    first, second = (np.zeros(length if carry else 0, np.int64) for _ in range(2))
    return np.full(length, CLOSED, np.int64), first, second


def _minimum_degree(arcs: Arcs) -> NDArray[np.int32]:
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import spilu

    n = len(arcs.start) - 1
    back = arcs.of_road[np.all(arcs.of_road >= 0, axis=1), 1]
    u, v = np.delete(arcs.tail, back), np.delete(arcs.head, back)
    diagonal = np.arange(n)
    row, column = np.concatenate([u, v, diagonal]), np.concatenate([v, u, diagonal])
    # Weak links and a strong diagonal: nothing is pivoted, and dropping all else leaves only the order.
    entry = np.concatenate([np.full(2 * len(u), 1e-9), np.ones(n)])
    matrix = coo_array((entry, (row, column)), (n, n)).tocsc()
    factors = spilu(
        matrix, drop_tol=1.0, fill_factor=1, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )  # fmt: skip
    return np.asarray(factors.perm_c, np.int32)


def _depths(parent: NDArray[np.int32]) -> NDArray[np.int32]:
    depth = [0] * len(parent)
    over = parent.tolist()
    for v in range(len(over) - 1, -1, -1):
        if over[v] >= 0:
            depth[v] = depth[over[v]] + 1
    return np.array(depth, np.int32)
