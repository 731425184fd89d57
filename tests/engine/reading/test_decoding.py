"""Bytes to text: the encodings that people have, and the files that are no text."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from engine.reading.decoding import decode
from engine.reading.extracted import ReadingError

CHINESE = "梧桐里社区图书馆借阅规则：每张借书证一次最多可以借八本书，借期为三十天。\n"
TRADITIONAL = "這個圖書館的規則：每張借書證一次最多可以借八本書，我們的借期為三十天。\n"
JAPANESE = "この図書館では、一度に八冊まで借りることができます。\n"
FRENCH = "L'élève a mangé à la crêperie près du château, où il a été reçu très tôt.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-32"),
        (CHINESE, "gb18030"),
        (CHINESE, "gbk"),
        ("Use 灯塔 for lamp.", "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        ("圖書館每天開到九點。", "big5"),
        (JAPANESE, "cp932"),
        ("‘Ça coûte 5 £ – déjà’", "cp1252"),
        (FRENCH, "utf-8"),
        (FRENCH, "cp1252"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        ("plain words", "ascii"),
        ("", "utf-8"),
    ],
)
def test_text_is_decoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(300), id="elf"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), id="png"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00" + os.urandom(500), id="zip"),
        pytest.param(b"GGUF\x03\x00\x00\x00" + bytes(100), id="gguf"),
        pytest.param(bytes(range(1, 32)) * 20, id="controls"),
        pytest.param(b"\xff\xfe\x00\xd8", id="half a pair in utf-16"),
    ],
)
def test_binary_files_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        decode(data)
    assert "\n" not in str(caught.value)


def test_line_ends_and_escape_sequences_are_cleaned() -> None:
    assert decode(b"a\r\nb\rc \x1b[31mred") == "a\nb\nc red"


@given(st.binary(max_size=300))
def test_any_bytes_give_clean_text_or_a_reading_error(data: bytes) -> None:
    try:
        text = decode(data)
    except ReadingError:
        return
    assert clean(text) == text


@given(st.text(max_size=200))
def test_utf8_text_comes_back(text: str) -> None:
    wanted = clean(text.encode("utf-8", "replace").decode("utf-8"))
    try:
        assert decode(wanted.encode("utf-8")) == wanted
    except ReadingError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("cmrc2018_dev.json", "gb18030"),
        ("DRCD_dev.json", "big5hkscs"),
        ("DRCD_dev.json", "gb18030"),
    ],
)
def test_short_chinese_texts_are_told_apart(shared_data: Path, name: str, encoding: str) -> None:
    articles = json.loads((shared_data / "document-qa" / name).read_text("utf-8"))
    articles = articles["data"] if isinstance(articles, dict) else articles
    right = wrong = 0
    for article in articles[::7]:
        for paragraph in article["paragraphs"]:
            text = clean(paragraph["context"][:50])
            try:
                data = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            right += decode(data) == text
            wrong += decode(data) != text
    assert right > 50
    assert wrong <= right // 100
