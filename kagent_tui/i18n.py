"""The interface's language: every sentence is looked up with GNU gettext by its English form.

The language is one for the process, as gettext has it; English needs no catalogue. The answers'
language is the engine's matter.
"""

from __future__ import annotations

import functools
import gettext
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from engine.events import Language

DOMAIN: Final = "kagent"
TRANSLATIONS: Final = Path(__file__).parent / "translations"
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")

_current: Language = "en"


def use_language(language: Language) -> None:
    """Speak this language from now on; what is on the screen stays until it is drawn anew."""
    global _current  # noqa: PLW0603 (gettext.install would put names into builtins instead)
    _current = language


def language() -> Language:
    """The language that is spoken."""
    return _current


def tr(message: str, /, **values: Any) -> str:
    """The sentence in the interface's language, `{name}` filled as by `str.format`."""
    found = _catalogue(_current).gettext(message)
    return found.format(**values) if values else found


def ntr(singular: str, plural: str, count: int, /, **values: Any) -> str:
    """The form that goes with `count`, which stands as `{count}` with thousands separated."""
    found = _catalogue(_current).ngettext(singular, plural, count)
    return found.format(**{"count": f"{count:,}", **values})


def listed(parts: Iterable[str]) -> str:
    """The parts in one line, with the language's comma between them."""
    return tr(", ").join(parts)


def mark(message: str) -> str:
    """The sentence as it is: for tables that are translated when they are shown."""
    return message


@functools.cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, TRANSLATIONS, [language], fallback=True)


def interface_language(setting: str, environ: Mapping[str, str] | None = None) -> Language:
    """The language of the interface: the setting if it names one, else that of the locale.

    Args:
        setting: "en", "zh", or anything else for the locale's.
        environ: where LC_ALL, LC_MESSAGES and LANG are read; the process's own by default.
    """
    if setting == "en":
        return "en"
    if setting == "zh":
        return "zh"
    environ = os.environ if environ is None else environ
    for name in _VARIABLES:
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
