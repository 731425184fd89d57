"""Names that anyone may have given reach the line of a shell as text, and never run."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kagent_tui.cli.completion_reply import Typed, reply
from kagent_tui.cli.completion_words import bash_text
from kagent_tui.cli.root import root
from kagent_tui.memory_models import memory_models
from store.memory import MemoryBank
from store.records import NewDocument

NAMES = (
    "$(touch run)",
    "`touch run`",
    "${HOME}",
    "a;touch run",
    "a'$(touch run)",
    "a'; touch run; '",
    'a"; touch run; "',
    'a"$(touch run)',
    "back\\slash\\",
    "{a,b}*?[c]",
    "-n & | > run",
)


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("name", NAMES)
def test_bash_takes_a_name_as_it_is(tmp_path: Path, name: str, quote: str) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    line = f"printf %s {quote}{bash_text(name, '', quote, '')}{quote}"
    done = subprocess.run(
        [bash, "--norc", "-c", line], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout == name
    assert not list(tmp_path.iterdir())


def test_a_name_that_would_act_upon_the_terminal_is_not_listed(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path, memory_models("builtin")) as bank:
        for name in ("plain", "esc\x1b]0;x\x07", "c1\x9b31m", "right\u202eleft", "ta\tb", "li\nne"):
            bank.add_document(NewDocument(f"/n/{name}.md", "t", "1", "text/markdown", "x"), [])
    words = ["kagent", "--home", str(tmp_path), "library", "info", "/n/"]
    for shell in ("bash", "zsh", "fish"):
        given = [" ".join(words), ""] if shell == "bash" else words
        lines = reply(root, shell, Typed.of(shell, given, new_word=False))
        assert [line.split("\t")[1] for line in lines if line != "file"] == ["/n/plain.md"]
