"""Other names of a thing that its own text gives in passing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kuaipedia.other_names import other_names


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("番茄", "番茄又名西红柿，是茄科茄属的草本植物。", ("西红柿",)),
        ("马铃薯", "马铃薯（俗称土豆、洋芋）可以做菜。", ("土豆", "洋芋")),
        ("北京大学", "北京大学，简称“北大”，在北京。", ("北大",)),
        (
            "Kiwifruit",
            "Kiwifruit, also known as Chinese gooseberry, is green.",
            ("Chinese gooseberry",),
        ),
        # Of another thing, no name, and a clause that goes on.
        ("番茄", "土豆又名马铃薯，番茄没有别的名字。", ()),
        ("番茄", "番茄又名什么，没有人知道。", ()),
        ("番茄", "番茄也叫人想起小时候在外婆家后院里的夏天。", ()),
        ("番茄", "番茄种在阳台上。", ()),
        ("番茄", "番茄又名番茄。", ()),
    ],
)
def test_a_text_gives_other_names(title: str, text: str, expected: tuple[str, ...]) -> None:
    assert other_names(title, text) == expected


@given(st.text(max_size=20), st.text(max_size=80))
def test_any_text_may_be_read(title: str, text: str) -> None:
    assert len(other_names(title, f"{title}又名{text}")) <= 4
