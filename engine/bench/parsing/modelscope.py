"""The form of ModelScope-Agent (Li et al. 2023, arXiv 2309.00986).

Plain text, then a request between two marks: <|startofthink|>{"api_name": ..., "parameters":
{...}}<|endofthink|>, which may stand in a code fence and hold a "url" as well. The thought is the
text before the request. A request without marks is read too. Plain words without any mark or brace
are a reply to the user, which ends the work as the tool task_complete does.
"""

from __future__ import annotations

import re
from typing import Final

from engine.bench.instances import Call, Step
from engine.bench.parsing.fields import COMPLETE, COMPLETE_REASON, read_call
from engine.bench.parsing.repair import find_object

_START: Final = "<|startofthink|>"
# Behind these stands what only the system may write.
_ENDS: Final = re.compile(r"<\|(?:endofthink|startofexec|endofexec)\|>")
_FENCE: Final = re.compile(r"```(?:[jJ][sS][oO][nN])?\s*\Z")


def parse_modelscope(text: str) -> Step:
    """The step in the first request."""
    before, mark, request = text.partition(_START)
    if not mark:
        if _is_reply(text):
            return Step(text.strip(), Call(COMPLETE, {COMPLETE_REASON: text.strip()}))
        before, request = "", text
    end = _ENDS.search(request)
    if end is not None:
        request = request[: end.start()]
    found = find_object(request, "api_name")
    if found is None:
        problem = "no request between the marks" if mark else "no request"
        return Step((before if mark else request).strip(), problem=problem)
    thought = before if mark else request[: found.start]
    call, problem = read_call(found.value.get("api_name"), found.value.get("parameters"))
    return Step(_FENCE.sub("", thought.rstrip()).strip(), call, problem)


def _is_reply(text: str) -> bool:
    return bool(text.strip()) and "{" not in text and "<|" not in text
