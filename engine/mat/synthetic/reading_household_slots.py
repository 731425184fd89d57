"""What stands in the slots of household documents: prices, times, days, names, places."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.events import Language

_FIRST: dict[Language, tuple[str, ...]] = {
    "en": (
        "Anna", "Tom", "Priya", "Marta", "Ali", "Grace", "Jonas", "Helen", "Omar", "Ruth", "Sofia",
        "Daniel", "Yuki", "Carmen", "Pavel", "Nina", "Leon", "Fatima", "Owen", "Clara", "Victor",
        "Mei", "Hugo", "Irene", "Sam", "Lucy", "Ivan", "Rosa", "Ben", "Dora",
    ),
    "zh": (
        "小李", "小王", "小陈", "阿强", "小美", "老张", "晓雯", "志明", "丽华", "子涵", "建国",
        "小芳", "阿珍", "俊杰", "佳怡", "大伟", "雪梅", "浩然", "小周", "老刘",
    ),
}  # fmt: skip
_LAST: dict[Language, tuple[str, ...]] = {
    "en": (
        "Becker", "Novak", "Murphy", "Okafor", "Silva", "Larsen", "Hughes", "Patel", "Rossi",
        "Kowalski", "Grant", "Meyer", "Tanaka", "Lopez", "Barnes", "Fischer", "Haddad", "Walsh",
        "Dubois", "Ferreira", "Quinn", "Sharma", "Moreau", "Keller", "Osei", "Price",
    ),
    "zh": (
        "王建军", "李敏", "陈志华", "张伟", "刘芳", "赵丽娜", "周强", "吴晓红", "黄国栋", "徐静",
        "孙涛", "何雨", "郭文斌", "林淑芬", "高翔", "马超", "罗玉兰", "梁永康", "宋佳",
        "唐志远", "冯雪", "曹磊",
    ),
}  # fmt: skip
_PLACES: dict[Language, tuple[str, ...]] = {
    "en": (
        "Hillside", "Riverton", "Oakfield", "Milbrook", "Harbour Town", "Ashford", "Lindenau",
        "Westport", "Norwick", "Elmstead", "Castle Bay", "Greenford", "Brookvale", "Stonebridge",
        "Fairview", "Lakeside", "Redhill", "Marlow", "Kingsley", "Sandford",
    ),
    "zh": (
        "滨江", "翠湖", "东城", "南山", "青石", "云溪", "临江", "西苑", "金沙", "白鹭", "长宁",
        "虹桥", "松林", "新港", "枫林", "月亮湾", "清河", "桂园", "梅岭", "海棠",
    ),
}  # fmt: skip
_DAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_STREETS = ("Mill Lane", "Hill Street", "Park Road", "Station Road", "Birch Avenue", "Church Lane",
            "Canal Street", "Garden Way", "High Street", "Rose Court")  # fmt: skip
_CURRENCIES: dict[Language, tuple[str, ...]] = {
    "en": ("€{}", "{} euros", "${}", "£{}", "{} EUR", "{} dollars", "EUR {}", "{} pounds"),
    "zh": ("{}元", "{}元", "{}块", "{}元人民币", "¥{}"),
}
_CLOCKS = ("{h}:{m:02}", "{h:02}:{m:02}", "{k}.{m:02} {half}", "{k}:{m:02} {half}")
_CLOCKS_ZH = ("{h}:{m:02}", "{h:02}:{m:02}", "{part}{k}点{mm}")


@dataclass(slots=True)
class Slots:
    """The values of one document's slots; a slot keeps its value, and two seldom share one."""

    language: Language
    rng: random.Random
    values: dict[str, str] = field(default_factory=dict)
    currency: str = ""
    clock: str = ""

    def __post_init__(self) -> None:
        self.currency = self.rng.choice(_CURRENCIES[self.language])
        self.clock = self.rng.choice(_CLOCKS if self.language == "en" else _CLOCKS_ZH)

    def value(self, slot: str) -> str:
        """What stands for `{slot}`: a kind with a number, or choices with "/" between."""
        known = self.values.get(slot)
        if known is not None:
            return known
        value = self._drawn(slot)
        for _ in range(6):
            if value not in self.values.values():
                break
            value = self._drawn(slot)
        self.values[slot] = value
        return value

    def _drawn(self, slot: str) -> str:
        if "/" in slot:
            return self.rng.choice(slot.split(":", 1)[-1].split("/"))
        if "-" in slot:
            low, high = slot.split(":", 1)[-1].split("-")
            return str(self.rng.randint(int(low), int(high)))
        return _DRAWN[slot.rstrip("0123456789")](self)

    def price(self, low: int, high: int) -> str:
        """An amount of money as this document writes it."""
        amount = self.rng.randint(low, high)
        if amount > 100:
            amount = round(amount, -1)
        written = f"{amount:,}" if amount >= 1000 and self.rng.random() < 0.3 else str(amount)
        if amount < 60 and self.rng.random() < 0.25:
            written += self.rng.choice((".50", ".90", ".20"))
        return self.currency.format(written)

    def time(self) -> str:
        """A time of day as this document writes it."""
        hour, minute = self.rng.randint(6, 22), self.rng.choice((0, 0, 15, 30, 30, 45, 10, 50))
        part = "早上" if hour < 9 else "上午" if hour < 12 else "下午" if hour < 18 else "晚上"
        past = {0: "", 30: "半", 15: "一刻"}.get(minute, f"{minute}分")
        return self.clock.format(
            h=hour, m=minute, k=(hour - 1) % 12 + 1, half="am" if hour < 12 else "pm",
            part=part, mm=past,
        )  # fmt: skip

    def date(self) -> str:
        """A day of the year."""
        month, day = self.rng.randint(1, 12), self.rng.randint(1, 28)
        if self.language == "zh":
            return f"{month}月{day}日"
        return self.rng.choice((f"{day} {_MONTHS[month - 1]}", f"{_MONTHS[month - 1]} {day}"))

    def person(self) -> str:
        """A name as documents write it."""
        if self.language == "zh":
            title = self.rng.choice(("", "", "老师", "经理", "主任"))
            return self.rng.choice(_LAST["zh"]) + title
        title = self.rng.choice(("", "", "", "Ms ", "Mr ", "Dr "))
        last = self.rng.choice(_LAST["en"])
        return f"{title}{last}" if title else f"{self.rng.choice(_FIRST['en'])} {last}"

    def choice(self, choices: Mapping[Language, tuple[str, ...]]) -> str:
        """One of the language's choices."""
        return self.rng.choice(choices[self.language])

    def street(self) -> str:
        """An address."""
        if self.language == "zh":
            return f"{self.rng.choice(_PLACES['zh'])}路{self.rng.randint(2, 280)}号"
        return f"{self.rng.randint(2, 98)} {self.rng.choice(_STREETS)}"

    def phone(self) -> str:
        """A telephone number that nobody has."""
        if self.language == "zh":
            return f"0{self.rng.randint(20, 99)}-555{self.rng.randint(10000, 99999)}"
        return f"0{self.rng.randint(20, 99)} 555 0{self.rng.randint(100, 999)}"

    def code(self) -> str:
        """A code or password."""
        letters = "".join(self.rng.choice("ABCDEFGHKLMNPRSTUVWX") for _ in range(2))
        return f"{letters}-{self.rng.randint(1000, 99999)}"


# Small prices (p), middle ones (q), large ones (r); numbers from 2 on (n), tens (m); and the rest.
_DRAWN: dict[str, Callable[[Slots], str]] = {
    "p": lambda slots: slots.price(2, 40),
    "q": lambda slots: slots.price(25, 290),
    "r": lambda slots: slots.price(300, 4800),
    "n": lambda slots: str(slots.rng.randint(2, 9)),
    "m": lambda slots: str(slots.rng.choice(range(10, 95, 5))),
    "pct": lambda slots: f"{slots.rng.choice((5, 8, 10, 15, 20, 25, 30, 50))}%",
    "t": Slots.time,
    "d": lambda slots: slots.choice(_DAYS),
    "date": Slots.date,
    "year": lambda slots: str(slots.rng.randint(2012, 2026)),
    "person": Slots.person,
    "first": lambda slots: slots.choice(_FIRST),
    "place": lambda slots: slots.choice(_PLACES),
    "street": Slots.street,
    "phone": Slots.phone,
    "code": Slots.code,
    "e": lambda slots: f"{slots.rng.choice('EFEE')}{slots.rng.randint(1, 30)}",
}  # fmt: skip
