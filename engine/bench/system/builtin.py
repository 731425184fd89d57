"""The questions and the small library that come with the program; all facts are invented."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_FOLDER = Path(__file__).parent
QUESTIONS: Final = _FOLDER / "questions.json"
LIBRARY: Final = _FOLDER / "library"
