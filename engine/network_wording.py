"""What went wrong at the door, in the answer's language and as tools tell it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.events import Language
from engine.network import NetworkError, NetworkTrouble
from engine.tools.observation import ErrorKind, ToolError

_KINDS: Mapping[NetworkTrouble, ErrorKind] = {
    "off": "offline",
    "declined": "refused",
    "refused": "refused",
    "bad_address": "invalid_argument",
    "unreachable": "offline",
    "timed_out": "timed_out",
    "rate_limited": "rate_limited",
}
_CHINESE: Mapping[NetworkTrouble, str] = {
    "off": "{url}：未访问，网络已关闭；可用 --online 或在 config.toml 中设置 network 来允许",
    "declined": "{url}：未访问，因为没有得到同意",
    "bad_address": "{url}：不是可用的网址；请给出完整的 http 或 https 网址",
    "refused": "{url}：未访问，为安全起见不允许（内部地址、其他端口或未经同意的网址）",
    "unreachable": "{url}：无法连接；请检查网址和网络",
    "timed_out": "{url}：没有及时到达；请稍后再试",
    "too_large": "{url}：内容过大，未读取",
    "rate_limited": "{url}：服务器要求稍后再试",
    "bad_answer": "{url}：服务器的回答无法使用（如重定向过多、连接中断或压缩数据损坏）",
    "cancelled": "{url}：已取消",
}
_CHINESE_STATUS = "{url}：服务器返回错误 {status}{meaning}"
_MEANINGS = {401: "（需要登录）", 403: "（禁止访问）", 404: "（页面不存在）", 410: "（页面已删除）"}


def kind_of(error: NetworkError) -> ErrorKind:
    """The kind of a tool's error that this is."""
    return kind_of_trouble(error.kind)


def kind_of_trouble(trouble: NetworkTrouble) -> ErrorKind:
    """The kind of a tool's error that is told for a trouble at the door."""
    return _KINDS.get(trouble, "failed")


def network_text(error: NetworkError, where: str, language: Language) -> str:
    """What went wrong, in one line; `where` is the address or the host that was asked."""
    if language == "en":
        # The whole address of a service, with all that it was asked, is no help to anybody.
        address, joint, reason = str(error).partition(": ")
        return f"{where}: {reason}" if joint and "://" in address else str(error)
    if error.kind == "status":
        meaning = _MEANINGS.get(error.status or 0, "")
        return _CHINESE_STATUS.format(url=where, status=error.status, meaning=meaning)
    return _CHINESE[error.kind].format(url=where)


def network_error(error: NetworkError, where: str, language: Language) -> ToolError:
    """The error of a tool that asked `where`, a service or a page."""
    return ToolError(kind_of(error), network_text(error, where, language))
