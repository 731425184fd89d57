"""Fitted numbers of the linking; made by: python -m benchmarks.kuaipedia_linking --fit.

The threshold of aspects is a little above the fitted one: no aspect is better than a wrong one.
"""

from __future__ import annotations

# In the order of disambiguation.Features.
ITEM_WEIGHTS = (
    -1.091, 1.616, 2.263, 3.018, 0.093, 1.283, 1.423, 0.873, -0.582, -0.812, 0.239, -0.413,
)  # fmt: skip
ITEM_THRESHOLD = 0.6
# In the order of aspects.AspectFeatures.
ASPECT_WEIGHTS = (-3.36, 2.044, 3.437, -0.296, 2.614)
ASPECT_THRESHOLD = 0.5
