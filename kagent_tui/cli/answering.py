"""Runs one question through a renderer and turns its outcome into an exit code."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, TextIO

from engine.attachments import Attachment
from engine.events import Concluded, Event, Failed, Language, Outcome
from engine.language import detect_language
from kagent_tui.cli.diagnostics import ANSWERED, ERROR, INTERRUPTED, NOT_FOUND, fail, trace, warn
from kagent_tui.cli.interruption import interruptible
from kagent_tui.render import Renderer, Writer, output

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
        attachments: Sequence[Attachment] = (),
    ) -> Iterator[Event]:
        """The events of one question, ending with one Concluded or Failed."""
        ...


def make_renderer(
    form: str | None,
    *,
    query: str,
    language: Language | None,
    session: str,
    quiet: bool = False,
) -> Renderer:
    """The renderer that was asked for: "json", "stream", or text for None.

    `quiet`: the text comes without the plan and what the tools found.
    """
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

    return TextRenderer(output.write, _silent if quiet else toned(sys.stderr))


def _silent(text: str) -> None:
    """Say nothing."""


def is_watched() -> bool:
    """Whether a person sees what goes to standard error as it comes."""
    return sys.stderr is not None and sys.stderr.isatty()


def toned(stream: TextIO | None) -> Writer:
    """Writes lines of progress: dimmed where a person reads them on a terminal, else as they are.

    NO_COLOR (no-color.org) and a terminal that knows no colours are respected.
    """
    plain = (
        stream is None
        or not stream.isatty()
        or bool(os.environ.get("NO_COLOR"))
        or os.environ.get("TERM", "dumb") == "dumb"
        or sys.platform == "win32"
    )
    return trace if plain else _dimmed


def _dimmed(text: str) -> None:
    trace(text, dim=True)


def answer(
    asked: Asked,
    query: str,
    renderer: Renderer,
    *,
    language: Language | None,
    now: datetime | None,
    attachments: Sequence[Attachment] = (),
) -> int:
    """Show the events of one question as they come; returns the exit code.

    Ctrl-C sets the cancel event: what was answered so far is kept and shown. A second Ctrl-C
    raises KeyboardInterrupt.
    """
    code = ERROR
    with interruptible() as cancel:
        events = asked.ask(
            query, language=language, cancel=cancel, now=now, attachments=attachments
        )
        for event in events:
            renderer.show(event)
            match event:
                case Failed(message=message):
                    code = fail(message)
                case Concluded(answer=ended):
                    code = _CODES[ended.outcome]
                    for one in ended.attachments:
                        if one.trouble:
                            warn(one.trouble)
                case _:
                    pass
        if cancel.is_set():
            return fail("interrupted; what was written so far is kept", INTERRUPTED)
    return code
