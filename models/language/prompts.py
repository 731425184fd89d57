"""Messages laid out as tokens: only a template's own text may become special tokens."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.language.base import Message, ModelFileError, PromptStyle
from models.language.tokens import Vocabulary

POINTER_ROLES: Final = ("system", "user", "assistant", "tool")
_CHATML: Final = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "<|im_start|>assistant{{ '\n' }}"
)
_PLAIN: Final = (
    "{% for m in messages %}### {{ m.role | capitalize }}:\n{{ m.content }}\n\n{% endfor %}"
    "### Assistant:{{ '\n' }}"
)
_LARGEST_RENDERING: Final = 1 << 20
STYLE_KEY: Final = "kagent.prompt_style"


class Layout(Protocol):
    """Turns messages into the tokens of a prompt."""

    def tokens(self, messages: Sequence[Message]) -> list[int]:
        """The whole prompt, up to where the assistant's answer begins."""
        ...


def layout_of(
    metadata: Mapping[str, Any],
    vocabulary: Vocabulary,
    chat_template: Callable[[], str | None],
    model_name: str,
) -> tuple[PromptStyle, Layout]:
    """The style and the layout of a model by its file's metadata.

    Raises:
        ModelFileError: the vocabulary lacks one of the layout's tokens.
    """
    if metadata.get(STYLE_KEY) == "pointer":
        return "pointer", PointerLayout(vocabulary, model_name)
    return "prose", TemplateLayout(vocabulary, chat_template(), model_name)


class PointerLayout:
    """The built-in model's fixed layout: role token, content, end token; no begin token.

    Raises:
        ModelFileError: the vocabulary lacks one of the layout's tokens.
    """

    def __init__(self, vocabulary: Vocabulary, model_name: str) -> None:
        self._vocabulary = vocabulary
        self._model_name = model_name
        self._roles = {role: self._special(f"<|{role}|>") for role in POINTER_ROLES}
        self._end = self._special("<|end|>")
        if self._end not in vocabulary.stops:
            raise ModelFileError(f"{model_name}: its end token must be <|end|>, export it again")

    def _special(self, name: str) -> int:
        token = self._vocabulary.special(name)
        if token is None:
            raise ModelFileError(f"{self._model_name}: no control token {name}, export it again")
        return token

    def tokens(self, messages: Sequence[Message]) -> list[int]:
        """The whole prompt, up to and including the assistant's role token."""
        result: list[int] = []
        for message in messages:
            result.append(self._roles[message.role])
            result += self._vocabulary.content_tokens(message.content)
            result.append(self._end)
        result.append(self._roles["assistant"])
        return result


class TemplateLayout:
    """A chat template from a model file, rendered around placeholders in a sandbox.

    The contents of the messages are never rendered, so they can neither run template code nor
    become special tokens.
    """

    def __init__(self, vocabulary: Vocabulary, template: str | None, model_name: str) -> None:
        self._vocabulary = vocabulary
        self._model_name = model_name
        if template is None:
            chatml = vocabulary.special("<|im_start|>") is not None
            template = _CHATML if chatml else _PLAIN
        self._template = template
        self._compiled: Any = None

    def tokens(self, messages: Sequence[Message]) -> list[int]:
        """The whole prompt, up to where the assistant's answer begins.

        Templates that refuse or swallow a role are given the messages again with tool results as
        the user's words, and then with the system's text before the user's first words.

        Raises:
            ModelFileError: the template cannot be rendered in any of these ways.
        """
        trouble = "it drops messages"
        for attempt in (list(messages), _without_tool(messages), _without_system(messages)):
            try:
                pieces = self._pieces(attempt)
            except _TemplateError as error:
                trouble = str(error)
                continue
            if pieces is not None:
                return self._join(pieces)
        raise ModelFileError(
            f"{self._model_name}: its chat template cannot be used ({trouble}), "
            "choose another model"
        )

    def _join(self, pieces: Iterable[tuple[bool, str]]) -> list[int]:
        result: list[int] = []
        for is_content, text in pieces:
            tokenize = (
                self._vocabulary.content_tokens if is_content else self._vocabulary.template_tokens
            )
            result += tokenize(text)
        begin = self._vocabulary.begin
        if begin is not None and result[:1] != [begin]:
            result.insert(0, begin)
        return result

    def _pieces(self, messages: Sequence[Message]) -> list[tuple[bool, str]] | None:
        """(is content, text) in order, or None where the template left a message out."""
        nonce = secrets.token_hex(8)
        marks = [f"kagent{nonce}x{index}x" for index in range(len(messages))]
        rendered = self._render(
            [{"role": m.role, "content": mark} for m, mark in zip(messages, marks, strict=True)]
        )
        parts = re.split(f"kagent{nonce}x([0-9]+)x", rendered)
        if set(parts[1::2]) != {str(index) for index in range(len(messages))}:
            return None
        return [
            (True, messages[int(part)].content) if index % 2 else (False, part)
            for index, part in enumerate(parts)
            if part
        ]

    def _render(self, messages: list[dict[str, str]]) -> str:
        try:
            if self._compiled is None:
                self._compiled = _environment().from_string(self._template)
            rendered = str(
                self._compiled.render(
                    messages=messages,
                    add_generation_prompt=True,
                    bos_token=self._vocabulary.begin_name,
                    eos_token=self._vocabulary.end_name,
                    tools=None,
                    enable_thinking=False,
                )
            )
        # A template is a program from a file: it can fail in every way that an expression can.
        except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError,
                AttributeError, RecursionError) as error:  # fmt: skip
            raise _TemplateError(" ".join(str(error).split())[:200]) from error
        if len(rendered) > _LARGEST_RENDERING:
            raise _TemplateError("it renders too much text")
        return rendered


class _TemplateError(Exception):
    """A chat template refused these messages."""


def _environment() -> Any:
    """The environment in which published chat templates expect to run."""

    def refuse(message: object) -> None:
        raise jinja2.TemplateError(str(message))

    def dump(value: object, indent: int | None = None, **_options: object) -> str:
        return json.dumps(value, ensure_ascii=False, indent=indent)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals["raise_exception"] = refuse
    environment.globals["strftime_now"] = lambda form: datetime.now().astimezone().strftime(form)
    environment.filters["tojson"] = dump
    return environment


def _merged(messages: Iterable[Message]) -> list[Message]:
    """Neighbours of one role joined, since many templates insist on alternation."""
    result: list[Message] = []
    for message in messages:
        if result and result[-1].role == message.role:
            joined = f"{result[-1].content}\n\n{message.content}"
            result[-1] = Message(message.role, joined)
        else:
            result.append(message)
    return result


def _without_tool(messages: Iterable[Message]) -> list[Message]:
    return _merged(Message("user", m.content) if m.role == "tool" else m for m in messages)


def _without_system(messages: Iterable[Message]) -> list[Message]:
    return _merged(
        Message("user", m.content) if m.role in ("tool", "system") else m for m in messages
    )
