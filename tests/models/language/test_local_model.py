"""The in-process model: prefix reuse, streaming, turns, and what it refuses."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.language.base import Constraint, ContextOverflowError, Message, ModelError
from models.language.grammar import GrammarBuilder, value
from models.language.local import LocalModel

WEEKDAY = [Message("system", "Plan."), Message("user", "Which weekday is 2024-05-01? 星期几？")]


def _answer(model: LocalModel, messages: list[Message], count: int = 24) -> str:
    return "".join(model.generate(messages, max_tokens=count))


def test_style_name_and_context_come_from_the_file(tiny_model: LocalModel, tiny_path: Path) -> None:
    assert tiny_model.style == "pointer"
    assert tiny_model.name == tiny_path.stem
    assert tiny_model.context_tokens == 1024
    assert tiny_model.count_tokens("") == 0
    assert tiny_model.count_tokens("the") == 1


def test_repeated_prompt_evaluates_one_token(tiny_model: LocalModel) -> None:
    first = tiny_model.generate(WEEKDAY, max_tokens=8)
    text = "".join(first)
    again = tiny_model.generate(WEEKDAY, max_tokens=8)
    assert "".join(again) == text
    assert again.usage.evaluated_tokens == 1
    assert again.usage.prompt_tokens == first.usage.prompt_tokens > 20
    assert again.usage.generated_tokens == 8
    assert again.usage.seconds > 0


def test_only_the_new_messages_are_evaluated(tiny_model: LocalModel) -> None:
    one = tiny_model.generate(WEEKDAY, max_tokens=1)
    list(one)
    longer = [*WEEKDAY, Message("assistant", "x"), Message("tool", "2024-05-01 is a Wednesday")]
    two = tiny_model.generate(longer, max_tokens=1)
    list(two)
    # The assistant token that started the first answer is shared as well.
    assert two.usage.evaluated_tokens == two.usage.prompt_tokens - one.usage.prompt_tokens


def test_changed_beginning_is_evaluated_anew_and_gives_the_same(tiny_path: Path) -> None:
    used, fresh = LocalModel(tiny_path), LocalModel(tiny_path)
    other = [Message("system", "Conclude."), *WEEKDAY[1:]]
    _answer(used, WEEKDAY)
    generation = used.generate(other, max_tokens=24)
    assert "".join(generation) == _answer(fresh, other)
    assert 2 < generation.usage.evaluated_tokens < generation.usage.prompt_tokens
    used.close()
    fresh.close()


def test_length_and_stop_are_told_apart(tiny_model: LocalModel) -> None:
    cut = tiny_model.generate(WEEKDAY, max_tokens=3)
    list(cut)
    assert (cut.finish, cut.usage.generated_tokens) == ("length", 3)
    ended = tiny_model.generate(WEEKDAY, max_tokens=30, constraint=Constraint('root ::= "done"'))
    assert ("".join(ended), ended.finish) == ("done", "stop")


def test_pieces_are_whole_characters(tiny_model: LocalModel) -> None:
    text = "节日，假期！🎉é"
    pieces = list(
        tiny_model.generate(WEEKDAY, max_tokens=60, constraint=Constraint(f'root ::= "{text}"'))
    )
    assert "".join(pieces) == text
    assert len(pieces) == len(text)


def test_grammar_choice_equals_filtering_the_whole_vocabulary(
    tiny_model: LocalModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = GrammarBuilder()
    schema = {"type": "object", "properties": {"name": {"type": "string", "maxLength": 20}}}
    constraint = Constraint(builder.build(value(builder, schema)))
    fast = "".join(tiny_model.generate(WEEKDAY, max_tokens=60, constraint=constraint))
    monkeypatch.setattr("models.language.sampling._SHORT_LIST", 10**9)
    assert "".join(tiny_model.generate(WEEKDAY, max_tokens=60, constraint=constraint)) == fast


def test_prompt_that_does_not_fit_is_refused_in_one_line(tiny_model: LocalModel) -> None:
    with pytest.raises(ContextOverflowError, match=r"room for 1024: shorten"):
        tiny_model.generate([Message("user", "x" * 1020)], max_tokens=20)
    with pytest.raises(ModelError, match="max_tokens"):
        tiny_model.generate(WEEKDAY, max_tokens=0)


def test_prompt_that_just_fits_is_answered(tiny_model: LocalModel) -> None:
    room = 1024 - 3 - 4
    generation = tiny_model.generate([Message("user", "x" * room)], max_tokens=4)
    list(generation)
    assert generation.usage.prompt_tokens + 4 == 1024


def test_closed_model_says_so(tiny_path: Path) -> None:
    model = LocalModel(tiny_path)
    running = model.generate(WEEKDAY, max_tokens=200)
    next(running)
    model.close()
    model.close()
    list(running)
    assert running.finish == "cancelled"
    with pytest.raises(ModelError, match="closed: load it again"):
        model.generate(WEEKDAY, max_tokens=1)
    with pytest.raises(ModelError, match="closed"):
        model.count_tokens("x")


def test_closing_while_another_thread_generates(tiny_path: Path) -> None:
    for _ in range(5):
        model = LocalModel(tiny_path)
        started = threading.Event()

        def work(model: LocalModel = model, started: threading.Event = started) -> None:
            for _piece in model.generate(WEEKDAY, max_tokens=900):
                started.set()

        thread = threading.Thread(target=work)
        thread.start()
        started.wait(5)
        model.close()
        thread.join(5)
        assert not thread.is_alive()


def test_unfinished_generation_of_the_same_thread_gives_way(tiny_model: LocalModel) -> None:
    expected = _answer(tiny_model, WEEKDAY)
    unfinished = tiny_model.generate([Message("user", "something else")], max_tokens=50)
    next(unfinished)
    assert _answer(tiny_model, WEEKDAY) == expected
    list(unfinished)
    assert unfinished.finish == "cancelled"
    assert _answer(tiny_model, WEEKDAY) == expected


def test_threads_take_turns(tiny_model: LocalModel) -> None:
    prompts = [[Message("user", f"question {index}")] for index in range(4)]
    expected = [_answer(tiny_model, prompt, 40) for prompt in prompts]
    results: dict[int, str] = {}

    def ask(index: int) -> None:
        results[index] = _answer(tiny_model, prompts[index], 40)

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [results[index] for index in range(4)] == expected


def test_waiting_for_a_turn_can_be_cancelled(tiny_model: LocalModel) -> None:
    holder = tiny_model.generate(WEEKDAY, max_tokens=50)
    next(holder)
    cancel = threading.Event()
    cancel.set()
    finishes: list[str] = []

    def ask() -> None:
        waiting = tiny_model.generate(WEEKDAY, max_tokens=5, cancel=cancel)
        list(waiting)
        finishes.append(waiting.finish)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(5)
    assert finishes == ["cancelled"]
    holder.close()


def test_abandoned_generation_frees_the_turn_at_once(tiny_model: LocalModel) -> None:
    gc.disable()
    try:
        abandoned = tiny_model.generate(WEEKDAY, max_tokens=50)
        next(abandoned)
        del abandoned
        thread = threading.Thread(target=_answer, args=(tiny_model, WEEKDAY))
        thread.start()
        thread.join(5)
        assert not thread.is_alive()
    finally:
        gc.enable()


def test_gpu_layers_without_gpu_support_say_how_to_get_it(
    tiny_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from llama_cpp import llama_cpp

    monkeypatch.setattr(llama_cpp, "llama_supports_gpu_offload", lambda: False)
    with pytest.raises(ModelError, match="DGGML_CUDA=on"):
        LocalModel(tiny_path, gpu_layers=4)


def test_progress_is_reported_and_may_stop_the_load(tiny_path: Path) -> None:
    shares: list[float] = []
    LocalModel(tiny_path, progress=shares.append).close()
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def interrupt(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        LocalModel(tiny_path, progress=interrupt)


def test_python_stop_function_stands_in_for_strlen(
    tiny_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.language import runtime

    expected = LocalModel(tiny_path)
    text = _answer(expected, WEEKDAY)
    expected.close()
    monkeypatch.setattr(runtime._StopFlag, "_c_callback", lambda _flag: None)
    model = LocalModel(tiny_path)
    assert _answer(model, WEEKDAY) == text
    model.close()


def test_pointer_file_without_its_tokens_is_refused(
    gguf_writer: Callable[..., Path], shape: Callable[..., Any]
) -> None:
    path = gguf_writer(shape(control=("<|pad|>", "<|user|>", "<|end|>")))
    with pytest.raises(ModelError, match=r"no control token <\|system\|>"):
        LocalModel(path)


def test_builtin_model_answers_under_a_grammar(builtin_model_path: Path) -> None:
    model = LocalModel(builtin_model_path)
    constraint = Constraint('root ::= "{\\"days\\": " [0-9]{1,3} "}"')
    generation = model.generate(WEEKDAY, max_tokens=30, constraint=constraint)
    assert "".join(generation).startswith('{"days": ')
    assert generation.finish == "stop"
    assert model.style == "pointer"
    model.close()
