"""What typing does to a Chinese question: marks, slips of the input method, particles, openings.

Slots stand between the marks of `engine.mat.synthetic.noise`; what is inside them is left alone, so
that it stays the span that is the argument.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from engine.mat.synthetic.noise import CLOSE, OPEN, noisy, outside_slots

# Words and what an input method or a careless finger makes of them.
_SLIPS = {
    "什么时候": ("啥时候", "什么时侯", "神马时候", "什莫时候", "什么时后"),
    "怎么样": ("咋样", "怎样", "怎么杨", "怎末样", "肿么样", "怎麽样"),
    "什么": ("啥", "什莫", "神马", "甚么", "什麽", "神么"),
    "怎么": ("咋", "肿么", "怎末", "怎麽"),
    "多少天": ("多小天", "多少添", "几多天"),
    "多少": ("多小", "好多", "多少少"),
    "知道": ("知到", "之道", "造", "晓得"),
    "请问": ("请闻", "清问", "请稳", "想问哈"),
    "帮我": ("邦我", "帮偶", "帮俺", "给我"),
    "告诉": ("告述", "告素"),
    "一下": ("一哈", "以下", "一下下", "下"),
    "还有": ("还又", "海有", "还油"),
    "还剩": ("还胜", "还省", "还身"),
    "星期几": ("星其几", "星期己", "新期几", "礼拜几"),
    "礼拜几": ("礼白几", "礼拜己", "里拜几"),
    "周几": ("周己", "州几"),
    "农历": ("农力", "弄历", "农厉"),
    "几号": ("几好", "几hao", "几号号", "己号"),
    "哪天": ("那天", "拿天", "哪一天", "哪添"),
    "几点": ("几典", "己点"),
    "应该": ("因该", "应改"),
    "需要": ("须要", "需不需要"),
    "已经": ("己经", "以经"),
    "以后": ("已后", "以後"),
    "没有": ("木有", "没友"),
    "在哪": ("再哪", "在那"),
    "适合": ("适和", "合适"),
    "安排": ("安牌", "按排"),
    "衣服": ("衣伏", "依服"),
    "会不会": ("回不会", "会不"),
    "是不是": ("是不", "事不是", "时不是"),
    "要不要": ("要不", "用不用", "要布要"),
    "距离": ("距利", "巨离"),
    "倒计时": ("到计时", "倒记时"),
    "现在的": ("现在得",),
    "谢谢": ("蟹蟹", "谢了", "3q"),
    "合同": ("和同", "合铜"),
    "申请": ("申清",),
    "规定": ("规订", "归定"),
    "提前": ("提钱",),
    "报销": ("报消", "抱销"),
    "吗": ("嘛", "么", "不", "马", "吗吗"),
    "呢": ("呐", "捏", "咧"),
    "啊": ("阿", "呀", "啊啊"),
    "的": ("得", "滴", "地"),
    "在": ("再",),
    "做": ("作",),
    "再": ("在",),
    "和": ("合", "跟"),
    "是": ("事", "式"),
    "查": ("茶", "察", "查查"),
}  # fmt: skip
_TRADITIONAL = str.maketrans(
    "几号吗请问还会么样点离过这帮说给谁时间个从开来里农历国书资料员规档报销图馆办话费",
    "幾號嗎請問還會麼樣點離過這幫說給誰時間個從開來裡農曆國書資料員規檔報銷圖館辦話費",
)
_BEFORE = (
    "请问", "请问下", "请问一下，", "你好，", "你好", "您好，", "问一下，", "问下", "想问下", "想问一下", "那",
    "那个", "那个，", "麻烦问下", "麻烦问一下，", "麻烦帮我看下", "帮我看下", "帮忙看看", "帮我查下", "诶，",
    "诶", "哎", "哎，", "嗯，", "嗯", "喂，", "在吗，", "在吗 ", "在不，", "hi，", "hello，", "嗨，", "亲，", "亲",
    "小助手，", "KAgent，", "kagent ", "急，", "急！", "救命，", "我想知道", "想知道", "我想问问", "话说", "话说，",
    "对了，", "对了", "顺便问下，", "顺便问一句，", "再问一个，", "还有个问题，", "老师问，", "我妈问，", "我妈让我问问，",
    "老板问我", "同事问我", "朋友问我，", "好奇问一句，", "不好意思，", "打扰了，", "打扰一下，", "早，", "晚上好，",
    "谁知道", "有人知道", "有没有人知道", "忘了，", "我忘了", "搞不清楚，", "查下", "查一下", "看看", "看下", "给看看",
    "告诉我", "跟我说下", "能不能告诉我", "可以告诉我", "劳驾，", "劳烦问一句，", "咨询一下，", "请教一下，", "求问，",
    "提问：", "问题：", "那么", "所以", "其实我想问", "我就想问", "就是想问问", "所以说", "我说", "哥们儿，", "大哥，",
)  # fmt: skip
_AFTER = (
    "呀", "啊", "呢", "哈", "嘞", "哦", "来着", "啊？", "呀？", "呢？", "哈？", "，谢谢", "，谢谢！", "谢谢", " 谢谢",
    "，急", "，急！", "，在线等", "，在线等急", "，多谢", "，谢了", "？谢谢", "？谢谢啦", "。谢谢。", "，麻烦了",
    "，麻烦快点", "？急", "，你知道吗", "，知道吗", "，忘了", "，我忘了", "，不记得了", "，记不清了", "，帮我看看",
    "，帮我查下", "，查一下", "，告诉我", "，说一下", "，具体点", "，大概", "~", "～", "~~", "？？", "???", "！", "!",
    "？！", "。。", "...", "……", "、", "。", "，", "，hhh", "，哈哈", "😂", "🙏", "🤔", "，嘿嘿", "，想提前安排", "，好安排一下",
    "，我好做准备", "，我要做个计划", "，真搞不懂", "，一直没搞明白", "，有没有人知道", "，老婆问的", "，孩子问我", "。急用",
)  # fmt: skip
_PARTICLES = "吗呢啊呀吧么嘛哈哦"
# Share of the questions that are typed carelessly; the others differ in their marks alone.
_MARKED = 0.55

_Change = Callable[[str, random.Random], str]


def dressed(text: str, rng: random.Random) -> str:
    """A question as people type it; slots stand between their marks."""
    if rng.random() < _MARKED:
        text = _question_mark(text, rng)
    return noisy(text, rng, change=careless)


def careless(text: str, rng: random.Random) -> str:
    """A Chinese question with one to three kinds of carelessness."""
    for kind in rng.sample(_KINDS, rng.choice((1, 1, 1, 2, 2, 3))):
        text = kind(text, rng)
    return text


def talked(text: str, rng: random.Random) -> str:
    """Small talk as people type it."""
    if rng.random() < 0.75:
        return text
    kind = rng.choice((_slips, _no_marks, _half_width, _repeated, _spaces))
    return kind(text, rng).strip() or text


def _question_mark(text: str, rng: random.Random) -> str:
    chance = rng.random()
    if chance < 0.45:
        return text.rstrip("？")
    if chance < 0.72:
        return text.replace("？", "?")
    return text if text.endswith(("？", "。", "！")) else text + "？"


def _slips(text: str, rng: random.Random) -> str:
    budget = rng.choice((1, 1, 1, 2))
    words = [word for word in _SLIPS if word in _outside(text)]
    for word in rng.sample(words, min(budget, len(words))):
        wrong = rng.choice(_SLIPS[word])

        def change(part: str, word: str = word, wrong: str = wrong) -> str:
            return part.replace(word, wrong, 1)

        text = outside_slots(text, change)
    return text


def _outside(text: str) -> str:
    return re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", " ", text)


def _no_marks(text: str, rng: random.Random) -> str:
    with_space = rng.choice(("", "", " "))
    return outside_slots(
        text, lambda part: re.sub(r"[，。？！、；：,?!]", with_space, part)
    ).strip()


def _half_width(text: str, rng: random.Random) -> str:
    marks = str.maketrans("，？！：；（）", ",?!:;()")
    return outside_slots(text, lambda part: part.translate(marks))


def _before(text: str, rng: random.Random) -> str:
    return rng.choice(_BEFORE) + text


def _after(text: str, rng: random.Random) -> str:
    bare = text.rstrip("？?！!。. ")
    ending = rng.choice(_AFTER)
    if bare[-1:] in _PARTICLES and ending[0] in "呀啊呢哈嘞哦来":
        return bare
    return bare + ending


def _spaces(text: str, rng: random.Random) -> str:
    def change(part: str) -> str:
        if len(part) < 2:
            return part
        at = rng.randrange(0, len(part))
        return f"{part[:at]} {part[at:]}"

    if rng.random() < 0.3:
        return re.sub(rf"(?<=\S){OPEN}", f" {OPEN}", text)
    return outside_slots(text, change)


def _repeated(text: str, rng: random.Random) -> str:
    bare = text.rstrip("？?！!。.")
    if not bare or bare.endswith(CLOSE):
        return text
    return bare + bare[-1] * rng.choice((1, 1, 2)) + text[len(bare) :]


def _traditional(text: str, rng: random.Random) -> str:
    return outside_slots(text, lambda part: part.translate(_TRADITIONAL))


_KINDS: tuple[_Change, ...] = (
    _slips, _slips, _slips, _slips, _no_marks, _no_marks, _no_marks, _half_width, _before, _before,
    _before, _after, _after, _after, _spaces, _spaces, _repeated, _traditional,
)  # fmt: skip
