"""`kagent kuaipedia` in this process, with the real store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kagent_tui.cli.completion_sources import kuaipedia_items
from kagent_tui.cli.diagnostics import run
from store.kuaipedia_records import NewEvidence, NewItem
from store.memory import MemoryBank
from tests.kagent_tui.cli.model_commands import Ended
from tests.store.kuaipedia_bank import link, open_bank, read

Kagent = Callable[..., Ended]


@pytest.fixture
def home(isolated_home: Path) -> Path:
    """A home whose library has been linked."""
    home = isolated_home / "kagent"
    with open_bank(home) as bank:
        link(bank)
    return home


@pytest.fixture
def kagent(home: Path, capsys: pytest.CaptureFixture[str]) -> Kagent:
    assert home.is_dir()

    def call(*arguments: str | Path) -> Ended:
        capsys.readouterr()
        code = run(["kuaipedia", *map(str, arguments)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        assert not {"\x1b", "\u202e"} & set(captured.out + captured.err)
        return Ended(code, captured.out, captured.err)

    return call


def titles(kagent: Kagent) -> list[str]:
    return [item["title"] for item in kagent("list", "--json").json]


def test_lists_items_by_their_evidence(kagent: Kagent) -> None:
    ended = kagent("list")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "    7  item:1  Coffee: Java, 咖啡",
        "    3  item:2  Espresso: Caffè espresso",
        "    3  item:3  Tea: Green tea",
        "    1  item:4  Machine (computer)",
    ]
    assert kagent("list", "green", "TEA").out == "    3  item:3  Tea: Green tea\n"
    assert kagent("list", "--limit", "2").err == "kagent: 2 more; to see them: --limit 4\n"
    (tea,) = kagent("list", "tea", "--json").json
    assert (tea["id"], tea["aliases"], tea["documents"]) == ("item:3", ["Green tea"], 1)
    nothing = kagent("list", "submarine")
    assert (nothing.code, nothing.out) == (3, "")
    assert nothing.err == "kagent: no item has 'submarine' in a name\n"
    assert kagent("list", "submarine", "--json").json == []


def test_an_empty_kuaipedia_says_how_to_fill_it(
    isolated_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["kuaipedia", "list"]) == 0
    assert "make some with: kagent kuaipedia link" in capsys.readouterr().err


def test_shows_an_item_with_its_aspects_and_where_it_is_spoken_of(
    kagent: Kagent, home: Path
) -> None:
    with MemoryBank.open(home) as bank:
        document = read(bank, "/videos/espresso.mp4")
        (brewing,) = [one.id for one in bank.kuaipedia.aspects(2)]
        said = NewEvidence(2, brewing, 0, 8, "said", "Espresso", 0.9, None, 185.0, 190.0)
        bank.kuaipedia.replace_evidence(document, "/videos/espresso.mp4-1", "1", [said])
    for wanted in ("espresso", "item:2", "CAFFE ESPRESSO"):
        ended = kagent("show", wanted)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.splitlines() == [
            "item:2  Espresso: Caffè espresso",
            "  Brewing (1)",
            "1 piece of evidence in 1 document",
            "[1] /videos/espresso.mp4 — Brewing",
            "    /videos/espresso.mp4, at 3:05",
            "    Espresso",
        ]
    whole = kagent("show", "espresso", "--aspect", "brewing", "--json").json
    assert whole["aspects"] == [{"name": "Brewing", "level": 1, "parent": None, "evidence": 1}]
    (evidence,) = whole["evidence"]
    assert evidence["location"] == {"start": 185.0, "end": 190.0, "span": [0, 8]}
    assert (evidence["source"], evidence["verifier"]) == ("/videos/espresso.mp4", "machine")
    opened = kagent("show", "espresso", "--open", "1")
    assert opened.code == 0
    assert ">>> Espresso <<<" in opened.out
    assert kagent("show", "espresso", "--open", "2").code == 3
    wrong = kagent("show", "espresso", "--aspect", "history")
    assert wrong.code == 3
    assert wrong.err == "kagent: Espresso has no aspect 'history'; there are: Brewing\n"


def test_an_item_that_may_be_several_is_asked_for(kagent: Kagent, home: Path) -> None:
    with MemoryBank.open(home) as bank:
        bank.kuaipedia.put_items(
            [NewItem("Mercury", subtitle="planet"), NewItem("Mercury", subtitle="element")]
        )
    ended = kagent("show", "mercury")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "kagent: 'mercury' may be item:5 Mercury (planet), item:6 Mercury (element); "
        "name one by its id\n"
    )
    assert kagent("show", "Mercury (Element)").out.startswith("item:6  Mercury (element)\n")
    nothing = kagent("show", "venus")
    assert (nothing.code, nothing.out) == (3, "")
    assert "there is no item 'venus'" in nothing.err
    assert kagent("show", "item:99").code == 3


def test_merges_splits_renames_and_brings_back(kagent: Kagent) -> None:
    assert kagent("merge", "espresso", "--into", "coffee").out == "merged into item:1 Coffee\n"
    assert titles(kagent) == ["Coffee", "Tea", "Machine"]
    assert kagent("restore").out == "item:2 Espresso  merged into item:1\n"
    assert kagent("restore", "espresso").out == "restored: item:2 Espresso\n"
    split = kagent("split", "coffee", "--alias", "java", "--title", "Java (language)")
    assert split.out == "split: item:5 Java (language) from item:1 Coffee\n"
    assert kagent("show", "java").out.startswith("item:5  Java (language): ")
    unknown = kagent("split", "coffee", "--alias", "cocoa")
    assert (unknown.code, unknown.out) == (3, "")
    renamed = kagent("rename", "espresso", "Ristretto", "--subtitle", "drink")
    assert renamed.out == "renamed: item:2 Espresso to item:2 Ristretto (drink)\n"
    taken = kagent("rename", "tea", "Coffee")
    assert taken.code == 1
    assert "there is an item 'Coffee' already (1); merge the two" in taken.err
    assert kagent("delete", "tea", "machine").out == (
        "deleted: item:3 Tea\ndeleted: item:4 Machine (computer)\n"
    )
    assert kagent("show", "tea").code == 3
    assert kagent("restore", "machine (computer)").code == 0
    assert kagent("restore", "coffee").code == 3
    assert kagent("merge", "coffee", "--into", "coffee").code == 1


def test_names_are_added_and_hidden(kagent: Kagent) -> None:
    ended = kagent("alias", "tea", "--add", "Tee", "--add", "茶", "--hide", "green tea")
    assert ended.out == "item:3 Tea: Tee, 茶\n"
    assert "kagent kuaipedia link" in ended.err
    assert kagent("show", "茶").code == 0
    assert kagent("show", "green tea").code == 3
    assert kagent("alias", "tea").code == 2
    assert kagent("alias", "tea", "--add", " ").code == 1


def test_aspects_are_changed(kagent: Kagent) -> None:
    ended = kagent("aspect", "coffee", "brewing", "--rename", "Making")
    assert ended.out.splitlines() == [
        "item:1 Coffee",
        "  Making (7)",
        "    Grind (0)",
        "  History (0)",
    ]
    assert kagent("aspect", "coffee", "history", "--below", "making").code == 0
    top = kagent("aspect", "coffee", "Making > Grind", "--top")
    assert top.out.splitlines()[1:] == ["  Making (7)", "    History (0)", "  Grind (0)"]
    assert "Grind" not in kagent("aspect", "coffee", "grind", "--hide").out
    assert "Grind" in kagent("aspect", "coffee", "grind", "--unhide").out
    assert kagent("aspect", "coffee", "grind", "--unhide").code == 3
    assert kagent("aspect", "coffee", "making", "--below", "history").code == 1
    assert kagent("aspect", "coffee", "making").code == 2
    assert kagent("aspect", "coffee", "making", "--top", "--hide").code == 2


def test_a_document_is_linked_and_unlinked_by_hand(kagent: Kagent) -> None:
    linked = kagent("link", "tea", "/videos/espresso.mp4", "--aspect", "Brewing > Strong tea")
    assert linked.out == "linked: /videos/espresso.mp4 to Tea\n"
    shown = kagent("show", "tea", "--aspect", "strong tea").out.splitlines()
    assert shown[1:3] == ["  Brewing (4)", "    Strong tea (1)"]
    assert shown[-3] == "[1] /videos/espresso.mp4 — Strong tea"
    assert kagent("unlink", "tea", "/videos/espresso.mp4").code == 0
    assert "espresso.mp4" not in kagent("show", "tea").out
    gone = kagent("link", "tea", "/videos/nothing.mp4")
    assert (gone.code, gone.out) == (3, "")
    assert kagent("link", "tea").code == 2
    assert kagent("link", "--aspect", "brewing").code == 2


def test_links_what_is_new(kagent: Kagent) -> None:
    ended = kagent("link", "--quiet")
    assert ended.code == 0
    assert "evidence in" in ended.out
    assert kagent("link").out == "0 new items, 0 pieces of evidence in 0 documents\n"


def test_exports_and_imports(kagent: Kagent, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl.gz"
    exported = kagent("export", path)
    assert (exported.code, exported.out) == (0, f"exported: {path} (4 items)\n")
    assert "there is such a file already" in kagent("export", path).err
    assert kagent("import", path).out == (
        "imported: 0 new items, 0 new videos, 0 new pieces of evidence from 33 lines\n"
    )
    assert kagent("export", tmp_path / "nowhere" / "x").code == 1
    assert kagent("import", tmp_path / "nothing.jsonl").code == 1
    published = tmp_path / "items.jsonl"
    assert kagent("export", "--format", "kuaipedia", published).code == 0
    assert json.loads(published.read_text("utf-8").splitlines()[0])["title"] == "Coffee"


def test_imports_what_is_published_with_its_licence_and_names_broken_lines(
    kagent: Kagent, tmp_path: Path
) -> None:
    path = tmp_path / "videos.jsonl"
    video = {"video_id": "7", "video_title": "红茶", "item_title": "Tea", "aspect_name": "历史"}
    path.write_text(f"{json.dumps(video)}\nbroken\x1b[0m\n" * 12, "utf-8")
    ended = kagent("import", path, "--collection", "videos")
    assert ended.code == 0
    assert ended.out == (
        "imported: 0 new items, 1 new video, 1 new piece of evidence from 24 lines\n"
    )
    lines = ended.err.splitlines()
    assert lines[0] == f"kagent: {path}:2: left out: it is not JSON"
    assert len(lines) == 12
    assert (
        lines[10] == f"kagent: {path}: 12 lines were left out, of which the first are named above"
    )
    assert "CC BY-NC-SA 4.0" in lines[11]
    assert "kuaipedia:7" in kagent("show", "tea").out
    path.write_text("nothing of use\n", "utf-8")
    assert kagent("import", path).code == 1


def test_an_item_of_very_many_names_stays_a_line(kagent: Kagent, tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    item = {"title": "Zinc", "synonyms": [f"name {number:03}" for number in range(150)]}
    path.write_text(json.dumps(item), "utf-8")
    assert kagent("import", path).code == 0
    (line,) = kagent("list", "zinc").out.splitlines()
    assert line.endswith(", name 019, … (150 names)")
    assert len(json.loads(kagent("list", "zinc", "--json").out)[0]["aliases"]) == 150


def test_titles_are_completed_those_with_most_evidence_first(home: Path) -> None:
    assert kuaipedia_items(home, "") == [
        ("Coffee", ""),
        ("Espresso", ""),
        ("Tea", ""),
        ("Machine", "computer"),
    ]
    assert kuaipedia_items(home, "Te") == [("Tea", "")]


def test_what_comes_from_documents_acts_upon_no_terminal(kagent: Kagent, home: Path) -> None:
    with MemoryBank.open(home) as bank:
        bank.kuaipedia.put_items([NewItem("\x1b[31mred\u202e", aliases=("b\x07lue",))])
    assert "item:5  red: blue" in kagent("list").out
    assert kagent("show", "item:5").code == 0
    assert kagent("delete", "item:5").out == "deleted: item:5 red\n"
