"""The settings file as a whole: opened in an editor, and checked when that ends."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from engine.new_file import write_new_file
from engine.opening import Opening
from kagent_tui.config import Config, load_config, read_values
from kagent_tui.controllers.setting_text import toml_line
from kagent_tui.errors import ConfigError
from kagent_tui.external_editor import EditorError, editor_command
from kagent_tui.launching import launch


def edit_settings(path: Path, environ: Mapping[str, str] | None = None) -> None:
    """Open the file in the user's editor and check it afterwards; what was written is kept.

    Where there is no file yet, the editor shows every setting with its default, behind a #; it is
    left away again where nothing was changed.

    Raises:
        ConfigError: there is no editor, it ended with trouble, or the file is wrong now.
    """
    try:
        command = editor_command(_editor(path), os.environ if environ is None else environ)
    except EditorError as error:
        raise ConfigError(str(error)) from None
    template = None if path.exists() else settings_template()
    try:
        if template is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A secret may be written into it. A link may lead to where it is to lie.
            write_new_file(path.resolve(), template)
        trouble = launch(Opening((*command, str(path)), in_terminal=True))
        if template is not None and path.read_text(encoding="utf-8") == template:
            path.unlink()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    if trouble is not None:
        raise ConfigError(trouble)
    load_config(path)


def settings_template() -> str:
    """A settings file that sets nothing and explains everything."""
    plain = Config()
    blocks = []
    for name, note in Config.notes().items():
        line = toml_line(name, getattr(plain, name))
        blocks.append(f"# {note}\n{line if line.startswith('#') else f'# {line}'}")
    return "\n\n".join(blocks) + "\n"


def _editor(path: Path) -> str | None:
    """The editor that the file names, though something else in it may be wrong."""
    with contextlib.suppress(ConfigError):
        editor = read_values(path).get("editor")
        return editor if isinstance(editor, str) else None
    return None
