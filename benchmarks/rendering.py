"""What showing an answer costs the model: tokens a second with the interface over those without.

Run from the repository: python -m benchmarks.rendering [RUNS]. The built-in model writes a long
text, once for a loop that only counts, once for the real interface in a pseudo-terminal, in turns;
printed are the medians and their ratio. Prompt and text are the same each time.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from engine.attachments import Attachment
from engine.events import Concluded, Concluding, Event, Language
from engine.web_access import Ask
from models.builtin import language_model_path
from models.language.base import Constraint, Message, Usage
from models.language.local import LocalModel
from tests.kagent_tui.scripted_engine import ScriptedAssembly, ScriptedSession, answer_of
from tests.kagent_tui.terminal import read_until, terminal

RUNS = 5
TOKENS = 1800
# Sentences with a list now and then, as answers have them.
SHAPE = Constraint(
    "root ::= (sentence item){14}\n"
    'sentence ::= [a-z ]{60,90} ". "\n'
    'item ::= "\\n- " [a-z ]{20,40} "\\n"\n'
)
PROMPT = [Message("user", "What did the harbour's timetable say about the ferries?")]
DONE = b"END-OF-THE-RUN"


def write(model: LocalModel, usage: list[Usage]) -> Iterator[str]:
    """The pieces of one text; its usage is put into the list."""
    generation = model.generate(PROMPT, max_tokens=TOKENS, constraint=SHAPE)
    yield from generation
    usage.append(generation.usage)


def rate_without(model: LocalModel) -> float:
    """Tokens a second where nothing shows them."""
    usage: list[Usage] = []
    for _ in write(model, usage):
        pass
    return usage[0].generated_tokens / usage[0].seconds


class WritingSession(ScriptedSession):
    """Streams the model's text as an answer and writes its rate to a file."""

    model: LocalModel
    target: Path

    def ask(
        self,
        query: str,
        *,
        language: Language | None = None,
        cancel: threading.Event | None = None,
        now: datetime | None = None,
        ask: Ask | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> Iterator[Event]:
        """One answer as long as the other way's text."""
        usage: list[Usage] = []
        written = ""
        for piece in write(self.model, usage):
            written += piece
            yield Concluding(piece)
        self.target.write_text(str(usage[0].generated_tokens / usage[0].seconds))
        yield Concluded(answer_of(f"{written}\n\n{DONE.decode()}", citations=(), tasks=()))


class WritingAssembly(ScriptedAssembly):
    """An engine with the real model behind its one answer."""

    target: Path

    def session(self, session_id: str | None) -> ScriptedSession:
        """The session that writes."""
        session = WritingSession([], [])
        session.model = LocalModel(language_model_path())
        session.target = self.target
        return session


def run_interface(target: Path) -> int:
    """The real interface over that engine; runs in the pseudo-terminal."""
    import kagent_tui.app
    from kagent_tui.config import Config
    from kagent_tui.locations import locate

    assembly = WritingAssembly()
    assembly.target = target
    kagent_tui.app.Assembly = lambda home, config: assembly  # type: ignore[assignment,misc]
    return kagent_tui.app.run_app(locate(target.parent), Config())


def rate_with(folder: Path, number: int) -> float:
    """Tokens a second where the interface shows them."""
    target = folder / f"rate-{number}"
    command = (sys.executable, "-m", "benchmarks.rendering", "--interface", str(target))
    with terminal(*command, columns=100, rows=30) as (_, near):
        read_until(near, b"kagent-nano")
        os.write(near, b"Go on\r")
        read_until(near, DONE)
        os.write(near, b"\x11")
        read_until(near, None)
    return float(target.read_text())


def main() -> int:
    """Measure in turns, print medians and ratio."""
    if sys.argv[1:2] == ["--interface"]:
        return run_interface(Path(sys.argv[2]))
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    model = LocalModel(language_model_path())
    rate_without(model)  # warm
    without, shown = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs):
            without.append(rate_without(model))
            shown.append(rate_with(Path(folder), number))
            print(f"without {without[-1]:.0f} tokens/s, with the interface {shown[-1]:.0f}")
    alone, seen = statistics.median(without), statistics.median(shown)
    print(f"median {alone:.0f} and {seen:.0f} tokens/s: {seen / alone:.3f} of the speed is left")
    return 0


if __name__ == "__main__":
    sys.exit(main())
