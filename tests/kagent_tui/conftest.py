"""What all tests of the face share."""

from collections.abc import Iterator

import pytest

from kagent_tui.i18n import use_language
from kagent_tui.roles import speak_plainly


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """The language and the way of speaking are the process's: no test leaves another one's."""
    yield
    use_language("en")
    speak_plainly(False)
