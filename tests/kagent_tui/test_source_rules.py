"""Rules that the sources of the face keep, read from the sources themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kagent_tui

FACE = Path(kagent_tui.__file__).parent
FILES = sorted(FACE.rglob("*.py"))
# Textual reads a string that it is given here as markup, unless it is told not to.
MARKUP_BY_DEFAULT = {"Static", "Label", "OptionList", "notify"}
# A call of one of these makes text that is never markup.
PLAIN = {"plain", "plain_line", "Content", "assemble", "join", "stylize"}


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _says_no_markup(call: ast.Call) -> bool:
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    )


def _is_plain(value: ast.expr) -> bool:
    """Whether an expression is no string of somebody else's that would be read as markup."""
    match value:
        case ast.Constant():
            return True
        case ast.Call(func=function, keywords=words):
            name = _name(function)
            # A sentence of the interface is ours, until something is filled in.
            return name in PLAIN or (name in {"tr", "ntr"} and not words)
        case ast.IfExp(body=one, orelse=other):
            return _is_plain(one) and _is_plain(other)
    return False


def calls_with_markup(tree: ast.AST) -> Iterator[int]:
    """Lines on which a widget or a notification would read its text as markup."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in MARKUP_BY_DEFAULT:
            if not _says_no_markup(node):
                yield node.lineno
        elif isinstance(node, ast.ClassDef) and _inherits(node) and not _says_so_itself(node):
            yield node.lineno


def _inherits(node: ast.ClassDef) -> bool:
    return any(_name(base) in MARKUP_BY_DEFAULT for base in node.bases)


def _says_so_itself(node: ast.ClassDef) -> bool:
    """Whether a class that calls its base's constructor says there that nothing is markup.

    One without a constructor is made by calls that are looked at themselves.
    """
    made = [
        call
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "__init__"
    ]
    return all(_says_no_markup(call) for call in made)


def labels_with_markup(tree: ast.AST) -> Iterator[int]:
    """Lines on which a label, a title or a tooltip may hold somebody else's text."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=function, args=[first, *_]) if _name(function) == "Button":
                if not _is_plain(first):
                    yield node.lineno
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if name in {
                "border_title",
                "border_subtitle",
                "tooltip",
                "sub_title",
            }:
                if not _is_plain(value):
                    yield node.lineno


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Static(text)", [1]),
        ("Static(f'{text}', markup=True)", [1]),
        ("Static(text, markup=False)", []),
        ("self.notify(reason, timeout=2)", [1]),
        ("self.notify(reason, markup=False)", []),
        ("class Line(Static):\n    def __init__(self):\n        super().__init__(text)", [1]),
        ("class Line(Static):\n    pass\nLine(text, markup=False)", []),
    ],
)
def test_markup_is_found(source: str, lines: list[int]) -> None:
    assert list(calls_with_markup(ast.parse(source))) == lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Button(name)", [1]),
        ("Button(tr('Add'))", []),
        ("Button(tr('Add {name}', name=name))", [1]),
        ("Button(plain_line(tr('Add {name}', name=name)))", []),
        ("box.border_title = title", [1]),
        ("box.border_title = plain_line(title)", []),
        ("cell.tooltip = None", []),
    ],
)
def test_labels_are_found(source: str, lines: list[int]) -> None:
    assert list(labels_with_markup(ast.parse(source))) == lines


def test_no_text_is_read_as_markup() -> None:
    found = [
        f"{path.relative_to(FACE)}:{line}"
        for path in FILES
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        for line in [*calls_with_markup(tree), *labels_with_markup(tree)]
    ]
    assert found == []


def test_threads_never_keep_the_program_from_ending() -> None:
    """Textual's thread workers, and threads that are no daemons, would."""
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name, words = _name(node.func), {word.arg for word in node.keywords}
            begins = name == "Thread" and "daemon" not in words
            works = name in {"run_worker", "to_thread", "call_from_thread"} or (
                name == "work" and "thread" in words
            )
            if begins or works:
                found.append(f"{path.relative_to(FACE)}:{node.lineno}")
    assert found == []
