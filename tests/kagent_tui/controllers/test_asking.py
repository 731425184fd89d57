"""What a question is asked with."""

from pathlib import Path

import pytest

from engine.profile import DEFAULT_PROFILE, Profile
from kagent_tui.config import Config
from kagent_tui.controllers.asking import (
    AskingError,
    answer_language,
    lost_on,
    model_source,
    tool_names,
    unread_attachments,
)
from models.language.base import ModelError

CONFIG = Config()


@pytest.mark.parametrize(
    "named", ["builtin", "http://localhost:8888/v1", "/models/x.gguf", "missing.gguf", "./x"]
)
def test_what_names_itself_is_taken_as_it_is(tmp_path: Path, named: str) -> None:
    assert model_source(tmp_path, CONFIG, named) == named


def test_a_model_that_is_here_is_meant_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "models" / "my-model.gguf"
    file.parent.mkdir()
    file.write_bytes(b"GGUF")
    assert model_source(tmp_path, CONFIG, "My-Model") == str(file)
    assert model_source(tmp_path, CONFIG, " builtin ") == "builtin"


def test_a_model_of_the_catalogue_that_is_not_here_has_to_be_pulled(tmp_path: Path) -> None:
    with pytest.raises(
        AskingError, match=r"not here yet; to get it: kagent models pull qwen3-0\.6b"
    ):
        model_source(tmp_path, CONFIG, "qwen3-0.6b")


def test_a_model_that_does_not_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AskingError, match="is no language model"):
        model_source(tmp_path, CONFIG, "builtin-embedding")


def test_an_unknown_model_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model 'qwen3-0\.5b' in the catalogue; did you mean"):
        model_source(tmp_path, CONFIG, "qwen3-0.5b")


def test_tools_are_named_with_commas() -> None:
    assert tool_names("time_delta, search_knowledge,time_delta,") == (
        "time_delta",
        "search_knowledge",
    )
    assert tool_names("none") == ()
    with pytest.raises(AskingError, match="no tool is named"):
        tool_names(" , ")


def test_the_option_goes_before_the_profile_and_the_profile_before_the_settings() -> None:
    chinese = Config(language="zh")
    english = Profile(language="en")
    assert answer_language(CONFIG, DEFAULT_PROFILE) is None
    assert answer_language(chinese, DEFAULT_PROFILE) == "zh"
    assert answer_language(chinese, english) == "en"
    assert answer_language(chinese, english, "zh") == "zh"


def test_what_is_lost_on_the_built_in_model_is_said() -> None:
    told = Profile("Ada", instructions="Be brief.")
    assert "keeps to a profile's name, tools and language" in lost_on("builtin", told)
    assert lost_on("builtin", Profile("Ada", tools=(), language="zh")) == ""
    assert lost_on("/models/x.gguf", told) == ""


def test_attachments_that_nothing_reads_are_said() -> None:
    assert unread_attachments("builtin", None, DEFAULT_PROFILE) == ""
    assert "search_knowledge" in unread_attachments("builtin", (), DEFAULT_PROFILE)
    assert "search_knowledge" in unread_attachments("builtin", None, Profile(tools=("x",)))
    assert unread_attachments("builtin", ("search_knowledge",), Profile(tools=("x",))) == ""
    assert unread_attachments("/models/x.gguf", (), DEFAULT_PROFILE) == ""
