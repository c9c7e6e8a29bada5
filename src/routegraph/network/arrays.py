"""Arrays by what they hold, whatever the width of their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Int = NDArray[np.integer[Any]]
Float = NDArray[np.floating[Any]]
Bool = NDArray[np.bool_]
