"""What other agents may ask of this library, as plain JSON: answers, passages, tools, new files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.answers import answer_to_json
from engine.cleaning import clean, clean_line
from engine.events import Concluded, Failed, Language
from engine.knowledge import documents_in, hit_to_json, is_worth_showing
from engine.language import detect_language
from engine.library import Library
from engine.library_events import AddReport
from engine.reading.media import MediaOptions
from engine.session import Session
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.registry import Registry

if TYPE_CHECKING:
    from store.memory import MemoryBank

MOST_RESULTS = 50


class ServiceError(Exception):
    """A call that cannot be answered; the message is one line with what to do."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the service is made of; each is made when it is first needed.

    `session` makes a new session over these collections. `allowed` are the folders and files that
    may be added, none for no adding at all; `online`: questions may use the internet; `media` is
    how recordings and pictures are read.
    """

    bank: Callable[[], MemoryBank]
    session: Callable[[Sequence[str]], Session]
    registry: Callable[[], Registry]
    allowed: tuple[Path, ...] = ()
    online: bool = False
    now: datetime | None = None
    language: Language | None = None
    media: MediaOptions = field(default_factory=MediaOptions)


class Service:
    """Answers one call after another; a call ends soon after its `cancel` is set."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def may_add(self) -> bool:
        """Whether anything may be added to the library."""
        return bool(self._parts.allowed)

    @property
    def is_online(self) -> bool:
        """Whether a question may use the internet."""
        return self._parts.online

    def ask(
        self,
        question: str,
        language: Language | None,
        collections: Sequence[str],
        cancel: threading.Event,
    ) -> dict[str, Any]:
        """The object of `kagent ask --json`.

        Raises:
            ServiceError: the question is empty, or the model or the memory failed.
            StoreError: there is no such collection, or the memory cannot be read.
        """
        documents_in(self._parts.bank(), collections)
        asked = self._parts.session(collections)
        chosen = language or self._parts.language
        for event in asked.ask(question, language=chosen, cancel=cancel, now=self._parts.now):
            if isinstance(event, Failed):
                raise ServiceError(event.message)
            if isinstance(event, Concluded):
                return answer_to_json(event.answer)
        raise ServiceError("the question was not answered")

    def search(self, query: str, limit: int) -> dict[str, Any]:
        """The object of `kagent search --json`.

        Raises:
            ServiceError: the query is empty.
            StoreError: the memory cannot be read.
        """
        text = clean(query).strip()
        if not text:
            raise ServiceError("the query is empty: say what to look for")
        most = max(1, min(limit, MOST_RESULTS))
        found = self._parts.bank().search(text, limit=most)
        return {
            "query": text,
            "results": [hit_to_json(hit) for hit in found if is_worth_showing(hit)],
        }

    def add(self, path: str, cancel: threading.Event) -> dict[str, Any]:
        """Read a file or folder into the library; what became of each file.

        Raises:
            ServiceError: it is not there, or not within what may be added.
            StoreError: the memory cannot be written.
        """
        library = Library(self._parts.bank(), media=self._parts.media, linked=True)
        reports = [
            {
                "path": report.shown,
                "outcome": report.outcome,
                "passages": report.segments,
                "error": report.error,
            }
            for report in library.adding([self._may_add(path)], None, cancel)
            if isinstance(report, AddReport)
        ]
        if not reports:
            raise ServiceError(f"{clean_line(path)}: it holds no file that can be read")
        return {"files": reports}

    def _may_add(self, path: str) -> Path:
        """The path with all links followed, within one of those that the user named."""
        allowed = [root.resolve() for root in self._parts.allowed]
        base = allowed[0] if allowed[0].is_dir() else allowed[0].parent
        try:
            wanted = (base / Path(path).expanduser()).resolve()
            # Outside, a stranger is not told whether it is there.
            is_allowed = any(wanted.is_relative_to(root) for root in allowed)
            is_there = is_allowed and wanted.exists()
        except (OSError, RuntimeError, ValueError):
            is_allowed = is_there = False
        if not is_allowed:
            named = ", ".join(map(str, allowed))
            raise ServiceError(f"only what is within {named} may be added (see --allow-add)")
        if not is_there:
            raise ServiceError(f"{clean_line(path)[:200]}: there is no such file or folder")
        return wanted

    def run(self, name: str, args: Mapping[str, Any], cancel: threading.Event) -> dict[str, Any]:
        """Run one tool, as `kagent tools run --json` does.

        Raises:
            ToolError: the tool's own.
        """
        words = " ".join(str(value) for value in args.values())
        context = ToolContext(
            now=self._parts.now or datetime.now(),
            language=self._parts.language or detect_language(words),
            cancel=cancel,
        )
        found = self._parts.registry().run(name, args, context)
        return {
            "name": name,
            "args": dict(args),
            "observation": clean(found.text),
            "data": found.data,
        }

    def schema(self, name: str) -> dict[str, Any]:
        """The schema of a tool, in the paper's form."""
        return self._parts.registry().get(name).schema()


SERVICE_ERRORS = (ServiceError, ToolError)
