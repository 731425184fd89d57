"""Every key of the TUI in one table, which feeds screens, the hints at the foot and the help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

from engine.events import Language

Scope = Literal["app", "chat", "composer", "task", "citation", "passage", "consent", "help"]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key: `keys` as Textual names them, `shown` as a person reads it.

    `hint` puts it at the foot of the screen; `priority` lets it win over the focused widget;
    an empty `en` keeps it out of the help. The identifiers are what a user's keymap names.
    """

    id: str
    keys: str
    shown: str
    action: str
    scope: Scope
    en: str
    zh: str
    hint: bool = False
    priority: bool = False

    def label(self, language: Language) -> str:
        """What the key does, in a word or two."""
        return self.zh if language == "zh" else self.en


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("composer.send", "enter", "Enter", "send", "composer", "send", "发送", hint=True),
    Shortcut("chat.stop", "escape", "Esc", "stop", "chat", "stop", "停止", hint=True),
    Shortcut("app.help", "f1", "F1", "help", "app", "help", "帮助", hint=True),
    Shortcut(
        "app.quit", "ctrl+q", "Ctrl+Q", "quit", "app", "quit", "退出", hint=True, priority=True
    ),
    Shortcut(
        "composer.newline",
        "ctrl+j,shift+enter",
        "Ctrl+J",
        "newline",
        "composer",
        "new line",
        "换行",
        hint=True,
    ),
    Shortcut(
        "chat.unfold",
        "ctrl+o",
        "Ctrl+O",
        "unfold_tasks",
        "chat",
        "unfold tasks",
        "展开任务",
        hint=True,
        priority=True,
    ),
    Shortcut(
        "task.unfold", "enter,space", "Enter", "unfold", "task", "unfold a task", "展开一项任务"
    ),
    Shortcut(
        "citation.open", "enter,o", "Enter", "open", "citation", "open a source", "打开一处来源"
    ),
    Shortcut(
        "chat.citations",
        "ctrl+t",
        "Ctrl+T",
        "focus_citation",
        "chat",
        "go to the sources",
        "转到来源",
        priority=True,
    ),
    Shortcut(
        "chat.page_up",
        "pageup",
        "PgUp",
        "scroll_transcript(-1)",
        "chat",
        "scroll up",
        "上翻",
        priority=True,
    ),
    Shortcut(
        "chat.page_down",
        "pagedown",
        "PgDn",
        "scroll_transcript(1)",
        "chat",
        "scroll down",
        "下翻",
        priority=True,
    ),
    Shortcut(
        "app.interrupt", "ctrl+c", "Ctrl+C ×2", "interrupt", "app", "quit as well", "同样退出"
    ),
    Shortcut("passage.close", "escape,q,enter", "Esc", "dismiss", "passage", "", ""),
    Shortcut("consent.refuse", "escape", "Esc", "refuse", "consent", "", ""),
    Shortcut("consent.deny", "n", "N", "choose('deny')", "consent", "", ""),
    Shortcut("consent.allow", "y", "Y", "choose('allow')", "consent", "", ""),
    Shortcut("consent.always", "a", "A", "choose('always')", "consent", "", ""),
    Shortcut("consent.next", "down,right", "↓", "move(1)", "consent", "", ""),
    Shortcut("consent.previous", "up,left", "↑", "move(-1)", "consent", "", ""),
    Shortcut("consent.page_up", "pageup", "PgUp", "scroll_text(-1)", "consent", "", ""),
    Shortcut("consent.page_down", "pagedown", "PgDn", "scroll_text(1)", "consent", "", ""),
    Shortcut("help.close", "escape,f1,q", "Esc", "dismiss", "help", "", ""),
)


def bindings_of(scope: Scope) -> list[BindingType]:
    """The table's rows of one scope, for a class's BINDINGS."""
    return [
        Binding(row.keys, row.action, row.en, id=row.id, show=row.hint, priority=row.priority)
        for row in SHORTCUTS
        if row.scope == scope
    ]


def hints(language: Language) -> list[tuple[str, str]]:
    """Pairs of key and meaning for the foot of the screen."""
    return [(row.shown, row.label(language)) for row in SHORTCUTS if row.hint]


def help_rows(language: Language) -> list[tuple[str, str]]:
    """Pairs of key and meaning for the help."""
    return [(row.shown, row.label(language)) for row in SHORTCUTS if row.en]
