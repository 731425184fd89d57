"""What is exported and imported in tests: files of the formats, and their taking in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from engine.kuaipedia.interchange import Imported, import_file
from engine.kuaipedia.json_lines import BrokenLine
from store.memory import MemoryBank

VIDEO = {
    "video_id": "v1",
    "video_title": "手冲咖啡教程",
    "video_caption": "三分钟学会手冲",
    "video_ocr": "第一步 磨豆|第一步 磨豆|第二步 注水|第一步 磨豆",
    "video_asr": "先把豆子磨好|然后慢慢注水",
    "video_summary": "手冲咖啡的步骤。",
    "video_rank": 3,
    "item_title": "咖啡",
    "item_subtitle": "饮品",
    "aspect_name": "冲泡",
    "score": 0.93,
}
ITEM = {
    "title": "咖啡",
    "subtitle": "饮品",
    "synonyms": ["coffee", "Kaffee"],
    "baike_url": "https://baike.example/coffee",
    "wiki_url": "",
    "aspect_list": [
        {"name": "制作", "level": 1},
        {"name": "冲泡", "level": 2},
        {"name": "历史", "level": 1},
    ],
}
# Any value of JSON.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def written(path: Path, *values: object) -> Path:
    """A file with a line of JSON for each value; text stands as it is."""
    texts = [one if isinstance(one, str) else json.dumps(one) for one in values]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def imported(bank: MemoryBank, path: Path, **options: Any) -> tuple[Imported, list[BrokenLine]]:
    broken: list[BrokenLine] = []
    done = Imported()
    for event in import_file(bank, path, **options):
        if isinstance(event, BrokenLine):
            broken.append(event)
        if isinstance(event, Imported):
            done = event
    return done, broken
