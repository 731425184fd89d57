"""The catalogue: models that can be downloaded by name, and what is known of each.

The data lie in catalog.toml beside this file, whose head says where they come from.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args
from urllib.parse import quote

from models.language.base import ModelError

Kind = Literal["language", "embedding", "speech"]
Attention = Literal["full", "sliding window", "encoder", ""]
HUB: Final = "https://huggingface.co"
# Tokens of context that memory is reckoned for: what a local model gets by default.
CONTEXT_TOKENS: Final = 4096
# What a model needs beside its file and its context: the program itself, and buffers for computing.
_WORKING_BYTES: Final[dict[Kind, int]] = {
    "language": 320_000_000,
    "embedding": 120_000_000,
    "speech": 250_000_000,
}
_WORKING_BYTES_BUILTIN: Final = 70_000_000
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_ON_HUB: Final = re.compile(
    r"(?P<repository>[\w.-]+/[\w.-]+)/(?P<file>(?:[\w.-]+/)*[\w.-]+\.gguf)(?:@(?P<revision>[\w./-]+))?"
)


class CatalogError(ModelError):
    """There is no such model; the message is one line with what there is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One model of the catalogue.

    `purpose_zh` is the purpose in Chinese. `bytes` is the exact size of the file unless it is
    `approximate`; 0 where nothing is known. `sha256` is empty where none is published.
    `parameters` and `active_parameters` are billions: of a mixture of experts the second is what
    one token needs. A `style` of "pointer" is the built-in model's own.
    """

    name: str
    kind: Kind
    title: str
    purpose: str
    licence: str
    purpose_zh: str = ""
    languages: tuple[str, ...] = ()
    repository: str = ""
    file: str = ""
    revision: str = "main"
    bytes: int = 0
    approximate: bool = False
    sha256: str = ""
    quantisation: str = ""
    parameters: float = 0.0
    active_parameters: float = 0.0
    context: int = 0
    attention: Attention = ""
    kv_bytes_per_token: int = 0
    style: Literal["pointer", "prose"] = "prose"
    builtin: bool = False

    @property
    def suffix(self) -> str:
        """The file's ending, with the dot."""
        return Path(self.file).suffix.lower()

    def url(self, endpoint: str = HUB) -> str:
        """Where the file is fetched from."""
        path = "/".join(map(quote, (self.repository, "resolve", self.revision, self.file)))
        return f"{endpoint.rstrip('/')}/{path}"

    def memory_bytes(self, context_tokens: int = CONTEXT_TOKENS) -> int:
        """Memory needed with a context of so many tokens, 0 where the size is not known."""
        if not self.bytes:
            return 0
        tokens = min(context_tokens, self.context) if self.context else context_tokens
        working = _WORKING_BYTES_BUILTIN if self.builtin else _WORKING_BYTES[self.kind]
        return self.bytes + self.kv_bytes_per_token * tokens + working

    def bytes_per_token(self) -> float:
        """Bytes of weights that are read for every token."""
        share = self.active_parameters / self.parameters if self.active_parameters else 1.0
        return self.bytes * share


@functools.cache
def catalogue() -> tuple[Entry, ...]:
    """All entries, in the file's order; the built-in models have the size of their files."""
    text = Path(__file__).with_name("catalog.toml").read_text("utf-8")
    return tuple(read_entry(values) for values in tomllib.loads(text)["model"])


def read_entry(values: dict[str, Any]) -> Entry:
    """An entry of the file, checked.

    Raises:
        ValueError: a key is unknown or missing, or a value cannot be.
    """
    known = {field.name for field in dataclasses.fields(Entry)}
    if unknown := set(values) - known:
        raise ValueError(f"{values.get('name')}: unknown keys {sorted(unknown)}")
    entry = Entry(**{**values, "languages": tuple(values.get("languages", ()))})
    wrong = [name for name, fine in _checks(entry).items() if not fine]
    if wrong:
        raise ValueError(f"{entry.name}: wrong {', '.join(wrong)}")
    return dataclasses.replace(entry, bytes=_builtin_bytes(entry)) if entry.builtin else entry


def find(name: str) -> Entry:
    """The entry of this name, or one for OWNER/REPOSITORY/FILE.gguf, optionally @REVISION.

    Raises:
        CatalogError: there is none, and this is no file of the hub.
    """
    for entry in catalogue():
        if entry.name == name.strip().lower():
            return entry
    on_hub = _ON_HUB.fullmatch(name.strip())
    if on_hub is not None and ".." not in name:
        file = on_hub["file"]
        taken = any(entry.name == slug(Path(file).stem) for entry in catalogue())
        maker = f"{on_hub['repository'].partition('/')[0]} " if taken else ""
        return Entry(
            name=slug(f"{maker}{Path(file).stem}"),
            kind="language",
            title=Path(file).stem,
            purpose="not in the catalogue",
            licence="see its page",
            repository=on_hub["repository"],
            file=file,
            revision=on_hub["revision"] or "main",
        )
    names = [entry.name for entry in catalogue()]
    close = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}?" if close else "see: kagent models list"
    raise CatalogError(f"there is no model {name!r} in the catalogue; {hint}")


def slug(text: str) -> str:
    """A name that can be typed and is a file's name everywhere."""
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.") or "model"


def _checks(entry: Entry) -> dict[str, bool]:
    return {
        "name": bool(_NAME.fullmatch(entry.name)),
        "kind": entry.kind in get_args(Kind),
        "attention": entry.attention in get_args(Attention),
        "sha256": not entry.sha256 or bool(_HASH.fullmatch(entry.sha256)),
        "title, purpose or licence": all((entry.title, entry.purpose, entry.licence)),
        "repository or file": entry.builtin or bool(entry.repository and entry.file),
        "bytes": entry.builtin or entry.bytes > 0,
        "style": entry.style in ("pointer", "prose"),
    }


def _builtin_bytes(entry: Entry) -> int:
    if entry.kind == "language":
        from models.builtin import language_model_path

        path = language_model_path()
    else:
        from models.embedding.loading import builtin_path

        path = builtin_path()
    return path.stat().st_size if path.is_file() else 0
