"""web_search and hybrid_search against servers on this machine, shaped like the real ones."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.encyclopedia.linking import EncyclopediaLinker
from engine.events import Language, Location
from engine.kuaipedia.base import Aspect, Entity, LinkedEntities
from engine.network import Network
from engine.survey.question import CollectionQuestion
from engine.survey.survey import Survey
from engine.tools import search as search_module
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.registry import Registry
from engine.tools.search import search_tools
from engine.tools.services import ToolServices
from engine.web_access import ConnectionRequest, WebAccess
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.web_search.search_servers import (
    DUCKDUCKGO_CHALLENGE,
    HTML_DDG,
    Said,
    SearchServer,
    duckduckgo_page,
    search_server,
    searxng_answer,
)
from tests.engine.zim_files import write_zim

NOW = datetime(2026, 3, 4, 12, 0)
MOON = Entity(
    "en:Moon",
    "Moon",
    "The Moon is the only natural satellite of the Earth.",
    "https://en.wikipedia.org/wiki/Moon",
    "en",
    (Aspect("Formation", 1), Aspect("Orbit", 1), Aspect("Distance", 2)),
    "moon",
)
PAGES = searxng_answer(
    {
        "title": "Moon - Wikipedia",
        "url": "https://en.m.wikipedia.org/wiki/Moon",
        "content": "The same page as the article.",
    },
    {"title": "Moon phases", "url": "https://a.example/phases", "content": "Full and new moons."},
    {"title": "Moon phases", "url": "http://www.a.example/phases/", "content": "Again."},
)
VIDEO = searxng_answer(
    {"title": "Landing", "url": "https://v.example/1", "content": "On the moon.", "length": "2:01"}
)


class Linker:
    """Links everything to the entities given, or fails."""

    def __init__(self, found: LinkedEntities | ToolError, wait: threading.Event | None = None):
        self._found, self._wait = found, wait

    def link(self, text: str, context: ToolContext) -> LinkedEntities:
        if self._wait is not None:
            self._wait.wait(20)
        if isinstance(self._found, ToolError):
            raise self._found
        return self._found


class OwnVideos:
    """A library with one transcript and one letter."""

    def search(self, text: str, limit: int, *, weak: bool = False) -> tuple[Passage, ...]:
        spoken = Location(start=65.0, end=70.0, span=(0, 30))
        return (
            Passage("Our secret moonbase budget is 7 dollars.", "/v/talk.srt", "Talk", spoken),
            Passage("A letter about the moon.", "/d/letter.txt", "Letter", Location(span=(0, 5))),
        )[:limit]

    def survey(self, question: CollectionQuestion, today: date) -> Survey:
        raise NotImplementedError


class BySearx:
    """A SearXNG on this machine that has pages, and videos."""

    def __init__(self, server: SearchServer) -> None:
        self.server = server

    def run(
        self,
        linker: Any = None,
        text: str = "When is the moon full?",
        name: str = "hybrid_search",
        **context: Any,
    ) -> Observation:
        services = ToolServices(
            searxng=self.server.base, wikipedia=f"{self.server.base}/{{language}}"
        )
        context.setdefault("web", self.server.web())
        return Registry(search_tools(services, linker)).run(
            name, {"text": text}, ToolContext(NOW, question=text, **context)
        )


@pytest.fixture
def searx() -> Iterator[BySearx]:
    with search_server({}) as server:
        server.answers["/search"] = PAGES
        yield BySearx(server)


def error_of(call: Any) -> ToolError:
    with pytest.raises(ToolError) as caught:
        call()
    assert "\n" not in str(caught.value)
    return caught.value


def test_web_search_lists_pages_and_lets_them_be_browsed(searx: BySearx) -> None:
    found = searx.run(name="web_search")
    assert found.text.splitlines() == [
        "Moon - Wikipedia — https://en.m.wikipedia.org/wiki/Moon: The same page as the article.",
        "Moon phases — https://a.example/phases: Full and new moons.",
    ]
    assert found.urls == ("https://en.m.wikipedia.org/wiki/Moon", "https://a.example/phases")
    assert [(one.source, one.title, one.text) for one in found.passages][1] == (
        "https://a.example/phases",
        "Moon phases",
        "Full and new moons.",
    )
    assert found.trust == "untrusted"
    assert found.data["results"][1]["engine"] == "searxng"


def test_the_entity_comes_first_and_its_article_only_once(searx: BySearx) -> None:
    found = searx.run(Linker(LinkedEntities(MOON)))
    lines = found.text.splitlines()
    assert lines[0] == f"Moon — {MOON.url}: {MOON.summary}"
    assert lines[1] == "Aspects: Formation; Orbit (Distance)"
    assert found.urls[:2] == (MOON.url, "https://a.example/phases")
    assert [one["url"] for one in found.data["results"]] == ["https://a.example/phases"]
    assert found.data["entity"]["id"] == "en:Moon"
    assert found.data["entity"]["aspects"][2] == {"name": "Distance", "level": 2}


def test_web_videos_are_listed_with_their_length() -> None:
    with search_server({}) as server:
        server.by_category = {"general": PAGES, "videos": VIDEO}
        found = BySearx(server).run(Linker(LinkedEntities()))
    assert "Video: Landing (2:01) — https://v.example/1: On the moon." in found.text
    assert found.urls[-1] == "https://v.example/1"
    assert found.data["videos"][0]["duration"] == "2:01"


def test_a_page_that_is_a_video_too_is_listed_once() -> None:
    with search_server({"/search": VIDEO}) as server:
        found = BySearx(server).run(Linker(LinkedEntities()))
    assert found.urls == ("https://v.example/1",)


def test_own_videos_are_private_and_no_addresses(searx: BySearx) -> None:
    web = searx.server.web(question="When is the moon full?", ask=lambda request: False)
    found = searx.run(Linker(LinkedEntities(MOON)), web=web, knowledge=OwnVideos())
    assert "Your own video: Talk [01:05]: Our secret moonbase budget" in found.text
    assert found.data["own_videos"][0]["location"]["start"] == 65.0
    assert found.passages[-1].source == "/v/talk.srt"
    assert "/v/talk.srt" not in found.urls
    assert "Letter" not in found.text
    # So that nothing of it is sent unasked in a later step, while what the web said may be.
    assert found.trust == "private"
    web.read_private(found.text)
    tools = Registry(search_tools(ToolServices(searxng=searx.server.base), None))
    later = ToolContext(NOW, web=web)
    assert tools.run("web_search", {"text": "natural satellite phases"}, later).urls
    error = error_of(lambda: tools.run("web_search", {"text": "moonbase budget"}, later))
    assert error.kind == "refused"


def test_the_user_is_asked_once_and_shown_the_words(searx: BySearx) -> None:
    asked: list[ConnectionRequest] = []

    def decline(request: ConnectionRequest) -> bool:
        asked.append(request)
        return False

    web = WebAccess(Network("ask"), ask=decline)
    error = error_of(lambda: searx.run(Linker(LinkedEntities()), "full moon", web=web))
    assert error.kind == "refused"
    (request,) = asked
    assert request.sends == "full moon"
    assert request.hosts == ("127.0.0.1",)
    assert request.tool == "hybrid_search"


def test_a_part_that_fails_is_said_and_the_others_stand(searx: BySearx) -> None:
    trouble = ToolError("rate_limited", "Wikipedia asks to wait")
    found = searx.run(Linker(trouble))
    assert "https://a.example/phases" in found.urls
    assert "the encyclopedia (Wikipedia asks to wait)" in found.text.splitlines()[-1]
    searx.server.answers["/search"] = Said("", 500)
    found = searx.run(Linker(LinkedEntities(MOON)), text="another moon")
    assert found.urls == (MOON.url,)
    assert "the web (" in found.text.splitlines()[-1]
    assert "500" in found.text.splitlines()[-1]


def test_a_part_that_hangs_is_left_out(searx: BySearx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "_HYBRID_SECONDS", 0.5)
    never = threading.Event()
    found = searx.run(Linker(LinkedEntities(MOON), never))
    never.set()
    assert "https://a.example/phases" in found.urls
    assert "the encyclopedia (no answer within 0.5 seconds)" in found.text


def test_cancelling_ends_a_search_that_waits(searx: BySearx) -> None:
    never, cancel = threading.Event(), threading.Event()
    cancel.set()
    error = error_of(lambda: searx.run(Linker(LinkedEntities(MOON), never), cancel=cancel))
    never.set()
    assert "cancelled" in str(error)


def test_nothing_found_and_nobody_answering_are_told_apart(searx: BySearx) -> None:
    searx.server.answers["/search"] = searxng_answer()
    nothing = error_of(lambda: searx.run(Linker(LinkedEntities()), "zxq"))
    assert nothing.kind == "not_found"
    assert '"zxq"' in str(nothing)
    searx.server.answers["/search"] = searxng_answer(silent=[["google", "CAPTCHA"]])
    limited = error_of(lambda: searx.run(Linker(LinkedEntities()), "zxq 2"))
    assert limited.kind == "rate_limited"
    chinese = error_of(lambda: searx.run(Linker(LinkedEntities()), "没有的词", language="zh"))
    assert "没有找到" in str(chinese)


@pytest.mark.parametrize("name", ["web_search", "hybrid_search"])
@pytest.mark.parametrize("text", ["", "  ", "\x00\x1b[31m", "？！…"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_words_to_search_for(searx: BySearx, name: str, text: str, language: Language) -> None:
    error = error_of(lambda: searx.run(None, text, name, language=language))
    assert error.kind == "invalid_argument"
    assert searx.server.asked == []


def test_control_characters_and_overlong_questions_are_not_sent(searx: BySearx) -> None:
    searx.run(None, "full\x1b]0;x\x07 \u202emoon\n" + "and moon " * 200, "web_search")
    sent = searx.server.asked[0].parameters["q"]
    assert sent.startswith("full moon and moon")
    assert len(sent) <= 400


def test_engines_that_take_us_for_a_robot_are_named() -> None:
    with search_server({HTML_DDG: DUCKDUCKGO_CHALLENGE}) as server:
        tools = Registry(search_tools(ToolServices(search_engines=("duckduckgo",)), None))
        context = ToolContext(NOW, web=server.web(), language="zh")
        error = error_of(lambda: tools.run("web_search", {"text": "月亮"}, context))
    assert error.kind == "rate_limited"
    assert "duckduckgo" in str(error)


def test_engines_are_all_announced_before_the_first_is_asked() -> None:
    page = duckduckgo_page(("Moon", "https://a.example/", "Full."))
    with search_server({HTML_DDG: page}) as server:
        web: Any = server.web()
        services = ToolServices(search_engines=("duckduckgo", "mojeek"))
        tools = Registry(search_tools(services, Linker(LinkedEntities())))
        found = tools.run("hybrid_search", {"text": "moon"}, ToolContext(NOW, web=web))
    hosts = ("html.duckduckgo.com", "www.mojeek.com", "duckduckgo.com", "en.wikipedia.org")
    assert web.announced == [(hosts, "moon")]
    assert web.back == ["https://a.example/"]
    # Videos could not be had: that is said, and nothing else is missing.
    assert "web videos" in found.text


def test_offline_an_archive_still_answers_and_the_web_is_said_to_be_left_out(
    tmp_path: Path,
) -> None:
    archive = write_zim(tmp_path / "en.zim", in_language("en"))
    services = ToolServices(archives=(archive,))
    tools = search_tools(services, EncyclopediaLinker(services))
    assert [tool.online for tool in tools] == [False, True]
    text = "How many days older is Antonela than Messi?"
    for web in (None, WebAccess(Network("off"))):
        context = ToolContext(NOW, question=text, web=web, knowledge=OwnVideos())
        found = Registry(tools).run("hybrid_search", {"text": text}, context)
        entities = [found.data["entity"], *found.data["other_entities"]]
        assert {one["title"] for one in entities} == {"Antonela Roccuzzo", "Lionel Messi"}
        assert found.passages[0].source == found.urls[0]
        assert "the network is off" in found.data["left_out"]["web"]
        assert len(found.data["own_videos"]) == 1
    error = error_of(lambda: Registry(tools).run("web_search", {"text": text}, ToolContext(NOW)))
    assert error.kind == "offline"


@pytest.mark.parametrize(("language", "said"), [("en", "--online"), ("zh", "网络已关闭")])
def test_offline_without_an_archive_says_what_to_do(language: Language, said: str) -> None:
    tools = search_tools(ToolServices(), Linker(LinkedEntities(MOON)))
    assert [tool.online for tool in tools] == [True, True]
    context = ToolContext(NOW, language, knowledge=OwnVideos())
    error = error_of(lambda: Registry(tools).run("hybrid_search", {"text": "x"}, context))
    assert error.kind == "offline"
    assert said in str(error)


def test_summaries_leave_room_for_each_other(searx: BySearx) -> None:
    long = " ".join(f"Sentence {number} about the moon." for number in range(200))
    searx.server.answers["/search"] = searxng_answer(
        *({"title": f"P{i}", "url": f"https://a.example/{i}", "content": long} for i in range(12))
    )
    found = searx.run(Linker(LinkedEntities()), room=1200)
    assert len(found.data["results"]) == 8
    assert all(len(passage.text) <= 200 for passage in found.passages)
    assert all(passage.text.endswith(".") for passage in found.passages)
