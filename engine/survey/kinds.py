"""What people call their documents, and what tells a document of that kind.

English and Chinese words of one kind stand together: whoever asks for contracts also means 合同.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from store.folding import fold


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document, known by what it is called or by what sort of file it is.

    `words` are folded, English ones in the singular. `suffixes` and `media_types` tell the files.
    An `event` happens on a day and is told of inside documents.
    """

    words: tuple[str, ...]
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    event: bool = False

    @property
    def is_any(self) -> bool:
        """Whether every document is of this kind."""
        return self is ANY

    @property
    def is_file(self) -> bool:
        """Whether the sort of file tells the kind."""
        return bool(self.suffixes)


ANY = DocumentKind(("document", "doc", "file", "文档", "文件", "资料", "档案"))
_OFFICE = "application/vnd.openxmlformats-officedocument"
# Words; suffixes; media types.
_FILES = f"""
pdf, pdf file, pdf document, pdf文件, pdf文档; .pdf; application/pdf
word document, word file, docx, docx file, word文档, word文件; .docx .doc;\
 {_OFFICE}.wordprocessingml.document
spreadsheet, excel file, excel sheet, workbook, xlsx, excel, excel表格, excel文件, 电子表格, 表格;\
 .xlsx .xls .csv .tsv; {_OFFICE}.spreadsheetml.sheet text/csv text/tab-separated-values
csv, csv file, csv文件, csv表格; .csv .tsv; text/csv text/tab-separated-values
presentation, slide deck, deck, powerpoint, powerpoint file, powerpoint presentation, pptx, ppt,\
 幻灯片, 演示文稿, ppt文件; .pptx .ppt; {_OFFICE}.presentationml.presentation
markdown file, markdown document, markdown note, markdown文件, markdown文档; .md .markdown;\
 text/markdown
text file, plain text file, txt file, 文本文件, txt文件; .txt .text;
web page, webpage, html file, html page, 网页, html文件; .html .htm .xhtml; text/html
e-book, ebook, epub, epub file, 电子书; .epub; application/epub+zip
email, e-mail, mail, email message, e-mail message, 电子邮件, 邮件, 电邮; .eml .mbox;\
 message/rfc822 application/mbox
json file, json文件; .json .jsonl .ndjson; application/json
subtitle, subtitle file, 字幕, 字幕文件; .srt .vtt;
python file, python script, python文件, python脚本; .py .pyi;
"""
# Known by their title, file name, folder, collection or first line.
_NAMED = """
contract, 合同, 合约, 契约
agreement, 协议, 协议书
lease, rental contract, tenancy agreement, 租约, 租赁合同, 租房合同
invoice, 发票
bill, 账单
receipt, 收据, 小票
letter, 信, 信件, 书信, 来信
report, 报告
note, 笔记
memo, 备忘录
meeting minutes, minutes, meeting note, 会议纪要, 会议记录, 纪要
manual, user guide, 说明书, 使用说明
handbook, 手册
recipe, 菜谱, 食谱
article, 文章
paper, 论文
book, 书, 书籍, 图书
essay, 作文, 随笔
certificate, 证书
offer, quotation, 报价, 报价单
order, 订单
proposal, 提案
transcript, 文字稿, 逐字稿
diary, 日记
cv, resume, 简历
payslip, 工资单, 工资条
bank statement, statement, 对账单
prescription, 处方
insurance policy, 保单
"""
_EVENTS = """
meeting, 会议, 例会, 会
regular meeting, 例会
appointment, 预约
lecture, 讲座
exam, 考试
deadline, 截止日期
birthday, 生日
interview, 面试, 采访
workshop, 研讨会
training, 培训
conference call, 电话会议
business trip, 出差
"""
_LATIN = re.compile(r"[a-z]")


@cache
def known_kinds() -> tuple[DocumentKind, ...]:
    """Every kind, those that say the most last."""
    kinds = [ANY]
    kinds += [DocumentKind(_words(line)) for line in _NAMED.strip().splitlines()]
    kinds += [DocumentKind(_words(line), event=True) for line in _EVENTS.strip().splitlines()]
    for line in _FILES.strip().splitlines():
        words, suffixes, media_types = line.split(";")
        kinds.append(
            DocumentKind(_words(words), tuple(suffixes.split()), tuple(media_types.split()))
        )
    return tuple(kinds)


def _words(line: str) -> tuple[str, ...]:
    return tuple(fold(word.strip()) for word in line.split(","))


@cache
def kinds_by_noun() -> dict[str, DocumentKind]:
    """The kinds by every word for them, folded; English words in both numbers."""
    nouns: dict[str, DocumentKind] = {}
    for kind in known_kinds():
        for word in kind.words:
            for noun in (word, *_plurals(word)):
                nouns[noun] = kind
    return nouns


def _plurals(word: str) -> Iterator[str]:
    if not _LATIN.match(word) or not word[-1].isalpha() or not word.isascii() or word == "minutes":
        return
    yield f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s"


@cache
def kind_pattern(kind: DocumentKind) -> re.Pattern[str]:
    """Finds the words of a kind in folded text; English ones stand alone, in either number."""
    latin = [noun for noun, owner in kinds_by_noun().items() if owner is kind and noun.isascii()]
    latin += [word for word in kind.words if word.isascii() and word not in latin]
    # One character alone is too often part of another word.
    han = [word for word in kind.words if not word.isascii() and len(word) > 1]
    parts = [rf"(?<![a-z0-9])(?:{_longest_first(latin)})(?![a-z0-9])"] if latin else []
    return re.compile("|".join([*parts, *([_longest_first(han)] if han else [])]))


def noun_pattern(*, chinese: bool) -> str:
    """A regular expression for any noun of a kind, the longest first."""
    nouns = kinds_by_noun()
    wanted = [noun for noun in nouns if chinese or noun.isascii()]
    return _longest_first(wanted)


def _longest_first(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
