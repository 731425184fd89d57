"""The answer as it is written: streaming Markdown that never opens a link by itself."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Markdown

from engine.cleaning import clean

_FLUSH_SECONDS = 0.1


def make_parser() -> MarkdownIt:
    """Markdown as answers use it.

    Raw HTML is shown as text (Textual would drop it silently), and a line break in the source
    stays one, since small models write a fact a line.
    """
    parser = MarkdownIt("gfm-like", {"html": False})
    parser.core.ruler.push("keep_line_breaks", _keep_line_breaks)
    return parser


def _keep_line_breaks(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "softbreak":
                child.type = "hardbreak"


class AnswerView(Vertical):
    """Pieces of text gathered and shown about ten times a second.

    Rendering every token would starve the keyboard.
    """

    DEFAULT_CSS = """
    AnswerView {
        height: auto;
        display: none;
        & > Markdown { margin: 0; padding: 0 1 0 2; background: transparent; }
        & > Markdown > MarkdownParagraph { margin: 0 0 1 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._pending: list[str] = []
        self._timer: Timer | None = None
        self._text = ""

    def compose(self) -> ComposeResult:
        """One Markdown document."""
        yield Markdown(parser_factory=make_parser, open_links=False)

    @property
    def text(self) -> str:
        """All that was written so far."""
        return self._text + "".join(self._pending)

    def write(self, piece: str) -> None:
        """Add a piece of the answer; it is shown within a tenth of a second."""
        self._pending.append(clean(piece))
        if self._timer is None:
            self.display = True
            self._timer = self.set_interval(_FLUSH_SECONDS, self._flush)

    async def finish(self, text: str | None = None) -> None:
        """Stop streaming and show `text`, or what was written where that is None."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        final = self.text if text is None else clean(text)
        self._pending.clear()
        self._text = final
        self.display = bool(final.strip())
        # The whole text once more: Markdown that was appended in pieces may be laid out wrongly.
        await self.query_one(Markdown).update(final)

    async def _flush(self) -> None:
        if not self._pending:
            return
        piece = "".join(self._pending)
        self._pending.clear()
        self._text += piece
        await self.query_one(Markdown).append(piece)
