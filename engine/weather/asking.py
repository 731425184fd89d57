"""A service is asked and its JSON read; whatever goes wrong is said in one line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from engine.events import Language
from engine.network import NetworkError, NetworkTrouble
from engine.network_wording import kind_of_trouble
from engine.tools.context import ToolContext
from engine.tools.observation import ErrorKind, ToolError
from engine.weather.figures import BadAnswerError

KEEP_SECONDS = 600.0
_TOOL = "get_weather_info"
# What went wrong and what to do next; {service} is its name and host.
_TROUBLE: dict[NetworkTrouble, tuple[str, str]] = {
    "off": (
        "{service} was not asked: the network is off; allow it with --online, or with network in "
        "config.toml",
        "没有查询{service}：网络已关闭；可用 --online 或在 config.toml 中设置 network 来允许",
    ),
    "declined": (
        "{service} was not asked, for the connection was not allowed; ask again and allow it",
        "没有查询{service}，因为连接未获允许；请重新提问并允许连接",
    ),
    "refused": (
        "{service} was not asked: its address may not be connected to (check it in config.toml), "
        "or what would be sent quotes your documents (put it into the question to allow it)",
        "没有查询{service}：不允许连接它的地址（请检查 config.toml），或要发送的内容引用了你的文档"
        "（把它写进问题即表示允许）",
    ),
    "bad_address": (
        "{service} has no usable web address; check it in config.toml",
        "{service}的地址无法使用；请检查 config.toml 中的地址",
    ),
    "unreachable": (
        "{service} cannot be reached; check the connection and try again",
        "无法连接{service}；请检查网络后重试",
    ),
    "timed_out": (
        "{service} did not answer in time; try again later",
        "{service}没有及时回应；请稍后再试",
    ),
    "rate_limited": (
        "{service} was asked too often; try again in some minutes",
        "对{service}的查询过于频繁；请过几分钟再试",
    ),
    "cancelled": (
        "{service} was not asked to the end, for the question was cancelled",
        "对{service}的查询已取消",
    ),
}
_STATUS = (
    "{service} answers with the error {status}; try again later",
    "{service}返回错误{status}；请稍后再试",
)
_REFUSED = (
    "{service} refuses the request with the error {status}; try another place or other dates",
    "{service}以错误{status}拒绝了请求；请换一个地点或日期",
)
_NO_ANSWER = (
    "{service} gave no usable answer; try again later",
    "{service}没有给出可用的回答；请稍后再试",
)
_NOT_JSON = (
    "{service} answered with something that is no JSON; try again later",
    "{service}返回的不是JSON；请稍后再试",
)
_OTHER_FORM = (
    "{service} answered in another form than expected ({key}); try again later",
    "{service}的回答格式不符合预期（{key}）；请稍后再试",
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Service:
    """A service by its name and base URL; `statuses` are its own words for an HTTP status."""

    name: str
    base: str
    statuses: dict[int, tuple[str, str]] = field(default_factory=dict)

    def shown(self, language: Language) -> str:
        """Its name and host, never more of the address: that may hold a key."""
        if language == "zh":
            return f"{self.name}（{self.host}）"
        return f"{self.name} ({self.host})"

    @property
    def host(self) -> str:
        """The host that is connected to."""
        return urlsplit(self.base).hostname or self.base[:60]

    def announce(self, context: ToolContext, others: Iterable[Service], sends: str) -> None:
        """Let the user be asked once for this service and the others that follow it.

        Raises:
            ToolError: the network is off, or the user does not allow it.
        """
        hosts = dict.fromkeys([self.host, *(other.host for other in others)])
        trouble: NetworkTrouble | None = None
        try:
            context.need_web().announce(hosts, tool=_TOOL, sends=sends)
        except NetworkError as error:
            trouble = error.kind
        if trouble is not None:
            self._fail(trouble, None, context.language)

    def ask(self, context: ToolContext, path: str, sends: str, read: Callable[[Any], T]) -> T:
        """What `read` makes of the JSON at a path; `sends` are the words of the question in it.

        Raises:
            ToolError: the network is off, the service does not answer well, or not in its form.
        """
        web = context.need_web()
        url = self.base.rstrip("/") + path
        trouble: tuple[NetworkTrouble, int | None] | None = None
        body = b""
        try:
            body = web.service(url, tool=_TOOL, sends=sends, keep_seconds=KEEP_SECONDS).data
        except NetworkError as error:
            trouble = error.kind, error.status
        # Outside the handler: the error that is raised must not carry the address along.
        if trouble is not None:
            self._fail(*trouble, context.language)
        return self.understood(body, context.language, read)

    def understood(self, body: bytes, language: Language, read: Callable[[Any], T]) -> T:
        """What `read` makes of a body.

        Raises:
            ToolError: it is no JSON, or not what the service promises.
        """
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            self._say("failed", _NOT_JSON, language)
        try:
            return read(answer)
        except BadAnswerError as error:
            self._say("failed", _OTHER_FORM, language, key=str(error))

    def _fail(self, kind: NetworkTrouble, status: int | None, language: Language) -> NoReturn:
        words = _TROUBLE.get(kind)
        if words is None and status is not None:
            words = self.statuses.get(status) or (_STATUS if status >= 500 else _REFUSED)
        self._say(kind_of_trouble(kind), words or _NO_ANSWER, language, status=status)

    def _say(
        self, kind: ErrorKind, words: tuple[str, str], language: Language, **values: Any
    ) -> NoReturn:
        text = words[1] if language == "zh" else words[0]
        raise ToolError(kind, text.format(service=self.shown(language), **values))
