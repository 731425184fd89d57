"""ZIM files: what they say of themselves, their articles, and files that are none."""

from pathlib import Path

import pytest

from engine.encyclopedia.source import ArticleMissingError, EncyclopediaError
from engine.encyclopedia.zim import ZimArchive, open_archive
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.zim_files import write_zim


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> ZimArchive:
    return open_archive(write_zim(tmp_path_factory.mktemp("zim") / "en.zim", in_language("en")))


def test_facts(english: ZimArchive) -> None:
    facts = english.facts
    assert (facts.title, facts.language, facts.date) == ("A small Wikipedia", "en", "2024-05-06")
    assert facts.articles >= len(in_language("en"))
    assert (english.site, english.archive) == ("https://en.wikipedia.org", "en.zim")


def test_an_article_through_a_redirect(english: ZimArchive) -> None:
    found = english.article("Messi")
    assert (found.title, found.asked, found.archive) == ("Lionel Messi", "Messi", "en.zim")
    assert found.url == "https://en.wikipedia.org/wiki/Lionel_Messi"
    assert "Argentine footballer" in found.summary


def test_a_title_in_other_letters_is_found(english: ZimArchive) -> None:
    assert english.article("lionel messi").title == "Lionel Messi"


def test_a_missing_article_names_those_like_it(english: ZimArchive) -> None:
    with pytest.raises(ArticleMissingError) as caught:
        english.article("Lionel")
    assert "Lionel Messi" in caught.value.near


def test_titles_and_texts_are_searched(english: ZimArchive) -> None:
    assert english.search("Antonela")[0] == "Antonela Roccuzzo"
    assert "Photosynthesis" in english.search("thylakoids")
    assert english.lookup(["Messi", "Nobody", "Berlin"]) == {
        "Messi": "Lionel Messi",
        "Berlin": "Berlin",
    }


def test_chinese_titles_in_either_script(tmp_path: Path) -> None:
    archive = open_archive(write_zim(tmp_path / "zh.zim", in_language("zh"), language="zh"))
    assert archive.language == "zh"
    assert archive.article("梅西").title == "利昂内尔·梅西"
    assert archive.article("台灣大學").title == "國立臺灣大學"


def test_the_older_format_keeps_articles_under_a_letter(tmp_path: Path) -> None:
    archive = open_archive(write_zim(tmp_path / "old.zim", in_language("en"), prefix="A/"))
    found = archive.article("Messi")
    assert (found.title, found.url) == (
        "Lionel Messi",
        "https://en.wikipedia.org/wiki/Lionel_Messi",
    )


def test_an_archive_of_no_wiki_is_cited_as_itself(tmp_path: Path) -> None:
    foreign = {"Name": "manuals", "Source": "https://example.org/", "Language": "eng"}
    path = write_zim(tmp_path / "m.zim", in_language("en")[:1], metadata=foreign)
    found = open_archive(path).article("Lionel Messi")
    assert found.url == "zim:m.zim/Lionel_Messi"


def test_a_page_that_is_huge_is_read_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.encyclopedia.article.MOST_HTML", 200_000)
    html = "<p>It begins here.</p>" + f"<p>{'word ' * 20_000}</p>" * 3
    path = write_zim(tmp_path / "h.zim", (), pages={"Huge": html})
    found = open_archive(path).article("Huge")
    assert found.cut
    assert found.summary == "It begins here."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no ZIM file, or it is damaged"),
        (b"PK\x03\x04 not a ZIM file" * 99, "no ZIM file, or it is damaged"),
        (None, "no such file"),
    ],
)
def test_files_that_are_no_archive(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "x.zim"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EncyclopediaError, match=said) as caught:
        open_archive(path)
    for message in caught.value.messages.values():
        assert "\n" not in message
        assert "x.zim" in message


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    whole = write_zim(tmp_path / "w.zim", in_language("en")).read_bytes()
    cut = tmp_path / "c.zim"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EncyclopediaError, match="damaged"):
        open_archive(cut)


def test_without_libzim_the_command_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    path = write_zim(tmp_path / "n.zim", in_language("en")[:1])
    monkeypatch.setitem(sys.modules, "libzim.reader", None)
    with pytest.raises(EncyclopediaError, match=r'pipx install "kagent-tui\[zim\]"'):
        open_archive(path)
