"""What stands on an empty screen: what can be asked, and how documents get in."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from kagent_tui.strings import Strings


class Welcome(Static):
    """A few lines that vanish with the first question."""

    DEFAULT_CSS = """
    Welcome { height: auto; padding: 1 2; }
    """

    def __init__(self, strings: Strings) -> None:
        super().__init__()
        self._strings = strings

    def on_mount(self) -> None:
        """Begin as for an empty memory, before it is opened."""
        self.show(0)

    def show(self, documents: int) -> None:
        """Say what can be asked with so many documents."""
        strings = self._strings
        body = (
            strings.empty_with_documents.format(documents=f"{documents:,}")
            if documents
            else strings.empty_no_documents
        )
        self.update(
            Content.assemble(
                (strings.empty_title, "bold"),
                "\n\n",
                body,
                "\n\n    ",
                (strings.empty_add, "$accent"),
            )
        )
