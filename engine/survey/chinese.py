"""Reading Chinese questions about the whole library.

As in English, every word has to be understood: 五月有几次会议 is such a question, and
会议有几个人参加 is one to the documents' text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.survey.kinds import kinds_by_noun, noun_pattern
from engine.survey.periods import read_period
from engine.survey.question import Draft
from engine.tools.context import ToolContext
from store.folding import fold

# Patterns are folded where they are made, as the questions are.
_NOUN = noun_pattern(chinese=True)
_MEASURE = "(?:份|个|篇|封|张|场|次|本|条|项|件|册|部|通|种)"
_MANY = f"(?:多少|几){_MEASURE}?(?:不同)?的?"
_SOME = f"(?:哪些|哪几{_MEASURE}|哪{_MEASURE})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(fold(text).replace("(?p<", "(?P<"))


_POLITE = _pattern(
    "(?:(?:请问?|麻烦你?|帮我|帮忙|能不能|可不可以|可以|能否|可否|告诉我|我?想知道|查一下|看一下"
    "|看看|查查|数一下|统计一下|统计|你知道) ?[,，]?)*"
)
_ALL = f"(?:所有|全部|一切|每一?{_MEASURE}?|各{_MEASURE})"
_NOUN_HERE = f"(?P<noun>{_NOUN})(?!{_NOUN})"
# `left` stands away from the noun; `near` may end in what describes it: 租房 in 租房合同.
_HEADS = (
    (
        "list",
        _pattern(
            f"把(?P<near>.*?){_NOUN_HERE}(?:都|全部|全)*(?:列|找|查|显示)(?:出来|一下|给我看?)?"
        ),
    ),
    (
        "list",
        _pattern(
            "(?:列出|列一下|列举|列个|罗列|显示|展示|给我看看?|找出|找到|查找|搜出|给出|列)(?:一下|来)?了?"
            f"(?P<near>.*?){_NOUN_HERE}的?(?:列表|清单|名单)?"
        ),
    ),
    (
        "count",
        _pattern(f"(?P<left>.*?)(?:有|是)?{_MANY}(?P<near>.{{0,8}}?){_NOUN_HERE}(?P<right>.*)"),
    ),
    (
        "count",
        _pattern(
            f"(?P<near>.*?){_NOUN_HERE}(?:一共|总共|共|现在|目前|总计|都)*(?:有|是)?"
            f"(?:多少|几){_MEASURE}?[呢啊了]?"
        ),
    ),
    (
        "count",
        _pattern(
            f"(?P<near>.*?){_NOUN_HERE}的?(?:总?数量|总数目?|数目|个数|份数)(?:是|有)?(?:多少|几个?)?"
        ),
    ),
    ("which", _pattern(f"(?P<near>.*?){_NOUN_HERE}(?:都|分别)?(?:有|是){_SOME}[呢啊]?")),
    (
        "which",
        _pattern(f"(?P<left>.*?)(?:都|还)?有?{_SOME}(?P<near>.{{0,8}}?){_NOUN_HERE}(?P<right>.*)"),
    ),
    (
        "what",
        _pattern(f"(?P<left>.*?)(?:都|还)?有?什么(?P<near>.{{0,8}}?){_NOUN_HERE}(?P<right>.*)"),
    ),
    ("any", _pattern(f"(?P<left>.*?)(?:有没有|有无)(?P<near>.*?){_NOUN_HERE}[吗呢]?")),
)
_CONTENTS = _pattern(
    "(?:在?我们?的?)?(?:资料库|知识库|文档库|文库)(?:里面|里边|里|中|内)?(?:都|现在)?有(?:些什么|哪些|什么)(?:内容|东西)?[呢啊]?"
)
_MINE = _pattern("(?:我们?|咱们?)的?")
_FILLER = _pattern(
    "[ ,，、。的了呢啊吗呀吧在都还过共]|你|您|这里|现在|目前|当前|至今|到目前为止|一共"
    f"|总共|总计|{_ALL}|里面|里边|出来|一下|请|已经|有|收到|收藏|保存|存|举行|召开|要开|开"
    "|安排|记录|写[了过]|发[了过]"
)
_LIBRARY = _pattern(
    "(?:资料库|知识库|文档库|文件库|文库|档案库|数据库|kagent)(?:里面|里边|里|中|内)?的?"
)
_COLLECTION = (
    _pattern('集合[" ]*(?P<name>[^"]+?)[" ]*(?:里面|里|中|内)的?'),
    _pattern('集合"(?P<name>[^"]+)"的?'),
    _pattern('"(?P<name>[^"]+)"这?个?集合(?:里面|里|中|内)?的?'),
    _pattern('(?P<name>[^"的在]{1,20}?)的?这?个?集合(?:里面|里|中|内)?的?'),
)
_ADDED = _pattern(
    "(?:新添加|新增加?|添加|增加|加入|加进来?|导入|上传|存入|新加)[过了的]*|加[过了的]+"
)
_CHANGED = _pattern("(?:修改|更改|更新|编辑|改动|改)[过了的]+|(?:修改|更新|编辑)")
_MONTH = (
    "(?:[0-9]{1,2}|十[一二]|[一二三四五六七八九]|十)月份?"
    "(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号])?"
)
_UNIT = "(?:天|日|周|星期|礼拜|月|年)"
_TIME = (
    "(?:(?:[0-9]{4}|[〇零一二三四五六七八九]{4})年(?:第?[一二三四1-4]季度|" + _MONTH + ")?"
    "|(?:今年|去年|前年|明年)(?:第?[一二三四1-4]季度|" + _MONTH + ")?"
    "|(?:上上|下下|上|下|本|这|当)个?(?:月|周|星期|礼拜|季度|年)(?:末|[一二三四五六日天])?"
    "|(?:周|星期|礼拜)[一二三四五六日天]"
    "|今天|昨天|前天|明天|后天|今日|昨日|" + _MONTH + "|第[一二三四1-4]季度"
    "|[0-9]{4}-[0-9]{1,2}(?:-[0-9]{1,2})?"
    f"|(?:最近|近|过去)的?这?(?:[0-9]+|[一二两三四五六七八九十]+|几)?个?{_UNIT}(?:之?内|里|以来)?"
    "|最近|近期|近来)"
)
_PERIOD = _pattern(
    f"(?P<words>自?从?{_TIME}(?:(?:到|至|~|-){_TIME})?(?:以来|之后|以后|之前|以前|之间|后|前|起)?)"
    "(?:期间|里|内|中|份|的)*"
)
_ABOUT = "关于|有关|涉及|提到|提及|谈到|谈及|讲到|说到|写到|包含|包括|含有|出现"
_MENTION_BEFORE = (
    _pattern(f"(?:里面?|中)?(?:{_ABOUT})[过了]?(?P<words>.+?)(?:有关的|相关的)"),
    _pattern(f"(?:里面?|中)?(?:{_ABOUT})[过了]?(?P<words>.+)(?:的|$)"),
    _pattern("(?:与|和|跟|同)(?P<words>.+?)(?:有关|相关)的?"),
)
_MENTION_BEHIND = (
    _pattern("(?:是)?(?:与|和|跟|同)(?P<words>.+?)(?:有关|相关)的?[吗呢啊]?"),
    _pattern(f"(?:里面?|中)?(?:都|还)?(?:是|有|曾)?(?:{_ABOUT})[过了]?(?P<words>.+?)的?[吗呢啊]?"),
)
_PERSON_BEFORE = (
    _pattern(
        "(?:来自|由)(?P<name>[^的]{1,30}?)(?:发来|发送|发出|撰写|寄来|写|发|提交)?[过了]*(?:的|$)"
    ),
    _pattern(
        "(?P<name>[^的我]{1,30}?)(?:发来|发给我们?|发送|发出|寄来|写给我们?|撰写|写|发)[过了]*(?:的|$)"
    ),
)
_PERSON_BEHIND = (
    _pattern("(?:是)?(?:来自|由)?(?P<name>[^的]{1,30}?)(?:写|发来?|发给我|撰写|寄来)的"),
    _pattern("(?:是)?来自(?P<name>[^的]{1,30}?)的?"),
)
# Who asks what something needs, costs or allows asks about what the documents say.
_NO_MODIFIER = re.compile(
    fold(
        "[的是有在要能会需可应必须请把被给让和与或从到不没多少几哪什么怎谁为何最每借交准备提带填签用买做办]"
    )
)
_NO_SUBJECT = re.compile(fold("什么|怎么|为什么|哪|谁|多少|几|如何|是否|吗"))
_LONGEST_MODIFIER = 8
_LONGEST_SUBJECT = 24


def read_chinese(text: str, context: ToolContext) -> Draft | None:
    """The query that a folded question makes; None when it is no question about the library."""
    text = text.strip(" ?!.。？！,，")
    start = _POLITE.match(text)
    head = text[start.end() :] if start else text
    if _CONTENTS.fullmatch(head):
        return Draft("list", noun=fold("文档"))
    for want, pattern in _HEADS:
        if found := pattern.fullmatch(head):
            draft = _Reading(want, context).read(found.groupdict())
            if draft is not None:
                return draft
    return None


class _Reading:
    """One question being read: what stands before and behind its noun."""

    def __init__(self, want: str, context: ToolContext) -> None:
        self._want = want
        self._context = context
        self._draft = Draft("count" if want == "count" else "list")

    def read(self, parts: dict[str, str | None]) -> Draft | None:
        draft = self._draft
        draft.noun = parts["noun"] or ""
        draft.kind = kinds_by_noun()[draft.noun]
        left = self._consume(parts.get("left") or "", self._before)
        near = self._consume(parts["near"] or "", self._before)
        right = self._consume(parts.get("right") or "", self._behind)
        if left or right or not self._take_modifier(near):
            return None
        if (self._want == "what" and not draft.signals) or (
            draft.asks_for_works and self._want != "list"
        ):
            return None
        return None if draft.kind.is_any and draft.modifier and not draft.signals else draft

    def _take_modifier(self, text: str) -> bool:
        draft = self._draft
        kind = kinds_by_noun().get(text)
        if kind is not None and draft.kind.is_any:
            draft.kind, draft.noun = kind, text
        elif kind is not None and kind.is_file:
            draft.files = kind
        else:
            draft.modifier = text
        return len(text) <= _LONGEST_MODIFIER and not _NO_MODIFIER.search(text)

    def _consume(self, text: str, step: Callable[[str], int]) -> str:
        """What is left of a part when every qualifier at its start is read."""
        while text and (length := step(text)):
            text = text[length:]
        return text

    def _before(self, text: str) -> int:
        """The length of the qualifier at the start of `text`, 0 when there is none."""
        return (
            self._mine(text)
            or self._period(text)
            or self._library(text)
            or self._change(text)
            or self._mention(text, _MENTION_BEFORE)
            or self._person(text, _PERSON_BEFORE)
            or self._collection(text)
            or self._filler(text)
        )

    def _behind(self, text: str) -> int:
        for pattern in _MENTION_BEHIND:
            if (found := pattern.fullmatch(text)) and self._take_words(found["words"]):
                return len(text)
        for pattern in _PERSON_BEHIND:
            if (found := pattern.fullmatch(text)) and self._take_person(found["name"]):
                return len(text)
        return (
            self._period(text)
            or self._change(text)
            or self._library(text)
            or self._collection(text)
            or self._filler(text)
            or int(text.startswith(fold("是")))
        )

    def _mine(self, text: str) -> int:
        found = _MINE.match(text)
        self._draft.signals += found is not None
        return found.end() if found else 0

    def _filler(self, text: str) -> int:
        found = _FILLER.match(text)
        return found.end() if found else 0

    def _library(self, text: str) -> int:
        found = _LIBRARY.match(text)
        self._draft.signals += found is not None
        return found.end() if found else 0

    def _collection(self, text: str) -> int:
        for pattern in _COLLECTION:
            if (found := pattern.match(text)) and not self._draft.collection:
                self._draft.collection = found["name"]
                self._draft.signals += 1
                return found.end()
        return 0

    def _change(self, text: str) -> int:
        if found := _ADDED.match(text):
            self._draft.dated_by = "added"
        elif found := _CHANGED.match(text):
            self._draft.dated_by = "changed"
        self._draft.signals += found is not None
        return found.end() if found else 0

    def _period(self, text: str) -> int:
        found = _PERIOD.match(text)
        if found is None or self._draft.period is not None:
            return 0
        for words in (found["words"], found["words"].rstrip(fold("前后起"))):
            if period := read_period(words, self._context):
                self._draft.period = period
                self._draft.signals += 1
                return found.end() if words == found["words"] else found.start() + len(words)
        return 0

    def _mention(self, text: str, patterns: tuple[re.Pattern[str], ...]) -> int:
        for pattern in patterns:
            if (found := pattern.match(text)) and self._take_words(found["words"]):
                return found.end()
        return 0

    def _person(self, text: str, patterns: tuple[re.Pattern[str], ...]) -> int:
        for pattern in patterns:
            if (found := pattern.match(text)) and self._take_person(found["name"]):
                return found.end()
        return 0

    def _take_words(self, words: str) -> bool:
        words = words.strip(" \"'《》").removesuffix("的")
        if not 0 < len(words) <= _LONGEST_SUBJECT or self._draft.words or _NO_SUBJECT.search(words):
            return False
        self._draft.words = words
        self._draft.signals += 1
        return True

    def _take_person(self, name: str) -> bool:
        for found in _PERIOD.finditer(name):
            if found.start() and found.end() == len(name) and self._period(found.group()):
                name = name[: found.start()]
                break
        name = name.strip(" \"'")
        if not name or self._draft.person or _NO_MODIFIER.search(name):
            return False
        self._draft.person = name
        self._draft.signals += 1
        return True
