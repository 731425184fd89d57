"""The reading process: takes requests on its standard input, answers on its standard output.

A request is one line of JSON: {"path": ..., "limits": {...}}. Its answer is one of
engine.reading.answers.

Whatever a file makes a parser do happens here, with limited memory, time and no writing of files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.reading.answers import document, send
from engine.reading.extracted import PicturesOnlyError, ReadingError, check_passages
from engine.reading.isolated import BROKEN, read_isolated, why
from engine.reading.limits import Limits
from engine.reading.process_setup import incoming, limit_resources, quiet_answers


def main() -> None:
    """Answer requests until the standard input ends, which it does when the parent is gone."""
    answers, requests = quiet_answers(), incoming()
    while True:
        request = json.loads(requests.get())
        header, text = _answer(Path(request["path"]), Limits(**request["limits"]))
        send(answers, header, text)


def _answer(path: Path, limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        limit_resources(limits.memory, limits.seconds)
        return document(check_passages(read_isolated(path, limits)))
    except PicturesOnlyError as error:
        return {"error": why(error), "pictures_only": True}, b""
    except (ReadingError, *BROKEN) as error:
        return {"error": why(error)}, b""
