"""Questions about all of an attachment, answered by counting and not by a model."""

import pytest

from engine.attachment_overview import (
    MOST_LISTED,
    asks_for_summary,
    asks_what_changed,
    diff_overview,
)
from engine.events import Location
from engine.reported_errors import asks_what_failed, reported_errors
from engine.tools.observation import Passage

WHOLE = Passage("", "/home/d.diff", "standard input", fingerprint="f")


@pytest.mark.parametrize(
    "question",
    ["what changed?", "What are the changes?", "show the diff", "Which files were changed?",
     "改了什么？", "有哪些改动？", "what's new"],
)  # fmt: skip
def test_what_changed_is_asked(question: str) -> None:
    assert asks_what_changed(question)
    assert not asks_what_failed(question)


@pytest.mark.parametrize(
    "question", ["what changed in config.py?", "Who changed the tyres?", "What is the warranty?"]
)
def test_something_in_particular_is_for_the_search(question: str) -> None:
    assert not asks_what_changed(question)
    assert not asks_for_summary(question)


@pytest.mark.parametrize(
    "question", ["summarise this", "what is this about?", "describe the attached file", "总结一下"]
)
def test_a_summary_is_asked_for(question: str) -> None:
    assert asks_for_summary(question)


@pytest.mark.parametrize(
    "question",
    ["why did it fail?", "What went wrong?", "which tests failed?", "any errors?", "errors",
     "why did the build break?", "为什么失败了？", "有什么错误？", "哪里出错了？"],
)  # fmt: skip
def test_what_failed_is_asked(question: str) -> None:
    assert asks_what_failed(question)


@pytest.mark.parametrize(
    "question",
    ["How do I fix a broken tap?", "Why did the payment of May fail?", "What does error 42 mean?"],
)
def test_trouble_of_another_kind_is_for_the_search(question: str) -> None:
    assert not asks_what_failed(question)


def test_the_files_of_a_diff_are_listed_at_their_places() -> None:
    header = "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n"
    text = f"commit 1\n\n{header}@@ -1 +1,2 @@ def f\n-a\n+b\n+c\n"
    found = diff_overview(text, WHOLE, "en")
    assert found is not None
    assert found.whole
    head, line = found.passages
    assert head.text == "1 file changed: 2 lines added, 1 line removed."
    assert line.text == "x.py: 2 lines added, 1 line removed (in def f)"
    assert line.quote == "diff --git a/x.py b/x.py"
    assert line.location == Location(span=(10, 34), line=3)
    assert text[10:34] == line.quote
    assert line.source == WHOLE.source
    chinese = diff_overview(text, WHOLE, "zh")
    assert chinese is not None
    assert chinese.passages[0].text == "改动了 1 个文件：新增 2 行，删除 1 行。"


def test_of_many_files_all_are_counted_and_some_listed() -> None:
    one = "diff --git a/f{n} b/f{n}\n--- a/f{n}\n+++ b/f{n}\n@@ -0,0 +1 @@\n+x\n"
    text = "".join(one.format(n=number) for number in range(30))
    found = diff_overview(text, WHOLE, "en")
    assert found is not None
    assert found.passages[0].text.startswith("30 files changed: 30 lines added, 0 lines removed.")
    assert len(found.passages) == 1 + MOST_LISTED


def test_what_is_no_diff_has_no_changes() -> None:
    assert diff_overview("a letter", WHOLE, "en") is None


LOG = """\
10:01 INFO started, 0 errors
10:02 ERROR cannot connect to db-7: timeout
10:03 INFO retrying
10:04 ERROR cannot connect to db-7: timeout
10:05 FATAL giving up"""


def test_reported_errors_are_listed_at_their_lines() -> None:
    passage = Passage(LOG, "/l.log", "l", Location(span=(0, len(LOG)), line=1))
    found = reported_errors([passage], "en")
    assert found is not None
    head, *lines = found.passages
    assert head.text == "3 lines of it report an error."
    assert [(line.text, line.location.line) for line in lines] == [
        ("10:02 ERROR cannot connect to db-7: timeout", 2),
        ("10:04 ERROR cannot connect to db-7: timeout", 4),
        ("10:05 FATAL giving up", 5),
    ]
    span = lines[2].location.span
    assert span is not None
    assert LOG[slice(*span)] == "10:05 FATAL giving up"


def test_without_marks_of_errors_lines_that_tell_of_one_are_listed() -> None:
    found = reported_errors([Passage("ok\nls: x: No such file or directory", "s", "t")], "zh")
    assert found is not None
    assert found.passages[0].text == "其中有 1 行报告错误。"
    assert found.passages[1].text == "ls: x: No such file or directory"


def test_where_nothing_failed_nothing_is_said() -> None:
    assert reported_errors([Passage("all is well\n0 errors, no failures", "s", "t")], "en") is None
