"""One line that says how a long job stands, with a bar where the share that is done is known."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ProgressBar, Static

from kagent_tui.widgets.text import plain_line


class JobLine(Vertical):
    """Hidden until there is something to say. A screen reader gets the words without the bar."""

    DEFAULT_CSS = """
    JobLine { height: auto; display: none; padding: 0 1; }
    JobLine.-shown { display: block; }
    JobLine > Static { height: auto; max-height: 3; }
    JobLine > ProgressBar { width: 1fr; height: 1; display: none; }
    JobLine > ProgressBar Bar { width: 1fr; }
    JobLine.-moving > ProgressBar { display: block; }
    .-plain JobLine > ProgressBar { display: none; }
    JobLine.-trouble > Static { color: $text-warning; }
    """

    def compose(self) -> ComposeResult:
        """The words, the bar."""
        yield Static(markup=False)
        yield ProgressBar(total=1.0, show_percentage=False, show_eta=False)

    def say(self, text: str, *, share: float | None = None, trouble: bool = False) -> None:
        """Say this, or nothing at all with an empty text."""
        self.query_one(Static).update(plain_line(text))
        self.query_one(ProgressBar).update(progress=share or 0.0)
        self.set_class(bool(text), "-shown")
        self.set_class(share is not None and share < 1.0, "-moving")
        self.set_class(trouble, "-trouble")

    @property
    def words(self) -> str:
        """What is said now."""
        return str(self.query_one(Static).render())
