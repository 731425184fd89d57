"""The further tools of KAgentBench-mini, its builder, and what the builder refuses."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.kagentbench_mini import seed_files
from benchmarks.kagentbench_mini.build import instance_of, packed, with_statistics
from benchmarks.kagentbench_mini.checks import check_form, check_whole
from benchmarks.kagentbench_mini.offered import NOW, function_of
from benchmarks.kagentbench_mini.rendering import prompts_of
from benchmarks.kagentbench_mini.running import Runner, make_runner
from benchmarks.kagentbench_mini.seed_files import Complaints, Seed, SeedKind, read_seeds
from benchmarks.kagentbench_mini.table import statistics
from benchmarks.kagentbench_mini.tools import EXTRA_TOOLS
from engine.bench.mini import mini_path
from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

# Arguments of a call in each language, and what its result holds.
CALLS: Mapping[str, tuple[Mapping[str, Any], str, Mapping[str, Any], str]] = {
    "convert_units": (
        {"value": 26, "from_unit": "gallons", "to_unit": "litres"},
        "118.1983 litres",  # 26 times 4.54609
        {"value": 37, "from_unit": "摄氏度", "to_unit": "华氏度"},
        "98.6 华氏度",
    ),
    "calculate": (
        {"expression": "(12.5 + 3) * 4"},
        "= 62",
        {"expression": "2**10 ÷ 4"},
        "= 256",
    ),
    "loan_payment": (
        # 12,000 * 0.004 / (1 - 1.004 ** -36)
        {"principal": 12000, "annual_rate_percent": 4.8, "months": 36},
        "358.57 a month",
        {"principal": 12000, "annual_rate_percent": 0, "months": 48},
        "每月还款250.00",
    ),
    "body_mass_index": (
        {"weight_kg": 81, "height_cm": 180},
        "BMI 25.0: overweight",
        {"weight_kg": 50, "height_cm": 170},
        "17.3：偏瘦",
    ),
    "roman_numeral": ({"number": "1994"}, "MCMXCIV", {"number": "xlii"}, "= 42"),
    "split_bill": (
        {"total": 90, "people": 4, "tip_percent": 10},
        "24.75 for each",
        {"total": 520, "people": 8, "tip_percent": 0},
        "每人65.00",
    ),
    "count_words": (
        {"text": "It's a well-known fact."},
        "4 words, 20 characters",
        {"text": "你好 world"},
        "3个词",
    ),
    "find_recipe": ({"ingredient": "banana"}, "65 minutes", {"ingredient": "豆腐"}, "20分钟"),
    "opening_hours": (
        {"place": "the library", "day": "Monday"},
        "open 13:00-20:00",
        {"place": "海港博物馆", "day": "2026-11-30"},
        "不开放",
    ),
    "train_times": (
        {"origin": "Astley", "destination": "Bracken Bay", "date": "tomorrow"},
        "08:12-09:40, 14:12-15:40; 18.50",
        {"origin": "芦港", "destination": "榆镇", "date": "周日"},
        "17:15-18:00",
    ),
    "book_info": ({"title": "ebb road"}, "368 pages", {"title": "冬日数学"}, "1978年"),
    "exchange_rate": (
        {"base": "GBP", "target": "EUR"},
        "1 GBP = 1.1601 EUR",  # 1 / 0.862
        {"base": "欧元", "target": "人民币"},
        "7.815 CNY",
    ),
    "stock_level": ({"item": "thermos"}, "22 in stock", {"item": "台灯"}, "无货"),
    "tide_times": (
        # 28 days and 50 minutes a day after 1 November's 03:32, less 745 * 54 minutes.
        {"harbour": "Gull Point", "date": "2026-11-29"},
        "high 02:02 6.2 m, low 08:14 0.5 m",
        {"harbour": "芦港", "date": "明天"},
        "高潮12:16 4.1米",
    ),
    "list_reminders": ({"day": "tomorrow"}, "09:45 swimming", {"day": "下周一"}, "给兰花浇水"),
    "create_reminder": (
        {"text": "post the card", "time": "tomorrow at 9"},
        "2026-11-28 09:00, post the card",
        {"text": "交表", "time": "周六下午3点"},
        "2026-11-28 15:00",
    ),
    "plant_care": ({"plant": "orchid"}, "every 14 days", {"plant": "芦荟"}, "对猫有毒"),
    "medicine_leaflet": (
        {"medicine": "Dolovane"},
        "1,200 mg a day",
        {"medicine": "咳立停糖浆"},
        "5毫升",
    ),
}
GOOD: Mapping[str, Any] = {
    "id": "en-plan-901",
    "query": "when is low water at Fenwick on Sunday",
    "memory": {
        "type": "task",
        "relation": "related",
        "tasks": [
            {
                "task_name": "Tides of today",
                "tool_name": "tide_times",
                "tool_args": {"harbour": "Fenwick", "date": "today"},
            }
        ],
    },
    "tools": ["tide_times", "time_delta", "task_complete", "do_nothing"],
    "golds": [
        {"thought": thought, "tool_name": "tide_times", "tool_args": args}
        for thought, args in (
            (
                "Today's tides are known, Sunday's are not.",
                {"harbour": "Fenwick", "date": "Sunday"},
            ),
            ("Look up the 29th.", {"harbour": "Fenwick", "date": "2026-11-29"}),
            ("The wrong day was asked for.", {"harbour": "fenwick", "date": "Sunday"}),
            ("Ask for Sunday's low water.", {"harbour": "Fenwick", "date": "this Sunday"}),
        )
    ],
}


@cache
def runner() -> Runner:
    return make_runner()


def run(name: str, language: Language, args: Mapping[str, Any]) -> str:
    return runner().registry.run(name, args, ToolContext(NOW, language)).text


def complaints_of(row: Mapping[str, Any], kind: SeedKind = "plan") -> list[str]:
    """What the builder says of a seed, without its place."""
    complaints = Complaints()
    seed = Seed("a.jsonl", 7, "en", kind, row)
    if check_form(seed, runner().registry, complaints):
        instance_of(seed, runner(), complaints)
    place = f"a.jsonl:7: {row['id']}: "
    assert all(line.startswith(place) for line in complaints.lines)
    return [line.removeprefix(place) for line in complaints.lines]


def gold(number: int, **changes: Any) -> dict[str, Any]:
    """The good seed with one right answer changed."""
    golds = list(GOOD["golds"])
    golds[number] = {**golds[number], **changes}
    return {**GOOD, "golds": golds}


@pytest.mark.parametrize("name", [entry.name for entry in EXTRA_TOOLS])
def test_each_further_tool_runs_in_both_languages(name: str) -> None:
    english, told, chinese, told_chinese = CALLS[name]
    assert told in run(name, "en", english)
    assert told_chinese in run(name, "zh", chinese)


def test_every_tool_is_described_in_the_language_of_the_prompt() -> None:
    for entry in runner().registry:
        english, chinese = function_of(entry, "en"), function_of(entry, "zh")
        assert list(english["parameters"]["properties"]) == list(
            chinese["parameters"]["properties"]
        )
        assert english["description"].isascii() or "°" in english["description"]
        assert not chinese["description"].isascii()


@pytest.mark.parametrize(
    ("name", "args", "said"),
    [
        ("calculate", {"expression": "__import__('os')"}, "no expression"),
        ("calculate", {"expression": "9**9**9"}, "no expression"),
        ("calculate", {"expression": "1/0"}, "division by zero"),
        ("convert_units", {"value": 1, "from_unit": "km", "to_unit": "kg"}, "a unit of length"),
        ("opening_hours", {"place": "Harbour Musuem", "day": "Friday"}, "Harbour Museum"),
        ("create_reminder", {"text": "x", "time": "tomorrow"}, "no time of day"),
        ("tide_times", {"harbour": "Fenwick", "date": "2027-05-01"}, "covers 2026-11-01"),
        ("train_times", {"origin": "Fenwick", "destination": "Astley", "date": "today"}, "direct"),
        ("book_info", {"title": "The"}, "nothing is known"),
    ],
)
def test_wrong_arguments_are_told_in_one_line(
    name: str, args: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(ToolError, match=said) as raised:
        run(name, "en", args)
    assert "\n" not in str(raised.value)


def test_a_good_seed_is_built_with_the_real_observation() -> None:
    assert complaints_of(GOOD) == []
    built = instance_of(Seed("a.jsonl", 7, "en", "plan", GOOD), runner(), Complaints())
    observed = "Fenwick, 2026-11-27 (Friday): low 05:13 1.1 m"
    assert observed in built["memory"]
    assert all(observed in prompt for prompt in built["prompt_input"].values())
    assert built["memory_last_task"] == {
        "tool_name": "tide_times",
        "tool_args": {"harbour": "Fenwick", "date": "today"},
    }


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (gold(1, tool_args={"harbour": "Fenwick", "date": "2028-01-01"}), "gold 2 does not run"),
        (gold(3, tool_args={"harbour": "FENWICK", "date": "today"}), "gold 4 repeats the last"),
        (gold(0, tool_name="calculate"), "not on offer"),
        (gold(2, thought="Look up the  29th."), "2 golds say the same"),
        (gold(2, thought="查星期日的潮汐。"), "not in the language"),
        ({**GOOD, "golds": GOOD["golds"][:3]}, "it has 3 golds; 4 are needed"),
        ({**GOOD, "memory": {"type": "task", "tasks": []}}, "needs a relation"),
        ({**GOOD, "tools": ["tide_times", "find_it", "task_complete", "do_nothing"]}, "'find_it'"),
        ({**GOOD, "gold": []}, "the key 'gold' is not known"),
    ],
)
def test_a_bad_seed_is_refused(row: Mapping[str, Any], said: str) -> None:
    assert any(said in line for line in complaints_of(row))


def test_prompts_name_the_time_that_they_are_given() -> None:
    seed = Seed("a.jsonl", 7, "en", "plan", {**GOOD, "memory": {"type": "none"}})
    for now in (NOW, datetime(2024, 2, 29, 8, 5)):
        prompts = prompts_of(seed, [], [], now)
        assert all(f"{now:%Y-%m-%d %H:%M %A}" in prompt for prompt in prompts.values())
    assert prompts_of(seed, [], []) == prompts_of(seed, [], [], NOW)


def test_the_facts_of_a_conclusion_stand_in_what_is_known_and_in_every_answer() -> None:
    golds = ["It is at 05:13.", "Low water is 05:13.", "The sea is out at 05:13.", "At a quarter."]
    row = {**GOOD, "id": "en-conclusion-901", "golds": golds, "facts": ["05:13", ["06:30", "half"]]}
    said = complaints_of({key: row[key] for key in row if key != "tools"}, "conclusion")
    assert any(line.startswith("the fact '05:13' does not stand in gold 4") for line in said)
    assert any("['06:30', 'half'] does not stand in what is known" in line for line in said)
    assert not any("'05:13' does not stand in what is known" in line for line in said)


def test_what_is_wrong_with_a_file_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seed_files, "FOLDER", tmp_path)
    good = json.dumps({**GOOD, "query": "Low water?"})
    (tmp_path / "en_plan.jsonl").write_text(f"{good}\n\n{{'id': 1}}\n[]\n{good}\n", "utf-8")
    complaints = Complaints()
    seeds = read_seeds(complaints, ["en_plan", "zh_profile"])
    assert [seed.line for seed in seeds] == [1, 5]
    assert [line.split(": ")[0] for line in complaints.lines] == [
        "en_plan.jsonl:3",
        "en_plan.jsonl:4",
        "zh_profile.jsonl",
    ]
    complaints = Complaints()
    check_whole(seeds, complaints, shares=False)
    assert complaints.lines == [
        "the id 'en-plan-901' stands 2 times",
        "the query 'low water?' stands 2 times",
    ]


def test_shares_of_memory_that_are_off_are_told() -> None:
    complaints = Complaints()
    check_whole([Seed("a.jsonl", 1, "en", "plan", GOOD)], complaints, shares=True)
    told = "\n".join(complaints.lines)
    assert "en: 1 of 1 plan and conclusion seeds have memory of type task (100%)" in told
    assert "en: 0 of 1 memories of type task are conflicting; about a third is wanted" in told


def test_what_ships_is_what_the_seeds_make() -> None:
    lines = gzip.decompress(mini_path().read_bytes()).decode("utf-8").splitlines()
    shipped = {row["id"]: row for row in map(json.loads, lines)}
    complaints = Complaints()
    seeds = read_seeds(complaints)
    assert [seed.id for seed in seeds] == list(shipped)
    for seed in seeds[::9]:
        made = instance_of(seed, runner(), complaints)
        assert json.loads(json.dumps(made)) == shipped[seed.id], seed.id
    assert complaints.lines == []


def test_the_data_card_has_the_statistics_of_the_seeds() -> None:
    card = mini_path().with_name("DATA_CARD.md").read_text(encoding="utf-8")
    assert with_statistics(card, statistics(read_seeds(Complaints()))) == card


def test_the_same_lines_are_packed_into_the_same_bytes() -> None:
    rows = [{"id": "a", "query": "港"}]
    assert packed(rows) == packed(rows)
    assert gzip.decompress(packed(rows)).decode("utf-8") == '{"id": "a", "query": "港"}\n'
