"""`kagent completion`: what makes a shell complete commands, options and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from kagent_tui.cli.completion_scripts import MARK, SCRIPTS
from kagent_tui.cli.diagnostics import ANSWERED, CommandError, trace
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output

if TYPE_CHECKING:
    from pathlib import Path


@table_command("completion")
@click.argument("shell", type=click.Choice(list(SCRIPTS)))
@click.option("--install", is_flag=True, help="Write it where the shell looks for completions.")
@click.option("--reply", is_flag=True, hidden=True)
@click.option("--new-word", is_flag=True, hidden=True)
@click.pass_context
def command(context: click.Context, shell: str, install: bool, reply: bool, new_word: bool) -> int:
    """Commands, options, sessions, collections, documents, tools, models, settings and files are
    completed. The script goes to standard output; to try it in this terminal:

    \b
      bash        source <(kagent completion bash)
      zsh         source <(kagent completion zsh)
      fish        kagent completion fish | source
      PowerShell  kagent completion powershell | Out-String | Invoke-Expression

    With --install it is written into a file of its own, and you are told where; your shell's own
    settings are not touched. Where they need a line, that line is printed.
    """
    if reply:
        _reply(context, shell, new_word)
        return ANSWERED
    if context.args:
        context.fail(f"Got unexpected extra arguments ({' '.join(context.args)})")
    if install:
        place = installed(shell)
        output.write_line(f"written: {place}")
        trace(_NEXT[shell].format(place=place, folder=place.parent))
    else:
        output.write(SCRIPTS[shell])
    return ANSWERED


# The words that are being typed come after the script's own, whatever they look like.
command.allow_extra_args = True

_NEXT: Final = {
    "bash": "New terminals complete kagent where the package bash-completion is in use. Without "
    "it, add to ~/.bashrc: source {place}",
    "zsh": "zsh reads it once this stands in ~/.zshrc, before compinit: fpath=({folder} $fpath)",
    "fish": "New terminals complete kagent.",
    "powershell": 'PowerShell reads it once this stands in the file $PROFILE: . "{place}"',
}


def _reply(context: click.Context, shell: str, new_word: bool) -> None:
    from kagent_tui.cli.completion_reply import Typed
    from kagent_tui.cli.completion_reply import reply as lines_for
    from kagent_tui.cli.root import root

    for line in lines_for(root, shell, Typed.of(shell, context.args, new_word=new_word)):
        output.write_line(line)


def place_of(shell: str) -> Path:
    """The file for a shell's completions, by the shell's own rules (XDG, BASH_COMPLETION_USER_DIR).

    zsh and PowerShell look in no folder of the user's by themselves.
    """
    import os
    import sys
    from pathlib import Path

    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    if shell == "bash":
        own = os.environ.get("BASH_COMPLETION_USER_DIR")
        return Path(own or data / "bash-completion") / "completions" / "kagent"
    if shell == "zsh":
        return data / "zsh" / "site-functions" / "_kagent"
    if shell == "fish":
        return config / "fish" / "completions" / "kagent.fish"
    powershell = home / "Documents" / "PowerShell" if sys.platform == "win32" else config
    folder = powershell if sys.platform == "win32" else powershell / "powershell"
    return folder / "kagent-completion.ps1"


def installed(shell: str) -> Path:
    """Write the script and give its place back.

    Raises:
        CommandError: another file, which is not ours, stands there.
    """
    place = place_of(shell)
    if place.exists() and MARK not in place.read_text("utf-8", errors="replace"):
        raise CommandError(f"{place}: is not of KAgent's making, and stays; move it away first")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(SCRIPTS[shell], "utf-8", newline="\n")
    return place
