"""`kagent man`: the manual page."""

from __future__ import annotations

from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.lazy import table_command
from kagent_tui.render import output


@table_command("man")
def command() -> int:
    """It is made from the table of commands and their help, as troff. To read it where it is not
    installed: kagent man | man -l -
    """
    from kagent_tui.cli.man_page import man_page
    from kagent_tui.cli.root import root

    output.write(man_page(root))
    return ANSWERED
