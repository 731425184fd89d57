"""What the report says, and that nothing in it can act."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from engine.bench.report.document import Document
from engine.bench.report.gathering import document, gather
from engine.bench.report.html import html
from engine.bench.report.markdown import markdown
from engine.bench.report.reading import read_result
from engine.bench.report.writing import write_report
from tests.engine.bench.report.page_reader import PageReader
from tests.engine.bench.report.sample_results import (
    HOSTILE,
    failure,
    hostile_scores,
    scores,
    system,
    written,
)

PLAN = {"kind": "plan", "model": "large", "questions": 100, "right_first_steps": 77.0}
PAPERS = {"plantooluse": 320, "reflextion": 68, "conclusion": 245, "profile": 433}


def _page(folder: Path, *values: Mapping[str, Any], title: str = "Report") -> Document:
    results = [
        read_result(written(folder, f"{number}.json", one)) for number, one in enumerate(values)
    ]
    return document(gather(results), title, "2026-11-27")


def _rows(page: str, table: str) -> list[list[str]]:
    """The cells of a Markdown table by its caption."""
    below = page.split(table, 1)[1].split("\n\n", 2)[1]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in below.splitlines()]


def test_the_figures_of_two_models_stand_beside_each_other(tmp_path: Path) -> None:
    page = markdown(_page(tmp_path, scores(), scores("large", 5.0)))
    rows = _rows(page, "The five figures and the overall score.")
    assert rows[0][:3] == ["Model", "Scorer", "Planning"]
    assert rows[2][2:] == ["30.00", "40.00", "10.00", "50.00", "20.00", "34.50"]
    assert rows[3][2:] == [
        f"**{one}**" for one in ("35.00", "45.00", "15.00", "55.00", "25.00", "39.50")
    ]
    differences = _rows(page, "Differences to builtin")
    assert differences[2] == ["large", *["+5.00 \\[+5.00, +5.00\\]"] * 6]


def test_equal_models_are_not_told_apart(tmp_path: Path) -> None:
    page = markdown(_page(tmp_path, scores(), scores("same")))
    assert _rows(page, "Differences to builtin")[2][1] == "0.00 \\[0.00, 0.00\\] (not told apart)"


def test_the_breakdowns_have_every_group_of_every_model(tmp_path: Path) -> None:
    page = markdown(_page(tmp_path, scores(), scores("large", 5.0)))
    templates = _rows(page, "By prompt template.")
    assert [row[:3] for row in templates[2:]] == [
        ["ReACT", "builtin", "28.00"],
        ["ReACT", "large", "28.00"],
        ["AutoGPT", "builtin", "32.00"],
        ["AutoGPT", "large", "32.00"],
    ]
    languages = _rows(page, "By the language of the query.")
    assert languages[4] == ["zh", "builtin", "2", "25.00", "–", "–", "45.00", "–"]
    assert "By how the memory" not in page


def test_other_data_than_the_papers_is_warned_of(tmp_path: Path) -> None:
    warning = "mini is not the paper's KAgentBench"
    page = _page(tmp_path, scores())
    assert any(warning in one for one in page.warnings)
    assert "Not comparable: mini is not" in markdown(page)
    papers = _page(tmp_path, scores(data="benchmark.jsonl", counts={"by_type": PAPERS}))
    assert papers.warnings == ()
    assert "Not comparable" not in markdown(papers)
    # Table 3 stands below the rows measured here, to which it may be compared or not.
    rows = _rows(markdown(papers), "and Table 3 of the paper.")
    assert rows[2][0] == "builtin"
    assert rows[3] == [
        "*GPT-3.5-turbo*",
        "paper",
        *("18.55", "26.26", "8.06", "37.26", "35.42", "25.63"),
    ]
    assert len(rows) == 2 + 1 + 9


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"counts": {"missing_templates": 7}}, "large: 7 predictions are missing"),
        ({"counts": {"bad_lines": 2}}, "large: 2 lines of its files could not be read"),
        ({"counts": {"absent_types": ["profile"]}}, "no instances of profile"),
        ({"usage": {"overflows": 3}}, "large: 3 prompts did not fit"),
        ({"usage": {"grammar": True}}, "held to a grammar and some were not"),
        ({"scorer": "faithful"}, "by different scorers (corrected, faithful)"),
        ({"data": "benchmark.jsonl"}, "over different data"),
    ],
)
def test_what_must_be_known_is_said_first(
    tmp_path: Path, changed: dict[str, Any], warning: str
) -> None:
    page = _page(tmp_path, scores(), scores("large", **changed))
    assert any(warning in one for one in page.warnings), page.warnings


def test_results_of_one_model_are_named_apart(tmp_path: Path) -> None:
    page = markdown(_page(tmp_path, scores(), scores(scorer="faithful"), scores("large")))
    rows = _rows(page, "The five figures and the overall score.")
    assert [row[0] for row in rows[2:]] == ["builtin (corrected)", "builtin (faithful)", "large"]
    same = markdown(_page(tmp_path, scores(), scores()))
    rows = _rows(same, "The five figures and the overall score.")
    assert [row[0] for row in rows[2:]] == ["builtin (0.json)", "builtin (1.json)"]


def test_every_kind_of_result_has_its_table_and_the_worth_is_merged(tmp_path: Path) -> None:
    page = markdown(_page(tmp_path, scores(), system(), scores("large", 5.0), PLAN))
    worth = _rows(page, "What each model is worth.")
    assert worth[0][:4] == ["Model", "KAgentBench", "Pass rate", "Plan"]
    # The memory is the most of both of the model's runs.
    assert worth[2] == ["builtin", "34.50", "62.50", "–", "41.2", "3,100", "2.5", "1,800"]
    assert worth[3] == ["large", "39.50", "–", "77.00", "–", "–", "2.5", "1,500"]
    assert _rows(page, "The whole program over questions.")[2][:4] == [
        "builtin",
        "40",
        "62.5",
        "3.75",
    ]
    assert "83.58 (4.47)" in page
    assert _rows(page, "Planning the first step")[2] == ["large", "100", "77"]


def test_results_without_the_five_figures_make_a_page_too(tmp_path: Path) -> None:
    page = _page(tmp_path, system())
    assert [section.title for section in page.sections] == ["The program as a whole"]
    assert PageReader(html(page)).all("svg") == []


def test_examples_are_cut_and_bounded(tmp_path: Path) -> None:
    long = [failure(predicted="x" * 100_000) for _ in range(6)]
    page = markdown(_page(tmp_path, scores(failures=long)))
    assert page.count("#### Planning · ReACT · p1 · 0.00 %") == 2
    assert "… (99,300 more characters)" in page
    assert len(page) < 20_000
    empty = markdown(_page(tmp_path, scores(failures=[failure(predicted=" \n")])))
    assert "```text\n(nothing)\n```" in empty


def test_the_page_is_one_file_without_scripts_and_addresses(tmp_path: Path) -> None:
    page = html(_page(tmp_path, scores(), scores("large", 5.0), system(), PLAN))
    assert re.findall(r"(?i)<script|javascript:|@import|url\(|\son\w+=", page) == []
    reader = PageReader(page)
    links = [
        value
        for _, attributes in reader.tags
        for name, value in attributes.items()
        if name in ("href", "src", "xlink:href", "action", "srcset")
    ]
    assert links
    assert {str(link)[:1] for link in links} == {"#"}
    assert {str(link)[1:] for link in links} <= set(reader.ids)


def test_the_page_can_be_read_aloud(tmp_path: Path) -> None:
    reader = PageReader(html(_page(tmp_path, scores(), scores("large", 5.0), system())))
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.all("html") == [{"lang": "en"}]
    tables = reader.all("table")
    assert len(tables) >= 6
    assert {str(table["aria-labelledby"]) for table in tables} <= set(reader.ids)
    assert {header["scope"] for header in reader.all("th")} <= {"col", "row", "rowgroup"}
    (chart,) = reader.all("svg")
    assert set(str(chart["aria-labelledby"]).split()) <= set(reader.ids)
    assert reader.tags.count(("main", {})) == 1


def test_rows_of_one_group_share_their_header(tmp_path: Path) -> None:
    reader = PageReader(html(_page(tmp_path, scores(), scores("large", 5.0))))
    groups = [header for header in reader.all("th") if header["scope"] == "rowgroup"]
    assert groups
    assert {header["rowspan"] for header in groups} == {"2"}


def test_hostile_text_stays_text_in_html(tmp_path: Path) -> None:
    page = html(_page(tmp_path, hostile_scores(), scores(), title=HOSTILE))
    reader = PageReader(page)
    assert {tag for tag, _ in reader.tags} & {"script", "a", "img", "iframe", "object"} == {"a"}
    assert {str(link["href"])[:1] for link in reader.all("a")} == {"#"}
    assert not set(page) & set("\x1b\x00\u202e")
    # It is all there to be read: title, model, template, query and what came.
    assert reader.text.count("<script>alert(1)</script>") >= 10


def test_hostile_text_stays_text_in_markdown(tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    page = markdown(_page(tmp_path, hostile_scores(), scores(), title=HOSTILE))
    assert not set(page) & set("\x1b\x00\u202e")
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable("table").parse(page)
    inner = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} & {"html_block"} == set()
    assert {child.type for child in inner} & {"html_inline", "link_open", "code_inline"} == set()
    assert len([token for token in tokens if token.type == "fence"]) == 3 + 3
    assert any("<script>alert(1)</script>" in child.content for child in inner)
    assert "http://" not in re.sub(r"(?s)```+text\n.*?\n```+\n", "", page)


@pytest.mark.parametrize("name", ["r.html", "r.HTM", "r.md", "r.markdown"])
def test_the_ending_says_what_is_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_report(_page(tmp_path, scores("an-older-model")), path)
    assert "an-older-model" in path.read_text(encoding="utf-8").replace("\\", "")
    files: Sequence[Path] = write_report(_page(tmp_path, scores()), path)
    text = path.read_text(encoding="utf-8")
    assert files[0] == path
    if "htm" in name.lower():
        assert text.startswith("<!DOCTYPE html>")
        assert len(files) == 1
    else:
        assert text.startswith("# Report")
        assert files[1].name == f"{name}.svg"
        assert f"](<{name}.svg>)" in text
        assert files[1].read_text(encoding="utf-8").startswith("<svg xmlns=")
    assert "an-older-model" not in text.replace("\\", "")
    assert not list(tmp_path.glob("*.part"))


def test_many_figures_of_few_results_are_rows(tmp_path: Path) -> None:
    figures = {f"way_{number}_mrr": number + 0.5 for number in range(9)}
    found = {"kind": "retrieval", "model": "search (e5)", "questions": 12, **figures}
    rows = _rows(markdown(_page(tmp_path, found)), "Finding the passage that answers.")
    assert rows[0] == ["Figure", "search (e5)"]
    assert rows[2:4] == [["Questions", "12"], ["Way 0 MRR", "0.5"]]
    assert len(rows) == 2 + 10


def test_several_results_of_one_model_are_told_apart_by_their_files(tmp_path: Path) -> None:
    found = {"kind": "plan", "model": "m", "questions": 8, "right_tools": 50.0}
    page = markdown(_page(tmp_path, found, {**found, "right_tools": 75.0}, {**found, "model": "n"}))
    rows = _rows(page, "Planning the first step in this program's own loop.")
    assert [row[0] for row in rows[2:]] == ["m (0.json)", "m (1.json)", "n"]


def test_what_a_run_took_is_told_once_for_equal_machines(tmp_path: Path) -> None:
    usage = {
        "seconds": 4021.0,
        "prompt_tokens": 1_520_331,
        "generated_tokens": 120_331,
        "peak_mib": 202.4,
        "grammar": True,
        "machine": "x86_64, 2 cores",
        "date": "2026-11-27T00:43:50+00:00",
        "max_tokens": 512,
    }
    page = markdown(_page(tmp_path, scores(usage=usage), scores("large", usage=usage)))
    rows = _rows(page, "What the runs took.")
    assert rows[0] == ["Model", "Time", "Tokens", "Memory (MiB)", "Grammar"]
    assert rows[3] == ["large", "1 h 07 min", "1,520,331 + 120,331", "202.4", "yes"]
    told = "builtin, large: x86\\_64, 2 cores, 2026-11-27, answers of at most 512 tokens."
    assert page.count(told) == 1
