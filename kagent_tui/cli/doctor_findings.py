"""What one check of `kagent doctor` comes to, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from kagent_tui.cli.diagnostics import CommandError
from kagent_tui.expected_errors import describe, expected_errors

State = Literal["ok", "doubtful", "fails"]

_MARKS: Final[dict[State, str]] = {"ok": "✓", "doubtful": "!", "fails": "✗"}
# Said besides the mark, which a screen reader may leave out.
_WORDS: Final[dict[State, str]] = {"ok": "", "doubtful": " (doubtful)", "fails": " (fails)"}
_INSTALL_AGAIN: Final = "install KAgent again: pipx reinstall kagent-tui"


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one thing in a sentence, and what to do about it where that is needed."""

    text: str
    state: State = "ok"
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A name, and the finding under it."""

    name: str
    finding: Finding

    def lines(self, *, unicode: bool) -> list[str]:
        """For people: a line, and the remedy indented below it."""
        from engine.cleaning import clean_line

        state = self.finding.state
        shown = [f"{_MARKS[state]} {self.name}{_WORDS[state]}: {clean_line(self.finding.text)}"]
        if self.finding.remedy:
            arrow = "→" if unicode else "->"
            shown.append(f"    {arrow} {clean_line(self.finding.remedy)}")
        return shown

    def to_json(self) -> dict[str, str | None]:
        """For scripts."""
        finding = self.finding
        return {
            "name": self.name,
            "state": finding.state,
            "text": finding.text,
            "remedy": finding.remedy or None,
        }


def checked(name: str, probe: Callable[[], Finding], remedy: str = "") -> Check:
    """Run a check; what it raises that has a sentence for the user is a failure with that sentence.

    Such a sentence mostly ends with what to do, after its last semicolon; `remedy` is for others.
    """
    try:
        return Check(name, probe())
    except ImportError as error:
        return Check(name, Finding(str(error), "fails", _INSTALL_AGAIN))
    except CommandError as error:
        said = str(error)
    except expected_errors() as error:
        said = str(error)
    except OSError as error:
        said = describe(error)
    text, semicolon, advice = said.rpartition("; ")
    if not semicolon:
        text, advice = said, remedy
    return Check(name, Finding(text, "fails", advice))
