"""The vocabulary of a loaded model, and text turned into tokens that can command nothing."""

from __future__ import annotations

import ctypes
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from llama_cpp import llama_cpp

_STRUCTURAL: Final = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
_UNSPEAKABLE: Final = (
    llama_cpp.LLAMA_TOKEN_ATTR_CONTROL
    | llama_cpp.LLAMA_TOKEN_ATTR_UNKNOWN
    | llama_cpp.LLAMA_TOKEN_ATTR_UNUSED
)


class Vocabulary:
    """Tokens of one model. It is read-only, so any thread may use it."""

    def __init__(self, model: Any) -> None:
        self.handle = llama_cpp.llama_model_get_vocab(model)
        self.size = int(llama_cpp.llama_vocab_n_tokens(self.handle))
        attributes = [llama_cpp.llama_vocab_get_attr(self.handle, i) for i in range(self.size)]
        self.stops = frozenset(
            i for i in range(self.size) if llama_cpp.llama_vocab_is_eog(self.handle, i)
        )
        # Never in content: what llama.cpp matches even in plain text (user-defined) counts too.
        self.structural = self.stops | {i for i, a in enumerate(attributes) if a & _STRUCTURAL}
        # Never generated: they have no text, and a grammar would take their name for text.
        self.unspeakable = [
            i for i, a in enumerate(attributes) if a & _UNSPEAKABLE and i not in self.stops
        ]

    @property
    def begin(self) -> int | None:
        """The token that the model wants before every prompt, if any."""
        if not llama_cpp.llama_vocab_get_add_bos(self.handle):
            return None
        token = int(llama_cpp.llama_vocab_bos(self.handle))
        return token if token >= 0 else None

    def name(self, token: int) -> str:
        """The token's text in templates, such as `</s>`; empty where there is no such token."""
        if token < 0:
            return ""
        return str(llama_cpp.llama_vocab_get_text(self.handle, token).decode("utf-8", "replace"))

    @property
    def begin_name(self) -> str:
        """`bos_token` of chat templates."""
        return self.name(int(llama_cpp.llama_vocab_bos(self.handle)))

    @property
    def end_name(self) -> str:
        """`eos_token` of chat templates."""
        return self.name(int(llama_cpp.llama_vocab_eos(self.handle)))

    def template_tokens(self, text: str) -> list[int]:
        """Tokens of a template's own text, special ones included."""
        return self._tokenize(text, special=True)

    def special(self, text: str) -> int | None:
        """The one control token that `text` names, None where the vocabulary has none."""
        tokens = self.template_tokens(text)
        if len(tokens) != 1:
            return None
        attributes = llama_cpp.llama_vocab_get_attr(self.handle, tokens[0])
        return tokens[0] if attributes & llama_cpp.LLAMA_TOKEN_ATTR_CONTROL else None

    def content_tokens(self, text: str) -> list[int]:
        """Tokens of text from people, tools, documents or models; none of them is structural.

        Where plain tokenising yields a structural token, the text is cut within that token's
        characters and the parts are tokenised apart: it reads the same and means nothing.
        """
        result: list[int] = []
        pending = [text]
        while pending:
            part = pending.pop()
            tokens = self._tokenize(part, special=False)
            found = next((token for token in tokens if token in self.structural), None)
            if found is None:
                result += tokens
            elif len(part) == 1:
                result += self._bytes_of(part)
            else:
                pending += reversed(_cut(part, self.piece(found).decode("utf-8", "replace")))
        return result

    def piece(self, token: int) -> bytes:
        """The bytes that a generated token stands for; control tokens have none."""
        return self._piece(token, special=token in self.structural)

    def spoken_piece(self, token: int) -> bytes:
        """Like `piece`, but empty for control tokens."""
        return self._piece(token, special=False)

    def _piece(self, token: int, *, special: bool) -> bytes:
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama_cpp.llama_token_to_piece(self.handle, token, buffer, size, 0, special)
            if length >= 0:
                return buffer.raw[:length]
            size = -length

    def _tokenize(self, text: str, *, special: bool) -> list[int]:
        data = text.encode("utf-8", "replace")
        size = len(data) + 8
        while True:
            buffer = (llama_cpp.llama_token * size)()
            count = llama_cpp.llama_tokenize(
                self.handle, data, len(data), buffer, size, False, special
            )
            if count >= 0:
                return list(buffer[:count])
            size = -count

    @cached_property
    def _single_bytes(self) -> dict[bytes, int]:
        """Plain tokens of exactly one byte, by that byte."""
        pieces = ((self._piece(i, special=False), i) for i in range(self.size))
        return {p: i for p, i in pieces if len(p) == 1 and i not in self.structural}

    def _bytes_of(self, character: str) -> list[int]:
        """A character spelt in single bytes; a space, or nothing, where the vocabulary cannot."""
        table = self._single_bytes
        spelt = [table.get(bytes([byte])) for byte in character.encode("utf-8", "replace")]
        if None in spelt:
            spelt = [table.get(b" ")]
        return [token for token in spelt if token is not None]


def _cut(text: str, name: str) -> list[str]:
    """Cut `text` after the first character of every occurrence of `name`, overlaps included.

    A name of one character is cut out on both sides. Where normalisation hides the name, the text
    is cut in the middle.
    """
    cuts = []
    start = text.find(name) if name else -1
    while start >= 0:
        cuts += [start, start + 1] if len(name) == 1 else [start + 1]
        start = text.find(name, start + 1)
    cuts = [cut for cut in cuts if 0 < cut < len(text)] or [len(text) // 2]
    edges = [0, *cuts, len(text)]
    return [text[a:b] for a, b in pairwise(edges) if a < b]
