"""What the paper measured, for comparison: section 4.2, tables 2 to 4.

Haojie Pan et al., "KwaiAgents: Generalized Information-seeking Agent System with Large Language
Models", arXiv:2312.04889. The numbers are facts taken from its tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.bench.instances import CATEGORIES, Category, InstanceType

CITATION: Final = (
    "Pan et al., KwaiAgents: Generalized Information-seeking Agent System with Large Language "
    "Models, arXiv:2312.04889"
)


@dataclass(frozen=True, slots=True)
class PaperModel:
    """A row of Table 3; figures are in percent, the scale in parameters."""

    model: str
    scale: str
    figures: Mapping[Category, float]
    overall: float


@dataclass(frozen=True, slots=True)
class PaperSystem:
    """A cell of Table 4: the share of answers that people passed, in percent, and their mean
    score from 1 to 5. `scale` is the model's.
    """

    model: str
    scale: str
    system: str
    pass_rate: float
    score: float


def _model(model: str, scale: str, *values: float) -> PaperModel:
    """A row as it is printed: the five figures, then the overall score."""
    *figures, overall = values
    return PaperModel(model, scale, dict(zip(CATEGORIES, figures, strict=True)), overall)


TABLE_3: Final = (
    _model("GPT-3.5-turbo", "", 18.55, 26.26, 8.06, 37.26, 35.42, 25.63),
    _model("Llama2", "13B", 0.15, 0.44, 0.14, 16.60, 17.73, 5.30),
    _model("ChatGLM3", "6B", 7.87, 11.84, 7.52, 30.01, 30.14, 15.88),
    _model("Qwen", "7B", 13.34, 18.00, 7.91, 36.24, 34.99, 21.17),
    _model("Baichuan2", "13B", 6.70, 16.10, 6.76, 24.97, 19.08, 14.89),
    _model("ToolLlama", "7B", 0.20, 4.83, 1.06, 15.62, 10.66, 6.04),
    _model("AgentLM", "13B", 0.17, 0.15, 0.05, 16.30, 15.22, 4.88),
    _model("Qwen-MAT", "7B", 31.64, 43.30, 33.34, 44.85, 44.78, 39.85),
    _model("Baichuan2-MAT", "13B", 37.27, 52.97, 37.00, 48.01, 41.83, 45.34),
)
# The best of the models that nobody tuned, and the best of all.
CHARTED: Final = ("GPT-3.5-turbo", "Baichuan2-MAT")

SYSTEMS: Final = ("NoAgent", "ReACT", "Auto-GPT", "KAgentSys")
_TABLE_4: Final = (
    ("GPT-4", "", ((57.21, 3.42), (68.66, 3.88), (79.60, 4.27), (83.58, 4.47))),
    ("GPT-3.5-turbo", "", ((47.26, 3.08), (54.23, 3.33), (61.74, 3.53), (64.18, 3.69))),
    ("Qwen", "7B", ((52.74, 3.23), (51.74, 3.20), (50.25, 3.11), (54.23, 3.27))),
    ("Baichuan2", "13B", ((54.23, 3.31), (55.72, 3.36), (57.21, 3.37), (58.71, 3.54))),
    ("Qwen-MAT", "7B", (None, (58.71, 3.53), (65.67, 3.77), (67.66, 3.87))),
    ("Baichuan2-MAT", "13B", (None, (61.19, 3.60), (66.67, 3.86), (74.13, 4.11))),
)
TABLE_4: Final = tuple(
    PaperSystem(model, scale, system, *cell)
    for model, scale, cells in _TABLE_4
    for system, cell in zip(SYSTEMS, cells, strict=True)
    if cell is not None
)

# Table 2: the queries of each type.
QUERIES: Final[Mapping[InstanceType, int]] = {
    "plantooluse": 320,
    "reflextion": 68,
    "conclusion": 245,
    "profile": 433,
}
