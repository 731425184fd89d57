"""What stands on an empty screen: what can be asked at once, and how documents get in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.widgets.option_list import Option

from engine.events import Language
from kagent_tui.bindings import shortcut
from kagent_tui.bindings.shown import shown
from kagent_tui.i18n import language, mark, ntr, tr
from kagent_tui.widgets.pointed import PointedList

# Questions that the built-in model answers at once, without a document and without a network.
EXAMPLES: Final = (
    mark("How many days is it until New Year's Day?"),
    mark("When is the Dragon Boat Festival next year?"),
    mark("What is today's date in the lunar calendar?"),
)
# Each in the language that one would look for.
_OTHER_LANGUAGE: Final[Mapping[Language, tuple[Language, str]]] = {
    "en": ("zh", "切换为中文界面"),
    "zh": ("en", "Switch to English"),
}
_DOCUMENTS: Final = "documents"
_LANGUAGE: Final = "language"


class Suggestions(PointedList):
    """The numbered suggestions; whoever types on means the composer."""

    @dataclass
    class Typed(Message):
        """A character was typed that belongs in the question."""

        character: str

    def on_focus(self) -> None:
        """Begin with the first one."""
        if self.highlighted is None:
            self.action_first()

    def on_blur(self) -> None:
        """Nothing is chosen while one writes."""
        self.highlighted = None

    def on_key(self, event: events.Key) -> None:
        """Pass on what can be written."""
        if event.is_printable and event.character and event.character.strip():
            event.stop()
            self.post_message(self.Typed(event.character))


class Welcome(Vertical):
    """A few lines and numbered suggestions, which vanish with the first question.

    A suggestion is chosen with the arrows and Enter, or by sending its number from the composer,
    for which there is `choose`; so that the composer can have the focus from the beginning.
    """

    DEFAULT_CSS = """
    Welcome {
        height: auto;
        max-height: 100%;
        padding: 1 2 0 2;
        overflow-y: auto;
        & > Static { height: auto; }
        & > #welcome-title { text-style: bold; }
        & > #welcome-privacy { color: $text-muted; margin: 0 0 1 0; }
        & > Suggestions {
            height: auto; border: none; padding: 0; margin: 0 0 1 0; background: transparent;
        }
        & > #welcome-hint { color: $text-muted; }
    }
    """

    @dataclass
    class Chosen(Message):
        """This question is to be asked."""

        question: str

    @dataclass
    class PageWanted(Message):
        """This page is to be shown."""

        name: str

    @dataclass
    class LanguageWanted(Message):
        """The interface is to speak this language, and the setting is to be kept."""

        language: Language

    def __init__(self) -> None:
        super().__init__()
        self._documents = 0

    def compose(self) -> ComposeResult:
        """From top to bottom; the texts are those of an empty memory before it is opened."""
        yield Static(id="welcome-privacy", markup=False)
        yield Static(id="welcome-title", markup=False)
        yield Suggestions(markup=False)
        yield Static(id="welcome-hint", markup=False)

    def on_mount(self) -> None:
        """Begin as for an empty memory."""
        self.show(self._documents)

    def show(self, documents: int) -> None:
        """Say what can be asked with so many documents."""
        self._documents = documents
        title = (
            ntr(
                "{count} document is ready for your questions.",
                "{count} documents are ready for your questions.",
                documents,
            )
            if documents
            else tr("Ask something. These questions need no document:")
        )
        self._write("#welcome-title", title)
        self._write(
            "#welcome-privacy",
            tr("Everything stays on this computer, unless you allow a connection."),
        )
        self._write(
            "#welcome-hint",
            tr(
                "Type a question, or a number and Enter; Tab goes to the list. {help} helps.",
                help=shown(shortcut("app.help")),
            ),
        )
        listed = self.query_one(Suggestions)
        highlighted = listed.highlighted
        listed.set_options(self._options())
        listed.highlighted = highlighted

    def refresh_words(self) -> None:
        """Say the same once more: the language or the keys are others now."""
        self.show(self._documents)

    def choose(self, text: str) -> bool:
        """Choose a suggestion by its number; False where the text is none, or none are shown."""
        number = text.strip()
        options = self.query_one(Suggestions).options
        if not self.display or not (number.isascii() and number.isdigit()):
            return False
        if not 1 <= int(number) <= len(options):
            return False
        self._take(options[int(number) - 1].id or "")
        return True

    def _write(self, selector: str, text: str) -> None:
        self.query_one(selector, Static).update(Content(text))

    def _options(self) -> list[Option]:
        key = shown(shortcut("app.library"))
        add = (
            tr("Add more documents ({key})", key=key)
            if self._documents
            else tr("Add your documents ({key})", key=key)
        )
        rows = [(example, tr(example)) for example in EXAMPLES]
        rows += [(_DOCUMENTS, add), (_LANGUAGE, _OTHER_LANGUAGE[language()][1])]
        return [
            Option(Content.assemble((f"{number}", "bold $accent"), f"  {text}"), id=identifier)
            for number, (identifier, text) in enumerate(rows, 1)
        ]

    @on(Suggestions.OptionSelected)
    def _selected(self, message: Suggestions.OptionSelected) -> None:
        message.stop()
        self._take(message.option_id or "")

    def _take(self, identifier: str) -> None:
        if identifier == _DOCUMENTS:
            self.post_message(self.PageWanted("library"))
        elif identifier == _LANGUAGE:
            self.post_message(self.LanguageWanted(_OTHER_LANGUAGE[language()][0]))
        elif identifier:
            self.post_message(self.Chosen(tr(identifier)))
