"""Every sentence that the TUI says by itself, in English and Chinese."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.events import Language, StopReason

if TYPE_CHECKING:
    from engine.network import Policy


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
    memory_size_shortest: str
    speed: str
    seconds: str
    quit_again: str
    help_title: str
    help_documents: str
    close_help: str
    network: str
    network_off: str
    network_ask: str
    network_on: str
    network_stays_on: str
    consent_title: str
    consent_wants: str
    consent_sends: str
    consent_first: str
    consent_foreign: str
    consent_private: str
    consent_deny: str
    consent_allow: str
    consent_once: str
    consent_always: str
    consent_always_note: str

    def stop_note(self, reason: StopReason) -> str:
        """What the screen says under an answer that ended early."""
        return {
            "cancelled": self.stopped,
            "step_limit": self.step_limit,
            "repeated_command": self.repeated_command,
        }[reason]

    def network_state(self, policy: Policy) -> str:
        """What the status line says about the internet."""
        word = {"off": self.network_off, "ask": self.network_ask, "on": self.network_on}[policy]
        return self.network.format(policy=word)


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
    memory_size_shortest="{documents} docs · {size}",
    speed="{rate} tokens/s",
    seconds="{seconds} s",
    quit_again="Press Ctrl+C again to quit. Esc stops an answer.",
    help_title="Keys",
    help_documents="Documents are added in a shell: kagent add PATH",
    close_help="Esc or F1 closes this.",
    network="net {policy}",
    network_off="off",
    network_ask="ask",
    network_on="on",
    network_stays_on="The network is on until KAgent is closed. To keep it so, put "
    'network = "on" in config.toml.',
    consent_title="Allow a connection?",
    consent_wants="{tool} wants to connect to:",
    consent_sends="This is sent, whole or in parts:",
    consent_first="It would be the first connection for this question; nothing is sent yet.",
    consent_foreign="Neither you nor a search of this question named this address: it comes from "
    "a page or from the model.",
    consent_private="These words stand in your own documents:",
    consent_deny="No, not now (N or Esc)",
    consent_allow="Allow for this question (Y)",
    consent_once="Allow this once (Y)",
    consent_always="Always allow (A)",
    consent_always_note='"Always" lasts until KAgent is closed; to keep it, put network = "on" '
    "in config.toml.",
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
    memory_size_shortest="{documents} 文档 · {size}",
    speed="{rate} 词元/秒",
    seconds="{seconds} 秒",
    quit_again="再按一次 Ctrl+C 退出。Esc 可停止回答。",
    help_title="按键",
    help_documents="在命令行里添加文档：kagent add 路径",
    close_help="按 Esc 或 F1 关闭。",
    network="网络{policy}",
    network_off="关闭",
    network_ask="询问",
    network_on="开启",
    network_stays_on="网络将开启到 KAgent 关闭为止。要一直开启，请在 config.toml 中写上 "
    'network = "on"。',
    consent_title="允许连接吗？",
    consent_wants="{tool} 想要连接：",
    consent_sends="将发送的内容（全部或部分）：",
    consent_first="这是本问题的第一次连接，目前还没有发送任何内容。",
    consent_foreign="这个地址既不是你写的，也不是本问题的搜索找到的：它来自某个网页或模型。",
    consent_private="这些词句出自你自己的文档：",
    consent_deny="暂不允许（N 或 Esc）",
    consent_allow="本问题允许（Y）",
    consent_once="只允许这一次（Y）",
    consent_always="总是允许（A）",
    consent_always_note="“总是允许”到 KAgent 关闭为止；要一直允许，请在 config.toml 中写上 "
    'network = "on"。',
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
