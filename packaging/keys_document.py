"""Writes docs/keys.md from the tables of keys and commands, which the program itself reads.

python packaging/keys_document.py            write it
python packaging/keys_document.py --check    1 where it is out of step
"""

from __future__ import annotations

import sys
from pathlib import Path

from kagent_tui.help_text import HelpRow, sections

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "keys.md"
_BEGINNING = """\
# Keys and commands

This page is made by `packaging/keys_document.py` from the tables that the program reads.
In the program, F1 shows the same, with the keys of the place where you are first.

Every key can be changed: on the settings screen (F9, under Keys), in the shell with
`kagent config set keymap.chat.stop ctrl+s`, or in `config.toml`:

```toml
[keymap]
"chat.stop" = "ctrl+s"
"chat.unfold" = ["ctrl+u", "f8"]
```

The name on the left is the action's, from the last column below. Keys are written as `ctrl+s`,
`shift+f5`, `pageup`, `escape`, `slash` or a single character. An entry with an unknown name, an
unknown key, or a key that already means something else on the same screen is left out, and the
program says so when it starts.

## Themes

`dark`, `light`, `contrast`, those that Textual brings, and your own: `/theme` shows each as you
look for one. A theme of your own is a file in the folder `themes` beside `config.toml`
(`kagent config path` prints where that is), here `themes/sea.toml`, chosen by its name:

```toml
primary = "#6CB6F0"          # the one key that is needed
background = "#0E1A24"
surface = "#13222F"
foreground = "#E3E8ED"
accent = "#F2B36B"
dark = true

[variables]
border = "#6CB6F0"
```

The other keys are secondary, warning, error, success, panel, boost, luminosity_spread and
text_alpha; a wrong one is named with the file.

## Accessibility

- `theme = "contrast"` has the contrast of WCAG 2.2, level AAA, in every text.
- `NO_COLOR` takes all colours away; no meaning is in a colour alone.
- `reduced_motion = true` keeps everything still, the cursor included.
- `screen_reader = true` writes plain lines, with a word for every role ("You:", "Task 1, done:",
  "Source 1:") and without frames; it keeps everything still too.
- `mouse = false` leaves the mouse to the terminal; everything works without it.
"""


def document() -> str:
    """The whole page."""
    parts = [_BEGINNING]
    for title, rows in sections():
        named = any(row.name for row in rows)
        head = (
            "| Key | What it does | Name |\n|---|---|---|"
            if named
            else ("| Command | What it does |\n|---|---|")
        )
        lines = [_line(row, named=named) for row in rows]
        parts.append("\n".join([f"## {title}\n", head, *lines]) + "\n")
    return "\n".join(parts)


def _line(row: HelpRow, *, named: bool) -> str:
    cells = [f"`{row.key}`", row.meaning, *([f"`{row.name}`"] if named else [])]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main(arguments: list[str]) -> int:
    """Write the page, or look whether it is the one that would be written."""
    text = document()
    if arguments == ["--check"]:
        same = DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == text
        if not same:
            sys.stderr.write(
                "docs/keys.md is out of step; run: python packaging/keys_document.py\n"
            )
        return 0 if same else 1
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
