"""What the tests of the pipeline share: the real tools, and the built-in embedding."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Language
from engine.mat.loop import Tools
from engine.offering import SEARCH_LIBRARY
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from models.embedding.base import EmbeddingModel
from models.embedding.loading import load_embedding
from tests.engine.mat.scripted_teacher import write_queries

NOW = datetime(2026, 11, 20, 9, 30)


def _context(query: str, language: Language, cancel: threading.Event) -> ToolContext:
    return ToolContext(NOW, language, cancel=cancel, question=query)


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The tools that need neither the internet nor a library."""
    registry = builtin_registry()
    offered = [tool for tool in registry if not tool.online and tool.name != SEARCH_LIBRARY]
    return Tools(registry, offered, _context)


@pytest.fixture(scope="session")
def embedding() -> EmbeddingModel:
    return load_embedding("builtin")


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """The scripted teacher's queries in a file."""
    found: Path = write_queries(tmp_path / "queries.txt")
    return found
