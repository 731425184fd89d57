"""Weights that ship in the wheel, each with a model card."""

from __future__ import annotations

from pathlib import Path


def language_model_path() -> Path:
    """The built-in language model, a GGUF file."""
    return Path(__file__).with_name("kagent-nano.gguf")
