"""Phrasings and names for questions about people, which the encyclopedia answers.

`(a|b|)` chooses one of the alternatives; `{slot}` is filled as `engine.mat.synthetic.questions.fill` does.
The people are made up.
"""

from __future__ import annotations

from engine.events import Language
from engine.mat.synthetic.phrasings import zh_people, zh_places


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


PLACES: dict[Language, tuple[str, ...]] = {
    "en": _split(
        "Beijing|Shanghai|London|Paris|New York|Berlin|Tokyo|Hamburg|Oslo|Cape Town|"
        "Los Angeles|San Francisco|Port Ellery|Vancouver|Chicago|Sydney|Rome|Madrid|"
        "Buenos Aires|Hong Kong|Boston, Massachusetts|Portland, Oregon|Lyon, France|"
        "Kyoto|Chengdu|Reykjavik|Mexico City|Saint Petersburg|Dublin|Warsaw|Nairobi|"
        "Shenzhen|Toronto|Melbourne|Zurich|Lisbon|Hanoi"
    ),
    "zh": zh_places.CITIES,
}
COMPARE: dict[Language, tuple[str, ...]] = {
    "en": (
        "How many days (older|younger) is {a} than {b}?",
        "How many days is {a} (older|younger) than {b}?",
        "How much (older|younger) is {a} than {b}(| in days)?",
        "(What is|What's) the (age difference|difference in age) (between|of) {a} and {b}?",
        "How many (days|years|weeks) (are there |)between the (births|birthdays) of {a} and {b}?",
        "(Who is older|Who was born first|Which one is older), {a} or {b}?",
        "By how many days is {a} (older|younger) than {b}?",
        "{a} and {b}: (how many days apart|age difference)?",
        "was {a} born before {b}?",
    ),
    "zh": zh_people.COMPARE,
}
AGE: dict[Language, tuple[str, ...]] = {
    "en": (
        "How old is {a}(| now| today)?",
        "(What is|What's) {a}'s age(| now)?",
        "{a} is (a genius|famous|great), how old is (he|she) now?",
        "How many days old is {a}?",
        "how many days has {a} lived",
    ),
    "zh": zh_people.AGE,
}
ABOUT: dict[Language, tuple[str, ...]] = {
    "en": (
        "Who is {a}?",
        "What is {a} known for?",
        "What does {a} do?",
        "(Tell me|Say something) about {a}",
        "who was {a}",
    ),
    "zh": zh_people.ABOUT,
}
BORN: dict[Language, tuple[str, ...]] = {
    "en": (
        "When was {a} born?",
        "(What is|What's) (the birthday of {a}|{a}'s birthday|{a}'s date of birth)?",
        "(On which|On what) (day|date) was {a} born?",
        "{a} (birthday|date of birth|birth date)",
        "birthday of {a}",
        "what year was {a} born",
    ),
    "zh": zh_people.BORN,
}
FIRST_NAMES = _split(
    "Alma|Bruno|Clara|Dario|Elena|Felix|Greta|Hugo|Ines|Jonas|Katya|Lionel|Mara|"
    "Nadia|Oskar|Paula|Quentin|Rosa|Stefan|Tilda|Ugo|Vera|Walter|Xenia|Yusuf|Zora|"
    "Antonela|Ada|Grace|Alan"
)
FAMILY_NAMES = _split(
    "Almeida|Bergström|Castellan|Dvorak|Escobedo|Fontaine|Grimaldi|Halvorsen|"
    "Ibarra|Janssen|Kovac|Lindqvist|Marchetti|Novak|Okafor|Pettersen|Quiroga|"
    "Roccaforte|Sorensen|Tremblay|Ustinov|Vasquez|Winther|Yamada|Zielinski|Mayer|"
    "Hopper|Turner|Morwen|Ellery"
)
ZH_NAMES = zh_people.NAMES
ROLES: dict[Language, tuple[str, ...]] = {
    "en": _split(
        "an Argentine footballer|a Swedish chemist|an Italian painter|"
        "a Polish mathematician|a Chinese novelist|a Danish sailor|a French composer|"
        "a model and entrepreneur|a Canadian engineer|a Brazilian singer|"
        "a Norwegian skier|a Kenyan runner"
    ),
    "zh": zh_people.ROLES,
}
ADVICE: dict[Language, tuple[str, ...]] = {
    "en": ("{name} is {role}.", "{name} (born {written}) is {role}.", "About {name}, {role}."),
    "zh": ("{name}，{role}。", "{name}（{written}出生），{role}。", "{name}是{role}。"),
}
# Sentences of a page about somebody that answer nothing.
PAGE_LINES: dict[Language, tuple[str, ...]] = {
    "en": (
        "{name} grew up in a small town near the coast.",
        "In 2012 {name} moved to another city.",
        "The family has three children.",
        "{name} studied there until the age of 21.",
        "The first great success came in 2015.",
        "{title} has been married since 2017.",
        "Early life and education are described in a biography of 2020.",
        "Since then {name} has worked abroad.",
        "An exhibition was held in 2018.",
        "The prize was given for the work of 10 years.",
    ),
    "zh": (
        "{name}在海边的一座小城长大。",
        "2012年，{name}搬到了另一座城市。",
        "家中有三个孩子。",
        "{name}在那里学习到21岁。",
        "2015年首次获得成功。",
        "{title}于2017年结婚。",
        "早年生活见2020年出版的传记。",
        "此后{name}一直在国外工作。",
        "2018年举办了展览。",
        "这一奖项表彰其十年的工作。",
    ),
}
