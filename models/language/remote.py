"""A language model behind any OpenAI-compatible server: vLLM, llama-server, Ollama, SGLang."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from models.language.base import (
    Constraint,
    Finish,
    Message,
    ModelError,
    PromptStyle,
    RemoteModelError,
    Usage,
)
from models.language.chat_format import (
    appended,
    folded,
    json_trouble,
    normalised,
    plain_schema,
    told_usage,
    unwrapped,
)
from models.language.connection import ServerConnection, ServerTroubleError
from models.language.sse import CancelledStreamError, EventStream, StatusError, one_line, whole

_DEFAULT_CONTEXT: Final = 8192
_TIMEOUT_SECONDS: Final = 120.0
_LIST_SECONDS: Final = 5.0
_REFUSED_BODY: Final = (400, 422)
_LONG_PIECE: Final = 40
_CJK: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_ASK_FOR_JSON: Final = (
    "Reply with one JSON value that conforms to this JSON Schema, and with nothing else:\n{schema}"
)
_ASK_AGAIN: Final = (
    "That was not valid JSON ({trouble}). Reply again with only the JSON value, without any "
    "explanation and without code fences."
)


class RemoteModel:
    """A model on a server; implements `LanguageModel`.

    Args:
        base_url: With or without the trailing /v1.
        connection: Opens the connections to it.
        name: The model's name there; by default the first that the server lists.
        api_key: Sent as a bearer token.
        context_tokens: The model's context, which servers do not tell; by default 8192.
        schema_support: Whether to send JSON schemas as `response_format`. Where not, or where the
            server refuses or ignores them, the schema is described in the prompt and an answer that
            is no JSON is asked for once more.
        timeout: Seconds without a sign of life after which the server counts as stuck.

    Raises:
        ModelError: the URL is malformed.
    """

    def __init__(
        self,
        base_url: str,
        connection: ServerConnection,
        *,
        name: str | None = None,
        api_key: str | None = None,
        context_tokens: int | None = None,
        schema_support: bool = True,
        timeout: float = _TIMEOUT_SECONDS,
    ) -> None:
        self._base_url = normalised(base_url)
        self._connection = connection
        self._remote_name = name
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._context_tokens = context_tokens or _DEFAULT_CONTEXT
        self._timeout = timeout
        self._closed = False
        self._naming = threading.Lock()
        self.schema_support = schema_support
        self.usage_support = True

    @property
    def name(self) -> str:
        """The model's name on the server once it is known, before that the server's host."""
        return self._remote_name or urlsplit(self._base_url).hostname or ""

    @property
    def context_tokens(self) -> int:
        """Largest prompt plus answer, in tokens, as set."""
        return self._context_tokens

    @property
    def style(self) -> PromptStyle:
        """Always "prose"."""
        return "prose"

    def count_tokens(self, text: str) -> int:
        """An estimate, since the tokenizer is on the server.

        One token a Chinese, Japanese or Korean character and one for 3.5 other characters: on the
        high side of current vocabularies, so that a prompt that fits by this count fits.
        """
        wide = len(_CJK.findall(text))
        return wide + -(-(len(text) - wide) * 2 // 7)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> RemoteGeneration:
        """Stream a greedy answer; nothing is sent before the first piece is asked for.

        A constraint without a JSON schema is not enforced. While iterating, RemoteModelError tells
        what the server or the connection did.

        Raises:
            ModelError: the model is closed.
        """
        if self._closed:
            raise ModelError(f"the connection to {self._base_url} is closed: open it again")
        schema = constraint.json_schema if constraint is not None else None
        exchange = _Exchange(self, folded(messages), max_tokens, cancel or threading.Event())
        return RemoteGeneration(exchange, None if schema is None else plain_schema(schema))

    def close(self) -> None:
        """Refuse further calls; connections live only as long as a generation."""
        self._closed = True

    def stream(self, body: Mapping[str, Any], cancelled: Callable[[], bool]) -> EventStream:
        """Post one chat completion."""
        return EventStream(
            self._connection,
            f"{self._base_url}/chat/completions",
            self._headers,
            lambda: {"model": self._resolved_name(), **body},
            timeout=self._timeout,
            cancelled=cancelled,
        )

    def explained(self, error: StatusError) -> RemoteModelError:
        """An error status in one line with what to do."""
        advice = {
            401: "refused the API key: set the right one",
            403: "refused the API key: set the right one",
            404: f"has no model {self.name!r} or is no OpenAI-compatible API: check name and URL",
            429: "asks to slow down: try again later",
        }.get(error.status, "refused the request" if error.status < 500 else "failed: see its log")
        detail = f" ({error.detail})" if error.detail else ""
        return RemoteModelError(
            f"the model server {self._base_url} {advice}; status {error.status}{detail}"
        )

    def _resolved_name(self) -> str:
        # One at a time: a server whose list changes meanwhile is asked for one model all the same.
        with self._naming:
            if self._remote_name is None:
                self._remote_name = self._first_listed()
        # Servers with one model accept any name; the others will say what is wrong.
        return self._remote_name or "default"

    def _first_listed(self) -> str | None:
        try:
            with self._connection.request(
                f"{self._base_url}/models", headers=self._headers, seconds=_LIST_SECONDS
            ) as reply:
                listed = json.loads(whole(reply))
            return one_line(str(listed["data"][0]["id"]))
        except (ServerTroubleError, ValueError, LookupError, TypeError, RecursionError):
            return None


class RemoteGeneration:
    """The pieces of one answer from a server; implements `Generation`."""

    def __init__(self, exchange: _Exchange, schema: Mapping[str, Any] | None) -> None:
        self._exchange = exchange
        self._stream = exchange.pieces(schema)

    @property
    def usage(self) -> Usage:
        """The server's counts where it tells them, otherwise estimates."""
        return self._exchange.usage()

    @property
    def finish(self) -> Finish:
        """Why it ended; "cancelled" until it is known better."""
        return self._exchange.finish

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next piece of text."""
        return next(self._stream)

    def close(self) -> None:
        """End the generation and the connection."""
        self._stream.close()


class _Exchange:
    """The requests that one generation takes, and what they cost."""

    def __init__(
        self,
        model: RemoteModel,
        messages: list[dict[str, str]],
        max_tokens: int,
        cancel: threading.Event,
    ) -> None:
        self.finish: Finish = "cancelled"
        self._model = model
        self._messages = messages
        self._max_tokens = max_tokens
        self._cancel = cancel
        self._told = Usage()
        self._estimated = Usage()
        self._seconds = 0.0

    def usage(self) -> Usage:
        counts = self._told if self._told.prompt_tokens else self._estimated
        return Usage(
            counts.prompt_tokens, counts.evaluated_tokens, counts.generated_tokens, self._seconds
        )

    def pieces(self, schema: Mapping[str, Any] | None) -> Generator[str]:
        try:
            if schema is None:
                yield from self._answer(self._messages, None)
            elif self._model.schema_support:
                yield from self._enforced(schema)
            else:
                yield self._described(schema)
        except CancelledStreamError:
            self.finish = "cancelled"
        except StatusError as error:
            raise self._model.explained(error) from error

    def _enforced(self, schema: Mapping[str, Any]) -> Generator[str]:
        """The server keeps to the schema; if it refuses to, the prompt describes it."""
        pieces = []
        try:
            for piece in self._answer(self._messages, schema):
                pieces.append(piece)
                yield piece
        except StatusError as error:
            if pieces or not _is_refusal(error, "response_format"):
                raise
            self._model.schema_support = False
            yield self._described(schema)
            return
        if self.finish == "stop" and json_trouble("".join(pieces)):
            # It took the schema and ignored it; what is shown is shown, the next will be checked.
            self._model.schema_support = False

    def _described(self, schema: Mapping[str, Any]) -> str:
        """The schema is asked for in words, and once more if the answer is no JSON."""
        wish = _ASK_FOR_JSON.format(schema=json.dumps(schema, ensure_ascii=False))
        messages = appended(self._messages, wish)
        answer = unwrapped("".join(self._answer(messages, None)))
        trouble = json_trouble(answer)
        if trouble is None or self.finish == "cancelled":
            return answer
        messages = [
            *messages,
            {"role": "assistant", "content": answer},
            {"role": "user", "content": _ASK_AGAIN.format(trouble=trouble)},
        ]
        return unwrapped("".join(self._answer(messages, None)))

    def _answer(
        self, messages: list[dict[str, str]], schema: Mapping[str, Any] | None
    ) -> Generator[str]:
        """One request, with `stream_options` left out where the server does not know it."""
        body: dict[str, Any] = {
            "messages": messages,
            "max_tokens": self._max_tokens,
            "temperature": 0,
            "stream": True,
        }
        if schema is not None:
            named = {"name": "answer", "schema": schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        if self._model.usage_support:
            try:
                yield from self._request({**body, "stream_options": {"include_usage": True}})
                return
            except StatusError as error:
                if "stream_options" not in error.detail:
                    raise
                self._model.usage_support = False
        yield from self._request(body)

    def _request(self, body: Mapping[str, Any]) -> Generator[str]:
        started = time.perf_counter()
        prompt = sum(self._model.count_tokens(m["content"]) + 4 for m in body["messages"])
        self._estimated += Usage(prompt, prompt)
        ended = False
        self.finish = "cancelled"
        try:
            stream = self._model.stream(body, self._cancel.is_set)
            for event in stream:
                text, reason = self._read(event)
                if reason is not None:
                    ended = True
                    self.finish = "length" if reason == "length" else "stop"
                if text:
                    self._estimated += Usage(generated_tokens=self._tokens_of(text))
                    yield text
            if not (ended or stream.complete):
                raise RemoteModelError(
                    f"the model server {self._model.name} broke off in the middle of its answer: "
                    "see its log and try again"
                )
            if not ended:
                self.finish = "stop"
        except RemoteModelError:
            # After the announced end only the counts are missing.
            if not ended:
                raise
        finally:
            self._seconds += time.perf_counter() - started

    def _tokens_of(self, piece: str) -> int:
        # Servers stream about one token an event; a long one is a whole answer.
        return 1 if len(piece) < _LONG_PIECE else self._model.count_tokens(piece)

    def _read(self, event: Mapping[str, Any]) -> tuple[str, str | None]:
        """Text and finish reason of one event; usage is noted.

        Raises:
            RemoteModelError: the event reports an error.
        """
        if event.get("error"):
            error = event["error"]
            message = error.get("message", error) if isinstance(error, Mapping) else error
            raise RemoteModelError(
                f"the model server {self._model.name} failed ({one_line(str(message))}): "
                "see its log and try again"
            )
        if isinstance(event.get("usage"), Mapping):
            self._told += told_usage(event["usage"])
        choices = event.get("choices")
        if not (isinstance(choices, list) and choices and isinstance(choices[0], Mapping)):
            return "", None
        part = choices[0].get("delta") or choices[0].get("message")
        text = part.get("content") if isinstance(part, Mapping) else None
        reason = choices[0].get("finish_reason")
        return (text if isinstance(text, str) else ""), (None if reason is None else str(reason))


def _is_refusal(error: StatusError, parameter: str) -> bool:
    """Whether the server would not take `parameter`; llama_cpp.server says so with status 500."""
    return error.status in _REFUSED_BODY or parameter in error.detail
