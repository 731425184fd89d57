"""The settings as they are shown: for people, and as lines of config.toml."""

from __future__ import annotations

import json
from typing import Any, Final

from engine.cleaning import clean, clean_line
from kagent_tui.config.explained import RULES
from kagent_tui.config.rules import Rule

_MASK: Final = "***"


def value_text(rule: Rule, value: Any) -> str:
    """A value as a person reads it; a secret is masked, and nothing is an empty text."""
    if value is None or value in ((), {}):
        return ""
    if rule.secret:
        return _MASK
    if rule.kind == "switch":
        return "true" if value else "false"
    if rule.kind == "keys":
        return ", ".join(f"{name} = {keys}" for name, keys in value.items())
    return ", ".join(value) if rule.kind in ("texts", "tables") else str(value)


def without_secret(name: str, value: Any) -> Any:
    """A value that may be shown: of MCP servers the names alone, of a secret a mask."""
    rule = RULES[name.partition(".")[0]]
    if rule.kind == "tables" and "." not in name:
        return sorted(value)
    is_secret = rule.secret or rule.kind == "tables"
    return _MASK if is_secret and value is not None else value


def toml_line(name: str, value: Any) -> str:
    """A setting as config.toml has it; as a note where it has no value that can be shown."""
    rule = RULES[name]
    if value is None:
        return f"# {name} ="
    if rule.secret:
        return f"# {name} = is set, and not shown"
    if rule.kind == "tables":
        return f"# {name}: {', '.join(map(clean_line, value)) or 'none'}"
    if rule.kind == "keys":
        lines = [f"{name}.{_json(key)} = {_json(keys)}" for key, keys in value.items()]
        return "\n".join(lines) or f"# {name}: none"
    return f"{name} = {_json(value)}"


def _json(value: Any) -> str:
    """A JSON string is a TOML string, but for the control characters that JSON leaves as they
    are."""
    return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(character: str) -> str:
    if clean(character):
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
