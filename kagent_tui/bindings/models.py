"""The keys of the models screen."""

from __future__ import annotations

from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.i18n import mark

MODELS: Final[tuple[Shortcut, ...]] = (
    Shortcut("models.open", "enter", "Enter", "open", "models", mark("download or use")),
    Shortcut("models.pull", "p", "P", "pull", "models", mark("download"), hint=1),
    Shortcut("models.use", "u", "U", "use", "models", mark("use"), hint=1),
    Shortcut("models.stop", "x", "X", "stop", "models", mark("stop"), hint=3),
    Shortcut("models.bench", "b", "B", "bench", "models", mark("measure"), hint=3),
    Shortcut("models.import", "i", "I", "import_file", "models", mark("import"), hint=3),
    Shortcut("models.remove", "d,delete", "D", "remove", "models", mark("delete"), hint=3),
    Shortcut("models.other", "o", "O", "other", "models", mark("download another")),
    Shortcut("models.server", "s", "S", "server", "models", mark("use a server")),
    Shortcut("models.context", "c", "C", "context", "models", mark("set the context")),
)
