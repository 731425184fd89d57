"""A Hugging Face tokenizer as the vocabulary that the program's own prompt layouts ask.

The same code then lays out prompts while tuning and while running, so what is learnt is what is
met. That matters most for text with the name of a special token in it, which is plain text in both.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import jinja2

from models.language.tokens import Vocabulary
from models.training.tuning_settings import TuningError

# For models that bring no template: the most common one, or headings of plain words.
CHATML_TEMPLATE: Final = (
    "{% for message in messages %}<|im_start|>{{ message['role'] + '\n' + message['content'] }}"
    "<|im_end|>{{ '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant{{ '\n' }}{% endif %}"
)
PLAIN_TEMPLATE: Final = (
    "{% for message in messages %}### {{ message['role'] | capitalize }}:{{ '\n' }}"
    "{{ message['content'] }}{% if message['role'] == 'assistant' %}{{ eos_token }}{% endif %}"
    "{{ '\n\n' }}{% endfor %}"
    "{% if add_generation_prompt %}### Assistant:{{ '\n' }}{% endif %}"
)
_MARK: Final = "kagent0response0mark"


class TuningVocabulary(Vocabulary):
    """What `Vocabulary` is to a loaded GGUF file, of a tokenizer of `transformers`.

    Raises:
        TuningError: the tokenizer is none of the fast ones, or ends nothing.
    """

    def __init__(self, tokenizer: Any) -> None:
        backend = getattr(tokenizer, "backend_tokenizer", None)
        if backend is None:
            raise TuningError(
                f"the tokenizer {type(tokenizer).__name__} has no tokenizer.json: "
                "save the model with a fast tokenizer first"
            )
        if tokenizer.eos_token_id is None:
            raise TuningError("the tokenizer has no end token (eos_token): set one and save it")
        self._tokenizer = tokenizer
        self._backend = backend
        self.size = int(backend.get_vocab_size(with_added_tokens=True))
        added = tokenizer.added_tokens_decoder
        self.end = int(tokenizer.eos_token_id)
        self._control = frozenset(i for i, token in added.items() if token.special)
        self.stops = frozenset({self.end, *self.closing[-1:]})
        self.structural = self.stops | frozenset(added)
        self.unspeakable = sorted(self._control - self.stops)

    @property
    def begin(self) -> int | None:
        """The token that the tokenizer puts before every text, if any."""
        bos = self._tokenizer.bos_token_id
        return bos if bos is not None and self._encode("a", whole=True)[:1] == [bos] else None

    @property
    def begin_name(self) -> str:
        """`bos_token` of chat templates."""
        return str(self._tokenizer.bos_token or "")

    @property
    def end_name(self) -> str:
        """`eos_token` of chat templates."""
        return str(self._tokenizer.eos_token)

    def name(self, token: int) -> str:
        """The token's text in templates."""
        return str(self._tokenizer.convert_ids_to_tokens(token) or "") if token >= 0 else ""

    def special(self, text: str) -> int | None:
        """The one control token that `text` names, None where the vocabulary has none."""
        tokens = self.template_tokens(text)
        return tokens[0] if len(tokens) == 1 and tokens[0] in self._control else None

    def response_tokens(self, text: str) -> list[int]:
        """Tokens of a response to learn: marks such as `<think>` count, control tokens do not."""
        return self._tokenize(text, special=False)

    @cached_property
    def closing(self) -> list[int]:
        """What ends an assistant's turn: the template's text up to its first control token.

        The end token where the template has none there, or there is no template.
        """
        if not self._tokenizer.chat_template:
            return [self.end]
        messages = [
            {"role": "user", "content": "a"},
            {"role": "assistant", "content": _MARK},
        ]
        try:
            rendered = self._tokenizer.apply_chat_template(
                messages, tokenize=False, add_generation_prompt=False, enable_thinking=False
            )
        # A template is a program from a file, which may refuse these messages in any way.
        except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError,
                AttributeError) as error:  # fmt: skip
            reason = " ".join(str(error).split())[:200]
            message = f"the chat template cannot be used ({reason}): give another with --template"
            raise TuningError(message) from None
        _, mark, after = rendered.partition(_MARK)
        if not mark:
            raise TuningError("the chat template drops answers: give another with --template")
        tokens = self.template_tokens(after)
        control = next((i for i, token in enumerate(tokens) if token in self._control), None)
        return [self.end] if control is None else tokens[: control + 1]

    def _tokenize(self, text: str, *, special: bool) -> list[int]:
        # What JSON can hold and UTF-8 cannot, a lone surrogate, reads as a question mark.
        text = text.encode("utf-8", "replace").decode("utf-8")
        self._backend.encode_special_tokens = not special
        try:
            return self._encode(text, whole=False)
        finally:
            self._backend.encode_special_tokens = False

    def _encode(self, text: str, *, whole: bool) -> list[int]:
        return list(self._backend.encode(text, add_special_tokens=whole).ids)

    def _piece(self, token: int, *, special: bool) -> bytes:
        if token in self.structural and not special:
            return b""
        return str(self._backend.decode([token], skip_special_tokens=False)).encode()


def ensure_template(tokenizer: Any) -> str | None:
    """Give a tokenizer without a chat template a common one; its name, None where it had one."""
    if tokenizer.chat_template:
        return None
    vocabulary = tokenizer.get_vocab()
    chatml = "<|im_start|>" in vocabulary and "<|im_end|>" in vocabulary
    tokenizer.chat_template = CHATML_TEMPLATE if chatml else PLAIN_TEMPLATE
    return "ChatML" if chatml else "plain headings"
