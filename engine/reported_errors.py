"""The lines in which a log or a program's output reports what failed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from engine.attachment_overview import asks_for_summary
from engine.events import Language
from engine.summarising import part
from engine.tools.observation import Observation, Passage
from engine.tools.wording import count

MOST_LISTED = 8
_TOOL = "search_knowledge"
_ERRORS = re.compile(
    r"\b(?:fail(?:s|ed|ing|ures?)?|errors?|exceptions?|crash(?:es|ed)?|(?:went|go|going|is) wrong|"
    r"problems?|broken?|breaks?)\b|失败|出错|出了?什么错|错误|报错|异常|崩溃|问题",
    re.IGNORECASE,
)
# What fails goes without saying, and so does that it is asked for; whatever else a question names
# is for the search: "why did the payment of May fail?"
_IDLE = re.compile(
    r"\b(?:builds?|tests?|runs?|jobs?|commands?|compil\w*|programs?|scripts?|installation|messages?|why|how|"
    r"come|cause[ds]?|reasons?|any|list|find|report(?:s|ed)?|go(?:es)?|gone)\b"
    r"|构建|测试|编译|运行|命令|程序|脚本|安装|为什么|为何|怎么|原因|哪里|哪些|有没有|有",
    re.IGNORECASE,
)
_GRAVE = re.compile(
    r"\b(?:FATAL|CRITICAL|ERROR|FAILED|FAILURE|PANIC|EMERG|ALERT)\b|\b\w*(?:Error|Exception)\b\s*:"
    r"|^\s*(?:error|fatal|panic|E )\b|\b(?:error|fatal error)\b\s*[:\[]|^not ok\b|^make: \*\*\*"
    r"|\bTraceback\b|\b(?:segmentation fault|core dumped|assertion failed)\b|错误[:：]|失败[:：]",
    re.MULTILINE,
)
_GRAVE_WORDS = re.compile(
    r"\b(?:cannot|can't|could not|failed to|unable to|denied|refused|timed out|timeout|not found|"
    r"no such file)\b|无法|失败|拒绝|超时|找不到",
    re.IGNORECASE,
)
_NONE_FOUND = re.compile(r"\b(?:0|no) (?:errors?|failures?|failed)\b", re.IGNORECASE)
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {"head": "{lines} of it report an error.", "shown": " The last {most} of them:"},
    "zh": {"head": "其中有 {lines} 行报告错误。", "shown": "最后 {most} 行是："},
}


def asks_what_failed(question: str) -> bool:
    """Whether a question asks for the errors in something, and for nothing more particular."""
    if not _ERRORS.search(question):
        return False
    left = _ERRORS.sub(" ", question)
    return asks_for_summary(_IDLE.sub(" ", left))


def reported_errors(passages: Iterable[Passage], language: Language) -> Observation | None:
    """The lines that report an error, the last ones where there are many; None without any.

    Those that carry a mark such as ERROR or "SomethingError:"; without any, those that say that
    something could not be done.
    """
    read = list(passages)
    lines = _lines(read, _GRAVE) or _lines(read, _GRAVE_WORDS)
    if not lines:
        return None
    words, shown = _TEXTS[language], lines[-MOST_LISTED:]
    number = str(len(lines)) if language == "zh" else count(len(lines), "line")
    head = words["head"].format(lines=number)
    if len(lines) == 1 and language == "en":
        head = "1 line of it reports an error."
    if len(shown) < len(lines):
        head += words["shown"].format(most=len(shown))
    return Observation(
        "\n".join([head, *(f"- {line.text}" for line in shown)]),
        data=[{"text": line.text, "line": line.location.line} for line in shown],
        passages=(Passage(head, f"tool:{_TOOL}", _TOOL), *shown),
        whole=True,
        trust="private",
    )


def _lines(passages: Iterable[Passage], mark: re.Pattern[str]) -> list[Passage]:
    found: dict[tuple[str, str], Passage] = {}
    for passage in passages:
        start = 0
        for line in passage.text.split("\n"):
            text, end = line.strip(), start + len(line)
            if text and mark.search(line) and not _NONE_FOUND.search(line):
                begin = start + line.index(text)
                # The same line again says nothing new; its last place counts.
                found.pop((passage.source, text), None)
                found[passage.source, text] = part(passage, begin, begin + len(text))
            start = end + 1
    return list(found.values())
