"""Which values an argument or option can have that only this machine knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem

from kagent_tui.cli.invocation import Invocation
from kagent_tui.errors import FaceError

Items = list[CompletionItem[str]]
Completer = Callable[[click.Context, str], Items]
Pairs = Sequence[tuple[str, str]]


def _items(pairs: Pairs, typed: str) -> Items:
    return [CompletionItem(name, help=about) for name, about in pairs if name.startswith(typed)]


def _paths(kind: str) -> Completer:
    return lambda _, typed: [CompletionItem(typed, type=kind)]


def _either(*completers: Completer) -> Completer:
    return lambda context, typed: [item for one in completers for item in one(context, typed)]


def _fixed(*pairs: tuple[str, str]) -> Completer:
    return lambda _, typed: _items(pairs, typed)


def _read(read: Callable[[Path, str], Pairs]) -> Completer:
    """What lies in the home that this command line would use; nothing where it could use none."""

    def complete(context: click.Context, typed: str) -> Items:
        try:
            home = context.ensure_object(Invocation).locations().home
        except FaceError:
            return []
        return _items(read(home, typed), typed)

    return complete


def _stored(name: str) -> Completer:
    """What a function of completion_sources finds, which is imported when it is asked."""

    def read(home: Path, typed: str) -> Pairs:
        from kagent_tui.cli import completion_sources

        pairs: Pairs = getattr(completion_sources, name)(home, typed)
        return pairs

    return _read(read)


def _tools(home: Path, typed: str) -> Pairs:
    from engine.tools.builtin import builtin_registry
    from kagent_tui.cli.completion_sources import own_tools

    builtin = [(tool.name, tool.description.partition(".")[0]) for tool in builtin_registry()]
    return [*builtin, *own_tools(home, typed)]


def _several_tools(home: Path, typed: str) -> Pairs:
    """Names after commas: what stands before the last one stays."""
    before, comma, last = typed.rpartition(",")
    given = before.split(",")
    return [
        (f"{before}{comma}{name}", about) for name, about in _tools(home, last) if name not in given
    ]


def _tool_arguments(context: click.Context, typed: str) -> Items:
    """`key=` of the arguments that the tool has and that are not given yet."""
    from engine.tools.builtin import builtin_registry

    name, given = context.params.get("name"), context.params.get("arguments") or ()
    tool = next((tool for tool in builtin_registry() if tool.name == name), None)
    if tool is None:
        return []
    there = {argument.partition("=")[0] for argument in given}
    keys = [key for key in tool.parameters["properties"] if key not in there]
    return _items([(f"{key}=", "") for key in keys], typed)


def _models(*, here: bool, other: bool, kinds: Sequence[str] = ()) -> Completer:
    """Models that are here or can be had; of some kinds alone, as far as the catalogue knows."""

    def read(home: Path, _: str) -> Pairs:
        from kagent_tui.cli.completion_sources import model_files
        from models.catalog import catalogue

        installed = dict.fromkeys(model_files(home), "here")
        about = {entry.name: entry for entry in catalogue()}
        found = {}
        for name in [*about, *installed]:
            is_here = name in installed or (name in about and about[name].builtin)
            wanted = not kinds or name not in about or about[name].kind in kinds
            if wanted and (here if is_here else other):
                found[name] = about[name].title if name in about else installed[name]
        return list(found.items())

    return _read(read)


def _profiles(home: Path, _: str) -> Pairs:
    from engine.profile_files import all_profiles

    return [(stored.label, stored.problem or stored.profile.name) for stored in all_profiles(home)]


def _settings(_: click.Context, typed: str) -> Items:
    from kagent_tui.config import Config

    return _items(list(Config.notes().items()), typed)


def _setting_values(context: click.Context, typed: str) -> Items:
    from kagent_tui.config import RULES

    rule = RULES.get(str(context.params.get("key")))
    if rule is None:
        return []
    choices = ("true", "false") if rule.kind == "switch" else rule.choices
    return _items([(choice, "") for choice in choices], typed)


_FILES: Final = _paths("file")
_SESSIONS: Final = _stored("sessions")
_COLLECTIONS: Final = _stored("collections")
_DOCUMENTS: Final = _stored("documents")
_ITEMS: Final = _stored("kuaipedia_items")
_MODEL_OR_FILE: Final = _either(_fixed(("builtin", "the model in KAgent")), _FILES)
_ANY_MODEL: Final = _either(_models(here=True, other=True), _FILES)
_LANGUAGE_MODEL: Final = _either(_models(here=True, other=False, kinds=("language",)), _FILES)
_BENCHMARK: Final = _either(_fixed(("mini", "the benchmark in KAgent")), _FILES)

# By a command's words and the name of its parameter; "*" stands for every command.
COMPLETERS: Final[dict[tuple[str, str], Completer]] = {
    ("*", "home"): _paths("dir"),
    ("*", "session"): _SESSIONS,
    ("*", "collections"): _COLLECTIONS,
    ("*", "collection"): _COLLECTIONS,
    ("*", "model"): _MODEL_OR_FILE,
    ("*", "teacher"): _MODEL_OR_FILE,
    ("*", "judge"): _MODEL_OR_FILE,
    ("*", "profile"): _either(_read(_profiles), _FILES),
    ("*", "tags"): _stored("tags"),
    ("*", "key"): _settings,
    ("ask", "knowledge"): _FILES,
    ("ask", "tools"): _read(_several_tools),
    ("profiles show", "wanted"): _either(_read(_profiles), _FILES),
    ("add", "paths"): _FILES,
    ("backup", "file"): _FILES,
    ("restore", "file"): _FILES,
    ("sessions delete", "sessions"): _SESSIONS,
    ("sessions restore", "sessions"): _stored("deleted_sessions"),
    ("sessions export", "path"): _FILES,
    ("open", "wanted"): _either(_DOCUMENTS, _FILES),
    ("library info", "source"): _DOCUMENTS,
    ("library remove", "sources"): _DOCUMENTS,
    ("library sync", "paths"): _stored("roots"),
    ("collections add", "name"): _COLLECTIONS,
    ("collections add", "sources"): _DOCUMENTS,
    ("collections take", "name"): _COLLECTIONS,
    ("collections take", "sources"): _DOCUMENTS,
    ("collections rename", "name"): _COLLECTIONS,
    ("collections remove", "names"): _COLLECTIONS,
    ("kuaipedia show", "item"): _ITEMS,
    ("kuaipedia link", "item"): _ITEMS,
    ("kuaipedia link", "source"): _DOCUMENTS,
    ("kuaipedia unlink", "item"): _ITEMS,
    ("kuaipedia unlink", "source"): _DOCUMENTS,
    ("kuaipedia merge", "items"): _ITEMS,
    ("kuaipedia merge", "into"): _ITEMS,
    ("kuaipedia split", "item"): _ITEMS,
    ("kuaipedia split", "documents"): _DOCUMENTS,
    ("kuaipedia rename", "item"): _ITEMS,
    ("kuaipedia alias", "item"): _ITEMS,
    ("kuaipedia aspect", "item"): _ITEMS,
    ("kuaipedia delete", "items"): _ITEMS,
    ("kuaipedia export", "file"): _FILES,
    ("kuaipedia import", "files"): _FILES,
    ("tools info", "name"): _read(_tools),
    ("tools run", "name"): _read(_tools),
    ("tools run", "arguments"): _tool_arguments,
    ("models pull", "name"): _models(here=False, other=True),
    ("models use", "name"): _models(here=True, other=False),
    ("models remove", "name"): _models(here=True, other=False),
    ("models info", "name"): _ANY_MODEL,
    ("models bench", "name"): _either(_models(here=True, other=False), _FILES),
    ("models import", "path"): _FILES,
    ("bench run", "data"): _BENCHMARK,
    ("bench run", "model"): _LANGUAGE_MODEL,
    ("bench score", "data"): _BENCHMARK,
    # A name to show, in one's own words.
    ("bench score", "model"): _fixed(),
    ("bench system", "models"): _LANGUAGE_MODEL,
    ("bench system", "judge"): _LANGUAGE_MODEL,
    ("bench plan", "models"): _LANGUAGE_MODEL,
    ("config set", "value"): _setting_values,
}


def attach(name: str, command: click.Command) -> None:
    """Let the parameters of a command be completed by the table above."""
    for parameter in command.params:
        wanted = parameter.name or ""
        completer = COMPLETERS.get((name, wanted)) or COMPLETERS.get(("*", wanted))
        if completer is not None and isinstance(parameter.type, click.types.StringParamType):
            # A method of this one parameter, in a process that does nothing but answer.
            setattr(parameter, "shell_complete", completer)  # noqa: B010
