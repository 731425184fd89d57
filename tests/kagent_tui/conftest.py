"""What all tests of the face share."""

import pytest


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
