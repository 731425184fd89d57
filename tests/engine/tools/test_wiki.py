"""browse_wiki: the same answers from an archive and from a server."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from engine.tools.registry import Registry
from engine.tools.services import ToolServices
from engine.tools.time_delta import TOOLS as TIME_TOOLS
from engine.tools.wiki import wiki_tools
from engine.web_access import WebAccess
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.encyclopedia.wiki_server import NOW, WikiServer, wiki_server
from tests.engine.web_servers import network, page, serving
from tests.engine.zim_files import write_zim


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("zim")
    return (
        write_zim(folder / "en.zim", in_language("en")),
        write_zim(folder / "zh.zim", in_language("zh"), language="zh"),
    )


@pytest.fixture(scope="module")
def server() -> Iterator[WikiServer]:
    with wiki_server() as running:
        yield running


def browse(
    services: ToolServices, context: ToolContext, url: str, question: str = ""
) -> Observation:
    registry = Registry(wiki_tools(services))
    return registry.run("browse_wiki", {"url": url, "question": question}, context)


def refused(services: ToolServices, context: ToolContext, url: str) -> ToolError:
    with pytest.raises(ToolError) as caught:
        browse(services, context, url, "How old is it?")
    assert "\n" not in str(caught.value)
    return caught.value


_CALLS: tuple[tuple[Language, str, str], ...] = (
    ("en", "https://en.wikipedia.org/wiki/Lionel_Messi", "How many goals did he score?"),
    ("en", "https://en.m.wikipedia.org/wiki/Messi#Personal_life", "How old is Messi?"),
    ("en", "Antonela Roccuzzo", "How many days older is Antonela than Messi?"),
    ("en", "Albert Einstein", "When did Einstein die?"),
    ("en", "Mercury", "How far is Mercury from the Sun?"),
    ("en", "en:Lantern Software", ""),
    ("zh", "https://zh.wikipedia.org/zh-hans/梅西", "梅西打进了多少球？"),
    ("zh", "https://zh.wikipedia.org/wiki/%E9%B2%81%E8%BF%85", "鲁迅是哪天去世的？"),
    ("zh", "武汉长江大桥", "武汉长江大桥什么时候通车？"),
    ("zh", "Berlin", "Berlin有多少人？"),
)


@pytest.mark.parametrize(("language", "url", "question"), _CALLS)
def test_the_same_offline_and_online(
    archives: tuple[Path, ...],
    server: WikiServer,
    language: Language,
    url: str,
    question: str,
) -> None:
    offline = browse(
        ToolServices(archives=archives),
        ToolContext(NOW, language, question=question),
        url,
        question,
    )
    online = browse(server.services, server.context(language, question), url, question)
    assert offline.passages == online.passages
    assert offline.passages
    assert offline.text == online.text
    assert offline.named_dates == online.named_dates
    assert offline.urls == online.urls
    assert (offline.trust, online.trust) == ("untrusted", "untrusted")
    assert {**offline.data, "archive": None} == online.data


def test_what_an_answer_holds(archives: tuple[Path, ...]) -> None:
    question = "How many goals did Messi score for Barcelona?"
    found = browse(ToolServices(archives=archives), ToolContext(NOW), "Messi", question)
    dated, *others = found.passages
    assert dated.text == "Lionel Messi: born 1987-06-24."
    assert dated.quote == (
        "Lionel Andrés Messi (born 24 June 1987) is an Argentine footballer who plays as a forward."
    )
    assert {one.source for one in found.passages} == {"https://en.wikipedia.org/wiki/Lionel_Messi"}
    scored = next(one for one in others if "672" in one.text)
    assert scored.location.heading == "Club career › Barcelona"
    # A question about goals is not narrowed to the birthday of the one whom it names.
    assert found.named_dates == {}
    assert found.data["archive"] == "en.zim"
    assert "https://en.wikipedia.org/wiki/Antonela_Roccuzzo" in found.text
    assert len(found.data["links"]) <= 5


def test_only_the_sections_that_answer_fit_a_small_room(archives: tuple[Path, ...]) -> None:
    context = ToolContext(NOW, room=250)
    question = "In which hospital of Princeton did Einstein die?"
    found = browse(ToolServices(archives=archives), context, "Einstein", question)
    assert sum(len(passage.text) for passage in found.passages) <= 250
    assert "Death" in {passage.location.heading for passage in found.passages}


def test_days_between_two_people_are_counted_by_their_names(archives: tuple[Path, ...]) -> None:
    question = "How many days older is Antonela than Messi?"
    services = ToolServices(archives=archives)
    context = ToolContext(NOW, question=question)
    named: dict[str, date] = {}
    for title in ("Antonela Roccuzzo", "Lionel Messi"):
        named.update(browse(services, context, title, question).named_dates)
    counted = Registry(TIME_TOOLS).run(
        "time_delta",
        {"start_time": "Messi", "end_time": "Antonela"},
        ToolContext(NOW, named_dates=named),
    )
    assert set(named) == {"Antonela Roccuzzo", "Antonela", "Lionel Messi", "Messi"}
    assert counted.data["days"] == (date(1988, 2, 26) - date(1987, 6, 24)).days == 247


def test_an_address_with_a_section_and_no_question_means_that_section(
    archives: tuple[Path, ...],
) -> None:
    url = "https://en.wikipedia.org/wiki/Lionel_Messi#Personal_life"
    _dated, *others = browse(ToolServices(archives=archives), ToolContext(NOW), url).passages
    assert [passage.text for passage in others] == ["He and Antonela Roccuzzo have three sons."]


def test_several_meanings_are_listed_to_choose_from(archives: tuple[Path, ...]) -> None:
    found = browse(ToolServices(archives=archives), ToolContext(NOW, "zh"), "三体", "三体是什么？")
    assert [one["title"] for one in found.data["meanings"]] == ["三体 (小说)", "三体问题"]
    assert found.urls[0] == "https://zh.wikipedia.org/wiki/%E4%B8%89%E4%BD%93_(%E5%B0%8F%E8%AF%B4)"
    assert "多种含义" in found.text


def test_no_connection_is_made_for_what_an_archive_has(
    archives: tuple[Path, ...], server: WikiServer
) -> None:
    before = len(server.requests)
    services = ToolServices(wikipedia=server.services.wikipedia, archives=archives)
    found = browse(services, server.context(), "https://en.wikipedia.org/wiki/Berlin", "How big?")
    assert found.data["archive"] == "en.zim"
    assert len(server.requests) == before


def test_the_internet_has_what_no_archive_has(tmp_path: Path, server: WikiServer) -> None:
    path = write_zim(tmp_path / "few.zim", in_language("en")[2:3])
    services = ToolServices(wikipedia=server.services.wikipedia, archives=(path,))
    found = browse(services, server.context(), "Berlin", "How many people live in Berlin?")
    assert found.data["archive"] is None
    assert "3.7 million" in found.text


def test_another_language_than_the_archives_is_asked_online(
    archives: tuple[Path, ...], server: WikiServer
) -> None:
    services = ToolServices(wikipedia=server.services.wikipedia, archives=archives[:1])
    found = browse(services, server.context("zh"), "https://zh.wikipedia.org/wiki/鲁迅", "他是谁？")
    assert found.data["language"] == "zh"
    assert server.requests[-1]["language"] == "zh"


@pytest.mark.parametrize(
    ("question", "url", "variant"),
    [
        ("鲁迅是谁？", "鲁迅", "zh-hans"),
        ("魯迅是誰？", "鲁迅", "zh-hant"),
        ("鲁迅是谁？", "https://zh.wikipedia.org/zh-tw/鲁迅", "zh-tw"),
    ],
)
def test_the_script_of_the_question_is_asked_for(
    server: WikiServer, question: str, url: str, variant: str
) -> None:
    browse(server.services, server.context("zh", question), url, question)
    assert server.requests[-1]["variant"] == variant


def test_titles_are_converted_between_the_scripts(server: WikiServer) -> None:
    found = browse(server.services, server.context("zh"), "国立台湾大学", "在哪里？")
    assert found.data["title"] == "國立臺灣大學"


def test_a_missing_article_names_those_like_it(
    archives: tuple[Path, ...], server: WikiServer
) -> None:
    online = refused(server.services, server.context(), "Lionel")
    assert online.kind == "not_found"
    assert "Lionel Messi" in str(online)
    offline = refused(ToolServices(archives=archives), ToolContext(NOW, "zh"), "不存在的条目")
    assert offline.kind == "not_found"
    assert "--online" in str(offline)


def test_without_network_and_archive_it_is_said_what_to_do() -> None:
    assert refused(ToolServices(), ToolContext(NOW), "Berlin").kind == "offline"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_missing_archive_is_named(tmp_path: Path, language: Language) -> None:
    gone = tmp_path / "gone.zim"
    error = refused(ToolServices(archives=(gone,)), ToolContext(NOW, language), "Berlin")
    assert error.kind == "failed"
    assert str(gone) in str(error)
    assert "kagent library remove" in str(error)


def test_a_missing_archive_does_not_keep_another_from_answering(
    tmp_path: Path, archives: tuple[Path, ...]
) -> None:
    services = ToolServices(archives=(tmp_path / "gone.zim", *archives))
    assert browse(services, ToolContext(NOW), "Berlin").data["archive"] == "en.zim"
    missing = refused(services, ToolContext(NOW), "Nowhere at all")
    assert "gone.zim" in str(missing)


@pytest.mark.parametrize("url", ["https://example.org/wiki/Berlin", "[[x]]", ""])
def test_what_is_no_article_of_wikipedia(url: str) -> None:
    assert refused(ToolServices(), ToolContext(NOW), url).kind == "invalid_argument"


@pytest.mark.parametrize("url", ["https://example.org/\nwiki", "{" * 5000], ids=["lines", "long"])
def test_what_was_asked_for_is_told_in_one_short_line(url: str) -> None:
    message = str(refused(ToolServices(), ToolContext(NOW), url))
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>no JSON</html>", "failed"),
        (b"[1, 2]", "failed"),
        (b"[" * 100_000, "failed"),
        (b'{"error": {"code": "ratelimited", "info": "wait"}}', "rate_limited"),
        (b'{"error": {"code": "badvalue", "info": "no\\nsuch \\u001b[31m thing"}}', "failed"),
        (b'{"query": {"pages": [{"title": 7}, 3, null]}}', "not_found"),
        (b'{"query": 5}', "not_found"),
    ],
)
def test_answers_that_are_of_no_use(body: bytes, kind: str) -> None:
    with serving(page(body, content_type="application/json")) as base:
        services = ToolServices(wikipedia=base)
        error = refused(services, ToolContext(NOW, web=WebAccess(network())), "Berlin")
    assert error.kind == kind
    assert "\x1b" not in str(error)


def test_planted_control_characters_are_removed() -> None:
    html = "<p>Hello \\u001b]52;c;x\\u0007 there \\u202e friend.</p>"
    answers = {
        "query": '{"query": {"pages": [{"ns": 0, "title": "Berlin"}]}}',
        "parse": f'{{"parse": {{"title": "Berlin", "text": "{html}"}}}}',
    }

    def answer(path: str) -> bytes:
        kind = "parse" if "action=parse" in path else "query"
        return page(answers[kind].encode(), content_type="application/json")

    with serving(answer) as base:
        context = ToolContext(NOW, web=WebAccess(network()))
        found = browse(ToolServices(wikipedia=base), context, "Berlin", "hello friend?")
    assert "Hello" in found.text
    assert not {"\x1b", "\x07", "\u202e"} & set(found.text + json.dumps(found.data))


def test_how_the_tools_are_offered(archives: tuple[Path, ...]) -> None:
    (wiki,) = wiki_tools(ToolServices(archives=archives))
    assert wiki.parameters["required"] == ["url", "question"]
    assert not wiki.online
    assert all(tool.online for tool in wiki_tools(ToolServices()))


def test_trouble_of_the_network_is_told_in_the_answer_s_language() -> None:
    gone = ToolServices(wikipedia="http://127.0.0.1:9")
    context = ToolContext(NOW, language="zh", web=WebAccess(network()))
    error = refused(gone, context, "鲁迅")
    assert (error.kind, str(error)) == ("offline", "browse_wiki：无法连接；请检查网址和网络")
