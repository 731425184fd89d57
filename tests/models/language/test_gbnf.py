"""Bad grammars are refused before llama.cpp sees them: one could end the process."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from models.language.base import ConstraintError
from models.language.gbnf import MAX_BYTES, check

REPOSITORY = Path(__file__).resolve().parents[3]
BAD = {
    "": "no rule named root",
    "# nothing but a remark": "no rule named root",
    "start ::= \"a\"": "no rule named root",
    "root": "::= expected",
    "root := \"a\"": "::= expected",
    "root ::= missing": "missing, which is not defined",
    "root ::= \"a": "not closed",
    "root ::= [a": "not closed",
    "root ::= (\"a\"": "a group is not closed",
    "root ::= \"a\")": "unexpected",
    "root ::= []": "class is empty",
    "root ::= [^]": "class is empty",
    "root ::= [z-a]": "backwards",
    "root ::= \"\\q\"": "unknown escape",
    "root ::= \"\\x4\"": "hexadecimal",
    "root ::= \"\\u00_1\"": "hexadecimal",
    "root ::= \"\\ud800\"": "no character",
    "root ::= \"\\U00110000\"": "no character",
    "root ::= \"\\x00\"": "no character",
    "root ::= \"\x00\"": "not allowed",
    "root ::= \"\ud800\"": "not allowed",
    "root ::= *": "must follow one item",
    "root ::= \"\"*": "must follow one item",
    "root ::= \"a\"?*": "must follow one item",
    "root ::= \"a\"{": "a repetition must read",
    "root ::= \"a\"{,3}": "a repetition must read",
    "root ::= \"a\"{3,2}": "wrong way round",
    "root ::= \"a\"{0}": "wrong way round",
    "root ::= \"a\"{2 3}": "wrong way round",
    "root ::= \"a\"{99999}": "larger than",
    "root ::= \"a\"{0,2000}": "larger than",
    "root ::= (\"a\" \"b\"?){1500}": "larger than",
    "root ::= <[1]>": "unexpected",
    "root ::= <think>": "unexpected",
    "root ::= !<[1]>": "unexpected",
    "root ::= \"a\"\nroot ::= \"b\"": "defined twice",
    "root ::= \"a\" |\nx ::= \"b\"": "unexpected",
    "root ::= root \"a\" | \"b\"": "left-recursive",
    "root ::= a\na ::= b \"x\" | \"y\"\nb ::= a": "left-recursive",
    # llama.cpp does not see that `empty` can be empty, and loops for ever.
    "root ::= maybe root \"a\" | \"b\"\nmaybe ::= empty\nempty ::= \"\" | \"x\"": "left-recursive",
    "root ::= (\"a\"?)*": "repeats what may be empty",
    "root ::= e{3}\ne ::= \"\" | \"a\"": "repeats what may be empty",
    "root ::= \"a\" root": "can never end",
    "root ::= a\na ::= \"x\" b\nb ::= \"y\" a": "can never end",
    "root ::= " + "(" * 5000 + '"a"' + ")" * 5000: "nested more than",
    'root ::= "' + "a" * MAX_BYTES + '"': "bytes",
    'root ::= "' + "a" * 4000 + '"{1999}': "too large",
    "\n".join(f"r{i} ::= r{i + 1} | r{i + 1}" for i in range(40)) + '\nr40 ::= "a"\nroot ::= r0':
        "branches too often",
    "\n".join(f"r{i} ::= r{i + 1}" for i in range(5000)) + '\nr5000 ::= "a"\nroot ::= r0':
        "branches too often",
}  # fmt: skip
GOOD = (
    'root ::= "a"',
    'root ::= "a" | "b" # two\n\n# end',
    'root::=("a"\n  | b){2,3}[^x-z\\]\\n]+ .?\nb ::= "\\"\\\\" "\\x41\\u4e2d\\U0001F389中🎉"',
    'root ::= "[" (item ("," item){0,7})? "]"\nitem ::= [0-9]{1,15} | "-"',
    'root ::= "(" root ")" | ""',
    'root ::= [a-] [-a]* "x"{0,1999}\r\n',
)
# The process under test reads grammars as JSON lines; it must answer every one and stay alive.
CHILD = """
import json, sys
from pathlib import Path
import numpy as np
from models.language.base import ConstraintError, ModelError
from models.language.local import LocalModel
from models.language.sampling import Sampler

model = LocalModel(Path(sys.argv[1]))
vocabulary = model._runtime.vocabulary
random = np.random.default_rng(3)
for line in sys.stdin:
    try:
        sampler = Sampler(vocabulary, json.loads(line))
    except ConstraintError:
        print("refused", flush=True)
        continue
    try:
        for _ in range(6):
            logits = random.standard_normal(vocabulary.size).astype(np.float32)
            if sampler.choose(logits) is None or sampler.ended():
                break
    except ModelError:
        pass
    sampler.close()
    print("accepted", flush=True)
"""
FRAGMENTS = st.sampled_from(
    ["root ::= ", "a ::= ", "\n", "a", "root", "b-1", '"x"', '""', '"', "[a-z]", "[^\\n]", "[", "]",
     "(", ")", "|", "*", "+", "?", "{2}", "{0,5}", "{1,}", "{,", "}", "{1999}", " ", "#", "\\",
     "::=", ".", "<", "<[3]>", "!", "\\x41", "中", "-", "^", '"\\u00e9"']
)  # fmt: skip
ATOMS = st.sampled_from(['"x"', '"ab"', '"中"', "[a-z]", "[^a\\n]", ".", "a", "b", "c", '""'])
SEQUENCES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda arms: "(" + " | ".join(arms) + ")"),
        st.tuples(
            inner.map("({})".format), st.sampled_from(["*", "+", "?", "{3}", "{0,9}", "{2,}"])
        ).map("".join),
    ),
    max_leaves=6,
)
WELL_FORMED = st.lists(SEQUENCES, min_size=4, max_size=4).map(
    lambda bodies: "".join(
        f"{name} ::= {body}\n" for name, body in zip(("root", "a", "b", "c"), bodies, strict=True)
    )
)
FUZZED = st.one_of(
    WELL_FORMED,
    WELL_FORMED,
    st.lists(FRAGMENTS, max_size=25).map("".join),
    st.lists(FRAGMENTS, max_size=25).map(lambda parts: "root ::= " + "".join(parts)),
    st.lists(FRAGMENTS, max_size=20).map(
        lambda parts: "root ::= a a?\na ::= " + " ".join(p for p in parts if "\n" not in p)
    ),
    st.text(max_size=40).map(lambda text: f"root ::= {text}"),
)


@pytest.mark.parametrize("grammar", BAD, ids=lambda grammar: repr(grammar)[:40])
def test_bad_grammars_are_refused_with_the_reason(grammar: str) -> None:
    with pytest.raises(ConstraintError) as caught:
        check(grammar)
    assert BAD[grammar] in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("grammar", GOOD)
def test_good_grammars_pass(grammar: str) -> None:
    check(grammar)


@given(grammar=FUZZED)
def test_check_only_ever_raises_constraint_error(grammar: str) -> None:
    with contextlib.suppress(ConstraintError):
        check(grammar)


def _feed(model: Path, grammars: list[str]) -> list[str]:
    lines = "".join(json.dumps(grammar) + "\n" for grammar in grammars)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(model)],
        cwd=REPOSITORY,
        input=lines,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    answers = done.stdout.splitlines()
    survived = done.returncode == 0 and not done.stderr and len(answers) == len(grammars)
    assert survived, (done.returncode, grammars[len(answers) :][:1], done.stderr[-500:])
    return answers


def test_the_battery_never_kills_the_process(tiny_path: Path) -> None:
    answers = _feed(tiny_path, [*BAD, *GOOD])
    assert answers == ["refused"] * len(BAD) + ["accepted"] * len(GOOD)


# Shrinking would start hundreds of processes; the assertion names the culprit as it is.
@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
@given(grammars=st.lists(FUZZED, min_size=120, max_size=160))
def test_fuzzed_grammars_never_kill_the_process(tiny_path: Path, grammars: list[str]) -> None:
    assert set(_feed(tiny_path, grammars)) <= {"refused", "accepted"}
