"""config.toml: what is read, and what is said about what cannot be."""

import contextlib
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.config import Config, load_config
from kagent_tui.errors import ConfigError


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


def test_the_defaults_without_a_file(tmp_path: Path) -> None:
    assert load_config(tmp_path / "config.toml") == Config()
    assert Config().model == "builtin"
    assert Config().network == "ask"


def test_every_setting_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        model = "http://127.0.0.1:8080/v1"
        remote_name = "qwen"
        context_tokens = 4096
        threads = 2
        gpu_layers = -1
        api_key = "secret"
        language = "zh"
        network = "off"
        max_steps = 3
        quote = "on"
        quoted_sentences = 1
        knowledge_limit = 8
        memory_tokens = 600
        knowledge_share = 10
        conversation_share = 80
        task_share = 0
        task_half_life_days = 30
        """,
    )
    config = load_config(path)
    assert config == Config(
        model="http://127.0.0.1:8080/v1",
        remote_name="qwen",
        context_tokens=4096,
        threads=2,
        gpu_layers=-1,
        api_key="secret",
        language="zh",
        network="off",
        max_steps=3,
        quote="on",
        quoted_sentences=1,
        knowledge_limit=8,
        memory_tokens=600,
        knowledge_share=10,
        conversation_share=80,
        task_share=0,
        task_half_life_days=30,
    )
    assert dataclasses.asdict(config) != dataclasses.asdict(Config())


def test_every_setting_is_explained() -> None:
    names = [entry.name for entry in dataclasses.fields(Config)]
    notes = Config.notes()
    assert list(notes) == names
    assert all(note.endswith(".") for note in notes.values())


def test_a_relative_model_lies_beside_the_settings(tmp_path: Path) -> None:
    path = write(tmp_path, 'model = "models/large.gguf"')
    assert load_config(path).model == str(tmp_path / "models" / "large.gguf")


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    message = refusal(write(tmp_path, "thread = 2"))
    assert "'thread'" in message
    assert "did you mean 'threads'" in message


def test_a_key_like_none_lists_all(tmp_path: Path) -> None:
    message = refusal(write(tmp_path, "[zzzz]\nx = 1"))
    assert all(name in message for name in Config.notes())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("threads = 0", "the least that works is 1"),
        ("threads = true", "a whole number is needed"),
        ("threads = 1.5", "a whole number is needed"),
        ('threads = "2"', "a whole number is needed"),
        ("gpu_layers = -2", "the least that works is -1"),
        ("context_tokens = 3", "the least that works is 512"),
        ("model = 3", "a text in quotes is needed"),
        ('model = "  "', "it must not be empty"),
        ('language = "de"', "one of auto, en, zh is needed"),
        ("network = false", "a text in quotes is needed"),
    ],
)
def test_a_wrong_value_names_the_key_and_what_is_needed(
    tmp_path: Path, line: str, expected: str
) -> None:
    message = refusal(write(tmp_path, line))
    assert line.partition(" ")[0] in message
    assert expected in message


def test_what_is_no_toml(tmp_path: Path) -> None:
    assert "not valid TOML" in refusal(write(tmp_path, "model builtin"))


def test_what_is_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'model = "\xff\xfe"')
    assert "UTF-8" in refusal(path)


def test_a_directory_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.mkdir()
    assert "cannot be read" in refusal(path)


def test_options_replace_settings_and_none_does_not() -> None:
    config = Config(threads=4).changed(model="x.gguf", threads=None, max_steps=1)
    assert (config.model, config.threads, config.max_steps) == ("x.gguf", 4, 1)


def test_options_are_checked_too() -> None:
    with pytest.raises(ConfigError, match="max_steps"):
        Config().changed(max_steps=0)


@given(
    st.dictionaries(
        st.sampled_from([*Config.notes(), "unknown"]),
        st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.floats(), st.none()),
    )
)
def test_any_values_are_taken_or_refused(values: dict[str, Any]) -> None:
    with contextlib.suppress(ConfigError):
        config = Config().changed(**values)
        assert config.threads is None or config.threads >= 1
        assert config.model.strip()
