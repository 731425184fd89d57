"""The values of the slots of Chinese phrasings, drawn when a phrasing asks for them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from engine.mat.synthetic import slots_zh
from engine.mat.synthetic.phrasings import zh_places


def _future(rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.35:
        return slots_zh.due(rng)
    if chance < 0.42:
        return slots_zh.future_name(rng)
    name = rng.choice(
        rng.choice(
            (
                slots_zh.PUBLIC_HOLIDAYS,
                slots_zh.PUBLIC_HOLIDAYS,
                slots_zh.EVENTS,
                slots_zh.SOLAR_TERMS,
            )
        )
    )
    return slots_zh.dated_name(rng, name) if rng.random() < 0.35 else name


def _day(rng: random.Random) -> str:
    return slots_zh.written_date(rng, slots_zh.day_between(rng, date(2022, 1, 1), 3000))


_COUNTRIES = (
    "德国|法国|英国|美国|日本|韩国|意大利|西班牙|加拿大|澳大利亚|新西兰|新加坡|泰国|马来西亚|越南|印度|印度尼西亚|"
    "菲律宾|俄罗斯|巴西|墨西哥|阿根廷|荷兰|比利时|瑞士|瑞典|挪威|丹麦|芬兰|波兰|奥地利|葡萄牙|希腊|土耳其|南非|"
    "埃及|爱尔兰|捷克|匈牙利|香港|澳门|台湾|德国巴伐利亚|苏格兰|智利|以色列|冰岛|罗马尼亚|德国柏林"
).split("|")
_DRAWS: dict[str, Callable[[random.Random], str]] = {
    "date": lambda rng: slots_zh.day_like(rng, slots_zh.day_between(rng, date(2022, 1, 1), 3000)),
    "day": _day,
    "relative": slots_zh.relative_day,
    "event": lambda rng: (
        slots_zh.dated_name(rng, rng.choice(slots_zh.EVENTS))
        if rng.random() < 0.4
        else rng.choice(slots_zh.EVENTS)
    ),
    "festival": slots_zh.festival,
    "future": _future,
    "due": slots_zh.due,
    "past": slots_zh.past,
    "born": slots_zh.born,
    "month": slots_zh.month,
    "year": slots_zh.year,
    "holiday": lambda rng: rng.choice(slots_zh.PUBLIC_HOLIDAYS),
    "term": lambda rng: rng.choice(slots_zh.SOLAR_TERMS),
    "country": lambda rng: rng.choice(_COUNTRIES),
    "place": zh_places.place,
}


class Drawn(dict[str, str]):
    """The values of slots, drawn when they are asked for; a digit after a name tells two apart."""

    def __init__(self, rng: random.Random, **given: str) -> None:
        super().__init__(given)
        self._rng = rng

    def __missing__(self, name: str) -> str:
        kind = name.rstrip("0123456789")
        weather = kind == "day" and ("place" in self or "place2" in self)
        draw = slots_zh.weather_day if weather else _DRAWS[kind]
        self[name] = draw(self._rng)
        return self[name]
