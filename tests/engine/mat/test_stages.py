"""The three stages after one another, over the real tools."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.mat.asking import Patience
from engine.mat.collecting import Collection, CollectOptions
from engine.mat.crafting import Crafting, CraftOptions
from engine.mat.errors import MatError
from engine.mat.events import StageEstimated, StageFinished, StagePlanned
from engine.mat.loop import Tools
from engine.mat.memories import VARIANTS
from engine.mat.run_folder import RunFolder, read_lines
from engine.mat.validating import ValidateOptions, Validation
from engine.mat.working import WorkOptions
from models.embedding.base import EmbeddingModel
from models.language.base import LanguageModel
from models.language.local import LocalModel
from tests.engine.mat.scripted_teacher import QUERIES, ScriptedTeacher, answer

QUICK = WorkOptions(in_flight=4, patience=Patience(attempts=2, first_wait=0.01))
CRAFT = CraftOptions(templates=1, clusters=2)
COLLECT = CollectOptions(templates_per_query=3, mistakes=1.0, profiles=2, dialogues=2)


def _finished(events: Iterator[Any]) -> StageFinished:
    last = list(events)[-1]
    assert isinstance(last, StageFinished)
    return last


class Pipeline:
    """A run folder with everything that its stages need."""

    def __init__(self, path: Path, queries: Path, tools: Tools, embedding: EmbeddingModel) -> None:
        self.folder = RunFolder(path)
        self.tools = tools
        self.embedding = embedding
        self.options = replace(CRAFT, files=(queries,))

    def craft(self, teacher: LanguageModel) -> Crafting:
        tools = list(self.tools.registry)
        return Crafting(self.folder, teacher, self.embedding, tools, self.options, QUICK)

    def validate(
        self, model: LanguageModel, judge: LanguageModel, options: ValidateOptions | None = None
    ) -> Validation:
        options = options or ValidateOptions(queries_per_template=2)
        return Validation(self.folder, model, judge, self.tools, options, QUICK)

    def collect(
        self, model: LanguageModel, teacher: LanguageModel, options: CollectOptions = COLLECT
    ) -> Collection:
        return Collection(self.folder, model, teacher, self.tools, options, QUICK)


@pytest.fixture
def pipeline(tmp_path: Path, queries: Path, tools: Tools, embedding: EmbeddingModel) -> Pipeline:
    return Pipeline(tmp_path / "run", queries, tools, embedding)


def test_the_whole_pipeline(pipeline: Pipeline) -> None:
    teacher, cancel = ScriptedTeacher(), threading.Event()
    crafted = _finished(pipeline.craft(teacher).events(cancel))
    assert crafted.results["queries"] == len(QUERIES)
    assert crafted.results["templates"] == crafted.total == crafted.settled
    validated = _finished(pipeline.validate(teacher, teacher).events(cancel))
    assert validated.results["scored"] == crafted.total
    assert 0 < validated.results["approved"] <= crafted.total
    approved = read_lines(pipeline.folder.approved, "")
    assert all(template["score"] >= 5 for template in approved)
    collected = _finished(pipeline.collect(teacher, teacher).events(cancel))
    assert collected.settled == collected.total
    records = read_lines(pipeline.folder.records, "")
    _check_records(records)
    assert collected.results["records"] == len(records)


def _check_records(records: list[dict[str, Any]]) -> None:
    assert len({record["id"] for record in records}) == len(records)
    assert {record["type"] for record in records} == {
        "plan",
        "reflection",
        "conclusion",
        "profile",
    }
    variants = {
        "-".join(filter(None, (r["memory"]["kind"], r["memory"]["relation"]))) for r in records
    }
    assert len(variants & set(VARIANTS)) >= 6
    origins = Counter(record["template"]["origin"] for record in records)
    assert {"meta-agent", "kagent", "react", "teacher"} <= set(origins)
    assert {record["language"] for record in records} == {"en", "zh"}
    for record in records:
        assert record["response"]
        assert record["prompt"][0]["content"]
        assert record["query"]
        assert bool(record["memory"]["block"]) == (record["memory"]["kind"] != "none")
        if record["template"]["origin"] == "meta-agent":
            assert record["scores"]["template"] >= 5
        if record["type"] in ("plan", "reflection"):
            assert {tool["name"] for tool in record["tools"]} >= {"time_delta", "task_complete"}
    corrections = [r for r in records if r["task"] == "mistake" and r["type"] == "reflection"]
    assert corrections
    for record in corrections:
        whole = json.dumps(record["prompt"], ensure_ascii=False)
        observed = json.dumps(record["mistake"]["observation"], ensure_ascii=False)[1:-1]
        assert observed in whole
        assert record["mistake"]["command"] is not None


def test_a_stage_that_is_done_asks_nothing_again(pipeline: Pipeline) -> None:
    teacher, cancel = ScriptedTeacher(), threading.Event()
    for stage in (
        pipeline.craft,
        lambda t: pipeline.validate(t, t),
        lambda t: pipeline.collect(t, t),
    ):
        first = _finished(stage(teacher).events(cancel))
        again = ScriptedTeacher()
        events = list(stage(again).events(cancel))
        assert again.requests == 0
        assert events[0] == StagePlanned(first.stage, first.total, first.total)
        last = events[-1]
        assert isinstance(last, StageFinished)
        assert last.results == first.results


def test_an_interrupted_stage_ends_with_the_same_as_one_that_was_not(
    pipeline: Pipeline, tmp_path: Path, queries: Path
) -> None:
    whole = Pipeline(tmp_path / "whole", queries, pipeline.tools, pipeline.embedding)
    for run in (pipeline, whole):
        cancel = threading.Event()
        _finished(run.craft(ScriptedTeacher()).events(cancel))
        teacher = ScriptedTeacher()
        _finished(run.validate(teacher, teacher).events(cancel))
    interrupted = 0
    while True:
        cancel = threading.Event()
        teacher = ScriptedTeacher(lambda n, _p, _t, c=cancel: c.set() if n == 40 else None)  # type: ignore[misc]
        finished = _finished(pipeline.collect(teacher, teacher).events(cancel))
        if not finished.interrupted:
            break
        interrupted += 1
    assert interrupted >= 2
    teacher = ScriptedTeacher()
    _finished(whole.collect(teacher, teacher).events(threading.Event()))

    def told(run: Pipeline) -> set[tuple[str, str]]:
        records = read_lines(run.folder.records, "")
        # Fences carry a number of their own in every run, and so do characters.
        return {
            (record["query"], record["response"])
            for record in records
            if record["type"] != "profile"
        }

    assert told(pipeline) == told(whole)


def test_templates_that_cannot_be_used_are_counted_and_written_again(pipeline: Pipeline) -> None:
    def spoil(_number: int, prompt: str, text: str) -> str | None:
        if "is missing" in prompt or "prompt-react" not in prompt:
            return None
        return text.replace("<<QUERY>>", "it")

    finished = _finished(pipeline.craft(ScriptedTeacher(spoil)).events(threading.Event()))
    assert finished.refused == 0
    kinds = Counter(t["kind"] for t in read_lines(pipeline.folder.templates, ""))
    assert finished.reasons == {"the slot <<QUERY>> is missing": kinds["prompt-react"]}
    assert kinds["prompt-react"] > 0


def test_a_teacher_that_always_writes_the_same_is_given_up(pipeline: Pipeline) -> None:
    same = (
        "You plan before you act and select exactly one tool at a time until the request is met. "
        "You believe results, you never ask anybody for help, and after an error you try another "
        "way of doing it, with other arguments.\n<<APIS>>\n<tool name>\n<<QUERY>>"
    )
    pipeline.options = replace(
        pipeline.options, kinds=("prompt-API",), languages=("en",), clusters=1, templates=3
    )
    teacher = ScriptedTeacher(lambda _n, _p, _t: same)
    finished = _finished(pipeline.craft(teacher).events(threading.Event()))
    assert (finished.settled, finished.refused) == (3, 2)
    assert finished.results["templates"] == 1
    assert finished.reasons == {"the same template was written before": 4}


def test_a_template_that_leads_nowhere_is_not_approved(pipeline: Pipeline) -> None:
    _finished(pipeline.craft(ScriptedTeacher()).events(threading.Event()))

    def spoil(_number: int, prompt: str, _text: str) -> str | None:
        crafted = "careful specialist" in prompt or "细心的日期" in prompt
        judging = "Compare how" in prompt or "请比较两个助手" in prompt
        return "" if crafted and not judging else None

    model = ScriptedTeacher(spoil)
    finished = _finished(pipeline.validate(model, model).events(threading.Event()))
    assert finished.results["approved"] == 0
    assert finished.results["scored"] == finished.results["templates"]
    assert read_lines(pipeline.folder.approved, "") == []


def test_a_judge_that_prefers_the_first_place_changes_no_score(pipeline: Pipeline) -> None:
    teacher = ScriptedTeacher()
    _finished(pipeline.craft(teacher).events(threading.Event()))
    fair = _finished(pipeline.validate(teacher, teacher).events(threading.Event()))

    def partial(_number: int, _prompt: str, text: str) -> str:
        first, second = text.splitlines()[0].split()
        return f"{min(int(first) + 1, 10)} {int(second) - 1}"

    pipeline.folder.journal("validate").unlink()
    judge = ScriptedTeacher(partial)
    again = _finished(pipeline.validate(teacher, judge).events(threading.Event()))
    assert again.results["approved"] == fair.results["approved"] > 0


def test_a_judge_without_scores_leaves_templates_without_one(pipeline: Pipeline) -> None:
    teacher = ScriptedTeacher()
    _finished(pipeline.craft(teacher).events(threading.Event()))
    judge = ScriptedTeacher(lambda _n, _p, _t: "Both are very good.")
    finished = _finished(pipeline.validate(teacher, judge).events(threading.Event()))
    assert finished.refused > 0
    assert finished.reasons["the first line does not hold two scores"] > 0
    assert finished.results["approved"] == 0


def test_the_threshold_may_be_changed_afterwards(pipeline: Pipeline) -> None:
    teacher = ScriptedTeacher()
    _finished(pipeline.craft(teacher).events(threading.Event()))
    judge = ScriptedTeacher(lambda n, _p, _t: "7 9" if n % 2 else "9 7")
    strict = _finished(pipeline.validate(teacher, judge).events(threading.Event()))
    lax = ValidateOptions(queries_per_template=2, threshold=1.0)
    again = ScriptedTeacher()
    finished = _finished(pipeline.validate(again, again, lax).events(threading.Event()))
    assert again.requests == 0
    assert finished.results["approved"] == finished.results["scored"]
    assert strict.results["approved"] <= finished.results["approved"]


def test_other_settings_are_refused(pipeline: Pipeline) -> None:
    teacher = ScriptedTeacher()
    _finished(pipeline.craft(teacher).events(threading.Event()))
    pipeline.options = replace(pipeline.options, examples=3)
    with pytest.raises(MatError, match="examples was 50 and is 3"):
        list(pipeline.craft(teacher).events(threading.Event()))


def test_stages_say_which_one_is_to_be_run_first(pipeline: Pipeline) -> None:
    teacher = ScriptedTeacher()
    for stage in (pipeline.validate(teacher, teacher), pipeline.collect(teacher, teacher)):
        with pytest.raises(MatError, match="run first: kagent mat craft"):
            list(stage.events(threading.Event()))


def test_an_estimate_asks_nothing_and_is_near_what_it_takes(pipeline: Pipeline) -> None:
    teacher, cancel = ScriptedTeacher(), threading.Event()
    for stage in (
        pipeline.craft,
        lambda t: pipeline.validate(t, t),
        lambda t: pipeline.collect(t, t),
    ):
        asked = ScriptedTeacher()
        told = stage(asked).estimated()
        assert asked.requests == 0
        finished = _finished(stage(teacher).events(cancel))
        assert told.items == finished.total
        assert told.spent.requests == pytest.approx(finished.spent.requests, rel=0.6)
        left = stage(asked).estimated()
        assert (left.items, left.spent.requests) == (0, 0)


def test_every_stage_begins_with_its_size_and_cost(pipeline: Pipeline) -> None:
    events = list(pipeline.craft(ScriptedTeacher()).events(threading.Event()))
    assert isinstance(events[0], StagePlanned)
    assert isinstance(events[1], StageEstimated)
    assert events[1].items == events[0].total


@pytest.fixture(scope="module")
def nano(builtin_model_path: Path) -> Iterator[LanguageModel]:
    model = LocalModel(builtin_model_path, threads=1)
    yield model
    model.close()


def test_the_built_in_model_collects_with_its_own_prompts(
    pipeline: Pipeline, nano: LanguageModel
) -> None:
    teacher, cancel = ScriptedTeacher(), threading.Event()
    pipeline.options = replace(pipeline.options, languages=("en",))
    _finished(pipeline.craft(teacher).events(cancel))
    with pytest.raises(MatError, match="follows its own prompts alone"):
        list(pipeline.validate(nano, teacher).events(cancel))
    options = CollectOptions(queries=3, profiles=0, languages=("en",), mistakes=1.0)
    stage = replace(pipeline.collect(nano, teacher, options), work=WorkOptions(in_flight=1))
    finished = _finished(stage.events(cancel))
    assert finished.failed == 0
    records = read_lines(pipeline.folder.records, "")
    assert records
    assert {record["template"]["origin"] for record in records} == {"kagent"}
    # What the built-in model is asked is in its own style, not the long prompt of large ones.
    assert all(len(record["prompt"][0]["content"]) < 400 for record in records)


def test_the_scripted_teacher_knows_its_queries() -> None:
    prompt = "Question: Which weekday is 2025-10-01?"
    assert "get_calendar_info" in answer([{"role": "user", "content": prompt}])
