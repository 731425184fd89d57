"""Every sentence that the TUI says by itself, in English and Chinese."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from engine.events import Language, StopReason


@dataclass(frozen=True, slots=True)
class Strings:
    """One language's sentences; names in braces are filled with `str.format`."""

    language: Language
    placeholder: str
    opening_memory: str
    loading_model: str
    no_memory: str
    no_model: str
    empty_title: str
    empty_no_documents: str
    empty_with_documents: str
    empty_add: str
    waiting_for_model: str
    waiting_for_turn: str
    recalling: str
    recalled: str
    recalled_nothing: str
    planning: str
    running: str
    writing: str
    stopping: str
    stopped: str
    stopped_empty: str
    step_limit: str
    repeated_command: str
    nothing_to_stop: str
    nothing_to_unfold: str
    failed: str
    no_observation: str
    sources: str
    no_sources: str
    looking_at_source: str
    opened: str
    opened_at_beginning: str
    close_passage: str
    memory_size: str
    memory_size_short: str
    speed: str
    seconds: str
    quit_again: str
    help_title: str
    help_documents: str
    close_help: str

    def stop_note(self, reason: StopReason) -> str:
        """What the screen says under an answer that ended early."""
        return {
            "cancelled": self.stopped,
            "step_limit": self.step_limit,
            "repeated_command": self.repeated_command,
        }[reason]


ENGLISH = Strings(
    language="en",
    placeholder="Ask a question",
    opening_memory="Opening memory…",
    loading_model="Loading the model…",
    no_memory="memory not opened",
    no_model="no model",
    empty_title="Ask something.",
    empty_no_documents="Dates, festivals, lunar days and solar terms work at once.\n"
    "To ask about your own documents, add them in a shell:",
    empty_with_documents="{documents} documents are ready for your questions.\n"
    "To add more, in a shell:",
    empty_add="kagent add PATH",
    waiting_for_model="Waiting for the model to load…",
    waiting_for_turn="Waiting for the question before this one…",
    recalling="Looking in memory…",
    recalled="Found {count} passages in memory",
    recalled_nothing="Nothing in memory about this",
    planning="Planning…",
    running="Running {tool}…",
    writing="Writing…",
    stopping="Stopping…",
    stopped="Stopped. What was written until then is kept.",
    stopped_empty="Stopped before anything was written.",
    step_limit="The step limit was reached; the answer uses what was found until then.",
    repeated_command="The plan repeated itself; the answer uses what was found until then.",
    nothing_to_stop="Nothing is running.",
    nothing_to_unfold="No tasks to unfold yet.",
    failed="Failed: {message}",
    no_observation="(nothing was observed)",
    sources="Sources",
    no_sources="No sources to open yet.",
    looking_at_source="Opening [{number}]…",
    opened="Opened with {program}: {place}",
    opened_at_beginning="Opened at its beginning with {program}; the place: {place}",
    close_passage="Esc closes this.",
    memory_size="{documents} documents · {segments} segments · {size}",
    memory_size_short="{documents} docs · {segments} segm. · {size}",
    speed="{rate} tokens/s",
    seconds="{seconds} s",
    quit_again="Press Ctrl+C again to quit. Esc stops an answer.",
    help_title="Keys",
    help_documents="Documents are added in a shell: kagent add PATH",
    close_help="Esc or F1 closes this.",
)

CHINESE = Strings(
    language="zh",
    placeholder="请输入问题",
    opening_memory="正在打开记忆库…",
    loading_model="正在加载模型…",
    no_memory="记忆库未打开",
    no_model="没有模型",
    empty_title="问点什么吧。",
    empty_no_documents="日期、节假日、农历和节气现在就可以问。\n想问自己的文档，请先在命令行里添加：",
    empty_with_documents="已有 {documents} 份文档可供提问。\n要添加更多，请在命令行里运行：",
    empty_add="kagent add 路径",
    waiting_for_model="等待模型加载完成…",
    waiting_for_turn="等待上一个问题结束…",
    recalling="正在查找记忆…",
    recalled="记忆中找到 {count} 段相关内容",
    recalled_nothing="记忆中没有相关内容",
    planning="正在规划…",
    running="正在运行 {tool}…",
    writing="正在作答…",
    stopping="正在停止…",
    stopped="已停止。停止前写出的内容已保留。",
    stopped_empty="已停止，尚未写出内容。",
    step_limit="已达到步数上限，回答根据此前找到的内容写成。",
    repeated_command="规划出现重复，回答根据此前找到的内容写成。",
    nothing_to_stop="现在没有正在回答的问题。",
    nothing_to_unfold="还没有可展开的任务。",
    failed="出错了：{message}",
    no_observation="（没有观察结果）",
    sources="来源",
    no_sources="还没有可打开的来源。",
    looking_at_source="正在打开 [{number}]…",
    opened="已用 {program} 打开：{place}",
    opened_at_beginning="已用 {program} 从头打开，位置在：{place}",
    close_passage="按 Esc 关闭。",
    memory_size="{documents} 份文档 · {segments} 个片段 · {size}",
    memory_size_short="{documents} 文档 · {segments} 片段 · {size}",
    speed="{rate} 词元/秒",
    seconds="{seconds} 秒",
    quit_again="再按一次 Ctrl+C 退出。Esc 可停止回答。",
    help_title="按键",
    help_documents="在命令行里添加文档：kagent add 路径",
    close_help="按 Esc 或 F1 关闭。",
)


def strings_for(language: Language) -> Strings:
    """The table of one language."""
    return CHINESE if language == "zh" else ENGLISH


def interface_language(setting: str, environ: Mapping[str, str] | None = None) -> Language:
    """The language of the interface: the setting if it names one, else that of the locale.

    Args:
        setting: "en", "zh", or anything else for the locale's.
        environ: where LC_ALL, LC_MESSAGES and LANG are read; the process's own by default.
    """
    if setting == "en":
        return "en"
    if setting == "zh":
        return "zh"
    environ = os.environ if environ is None else environ
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
