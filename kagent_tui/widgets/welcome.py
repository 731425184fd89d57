"""What stands on an empty screen: what can be asked, and how documents get in."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from kagent_tui.i18n import ntr, tr


class Welcome(Static):
    """A few lines that vanish with the first question."""

    DEFAULT_CSS = """
    Welcome { height: auto; padding: 1 2; }
    """

    def on_mount(self) -> None:
        """Begin as for an empty memory, before it is opened."""
        self.show(0)

    def show(self, documents: int) -> None:
        """Say what can be asked with so many documents."""
        body = (
            ntr(
                "{count} document is ready for your questions.\nTo add more, in a shell:",
                "{count} documents are ready for your questions.\nTo add more, in a shell:",
                documents,
            )
            if documents
            else tr(
                "Dates, festivals, lunar days and solar terms work at once.\n"
                "To ask about your own documents, add them in a shell:"
            )
        )
        self.update(
            Content.assemble(
                (tr("Ask something."), "bold"),
                "\n\n",
                body,
                "\n\n    ",
                (tr("kagent add PATH"), "$accent"),
            )
        )
