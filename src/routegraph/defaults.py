"""What holds when nothing is said: the same for `Study`, the command line, scenarios and sweeps."""

from typing import Final

NETWORK = "hama-aleppo"
VEHICLE = "truck"
MEASURES = ("time", "distance", "cost")
"""What the best route may have least of."""

MEASURE = "time"
MIN_CONFIDENCE = 0.5
"""Events below it are shown and close nothing."""

PRECISION = 0.005
"""Sampling of survival stops when the standard error of the probability is below it."""

SEED = 0
METHOD: Final = "auto"
COMMON_CAUSE = 0.0
