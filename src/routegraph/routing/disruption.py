"""Roads closed, and roads slowed: what a search is asked to do without."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from routegraph.errors import QuestionError
from routegraph.network.arrays import Float, Int


@dataclass(frozen=True, eq=False)
class Disruption:
    """Roads closed, and roads slowed.

    Attributes
    ----------
    closed : int32[C]
        Roads that nobody passes; ascending.
    slowed : int32[S]
        Roads that take `factor` times as long; ascending, none of them closed.
    factor : float64[S]
        At least 1 and finite: a search that knows the standing network is exact only when
        nothing gets quicker.

    Raises
    ------
    QuestionError
        A factor is below 1 or not finite.
    """

    closed: Int = field(default_factory=lambda: np.empty(0, np.int32))
    slowed: Int = field(default_factory=lambda: np.empty(0, np.int32))
    factor: Float = field(default_factory=lambda: np.empty(0, np.float64))

    def __post_init__(self) -> None:
        if len(self.slowed) != len(self.factor):
            raise QuestionError(
                f"{len(self.slowed)} slowed roads need as many factors, not {len(self.factor)}."
            )
        if len(self.factor) and not np.all((self.factor >= 1) & np.isfinite(self.factor)):
            bad = float(self.factor[~((self.factor >= 1) & np.isfinite(self.factor))][0])
            raise QuestionError(f"a road cannot be slowed by {bad}; give a finite factor of at least 1.")

    def __bool__(self) -> bool:
        return len(self.closed) + len(self.slowed) > 0

    @property
    def key(self) -> tuple[bytes, bytes, bytes]:
        """The same for the same closures and slowings alone."""
        return self.closed.tobytes(), self.slowed.tobytes(), self.factor.tobytes()

    def beyond(self, before: Disruption) -> Disruption | None:
        """Return what this closes and slows on top of another disruption.

        Parameters
        ----------
        before : Disruption
            What stands.

        Returns
        -------
        Disruption or None
            None where this opens or slows otherwise what stands closed or slowed.

        Examples
        --------
        >>> stands = Disruption(closed=np.array([3], np.int32))
        >>> Disruption(closed=np.array([3, 8], np.int32)).beyond(stands).closed.tolist()
        [8]
        >>> stands.beyond(Disruption(closed=np.array([8], np.int32))) is None
        True
        """
        closed = self.closed[~np.isin(self.closed, before.closed)]
        if len(self.closed) - len(closed) < len(before.closed):
            return None
        if not len(before.slowed):
            return Disruption(closed, self.slowed, self.factor)
        stays = np.isin(self.slowed, before.slowed)
        at = np.searchsorted(before.slowed, self.slowed[stays])
        shut = int(np.isin(before.slowed, self.closed).sum())
        if int(stays.sum()) + shut < len(before.slowed) or (before.factor[at] != self.factor[stays]).any():
            return None
        return Disruption(closed, self.slowed[~stays], self.factor[~stays])
