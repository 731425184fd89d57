"""Sound as the speech models want it: one channel of float32 from -1 to 1, 16,000 a second."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 16_000

Samples = NDArray[np.float32]
