"""Which models an OpenAI-compatible server offers."""

from __future__ import annotations

import json
from typing import Final

from models.language.base import RemoteModelError
from models.language.chat_format import normalised
from models.language.connection import ServerConnection, ServerTroubleError
from models.language.sse import explained, one_line, whole

_SECONDS: Final = 5.0
_MOST: Final = 200


def listed_models(
    base_url: str, connection: ServerConnection, *, api_key: str | None = None
) -> list[str]:
    """The names of its models, in its order; none where it answers without such a list.

    Raises:
        ModelError: the URL is malformed, the network is off, there is no server, or it refuses.
    """
    url = f"{normalised(base_url)}/models"
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    try:
        with connection.request(url, headers=headers, seconds=_SECONDS) as reply:
            status, text = reply.status, whole(reply)
    except ServerTroubleError as error:
        raise explained(normalised(base_url), error) from None
    if status in (401, 403):
        raise RemoteModelError(
            f"the model server {normalised(base_url)} refused the API key: set api_key in "
            "config.toml"
        )
    if status >= 300:
        raise RemoteModelError(
            f"{normalised(base_url)} is no OpenAI-compatible API, it answers with status {status}: "
            "correct the URL"
        )
    return _names(text)


def _names(text: str) -> list[str]:
    try:
        names = [one_line(str(entry["id"])) for entry in json.loads(text)["data"][:_MOST]]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    return [name for name in names if name]
