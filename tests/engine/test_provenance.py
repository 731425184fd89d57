"""Which words count as quoted from the user's documents, and which as the user's own."""

from __future__ import annotations

import base64
import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.provenance import quotes_private

PRIVATE = (
    "The code of the safe is ZX-48213 and Antonela keeps the garnet necklace in Lisbon. "
    "Card 4111 1111 1111 1111. Врач живёт в Казани.",
    "保险柜的密码是四八二一三，项链放在里斯本的仓库里。",
)
QUESTION = "How old is Lionel Messi, and what is the weather in Reykjavik? 梅西几岁？雷克雅未克天气"


def _quoted(words: str, *public: str) -> str:
    return quotes_private(words, QUESTION, PRIVATE, public)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "lionel messi",
        "Messi's age",
        "how old is messi",
        "weather reykjavik",
        "REYKJAVÍK weather",
        "messi wikipedia biography",
        "梅西 年龄",
        "雷克雅未克天氣",
        "雷克雅未克 天气 预报",
        "the of and in",
        "messi age 34",
    ],
)
def test_the_users_own_words_may_leave(words: str) -> None:
    assert _quoted(words) == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("garnet", "garnet"),
        ("messi garnet necklaces", "garnet necklaces"),
        ("LISBON weather", "LISBON"),
        ("ZX-48213", "ZX-48213"),
        ("zx48213", "zx48213"),
        ("safe 48213 code", "safe 48213 code"),
        ("4111111111111111", "4111111111111111"),
        ("4111-1111-1111-1111", "4111-1111-1111-1111"),
        ("里斯本", "里斯本"),
        ("保險櫃", "保險櫃"),
        ("项链 仓库", "项链 仓库"),
        ("казани", "казани"),
    ],
)
def test_a_term_of_a_document_is_quoted(words: str, expected: str) -> None:
    assert _quoted(words) == expected


@pytest.mark.parametrize("words", ["the code of the", "of the safe is", "放在里斯本的"])
def test_words_in_the_order_of_a_document_are_quoted(words: str) -> None:
    assert _quoted(words)


def test_what_the_web_showed_may_be_searched_for() -> None:
    assert _quoted("Antonela Roccuzzo") == "Antonela"
    assert _quoted("Antonela Roccuzzo", "Messi's wife is Antonela Roccuzzo.") == ""
    assert _quoted("Antonela garnet", "Messi's wife is Antonela Roccuzzo.") == "garnet"


def test_without_documents_nothing_is_quoted() -> None:
    for words in ("garnet", "Z2FybmV0IG5lY2tsYWNl", "the code of the safe"):
        assert quotes_private(words, QUESTION, [], ["some page"]) == ""


SECRET = "garnet necklace"
DISGUISES = {
    "base64": base64.b64encode(SECRET.encode()).decode(),
    "base64 without padding": base64.urlsafe_b64encode(b"garnet").decode().rstrip("="),
    "base64 in pieces": " ".join(["Z2Fy", "bmV0", "IG5l", "Y2ts", "YWNl"]),
    "base32": base64.b32encode(SECRET.encode()).decode(),
    "hex": SECRET.encode().hex(),
    "hex with 0x": "0x" + b"garnet".hex(),
    "hex in bytes": " ".join(f"{byte:02x}" for byte in b"garnet"),
    "percent": "".join(f"%{byte:02x}" for byte in b"garnet"),
    "percent twice": "".join(f"%25{byte:02x}" for byte in b"garnet"),
    "bits": " ".join(f"{byte:08b}" for byte in b"garnet"),
    "codes": " ".join(str(byte) for byte in b"garnet"),
    "rot13": codecs.encode("garnet", "rot13"),
    "caesar 3": "jduqhw",
    "reversed": "tenrag",
    "reversed words": "ecalkcen tenrag",
    "spaced": "g a r n e t",
    "dotted": "g.a.r.n.e.t",
    "dashed": "g-a-r-n-e-t",
    "split": "gar net",
    "run together": "mygarnetnecklaceplease",
    "zero width": "\u200bg\u200ba\u200br\u200bn\u200be\u200bt",
    "soft hyphens": "gar\u00adnet",
    "word joiner": "gar\u2060net",
    "cyrillic letters": "gаrnеt",
    "full width": "ｇａｒｎｅｔ",
    "bold": "𝐠𝐚𝐫𝐧𝐞𝐭",
    "accents": "gárnèt",
    "digits for letters": "g4rn3t",
    "morse": "--. .- .-. -. . -",
    "digits spelled": "four eight two one three",
    "digits apart": "4 8 2 1 3",
    "digits in chinese": "四 八 二 一 三",
    "traditional": "保險櫃密碼",
    "chinese spaced": "保 险 柜 密 码",
    "chinese dotted": "保·险·柜",
    "invisible bits": "messi" + "\u200b\u200c" * 8,
    "an unknown code": "messi q8Zr2Lk9Vt4Bw7Xd",
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_disguise_is_seen_through(disguise: str) -> None:
    assert _quoted(f"messi {disguise}")
    assert _quoted(disguise)


def test_what_the_question_has_is_no_disguise() -> None:
    commit = "3f9a1c7be2d84f60a1b2"
    for words in (commit, "Z2FybmV0IG5lY2tsYWNl", "g a r n e t"):
        assert quotes_private(words, f"what is {words} about", PRIVATE, []) == ""


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_compared(words: str, question: str) -> None:
    assert len(quotes_private(words, question, PRIVATE, [])) <= 200
    assert quotes_private(question, question, PRIVATE, []) == ""


@given(st.sampled_from(["garnet", "48213", "保险柜"]), st.text(" ,.;-abc", max_size=12))
def test_a_term_is_seen_wherever_it_stands(secret: str, around: str) -> None:
    assert _quoted(f"{around} {secret} {around}")
