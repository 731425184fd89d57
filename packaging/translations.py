"""Keeps the Chinese catalogue of the interface in step with the sentences in the sources.

    python packaging/translations.py check                     what lacks, or is left over
    python packaging/translations.py add "English" "中文"       put in or change one, and compile
    python packaging/translations.py add --plural "one" "many" "中文"
    python packaging/translations.py compile                   write the .mo beside the .po
    python packaging/translations.py prune                     drop what no source says any more

A sentence is the first argument of tr() or mark(), or the first two of ntr().
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import fcntl
import io
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).resolve().parent.parent
FACE = REPOSITORY / "kagent_tui"
FOLDER = FACE / "translations" / "zh" / "LC_MESSAGES"
PO = FOLDER / "kagent.po"
MO = FOLDER / "kagent.mo"
# How many sentences a call of these begins with.
WORDS = {"tr": 1, "mark": 1, "ntr": 2}
PLACE = re.compile(r"\{[^{}]*\}")

Message = str | tuple[str, ...]


def said() -> set[Message]:
    """Every sentence of the sources; a plural is a pair."""
    found: set[Message] = set()
    for path in sorted(FACE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found |= _of_call(path, node, WORDS.get(node.func.id, 0))
    return found


def _of_call(path: Path, call: ast.Call, count: int) -> set[Message]:
    """The sentence of a call that has so many; a variable's stands somewhere in mark()."""
    given = call.args[:count]
    if any(isinstance(argument, ast.JoinedStr) for argument in given):
        raise SystemExit(f"{path}:{call.lineno}: an f-string cannot be translated; use {{name}}")
    texts = tuple(
        argument.value
        for argument in given
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )
    if not texts or len(texts) < count:
        return set()
    return {texts if count > 1 else texts[0]}


def load() -> Catalog:
    """The catalogue as it is on the disk, or an empty one."""
    if not PO.exists():
        return Catalog(locale="zh", domain="kagent", project="KAgent", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="zh", domain="kagent")


def compiled(catalog: Catalog) -> bytes:
    """The .mo of a catalogue."""
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def save(catalog: Catalog) -> None:
    """Write both files, each at once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalog, width=100, sort_output=True, no_location=True, omit_header=False)
    for path, data in ((PO, text.getvalue()), (MO, compiled(catalog))):
        new = path.with_suffix(path.suffix + ".new")
        new.write_bytes(data)
        new.replace(path)


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Keep others from changing the catalogue meanwhile."""
    with (Path(tempfile.gettempdir()) / "kagent-translations.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def key(message: str | Sequence[str]) -> str:
    """How a catalogue names a message: a plural by its singular."""
    return message if isinstance(message, str) else message[0]


def problems(catalog: Catalog) -> list[str]:
    """One line for each sentence that lacks, is left over, or has other places to fill."""
    sentences = said()
    known = {key(entry.id): entry for entry in catalog if entry.id}
    lines = [
        f"lacks: {message!r}" for message in sorted(map(key, sentences)) if not _has(known, message)
    ]
    lines += [f"left over: {name!r}" for name in sorted(set(known) - set(map(key, sentences)))]
    for name, entry in known.items():
        forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        names = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
        if any(form and _places(form) != _places(names[-1]) for form in forms):
            lines.append(f"other places to fill: {name!r}")
    if not MO.exists() or MO.read_bytes() != compiled(catalog):
        lines.append("kagent.mo is out of step; run: python packaging/translations.py compile")
    return lines


def _places(text: str) -> set[str]:
    """What is to be filled in; a count need not be said in every form."""
    return set(PLACE.findall(text)) - {"{count}"}


def _has(known: dict[str, Any], name: str) -> bool:
    if name not in known:
        return False
    string = known[name].string
    return bool(string if isinstance(string, str) else string and all(string))


def add(texts: list[str], *, plural: bool) -> None:
    """Put one message in."""
    with locked():
        catalog = load()
        source: Any = (texts[0], texts[1]) if plural else texts[0]
        translation: Any = (texts[-1],) if plural else texts[-1]
        catalog.delete(key(source))
        catalog.add(source, translation)
        save(catalog)


def prune() -> None:
    """Drop what no source says any more."""
    with locked():
        catalog = load()
        wanted = set(map(key, said()))
        for name in [
            key(entry.id) for entry in catalog if entry.id and key(entry.id) not in wanted
        ]:
            catalog.delete(name)
        save(catalog)


def main(arguments: list[str]) -> int:
    """Do what is asked; 1 where `check` finds something."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("action", choices=("check", "add", "compile", "prune"))
    parser.add_argument("--plural", action="store_true")
    parser.add_argument("texts", nargs="*")
    given = parser.parse_intermixed_args(arguments)
    if given.action == "add":
        if len(given.texts) != (3 if given.plural else 2):
            parser.error("add takes the English and the Chinese; with --plural two English forms")
        add(given.texts, plural=given.plural)
    elif given.action == "compile":
        with locked():
            save(load())
    elif given.action == "prune":
        prune()
    else:
        lines = problems(load())
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        return 1 if lines else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
