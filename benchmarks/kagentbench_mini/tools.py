"""The further tools of KAgentBench-mini: they run, and what they know is invented (see tables).

They are told in the paper's form by their docstrings, like the program's own tools.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from benchmarks.kagentbench_mini import more_tables as more
from benchmarks.kagentbench_mini import shelf_tables as shelf
from benchmarks.kagentbench_mini import tables
from benchmarks.kagentbench_mini.lookups import answer, find, missing, pick
from benchmarks.kagentbench_mini.reckoning import RECKONING_TOOLS, amount
from engine.dates.resolving import resolve
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, refuse
from engine.tools.tool import Tool, tool
from engine.tools.wording import dated

_WEEKEND = 5
_LUNAR_DAY = 745
_FULL_DAY = 1440


def find_recipe(context: ToolContext, ingredient: str) -> Observation:
    """Find a dish by its main ingredient: minutes, servings and what is needed.

    Args:
    ingredient: the main ingredient, one word or two
    """
    found = find(context, "find_recipe", ingredient, ((r.ingredient, r) for r in more.RECIPES))
    return answer(
        context,
        f"{found.dish[0]}: {found.minutes} minutes, serves {found.serves}; needs {found.needs[0]}",
        f"{found.dish[1]}：{found.minutes}分钟，{found.serves}人份；需要{found.needs[1]}",
    )


def opening_hours(context: ToolContext, place: str, day: str) -> Observation:
    """Look up when a place in town is open on a day.

    Args:
    place: the place's name
    day: the day, as 2026-11-27, Friday or tomorrow
    """
    found = find(context, "opening_hours", place, (((p.en, p.zh), p) for p in tables.PLACES))
    when = resolve(day, context).first_day
    hours = found.hours[when.weekday()]
    shown = dated(when, context.language)
    return answer(
        context,
        f"{found.en}, {shown}: {f'open {hours}' if hours else 'closed'}; {found.note_en}",
        f"{found.zh}，{shown}：{f'开放{hours}' if hours else '不开放'}；{found.note_zh}",
    )


def train_times(context: ToolContext, origin: str, destination: str, date: str) -> Observation:
    """List the direct trains between two stations on a day, with their prices.

    Args:
    origin: the station where the journey begins
    destination: the station where it ends
    date: the day, as 2026-11-27, Friday or tomorrow
    """
    stations = {names: names for r in tables.ROUTES for names in (r.origin, r.destination)}
    start = find(context, "train_times", origin, stations.items())
    end = find(context, "train_times", destination, stations.items())
    when = resolve(date, context).first_day
    route = next((r for r in tables.ROUTES if (r.origin, r.destination) == (start, end)), None)
    shown = dated(when, context.language)
    runs = () if route is None else _runs(route, when)
    if route is None or not runs:
        missing(
            context,
            f"train_times: no direct train from {start[0]} to {end[0]} on {shown}",
            f"train_times：{shown}没有从{start[1]}到{end[1]}的直达列车",
        )
    return answer(
        context,
        f"{start[0]} to {end[0]}, {shown}: {', '.join(runs)}; {route.price:.2f} one way",
        f"{start[1]}到{end[1]}，{shown}：{'、'.join(runs)}；单程{route.price:.2f}元",
    )


def _runs(route: tables.Route, when: date) -> tuple[str, ...]:
    return route.weekend if when.weekday() >= _WEEKEND else route.weekdays


def book_info(context: ToolContext, title: str) -> Observation:
    """Look a book up in the catalogue: author, year, pages, kind.

    Args:
    title: the title, or a part of it
    """
    found = find(context, "book_info", title, (((b.en, b.zh), b) for b in shelf.BOOKS))
    return answer(
        context,
        f"{found.en}, by {found.author_en}, {found.year}, {found.pages} pages, {found.kind_en}; "
        f"{found.note_en}",
        f"《{found.zh}》，{found.author_zh}著，{found.year}年，{found.pages}页，{found.kind_zh}；"
        f"{found.note_zh}",
    )


def exchange_rate(context: ToolContext, base: str, target: str) -> Observation:
    """Look up what one unit of a currency is worth in another today.

    Args:
    base: the currency to change from, a code such as EUR or its name
    target: the currency to change into
    """
    codes = [((code, *names), code) for code, names in more.CURRENCIES.items()]
    first = find(context, "exchange_rate", base, codes)
    second = find(context, "exchange_rate", target, codes)
    rate = amount(round(more.RATES[second] / more.RATES[first], 4))
    return answer(
        context,
        f"1 {first} = {rate} {second} (table of 2026-11-27)",
        f"1 {first} = {rate} {second}（2026年11月27日牌价）",
    )


def stock_level(context: ToolContext, item: str) -> Observation:
    """Look up how many of an article the shop has, its shelf, price and next delivery.

    Args:
    item: the article's name
    """
    found = find(context, "stock_level", item, (((i.en, i.zh), i) for i in more.ITEMS))
    here = f"{found.number} in stock, shelf {found.shelf}" if found.number else "out of stock"
    here_zh = f"库存{found.number}件，货架{found.shelf}" if found.number else "无货"
    return answer(
        context,
        f"{found.en}: {here}; price {found.price:.2f}; next delivery {found.delivery}",
        f"{found.zh}：{here_zh}；单价{found.price:.2f}元；下次到货{found.delivery}",
    )


def tide_times(context: ToolContext, harbour: str, date: str) -> Observation:
    """List the high and low waters of a harbour on a day, with their heights in metres.

    Args:
    harbour: the harbour's name
    date: the day, as 2026-11-27, Friday or tomorrow
    """
    found = find(context, "tide_times", harbour, (((h.en, h.zh), h) for h in more.HARBOURS))
    when = resolve(date, context).first_day
    if not more.TIDES_FROM <= when.isoformat() <= more.TIDES_TO:
        missing(
            context,
            f"tide_times: the table covers {more.TIDES_FROM} to {more.TIDES_TO}, not {when}",
            f"tide_times：潮汐表只含{more.TIDES_FROM}至{more.TIDES_TO}，不含{when}",
        )
    shown = dated(when, context.language)
    waters = list(_waters(found, when))
    en = ", ".join(
        f"{'high' if is_high else 'low'} {at} {height} m" for at, is_high, height in waters
    )
    zh = "，".join(
        f"{'高潮' if is_high else '低潮'}{at} {height}米" for at, is_high, height in waters
    )
    return answer(context, f"{found.en}, {shown}: {en}", f"{found.zh}，{shown}：{zh}")


def _waters(harbour: more.Harbour, when: date) -> Iterable[tuple[str, bool, float]]:
    """High and low water in turn, each a quarter of a lunar day after the one before."""
    begin = (when - date.fromisoformat(more.TIDES_FROM)).days * _FULL_DAY
    number = 2 * ((begin - harbour.first_high) // _LUNAR_DAY)
    while (at := harbour.first_high + number * _LUNAR_DAY // 2 - begin) < _FULL_DAY:
        if at >= 0:
            is_high = number % 2 == 0
            yield f"{at // 60:02}:{at % 60:02}", is_high, harbour.high if is_high else harbour.low
        number += 1


def list_reminders(context: ToolContext, day: str) -> Observation:
    """List the user's reminders of a day, or of a week or month.

    Args:
    day: the day or period, as 2026-11-27, tomorrow or next week
    """
    span = resolve(day, context)
    first, last = span.first_day.isoformat(), span.last_day.isoformat()
    found = [each for each in more.REMINDERS if first <= each.time[:10] <= last]
    if not found:
        missing(
            context,
            f"list_reminders: no reminders for {span.text}",
            f"list_reminders：{span.text}没有提醒事项",
        )
    lines = [f"{each.time} {pick(context.language, each.en, each.zh)}" for each in found]
    return answer(context, "; ".join(lines), "；".join(lines))


def create_reminder(context: ToolContext, text: str, time: str) -> Observation:
    """Make a reminder.

    Args:
    text: what to be reminded of
    time: when, with the time of day, as 2026-11-28 09:00 or tomorrow at 9
    """
    span = resolve(time, context)
    if span.grain != "time":
        refuse(
            context.language,
            f"create_reminder: {span.expression!r} has no time of day; write 2026-11-28 09:00",
            f"create_reminder：“{span.expression}”没有时刻；请写成2026-11-28 09:00",
        )
    shown = f"{span.start:%Y-%m-%d %H:%M}"
    return answer(context, f"reminder made: {shown}, {text}", f"已设提醒：{shown}，{text}")


def plant_care(context: ToolContext, plant: str) -> Observation:
    """Look up how a house or garden plant is cared for: water, light, temperature.

    Args:
    plant: the plant's name
    """
    found = find(context, "plant_care", plant, (((p.en, p.zh), p) for p in tables.PLANTS))
    return answer(context, f"{found.en}: {found.care_en}", f"{found.zh}：{found.care_zh}")


def medicine_leaflet(context: ToolContext, medicine: str) -> Observation:
    """Read what the leaflet of a medicine says: its use, dose and warnings.

    Args:
    medicine: the medicine's name
    """
    listed = (((m.en, m.zh), m) for m in shelf.MEDICINES)
    found = find(context, "medicine_leaflet", medicine, listed)
    return answer(context, f"{found.en}: {found.leaflet_en}", f"{found.zh}：{found.leaflet_zh}")


EXTRA_TOOLS: tuple[Tool, ...] = (
    *RECKONING_TOOLS,
    tool(find_recipe, en="Find a recipe", zh="查找菜谱", returns="the dish"),
    tool(opening_hours, en="Look up opening hours", zh="查询开放时间", returns="the hours"),
    tool(train_times, en="Look up trains", zh="查询列车", returns="departures with arrivals"),
    tool(book_info, en="Look up a book", zh="查询图书", returns="the catalogue's entry"),
    tool(exchange_rate, en="Look up an exchange rate", zh="查询汇率", returns="the rate"),
    tool(stock_level, en="Look up stock", zh="查询库存", returns="number, shelf, price"),
    tool(tide_times, en="Look up tides", zh="查询潮汐", returns="times and heights"),
    tool(list_reminders, en="List reminders", zh="列出提醒", returns="the reminders"),
    tool(create_reminder, en="Make a reminder", zh="新建提醒", returns="what was noted"),
    tool(plant_care, en="Look up plant care", zh="查询养护方法", returns="the care"),
    tool(medicine_leaflet, en="Read a leaflet", zh="查看药品说明", returns="the leaflet"),
)
