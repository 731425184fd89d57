"""Checks a grammar in GBNF before llama.cpp sees it, since a bad one kills the process.

llama.cpp prints its complaint about a malformed grammar on the terminal, ends the process when an
accepted one runs into a dead end, and does not notice left recursion through a rule that is only
indirectly empty. Only a strict subset of what it reads is let through: no token references, no NUL,
one quantifier per item, nothing repeated that may be empty. The syntax is described in
https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from models.language.base import ConstraintError

MAX_BYTES: Final = 256 * 1024
MAX_REPETITIONS: Final = 2000
_MAX_RULES: Final = 20_000
_MAX_ELEMENTS: Final = 400_000
_MAX_NESTING: Final = 40
# llama.cpp walks every path of leftmost rules, recursively.
_MAX_LEFT_PATHS: Final = 50_000
_MAX_LEFT_DEPTH: Final = 500

_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_SPACE: Final = re.compile(r"(?:[ \t]|#[^\r\n]*)*")
_SPACE_AND_LINES: Final = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_BOUNDS: Final = re.compile(r"\{[ \t]*([0-9]{1,6})[ \t]*(,)?[ \t]*([0-9]{1,6})?[ \t]*\}")
_ESCAPES: Final = {"x": 2, "u": 4, "U": 8}
_HEX: Final = re.compile(r"[0-9A-Fa-f]+")


@dataclass(slots=True)
class _Item:
    """One piece of a sequence: a terminal, a reference or a group, and its repetition bounds."""

    reference: str | None = None
    group: list[list[_Item]] | None = None
    elements: int = 1
    low: int = 1
    high: int | None = 1
    quantified: bool = False


_Body = list[list[_Item]]


@dataclass(slots=True)
class _Parser:
    """Reads rules from the text; every method raises ConstraintError at the first flaw."""

    text: str
    position: int = 0
    nesting: int = 0
    elements: int = 0
    rules: dict[str, _Body] = field(default_factory=dict)

    def fail(self, what: str) -> ConstraintError:
        line = self.text.count("\n", 0, self.position) + 1
        return ConstraintError(f"the grammar is malformed in line {line}: {what}")

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def skip(self, *, lines: bool) -> None:
        pattern = _SPACE_AND_LINES if lines else _SPACE
        match = pattern.match(self.text, self.position)
        assert match is not None
        self.position = match.end()

    def parse(self) -> dict[str, _Body]:
        self.skip(lines=True)
        while self.position < len(self.text):
            name = self.name()
            self.skip(lines=False)
            if self.text[self.position : self.position + 3] != "::=":
                raise self.fail("::= expected after a rule's name")
            self.position += 3
            self.skip(lines=True)
            if name in self.rules:
                raise self.fail(f"the rule {name} is defined twice")
            self.rules[name] = self.alternatives()
            if self.peek() not in ("", "\n", "\r"):
                raise self.fail(f"unexpected {self.peek()!r}")
            self.skip(lines=True)
            if len(self.rules) > _MAX_RULES:
                raise self.fail(f"more than {_MAX_RULES} rules")
        return self.rules

    def name(self) -> str:
        match = _NAME.match(self.text, self.position)
        if match is None:
            raise self.fail("a rule's name expected")
        self.position = match.end()
        return match.group()

    def alternatives(self) -> _Body:
        body = [self.sequence()]
        while self.peek() == "|":
            self.position += 1
            self.skip(lines=True)
            body.append(self.sequence())
        return body

    def sequence(self) -> list[_Item]:
        items: list[_Item] = []
        while (character := self.peek()) and character not in "|)\r\n":
            if character in "*+?{":
                self.quantify(items[-1] if items else None)
            else:
                items.append(self.item(character))
            self.skip(lines=self.nesting > 0)
        return items

    def item(self, character: str) -> _Item:
        if character == '"':
            return self.literal()
        if character == "[":
            return self.character_class()
        if character == "(":
            return self.group()
        if character == ".":
            self.position += 1
            return self.count(_Item())
        if _NAME.match(character):
            return self.count(_Item(reference=self.name()))
        raise self.fail(f"unexpected {character!r}")

    def group(self) -> _Item:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise self.fail(f"groups nested more than {_MAX_NESTING} deep")
        self.position += 1
        self.skip(lines=True)
        body = self.alternatives()
        if self.peek() != ")":
            raise self.fail("a group is not closed")
        self.position += 1
        self.nesting -= 1
        return self.count(_Item(group=body))

    def literal(self) -> _Item:
        self.position += 1
        length = 0
        while self.peek() != '"':
            self.character()
            length += 1
        self.position += 1
        return self.count(_Item(elements=length))

    def character_class(self) -> _Item:
        self.position += 1
        if self.peek() == "^":
            self.position += 1
        length = 0
        while self.peek() != "]":
            first = self.character()
            length += 1
            if self.peek() == "-" and self.text[self.position + 1 : self.position + 2] != "]":
                self.position += 1
                if self.character() < first:
                    raise self.fail("a character range runs backwards")
                length += 1
        if length == 0:
            raise self.fail("a character class is empty")
        self.position += 1
        return self.count(_Item(elements=length))

    def character(self) -> int:
        """The code point of the next character of a literal or a class."""
        character = self.peek()
        if not character:
            raise self.fail("a quote or a bracket is not closed")
        self.position += 1
        if character != "\\":
            return ord(character)
        escape = self.peek()
        self.position += 1
        if escape in _ESCAPES:
            digits = self.text[self.position : self.position + _ESCAPES[escape]]
            if len(digits) != _ESCAPES[escape] or not _HEX.fullmatch(digits):
                raise self.fail(f"\\{escape} needs {_ESCAPES[escape]} hexadecimal digits")
            self.position += len(digits)
            code = int(digits, 16)
            if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
                raise self.fail("an escape names no character")
            return code
        if not escape or escape not in 'trn\\"[]-':
            raise self.fail(f"unknown escape \\{escape}")
        return ord(escape)

    def quantify(self, item: _Item | None) -> None:
        if item is None or item.quantified or item.elements == 0:
            raise self.fail(f"{self.peek()} must follow one item")
        item.quantified = True
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self.peek() in simple:
            item.low, item.high = simple[self.peek()]
            self.position += 1
        else:
            self.bounds(item)
        self.elements += item.elements * item.low
        if item.high is not None:
            self.elements += (item.elements + 3) * (item.high - item.low)
        self.limit()

    def bounds(self, item: _Item) -> None:
        match = _BOUNDS.match(self.text, self.position)
        if match is None:
            raise self.fail("a repetition must read {m}, {m,} or {m,n}")
        low, comma, high = match.groups()
        item.low = int(low)
        item.high = int(high) if high else (None if comma else item.low)
        most = max(item.low, item.high or 0)
        if (high and not comma) or (item.high is not None and item.high < item.low) or most == 0:
            raise self.fail("a repetition's bounds are the wrong way round")
        if most * _symbols(item) >= MAX_REPETITIONS:
            raise self.fail(f"a repetition is larger than {MAX_REPETITIONS}")
        self.position = match.end()

    def count(self, item: _Item) -> _Item:
        self.elements += item.elements + 2
        self.limit()
        return item

    def limit(self) -> None:
        if self.elements > _MAX_ELEMENTS:
            raise self.fail("the grammar is too large")


def check(grammar: str) -> None:
    """Accept `grammar` only if llama.cpp can take it without harm.

    Raises:
        ConstraintError: with the line and the flaw.
    """
    size = len(grammar.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise ConstraintError(f"the grammar has {size} bytes; at most {MAX_BYTES} are allowed")
    if re.search("[\x00\ud800-\udfff]", grammar):
        raise ConstraintError("the grammar contains a character that is not allowed")
    rules = _Parser(grammar).parse()
    if "root" not in rules:
        raise ConstraintError("the grammar has no rule named root")
    for name, body in rules.items():
        for item in _items(body):
            if item.reference is not None and item.reference not in rules:
                raise ConstraintError(
                    f"the grammar's rule {name} refers to {item.reference}, which is not defined"
                )
    empty = _closure(rules, lambda item, known: item.low == 0 or _holds(item, known, terminal=0))
    ending = _closure(rules, lambda item, known: item.low == 0 or _holds(item, known, terminal=1))
    for name, body in rules.items():
        if name not in ending:
            raise ConstraintError(f"the grammar's rule {name} can never end")
        _refuse_empty_repetition(name, body, empty)
    _refuse_left_recursion(rules, empty)


def _items(body: _Body) -> Iterator[_Item]:
    """All items of a rule, those within groups included."""
    for sequence in body:
        for item in sequence:
            yield item
            if item.group is not None:
                yield from _items(item.group)


def _symbols(item: _Item) -> int:
    """At most how many rules llama.cpp makes of `item`; it multiplies them by the repetition."""
    if item.group is None:
        return 1
    total = 1
    for inner in _items(item.group):
        total += 2 if inner.high is None else 1 + inner.high - inner.low
    return total


_Test = Callable[[_Item, set[str]], bool]


def _holds(item: _Item, known: set[str], *, terminal: int) -> bool:
    """Whether an item that must occur has the property: `terminal` 1 if every terminal has it."""
    if item.reference is not None:
        return item.reference in known
    if item.group is not None:
        return any(
            all(inner.low == 0 or _holds(inner, known, terminal=terminal) for inner in sequence)
            for sequence in item.group
        )
    return terminal == 1 or item.elements == 0


def _closure(rules: dict[str, _Body], test: _Test) -> set[str]:
    """Rules of which one alternative passes `test` throughout, to the fixed point."""
    users: dict[str, set[str]] = {name: set() for name in rules}
    for name, body in rules.items():
        for item in _items(body):
            if item.reference is not None:
                users[item.reference].add(name)
    known: set[str] = set()
    pending = list(rules)
    while pending:
        name = pending.pop()
        if name in known:
            continue
        if any(all(test(item, known) for item in sequence) for sequence in rules[name]):
            known.add(name)
            pending += users[name]
    return known


def _refuse_empty_repetition(name: str, body: _Body, empty: set[str]) -> None:
    for item in _items(body):
        if (item.high is None or item.high > 1) and _holds(item, empty, terminal=0):
            raise ConstraintError(f"the grammar's rule {name} repeats what may be empty")


def _leftmost(body: _Body, empty: set[str]) -> list[str]:
    """References that can stand first in `body`, as often as they do."""
    found: list[str] = []
    for sequence in body:
        for item in sequence:
            if item.reference is not None:
                found.append(item.reference)
            elif item.group is not None:
                found += _leftmost(item.group, empty)
            if item.low > 0 and not _holds(item, empty, terminal=0):
                break
    return found


def _refuse_left_recursion(rules: dict[str, _Body], empty: set[str]) -> None:
    edges = {name: _leftmost(body, empty) for name, body in rules.items()}
    paths: dict[str, int] = {}
    depths: dict[str, int] = {}
    for start in rules:
        open_rules = {start: None}
        stack = [(start, iter(edges[start]))] if start not in paths else []
        while stack:
            name, remaining = stack[-1]
            following = next((rule for rule in remaining if rule not in paths), None)
            if following is None:
                paths[name] = 1 + sum(paths[rule] for rule in edges[name])
                depths[name] = 1 + max((depths[rule] for rule in edges[name]), default=0)
                if paths[name] > _MAX_LEFT_PATHS or depths[name] > _MAX_LEFT_DEPTH:
                    raise ConstraintError(f"the grammar's rule {name} branches too often")
                open_rules.pop(name, None)
                stack.pop()
            elif following in open_rules:
                raise ConstraintError(f"the grammar's rule {following} is left-recursive")
            else:
                open_rules[following] = None
                stack.append((following, iter(edges[following])))
