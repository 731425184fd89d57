"""`kagent tools`: no model is needed."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Kagent = Callable[..., subprocess.CompletedProcess[str]]
NAMES = [
    "get_calendar_info",
    "get_holidays_info",
    "get_solar_terms_info",
    "time_delta",
    "get_weather_info",
    "search_knowledge",
    "hybrid_search",
    "web_search",
    "browse_wiki",
    "browse_aspect",
    "browse_video",
    "browse_website",
    "task_complete",
    "do_nothing",
]


def as_json(ended: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(ended.stdout)


def test_the_list(kagent: Kagent) -> None:
    schemas = as_json(kagent("tools", "list", "--json"))
    assert [schema["name"] for schema in schemas] == NAMES
    assert all(
        schema.keys()
        == {"name", "description", "parameters", "returns", "required", "origin", "online"}
        for schema in schemas
    )
    text = kagent("tools", "list").stdout
    assert "time_delta(start_time, end_time, [working_days])" in text
    assert "get_calendar_info(start_date, [end_date])" in text


def test_days_between_two_dates(kagent: Kagent, isolated_home: Path) -> None:
    arguments = ("tools", "run", "time_delta", "start_time=2024-01-01", "end_time=2024-03-01")
    ended = kagent(*arguments, "--json")
    shown = as_json(ended)
    assert ended.returncode == 0
    assert shown.keys() == {
        "name",
        "args",
        "observation",
        "error",
        "error_kind",
        "data",
        "sources",
    }
    assert shown["name"] == "time_delta"
    assert shown["args"] == {"start_time": "2024-01-01", "end_time": "2024-03-01"}
    assert shown["error"] is None
    assert "60" in shown["observation"]
    text = kagent(*arguments)
    assert text.stdout.strip() == shown["observation"].strip()
    assert text.stderr == ""
    # Nothing was remembered, so nothing was made.
    assert not (isolated_home / "kagent").exists()


def test_now_is_what_it_is_told(kagent: Kagent) -> None:
    ended = kagent(
        "--now", "2026-11-20T09:30+08:00", "tools", "run", "get_calendar_info", "start_date=now"
    )
    assert ended.returncode == 0
    assert "2026-11-20" in ended.stdout


def test_chinese_words_get_a_chinese_answer(kagent: Kagent) -> None:
    ended = kagent("--now", "2026-11-20", "tools", "run", "get_calendar_info", "start_date=明天")
    assert ended.returncode == 0
    assert "2026-11-21" in ended.stdout
    assert "星期六" in ended.stdout
    english = kagent(
        "--now", "2026-11-20", "tools", "run", "get_calendar_info", "start_date=明天", "--lang=en"
    )
    assert "Saturday" in english.stdout


def test_a_date_that_does_not_exist(kagent: Kagent) -> None:
    ended = kagent("tools", "run", "get_calendar_info", "start_date=2026-02-30")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "2026-02-30" in ended.stderr


def test_an_error_as_json(kagent: Kagent) -> None:
    ended = kagent("tools", "run", "get_calendar_info", "start_date=2026-02-30", "--json")
    assert ended.returncode == 1
    shown = as_json(ended)
    assert shown["observation"] == ""
    assert "2026-02-30" in shown["error"]
    assert shown["data"] is None


def test_unknown_tools_and_arguments(kagent: Kagent) -> None:
    for words, expected in (
        (["fly_to_moon"], "time_delta"),
        (["time_delta", "begin=2024-01-01"], "start_time"),
        (["time_delta", "start_time=2024-01-01"], "end_time"),
    ):
        ended = kagent("tools", "run", *words)
        assert ended.returncode == 1
        assert ended.stdout == ""
        assert ended.stderr.count("\n") == 1
        assert expected in ended.stderr
