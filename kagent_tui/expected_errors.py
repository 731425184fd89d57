"""The errors that are said to the user in one line; any other is a fault of the program."""

from __future__ import annotations

import sys

# Errors whose message is already one line for the user. Each is looked up only where its module
# has been imported: otherwise it cannot have been raised.
_SAID_PLAINLY = (
    ("kagent_tui.errors", "FaceError"),
    ("engine.tools.observation", "ToolError"),
    ("engine.attachments", "AttachmentError"),
    ("engine.profile_files", "ProfileError"),
    ("engine.kuaipedia.editing", "KuaipediaError"),
    ("engine.bench.errors", "BenchError"),
    ("store.errors", "StoreError"),
    ("models.language.base", "ModelError"),
    ("models.embedding.base", "EmbeddingError"),
    ("models.ocr_models", "OcrUnavailableError"),
)


def expected_errors() -> tuple[type[Exception], ...]:
    """The error types whose message is already one line, as far as they can have been raised."""
    loaded = [(sys.modules.get(module), name) for module, name in _SAID_PLAINLY]
    return tuple(getattr(module, name) for module, name in loaded if module is not None)


def describe(error: OSError) -> str:
    """One line for the operating system's refusal."""
    if isinstance(error, FileNotFoundError) and not error.filename and _is_nowhere():
        return "the folder that this was started in is gone; change to another one: cd"
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _is_nowhere() -> bool:
    """Whether the working folder was deleted."""
    from pathlib import Path

    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def one_line(error: BaseException) -> str:
    """What to say of an expected error or of the operating system's refusal, in words to show."""
    from engine.cleaning import clean_line
    from kagent_tui.troubles import in_words

    return in_words(clean_line(describe(error) if isinstance(error, OSError) else str(error)))
