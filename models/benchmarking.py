"""Measures a model on this machine, in a process of its own, and keeps what came of it.

The figures lie in the folder of models, in benchmarks/NAME.json; those of the built-in models too.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.catalog import Kind, slug
from models.installed import InstalledError
from models.private_folders import make_private
from models.probing import ask_worker

_PROGRAM: Final = (
    "import sys; sys.path[:] = sys.argv[3:]; from models.benchmark_worker import main; main()"
)
_LONGEST_SECONDS: Final = 600.0
_FOLDER: Final = "benchmarks"
# Tokens that an answer takes to read and to write, by the model's style. A large model's prompt
# holds memories and tools, and its answer about 150 words; the built-in one's are as measured over
# questions about this project's own documents, most of its prompt being kept from the one before.
ANSWERS: Final[Mapping[str, tuple[int, int]]] = {"prose": (1500, 200), "pointer": (350, 80)}


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a short run measured, or the `error` that ended it.

    `rate` is what the model writes: tokens a second (passages for embedding, seconds of sound for
    speech). `memory` is the most bytes that its process held. It is of the file that had this size
    and time of change, and was made `at` this time (ISO 8601).
    """

    error: str = ""
    rate: float = 0.0
    prompt_rate: float = 0.0
    first_token_seconds: float = 0.0
    prompt_tokens: int = 0
    written_tokens: int = 0
    style: str = ""
    load_seconds: float = 0.0
    memory: int = 0
    at: str = ""
    size: int = 0
    changed: int = 0

    def is_of(self, path: Path) -> bool:
        """Whether the file is still the one that was measured."""
        status = path.stat()
        return (self.size, self.changed) == (status.st_size, status.st_mtime_ns)

    @property
    def answer_tokens(self) -> tuple[int, int]:
        """The tokens that an answer takes to read and to write."""
        return ANSWERS.get(self.style, ANSWERS["prose"])

    @property
    def answer_seconds(self) -> tuple[float, float]:
        """How long such an answer takes to its first token and in all; 0 where nothing is known."""
        if not (self.rate and self.prompt_rate):
            return 0.0, 0.0
        read, written = self.answer_tokens
        first = read / self.prompt_rate
        return first, first + written / self.rate


def benchmark(
    path: Path,
    kind: Kind,
    cancel: threading.Event | None = None,
    *,
    at: str = "",
    seconds: float = _LONGEST_SECONDS,
) -> Benchmark:
    """Measure a model for about half a minute at most, its loading apart.

    A run that fails, was cancelled or took too long has an `error`, in one line.
    """
    found = ask_worker(_PROGRAM, path, kind, cancel, seconds)
    status = path.stat()
    return Benchmark(**found, at=at, size=status.st_size, changed=status.st_mtime_ns)


class BenchmarkFolder:
    """The figures of all models, beside them; the folder need not exist."""

    def __init__(self, models: Path) -> None:
        self._folder = models / _FOLDER

    def find(self, name: str, path: Path) -> Benchmark | None:
        """The figures of this model, None where there are none of the file as it is now."""
        try:
            values: Any = json.loads(self._file(name).read_text("utf-8"))
            found = Benchmark(**values)
            return found if found.is_of(path) else None
        except (OSError, ValueError, TypeError):
            # What cannot be read is as good as none.
            return None

    def save(self, name: str, found: Benchmark) -> None:
        """Keep figures; raises InstalledError."""
        file = self._file(name)
        new = file.with_name(f"{file.name}.new")
        try:
            make_private(self._folder)
            new.write_text(f"{json.dumps(dataclasses.asdict(found), indent=2)}\n", "utf-8")
            new.replace(file)
        except OSError as error:
            raise InstalledError(f"{file}: cannot be written: {error.strerror}") from error

    def remove(self, name: str) -> None:
        """Forget a model's figures."""
        with contextlib.suppress(OSError):
            self._file(name).unlink(missing_ok=True)
            self._folder.rmdir()

    def _file(self, name: str) -> Path:
        return self._folder / f"{slug(name)}.json"
