"""Grammars in GBNF, built by hand from JSON Schemas and from the words of a text.

`LlamaGrammar.from_json_schema` is not used: it allows raw control characters within strings, loses
backslashes, ignores minimum and maximum, and makes 200 nested groups of `maxLength: 200`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from models.language.base import ConstraintError
from models.language.gbnf import check
from models.language.units import Unit, span_units

__all__ = [
    "GrammarBuilder", "Unit", "check", "json_text", "literal", "span_units", "spans", "value"
]  # fmt: skip

MAX_STRING: Final = 200
MAX_ITEMS: Final = 8
MAX_DIGITS: Final = 15
_LONGEST_STRING: Final = 1999
_DEEPEST_SCHEMA: Final = 12
_MOST_LISTED: Final = 64
# No control characters, not even escaped ones beyond line breaks and tabs. What is allowed is
# listed rather than what is not: of a negated class llama.cpp refuses the first byte of every
# character that shares it with an excluded one, and "°" would be lost with U+0080.
_STRING_CHARACTER: Final = (
    r"[\x20-\x21\x23-\x5b\x5d-\x7e\u00a0-\ud7ff\ue000-\U0010ffff]"
    r' | "\\" ["\\/nrt]'
)
_Schema = Mapping[str, Any]


class GrammarBuilder:
    """Collects rules under unique names; equal bodies share a rule.

    Args:
        item_separator: Written between a JSON object's or array's members.
        key_separator: Written between a key and its value; both as in `json.dumps`.
    """

    def __init__(self, item_separator: str = ", ", key_separator: str = ": ") -> None:
        self.item_separator = item_separator
        self.key_separator = key_separator
        self._names: dict[str, str] = {}

    def rule(self, body: str) -> str:
        """Add a rule and return its name."""
        return self._names.setdefault(body, f"r{len(self._names)}")

    def build(self, root_body: str) -> str:
        """The whole grammar, whose root rule has the body `root_body`."""
        rules = [f"root ::= {root_body}"]
        rules += [f"{name} ::= {body}" for body, name in self._names.items()]
        return "\n".join(rules) + "\n"


def literal(text: str) -> str:
    """`text` as a quoted GBNF literal; lone surrogates become U+FFFD.

    Raises:
        ConstraintError: `text` contains NUL, which no grammar can match.
    """
    if "\x00" in text:
        raise ConstraintError("a grammar cannot contain the NUL character: remove it from the text")
    named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(named.get(c) or _plain(c) for c in text) + '"'


def _plain(character: str) -> str:
    code = ord(character)
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else character


def json_text(text: str) -> str:
    """A GBNF literal that matches `text` within the quotes of a JSON string."""
    return literal(json.dumps(text, ensure_ascii=False)[1:-1])


def value(builder: GrammarBuilder, schema: _Schema) -> str:
    """The body of a rule that matches a JSON value of `schema`.

    Known keywords: type (also a list of types), enum, const, anyOf, oneOf, properties, required,
    items, minItems, maxItems (default 8), minLength, maxLength (default 200), minimum, maximum.
    Properties keep their order. A schema without a type matches any scalar. Numbers keep to the
    sign and the number of digits of their bounds, exactly so within 64 integers.

    Raises:
        ConstraintError: the schema is not an object, nested too deeply, or of an unknown type.
    """
    return _value(builder, schema, 0)


def _value(builder: GrammarBuilder, schema: _Schema, depth: int) -> str:
    if not isinstance(schema, Mapping):
        raise ConstraintError(f"a JSON schema must be an object, not {str(schema)[:60]!r}")
    if depth > _DEEPEST_SCHEMA:
        raise ConstraintError(f"a JSON schema is nested more than {_DEEPEST_SCHEMA} deep")
    if "const" in schema:
        return _dumped(builder, schema["const"])
    if "enum" in schema:
        return _alternatives([_dumped(builder, choice) for choice in schema["enum"]])
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return _alternatives([_value(builder, arm, depth + 1) for arm in schema[keyword]])
    kind = schema.get("type")
    if isinstance(kind, Sequence) and not isinstance(kind, str):
        arms = [_value(builder, {**schema, "type": arm}, depth + 1) for arm in kind]
        return _alternatives(arms)
    return _typed(builder, schema, kind, depth)


def _typed(builder: GrammarBuilder, schema: _Schema, kind: str | None, depth: int) -> str:
    if kind == "object" or (kind is None and "properties" in schema):
        return _object(builder, schema, depth)
    if kind == "array":
        return _array(builder, schema, depth)
    if kind is None:
        kinds = ("string", "number", "boolean", "null")
        return _alternatives([_scalar(builder, schema, name) for name in kinds])
    return _scalar(builder, schema, kind)


def _scalar(builder: GrammarBuilder, schema: _Schema, kind: str) -> str:
    if kind == "string":
        return _string(builder, schema)
    scalars = {"boolean": '("true" | "false")', "null": '"null"'}
    if kind == "integer":
        return _integer(schema)
    if kind == "number":
        return _number(schema)
    if kind not in scalars:
        raise ConstraintError(f"a JSON schema has the unknown type {str(kind)[:60]!r}")
    return scalars[kind]


def _alternatives(arms: Sequence[str]) -> str:
    if not arms:
        raise ConstraintError("a JSON schema offers no choice: enum and anyOf need one at least")
    unique = list(dict.fromkeys(arms))
    return unique[0] if len(unique) == 1 else "(" + " | ".join(unique) + ")"


def _dumped(builder: GrammarBuilder, constant: Any) -> str:
    separators = (builder.item_separator, builder.key_separator)
    return literal(json.dumps(constant, ensure_ascii=False, separators=separators))


def _string(builder: GrammarBuilder, schema: _Schema) -> str:
    high = max(0, min(int(schema.get("maxLength", MAX_STRING)), _LONGEST_STRING))
    low = max(0, min(int(schema.get("minLength", 0)), high))
    if high == 0:
        return '"\\"\\""'
    return f'"\\"" {builder.rule(_STRING_CHARACTER)}{{{low},{high}}} "\\""'


def _integer(schema: _Schema) -> str:
    least, most = _bounds(schema)
    low = None if least is None else math.ceil(least)
    high = None if most is None else math.floor(most)
    if low is not None and high is not None and high - low < _MOST_LISTED:
        return _alternatives([f'"{number}"' for number in range(low, high + 1)])
    return _whole(low, high)


def _number(schema: _Schema) -> str:
    least, most = _bounds(schema)
    low = None if least is None else math.floor(least)
    high = None if most is None else math.ceil(most)
    number = f'{_whole(low, high)} ("." [0-9]{{1,6}})?'
    small = low is None or (low < 0 and (high is None or high >= 0))
    return f'({number} | "-0." [0-9]{{1,6}})' if small else number


def _bounds(schema: _Schema) -> tuple[float | None, float | None]:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None and low > high:
        raise ConstraintError("a JSON schema's minimum is larger than its maximum")
    return low, high


def _whole(low: int | None, high: int | None) -> str:
    """Integers by sign and number of digits."""
    parts = []
    if low is None or low < 0:
        most = MAX_DIGITS if low is None else len(str(-low))
        least = len(str(-high)) if high is not None and high < 0 else 1
        parts.append('"-" ' + _digits(least, most))
    if (low is None or low <= 0) and (high is None or high >= 0):
        parts.append('"0"')
    if high is None or high > 0:
        most = MAX_DIGITS if high is None else len(str(high))
        least = len(str(low)) if low is not None and low > 0 else 1
        parts.append(_digits(least, max(least, most)))
    return "(" + " | ".join(parts) + ")"


def _digits(least: int, most: int) -> str:
    return "[1-9]" if most == 1 else f"[1-9] [0-9]{{{least - 1},{most - 1}}}"


def _array(builder: GrammarBuilder, schema: _Schema, depth: int) -> str:
    high = max(0, min(int(schema.get("maxItems", MAX_ITEMS)), _MOST_LISTED))
    low = max(0, min(int(schema.get("minItems", 0)), high))
    if high == 0:
        return '"[]"'
    item = builder.rule(_value(builder, schema.get("items", {}), depth + 1))
    further = builder.rule(f"{literal(builder.item_separator)} {item}")
    body = item if high == 1 else f"{item} {further}{{{max(0, low - 1)},{high - 1}}}"
    return f'"[" {body} "]"' if low else f'"[" ({body})? "]"'


def _object(builder: GrammarBuilder, schema: _Schema, depth: int) -> str:
    properties: Mapping[str, Any] = schema.get("properties", {})
    required = set(schema.get("required", ()))
    # From the last property to the first: what may follow a member, and what may come first.
    following = leading = '""'
    for key, member_schema in reversed(list(properties.items())):
        quoted = literal(json.dumps(key, ensure_ascii=False) + builder.key_separator)
        member = builder.rule(f"{quoted} {_value(builder, member_schema, depth + 1)}")
        later = f"{literal(builder.item_separator)} {member}"
        if key in required:
            leading = f"{member} {following}"
            following = builder.rule(f"{later} {following}")
        else:
            leading = builder.rule(f"{member} {following} | {leading}")
            following = builder.rule(f"({later})? {following}")
    return f'"{{" {leading} "}}"'


def spans(builder: GrammarBuilder, text: str, extra: Sequence[str] = ()) -> str:
    """The name of a rule for any contiguous span of `text`, as the inside of a JSON string.

    A span is made of whole units (see `span_units`), joined as in the text, and neither begins nor
    ends with a punctuation unit unless the text has no other. Beside the spans, the strings in
    `extra` are allowed. The rule's size is linear in the length of `text`.

    Raises:
        ConstraintError: `text` has no units and `extra` is empty.
    """
    units = span_units(text)
    only_punctuation = all(unit.is_punctuation for unit in units)
    words = [i for i, unit in enumerate(units) if only_punctuation or not unit.is_punctuation]
    names: list[str] = []
    following = None
    for index, word in reversed(list(enumerate(words))):
        body = json_text(units[word].text)
        if following is not None:
            bridge = _joined(text, units, word + 1, words[index + 1])
            body += f" ({bridge} {following})?" if bridge else f" {following}?"
        following = builder.rule(body)
        names.append(following)
    arms = [*reversed(names), *(json_text(phrase) for phrase in extra)]
    if not arms:
        raise ConstraintError("there is no text to take a span from")
    return builder.rule(" | ".join(dict.fromkeys(arms)))


def _joined(text: str, units: Sequence[Unit], start: int, stop: int) -> str:
    """A literal of the units from `start` to before `stop` and of the gaps around them, or ""."""
    parts = []
    for index in range(start, stop + 1):
        parts.append(" " if units[index].start > units[index - 1].end else "")
        parts.append(units[index].text if index < stop else "")
    joined = "".join(parts)
    return json_text(joined) if joined else ""
