"""The TUI with an engine whose every text tries to reach the terminal; run in a pseudo-terminal."""

from __future__ import annotations

from dataclasses import replace

from engine.events import (
    Citation,
    Command,
    Concluded,
    Concluding,
    Failed,
    Location,
    Observed,
    Planning,
    Task,
    TaskPlanned,
    TaskRecord,
    ToolStarted,
)
from engine.source_passage import ShownPassage
from engine.source_state import SourceState
from kagent_tui.app import KAgentApp
from kagent_tui.sources import FoundSource
from tests.kagent_tui.scripted_engine import ScriptedAssembly, Step, answer_of, make_app

CLIPBOARD = "\x1b]52;c;ZXZpbA==\x1b\\"
COLOUR = "\x1b[31337m"
EIGHT_BIT = "\x9b31337m"
TITLE = "\x1b]0;owned\x07"
MARKUP = "[/x] [0,1] [bold]b[/bold] [@click=app.quit]q[/]"
# What Markdown decodes by itself: entities, and percent signs in a bare address.
DECODED = "&#x202e;&#27;[31337m &#x9b;31337m http://127.0.0.1/%1b]52;c;ZXZpbA==%07%c2%9b31337m [7]"
PAYLOAD = f"{CLIPBOARD}{COLOUR}{EIGHT_BIT}{TITLE}\u202e\r\b\x7f {MARKUP}"


def hostile_citation() -> Citation:
    return Citation(
        1, f"source{PAYLOAD}", f"title{PAYLOAD}", Location(heading=PAYLOAD), f"quote{PAYLOAD}"
    )


def hostile_source() -> FoundSource:
    citation = hostile_citation()
    passage = ShownPassage(f"before{PAYLOAD} ", citation.quote, f" after{PAYLOAD} PASSAGE-END")
    state = SourceState(f"moved{PAYLOAD}", None, moved=True, changed=True)
    return FoundSource(citation, state, passage, None)


def hostile_script() -> list[Step]:
    command = Command(f"tool{PAYLOAD}", {f"key{PAYLOAD}": f"value{PAYLOAD}", "n": [1]})
    task = Task(f"name{PAYLOAD}", command)
    record = TaskRecord(task, f"seen{PAYLOAD}\nline two", f"error{PAYLOAD}", 0.1)
    text = (
        f"answer{PAYLOAD}\n\n```\nfence{PAYLOAD}\n```\n\n<b>html{PAYLOAD}</b>\n\n"
        f"| a{PAYLOAD} | b |\n|---|---|\n| c{PAYLOAD} | d |\n\n"
        f"![image{PAYLOAD}](x) [link{PAYLOAD}](http://127.0.0.1/{PAYLOAD})\n\n# head{PAYLOAD}"
        f"\n\n{DECODED}\n\nAs it says [1]."
    )
    return [
        Planning(PAYLOAD),
        TaskPlanned(task),
        ToolStarted(task),
        Observed(record),
        *(Concluding(piece) for piece in text),
        Concluded(replace(answer_of(text), citations=(hostile_citation(),), tasks=(record,))),
    ]


def make_hostile_app() -> KAgentApp:
    assembly = ScriptedAssembly(
        [hostile_script(), [Failed(f"failure{PAYLOAD} END-MARK")]],
        model_name=f"model{PAYLOAD}",
        found=hostile_source(),
    )
    return make_app(assembly)


if __name__ == "__main__":
    make_hostile_app().run()
