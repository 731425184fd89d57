"""A recording on the web, looked into for one question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Answer, Concluded, Language
from engine.fetched_recordings import FetchedRecordings
from engine.network import Network
from engine.recordings import BankRecordings, Shelf
from engine.session import Session
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from engine.web_access import ConnectionRequest, WebAccess
from models.language.loading import ModelSpec, load_model
from store.memory import MemoryBank
from tests.engine.web_servers import network, page, serving
from tests.video_file import Video, make_video

NOW = datetime(2026, 11, 26, 10)
TALK = Video(
    12,
    cues=[
        (1.0, 4.0, "The pier is painted every seventh year."),
        (6.0, 10.0, "The lamp burns oil from rapeseed."),
    ],
    subtitles="mov_text",
    fps=2,
)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_video(tmp_path_factory.mktemp("web") / "talk.mp4", TALK).read_bytes()


@pytest.fixture
def server(talk: bytes) -> Iterator[str]:
    def answer(path: str) -> bytes:
        if path == "/talk.mp4":
            return page(talk, content_type="video/mp4")
        return page(b"not a film", "404 Not Found")

    with serving(answer) as address:
        yield address


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def browse(
    bank: MemoryBank, url: str, web: WebAccess | None, language: Language = "en"
) -> Observation:
    recordings = BankRecordings([Shelf(lambda: bank)], FetchedRecordings(lambda: bank))
    context = ToolContext(NOW, language, web=web, question=url, recordings=recordings)
    try:
        return builtin_registry().run("browse_video", {"video_id": url}, context)
    finally:
        recordings.close()


def refusal(bank: MemoryBank, url: str, web: WebAccess | None, language: Language) -> ToolError:
    with pytest.raises(ToolError) as caught:
        browse(bank, url, web, language)
    return caught.value


def test_the_file_is_fetched_and_read_and_forgotten(bank: MemoryBank, server: str) -> None:
    url = f"{server}/talk.mp4"
    found = browse(bank, url, WebAccess(network(), question=url))
    assert "[00:01] said: The pier is painted every seventh year." in found.text
    assert found.trust == "untrusted"
    assert found.passages[0].source == url
    assert bank.statistics().documents == 0
    assert not list((bank.home / "reading").glob("downloads/*"))


def test_nothing_is_fetched_unasked(bank: MemoryBank, server: str) -> None:
    url = f"{server}/talk.mp4"
    assert refusal(bank, url, None, "en").kind == "offline"
    asked: list[ConnectionRequest] = []

    def decline(request: ConnectionRequest) -> bool:
        asked.append(request)
        return False

    declined = WebAccess(Network("ask"), question=url, ask=decline)
    assert "declined" in str(refusal(bank, url, declined, "en"))
    assert [request.sends for request in asked] == [url]
    # An address that nobody typed, once something private was read.
    foreign = WebAccess(network(), question="What is new?")
    foreign.read_private("my diary")
    assert "neither typed" in str(refusal(bank, url, foreign, "en"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_that_plays_a_video_is_not_looked_into(bank: MemoryBank, language: Language) -> None:
    url = "https://www.youtube.com/watch?v=1"
    error = refusal(bank, url, WebAccess(network(), question=url), language)
    assert error.kind == "not_found"
    assert "browse_website" in str(error)
    assert "kagent add" in str(error)


def test_what_cannot_be_had_is_one_line(bank: MemoryBank, server: str) -> None:
    url = f"{server}/gone.mp4"
    for language in ("en", "zh"):
        error = refusal(bank, url, WebAccess(network(), question=url), language)
        assert error.kind == "failed"
        assert "404" in str(error)
        assert "\n" not in str(error)


def test_a_question_with_an_address_is_answered_at_the_second(
    bank: MemoryBank, server: str
) -> None:
    model = load_model(ModelSpec("builtin"))
    session = Session(
        bank=bank, model=lambda: model, registry=builtin_registry(), network=network()
    )
    question = f"What does the lamp burn? {server}/talk.mp4"
    (answer,) = (one.answer for one in session.ask(question) if isinstance(one, Concluded))
    model.close()
    assert isinstance(answer, Answer)
    assert answer.tasks[0].task.command.name == "browse_video"
    assert "rapeseed" in answer.text
    place = answer.citations[0].location
    assert (place.start, place.end) == (6.0, 10.0)
