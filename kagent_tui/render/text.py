"""Plain text: the answer and its sources for standard output, the trace for standard error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from engine.cleaning import clean, clean_line
from engine.events import (
    Answer,
    AttachedSource,
    Citation,
    Command,
    Concluded,
    Concluding,
    Event,
    Language,
    Location,
    Observed,
    Recalled,
    Stopped,
    Task,
    TaskPlanned,
    TaskRecord,
    UsageTotals,
)
from engine.time_codes import clock
from kagent_tui.render import Writer

if TYPE_CHECKING:
    from engine.source_passage import ShownPassage

_OBSERVATION_LINES = 6
_LINE_WIDTH = 160
_ARGUMENT_WIDTH = 80
_QUOTE_WIDTH = 240

_SOURCES: Mapping[Language, str] = {"en": "Sources:", "zh": "来源："}
_JOINT: Mapping[Language, str] = {"en": ", ", "zh": "，"}
_PLACES: Mapping[Language, Mapping[str, str]] = {
    "en": {"page": "page {}", "sheet": "sheet {}", "row": "row {}", "at": "at {}"},
    "zh": {"page": "第 {} 页", "sheet": "工作表 {}", "row": "第 {} 行", "at": "{} 处"},
}
_STOPPED = {
    "step_limit": "the step limit was reached; the answer uses what was found so far",
    "repeated_command": "the plan repeated itself; the answer uses what was found so far",
}


class TextRenderer:
    """Writes the answer as it comes and everything about it to the trace.

    Args:
        write: takes pieces of the answer as they are.
        trace: takes whole lines.
    """

    def __init__(self, write: Writer, trace: Writer) -> None:
        self._write = write
        self._trace = trace
        self._steps = 0
        self._written = ""
        self._held = ""

    def show(self, event: Event) -> None:
        """Show the next event."""
        match event:
            case Recalled(memory=memory) if memory:
                titles = dict.fromkeys(clean_line(entry.title) for entry in memory)
                self._trace(f"Remembered: {shorten(', '.join(titles), _LINE_WIDTH)}")
            case TaskPlanned(task=task):
                self._steps += 1
                self._trace(task_line(self._steps, task))
            case Observed(record=record):
                for line in observation_lines(record):
                    self._trace(f"   {line}")
            case Concluding(text=text):
                self._stream(text)
            case Stopped(reason=reason):
                self._end_line()
                # Whoever cancelled knows, and says so.
                if reason != "cancelled":
                    self._trace(_STOPPED[reason])
            case Concluded(answer=answer):
                self._conclude(answer)
            case _:
                pass

    def _stream(self, text: str) -> None:
        # A carriage return may be the first half of a line's end.
        text = self._held + text
        self._held = "\r" if text.endswith("\r") else ""
        self._put(clean(text.removesuffix("\r")))

    def _put(self, text: str) -> None:
        if text:
            self._written += text
            self._write(text)

    def _end_line(self) -> None:
        if self._written and not self._written.endswith("\n"):
            self._put("\n")

    def _conclude(self, answer: Answer) -> None:
        """What is shown is what is stored: complete the streamed text, or give the final one."""
        final, written = clean(answer.text).strip(), self._written.strip()
        if final.startswith(written):
            self._put(final[len(written) :])
        else:
            self._end_line()
            self._put(f"\n{final}")
        self._end_line()
        if answer.citations:
            self._write("\n" + "\n".join(source_lines(answer.citations, answer.language)) + "\n")
        self._trace(usage_line(answer.model, answer.usage))


def answer_lines(
    number: int, answer: Answer, notes: Mapping[int, str] | None = None
) -> Iterable[str]:
    """A stored question with its tasks, answer and sources, as `kagent sessions show` prints it.

    `notes` are those of `source_lines`.
    """
    yield f"{number}. {clean_line(answer.question)}"
    yield from (f"   attached: {attached_text(one)}" for one in answer.attachments)
    for step, record in enumerate(answer.tasks, start=1):
        yield f"   {task_line(step, record.task)}"
        yield from (f"      {line}" for line in observation_lines(record))
    yield ""
    yield clean(answer.text).strip()
    if answer.citations:
        yield ""
        yield from source_lines(answer.citations, answer.language, notes)


def attached_text(attached: AttachedSource) -> str:
    """What came with a question, and where it is; or why it could not be read."""
    if attached.trouble:
        return clean_line(attached.trouble)
    title, source = clean_line(attached.title), clean_line(attached.source)
    return source if title == source else f"{title} — {source}"


def task_line(step: int, task: Task) -> str:
    """Such as "1. Count the days: time_delta(start_time=2024-01-01, end_time=2024-03-01)"."""
    return f"{step}. {clean_line(task.task_name)}: {command_text(task.command)}"


def command_text(command: Command) -> str:
    """A call with its arguments, long ones shortened."""
    arguments = ", ".join(
        f"{clean_line(name)}={shorten(clean_line(str(value)), _ARGUMENT_WIDTH)}"
        for name, value in command.args.items()
    )
    return f"{clean_line(command.name)}({arguments})"


def observation_lines(record: TaskRecord) -> list[str]:
    """The first lines of what a tool said, or its error, ending with how long it took."""
    if record.error is not None:
        return [f"error: {shorten(clean_line(record.error), _LINE_WIDTH)} ({record.seconds:.2f} s)"]
    lines = [line for line in clean(record.observation).splitlines() if line.strip()]
    shown = [shorten(line, _LINE_WIDTH) for line in lines[:_OBSERVATION_LINES]]
    if len(lines) > len(shown):
        left = len(lines) - len(shown)
        shown.append(f"… {left} more line" + ("s" if left > 1 else ""))
    last = shown.pop() if shown else "nothing to observe"
    return [*shown, f"{last} ({record.seconds:.2f} s)"]


def source_lines(
    citations: Iterable[Citation], language: Language, notes: Mapping[int, str] | None = None
) -> list[str]:
    """A heading, then one line a source: "[1] title — location — quote".

    `notes` say by the citation's number what has become of its source.
    """
    said = notes or {}
    lines = [source_line(citation, language, said.get(citation.id)) for citation in citations]
    return [_SOURCES[language], *lines]


def source_line(
    citation: Citation, language: Language = "en", note: str | None = None, *, quote: bool = True
) -> str:
    """One source; a part that is not known is left out."""
    parts = (
        clean_line(citation.title),
        place_text(citation.source, citation.location, language),
        shorten(clean_line(citation.quote), _QUOTE_WIDTH) if quote else "",
        f"({clean_line(note)})" if note else "",
    )
    return f"[{citation.id}] " + " — ".join(part for part in parts if part)


def place_text(source: str, location: Location, language: Language = "en") -> str:
    """Where a passage stands, such as "/notes/car.md:12, Warranty"; empty for computed facts."""
    if source.startswith("tool:"):
        return ""
    place = clean_line(source)
    if location.line is not None:
        place += f":{location.line}"
    words = _PLACES[language]
    known = {
        "page": location.page,
        "sheet": clean_line(location.sheet or "") or None,
        "row": location.row,
        "at": None if location.start is None else clock(location.start),
    }
    parts = [place, *(words[name].format(value) for name, value in known.items() if value)]
    if location.heading:
        parts.append(clean_line(location.heading))
    return _JOINT[language].join(part for part in parts if part)


def passage_lines(passage: ShownPassage) -> list[str]:
    """A passage in its neighbourhood, the quote between >>> and <<<."""
    quote = f">>> {clean(passage.quote).strip()} <<<"
    before, after = clean(passage.before).strip(), clean(passage.after).strip()
    return "\n\n".join(part for part in (before, quote, after) if part).splitlines()


def usage_line(model: str, usage: UsageTotals) -> str:
    """Who answered, how fast, with how many tokens."""
    return (
        f"{clean_line(model) or 'no model'}, {usage.seconds:.2f} s; tokens: {usage.prompt_tokens} "
        f"read, {usage.evaluated_tokens} of them evaluated, {usage.generated_tokens} written"
    )


def shorten(text: str, width: int) -> str:
    """At most `width` characters, with an ellipsis where something was cut."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
