"""A teacher, judge and loop model in one that needs no weights: it knows a dozen queries.

What it is asked it recognises by the pipeline's own prompts; what it answers is right for these
queries, and wrong on purpose where a test says so.
"""

from __future__ import annotations

import json
import re
import threading
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from engine.mat.whole import WholeGeneration
from models.language.base import Constraint, Message, PromptStyle, Usage

Call = tuple[str, dict[str, str]]
QUERIES: dict[str, Call | None] = {
    "How many days are there from 2024-01-01 to 2024-03-01?": (
        "time_delta",
        {"start_time": "2024-01-01", "end_time": "2024-03-01"},
    ),
    "How long is it from 2023-05-04 to 2023-12-24?": (
        "time_delta",
        {"start_time": "2023-05-04", "end_time": "2023-12-24"},
    ),
    "Which weekday is 2025-10-01?": ("get_calendar_info", {"start_date": "2025-10-01"}),
    "What is the lunar date of 2025-01-29?": ("get_calendar_info", {"start_date": "2025-01-29"}),
    "When is winter solstice in 2025?": ("get_solar_terms_info", {"year": "2025"}),
    "Which public holidays are there in 2025?": ("get_holidays_info", {"year": "2025"}),
    "Hello, who are you?": None,
    "从2024年1月1日到2024年3月1日有多少天？": (
        "time_delta",
        {"start_time": "2024年1月1日", "end_time": "2024年3月1日"},
    ),
    "2025年10月1日是星期几？": ("get_calendar_info", {"start_date": "2025年10月1日"}),
    "2025年1月29日是农历几月几日？": ("get_calendar_info", {"start_date": "2025年1月29日"}),
    "2025年的冬至是哪一天？": ("get_solar_terms_info", {"year": "2025"}),
    "2025年国庆节放几天假？": ("get_holidays_info", {"year": "2025"}),
    "你好，你是谁？": None,
}
# How the query is introduced in each template, and what a follow-up of this teacher looks like.
_QUERY = re.compile(
    r"(?:Question|Task|User|Request|Goal: |问题|任务|用户|请求)[:：] ?(.+)"
    r"|(?:^GOAL|^目标)[:：]\n1\. (.+)|# (?:Goal|目标)\n(.+)|^(?:Goal|目标)[:：] ?(.+)",
    re.MULTILINE,
)
_FOLLOW_UP = re.compile(r"(?:And then: |那么：)")
_ERROR = re.compile(r"needs |takes no argument|is not a |没有参数|缺少参数|不是")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ROLES = {
    "en": "You are a careful specialist for dates and the calendar who works alone.",
    "zh": "你是一位细心的日期与日历专家，独立完成工作。",
}
_RULES = {
    "en": (
        "Plan before you act, select exactly one tool at a time, believe results more than memory, "
        "change the arguments after an error, and stop once the request is met. Manner number {n}."
    ),
    "zh": (
        "行动之前先规划，每次只能选择一个工具，相信结果胜过记忆，出错后修改参数，满足请求后就停止。"
        "这是第{n}种工作方式，请始终照此进行，不要向任何人求助，也不要重复做过的事情。"
    ),
}
_FORMS = (
    ('{{"tool": "<tool name>", "arguments": {{"<argument>": "<value>"}}}}', "json"),
    ("Tool: <tool name>\nArguments: <JSON object>", "lines"),
    ("<call><tool name></call>\n<arguments><JSON object></arguments>", "tags"),
)
_ENDS = {
    "en": "When no more calls are needed, write Final Answer: <the answer>.",
    "zh": "不再需要调用时，写 Final Answer: <答案>。",
}


class ScriptedTeacher:
    """Implements `LanguageModel`; `spoil` may replace any answer, by the number of the request."""

    def __init__(self, spoil: Callable[[int, str, str], str | None] | None = None) -> None:
        self.name = "scripted-teacher"
        self.context_tokens = 16384
        self.style: PromptStyle = "prose"
        self.requests = 0
        self._spoil = spoil
        self._lock = threading.Lock()

    def count_tokens(self, text: str) -> int:
        return len(text) // 4 + 1

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> WholeGeneration:
        if cancel is not None and cancel.is_set():
            return WholeGeneration("", Usage(), "cancelled")
        with self._lock:
            self.requests += 1
            number = self.requests
        prompt = "\n".join(message.content for message in messages)
        text = answer([{"role": m.role, "content": m.content} for m in messages])
        if self._spoil is not None:
            other = self._spoil(number, prompt, text)
            text = text if other is None else other
        tokens = self.count_tokens(prompt)
        return WholeGeneration(text, Usage(tokens, tokens, self.count_tokens(text), 0.01))

    def close(self) -> None:
        pass


def answer(messages: Sequence[dict[str, str]]) -> str:
    """What the teacher says to a prompt."""
    first = messages[0]["content"]
    for mark, reply in _PURPOSES:
        if mark in first:
            return reply(first)
    return _step(messages)


def _language(text: str) -> str:
    return "zh" if len(_HAN.findall(text)) > 20 else "en"


def _template(prompt: str) -> str:
    language = _language(prompt)
    number = zlib.crc32(prompt.encode()) % 10_000
    lines = [_ROLES[language], _RULES[language].format(n=number)]
    memory = "<<MEMORY>>" in prompt
    if "<<RESULTS>>" in prompt and "<<APIS>>" not in prompt:
        wish = {"en": "Combine these results into an answer:", "zh": "把这些结果整理成回答："}
        lines += [wish[language], "<<RESULTS>>"]
    else:
        shown = {"en": "Your tools:", "zh": "你的工具："}
        form = _FORMS[number % len(_FORMS)][0].replace("{{", "{").replace("}}", "}")
        asked = {"en": "Answer in this form and no other:", "zh": "只按下面的格式回答："}
        lines += [shown[language], "<<APIS>>", asked[language], form]
        if "prompt-react" in prompt:
            lines.append(_ENDS[language])
        if "<<RESULTS>>" in prompt:
            lines.append("<<RESULTS>>")
    if memory:
        lines.append("<<MEMORY>>")
    lines.append({"en": "Request: <<QUERY>>", "zh": "请求：<<QUERY>>"}[language])
    return "\n".join(lines)


def _judge(prompt: str) -> str:
    """Both are as good, save that an answer without any call is worth less."""
    parts = re.split(r"(?:What assistant [12] did|助手 [12] 的做法)[:：]\n", prompt)
    scores = [9 if re.search(r"^\d+\. \w+\(", part, re.MULTILINE) else 7 for part in parts[1:3]]
    return f"{scores[0]} {scores[1]}\nBoth are fine."


def _asked_about(prompt: str) -> str:
    return next((query for query in QUERIES if query in prompt), "")


def _relevant(prompt: str) -> str:
    passage = (
        f"A note from the office tells more about this matter: {_asked_about(prompt)} It is 60."
    )
    return json.dumps({"title": "note.txt", "knowledge": passage, "answer": "60"})


def _irrelevant(prompt: str) -> str:
    passage = (
        f"People often wonder: {_asked_about(prompt)} The archive has no figure for it at all."
    )
    return json.dumps({"title": "archive.md", "knowledge": passage})


def _conflicting(prompt: str) -> str:
    query = _asked_about(prompt)
    true = {
        "title": "new.md",
        "knowledge": f"Checked in 2026 against the source: {query} It is 60.",
    }
    false = {
        "title": "old.md",
        "knowledge": f"Copied in 1990 from hearsay: {query} It is forty-five.",
    }
    return json.dumps({"true": true, "false": false, "answer": "60"})


def _conversation(prompt: str) -> str:
    query = _asked_about(prompt)
    zh = _language(query * 3) == "zh"
    turn = {"user": "我想了解日期。" if zh else "I want to know something about dates."}
    turn["assistant"] = "好的，请说。" if zh else "Gladly, go on."
    follow_up = f"那么：{query}" if zh else f"And then: {query}"
    return json.dumps({"turns": [turn], "follow_up": follow_up}, ensure_ascii=False)


def _profile(prompt: str) -> str:
    match = re.search(r"(?:The number of instructions|指令条数)[:：] ?(\d+)", prompt)
    assert match is not None
    taken = prompt.count("\n- ")
    # Two threads may be told the same characters: what is refused is asked for again.
    name = f"Guide number {taken} {zlib.crc32(prompt.encode()) % 1000}"
    steps = [f"Step {number}: ask and explain." for number in range(int(match.group(1)))]
    return json.dumps({"thought": "useful", "name": name, "instructions": steps})


def _topics(prompt: str) -> str:
    topics = [f"Matter number {number} of daily life" for number in range(20)]
    return json.dumps({"thought": "real", "topics": topics})


def _dialogue(prompt: str) -> str:
    rounds = [{"user": f"Question {n}?", "character": f"Reply {n}."} for n in range(3)]
    return json.dumps({"thought": "real", "topic": "t", "dialogues": rounds})


_PURPOSES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("You write system prompts for language models", _template),
    ("你为充当智能体的语言模型编写系统提示词", _template),
    ("Compare how two assistants dealt", _judge),
    ("请比较两个助手", _judge),
    ("in which the answer to this question can be found directly", _relevant),
    ("从中能直接找到下面问题的答案", _relevant),
    ("but does not answer it and lets nobody infer", _irrelevant),
    ("也推断不出答案", _irrelevant),
    ("Write two passages", _conflicting),
    ("请写两段", _conflicting),
    ("Write the beginning of a conversation", _conversation),
    ("请写出用户与助手一段对话的开头", _conversation),
    ("Invent a character", _profile),
    ("请构思一个", _profile),
    ("topics that users might really talk about", _topics),
    ("可能真的会和这个角色谈到的", _topics),
    ("Write a detailed, realistic conversation", _dialogue),
    ("请写一段用户与这个角色", _dialogue),
)


def _query_of(messages: Sequence[dict[str, str]]) -> str:
    """The query that a filled template asks about."""
    for message in messages[:2]:
        found = [next(filter(None, m.groups())) for m in _QUERY.finditer(message["content"])]
        for text in found:
            plain = _FOLLOW_UP.sub("", text.strip())
            if plain in QUERIES:
                return plain
    return ""


def _step(messages: Sequence[dict[str, str]]) -> str:
    """The next response in the loop: the call, and then the end."""
    system = messages[0]["content"]
    call = QUERIES.get(_query_of(messages))
    whole = "\n".join(message["content"] for message in messages[1:])
    done = "   -> " in system or any(m["role"] == "assistant" for m in messages)
    ended = call is None or (done and not _ERROR.search(_last_result(messages)))
    concluding = "No more tools now" in whole or "现在不再调用工具" in whole
    if concluding or "Combine these results" in system or "把这些结果整理成" in system:
        return "It is as the result says [1]."
    if "No tool is needed. Answer" in whole or "不需要工具。请用" in whole:
        return "Hello, I am a program."
    return _ended(system, call is None) if ended else _called(system, call)


def _last_result(messages: Sequence[dict[str, str]]) -> str:
    text = messages[-1]["content"] if len(messages) > 1 else messages[0]["content"]
    return text.rpartition("-> ")[2].split("\n")[0] if "-> " in text else text[:80]


def _called(system: str, call: Call | None) -> str:
    assert call is not None
    name, args = call
    arguments = json.dumps(args, ensure_ascii=False)
    made_up = "\nObservation: made up\nFinal Answer: made up"
    react = f"Thought: I need a tool.\nAction: {name}\nAction Input: {arguments}{made_up}"
    thoughts = {"text": "go", "reasoning": "r", "plan": "- p", "criticism": "c", "speak": "s"}
    command = {"name": name, "args": args}
    request = json.dumps({"api_name": name, "parameters": args}, ensure_ascii=False)
    forms = {
        "Action Input": react,
        '"speak"': json.dumps({"thoughts": thoughts, "command": command}),
        "api_name": f"<|startofthink|>\n{request}\n<|endofthink|>",
        '"task_name"': json.dumps({"task_name": "look it up", "command": command}),
        "Tool: <": f"Tool: {name}\nArguments: {arguments}",
        "<call>": f"<call>{name}</call>\n<arguments>{arguments}</arguments>",
    }
    plain = json.dumps({"tool": name, "arguments": args}, ensure_ascii=False)
    return next((form for mark, form in forms.items() if mark in system), plain)


def _ended(system: str, talk: bool) -> str:
    if '"final_answer"' in system:
        finish = {"return_type": "give_answer", "final_answer": "It is as the result says."}
        return f"Thought: done.\nAction: Finish\nAction Input: {json.dumps(finish)}"
    if "Final Answer:" in system:
        return "Final Answer: It is as the result says."
    if "api_name" in system:
        return "It is as the result says."
    end: Call = ("do_nothing", {}) if talk else ("task_complete", {"reason": "it is answered"})
    return _called(system, end)


def write_queries(path: Any) -> Any:
    """The queries as a file, one a line."""
    path.write_text("\n".join(QUERIES) + "\n", encoding="utf-8")
    return path
