"""What all of an attachment says, for questions such as "what changed?" and "summarise this"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engine.condensing import condense, is_summarising
from engine.diffs import ChangedFile, changed_files
from engine.events import Language, Location
from engine.tools.observation import Observation, Passage

MOST_LISTED = 20
_MOST_HEADINGS = 4
_SUMMARY_ROOM = 2400
_TOOL = "search_knowledge"
# Words that name an attachment, or ask for what it changes, and for nothing more.
_CHANGE = (
    r"\b(?:what(?:'s| is| has| have)? |which |list |show |the )*"
    r"(?:files? (?:were |was |are |have )?)?(?:chang(?:e|es|ed|ing)|differ(?:s|ent|ence|ences)?|"
    r"diff|patch|commit|new|modified|edited|touched|altered)\b|改动|更改|变更|变化|修改|改了|变了|差异|有何不同|不同之处|哪些文件|补丁|提交"
)
_THING = (
    r"\b(?:this|these|that|it|here|attached|attachment|input|stdin|file|log|output|data|explain|"
    r"describe|tell|about|all|were|was|did|been|happen(?:ed|s)?)\b|附件|文件|日志|输出|解释|描述|发生|哪些|[这那是有]"
)
# Of what stands beside a hunk, what names a part of a program: diff shows any line in its place.
_DEFINITION = re.compile(
    r"^(?:\w+ )*(?:def|class|func|function|fn|struct|impl|interface|module|sub|trait|enum|type)\b"
)
_ASKS_CHANGE = re.compile(_CHANGE, re.IGNORECASE)
_NAMES_THING = re.compile(_THING, re.IGNORECASE)
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "one": "1 file changed: {added} added, {removed} removed.",
        "many": "{files} files changed: {added} added, {removed} removed.",
        "changed": "{name}: {added} added, {removed} removed",
        "new": "{name} (new): {added} added",
        "deleted": "{name} (deleted): {removed} removed",
        "renamed": "{name} (before: {before}): {added} added, {removed} removed",
        "binary": "{name}: binary file",
        "within": " (in {headings})",
        "more": "Of these the first {most} are listed.",
        "joint": ", ",
    },
    "zh": {
        "one": "改动了 1 个文件：新增 {added}，删除 {removed}。",
        "many": "改动了 {files} 个文件：新增 {added}，删除 {removed}。",
        "changed": "{name}：新增 {added}，删除 {removed}",
        "new": "{name}（新文件）：新增 {added}",
        "deleted": "{name}（已删除）：删除 {removed}",
        "renamed": "{name}（原名 {before}）：新增 {added}，删除 {removed}",
        "binary": "{name}：二进制文件",
        "within": "（位于 {headings}）",
        "more": "这里只列出前 {most} 个。",
        "joint": "、",
    },
}


def asks_what_changed(question: str) -> bool:
    """Whether a question about a diff asks for its changes as a whole."""
    if not _ASKS_CHANGE.search(question):
        return False
    return is_summarising(_NAMES_THING.sub(" ", _ASKS_CHANGE.sub(" ", question)))


def asks_for_summary(question: str) -> bool:
    """Whether a question asks for what an attachment says as a whole."""
    return is_summarising(_NAMES_THING.sub(" ", question))


def diff_overview(text: str, whole: Passage, language: Language) -> Observation | None:
    """The files that a diff changes; None where the text is no diff.

    `whole` is the document of the diff: each line of the overview points into it.
    """
    files = changed_files(text)
    if not files:
        return None
    words = _TEXTS[language]
    head = words["one" if len(files) == 1 else "many"].format(
        files=len(files),
        added=_lines(sum(file.added for file in files), language),
        removed=_lines(sum(file.removed for file in files), language),
    )
    if len(files) > MOST_LISTED:
        head += (" " if language == "en" else "") + words["more"].format(most=MOST_LISTED)
    starts = _line_starts(text)
    lines = [_passage(file, text, starts, whole, language) for file in files[:MOST_LISTED]]
    return Observation(
        "\n".join([head, *(f"- {line.text}" for line in lines)]),
        data=[
            {
                "file": file.name,
                "change": file.change,
                "added": file.added,
                "removed": file.removed,
            }
            for file in files
        ],
        passages=(Passage(head, f"tool:{_TOOL}", _TOOL), *lines),
        whole=True,
        trust="private",
    )


def summary(passages: Sequence[Passage], room: int) -> Observation | None:
    """The most telling sentences of some passages; None where there are none."""
    chosen = tuple(condense(passages, "summary", min(room, _SUMMARY_ROOM)))
    if not chosen:
        return None
    return Observation(
        "\n".join(" ".join(passage.text.split()) for passage in chosen),
        data=[{"text": one.text, "location": one.location.to_json()} for one in chosen],
        passages=chosen,
        whole=True,
        trust="private",
    )


def _passage(
    file: ChangedFile, text: str, starts: Sequence[int], whole: Passage, language: Language
) -> Passage:
    words = _TEXTS[language]
    form = words["binary"] if file.binary else words[file.change]
    told = form.format(
        name=file.name,
        before=file.before,
        added=_lines(file.added, language),
        removed=_lines(file.removed, language),
    )
    within = [one.rstrip(" :{") for one in file.headings if _DEFINITION.search(one)]
    if within and file.change == "changed":
        shown = words["joint"].join(within[:_MOST_HEADINGS])
        told += words["within"].format(headings=shown)
    start = starts[file.line]
    quote = text[start:].split("\n", 1)[0]
    place = Location(span=(start, start + len(quote)), line=file.line + 1)
    return Passage(
        told, whole.source, whole.title, place, fingerprint=whole.fingerprint, quote=quote
    )


def _lines(number: int, language: Language) -> str:
    if language == "zh":
        return f"{number} 行"
    return "1 line" if number == 1 else f"{number:,} lines"


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts
