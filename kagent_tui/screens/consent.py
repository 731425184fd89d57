"""The question whether something may be sent: what, where to and why it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from engine.cleaning import clean_line
from kagent_tui.bindings import bindings_of, shortcut
from kagent_tui.bindings.shown import shown
from kagent_tui.i18n import tr
from kagent_tui.messages import ConsentChoice, ConsentReply
from kagent_tui.widgets.pointed import PointedButton
from kagent_tui.widgets.text import plain, plain_line

if TYPE_CHECKING:
    from engine.web_access import ConnectionRequest


class ConsentScreen(ModalScreen[None]):
    """Shows a request and gives the user's choice to the thread that waits for it.

    "No" has the focus. For a moment after it appears the screen takes no other answer: whoever
    was typing in the composer would give one unawares.
    """

    CSS_PATH = "consent.tcss"
    AUTO_FOCUS = "#deny"
    BINDINGS: ClassVar = bindings_of("consent")
    ARMING_SECONDS: ClassVar[float] = 0.6

    def __init__(self, request: ConnectionRequest, reply: ConsentReply) -> None:
        super().__init__()
        self.reply = reply
        self._request = request
        self._armed = False
        self._withdrawn = False

    def compose(self) -> ComposeResult:
        """The request in a scrolled part, the buttons under it."""
        with Vertical(id="box") as box:
            box.border_title = tr("Allow a connection?")
            with VerticalScroll(id="text", can_focus=False):
                yield from self._told()
            yield PointedButton(tr("No, not now (N or Esc)"), id="deny", compact=True)
            yield PointedButton(plain_line(self._allow_label()), id="allow", compact=True)
            if self._may_always:
                yield PointedButton(tr("Always allow (A)"), id="always", compact=True)

    @property
    def _may_always(self) -> bool:
        return self._request.reason == "first_connection"

    def _allow_label(self) -> str:
        return tr("Allow for this question (Y)") if self._may_always else tr("Allow this once (Y)")

    def _told(self) -> ComposeResult:
        request = self._request
        wants = tr("{tool} wants to connect to:", tool=clean_line(request.tool))
        yield Static(Content(wants), markup=False)
        hosts = Content("\n").join([plain_line(host, "bold") for host in request.hosts])
        yield Static(hosts, classes="consent-words", markup=False)
        yield Static(Content(tr("This is sent, whole or in parts:")), markup=False)
        yield Static(plain(request.sends, "bold"), classes="consent-words", markup=False)
        if request.reason == "private_words":
            found = Content(tr("These words stand in your own documents:"))
            yield Static(found.stylize("$text-warning"), markup=False)
            yield Static(plain(request.private, "bold"), classes="consent-words", markup=False)
        elif request.reason == "foreign_address":
            reason = tr(
                "Neither you nor a search of this question named this address: it comes from a "
                "page or from the model."
            )
            warned = Content(reason).stylize("$text-warning")
            yield Static(warned, classes="consent-note", markup=False)
        else:
            first = tr("It would be the first connection for this question; nothing is sent yet.")
            yield Static(Content(first), classes="consent-note", markup=False)
            note = tr(
                '"Always" lasts until KAgent is closed; to keep it, turn network on in the '
                "settings ({key}).",
                key=shown(shortcut("app.settings")),
            )
            muted = Content(note).stylize("$foreground-muted")
            yield Static(muted, classes="consent-note", markup=False)

    def on_mount(self) -> None:
        """Take answers in a moment."""
        if self.ARMING_SECONDS > 0:
            self.set_timer(self.ARMING_SECONDS, self._arm)
        else:
            self._arm()

    def _arm(self) -> None:
        self._armed = True

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        choices: dict[str | None, ConsentChoice] = {"allow": "allow", "always": "always"}
        self.action_choose(choices.get(message.button.id, "deny"))

    def action_choose(self, choice: ConsentChoice) -> None:
        """Give the answer, and close."""
        if not self._armed or (choice == "always" and not self._may_always):
            return
        self._give(choice)

    def action_refuse(self) -> None:
        """Say no at once: nobody types Esc by the way."""
        self._give("deny")

    def _give(self, choice: ConsentChoice) -> None:
        self.reply.give(choice)
        self.dismiss()

    def action_move(self, steps: int) -> None:
        """Go to the next or the previous button."""
        if steps > 0:
            self.focus_next(Button)
        else:
            self.focus_previous(Button)

    def action_scroll_text(self, pages: int) -> None:
        """Scroll what is told."""
        text = self.query_one("#text", VerticalScroll)
        if pages < 0:
            text.scroll_page_up(animate=False)
        else:
            text.scroll_page_down(animate=False)

    def withdraw(self) -> None:
        """Close, for nobody waits for the answer any more; under another screen once that goes."""
        self._withdrawn = True
        if self.app.screen is self:
            self.dismiss()

    def on_screen_resume(self) -> None:
        """Another screen that lay above is gone."""
        if self._withdrawn:
            self.dismiss()
