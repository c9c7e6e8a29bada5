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
