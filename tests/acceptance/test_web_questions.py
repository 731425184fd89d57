"""Questions that take the web: searched, browsed, counted and cited by the real program with the
built-in model, online over servers of our own and offline from an archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Kagent
from tests.engine.encyclopedia.made_articles import ARTICLES
from tests.engine.encyclopedia.wiki_server import WikiServer, wiki_server
from tests.engine.web_servers import page, serving
from tests.engine.zim_files import write_zim

OLDER = "How many days older is Antonela than Messi?"
YOUNGER = "安东内拉比梅西小多少天？"
FOUR_STEPS = ["hybrid_search", "browse_wiki", "browse_wiki", "time_delta", "task_complete"]


@pytest.fixture
def online(isolated_home: Path) -> Iterator[WikiServer]:
    """Settings under which the program asks servers on this machine, allowed by name."""
    found = {"query": "", "results": [], "suggestions": [], "unresponsive_engines": []}
    answer = page(json.dumps(found).encode(), content_type="application/json")
    with wiki_server() as wiki, serving(answer) as searxng:
        home = isolated_home / "kagent"
        home.mkdir(parents=True)
        (home / "config.toml").write_text(
            f'wikipedia = "{wiki.services.wikipedia}"\nsearxng = "{searxng}"\n'
            'allowed_hosts = ["127.0.0.1"]\n',
            encoding="utf-8",
        )
        yield wiki


def answer(kagent: Kagent, *arguments: str) -> dict[str, Any]:
    ended = kagent("--now", "2026-11-20T10:00", "ask", "--json", *arguments)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    written: dict[str, Any] = json.loads(ended.stdout)
    return written


def steps(written: dict[str, Any]) -> list[str]:
    return [task["command"]["name"] for task in written["tasks"]]


def cited(written: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["source"], one["quote"]) for one in written["citations"]]


@pytest.mark.parametrize(
    ("question", "days"),
    [(OLDER, "247 days"), (YOUNGER, "247天"), ("Who is older, Messi or Antonela?", "247 days")],
)
def test_a_question_takes_searching_browsing_and_counting(
    kagent: Kagent, online: WikiServer, question: str, days: str
) -> None:
    written = answer(kagent, "--online", question)
    assert steps(written) == FOUR_STEPS
    assert written["outcome"] == "answered"
    assert days in written["answer"]
    sources = [source for source, _ in cited(written)]
    assert sources[0] == "tool:time_delta"
    assert len(sources) == 3
    assert all(".wikipedia.org/wiki/" in source for source in sources[1:])
    assert all("1987" in quote or "1988" in quote for _, quote in cited(written)[1:])


def test_the_same_question_offline_from_an_archive_is_cited_alike(
    kagent: Kagent, online: WikiServer, tmp_path: Path
) -> None:
    there = answer(kagent, "--online", OLDER)
    asked = len(online.requests)
    english = [one for one in ARTICLES if one.language == "en"]
    archive = write_zim(tmp_path / "wikipedia_en.zim", english)
    assert kagent("add", archive).returncode == 0
    here = answer(kagent, OLDER)
    assert len(online.requests) == asked
    assert steps(here) == FOUR_STEPS
    assert cited(here) == cited(there)
    assert here["answer"] == there["answer"]


def test_without_permission_nothing_is_asked(kagent: Kagent, online: WikiServer) -> None:
    ended = kagent("ask", OLDER)
    assert ended.returncode == 3
    assert online.requests == []


def test_a_page_that_the_user_names_is_read(kagent: Kagent, online: WikiServer) -> None:
    html = (
        "<html><head><title>Tide tables</title></head><body><article><h1>Tide tables</h1>"
        "<h2>Port Ellery</h2><p>High water in Port Ellery is at 7:12 in the morning on Fridays."
        "</p><h2>Other harbours</h2><p>Boats may stay for two nights without a fee.</p>"
        "</article></body></html>"
    )
    with serving(page(html.encode())) as url:
        question = f"When is high water in Port Ellery? {url}/tides.html"
        written = answer(kagent, "--online", question)
    assert steps(written) == ["browse_website", "task_complete"]
    assert "7:12" in written["answer"]
    assert cited(written)[0][0] == f"{url}/tides.html"


def test_a_search_service_in_trouble_is_said_and_the_question_ends(
    kagent: Kagent, online: WikiServer, isolated_home: Path
) -> None:
    settings = isolated_home / "kagent" / "config.toml"
    written_there = settings.read_text(encoding="utf-8")
    broken = written_there.replace(online.services.wikipedia, "http://127.0.0.1:9/{language}")
    with serving(page(b"", "429 Too Many Requests")) as url:
        lines = [line for line in broken.splitlines() if not line.startswith("searxng")]
        settings.write_text("\n".join([*lines, f'searxng = "{url}"', ""]), encoding="utf-8")
        ended = kagent("ask", "--online", "--json", "Who painted the ceiling of the chapel?")
    assert ended.returncode == 3
    written = json.loads(ended.stdout)
    assert written["outcome"] == "not_found"
    assert written["tasks"][0]["error"]
    assert "\n" not in written["answer"]
