"""Words that carry no subject of their own: ignored in queries, never in what is indexed."""

from __future__ import annotations

import re

_ENGLISH = """
    a about aren couldn didn doesn don hadn hasn haven isn shouldn wasn weren won wouldn
    about according actually all also am an and any anyone anything are as ask at be because been
    before being between both but by can could describe did do does doing don each either else ever
    every everyone everything explain find for from give given go got had has have having he hello
    help hence her here hers hi him himself his how however i if in into is isn it its itself just
    know let like ll many may maybe me might mine more most much must my name need neither no nor
    not now of off often on one ones only or other our out over own per please quite rather re s
    said same say says shall she should show since so some someone something still such sure t tell
    than thank thanks that the their them then there these they thing things this those though
    through thus to too under until up upon us use used using ve very via want was we well were what
    whatever when where whether which while who whom whose why will with within without would yes
    yet you your
"""
ENGLISH = frozenset(_ENGLISH.split())

# Only words that are hardly ever part of another.
_CHINESE = """
    什么时候 什么样 为什么 是什么 有什么 做什么 叫什么 什么 怎么样 怎么办 怎么 怎样 如何
    哪一个 哪一年 哪个 哪些 哪里 哪儿 哪家 哪种 哪位 哪年 哪 谁 多少 几个 几年
    请问 请告诉我 告诉我 请 帮我 一下 是否 是不是 有没有 能不能 可不可以 可以
    以及 或者 还是 并且 而且 但是 因为 所以 如果 关于 对于 由于 其中
    这个 那个 这些 那些 这种 那种 我们 你们 他们 她们 它们 我 你 您 吗 呢 吧 啊 呀 的
    地方 之一 被称为 称为 指的是 的是 分别 主要 根据 按照
"""
# Longest first, so that 为什么 goes as a whole.
_CHINESE_PATTERN = re.compile(
    "|".join(sorted(_CHINESE.split(), key=lambda word: (-len(word), word)))
)
# Single characters of grammar, ignored only where they stand alone: 在 is one, 现在 is a word.
CHINESE_SINGLE = frozenset(
    "是在和与或了有为于到会个也都就而被把从对中上下里以及之其它他她这那不很要做"
)


# "how long" asks for a time; "long" alone may name an island.
_ENGLISH_PATTERN = re.compile(
    r"\bhow (?:long|often|far|old|big|large|tall|high|deep|fast|soon|late|early|well)\b"
)


def blank_questions(text: str) -> str:
    """`text`, in lower case, with the words of questions and of Chinese grammar left out."""
    return _CHINESE_PATTERN.sub(" ", _ENGLISH_PATTERN.sub(" ", text))
