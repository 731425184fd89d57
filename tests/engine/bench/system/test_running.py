"""A run over questions: what is kept, what is asked again, and what comes of a judge."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bench.errors import BenchError
from engine.bench.journals import open_journal
from engine.bench.system.asking import Asker
from engine.bench.system.home import library_digest, thrown_away
from engine.bench.system.judge import Judge
from engine.bench.system.questions import Question
from engine.bench.system.running import Run
from engine.bench.system.setups import WHOLE
from engine.mat.asking import Patience
from models.language.base import RemoteModelError
from store.memory import KEYWORDS_ONLY, MemoryBank
from tests.engine.bench.system.program import CARD, DONE, SEARCH, Pointing, filled, parts, question
from tests.engine.scripted_model import ScriptedModel

ANSWER = [SEARCH, DONE, "point"]


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    folder = tmp_path / "documents"
    folder.mkdir()
    with filled(tmp_path / "home", folder) as opened:
        yield opened


def three() -> list[Question]:
    asked = ("What does a card cost?", "Do children pay for a card?", "Which card costs 4 crowns?")
    return [question(f"q{number}", question=text) for number, text in enumerate(asked)]


def run(
    bank: MemoryBank,
    journal: Path,
    model: ScriptedModel,
    *,
    judge: Judge | None = None,
    remote: bool = False,
    cancel: threading.Event | None = None,
) -> Run:
    with contextlib.closing(open_journal(journal, "system", fresh=False)) as opened:
        one = Run("model whole", Asker(parts(bank), model, WHOLE), opened, judge, remote)
        steps = list(one.steps(three(), cancel or threading.Event()))
    assert steps[0].total == 3
    return one


def test_an_interrupted_run_goes_on_where_it_was(bank: MemoryBank, tmp_path: Path) -> None:
    journal, cancel = tmp_path / "journal", threading.Event()

    def stop_in_the_second(number: int) -> None:
        if number == 5:
            cancel.set()

    model = Pointing(ANSWER * 2, on_generate=stop_in_the_second)
    assert list(run(bank, journal, model, cancel=cancel).answers) == ["q0"]
    rest = Pointing(ANSWER * 2)
    done = run(bank, journal, rest)
    assert list(done.answers) == ["q0", "q1", "q2"]
    assert {one.outcome for one in done.answers.values()} == {"answered"}
    assert (len(rest.prompts), rest.outputs) == (6, [])
    again = run(bank, journal, ScriptedModel([]))
    assert again.answers == done.answers


def test_a_question_that_a_server_failed_is_asked_again_by_the_next_run(
    bank: MemoryBank, tmp_path: Path
) -> None:
    def fail_once(number: int) -> None:
        if number == 4:
            raise RemoteModelError("the server is busy")

    journal = tmp_path / "journal"
    done = run(bank, journal, Pointing(ANSWER * 2, on_generate=fail_once), remote=True)
    assert [bool(one.trouble) for one in done.answers.values()] == [False, True, False]
    again = run(bank, journal, Pointing(list(ANSWER)), remote=True)
    assert [one.trouble for one in again.answers.values()] == ["", "", ""]


def test_a_server_that_is_gone_ends_the_run(bank: MemoryBank, tmp_path: Path) -> None:
    def fail(_number: int) -> None:
        raise RemoteModelError("there is no server")

    with pytest.raises(BenchError, match="there is no server") as caught:
        run(bank, tmp_path / "journal", ScriptedModel([], on_generate=fail), remote=True)
    assert "(for 3 questions in a row; " in str(caught.value)
    assert "give the same command to go on" in str(caught.value)


def test_what_a_local_model_cannot_answer_counts_and_stays(
    bank: MemoryBank, tmp_path: Path
) -> None:
    journal = tmp_path / "journal"
    done = run(bank, journal, ScriptedModel([], longest=0))
    assert {one.trouble for one in done.answers.values()} == {"the prompt does not fit"}
    assert run(bank, journal, ScriptedModel([])).answers == done.answers


def test_answers_are_judged_and_judged_anew_by_another_judge(
    bank: MemoryBank, tmp_path: Path
) -> None:
    journal, patience = tmp_path / "journal", Patience(1, 2, 0.0)
    grades = ["Score: 5\nfine", "Good!", "Score: 4", "no", "still none"]
    first = Judge(ScriptedModel(grades), "first", patience)
    done = run(bank, journal, Pointing(ANSWER * 3), judge=first)
    assert [one.score for one in done.verdicts.values()] == [5, 4, None]
    assert done.verdicts["q0"].reason == "fine"
    second = Judge(ScriptedModel(["Score: 1", "Score: 2", "Score: 3"]), "second", patience)
    other = run(bank, journal, ScriptedModel([]), judge=second)
    assert [one.score for one in other.verdicts.values()] == [1, 2, 3]
    kept = run(bank, journal, ScriptedModel([]), judge=Judge(ScriptedModel([]), "first", patience))
    assert kept.verdicts == done.verdicts


def test_a_judge_that_cannot_be_asked_is_named(bank: MemoryBank, tmp_path: Path) -> None:
    def fail(_number: int) -> None:
        raise RemoteModelError("there is no server")

    judge = Judge(ScriptedModel([], on_generate=fail), "http://judge", Patience(1, 1, 0.0))
    with pytest.raises(BenchError, match="the judge http://judge: there is no server"):
        run(bank, tmp_path / "journal", Pointing(ANSWER * 3), judge=judge)
    # The answer is kept: only the judging is left.
    judge = Judge(ScriptedModel(["Score: 5"] * 3), "http://judge", Patience(1, 1, 0.0))
    done = run(bank, tmp_path / "journal", Pointing(ANSWER * 2), judge=judge)
    assert [one.score for one in done.verdicts.values()] == [5, 5, 5]


def test_a_foreign_file_is_no_journal(tmp_path: Path) -> None:
    path = tmp_path / "r.json.journal"
    path.write_text("my notes\nmore of them\n", encoding="utf-8")
    with pytest.raises(BenchError, match="give --fresh to begin anew"):
        open_journal(path, "system", fresh=False)
    assert path.read_text(encoding="utf-8").startswith("my notes")
    open_journal(path, "system", fresh=True).close()
    assert "my notes" not in path.read_text(encoding="utf-8")


def test_the_library_is_thrown_away_and_must_be_readable(tmp_path: Path) -> None:
    document = tmp_path / "card.md"
    document.write_text(CARD, encoding="utf-8")
    with thrown_away([document], KEYWORDS_ONLY) as bank:
        home, digest = bank.home, library_digest(bank)
        assert [Path(one.source).name for one in bank.documents()] == ["card.md"]
    assert not home.exists()
    document.write_text(CARD.replace("4 crowns", "5 crowns"), encoding="utf-8")
    with thrown_away([document], KEYWORDS_ONLY) as bank:
        assert library_digest(bank) != digest
    with (
        pytest.raises(BenchError, match="correct --library"),
        thrown_away([tmp_path / "none.md"], KEYWORDS_ONLY),
    ):
        pass
