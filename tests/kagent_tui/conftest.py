"""What all tests of the face share."""

from collections.abc import Iterator

import pytest

from kagent_tui.i18n import use_language
from kagent_tui.roles import speak_plainly
from tests.kagent_tui.stylesheets import parsed_once


@pytest.fixture(scope="session", autouse=True)
def _stylesheets_parsed_once() -> Iterator[None]:
    with parsed_once():
        yield


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """The language and the way of speaking are the process's: no test leaves another one's."""
    yield
    use_language("en")
    speak_plainly(False)
