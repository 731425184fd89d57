"""Edits the text of a TOML file by tomlkit, which keeps every byte that it is not asked to change.

New lines are put in by hand: tomlkit would part a table from the comment above it, and would end
lines in its own way. tomlkit is slow to import, so that happens inside the functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Value = str | int | bool | Sequence[str]

# A number that stands for itself wherever it is written.
_SENTINEL: Final = 7_310_594_118_236_447_905


def setting_line(names: Sequence[str], value: Value) -> str:
    """What a person would write at the top of the file to set this."""
    import tomlkit

    return f"{tomlkit.key(list(names)).as_string()} = {tomlkit.item(value).as_string()}"


def texts_after_setting(text: str, names: Sequence[str], value: Value) -> Iterator[str]:
    """The text with the value replaced where it stands, or put in where it may belong.

    Raises:
        TOMLKitError: tomlkit cannot read or change the text.
    """
    import tomlkit
    from tomlkit.items import InlineTable

    document = _document(text)
    table = _table(document, names[:-1])
    line, newline = setting_line(names[-1:], value), _newline(text)
    if table is None:
        yield _with_table(text, names, value)
    elif names[-1] in table or isinstance(table, InlineTable):
        table[names[-1]] = tomlkit.item(value)
        yield document.as_string()
    elif len(names) == 1:
        yield _with_top_line(text, document, line, newline)
    else:
        yield _with_line_in(text, names[:-1], line, newline)
        yield _with_top_line(text, document, setting_line(names, value), newline)


def after_unsetting(text: str, names: Sequence[str]) -> str:
    """The text without the setting's lines.

    Raises:
        TOMLKitError: tomlkit cannot read or change the text.
    """
    document = _document(text)
    table = _table(document, names[:-1])
    if table is not None:
        del table[names[-1]]
    return document.as_string()


def _document(text: str) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    document = tomlkit.parse(text)
    if document.as_string() != text:
        raise TOMLKitError("the text is not kept as it is")
    return document


def _table(document: TOMLDocument, names: Sequence[str]) -> Any:
    """The table of these names, the document for none; None where there is no such table."""
    table: Any = document
    for name in names:
        if name not in table:
            return None
        table = table[name]
    return table


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _with_table(text: str, names: Sequence[str], value: Value) -> str:
    """A table of its own at the end of the file."""
    import tomlkit

    newline = _newline(text)
    gap = "" if not text else newline if text.endswith("\n") else newline * 2
    header = tomlkit.key(list(names[:-1])).as_string()
    return f"{text}{gap}[{header}]{newline}{setting_line(names[-1:], value)}{newline}"


def _with_top_line(text: str, document: TOMLDocument, line: str, newline: str) -> str:
    """The line after the last setting at the top; without one, above the first table."""
    from tomlkit.items import Comment

    body = document.body
    first_table = next(
        (place for place, (key, item) in enumerate(body) if _has_header(key, item)), len(body)
    )
    settings = [place for place in range(first_table) if body[place][0] is not None]
    if settings or first_table == len(body):
        cut = settings[-1] + 1 if settings else len(body)
        before, rest = _cut(text, document, cut)
        gap = "" if not before or before.endswith("\n") else newline
        return f"{before}{gap}{line}{newline}{rest}"
    while first_table and isinstance(body[first_table - 1][1], Comment):
        first_table -= 1
    before, rest = _cut(text, document, first_table)
    return f"{before}{line}{newline}{newline}{rest}"


def _cut(text: str, document: TOMLDocument, items: int) -> tuple[str, str]:
    """The text before and after so many items of the document."""
    import tomlkit

    head = tomlkit.document()
    head.body.extend(document.body[:items])
    before = head.as_string()
    return before, text[len(before) :]


def _has_header(key: Any, item: Any) -> bool:
    from tomlkit.items import AoT, Table

    return isinstance(item, AoT) or (isinstance(item, Table) and not key.is_dotted())


def _with_line_in(text: str, names: Sequence[str], line: str, newline: str) -> str:
    """The line after the last setting of a table; right under its header where it has none."""
    table = _table(_document(text), names)
    ends = [_end_of(text, (*names, *leaf)) for leaf in _leaves(table)]
    if not ends:
        return _with_first_line(text, names, line, newline)
    before, rest = text[: max(ends)], text[max(ends) :]
    gap = "" if before.endswith("\n") else newline
    return f"{before}{gap}{line}{newline}{rest}"


def _leaves(table: Any) -> Iterator[tuple[str, ...]]:
    """The names of the settings that stand under the table's own header."""
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Table

    if not isinstance(table, Table):
        raise TOMLKitError("the table stands in several places")
    for key, item in table.value.body:
        if key is None or _has_header(key, item):
            continue
        if isinstance(item, Table):
            yield from ((key.key, *leaf) for leaf in _leaves(item))
        else:
            yield (key.key,)


def _end_of(text: str, names: Sequence[str]) -> int:
    """Where the line of a setting ends: what follows a stand-in for its value is not changed."""
    import tomlkit

    document = _document(text)
    _table(document, names[:-1])[names[-1]] = tomlkit.item(_SENTINEL)
    changed = document.as_string()
    end = changed.find("\n", changed.index(str(_SENTINEL)))
    return len(text) if end < 0 else len(text) - (len(changed) - end - 1)


def _with_first_line(text: str, names: Sequence[str], line: str, newline: str) -> str:
    """The line where tomlkit would put the first setting of a table."""
    import tomlkit

    document = _document(text)
    _table(document, names)["s"] = tomlkit.item(_SENTINEL)
    changed = document.as_string()
    before = changed[: changed.index(f"s = {_SENTINEL}")]
    place = len(before) if text.startswith(before) else len(text)
    gap = "" if text[:place].endswith("\n") else newline
    return f"{text[:place]}{gap}{line}{newline}{text[place:]}"
