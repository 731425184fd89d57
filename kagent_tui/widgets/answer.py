"""The answer as it is written: streaming Markdown that never opens a link by itself."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content, Span
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from engine.cleaning import clean
from kagent_tui.i18n import tr
from kagent_tui.widgets.plain_title import PlainTitle

# Markdown takes long to import, and the first paint has no answer.
if TYPE_CHECKING:
    from textual.widgets import Markdown

    from kagent_tui.widgets.answer_markdown import AnswerMarkdown

_FLUSH_SECONDS = 0.1
# Laying out and drawing may take a twentieth of the time, for a model in this process works with
# what is left; but nobody waits for longer than that.
_TIMES_THE_WORK = 20
_LONGEST_WAIT = 0.5
_CHOSEN = "bold reverse"


class AnswerView(Vertical):
    """Pieces of text gathered and shown ten times a second, or less often where drawing is dear.

    Rendering every token would starve the keyboard and the model. Once the answer is complete its
    citations can be clicked, and one of them is highlighted.
    """

    DEFAULT_CSS = """
    AnswerView {
        height: auto;
        display: none;
        & > Markdown { margin: 0; padding: 0 1 0 2; background: transparent; }
        & > Markdown > MarkdownParagraph { margin: 0 0 1 0; }
    }
    """

    @dataclass
    class CitationClicked(Message):
        """The mark of this citation was clicked."""

        view: AnswerView
        number: int

    @dataclass
    class LinkClicked(Message):
        """A link was clicked; what it names comes from a model, and nothing was opened."""

        address: str

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        work: Callable[[], float] = time.thread_time,
    ) -> None:
        """`work` tells the seconds of processor time that the screen's thread has had so far."""
        super().__init__()
        self._clock = clock
        self._work = work
        self._pending: list[str] = []
        self._timer: Timer | None = None
        self._text = ""
        self._chosen: int | None = None
        self._flushed_at = float("-inf")
        self._worked = 0.0

    def compose(self) -> ComposeResult:
        """One Markdown document."""
        from kagent_tui.widgets.answer_markdown import AnswerMarkdown

        yield PlainTitle(tr("KAgent:"))
        yield AnswerMarkdown()

    @property
    def text(self) -> str:
        """All that was written so far."""
        return self._text + "".join(self._pending)

    @property
    def code_blocks(self) -> list[str]:
        """The answer's code blocks, in order."""
        from kagent_tui.widgets.answer_markdown import code_blocks

        return code_blocks(self.text)

    def write(self, piece: str) -> None:
        """Add a piece of the answer; it is shown within a tenth of a second."""
        self._pending.append(clean(piece))
        if self._timer is None:
            self.display = True
            self._timer = self.set_interval(_FLUSH_SECONDS, self._flush)

    async def finish(self, text: str | None = None, citations: Collection[int] = ()) -> None:
        """Stop streaming and show `text`, or what was written where that is None.

        `citations` are the numbers whose marks in the text lead somewhere.
        """
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        final = self.text if text is None else clean(text)
        self._pending.clear()
        self._text = final
        self._chosen = None
        self.display = bool(final.strip())
        document = self._document
        document.citations = frozenset(citations)
        # The whole text once more: Markdown that was appended in pieces may be laid out wrongly.
        await document.update(final)

    def highlight(self, number: int | None) -> None:
        """Make the marks of this citation stand out, and those of the one before no more."""
        if number == self._chosen:
            return
        self._chosen = number
        for part in self._document.query(Static):
            content = part.content
            if isinstance(content, Content) and content.spans:
                marked = _highlighted(content, number)
                if marked.spans != content.spans:
                    part.update(marked, layout=False)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """A citation's mark, or an address that somebody has to look at first."""
        from kagent_tui.widgets.answer_markdown import citation_number

        event.stop()
        number = citation_number(event.href)
        if number is None:
            self.post_message(self.LinkClicked(event.href))
        else:
            self.post_message(self.CitationClicked(self, number))

    @property
    def _document(self) -> AnswerMarkdown:
        from kagent_tui.widgets.answer_markdown import AnswerMarkdown

        return self.query_one(AnswerMarkdown)

    async def _flush(self) -> None:
        if not self._pending or self._must_wait():
            return
        piece = "".join(self._pending)
        self._pending.clear()
        self._text += piece
        self._flushed_at, self._worked = self._clock(), self._work()
        await self._document.append(piece)

    def _must_wait(self) -> bool:
        """Whether what was shown last, and drawn since, has cost more than its share of time."""
        cost = (self._work() - self._worked) * _TIMES_THE_WORK
        return self._clock() - self._flushed_at < min(cost, _LONGEST_WAIT)


def _highlighted(content: Content, number: int | None) -> Content:
    from kagent_tui.widgets.answer_markdown import citation_address

    spans = [span for span in content.spans if span.style != _CHOSEN]
    if number is not None:
        click = f"link({citation_address(number)!r})"
        spans += [
            Span(span.start, span.end, _CHOSEN)
            for span in spans
            if not isinstance(span.style, str) and span.style.meta.get("@click") == click
        ]
    return Content(content.plain, spans=spans)


def import_markdown(_: object = None) -> None:
    """Import what the first answer needs, beside the screen, while nobody waits for it."""
    importlib.import_module("kagent_tui.widgets.answer_markdown")
