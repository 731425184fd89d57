"""What can be done in the interface: the palette, the slash commands and the help read it."""

from __future__ import annotations

from typing import Final, NamedTuple

from kagent_tui.i18n import mark

PATH: Final = mark("PATH")
"""The argument of commands after which paths are completed."""


class InterfaceCommand(NamedTuple):
    """A command: `slash` is its word after the "/", empty for one that only the palette has.

    A key with the same identifier (see kagent_tui.bindings) does the same. `title`, `help` and
    `argument` are English, marked for translation; `argument` says what may follow the word, in
    brackets where nothing need.
    """

    id: str
    slash: str
    title: str
    help: str
    argument: str = ""


INTERFACE: Final[tuple[InterfaceCommand, ...]] = (
    InterfaceCommand(
        "session.new",
        "new",
        mark("New session"),
        mark("Begin a new conversation; this one is kept."),
    ),
    InterfaceCommand(
        "session.resume",
        "resume",
        mark("Resume a session"),
        mark("Go on with an earlier conversation."),
        mark("[ID or words]"),
    ),
    InterfaceCommand(
        "session.rename",
        "rename",
        mark("Rename this session"),
        mark("Give this conversation another title."),
        mark("TITLE"),
    ),
    InterfaceCommand(
        "session.tag",
        "tag",
        mark("Tag this session"),
        mark("Put a tag on this conversation, to find it by."),
        mark("TAG"),
    ),
    InterfaceCommand(
        "session.branch",
        "branch",
        mark("Branch"),
        mark("Go on from here in a copy; this conversation is kept as it is."),
    ),
    InterfaceCommand(
        "session.export",
        "export",
        mark("Export this session"),
        mark("Write this conversation as Markdown, JSON or HTML, by the name's ending."),
        mark("[FILE]"),
    ),
    InterfaceCommand(
        "chat.regenerate",
        "retry",
        mark("Answer again"),
        mark("Ask the last question once more, in a copy; the first answer is kept."),
    ),
    InterfaceCommand(
        "chat.edit",
        "edit",
        mark("Edit a question"),
        mark("Take an earlier question back into the composer and ask it anew, in a copy."),
        mark("[NUMBER]"),
    ),
    InterfaceCommand(
        "chat.copy",
        "copy",
        mark("Copy the answer"),
        mark("Copy the last answer, its sources too, or one of its code blocks."),
        mark("[sources | code [NUMBER]]"),
    ),
    InterfaceCommand(
        "chat.citations",
        "sources",
        mark("Sources"),
        mark("Go to the sources of the last answer."),
    ),
    InterfaceCommand(
        "chat.unfold",
        "tasks",
        mark("Tasks"),
        mark("Unfold or fold what the tools of the last question found."),
    ),
    InterfaceCommand(
        "chat.quiet",
        "quiet",
        mark("Quiet mode"),
        mark("Show only questions, answers and sources; or everything again."),
    ),
    InterfaceCommand(
        "chat.stop",
        "stop",
        mark("Stop"),
        mark("Stop the question that is being answered; what was written is kept."),
    ),
    InterfaceCommand(
        "app.sessions",
        "sessions",
        mark("Sessions"),
        mark("See, search, rename, tag and export earlier conversations."),
    ),
    InterfaceCommand(
        "app.library",
        "library",
        mark("Library"),
        mark("See, add and search documents."),
    ),
    InterfaceCommand(
        "library.add",
        "add",
        mark("Add to the library"),
        mark("Read a file or a folder into the library."),
        PATH,
    ),
    InterfaceCommand(
        "app.memory",
        "memory",
        mark("Memory"),
        mark("Search what is remembered, and forget it."),
    ),
    InterfaceCommand(
        "app.items",
        "items",
        mark("Items"),
        mark("Look up things with their aspects."),
    ),
    InterfaceCommand(
        "app.models",
        "models",
        mark("Models"),
        mark("Get a larger model, choose one, try how fast it is."),
    ),
    InterfaceCommand(
        "app.settings",
        "settings",
        mark("Settings"),
        mark("See and change every setting."),
    ),
    InterfaceCommand(
        "app.theme",
        "theme",
        mark("Theme"),
        mark("Choose the colours."),
        mark("[NAME]"),
    ),
    InterfaceCommand(
        "app.network",
        "network",
        mark("Network"),
        mark("Say whether tools may use the internet until KAgent is closed."),
        mark("off | ask | on"),
    ),
    InterfaceCommand("app.help", "help", mark("Help"), mark("Show keys and commands.")),
    InterfaceCommand("app.quit", "quit", mark("Quit"), mark("Leave KAgent.")),
)


def by_id(identifier: str) -> InterfaceCommand:
    """The command of an identifier; raises KeyError."""
    for row in INTERFACE:
        if row.id == identifier:
            return row
    raise KeyError(identifier)
