"""What titles and headings name, and what they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kuaipedia.aliases import spellings, squeezed_name
from engine.kuaipedia.item_candidates import aspect_name
from engine.kuaipedia.item_names import ItemName, item_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mercury (planet)", ItemName("Mercury", "planet")),
        ("Large Language Model (LLM)", ItemName("Large Language Model", aliases=("LLM",))),
        ("大型语言模型（LLM）", ItemName("大型语言模型", aliases=("LLM",))),
        ("北京大学（Peking University）", ItemName("北京大学", aliases=("Peking University",))),
        ("苹果（公司）", ItemName("苹果", "公司")),
        ("《三体》", ItemName("三体")),
        ("第三讲 注意力机制", ItemName("注意力机制")),
        ("3.2 Attention", ItemName("Attention")),
        ("Lecture 4: Fourier Transform", ItemName("Fourier Transform")),
        ("Notes on Kubernetes", ItemName("Kubernetes")),
        ("Kubernetes: the hard parts", ItemName("Kubernetes")),
        ("Python 入门教程", ItemName("Python")),
        ("sourdough_bread_final_v2.md", ItemName("sourdough bread")),
        ("Solar Panels 2024-05-12", ItemName("Solar Panels")),
        ("GPT-4", ItemName("GPT-4")),
    ],
)
def test_titles_name_items(written: str, name: ItemName) -> None:
    assert item_name(written) == name


@pytest.mark.parametrize(
    "written",
    [
        "IMG_1234.jpg",
        "scan001",
        "Screen Shot 2024-01-01 at 10.20.30",
        "微信图片_20240101120000",
        "未命名",
        "Introduction",
        "1. Overview",
        "第三章",
        "简介",
        "三、结论",
        "XIV",
        "42",
        "2024-05-12",
        "How to bake bread",
        "为什么天是蓝的",
        "如何安装",
        "We went home.",
        "Installing the server",
        "a = b + c",
        "final_v3",
        "",
        "…",
    ],
)
def test_roles_files_and_sentences_name_nothing(written: str) -> None:
    assert item_name(written) is None


@given(st.text(max_size=120))
def test_any_title_is_taken(written: str) -> None:
    name = item_name(written)
    assert name is None or (len(name.title) >= 2 and name.title == name.title.strip())


def test_spellings_are_plurals_and_joined_words() -> None:
    assert set(spellings("large-language model")) == {
        "large-language model",
        "large language model",
        "large-language models",
    }
    assert "batteries" in set(spellings("battery"))
    assert "new york times" in set(spellings("the new york times"))
    assert list(spellings("苹果")) == ["苹果"]


def test_only_names_that_are_long_are_looked_for_without_their_spaces() -> None:
    assert squeezed_name("machine learning") == "machinelearning"
    assert squeezed_name("向量数据库") == "向量数据库"
    assert squeezed_name("go") == squeezed_name("苹果") == squeezed_name("gpt-4") == ""


def test_numbers_and_apparatus_are_no_aspects() -> None:
    assert aspect_name("2.1 Orbit") == "Orbit"
    assert aspect_name("第二章 火候") == "火候"
    assert aspect_name("Part 3") == aspect_name("References") == aspect_name("参考文献") == ""
