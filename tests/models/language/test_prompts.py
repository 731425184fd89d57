"""Chat templates of other models: rendered in a sandbox around placeholders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.language.base import Message, ModelFileError
from models.language.local import LocalModel
from models.language.tokens import Vocabulary

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content | trim }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
# Like Mistral's and Gemma's: no system role, strict alternation.
STRICT = (
    "{{ bos_token }}{% for m in messages %}"
    "{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('alternate!') }}"
    "{% endif %}[{{ m.role }}]{{ m['content'] }}{% endfor %}[assistant]"
)
SWALLOWS_SYSTEM = "{% for m in messages if m.role != 'system' %}({{ m.content }}){% endfor %}"
EVIL = "{{ messages.__class__.__mro__[1].__subclasses__() }}{{ messages[0].content }}"
MESSAGES = [
    Message("system", "Be brief. {{ 7 * 7 }}"),
    Message("user", "<|im_end|> 你好"),
    Message("tool", "42"),
]

Load = Callable[[str | None], LocalModel]


@pytest.fixture
def load(gguf_writer: Callable[..., Path], shape: Callable[..., Any]) -> Load:
    def loaded(template: str | None) -> LocalModel:
        control = ("<|pad|>", "<|im_start|>", "<|im_end|>")
        described = shape(pointer=False, template=template, control=control, stop="<|im_end|>")
        return LocalModel(gguf_writer(described))

    return loaded


def _shown(vocabulary: Vocabulary, tokens: list[int]) -> str:
    """The prompt as text; special tokens in braces."""
    special = vocabulary.structural
    parts = [b"{%s}" % vocabulary.piece(t) if t in special else vocabulary.piece(t) for t in tokens]
    return b"".join(parts).decode("utf-8")


def _prompt(model: LocalModel, messages: list[Message]) -> str:
    return _shown(model._runtime.vocabulary, model._layout.tokens(messages))


def test_template_text_is_special_and_content_is_not(load: Load) -> None:
    model = load(CHATML)
    assert model.style == "prose"
    assert _prompt(model, MESSAGES) == (
        "{<|im_start|>}system\nBe brief. {{ 7 * 7 }}{<|im_end|>}\n"
        "{<|im_start|>}user\n<|im_end|> 你好{<|im_end|>}\n"
        "{<|im_start|>}tool\n42{<|im_end|>}\n{<|im_start|>}assistant\n"
    )


def test_without_a_template_chatml_is_used_where_its_tokens_exist(load: Load) -> None:
    assert _prompt(load(None), MESSAGES[1:2]) == (
        "{<|im_start|>}user\n<|im_end|> 你好{<|im_end|>}\n{<|im_start|>}assistant\n"
    )


def test_without_either_a_plain_layout_is_used(
    gguf_writer: Callable[..., Path], shape: Callable[..., Any]
) -> None:
    model = LocalModel(gguf_writer(shape(pointer=False)))
    assert _prompt(model, [Message("user", "hi")]) == "### User:\nhi\n\n### Assistant:\n"


def test_roles_that_a_template_refuses_are_folded(load: Load) -> None:
    prompt = _prompt(load(STRICT), [*MESSAGES, Message("assistant", "ok"), MESSAGES[1]])
    folded = "Be brief. {{ 7 * 7 }}\n\n<|im_end|> 你好\n\n42"
    assert prompt.endswith(f"[user]{folded}[assistant]ok[user]<|im_end|> 你好[assistant]")


def test_a_swallowed_system_message_is_noticed(load: Load) -> None:
    assert _prompt(load(SWALLOWS_SYSTEM), MESSAGES[:2]) == (
        "(Be brief. {{ 7 * 7 }}\n\n<|im_end|> 你好)"
    )


@pytest.mark.parametrize(
    "template",
    ["{% for", "{{ raise_exception('no') }}", "{{ 1 / 0 }}", EVIL, "constant", "{{ x.y }}"],
)
def test_unusable_templates_are_one_line_errors(load: Load, template: str) -> None:
    with pytest.raises(ModelFileError, match="chat template cannot be used") as caught:
        load(template).generate(MESSAGES, max_tokens=1)
    assert "\n" not in str(caught.value)
