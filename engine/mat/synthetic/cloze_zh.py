"""Chinese questions from a sentence: a question word takes the place of one of its parts."""

from __future__ import annotations

import random
import re

_HAN = r"[\u4e00-\u9fff]"
_MEASURES = (
    "个|人|名|位|座|所|家|条|种|部|本|次|届|岁|公里|平方公里|平方米|千米|米|厘米|公斤|"
    "千克|克|吨|元|万元|"
    "亿元|美元|年[来间的内后前以，]|天|小时|分钟|岛|户|层|架|艘|辆|集|期|篇|首|枚|公顷|"
    "亩|度|倍|余|多"
)
# The part that is asked for, in group `a`, and what takes its place.
_PARTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), tuple(words.split("|")))
    for pattern, words in (
        (r"(?P<a>(?:公元前?)?\d{3,4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?)",
            "什么时候|哪一年|何时|哪年|在什么时间"),
        (r"(?P<a>\d{1,2}月\d{1,2}日)", "几月几日|哪天|什么时候"),
        (
            rf"(?<![\d年])(?P<a>(?:约|近|超过|共)?(?:\d[\d,.]*[万亿千百]?|"
            rf"[一二三四五六七八九十百千万两]{{1,5}})(?=(?:{_MEASURES})))", "多少|几"),
        (r"(?P<a>\d[\d.,]*%|百分之[一二三四五六七八九十百零点]+)", "百分之多少|多大比例"),
        (r"(?P<a>《[^》]{1,20}》)", "什么作品|哪部作品|什么|哪一部"),
        (rf"(?<=位于)(?P<a>{_HAN}{{2,14}}?)(?=[，。、；（的]|$)", "哪里|什么地方|何处|哪儿"),
        (
            rf"(?<=[出毕]生于|来自于|坐落于|成立于|分布于|生活在|建立在|举行于)(?P<a>{_HAN}{{2,"
            rf"12}}?)(?=[，。、；（]|$)", "哪里|什么地方|哪儿"),
        (rf"(?<=在)(?P<a>{_HAN}{{2,9}}(?:省|市|县|区|镇|村|国|州|岛|山|河|大学|学院|医院|路|街))",
            "哪里|什么地方|哪儿"),
        (rf"(?P<a>{_HAN}{{1,6}}(?:·{_HAN}{{1,8}})+)", "谁|什么人|哪个人"),
        (
            rf"(?<=由)(?P<a>{_HAN}{{2,8}}?)(?=(?:执导|创作|担任|主演|设计|建造|创办|创立|编剧|"
            rf"制作|出版|发行|负责|领导|管理|提出|撰写|发明|创建|组成|批准|制定|决定))",
            "谁|什么|哪里"),
        (
            r"(?<=称为|叫做|叫作|又名|俗称|简称|名为|称作)(?P<a>[“「]?[^，。；（）]{2,15}?)(?="
            r"[，。；（]|$)", "什么|什么名字"),
        (
            rf"(?<=[{_HAN[1:-1]}）》”])(?:是|(?<![以认成作因称名行众])为)(?P<a>[^，。；：（）]"
            rf"{{3,28}})(?=[，。；（]|$)", "什么|谁|怎样的"),
        (r"(?:因为|由于)(?P<a>[^，。；]{4,30})(?=[，。；]|$)", "什么原因|什么"),
        (r"(?:应当|必须|需要|可以)(?P<a>[^，。；：（）]{4,24})(?=[，。；]|$)",
            "做什么|怎么办|怎么做"),
        (
            r"(?:导致|造成|引起|包括|属于|采用|使用|获得|担任|"
            r"负责)(?:了)?(?P<a>[^，。；：（）]{2,24})(?=[，。；]|$)", "什么|哪些|哪个"),
    )
)  # fmt: skip
_CLAUSES = re.compile(r"[，；：。！？]")
_LEADING = re.compile(
    r"^(?:其中|并且|并|而且|而|但是|但|因此|所以|同时|后来|之后|此后|此外|另外|其|该|它|"
    r"他|她|也|还|亦|则|且|至|又|及|以及)+"
)
_SUBJECT = re.compile(rf"^{_HAN}{{2,10}}?(?=是|为|在|于|由|有|位于|又|，)")


def question_of(sentence: str, title: str, rng: random.Random) -> tuple[str, str, int] | None:
    """A question, its answer, and the answer's place in the sentence; None where nothing fits."""
    found = [(match, words) for pattern, words in _PARTS for match in pattern.finditer(sentence)]
    if not found:
        return None
    match, words = rng.choice(found)
    answer, start, end = match.group("a"), match.start("a"), match.end("a")
    before, after = _clause(sentence[:start], last=True), _clause(sentence[end:], last=False)
    word = rng.choice(words)
    if len(before) + len(after) < 5:
        earlier = _CLAUSES.split(sentence[:start])
        before = (earlier[-2] if len(earlier) > 1 else "") + before
    if len(before) + len(after) < 4:
        return None
    stem = _ordered(before, word, after, rng)
    stem = _thinned(_LEADING.sub("", stem), word, rng)
    if title and title not in stem and (rng.random() < 0.7 or not _SUBJECT.match(stem)):
        stem = rng.choice(
            (f"{title}{stem}", f"{title}{stem}", f"{title}的{stem}", f"在{title}中，{stem}")
        )
    return stem + rng.choice(("？", "？", "？", "", "?")), answer, start


def _clause(text: str, *, last: bool) -> str:
    parts = _CLAUSES.split(text)
    return parts[-1][-22:] if last else parts[0][:22]


def _ordered(before: str, word: str, after: str, rng: random.Random) -> str:
    """The clause as it stands, or what is asked for at its end or its beginning."""
    choice = rng.random()
    if choice < 0.6:
        return f"{before}{word}{after}"
    if choice < 0.8 and after:
        verb = rng.choice(("的是", "是", "，是"))
        return f"{after}{verb}{word}{before if rng.random() < 0.5 else ''}"
    if choice < 0.9 and before:
        return f"{word}{before}{after}"
    return f"{before}{after}{rng.choice(('是', '，是', '在'))}{word}"


def _thinned(stem: str, word: str, rng: random.Random) -> str:
    """Now and then a run of characters less, so that not every word is in the sentence."""
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        if len(stem) < 14:
            break
        place = rng.randrange(len(stem) - 3)
        size = rng.choice((1, 2, 2, 3))
        if word not in stem[:place] and word not in stem[place + size :]:
            continue
        stem = stem[:place] + stem[place + size :]
    return stem
