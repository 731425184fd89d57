"""llama.cpp neither writes to the terminal nor has the file descriptors taken away from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
SCRIPT = """
import os, sys
before = {number: os.fstat(number) for number in (0, 1, 2)}
from pathlib import Path
from models.language.base import Constraint, ConstraintError, Message, ModelFileError
from models.language.local import LocalModel

seen = []
def watch(share):
    seen.append(all(os.path.samestat(before[n], os.fstat(n)) for n in before))

model = LocalModel(Path(sys.argv[1]), progress=watch)
messages = [Message("user", "hello")]
for constraint in (None, Constraint('root ::= "a" | "b"')):
    list(model.generate(messages, max_tokens=20, constraint=constraint))
for bad in ("root ::= nothing", "root ::= root", '"', ""):
    try:
        model.generate(messages, max_tokens=2, constraint=Constraint(bad))
    except ConstraintError:
        pass
    else:
        sys.exit(3)
try:
    LocalModel(Path(sys.argv[2]))
except ModelFileError:
    pass
else:
    sys.exit(4)
if len(sys.argv) > 3:
    model.close()
assert seen and all(seen)
assert all(os.path.samestat(before[n], os.fstat(n)) for n in before)
"""


def _run(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_loading_generating_and_failing_print_nothing(tiny_path: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.gguf"
    # The name has the same length, so that the file stays whole.
    foreign.write_bytes(tiny_path.read_bytes().replace(b"llama", b"lhama"))
    _run(str(tiny_path), str(foreign), "close")
    # Without close(), the interpreter's exit frees the model.
    _run(str(tiny_path), str(foreign))
