"""get_weather_info against servers on this machine that answer as the real services do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.tools.observation import ToolError
from engine.tools.services import ToolServices
from engine.tools.weather import weather_tools
from tests.engine.weather_calls import ask, asked_after_reading, error_of, lines_of
from tests.engine.weather_servers import TODAY, as_json, weather_server
from tests.engine.web_servers import page


def test_now_is_the_weather_of_this_moment_and_of_today() -> None:
    with weather_server() as server:
        found = ask(server, "Beijing", start_date="now")
        (query,) = server.asked("/v1/forecast")
    now, today = lines_of(found)
    assert now.startswith("Beijing now (2026-11-20 09:30): 5.2 °C (41 °F), overcast")
    assert today.startswith("Beijing, 2026-11-20 (Friday): 3.2 to 11.4 °C, light rain, 2.4 mm")
    assert "probability of precipitation 65%" in today
    assert "wind up to 18.3 km/h from the northwest, gusts 30.2 km/h" in today
    assert "humidity 55%, pressure 1021 hPa" in today
    assert today.endswith("sunrise 07:05, sunset 16:54.")
    # The place's own day, whatever the date is here.
    assert query["timezone"] == "auto"
    assert "start_date" not in query
    assert found.trust == "untrusted"
    assert [passage.text for passage in found.passages] == [now, today]
    for passage in found.passages:
        assert (
            passage.source == "https://open-meteo.com/en/docs?latitude=39.9075&longitude=116.3972"
        )
        assert passage.title == "Open-Meteo: Beijing, China"


def test_the_moment_is_left_out_or_added_when_told() -> None:
    with weather_server() as server:
        assert len(lines_of(ask(server, "Beijing"))) == 2
        assert len(lines_of(ask(server, "Beijing", is_current="false"))) == 1
        later = lines_of(ask(server, "Beijing", start_date="2026-11-22", is_current="true"))
    assert later[0].startswith("Beijing now")
    assert later[1].startswith("Beijing, 2026-11-22 (Sunday)")


def test_chinese_is_answered_in_chinese() -> None:
    with weather_server() as server:
        found = ask(server, "北京的天气", "zh", start_date="这周末")
    saturday, sunday, dates, which = lines_of(found)
    assert saturday.startswith("北京2026年11月21日（星期六）：2.2至10.4℃，晴，降水0 mm，降水概率0%")
    assert sunday.startswith("北京2026年11月22日（星期日）")
    assert dates == "日期：这周末（2026年11月21日至2026年11月22日）。"
    # The villages of that name come first in the answer; the capital is the most populous.
    assert which.startswith("“北京”取人口最多的北京（中国），人口18,960,744。")
    assert found.data["locations"][0]["place"]["latitude"] == 39.9075


def test_data_has_every_figure_with_its_unit() -> None:
    with weather_server() as server:
        data = ask(server, "Beijing").data
    location = data["locations"][0]
    assert location["place"]["population"] == 18960744
    assert location["days"][0]["precipitation"] == {"value": 2.4, "unit": "mm"}
    assert location["days"][0]["snowfall"] == {"value": 0.0, "unit": "cm"}
    assert location["days"][0]["condition"] == {"en": "light rain", "zh": "小雨"}
    assert location["current"]["pressure"] == {"value": 1027.3, "unit": "hPa"}
    assert (data["start_date"], data["end_date"]) == ("2026-11-20", "2026-11-20")
    assert data["failed"] == []


def test_the_past_is_asked_of_the_archive() -> None:
    with weather_server() as server:
        found = ask(server, "Rome", start_date="2024-02-29")
        assert server.asked("/v1/forecast") == []
        (query,) = server.asked("/v1/archive")
    assert (query["start_date"], query["end_date"]) == ("2024-02-29", "2024-02-29")
    # A probability says nothing about a day that is over, so it is neither asked for nor missed.
    assert "probability" not in query["daily"]
    (line,) = lines_of(found)
    assert line.startswith("Rome, 2024-02-29 (Thursday): ")
    assert "probability" not in line
    assert "no figure" not in line
    assert found.passages[0].source.startswith(
        "https://open-meteo.com/en/docs/historical-weather-api?latitude=41.8919"
    )


def test_a_range_from_long_ago_until_soon_comes_from_both() -> None:
    with weather_server() as server:
        found = ask(server, "Rome", start_date="2026-11-01", end_date="2026-11-22", room=50_000)
        (old,), (new,) = server.asked("/v1/archive"), server.asked("/v1/forecast")
    assert (old["end_date"], new["start_date"]) == ("2026-11-09", "2026-11-10")
    days = [day["date"] for day in found.data["locations"][0]["days"]]
    assert len(days) == len(set(days)) == 22
    # More days than are seen at a glance begin with a line that sums them up.
    assert lines_of(found)[0].startswith("Rome, 2026-11-01 to 2026-11-22 (22 days): ")
    assert len(lines_of(found)) == 23


def test_the_text_keeps_to_the_models_room() -> None:
    with weather_server() as server:
        span: dict[str, Any] = {"start_date": "2026-05-01", "end_date": "2026-11-01"}
        found = ask(server, "Rome", **span)
        brief = ask(server, "Rome", start_date="today", end_date="2026-11-26", room=1300)
    assert len(found.text) <= 6000
    assert len(lines_of(found)) == 8  # all days, and each of seven months
    assert len(found.data["locations"][0]["days"]) == 185
    assert len(lines_of(brief)) == 7
    assert "wind up to 18.3 km/h" in brief.text
    assert "pressure" not in brief.text


def test_several_places_are_told_and_one_that_fails_loses_no_other() -> None:
    with weather_server() as server:
        found = ask(server, "Paris, Atlantis and London", start_date="tomorrow")
    lines = lines_of(found)
    assert lines[0].startswith("Paris, 2026-11-21 (Saturday)")
    assert lines[1].startswith("London, 2026-11-21 (Saturday)")
    assert 'Atlantis: no place named "Atlantis" was found' in found.text
    assert found.data["failed"][0]["location"] == "Atlantis"
    assert found.data["failed"][0]["kind"] == "not_found"


def test_a_service_that_fails_for_one_place_loses_no_other() -> None:
    def override(path: str) -> bytes | None:
        broken = "/v1/forecast" in path and "latitude=48.8534" in path
        return page(b"<h1>oops</h1>") if broken else None

    with weather_server(override) as server:
        found = ask(server, "Paris, France and Rome", start_date="tomorrow")
    assert lines_of(found)[0].startswith("Rome, ")
    assert "Paris, France: Open-Meteo (127.0.0.1) answered with something that is no JSON" in (
        found.text
    )


@pytest.mark.parametrize(
    ("location", "region"),
    [
        ("Paris", "Île-de-France"),
        ("Paris, France", "Île-de-France"),
        ("Paris, Texas", "Texas"),
        ("Paris, TX", "Texas"),
        ("Paris, Texas, USA", "Texas"),
        ("London, ON", "Ontario"),
        ("london, canada", "Ontario"),
        ("Springfield, IL", "Illinois"),
        ("Springfield", "Missouri"),
    ],
)
def test_a_country_or_region_after_a_comma_chooses_the_place(location: str, region: str) -> None:
    with weather_server() as server:
        found = ask(server, location)
    assert [entry["place"]["region"] for entry in found.data["locations"]] == [region]


def test_which_place_was_taken_is_said_with_the_runner_up_when_close() -> None:
    with weather_server() as server:
        springfield = ask(server, "Springfield").text
        london = ask(server, "London").text
        texas = ask(server, "Paris, Texas").text
        peking = ask(server, "Peking").text
    assert (
        "Springfield was taken as Springfield, Missouri, United States (population 170,188), the "
        "most populous of that name; the next is Springfield, Massachusetts, United States "
        "(population 155,929)." in springfield
    )
    assert "taken as London, England, United Kingdom (population 8,961,989)" in london
    assert "the next is" not in london
    assert "taken as" not in texas
    assert peking.startswith("Beijing now")


def test_namesakes_are_told_apart() -> None:
    with weather_server() as server:
        lines = lines_of(ask(server, "Springfield, IL and Springfield, MO", start_date="tomorrow"))
    assert lines[0].startswith("Springfield, Illinois, United States, 2026-11-21 (Saturday)")
    assert lines[1].startswith("Springfield, Missouri, United States, 2026-11-21 (Saturday)")


@pytest.mark.parametrize(
    ("location", "name", "latitude"),
    [
        ("北京市", "北京", 39.9075),
        ("北京市朝阳区", "朝阳区", 39.92),
        ("北京朝阳", "朝阳区", 39.92),
        ("法国巴黎", "巴黎", 48.85341),
        ("巴黎，法国", "巴黎", 48.85341),
        ("呼和浩特", "呼和浩特", 40.81056),
    ],
)
def test_chinese_areas_are_understood(location: str, name: str, latitude: float) -> None:
    with weather_server() as server:
        found = ask(server, location, "zh")
        assert {query["language"] for query in server.asked("/v1/search")} == {"zh"}
    (place,) = [entry["place"] for entry in found.data["locations"]]
    assert (place["name"], place["latitude"]) == (name, latitude)


def test_an_unknown_part_of_a_city_falls_back_to_the_city() -> None:
    with weather_server() as server:
        found = ask(server, "上海幻想区", "zh")
    assert lines_of(found)[0].startswith("上海现在")
    assert "其中的“幻想区”没有找到；以下是上海的天气。" in found.text


def test_a_position_on_the_equator_is_a_position() -> None:
    with weather_server() as server:
        found = ask(server, "Null Island")
    assert found.passages[0].title == "Open-Meteo: Null Island"
    assert "latitude=0.0000&longitude=0.0000" in found.passages[0].source


def test_a_day_that_is_said_with_the_place_is_used() -> None:
    with weather_server() as server:
        assert ask(server, "Rome tomorrow").data["start_date"] == "2026-11-21"
        both = ask(server, "Rome tomorrow", start_date="2026-11-24")
    assert both.data["start_date"] == "2026-11-24"


@pytest.mark.parametrize("location", ["Rome and", "Rome, for", "Rome will be"])
def test_a_small_word_after_the_place_is_left_out(location: str) -> None:
    with weather_server() as server:
        assert ask(server, location).text == ask(server, "Rome").text


def test_an_end_before_the_start_is_swapped_and_said() -> None:
    with weather_server() as server:
        found = ask(server, "Rome", start_date="2026-11-22", end_date="2026-11-21")
        chinese = ask(server, "北京", "zh", start_date="后天", end_date="明天")
    assert (found.data["start_date"], found.data["end_date"]) == ("2026-11-21", "2026-11-22")
    assert "The start, 2026-11-22, is after the end, 2026-11-21; the two were swapped." in (
        found.text
    )
    assert "已将两者对调" in chinese.text


@pytest.mark.parametrize(
    ("date", "limit"),
    [("2027-03-01", "15 days after today"), ("1939-12-31", "only from 1940-01-01")],
)
def test_days_that_no_service_knows_are_refused_with_the_limit(date: str, limit: str) -> None:
    with weather_server() as server:
        error = error_of(server, "Rome", start_date=date)
        assert server.requests == []
    assert error.kind == "invalid_argument"
    assert date in str(error)
    assert limit in str(error)


def test_days_beyond_the_horizon_are_left_out_and_said() -> None:
    last = TODAY + timedelta(15)
    with weather_server() as server:
        found = ask(server, "Rome", start_date=last.isoformat(), end_date="2026-12-10")
        chinese = ask(server, "北京", "zh", start_date="2026-12-01", end_date="2026-12-10")
    assert [day["date"] for day in found.data["locations"][0]["days"]] == [last.isoformat()]
    assert "Left out: 2026-12-06 to 2026-12-10; Open-Meteo has data only" in found.text
    assert "未包括2026年12月6日至2026年12月10日" in chinese.text
    assert "预报最多到今天之后15天" in chinese.text


def test_more_than_a_year_is_refused() -> None:
    with weather_server() as server:
        error = error_of(server, "Rome", start_date="2020-01-01", end_date="2023-01-01")
    assert error.kind == "invalid_argument"
    assert "1,097 days; ask for at most 366" in str(error)


def test_days_that_the_service_withholds_are_said() -> None:
    def override(path: str) -> bytes | None:
        if "/v1/forecast?" not in path:
            return None
        days = {"time": ["2026-11-21"], "temperature_2m_max": [9.0], "temperature_2m_min": [None]}
        return as_json({"daily": days})

    with weather_server(override) as server:
        found = ask(server, "Rome", start_date="2026-11-21", end_date="2026-11-23")
    assert lines_of(found)[0].startswith("Rome, 2026-11-21 (Saturday): at most 9 °C")
    assert "no figure given for lowest temperature, condition, precipitation" in found.text
    assert "Open-Meteo gave no data of Rome for 2026-11-22 to 2026-11-23." in found.text
    assert found.data["locations"][0]["days"][0]["precipitation"] == {"value": None, "unit": "mm"}


def test_an_answer_without_any_of_the_days_is_an_error() -> None:
    def override(path: str) -> bytes | None:
        return as_json({"daily": {"time": []}}) if "/v1/forecast?" in path else None

    with weather_server(override) as server:
        error = error_of(server, "Rome", start_date="tomorrow")
    assert error.kind == "not_found"
    assert "Rome, Latium, Italy" in str(error)


def test_the_tool_is_offered_as_an_online_one() -> None:
    (entry,) = weather_tools(ToolServices())
    assert entry.name == "get_weather_info"
    assert entry.online
    assert entry.schema()["required"] == ["location"]
    properties = entry.parameters["properties"]
    assert properties["start_date"]["x-implied"] == ["now"]
    assert properties["is_current"]["x-for-prose"]
    assert all(spec["description"] for spec in properties.values())


def test_a_few_lines_are_the_answer_as_a_whole_and_many_are_to_choose_from() -> None:
    with weather_server() as server:
        few = ask(server, "Beijing", start_date="this weekend")
        many = ask(server, "Beijing", start_date="2026-11-20", end_date="2026-12-03")
    assert few.whole
    assert few.certain
    assert not many.whole
    assert many.certain


def test_a_date_that_follows_from_the_question_is_no_secret() -> None:
    recalled = "Minutes of 2026-11-21: the meeting of 2026-11-22 is put off."
    with weather_server() as server:
        found = asked_after_reading(server, "weather in Beijing this weekend", recalled)
        assert "2026-11-22" in found.text
        with pytest.raises(ToolError) as caught:
            asked_after_reading(server, "weather in Beijing", recalled, start_date="2026-11-22")
    assert caught.value.kind == "refused"
