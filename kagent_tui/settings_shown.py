"""The settings as rows of a list: grouped, searched, and explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from textual.content import Content

from kagent_tui.bindings import SHORTCUTS
from kagent_tui.bindings.shown import key_name
from kagent_tui.config import GROUPS
from kagent_tui.config.rules import Group, Rule
from kagent_tui.controllers.settings import Origin, Setting
from kagent_tui.i18n import mark, tr
from kagent_tui.roles import separator
from kagent_tui.widgets.text import plain_line

_NAME_WIDTH: Final = 22
_VALUE_WIDTH: Final = 18
_KEYMAP: Final = "keymap"
_NONE: Final = mark("(none)")


def with_keys(settings: Iterable[Setting]) -> list[Setting]:
    """The settings, with a row for every action of the keyboard in place of the keymap's table."""
    rows: list[Setting] = []
    for setting in settings:
        if setting.name == _KEYMAP:
            rows += _key_rows(setting.value)
        else:
            rows.append(setting)
    return rows


def _key_rows(keymap: Mapping[str, str]) -> Iterator[Setting]:
    for row in SHORTCUTS:
        if row.label:
            keys = keymap.get(row.id, row.keys)
            rule = Rule(row.label, group="keys", live=True)
            origin: Origin = "file" if row.id in keymap else "default"
            yield Setting(f"{_KEYMAP}.{row.id}", rule, keys, keys, row.keys, origin)


def grouped(settings: Sequence[Setting], words: str = "") -> list[tuple[Group, list[Setting]]]:
    """The settings that the words fit, under their headings; groups without one are left out."""
    found = [(group, _in_group(settings, group, words)) for group in GROUPS]
    return [(group, rows) for group, rows in found if rows]


def _in_group(settings: Sequence[Setting], group: Group, words: str) -> list[Setting]:
    wanted = words.casefold().split()
    return [
        setting
        for setting in settings
        if setting.rule.group == group and all(word in _searched(setting) for word in wanted)
    ]


def _searched(setting: Setting) -> str:
    group = tr(GROUPS[setting.rule.group])
    shown = setting.text(setting.value)
    return f"{setting.name} {tr(setting.rule.help)} {group} {shown}".casefold()


def heading(group: Group) -> Content:
    """The heading of a group."""
    return Content(tr(GROUPS[group])).stylize("bold $text-accent")


def row_of(setting: Setting, width: int, *, highlighted: bool = False) -> Content:
    """One line: the name, the value, and as much of the note as there is room for."""
    name = Content(setting.name.removeprefix(f"{_KEYMAP}."))
    value = plain_line(shown_value(setting, setting.value) or tr(_NONE))
    if setting.origin == "file":
        value = value.stylize("bold")
    # On the highlighted row's own ground the muted colour could not be read.
    note = plain_line(tr(setting.rule.help), "" if highlighted else "$foreground-muted")
    line = Content.assemble("  ", _padded(name, _NAME_WIDTH), " ", _padded(value, _VALUE_WIDTH))
    line = Content.assemble(line, "  ", note)
    return line.truncate(max(width, 1), ellipsis=True)


def _padded(content: Content, width: int) -> Content:
    shorter = content.truncate(width, ellipsis=True)
    return Content.assemble(shorter, " " * (width - shorter.cell_length))


def details_of(setting: Setting) -> Content:
    """What a setting means, what else it may be, and where its value comes from."""
    lines = [
        plain_line(tr(setting.rule.help)),
        plain_line(separator().join(_facts(setting)), "$foreground-muted"),
    ]
    if setting.waits:
        lines.append(plain_line(_in_force(setting), "$text-warning"))
    return Content("\n").join(lines)


def _in_force(setting: Setting) -> str:
    now = shown_value(setting, setting.in_force) or tr(_NONE)
    if setting.rule.live:
        return tr("In force: {now}, as the command line says.", now=now)
    later = shown_value(setting, setting.value) or tr(_NONE)
    return tr("In force: {now}; after a restart: {later}.", now=now, later=later)


def _facts(setting: Setting) -> list[str]:
    value = shown_value(setting, setting.value) or tr(_NONE)
    default = shown_value(setting, setting.default) or tr(_NONE)
    facts = [tr("Value: {value}", value=value), tr("default: {value}", value=default)]
    facts.append(tr("from config.toml") if setting.origin == "file" else tr("from the default"))
    if setting.rule.choices:
        facts.append(tr("one of {choices}", choices=", ".join(setting.rule.choices)))
    if not setting.rule.live:
        facts.append(tr("changes count after a restart"))
    return facts


def shown_value(setting: Setting, value: object) -> str:
    """A value as a person reads it; keys as they are printed on a keyboard."""
    if setting.name.startswith(f"{_KEYMAP}."):
        return separator().join(key_name(key) for key in str(value).split(","))
    if setting.rule.kind == "switch":
        return tr("on") if value else tr("off")
    return setting.text(value)
