"""Distributions of a figure over cases of known probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

QUANTILES = (0.1, 0.5, 0.9, 0.95)


@dataclass(frozen=True, eq=False)
class Distribution:
    """What a figure may be, given that the journey is possible.

    Attributes
    ----------
    values : float64[K]
        Ascending, each once.
    probability : float64[K]
        Of each value; adds up to 1.
    """

    values: NDArray[np.float64]
    probability: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.float64], weights: NDArray[np.float64]) -> Distribution:
        """Distribution of values by their weights, which need not add up to 1."""
        distinct, which = np.unique(values, return_inverse=True)
        weight = np.bincount(which, weights, minlength=len(distinct))
        return cls(distinct[weight > 0], weight[weight > 0] / weight.sum())

    @property
    def mean(self) -> float:
        return float(np.dot(self.values, self.probability))

    @property
    def median(self) -> float:
        return self.quantile(0.5)

    def quantile(self, share: float) -> float:
        """Return the least value that is not exceeded with this probability."""
        reached = np.cumsum(self.probability) >= share - 1e-12
        return float(self.values[int(np.argmax(reached))] if reached.any() else self.values[-1])

    def to_dict(self, digits: int = 1) -> dict[str, Any]:
        """Plain data for JSON: mean, median and quantiles."""
        told = {f"p{round(100 * q)}": round(self.quantile(q), digits) for q in QUANTILES}
        return {"mean": round(self.mean, digits), "median": round(self.median, digits), **told}
