"""Asks the user whether something may be sent, for whichever thread wants to know."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from kagent_tui.messages import (
    ConsentAsked,
    ConsentReply,
    ConsentWithdrawn,
    NetworkPolicyChanged,
)

if TYPE_CHECKING:
    from engine.web_access import ConnectionRequest
    from kagent_tui.engine_ports import NetworkPort

# How soon a thread that waits for the user's consent sees that its question was stopped.
_POLL_SECONDS = 0.05


class ConsentAsking:
    """One thing is asked at a time; what is asked when its question is over is refused."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        self._post = post
        self._asking = threading.Lock()

    def allowed(
        self,
        network: NetworkPort,
        question_id: int,
        request: ConnectionRequest,
        is_over: Callable[[], bool],
    ) -> bool:
        """Ask the user, from any thread; no, when the question is over before the answer."""
        while not self._asking.acquire(timeout=_POLL_SECONDS):
            if is_over():
                return False
        try:
            if request.reason == "first_connection" and network.policy == "on":
                return True  # "always" was the answer to the request before this one
            reply = ConsentReply()
            self._post(ConsentAsked(question_id, request, reply))
            choice = None
            while choice is None and not is_over():
                choice = reply.wait(_POLL_SECONDS)
            if choice is None:
                self._post(ConsentWithdrawn(reply))
            if choice == "always":
                network.policy = "on"
                self._post(NetworkPolicyChanged("on"))
            return choice in {"allow", "always"}
        finally:
            self._asking.release()
