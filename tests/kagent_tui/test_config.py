"""config.toml: what is read, and what is said about what cannot be."""

import contextlib
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.config import GROUPS, Config, load_config
from kagent_tui.errors import ConfigError
from kagent_tui.i18n import use_language


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


def test_a_relative_file_of_a_profile_lies_beside_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('profile = "profiles/clerk.toml"', encoding="utf-8")
    assert load_config(path).profile == str(tmp_path / "profiles" / "clerk.toml")
    path.write_text('profile = "clerk"', encoding="utf-8")
    assert load_config(path).profile == "clerk"


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
        ("max_steps = 101", "the most that works is 100"),
        ("answers_shown = 99999999999999999999", "the most that works is 10000000"),
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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mouse = 1", "true or false is needed"),
        ('quiet = "yes"', "true or false is needed"),
        ("answers_shown = 4", "the least that works is 5"),
        ("keymap = 3", "keys in quotes by the action's name are needed"),
        ("keymap.chat.stop = 3", "keys in quotes by the action's name are needed"),
        ('interface_language = "fr"', "one of auto, en, zh is needed"),
    ],
)
def test_a_wrong_value_of_the_interface(tmp_path: Path, line: str, expected: str) -> None:
    assert expected in refusal(write(tmp_path, line))


def test_the_interface_has_settings_of_its_own(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        interface_language = "zh"
        theme = "contrast"
        reduced_motion = true
        screen_reader = true
        mouse = false
        quiet = true
        answers_shown = 10
        editor = "code --wait"
        [keymap]
        chat.stop = "ctrl+s"
        "chat.unfold" = ["f7", "ctrl+u"]
        """,
    )
    assert load_config(path) == Config(
        interface_language="zh",
        theme="contrast",
        reduced_motion=True,
        screen_reader=True,
        mouse=False,
        quiet=True,
        answers_shown=10,
        editor="code --wait",
        keymap={"chat.stop": "ctrl+s", "chat.unfold": "f7,ctrl+u"},
    )


def test_every_setting_has_a_group_and_its_default_is_allowed() -> None:
    for name, rule in Config.rules().items():
        assert rule.group in GROUPS
        default = getattr(Config(), name)
        assert default is None or rule.problem(default) is None


def test_problems_are_said_in_the_language_of_the_interface() -> None:
    try:
        use_language("zh")
        assert Config.rules()["mouse"].problem(1) == "需要填 true 或 false"
    finally:
        use_language("en")
