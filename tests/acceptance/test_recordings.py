"""Questions answered from recordings and pictures: the words, the second, and the player."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.acceptance.conftest import REPOSITORY
from tests.video_file import Caption, Video, make_video

Kagent = Callable[..., subprocess.CompletedProcess[str]]
STAND_IN = '#!/bin/sh\nprintf "%s\\n" "$@" > {record}\n'
KNIVES = Video(
    75,
    captions=[
        Caption("Grit 1000 for everyday edges", 20, 40, 2, 28),
        Caption("Japanese knives need 15 degrees", 20, 40, 32, 58),
        Caption("Store the strop in a dry drawer", 20, 40, 62, 75),
    ],
    cues=[
        (2.0, 6.5, "Soak the whetstone in water for twelve minutes."),
        (8.0, 13.0, "Bubbles tell you that it is still drinking."),
        (34.0, 39.0, "Hold the blade at seventeen degrees to the stone."),
        (41.0, 47.0, "A steeper angle lasts longer but cuts less easily."),
        (63.0, 69.0, "Pull the edge backwards over leather ten times."),
    ],
    subtitles="mov_text",
    chapters=[(0, 30, "The stone"), (30, 60, "The angle"), (60, 75, "The strop")],
    fps=2,
)
BREAD = Video(
    60,
    cues=[
        (1.0, 6.0, "今天我们来做乡村面包。"),
        (7.0, 13.0, "面团要在冰箱里冷藏发酵十二小时。"),
        (35.0, 41.0, "烤箱先预热到二百三十度。"),
    ],
    subtitles="mov_text",
    fps=2,
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of the recordings and the picture, and a home that holds them."""
    folder = tmp_path_factory.mktemp("recordings")
    media, home = folder / "media", folder / "home"
    media.mkdir()
    make_video(media / "sharpening.mp4", KNIVES)
    make_video(media / "乡村面包.mp4", BREAD)
    _notice(media / "notice.png")
    _scan(media / "letter.pdf")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
    subprocess.run(
        [sys.executable, "-m", "kagent_tui", "--home", home, "add", media],
        capture_output=True, encoding="utf-8", check=True, env=environment,
    )  # fmt: skip
    return media, home


def _notice(path: Path) -> None:
    """A notice as a phone would take its picture, in large letters."""
    _written("Bicycle cellar", "The key hangs in flat 14.", "Closed on Sunday.").save(path)


def _scan(path: Path) -> None:
    """A letter of two pages from a scanner: pictures of its words."""
    first = _written("Allotment garden", "The hedge is cut in March.", "Water is turned off.")
    second = _written("Allotment fees", "The lease costs 85 crowns.", "It is paid in April.")
    first.save(path, save_all=True, append_images=[second])


def _written(*lines: str) -> Image.Image:
    picture = Image.new("RGB", (900, 360), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=44)
    for row, line in enumerate(lines):
        draw.text((40, 40 + 90 * row), line, fill="black", font=font)
    return picture


def ask(kagent: Kagent, library: tuple[Path, Path], question: str) -> dict[str, Any]:
    ended = kagent("--home", library[1], "ask", question, "--json")
    assert ended.returncode == 0, ended.stderr
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


@pytest.mark.parametrize(
    ("question", "quote", "start", "end"),
    [
        (
            "How long should the whetstone be soaked according to sharpening.mp4?",
            "Soak the whetstone in water for twelve minutes.",
            2.0,
            6.5,
        ),
        ("How often is the edge pulled over leather?", "over leather ten times", 63.0, 69.0),
        ("乡村面包这个视频里，烤箱要预热到多少度？", "烤箱先预热到二百三十度。", 35.0, 41.0),
        ("面团要冷藏发酵多久？", "冷藏发酵十二小时", 7.0, 13.0),
    ],
)
def test_the_words_are_quoted_and_cited_at_their_second(
    kagent: Kagent, library: tuple[Path, Path], question: str, quote: str, start: float, end: float
) -> None:
    answer = ask(kagent, library, question)
    cited = answer["citations"][0]
    assert quote in answer["answer"]
    assert quote in cited["quote"]
    assert (cited["location"]["start"], cited["location"]["end"]) == (start, end)


def test_what_stands_on_the_screen_is_cited_while_it_is_shown(
    kagent: Kagent, library: tuple[Path, Path]
) -> None:
    answer = ask(kagent, library, "In the sharpening video, where is the strop stored?")
    cited = answer["citations"][0]
    assert "dry drawer" in cited["quote"]
    assert 58 <= cited["location"]["start"] <= 65
    assert 70 <= cited["location"]["end"] <= 75


def stand_in(folder: Path, name: str) -> dict[str, str]:
    """The environment with a program of that name first on the PATH, which takes notes."""
    programs = folder / "programs"
    programs.mkdir()
    program = programs / name
    program.write_text(STAND_IN.format(record=f"'{folder / 'seen'}'"), encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{programs}:/usr/bin:/bin", "DISPLAY": ":77"}


def test_the_player_starts_at_the_second(
    kagent: Kagent, library: tuple[Path, Path], tmp_path: Path
) -> None:
    media, home = library
    asked = kagent("--home", home, "ask", "What is the angle of the blade in sharpening.mp4?")
    assert "sharpening.mp4, at 0:34, The angle — Hold the blade at seventeen" in asked.stdout
    number = next(
        line[1 : line.index("]")] for line in asked.stdout.splitlines() if "at 0:34," in line
    )
    opened = kagent("--home", home, "open", number, env=stand_in(tmp_path, "mpv"))
    path = media / "sharpening.mp4"
    assert opened.stdout == f"opened with mpv: {path}, at 0:34, The angle\n"
    assert (tmp_path / "seen").read_text().splitlines() == [
        "--force-window=yes",
        "--start=34",
        str(path),
    ]


def test_without_a_player_that_can_seek_the_time_is_said(
    kagent: Kagent, library: tuple[Path, Path], tmp_path: Path
) -> None:
    kagent("--home", library[1], "ask", "How often is the edge pulled over leather?")
    opener = tmp_path / "xdg-open"
    opener.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    opener.chmod(0o755)
    env = {"PATH": str(tmp_path), "DISPLAY": ":77"}
    opened = kagent("--home", library[1], "open", "1", env=env)
    assert opened.stdout.startswith("opened at its beginning with xdg-open: ")
    assert "at 1:03" in opened.stdout


def test_a_picture_answers(kagent: Kagent, library: tuple[Path, Path]) -> None:
    answer = ask(kagent, library, "Where does the key of the bicycle cellar hang?")
    cited = answer["citations"][0]
    assert "flat 14" in cited["quote"]
    assert cited["source"] == str(library[0] / "notice.png")


def test_a_scanned_page_answers_and_opens_at_its_page(
    kagent: Kagent, library: tuple[Path, Path], tmp_path: Path
) -> None:
    answer = ask(kagent, library, "How many crowns does the lease of the allotment cost?")
    cited = answer["citations"][0]
    assert "85 crowns" in cited["quote"]
    assert cited["location"]["page"] == 2
    kagent("--home", library[1], "open", "1", env=stand_in(tmp_path, "okular"))
    path = str(library[0] / "letter.pdf")
    assert (tmp_path / "seen").read_text().splitlines() == ["--page", "2", path]


def test_a_video_by_hand(kagent: Kagent, library: tuple[Path, Path]) -> None:
    home = library[1]
    run = ("--home", home, "tools", "run")
    told = kagent(*run, "browse_video", "video_id=sharpening.mp4").stdout.splitlines()
    assert told[1:3] == [
        "# The stone",
        "[00:02] said: Soak the whetstone in water for twelve minutes.",
    ]
    assert "# The strop" in told
    asked = kagent(
        *run, "browse_video", "video_id=sharpening", "question=Which angle for the blade?", "--json"
    )
    shown = json.loads(asked.stdout)
    assert shown["data"]["title"] == "sharpening"
    said = next(one for one in shown["data"]["passages"] if "seventeen" in one["text"])
    assert said["channel"] == "subtitle"
    assert said["location"]["start"] == 34.0
    chinese = kagent(*run, "browse_video", "video_id=乡村面包", "question=发酵多久？")
    assert "[00:01] 语音：今天我们来做乡村面包。" in chinese.stdout
    missing = kagent(*run, "browse_video", "video_id=sharpenning")
    assert missing.returncode == 3
    assert "sharpening (video:" in missing.stderr


def test_a_hybrid_search_without_the_internet_finds_videos(
    kagent: Kagent, library: tuple[Path, Path]
) -> None:
    run = ("--home", library[1], "tools", "run", "hybrid_search")
    found = kagent(*run, "text=soaking a whetstone", "--json")
    assert found.returncode == 0, found.stderr
    (first, *_) = json.loads(found.stdout)["data"]["own_videos"]
    assert first["title"] == "sharpening"
    assert first["id"].startswith("video:")
    assert "whetstone" in kagent(*run, "text=soaking a whetstone").stdout
