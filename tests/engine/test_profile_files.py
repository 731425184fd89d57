"""Profiles as files: read, checked, listed, written."""

import tomllib
from pathlib import Path

import pytest

from engine.profile import DEFAULT_PROFILE, Profile
from engine.profile_files import (
    ProfileError,
    all_profiles,
    find_profile,
    load_profile,
    profile_file,
    write_template,
)


def written(home: Path, text: str, label: str = "clerk") -> Path:
    path = profile_file(home, label)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'name = "Ada"\nbio = "You know ships."\ninstructions = """\nBe short.\nBe kind.\n"""\n'
        'tools = ["time_delta"]\nlanguage = "zh"\n',
    )
    expected = Profile("Ada", "You know ships.", "Be short.\nBe kind.", ("time_delta",), "zh")
    assert load_profile(path) == expected
    assert expected.needs_large_model
    assert find_profile(tmp_path, "clerk").profile == expected
    assert find_profile(tmp_path, str(path)).profile == expected


def test_what_is_left_out_is_as_without_a_profile(tmp_path: Path) -> None:
    assert load_profile(written(tmp_path, "")) == DEFAULT_PROFILE
    assert load_profile(written(tmp_path, 'language = "auto"')) == DEFAULT_PROFILE
    assert load_profile(written(tmp_path, "tools = []")).tools == ()
    assert not load_profile(written(tmp_path, 'name = "Ada"\ntools = []')).needs_large_model
    assert find_profile(tmp_path / "nowhere", "default").profile == DEFAULT_PROFILE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('instrutions = "x"', "a profile has no key 'instrutions'; did you mean 'instructions'?"),
        ('zzz = "x"', "its keys are name, bio, instructions, tools, language"),
        ("name = 3", "name: a text in quotes is needed"),
        ('tools = "time_delta"', "tools: a list of names is needed"),
        ("tools = [1]", "tools: a list of names is needed"),
        ('language = "de"', "language: one of auto, en, zh is needed"),
        ("language = [1]", "language: one of auto, en, zh is needed"),
        (f'bio = "{"x" * 601}"', "bio: 601 characters are too many (at most 600)"),
        ("name = ", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_and_a_missing_file_are_said(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(ProfileError, match="save it as UTF-8"):
        load_profile(path)
    with pytest.raises(ProfileError, match="cannot be read: No such file"):
        find_profile(tmp_path, "./other.toml")


def test_an_unknown_name_gets_the_nearest(tmp_path: Path) -> None:
    written(tmp_path, "", "lawyer")
    with pytest.raises(ProfileError, match="no profile 'lawyr'; did you mean 'lawyer'"):
        find_profile(tmp_path, "lawyr")
    with pytest.raises(ProfileError, match="there are: default, lawyer"):
        find_profile(tmp_path, "zzzzzz")


@pytest.mark.parametrize("name", ["", "a b", "_x", ".hidden", "x" * 61, "a\nb", "a:b"])
def test_names_that_are_no_file_names_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProfileError, match="cannot be a profile's name"):
        write_template(tmp_path, name)


def test_all_are_listed_and_the_broken_say_why(tmp_path: Path) -> None:
    assert [one.label for one in all_profiles(tmp_path)] == ["default"]
    written(tmp_path, 'nam = "x"', "broken")
    written(tmp_path, 'name = "Ada"', "zoe")
    (tmp_path / "profiles" / "notes.txt").write_text("no profile", encoding="utf-8")
    default, broken, zoe = all_profiles(tmp_path)
    assert (default.label, default.path) == ("default", None)
    assert "did you mean 'name'?" in broken.problem
    assert (zoe.label, zoe.profile.name, zoe.problem) == ("zoe", "Ada", "")


def test_a_file_named_default_replaces_the_default(tmp_path: Path) -> None:
    written(tmp_path, 'name = "Ada"', "default")
    assert [one.profile.name for one in all_profiles(tmp_path)] == ["Ada"]
    assert find_profile(tmp_path, "default").profile.name == "Ada"


def test_the_template_is_a_profile_and_so_are_its_comments(tmp_path: Path) -> None:
    path = write_template(tmp_path, "tax-clerk")
    profile = load_profile(path)
    assert (profile.name, profile.tools, profile.language) == ("Tax Clerk", None, None)
    assert profile.bio
    assert profile.instructions.count("\n") == 1
    lines = path.read_text(encoding="utf-8").splitlines()
    settings = [
        line.removeprefix("# ") for line in lines if line.startswith("# ") and " = " in line
    ]
    commented = tomllib.loads("\n".join(line for line in settings if not line.startswith("or")))
    assert set(commented) >= {"tools", "language"}
    with pytest.raises(ProfileError, match="is there already"):
        write_template(tmp_path, "tax-clerk")
    assert path.read_text(encoding="utf-8").splitlines() == lines
