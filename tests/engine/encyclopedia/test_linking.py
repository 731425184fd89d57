"""Questions are linked to the articles that they speak of, and to none where they speak of none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.encyclopedia.linking import EncyclopediaLinker
from engine.encyclopedia.mentions import mentions
from engine.events import Language
from engine.kuaipedia.base import LinkedEntities
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.services import ToolServices
from engine.web_access import ConnectionRequest, WebAccess
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.encyclopedia.wiki_server import NOW, WikiServer, wiki_server
from tests.engine.web_servers import network
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


_QUESTIONS: tuple[tuple[Language, str, tuple[str, ...]], ...] = (
    ("en", "How many days older is Antonela than Messi?", ("Antonela Roccuzzo", "Lionel Messi")),
    ("en", "how high is the ellis observatory", ("Ellis Observatory",)),
    ("en", "How long does the planet Mercury take to orbit the Sun?", ("Mercury (planet)",)),
    ("en", "When did World War I begin?", ("World War I",)),
    ("en", "What is the budget of our Mercury project?", ()),
    ("en", "How many days of the week are there?", ()),
    ("zh", "安东内拉比梅西大多少天？", ("安东内拉·罗库佐", "利昂内尔·梅西")),
    ("zh", "刘慈欣的三体讲了什么？", ("三体 (小说)",)),
    ("zh", "《呐喊》收录了多少篇小说？", ("呐喊",)),
    ("zh", "离春节还有多少天？", ()),
)


@pytest.mark.parametrize(("language", "text", "titles"), _QUESTIONS)
def test_linked_alike_offline_and_online(
    archives: tuple[Path, ...],
    server: WikiServer,
    language: Language,
    text: str,
    titles: tuple[str, ...],
) -> None:
    offline = EncyclopediaLinker(ToolServices(archives=archives))
    there = offline.link(text, ToolContext(NOW, language, question=text))
    online = EncyclopediaLinker(server.services).link(text, server.context(language, text))
    assert {entity.title for entity in there.all} == set(titles)
    assert there == online


def test_an_entity_has_what_a_search_shows(archives: tuple[Path, ...]) -> None:
    linker = EncyclopediaLinker(ToolServices(archives=archives))
    found = linker.link("Where does Messi come from?", ToolContext(NOW)).principal
    assert found is not None
    assert (found.id, found.language, found.mention) == ("en:Lionel Messi", "en", "Messi")
    assert found.url == "https://en.wikipedia.org/wiki/Lionel_Messi"
    assert [(one.name, one.level) for one in found.aspects] == [
        ("Club career", 1),
        ("Barcelona", 2),
        ("Paris and Miami", 2),
        ("International career", 1),
        ("Personal life", 1),
    ]


def test_an_archive_that_knows_it_leaves_the_network_alone(
    archives: tuple[Path, ...], server: WikiServer
) -> None:
    before = len(server.requests)
    services = ToolServices(wikipedia=server.services.wikipedia, archives=archives)
    linked = EncyclopediaLinker(services).link("How old is Messi?", server.context("en"))
    assert linked.principal is not None
    assert len(server.requests) == before


def test_the_internet_is_asked_for_what_no_archive_has(tmp_path: Path, server: WikiServer) -> None:
    path = write_zim(tmp_path / "few.zim", in_language("en")[2:3])
    services = ToolServices(wikipedia=server.services.wikipedia, archives=(path,))
    linked = EncyclopediaLinker(services).link("How old is Messi?", server.context("en"))
    assert linked.principal is not None
    assert linked.principal.title == "Lionel Messi"
    titles = [entry["titles"] for entry in server.requests if "titles" in entry]
    assert "Messi" in titles[-1]


def test_no_network_and_no_archive_is_said() -> None:
    with pytest.raises(ToolError, match="--online") as caught:
        EncyclopediaLinker(ToolServices()).link("How old is Messi?", ToolContext(NOW))
    assert caught.value.kind == "offline"


def test_a_question_without_any_name_asks_nobody(server: WikiServer) -> None:
    before = len(server.requests)
    for text in ("", "?", "how many days", "多少天"):
        assert EncyclopediaLinker(server.services).link(text, server.context()) == LinkedEntities()
    assert len(server.requests) == before


def test_words_of_asking_are_never_mentions() -> None:
    for text in ("How many of the days are there in a year?", "What is it about?"):
        assert mentions(text) == []
    assert {one.text for one in mentions("请问是什么时候？")} == set()
    assert "The Who" in {one.text for one in mentions("When did The Who form?")}


@given(st.text(max_size=60))
def test_mentions_are_pieces_of_the_text(text: str) -> None:
    for one in mentions(text):
        assert text[one.start : one.end].startswith(one.text)
        assert 0 < one.weight <= 1


def test_the_meanings_of_a_word_are_not_the_library_s_own_words(server: WikiServer) -> None:
    """Wikipedia named them itself: nobody is asked whether it may be asked about them."""
    wanted: list[ConnectionRequest] = []

    def allow(request: ConnectionRequest) -> bool:
        wanted.append(request)
        return True

    access = WebAccess(network(), question="Mercury orbit Sun", ask=allow)
    access.read_private("My notes on the planet, the element and Freddie.")
    context = replace(server.context(), web=access)
    linked = EncyclopediaLinker(server.services).link("Mercury orbit Sun", context)
    assert linked.principal is not None
    assert linked.principal.title == "Mercury (planet)"
    assert wanted == []
