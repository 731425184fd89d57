"""What the layers below say in English reaches the screens in Chinese."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.controllers.unread_reasons import reason_in_words
from kagent_tui.expected_errors import one_line
from kagent_tui.i18n import use_language
from kagent_tui.troubles import in_words, known
from store.errors import StoreError

ROOT = Path(__file__).parents[2]
# The errors whose message a screen shows, by the modules that raise them.
SHOWN = {
    "models/*.py": {
        "InstalledError",
        "DownloadError",
        "DownloadInterruptedError",
        "ModelFileError",
    },
    "models/embedding/*.py": {"EmbeddingError"},
    "models/language/*.py": {"ModelError", "ModelFileError", "RemoteModelError"},
    "store/*.py": {"StoreError"},
    "engine/reading/*.py": {"ReadingError"},
    "engine/atta*.py": {"AttachmentError"},
    "kagent_tui/controllers/*.py": {
        "ModelNotHereError",
        "ModelRefusedError",
        "ModelUnusableError",
        "FaceError",
    },
    "kagent_tui/themes.py": {"ConfigError"},
    "kagent_tui/config*/*.py": {"ConfigError"},
}
# Backups are made and restored on the command line alone; the rest are for programmers.
ELSEWHERE = {
    "store/backup.py",
    "store/compacting.py",
    "store/copying.py",
    "store/older_copies.py",
    "models/language/gbnf.py",
    "models/language/grammar.py",
}
FOR_PROGRAMMERS = {
    "max_tokens must be at least 1",
    "an answer to be scored must not be empty",
}


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("en")


def _forms(node: ast.expr) -> list[str]:
    """The sentences of a literal; what is put in may be empty."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if not isinstance(node, ast.JoinedStr):
        return []
    parts: list[list[str]] = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append([str(value.value)])
        else:
            parts.append(["X", ""])
    return ["".join(chosen) for chosen in itertools.product(*parts)]


def _raised() -> Iterator[tuple[str, list[str]]]:
    for pattern, kinds in SHOWN.items():
        for path in sorted(ROOT.glob(pattern)):
            place = path.relative_to(ROOT).as_posix()
            if place in ELSEWHERE:
                continue
            for node in ast.walk(ast.parse(path.read_bytes())):
                if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
                    continue
                call = node.exc
                if isinstance(call.func, ast.Name) and call.func.id in kinds and call.args:
                    forms = _forms(call.args[0])
                    if forms and not FOR_PROGRAMMERS & set(forms):
                        yield f"{place}:{node.lineno}", forms


def _all_but_names(forms: list[str]) -> bool:
    """Whether nothing but names and another error's words are in it."""
    return all(not re.search("[a-z]{2}", form.replace("HF_ENDPOINT", "")) for form in forms)


def test_every_error_that_a_screen_shows_has_its_sentence() -> None:
    lacking = [
        f"{place}: {forms[0]}"
        for place, forms in _raised()
        if not any(known(form) for form in forms) and not _all_but_names(forms)
    ]
    assert lacking == []


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("it holds no text", "其中没有文字"),
        (
            "/文档/甲.pdf: it needs a password; save a copy without one",
            "/文档/甲.pdf：文件需要密码；请另存一份不带密码的副本",
        ),
        (
            "/home/ada/a: b.md: it holds no text",
            "/home/ada/a: b.md：其中没有文字",
        ),
        (
            "cannot write to /disk/kagent.db: No space left on device; "
            "choose another place with --home DIR or KAGENT_HOME",
            "无法写入 /disk/kagent.db：磁盘空间不足；请用 --home 目录 或 KAGENT_HOME 另选位置",
        ),
        (
            "https://hub.test/a.gguf: the connection was cut; given up after 5 tries without "
            "progress; the 12.5 MB that have arrived are kept",
            "https://hub.test/a.gguf：连接中断；连续 5 次没有进展，已放弃；已收到的 12.5 MB 会保留",
        ),
        (
            "there is no model server at http://localhost:9/v1: start it or correct the URL",
            "http://localhost:9/v1 处没有模型服务器；请启动它，或改正网址",
        ),
        ("nothing known about this", "nothing known about this"),
    ],
)
def test_a_sentence_is_told_in_chinese_with_its_names(said: str, chinese: str) -> None:
    assert in_words(said) == chinese


def test_a_name_is_not_taken_for_a_sentence() -> None:
    said = in_words(
        "interrupted is locked by another program; close that program, or try again in a moment"
    )
    assert said.startswith("interrupted 被其他程序锁定")


def test_english_stays_as_it_is() -> None:
    use_language("en")
    assert in_words("it holds no text") == "it holds no text"
    assert one_line(StoreError("there are none yet")) == "there are none yet"


def test_errors_and_refusals_of_the_system_are_told_in_chinese() -> None:
    assert one_line(StoreError("there are none yet")) == "目前还没有集合"
    assert one_line(PermissionError(13, "Permission denied", "/甲.md")) == "/甲.md：没有权限"
    assert reason_in_words("it is too large (80 MB, at most 64 MB); split it") == (
        "文件太大（80 MB，最多 64 MB）；请拆分文件"
    )


@given(st.text(max_size=200))
def test_any_text_can_be_looked_up(text: str) -> None:
    assert isinstance(in_words(text), str)
    assert "{" not in in_words(text.replace("{", "").replace("}", ""))
