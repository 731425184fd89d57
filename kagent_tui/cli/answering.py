"""Runs one question through a renderer and turns its outcome into an exit code."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from engine.events import Concluded, Event, Failed, Language, Outcome
from engine.language import detect_language
from kagent_tui.cli.diagnostics import ANSWERED, ERROR, INTERRUPTED, NOT_FOUND, fail, trace
from kagent_tui.cli.interruption import interruptible
from kagent_tui.render import Renderer, output

_CODES: dict[Outcome, int] = {
    "answered": ANSWERED,
    "not_found": NOT_FOUND,
    "stopped": ERROR,
    "failed": ERROR,
}


class Asked(Protocol):
    """What answers: engine.session.Session."""

    def ask(
        self,
        query: str,
        *,
        language: Language | None = None,
        cancel: threading.Event | None = None,
        now: datetime | None = None,
    ) -> Iterator[Event]:
        """The events of one question, ending with one Concluded or Failed."""
        ...


def make_renderer(
    form: str | None, *, query: str, language: Language | None, session: str
) -> Renderer:
    """The renderer that was asked for: "json", "stream", or text for None."""
    if form == "stream":
        from kagent_tui.render.stream import StreamRenderer

        return StreamRenderer(output.write)
    if form == "json":
        from kagent_tui.render.json import JsonRenderer

        return JsonRenderer(
            output.write,
            question=query,
            language=language or detect_language(query),
            session=session,
        )
    from kagent_tui.render.text import TextRenderer

    return TextRenderer(output.write, trace)


def answer(
    asked: Asked,
    query: str,
    renderer: Renderer,
    *,
    language: Language | None,
    now: datetime | None,
) -> int:
    """Show the events of one question as they come; returns the exit code.

    Ctrl-C sets the cancel event: what was answered so far is kept and shown. A second Ctrl-C
    raises KeyboardInterrupt.
    """
    code = ERROR
    with interruptible() as cancel:
        for event in asked.ask(query, language=language, cancel=cancel, now=now):
            renderer.show(event)
            match event:
                case Failed(message=message):
                    code = fail(message)
                case Concluded(answer=ended):
                    code = _CODES[ended.outcome]
                case _:
                    pass
        if cancel.is_set():
            return fail("interrupted; what was written so far is kept", INTERRUPTED)
    return code
