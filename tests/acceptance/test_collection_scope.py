"""`--in COLLECTION`: search and answers from some collections only, with the real program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.conftest import Kagent

NOW = "2026-11-20T10:00"


@pytest.fixture
def library(kagent: Kagent, tmp_path: Path) -> Path:
    """Two collections and a document in neither; all three tell how high a tower is."""
    folder = tmp_path / "stuff"
    for name, height in (("harbour", 31), ("church", 52), ("water", 47)):
        path = folder / name / f"{name}.md"
        path.parent.mkdir(parents=True)
        path.write_text(f"# The {name} tower\n\nThe tower is {height} metres high.\n", "utf-8")
    assert kagent("add", "--collection", "sea", folder / "harbour").returncode == 0
    assert kagent("add", "--collection", "town", folder / "church").returncode == 0
    assert kagent("add", folder / "water").returncode == 0
    return folder


def found(kagent: Kagent, *arguments: str) -> set[str]:
    ended = kagent("search", "--json", *arguments, "how high is the tower")
    assert ended.returncode == 0, ended
    return {Path(result["source"]).stem for result in json.loads(ended.stdout)["results"]}


@pytest.mark.usefixtures("library")
def test_search_looks_in_the_named_collections_only(kagent: Kagent) -> None:
    assert found(kagent) == {"harbour", "church", "water"}
    assert found(kagent, "--in", "sea") == {"harbour"}
    assert found(kagent, "--in", "sea", "--in", "town") == {"harbour", "church"}
    for command in ("ask", "search"):
        ended = kagent(command, "--in", "sae", "how high is the tower")
        assert (ended.returncode, ended.stdout) == (1, "")
        said = "kagent: there is no collection 'sae'; there are: sea, town\n"
        assert ended.stderr == said


@pytest.mark.usefixtures("library")
def test_an_answer_comes_from_the_named_collection_only(kagent: Kagent) -> None:
    ended = kagent("--now", NOW, "ask", "--json", "--in", "town", "How high is the tower?")
    answer = json.loads(ended.stdout)
    assert ended.returncode == 0, answer
    assert "52 metres" in answer["answer"]
    assert {Path(citation["source"]).stem for citation in answer["citations"]} == {"church"}
    counted = kagent("--now", NOW, "ask", "--in", "town", "How many documents do I have?")
    assert counted.stdout.startswith("Looked at 1 document; 1 matches")


def test_what_is_known_of_a_place_is_told(kagent: Kagent, tmp_path: Path) -> None:
    table = tmp_path / "prices.csv"
    table.write_text("thing,price\nlamp,30\nchair,55\n", encoding="utf-8")
    assert kagent("add", table).returncode == 0
    ended = kagent("search", "--json", "price of the chair")
    result = json.loads(ended.stdout)["results"][0]
    assert result["location"]["row"] in {1, 2}
    assert 0 <= result["relevance"] <= 1
